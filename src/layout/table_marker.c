/* fo:retrieve-table-marker (XSL 1.1 §6.13.7): markers of a table's bodies, in its header and footer.
 *
 * What is retrieved depends on the rows that stand on the page, and how many stand there on the height
 * of what is retrieved. So a column is filled with the rows that are likely (TableSpan), and if it
 * turns out that others stand there and another marker is to be retrieved, it is filled again.
 *
 * Rows are told by their places in the document: what stands in a fragment lies between two numbers
 * of nodes, and the areas need not be looked at. */
#include "layout/table.h"

#include <string.h>

typedef struct {
  const FoNode *node; /* fo:marker */
  int end;            /* of what it marks: the number after its parent's last descendant */
  int last_end;       /* of it and those before it in its class */
} TableMarker;

/* ---- What there is ---------------------------------------------------------------------------- */

/* The number after the last descendant. */
static int end_of(const FoNode *node) {
  int end = node->number + 1;
  while (node->first) {
    for (node = node->first; node->next;)
      node = node->next;
    end = node->number + 1;
  }
  return end;
}

/* The next node of the tree under `top` in the order of the document. */
static const FoNode *next_node(const FoNode *node, const FoNode *top) {
  if (node->first)
    return node->first;
  while (node != top && !node->next)
    node = node->parent;
  return node == top ? NULL : node->next;
}

static void find_retrievers(Table *table, const FoNode *part) {
  for (const FoNode *node = part; node; node = next_node(node, part)) {
    if (node->element != FO_RETRIEVE_TABLE_MARKER)
      continue;
    if (!table->retrievers)
      table->retrievers = g_ptr_array_new();
    g_ptr_array_add(table->retrievers, (gpointer)node);
  }
}

static const TableMarker *marker_at(const GArray *markers, guint index) {
  return &g_array_index(markers, TableMarker, index);
}

static void free_array(gpointer array) {
  g_array_unref(array);
}

static void find_markers(Table *table, const FoNode *body) {
  for (const FoNode *node = body; node; node = next_node(node, body)) {
    const char *class =
        node->element == FO_MARKER ? fo_attribute(node, PROP_MARKER_CLASS_NAME) : NULL;
    if (!class)
      continue;
    GArray *markers = g_hash_table_lookup(table->markers, class);
    if (!markers) {
      markers = g_array_new(FALSE, FALSE, sizeof(TableMarker));
      g_hash_table_insert(table->markers, (gpointer) class, markers);
    }
    const int end = end_of(node->parent);
    const int before = markers->len ? marker_at(markers, markers->len - 1)->last_end : 0;
    const TableMarker marker = {node, end, MAX(end, before)};
    g_array_append_val(markers, marker);
  }
}

void table_markers_prepare(Layout *layout, Table *table) {
  if (table->header)
    find_retrievers(table, table->header);
  if (table->footer)
    find_retrievers(table, table->footer);
  if (!table->retrievers)
    return;
  table->markers = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_array);
  for (const FoNode *body = table->node->first; body; body = body->next)
    if (body->element == FO_TABLE_BODY)
      find_markers(table, body);
  table->span = (TableSpan){.end = G_MAXINT, .ended = G_MAXINT};
  table->retrieving = layout->retrieving;
  g_ptr_array_add(table->retrieving, table);
}

void table_markers_release(Table *table) {
  if (!table->retrievers)
    return;
  g_ptr_array_remove(table->retrieving, table);
  g_ptr_array_unref(table->retrievers);
  g_hash_table_unref(table->markers);
}

void table_markers_turn(Table *table) {
  GPtrArray *list = table->retrieving;
  if (g_ptr_array_index(list, list->len - 1) == table)
    return;
  g_ptr_array_remove(list, table);
  g_ptr_array_add(list, table);
}

/* ---- Which one is retrieved -------------------------------------------------------------------- */

