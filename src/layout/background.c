/* Background pictures that lie behind several cells: one picture for all of a column, or of a body, that is on the
 * page, however many areas show it (CSS 2.1 §17.5.1). */
#include "layout/page.h"

/* One of the areas, with its place in the table's. */
typedef struct {
  Area *area;
  const Area *table;
  Length x, y;
} Piece;

static bool is_piece(const Area *area) {
  if (area->artifact != ARTIFACT_LAYOUT || !area->node || !area->decoration ||
      !area->decoration->background_origin.set)
    return false;
  return area->node->element != FO_TABLE_ROW;
}

static void collect(GArray *pieces, Area *area, Piece around) {
  around.x += area->x;
  around.y += area->y;
  if (area->node && area->node->element == FO_TABLE &&
      (!around.table || around.table->node != area->node))
    around = (Piece){.table = area};
  if (is_piece(area)) {
    const Piece piece = {area, around.table, around.x, around.y};
    g_array_append_val(pieces, piece);
  }
  for (Area *child = area->first; child; child = child->next)
    collect(pieces, child, around);
}

static Length left_of(const Piece *piece) {
  return piece->x + piece->area->decoration->background_origin.x;
}

static int compare(const void *a, const void *b) {
  return (a > b) - (a < b);
}

/* The pieces of one picture stand together. */
static int by_picture(gconstpointer a, gconstpointer b) {
  const Piece *one = a, *other = b;
  int order = compare(one->table, other->table);
  if (order == 0)
    order = (one->area->node->number > other->area->node->number) -
            (one->area->node->number < other->area->node->number);
  if (order == 0)
    order = (left_of(one) > left_of(other)) - (left_of(one) < left_of(other));
  return order;
}

static void join(Layout *layout, Piece *pieces, guint count) {
  Length top = G_MAXINT64, bottom = G_MININT64;
  for (guint i = 0; i < count; i++) {
    const BackgroundOrigin *origin = &pieces[i].area->decoration->background_origin;
    top = MIN(top, pieces[i].y + origin->y);
    bottom = MAX(bottom, pieces[i].y + origin->y + origin->height);
  }
  for (guint i = 0; i < count; i++) {
    Decoration *decoration =
        arena_copy(layout->arena, pieces[i].area->decoration, sizeof(Decoration));
    decoration->background_origin.y = top - pieces[i].y;
    decoration->background_origin.height = bottom - top;
    pieces[i].area->decoration = decoration;
  }
}

void backgrounds_join(Layout *layout, Area *root) {
  GArray *pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
  collect(pieces, root, (Piece){0});
  g_array_sort(pieces, by_picture);
  for (guint first = 0, next; first < pieces->len; first = next) {
    Piece *piece = &g_array_index(pieces, Piece, first);
    for (next = first + 1; next < pieces->len; next++)
      if (by_picture(piece, &g_array_index(pieces, Piece, next)) != 0)
        break;
    join(layout, piece, next - first);
  }
  g_array_unref(pieces);
}
