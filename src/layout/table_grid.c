/* Cells into a grid: which rows and columns each takes (XSL 1.1 §6.7.10, §7.28). */
#include "layout/table.h"

/* ---- Rows ------------------------------------------------------------------------------------- */

/* The cells of one row: siblings [cell, end), markers among them. */
typedef struct {
  const FoNode *row; /* fo:table-row, or NULL */
  const FoNode *cell, *end;
} Cells;

TableReader table_reader(Table *table, const FoNode *part) {
  return (TableReader){.table = table, .part = part, .next = part->first, .first = true};
}

static bool is_row(const FoNode *node) {
  return node->element == FO_TABLE_ROW && node->style->visibility != KW_COLLAPSE;
}

static const FoNode *skip_to_row(const FoNode *node) {
  while (node && !is_row(node) && node->element != FO_TABLE_CELL)
    node = node->next;
  return node;
}

/* Bare cells: a row ends where a cell says so, or before one that starts a row, or a fo:table-row. */
static const FoNode *end_of_bare_row(const FoNode *cell) {
  for (const FoNode *node = cell; node; node = node->next) {
    if (node->element == FO_TABLE_ROW)
      return node;
    if (node->element != FO_TABLE_CELL)
      continue;
    if (node != cell && node->style->starts_row == KW_TRUE)
      return node;
    if (node->style->ends_row == KW_TRUE)
      return node->next;
  }
  return NULL;
}

static bool next_cells(TableReader *reader, Cells *cells) {
  const FoNode *node = skip_to_row(reader->next);
  if (!node)
    return false;
  if (node->element == FO_TABLE_ROW) {
    *cells = (Cells){.row = node, .cell = node->first};
    reader->next = node->next;
  } else {
    *cells = (Cells){.cell = node, .end = end_of_bare_row(node)};
    reader->next = cells->end;
  }
  return true;
}

static const FoNode *next_cell(Cells *cells) {
  while (cells->cell && cells->cell != cells->end) {
    const FoNode *node = cells->cell;
    cells->cell = node->next;
    if (node->element == FO_TABLE_CELL)
      return node;
  }
  return NULL;
}

/* ---- Places ------------------------------------------------------------------------------------- */

/* The row that is being filled. */
typedef struct {
  int columns;
  int *left; /* rows that a cell still takes, for each column, this one included */
  int *cell; /* its index */
  int next;  /* where the next cell without a column-number goes */
} Filling;

static Filling filling_new(int columns) {
  return (Filling){columns, g_new0(int, (gsize)columns), g_new0(int, (gsize)columns), 0};
}

static void filling_free(Filling *filling) {
  g_free(filling->left);
  g_free(filling->cell);
}

static int first_free(const Filling *filling, int column) {
  while (column < filling->columns && filling->left[column] > 0)
    column++;
  return column;
}

/* Where a cell begins; `filling->columns`: nowhere. */
static int column_of(const Filling *filling, const FoNode *cell) {
  const int asked = cell->style->column_number;
  if (asked < 1)
    return first_free(filling, filling->next);
  return first_free(filling, MIN(asked, TABLE_MAX_COLUMNS) - 1);
}

static int columns_spanned(const FoNode *cell) {
  return CLAMP(cell->style->number_columns_spanned, 1, TABLE_MAX_COLUMNS);
}

static int rows_spanned(const FoNode *cell) {
  return MAX(1, cell->style->number_rows_spanned);
}

static void fill(Filling *filling, int column, int columns, int rows, int index) {
  for (int c = column; c < column + columns; c++) {
    filling->left[c] = rows;
    filling->cell[c] = index;
  }
  filling->next = column + columns;
}

/* Begins the next row; true if a cell of a row above reaches into it. */
static bool next_row(Filling *filling) {
  bool reaches = false;
  for (int c = 0; c < filling->columns; c++) {
    filling->left[c] -= filling->left[c] > 0;
    reaches = reaches || filling->left[c] > 0;
  }
  filling->next = 0;
  return reaches;
}

