/* What is relatively positioned is laid out where it would stand without, and moved when its page is done
 * (XSL 1.1 §7.13.5); what has a z-index besides becomes a stacking context.
 *
 * An object may have no area of its own (an fo:inline without a box): its areas are all those whose object
 * is in it, while that of the area around them is not. */
#include "layout/position.h"

enum { UNKNOWN = -1 };

/* What is around an area. */
typedef struct {
  const FoNode *object; /* of the nearest area with one, or NULL */
  Length width, height; /* of the containing block; height UNKNOWN: it follows from the content */
  const Area
      *relative; /* the box that absolute offsets count from: of a relatively positioned object
                            in the same reference area, or NULL */
  Length x, y;   /* of the area around, from the content of that box */
  PageBuild *page;
} Around;

static const FoNode *object_of(const Area *area) {
  const FoNode *node = area->node;
  return node && node->element == FO_TEXT ? node->parent : node;
}

static bool is_absolute(const FoNode *node) {
  const Keyword position = node->style->absolute_position;
  return node->element == FO_BLOCK_CONTAINER && (position == KW_ABSOLUTE || position == KW_FIXED);
}

static bool is_relative(const FoNode *node) {
  return node->style->relative_position == KW_RELATIVE && !is_absolute(node);
}

/* Does it stand elsewhere than its parent? */
static bool stands_apart(const FoNode *node) {
  switch (node->element) {
  case FO_FLOW:
  case FO_STATIC_CONTENT:
  case FO_FOOTNOTE_BODY:
  case FO_FLOAT:
  case FO_MARKER: return true;
  default: return is_absolute(node);
  }
}

static Length offset(Size start, Size end, Length base) {
  if (!start.keyword && !(start.percent && base == UNKNOWN))
    return size_resolve(start, base);
  return end.keyword || (end.percent && base == UNKNOWN) ? 0 : -size_resolve(end, base);
}

/* The objects that an area is the first one in, from the inside out. */
static void apply(Area *area, const Around *around) {
  const FoNode *node = object_of(area);
  for (; node && node != around->object; node = node->parent) {
    const Style *style = node->style;
    if (is_relative(node)) {
      area->x += offset(style->left, style->right, around->width);
      area->y += offset(style->top, style->bottom, around->height);
    }
    if (style->z_index != INTEGER_AUTO && !area->stacked &&
        (is_relative(node) || is_absolute(node))) {
      area->stacked = around->page->page.stacked = true;
      area->z_index = style->z_index;
    }
    if (stands_apart(node))
      return;
  }
}

/* Is it a reference area, that offsets count from whatever its own position is? */
static bool is_reference(const Area *area, const FoNode *object) {
  switch (object->element) {
  case FO_TABLE_CELL:
  case FO_BLOCK_CONTAINER:
  case FO_INLINE_CONTAINER: return true;
  default: return area->kind == AREA_VIEWPORT || stands_apart(object);
  }
}

static bool is_region(const FoNode *object) {
  switch (object->element) {
  case FO_REGION_BODY:
  case FO_REGION_BEFORE:
  case FO_REGION_AFTER:
  case FO_REGION_START:
  case FO_REGION_END: return true;
  default: return false;
  }
}

/* The containing block of what is in the area. */
static void enter(const Area *area, const FoNode *object, Around *inner) {
  if (area->kind == AREA_VIEWPORT) {
    const bool sideways = area->viewport.rotation % 180 != 0;
    inner->width = sideways ? area->height : area->width;
    inner->height = sideways ? area->width : area->height;
  } else if (area->kind != AREA_BOX || object == inner->object || inline_level(object)) {
    return;
  } else if (stands_apart(object)) {
    inner->width = area->width;
  } else {
    const Edges edges = edges_of(object->style, inner->width);
    inner->width = area->width - edges_start(&edges) - edges_end(&edges);
    inner->height =
        is_region(object) ? area->height - edges_before(&edges) - edges_after(&edges) : UNKNOWN;
  }
}

static bool is_rtl(const FoNode *object) {
  const Keyword mode = object->style->writing_mode;
  return mode == KW_RL_TB || mode == KW_RL;
}

/* From where absolute offsets in the area count. */
static void set_relative(const Area *area, const FoNode *object, Around *inner) {
  if (is_reference(area, object)) {
    inner->relative = NULL;
  } else if (object != inner->object && area->kind == AREA_BOX && is_relative(object)) {
    const Edges edges = edges_of(object->style, area->width);
    inner->relative = area;
    inner->x = -(is_rtl(object) ? edges.border_end : edges.border_start);
    inner->y = -edges.border_before;
  }
}

/* An absolute container in a relatively positioned object counts from that (§7.6.1). */
static void place_absolute(Area *area, const Around *around) {
  const Area *box = around->relative;
  const Edges edges = edges_of(object_of(box)->style, box->width);
  const Length width = box->width - edges.border_start - edges.border_end;
  const Length height = box->height - edges.border_before - edges.border_after;
  block_container_place(area, width, height);
  area->x -= around->x;
  area->y -= around->y;
}

static void walk(Area *area, Around around) {
  const FoNode *object = object_of(area);
  const bool absolute = object && object != around.object && is_absolute(object);
  if (absolute && around.relative && object->style->absolute_position == KW_ABSOLUTE)
    place_absolute(area, &around);
  apply(area, &around);
  around.x += area->x;
  around.y += area->y;
  if (object) {
    enter(area, object, &around);
    set_relative(area, object, &around);
    around.object = object;
  }
  for (Area *child = area->first; child; child = child->next)
    walk(child, around);
}

void positions_apply(PageBuild *page) {
  Area *root = page->page.root;
  const Around around = {.width = root->width, .height = root->height, .page = page};
  walk(root, around);
}

bool position_asked(const FoNode *node) {
  return node->element != FO_TEXT &&
         (node->style->relative_position == KW_RELATIVE || node->style->z_index != INTEGER_AUTO);
}
