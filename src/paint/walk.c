/* The areas of a page in the order of painting.
 *
 * A layer (a region, a viewport, what is positioned absolutely) is painted in its place in the tree.
 * What has a z-index is a layer, too, painted before or after the rest of the stacking context that it is in.
 * Within a layer, everything that is drawn behind text comes first, blocks before lines, then text and
 * pictures, then what is drawn over text: so all the borders and backgrounds of a table are one
 * artifact, not one between each two cells. CSS 2.1 Appendix E has the same order. */
#include "paint/internal.h"

#include <math.h>

typedef enum {
  PHASE_BLOCKS,  /* borders and backgrounds, outside of lines */
  PHASE_INLINES, /* the same inside lines; underlines and leaders */
  PHASE_CONTENT,
  PHASE_OVER, /* what strikes text through */
  PHASE_COUNT
} Phase;

/* Where an area's parent stands, and what holds for all in it. */
typedef struct {
  Length x, y;
  ArtifactKind artifact;
  bool root; /* the parent is the page's root */
  bool line; /* in a line */
} Context;

static void paint_layer(Painter *painter, const Area *area, Context context);

static double points(Length length) {
  return length_to_points(length);
}

static Context inner_context(const Area *area, Context context) {
  return (Context){.x = context.x + area->x,
                   .y = context.y + area->y,
                   .artifact = context.artifact ? context.artifact : area->artifact,
                   .line = context.line || area->kind == AREA_LINE};
}

static Box area_box(const Area *area, Context inner) {
  return (Box){points(inner.x), points(inner.y), points(area->width), points(area->height)};
}

static bool is_layer(const Area *area, const Context *parent) {
  if (parent->root || area->kind == AREA_VIEWPORT || area->stacked)
    return true;
  const FoNode *node = area->node;
  return area->kind == AREA_BOX && node && node->element == FO_BLOCK_CONTAINER &&
         (node->style->absolute_position == KW_ABSOLUTE ||
          node->style->absolute_position == KW_FIXED);
}

/* Is it painted before or after the rest of the stacking context that it is in? */
static bool is_lifted(const Area *area) {
  return area->stacked && area->z_index != 0;
}

static double baseline_of(const Area *area, Context inner) {
  return points(inner.y + area->text.baseline);
}

/* cairo counts in 24.8 bits: what lies farther from the page's corner cannot be painted, nor marked.
 * No page is that large. */
static const double REACH = 16000;

static bool within_reach(Box box) {
  return fabs(box.x) < REACH && fabs(box.y) < REACH && fabs(box.x + box.width) < REACH &&
         fabs(box.y + box.height) < REACH;
}

/* ---- One area --------------------------------------------------------------------------------- */

static void paint_behind(Painter *painter, const Area *area, Context inner) {
  Box box = area_box(area, inner);
  switch (area->kind) {
  case AREA_TEXT:
    paint_text_shadow(painter, area, box.x, baseline_of(area, inner), inner.artifact);
    paint_text_lines(painter, area, box.x, baseline_of(area, inner), inner.artifact, LINES_BEHIND);
    break;
  case AREA_RULE: paint_rule(painter, &area->rule, box, inner.artifact); break;
  case AREA_BOX:
  case AREA_LINE:
  case AREA_IMAGE:
  case AREA_VIEWPORT:
    if (area->decoration)
      paint_decoration(painter, area->decoration, box, inner.artifact);
  }
}

/* The box that text takes for the eye and the mouse: from its ascender to its descender. */
static Box text_box(const Area *area, Context inner) {
  Box box = area_box(area, inner);
  if (area->text.metrics) {
    box.y = baseline_of(area, inner) - points(area->text.metrics->ascent);
    box.height = points(area->text.metrics->ascent + area->text.metrics->descent);
  }
  return box;
}

static Box inset_box(Box box, const Clip *inset) {
  return (Box){box.x + points(inset->left), box.y + points(inset->top),
               box.width - points(inset->left + inset->right),
               box.height - points(inset->top + inset->bottom)};
}

