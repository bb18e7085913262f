/* The narrowest width that content can have and the width that it has on one line: for columns of
 * automatic width and the tables in them (CSS 2.1 §17.5.2.2). Nothing is placed. */
#include "layout/table.h"

static ParagraphWidths wider(ParagraphWidths a, ParagraphWidths b) {
  return (ParagraphWidths){MAX(a.minimum, b.minimum), MAX(a.maximum, b.maximum)};
}

/* ---- Blocks ----------------------------------------------------------------------------------- */

static ParagraphWidths measure_lines(Layout *layout, const FoNode *block, const FoNode *first,
                                     const FoNode *end, Context context) {
  const Style *style = block->style;
  const LineJob job = {.block = block, .first = first, .end = end};
  ParagraphWidths widths = lines_widths(layout, &job, context);
  const Length indents = size_resolve(style->start_indent, 0) + size_resolve(style->end_indent, 0);
  const Length first_line = MAX(0, size_resolve(style->text_indent, 0));
  widths.minimum += indents + first_line;
  widths.maximum += indents + first_line;
  return widths;
}

static ParagraphWidths measure_container(Layout *layout, const FoNode *node, Context context) {
  const Style *style = node->style;
  if (style->absolute_position == KW_ABSOLUTE || style->absolute_position == KW_FIXED)
    return (ParagraphWidths){0, 0};
  const Size given = style->inline_progression_dimension.optimum;
  ParagraphWidths widths;
  if (given.keyword || given.percent) {
    widths = table_measure_content(layout, node, context);
  } else {
    widths.minimum = widths.maximum = given.length;
  }
  const Length indents = size_resolve(style->start_indent, 0) + size_resolve(style->end_indent, 0);
  return (ParagraphWidths){widths.minimum + indents, widths.maximum + indents};
}

/* A table within: what its columns come to. */
static ParagraphWidths measure_table(Layout *layout, const FoNode *node, Context context) {
  const Style *style = node->style;
  Table *table = table_new(node, context);
  const Size given = style->inline_progression_dimension.optimum;
  ParagraphWidths widths = {0, 0};
  if (!given.keyword && !given.percent) {
    widths.minimum = widths.maximum = given.length;
  } else {
    table_measure_columns(layout, table);
    for (int c = 0; c < table->column_count; c++) {
      const TableColumn *column = &table->columns[c];
      const Length fixed = size_resolve(column->size, 0);
      widths.minimum += table_columns_sum(column, MAX(fixed, column->content.minimum));
      widths.maximum += table_columns_sum(column, MAX(fixed, column->content.maximum));
    }
  }
  table_unref(table);
  const Length indents = size_resolve(style->start_indent, 0) + size_resolve(style->end_indent, 0);
  return (ParagraphWidths){widths.minimum + indents, widths.maximum + indents};
}

static ParagraphWidths measure_block(Layout *layout, const FoNode *node, Context context) {
  switch (node->element) {
  case FO_MARKER:
  case FO_LIST_ITEM_LABEL: return (ParagraphWidths){0, 0};
  case FO_TABLE: return measure_table(layout, node, context);
  case FO_BLOCK_CONTAINER: return measure_container(layout, node, context);
  default: return table_measure_content(layout, node, context);
  }
}

ParagraphWidths table_measure_content(Layout *layout, const FoNode *node, Context context) {
  ParagraphWidths widths = {0, 0};
  for (const FoNode *child = node->first; child;) {
    if (!inline_level(child)) {
      widths = wider(widths, measure_block(layout, child, context));
      child = child->next;
      continue;
    }
    const FoNode *first = child;
    while (child && inline_level(child))
      child = child->next;
    if (inline_visible(first, child))
      widths = wider(widths, measure_lines(layout, node, first, child, context));
  }
  return widths;
}

/* ---- Strings ------------------------------------------------------------------------------------ */

/* What is in another reference area does not align with the cell's. */
static bool apart(FoElement element) {
  return element == FO_MARKER || element == FO_TABLE || element == FO_TABLE_AND_CAPTION ||
         element == FO_BLOCK_CONTAINER || element == FO_FLOAT;
}

/* How far the lines in a node reach that align on strings. */
static void reach_content(Layout *layout, const FoNode *node, Context context, LineReach *reach) {
  for (const FoNode *child = node->first; child;) {
    if (!inline_level(child)) {
      if (!apart(child->element))
        reach_content(layout, child, context, reach);
      child = child->next;
      continue;
    }
    LineJob job = {.block = node, .first = child};
    while (child && inline_level(child))
      child = child->next;
    job.end = child;
    if (node->style->text_align.string && inline_visible(job.first, child))
      lines_reach(layout, &job, context, reach);
  }
}