/* ---- Counting columns -------------------------------------------------------------------------------- */

int table_declared_columns(const FoNode *table) {
  int next = 1, count = 0;
  for (const FoNode *node = table->first; node; node = node->next) {
    if (node->element != FO_TABLE_COLUMN)
      continue;
    const Style *style = node->style;
    const int first =
        style->column_number > 0 ? MIN(style->column_number, TABLE_MAX_COLUMNS) : next;
    const int repeated = CLAMP(style->number_columns_repeated, 1, TABLE_MAX_COLUMNS);
    next = MIN(first + repeated * columns_spanned(node), TABLE_MAX_COLUMNS + 1);
    count = MAX(count, next - 1);
  }
  return count;
}

static bool is_part(const FoNode *node) {
  return node->element == FO_TABLE_HEADER || node->element == FO_TABLE_FOOTER ||
         node->element == FO_TABLE_BODY;
}

/* How far the cells of a part reach; with columns that are declared, only where they begin counts,
 * as a span that is too wide is clipped. */
static int reach_of_part(Table *table, const FoNode *part, bool declared) {
  TableReader reader = table_reader(table, part);
  Filling filling = filling_new(TABLE_MAX_COLUMNS);
  int reach = 0;
  for (Cells cells; next_cells(&reader, &cells); next_row(&filling)) {
    for (const FoNode *cell; (cell = next_cell(&cells));) {
      const int column = column_of(&filling, cell);
      if (column == TABLE_MAX_COLUMNS)
        continue;
      const int columns = MIN(columns_spanned(cell), TABLE_MAX_COLUMNS - column);
      fill(&filling, column, columns, rows_spanned(cell), 0);
      reach = MAX(reach, declared ? column + 1 : column + columns);
    }
  }
  filling_free(&filling);
  return reach;
}

int table_count_columns(Table *table) {
  const int declared = table_declared_columns(table->node);
  int count = MAX(1, declared);
  for (const FoNode *node = table->node->first; node; node = node->next)
    if (is_part(node))
      count = MAX(count, reach_of_part(table, node, declared > 0));
  return count;
}

/* ---- Groups ---------------------------------------------------------------------------------------------- */

/* A group in the making. */
typedef struct {
  const Table *table;
  Diagnostics *diagnostics;
  Filling filling;
  GArray *rows, *cells, *slots; /* of TableLine, TableCell, int */
} Making;

/* The columns that are free for a cell of `columns`, from `column` on. */
static int clip_columns(const Making *making, const FoNode *cell, int column, int columns) {
  const Filling *filling = &making->filling;
  if (columns > filling->columns - column) {
    diag_layout_table_span(making->diagnostics, fo_place(cell), "number-columns-spanned", columns,
                           filling->columns - column);
    columns = filling->columns - column;
  }
  for (int c = 0; c < columns; c++) {
    if (filling->left[column + c] > 0) {
      diag_layout_table_overlap(making->diagnostics, fo_place(cell), column + c + 1);
      return c;
    }
  }
  return columns;
}

static void report_occupied(const Making *making, const FoNode *cell, int column) {
  const int asked = cell->style->column_number;
  if (asked > 0 && column != asked - 1 && asked <= making->filling.columns)
    diag_layout_table_overlap(making->diagnostics, fo_place(cell), asked);
}

/* visibility="collapse" on fo:table-column takes its cells out (CSS 2.1 §17.5.5). */
static bool in_collapsed_columns(const Table *table, const TableCell *cell) {
  for (int c = cell->column; c < cell->column + cell->columns; c++) {
    const FoNode *column = table->columns[c].node;
    if (!column || column->style->visibility != KW_COLLAPSE)
      return false;
  }
  return true;
}

