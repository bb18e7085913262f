#include "fo/tree.h"

#include "fo/ancestry.h"

#include <string.h>

void fo_free(FoTree *tree) {
  TreeRecord *record = (TreeRecord *)tree;
  if (!record)
    return;
  style_engine_free(record->styles);
  g_hash_table_unref(record->ids);
  if (record->foreign_doc)
    xmlFreeDoc(record->foreign_doc);
  arena_free(record->arena);
  g_free(record);
}

const FoNode *fo_lookup_id(const FoTree *tree, const char *id) {
  return id ? g_hash_table_lookup(((const TreeRecord *)tree)->ids, id) : NULL;
}

const char *fo_attribute(const FoNode *node, FoProperty property) {
  for (int i = 0; i < node->attribute_count; i++)
    if (node->attributes[i].property == property)
      return node->attributes[i].value;
  return NULL;
}

const char *fo_structure_type(const FoNode *node) {
  return node->role ? node->role : fo_elements[node->element].structure;
}

/* ---- Markers ---- */

typedef struct {
  StyleEngine *styles;
  Arena *arena;
  const FoNode *from; /* being copied */
  FoNode *to;         /* its copy */
} Copying;

/* A copy without children, its style refined under its new parent. */
static FoNode *copy_node(Copying *copying, const FoNode *node, const FoNode *parent) {
  NodeRecord *record = arena_new_object(copying->arena, NodeRecord);
  *record = *(const NodeRecord *)node;
  record->node.parent = parent;
  record->node.first = record->node.next = NULL;
  record->node.style = node->element == FO_TEXT
                           ? parent->style
                           : style_refine(copying->styles, &record->node, record->specified);
  return &record->node;
}

/* Copies the subtree under copying->from without recursion, however deep it is. */
static void copy_children(Copying *copying) {
  const FoNode *from = copying->from->first;
  FoNode *parent = copying->to, *last = NULL;
  while (from) {
    FoNode *copy = copy_node(copying, from, parent);
    if (last)
      last->next = copy;
    else
      parent->first = copy;
    last = copy;
    if (from->first) {
      from = from->first;
      parent = copy;
      last = NULL;
      continue;
    }
    while (from != copying->from && !from->next) {
      from = from->parent;
      last = parent;
      parent = (FoNode *)parent->parent;
    }
    from = from == copying->from ? NULL : from->next;
  }
}

const FoNode *fo_retrieve_marker(const FoTree *tree, const FoNode *marker, const FoNode *retriever,
                                 Arena *arena, Diagnostics *diagnostics) {
  (void)diagnostics; /* all that can be wrong was reported where the marker stands */
  NodeRecord *wrapper = arena_new_object(arena, NodeRecord);
  *wrapper = *(const NodeRecord *)retriever;
  wrapper->node.element = FO_WRAPPER;
  wrapper->node.first = wrapper->node.next = NULL;
  wrapper->node.id = NULL;
  wrapper->node.role = NULL;
  wrapper->node.attributes = NULL;
  wrapper->node.attribute_count = 0;
  Copying copying = {((const TreeRecord *)tree)->styles, arena, marker, &wrapper->node};
  table_grid_forget(style_table_grid(copying.styles));
  copy_children(&copying);
  return &wrapper->node;
}
