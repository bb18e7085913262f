/* From a part of a group of rows to its areas, and to the cursor of the rest. */
#include "layout/table_flow.h"

/* ---- Areas -------------------------------------------------------------------------------------------------- */

static TableBottom cell_bottom(const TableBreak *at, const TableCell *cell, bool complete) {
  if (complete)
    return BOTTOM_NORMAL;
  const bool reaches = table_last_row(cell) > at->last;
  return reaches || (at->inside && table_last_row(cell) == at->last) ? BOTTOM_BROKEN
                                                                     : BOTTOM_NORMAL;
}

/* The boxes of rows that cells are put into, from the first on: the part itself where it has one row only. */
static Area **row_areas(TableFlow *flow, TablePart *part) {
  const TableGroup *group = flow->group;
  Area **rows = g_new0(Area *, (gsize)(part->last - part->first + 1));
  if (group->row_count == 1) {
    part->area.node = group->rows[0].node;
    rows[0] = &part->area;
    return rows;
  }
  for (int r = part->first; r <= part->last; r++) {
    Area *area = area_new(flow->layout, AREA_BOX, group->rows[r].node);
    area->y = table_part_top(part, r);
    area->height = table_part_end(part, r) - area->y;
    area->width = part->area.width;
    area_append(&part->area, area);
    rows[r - part->first] = area;
  }
  return rows;
}

static void append_cell(TableFlow *flow, const TableBreak *at, TablePart *part, Area *row,
                        int number) {
  const TableCell *cell = &flow->group->cells[table_numbered_cell(flow, number)];
  const TableCellFit *fitted = &at->cells[number];
  const TableCellBox box = {
      .cell = cell,
      .top = fitted->top,
      .height = table_part_end(part, MIN(table_last_row(cell), part->last)) - fitted->top,
      .at_top = table_cell_top(flow, cell),
      .at_bottom = cell_bottom(at, cell, part->complete),
      .content = fitted->fitted ? fitted->part.areas : NULL,
      .content_height = fitted->part.height,
      .shift = fitted->shift,
      .visible = fitted->part.any || fitted->from.done,
  };
  Area *area = table_cell_area(flow->layout, flow->group, &box);
  if (row != &part->area)
    area->y -= row->y;
  area_append(row, area);
}

static TablePart *part_area(TableFlow *flow, const TableBreak *at, bool complete) {
  const TableGroup *group = flow->group;
  const Table *table = group->table;
  TablePart *part = arena_new_object(flow->layout->arena, TablePart);
  part->area.kind = AREA_BOX;
  part->area.x = table->x;
  part->area.width = table->width;
  part->area.height = at->end;
  part->group = group;
  part->first = flow->from->row;
  part->last = at->last;
  part->top = flow->top;
  part->broken = at->inside;
  part->complete = complete;
  table_row_of(flow, at->last)->end = at->end;
  part->ends = arena_new_array(flow->layout->arena, Length, part->last - part->first + 1);
  for (int r = part->first; r <= part->last; r++)
    part->ends[r - part->first] = table_row_of(flow, r)->end;
  table_paint_backgrounds(flow->layout, part);
  Area **rows = row_areas(flow, part);
  for (int n = 0; n < table_numbered(flow); n++) {
    const TableCell *cell = &group->cells[table_numbered_cell(flow, n)];
    if (cell->row <= part->last)
      append_cell(flow, at, part, rows[MAX(cell->row - part->first, 0)], n);
  }
  g_free(rows);
  if (table->lines)
    table_paint_borders(flow->layout, part);
  return part;
}

/* ---- The part ------------------------------------------------------------------------------------------------ */

/* Where a cell goes on behind the break. */
static TableCellCursor rest_of_cell(const TableFlow *flow, const TableBreak *at, int cell) {
  if (flow->group->cells[cell].row > at->last)
    return (TableCellCursor){.cursor = cursor_start()};
  const TableCellFit *fitted = &at->cells[table_number_of(flow, cell)];
  if (!fitted->fitted || fitted->from.done)
    return fitted->from;
  Queue *queue = cursor_begun(fitted->part.next) ? fitted->queue : NULL;
  return (TableCellCursor){fitted->part.next, fitted->part.end == FIT_END, queue};
}

static const void *rest_of(TableFlow *flow, const TableBreak *at, unsigned *oldest) {
  const TableGroup *group = flow->group;
  const int row = at->inside ? at->last : at->last + 1;
  const int first = table_first_slot(group, row);
  const int count = row < group->row_count ? table_first_slot(group, row + 1) - first : 0;
  TableCursor *next =
      arena_alloc(flow->layout->arena, sizeof *next + sizeof *next->cells * (size_t)count);
  *oldest = flow->layout->generation;
  const bool same = at->inside && at->last == flow->from->row;
  const Length top = at->last > flow->from->row ? table_row_of(flow, at->last - 1)->end : 0;
  next->row = row;
  next->started = true;
  next->inside = at->inside;
  next->used = at->inside ? at->end - top + (same ? flow->from->used : 0) : 0;
  for (int i = 0; i < count; i++) {
    next->cells[i] = rest_of_cell(flow, at, group->slots[first + i]);
    const unsigned own = cursor_oldest(flow->layout, next->cells[i].cursor);
    *oldest = MIN(*oldest, own);
  }
  return next;
}

RowPart table_row_part(TableFlow *flow, const TableBreak *at, bool complete) {
  RowPart result = {
      .area = &part_area(flow, at, complete)->area,
      .height = at->end,
      .complete = complete,
      .any = true,
      .cost = at->cost,
      .end = complete ? FIT_END : at->how,
      .forced = at->forced,
  };
  result.next = rest_of(flow, at, &result.oldest);
  Note **tail = &result.notes;
  for (int n = 0; n < table_numbered(flow); n++) {
    if (flow->group->cells[table_numbered_cell(flow, n)].row > at->last || !at->cells[n].fitted)
      continue;
    *tail = at->cells[n].part.notes;
    while (*tail)
      tail = &(*tail)->next;
  }
  return result;
}