static void paint_image(Painter *painter, const Area *area, Context inner) {
  const AreaImage *image = &area->image;
  Box box = {points(inner.x + image->x), points(inner.y + image->y), points(image->width),
             points(image->height)};
  Box clip = box;
  if (image->clip) {
    Box whole = inset_box(area_box(area, inner), &image->inset);
    clip.x = MAX(box.x, whole.x);
    clip.y = MAX(box.y, whole.y);
    clip.width = MIN(box.x + box.width, whole.x + whole.width) - clip.x;
    clip.height = MIN(box.y + box.height, whole.y + whole.height) - clip.y;
  }
  if (inner.artifact)
    mark_artifact(painter, inner.artifact);
  else
    mark_content(painter, "Figure", area->node, 0);
  Place place = area->node ? fo_place(area->node) : PLACE_NONE;
  mark_object_begin(painter);
  paint_picture(painter, image->image, box, clip, place);
  mark_object_end(painter);
  links_note(painter, area->node, clip);
}

static void paint_content(Painter *painter, const Area *area, Context inner) {
  switch (area->kind) {
  case AREA_TEXT:
    paint_glyphs(painter, area, points(inner.x), baseline_of(area, inner), inner.artifact);
    links_note(painter, area->node, text_box(area, inner));
    break;
  case AREA_IMAGE: paint_image(painter, area, inner); break;
  case AREA_RULE: links_note(painter, area->node, area_box(area, inner)); break;
  case AREA_LINE: links_end_line(painter); break;
  case AREA_BOX:
  case AREA_VIEWPORT: break;
  }
}

/* ---- The tree --------------------------------------------------------------------------------- */

static bool has_lines(const TextDecoration *decoration) {
  return decoration->underline || decoration->overline || decoration->line_through;
}

/* Is there nothing to be drawn of it but glyphs? */
static bool is_plain(const Area *area) {
  switch (area->kind) {
  case AREA_TEXT: return !area->text.shadow && !has_lines(&area->text.decoration);
  case AREA_BOX:
  case AREA_LINE: return !area->decoration;
  case AREA_IMAGE:
  case AREA_RULE:
  case AREA_VIEWPORT: break;
  }
  return false;
}

/* What a phase draws of one area. */
static void paint_area(Painter *painter, const Area *area, Context inner, Phase phase) {
  painter->not_plain = painter->not_plain || (painter->plain && !is_plain(area));
  if (painter->not_plain)
    return;
  if (!within_reach(area_box(area, inner))) {
    const Place place = area->node ? fo_place(area->node) : PLACE_NONE;
    if (phase == PHASE_CONTENT && (area->kind == AREA_TEXT || area->kind == AREA_IMAGE))
      diag_paint_out_of_reach(painter->options.diagnostics, place);
    return;
  }
  switch (phase) {
  case PHASE_BLOCKS:
  case PHASE_INLINES:
    if (inner.line == (phase == PHASE_INLINES))
      paint_behind(painter, area, inner);
    break;
  case PHASE_CONTENT: paint_content(painter, area, inner); break;
  case PHASE_OVER:
    if (area->kind == AREA_TEXT)
      paint_text_lines(painter, area, points(inner.x), baseline_of(area, inner), inner.artifact,
                       LINES_OVER);
    break;
  case PHASE_COUNT: break;
  }
}

/* ---- Lines with text from right to left ---------------------------------------------------------- */

/* Something in a line, and the place of its text: what is no text goes with the text to its left. */
typedef struct {
  const Area *area;
  Context inner;
  int number;
  size_t offset;
  unsigned index;
} LineLeaf;

static bool has_backward_text(const Area *area) {
  if (area->kind == AREA_TEXT)
    return area->text.run.backward;
  for (const Area *child = area->first; child; child = child->next)
    if (child->kind != AREA_LINE && child->kind != AREA_VIEWPORT && has_backward_text(child))
      return true;
  return false;
}

static void collect_leaves(GArray *leaves, const Area *area, Context inner) {
  LineLeaf leaf = {.area = area, .inner = inner, .index = leaves->len};
  if (area->kind == AREA_TEXT && area->node) {
    leaf.number = area->node->number;
    leaf.offset = area->text.run.offset;
  } else if (leaves->len) {
    const LineLeaf *before = &g_array_index(leaves, LineLeaf, leaves->len - 1);
    leaf.number = before->number;
    leaf.offset = before->offset;
  }
  g_array_append_val(leaves, leaf);
  for (const Area *child = area->first; child; child = child->next)
    collect_leaves(leaves, child, inner_context(child, inner));
}

