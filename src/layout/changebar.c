#include "layout/changebar.h"

#include <string.h>

/* A bar in this column: from the first line that it marks to the last. */
typedef struct {
  Length top, bottom;
  bool any;
} Range;

typedef struct {
  Layout *layout;
  GPtrArray *open; /* fo:change-bar-begin, outermost first … */
  GArray *ranges;  /* … and the Range of each */
  const BarColumn *column;
  Area *region;
} Walk;

static const char *class_of(const FoNode *node) {
  const char *class = fo_attribute(node, PROP_CHANGE_BAR_CLASS);
  return class ? class : "";
}

/* ---- Where the bar stands ----------------------------------------------------------------------- */

static bool stands_left(Keyword placement, const BarColumn *column) {
  const bool outside_left = !column->left_binding;
  switch (placement) {
  case KW_LEFT: return true;
  case KW_RIGHT: return false;
  case KW_END: return column->rtl;
  case KW_INSIDE: return !outside_left;
  case KW_OUTSIDE: return outside_left;
  case KW_ALTERNATE:
    if (column->columns == 1)
      return outside_left;
    return (column->index * 2 < column->columns) != column->rtl;
  default: return !column->rtl;
  }
}

/* The offset is that of the bar's middle from the edge of the column, outwards. */
static void draw(const Walk *walk, const FoNode *begin, const Range *range) {
  const Style *style = begin->style;
  const Keyword line = style->change_bar_style;
  if (!range->any || line == KW_NONE || line == KW_HIDDEN || style->change_bar_width <= 0)
    return;
  const BarColumn *column = walk->column;
  const bool left = stands_left(style->change_bar_placement, column);
  const Length middle = left ? -style->change_bar_offset : column->width + style->change_bar_offset;
  Area *bar = area_new(walk->layout, AREA_RULE, begin);
  bar->artifact = ARTIFACT_LAYOUT;
  bar->rule = (AreaRule){
      .style = area_rule_style(line), .color = style->change_bar_color, .vertical = true};
  bar->x = column->area->x + middle - style->change_bar_width / 2;
  bar->y = column->area->y + range->top;
  bar->width = style->change_bar_width;
  bar->height = range->bottom - range->top;
  area_append(walk->region, bar);
}

/* ---- What it marks ------------------------------------------------------------------------------ */

/* The node may be a copy of this page's (a marker that was retrieved): the bar may go on over others. */
static void begin_bar(Walk *walk, const FoNode *node) {
  const Range range = {0};
  g_ptr_array_add(walk->open, (gpointer)fo_node_keep(node, node->parent, walk->layout->memory));
  g_array_append_val(walk->ranges, range);
}

/* The innermost of its class ends. */
static void end_bar(Walk *walk, const FoNode *node) {
  for (guint i = walk->open->len; i-- > 0;) {
    const FoNode *begin = g_ptr_array_index(walk->open, i);
    if (strcmp(class_of(begin), class_of(node)) != 0)
      continue;
    draw(walk, begin, &g_array_index(walk->ranges, Range, i));
    g_ptr_array_remove_index(walk->open, i);
    g_array_remove_index(walk->ranges, i);
    return;
  }
  diag_layout_change_bar_end(walk->layout->diagnostics, fo_place(node), class_of(node));
}

static void mark(Walk *walk, Length top, Length height) {
  for (guint i = 0; i < walk->ranges->len; i++) {
    Range *range = &g_array_index(walk->ranges, Range, i);
    range->top = range->any ? MIN(range->top, top) : top;
    range->bottom = range->any ? MAX(range->bottom, top + height) : top + height;
    range->any = true;
  }
}

static bool is_content(const Area *area) {
  switch (area->kind) {
  case AREA_TEXT:
  case AREA_IMAGE:
  case AREA_RULE: return true;
  case AREA_VIEWPORT: return area->viewport.rotation != 0;
  case AREA_BOX: return !area->first && area->height > 0;
  case AREA_LINE: return false;
  }
  return false;
}

/* The areas in order; `y` is the top of the parent, `line` the line that they are in, at `line_y`. What
 * is repeated or ornament marks nothing. */
static void walk_area(Walk *walk, const Area *area, Length y, const Area *line, Length line_y) {
  y += area->y;
  if (area->artifact != ARTIFACT_NONE)
    return;
  if (area->kind == AREA_BOX && area->node && area->node->element == FO_CHANGE_BAR_BEGIN) {
    begin_bar(walk, area->node);
  } else if (area->kind == AREA_BOX && area->node && area->node->element == FO_CHANGE_BAR_END) {
    end_bar(walk, area->node);
  } else if (is_content(area)) {
    mark(walk, line ? line_y : y, line ? line->height : area->height);
  } else {
    const bool is_line = !line && area->kind == AREA_LINE;
    for (const Area *child = area->first; child; child = child->next)
      walk_area(walk, child, y, is_line ? area : line, is_line ? y : line_y);
  }
}

void change_bars_add(Layout *layout, GPtrArray *open, const BarColumn *column, Area *region) {
  Walk walk = {
      .layout = layout,
      .open = open,
      .ranges = g_array_new(FALSE, TRUE, sizeof(Range)),
      .column = column,
      .region = region,
  };
  g_array_set_size(walk.ranges, open->len);
  for (const Area *child = column->area->first; child; child = child->next)
    walk_area(&walk, child, 0, NULL, 0);
  for (guint i = 0; i < open->len; i++)
    draw(&walk, g_ptr_array_index(open, i), &g_array_index(walk.ranges, Range, i));
  g_array_unref(walk.ranges);
}

void change_bars_end(Layout *layout) {
  for (guint i = 0; i < layout->change_bars->len; i++) {
    const FoNode *begin = g_ptr_array_index(layout->change_bars, i);
    diag_layout_change_bar_begin(layout->diagnostics, fo_place(begin), class_of(begin));
  }
}
