/* What keeps and breaks ask for at the boundaries between blocks (XSL 1.1 §4.8, §7.20). */
#include "layout/internal.h"

static int strength_cost(int strength) {
  if (strength == KEEP_ALWAYS)
    return COST_ALWAYS;
  return strength == KEEP_AUTO ? 0 : CLAMP(strength, 0, COST_STRONGEST - 1) + 1;
}

BreakCost keep_cost(const Keep *keep) {
  const int column = strength_cost(keep->within_column);
  return (BreakCost){column, MAX(column, strength_cost(keep->within_page))};
}

Keyword stronger_break(Keyword a, Keyword b) {
  static const Keyword order[] = {KW_ODD_PAGE, KW_EVEN_PAGE, KW_PAGE, KW_COLUMN};
  for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
    if (a == order[i] || b == order[i])
      return order[i];
  return KW_UNSET;
}

/* The first child that makes an area and may carry keeps and breaks of its own. */
static const FoNode *leading_child(const FoNode *node) {
  switch (node->element) {
  case FO_BLOCK:
  case FO_WRAPPER:
  case FO_LIST_BLOCK:
  case FO_LIST_ITEM_LABEL:
  case FO_LIST_ITEM_BODY:
  case FO_TABLE_AND_CAPTION: break;
  case FO_BLOCK_CONTAINER:
    if (!block_container_breaks(node))
      return NULL;
    break;
  default: return NULL;
  }
  for (const FoNode *child = node->first; child; child = child->next) {
    if (child->element == FO_MARKER || child->element == FO_INITIAL_PROPERTY_SET)
      continue;
    if (!inline_level(child))
      return child;
    const FoNode *next = child->next;
    if (inline_visible(child, next))
      return NULL;
  }
  return NULL;
}

void keeps_before(const FoNode *node, BreakCost *cost, Keyword *forced) {
  for (; node; node = leading_child(node)) {
    *cost = cost_both(*cost, keep_cost(&node->style->keep_with_previous));
    *forced = stronger_break(*forced, node->style->break_before);
    if (node->element == FO_LIST_ITEM)
      for (const FoNode *part = node->first; part; part = part->next)
        keeps_before(part, cost, forced);
  }
}

/* The last child, if it is a block, whose keeps and breaks nothing in the column answers. What stands
 * in columns of its own has handed them on. */
static const FoNode *trailing_child(const FoNode *node) {
  if (node->element == FO_TABLE || node->element == FO_LIST_ITEM)
    return NULL;
  if (node->element == FO_BLOCK_CONTAINER && !block_container_breaks(node))
    return NULL;
  const FoNode *last = NULL;
  for (const FoNode *child = node->first; child; child = child->next)
    if (child->element != FO_MARKER && (!inline_level(child) || inline_visible(child, child->next)))
      last = child;
  return last && !inline_level(last) ? last : NULL;
}

void queue_after_column(Queue *queue, const FoNode *column) {
  for (const FoNode *last = column; last; last = trailing_child(last)) {
    queue->pending_keep = cost_both(queue->pending_keep, keep_cost(&last->style->keep_with_next));
    queue->pending_break = stronger_break(queue->pending_break, last->style->break_after);
  }
}