static int by_reading(gconstpointer a, gconstpointer b) {
  const LineLeaf *one = a, *other = b;
  if (one->number != other->number)
    return one->number < other->number ? -1 : 1;
  if (one->offset != other->offset)
    return one->offset < other->offset ? -1 : 1;
  return one->index < other->index ? -1 : 1;
}

/* Is there nothing in a line but text, pictures and inline boxes? */
static bool is_flat(const Area *area, const Context *inner) {
  for (const Area *child = area->first; child; child = child->next) {
    const Context next = inner_context(child, *inner);
    if (child->kind == AREA_LINE || is_layer(child, inner) || !is_flat(child, &next))
      return false;
  }
  return true;
}

/* Paints what stands in a line in the order in which it is read: readers of PDF take it so. */
static void paint_line_as_read(Painter *painter, const Area *line, Context inner) {
  GArray *leaves = g_array_new(FALSE, FALSE, sizeof(LineLeaf));
  for (const Area *child = line->first; child; child = child->next)
    collect_leaves(leaves, child, inner_context(child, inner));
  g_array_sort(leaves, by_reading);
  for (guint i = 0; i < leaves->len; i++) {
    const LineLeaf *leaf = &g_array_index(leaves, LineLeaf, i);
    paint_area(painter, leaf->area, leaf->inner, PHASE_CONTENT);
  }
  g_array_unref(leaves);
}

static bool is_read_otherwise(const Painter *painter, const Area *area, const Context *inner) {
  return painter->options.kind == PAINT_PDF && area->kind == AREA_LINE && has_backward_text(area) &&
         is_flat(area, inner);
}

static bool is_late(const Area *area) {
  return area->kind == AREA_LINE && area->line.late;
}

static void walk(Painter *painter, const Area *area, Context context, Phase phase) {
  if (is_late(area)) {
    if (phase == PHASE_CONTENT)
      late_place_note(painter, (guint)area->line.late,
                      (LatePlace){.x = context.x, .y = context.y, .artifact = context.artifact});
    return;
  }
  Context inner = inner_context(area, context);
  paint_area(painter, area, inner, phase);
  const bool as_read = phase == PHASE_CONTENT && is_read_otherwise(painter, area, &inner);
  if (as_read)
    paint_line_as_read(painter, area, inner);
  for (const Area *child = as_read ? NULL : area->first; child; child = child->next) {
    if (!is_layer(child, &inner))
      walk(painter, child, inner, phase);
    else if (phase == PHASE_CONTENT && !is_lifted(child))
      paint_layer(painter, child, inner);
  }
  if (phase == PHASE_CONTENT && area->kind == AREA_LINE)
    links_end_line(painter);
}

Box page_box(const Painter *painter, Box box) {
  double x0 = box.x, y0 = box.y, x1 = box.x + box.width, y1 = box.y + box.height;
  cairo_user_to_device(painter->cr, &x0, &y0);
  cairo_user_to_device(painter->cr, &x1, &y1);
  return (Box){MIN(x0, x1), MIN(y0, y1), fabs(x1 - x0), fabs(y1 - y0)};
}

static void clip_to(Painter *painter, Box box) {
  cairo_rectangle(painter->cr, box.x, box.y, MAX(box.width, 0), MAX(box.height, 0));
  cairo_clip(painter->cr);
  const Box old = painter->clip, own = page_box(painter, box);
  Box *clip = &painter->clip;
  clip->x = MAX(old.x, own.x);
  clip->y = MAX(old.y, own.y);
  clip->width = MIN(old.x + old.width, own.x + own.width) - clip->x;
  clip->height = MIN(old.y + old.height, own.y + own.height) - clip->y;
}

