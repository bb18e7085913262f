/* Side-floats while a column is filled. A float stands no higher than its anchor: at the top of the line
 * that it is in, as in FOP: its item is put before that line. What follows is placed beside it
 * until it ends: when the first line of a paragraph, or any line of it, stands where its measure is
 * another than the one that it was made for, the rest of the paragraph is made anew (lines_reflow). So
 * items can be generated without regard to floats, and a page break beside one needs nothing special. */
#include "layout/fit.h"
#include "layout/sidefloat.h"

static Length here(const Fit *fit) {
  return fit->origin + fit->y;
}

bool fit_beside_floats(const Fit *fit) {
  return fit->floats->list &&
         side_floats_next(fit->floats, here(fit), FLOAT_ANY_HEIGHT) > here(fit);
}

Length fit_overhang(const Fit *fit) {
  return side_floats_bottom(fit->floats, KW_BOTH, here(fit)) - here(fit);
}

guint fit_float_count(const Fit *fit) {
  return fit->floats->list ? fit->floats->list->len : 0;
}

void fit_float_rewind(Fit *fit, guint count) {
  if (fit->floats->list)
    g_array_set_size(fit->floats->list, count);
}

bool fit_float_broken(const Fit *fit) {
  const SideFloats *floats = fit->floats;
  for (guint i = 0; floats->list && i < floats->list->len; i++)
    if (g_array_index(floats->list, SideFloat, i).rest)
      return true;
  return false;
}

/* ---- Placing one ------------------------------------------------------------------------------ */

/* A float, or a part of it, that is to be placed. */
typedef struct {
  const FoNode *node;
  Area *area; /* NULL: nothing of it stands here */
  Length top, bottom;
  const FloatRest *rest; /* or NULL */
} Placing;

/* The first place at or below `y` where there is room for the area between the floats of both sides. */
static Length room_for(const Fit *fit, Length y, Length width, Length height) {
  const Length base = fit->width;
  for (;;) {
    const Length taken = side_floats_reach(fit->floats, true, y, height) +
                         side_floats_reach(fit->floats, false, y, height);
    const Length next = side_floats_next(fit->floats, y, height);
    if (taken + width <= base + FLOAT_ROUNDING || next == y)
      return y;
    y = next;
  }
}

static void put(Fit *fit, const Placing *placing) {
  const Queue *queue = fit->queue;
  const Area *area = placing->area;
  const bool left =
      side_of(queue->layout, placing->node->style->float_, queue->context.rtl) == KW_LEFT;
  const Length y = placing->top, height = placing->bottom - y, width = area ? area->width : 0;
  const Length reach = side_floats_reach(fit->floats, left, y, height) + width;
  const SideFloat placed = {
      .left = left, .top = y, .bottom = placing->bottom, .reach = reach, .rest = placing->rest};
  if (!fit->floats->list)
    fit->floats->list = g_array_new(FALSE, FALSE, sizeof(SideFloat));
  if (height > 0 || placing->rest)
    g_array_append_val(fit->floats->list, placed);
  if (!area)
    return;
  const Placement entry = {.kind = PLACE_FLOAT,
                           .copy = true,
                           .y = y - fit->origin,
                           .flex = fit->flex,
                           .shift = left ? reach - width : fit->width - reach,
                           .area = placing->area};
  g_array_append_val(fit->placed, entry);
  fit->any = true;
  fit->float_placed = true;
}

/* Where the column ends for a float that goes on in the next one. */
static Length column_end(const Fit *fit) {
  return here(fit) + MAX(0, fit_room_left(fit) - fit->floats->reserve);
}

static FloatRest *rest_new(const Fit *fit, const FoNode *node, Cursor cursor) {
  FloatRest *rest = arena_new_object(fit->queue->layout->arena, FloatRest);
  *rest = (FloatRest){.node = node, .cursor = cursor};
  return rest;
}

