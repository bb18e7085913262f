/* Places to go on from, and the queues that they are in. */
#include "layout/internal.h"

Cursor cursor_start(void) {
  return (Cursor){0};
}

bool cursor_begun(Cursor cursor) {
  return cursor.index > 0 || cursor.row || cursor.floats;
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

/* ---- Queues that cursors are in ------------------------------------------------------------------ */

void queue_retire(Queue *queue) {
  if (queue)
    g_hash_table_add(queue->layout->retired, queue);
}

void queue_go_back(Queue **content, Queue *begun) {
  if (!begun || begun == *content)
    return;
  queue_retire(*content);
  g_hash_table_steal(begun->layout->retired, begun);
  *content = begun;
}

void queue_free_retired(Layout *layout) {
  g_hash_table_remove_all(layout->retired);
}
