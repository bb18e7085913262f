/* Tables: what the files table*.c share (XSL 1.1 §6.7).
 *
 *   table.c          walks a table: its frame, header, bodies and footer become Items, one group of
 *                    rows at a time
 *   table_repeat.c   header and footer at page breaks, and the border that closes a page
 *   table_grid.c     cells into a grid: rows, columns and what spans them
 *   table_number.c   how many columns there are, and which of them are one
 *   table_keep.c     keeps and breaks between rows
 *   table_columns.c  how wide the columns are
 *   table_measure.c  the narrowest and the natural width of content, for automatic columns
 *   table_border.c   which of the borders that meet at a line of the grid is drawn there
 *   table_row.c      a group of rows as a Row: cells side by side, broken at one height
 *   table_live.c     what of a group is being laid out
 *   table_part.c     what was placed of a group, as areas
 *   table_cell.c     the box of a cell: its edges, alignment and area
 *   table_paint.c    backgrounds under cells, collapsed borders over them
 *   table_caption.c  fo:table-and-caption
 *   table_marker.c   fo:retrieve-table-marker
 *
 * A group is the shortest run of rows that no row span leaves; it is the unit of generation, so a
 * long table never stands in memory whole. Positions along a row are counted from the start edge of
 * the grid, whatever the writing mode; areas alone are physical (table_area_place).
 *
 * Collapsed borders are centred on the lines of the grid: half of each lies in the cells on either
 * side, and the outer halves stand out of the grid, as with FOP. A line of the grid is drawn by the
 * row below or beside it; the last one at a page break by TableRepeat.footer, as only then it is
 * known where the break is. */
#ifndef PEERPRESS_LAYOUT_TABLE_H
#define PEERPRESS_LAYOUT_TABLE_H

#include "layout/internal.h"

/* Of so many columns each stands for itself. In a wider table those between which nothing begins or ends
 * are one TableColumn (table_number.c): an empty stretch of it is painted at once. */
enum { TABLE_COLUMNS_APART = 1000 };
/* A span that reaches so many columns further than any cell begins, where no fo:table-column asks for
 * them, is clipped. */
enum { TABLE_COLUMNS_BY_SPAN = 1000 };

/* Within so many tables a cell is fitted again where it is broken (table_row.c). */
enum { TABLE_DEPTH_OF_REFITS = 4 };

/* ---- Borders (table_border.c) ------------------------------------------------------------------ */

/* Whose border it is, strongest first where all else is equal (CSS 2.1 §17.6.2.1). */
typedef enum { HOLDER_CELL, HOLDER_ROW, HOLDER_PART, HOLDER_COLUMN, HOLDER_TABLE } BorderHolder;

/* A border that competes for a line of the grid. Zeroed: none. */
typedef struct {
  Length width;
  Color color;
  Keyword style; /* KW_UNSET or KW_NONE: none */
  BorderHolder holder;
  int precedence; /* border-…-precedence */
} TableBorder;

typedef enum { TABLE_BEFORE, TABLE_AFTER, TABLE_START, TABLE_END } TableSide;

/* The border of a style on one side; `retain` (or NULL) receives its conditionality. */
TableBorder table_border_of(const Style *style, TableSide side, BorderHolder holder, bool *retain);

/* Which of two is drawn; equals: `a`. `by_precedence`: border-collapse is
 * collapse-with-precedence. */
TableBorder table_border_contest(TableBorder a, TableBorder b, bool by_precedence);

/* Has the table, or a fo:table-column, part, row or cell of it, a border on any side (also a hidden one)? */
bool table_has_borders(const FoNode *table);

bool table_border_equal(const TableBorder *a, const TableBorder *b);

/* ---- Columns (table_columns.c) ------------------------------------------------------------------- */

typedef struct {
  const FoNode *node;      /* fo:table-column, or NULL */
  int more;                /* so many columns of the table, besides the first, are one here */
  Size size;               /* column-width, KW_AUTO where none is given */
  ParagraphWidths content; /* of each of them */
  LineReach reach;         /* of lines that align on a string, the edges of their cells included */
  Length width, x;         /* of all; x from the start edge of the grid */
} TableColumn;

/* Of a length of each of the columns that are one there. */
static inline Length table_columns_sum(const TableColumn *column, Length each) {
  return column->more == 0
             ? each
             : CLAMP((gint64)column->more + 1, 1, LENGTH_LIMIT / MAX(1, ABS(each))) * each;
}

