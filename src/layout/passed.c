#include "layout/passed.h"
#include "layout/late.h"

typedef struct {
  int pages;           /* up to here */
  const FoNode *flow;  /* is passed as far as … */
  const FoNode *child; /* … this one of its children, which is not; NULL: all */
} Reached;

Passed passed_new(void) {
  return (Passed){.reached = g_array_new(FALSE, FALSE, sizeof(Reached))};
}

void passed_release(Passed *passed) {
  g_array_unref(passed->reached);
}

/* The child of `flow` that a node or what it is a copy of is in, or NULL. */
static const FoNode *child_with(const FoNode *flow, const FoNode *node) {
  node = node ? fo_original(node) : NULL;
  while (node && node->parent != flow)
    node = node->parent;
  return node;
}

static const FoNode *earlier(const FoNode *a, const FoNode *b) {
  return !a || (b && b->number < a->number) ? b : a;
}

/* The first child of the flow with something that is to come; NULL: it is not known. */
static const FoNode *child_reached(const Sequence *s) {
  const Queue *queue = s->queue;
  const FoNode *child = NULL;
  for (const Frame *open = s->cursor.open; open && !child; open = open->parent)
    child = child_with(s->flow, open->node);
  for (size_t i = s->cursor.index; i >= queue->base && i < queue->base + queue->count; i++) {
    const FoNode *own = child_with(s->flow, queue->items[i - queue->base].node);
    if (own)
      return earlier(child, own);
  }
  return NULL;
}

void passed_reach(Passed *passed, const Sequence *s, int pages) {
  const bool several = fo_flow_next(fo_flow_first(s->node));
  if (!s->layout->options->passed || several || sequence_owes(s) || s->cursor.floats)
    return;
  const bool ended = s->flow_ended || !s->queue;
  const Reached reached = {pages, s->flow, ended ? NULL : child_reached(s)};
  if (s->flow_ended || reached.child)
    g_array_append_val(passed->reached, reached);
}

static void pass(Passed *passed, const Layout *layout, const Reached *reached, void *context) {
  if (passed->flow != reached->flow) {
    passed->flow = reached->flow;
    passed->next = reached->flow->first;
  }
  for (; passed->next && (!reached->child || passed->next->number < reached->child->number);
       passed->next = passed->next->next)
    if (!layout->late || !late_has(layout->late, passed->next))
      layout->options->passed(passed->next, context);
}

void passed_give(Passed *passed, const Layout *layout, int pages, void *context) {
  guint gone = 0;
  for (; gone < passed->reached->len; gone++) {
    const Reached *reached = &g_array_index(passed->reached, Reached, gone);
    if (reached->pages > pages)
      break;
    pass(passed, layout, reached, context);
  }
  if (gone)
    g_array_remove_range(passed->reached, 0, gone);
}
