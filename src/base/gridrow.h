/* The row of a table grid that is being filled: which of its columns cells take, its own and those
 * from above that span it. It costs what these cells cost, however many columns they span and
 * whatever their numbers are. */
#ifndef PEERPRESS_BASE_GRIDROW_H
#define PEERPRESS_BASE_GRIDROW_H

#include <glib.h>
#include <stdbool.h>

/* Columns [column, end) that a cell takes, counted from 0. */
typedef struct {
  int column, end;
  int last; /* row that it takes, counted from 0 */
  int cell; /* as it was given to grid_row_take */
} GridTaken;

typedef struct {
  int columns;   /* of the grid; G_MAXINT: no limit */
  int row;       /* at work, from 0 */
  int next;      /* where a cell goes that does not say where */
  GArray *taken; /* GridTaken, by column; no two have a column in common */
} GridRow;

/* The first row of a grid, with nothing in it; the caller clears it. */
GridRow grid_row_new(int columns);
void grid_row_clear(GridRow *row);
/* Goes back to the first row, with nothing in it. */
void grid_row_restart(GridRow *row);

/* The first column from `column` on that is free; `columns`: there is none. */
int grid_row_first_free(const GridRow *row, int column);
/* How many are free from `column` on, up to `most`. */
int grid_row_free(const GridRow *row, int column, int most);
/* What takes a column; NULL: it is free. Valid until the row changes. */
const GridTaken *grid_row_at(const GridRow *row, int column);

/* A cell takes so many columns (at least 1; those beyond the grid do not count) in so many rows, also from others
 * that have them: these keep what else they have. */
void grid_row_take(GridRow *row, int column, int columns, int rows, int cell);
/* Begins the next row; true if a cell of a row above reaches into it. */
bool grid_row_next(GridRow *row);

#endif