/* Sets the widths: fixed and percentages as they are; what is left of `width` goes to automatic
 * columns by their content (if `by_content`) and to proportional ones by their factors. Widths are
 * whole units whose sum is `width` wherever anything is left to share. */
void table_columns_share(TableColumn *columns, int count, Length width, bool by_content);

/* ---- The grid (table_grid.c) ---------------------------------------------------------------------- */

typedef struct Table Table;

typedef struct {
  const FoNode *node;
  int row, rows, column, columns;  /* row within its group */
  Queue *queue;                    /* its content; made when first needed, NULL when done with */
  Length beside_start, beside_end; /* with collapsed borders: the widest along its rows */
} TableCell;

typedef struct {
  const FoNode *node;                           /* fo:table-row, or NULL: a row of bare cells */
  const FoNode *place;                          /* the row or its first cell */
  bool first, last;                             /* of its header, footer or body */
  BreakCost keep_with_previous, keep_with_next; /* its own, and those of its cells' content */
  Keyword break_before, break_after;            /* KW_UNSET: none */
  int cell,
      slot; /* in its group: the first cell that begins in it or below; the first of its slots */
} TableLine;

/* Rows joined by row spans. Whoever holds one holds a reference to its table too. It may be a whole
 * table, so that pages are made without looking at all of it: the cells stand in the order of the rows
 * that they begin in, each row knows those that cover it, and `live` those that are being laid out. */
typedef struct {
  Table *table;
  const FoNode *part; /* the fo:table-header, -footer or -body */
  int row_count, cell_count, slot_count;
  TableLine *rows;
  TableCell *cells;
  int *slots;       /* for each row the cells that cover it, by their columns */
  GArray *live;     /* int: the cells that have a queue */
  unsigned edition; /* of what is retrieved, Table.edition, when their content was made */
  /* With collapsed borders: the lines above each row (row_count × columns), before each column
   * (row_count × (columns + 1)), and under the last row. */
  TableBorder *above, *beside, *below;
  bool table_first, table_last; /* the first (last) row is the table's */
} TableGroup;

/* Where reading rows of a header, footer or body goes on. */
typedef struct {
  Table *table;
  const FoNode *part, *next;
  bool first;
} TableReader;

TableReader table_reader(Table *table, const FoNode *part);
/* The next group, owned by the caller, or NULL. Reports what does not fit the grid. */
TableGroup *table_read_group(TableReader *reader, Diagnostics *diagnostics);
void table_group_free(TableGroup *group);

/* Calls `seen` for each cell of the table with the number of its first column, from 0, and how many it
 * takes; spans are not clipped, but to what is free. */
typedef void TableCellSeen(void *data, int column, int columns);
void table_see_cells(Table *table, TableCellSeen *seen, void *data);

/* ---- How many columns (table_number.c) --------------------------------------------------------------------- */

/* How many columns fo:table-column gives. */
int table_declared_columns(const FoNode *table);
/* Makes the columns of a table, by its fo:table-columns and cells. */
void table_make_columns(Table *table);
/* The TableColumn that the column of a number, from 0, is or is part of. */
int table_column_at(const Table *table, int number);
/* Is it a single column of the table that the cell stands in? */
static inline bool table_in_one_column(const TableColumn *columns, const TableCell *cell) {
  return cell->columns == 1 && columns[cell->column].more == 0;
}

/* The first cell that begins in a row or below, the first of the slots of a row: those of a row end
 * where those of the next begin. */
static inline int table_first_cell(const TableGroup *group, int row) {
  return row < group->row_count ? group->rows[row].cell : group->cell_count;
}
static inline int table_first_slot(const TableGroup *group, int row) {
  return row < group->row_count ? group->rows[row].slot : group->slot_count;
}
/* Which of the group's slots is that of the cell that covers a position; -1: none does. */
int table_slot_number(const TableGroup *group, int row, int column);
/* The cell that covers a position, or NULL. */
TableCell *table_slot(const TableGroup *group, int row, int column);

/* What of the bodies stands in a fragment of the table, in numbers of nodes: what begins in it lies in
 * [begin, end), what is open at its top ends behind `open`, what ends in it ends at `ended` at last. */
typedef struct {
  int open, begin, end, ended;
  int page; /* where the table's content on the page begins */
} TableSpan;

/* ---- The table (table.c) ---------------------------------------------------------------------------- */

