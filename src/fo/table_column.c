/* The column of a table cell, as from-table-column() needs it while the table is being read: after the
 * cells before it in its row, past those of earlier rows that span into it (XSL 1.1 §6.7.3). */
#include "fo/ancestry.h"

#include <string.h>

enum { MOST_COLUMNS = 10000 };

struct TableGrid {
  const FoNode *group; /* the header, footer or body that it knows */
  const FoNode *cell;  /* the last one that was placed */
  int column, span;    /* of that cell, from 1 */
  int row;
  GArray *taken; /* int: for each column the first row that is free */
};

TableGrid *table_grid_new(void) {
  TableGrid *grid = g_new0(TableGrid, 1);
  grid->taken = g_array_new(FALSE, TRUE, sizeof(int));
  return grid;
}

void table_grid_free(TableGrid *grid) {
  if (!grid)
    return;
  g_array_unref(grid->taken);
  g_free(grid);
}

void table_grid_forget(TableGrid *grid) {
  grid->group = NULL;
}

/* ---- What a cell asks for ---- */

/* A number that may not be refined yet: as it was written. */
static int specified_number(const FoNode *node, FoProperty property) {
  const SpecifiedList *list = node_specified(node);
  for (int i = 0; i < list->count; i++)
    if (list->items[i].property == property)
      return (int)CLAMP(g_ascii_strtoll(list->items[i].value, NULL, 10), 0, MOST_COLUMNS);
  return 0;
}

static int span_of(const FoNode *node, FoProperty property) {
  const int span = node->style ? *(const int *)style_field(node->style, property)
                               : specified_number(node, property);
  return CLAMP(span, 1, MOST_COLUMNS);
}

static int column_number_of(const FoNode *cell) {
  return cell->style ? CLAMP(cell->style->column_number, 0, MOST_COLUMNS)
                     : specified_number(cell, PROP_COLUMN_NUMBER);
}

/* ---- Rows ---- */

static const FoNode *first_cell(const FoNode *row) {
  const FoNode *cell = row ? row->first : NULL;
  while (cell && cell->element != FO_TABLE_CELL)
    cell = cell->next;
  return cell;
}

static bool is_true(const FoNode *cell, FoProperty property) {
  const SpecifiedList *list = node_specified(cell);
  for (int i = 0; i < list->count; i++)
    if (list->items[i].property == property)
      return strcmp(list->items[i].value, "true") == 0;
  return false;
}

/* The cell after one in the group, whether there are rows or cells only; `new_row` tells if it
 * begins one. NULL: none yet. */
static const FoNode *next_cell(const FoNode *group, const FoNode *cell, bool *new_row) {
  const FoNode *next = cell ? cell->next : group->first;
  while (next && next->element != FO_TABLE_CELL && next->element != FO_TABLE_ROW)
    next = next->next;
  *new_row = !cell || (next && (is_true(next, PROP_STARTS_ROW) || is_true(cell, PROP_ENDS_ROW)));
  if (next && next->element == FO_TABLE_CELL)
    return next;
  const FoNode *row = next ? next : cell && cell->parent != group ? cell->parent->next : NULL;
  while (row && !(row->element == FO_TABLE_ROW && first_cell(row)))
    row = row->next;
  *new_row = true;
  return first_cell(row);
}

static int first_free_row(const TableGrid *grid, int column) {
  return (guint)column < grid->taken->len ? g_array_index(grid->taken, int, column) : 0;
}

static void place(TableGrid *grid, const FoNode *cell, bool new_row) {
  const int number = column_number_of(cell);
  const int rows = span_of(cell, PROP_NUMBER_ROWS_SPANNED);
  grid->row += new_row;
  grid->column = number ? number : new_row ? 1 : grid->column + grid->span;
  while (!number && first_free_row(grid, grid->column) > grid->row)
    grid->column++;
  grid->column = MIN(grid->column, MOST_COLUMNS);
  grid->span = span_of(cell, PROP_NUMBER_COLUMNS_SPANNED);
  grid->cell = cell;
  const int end = MIN(grid->column + grid->span, MOST_COLUMNS + 1);
  if (rows > 1 && (guint)end > grid->taken->len)
    g_array_set_size(grid->taken, (guint)end);
  for (int column = grid->column; rows > 1 && column < end; column++)
    g_array_index(grid->taken, int, column) = grid->row + rows;
}

/* Goes on to the cell, from the last one that was asked for. */
static void find_cell(TableGrid *grid, const FoNode *group, const FoNode *cell) {
  if (grid->group != group) {
    grid->group = group;
    grid->cell = NULL;
    grid->row = 0;
    g_array_set_size(grid->taken, 0);
  }
  while (grid->cell != cell) {
    bool new_row;
    const FoNode *next = next_cell(group, grid->cell, &new_row);
    /* The cell itself is not yet among its siblings while its attributes are read. */
    if (!next) {
      next = cell;
      new_row = !grid->cell || grid->cell->parent != cell->parent ||
                is_true(grid->cell, PROP_ENDS_ROW) || is_true(cell, PROP_STARTS_ROW);
    }
    place(grid, next, new_row);
  }
}

/* ---- Columns ---- */

static const Style *find_column(const FoNode *table, int column, int span) {
  int next = 1;
  for (const FoNode *child = table->first; child; child = child->next) {
    if (child->element != FO_TABLE_COLUMN)
      continue;
    const Style *style = child->style;
    const int first = style->column_number ? style->column_number : next;
    const int count = MAX(style->number_columns_repeated, 1);
    next = first > INT_MAX - count ? INT_MAX : first + count;
    if (column >= first && column < next && MAX(style->number_columns_spanned, 1) == span)
      return style;
  }
  return NULL;
}

const Style *table_column_style(TableGrid *grid, const FoNode *node) {
  const FoNode *cell = node->element == FO_TABLE_CELL ? node : ancestor_of(node, FO_TABLE_CELL);
  const FoNode *group = cell ? cell->parent : NULL;
  if (group && group->element == FO_TABLE_ROW)
    group = group->parent;
  if (!group || !group->parent || group->parent->element != FO_TABLE)
    return NULL;
  find_cell(grid, group, cell);
  const Style *style = find_column(group->parent, grid->column, grid->span);
  return style || grid->span == 1 ? style : find_column(group->parent, grid->column, 1);
}
