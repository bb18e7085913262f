/* Keeps and breaks between rows: those of the rows, and, as FOP has it, those of the first and last
 * blocks in their cells, which nothing in the cell precedes or follows. */
#include "layout/table.h"

static Keyword forced(Keyword value) {
  return value == KW_COLUMN || value == KW_PAGE || value == KW_EVEN_PAGE || value == KW_ODD_PAGE
             ? value
             : KW_UNSET;
}

static void add_before(TableLine *line, const Style *style) {
  line->keep_with_previous =
      cost_both(line->keep_with_previous, keep_cost(&style->keep_with_previous));
  line->break_before = stronger_break(line->break_before, forced(style->break_before));
}

static void add_after(TableLine *line, const Style *style) {
  line->keep_with_next = cost_both(line->keep_with_next, keep_cost(&style->keep_with_next));
  line->break_after = stronger_break(line->break_after, forced(style->break_after));
}

void table_line_keeps(TableLine *line) {
  if (!line->node)
    return;
  add_before(line, line->node->style);
  add_after(line, line->node->style);
}

/* The first (last) child if it is a block, else NULL. */
static const FoNode *edge_block(const FoNode *node, bool last) {
  const FoNode *found = NULL;
  for (const FoNode *child = node->first; child && (last || !found); child = child->next)
    if (child->element != FO_MARKER && (!inline_level(child) || inline_visible(child, child->next)))
      found = child;
  return found && !inline_level(found) ? found : NULL;
}

/* What a table within brings of its own rows is not looked at. */
static const FoNode *next_inside(const FoNode *node, bool last) {
  return node->element == FO_TABLE ? NULL : edge_block(node, last);
}

void table_line_cell(TableLine *line, const FoNode *cell, bool begins, bool ends) {
  for (const FoNode *node = begins ? cell : NULL; node; node = next_inside(node, false))
    add_before(line, node->style);
  for (const FoNode *node = ends ? cell : NULL; node; node = next_inside(node, true))
    add_after(line, node->style);
}

void table_line_join(TableLine *line, const TableLine *other) {
  line->keep_with_previous = cost_both(line->keep_with_previous, other->keep_with_previous);
  line->break_before = stronger_break(line->break_before, other->break_before);
}

Keyword table_row_break(const TableLine *before, const TableLine *after) {
  return stronger_break(before->break_after, after->break_before);
}

BreakCost table_row_keep(const TableLine *before, const TableLine *after, BreakCost around) {
  return cost_both(around, cost_both(before->keep_with_next, after->keep_with_previous));
}
