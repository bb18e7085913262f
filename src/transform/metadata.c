#include "transform/metadata.h"
#include "base/xml.h"

#include <libxml/xmlreader.h>
#include <string.h>

#define FO_NAMESPACE "http://www.w3.org/1999/XSL/Format"
#define DC_NAMESPACE "http://purl.org/dc/elements/1.1/"
#define XMP_NAMESPACE "http://ns.adobe.com/xap/1.0/"
#define PDF_NAMESPACE "http://ns.adobe.com/pdf/1.3/"

/* The property's text with white space collapsed; a property of several items gives them with
 * commas between. NULL if there is none. */
static char *text_of(const xmlNode *property) {
  GString *text = g_string_new(NULL);
  bool space = false;
  for (const xmlNode *n = property; n; n = xml_next(n, property)) {
    if (n->type == XML_ELEMENT_NODE && text->len > 0 && strcmp((const char *)n->name, "li") == 0)
      g_string_append_c(text, ','), space = true;
    if (n->type != XML_TEXT_NODE && n->type != XML_CDATA_SECTION_NODE)
      continue;
    for (const char *p = (const char *)n->content; p && *p; p++) {
      if (g_ascii_isspace(*p)) {
        space = true;
        continue;
      }
      if (space && text->len > 0)
        g_string_append_c(text, ' ');
      space = false;
      g_string_append_c(text, *p);
    }
  }
  return g_string_free(text, text->len == 0);
}

static void keep(char **field, const xmlNode *property) {
  if (!*field)
    *field = text_of(property);
}

static void read_declarations(Metadata *metadata, const xmlNode *declarations) {
  for (const xmlNode *n = declarations; n; n = xml_next(n, declarations)) {
    if (xml_is(n, DC_NAMESPACE, "title"))
      keep(&metadata->title, n);
    else if (xml_is(n, DC_NAMESPACE, "creator"))
      keep(&metadata->author, n);
    else if (xml_is(n, DC_NAMESPACE, "description"))
      keep(&metadata->subject, n);
    else if (xml_is(n, DC_NAMESPACE, "language"))
      keep(&metadata->language, n);
    else if (xml_is(n, PDF_NAMESPACE, "Keywords"))
      keep(&metadata->keywords, n);
    else if (xml_is(n, XMP_NAMESPACE, "CreateDate"))
      keep(&metadata->created, n);
  }
}

/* xml:lang, or language with country, of fo:root. */
static void read_language(Metadata *metadata, const xmlNode *root) {
  xmlChar *tag = xmlGetNsProp(root, (const xmlChar *)"lang", XML_XML_NAMESPACE);
  const char *language = tag ? (const char *)tag : xml_attribute(root, "language");
  const char *country = xml_attribute(root, "country");
  const bool named = language && *language && strcmp(language, "none") != 0;
  if (!metadata->language && named)
    metadata->language = !tag && country && strcmp(country, "none") != 0
                             ? g_strdup_printf("%s-%s", language, country)
                             : g_strdup(language);
  xmlFree(tag);
}

void metadata_init(Metadata *metadata, const xmlDoc *fo) {
  *metadata = (Metadata){0};
  const xmlNode *root = xmlDocGetRootElement((xmlDoc *)(gpointer)fo);
  if (!root)
    return;
  for (const xmlNode *child = root->children; child; child = child->next) {
    if (xml_is(child, FO_NAMESPACE, "declarations"))
      read_declarations(metadata, child);
  }
  read_language(metadata, root);
}

/* What stands at the reader: true to go on. */
static bool read_node(Metadata *metadata, xmlTextReader *reader) {
  if (xmlTextReaderNodeType(reader) != XML_READER_TYPE_ELEMENT)
    return true;
  const xmlNode *node = xmlTextReaderCurrentNode(reader);
  if (xml_is(node, FO_NAMESPACE, "root")) {
    read_language(metadata, node);
  } else if (xml_is(node, FO_NAMESPACE, "declarations")) {
    char *language = metadata->language;
    metadata->language = NULL;
    node = xmlTextReaderExpand(reader);
    if (node)
      read_declarations(metadata, node);
    if (metadata->language)
      g_free(language);
    else
      metadata->language = language;
    return false;
  }
  return !xml_is(node, FO_NAMESPACE, "page-sequence");
}

void metadata_init_source(Metadata *metadata, Source *fo) {
  *metadata = (Metadata){0};
  xmlTextReader *reader = xml_reader_new(fo);
  if (!reader)
    return;
  while (xmlTextReaderRead(reader) == 1 && read_node(metadata, reader))
    ;
  xmlFreeTextReader(reader);
}

void metadata_release(Metadata *metadata) {
  g_free(metadata->title);
  g_free(metadata->author);
  g_free(metadata->subject);
  g_free(metadata->keywords);
  g_free(metadata->language);
  g_free(metadata->created);
  *metadata = (Metadata){0};
}
