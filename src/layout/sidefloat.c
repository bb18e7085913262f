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

Area *side_float_area(Queue *queue, Note *note) {
  if (note->side)
    return note->side;
  Layout *layout = queue->layout;
  Context context = queue->context;
  const Length base = context.width;
  const FoNode *relative = relative_container(note->node);
  Length width = relative ? container_width(relative, base)
                          : MIN(table_measure_content(layout, note->node, context).maximum, base);
  if (!relative)
    context.width = width;
  Length height;
  Area *content = layout_whole(layout, note->node, context, &height, NULL);
  Length left = 0;
  bounds(content, &left, &width);
  Area *area = area_new(layout, AREA_BOX, note->node);
  content->node = NULL;
  content->x = -left;
  area->width = MAX(0, width - left);
  area->height = height;
  area_append(area, content);
  note->side = area;
  return area;
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