struct Table {
  int references;
  const FoNode *node;
  const FoNode *header, *footer; /* or NULL */
  Context context;               /* around the table */
  bool rtl, collapse, by_precedence;
  bool
      lines; /* borders are collapsed, and there are any: else nothing is asked of the grid's lines */
  int depth; /* of tables around it, at most TABLE_DEPTH_OF_REFITS */
  Length separation_inline, separation_block;
  int number_count; /* of columns as they are numbered */
  GArray *numbers;  /* int: of the first column of each TableColumn, from 0; NULL: each is one */
  int column_count;
  TableColumn *columns;
  bool measured;            /* the content of the columns is known */
  bool strings_measured;    /* … and how far lines reach that align on strings */
  Length x, width;          /* of the grid, in the reference area; x is its left edge */
  bool part_painted_by_row; /* the background of bodies lies over that of columns, cell by cell */
  bool column_painted;
  TableLine first_line; /* its first row; no place: none */
  GPtrArray *header_groups, *footer_groups;
  TableBorder *header_after, *footer_before; /* with collapsed borders: for each column */
  BreakCost keep_cost;
  TableRepeat repeat;
  GPtrArray *retrievers; /* fo:retrieve-table-markers in header and footer; NULL: there are none */
  GHashTable *markers;   /* with retrievers: those of the bodies by class, in their order */
  GPtrArray *retrieving; /* the layout's list that it stands in */
  unsigned edition;      /* changes with what they retrieve */
  TableSpan span;
  int page_index; /* that span.page is of */
};

/* What the table says of itself; the widths of its columns are not yet known. The caller owns a
 * reference. */
Table *table_new(const FoNode *node, Context context);
Table *table_ref(Table *table);

/* Gives an area its physical x for a stretch of the grid, in an area as wide as the grid. */
void table_area_place(const Table *table, Area *area, Length start, Length width);

/* What its columns need at least. */
Length table_least_width(const Table *table);

/* The width of columns [column, column + count). */
Length table_columns_width(const Table *table, int column, int count);

/* ---- Headers and footers (table_repeat.c) -------------------------------------------------------------- */

/* The groups of a header or footer (NULL: none), in an array that owns them, borders set. */
GPtrArray *table_read_part(Table *table, const FoNode *part, Diagnostics *diagnostics);
/* Sets the line under a group. */
void table_border_under(TableGroup *group, const TableBorder *line);
/* Makes it the last group of the table. */
void table_end_with(TableGroup *group);
/* Makes ready what repeats; the geometry must be known. */
void table_prepare_repeats(Table *table);

/* The line above a footer at breaks, as far as it is known before: that under the first rows. */
void table_expect_footer_line(Table *table, const TableGroup *rows);
/* The room that a footer takes at a break. */
void table_measure_footer(Layout *layout, Table *table);

/* ---- Markers (table_marker.c) -------------------------------------------------------------------- */

/* Finds what the header and footer retrieve; before anything is laid out. */
void table_markers_prepare(Layout *layout, Table *table);
void table_markers_release(Table *table);
/* A header or footer of the table is laid out: what is retrieved in it is the table's, and not that of another
 * for the same node, whose content was made before or after. */
void table_markers_turn(Table *table);
/* The place of the row that a part of a group of rows begins with; NULL: a row of something else.
 * `inside`: part of it was placed. */
const FoNode *table_row_place(const Row *row, const void *cursor, bool *inside);

/* ---- Between rows (table_keep.c) --------------------------------------------------------------------------- */

/* The break between two rows: KW_UNSET, or the one that is forced. */
Keyword table_row_break(const TableLine *before, const TableLine *after);
/* What a break between them costs, `around` being the cost of a break inside the table. */
BreakCost table_row_keep(const TableLine *before, const TableLine *after, BreakCost around);
/* Adds the keeps and breaks of its fo:table-row, and of a cell that begins (ends) with it. */
void table_line_keeps(TableLine *line);
/* What stands before another row is to stand before this one too. */
void table_line_join(TableLine *line, const TableLine *other);
void table_line_cell(TableLine *line, const FoNode *cell, bool begins, bool ends);

/* ---- Lines of the grid (table_border.c) ---------------------------------------------------------------- */

/* The collapsed border above a position, and before one (or behind the last of a row). */
static inline TableBorder *table_above(const TableGroup *group, int row, int column) {
  return &group->above[(gsize)row * (gsize)group->table->column_count + (gsize)column];
}
static inline TableBorder *table_beside(const TableGroup *group, int row, int column) {
  return &group->beside[(gsize)row * (gsize)(group->table->column_count + 1) + (gsize)column];
}
/* Sets above and beside of a group, `before` being the after sides of the row above it, or NULL.
 * They cost a place for each position of the grid, covered by a cell or not: where none is, rows,
 * columns, parts and the table still bring borders, each line is the contest of two positions, and
 * at breaks positions are looked up in no order. A table without borders has none of this
 * (Table.lines). */
