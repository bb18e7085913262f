#include "fo/index.h"

#include "fo/values.h"

#include <string.h>

/* Links that the indexes have at the most: each is two nodes, and every list can name every key. */
enum { LINKS_MAX = 250000 };

struct IndexKeys {
  GHashTable *items; /* key → GPtrArray of FoNode *, in document order */
  GHashTable *ends;  /* fo:index-range-begin → its end */
  GPtrArray *begins; /* of FoNode *: fo:index-range-begin */
  GPtrArray *lists;  /* of FoNode *: fo:index-page-citation-list */
  int links;
  bool too_many;
};

static void free_items(gpointer items) {
  g_ptr_array_unref(items);
}

IndexKeys *index_keys_new(void) {
  IndexKeys *keys = g_new0(IndexKeys, 1);
  keys->items = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_items);
  keys->ends = g_hash_table_new(NULL, NULL);
  keys->begins = g_ptr_array_new();
  keys->lists = g_ptr_array_new();
  return keys;
}

void index_keys_free(IndexKeys *keys) {
  g_hash_table_unref(keys->items);
  g_hash_table_unref(keys->ends);
  g_ptr_array_unref(keys->begins);
  g_ptr_array_unref(keys->lists);
  g_free(keys);
}

const FoNode *const *fo_index_items(const FoTree *tree, const char *key, int *count) {
  const IndexKeys *keys = ((const TreeRecord *)tree)->index_keys;
  const GPtrArray *items = g_hash_table_lookup(keys->items, key);
  *count = items ? (int)items->len : 0;
  return items ? (const FoNode *const *)(void *)items->pdata : NULL;
}

const FoNode *fo_index_range_end(const FoTree *tree, const FoNode *begin) {
  const IndexKeys *keys = ((const TreeRecord *)tree)->index_keys;
  return g_hash_table_lookup(keys->ends, begin);
}

/* ---- Reading ---------------------------------------------------------------------------------------- */

/* Is it where it comes on a page once, if at all? */
static bool is_in_flow(const FoNode *node) {
  for (; node; node = node->parent)
    if (node->element == FO_STATIC_CONTENT || node->element == FO_MARKER ||
        node->element == FO_TITLE)
      return false;
  return true;
}

static void register_key(IndexKeys *keys, FoNode *node, const char *key) {
  GPtrArray *items = g_hash_table_lookup(keys->items, key);
  if (!items) {
    items = g_ptr_array_new();
    g_hash_table_insert(keys->items, (gpointer)(uintptr_t)key, items);
  }
  g_ptr_array_add(items, node);
}

static void register_end(TreeRecord *record, FoNode *end, Diagnostics *diagnostics) {
  const char *id = fo_attribute(end, PROP_REF_ID);
  const FoNode *begin = fo_lookup_id(&record->tree, id);
  if (!id)
    return;
  if (!begin || begin->element != FO_INDEX_RANGE_BEGIN ||
      g_hash_table_contains(record->index_keys->ends, begin))
    diag_fo_index_range_end(diagnostics, fo_place(end), id);
  else
    g_hash_table_insert(record->index_keys->ends, (gpointer)(uintptr_t)begin, end);
}

void index_register(TreeRecord *record, FoNode *node, Diagnostics *diagnostics) {
  IndexKeys *keys = record->index_keys;
  const char *key = fo_attribute(node, PROP_INDEX_KEY);
  if (node->element == FO_INDEX_PAGE_CITATION_LIST)
    g_ptr_array_add(keys->lists, node);
  else if (node->element == FO_INDEX_RANGE_END)
    register_end(record, node, diagnostics);
  if (!key || !is_in_flow(node))
    return;
  register_key(keys, node, key);
  if (node->element == FO_INDEX_RANGE_BEGIN)
    g_ptr_array_add(keys->begins, node);
}

/* ---- Links -------------------------------------------------------------------------------------------- */

/* What a list cites, by one of its keys. */
typedef struct {
  FoNode *item;
  const FoNode *reference;
} Citation;

