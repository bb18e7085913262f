#include "layout/index.h"
#include "layout/folio.h"
#include "layout/reference.h"

/* Pages that an index key is on: one, or a range from its beginning to its end. */
typedef struct {
  const FoNode *reference; /* fo:index-key-reference */
  const char *class;       /* index-class */
  const FoNode *first_item, *last_item;
  const FoNode *first_link, *last_link, *before;
  int first, last; /* pages */
  bool range;
} Citation;

/* ---- What is cited ---------------------------------------------------------------------------------- */

static int compare_places(const Citation *a, const Citation *b) {
  if (a->first != b->first)
    return a->first < b->first ? -1 : 1;
  if (a->range != b->range)
    return a->range ? -1 : 1;
  if (a->reference != b->reference)
    return a->reference->number < b->reference->number ? -1 : 1;
  if (a->first_item->number != b->first_item->number)
    return a->first_item->number < b->first_item->number ? -1 : 1;
  return 0;
}

static int by_place(const void *a, const void *b) {
  return compare_places(a, b);
}

static int compare_groups(const Citation *a, const Citation *b, bool separate) {
  const int classes = strcmp(a->class, b->class);
  if (classes != 0 || !separate || a->reference == b->reference)
    return classes;
  return a->reference->number < b->reference->number ? -1 : 1;
}

static int by_group(const void *a, const void *b) {
  const int groups = compare_groups(a, b, false);
  return groups ? groups : compare_places(a, b);
}

static int by_group_and_reference(const void *a, const void *b) {
  const int groups = compare_groups(a, b, true);
  return groups ? groups : compare_places(a, b);
}

static int by_item(const void *a, const void *b) {
  const Citation *one = a, *other = b;
  if (one->first_item != other->first_item)
    return one->first_item->number < other->first_item->number ? -1 : 1;
  return one->reference->number < other->reference->number ? -1 : 1;
}

static Citation *citation_at(GArray *citations, guint i) {
  return &g_array_index(citations, Citation, i);
}

/* The keys of the list and the nodes that have them, in document order; their pages are still open. */
static GArray *collect_items(Layout *layout, const FoNode *list) {
  GArray *citations = g_array_new(FALSE, FALSE, sizeof(Citation));
  for (const FoNode *child = list->first; child; child = child->next) {
    const char *key = fo_attribute(child, PROP_REF_INDEX_KEY);
    if (child->element != FO_INDEX_KEY_REFERENCE || !key)
      continue;
    int count;
    const FoNode *const *items = fo_index_items(layout->tree, key, &count);
    for (int i = 0; i < count; i++) {
      const char *class = fo_attribute(items[i], PROP_INDEX_CLASS);
      const Citation citation = {
          .reference = child,
          .class = class ? class : "",
          .first_item = items[i],
          .last_item = items[i],
          .first_link = list,
          .last_link = list,
          .before = list,
          .range = items[i]->element == FO_INDEX_RANGE_BEGIN,
      };
      g_array_append_val(citations, citation);
    }
  }
  g_array_sort(citations, by_item);
  return citations;
}

/* The links that the list has stand at its end, in the order of the citations. */
static void take_links(const FoNode *list, GArray *citations) {
  const FoNode *child = list->first;
  for (guint i = 0; i < citations->len; i++) {
    Citation *citation = citation_at(citations, i);
    if (citation->reference->style->page_number_treatment != KW_LINK)
      continue;
    while (child && child->element != FO_WRAPPER)
      child = child->next;
    if (!child || !child->next)
      return;
    citation->before = child;
    citation->first_link = citation->last_link = child->next;
    child = child->next;
  }
}

/* ---- Pages -------------------------------------------------------------------------------------------- */

/* Adds a citation for each page that the node of `citation` is on. */
static bool add_pages(Layout *layout, const Citation *citation, GArray *pages) {
  int first, last;
  if (!reference_pages(layout, citation->first_item, &first, &last))
    return false;
  for (int page = first; first >= 0 && page <= last; page++) {
    Citation one = *citation;
    one.first = one.last = page;
    g_array_append_val(pages, one);
  }
  return true;
}

static bool add_range(Layout *layout, const Citation *citation, GArray *pages) {
  const FoNode *end = fo_index_range_end(layout->tree, citation->first_item);
  Citation range = *citation;
  int unused, last;
  if (!reference_pages(layout, citation->first_item, &range.first, &unused) ||
      !reference_pages(layout, end ? end : layout->tree->root, &unused, &last))
    return false;
  range.last = MAX(range.first, last);
  range.range = range.last > range.first;
  if (range.first >= 0)
    g_array_append_val(pages, range);
  return true;
}

