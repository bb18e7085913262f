/* Collapsed borders: for each line of the grid, which of the borders that meet there is drawn. */
#include "layout/table.h"

/* ---- One against another ---------------------------------------------------------------------- */

TableBorder table_border_of(const Style *style, TableSide side, BorderHolder holder, bool *retain) {
  const struct {
    ConditionalSize width;
    Keyword style;
    Color color;
    int precedence;
  } sides[] = {
      [TABLE_BEFORE] = {style->border_before_width, style->border_before_style,
                        style->border_before_color, style->border_before_precedence},
      [TABLE_AFTER] = {style->border_after_width, style->border_after_style,
                       style->border_after_color, style->border_after_precedence},
      [TABLE_START] = {style->border_start_width, style->border_start_style,
                       style->border_start_color, style->border_start_precedence},
      [TABLE_END] = {style->border_end_width, style->border_end_style, style->border_end_color,
                     style->border_end_precedence},
  };
  if (retain)
    *retain = sides[side].width.retain;
  return (TableBorder){
      .width = sides[side].width.size.length,
      .color = sides[side].color,
      .style = sides[side].style,
      .holder = holder,
      .precedence = sides[side].precedence,
  };
}

static bool is_none(const TableBorder *border) {
  return border->style == KW_UNSET || border->style == KW_NONE;
}

static int style_rank(Keyword style) {
  static const Keyword order[] = {KW_INSET,  KW_GROOVE, KW_OUTSET, KW_RIDGE,
                                  KW_DOTTED, KW_DASHED, KW_SOLID,  KW_DOUBLE};
  for (int i = 0; i < (int)G_N_ELEMENTS(order); i++)
    if (order[i] == style)
      return i;
  return -1;
}

/* CSS 2.1 §17.6.2.1: hidden beats all, anything beats none, then width, style and holder decide. */
static bool stronger(const TableBorder *a, const TableBorder *b) {
  if (is_none(a) || is_none(b))
    return !is_none(a);
  if (a->style == KW_HIDDEN || b->style == KW_HIDDEN)
    return a->style == KW_HIDDEN;
  if (a->width != b->width)
    return a->width > b->width;
  if (a->style != b->style)
    return style_rank(a->style) > style_rank(b->style);
  return a->holder < b->holder;
}

TableBorder table_border_contest(TableBorder a, TableBorder b, bool by_precedence) {
  if (by_precedence && !is_none(&a) && !is_none(&b) && a.precedence != b.precedence)
    return a.precedence > b.precedence ? a : b;
  return stronger(&b, &a) ? b : a;
}

bool table_border_equal(const TableBorder *a, const TableBorder *b) {
  return a->width == b->width && a->style == b->style && a->color.red == b->color.red &&
         a->color.green == b->color.green && a->color.blue == b->color.blue &&
         a->color.alpha == b->color.alpha;
}

/* ---- Whether there are any ---------------------------------------------------------------------------- */

static bool has_border(const FoNode *node) {
  for (int side = TABLE_BEFORE; side <= TABLE_END; side++) {
    const TableBorder border = table_border_of(node->style, (TableSide)side, HOLDER_TABLE, NULL);
    if (!is_none(&border))
      return true;
  }
  return false;
}

static bool any_has_border(const FoNode *part) {
  for (const FoNode *row = part->first; row; row = row->next) {
    if (row->element != FO_TABLE_ROW && row->element != FO_TABLE_CELL)
      continue;
    if (has_border(row))
      return true;
    for (const FoNode *cell = row->element == FO_TABLE_ROW ? row->first : NULL; cell;
         cell = cell->next)
      if (cell->element == FO_TABLE_CELL && has_border(cell))
        return true;
  }
  return false;
}

bool table_has_borders(const FoNode *table) {
  if (has_border(table))
    return true;
  for (const FoNode *child = table->first; child; child = child->next)
    if (child->element != FO_MARKER && (has_border(child) || any_has_border(child)))
      return true;
  return false;
}