/* All that is left of it from `from` on goes to the next column; floats behind it stand no higher. */
static void push_on(Fit *fit, const FoNode *node, Cursor from) {
  const Length end = here(fit) + MAX(0, fit_room_left(fit));
  put(fit, &(Placing){.node = node, .top = end, .bottom = end, .rest = rest_new(fit, node, from)});
}

/* Places as much of a float, from `from` on, as the column has room for from `y` on; false: nothing. */
static bool put_part(Fit *fit, const FoNode *node, Cursor from, Length y, bool must) {
  const Length end = column_end(fit);
  const FloatRoom room = {.base = fit->width,
                          .height = end - y,
                          .must = must,
                          .page_end = fit->room.page_end,
                          .quiet = fit->room.quiet};
  const FloatPart part = side_float_part(fit->floats->queue, node, from, room);
  if (!part.done && (!part.any || (part.cost >= COST_FORBIDDEN && !must)))
    return false;
  const Length bottom = y + part.area->height;
  put(fit, &(Placing){.node = node,
                      .area = part.area,
                      .top = y,
                      .bottom = part.done ? bottom : MAX(end, bottom),
                      .rest = part.done ? NULL : rest_new(fit, node, part.next)});
  return true;
}

/* Breaks a float for which the column has no room from `y` on, if no column has, or if it cannot go to the next
 * one with what it stands in; false: it has to. */
static bool break_float(Fit *fit, const FoNode *node, Length height, Length y) {
  const bool must = fit_must_place(fit), any = fit->any;
  const bool tall = fit->room.whole > 0 && height > fit->room.whole;
  if (fit->room.height == G_MAXINT64 || (!tall && !must))
    return false;
  if (!must || tall || !any) {
    if (put_part(fit, node, cursor_start(), y, false) ||
        (must && !any && put_part(fit, node, cursor_start(), y, true)))
      return true;
  }
  if (must)
    push_on(fit, node, cursor_start());
  return must;
}

void fit_place_float(Fit *fit, Note *note) {
  Queue *queue = fit->queue;
  const Style *style = note->node->style;
  Area *area = side_float_area(queue, note, fit->width);
  Length y = here(fit);
  if (fit_float_count(fit) > 0)
    y = MAX(y, g_array_index(fit->floats->list, SideFloat, fit_float_count(fit) - 1).top);
  if (style->clear != KW_NONE)
    y = side_floats_bottom(fit->floats, side_of(queue->layout, style->clear, queue->context.rtl),
                           y);
  y = room_for(fit, y, area->width, area->height);
  const Length over = y + area->height - here(fit) - fit_room(fit);
  if (over > FLOAT_ROUNDING && break_float(fit, note->node, area->height, y))
    return;
  put(fit, &(Placing){.node = note->node, .area = area, .top = y, .bottom = y + area->height});
  if (over > FLOAT_ROUNDING)
    fit->overflow = over;
}

static bool resume_float(Fit *fit, const FloatRest *rest) {
  const Length width = side_float_width(fit->queue, rest->node, rest->cursor, fit->width);
  const Length y = room_for(fit, here(fit), width, FLOAT_ANY_HEIGHT);
  const bool must = fit->room.must_place && !fit->any;
  return put_part(fit, rest->node, rest->cursor, y, false) ||
         (must && put_part(fit, rest->node, rest->cursor, y, true));
}

/* None stands higher than one before it: where one finds no room, those after it do not either. */
void fit_resume_floats(Fit *fit, const FloatRest *rest) {
  while (rest && resume_float(fit, rest))
    rest = rest->next;
  for (; rest; rest = rest->next)
    push_on(fit, rest->node, rest->cursor);
}

void fit_want_room_for_notes(Fit *fit, Length notes) {
  SideFloats *floats = fit->floats;
  const Length used = fit->room.notes ? fit->room.notes->used - floats->used : 0;
  if (fit_float_broken(fit))
    floats->wanted = MAX(floats->wanted, used + notes);
}

void fit_place_floats(Fit *fit, Note *notes) {
  for (Note *note = notes; note; note = note->next)
    if (note->node->element == FO_FLOAT && note->node->style->float_ != KW_BEFORE)
      fit_place_float(fit, note);
}
