#include "layout/sidefloat.h"
#include "layout/table.h"

Keyword side_of(const Layout *layout, Keyword value, bool rtl) {
  switch (value) {
  case KW_START: return rtl ? KW_RIGHT : KW_LEFT;
  case KW_END: return rtl ? KW_LEFT : KW_RIGHT;
  case KW_INSIDE: return layout->left_binding ? KW_LEFT : KW_RIGHT;
  case KW_OUTSIDE: return layout->left_binding ? KW_RIGHT : KW_LEFT;
  default: return value;
  }
}

/* ---- Size ------------------------------------------------------------------------------------- */

/* A container in the float whose width is a percentage of the reference area that the float is in. */
static const FoNode *relative_container(const FoNode *node) {
  for (const FoNode *child = node->first; child; child = child->next) {
    if (child->element == FO_BLOCK_CONTAINER &&
        child->style->inline_progression_dimension.optimum.percent)
      return child;
    const FoNode *found = child->element == FO_BLOCK ? relative_container(child) : NULL;
    if (found)
      return found;
  }
  return NULL;
}

static Length container_width(const FoNode *node, Length base) {
  const Style *style = node->style;
  return size_resolve(style->inline_progression_dimension.optimum, base) +
         size_resolve(style->start_indent, base) + size_resolve(style->end_indent, base);
}

/* Where what stands in the parts of `area` begins and ends: borders may stand out of the content. */
static void bounds(const Area *area, Length *left, Length *right) {
  for (const Area *part = area->first; part; part = part->next)
    for (const Area *block = part->first; block; block = block->next) {
      *left = MIN(*left, part->x + block->x);
      if (block->kind == AREA_BOX && block->decoration)
        *right = MAX(*right, part->x + block->x + block->width);
    }
}

/* What a float's content is in, and how wide the float is in a reference area. */
static Context float_context(Queue *queue, const FoNode *node, Length base, Length *width) {
  Context context = queue->context;
  context.strings = false;
  context.width = base;
  const FoNode *relative = relative_container(node);
  if (relative) {
    *width = container_width(relative, context.width);
    return context;
  }
  *width = MIN(table_measure_content(queue->layout, node, context).maximum, context.width);
  context.width = *width;
  return context;
}

static Area *float_box(Layout *layout, const FoNode *node, Area *content, Length width) {
  Length left = 0;
  bounds(content, &left, &width);
  Area *area = area_new(layout, AREA_BOX, node);
  content->node = NULL;
  content->x = -left;
  area->width = MAX(0, width - left);
  area->height = content->height;
  area_append(area, content);
  return area;
}

Area *side_float_area(Queue *queue, Note *note, Length base) {
  if (note->side)
    return note->side;
  Length width, height;
  const Context context = float_context(queue, note->node, base, &width);
  Area *content = layout_whole(queue->layout, note->node, context, &height, NULL);
  note->side = float_box(queue->layout, note->node, content, width);
  return note->side;
}

/* ---- Parts of one ------------------------------------------------------------------------------- */

/* The content of a float that is broken. */
typedef struct {
  Queue *queue;
  Length base;  /* width of the reference area that it was measured in */
  Length width; /* of the float there */
} FloatContent;

static void content_free(gpointer data) {
  FloatContent *content = data;
  queue_free(content->queue);
  g_free(content);
}

static FloatContent *content_of(Queue *queue, const FoNode *node, Cursor from, Length base) {
  if (!queue->floats)
    queue->floats = g_hash_table_new_full(NULL, NULL, NULL, content_free);
  FloatContent *content = g_hash_table_lookup(queue->floats, node);
  if (content && content->base == base)
    return content;
  Length width;
  const Context context = float_context(queue, node, base, &width);
  if (!content) {
    content = g_new0(FloatContent, 1);
    content->queue = queue_new(queue->layout, node, context, (BreakCost){0, 0});
    g_hash_table_insert(queue->floats, (gpointer)node, content);
  }
  queue_set_context(content->queue, from, context);
  content->base = base;
  content->width = width;
  return content;
}

Length side_float_width(Queue *queue, const FoNode *node, Cursor from, Length base) {
  return content_of(queue, node, from, base)->width;
}

