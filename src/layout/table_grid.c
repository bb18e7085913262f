/* Cells into a grid: which rows and columns each takes (XSL 1.1 §6.7.10, §7.28). */
#include "layout/table.h"

#include "base/gridrow.h"

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

/* Where a cell begins; `row->columns`: nowhere. */
static int column_of(const GridRow *row, const FoNode *cell) {
  const int asked = cell->style->column_number;
  return grid_row_first_free(row, asked < 1 ? row->next : asked - 1);
}

static int columns_spanned(const FoNode *cell) {
  return MAX(1, cell->style->number_columns_spanned);
}

static int rows_spanned(const FoNode *cell) {
  return MAX(1, cell->style->number_rows_spanned);
}

/* ---- Counting columns -------------------------------------------------------------------------------- */

static bool is_part(const FoNode *node) {
  return node->element == FO_TABLE_HEADER || node->element == FO_TABLE_FOOTER ||
         node->element == FO_TABLE_BODY;
}

static void see_cells_of_part(Table *table, const FoNode *part, TableCellSeen *seen, void *data) {
  TableReader reader = table_reader(table, part);
  GridRow filling = grid_row_new(G_MAXINT);
  for (Cells cells; next_cells(&reader, &cells); grid_row_next(&filling)) {
    for (const FoNode *cell; (cell = next_cell(&cells));) {
      const int column = column_of(&filling, cell);
      if (column == G_MAXINT)
        continue;
      const int columns = grid_row_free(&filling, column, columns_spanned(cell));
      grid_row_take(&filling, column, columns, rows_spanned(cell), 0);
      seen(data, column, columns);
    }
  }
  grid_row_clear(&filling);
}

void table_see_cells(Table *table, TableCellSeen *seen, void *data) {
  for (const FoNode *node = table->node->first; node; node = node->next)
    if (is_part(node))
      see_cells_of_part(table, node, seen, data);
}

/* ---- Groups ---------------------------------------------------------------------------------------------- */

/* A group in the making. */
typedef struct {
  const Table *table;
  Diagnostics *diagnostics;
  GridRow filling;
  GArray *rows, *cells, *slots; /* of TableLine, TableCell, int */
} Making;

/* Of the columns that a cell asks for those that it gets, from `column` on. */
static int clip_columns(const Making *making, const FoNode *cell, int column) {
  const GridRow *filling = &making->filling;
  const int asked = columns_spanned(cell);
  if (asked > filling->columns - column)
    diag_layout_table_span(making->diagnostics, fo_place(cell), "number-columns-spanned", asked,
                           filling->columns - column);
  const int columns = grid_row_free(filling, column, asked);
  if (columns < MIN(asked, filling->columns - column))
    diag_layout_table_overlap(making->diagnostics, fo_place(cell), column + columns + 1);
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
  const int columns = clip_columns(making, node, column);
  const int first = table_column_at(making->table, column);
  const TableCell cell = {
      .node = node,
      .row = row,
      .rows = rows_spanned(node),
      .column = first,
      .columns = table_column_at(making->table, column + columns) - first,
  };
  const bool shown = !in_collapsed_columns(making->table, &cell);
  grid_row_take(&making->filling, column, columns, cell.rows, shown ? (int)making->cells->len : -1);
  if (shown)
    g_array_append_val(making->cells, cell);
}

static void record_slots(Making *making) {
  for (guint i = 0; i < making->filling.taken->len; i++) {
    const int cell = g_array_index(making->filling.taken, GridTaken, i).cell;
    if (cell >= 0)
      g_array_append_val(making->slots, cell);
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
                            .last = skip_to_row(reader->next) == NULL,
                            .cell = (int)making->cells->len,
                            .slot = (int)making->slots->len};
    for (const FoNode *cell; (cell = next_cell(&cells));)
      place_cell(making, cell, (int)making->rows->len);
    record_slots(making);
    g_array_append_val(making->rows, line);
    reaches = grid_row_next(&making->filling);
  }
  if (reaches)
    clip_rows(making);
  take_keeps(making);
  reader->first = false;
}

int table_slot_number(const TableGroup *group, int row, int column) {
  const int first = table_first_slot(group, row), end = table_first_slot(group, row + 1);
  if (end - first == group->table->column_count)
    return first + column;
  int low = first, high = end;
  while (low < high) {
    const int middle = low + (high - low) / 2;
    const TableCell *cell = &group->cells[group->slots[middle]];
    if (cell->column + cell->columns <= column)
      low = middle + 1;
    else
      high = middle;
  }
  return low < end && group->cells[group->slots[low]].column <= column ? low : -1;
}

TableCell *table_slot(const TableGroup *group, int row, int column) {
  const int slot = table_slot_number(group, row, column);
  return slot < 0 ? NULL : &group->cells[group->slots[slot]];
}

TableGroup *table_read_group(TableReader *reader, Diagnostics *diagnostics) {
  if (!skip_to_row(reader->next))
    return NULL;
  Making making = {
      .table = reader->table,
      .diagnostics = diagnostics,
      .filling = grid_row_new(reader->table->number_count),
      .rows = g_array_new(FALSE, FALSE, sizeof(TableLine)),
      .cells = g_array_new(FALSE, FALSE, sizeof(TableCell)),
      .slots = g_array_new(FALSE, FALSE, sizeof(int)),
  };
  make_rows(&making, reader);
  grid_row_clear(&making.filling);
  TableGroup *group = g_new0(TableGroup, 1);
  group->table = reader->table;
  group->part = reader->part;
  group->row_count = (int)making.rows->len;
  group->cell_count = (int)making.cells->len;
  group->slot_count = (int)making.slots->len;
  group->live = g_array_new(FALSE, FALSE, sizeof(int));
  group->rows = (TableLine *)(void *)g_array_free(making.rows, FALSE);
  group->cells = (TableCell *)(void *)g_array_free(making.cells, FALSE);
  group->slots = (int *)(void *)g_array_free(making.slots, FALSE);
  return group;
}

void table_group_free(TableGroup *group) {
  if (!group)
    return;
  for (guint i = 0; i < group->live->len; i++)
    queue_free(group->cells[g_array_index(group->live, int, i)].queue);
  g_array_unref(group->live);
  g_free(group->rows);
  g_free(group->cells);
  g_free(group->slots);
  g_free(group->above);
  g_free(group->beside);
  g_free(group->below);
  g_free(group);
}
