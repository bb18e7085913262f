#include "fo/foreign.h"

#include <string.h>

/* The declaration of a prefix in scope; one that was made outside the tree is repeated here. */
static xmlNs *find_namespace(const Foreign *foreign, xmlNode *node, const xmlChar *prefix,
                             const xmlChar *uri) {
  if (!uri)
    return NULL;
  if (prefix && strcmp((const char *)prefix, "xml") == 0)
    return xmlSearchNs(foreign->doc, node, prefix);
  xmlNs *known = xmlSearchNs(foreign->doc, node, prefix);
  if (known && xmlStrEqual(known->href, uri))
    return known;
  return xmlNewNs(node, uri, prefix);
}

static void add_attributes(const Foreign *foreign, xmlNode *node, const SaxElement *element) {
  for (int i = 0; i < element->attribute_count; i++) {
    const xmlChar **attribute = element->attributes + i * SAX_FIELDS;
    xmlChar *value =
        xmlStrndup(attribute[SAX_VALUE], (int)(attribute[SAX_END] - attribute[SAX_VALUE]));
    xmlNewNsProp(node, find_namespace(foreign, node, attribute[SAX_PREFIX], attribute[SAX_URI]),
                 attribute[SAX_NAME], value);
    xmlFree(value);
  }
}

void foreign_start(Foreign *foreign, const SaxElement *element) {
  xmlNode *node = xmlNewDocNode(foreign->doc, NULL, element->name, NULL);
  if (foreign->at)
    xmlAddChild(foreign->at, node);
  else
    /* Several roots stand side by side under the document, which frees them all. */
    xmlAddChild((xmlNode *)foreign->doc, foreign->root = node);
  foreign->at = node;
  for (int i = 0; i < element->namespace_count; i++)
    xmlNewNs(node, element->namespaces[2 * i + 1], element->namespaces[2 * i]);
  xmlSetNs(node, find_namespace(foreign, node, element->prefix, element->uri));
  add_attributes(foreign, node, element);
}

bool foreign_end(Foreign *foreign) {
  const bool was_root = foreign->at == foreign->root;
  foreign->at = was_root ? NULL : foreign->at->parent;
  return was_root;
}

void foreign_text(Foreign *foreign, const char *text, int length) {
  xmlNodeAddContentLen(foreign->at, (const xmlChar *)text, length);
}