FloatPart side_float_part(Queue *queue, const FoNode *node, Cursor from, FloatRoom room) {
  const FloatContent *content = content_of(queue, node, from, room.base);
  Area *whole = area_new(queue->layout, AREA_BOX, NULL);
  FloatPart result = {.next = from};
  FitEnd end = FIT_BREAK;
  while (end == FIT_BREAK && !queue->layout->stop) { /* forced breaks mean nothing here */
    const Room left = {.height = room.height - whole->height,
                       .must_place = room.must && !result.any,
                       .rigid = true,
                       .top = true,
                       .page_end = room.page_end,
                       .quiet = room.quiet};
    const Part part = fit(content->queue, result.next, left);
    if (part.areas) {
      part.areas->y = whole->height;
      whole->height += part.height;
      whole->width = MAX(whole->width, part.areas->width);
      area_append(whole, part.areas);
    }
    result.any = result.any || part.any;
    result.cost = part.cost;
    result.next = part.next;
    end = part.end;
  }
  result.done = end == FIT_END;
  result.area = float_box(queue->layout, node, whole, content->width);
  return result;
}

const FloatRest *side_floats_rest(Layout *layout, const SideFloats *floats) {
  const FloatRest *first = NULL;
  for (guint i = floats->list ? floats->list->len : 0; i > 0; i--) {
    const SideFloat *side = &g_array_index(floats->list, SideFloat, i - 1);
    if (!side->rest)
      continue;
    FloatRest *rest = arena_copy(layout->arena, side->rest, sizeof *rest);
    rest->next = first;
    rest->generation = layout->generation;
    first = rest;
  }
  return first;
}

static const FloatRest *rest_of(const FloatRest *rest, const FoNode *node) {
  while (rest && rest->node != node)
    rest = rest->next;
  return rest;
}

void side_floats_release(Queue *queue, Cursor cursor) {
  GHashTableIter iter;
  gpointer node, content;
  if (!queue->floats)
    return;
  g_hash_table_iter_init(&iter, queue->floats);
  while (g_hash_table_iter_next(&iter, &node, &content)) {
    const FloatRest *rest = rest_of(cursor.floats, node);
    if (rest)
      queue_release(((FloatContent *)content)->queue, rest->cursor);
    else
      g_hash_table_iter_remove(&iter);
  }
}

unsigned side_floats_oldest(const Queue *queue) {
  unsigned oldest = queue->layout->generation;
  GHashTableIter iter;
  gpointer content;
  if (!queue->floats)
    return oldest;
  g_hash_table_iter_init(&iter, queue->floats);
  while (g_hash_table_iter_next(&iter, NULL, &content)) {
    const unsigned own = queue_oldest(((FloatContent *)content)->queue);
    oldest = MIN(oldest, own);
  }
  return oldest;
}

void side_floats_open(Queue *queue, Cursor cursor, GPtrArray *nodes) {
  for (const FloatRest *rest = cursor.floats; rest; rest = rest->next) {
    const FloatContent *content =
        queue->floats ? g_hash_table_lookup(queue->floats, rest->node) : NULL;
    if (content)
      cursor_open_nodes(content->queue, rest->cursor, nodes);
  }
}

/* ---- What is left ------------------------------------------------------------------------------- */

static const SideFloat *float_at(const SideFloats *floats, guint i) {
  return &g_array_index(floats->list, SideFloat, i);
}

static bool beside(const SideFloat *side, Length y, Length height) {
  return side->bottom > y + FLOAT_ROUNDING && side->top < y + height - FLOAT_ROUNDING;
}

Length side_floats_reach(const SideFloats *floats, bool left, Length y, Length height) {
  Length reach = 0;
  for (guint i = 0; floats->list && i < floats->list->len; i++) {
    const SideFloat *side = float_at(floats, i);
    if (side->left == left && beside(side, y, height))
      reach = MAX(reach, side->reach);
  }
  return reach;
}

Length side_floats_next(const SideFloats *floats, Length y, Length height) {
  Length next = G_MAXINT64;
  for (guint i = 0; floats->list && i < floats->list->len; i++)
    if (beside(float_at(floats, i), y, height))
      next = MIN(next, float_at(floats, i)->bottom);
  return next < G_MAXINT64 ? next : y;
}

Length side_floats_bottom(const SideFloats *floats, Keyword side, Length y) {
  for (guint i = 0; floats->list && i < floats->list->len; i++) {
    const SideFloat *one = float_at(floats, i);
    if (side == KW_BOTH || (side == KW_LEFT) == one->left)
      y = MAX(y, one->bottom);
  }
  return y;
}
