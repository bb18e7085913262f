/* A part of a group of rows while it is being filled: what table_row.c and table_part.c share. */
#ifndef PEERPRESS_LAYOUT_TABLE_FLOW_H
#define PEERPRESS_LAYOUT_TABLE_FLOW_H

#include "layout/table.h"

/* Where a cell goes on. */
typedef struct {
  Cursor cursor;
  bool done;
  Queue *queue; /* that the cursor is in; NULL: the cell has not begun */
} TableCellCursor;

/* Where a group goes on: in `row`, and in the cells that cover it, in the order of its slots. Nothing of
 * what begins below has begun, and all that ends above is placed. */
typedef struct {
  int row;      /* the first of the rest */
  bool started; /* something was placed: there are cells */
  bool inside;  /* part of it was placed */
  Length used;  /* its height so far */
  TableCellCursor cells[];
} TableCursor;

/* A cell in a part. */
typedef struct {
  TableCellCursor from; /* where it goes on */
  bool fitted;
  Queue *queue; /* that it was fitted from */
  Part part;    /* how much of it goes in */
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
  TableCellFit *cells; /* owned; as TableFlow.cells */
} TableBreak;

/* A row in a part. */
typedef struct {
  Length end;
  Length notes; /* taken by notes up to its end */
} TableRowFit;

typedef struct {
  Layout *layout;
  TableGroup *group;
  Room room;
  const TableCursor *from;
  TableTop top; /* of the first row */
  /* The cells of the part, numbered in the order of the group: those that come down from above the
   * first row, `carried`, and those that begin from there on. */
  GArray *carried; /* int: their indices in the group */
  GArray *cells;   /* TableCellFit */
  GArray *rows;    /* TableRowFit, from the first row on */
  TableBreak best;
} TableFlow;

/* The cells that cover a row are group->slots of [first, end). */
typedef struct {
  int first, end;
} TableSlots;

static inline TableSlots table_slots_of(const TableGroup *group, int row) {
  return (TableSlots){table_first_slot(group, row), table_first_slot(group, row + 1)};
}

/* How many cells of the group have a number in the part, and which one has it. */
static inline int table_numbered(const TableFlow *flow) {
  return (int)flow->cells->len;
}
static inline int table_numbered_cell(const TableFlow *flow, int number) {
  const int carried = (int)flow->carried->len;
  return number < carried ? g_array_index(flow->carried, int, number)
                          : table_first_cell(flow->group, flow->from->row) + number - carried;
}
/* The number of a cell of the group that has one. */
int table_number_of(const TableFlow *flow, int cell);
/* Numbers the cells that come down from above, then those of one row after the other. */
void table_number_carried(TableFlow *flow);
void table_number_row(TableFlow *flow, int row);

/* The cell in the part. Valid until more rows are tried. */
static inline TableCellFit *table_fit_of(const TableFlow *flow, int cell) {
  return &g_array_index(flow->cells, TableCellFit, table_number_of(flow, cell));
}

static inline TableRowFit *table_row_of(const TableFlow *flow, int row) {
  return &g_array_index(flow->rows, TableRowFit, row - flow->from->row);
}

static inline int table_last_row(const TableCell *cell) {
  return cell->row + cell->rows - 1;
}

/* How a cell stands at the top of the part. */
static inline TableTop table_cell_top(const TableFlow *flow, const TableCell *cell) {
  if (cell->row > flow->from->row)
    return TOP_NORMAL;
  return cell->row < flow->from->row ? TOP_CONTINUED : flow->top;
}

typedef struct {
  Row row;
  TableGroup *group;
  Table *table; /* a reference */
  bool owns;
} TableRow;

/* The content of a cell, from where it goes on; made when it is asked for first. */
Queue *table_cell_queue(TableFlow *flow, int index);
/* Forgets the content of all cells; `retire`: cursors may be in it. */
void table_end_queues(TableGroup *group, bool retire);

/* As Row has them. */
void table_row_resize(Row *row, const void *from, const Queue *queue, Frame *frame);
void table_row_release(Row *row, const void *from);
unsigned table_row_oldest(const Row *row);
void table_row_open(const Row *row, const void *from, GPtrArray *nodes);

/* The part that ends at a break, or with the group (`complete`). */
RowPart table_row_part(TableFlow *flow, const TableBreak *at, bool complete);

#endif
