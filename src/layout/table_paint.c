/* Backgrounds under the cells of a part of a table, and collapsed borders over them. */
#include "layout/table.h"

#include <string.h>

/* ---- Backgrounds ------------------------------------------------------------------------------ */

bool table_background_of(Layout *layout, const FoNode *node, Decoration *decoration) {
  if (!node)
    return false;
  decoration_of(layout, node, false, decoration);
  memset(decoration->edges, 0, sizeof decoration->edges);
  return decoration->background.alpha || decoration->background_image;
}

static void append_background(Layout *layout, TablePart *part, const Decoration *decoration,
                              const FoNode *node, Length start, Length width, Length y,
                              Length height) {
  Area *area = area_new(layout, AREA_BOX, node);
  area->artifact = ARTIFACT_LAYOUT;
  area->decoration = arena_copy(layout->arena, decoration, sizeof *decoration);
  area->y = y;
  area->height = MAX(0, height);
  table_area_place(part->group->table, area, start, MAX(0, width));
  area_append(&part->area, area);
}

/* A background over columns [first, last] of one row, or, between separated cells, only where cells
 * are. */
static void paint_row(Layout *layout, TablePart *part, const FoNode *node, int first, int last,
                      Length y, Length height) {
  const Table *table = part->group->table;
  Decoration decoration;
  if (!table_background_of(layout, node, &decoration))
    return;
  const Length gap = table->collapse ? 0 : table->separation_inline;
  const Length block = table->collapse ? 0 : table->separation_block;
  if (gap == 0 && block == 0) {
    append_background(layout, part, &decoration, node, table->columns[first].x,
                      table_columns_width(table, first, last - first + 1), y, height);
    return;
  }
  for (int c = first; c <= last; c++)
    append_background(layout, part, &decoration, node, table->columns[c].x + gap / 2,
                      table->columns[c].width - gap, y + block / 2, height - block);
}

static Length row_top(const TablePart *part, const Length *ends, int row) {
  return row == part->first ? 0 : ends[row - 1];
}

void table_paint_backgrounds(Layout *layout, TablePart *part, const Length *ends) {
  const TableGroup *group = part->group;
  const Table *table = group->table;
  for (int r = part->first; r <= part->last; r++) {
    const Length top = row_top(part, ends, r), height = ends[r] - top;
    for (int c = 0; table->column_painted && c < table->column_count; c++)
      paint_row(layout, part, table->columns[c].node, c, c, top, height);
    if (table->part_painted_by_row)
      paint_row(layout, part, group->part, 0, table->column_count - 1, top, height);
    paint_row(layout, part, group->rows[r].node, 0, table->column_count - 1, top, height);
  }
}

/* ---- Collapsed borders ----------------------------------------------------------------------------- */

static bool drawn(const TableBorder *border) {
  return border->width > 0 && border->style != KW_UNSET && border->style != KW_NONE &&
         border->style != KW_HIDDEN;
}

static Keyword rule_style(Keyword style) {
  return style == KW_INSET ? KW_RIDGE : style == KW_OUTSET ? KW_GROOVE : style;
}

static Area *rule_new(Layout *layout, const Table *table, const TableBorder *border,
                      bool vertical) {
  Area *rule = area_new(layout, AREA_RULE, table->node);
  rule->artifact = ARTIFACT_LAYOUT;
  rule->rule =
      (AreaRule){.style = rule_style(border->style), .color = border->color, .vertical = vertical};
  return rule;
}

/* A stretch of a horizontal line, `y` being its middle. It covers the ends of the vertical lines
 * that it meets. */
static void append_horizontal(Layout *layout, Area *into, const TableGroup *group, int row,
                              int first, int end, const TableBorder *border, Length y) {
  const Table *table = group->table;
  const TableBorder *beside = &group->beside[row * (table->column_count + 1)];
  Area *rule = rule_new(layout, table, border, false);
  rule->height = border->width;
  rule->y = y - border->width / 2;
  const Length start = beside[first].width / 2, after = beside[end].width - beside[end].width / 2;
  table_area_place(table, rule, table->columns[first].x - start,
                   table_columns_width(table, first, end - first) + start + after);
  area_append(into, rule);
}

typedef TableBorder LineOf(const TableGroup *group, int row, int column, int at);

static TableBorder line_above(const TableGroup *group, int row, int column, int at) {
  return table_line_above(group, row, column, (TableTop)at);
}

static TableBorder line_below(const TableGroup *group, int row, int column, int at) {
  return table_line_below(group, row, column, (TableBottom)at);
}

/* A whole horizontal line: equal neighbours are drawn as one. */
static void paint_horizontal(Layout *layout, Area *into, const TableGroup *group, int row, Length y,
                             LineOf *line_of, int at) {
  const int columns = group->table->column_count;
  for (int c = 0, end; c < columns; c = end) {
    const TableBorder border = line_of(group, row, c, at);
    for (end = c + 1; end < columns; end++) {
      const TableBorder next = line_of(group, row, end, at);
      if (!table_border_equal(&border, &next))
        break;
    }
    if (drawn(&border))
      append_horizontal(layout, into, group, row, c, end, &border, y);
  }
}

static void paint_vertical(Layout *layout, TablePart *part, int row, int column, Length top,
                           Length bottom) {
  const Table *table = part->group->table;
  const TableBorder *border = &part->group->beside[row * (table->column_count + 1) + column];
  if (!drawn(border))
    return;
  Area *rule = rule_new(layout, table, border, true);
  rule->y = top;
  rule->height = bottom - top;
  const Length x = column < table->column_count ? table->columns[column].x : table->width;
  table_area_place(table, rule, x - border->width / 2, border->width);
  area_append(&part->area, rule);
}

void table_paint_borders(Layout *layout, TablePart *part, const Length *ends) {
  const TableGroup *group = part->group;
  const Table *table = group->table;
  for (int r = part->first; r <= part->last; r++)
    for (int c = 0; c <= table->column_count; c++)
      paint_vertical(layout, part, r, c, row_top(part, ends, r), ends[r]);
  for (int r = part->first; r <= part->last; r++)
    paint_horizontal(layout, &part->area, group, r, row_top(part, ends, r), line_above,
                     (int)(r == part->first ? part->top : TOP_NORMAL));
  if (part->complete && group->table_last)
    table_paint_below(layout, &part->area, group, part->last, BOTTOM_NORMAL, ends[part->last]);
}

void table_paint_below(Layout *layout, Area *into, const TableGroup *group, int row,
                       TableBottom bottom, Length y) {
  paint_horizontal(layout, into, group, row, y, line_below, (int)bottom);
}
