/* A group of table rows as a Row: cells side by side, each a queue of its own.
 *
 * A part is filled row by row: a row fits if all cells that end in it do. The first that does not is
 * broken inside, if every cell in it that is not finished can place something; or the group breaks
 * after one of the rows above, cells that span it being broken there. The cheapest break is taken,
 * of equals the last. */
#include "layout/table_flow.h"

/* ---- Cells ---------------------------------------------------------------------------------------- */

static bool covers(const TableCell *cell, int row) {
  return cell->row <= row && row <= table_last_row(cell);
}

static Length notes_used(const TableFlow *flow) {
  return flow->room.notes ? flow->room.notes->used : 0;
}

/* Of the room, by footnotes and before-floats. */
static Length notes_taken(const TableFlow *flow) {
  return notes_used(flow) + (flow->room.notes ? flow->room.notes->head : 0);
}

static void set_notes_used(TableFlow *flow, Length used) {
  if (flow->room.notes)
    flow->room.notes->used = used;
}

/* Fits a cell between its top and `bottom`, which its after edges share. */
static void fit_cell(TableFlow *flow, int index, Length bottom, TableBottom at, bool must_place) {
  TableCell *cell = &flow->group->cells[index];
  TableCellFit *fitted = table_fit_of(flow, index);
  const Edges edges = table_cell_edges(flow->group, cell, table_cell_top(flow, cell), at);
  const Length taken = fitted->top + edges_before(&edges) + edges_after(&edges);
  const Room room = {
      .height = bottom == G_MAXINT64 ? G_MAXINT64 : bottom - taken,
      .whole = flow->room.whole,
      .must_place = must_place,
      .top = true,
      .page_end = flow->room.page_end,
      .last_column = flow->room.last_column,
      .quiet = flow->room.quiet,
      .trying = flow->room.trying,
      .notes = flow->room.notes,
  };
  const Length others = notes_used(flow) - fitted->notes;
  set_notes_used(flow, others);
  fitted->queue = table_cell_queue(flow, index);
  fitted->part = fit(fitted->queue, fitted->from.cursor, room);
  fitted->notes = notes_used(flow) - others;
  fitted->fitted = true;
}

static bool is_whole(const TableCellFit *fitted) {
  return fitted->from.done || fitted->part.end == FIT_END;
}

/* ---- Rows that fit ------------------------------------------------------------------------------------- */

static Length given_height(const Style *style) {
  const SizeRange *range = &style->block_progression_dimension;
  return MAX(size_resolve(range->minimum, 0), size_resolve(range->optimum, 0));
}

/* The height that the row or the cell asks for, of the cell's content. */
static Length asked_height(const TableFlow *flow, const TableCell *cell) {
  Length asked = given_height(cell->node->style);
  const FoNode *row = flow->group->rows[cell->row].node;
  if (cell->rows == 1 && row)
    asked = MAX(asked, given_height(row->style));
  return cell->row <= flow->from->row ? MAX(0, asked - flow->from->used) : asked;
}

static Length needed_height(const TableFlow *flow, int index, TableBottom at) {
  const TableCell *cell = &flow->group->cells[index];
  const TableCellFit *fitted = table_fit_of(flow, index);
  const Edges edges = table_cell_edges(flow->group, cell, table_cell_top(flow, cell), at);
  Length content = fitted->fitted ? fitted->part.height + fitted->shift : 0;
  if (is_whole(fitted))
    content = MAX(content, asked_height(flow, cell));
  return edges_before(&edges) + content + edges_after(&edges);
}

/* relative-align="baseline": moves the first lines of the cells that begin in a row to one baseline. */
static bool baseline_of(const TableFlow *flow, int index, int row, Length *baseline) {
  const TableCell *cell = &flow->group->cells[index];
  const Style *style = cell->node->style;
  const TableCellFit *fitted = table_fit_of(flow, index);
  if (cell->row != row || cell->rows > 1 || !fitted->fitted || !fitted->part.areas ||
      style->relative_align != KW_BASELINE || style->display_align != KW_AUTO)
    return false;
  if (!table_first_baseline(fitted->part.areas, baseline))
    return false;
  const Edges edges =
      table_cell_edges(flow->group, cell, table_cell_top(flow, cell), BOTTOM_NORMAL);
  *baseline += edges_before(&edges);
  return true;
}