/* ---- What a position brings ------------------------------------------------------------------------ */

/* A line at work. */
typedef struct {
  TableBorder best;
  TableSide side;
  TableSideAt at;
  bool by_precedence;
} Contest;

static void enter_contest(Contest *contest, const FoNode *node, BorderHolder holder) {
  if (!node)
    return;
  bool retain;
  const TableBorder border = table_border_of(node->style, contest->side, holder, &retain);
  if (retain || contest->at != SIDE_BROKEN)
    contest->best = table_border_contest(contest->best, border, contest->by_precedence);
}

/* Is the side of this position inside its cell? */
static bool inside_cell(const TableCell *cell, int row, int column, TableSide side) {
  if (!cell)
    return false;
  switch (side) {
  case TABLE_BEFORE: return row > cell->row;
  case TABLE_AFTER: return row < cell->row + cell->rows - 1;
  case TABLE_START: return column > cell->column;
  case TABLE_END: return column < cell->column + cell->columns - 1;
  }
  return false;
}

static void enter_around_row(Contest *contest, const TableGroup *group, int row, int column) {
  const Table *table = group->table;
  const TableLine *line = &group->rows[row];
  const bool last_row = row == group->row_count - 1;
  bool row_edge = true, part_edge = false, table_edge = false;
  switch (contest->side) {
  case TABLE_BEFORE:
    part_edge = line->first;
    table_edge = group->table_first && row == 0;
    break;
  case TABLE_AFTER:
    part_edge = line->last;
    table_edge = group->table_last && last_row;
    break;
  case TABLE_START: row_edge = part_edge = table_edge = column == 0; break;
  case TABLE_END: row_edge = part_edge = table_edge = column == table->column_count - 1; break;
  }
  part_edge = part_edge || contest->at == SIDE_AT_REPEATED;
  if (row_edge)
    enter_contest(contest, line->node, HOLDER_ROW);
  if (part_edge)
    enter_contest(contest, group->part, HOLDER_PART);
  if (table_edge || contest->side == TABLE_START || contest->side == TABLE_END)
    enter_contest(contest, table->columns[column].node, HOLDER_COLUMN);
  if (table_edge)
    enter_contest(contest, table->node, HOLDER_TABLE);
}

TableBorder table_side(const TableGroup *group, int row, int column, TableSide side,
                       TableSideAt at) {
  const Table *table = group->table;
  const TableCell *cell = table_slot(group, row, column);
  Contest contest = {.side = side, .at = at, .by_precedence = table->by_precedence};
  if (inside_cell(cell, row, column, side) && at != SIDE_AT_REPEATED) {
    if (at == SIDE_BROKEN && (side == TABLE_BEFORE || side == TABLE_AFTER))
      enter_contest(&contest, cell->node, HOLDER_CELL);
    return contest.best;
  }
  if (cell)
    enter_contest(&contest, cell->node, HOLDER_CELL);
  enter_around_row(&contest, group, row, column);
  return contest.best;
}

TableBorder *table_after_sides(const TableGroup *group) {
  const int columns = group->table->column_count;
  TableBorder *sides = g_new(TableBorder, (gsize)columns);
  for (int c = 0; c < columns; c++)
    sides[c] = table_side(group, group->row_count - 1, c, TABLE_AFTER, SIDE_WHOLE);
  return sides;
}

/* ---- The lines of a group ------------------------------------------------------------------------------ */

static TableBorder line_above(const TableGroup *group, const TableBorder *before, int row,
                              int column) {
  const TableBorder mine = table_side(group, row, column, TABLE_BEFORE, SIDE_WHOLE);
  TableBorder other = {0};
  if (row > 0)
    other = table_side(group, row - 1, column, TABLE_AFTER, SIDE_WHOLE);
  else if (before)
    other = before[column];
  return table_border_contest(other, mine, group->table->by_precedence);
}

