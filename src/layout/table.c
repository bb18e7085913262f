/* fo:table: its frame, header, bodies and footer become items, a group of rows at a time.
 *
 *   OPEN table · OPEN header · rows · CLOSE · OPEN what repeats · OPEN body · row · BREAK · row …
 *   CLOSE · CLOSE · OPEN footer · rows · CLOSE · CLOSE table
 *
 * The frame around the bodies carries TableRepeat, so that room for a footer is kept while bodies
 * are placed and given up when its own footer comes. One group is read ahead, as the line between
 * two rows belongs to both. */
#include "layout/table.h"

/* ---- Life ------------------------------------------------------------------------------------- */

static int depth_of(const FoNode *node) {
  int depth = 0;
  for (const FoNode *parent = node->parent; parent && depth < TABLE_DEPTH_OF_REFITS;
       parent = parent->parent)
    depth += parent->element == FO_TABLE;
  return depth;
}

static const FoNode *child_of(const FoNode *node, FoElement element) {
  for (const FoNode *child = node->first; child; child = child->next)
    if (child->element == element)
      return child;
  return NULL;
}

static TableGroup *first_group(Table *table, const FoNode *part) {
  if (!part)
    return NULL;
  TableReader reader = table_reader(table, part);
  Diagnostics *quiet = diag_new(NULL, DIAG_TEXT);
  TableGroup *group = table_read_group(&reader, quiet);
  diag_free(quiet);
  return group;
}

/* Reads the first row: columns of automatic width take the width of a cell in it, as with FOP. */
static void look_at_first_row(Table *table) {
  const FoNode *body = child_of(table->node, FO_TABLE_BODY);
  TableGroup *group = first_group(table, table->header ? table->header : body);
  for (int i = 0; group && i < group->cell_count; i++) {
    const TableCell *cell = &group->cells[i];
    TableColumn *column = &table->columns[cell->column];
    const Size width = cell->node->style->inline_progression_dimension.optimum;
    if (cell->row == 0 && table_in_one_column(table->columns, cell) && column->size.keyword &&
        !width.keyword)
      column->size = width;
  }
  if (group)
    table->first_line = group->rows[0];
  table_group_free(group);
  /* A break before the first body is one before the header, which may not stand alone. */
  group = table->header ? first_group(table, body) : NULL;
  if (group)
    table_line_join(&table->first_line, &group->rows[0]);
  table_group_free(group);
}

Table *table_new(const FoNode *node, Context context) {
  const Style *style = node->style;
  Table *table = g_new0(Table, 1);
  table->references = 1;
  table->node = node;
  table->header = child_of(node, FO_TABLE_HEADER);
  table->footer = child_of(node, FO_TABLE_FOOTER);
  table->context = context;
  table->rtl = style->writing_mode == KW_RL_TB || style->writing_mode == KW_RL;
  table->collapse = style->border_collapse != KW_SEPARATE;
  table->by_precedence = style->border_collapse == KW_COLLAPSE_WITH_PRECEDENCE;
  table->depth = depth_of(node);
  table->lines = table->collapse && table_has_borders(node);
  table->separation_inline = style->border_separation_inline;
  table->separation_block = style->border_separation_block;
  table_make_columns(table);
  look_at_first_row(table);
  const bool apart =
      !table->collapse && (table->separation_inline > 0 || table->separation_block > 0);
  table->part_painted_by_row = table->column_painted || apart;
  return table;
}

Table *table_ref(Table *table) {
  table->references++;
  return table;
}

void table_unref(Table *table) {
  if (!table || --table->references > 0)
    return;
  if (table->header_groups)
    g_ptr_array_unref(table->header_groups);
  if (table->footer_groups)
    g_ptr_array_unref(table->footer_groups);
  table_markers_release(table);
  g_free(table->header_after);
  g_free(table->footer_before);
  g_free(table->columns);
  if (table->numbers)
    g_array_unref(table->numbers);
  g_free(table);
}

/* ---- Geometry ----------------------------------------------------------------------------------- */

void table_area_place(const Table *table, Area *area, Length start, Length width) {
  area->width = width;
  area->x = table->rtl ? table->width - start - width : start;
}

Length table_columns_width(const Table *table, int column, int count) {
  const TableColumn *last = &table->columns[column + count - 1];
  return last->x + last->width - table->columns[column].x;
}

