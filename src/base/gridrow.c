#include "base/gridrow.h"

GridRow grid_row_new(int columns) {
  return (GridRow){.columns = columns, .taken = g_array_new(FALSE, FALSE, sizeof(GridTaken))};
}

void grid_row_clear(GridRow *row) {
  g_array_unref(row->taken);
}

void grid_row_restart(GridRow *row) {
  row->row = row->next = 0;
  g_array_set_size(row->taken, 0);
}

static GridTaken *taken_at(const GridRow *row, guint index) {
  return &g_array_index(row->taken, GridTaken, index);
}

/* The first of what is taken that ends behind a column. Most often that is none. */
static guint first_behind(const GridRow *row, int column) {
  guint low = 0, high = row->taken->len;
  if (high == 0 || taken_at(row, high - 1)->end <= column)
    return high;
  while (low < high) {
    const guint middle = low + (high - low) / 2;
    if (taken_at(row, middle)->end <= column)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

int grid_row_first_free(const GridRow *row, int column) {
  for (guint i = first_behind(row, column);
       i < row->taken->len && taken_at(row, i)->column <= column; i++)
    column = taken_at(row, i)->end;
  return MIN(column, row->columns);
}

int grid_row_free(const GridRow *row, int column, int most) {
  const guint i = first_behind(row, column);
  const int columns = MIN(most, row->columns - column);
  return i < row->taken->len ? CLAMP(taken_at(row, i)->column - column, 0, columns) : columns;
}

const GridTaken *grid_row_at(const GridRow *row, int column) {
  const guint i = first_behind(row, column);
  return i < row->taken->len && taken_at(row, i)->column <= column ? taken_at(row, i) : NULL;
}

/* Takes columns [column, end) from those that have them; returns where what has them now belongs. */
static guint make_room(GridRow *row, int column, int end) {
  guint at = first_behind(row, column), gone = at;
  if (at < row->taken->len && taken_at(row, at)->column < column) {
    GridTaken behind = *taken_at(row, at);
    taken_at(row, at)->end = column;
    at = gone = at + 1;
    behind.column = column;
    if (behind.end > end)
      g_array_insert_val(row->taken, at, behind);
  }
  while (gone < row->taken->len && taken_at(row, gone)->end <= end)
    gone++;
  if (gone > at)
    g_array_remove_range(row->taken, at, gone - at);
  if (at < row->taken->len)
    taken_at(row, at)->column = MAX(taken_at(row, at)->column, end);
  return at;
}

void grid_row_take(GridRow *row, int column, int columns, int rows, int cell) {
  const int end = column + MIN(columns, row->columns - column);
  const int last = row->row + MIN(rows - 1, G_MAXINT - row->row);
  const GridTaken taken = {column, end, last, cell};
  row->next = end;
  if (end <= column)
    return;
  const guint at = make_room(row, column, end);
  g_array_insert_val(row->taken, at, taken);
}

bool grid_row_next(GridRow *row) {
  guint kept = 0;
  row->row++;
  row->next = 0;
  for (guint i = 0; i < row->taken->len; i++)
    if (taken_at(row, i)->last >= row->row)
      *taken_at(row, kept++) = *taken_at(row, i);
  g_array_set_size(row->taken, kept);
  return kept > 0;
}