/* How many markers stand before the node of a number. */
static guint count_before(const GArray *markers, int number) {
  guint low = 0, high = markers->len;
  while (low < high) {
    const guint middle = low + (high - low) / 2;
    if (marker_at(markers, middle)->node->number < number)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static const FoNode *first_starting(const GArray *markers, const TableSpan *span) {
  const guint i = count_before(markers, span->begin);
  return i < count_before(markers, span->end) ? marker_at(markers, i)->node : NULL;
}

/* The first of what begins or goes on in the fragment. */
static const FoNode *first_there(const GArray *markers, const TableSpan *span) {
  guint low = 0, high = count_before(markers, span->end);
  const guint end = high;
  while (low < high) {
    const guint middle = low + (high - low) / 2;
    if (marker_at(markers, middle)->last_end <= span->open)
      low = middle + 1;
    else
      high = middle;
  }
  return low < end ? marker_at(markers, low)->node : NULL;
}

/* The last that begins before the end of the fragment, and if so asked begins or ends in it. */
static const FoNode *last_there(const GArray *markers, const TableSpan *span, Keyword position) {
  for (guint i = count_before(markers, span->end); i > 0; i--) {
    const TableMarker *marker = marker_at(markers, i - 1);
    const bool begins = marker->node->number >= span->begin;
    if (marker->last_end <= span->open || (position == KW_LAST_STARTING && !begins))
      return NULL;
    if (marker->end > span->open && (position != KW_LAST_ENDING || marker->end <= span->ended))
      return marker->node;
  }
  return NULL;
}

static const FoNode *in_fragment(const Table *table, const char *class, const TableSpan *span,
                                 Keyword position) {
  const GArray *markers = g_hash_table_lookup(table->markers, class);
  const FoNode *found = NULL;
  if (!markers)
    return NULL;
  switch (position) {
  case KW_FIRST_STARTING: found = first_starting(markers, span); break;
  case KW_LAST_STARTING:
  case KW_LAST_ENDING:
    found = last_there(markers, span, position);
    return found ? found : last_there(markers, span, KW_UNSET);
  default: break;
  }
  return found ? found : first_there(markers, span);
}

/* The marker of the fragment, else the last one above it on the page or in the table. */
static const FoNode *find_marker(const Table *table, const FoNode *retriever,
                                 const TableSpan *span) {
  const char *class = fo_attribute(retriever, PROP_RETRIEVE_CLASS_NAME);
  const Style *style = retriever->style;
  const Keyword boundary = style->retrieve_boundary_within_table;
  if (!class)
    return NULL;
  const FoNode *found = in_fragment(table, class, span, style->retrieve_position_within_table);
  if (found || boundary == KW_TABLE_FRAGMENT || span->begin == 0)
    return found;
  const int from = boundary == KW_PAGE ? span->page : 0;
  const TableSpan above = {from, from, span->begin, span->begin, 0};
  return in_fragment(table, class, &above, KW_LAST_ENDING);
}

/* The table of the innermost header or footer that a node is in; NULL: it is in none, or its width is
 * being measured only. */
static Table *table_around(const Layout *layout, const FoNode *node) {
  const FoElement header = FO_TABLE_HEADER, footer = FO_TABLE_FOOTER;
  const FoNode *part = node;
  while (part && part->element != header && part->element != footer)
    part = part->parent;
  if (!part)
    diag_layout_table_marker_outside(layout->diagnostics, fo_place(node));
  for (guint i = layout->retrieving->len; part && i > 0; i--) {
    Table *table = g_ptr_array_index(layout->retrieving, i - 1);
    if (table->node == part->parent)
      return table;
  }
  return NULL;
}

const FoNode *table_marker_retrieve(Layout *layout, const FoNode *retriever) {
  const Table *table = table_around(layout, retriever);
  const FoNode *marker = table ? find_marker(table, retriever, &table->span) : NULL;
  return marker ? fo_retrieve_marker(layout->tree, marker, retriever, layout->arena,
                                     layout->diagnostics)
                : NULL;
}

/* ---- Which rows stand in a column ---------------------------------------------------------------- */

/* Where content goes on from a cursor: `begin` counts what has begun above, `open` what goes on. */
typedef struct {
  int open, begin;
} Bound;

static Bound bound_at(const FoNode *row, bool inside) {
  return (Bound){row->number, inside ? end_of(row) : row->number};
}

static bool is_after_bodies(const Item *item, const Table *table) {
  if (item->kind == ITEM_CLOSE)
    return item->frame->node == table->node ||
           (item->frame->repeat && item->frame->repeat->table == table);
  return item->kind == ITEM_OPEN && item->frame->node && item->frame->node == table->footer;
}

static Bound bound_of(Queue *queue, Cursor cursor, const Table *table) {
  for (size_t i = cursor.index;; i++) {
    const Item *item = queue_item(queue, i);
    if (!item || is_after_bodies(item, table))
      return (Bound){G_MAXINT, G_MAXINT};
    if (item->kind == ITEM_OPEN && item->frame->node &&
        item->frame->node->element == FO_TABLE_BODY && item->frame->node->parent == table->node)
      return bound_at(item->frame->node, false);
    if (item->kind == ITEM_ROW) {
      bool inside = false;
      const void *at = i == cursor.index ? cursor.row : NULL;
      const FoNode *row = table_row_place(item->row, at, &inside);
      if (row)
        return bound_at(row, inside);
    }
  }
}

/* Takes the span as the one that counts; true if that changes what is retrieved. */
static bool set_span(Layout *layout, Table *table, TableSpan span) {
  const TableSpan before = table->span;
  bool changes = false;
  for (guint i = 0; i < table->retrievers->len && !changes; i++) {
    const FoNode *retriever = g_ptr_array_index(table->retrievers, i);
    changes = find_marker(table, retriever, &before) != find_marker(table, retriever, &span);
  }
  table->span = span;
  table->edition += changes;
  if (changes)
    table_measure_footer(layout, table);
  return changes;
}

static Table *retrieving_table(const Frame *frame) {
  Table *table = frame->repeat ? frame->repeat->table : NULL;
  return table && table->retrievers ? table : NULL;
}

void table_spans_begin(Queue *queue, Cursor from) {
  for (const Frame *frame = from.open; frame; frame = frame->parent) {
    Table *table = retrieving_table(frame);
    if (!table)
      continue;
    const Bound begin = bound_of(queue, from, table);
    TableSpan span = {begin.open, begin.begin, G_MAXINT, G_MAXINT, begin.begin};
    if (table->page_index == queue->layout->page_count)
      span.page = MIN(table->span.page, span.page);
    table->page_index = queue->layout->page_count;
    if (begin.begin != table->span.begin || begin.open != table->span.open ||
        span.page != table->span.page)
      set_span(queue->layout, table, span);
  }
}

/* `span`: how the table's content in the part begins. */
static bool settle(Queue *queue, Table *table, TableSpan span, const Part *part) {
  const Bound end = bound_of(queue, part->next, table);
  span.end = end.begin;
  span.ended = end.open;
  return set_span(queue->layout, table, span);
}

bool table_spans_change(Queue *queue, Cursor from, const Part *part) {
  bool changes = false;
  if (!part->any)
    return false;
  for (const Frame *frame = from.open; frame; frame = frame->parent) {
    Table *table = retrieving_table(frame);
    if (table && settle(queue, table, table->span, part))
      changes = true;
  }
  for (size_t i = from.index; i < part->next.index; i++) {
    const Item *item = queue_item(queue, i);
    Table *table = item && item->kind == ITEM_OPEN ? retrieving_table(item->frame) : NULL;
    if (!table)
      continue;
    table->page_index = queue->layout->page_count;
    if (settle(queue, table, (TableSpan){0}, part))
      changes = true;
  }
  return changes;
}