static void align_baselines(TableFlow *flow, int row) {
  if (row == flow->from->row && flow->from->inside)
    return;
  const int *cells = flow->group->slots;
  const TableSlots slots = table_slots_of(flow->group, row);
  Length deepest = 0, baseline;
  for (int i = slots.first; i < slots.end; i++)
    if (baseline_of(flow, cells[i], row, &baseline))
      deepest = MAX(deepest, baseline);
  for (int i = slots.first; i < slots.end; i++)
    if (baseline_of(flow, cells[i], row, &baseline))
      table_fit_of(flow, cells[i])->shift = deepest - baseline;
}

/* Where a row that begins at y ends, its cells being fitted. */
static Length row_end(const TableFlow *flow, int row, Length y) {
  const TableGroup *group = flow->group;
  const FoNode *node = group->rows[row].node;
  const bool rest = row == flow->from->row && flow->from->inside;
  const TableSlots slots = table_slots_of(group, row);
  Length end = y + (node && !rest ? given_height(node->style) : 0);
  for (int i = slots.first; i < slots.end; i++) {
    const int cell = group->slots[i];
    if (table_last_row(&group->cells[cell]) == row)
      end = MAX(end, table_fit_of(flow, cell)->top + needed_height(flow, cell, BOTTOM_NORMAL));
  }
  return end;
}

/* Fits the cells that end in a row, and finds where it ends. False: not all fit into the room. */
static bool row_fits(TableFlow *flow, int row, Length y) {
  const TableGroup *group = flow->group;
  const TableSlots slots = table_slots_of(group, row);
  bool whole = true;
  for (int i = slots.first; i < slots.end; i++) {
    const TableCell *cell = &group->cells[group->slots[i]];
    TableCellFit *fitted = table_fit_of(flow, group->slots[i]);
    if (cell->row == row || row == flow->from->row)
      fitted->top = y;
    if (table_last_row(cell) == row && !fitted->from.done)
      fit_cell(flow, group->slots[i], flow->room.height, BOTTOM_NORMAL, false);
    whole = whole && (table_last_row(cell) != row || is_whole(fitted));
  }
  align_baselines(flow, row);
  *table_row_of(flow, row) = (TableRowFit){row_end(flow, row, y), notes_used(flow)};
  const Length room = flow->room.height;
  return whole && (room == G_MAXINT64 || table_row_of(flow, row)->end <= room - notes_taken(flow));
}

/* ---- Where to break ---------------------------------------------------------------------------------------- */

static void offer(TableFlow *flow, TableBreak candidate) {
  TableBreak *best = &flow->best;
  if (best->valid && best->cost <= candidate.cost)
    return;
  g_free(best->cells);
  *best = candidate;
  best->valid = true;
  best->cells = g_memdup2(flow->cells->data, sizeof(TableCellFit) * flow->cells->len);
}

/* Cells get the room of the padding after them too where they are broken; not in deep nesting, where
 * fitting everything twice at each depth would never end. */
static void fit_broken(TableFlow *flow, int index, int row, TableBottom at, bool must_place) {
  const TableCell *cell = &flow->group->cells[index];
  TableCellFit *fitted = table_fit_of(flow, index);
  const bool known = table_last_row(cell) == row && fitted->fitted;
  const bool whole = known && fitted->part.end == FIT_END;
  const bool again = flow->group->table->depth < TABLE_DEPTH_OF_REFITS;
  if (!known || (again && whole == (at == BOTTOM_NORMAL)))
    fit_cell(flow, index, flow->room.height, at, false);
  if (must_place && !fitted->part.any && fitted->part.end != FIT_END)
    fit_cell(flow, index, flow->room.height, at, true);
}

/* What a break inside a row comes to. */
typedef struct {
  TableBreak at;
  bool rest, progress; /* something is left; each unfinished cell has placed something */
  Length asked;        /* the part is to be as high at least, unless it goes on from another */
} Inside;

static void break_cell(TableFlow *flow, int index, int row, TableBottom at, bool must_place,
                       Inside *inside) {
  const TableCell *cell = &flow->group->cells[index];
  TableCellFit *fitted = table_fit_of(flow, index);
  const Part *part = &fitted->part;
  fitted->shift = 0;
  if (!fitted->from.done) {
    fit_broken(flow, index, row, at, must_place);
    inside->progress = inside->progress && (part->any || part->end == FIT_END);
    inside->rest = inside->rest || part->end != FIT_END;
    if (part->end != FIT_END)
      inside->at.cost = MAX(inside->at.cost, part->cost);
    if (part->end == FIT_BREAK) {
      inside->at.how = FIT_BREAK;
      inside->at.forced = part->forced;
    }
  }
  const Edges edges =
      table_cell_edges(flow->group, cell, table_cell_top(flow, cell), BOTTOM_BROKEN);
  const Length content = fitted->fitted ? part->height : 0;
  const Length top = fitted->top + edges_before(&edges), after = edges_after(&edges);
  inside->at.end = MAX(inside->at.end, top + content + after);
  if (cell->row == row && !must_place)
    inside->asked = MAX(inside->asked, top + asked_height(flow, cell) + after);
}

