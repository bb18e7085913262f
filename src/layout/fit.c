/* Fills a column with items and chooses where it ends.
 *
 * The items are passed once. What has extent (boxes, rows, edges of blocks) is placed at once; spaces
 * and the openings and closings of blocks without edges wait in a group until it is known what
 * follows them, as only then the spaces can be resolved. Each place where a break is allowed is a
 * candidate; the cheapest is kept, and of equals the one whose spaces are bent least. When something
 * does not fit, what was placed after the candidate is taken back.
 *
 * Spaces between blocks give way between their minimum and their maximum so that a column that is
 * not the last ends where the room ends, as far as they reach (FOP does so whatever display-align
 * says). In rows they are rigid. */
#include "layout/fit.h"
#include "layout/sidefloat.h"

/* What content may exceed its room by: each line's height is rounded to a whole unit, and a page for
 * exactly so many lines takes them. */
#define ROUNDING (LENGTH_PER_POINT / 16)

/* ---- Choosing ------------------------------------------------------------------------------------- */

Length fit_room_for_notes(const Fit *fit) {
  const NoteRoom *room = fit->room.notes;
  const Length notes = room ? room->used + room->head : 0;
  if (fit->room.height == G_MAXINT64)
    return G_MAXINT64 / 2; /* so that sums with it do not overflow */
  return fit->room.height - notes - fit->reserve - fit->y;
}

Length fit_room_left(const Fit *fit) {
  const Length left = fit_room_for_notes(fit);
  return fit->room.most ? MIN(left, fit->room.most - fit->reserve - fit->y) : left;
}

Length fit_room(const Fit *fit) {
  return fit_room_left(fit) + (fit->room.rigid ? 0 : fit->flex.shrink);
}

static bool fits(const Fit *fit, Length height) {
  NoteRoom *notes = fit->room.notes;
  if (notes && fit->last_note && notes->goes_on(notes, fit->last_note))
    return false;
  return height <= fit_room(fit) + ROUNDING;
}

/* Footnotes take room of the page, also where columns are kept low. */
static bool fits_with_notes(const Fit *fit, Length height, Length notes) {
  const Length room = fit_room_for_notes(fit) + (fit->room.rigid ? 0 : fit->flex.shrink);
  return notes == 0 || height + notes <= room + ROUNDING;
}

/* How far spaces must give way so that what is placed fills the room. */
static double bend_for(const Flex *flex, Length left) {
  const Length give = left >= 0 ? flex->stretch : flex->shrink;
  const Length wanted = ABS(left);
  if (wanted <= ROUNDING)
    return 0;
  return wanted <= give ? (give ? (double)wanted / (double)give : 0) : G_MAXDOUBLE;
}

bool fit_better(const Fit *fit, const Candidate *candidate) {
  const Candidate *best = &fit->best;
  if (!best->valid || candidate->cost != best->cost)
    return !best->valid || candidate->cost < best->cost;
  return candidate->bend <= best->bend;
}

/* What spaces can fill: below the floats, if these are the column's own. */
static Length left_over(const Fit *fit) {
  return fit_room_left(fit) - (fit->floats == &fit->own ? fit_overhang(fit) : 0);
}

Candidate fit_candidate(const Fit *fit, int cost) {
  const Length left = left_over(fit);
  return (Candidate){
      .valid = true,
      .cost = cost,
      .bend = fit->room.rigid ? G_MAXDOUBLE : bend_for(&fit->flex, left),
      .next = {.index = fit->index + 1, .open = fit->open},
      .placed = fit->placed->len,
      .y = fit->y,
      .flex = fit->flex,
      .left = left,
      .notes = fit_note_mark(fit),
      .floats = fit_float_count(fit),
  };
}

static void offer_break(Fit *fit, int cost) {
  if (fit->floats_wait || fit->overflow > 0) /* a float goes with what follows it */
    return;
  const Candidate candidate = fit_candidate(fit, cost);
  if (!fit->any || !fit_better(fit, &candidate))
    return;
  fit->best = candidate;
  if (cost == 0)
    g_array_set_size(fit->rows, 0);
}

/* Moves what is placed as the spaces give way. Stretching is for columns that go on elsewhere. */
static void bend_spaces(Fit *fit, Length left, bool goes_on) {
  const Length give = left < 0 ? fit->flex.shrink : fit->flex.stretch;
  if (fit->room.rigid || give == 0 || left == 0 || (left > 0 && !goes_on))
    return;
  const double ratio = CLAMP((double)left / (double)give, -1, 1);
  for (guint i = 0; i < fit->placed->len; i++) {
    Placement *entry = &g_array_index(fit->placed, Placement, i);
    const Length before = left < 0 ? entry->flex.shrink : entry->flex.stretch;
    entry->y += (Length)(ratio * (double)before);
  }
  fit->y += (Length)(ratio * (double)give);
}

