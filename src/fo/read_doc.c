/* From a parsed document: a walk without recursion. */
#include "fo/tree.h"

typedef struct {
  Builder *builder;
  GArray *attributes; /* of BuilderAttribute, for one element */
  GPtrArray *values;  /* xmlChar *, for one element */
} DocReader;

static const char *uri_of(const xmlNs *ns) {
  return ns ? (const char *)ns->href : NULL;
}

static void collect_attributes(DocReader *reader, const xmlNode *element) {
  g_array_set_size(reader->attributes, 0);
  g_ptr_array_set_size(reader->values, 0);
  for (const xmlAttr *from = element->properties; from; from = from->next) {
    xmlChar *value = xmlNodeListGetString(element->doc, from->children, 1);
    const BuilderAttribute attribute = {.uri = uri_of(from->ns),
                                        .name = (const char *)from->name,
                                        .value = value ? (const char *)value : "",
                                        .length = value ? (size_t)xmlStrlen(value) : 0};
    g_array_append_val(reader->attributes, attribute);
    g_ptr_array_add(reader->values, value);
  }
}

/* The tree keeps foreign content longer than the document. */
static xmlNode *copy_foreign(Builder *builder, xmlNode *node) {
  xmlDoc *doc = builder_foreign_doc(builder);
  xmlNode *copy = xmlDocCopyNode(node, doc, 1);
  return xmlAddChild((xmlNode *)doc, copy);
}

/* Announces a node; true: its children are to be visited. */
static bool visit(DocReader *reader, xmlNode *node) {
  if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
    if (node->content)
      builder_text(reader->builder, (const char *)node->content, (size_t)xmlStrlen(node->content));
    return false;
  }
  if (node->type != XML_ELEMENT_NODE)
    return false;
  collect_attributes(reader, node);
  const BuildAction action = builder_start(
      reader->builder, uri_of(node->ns), (const char *)node->name, 0, 0,
      (const BuilderAttribute *)(void *)reader->attributes->data, (int)reader->attributes->len);
  if (action == BUILD_FOREIGN)
    builder_foreign(reader->builder, copy_foreign(reader->builder, node));
  if (action == BUILD_DESCEND && !node->children)
    builder_end(reader->builder);
  return action == BUILD_DESCEND && node->children;
}

static void walk(DocReader *reader, xmlNode *top) {
  for (xmlNode *node = top; node && !builder_stopped(reader->builder);) {
    if (visit(reader, node)) {
      node = node->children;
      continue;
    }
    while (node != top && !node->next) {
      node = node->parent;
      builder_end(reader->builder);
    }
    node = node == top ? NULL : node->next;
  }
}

static void free_value(gpointer value) {
  if (value)
    xmlFree(value);
}

FoTree *fo_read_doc(xmlDoc *doc, const char *name, const FoOptions *options) {
  DocReader reader = {.builder = builder_new(name, options),
                      .attributes = g_array_new(FALSE, FALSE, sizeof(BuilderAttribute)),
                      .values = g_ptr_array_new_with_free_func(free_value)};
  xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
  if (root)
    walk(&reader, root);
  else
    diag_fo_empty(options->diagnostics, (Place){.file = diag_intern(options->diagnostics, name)});
  g_array_unref(reader.attributes);
  g_ptr_array_unref(reader.values);
  return builder_finish(reader.builder, root == NULL);
}
