#include "fo/tree.h"

#include "fo/ancestry.h"
#include "fo/index.h"

#include <string.h>

void fo_free(FoTree *tree) {
  TreeRecord *record = (TreeRecord *)tree;
  if (!record)
    return;
  style_engine_free(record->styles);
  g_hash_table_unref(record->ids);
  index_keys_free(record->index_keys);
  if (record->foreign_doc)
    xmlFreeDoc(record->foreign_doc);
  arena_free(record->arena);
  g_free(record);
}

const FoNode *fo_lookup_id(const FoTree *tree, const char *id) {
  return id ? g_hash_table_lookup(((const TreeRecord *)tree)->ids, id) : NULL;
}

const FoNode *fo_lookup_master(const FoTree *tree, const char *name) {
  return name ? g_hash_table_lookup(style_masters(((const TreeRecord *)tree)->styles), name) : NULL;
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

void tree_renumber(FoTree *tree) {
  int number = 0;
  for (const FoNode *node = tree->root; node; node = fo_next(node, tree->root))
    ((FoNode *)(uintptr_t)node)->number = number++;
}

const FoNode *fo_original(const FoNode *node) {
  return node->original ? node->original : node;
}

/* ---- Copies that inherit elsewhere: markers, first lines ---- */

typedef struct {
  StyleEngine *styles;
  Arena *arena;
  const FoNode *from;    /* being copied */
  FoNode *to;            /* its copy */
  GHashTable *originals; /* copy → original, or NULL */
} Copying;

/* A copy without children, its style refined under its new parent. */
static FoNode *copy_node(Copying *copying, const FoNode *node, const FoNode *parent) {
  NodeRecord *record = arena_new_object(copying->arena, NodeRecord);
  *record = *(const NodeRecord *)node;
  record->node.parent = parent;
  record->node.first = record->node.next = NULL;
  record->node.original = fo_original(node);
  record->node.style = node->element == FO_TEXT
                           ? parent->style
                           : style_refine(copying->styles, &record->node, record->specified);
  if (copying->originals)
    g_hash_table_insert(copying->originals, &record->node, (gpointer)(uintptr_t)node);
  return &record->node;
}

/* Copies the subtrees of the children [from, end) of copying->from without recursion, however deep they
 * are. */
static void copy_children(Copying *copying, const FoNode *from, const FoNode *end) {
  FoNode *parent = copying->to, *last = NULL;
  while (from && from != end) {
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
    from = from == copying->from || from->next == end ? NULL : from->next;
  }
}

Place fo_place(const FoNode *node) {
  return (Place){.file = node->file,
                 .line = node->line,
                 .column = node->column,
                 .trace = node->trace,
                 .object = fo_original(node)};
}

/* "/fo:block[3]": which it is among those of its name, if there are others. */
static char *path_step(const FoNode *node) {
  int position = 1;
  bool single = true;
  for (const FoNode *sibling = node->parent ? node->parent->first : node;
       sibling != node && sibling; sibling = sibling->next)
    position += sibling->element == node->element;
  for (const FoNode *later = node->next; later && single; later = later->next)
    single = later->element != node->element;
  const char *name = node->element == FO_TEXT ? "text()" : fo_element_name(node->element);
  return single && position == 1 ? g_strdup_printf("/%s", name)
                                 : g_strdup_printf("/%s[%d]", name, position);
}

char *fo_path(const void *object) {
  GPtrArray *steps = g_ptr_array_new_with_free_func(g_free);
  for (const FoNode *node = object; node; node = node->parent)
    g_ptr_array_add(steps, path_step(node));
  GString *path = g_string_new(NULL);
  for (guint i = steps->len; i-- > 0;)
    g_string_append(path, g_ptr_array_index(steps, i));
  g_ptr_array_unref(steps);
  return g_string_free(path, FALSE);
}

/* A wrapper without children that stands where `node` does, with its properties. */
static FoNode *wrapper_like(const FoNode *node, Arena *arena) {
  NodeRecord *wrapper = arena_new_object(arena, NodeRecord);
  *wrapper = *(const NodeRecord *)node;
  wrapper->node.element = FO_WRAPPER;
  wrapper->node.first = wrapper->node.next = NULL;
  wrapper->node.original = fo_original(node);
  wrapper->node.id = NULL;
  wrapper->node.role = NULL;
  wrapper->node.attributes = NULL;
  wrapper->node.attribute_count = 0;
  return &wrapper->node;
}

const FoNode *fo_retrieve_marker(const FoTree *tree, const FoNode *marker, const FoNode *retriever,
                                 Arena *arena, Diagnostics *diagnostics) {
  (void)diagnostics; /* all that can be wrong was reported where the marker stands */
  Copying copying = {
      .styles = ((const TreeRecord *)tree)->styles,
      .arena = arena,
      .from = marker,
      .to = wrapper_like(retriever, arena),
  };
  table_grid_forget(style_table_grid(copying.styles));
  copy_children(&copying, marker->first, NULL);
  return copying.to;
}

const FoNode *fo_initial_line(const FoTree *tree, const FoNode *initial, const FoNode *first,
                              const FoNode *end, Arena *arena, GHashTable *originals) {
  Copying copying = {
      .styles = ((const TreeRecord *)tree)->styles,
      .arena = arena,
      .from = initial->parent,
      .to = wrapper_like(initial, arena),
      .originals = originals,
  };
  g_hash_table_insert(originals, copying.to, (gpointer)(uintptr_t)initial->parent);
  table_grid_forget(style_table_grid(copying.styles));
  copy_children(&copying, first, end);
  return copying.to->first;
}