/* May the column end at the best candidate? One that breaks a keep only if the column must take
 * something. */
static bool best_will_do(const Fit *fit) {
  return fit->best.valid && (fit->best.cost < COST_FORBIDDEN || fit->room.must_place);
}

bool fit_must_place(const Fit *fit) {
  return fit->room.must_place && !best_will_do(fit);
}

void fit_offer_behind_floats(Fit *fit) {
  Candidate candidate = fit_candidate(fit, COST_FORBIDDEN);
  candidate.next.index = fit->index;
  fit->float_placed = false;
  if (fit_better(fit, &candidate))
    fit->best = candidate;
}

/* A reference area is as high as its floats. What is left of them goes on with what follows it; the content
 * is not at its end, and no forced break is reached, before they are. */
static Part part_of(Fit *fit, FitEnd end, Cursor next) {
  Area *areas = place_areas(fit->queue->layout, fit->width, fit->placed, fit->y, &fit->y);
  if (fit->floats == &fit->own) {
    fit->y += fit_overhang(fit);
    next.floats = side_floats_rest(fit->queue->layout, fit->floats);
  }
  if (end == FIT_END && next.floats)
    end = FIT_FULL;
  return (Part){
      .areas = areas,
      .height = fit->y,
      .next = next,
      .end = end,
      .any = fit->any,
      .notes = fit->notes,
  };
}

static void report_broken_keep(Fit *fit, int cost) {
  if (cost < COST_ALWAYS)
    return;
  const Item *item = queue_item(fit->queue, fit->best.next.index);
  if (item && item->node)
    diag_layout_keep_broken(fit->queue->layout->diagnostics, fo_place(item->node));
}

static Part end_at_best(Fit *fit) {
  const Candidate *best = &fit->best;
  g_array_set_size(fit->placed, best->placed);
  fit->y = best->y;
  fit->flex = best->flex;
  fit_note_rewind(fit, best->notes);
  fit_float_rewind(fit, best->floats);
  bend_spaces(fit, best->left, best->row.end != FIT_BREAK);
  if (best->row.area) {
    fit_place(fit, (Placement){.kind = PLACE_AREA, .area = best->row.area});
    fit->y += best->row.height;
    fit->any = true;
    fit_take_notes(fit, best->row.notes);
  }
  if (fit->room.must_place && !fit->room.quiet)
    report_broken_keep(fit, best->cost);
  Part part = part_of(fit, best->row.area ? best->row.end : FIT_FULL, best->next);
  part.cost = best->cost;
  part.forced = best->row.forced;
  return part;
}

static Part end_with_nothing(Fit *fit, Cursor from) {
  g_array_set_size(fit->placed, 0);
  fit_float_rewind(fit, fit->floats_before);
  fit_note_rewind(fit, (NoteMark){NULL, fit->best.notes.used});
  return (Part){.next = from, .end = FIT_FULL, .cost = COST_FORBIDDEN};
}

/* ---- The items ----------------------------------------------------------------------------------------- */

static void report_too_high(Fit *fit, const FoNode *node, Length over) {
  char points[LENGTH_TEXT_SIZE];
  if (node && over > LENGTH_PER_POINT / 2)
    diag_layout_content_too_high(fit->queue->layout->diagnostics, fo_place(node),
                                 length_to_text(over, points));
}

/* What the blocks that end right behind the item at hand add to it, beyond what is kept free for them. */
static Length edges_behind(const Fit *fit, size_t index) {
  Length edges = 0;
  for (const Item *item; (item = queue_item(fit->queue, index)) && item->kind == ITEM_CLOSE;
       index++)
    edges += edges_after(&item->frame->edges) - fit_reserve(item->frame);
  return edges;
}

/* The anchor of a float between blocks, or before the line that it is in. */
static void step_float(Fit *fit, const Item *item) {
  if (item->node->style->float_ != KW_BEFORE) {
    fit_wait(fit, (Placement){.kind = PLACE_FLOAT, .note = item->note});
    fit->floats_wait = true;
    return;
  }
  fit_decide_floats(fit, item->note, fit_room(fit) - fit_overhang(fit));
  fit_take_notes(fit, item->note);
}

bool fit_float_too_high(Fit *fit, const FoNode *node) {
  if (fit->overflow == 0)
    return false;
  if (best_will_do(fit) || !fit->room.must_place)
    return true;
  report_too_high(fit, node, fit->overflow);
  fit->overflow = 0;
  return false;
}

