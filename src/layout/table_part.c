/* From a part of a group of rows to its areas, and to the cursor of the rest. */
#include "layout/table_flow.h"

TableCursor *table_cursor_new(Layout *layout, const TableGroup *group, const TableCursor *from) {
  const size_t size =
      sizeof(TableCursor) + sizeof(TableCellCursor) * (size_t)MAX(1, group->cell_count);
  if (from)
    return arena_copy(layout->arena, from, size);
  TableCursor *cursor = arena_alloc(layout->arena, size);
  for (int i = 0; i < group->cell_count; i++)
    cursor->cells[i].cursor = cursor_start();
  return cursor;
}

/* ---- Areas -------------------------------------------------------------------------------------------------- */

static TableBottom cell_bottom(const TableBreak *at, const TableCell *cell, bool complete) {
  if (complete)
    return BOTTOM_NORMAL;
  const bool reaches = table_last_row(cell) > at->last;
  return reaches || (at->inside && table_last_row(cell) == at->last) ? BOTTOM_BROKEN
                                                                     : BOTTOM_NORMAL;
}

/* The boxes of rows that cells are put into: the part itself where it has one row only. */
static Area **row_areas(TableFlow *flow, TablePart *part) {
  const TableGroup *group = flow->group;
  Area **rows = g_new0(Area *, (gsize)group->row_count);
  if (group->row_count == 1) {
    part->area.node = group->rows[0].node;
    rows[0] = &part->area;
    return rows;
  }
  for (int r = part->first; r <= part->last; r++) {
    Area *area = area_new(flow->layout, AREA_BOX, group->rows[r].node);
    area->y = r == part->first ? 0 : flow->ends[r - 1];
    area->height = flow->ends[r] - area->y;
    area->width = part->area.width;
    area_append(&part->area, area);
    rows[r] = area;
  }
  return rows;
}

static void append_cell(TableFlow *flow, const TableBreak *at, TablePart *part, Area *row,
                        int index) {
  const TableCell *cell = &flow->group->cells[index];
  const TableCellFit *fitted = &at->cells[index];
  const bool continued = !table_unfinished(flow, index);
  const TableCellBox box = {
      .cell = cell,
      .top = fitted->top,
      .height = flow->ends[MIN(table_last_row(cell), part->last)] - fitted->top,
      .at_top = table_cell_top(flow, cell),
      .at_bottom = cell_bottom(at, cell, part->complete),
      .content = fitted->fitted ? fitted->part.areas : NULL,
      .content_height = fitted->part.height,
      .shift = fitted->shift,
      .visible = fitted->part.any || continued,
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
  flow->ends[at->last] = at->end;
  table_paint_backgrounds(flow->layout, part, flow->ends);
  Area **rows = row_areas(flow, part);
  for (int i = 0; i < group->cell_count; i++) {
    const TableCell *cell = &group->cells[i];
    if (cell->row <= part->last && table_last_row(cell) >= part->first)
      append_cell(flow, at, part, rows[MAX(cell->row, part->first)], i);
  }
  g_free(rows);
  if (table->collapse)
    table_paint_borders(flow->layout, part, flow->ends);
  return part;
}

/* ---- The part ------------------------------------------------------------------------------------------------ */

static const void *rest_of(TableFlow *flow, const TableBreak *at, unsigned *oldest) {
  TableCursor *next = table_cursor_new(flow->layout, flow->group, flow->from);
  *oldest = flow->layout->generation;
  const bool same = at->inside && at->last == flow->from->row;
  const Length top = at->last > flow->from->row ? flow->ends[at->last - 1] : 0;
  next->row = at->inside ? at->last : at->last + 1;
  next->inside = at->inside;
  next->used = at->inside ? at->end - top + (same ? flow->from->used : 0) : 0;
  for (int i = 0; i < flow->group->cell_count; i++) {
    const TableCell *cell = &flow->group->cells[i];
    if (cell->row > at->last || !at->cells[i].fitted || next->cells[i].done)
      continue;
    next->cells[i].cursor = at->cells[i].part.next;
    next->cells[i].done = at->cells[i].part.end == FIT_END;
  }
  for (int i = 0; i < flow->group->cell_count; i++) {
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
  for (int i = 0; i < flow->group->cell_count; i++) {
    if (flow->group->cells[i].row > at->last || !at->cells[i].fitted)
      continue;
    *tail = at->cells[i].part.notes;
    while (*tail)
      tail = &(*tail)->next;
  }
  return result;
}
