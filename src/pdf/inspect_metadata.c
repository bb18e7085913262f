/* XMP as it was found in a file. */
#include "base/xml.h"
#include "pdf/inspect.h"

#include <libxml/parser.h>
#include <string.h>

#define NS_RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define NS_DC "http://purl.org/dc/elements/1.1/"
#define NS_PDFA_ID "http://www.aiim.org/pdfa/ns/id/"
#define NS_PDFUA_ID "http://www.aiim.org/pdfua/ns/id/"
#define NS_SCHEMA "http://www.aiim.org/pdfa/ns/schema#"

/* Namespaces of schemas that PDF/A-2 predefines (ISO 19005-2 §6.6.2.3.1), by their beginning. */
static const char *const KNOWN[] = {"http://purl.org/dc/",
                                    "http://ns.adobe.com/",
                                    "http://www.aiim.org/pdfa/ns/",
                                    "http://cipa.jp/exif/",
                                    NS_RDF,
                                    "adobe:ns:meta/"};

static bool is_known(const char *uri) {
  for (size_t i = 0; i < G_N_ELEMENTS(KNOWN); i++)
    if (g_str_has_prefix(uri, KNOWN[i]))
      return true;
  return false;
}

static bool is_described(xmlNode *root, const char *uri) {
  for (xmlNode *n = root; n; n = xml_next(n, root)) {
    if (!xml_is(n, NS_SCHEMA, "namespaceURI"))
      continue;
    xmlChar *text = xmlNodeGetContent(n);
    char *described = g_strstrip(g_strdup((const char *)text));
    bool same = strcmp(described, uri) == 0;
    g_free(described);
    xmlFree(text);
    if (same)
      return true;
  }
  return false;
}

static void note_value(MetadataSummary *summary, const xmlNs *ns, const char *name,
                       const char *value) {
  const char *uri = ns ? (const char *)ns->href : "";
  char *text = g_strstrip(g_strdup(value ? value : ""));
  if (strcmp(uri, NS_PDFA_ID) == 0 && strcmp(name, "part") == 0)
    summary->part = (int)g_ascii_strtoll(text, NULL, 10);
  else if (strcmp(uri, NS_PDFA_ID) == 0 && strcmp(name, "conformance") == 0)
    summary->conformance = text[0];
  else if (strcmp(uri, NS_PDFUA_ID) == 0 && strcmp(name, "part") == 0)
    summary->ua = strcmp(text, "1") == 0;
  else if (strcmp(uri, NS_DC) == 0 && strcmp(name, "title") == 0 && !summary->title && *text)
    summary->title = g_strdup(text);
  g_free(text);
}

static void note_namespace(MetadataSummary *summary, xmlNode *root, const xmlNs *ns) {
  const char *uri = ns ? (const char *)ns->href : "";
  if (!ns || is_known(uri) || is_described(root, uri))
    return;
  for (guint i = 0; i < summary->unknown->len; i++)
    if (strcmp(summary->unknown->pdata[i], uri) == 0)
      return;
  g_ptr_array_add(summary->unknown, g_strdup(uri));
}

static void read_description(MetadataSummary *summary, xmlNode *root, xmlNode *description) {
  for (const xmlAttr *a = description->properties; a; a = a->next) {
    xmlChar *text = xmlNodeListGetString(description->doc, a->children, 1);
    note_value(summary, a->ns, (const char *)a->name, (const char *)text);
    if (a->ns && strcmp((const char *)a->ns->prefix, "xml") != 0)
      note_namespace(summary, root, a->ns);
    xmlFree(text);
  }
  for (xmlNode *n = description->children; n; n = n->next) {
    if (n->type != XML_ELEMENT_NODE)
      continue;
    xmlChar *text = xmlNodeGetContent(n);
    note_value(summary, n->ns, (const char *)n->name, (const char *)text);
    note_namespace(summary, root, n->ns);
    xmlFree(text);
  }
}

MetadataSummary *metadata_summary_new(PdfReader *reader) {
  int number = slice_reference(dict_lookup(pdf_reader_catalog(reader), "Metadata"));
  GByteArray *bytes = pdf_reader_stream(reader, number);
  if (!bytes)
    return NULL;
  MetadataSummary *summary = g_new0(MetadataSummary, 1);
  summary->unknown = g_ptr_array_new_with_free_func(g_free);
  xmlDoc *doc = xmlReadMemory((const char *)bytes->data, (int)MIN(bytes->len, G_MAXINT), NULL, NULL,
                              XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
  summary->well_formed = root != NULL;
  for (xmlNode *n = root; n; n = xml_next(n, root))
    if (xml_is(n, NS_RDF, "Description") && xml_is(n->parent, NS_RDF, "RDF"))
      read_description(summary, root, n);
  xmlFreeDoc(doc);
  g_byte_array_unref(bytes);
  return summary;
}

void metadata_summary_free(MetadataSummary *summary) {
  if (!summary)
    return;
  g_free(summary->title);
  g_ptr_array_unref(summary->unknown);
  g_free(summary);
}
