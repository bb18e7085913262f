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
#include "layout/space.h"

/* What content may exceed its room by: each line's height is rounded to a whole unit, and a page for
 * exactly so many lines takes them. */
#define ROUNDING (LENGTH_PER_POINT / 16)

typedef struct {
  bool valid;
  int cost;
  double bend; /* how far spaces must give way to fill the room: 0 to 1, G_MAXDOUBLE: they cannot */
  Cursor next;
  guint placed;
  Length y;
  Flex flex;
  Length left; /* of the room */
  NoteMark notes;
  RowPart row; /* the first part of a row, if next.row */
} Candidate;

typedef struct {
  Queue *queue;
  Room room;
  size_t index;
  Length y;
  Flex flex;
  Frame *open;
  Length reserve; /* what the open frames take at a break */
  bool any;       /* a box or row was placed */
  bool leading;   /* nothing with extent was placed: conditional spaces are discarded */
  GArray *placed; /* of Placement */
  GArray *group;  /* of Placement that wait, PLACE_SPACE among them */
  Length resumed; /* the height of what only continues what was open */
  Note *notes, *last_note;
  Candidate best;
} Fit;

static Length frame_reserve(const Frame *frame) {
  const Edges *e = &frame->edges;
  return (e->border_after_retain ? e->border_after : 0) +
         (e->padding_after_retain ? e->padding_after : 0) +
         (frame->repeat ? frame->repeat->footer_height : 0);
}

/* ---- Groups of what waits --------------------------------------------------------------------- */

static void settle(Fit *fit, bool trailing) {
  GArray *group = fit->group;
  if (group->len == 0)
    return;
  SpaceLength *spaces = g_new(SpaceLength, group->len);
  size_t count = 0;
  for (guint i = 0; i < group->len; i++) {
    const Placement *entry = &g_array_index(group, Placement, i);
    if (entry->kind == PLACE_SPACE)
      spaces[count++] = entry->space;
  }
  spaces_resolve(spaces, count, fit->leading, trailing);
  count = 0;
  for (guint i = 0; i < group->len; i++) {
    Placement entry = g_array_index(group, Placement, i);
    if (entry.kind == PLACE_SPACE) {
      const SpaceLength *space = &spaces[count++];
      fit->y += space->optimum;
      fit->flex.stretch += MAX(0, space->maximum - space->optimum);
      fit->flex.shrink += MAX(0, space->optimum - space->minimum);
    } else {
      entry.y = entry.absolute ? entry.area->y : fit->y;
      entry.flex = entry.absolute ? (Flex){0} : fit->flex;
      g_array_append_val(fit->placed, entry);
    }
  }
  g_array_set_size(group, 0);
  g_free(spaces);
}

static void wait_in_group(Fit *fit, Placement entry) {
  g_array_append_val(fit->group, entry);
}

static void place(Fit *fit, Placement entry) {
  entry.y = fit->y;
  entry.flex = fit->flex;
  g_array_append_val(fit->placed, entry);
}

/* ---- Frames ------------------------------------------------------------------------------------- */

static void open_frame(Fit *fit, Frame *frame) {
  const Placement entry = {.kind = PLACE_OPEN, .frame = frame};
  if (edges_before(&frame->edges) == 0) {
    wait_in_group(fit, entry);
  } else {
    settle(fit, false);
    place(fit, entry);
    fit->y += edges_before(&frame->edges);
    fit->leading = false;
  }
  fit->open = frame;
  fit->reserve += frame_reserve(frame);
}

/* Spaces before and after an area without extent are not resolved together: it stands between them,
 * and what follows it is not at the top of the column any more. */
static void part_spaces(Fit *fit) {
  settle(fit, false);
  fit->leading = false;
}

static bool block_waits(const Fit *fit) {
  for (guint i = 0; i < fit->group->len; i++)
    if (g_array_index(fit->group, Placement, i).kind == PLACE_OPEN)
      return true;
  return false;
}

/* Has the frame nothing in it, not even edges? */
static bool frame_empty(const Fit *fit, const Frame *frame) {
  for (guint i = fit->group->len; i > 0; i--) {
    const Placement *entry = &g_array_index(fit->group, Placement, i - 1);
    if (entry->kind == PLACE_OPEN && entry->frame == frame)
      return true;
  }
  return false;
}

static void close_frame(Fit *fit, Frame *frame) {
  const Placement entry = {.kind = PLACE_CLOSE, .frame = frame};
  if (edges_after(&frame->edges) == 0) {
    if (frame_empty(fit, frame))
      part_spaces(fit);
    wait_in_group(fit, entry);
  } else {
    settle(fit, false);
    fit->y += edges_after(&frame->edges);
    place(fit, entry);
    fit->leading = false;
  }
  fit->open = frame->parent;
  fit->reserve -= frame_reserve(frame);
}

