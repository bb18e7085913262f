#include "fo/tree.h"

#include "fo/ancestry.h"
#include "fo/index.h"

#include <string.h>

/* ---- Bookmarks ---- */

Arena *outline_piece_new(TreeRecord *record) {
  OutlinePiece *piece = g_new(OutlinePiece, 1);
  *piece = (OutlinePiece){.arena = arena_new()};
  g_queue_push_tail(record->outline, piece);
  return piece->arena;
}

void outline_piece_add(TreeRecord *record, const FoNode *bookmark) {
  OutlinePiece *last = g_queue_peek_tail(record->outline);
  if (last && !last->first)
    last->first = bookmark;
}

static void piece_free(gpointer data) {
  OutlinePiece *piece = data;
  arena_free(piece->arena);
  g_free(piece);
}

/* Is it known elsewhere by a name? */
static bool is_named(const FoNode *node) {
  return fo_id(node) || fo_attribute(node, PROP_INDEX_KEY);
}

const FoNode *fo_detach_bookmarks(const FoTree *tree) {
  FoNode *root = (FoNode *)(uintptr_t)tree->root, *before = NULL;
  const FoNode *bookmarks = root->first;
  for (; bookmarks && bookmarks->element != FO_BOOKMARK_TREE; bookmarks = bookmarks->next)
    before = (FoNode *)(uintptr_t)bookmarks;
  for (const FoNode *node = bookmarks; node; node = fo_next(node, bookmarks))
    if (is_named(node))
      return NULL;
  if (bookmarks)
    *(before ? &before->next : &root->first) = bookmarks->next;
  return bookmarks;
}

void fo_release_bookmarks(const FoTree *tree, const FoNode *next) {
  GQueue *pieces = ((const TreeRecord *)tree)->outline;
  while (!g_queue_is_empty(pieces)) {
    const OutlinePiece *following = g_queue_peek_nth(pieces, 1);
    const FoNode *behind = following ? following->first : NULL;
    if (next && (!behind || behind->number > next->number))
      break;
    piece_free(g_queue_pop_head(pieces));
  }
}

/* ---- The tree ---- */

void fo_free(FoTree *tree) {
  TreeRecord *record = (TreeRecord *)tree;
  if (!record)
    return;
  style_engine_free(record->styles);
  g_hash_table_unref(record->ids);
  index_keys_free(record->index_keys);
  if (record->foreign_doc)
    xmlFreeDoc(record->foreign_doc);
  arena_free(record->memory);
  g_queue_free_full(record->outline, piece_free);
  store_free(record->texts);
  store_free(record->text_nodes);
  g_free(record);
}

void fo_release_text(const FoTree *tree, const FoNode *text) {
  const TreeRecord *record = (const TreeRecord *)tree;
  FoNode *own = (FoNode *)(uintptr_t)text, *parent = (FoNode *)(uintptr_t)text->parent;
  if (!text->passing || text->length == 0)
    return;
  store_release(record->texts, text->text, text->length + 1);
  own->text = "";
  own->length = 0;
  if (parent->element != FO_BLOCK || parent->first != text || text->next)
    return;
  parent->first = NULL;
  parent->hollow = 1;
  store_release(record->text_nodes, own, sizeof *own);
}

const FoNode *fo_lookup_id(const FoTree *tree, const char *id) {
  return id ? g_hash_table_lookup(((const TreeRecord *)tree)->ids, id) : NULL;
}

const FoNode *fo_lookup_master(const FoTree *tree, const char *name) {
  return name ? g_hash_table_lookup(style_masters(((const TreeRecord *)tree)->styles), name) : NULL;
}

const char *fo_attribute(const FoNode *node, FoProperty property) {
  for (unsigned i = 0; i < node->attribute_count; i++)
    if (node->attributes[i].property == property)
      return node->attributes[i].value;
  return NULL;
}

const char *fo_id(const FoNode *node) {
  return node->attribute_count ? fo_attribute(node, PROP_ID) : NULL;
}

const char *fo_role(const FoNode *node) {
  const char *role = node->attribute_count ? fo_attribute(node, PROP_ROLE) : NULL;
  return role && strcmp(role, "none") != 0 ? role : NULL;
}

const char *fo_structure_type(const FoNode *node) {
  const char *role = fo_role(node);
  return role ? role : fo_structure_default(node->element);
}

const char *fo_structure_default(FoElement element) {
  return fo_elements[element].structure;
}

/* ---- Nodes that are wide ---- */

