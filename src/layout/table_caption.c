/* fo:table-and-caption: a table with its caption before or after it (XSL 1.1 §6.7.2). */
#include "layout/table.h"

typedef struct {
  const FoNode *first, *second; /* or NULL */
} Parts;

static const FoNode *child_of(const FoNode *node, FoElement element) {
  for (const FoNode *child = node->first; child; child = child->next)
    if (child->element == element)
      return child;
  return NULL;
}

static bool caption_stands_after(Layout *layout, const FoNode *caption) {
  const Keyword side = caption->style->caption_side;
  switch (side) {
  case KW_AFTER:
  case KW_BOTTOM: return true;
  case KW_START:
  case KW_END:
  case KW_LEFT:
  case KW_RIGHT:
    diag_layout_caption_side(layout->diagnostics, fo_place(caption), fo_keyword_name(side));
    return false;
  default: return false;
  }
}

static void enter_part(Queue *queue, const FoNode *node) {
  if (node->element == FO_TABLE) {
    table_enter(queue, node);
    return;
  }
  queue_boundary(queue, node);
  queue_push(queue, node, queue_open(queue, node));
}

static bool parts_advance(Queue *queue, void *state) {
  Parts *parts = state;
  const FoNode *node = parts->first;
  if (!node)
    return false;
  parts->first = parts->second;
  parts->second = NULL;
  if (!queue->at_first)
    queue->pending_keep = (BreakCost){COST_ALWAYS, COST_ALWAYS};
  enter_part(queue, node);
  return true;
}

void table_and_caption_enter(Queue *queue, const FoNode *node) {
  static const WalkKind kind = {parts_advance, g_free};
  queue_boundary(queue, node);
  Frame *frame = queue_open(queue, node);
  const FoNode *caption = child_of(node, FO_TABLE_CAPTION), *table = child_of(node, FO_TABLE);
  Parts *parts = g_new0(Parts, 1);
  parts->first = caption;
  parts->second = table;
  if (!caption || caption_stands_after(queue->layout, caption)) {
    parts->first = table;
    parts->second = caption;
  }
  queue_push_kind(queue, node, frame, &kind, parts);
}