/* ---- Columns ------------------------------------------------------------------------------------ */

/* What cells over several columns need of them together. */
typedef struct {
  int column, columns;
  ParagraphWidths widths;
} Span;

/* The spans of a table, in the order in which the first of each was met. */
typedef struct {
  GArray *all;       /* Span */
  GHashTable *index; /* its columns -> its place in `all`, from 1 */
} Spans;

static Spans spans_new(void) {
  return (Spans){g_array_new(FALSE, FALSE, sizeof(Span)), g_hash_table_new(NULL, NULL)};
}

static void spans_free(Spans *spans) {
  g_array_unref(spans->all);
  g_hash_table_unref(spans->index);
}

static void note_span(Spans *spans, const Table *table, const Span *span) {
  const gsize columns = (gsize)table->column_count + 1;
  const gpointer key = GSIZE_TO_POINTER((gsize)span->column * columns + (gsize)span->columns);
  const guint place = GPOINTER_TO_UINT(g_hash_table_lookup(spans->index, key));
  if (place == 0) {
    g_array_append_vals(spans->all, span, 1);
    g_hash_table_insert(spans->index, key, GUINT_TO_POINTER(spans->all->len));
    return;
  }
  Span *other = &g_array_index(spans->all, Span, place - 1);
  other->widths = wider(other->widths, span->widths);
}

static bool is_fixed(const TableColumn *column) {
  return !column->size.keyword && !column->size.proportional;
}

/* Raises the columns of a span, in the proportion of what they have, until they are enough. */
static void stretch(Table *table, const Span *span) {
  ParagraphWidths have = {0, 0};
  gint64 open = 0;
  for (int c = span->column; c < span->column + span->columns; c++) {
    const TableColumn *column = &table->columns[c];
    const Length fixed = size_resolve(column->size, table->width);
    const bool is = is_fixed(column);
    have.minimum += table_columns_sum(column, is ? fixed : column->content.minimum);
    have.maximum += table_columns_sum(column, is ? fixed : column->content.maximum);
    open += is ? 0 : (gint64)column->more + 1;
  }
  for (int c = span->column; c < span->column + span->columns; c++) {
    ParagraphWidths *content = &table->columns[c].content;
    if (is_fixed(&table->columns[c]))
      continue;
    content->minimum += MAX(0, span->widths.minimum - have.minimum) / open;
    content->maximum += MAX(0, span->widths.maximum - have.maximum) / open;
    content->maximum = MAX(content->maximum, content->minimum);
  }
}

static bool contains(const FoNode *node, FoElement element) {
  if (node->element == element)
    return true;
  for (const FoNode *child = node->first; child; child = child->next)
    if (contains(child, element))
      return true;
  return false;
}

/* What is found out about the columns. */
typedef struct {
  Layout *layout;
  Table *table;
  Spans *spans;       /* NULL: only how far lines reach is asked for */
  LineReach *reaches; /* of the lines of each column that align on strings */
  Diagnostics *quiet; /* what is wrong with the grid is reported when it is laid out */
} Measuring;

/* Measures in an arena of its own, unless something in the cell is laid out and may be waited for; NULL then. */
static Arena *own_arena(Layout *layout, const TableCell *cell) {
  Arena *around = layout->arena;
  if (layout->inline_containers && contains(cell->node, FO_INLINE_CONTAINER))
    return NULL;
  layout->arena = arena_new();
  return around;
}

static void leave_arena(Layout *layout, Arena *around) {
  if (!around)
    return;
  arena_free(layout->arena);
  layout->arena = around;
}

/* Adds the edges of the cell, which may be those of others of its column or not. */
static void note_reach(LineReach *reach, LineReach own, const Table *table, const Edges *edges) {
  const Length left = table->rtl ? edges_end(edges) : edges_start(edges);
  const Length right = table->rtl ? edges_start(edges) : edges_end(edges);
  if (!own.any)
    return;
  reach->any = true;
  reach->left = MAX(reach->left, own.left + left);
  reach->right = MAX(reach->right, own.right + right);
  reach->word_left = MAX(reach->word_left, own.word_left + left);
  reach->word_right = MAX(reach->word_right, own.word_right + right);
}

static ParagraphWidths measure_cell(Measuring *m, const TableGroup *group, const TableCell *cell) {
  Layout *layout = m->layout;
  Arena *around = own_arena(layout, cell);
  const ParagraphWidths widths = table_measure_content(layout, cell->node, m->table->context);
  LineReach reach = {0};
  if (layout->strings && table_in_one_column(m->table->columns, cell)) {
    const Context context = {.rtl = m->table->rtl, .page = m->table->context.page};
    reach_content(layout, cell->node, context, &reach);
  }
  leave_arena(layout, around);
  const Edges edges = table_cell_edges(group, cell, TOP_NORMAL, BOTTOM_NORMAL);
  const Length sides = edges_start(&edges) + edges_end(&edges);
  note_reach(&m->reaches[cell->column], reach, m->table, &edges);
  return (ParagraphWidths){widths.minimum + sides, widths.maximum + sides};
}