static GArray *find_pages(Layout *layout, GArray *items) {
  GArray *pages = g_array_new(FALSE, FALSE, sizeof(Citation));
  for (guint i = 0; i < items->len; i++) {
    const Citation *citation = citation_at(items, i);
    if (citation->range ? add_range(layout, citation, pages) : add_pages(layout, citation, pages))
      continue;
    g_array_unref(pages);
    return NULL;
  }
  return pages;
}

/* ---- Merging (§7.24.4 to §7.24.6) ---------------------------------------------------------------------- */

static void sort(GArray *pages, bool separate) {
  g_array_sort(pages, separate ? by_group_and_reference : by_group);
}

/* A page is cited once. */
static void merge_pages(GArray *pages, bool separate) {
  sort(pages, separate);
  guint kept = 0;
  for (guint i = 0; i < pages->len; i++) {
    const Citation *next = citation_at(pages, i), *last = citation_at(pages, kept - (kept > 0));
    if (kept > 0 && !next->range && !last->range && next->first == last->first &&
        compare_groups(next, last, separate) == 0)
      continue;
    *citation_at(pages, kept++) = *next;
  }
  g_array_set_size(pages, kept);
}

/* Ranges that overlap become one, and take in the pages within them. */
static void merge_ranges(GArray *pages, bool separate) {
  sort(pages, separate);
  guint kept = 0;
  for (guint i = 0; i < pages->len; i++) {
    const Citation *next = citation_at(pages, i);
    Citation *last = citation_at(pages, kept - (kept > 0));
    if (kept > 0 && last->range && next->first <= last->last &&
        compare_groups(next, last, separate) == 0) {
      if (next->last > last->last) {
        last->last = next->last;
        last->last_item = next->last_item;
        last->last_link = next->last_link;
      }
      continue;
    }
    *citation_at(pages, kept++) = *next;
  }
  g_array_set_size(pages, kept);
}

/* Does the number of page `next` follow on that of page `page`? */
static bool page_follows(const Layout *layout, int page, int next) {
  const PageName *one = reference_page(layout, page), *other = reference_page(layout, next);
  return next == page + 1 && other->number == one->number + 1 &&
         (one->sequence == other->sequence ||
          g_strcmp0(one->sequence->style->format, other->sequence->style->format) == 0);
}

static bool merges_sequential(const Citation *citation) {
  return citation->reference->style->merge_sequential_page_numbers == KW_MERGE;
}

/* Three pages and more in a row become a range. The list says so, and each of its references may for itself. */
static void merge_sequential(const Layout *layout, GArray *pages, bool separate) {
  sort(pages, separate);
  guint kept = 0;
  for (guint i = 0; i < pages->len;) {
    Citation run = *citation_at(pages, i);
    guint end = i + 1;
    for (; end < pages->len; end++) {
      const Citation *next = citation_at(pages, end);
      if (!merges_sequential(&run) || !merges_sequential(next) ||
          compare_groups(next, &run, separate) != 0 || !page_follows(layout, run.last, next->first))
        break;
      run.last = next->last;
      run.last_link = next->last_link;
    }
    if (run.last - run.first < 2)
      end = i + 1;
    run.range = run.last > run.first;
    *citation_at(pages, kept++) = end > i + 1 ? run : *citation_at(pages, i);
    i = end;
  }
  g_array_set_size(pages, kept);
}

static void merge(const Layout *layout, const FoNode *list, GArray *pages) {
  const Style *style = list->style;
  const bool pages_separate = style->merge_pages_across_index_key_references != KW_MERGE;
  const bool ranges_separate = style->merge_ranges_across_index_key_references != KW_MERGE;
  merge_pages(pages, pages_separate);
  merge_ranges(pages, ranges_separate);
  merge_sequential(layout, pages, ranges_separate);
  g_array_sort(pages, by_place);
}

/* ---- Numbers ------------------------------------------------------------------------------------------- */

static void report_unknown(Layout *layout, const FoNode *list) {
  for (const FoNode *child = list->first; child; child = child->next) {
    const char *key = fo_attribute(child, PROP_REF_INDEX_KEY);
    int count;
    if (child->element == FO_INDEX_KEY_REFERENCE && key &&
        !fo_index_items(layout->tree, key, &count))
      diag_layout_unknown_index_key(layout->diagnostics, fo_place(child), key);
  }
}

static IndexNumber number_of(const Layout *layout, const Citation *citation, bool known) {
  const bool range = known && citation->range;
  return (IndexNumber){
      .reference = citation->reference,
      .first = known ? reference_page(layout, citation->first)->text : "00",
      .last = range ? reference_page(layout, citation->last)->text : NULL,
      .first_link = citation->first_link,
      .last_link = citation->last_link,
      .before = citation->before,
  };
}