/* Clips to the padding rectangle. */
static void clip_viewport(Painter *painter, const Area *area, Box box) {
  if (area->decoration) {
    const BorderEdge *edges = area->decoration->edges;
    box.x += points(edges[EDGE_LEFT].width);
    box.y += points(edges[EDGE_TOP].width);
    box.width -= points(edges[EDGE_LEFT].width + edges[EDGE_RIGHT].width);
    box.height -= points(edges[EDGE_TOP].width + edges[EDGE_BOTTOM].width);
  }
  clip_to(painter, inset_box(box, &area->viewport.inset));
}

/* Moves the origin to the corner of the viewport that is the top left one of its content, and turns
 * the axes counter-clockwise. */
static void turn_viewport(cairo_t *cr, int rotation, Box box) {
  static const cairo_matrix_t TURNS[4] = {
      {1, 0, 0, 1, 0, 0}, {0, -1, 1, 0, 0, 0}, {-1, 0, 0, -1, 0, 0}, {0, 1, -1, 0, 0, 0}};
  int quarters = ((rotation / 90) % 4 + 4) % 4;
  cairo_translate(cr, box.x + (quarters == 2 || quarters == 3 ? box.width : 0),
                  box.y + (quarters == 1 || quarters == 2 ? box.height : 0));
  cairo_transform(cr, &TURNS[quarters]);
}

static bool is_all_clipped(cairo_t *cr) {
  double left, top, right, bottom;
  cairo_clip_extents(cr, &left, &top, &right, &bottom);
  return !(right > left && bottom > top);
}

/* What is in the viewport is drawn from here on; `inner` is its own place before, its content's after. False
 * if nothing of it is seen: cairo drops the marks of what it does not draw, but not their ends. */
static bool enter_viewport(Painter *painter, const Area *area, Context *inner) {
  const Box box = area_box(area, *inner);
  mark_end_runs(painter);
  ink_flush(painter);
  cairo_save(painter->cr);
  if (area->viewport.clip)
    clip_viewport(painter, area, box);
  if (area->viewport.rotation % 360) {
    const bool sideways = area->viewport.rotation % 180 != 0;
    turn_viewport(painter->cr, area->viewport.rotation, box);
    inner->x = inner->y = 0;
    painter->around =
        sideways ? (Box){0, 0, box.height, box.width} : (Box){0, 0, box.width, box.height};
  }
  return !area->viewport.clip || !is_all_clipped(painter->cr);
}

static void leave_viewport(Painter *painter) {
  mark_end_runs(painter);
  ink_flush(painter);
  cairo_restore(painter->cr);
}

/* ---- Stacking --------------------------------------------------------------------------------- */

/* A viewport that something lifted out of it has to be painted in. */
typedef struct Way Way;
struct Way {
  const Way *outer;
  const Area *viewport;
  Context inner; /* its own place */
};

typedef struct {
  const Area *area;
  Context context;
  const Way *way;
  guint order;
} Lifted;

typedef struct {
  GArray *list; /* of Lifted */
  Arena *ways;
} Stack;

/* What lies in the stacking context, and not in one inside it. */
static void collect_lifted(Stack *stack, const Area *area, Context inner, const Way *way) {
  for (const Area *child = area->first; child; child = child->next) {
    const Lifted lifted = {child, inner, way, stack->list->len};
    if (is_lifted(child))
      g_array_append_val(stack->list, lifted);
    if (child->stacked)
      continue;
    Context next = inner_context(child, inner);
    const Way *next_way = way;
    if (child->kind == AREA_VIEWPORT) {
      const Way step = {way, child, next};
      next_way = arena_copy(stack->ways, &step, sizeof step);
      if (child->viewport.rotation % 360)
        next.x = next.y = 0;
    }
    collect_lifted(stack, child, next, next_way);
  }
}

static int by_level(gconstpointer a, gconstpointer b) {
  const Lifted *one = a, *other = b;
  if (one->area->z_index != other->area->z_index)
    return one->area->z_index < other->area->z_index ? -1 : 1;
  return one->order < other->order ? -1 : 1;
}

/* False if nothing is seen there. */
static bool follow(Painter *painter, const Way *way) {
  if (!way)
    return true;
  const bool seen = follow(painter, way->outer);
  Context inner = way->inner;
  return enter_viewport(painter, way->viewport, &inner) && seen;
}