static void place_cell(Making *making, const FoNode *node, int row) {
  const int column = column_of(&making->filling, node);
  report_occupied(making, node, column);
  if (column >= making->filling.columns) {
    diag_layout_table_outside(making->diagnostics, fo_place(node), making->filling.columns);
    return;
  }
  const TableCell cell = {
      .node = node,
      .row = row,
      .rows = rows_spanned(node),
      .column = column,
      .columns = clip_columns(making, node, column, columns_spanned(node)),
  };
  const bool shown = !in_collapsed_columns(making->table, &cell);
  fill(&making->filling, column, cell.columns, cell.rows, shown ? (int)making->cells->len : -1);
  if (shown)
    g_array_append_val(making->cells, cell);
}

static void record_slots(Making *making) {
  for (int c = 0; c < making->filling.columns; c++) {
    const int index = making->filling.left[c] > 0 ? making->filling.cell[c] : -1;
    g_array_append_val(making->slots, index);
  }
}

static void clip_rows(Making *making) {
  const int count = (int)making->rows->len;
  for (guint i = 0; i < making->cells->len; i++) {
    TableCell *cell = &g_array_index(making->cells, TableCell, i);
    if (cell->rows <= count - cell->row)
      continue;
    diag_layout_table_span(making->diagnostics, fo_place(cell->node), "number-rows-spanned",
                           cell->rows, count - cell->row);
    cell->rows = count - cell->row;
  }
}

static void take_keeps(Making *making) {
  for (guint i = 0; i < making->rows->len; i++)
    table_line_keeps(&g_array_index(making->rows, TableLine, i));
  for (guint i = 0; i < making->cells->len; i++) {
    const TableCell *cell = &g_array_index(making->cells, TableCell, i);
    const int last = cell->row + cell->rows - 1;
    table_line_cell(&g_array_index(making->rows, TableLine, cell->row), cell->node, true, false);
    table_line_cell(&g_array_index(making->rows, TableLine, last), cell->node, false, true);
  }
}

static void make_rows(Making *making, TableReader *reader) {
  bool reaches = true;
  for (Cells cells; reaches && next_cells(reader, &cells);) {
    const TableLine line = {.node = cells.row,
                            .place = cells.row ? cells.row : cells.cell,
                            .first = reader->first && making->rows->len == 0,
                            .last = skip_to_row(reader->next) == NULL};
    for (const FoNode *cell; (cell = next_cell(&cells));)
      place_cell(making, cell, (int)making->rows->len);
    record_slots(making);
    g_array_append_val(making->rows, line);
    reaches = next_row(&making->filling);
  }
  if (reaches)
    clip_rows(making);
  take_keeps(making);
  reader->first = false;
}

TableGroup *table_read_group(TableReader *reader, Diagnostics *diagnostics) {
  if (!skip_to_row(reader->next))
    return NULL;
  Making making = {
      .table = reader->table,
      .diagnostics = diagnostics,
      .filling = filling_new(reader->table->column_count),
      .rows = g_array_new(FALSE, FALSE, sizeof(TableLine)),
      .cells = g_array_new(FALSE, FALSE, sizeof(TableCell)),
      .slots = g_array_new(FALSE, FALSE, sizeof(int)),
  };
  make_rows(&making, reader);
  filling_free(&making.filling);
  TableGroup *group = g_new0(TableGroup, 1);
  group->table = reader->table;
  group->part = reader->part;
  group->row_count = (int)making.rows->len;
  group->cell_count = (int)making.cells->len;
  group->rows = (TableLine *)(void *)g_array_free(making.rows, FALSE);
  group->cells = (TableCell *)(void *)g_array_free(making.cells, FALSE);
  group->slots = (int *)(void *)g_array_free(making.slots, FALSE);
  return group;
}

void table_group_free(TableGroup *group) {
  if (!group)
    return;
  for (int i = 0; i < group->cell_count; i++)
    queue_free(group->cells[i].queue);
  g_free(group->rows);
  g_free(group->cells);
  g_free(group->slots);
  g_free(group->above);
  g_free(group->beside);
  g_free(group->below);
  g_free(group);
}