/* A block that was open at the break goes on: its edges where they are retained, and the head of a
 * table again. */
static void resume_frame(Fit *fit, Frame *frame) {
  if (!frame)
    return;
  resume_frame(fit, frame->parent);
  const Edges *e = &frame->edges;
  place(fit, (Placement){.kind = PLACE_OPEN, .frame = frame, .continued = true});
  fit->y += (e->border_before_retain ? e->border_before : 0) +
            (e->padding_before_retain ? e->padding_before : 0);
  fit->reserve += frame_reserve(frame);
  const TableRepeat *repeat = frame->repeat;
  if (repeat && repeat->header && fit->index >= frame->body_index) {
    Area *header = repeat->header(fit->queue->layout, repeat->table);
    if (header) {
      place(fit, (Placement){.kind = PLACE_AREA, .area = header});
      fit->y += header->height;
    }
  }
  if (fit->y > 0)
    fit->leading = false;
}

/* ---- Footnotes ------------------------------------------------------------------------------------ */

static Length notes_height(Fit *fit, const Note *notes) {
  NoteRoom *room = fit->room.notes;
  return room && notes ? room->height(room, notes) : 0;
}

static void take_notes(Fit *fit, Note *notes) {
  if (!notes)
    return;
  if (fit->room.notes)
    fit->room.notes->used += notes_height(fit, notes);
  for (Note *note = notes; note; note = note->next) {
    Note *copy = arena_copy(fit->queue->layout->arena, note, sizeof *note);
    copy->next = NULL;
    if (fit->last_note)
      fit->last_note->next = copy;
    else
      fit->notes = copy;
    fit->last_note = copy;
  }
}

static void decide_floats(Fit *fit, const Note *notes, Length left) {
  if (fit->room.notes && notes)
    fit->room.notes->decide(fit->room.notes, notes, left);
}

static NoteMark note_mark(const Fit *fit) {
  return (NoteMark){fit->last_note, fit->room.notes ? fit->room.notes->used : 0};
}

static void note_rewind(Fit *fit, NoteMark mark) {
  fit->last_note = mark.last;
  if (mark.last)
    mark.last->next = NULL;
  else
    fit->notes = NULL;
  if (fit->room.notes)
    fit->room.notes->used = mark.used;
}

/* ---- Choosing ------------------------------------------------------------------------------------- */

static Length room_left(const Fit *fit) {
  const NoteRoom *room = fit->room.notes;
  const Length notes = room ? room->used + room->head : 0;
  if (fit->room.height == G_MAXINT64)
    return G_MAXINT64 / 2; /* so that sums with it do not overflow */
  return fit->room.height - notes - fit->reserve - fit->y;
}

/* The room with what the spaces above can give up. */
static Length room_at_most(const Fit *fit) {
  return room_left(fit) + (fit->room.rigid ? 0 : fit->flex.shrink);
}

static bool fits(const Fit *fit, Length height) {
  NoteRoom *notes = fit->room.notes;
  if (notes && fit->last_note && notes->goes_on(notes, fit->last_note))
    return false;
  return height <= room_at_most(fit) + ROUNDING;
}

/* How far spaces must give way so that what is placed fills the room. */
static double bend_for(const Flex *flex, Length left) {
  const Length give = left >= 0 ? flex->stretch : flex->shrink;
  const Length wanted = ABS(left);
  if (wanted <= ROUNDING)
    return 0;
  return wanted <= give ? (give ? (double)wanted / (double)give : 0) : G_MAXDOUBLE;
}

static bool better(const Fit *fit, const Candidate *candidate) {
  const Candidate *best = &fit->best;
  if (!best->valid || candidate->cost != best->cost)
    return !best->valid || candidate->cost < best->cost;
  return candidate->bend <= best->bend;
}

/* The candidate that ends the column with what is placed now. */
static Candidate candidate_here(const Fit *fit, int cost) {
  const Length left = room_left(fit);
  return (Candidate){
      .valid = true,
      .cost = cost,
      .bend = fit->room.rigid ? G_MAXDOUBLE : bend_for(&fit->flex, left),
      .next = {.index = fit->index + 1, .open = fit->open},
      .placed = fit->placed->len,
      .y = fit->y,
      .flex = fit->flex,
      .left = left,
      .notes = note_mark(fit),
  };
}

