/* Where the lines stand that are painted after all pages. */
#include "paint/internal.h"

#include <string.h>

/* What is around a late line at work; most often the same as around the last. */
static guint late_around(Painter *painter) {
  GArray *all = painter->late_around;
  LateAround around;
  memset(&around, 0, sizeof around);
  cairo_get_matrix(painter->cr, &around.matrix);
  double x1, y1;
  cairo_clip_extents(painter->cr, &around.clip.x, &around.clip.y, &x1, &y1);
  around.clip.width = x1 - around.clip.x;
  around.clip.height = y1 - around.clip.y;
  const LateAround *last = all->len ? &g_array_index(all, LateAround, all->len - 1) : NULL;
  if (!last || memcmp(last, &around, sizeof around) != 0)
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