Length table_least_width(const Table *table) {
  Length least = 0;
  for (int c = 0; c < table->column_count; c++) {
    const TableColumn *column = &table->columns[c];
    const Length em = table->node->style->font_size;
    const bool given = !column->size.keyword && !column->size.proportional && !column->size.percent;
    least += given ? MAX(0, column->size.length) : MAX(em, column->content.minimum);
  }
  return least;
}

/* Collapsed borders are drawn with the rows, and leave no room for padding (as CSS 2.1 §17.6.2 has
 * it and FOP too). */
static void strip_edges(Queue *queue, Frame *frame) {
  const Length start = edges_start(&frame->edges), end = edges_end(&frame->edges);
  frame->x += queue->context.rtl ? end : start;
  frame->width = MAX(0, frame->width - start - end);
  frame->edges = (Edges){0};
  frame->painted = table_background_of(queue->layout, frame->node, &frame->decoration);
}

/* The width that percentages of the table's own width refer to. */
static Length base_width(const Queue *queue, const Frame *frame) {
  const Frame *parent = frame->parent;
  if (!parent)
    return queue->context.width;
  return parent->width - edges_start(&parent->edges) - edges_end(&parent->edges);
}

static Length asked_width(const Queue *queue, const Frame *frame, Length available) {
  const SizeRange *range = &frame->node->style->inline_progression_dimension;
  const Length base = base_width(queue, frame);
  Length width = range->optimum.keyword ? available : size_resolve(range->optimum, base);
  if (!range->maximum.keyword)
    width = MIN(width, size_resolve(range->maximum, base));
  if (!range->minimum.keyword)
    width = MAX(width, size_resolve(range->minimum, base));
  return MAX(0, width);
}

static void share_columns(Queue *queue, Table *table, Length width) {
  const bool by_content = table->node->style->table_layout != KW_FIXED;
  bool automatic = false;
  for (int c = 0; c < table->column_count; c++)
    automatic = automatic || table->columns[c].size.keyword;
  table->width = width;
  if (by_content && automatic && !table->measured)
    table_measure_columns(queue->layout, table);
  table->measured = true;
  table_columns_share(table->columns, table->column_count, width, by_content);
  table->width = table_columns_width(table, 0, table->column_count);
  if (queue->layout->strings && !table->strings_measured)
    table_measure_strings(queue->layout, table);
  table->strings_measured = true;
}

static void set_geometry(Queue *queue, Table *table, Frame *frame) {
  if (table->collapse)
    strip_edges(queue, frame);
  const Length sides = edges_start(&frame->edges) + edges_end(&frame->edges);
  const Length available = MAX(0, frame->width - sides);
  const Length right = frame->x + frame->width;
  const Length asked = asked_width(queue, frame, available);
  share_columns(queue, table, asked);
  const Length over = table->width - available;
  char points[LENGTH_TEXT_SIZE];
  if (over > LENGTH_PER_POINT / 2)
    diag_layout_table_too_wide(queue->layout->diagnostics, fo_place(table->node),
                               length_to_text(over, points));
  const Length content = MAX(asked, table->width);
  frame->width = content + sides;
  if (queue->context.rtl)
    frame->x = right - frame->width;
  const Length left = queue->context.rtl ? edges_end(&frame->edges) : edges_start(&frame->edges);
  table->x = frame->x + left + (table->rtl ? content - table->width : 0);
}

/* ---- The walk --------------------------------------------------------------------------------------------- */

typedef enum { STAGE_HEADER, STAGE_BODY, STAGE_FOOTER, STAGE_END } Stage;

typedef struct {
  Table *table; /* a reference */
  Stage stage;
  Frame *repeated, *part; /* open, or NULL */
  TableReader reader;
  TableGroup *pending; /* read, and not yet in the queue */
  TableBorder *after;  /* the after sides of the rows above what is read next */
  TableLine last;      /* row that was put into the queue; no place: none yet */
} TableWalk;

static Frame *open_frame(Queue *queue, Table *table, const FoNode *node) {
  Frame *frame = g_new0(Frame, 1);
  frame->parent = queue->frame;
  frame->node = node;
  frame->table = table_ref(table);
  frame->x = table->x;
  frame->width = table->width;
  frame->keep_cost = table->keep_cost;
  queue_add(queue, ITEM_OPEN, node)->frame = frame;
  queue->frame = frame;
  return frame;
}