static const WideRecord *wide_record(const FoNode *node) {
  return node->wide ? (const WideRecord *)(const void *)node : NULL;
}

FoNode *node_new(Arena *arena, FoElement element, bool wide) {
  const size_t narrow = element == FO_TEXT ? sizeof(FoNode) : sizeof(NodeRecord);
  FoNode *node = arena_alloc(arena, wide ? sizeof(WideRecord) : narrow);
  node->element = element;
  node->wide = wide;
  return node;
}

FoNode *node_init(void *memory, FoElement element) {
  FoNode *node = memory;
  *node = (FoNode){.element = element};
  return node;
}

WideRecord *node_copy(Arena *arena, const FoNode *node) {
  WideRecord *copy = (WideRecord *)(void *)node_new(arena, node->element, true);
  if (node->wide)
    *copy = *wide_record(node);
  else if (node->element == FO_TEXT)
    copy->record.node = *node;
  else
    copy->record = *(const NodeRecord *)node;
  copy->record.node.wide = true;
  const WideRecord *origin = node_origin(node);
  copy->file = origin ? origin->file : NULL;
  copy->trace = origin ? origin->trace : NULL;
  return copy;
}

const WideRecord *node_origin(const FoNode *node) {
  for (; node; node = node->parent)
    if (node->wide && wide_record(node)->file)
      return wide_record(node);
  return NULL;
}

xmlNode *fo_foreign(const FoNode *node) {
  return node->wide ? wide_record(node)->foreign : NULL;
}

FoNode *node_made(TreeRecord *record, FoElement element, const FoNode *from) {
  FoNode *node = node_new(record->arena, element, true);
  WideRecord *wide = (WideRecord *)(void *)node;
  const Place place = fo_place(from);
  wide->file = place.file;
  wide->trace = place.trace;
  if (element == FO_TEXT)
    return node;
  wide->record.specified = style_intern_list(record->styles, NULL, 0);
  node->line = place.line;
  node->column = place.column;
  return node;
}

const char *node_name(TreeRecord *record, FoNode *node, const char *id) {
  FoAttribute *named = arena_new_array(record->arena, FoAttribute, node->attribute_count + 1);
  *named = (FoAttribute){PROP_ID, arena_strdup(record->arena, id)};
  for (unsigned i = 0; i < node->attribute_count; i++)
    named[i + 1] = node->attributes[i];
  node->attributes = named;
  node->attribute_count = (guint16)(node->attribute_count + 1);
  g_hash_table_insert(record->ids, (gpointer)(uintptr_t)named->value, node);
  return named->value;
}

void tree_renumber(FoTree *tree) {
  int number = 0;
  for (const FoNode *node = tree->root; node; node = fo_next(node, tree->root))
    ((FoNode *)(uintptr_t)node)->number = number++;
}

const FoNode *fo_original(const FoNode *node) {
  const WideRecord *wide = wide_record(node);
  return wide && wide->original ? wide->original : node;
}

const FoNode *fo_node_keep(const FoNode *node, const FoNode *parent, Arena *arena) {
  WideRecord *kept = node_copy(arena, node);
  kept->original = fo_original(node);
  if (node->element == FO_TEXT) { /* its characters may go */
    kept->record.node.text = "";
    kept->record.node.length = 0;
  }
  kept->record.node.first = kept->record.node.next = NULL;
  kept->record.node.parent = parent;
  return &kept->record.node;
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
  WideRecord *record = node_copy(copying->arena, node);
  FoNode *copy = &record->record.node;
  copy->parent = parent;
  copy->first = copy->next = NULL;
  record->original = fo_original(node);
  copy->style = node->element == FO_TEXT
                    ? parent->style
                    : style_refine(copying->styles, copy, record->record.specified);
  if (copying->originals)
    g_hash_table_insert(copying->originals, copy, (gpointer)(uintptr_t)node);
  return copy;
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
  const WideRecord *origin = node_origin(node);
  const FoNode *element = node->element == FO_TEXT ? node->parent : node;
  return (Place){.file = origin ? origin->file : NULL,
                 .line = element->line,
                 .column = element->column,
                 .trace = origin ? origin->trace : NULL,
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
  WideRecord *wrapper = node_copy(arena, node);
  FoNode *copy = &wrapper->record.node;
  wrapper->original = fo_original(node);
  wrapper->foreign = NULL;
  copy->element = FO_WRAPPER;
  copy->first = copy->next = NULL;
  copy->attributes = NULL;
  copy->attribute_count = 0;
  return copy;
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