static void offer_break(Fit *fit, int cost) {
  const Candidate candidate = candidate_here(fit, cost);
  if (fit->any && better(fit, &candidate))
    fit->best = candidate;
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

static Part part_of(Fit *fit, FitEnd end, Cursor next) {
  return (Part){
      .areas = place_areas(fit->queue, fit->placed, fit->y, &fit->y),
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
  note_rewind(fit, best->notes);
  bend_spaces(fit, best->left, best->row.end != FIT_BREAK);
  if (best->next.row) {
    place(fit, (Placement){.kind = PLACE_AREA, .area = best->row.area});
    fit->y += best->row.height;
    fit->any = true;
    take_notes(fit, best->row.notes);
  }
  if (fit->room.must_place)
    report_broken_keep(fit, best->cost);
  Part part = part_of(fit, best->next.row ? best->row.end : FIT_FULL, best->next);
  part.cost = best->cost;
  part.forced = best->row.forced;
  return part;
}

static Part end_with_nothing(Fit *fit, Cursor from) {
  g_array_set_size(fit->placed, 0);
  note_rewind(fit, (NoteMark){NULL, fit->best.notes.used});
  return (Part){.next = from, .end = FIT_FULL, .cost = COST_FORBIDDEN};
}

/* ---- The items ----------------------------------------------------------------------------------------- */

typedef enum { STEP_ON, STEP_FULL, STEP_ROW_BREAK, STEP_FORCED } Step;

static void report_too_high(Fit *fit, const Item *item) {
  const Length over = item->box.height - room_at_most(fit);
  char points[LENGTH_TEXT_SIZE];
  if (item->node && over > LENGTH_PER_POINT / 2)
    diag_layout_content_too_high(fit->queue->layout->diagnostics, fo_place(item->node),
                                 length_to_text(over, points));
}

static Step step_box(Fit *fit, const Item *item) {
  settle(fit, false);
  const Length height = item->box.height + notes_height(fit, item->box.notes);
  const bool enough = fits(fit, height);
  if (!enough && (fit->any || !fit->room.must_place)) {
    if (best_will_do(fit) || !fit->room.must_place)
      return STEP_FULL;
  }
  if (!enough)
    report_too_high(fit, item);
  place(fit, (Placement){.kind = PLACE_AREA, .area = item->box.area, .copy = true});
  fit->y += item->box.height;
  fit->any = true;
  fit->leading = false;
  decide_floats(fit, item->box.notes, room_at_most(fit) - height + item->box.height);
  take_notes(fit, item->box.notes);
  return STEP_ON;
}

/* The first part of a row becomes a candidate, if it costs no more than the best one. */
static Step offer_row_part(Fit *fit, const RowPart *part, int cost) {
  if (!part->any)
    return STEP_FULL;
  const bool forced = part->end == FIT_BREAK;
  const bool dear = cost >= COST_FORBIDDEN && !fit->room.must_place;
  Candidate candidate = candidate_here(fit, forced ? 0 : cost);
  candidate.next = (Cursor){.index = fit->index, .row = part->next, .open = fit->open};
  candidate.row = *part;
  candidate.left -= part->height;
  candidate.bend = 0; /* a row ends where the room ends */
  if (!forced && (dear || !better(fit, &candidate)))
    return STEP_FULL;
  fit->best = candidate;
  return STEP_ROW_BREAK;
}

static RowPart fit_row(Fit *fit, Row *row, const void *cursor) {
  const NoteRoom *notes = fit->room.notes;
  const Length claimed = notes ? notes->used + notes->head : 0;
  const Room room = {
      .height = fit->room.height == G_MAXINT64 ? G_MAXINT64 : room_at_most(fit) + claimed,
      .rigid = true,
      .must_place = fit->room.must_place && (!fit->any || !fit->best.valid),
      .top = fit->leading,
      .first = !fit->any,
      .notes = fit->room.notes,
  };
  const Length used = notes ? notes->used : 0;
  const RowPart part = row->fit(fit->queue->layout, row, cursor, room);
  if (fit->room.notes)
    fit->room.notes->used = used;
  return part;
}

static Step step_row(Fit *fit, const Item *item, const void *cursor) {
  settle(fit, false);
  Row *row = item->row;
  const Length head = fit->room.notes ? fit->room.notes->head : 0;
  RowPart part = fit_row(fit, row, cursor);
  /* A float in one column takes room from those before it, too. */
  if (fit->room.notes && fit->room.notes->head != head)
    part = fit_row(fit, row, cursor);
  if (!part.complete) {
    const Step step = offer_row_part(fit, &part, MAX(part.cost, row->keep_cost));
    return step;
  }
  place(fit, (Placement){.kind = PLACE_AREA, .area = part.area});
  fit->y += part.height;
  fit->any = true;
  if (part.height > 0)
    fit->leading = false;
  take_notes(fit, part.notes);
  return STEP_ON;
}

static Step step_break(Fit *fit, const Item *item) {
  if (!item->brk.forced) {
    offer_break(fit, item->brk.cost);
    return STEP_ON;
  }
  const bool nothing = !fit->any && fit->y == fit->resumed;
  const bool plain = item->brk.forced == KW_PAGE || item->brk.forced == KW_COLUMN;
  return nothing && fit->room.top && plain ? STEP_ON : STEP_FORCED;
}

static Step step_close(Fit *fit, Frame *frame) {
  const bool enough = fits(fit, edges_after(&frame->edges) - frame_reserve(frame));
  if (!enough && edges_after(&frame->edges) > 0 && best_will_do(fit))
    return STEP_FULL;
  close_frame(fit, frame);
  return STEP_ON;
}

/* What waits is gone if the column ends before it is known what follows. An anchor is that of what
 * follows; a change bar begins or ends behind what is placed, unless it stands in a block that waits. */
static void step_point(Fit *fit, const Item *item) {
  const Placement entry = {
      .kind = PLACE_AREA, .area = item->point.area, .copy = true, .absolute = item->point.absolute};
  if (item->point.parts)
    part_spaces(fit);
  if (inline_change_bar(item->node) && !block_waits(fit))
    place(fit, entry);
  else
    wait_in_group(fit, entry);
}

static Step step(Fit *fit, const Item *item, const void *row_cursor) {
  switch (item->kind) {
  case ITEM_BOX: return step_box(fit, item);
  case ITEM_ROW: return step_row(fit, item, row_cursor);
  case ITEM_BREAK: return step_break(fit, item);
  case ITEM_CLOSE: return step_close(fit, item->frame);
  case ITEM_OPEN: open_frame(fit, item->frame); return STEP_ON;
  case ITEM_SPACE:
    wait_in_group(fit, (Placement){.kind = PLACE_SPACE, .space = item->space});
    return STEP_ON;
  case ITEM_POINT: step_point(fit, item); return STEP_ON;
  case ITEM_NOTE:
    decide_floats(fit, item->note, room_at_most(fit));
    take_notes(fit, item->note);
    return STEP_ON;
  }
  return STEP_ON;
}

static Part run(Fit *fit, Cursor from) {
  for (const Item *item; (item = queue_item(fit->queue, fit->index)); fit->index++) {
    if (fit->queue->layout->stop)
      break;
    const void *row_cursor = fit->index == from.index ? from.row : NULL;
    switch (step(fit, item, row_cursor)) {
    case STEP_ON: continue;
    case STEP_ROW_BREAK: return end_at_best(fit);
    case STEP_FULL: return best_will_do(fit) ? end_at_best(fit) : end_with_nothing(fit, from);
    case STEP_FORCED: {
      const Keyword forced = item->brk.forced;
      settle(fit, true);
      bend_spaces(fit, room_left(fit), false);
      Part part = part_of(fit, FIT_BREAK, (Cursor){.index = fit->index + 1, .open = fit->open});
      part.forced = forced;
      return part;
    }
    }
  }
  settle(fit, true);
  bend_spaces(fit, room_left(fit), false);
  return part_of(fit, FIT_END, (Cursor){.index = fit->index, .open = NULL});
}

Cursor cursor_start(void) {
  return (Cursor){0};
}

static Part fill(Queue *queue, Cursor from, Room room) {
  Fit state = {
      .queue = queue,
      .room = room,
      .index = from.index,
      .open = from.open,
      .leading = room.top,
      .placed = g_array_new(FALSE, FALSE, sizeof(Placement)),
      .group = g_array_new(FALSE, FALSE, sizeof(Placement)),
  };
  state.best.notes = note_mark(&state);
  resume_frame(&state, from.open);
  state.resumed = state.y;
  const Part part = run(&state, from);
  g_array_unref(state.placed);
  g_array_unref(state.group);
  return part;
}

/* What tables retrieve in their headers and footers may need several attempts. */
enum { RETRIEVE_ATTEMPTS = 4 };

Part fit(Queue *queue, Cursor from, Room room) {
  const Length notes = room.notes ? room.notes->used : 0;
  table_spans_begin(queue, from);
  Part part = fill(queue, from, room);
  for (int i = 1; i < RETRIEVE_ATTEMPTS && table_spans_change(queue, from, &part); i++) {
    if (room.notes)
      room.notes->used = notes;
    part = fill(queue, from, room);
  }
  return part;
}