static void measure_group(Measuring *m, TableGroup *group) {
  Table *table = m->table;
  for (int i = 0; i < group->cell_count; i++) {
    const TableCell *cell = &group->cells[i];
    TableColumn *column = &table->columns[cell->column];
    const bool one = table_in_one_column(table->columns, cell);
    if (one && is_fixed(column))
      continue;
    const ParagraphWidths widths = measure_cell(m, group, cell);
    if (one)
      column->content = wider(column->content, widths);
    else
      note_span(m->spans, table, &(Span){cell->column, cell->columns, widths});
  }
}

/* How far the lines of cells reach in columns of the widths that they have. */
static void reach_group(Measuring *m, const TableGroup *group) {
  for (int i = 0; i < group->cell_count; i++) {
    const TableCell *cell = &group->cells[i];
    if (!table_in_one_column(m->table->columns, cell))
      continue;
    LineReach reach = {0};
    Arena *around = own_arena(m->layout, cell);
    reach_content(m->layout, cell->node, table_cell_context(group, cell), &reach);
    leave_arena(m->layout, around);
    const Edges edges = table_cell_edges(group, cell, TOP_NORMAL, BOTTOM_NORMAL);
    note_reach(&m->reaches[cell->column], reach, m->table, &edges);
  }
}

static void measure_part(Measuring *m, const FoNode *part) {
  TableReader reader = table_reader(m->table, part);
  for (TableGroup *group; (group = table_read_group(&reader, m->quiet));) {
    if (m->table->lines)
      table_group_borders(group, NULL);
    if (m->spans)
      measure_group(m, group);
    else
      reach_group(m, group);
    table_group_free(group);
  }
}

static void measure_parts(Measuring *m) {
  m->quiet = diag_new(NULL, DIAG_TEXT);
  for (const FoNode *node = m->table->node->first; node; node = node->next)
    if (node->element == FO_TABLE_HEADER || node->element == FO_TABLE_FOOTER ||
        node->element == FO_TABLE_BODY)
      measure_part(m, node);
  diag_free(m->quiet);
}

/* What columns need more for their words to align, and what all need without that. */
static void sum_of_words(const Measuring *m, Length *needed, Length *more) {
  const Table *table = m->table;
  *needed = *more = 0;
  for (int c = 0; c < table->column_count; c++) {
    const TableColumn *column = &table->columns[c];
    const Length least = is_fixed(column) ? MAX(0, size_resolve(column->size, table->width))
                                          : column->content.minimum;
    const Length words = m->reaches[c].word_left + m->reaches[c].word_right;
    *needed += table_columns_sum(column, least);
    *more += MAX(0, words - least);
  }
}

/* The widest parts on both sides of the strings are to stand beside each other. Words do not where the table has no
 * room for that. */
static void widen_by_reach(Measuring *m) {
  Length needed, more;
  sum_of_words(m, &needed, &more);
  for (int c = 0; c < m->table->column_count; c++) {
    ParagraphWidths *content = &m->table->columns[c].content;
    const LineReach *reach = &m->reaches[c];
    if (needed + more <= m->table->width)
      content->minimum = MAX(content->minimum, reach->word_left + reach->word_right);
    content->maximum = MAX(content->maximum, reach->left + reach->right);
  }
}

void table_measure_columns(Layout *layout, Table *table) {
  Spans spans = spans_new();
  Measuring m = {
      .layout = layout,
      .table = table,
      .spans = &spans,
      .reaches = g_new0(LineReach, MAX(1, table->column_count)),
  };
  measure_parts(&m);
  widen_by_reach(&m);
  for (guint i = 0; i < spans.all->len; i++)
    stretch(table, &g_array_index(spans.all, Span, i));
  spans_free(&spans);
  g_free(m.reaches);
}

void table_measure_strings(Layout *layout, Table *table) {
  const FoNode *node = table->node;
  while (node && !node->style->text_align.string)
    node = fo_next(node, table->node);
  if (!node)
    return;
  Measuring m = {
      .layout = layout,
      .table = table,
      .reaches = g_new0(LineReach, MAX(1, table->column_count)),
  };
  measure_parts(&m);
  for (int c = 0; c < table->column_count; c++)
    table->columns[c].reach = m.reaches[c];
  g_free(m.reaches);
}