bool index_numbers(Layout *layout, const FoNode *list, GArray *numbers) {
  report_unknown(layout, list);
  GArray *items = collect_items(layout, list);
  take_links(list, items);
  GArray *pages = find_pages(layout, items);
  if (pages)
    merge(layout, list, pages);
  GArray *all = pages ? pages : items;
  for (guint i = 0; i < all->len; i++) {
    const IndexNumber number = number_of(layout, citation_at(all, i), pages != NULL);
    g_array_append_val(numbers, number);
  }
  g_array_unref(items);
  if (pages)
    g_array_unref(pages);
  return pages != NULL;
}

const FoNode *index_part(const FoNode *node, FoElement element) {
  const FoNode *child = node->first;
  while (child && child->element != element)
    child = child->next;
  return child;
}

/* ---- Numbers that wait ---------------------------------------------------------------------------------- */

/* What is known of a list that stands on a page, or is to do so. */
struct IndexList {
  GArray *numbers;       /* of IndexNumber; NULL: not known yet */
  const FoNode *waiting; /* what it waits for, if that was asked */
};

static void list_free(gpointer data) {
  struct IndexList *list = data;
  if (list->numbers)
    g_array_unref(list->numbers);
  g_free(list);
}

GHashTable *index_lists_new(void) {
  return g_hash_table_new_full(NULL, NULL, NULL, list_free);
}

/* The last node that the list cites of which it is not known yet where it is. */
static const FoNode *waiting_for(Layout *layout, const FoNode *list) {
  GArray *items = collect_items(layout, list);
  const FoNode *found = NULL;
  for (guint i = items->len; !found && i > 0; i--) {
    const Citation *citation = citation_at(items, i - 1);
    const FoNode *end = fo_index_range_end(layout->tree, citation->first_item);
    int first, last;
    if (!reference_pages(layout, citation->first_item, &first, &last))
      found = citation->first_item;
    else if (citation->range &&
             !reference_pages(layout, end ? end : layout->tree->root, &first, &last))
      found = end ? end : layout->tree->root;
  }
  g_array_unref(items);
  return found;
}

/* What is remembered is of the list itself, not of a copy in a marker or a first line. */
static const GArray *numbers_known(Layout *layout, const FoNode *list) {
  list = fo_original(list);
  gpointer key = GINT_TO_POINTER(list->number);
  struct IndexList *known = g_hash_table_lookup(layout->index_lists, key);
  if (!known) {
    known = g_new0(struct IndexList, 1);
    g_hash_table_insert(layout->index_lists, key, known);
  }
  int first, last;
  if (known->numbers)
    return known->numbers;
  if (known->waiting && !reference_pages(layout, known->waiting, &first, &last))
    return NULL;
  known->waiting = waiting_for(layout, list);
  if (known->waiting)
    return NULL;
  known->numbers = g_array_new(FALSE, FALSE, sizeof(IndexNumber));
  index_numbers(layout, list, known->numbers);
  return known->numbers;
}

const FoNode *index_waits_for(const Layout *layout, const FoNode *list) {
  const struct IndexList *known =
      g_hash_table_lookup(layout->index_lists, GINT_TO_POINTER(list->number));
  return known->waiting;
}

/* What separates numbers, or the first of a range from its last. */
static void append_separator(const FoNode *list, bool range, GString *out) {
  const FoNode *part = index_part(list, range ? FO_INDEX_PAGE_CITATION_RANGE_SEPARATOR
                                              : FO_INDEX_PAGE_CITATION_LIST_SEPARATOR);
  if (part)
    plain_text(part, out);
  else
    g_string_append(out, range ? INDEX_RANGE_SEPARATOR : INDEX_SEPARATOR);
}

void index_number_text(const FoNode *list, const IndexNumber *number, bool more, GString *out) {
  const FoNode *prefix = index_part(number->reference, FO_INDEX_PAGE_NUMBER_PREFIX);
  const FoNode *suffix = index_part(number->reference, FO_INDEX_PAGE_NUMBER_SUFFIX);
  if (prefix)
    plain_text(prefix, out);
  g_string_append(out, number->first);
  if (number->last)
    append_separator(list, true, out);
  if (number->last)
    g_string_append(out, number->last);
  if (suffix)
    plain_text(suffix, out);
  if (!more)
    return;
  append_separator(list, false, out);
  if (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate(out, out->len - 1);
}

const char *index_pending_text(Layout *layout, const FoNode *list, int item,
                               const FoNode **source) {
  const GArray *numbers = numbers_known(layout, list);
  if (!numbers)
    return NULL;
  if (item >= (int)numbers->len)
    return "";
  const IndexNumber *number = &g_array_index(numbers, IndexNumber, item);
  GString *text = g_string_new(NULL);
  index_number_text(list, number, item + 1 < (int)numbers->len, text);
  *source = number->first_link;
  const char *kept = arena_strdup(layout->arena, text->str);
  g_string_free(text, TRUE);
  return kept;
}