static void close_frame(Queue *queue, Frame **frame) {
  if (!*frame)
    return;
  queue_add(queue, ITEM_CLOSE, (*frame)->node)->frame = *frame;
  queue->frame = (*frame)->parent;
  *frame = NULL;
}

static void open_part(Queue *queue, TableWalk *walk, const FoNode *part) {
  Table *table = walk->table;
  walk->part = open_frame(queue, table, part);
  if (!table->part_painted_by_row)
    walk->part->painted = table_background_of(queue->layout, part, &walk->part->decoration);
  for (const FoNode *child = part->first; child; child = child->next)
    if (child->element == FO_MARKER)
      queue_add_point(queue, child, false);
}

static void open_repeated(Queue *queue, TableWalk *walk) {
  Table *table = walk->table;
  if (!table->collapse && !table->header && !table->footer)
    return;
  walk->repeated = open_frame(queue, table, NULL);
  walk->repeated->repeat = &table->repeat;
}

/* A whole header or footer; its rows are kept together. */
static void emit_part(Queue *queue, TableWalk *walk, const FoNode *part, GPtrArray *groups) {
  open_part(queue, walk, part);
  g_ptr_array_set_free_func(groups, NULL);
  for (guint i = 0; i < groups->len; i++) {
    TableGroup *group = g_ptr_array_index(groups, i);
    Row *row = table_row_new(group, true);
    row->keep_cost = (BreakCost){COST_ALWAYS, COST_ALWAYS};
    queue_add_row(queue, row);
  }
  close_frame(queue, &walk->part);
}

static void emit_header(Queue *queue, TableWalk *walk) {
  Table *table = walk->table;
  GPtrArray *groups = table_read_part(table, table->header, queue->layout->diagnostics);
  if (groups->len > 0) {
    if (table->lines && walk->pending)
      table_border_under(g_ptr_array_index(groups, groups->len - 1), walk->pending->above);
    emit_part(queue, walk, table->header, groups);
  }
  g_ptr_array_unref(groups);
}

static void emit_footer(Queue *queue, TableWalk *walk) {
  Table *table = walk->table;
  GPtrArray *groups = table_read_part(table, table->footer, queue->layout->diagnostics);
  if (groups->len > 0) {
    TableGroup *first = g_ptr_array_index(groups, 0);
    for (int c = 0; walk->after && c < table->column_count; c++)
      first->above[c] = table_border_contest(walk->after[c], first->above[c], table->by_precedence);
    table_end_with(g_ptr_array_index(groups, groups->len - 1));
    emit_part(queue, walk, table->footer, groups);
  }
  g_ptr_array_unref(groups);
}

/* ---- Bodies ---------------------------------------------------------------------------------------------- */

static const FoNode *next_body(const FoNode *node) {
  while (node && node->element != FO_TABLE_BODY)
    node = node->next;
  return node;
}

/* The next group of this body or of those after it. */
static TableGroup *read_body_group(Layout *layout, TableWalk *walk) {
  while (walk->reader.part) {
    TableGroup *group = table_read_group(&walk->reader, layout->diagnostics);
    if (group)
      return group;
    const FoNode *body = next_body(walk->reader.part->next);
    walk->reader = body ? table_reader(walk->table, body) : (TableReader){0};
  }
  return NULL;
}

static void emit_group(Queue *queue, TableWalk *walk, TableGroup *group) {
  if (walk->part && walk->part->node != group->part)
    close_frame(queue, &walk->part);
  const TableLine *first = &group->rows[0];
  if (walk->last.place) {
    Item *item = queue_add(queue, ITEM_BREAK, first->place);
    item->brk.cost = table_row_keep(&walk->last, first, walk->table->keep_cost);
    item->brk.forced = table_row_break(&walk->last, first);
  }
  if (!walk->part)
    open_part(queue, walk, group->part);
  walk->last = group->rows[group->row_count - 1];
  queue_add_row(queue, table_row_new(group, true));
}

