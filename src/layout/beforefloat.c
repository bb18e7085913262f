#include "layout/beforefloat.h"

static Area *float_area(BeforeFloats *f, const FoNode *node) {
  Length height;
  return layout_whole(f->sequence->layout, node, f->context, &height, NULL);
}

static Length separator_height(const BeforeFloats *f) {
  return f->separator ? f->separator->height : 0;
}

/* One that is too high for any page stands alone. */
static void report_too_high(BeforeFloats *f, const FoNode *node, Length height) {
  const Length over = height + separator_height(f) - f->context.height;
  char points[LENGTH_TEXT_SIZE];
  if (over > LENGTH_PER_POINT / 2)
    diag_layout_content_too_high(f->sequence->layout->diagnostics, fo_place(node),
                                 length_to_text(over, points));
}

/* As many of those that wait as go into `room`, but one at least. */
static void take_carried(BeforeFloats *f, Length room) {
  GQueue *waiting = &f->sequence->floats;
  Area *all = area_new(f->sequence->layout, AREA_BOX, NULL);
  all->width = f->context.width;
  while (!g_queue_is_empty(waiting)) {
    const FoNode *node = g_queue_peek_head(waiting);
    Area *area = float_area(f, node);
    if (all->first && all->height + area->height + separator_height(f) > room)
      break;
    report_too_high(f, node, area->height);
    area->y = all->height;
    area_append(all, area);
    all->height += area->height;
    g_queue_pop_head(waiting);
  }
  f->full = !g_queue_is_empty(waiting);
  f->carried = all;
}

Length before_floats_init(BeforeFloats *f, Sequence *sequence, Context context, Length room) {
  *f = (BeforeFloats){.sequence = sequence, .context = context, .most = G_MAXINT64};
  f->here = g_hash_table_new(NULL, NULL);
  const FoNode *separator = sequence_static(sequence->node, "xsl-before-float-separator");
  Length height;
  if (separator) {
    f->separator = layout_whole(sequence->layout, separator, context, &height, NULL);
    f->separator->artifact = ARTIFACT_LAYOUT;
  }
  if (g_queue_is_empty(&sequence->floats))
    return 0;
  take_carried(f, room);
  return f->carried->height + separator_height(f);
}

void before_floats_release(BeforeFloats *f) {
  g_hash_table_unref(f->here);
}

Length before_float_decide(BeforeFloats *f, const FoNode *node, Length left, Length taken) {
  if (g_hash_table_contains(f->here, node))
    return 0;
  Area *area = f->full ? NULL : float_area(f, node);
  const Length takes = area ? area->height + (taken == 0 ? separator_height(f) : 0) : 0;
  if (takes > MIN(left, f->most - taken)) {
    f->full = true;
    area = NULL;
  }
  g_hash_table_insert(f->here, (gpointer)node, area);
  return area ? takes : 0;
}

static Length append_below(Area *body, Area *area, Length x, Length y) {
  area->x = x;
  area->y = y;
  area_append(body, area);
  return y + area->height;
}

Length before_floats_place(BeforeFloats *f, const Note *notes, Area *body, Rect content) {
  Length y = content.y;
  if (f->carried)
    y = append_below(body, f->carried, content.x, y);
  bool any = f->carried != NULL, waiting = false;
  for (const Note *note = notes; note; note = note->next) {
    if (note->node->element != FO_FLOAT || note->node->style->float_ != KW_BEFORE)
      continue;
    Area *area = waiting ? NULL : g_hash_table_lookup(f->here, note->node);
    if (!area) {
      waiting = true; /* and those after it, to keep their order */
      g_queue_push_tail(&f->sequence->floats, (gpointer)note->node);
      continue;
    }
    y = append_below(body, area, content.x, y);
    any = true;
  }
  if (any && f->separator)
    y = append_below(body, f->separator, content.x, y);
  return y - content.y;
}