static Inside break_inside(TableFlow *flow, int row, TableBottom at, bool must_place) {
  Inside inside = {.at = {.inside = true, .last = row, .how = FIT_FULL}, .progress = true};
  for (int n = 0; n < table_numbered(flow); n++) {
    const int cell = table_numbered_cell(flow, n);
    if (covers(&flow->group->cells[cell], row))
      break_cell(flow, cell, row, at, must_place, &inside);
  }
  return inside;
}

/* A break inside `row`, which does not fit. If all content would go in, but not the padding after it,
 * some content is left for the rest. */
static void try_inside(TableFlow *flow, int row, bool must_place) {
  Inside inside = break_inside(flow, row, BOTTOM_BROKEN, must_place);
  if (!inside.rest)
    inside = break_inside(flow, row, BOTTOM_NORMAL, must_place);
  const bool high = inside.at.end >= inside.asked || inside.at.how == FIT_BREAK;
  if (inside.rest && inside.progress && high)
    offer(flow, inside.at);
}

/* Cells that reach below a break after `row` take what room there is, and the row is made higher for
 * them, unless the break is forced. Gives where the row ends. */
static Length fit_reaching(TableFlow *flow, int row, bool forced, int *cost) {
  const TableGroup *group = flow->group;
  Length end = table_row_of(flow, row)->end;
  for (int n = 0; n < table_numbered(flow); n++) {
    const int index = table_numbered_cell(flow, n);
    const TableCell *cell = &group->cells[index];
    TableCellFit *fitted = table_fit_of(flow, index);
    if (cell->row > row || table_last_row(cell) <= row || fitted->from.done)
      continue;
    fitted->notes = 0;
    fit_cell(flow, index, forced ? end : MAX(end, flow->room.height), BOTTOM_BROKEN, false);
    const Part *part = &fitted->part;
    if (part->end != FIT_END)
      *cost = MAX(*cost, part->any ? part->cost : COST_ORPHAN);
    const Edges edges = table_cell_edges(group, cell, table_cell_top(flow, cell), BOTTOM_BROKEN);
    end = MAX(end, fitted->top + edges_before(&edges) + part->height + edges_after(&edges));
  }
  return end;
}

/* A break after `row`, which fits. */
static void try_after(TableFlow *flow, int row) {
  const TableGroup *group = flow->group;
  const TableLine *lines = group->rows;
  TableBreak candidate = {.last = row, .how = FIT_FULL};
  candidate.cost = cost_at(table_row_keep(&lines[row], &lines[row + 1], group->table->keep_cost),
                           flow->room.page_end);
  candidate.forced = table_row_break(&lines[row], &lines[row + 1]);
  if (candidate.forced)
    candidate.how = FIT_BREAK;
  set_notes_used(flow, table_row_of(flow, row)->notes);
  candidate.end = fit_reaching(flow, row, candidate.how == FIT_BREAK, &candidate.cost);
  offer(flow, candidate);
}

/* A break inside `row`, which fits, as one behind it is dear. */
static void try_within(TableFlow *flow, int row) {
  const Length room = flow->room.height;
  set_notes_used(flow, table_row_of(flow, row)->notes);
  flow->room.height =
      MIN(room, table_row_of(flow, row)->end - LENGTH_PER_POINT + notes_taken(flow));
  const TableSlots slots = table_slots_of(flow->group, row);
  for (int i = slots.first; i < slots.end; i++) {
    const int cell = flow->group->slots[i];
    if (table_last_row(&flow->group->cells[cell]) == row)
      table_fit_of(flow, cell)->fitted = false;
  }
  try_inside(flow, row, false);
  flow->room.height = room;
}

/* The best break where `row`, which begins at y, is the first that does not fit. If there is none
 * and something has to be placed, the row is: false, as it cannot be broken. */
