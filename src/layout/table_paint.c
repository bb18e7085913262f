/* Backgrounds under the cells of a part of a table, and collapsed borders over them. */
#include "layout/table.h"

#include <string.h>

/* ---- Backgrounds ------------------------------------------------------------------------------ */

bool table_background_of(Layout *layout, const FoNode *node, Decoration *decoration) {
  if (!node || !decoration_of(layout, node, false, decoration))
    return false;
  memset(decoration->edges, 0, sizeof decoration->edges);
  return decoration->background.alpha || decoration->background_image;
}

/* What one background covers: a cell, or several side by side. A cell that spans rows or columns has
 * the background of those that it begins in (CSS 2.1 §17.5.1). */
typedef struct {
  int row, last; /* in the part */
  int column, columns;
  int first_row; /* where the cell begins: its background is painted */
} Patch;

static bool patch_at(const TablePart *part, int row, int column, Patch *patch) {
  const TableCell *cell = table_slot(part->group, row, column);
  *patch = (Patch){row, row, column, 1, row};
  if (!cell)
    return true;
  patch->columns = cell->columns;
  patch->last = MIN(cell->row + cell->rows - 1, part->last);
  patch->first_row = cell->row;
  return column == cell->column && row == MAX(cell->row, part->first);
}

/* A picture is placed in the whole row, column, header, footer or body. Where a column or body begins and
 * ends, backgrounds_join finds out when the page is done. */
static BackgroundOrigin origin_of(Layout *layout, const TablePart *part, const FoNode *node,
                                  const Patch *patch) {
  const Table *table = part->group->table;
  const bool column = node->element == FO_TABLE_COLUMN, row = node->element == FO_TABLE_ROW;
  const int first = column ? patch->column : 0, own = MAX(patch->first_row, part->first);
  const Length gap = table->collapse ? 0 : table->separation_inline;
  const Length block = table->collapse ? 0 : table->separation_block;
  Area whole;
  table_area_place(table, &whole, table->columns[first].x + gap / 2,
                   table_columns_width(table, first, column ? 1 : table->column_count) - gap);
  whole.y = (row ? table_part_top(part, own) : 0) + block / 2;
  whole.height = table_part_end(part, row ? own : part->last) - whole.y - block / 2;
  layout->wide_pictures = layout->wide_pictures || !row;
  return (BackgroundOrigin){true, whole.x, whole.y, whole.width, whole.height};
}

static void paint_patch(Layout *layout, TablePart *part, const FoNode *node, const Patch *patch) {
  const Table *table = part->group->table;
  Decoration decoration;
  if (!table_background_of(layout, node, &decoration))
    return;
  const Length gap = table->collapse ? 0 : table->separation_inline;
  const Length block = table->collapse ? 0 : table->separation_block;
  const Length top = table_part_top(part, patch->row);
  const Length width = table_columns_width(table, patch->column, patch->columns) - gap;
  const Length height = table_part_end(part, patch->last) - top - block;
  if (width <= 0 || height <= 0)
    return;
  Area *area = area_new(layout, AREA_BOX, node);
  area->artifact = ARTIFACT_LAYOUT;
  area->y = top + block / 2;
  area->height = height;
  table_area_place(table, area, table->columns[patch->column].x + gap / 2, width);
  if (decoration.background_image) {
    decoration.background_origin = origin_of(layout, part, node, patch);
    decoration.background_origin.x -= area->x;
    decoration.background_origin.y -= area->y;
  }
  area->decoration = arena_copy(layout->arena, &decoration, sizeof decoration);
  area_append(&part->area, area);
}

static void paint_columns(Layout *layout, TablePart *part) {
  const Table *table = part->group->table;
  Patch patch;
  for (int r = part->first; r <= part->last; r++)
    for (int c = 0; c < table->column_count; c++)
      if (patch_at(part, r, c, &patch))
        paint_patch(layout, part, table->columns[c].node, &patch);
}

/* Adds the patches that follow on the row and are as high, unless cells are set apart. */
static void widen_patch(const TablePart *part, Patch *patch) {
  const Table *table = part->group->table;
  Patch next;
  while (table->collapse || table->separation_inline == 0) {
    const int column = patch->column + patch->columns;
    if (column >= table->column_count || !patch_at(part, patch->row, column, &next) ||
        next.last != patch->last || next.first_row != patch->first_row)
      return;
    patch->columns += next.columns;
  }
}

/* Can there be a background of rows in a row of the part? In its first one cells of rows above it may stand. */
static bool row_painted(const TablePart *part, int row) {
  const FoNode *node = part->group->rows[row].node;
  return (row == part->first && row > 0) ||
         (node && (node->style->background_color.alpha || node->style->background_image));
}

/* The background of the header, footer or body (`whole`), or those of rows. */
static void paint_rows(Layout *layout, TablePart *part, bool whole) {
  const TableGroup *group = part->group;
  Patch patch;
  for (int r = part->first; r <= part->last; r++) {
    if (!whole && !row_painted(part, r))
      continue;
    for (int c = 0; c < group->table->column_count; c++) {
      if (!patch_at(part, r, c, &patch))
        continue;
      widen_patch(part, &patch);
      const FoNode *node = whole ? group->part : group->rows[patch.first_row].node;
      paint_patch(layout, part, node, &patch);
      c += patch.columns - 1;
    }
  }
}

