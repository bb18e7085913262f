/* From placements to areas: the boxes of blocks around what was placed in them. */
#include "layout/fit.h"

/* An area that is being filled, with its place in the reference area. */
typedef struct {
  Area *area;
  const Frame *frame; /* NULL: the whole part */
  Length x, y;
  bool continued;
} Level;

static Level *top_level(GArray *levels) {
  return &g_array_index(levels, Level, levels->len - 1);
}

static void append_at(Level *level, Area *area, Length x, Length y) {
  area->x = x - level->x;
  area->y = y - level->y;
  area_append(level->area, area);
}

static void open_level(Layout *layout, GArray *levels, const Placement *placed) {
  const Frame *frame = placed->frame;
  Area *area = area_new(layout, AREA_BOX, frame->node);
  const Length x = frame->x + placed->shift + frame->left;
  area->width = frame->width - frame->left - frame->right;
  append_at(top_level(levels), area, x, placed->y);
  const Level level = {area, frame, x, placed->y, placed->continued};
  g_array_append_val(levels, level);
}

static void close_level(Layout *layout, GArray *levels, Length y, bool ends) {
  const Level level = *top_level(levels);
  const Edges *e = &level.frame->edges;
  const bool top = !level.continued || e->border_before_retain;
  const bool bottom = ends || e->border_after_retain;
  level.area->height = MAX(0, y - level.y);
  if (level.frame->painted)
    level.area->decoration = decoration_part(layout, &level.frame->decoration, top, bottom);
  g_array_set_size(levels, levels->len - 1);
}

/* Closes what is open at a break, from the inside out. */
static Length close_open_levels(Layout *layout, GArray *levels, Length y) {
  while (levels->len > 1) {
    const Frame *frame = top_level(levels)->frame;
    const TableRepeat *repeat = frame->repeat;
    Area *footer = repeat && repeat->footer
                       ? repeat->footer(layout, repeat->table, top_level(levels)->area)
                       : NULL;
    if (footer) {
      append_at(top_level(levels), footer, footer->x, y);
      y += footer->height;
    }
    y += (frame->edges.padding_after_retain ? frame->edges.padding_after : 0) +
         (frame->edges.border_after_retain ? frame->edges.border_after : 0);
    close_level(layout, levels, y, false);
  }
  return y;
}

/* Floats are children of the reference area, above what else is in it. */
static void place_floats(Layout *layout, Area *whole, const GArray *placed) {
  for (guint i = 0; i < placed->len; i++) {
    const Placement *entry = &g_array_index(placed, Placement, i);
    if (entry->kind != PLACE_FLOAT)
      continue;
    Area *area = arena_copy(layout->arena, entry->area, sizeof(Area));
    area->x = entry->shift;
    area->y = entry->y;
    area_append(whole, area);
  }
}

Area *place_areas(Layout *layout, Length width, const GArray *placed, Length y, Length *height) {
  Area *whole = area_new(layout, AREA_BOX, NULL);
  GArray *levels = g_array_new(FALSE, FALSE, sizeof(Level));
  const Level level = {.area = whole};
  g_array_append_val(levels, level);
  for (guint i = 0; i < placed->len; i++) {
    const Placement *entry = &g_array_index(placed, Placement, i);
    if (entry->kind == PLACE_OPEN) {
      open_level(layout, levels, entry);
    } else if (entry->kind == PLACE_CLOSE) {
      close_level(layout, levels, entry->y, true);
    } else if (entry->kind == PLACE_AREA) {
      Area *area = entry->copy ? arena_copy(layout->arena, entry->area, sizeof(Area)) : entry->area;
      append_at(top_level(levels), area, area->x + entry->shift, entry->y);
    }
  }
  *height = close_open_levels(layout, levels, y);
  place_floats(layout, whole, placed);
  whole->width = width;
  whole->height = *height;
  g_array_unref(levels);
  return whole;
}
