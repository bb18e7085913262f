/* Where the lines stand that are painted after all pages. */
#include "paint/internal.h"

static bool same_around(const LateAround *a, const LateAround *b) {
  return a->matrix.xx == b->matrix.xx && a->matrix.yx == b->matrix.yx &&
         a->matrix.xy == b->matrix.xy && a->matrix.yy == b->matrix.yy &&
         a->matrix.x0 == b->matrix.x0 && a->matrix.y0 == b->matrix.y0 && a->clip.x == b->clip.x &&
         a->clip.y == b->clip.y && a->clip.width == b->clip.width &&
         a->clip.height == b->clip.height;
}

/* What is around a late line at work; most often the same as around the last. */
static guint late_around(Painter *painter) {
  GArray *all = painter->late_around;
  LateAround around;
  cairo_get_matrix(painter->cr, &around.matrix);
  double x1, y1;
  cairo_clip_extents(painter->cr, &around.clip.x, &around.clip.y, &x1, &y1);
  around.clip.width = x1 - around.clip.x;
  around.clip.height = y1 - around.clip.y;
  const LateAround *last = all->len ? &g_array_index(all, LateAround, all->len - 1) : NULL;
  if (!last || !same_around(last, &around))
    g_array_append_val(all, around);
  return all->len - 1;
}

void late_place_note(Painter *painter, guint number, LatePlace place) {
  place.around = late_around(painter);
  place.part = mark_late(painter);
  if (number > painter->late_places->len)
    g_array_set_size(painter->late_places, number);
  g_array_index(painter->late_places, LatePlace, number - 1) = place;
}

const LatePlace *late_place(const Painter *painter, int number) {
  return number >= 1 && (guint)number <= painter->late_places->len
             ? &g_array_index(painter->late_places, LatePlace, number - 1)
             : NULL;
}
