/* Places to go on from. */
#include "layout/internal.h"

Cursor cursor_start(void) {
  return (Cursor){0};
}

static bool same_floats(const FloatRest *a, const FloatRest *b) {
  for (; a && b; a = a->next, b = b->next)
    if (a->node != b->node || !cursor_same(a->cursor, b->cursor))
      return false;
  return !a && !b;
}

bool cursor_same(Cursor a, Cursor b) {
  return a.index == b.index && a.row == b.row && same_floats(a.floats, b.floats);
}

unsigned cursor_oldest(const Layout *layout, Cursor cursor) {
  unsigned oldest = cursor.row ? cursor.oldest : layout->generation;
  for (const FloatRest *rest = cursor.floats; rest; rest = rest->next) {
    const unsigned inside = cursor_oldest(layout, rest->cursor);
    oldest = MIN(oldest, MIN(rest->generation, inside));
  }
  return oldest;
}
