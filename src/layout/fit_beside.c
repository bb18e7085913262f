/* What stands beside side-floats while a column is filled: blocks, tables and containers, and lines, as
 * intrusion-displace asks (XSL 1.1 §7.19.3). */
#include "layout/master.h"
#include "layout/sidefloat.h"
#include "layout/table.h"

static Length here(const Fit *fit) {
  return fit->origin + fit->y;
}

static Length reach(const Fit *fit, bool left, Length y, Length height) {
  return side_floats_reach(fit->floats, left, y, height);
}

LineShape fit_displacement(const Fit *fit) {
  const Frame *open = fit->open;
  return open ? (LineShape){open->left, open->right} : fit->room.displaced;
}

static bool is_displaced(LineShape by) {
  return by.left != 0 || by.right != 0;
}

/* ---- Labels ---------------------------------------------------------------------------------- */

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

/* Is the block in a list item's label? That keeps its width when it is displaced. */
static bool in_label(const FoNode *block) {
  while (block && !is_reference_area(block) && block->element != FO_LIST_ITEM_BODY &&
         block->element != FO_LIST_ITEM_LABEL)
    block = block->parent;
  return block && block->element == FO_LIST_ITEM_LABEL;
}

static LineShape label_shape(LineShape by, bool rtl) {
  return rtl ? (LineShape){-by.right, by.right} : (LineShape){by.left, -by.left};
}

/* ---- Blocks ----------------------------------------------------------------------------------- */

/* Moves what comes next down to `y` of the reference area. */
static void move_down(Fit *fit, Length y) {
  if (y <= here(fit))
    return;
  fit->y = y - fit->origin;
  fit->leading = false;
}

/* A table or container; what stands in it has a reference area of its own. */
static bool is_whole(const Frame *frame) {
  return frame->node->element == FO_TABLE || frame->node->element == FO_BLOCK_CONTAINER;
}

/* May it be made narrower: does its width follow from where it is? */
static bool is_flexible(const Frame *frame) {
  const FoNode *node = frame->node;
  return node->style->inline_progression_dimension.optimum.keyword &&
         (node->element == FO_TABLE || orientation_of(node) % 180 == 0);
}

/* What it needs at least. */
static Length least_width(const Frame *frame, Length width) {
  const Length sides = edges_start(&frame->edges) + edges_end(&frame->edges);
  const Length least = frame->table ? table_least_width(frame->table)
                                    : FLOAT_LEAST_EMS * frame->node->style->font_size;
  return MIN(width, sides + least);
}

/* A table or container whose width follows from where it is fills what floats leave of its place, if that is enough;
 * with a width of its own it stands beside them if there is room for it; else it stands below. What is in it from
 * `cursor` on is made for that. */
static void displace_whole(Fit *fit, Frame *frame, Cursor cursor) {
  const Length x = frame->x - frame->displaced_left + fit->shift;
  const Length width = frame->width + frame->displaced_left + frame->displaced_right;
  const LineShape around = fit_displacement(fit);
  LineShape narrow = {0, 0};
  for (;;) {
    const Length y = here(fit);
    const Length left = reach(fit, true, y, FLOAT_ANY_HEIGHT);
    const Length right = reach(fit, false, y, FLOAT_ANY_HEIGHT);
    const Length over_left = MAX(around.left, left > 0 ? left - x : 0);
    const Length over_right = MAX(around.right, right > 0 ? x + width - (fit->width - right) : 0);
    const bool narrower = is_flexible(frame) && width - over_left - over_right >=
                                                    least_width(frame, width) - FLOAT_ROUNDING;
    const bool room = width + left + right <= fit->width + FLOAT_ROUNDING;
    const Length next = side_floats_next(fit->floats, y, FLOAT_ANY_HEIGHT);
    if (narrower) {
      narrow = (LineShape){over_left, over_right};
    } else if (room || (over_left == 0 && over_right == 0) || next <= y) {
      frame->shift = over_left > 0 ? over_left : -over_right;
    } else {
      move_down(fit, next);
      continue;
    }
    break;
  }
  queue_displace(fit->queue, cursor, frame, narrow);
}

/* intrusion-displace="block": the edges of the block move in by what the floats at its top take. The label of a list
 * item moves with its list. */
static void displace_block(const Fit *fit, Frame *frame) {
  const Length x = frame->x + fit->shift;
  const Length left = reach(fit, true, here(fit), FLOAT_ANY_HEIGHT);
  const Length right = reach(fit, false, here(fit), FLOAT_ANY_HEIGHT);
  if (in_label(frame->node))
    return;
  frame->left = left > 0 ? MAX(frame->left, left - x) : frame->left;
  frame->right =
      right > 0 ? MAX(frame->right, x + frame->width - (fit->width - right)) : frame->right;
  frame->left = CLAMP(frame->left, 0, frame->width);
  frame->right = CLAMP(frame->right, 0, frame->width - frame->left);
}

/* A block moves at least as far as the one that it is in; the label of a list item keeps its width. */
static void take_displacement(const Fit *fit, Frame *frame) {
  LineShape by = fit_displacement(fit);
  if (frame->node && is_whole(frame))
    by = (LineShape){0, 0};
  else if (!frame->parent && frame->node && in_label(frame->node))
    by = label_shape(by, fit->queue->context.rtl);
  frame->shift = 0;
  frame->left = by.left;
  frame->right = by.right;
}

