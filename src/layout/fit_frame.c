/* What is placed in a column, and the blocks around it. What has no extent waits in a group with the spaces
 * around it until it is known what follows, as only then these can be resolved. */
#include "layout/fit.h"
#include "layout/space.h"

Length fit_reserve(const Frame *frame) {
  const Edges *e = &frame->edges;
  return (e->border_after_retain ? e->border_after : 0) +
         (e->padding_after_retain ? e->padding_after : 0) +
         (frame->repeat ? frame->repeat->footer_height : 0);
}

/* ---- Groups of what waits --------------------------------------------------------------------- */

void fit_settle(Fit *fit, bool trailing) {
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
  fit->floats_wait = false;
  for (guint i = 0; i < group->len; i++) {
    Placement entry = g_array_index(group, Placement, i);
    if (entry.kind == PLACE_SPACE) {
      const SpaceLength *space = &spaces[count++];
      const bool rigid = fit_overhang(fit) > 0; /* what is beside a float stays there */
      fit->y += space->optimum;
      if (rigid)
        continue;
      fit->flex.stretch += MAX(0, space->maximum - space->optimum);
      fit->flex.shrink += MAX(0, space->optimum - space->minimum);
    } else if (entry.kind == PLACE_FLOAT) {
      fit_place_float(fit, entry.note);
    } else {
      entry.y = entry.absolute ? entry.area->y : fit->y;
      entry.flex = entry.absolute ? (Flex){0} : fit->flex;
      g_array_append_val(fit->placed, entry);
    }
  }
  g_array_set_size(group, 0);
  g_free(spaces);
  if (fit->float_placed && fit->overflow == 0)
    fit_offer_behind_floats(fit);
}

void fit_wait(Fit *fit, Placement entry) {
  entry.shift = fit->shift;
  g_array_append_val(fit->group, entry);
}

void fit_place(Fit *fit, Placement entry) {
  entry.shift = fit->shift;
  entry.y = fit->y;
  entry.flex = fit->flex;
  g_array_append_val(fit->placed, entry);
}

/* ---- Frames ------------------------------------------------------------------------------------- */

void fit_open_frame(Fit *fit, Frame *frame) {
  fit_open_beside(fit, frame);
  fit->shift += frame->shift;
  const Placement entry = {.kind = PLACE_OPEN, .frame = frame};
  if (edges_before(&frame->edges) == 0) {
    fit_wait(fit, entry);
  } else {
    fit_settle(fit, false);
    fit_place(fit, entry);
    fit->y += edges_before(&frame->edges);
    fit->leading = false;
  }
  fit->open = frame;
  fit->reserve += fit_reserve(frame);
}

void fit_part_spaces(Fit *fit) {
  fit_settle(fit, false);
  fit->leading = false;
}

bool fit_block_waits(const Fit *fit) {
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

/* Anchors that nothing follows in their block are those of what stands before them: they must not be lost
 * if the column ends behind the block. */
static void place_anchors(Fit *fit) {
  guint kept = 0;
  bool opened = false;
  for (guint i = 0; i < fit->group->len; i++) {
    const Placement entry = g_array_index(fit->group, Placement, i);
    opened = opened || entry.kind == PLACE_OPEN;
    if (entry.kind == PLACE_AREA && !entry.absolute && !opened)
      fit_place(fit, entry);
    else
      g_array_index(fit->group, Placement, kept++) = entry;
  }
  g_array_set_size(fit->group, kept);
}

void fit_close_frame(Fit *fit, Frame *frame) {
  place_anchors(fit);
  const Placement entry = {.kind = PLACE_CLOSE, .frame = frame};
  if (edges_after(&frame->edges) == 0) {
    if (frame_empty(fit, frame))
      fit_part_spaces(fit);
    fit_wait(fit, entry);
  } else {
    fit_settle(fit, false);
    fit->y += edges_after(&frame->edges);
    fit_place(fit, entry);
    fit->leading = false;
  }
  fit->open = frame->parent;
  fit->shift -= frame->shift;
  fit->reserve -= fit_reserve(frame);
}

/* A block that was open at the break goes on: its edges where they are retained, and the head of a
 * table again. */
void fit_resume_frame(Fit *fit, Frame *frame, Cursor from) {
  if (!frame)
    return;
  fit_resume_frame(fit, frame->parent, from);
  const Edges *e = &frame->edges;
  fit->open = frame->parent;
  fit_resume_beside(fit, frame, from);
  fit->open = frame;
  fit->shift += frame->shift;
  fit_place(fit, (Placement){.kind = PLACE_OPEN, .frame = frame, .continued = true});
  fit->y += (e->border_before_retain ? e->border_before : 0) +
            (e->padding_before_retain ? e->padding_before : 0);
  fit->reserve += fit_reserve(frame);
  const TableRepeat *repeat = frame->repeat;
  if (repeat && repeat->header && fit->index >= frame->body_index) {
    Area *header = repeat->header(fit->queue->layout, repeat->table);
    if (header) {
      fit_place(fit, (Placement){.kind = PLACE_AREA, .area = header});
      fit->y += header->height;
    }
  }
  if (fit->y > 0)
    fit->leading = false;
}