static FitStep step_box(Fit *fit, const Item *item) {
  fit_settle(fit, false);
  if (fit_float_too_high(fit, item->node))
    return STEP_FULL;
  item = fit_shape_line(fit, item);
  if (item->kind == ITEM_NOTE) {
    step_float(fit, item);
    return STEP_ON;
  }
  const Length notes = fit_notes_height(fit, item->box.notes);
  const Length height = notes ? MAX(item->box.height, fit_overhang(fit)) : item->box.height;
  const bool enough = fits(fit, height) && fits_with_notes(fit, height, notes);
  if (!enough && notes && fits(fit, item->box.height) &&
      fits_with_notes(fit, item->box.height, notes))
    fit_want_room_for_notes(fit, notes);
  if (!enough && (fit->any || !fit->room.must_place)) {
    fit_offer_inside_rows(fit);
    if (best_will_do(fit) || !fit->room.must_place)
      return STEP_FULL;
  }
  if (!enough) {
    const Length behind = edges_behind(fit, fit->index + 1);
    item = queue_item(fit->queue, fit->index);
    report_too_high(fit, item->node, item->box.height + behind - fit_room(fit));
  }
  fit_place(fit, (Placement){.kind = PLACE_AREA, .area = item->box.area, .copy = true});
  fit->y += item->box.height;
  fit->any = true;
  fit->leading = false;
  fit_place_floats(fit, item->box.notes);
  fit_decide_floats(fit, item->box.notes, fit_room(fit) - notes - fit_overhang(fit));
  lines_report_overflow(fit->queue, fit->index);
  fit_take_notes(fit, item->box.notes);
  return fit_float_too_high(fit, item->node) ? STEP_FULL : STEP_ON;
}

static FitStep step_break(Fit *fit, const Item *item) {
  if (!item->brk.forced) {
    offer_break(fit, cost_at(item->brk.cost, fit->room.page_end));
    return STEP_ON;
  }
  const bool nothing = !fit->any && fit->y == fit->resumed;
  const bool plain = item->brk.forced == KW_PAGE || item->brk.forced == KW_COLUMN;
  const bool obeyed = nothing && fit->room.top && !fit->room.below;
  return obeyed && plain ? STEP_ON : STEP_FORCED;
}

static FitStep step_close(Fit *fit, Frame *frame) {
  const bool enough = fits(fit, edges_after(&frame->edges) - fit_reserve(frame));
  if (!enough && edges_after(&frame->edges) > 0 && best_will_do(fit))
    return STEP_FULL;
  if (!enough && fit->room.must_place && fits(fit, 0)) /* what is in it was not too high */
    report_too_high(fit, frame->node, edges_behind(fit, fit->index) - fit_room(fit));
  fit_close_frame(fit, frame);
  return STEP_ON;
}

/* What waits is gone if the column ends before it is known what follows. An anchor is that of what
 * follows; a change bar begins or ends behind what is placed, unless it stands in a block that waits. */
static void step_point(Fit *fit, const Item *item) {
  const Placement entry = {
      .kind = PLACE_AREA, .area = item->point.area, .copy = true, .absolute = item->point.absolute};
  if (item->point.parts)
    fit_part_spaces(fit);
  const bool ends = inline_change_bar(item->node) || item->node->element == FO_INDEX_RANGE_END;
  if (ends && !fit_block_waits(fit))
    fit_place(fit, entry);
  else
    fit_wait(fit, entry);
}

static FitStep step(Fit *fit, const Item *item, const void *row_cursor) {
  switch (item->kind) {
  case ITEM_BOX: return step_box(fit, item);
  case ITEM_ROW: return fit_step_row(fit, item, row_cursor);
  case ITEM_BREAK: return step_break(fit, item);
  case ITEM_CLOSE: return step_close(fit, item->frame);
  case ITEM_OPEN: fit_open_frame(fit, item->frame); return STEP_ON;
  case ITEM_SPACE:
    fit_wait(fit, (Placement){.kind = PLACE_SPACE, .space = item->space});
    return STEP_ON;
  case ITEM_POINT: step_point(fit, item); return STEP_ON;
  case ITEM_NOTE: step_float(fit, item); return STEP_ON;
  }
  return STEP_ON;
}

/* Floats that go on come before what is behind the break. */
static Part end_at_forced(Fit *fit, Keyword forced) {
  const bool waits =
      fit->floats == &fit->own && side_floats_rest(fit->queue->layout, fit->floats) != NULL;
  bend_spaces(fit, left_over(fit), false);
  Part part = part_of(fit, waits ? FIT_FULL : FIT_BREAK,
                      (Cursor){.index = fit->index + (waits ? 0 : 1), .open = fit->open});
  part.forced = waits ? KW_UNSET : forced;
  return part;
}

