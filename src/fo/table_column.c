/* The column of a table cell, as from-table-column() needs it while the table is being read: after the
 * cells before it in its row, past those of earlier rows that span into it (XSL 1.1 §6.7.3). */
#include "fo/ancestry.h"

#include "base/gridrow.h"

#include <string.h>

/* A table that is being read. */
typedef struct {
  const FoNode *table;
  GPtrArray *columns;  /* the styles of its fo:table-columns */
  GHashTable *by_span; /* columns that one spans -> GridRow whose cells are indices of them */
  const FoNode *group; /* the header, footer or body at work */
  const FoNode *cell;  /* the last one that was placed */
  int column, span;    /* of that cell; the column from 0 */
  GridRow row;
} Reading;

struct TableGrid {
  GPtrArray *open; /* of Reading: each stands in the one before it */
};

static void free_row(gpointer row) {
  grid_row_clear(row);
  g_free(row);
}

static void free_reading(gpointer data) {
  Reading *reading = data;
  g_ptr_array_unref(reading->columns);
  g_hash_table_unref(reading->by_span);
  grid_row_clear(&reading->row);
  g_free(reading);
}

TableGrid *table_grid_new(void) {
  TableGrid *grid = g_new0(TableGrid, 1);
  grid->open = g_ptr_array_new_with_free_func(free_reading);
  return grid;
}

void table_grid_free(TableGrid *grid) {
  if (!grid)
    return;
  g_ptr_array_unref(grid->open);
  g_free(grid);
}

void table_grid_forget(TableGrid *grid) {
  g_ptr_array_set_size(grid->open, 0);
}

/* ---- What a cell asks for ---- */

/* A number that may not be refined yet: as it was written. */
static int specified_number(const FoNode *node, FoProperty property) {
  const SpecifiedList *list = node_specified(node);
  for (int i = 0; i < list->count; i++)
    if (list->items[i].property == property)
      return (int)CLAMP(g_ascii_strtoll(list->items[i].value, NULL, 10), 0, G_MAXINT);
  return 0;
}

static int span_of(const FoNode *node, FoProperty property) {
  const int span = node->style ? *(const int *)style_field(node->style, property)
                               : specified_number(node, property);
  return MAX(span, 1);
}

static int column_number_of(const FoNode *cell) {
  return cell->style ? MAX(cell->style->column_number, 0)
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

/* As table_grid.c of the layout does it. */
static void place(Reading *reading, const FoNode *cell, bool new_row) {
  GridRow *row = &reading->row;
  if (new_row && reading->cell)
    grid_row_next(row);
  const int number = column_number_of(cell);
  reading->cell = cell;
  reading->span = span_of(cell, PROP_NUMBER_COLUMNS_SPANNED);
  reading->column = grid_row_first_free(row, number ? number - 1 : row->next);
  grid_row_take(row, reading->column, grid_row_free(row, reading->column, reading->span),
                span_of(cell, PROP_NUMBER_ROWS_SPANNED), 0);
}

/* Goes on to the cell, from the last one that was asked for. */
static void find_cell(Reading *reading, const FoNode *group, const FoNode *cell) {
  if (reading->group != group) {
    reading->group = group;
    reading->cell = NULL;
    grid_row_restart(&reading->row);
  }
  while (reading->cell != cell) {
    bool new_row;
    const FoNode *next = next_cell(group, reading->cell, &new_row);
    /* The cell itself is not yet among its siblings while its attributes are read. */
    if (!next) {
      next = cell;
      new_row = !reading->cell || reading->cell->parent != cell->parent ||
                is_true(reading->cell, PROP_ENDS_ROW) || is_true(cell, PROP_STARTS_ROW);
    }
    place(reading, next, new_row);
  }
}

/* ---- Columns ---- */

static GridRow *columns_of_span(Reading *reading, int span, bool make) {
  GridRow *row = g_hash_table_lookup(reading->by_span, GINT_TO_POINTER(span));
  if (!row && make) {
    row = g_new(GridRow, 1);
    *row = grid_row_new(G_MAXINT);
    g_hash_table_insert(reading->by_span, GINT_TO_POINTER(span), row);
  }
  return row;
}

/* Of fo:table-columns for the same column the first one counts. */
static void add_column(GridRow *row, int first, int end, int index) {
  while ((first = grid_row_first_free(row, first)) < end) {
    const int free = grid_row_free(row, first, end - first);
    grid_row_take(row, first, free, 1, index);
    first += free;
  }
}

static void read_columns(Reading *reading) {
  int next = 0;
  for (const FoNode *child = reading->table->first; child; child = child->next) {
    if (child->element != FO_TABLE_COLUMN)
      continue;
    const Style *style = child->style;
    const int first = style->column_number > 0 ? style->column_number - 1 : next;
    const int count = MAX(style->number_columns_repeated, 1);
    next = first + MIN(count, G_MAXINT - first);
    add_column(columns_of_span(reading, MAX(style->number_columns_spanned, 1), true), first, next,
               (int)reading->columns->len);
    g_ptr_array_add(reading->columns, (gpointer)style);
  }
}

static const Style *find_column(Reading *reading, int column, int span) {
  const GridRow *row = columns_of_span(reading, span, false);
  const GridTaken *taken = row ? grid_row_at(row, column) : NULL;
  return taken ? g_ptr_array_index(reading->columns, taken->cell) : NULL;
}

/* ---- Tables ---- */

static Reading *reading_new(const FoNode *table) {
  Reading *reading = g_new0(Reading, 1);
  reading->table = table;
  reading->columns = g_ptr_array_new();
  reading->by_span = g_hash_table_new_full(NULL, NULL, NULL, free_row);
  reading->row = grid_row_new(G_MAXINT);
  read_columns(reading);
  return reading;
}

static bool stands_in(const FoNode *node, const FoNode *ancestor) {
  while (node && node != ancestor)
    node = node->parent;
  return node;
}

/* The table being read; those that it does not stand in have ended. */
static Reading *reading_of(TableGrid *grid, const FoNode *table) {
  for (guint i = grid->open->len; i-- > 0; g_ptr_array_set_size(grid->open, (int)i)) {
    Reading *last = g_ptr_array_index(grid->open, i);
    if (last->table == table)
      return last;
    if (stands_in(table, last->table))
      break;
  }
  Reading *reading = reading_new(table);
  g_ptr_array_add(grid->open, reading);
  return reading;
}

const Style *table_column_style(TableGrid *grid, const FoNode *node) {
  const FoNode *cell = node->element == FO_TABLE_CELL ? node : ancestor_of(node, FO_TABLE_CELL);
  const FoNode *group = cell ? cell->parent : NULL;
  if (group && group->element == FO_TABLE_ROW)
    group = group->parent;
  if (!group || !group->parent || group->parent->element != FO_TABLE)
    return NULL;
  Reading *reading = reading_of(grid, group->parent);
  find_cell(reading, group, cell);
  const Style *style = find_column(reading, reading->column, reading->span);
  return style || reading->span == 1 ? style : find_column(reading, reading->column, 1);
}