static int compare_citations(const void *a, const void *b) {
  const Citation *one = a, *other = b;
  if (one->item != other->item)
    return one->item->number < other->item->number ? -1 : 1;
  return one->reference->number < other->reference->number ? -1 : 1;
}

/* The id that links go to: its own, or a new one. */
static const char *id_of(TreeRecord *record, FoNode *item) {
  if (fo_id(item) && fo_lookup_id(&record->tree, fo_id(item)) == item)
    return fo_id(item);
  char *id = NULL;
  for (int i = item->number; !id || g_hash_table_contains(record->ids, id); i++) {
    g_free(id);
    id = g_strdup_printf("index-%d", i);
  }
  const char *name = node_name(record, item, id);
  g_free(id);
  return name;
}

/* A node at the end of `list`, with the style of what stands in `from`. */
static FoNode *append_node(TreeRecord *record, FoNode *list, FoNode **last, const FoNode *from,
                           FoElement element) {
  FoNode *made = node_made(record, element, from);
  made->parent = from;
  made->number = record->tree.node_count++;
  made->style = style_refine(record->styles, made, node_specified(made));
  made->parent = list;
  if (*last)
    (*last)->next = made;
  else
    list->first = made;
  *last = made;
  return made;
}

static void append_link(TreeRecord *record, FoNode *list, FoNode **last, const Citation *citation) {
  append_node(record, list, last, list, FO_WRAPPER);
  FoNode *link = append_node(record, list, last, citation->reference, FO_BASIC_LINK);
  FoAttribute *destination = arena_new_object(record->arena, FoAttribute);
  *destination = (FoAttribute){PROP_INTERNAL_DESTINATION, id_of(record, citation->item)};
  link->attributes = destination;
  link->attribute_count = 1;
}

/* What is to be linked to from `list`. */
static GArray *citations_of(const IndexKeys *keys, const FoNode *list) {
  GArray *citations = g_array_new(FALSE, FALSE, sizeof(Citation));
  for (const FoNode *child = list->first; child; child = child->next) {
    const char *key = fo_attribute(child, PROP_REF_INDEX_KEY);
    if (child->element != FO_INDEX_KEY_REFERENCE || !key ||
        child->style->page_number_treatment != KW_LINK)
      continue;
    const GPtrArray *items = g_hash_table_lookup(keys->items, key);
    for (guint i = 0; items && i < items->len && citations->len <= LINKS_MAX; i++) {
      const Citation citation = {items->pdata[i], child};
      g_array_append_val(citations, citation);
    }
  }
  return citations;
}

static void link_list(TreeRecord *record, FoNode *list, Diagnostics *diagnostics) {
  IndexKeys *keys = record->index_keys;
  GArray *citations = citations_of(keys, list);
  g_array_sort(citations, compare_citations);
  FoNode *last = (FoNode *)(uintptr_t)list->first;
  while (last && last->next)
    last = (FoNode *)(uintptr_t)last->next;
  if (keys->links + (int)citations->len > LINKS_MAX) {
    if (!keys->too_many)
      diag_fo_index_links(diagnostics, fo_place(list), LINKS_MAX);
    keys->too_many = true;
  } else {
    for (guint i = 0; i < citations->len; i++)
      append_link(record, list, &last, &g_array_index(citations, Citation, i));
    keys->links += (int)citations->len;
  }
  g_array_unref(citations);
}

void index_finish(TreeRecord *record, Diagnostics *diagnostics) {
  const IndexKeys *keys = record->index_keys;
  for (guint i = 0; i < keys->begins->len; i++) {
    const FoNode *begin = keys->begins->pdata[i];
    if (!g_hash_table_contains(keys->ends, begin))
      diag_fo_index_range_begin(diagnostics, fo_place(begin), fo_id(begin) ? fo_id(begin) : "");
  }
  for (guint i = 0; i < keys->lists->len; i++)
    link_list(record, keys->lists->pdata[i], diagnostics);
  if (keys->links > 0)
    tree_renumber(&record->tree);
}
