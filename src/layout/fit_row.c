/* Rows in a column: how much of one goes in, and breaks inside those that went in whole. */
#include "layout/fit.h"

/* At most `most` of the room. */
static RowPart fit_row(Fit *fit, Row *row, const void *cursor, Length most) {
  const NoteRoom *notes = fit->room.notes;
  const Length claimed = notes ? notes->used + notes->head : 0;
  Room room = {
      .height = fit->room.height == G_MAXINT64 ? G_MAXINT64 : MIN(fit_room(fit), most) + claimed,
      .whole = fit->room.whole,
      .rigid = true,
      .must_place = fit->room.must_place && (!fit->any || !fit->best.valid),
      .top = fit->leading,
      .first = !fit->any,
      .page_end = fit->room.page_end,
      .last_column = fit->room.last_column,
      .quiet = fit->room.quiet,
      .trying = most < G_MAXINT64 || fit->room.trying,
      .notes = fit->room.notes,
      .floats = row->node->element == FO_LIST_ITEM ? fit->floats : NULL,
      .float_y = fit->origin + fit->y,
  };
  if (room.floats)
    room.displaced = fit_displacement(fit);
  const Length used = notes ? notes->used : 0;
  const RowPart part = row->fit(fit->queue->layout, row, cursor, room);
  if (fit->room.notes)
    fit->room.notes->used = used;
  return part;
}

/* What is left of `left` behind a part of a row, whose footnotes are not taken yet. */
static Length left_behind(Fit *fit, Length left, const RowPart *part) {
  const Length notes = fit_notes_height(fit, part->notes);
  const Length behind = left - part->height;
  return notes ? MIN(behind, fit_room_for_notes(fit) - part->height - notes) : behind;
}

/* Offers a break inside a row that went in whole, as one behind it would cost more. */
static void offer_inside(Fit *fit, const WholeRow *whole) {
  Row *row = queue_item(fit->queue, whole->before.next.index)->row;
  NoteRoom *notes = fit->room.notes;
  const Length used = notes ? notes->used : 0;
  if (notes)
    notes->used = whole->before.notes.used;
  const RowPart part = fit_row(fit, row, whole->cursor, whole->height - LENGTH_PER_POINT);
  Candidate inside = whole->before;
  inside.left = left_behind(fit, inside.left, &part);
  if (notes)
    notes->used = used;
  inside.cost = MAX(part.cost, cost_at(row->keep_cost, fit->room.page_end));
  inside.next.row = part.next;
  inside.row = part;
  inside.bend = 0;
  const Candidate *best = &fit->best;
  const bool later = best->valid && best->placed > inside.placed;
  if (part.complete || !part.any || inside.cost >= COST_FORBIDDEN ||
      (best->valid && (later ? best->cost <= inside.cost : best->cost < inside.cost)))
    return;
  fit->best = inside;
}

void fit_offer_inside_rows(Fit *fit) {
  if (fit->room.trying)
    return;
  const Length y = fit->y;
  const Flex flex = fit->flex;
  const bool must_place = fit->room.must_place;
  fit->room.must_place = false;
  for (guint i = fit->rows->len; i > 0; i--) {
    const WholeRow *whole = &g_array_index(fit->rows, WholeRow, i - 1);
    fit->y = whole->before.y;
    fit->flex = whole->before.flex;
    offer_inside(fit, whole);
  }
  g_array_set_size(fit->rows, 0);
  fit->room.must_place = must_place;
  fit->y = y;
  fit->flex = flex;
}

/* Beside side-floats a row is not tried again. */
static void note_whole_row(Fit *fit, const Row *row, const void *cursor, Length height) {
  if (height == 0 || cost_at(row->keep_cost, fit->room.page_end) >= COST_FORBIDDEN ||
      fit->queue->layout->side_floats || fit->room.height == G_MAXINT64)
    return;
  WholeRow whole = {.before = fit_candidate(fit, 0), .cursor = cursor, .height = height};
  whole.before.next = (Cursor){.index = fit->index, .open = fit->open};
  g_array_append_val(fit->rows, whole);
}

/* The first part of a row becomes a candidate, if it costs no more than the best one. */
static FitStep offer_row_part(Fit *fit, const RowPart *part, int cost) {
  const bool forced = part->end == FIT_BREAK;
  if (!part->any &&
      !forced) /* what stands before a forced break may be empty: the row goes on behind it */
    return STEP_FULL;
  const bool dear = cost >= COST_FORBIDDEN && !fit->room.must_place;
  Candidate candidate = fit_candidate(fit, forced ? 0 : cost);
  candidate.next =
      (Cursor){.index = fit->index, .row = part->next, .oldest = part->oldest, .open = fit->open};
  candidate.row = *part;
  candidate.left = left_behind(fit, candidate.left, part);
  candidate.bend = 0; /* a row ends where the room ends */
  if (!forced && (dear || !fit_better(fit, &candidate)))
    return STEP_FULL;
  fit->best = candidate;
  return STEP_ROW_BREAK;
}

FitStep fit_step_row(Fit *fit, const Item *item, const void *cursor) {
  fit_settle(fit, false);
  Row *row = item->row;
  if (fit_float_too_high(fit, item->node))
    return STEP_FULL;
  const Length head = fit->room.notes ? fit->room.notes->head : 0;
  const guint floats = fit_float_count(fit);
  RowPart part = fit_row(fit, row, cursor, G_MAXINT64);
  /* A float in one column takes room from those before it, too. */
  if (fit->room.notes && fit->room.notes->head != head) {
    fit_float_rewind(fit, floats);
    part = fit_row(fit, row, cursor, G_MAXINT64);
  }
  if (!part.complete)
    return offer_row_part(fit, &part, MAX(part.cost, cost_at(row->keep_cost, fit->room.page_end)));
  note_whole_row(fit, row, cursor, part.height);
  fit_place(fit, (Placement){.kind = PLACE_AREA, .area = part.area});
  fit->y += part.height;
  fit->any = true;
  if (part.height > 0)
    fit->leading = false;
  fit_take_notes(fit, part.notes);
  return STEP_ON;
}
