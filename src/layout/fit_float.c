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

static bool beside_floats(const Fit *fit) {
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

static bool any_broken(const SideFloats *floats) {
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
  const FloatPart part =
      side_float_part(fit->floats->queue, node, from, (FloatRoom){fit->width, end - y, must});
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
  if (any_broken(floats))
    floats->wanted = MAX(floats->wanted, used + notes);
}

void fit_place_floats(Fit *fit, Note *notes) {
  for (Note *note = notes; note; note = note->next)
    if (note->node->element == FO_FLOAT && note->node->style->float_ != KW_BEFORE)
      fit_place_float(fit, note);
}

/* ---- Blocks beside one ------------------------------------------------------------------------- */

/* Moves what comes next down to `y` of the reference area. */
static void move_down(Fit *fit, Length y) {
  if (y <= here(fit))
    return;
  fit->y = y - fit->origin;
  fit->leading = false;
}

/* A table or container stands beside the floats if there is room for its width, else below them. */
static void displace_whole(Fit *fit, Frame *frame) {
  const Length base = fit->width;
  for (;;) {
    const Length y = here(fit), x = frame->x + fit->shift;
    const Length left = side_floats_reach(fit->floats, true, y, FLOAT_ANY_HEIGHT);
    const Length right = side_floats_reach(fit->floats, false, y, FLOAT_ANY_HEIGHT);
    const Length over_left = left > 0 ? MAX(0, left - x) : 0;
    const Length over_right = right > 0 ? MAX(0, x + frame->width - (base - right)) : 0;
    const bool room = frame->width + left + right <= base + FLOAT_ROUNDING;
    if (room || (over_left == 0 && over_right == 0)) {
      frame->shift = over_left > 0 ? over_left : -over_right;
      return;
    }
    move_down(fit, side_floats_next(fit->floats, y, FLOAT_ANY_HEIGHT));
  }
}

/* intrusion-displace="block": the edges of the block move in by what the floats at its top take. */
static void displace_block(Fit *fit, Frame *frame) {
  const Length x = frame->x + fit->shift, base = fit->width;
  const Length left = side_floats_reach(fit->floats, true, here(fit), FLOAT_ANY_HEIGHT);
  const Length right = side_floats_reach(fit->floats, false, here(fit), FLOAT_ANY_HEIGHT);
  frame->left = left > 0 ? MAX(frame->left, left - x) : frame->left;
  frame->right = right > 0 ? MAX(frame->right, x + frame->width - (base - right)) : frame->right;
  frame->left = CLAMP(frame->left, 0, frame->width);
  frame->right = CLAMP(frame->right, 0, frame->width - frame->left);
}

void fit_open_beside(Fit *fit, Frame *frame) {
  frame->shift = 0;
  frame->left = frame->parent ? frame->parent->left : 0;
  frame->right = frame->parent ? frame->parent->right : 0;
  if (!frame->node || (!fit->floats_wait && !beside_floats(fit)))
    return;
  const Style *style = frame->node->style;
  const bool whole = frame->node->element == FO_TABLE || frame->node->element == FO_BLOCK_CONTAINER;
  const Keyword displace = style->intrusion_displace;
  if (style->clear == KW_NONE && (whole ? displace == KW_NONE : displace != KW_BLOCK))
    return;
  fit_settle(fit, false);
  if (style->clear != KW_NONE) {
    const Keyword side = side_of(fit->queue->layout, style->clear, fit->queue->context.rtl);
    move_down(fit, side_floats_bottom(fit->floats, side, here(fit)));
  }
  if (whole && displace != KW_NONE)
    displace_whole(fit, frame);
  else if (displace == KW_BLOCK)
    displace_block(fit, frame);
}

/* ---- Lines beside one -------------------------------------------------------------------------- */

static bool is_reference_area(const FoNode *node) {
  switch (node->element) {
  case FO_BLOCK:
  case FO_WRAPPER:
  case FO_INLINE:
  case FO_LIST_BLOCK:
  case FO_LIST_ITEM:
  case FO_LIST_ITEM_LABEL:
  case FO_LIST_ITEM_BODY: return false;
  default: return true;
  }
}

/* What keeps its lines' offsets from each other when they are displaced: the outermost list, or block
 * with intrusion-displace="indent", that the lines are in; else the block itself. */
static const FoNode *displaced_together(const FoNode *block) {
  const FoNode *outermost = block;
  for (const FoNode *up = block; up && !is_reference_area(up); up = up->parent)
    if (up->element == FO_LIST_BLOCK || up->style->intrusion_displace == KW_INDENT)
      outermost = up;
  return outermost;
}

/* Is the line in a list item's label? That keeps its width when it is displaced. */
static bool in_label(const FoNode *block) {
  while (block && !is_reference_area(block) && block->element != FO_LIST_ITEM_BODY &&
         block->element != FO_LIST_ITEM_LABEL)
    block = block->parent;
  return block && block->element == FO_LIST_ITEM_LABEL;
}

/* What floats take of a line of the run at `y` that is `height` high. */
static LineShape shape_at(const Fit *fit, const LineRun *run, Length y, Length height) {
  const LineJob *job = &run->job;
  const Context *context = &fit->queue->context;
  const Keyword displace = job->block->style->intrusion_displace;
  const Length shift = fit->shift;
  if (displace == KW_NONE)
    return (LineShape){0, 0};
  if (displace == KW_BLOCK && fit->open)
    return (LineShape){fit->open->left, fit->open->right};
  const Length left = side_floats_reach(fit->floats, true, y, height);
  const Length right = side_floats_reach(fit->floats, false, y, height);
  Length from_left = job->x + shift;
  Length from_right = fit->width - job->x - job->width - shift;
  const Length together =
      size_resolve(displaced_together(job->block)->style->start_indent, fit->width);
  Length *from_start = context->rtl ? &from_right : &from_left;
  *from_start = MIN(*from_start, together);
  LineShape shape = {left > 0 ? MAX(0, left - from_left) : 0,
                     right > 0 ? MAX(0, right - from_right) : 0};
  if (in_label(job->block) && context->rtl)
    shape.left = -shape.right;
  else if (in_label(job->block))
    shape.right = -shape.left;
  return shape;
}

/* Is what is left of a line no room for words? */
static bool too_narrow(const LineRun *run, LineShape shape) {
  const Length least = MIN(run->job.width, 3 * run->job.block->style->font_size);
  return run->job.width - shape.left - shape.right < least;
}

/* Reflows the lines from the item at hand, which is `height` high, on for the floats beside them. */
static bool reflow(Fit *fit, const LineRun *run, Length height) {
  enum { MOST_SHAPES = 1000 }; /* lines beyond are made anew when they come */
  const TextLook *look = layout_look(fit->queue->layout, run->job.block);
  const Length step = MAX(LENGTH_PER_POINT, look->above + look->below);
  GArray *shapes = g_array_new(FALSE, FALSE, sizeof(LineShape));
  const Length bottom = side_floats_bottom(fit->floats, KW_BOTH, here(fit)) - FLOAT_ROUNDING;
  const bool block = run->job.block->style->intrusion_displace == KW_BLOCK;
  const bool goes_on = block || any_broken(fit->floats);
  for (Length y = here(fit); shapes->len < MOST_SHAPES && (y < bottom || goes_on);) {
    const LineShape shape = shape_at(fit, run, block ? y : MIN(y, bottom - 1), height);
    g_array_append_val(shapes, shape);
    y += height;
    height = step;
  }
  const bool done = lines_reflow(fit->queue, fit->index,
                                 (const LineShape *)(const void *)shapes->data, (int)shapes->len);
  g_array_unref(shapes);
  return done;
}

static bool has_side_float(const Note *notes) {
  for (; notes; notes = notes->next)
    if (notes->node->element == FO_FLOAT && notes->node->style->float_ != KW_BEFORE)
      return true;
  return false;
}

const Item *fit_shape_line(Fit *fit, const Item *item) {
  const LineOrigin *line = item->box.line;
  if (line && has_side_float(item->box.notes) && lines_lift_floats(fit->queue, fit->index))
    return queue_item(fit->queue, fit->index);
  if (!line || (!beside_floats(fit) && !line->left && !line->right &&
                !(fit->open && (fit->open->left || fit->open->right))))
    return item;
  const Length height = MAX(LENGTH_PER_POINT, item->box.height);
  LineShape shape = shape_at(fit, line->run, here(fit), height);
  while (too_narrow(line->run, shape)) {
    const Length next = side_floats_next(fit->floats, here(fit), height);
    if (next == here(fit))
      break;
    move_down(fit, next);
    shape = shape_at(fit, line->run, next, height);
  }
  if (shape.left == line->left && shape.right == line->right)
    return item;
  if (!reflow(fit, line->run, height) && (line->left < shape.left || line->right < shape.right))
    move_down(fit, side_floats_bottom(fit->floats, KW_BOTH, here(fit)));
  return queue_item(fit->queue, fit->index);
}