static TableBorder line_beside(const TableGroup *group, int row, int column) {
  const int columns = group->table->column_count;
  TableBorder left = {0}, right = {0};
  if (column > 0)
    left = table_side(group, row, column - 1, TABLE_END, SIDE_WHOLE);
  if (column < columns)
    right = table_side(group, row, column, TABLE_START, SIDE_WHOLE);
  return table_border_contest(left, right, group->table->by_precedence);
}

/* Keeps the widest lines beside each cell, which may span many rows and is asked for them often. */
static void note_widest_beside(TableGroup *group) {
  for (int i = 0; i < group->cell_count; i++) {
    TableCell *cell = &group->cells[i];
    for (int r = cell->row; r < cell->row + cell->rows; r++) {
      const TableBorder *beside = table_beside(group, r, 0);
      cell->beside_start = MAX(cell->beside_start, beside[cell->column].width);
      cell->beside_end = MAX(cell->beside_end, beside[cell->column + cell->columns].width);
    }
  }
}

void table_group_borders(TableGroup *group, const TableBorder *before) {
  const int columns = group->table->column_count;
  group->above = g_new(TableBorder, (gsize)group->row_count * (gsize)columns);
  group->beside = g_new(TableBorder, (gsize)group->row_count * (gsize)(columns + 1));
  group->below = g_new0(TableBorder, (gsize)columns);
  for (int r = 0; r < group->row_count; r++) {
    for (int c = 0; c < columns; c++)
      *table_above(group, r, c) = line_above(group, before, r, c);
    for (int c = 0; c <= columns; c++)
      *table_beside(group, r, c) = line_beside(group, r, c);
  }
  note_widest_beside(group);
}

/* ---- Lines at breaks -------------------------------------------------------------------------------------- */

static TableBorder table_edge_at_break(const Table *table, TableSide side) {
  bool retain;
  const TableBorder border = table_border_of(table->node->style, side, HOLDER_TABLE, &retain);
  return retain ? border : (TableBorder){0};
}

TableBorder table_line_above(const TableGroup *group, int row, int column, TableTop top) {
  const Table *table = group->table;
  if (top == TOP_NORMAL)
    return *table_above(group, row, column);
  const TableCell *cell = table_slot(group, row, column);
  const bool broken = top == TOP_CONTINUED || inside_cell(cell, row, column, TABLE_BEFORE);
  const bool repeated = table->header_after && group->part != table->header &&
                        table->node->style->table_omit_header_at_break != KW_TRUE;
  const TableSideAt at = repeated ? SIDE_AT_REPEATED : broken ? SIDE_BROKEN : SIDE_WHOLE;
  const TableBorder mine = table_side(group, row, column, TABLE_BEFORE, at);
  const TableBorder other =
      repeated ? table->header_after[column] : table_edge_at_break(table, TABLE_BEFORE);
  return table_border_contest(other, mine, table->by_precedence);
}

TableBorder table_line_below(const TableGroup *group, int row, int column, TableBottom bottom) {
  const Table *table = group->table;
  if (bottom == BOTTOM_NORMAL)
    return row < group->row_count - 1 ? *table_above(group, row + 1, column) : group->below[column];
  const TableCell *cell = table_slot(group, row, column);
  const bool broken = bottom == BOTTOM_BROKEN || inside_cell(cell, row, column, TABLE_AFTER);
  const bool repeated = table->footer_before && group->part != table->footer &&
                        table->node->style->table_omit_footer_at_break != KW_TRUE;
  const TableSideAt at = repeated ? SIDE_AT_REPEATED : broken ? SIDE_BROKEN : SIDE_WHOLE;
  const TableBorder mine = table_side(group, row, column, TABLE_AFTER, at);
  const TableBorder other =
      repeated ? table->footer_before[column] : table_edge_at_break(table, TABLE_AFTER);
  return table_border_contest(mine, other, table->by_precedence);
}
