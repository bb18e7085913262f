/* What of a group of rows is being laid out: the cells that stand in a part, by their numbers there, and
 * the queues of cells that have begun. A group may be a whole table: nothing here looks at all of it. */
#include "layout/table_flow.h"

static int by_index(gconstpointer a, gconstpointer b) {
  return *(const int *)a - *(const int *)b;
}

/* ---- Cells of a part ----------------------------------------------------------------------------- */

int table_number_of(const TableFlow *flow, int cell) {
  const int first = table_first_cell(flow->group, flow->from->row);
  const GArray *carried = flow->carried;
  if (cell >= first)
    return (int)carried->len + cell - first;
  guint low = 0, high = carried->len - 1;
  while (low < high) {
    const guint middle = low + (high - low) / 2;
    if (g_array_index(carried, int, middle) < cell)
      low = middle + 1;
    else
      high = middle;
  }
  return (int)low;
}

/* Numbers the cells that come down from above. */
void table_number_carried(TableFlow *flow) {
  const TableGroup *group = flow->group;
  const TableSlots slots = table_slots_of(group, flow->from->row);
  for (int i = slots.first; i < slots.end; i++)
    if (group->cells[group->slots[i]].row < flow->from->row)
      g_array_append_val(flow->carried, group->slots[i]);
  g_array_sort(flow->carried, by_index);
  g_array_set_size(flow->cells, flow->carried->len);
}

/* Numbers the cells that begin in the next row. */
void table_number_row(TableFlow *flow, int row) {
  const TableGroup *group = flow->group;
  const int first = table_first_cell(group, flow->from->row);
  const int end = table_first_cell(group, row + 1);
  g_array_set_size(flow->cells, flow->carried->len + (guint)(end - first));
  g_array_set_size(flow->rows, (guint)(row - flow->from->row + 1));
  if (row > flow->from->row || !flow->from->started)
    return;
  const TableSlots slots = table_slots_of(group, row);
  for (int i = slots.first; i < slots.end; i++)
    table_fit_of(flow, group->slots[i])->from = flow->from->cells[i - slots.first];
}

/* ---- Queues -------------------------------------------------------------------------------------- */

Queue *table_cell_queue(TableFlow *flow, int index) {
  TableCell *cell = &flow->group->cells[index];
  Queue *begun = table_fit_of(flow, index)->from.queue;
  if (begun || cell->queue)
    return begun ? begun : cell->queue;
  const Table *table = flow->group->table;
  const FoNode *row = flow->group->rows[cell->row].node;
  const Context context = table_cell_context(flow->group, cell);
  /* A cell over several rows may break where they part. */
  BreakCost keep = table->keep_cost;
  if (row && cell->rows == 1)
    keep = cost_both(keep, keep_cost(&row->style->keep_together));
  cell->queue = queue_new(flow->layout, cell->node, context, keep);
  g_array_append_val(flow->group->live, index);
  return cell->queue;
}

static TableCell *live_cell(const TableGroup *group, guint number) {
  return &group->cells[g_array_index(group->live, int, number)];
}

static void end_queue(TableCell *cell) {
  queue_free(cell->queue);
  cell->queue = NULL;
}

static void retire_queue(TableCell *cell) {
  queue_retire(cell->queue);
  cell->queue = NULL;
}

/* Forgets the cells that have no queue any more. */
static void forget_ended(TableGroup *group) {
  guint kept = 0;
  for (guint i = 0; i < group->live->len; i++)
    if (live_cell(group, i)->queue)
      g_array_index(group->live, int, kept++) = g_array_index(group->live, int, i);
  g_array_set_size(group->live, kept);
}

void table_end_queues(TableGroup *group, bool retire) {
  for (guint i = 0; i < group->live->len; i++) {
    if (retire)
      retire_queue(live_cell(group, i));
    else
      end_queue(live_cell(group, i));
  }
  g_array_set_size(group->live, 0);
}

/* ---- Another width ----------------------------------------------------------------------------------- */