void table_group_borders(TableGroup *group, const TableBorder *before);
/* Where a side of a grid position is: where the content of cells is broken, only what is retained is
 * left of it; at a repeated header or footer it is no edge of the page (XSL 1.1 §7.8.7), and all that
 * could stand there does. */
typedef enum { SIDE_WHOLE, SIDE_BROKEN, SIDE_AT_REPEATED } TableSideAt;

/* The border that a grid position brings to one of its sides, column by column. */
TableBorder table_side(const TableGroup *group, int row, int column, TableSide side,
                       TableSideAt at);
/* The after sides of the last row; the caller frees them. */
TableBorder *table_after_sides(const TableGroup *group);

/* How a row stands at the top of a part. */
typedef enum { TOP_NORMAL, TOP_LEADING, TOP_CONTINUED } TableTop;
/* How it stands at the bottom. */
typedef enum { BOTTOM_NORMAL, BOTTOM_TRAILING, BOTTOM_BROKEN } TableBottom;

/* The line above a row. */
TableBorder table_line_above(const TableGroup *group, int row, int column, TableTop top);
/* The line below a row; trailing and broken: at a page break. */
TableBorder table_line_below(const TableGroup *group, int row, int column, TableBottom bottom);

/* ---- Rows (table_row.c, table_part.c), cells (table_cell.c) and their paint (table_paint.c) ------ */

/* The Row of a group; it owns the group if `owns`. */
Row *table_row_new(TableGroup *group, bool owns);

/* A part of a group of rows as it is placed. */
typedef struct {
  Area area; /* first: an Area * of a table's part is a TablePart * */
  const TableGroup *group;
  int first, last; /* rows */
  TableTop top;    /* of the first */
  bool broken;     /* inside the last */
  bool complete;   /* the group ends with it */
  Length *ends;    /* of its rows, from the first on */
} TablePart;

/* Where a row of a part begins and ends in it. */
static inline Length table_part_end(const TablePart *part, int row) {
  return part->ends[row - part->first];
}
static inline Length table_part_top(const TablePart *part, int row) {
  return row == part->first ? 0 : table_part_end(part, row - 1);
}

/* The edges of a cell in a part: its borders (or halves of collapsed ones), padding and half the
 * separation. */
Edges table_cell_edges(const TableGroup *group, const TableCell *cell, TableTop top,
                       TableBottom bottom);
/* The content rectangle's start and width. */
void table_cell_content(const TableGroup *group, const TableCell *cell, Length *start,
                        Length *width);
/* The reference area of its content. */
Context table_cell_context(const TableGroup *group, const TableCell *cell);
/* The first baseline below the top of a content area; false if it has no line. */
bool table_first_baseline(const Area *content, Length *baseline);

/* A cell in a part: `top` and `height` of its rows there. */
typedef struct {
  const TableCell *cell;
  Length top, height;
  TableTop at_top;
  TableBottom at_bottom;
  Area *content; /* or NULL */
  Length content_height;
  Length shift; /* of the baseline, down */
  bool visible; /* something was placed */
} TableCellBox;
Area *table_cell_area(Layout *layout, const TableGroup *group, const TableCellBox *box);

/* The background of a node without its borders; false if it has none. */
bool table_background_of(Layout *layout, const FoNode *node, Decoration *decoration);
/* Backgrounds of columns, of the header, footer or body, and of rows, under the cells of a part. */
void table_paint_backgrounds(Layout *layout, TablePart *part);
/* Collapsed borders above, between and beside the rows of a part, over its cells. */
void table_paint_borders(Layout *layout, TablePart *part);
/* The collapsed border under a row, at y. */
void table_paint_below(Layout *layout, Area *into, const TableGroup *group, int row,
                       TableBottom bottom, Length y);

/* ---- Content widths (table_measure.c) --------------------------------------------------------------------- */

/* The widths of a node's block-level children. */
ParagraphWidths table_measure_content(Layout *layout, const FoNode *node, Context context);
/* Sets `content` of the columns of automatic width from all cells. */
void table_measure_columns(Layout *layout, Table *table);
/* Sets `reach` of the columns, whose widths are known. */
void table_measure_strings(Layout *layout, Table *table);

#endif