void table_paint_backgrounds(Layout *layout, TablePart *part) {
  const Table *table = part->group->table;
  if (table->column_painted)
    paint_columns(layout, part);
  if (table->part_painted_by_row)
    paint_rows(layout, part, true);
  paint_rows(layout, part, false);
}

/* ---- Collapsed borders ----------------------------------------------------------------------------- */

static bool drawn(const TableBorder *border) {
  return border->width > 0 && border->style != KW_UNSET && border->style != KW_NONE &&
         border->style != KW_HIDDEN;
}

static Area *rule_new(Layout *layout, const Table *table, const TableBorder *border,
                      bool vertical) {
  Area *rule = area_new(layout, AREA_RULE, table->node);
  rule->artifact = ARTIFACT_LAYOUT;
  rule->rule = (AreaRule){
      .style = area_rule_style(border->style), .color = border->color, .vertical = vertical};
  return rule;
}

/* A stretch of a horizontal line, `y` being its middle. It covers the ends of the vertical lines
 * that it meets. */
static void append_horizontal(Layout *layout, Area *into, const TableGroup *group, int row,
                              int first, int end, const TableBorder *border, Length y) {
  const Table *table = group->table;
  const TableBorder *beside = table_beside(group, row, 0);
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

static TableBottom bottom_of(const TablePart *part, int row) {
  if (row < part->last || part->complete)
    return BOTTOM_NORMAL;
  return part->broken ? BOTTOM_BROKEN : BOTTOM_TRAILING;
}

/* A line between columns, in a row. */
typedef struct {
  int row, column;
} Corner;

/* Half the wider of the horizontal lines that it meets above (below) the row. */
static Length half_corner(const TablePart *part, Corner at, bool above) {
  const TableGroup *group = part->group;
  Length widest = 0;
  for (int c = MAX(0, at.column - 1); c <= MIN(at.column, group->table->column_count - 1); c++) {
    const TableTop top = at.row == part->first ? part->top : TOP_NORMAL;
    const TableBorder line = above ? table_line_above(group, at.row, c, top)
                                   : table_line_below(group, at.row, c, bottom_of(part, at.row));
    widest = MAX(widest, drawn(&line) ? line.width : 0);
  }
  return widest / 2;
}

/* A stretch of a vertical line. It fills the corners, which the horizontal lines are drawn over. */
static void paint_vertical(Layout *layout, const TablePart *part, Area *into, Corner at, Length top,
                           Length bottom) {
  const Table *table = part->group->table;
  const TableBorder *border = table_beside(part->group, at.row, at.column);
  if (!drawn(border))
    return;
  Area *rule = rule_new(layout, table, border, true);
  rule->y = top - half_corner(part, at, true);
  rule->height = bottom + half_corner(part, at, false) - rule->y;
  const Length x = at.column < table->column_count ? table->columns[at.column].x : table->width;
  table_area_place(table, rule, x - border->width / 2, border->width);
  area_append(into, rule);
}

static Length thickness(const Area *rule) {
  return rule->rule.vertical ? rule->width : rule->height;
}

static int by_thickness(gconstpointer a, gconstpointer b, gpointer unused) {
  (void)unused;
  const Length x = thickness(a), y = thickness(b);
  return x < y ? -1 : x > y;
}

/* Moves the rules of an area to another, thin ones first: a wider line covers those that it meets. */
static void append_sorted(Area *into, const Area *rules) {
  GSequence *sorted = g_sequence_new(NULL);
  for (Area *rule = rules->first; rule; rule = rule->next)
    g_sequence_insert_sorted(sorted, rule, by_thickness, NULL);
  for (GSequenceIter *i = g_sequence_get_begin_iter(sorted); !g_sequence_iter_is_end(i);
       i = g_sequence_iter_next(i)) {
    Area *rule = g_sequence_get(i);
    rule->next = NULL;
    area_append(into, rule);
  }
  g_sequence_free(sorted);
}

void table_paint_borders(Layout *layout, TablePart *part) {
  const TableGroup *group = part->group;
  const Table *table = group->table;
  Area *rules = area_new(layout, AREA_BOX, NULL);
  for (int r = part->first; r <= part->last; r++)
    for (int c = 0; c <= table->column_count; c++)
      paint_vertical(layout, part, rules, (Corner){r, c}, table_part_top(part, r),
                     table_part_end(part, r));
  for (int r = part->first; r <= part->last; r++)
    paint_horizontal(layout, rules, group, r, table_part_top(part, r), line_above,
                     (int)(r == part->first ? part->top : TOP_NORMAL));
  if (part->complete && group->table_last)
    table_paint_below(layout, rules, group, part->last, BOTTOM_NORMAL,
                      table_part_end(part, part->last));
  append_sorted(&part->area, rules);
}

void table_paint_below(Layout *layout, Area *into, const TableGroup *group, int row,
                       TableBottom bottom, Length y) {
  paint_horizontal(layout, into, group, row, y, line_below, (int)bottom);
}