/* Where a cell goes on from a cursor (NULL: the beginning). */
static TableCellCursor cell_cursor(const TableGroup *group, const TableCursor *from, int index) {
  const TableCell *cell = &group->cells[index];
  if (!from || !from->started || cell->row > from->row)
    return (TableCellCursor){.cursor = cursor_start()};
  if (table_last_row(cell) < from->row)
    return (TableCellCursor){.done = true};
  const int slot = table_slot_number(group, from->row, cell->column);
  return from->cells[slot - table_first_slot(group, from->row)];
}

/* The cells (int) that have begun above a cursor and go on there. */
static GArray *cells_begun(const TableGroup *group, const TableCursor *from) {
  GArray *begun = g_array_new(FALSE, FALSE, sizeof(int));
  if (!from || !from->started || from->row >= group->row_count)
    return begun;
  const TableSlots slots = table_slots_of(group, from->row);
  for (int i = slots.first; i < slots.end; i++) {
    const TableCellCursor *at = &from->cells[i - slots.first];
    if (at->queue && !at->done)
      g_array_append_val(begun, group->slots[i]);
  }
  g_array_sort(begun, by_index);
  return begun;
}

/* What has not begun is laid out when it is needed. */
void table_row_resize(Row *row, const void *from, const Queue *queue, Frame *frame) {
  TableGroup *group = ((TableRow *)row)->group;
  (void)queue;
  (void)frame;
  GArray *begun = cells_begun(group, from);
  for (guint i = 0; i < begun->len; i++) {
    const int index = g_array_index(begun, int, i);
    const TableCellCursor at = cell_cursor(group, from, index);
    queue_set_context(at.queue, at.cursor, table_cell_context(group, &group->cells[index]));
  }
  g_array_unref(begun);
  for (guint i = 0; i < group->live->len; i++) {
    const TableCellCursor at = cell_cursor(group, from, g_array_index(group->live, int, i));
    if (!at.done && at.queue != live_cell(group, i)->queue)
      retire_queue(live_cell(group, i));
  }
  forget_ended(group);
}

/* ---- Pages that are done ------------------------------------------------------------------------ */

/* The content that the cells which have begun go on in. */
static void go_back(TableGroup *group, const TableCursor *from) {
  GArray *begun = cells_begun(group, from);
  for (guint i = 0; i < begun->len; i++) {
    const int index = g_array_index(begun, int, i);
    TableCell *cell = &group->cells[index];
    if (!cell->queue)
      g_array_append_val(group->live, index);
    queue_go_back(&cell->queue, cell_cursor(group, from, index).queue);
  }
  g_array_unref(begun);
}

void table_row_release(Row *row, const void *from) {
  TableGroup *group = ((TableRow *)row)->group;
  go_back(group, from);
  for (guint i = 0; i < group->live->len; i++) {
    TableCell *cell = live_cell(group, i);
    const TableCellCursor at = cell_cursor(group, from, g_array_index(group->live, int, i));
    if (at.done)
      end_queue(cell);
    else
      queue_release(cell->queue, at.cursor);
  }
  forget_ended(group);
}

unsigned table_row_oldest(const Row *row) {
  const TableGroup *group = ((const TableRow *)row)->group;
  unsigned oldest = G_MAXUINT;
  for (guint i = 0; i < group->live->len; i++) {
    const unsigned inner = queue_oldest(live_cell(group, i)->queue); /* MIN would recurse twice */
    oldest = MIN(oldest, inner);
  }
  return oldest;
}

void table_row_open(const Row *row, const void *from, GPtrArray *nodes) {
  const TableGroup *group = ((const TableRow *)row)->group;
  GArray *begun = cells_begun(group, from);
  for (guint i = 0; i < begun->len; i++) {
    const int index = g_array_index(begun, int, i);
    const TableCellCursor at = cell_cursor(group, from, index);
    g_ptr_array_add(nodes, (gpointer)group->cells[index].node);
    cursor_open_nodes(at.queue, at.cursor, nodes);
  }
  g_array_unref(begun);
}