static void paint_lifted(Painter *painter, const Stack *stack, bool below) {
  for (guint i = 0; i < stack->list->len; i++) {
    const Lifted *lifted = &g_array_index(stack->list, Lifted, i);
    if ((lifted->area->z_index < 0) != below)
      continue;
    const Box around = painter->around, clip = painter->clip;
    if (follow(painter, lifted->way))
      paint_layer(painter, lifted->area, lifted->context);
    for (const Way *way = lifted->way; way; way = way->outer)
      leave_viewport(painter);
    painter->around = around;
    painter->clip = clip;
  }
}

/* What is in an area, and the area itself in the phases from `own` on. */
static void paint_inside(Painter *painter, const Area *area, Context inner, Phase own) {
  for (Phase phase = PHASE_BLOCKS; phase < PHASE_COUNT; phase++) {
    if (phase >= own)
      paint_area(painter, area, inner, phase);
    for (const Area *child = area->first; child; child = child->next) {
      if (!is_layer(child, &inner))
        walk(painter, child, inner, phase);
      else if (phase == PHASE_CONTENT && !is_lifted(child))
        paint_layer(painter, child, inner);
    }
  }
}

/* A stacking context (XSL 1.1 §4.9.6, CSS 2.1 Appendix E), its background and borders painted. */
static void paint_stack(Painter *painter, const Area *area, Context inner, Phase own) {
  Stack stack = {g_array_new(FALSE, FALSE, sizeof(Lifted)), arena_new()};
  collect_lifted(&stack, area, inner, NULL);
  g_array_sort(stack.list, by_level);
  paint_lifted(painter, &stack, true);
  paint_inside(painter, area, inner, own);
  paint_lifted(painter, &stack, false);
  g_array_unref(stack.list);
  arena_free(stack.ways);
}

static void paint_viewport(Painter *painter, const Area *area, Context context) {
  Context inner = inner_context(area, context);
  const Box around = painter->around, clip = painter->clip;
  paint_behind(painter, area, inner);
  const bool seen = enter_viewport(painter, area, &inner);
  if (seen && area->stacked)
    paint_stack(painter, area, inner, PHASE_COUNT);
  else if (seen)
    paint_inside(painter, area, inner, PHASE_COUNT);
  leave_viewport(painter);
  painter->around = around;
  painter->clip = clip;
}

static void paint_layer(Painter *painter, const Area *area, Context context) {
  painter->not_plain = painter->not_plain || painter->plain;
  if (painter->not_plain)
    return;
  links_end_line(painter);
  if (area->kind == AREA_VIEWPORT) {
    paint_viewport(painter, area, context);
  } else if (area->stacked) {
    const Context inner = inner_context(area, context);
    paint_area(painter, area, inner, PHASE_BLOCKS);
    paint_area(painter, area, inner, PHASE_INLINES);
    paint_stack(painter, area, inner, PHASE_CONTENT);
  } else {
    for (Phase phase = PHASE_BLOCKS; phase < PHASE_COUNT; phase++)
      walk(painter, area, context, phase);
  }
  links_end_line(painter);
}

void walk_page(Painter *painter, const Page *page) {
  if (!page->root)
    return;
  Context outside = {0};
  Context inner = inner_context(page->root, outside);
  inner.root = true;
  painter->around = area_box(page->root, inner);
  paint_behind(painter, page->root, inner);
  if (page->stacked)
    paint_stack(painter, page->root, inner, PHASE_COUNT);
  else
    paint_inside(painter, page->root, inner, PHASE_COUNT);
  mark_close(painter);
}

void walk_late(Painter *painter, const Area *line, const LatePlace *place) {
  cairo_save(painter->cr);
  const LateAround *around = &g_array_index(painter->late_around, LateAround, place->around);
  cairo_set_matrix(painter->cr, &around->matrix);
  const Box clip = painter->clip;
  clip_to(painter, around->clip);
  const Context context = {.x = place->x, .y = place->y, .artifact = place->artifact};
  for (Phase phase = PHASE_BLOCKS; phase < PHASE_COUNT; phase++)
    walk(painter, line, context, phase);
  mark_close(painter);
  painter->clip = clip;
  cairo_restore(painter->cr);
}