/* Would a forced break out of the page's last column break a keep within the page, and an earlier end of the
 * page leave both as they are to be? */
static bool breaks_page_keep(const Fit *fit, const Item *item) {
  return fit->room.last_column && item->brk.forced == KW_COLUMN && fit->best.valid &&
         fit->best.cost < MIN(item->brk.cost.page, COST_FORBIDDEN);
}

static bool ends_before_span(const Fit *fit, Keyword forced) {
  return fit->room.before_span && (forced == KW_ALL || forced == KW_NONE);
}

/* The page ends above what is kept with the span. */
static Part end_before_span(Fit *fit, Cursor from) {
  if (!fit->best.valid || fit->best.cost >= fit->room.before_span)
    return end_with_nothing(fit, from);
  Part part = end_at_best(fit);
  part.end = FIT_BREAK;
  part.forced = KW_PAGE;
  return part;
}

static Part run(Fit *fit, Cursor from) {
  for (const Item *item; (item = queue_item(fit->queue, fit->index)); fit->index++) {
    if (fit->queue->layout->stop)
      break;
    const void *row_cursor = fit->index == from.index ? from.row : NULL;
    switch (step(fit, item, row_cursor)) {
    case STEP_ON: continue;
    case STEP_ROW_BREAK: return end_at_best(fit);
    case STEP_FULL:
      fit_offer_inside_rows(fit);
      return best_will_do(fit) ? end_at_best(fit) : end_with_nothing(fit, from);
    case STEP_FORCED: {
      if (breaks_page_keep(fit, item))
        return end_at_best(fit);
      const Keyword forced = item->brk.forced;
      if (ends_before_span(fit, forced))
        return end_before_span(fit, from);
      fit_settle(fit, true);
      if (fit_float_too_high(fit, item->node))
        return best_will_do(fit) ? end_at_best(fit) : end_with_nothing(fit, from);
      return end_at_forced(fit, forced);
    }
    }
  }
  fit_settle(fit, true);
  if (fit_float_too_high(fit, fit->open ? fit->open->node : NULL))
    return best_will_do(fit) ? end_at_best(fit) : end_with_nothing(fit, from);
  bend_spaces(fit, left_over(fit), false);
  return part_of(fit, FIT_END, (Cursor){.index = fit->index, .open = NULL});
}

/* What goes on from the column before. */
static void resume(Fit *fit, Cursor from) {
  fit_resume_floats(fit, from.floats);
  fit_resume_frame(fit, from.open, from);
  fit->resumed = fit->y;
  if (!fit->float_placed)
    return;
  fit_offer_behind_floats(fit);
  fit->best.next = from;
}

/* `reserve`: what floats that are broken leave free; gets what they should have left. */
static Part fill(Queue *queue, Cursor from, Room room, Length *reserve) {
  Fit state = {
      .queue = queue,
      .room = room,
      .width = queue_width_at(queue, from),
      .index = from.index,
      .open = from.open,
      .leading = room.top,
      .placed = g_array_new(FALSE, FALSE, sizeof(Placement)),
      .group = g_array_new(FALSE, FALSE, sizeof(Placement)),
      .rows = g_array_new(FALSE, FALSE, sizeof(WholeRow)),
  };
  state.own =
      (SideFloats){.queue = queue, .reserve = *reserve, .used = room.notes ? room.notes->used : 0};
  state.floats = room.floats ? room.floats : &state.own;
  state.origin = room.floats ? room.float_y : 0;
  state.best.notes = fit_note_mark(&state);
  state.floats_before = fit_float_count(&state);
  resume(&state, from);
  const Part part = run(&state, from);
  *reserve = MAX(*reserve, state.own.wanted);
  g_array_unref(state.placed);
  g_array_unref(state.group);
  g_array_unref(state.rows);
  if (state.own.list)
    g_array_unref(state.own.list);
  return part;
}

/* What tables retrieve in their headers and footers may need several attempts, and so may the room that
 * broken floats leave to footnotes. */
enum { ATTEMPTS = 4 };

Part fit(Queue *queue, Cursor from, Room room) {
  const Length notes = room.notes ? room.notes->used : 0;
  const guint floats = room.floats && room.floats->list ? room.floats->list->len : 0;
  table_spans_begin(queue, from);
  Length reserve = 0, before = 0;
  Part part = fill(queue, from, room, &reserve);
  for (int i = 1; i < ATTEMPTS && (table_spans_change(queue, from, &part) || reserve > before);
       i++) {
    if (room.notes)
      room.notes->used = notes;
    if (room.floats && room.floats->list)
      g_array_set_size(room.floats->list, floats);
    before = reserve;
    part = fill(queue, from, room, &reserve);
  }
  return part;
}