/* Reads a group and emits the one before it, whose last line is known now. False: it was the last. */
static bool advance_body(Queue *queue, TableWalk *walk) {
  Table *table = walk->table;
  TableGroup *group = read_body_group(queue->layout, walk), *ready = walk->pending;
  if (group && table->lines) {
    table_group_borders(group, walk->after);
    g_free(walk->after);
    walk->after = table_after_sides(group);
  }
  walk->pending = group;
  if (!ready)
    return group != NULL;
  if (!group && table->footer_groups->len == 0)
    table_end_with(ready);
  else if (table->lines && group)
    table_border_under(ready, group->above);
  else if (table->lines)
    for (int c = 0; c < table->column_count; c++)
      ready->below[c] =
          table_border_contest(walk->after[c], table->footer_before[c], table->by_precedence);
  emit_group(queue, walk, ready);
  return group != NULL;
}

static bool table_advance(Queue *queue, void *state) {
  TableWalk *walk = state;
  switch (walk->stage) {
  case STAGE_HEADER:
    emit_header(queue, walk);
    open_repeated(queue, walk);
    walk->stage = STAGE_BODY;
    return true;
  case STAGE_BODY:
    if (advance_body(queue, walk))
      return true;
    close_frame(queue, &walk->part);
    close_frame(queue, &walk->repeated);
    walk->stage = STAGE_FOOTER;
    return true;
  case STAGE_FOOTER:
    emit_footer(queue, walk);
    walk->stage = STAGE_END;
    return true;
  case STAGE_END: break;
  }
  if (walk->last.place) {
    queue->pending_keep = walk->last.keep_with_next;
    queue->pending_break = walk->last.break_after;
  }
  return false;
}

static void table_walk_free(void *state) {
  TableWalk *walk = state;
  table_group_free(walk->pending);
  g_free(walk->after);
  frame_free(walk->part);
  frame_free(walk->repeated);
  table_unref(walk->table);
  g_free(walk);
}

/* ---- Entering ------------------------------------------------------------------------------------------------ */

/* A break or keep before the first row is one before the table. */
static void take_keeps_of_first_row(Queue *queue, const Table *table) {
  queue->pending_keep = cost_both(queue->pending_keep, table->first_line.keep_with_previous);
  if (!queue->pending_break)
    queue->pending_break = table->first_line.break_before;
}

/* The first group is read before the header is emitted: the line between them belongs to both. */
static TableWalk *walk_new(Layout *layout, Table *table) {
  TableWalk *walk = g_new0(TableWalk, 1);
  walk->table = table;
  const FoNode *body = next_body(table->node->first);
  if (body)
    walk->reader = table_reader(table, body);
  if (table->header_after)
    walk->after = g_memdup2(table->header_after, sizeof(TableBorder) * (size_t)table->column_count);
  walk->pending = read_body_group(layout, walk);
  if (!walk->pending)
    return walk;
  walk->pending->table_first = table->header_groups->len == 0;
  if (table->lines) {
    table_group_borders(walk->pending, walk->after);
    g_free(walk->after);
    walk->after = table_after_sides(walk->pending);
    if (table->header_groups->len > 0) /* as high on each page as on the first */
      table_border_under(g_ptr_array_index(table->header_groups, table->header_groups->len - 1),
                         walk->pending->above);
    table_expect_footer_line(table, walk->pending);
  }
  return walk;
}

static void report_extra_columns(Layout *layout, const Table *table) {
  const int declared = table_declared_columns(table->node);
  if (declared > 0 && table->number_count > declared)
    diag_layout_table_extra_cells(layout->diagnostics, fo_place(table->node), table->number_count,
                                  declared);
}

void table_measure_frame(Queue *queue, Frame *frame) {
  Table *table = frame->table;
  if (frame->node != table->node) {
    frame->x = table->x;
    frame->width = table->width;
    return;
  }
  queue_measure_frame(queue, frame);
  table->context = queue->context;
  set_geometry(queue, table, frame);
  table_measure_footer(queue->layout, table);
}

void table_enter(Queue *queue, const FoNode *node) {
  static const WalkKind kind = {table_advance, table_walk_free};
  Table *table = table_new(node, queue->context);
  take_keeps_of_first_row(queue, table);
  queue_boundary(queue, node);
  Frame *frame = queue_open(queue, node);
  frame->table = table_ref(table);
  table->keep_cost = frame->keep_cost;
  report_extra_columns(queue->layout, table);
  table_markers_prepare(queue->layout, table);
  set_geometry(queue, table, frame);
  table_prepare_repeats(table);
  TableWalk *walk = walk_new(queue->layout, table);
  table_measure_footer(queue->layout, table);
  queue_push_kind(queue, node, frame, &kind, walk);
}
