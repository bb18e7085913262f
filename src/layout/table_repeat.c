/* What a table repeats at page breaks: its header and footer, and the border that closes it. */
#include "layout/table.h"

/* ---- Groups of a header or footer ----------------------------------------------------------------- */

static void group_free(gpointer group) {
  table_group_free(group);
}

GPtrArray *table_read_part(Table *table, const FoNode *part, Diagnostics *diagnostics) {
  GPtrArray *groups = g_ptr_array_new_with_free_func(group_free);
  if (!part)
    return groups;
  TableReader reader = table_reader(table, part);
  TableBorder *before = NULL;
  for (TableGroup *group; (group = table_read_group(&reader, diagnostics));) {
    group->table_first = part != table->footer && groups->len == 0;
    if (table->lines) {
      table_group_borders(group, before);
      if (groups->len > 0)
        table_border_under(g_ptr_array_index(groups, groups->len - 1), group->above);
      g_free(before);
      before = table_after_sides(group);
    }
    g_ptr_array_add(groups, group);
  }
  g_free(before);
  return groups;
}

void table_border_under(TableGroup *group, const TableBorder *line) {
  for (int c = 0; c < group->table->column_count; c++)
    group->below[c] = line[c];
}

/* The last group of the table: its after sides are the last line. */
void table_end_with(TableGroup *group) {
  group->table_last = true;
  if (!group->table->lines)
    return;
  TableBorder *after = table_after_sides(group);
  table_border_under(group, after);
  g_free(after);
}

/* ---- Areas ------------------------------------------------------------------------------------------ */

/* Puts all of a group at y, unbroken; returns where it ends. */
static Length append_group(Layout *layout, Area *into, TableGroup *group, Length y) {
  Row *row = table_row_new(group, false);
  const void *cursor = NULL;
  for (bool complete = false; !complete && !layout->stop;) {
    const Room room = {.height = G_MAXINT64, .must_place = true, .top = true};
    const RowPart part = row->fit(layout, row, cursor, room);
    part.area->x = 0;
    part.area->y = y;
    area_append(into, part.area);
    y += part.height;
    cursor = part.next;
    complete = part.complete;
  }
  row->free(row);
  return y;
}

static Area *repeated_area(Layout *layout, const Table *table, const FoNode *part,
                           const GPtrArray *groups) {
  Area *area = area_new(layout, AREA_BOX, part);
  area->artifact = ARTIFACT_LAYOUT;
  area->x = table->x;
  area->width = table->width;
  for (guint i = 0; i < groups->len; i++)
    area->height = append_group(layout, area, g_ptr_array_index(groups, i), area->height);
  Decoration background;
  if (!table->part_painted_by_row && table_background_of(layout, part, &background))
    area->decoration = arena_copy(layout->arena, &background, sizeof background);
  return area;
}

static Area *repeat_header(Layout *layout, void *data) {
  Table *table = data;
  if (table->header_groups->len == 0 || table->node->style->table_omit_header_at_break == KW_TRUE)
    return NULL;
  return repeated_area(layout, table, table->header, table->header_groups);
}

/* The last part of rows in an area that bodies were placed in, or NULL. */
static const TablePart *last_part(const Area *placed) {
  const Area *body = placed->last;
  if (!body || !body->node || body->node->element != FO_TABLE_BODY || !body->last)
    return NULL;
  const FoNode *node = body->last->node;
  return !node || node->element == FO_TABLE_ROW ? (const TablePart *)body->last : NULL;
}

static TableBottom bottom_of(const TablePart *part) {
  return part->broken ? BOTTOM_BROKEN : BOTTOM_TRAILING;
}

static void close_borders(Layout *layout, const Table *table, Area *area, const Area *placed) {
  const TablePart *part = table->lines ? last_part(placed) : NULL;
  if (part)
    table_paint_below(layout, area, part->group, part->last, bottom_of(part), 0);
}

/* A footer at a break draws the line between it and the rows above it. */
static void set_footer_line(const Table *table, const Area *placed) {
  const TablePart *part = table->lines ? last_part(placed) : NULL;
  TableGroup *first = g_ptr_array_index(table->footer_groups, 0);
  for (int c = 0; part && c < table->column_count; c++)
    first->above[c] = table_line_below(part->group, part->last, c, bottom_of(part));
}

static bool has_footer_at_break(const Table *table) {
  return table->footer_groups->len > 0 && table->node->style->table_omit_footer_at_break != KW_TRUE;
}

static Area *repeat_footer(Layout *layout, void *data, const Area *placed) {
  Table *table = data;
  Area *area;
  if (has_footer_at_break(table)) {
    set_footer_line(table, placed);
    area = repeated_area(layout, table, table->footer, table->footer_groups);
  } else {
    area = area_new(layout, AREA_BOX, NULL);
    area->artifact = ARTIFACT_LAYOUT;
    area->x = table->x;
    area->width = table->width;
    close_borders(layout, table, area, placed);
  }
  return area;
}

/* ---- Preparing ---------------------------------------------------------------------------------------- */

static TableBorder *first_before(Table *table, const GPtrArray *groups) {
  if (!table->lines || groups->len == 0)
    return NULL;
  const TableGroup *first = g_ptr_array_index(groups, 0);
  TableBorder *sides = g_new(TableBorder, (gsize)table->column_count);
  for (int c = 0; c < table->column_count; c++)
    sides[c] = table_side(first, 0, c, TABLE_BEFORE, SIDE_WHOLE);
  return sides;
}

void table_expect_footer_line(Table *table, const TableGroup *rows) {
  if (!table->footer_before)
    return;
  TableGroup *first = g_ptr_array_index(table->footer_groups, 0);
  for (int c = 0; c < table->column_count; c++) {
    const TableBorder above =
        table_side(rows, rows->row_count - 1, c, TABLE_AFTER, SIDE_AT_REPEATED);
    first->above[c] = table_border_contest(above, table->footer_before[c], table->by_precedence);
  }
}

void table_measure_footer(Layout *layout, Table *table) {
  if (has_footer_at_break(table))
    table->repeat.footer_height =
        repeated_area(layout, table, table->footer, table->footer_groups)->height;
}

/* The groups are read once more, apart from those that stand in the flow: these are the table's own
 * and serve each page. */
void table_prepare_repeats(Table *table) {
  Diagnostics *quiet = diag_new(NULL, DIAG_TEXT);
  table->header_groups = table_read_part(table, table->header, quiet);
  table->footer_groups = table_read_part(table, table->footer, quiet);
  diag_free(quiet);
  const guint headers = table->header_groups->len, footers = table->footer_groups->len;
  if (table->lines && headers > 0)
    table->header_after = table_after_sides(g_ptr_array_index(table->header_groups, headers - 1));
  table->footer_before = first_before(table, table->footer_groups);
  if (footers > 0)
    table_end_with(g_ptr_array_index(table->footer_groups, footers - 1));
  table->repeat = (TableRepeat){.header = repeat_header, .footer = repeat_footer, .table = table};
}