static bool choose_break(TableFlow *flow, int row, Length y) {
  const int least = cost_at(flow->group->table->keep_cost, flow->room.page_end);
  try_inside(flow, row, false);
  for (int r = row - 1; r >= flow->from->row; r--) {
    if (flow->best.valid && flow->best.cost <= least)
      break;
    try_after(flow, r);
    if (!flow->room.trying && !(flow->best.valid && flow->best.cost <= least))
      try_within(flow, r);
  }
  if (flow->best.valid || !flow->room.must_place)
    return true;
  try_inside(flow, row, true);
  if (flow->best.valid)
    return true;
  *table_row_of(flow, row) = (TableRowFit){row_end(flow, row, y), notes_used(flow)};
  if (row < flow->group->row_count - 1)
    try_after(flow, row);
  return flow->best.valid;
}

/* ---- The part ------------------------------------------------------------------------------------ */

/* Fills the part row by row. */
static RowPart fill(TableFlow *flow) {
  const TableGroup *group = flow->group;
  Length y = 0;
  table_number_carried(flow);
  for (int row = flow->from->row; row < group->row_count; row++) {
    if (row > flow->from->row && table_row_break(&group->rows[row - 1], &group->rows[row])) {
      try_after(flow, row - 1);
      return table_row_part(flow, &flow->best, false);
    }
    table_number_row(flow, row);
    if (!row_fits(flow, row, y) && choose_break(flow, row, y))
      return flow->best.valid ? table_row_part(flow, &flow->best, false)
                              : (RowPart){.cost = COST_FORBIDDEN};
    y = table_row_of(flow, row)->end;
  }
  const TableBreak whole = {
      .last = group->row_count - 1, .end = y, .cells = (TableCellFit *)(void *)flow->cells->data};
  return table_row_part(flow, &whole, true);
}

static TableTop top_of_part(const TableRow *row, const TableCursor *from, Room room) {
  if (from)
    return from->inside ? TOP_CONTINUED : TOP_LEADING;
  return room.first && !row->group->table_first ? TOP_LEADING : TOP_NORMAL;
}

/* What a header or footer retrieves depends on the rows of the page: where it is something else now, content is
 * made anew. */
static void renew_retrieved(TableGroup *group) {
  if (!group->table->retrievers || group->part->element == FO_TABLE_BODY)
    return;
  table_markers_turn(group->table);
  if (group->edition != group->table->edition)
    table_end_queues(group, true);
  group->edition = group->table->edition;
}

static RowPart table_row_fit(Layout *layout, Row *row, const void *from, Room room) {
  const TableRow *self = (const TableRow *)row;
  TableGroup *group = self->group;
  renew_retrieved(group);
  static const TableCursor start = {0};
  TableFlow flow = {
      .layout = layout,
      .group = group,
      .room = room,
      .from = from ? from : &start,
      .top = top_of_part(self, from, room),
      .carried = g_array_new(FALSE, FALSE, sizeof(int)),
      .cells = g_array_new(FALSE, TRUE, sizeof(TableCellFit)),
      .rows = g_array_new(FALSE, TRUE, sizeof(TableRowFit)),
  };
  const RowPart part = fill(&flow);
  g_free(flow.best.cells);
  g_array_unref(flow.carried);
  g_array_unref(flow.cells);
  g_array_unref(flow.rows);
  return part;
}

/* ---- Life --------------------------------------------------------------------------------------- */

static void table_row_free(Row *row) {
  TableRow *self = (TableRow *)row;
  if (self->owns) {
    table_group_free(self->group);
  } else {
    table_end_queues(self->group, false);
  }
  table_unref(self->table);
  g_free(self);
}

Row *table_row_new(TableGroup *group, bool owns) {
  TableRow *row = g_new0(TableRow, 1);
  row->row = (Row){
      .node = group->rows[0].place,
      .keep_cost = group->table->keep_cost,
      .fit = table_row_fit,
      .resize = table_row_resize,
      .release = table_row_release,
      .oldest = table_row_oldest,
      .open = table_row_open,
      .free = table_row_free,
  };
  row->group = group;
  row->table = table_ref(group->table);
  row->owns = owns;
  return &row->row;
}

const FoNode *table_row_place(const Row *row, const void *cursor, bool *inside) {
  if (row->fit != table_row_fit)
    return NULL;
  const TableGroup *group = ((const TableRow *)row)->group;
  const TableCursor *at = cursor;
  *inside = at && at->inside;
  return group->rows[at ? MIN(at->row, group->row_count - 1) : 0].place;
}
