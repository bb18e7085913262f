/* A part of a group of rows while it is being filled: what table_row.c and table_part.c share. */
#ifndef PEERPRESS_LAYOUT_TABLE_FLOW_H
#define PEERPRESS_LAYOUT_TABLE_FLOW_H

#include "layout/table.h"

/* Where a cell goes on. */
typedef struct {
  Cursor cursor;
  bool done;
} TableCellCursor;

/* Where a group goes on. */
typedef struct {
  int row;     /* the first of the rest */
  bool inside; /* part of it was placed */
  Length used; /* its height so far */
  TableCellCursor cells[];
} TableCursor;

/* How much of a cell goes into a part. */
typedef struct {
  bool fitted;
  Part part;
  Length top;   /* of its rows in the part */
  Length shift; /* of its baseline, down */
  Length notes; /* room that its footnotes take */
} TableCellFit;

/* Where the part may end. */
typedef struct {
  bool valid, inside;
  int last; /* row */
  int cost;
  Length end;
  FitEnd how;
  Keyword forced;
  TableCellFit *cells; /* owned */
} TableBreak;

typedef struct {
  Layout *layout;
  TableGroup *group;
  Room room;
  const TableCursor *from;
  TableTop top; /* of the first row */
  TableCellFit *cells;
  Length *ends;  /* of rows, in the part */
  Length *notes; /* taken by notes up to the end of each row */
  TableBreak best;
} TableFlow;

/* The cell that a position is the first column of, or -1. */
static inline int table_cell_at(const TableGroup *group, int row, int column) {
  const int index = group->slots[row * group->table->column_count + column];
  return index >= 0 && group->cells[index].column == column ? index : -1;
}

static inline int table_last_row(const TableCell *cell) {
  return cell->row + cell->rows - 1;
}

/* Does the cell have content that is not placed yet? */
static inline bool table_unfinished(const TableFlow *flow, int cell) {
  return !flow->from->cells[cell].done;
}

/* How a cell stands at the top of the part. */
static inline TableTop table_cell_top(const TableFlow *flow, const TableCell *cell) {
  if (cell->row > flow->from->row)
    return TOP_NORMAL;
  return cell->row < flow->from->row ? TOP_CONTINUED : flow->top;
}

/* A copy of `from`, or the beginning of the group (NULL), in the layout's arena. */
TableCursor *table_cursor_new(Layout *layout, const TableGroup *group, const TableCursor *from);

/* The part that ends at a break, or with the group (`complete`). */
RowPart table_row_part(TableFlow *flow, const TableBreak *at, bool complete);

#endif
