/* XMP as it was found in a file. */
#include "base/xml.h"
#include "pdf/inspect.h"
#include "pdf/xmp_schema.h"

#include <libxml/parser.h>
#include <string.h>

static void add_fault(MetadataSummary *summary, const char *rule, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
static void add_fault(MetadataSummary *summary, const char *rule, const char *format, ...) {
  va_list list;
  va_start(list, format);
  const MetadataFault fault = {g_strdup(rule), g_strdup_vprintf(format, list)};
  va_end(list);
  g_array_append_val(summary->faults, fault);
}

static void clear_fault(gpointer fault) {
  g_free(((MetadataFault *)fault)->rule);
  g_free(((MetadataFault *)fault)->fault);
}

static void add_schema_fault(int rule, const char *fault, void *context) {
  char *number = g_strdup_printf("A 6.6.2.3.3-%d", rule);
  add_fault(context, number, "%s", fault);
  g_free(number);
}

/* A title counts as an alternative of languages alone, which `listed` says. */
static void note_value(MetadataSummary *summary, const xmlNs *ns, const char *name,
                       const char *value, bool listed) {
  const char *uri = ns ? (const char *)ns->href : "";
  char *text = g_strstrip(g_strdup(value ? value : ""));
  if (strcmp(uri, NS_PDFA_ID) == 0 && strcmp(name, "part") == 0)
    summary->part = (int)g_ascii_strtoll(text, NULL, 10);
  else if (strcmp(uri, NS_PDFA_ID) == 0 && strcmp(name, "conformance") == 0)
    summary->conformance = text[0];
  else if (strcmp(uri, NS_PDFUA_ID) == 0 && strcmp(name, "part") == 0)
    summary->ua = strcmp(text, "1") == 0;
  else if (strcmp(uri, NS_DC) == 0 && strcmp(name, "title") == 0 && !summary->title && *text &&
           listed)
    summary->title = g_strdup(text);
  g_free(text);
}

/* The claims keep the prefixes that the standards set. */
static void check_prefix(MetadataSummary *summary, const xmlNs *ns) {
  const char *prefix = ns->prefix ? (const char *)ns->prefix : "";
  if (strcmp((const char *)ns->href, NS_PDFA_ID) == 0 && strcmp(prefix, "pdfaid") != 0)
    add_fault(summary, "A 6.6.4-4", "the claim of PDF/A has the prefix “%s”, not pdfaid", prefix);
  if (strcmp((const char *)ns->href, NS_PDFUA_ID) == 0 && strcmp(prefix, "pdfuaid") != 0)
    add_fault(summary, "UA 5-3", "the claim of PDF/UA has the prefix “%s”, not pdfuaid", prefix);
}

/* The type that a value must have, "" for any; NULL: nothing describes the property. */
static const char *type_of(const XmpSchemas *schemas, const char *uri, const char *name) {
  const char *type = xmp_predefined_type(uri, name);
  return type ? type : xmp_schemas_type(schemas, uri, name);
}

static bool attribute_fits(const char *type, const char *text) {
  return !strchr(type, ' ') && xmp_value_fits(type, text);
}

static void check_property(MetadataSummary *summary, const xmlNs *ns, const char *name,
                           const char *type, bool fits) {
  const char *uri = ns ? (const char *)ns->href : "";
  if (ns)
    check_prefix(summary, ns);
  if (!type)
    add_fault(summary, "A 6.6.2.3.1-1",
              "no extension schema describes the property %s of the namespace “%s”", name, uri);
  else if (!fits)
    add_fault(summary, "A 6.6.2.3.1-2", "the property %s holds what is no %s", name, type);
}

static void read_attribute(MetadataSummary *summary, const XmpSchemas *schemas,
                           const xmlAttr *attribute) {
  const char *uri = attribute->ns ? (const char *)attribute->ns->href : "";
  const char *name = (const char *)attribute->name;
  if (strcmp(uri, NS_RDF) == 0 || strcmp(uri, (const char *)XML_XML_NAMESPACE) == 0 || !*uri)
    return;
  xmlChar *text = xmlNodeListGetString(attribute->doc, attribute->children, 1);
  const char *type = type_of(schemas, uri, name);
  note_value(summary, attribute->ns, name, (const char *)text, false);
  check_property(summary, attribute->ns, name, type,
                 type && attribute_fits(type, text ? (const char *)text : ""));
  xmlFree(text);
}

static void read_description(MetadataSummary *summary, const XmpSchemas *schemas,
                             xmlNode *description) {
  for (const xmlAttr *a = description->properties; a; a = a->next)
    read_attribute(summary, schemas, a);
  for (xmlNode *n = description->children; n; n = n->next) {
    if (n->type != XML_ELEMENT_NODE)
      continue;
    const char *name = (const char *)n->name;
    const char *type = type_of(schemas, n->ns ? (const char *)n->ns->href : "", name);
    xmlChar *text = xmlNodeGetContent(n);
    note_value(summary, n->ns, name, (const char *)text, xmp_node_fits("Lang Alt", n));
    check_property(summary, n->ns, name, type, type && xmp_node_fits(type, n));
    xmlFree(text);
  }
}

static bool is_packet(const xmlNode *root) {
  for (const xmlNode *n = root; n; n = xml_next(n, root))
    if (xmp_is_other_node(n))
      return false;
  return root != NULL;
}

static void read_packet(MetadataSummary *summary, xmlNode *root) {
  XmpSchemas *schemas = xmp_schemas_new(root, add_schema_fault, summary);
  for (xmlNode *n = root; n; n = xml_next(n, root))
    if (xmp_is_description(n))
      read_description(summary, schemas, n);
  xmp_schemas_free(schemas);
}

MetadataSummary *metadata_summary_new(PdfReader *reader) {
  int number = slice_reference(dict_lookup(pdf_reader_catalog(reader), "Metadata"));
  GByteArray *bytes = pdf_reader_stream(reader, number);
  if (!bytes)
    return NULL;
  MetadataSummary *summary = g_new0(MetadataSummary, 1);
  summary->faults = g_array_new(FALSE, FALSE, sizeof(MetadataFault));
  g_array_set_clear_func(summary->faults, clear_fault);
  xmlDoc *doc = xmlReadMemory((const char *)bytes->data, (int)MIN(bytes->len, G_MAXINT), NULL, NULL,
                              XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
  summary->well_formed = is_packet(root);
  if (summary->well_formed)
    read_packet(summary, root);
  xmlFreeDoc(doc);
  g_byte_array_unref(bytes);
  return summary;
}

void metadata_summary_free(MetadataSummary *summary) {
  if (!summary)
    return;
  g_free(summary->title);
  g_array_unref(summary->faults);
  g_free(summary);
}