static bool displaces_whole(const Frame *frame) {
  return is_whole(frame) && frame->node->style->intrusion_displace != KW_NONE;
}

static bool displaces_block(const Frame *frame) {
  return !is_whole(frame) && frame->node->style->intrusion_displace == KW_BLOCK;
}

void fit_open_beside(Fit *fit, Frame *frame) {
  take_displacement(fit, frame);
  if (!frame->node)
    return;
  const bool stands_out = frame->displaced_left || frame->displaced_right;
  const bool floats =
      fit->floats_wait || fit_beside_floats(fit) || is_displaced(fit_displacement(fit));
  const Style *style = frame->node->style;
  if (!stands_out &&
      (!floats || (style->clear == KW_NONE && !displaces_whole(frame) && !displaces_block(frame))))
    return;
  fit_settle(fit, false);
  if (style->clear != KW_NONE) {
    const Keyword side = side_of(fit->queue->layout, style->clear, fit->queue->context.rtl);
    move_down(fit, side_floats_bottom(fit->floats, side, here(fit)));
  }
  if (displaces_whole(frame))
    displace_whole(fit, frame, (Cursor){.index = fit->index, .open = fit->open});
  else if (displaces_block(frame))
    displace_block(fit, frame);
}

void fit_resume_beside(Fit *fit, Frame *frame, Cursor from) {
  take_displacement(fit, frame);
  if (!frame->node)
    return;
  const bool stands_out = frame->displaced_left || frame->displaced_right;
  if (displaces_whole(frame) &&
      (stands_out || fit_beside_floats(fit) || is_displaced(fit_displacement(fit))))
    displace_whole(fit, frame, from);
  else if (displaces_block(frame) && fit_beside_floats(fit))
    displace_block(fit, frame);
}

/* ---- Lines --------------------------------------------------------------------------------------- */

/* What keeps its lines' offsets from each other at one side when they are displaced: the outermost block with
 * intrusion-displace="indent" that the lines are in, and at the start side the outermost list; else the block
 * itself. */
static const FoNode *displaced_together(const FoNode *block, bool start) {
  const FoNode *outermost = block;
  for (const FoNode *up = block; up && !is_reference_area(up); up = up->parent)
    if ((start && up->element == FO_LIST_BLOCK) || up->style->intrusion_displace == KW_INDENT)
      outermost = up;
  return outermost;
}

/* What floats, and the displacement of the block around it, take of a line of the run at `y` that is
 * `height` high. */
static LineShape shape_at(const Fit *fit, const LineRun *run, Length y, Length height) {
  const LineJob *job = &run->job;
  const bool rtl = fit->queue->context.rtl;
  const LineShape around = fit_displacement(fit);
  if (job->block->style->intrusion_displace == KW_NONE)
    return around;
  const Length left = reach(fit, true, y, height), right = reach(fit, false, y, height);
  const Style *start = displaced_together(job->block, true)->style;
  const Style *end = displaced_together(job->block, false)->style;
  Length from_left = job->x + fit->shift;
  Length from_right = fit->width - job->x - job->width - fit->shift;
  Length *from_start = rtl ? &from_right : &from_left, *from_end = rtl ? &from_left : &from_right;
  *from_start = MIN(*from_start, size_resolve(start->start_indent, fit->width));
  *from_end = MIN(*from_end, size_resolve(end->end_indent, fit->width));
  LineShape shape = {left > 0 ? MAX(around.left, left - from_left) : around.left,
                     right > 0 ? MAX(around.right, right - from_right) : around.right};
  return in_label(job->block) ? label_shape(shape, rtl) : shape;
}

/* Is what is left of a line no room for words? */
static bool too_narrow(const LineRun *run, LineShape shape) {
  const Length least = MIN(run->job.width, FLOAT_LEAST_EMS * run->job.block->style->font_size);
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
  const bool goes_on = block || is_displaced(fit_displacement(fit)) || fit_float_broken(fit);
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

static const Item *shape_line(Fit *fit, const Item *item) {
  const LineOrigin *line = item->box.line;
  if (line && has_side_float(item->box.notes) && lines_lift_floats(fit->queue, fit->index))
    return queue_item(fit->queue, fit->index);
  if (!line || (!fit_beside_floats(fit) && !line->left && !line->right &&
                !is_displaced(fit_displacement(fit))))
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

/* Does the line hold something that is too wide for what floats leave of it, but not for all of its measure? */
static bool too_wide(const Item *item) {
  const LineOrigin *line = item->kind == ITEM_BOX ? item->box.line : NULL;
  return line && item->box.overflow > FLOAT_ROUNDING &&
         item->box.overflow <= line->left + line->right;
}

const Item *fit_shape_line(Fit *fit, const Item *item) {
  item = shape_line(fit, item);
  while (too_wide(item)) {
    const Length next = side_floats_next(fit->floats, here(fit), item->box.height);
    if (next <= here(fit))
      break;
    move_down(fit, next);
    item = shape_line(fit, item);
  }
  return item;
}
