/* Block-level formatting objects become items, one step at a time: the walker keeps its way in a
 * stack of its own, so that depth costs memory and not the C stack, and a long flow never stands in
 * memory whole. */
#include "layout/sidefloat.h"

#include <string.h>

/* ---- Items ------------------------------------------------------------------------------------ */

static Item *append(Queue *queue, ItemKind kind, const FoNode *node) {
  if (queue->count == queue->capacity) {
    queue->capacity = MAX(64, queue->capacity * 2);
    queue->items = g_renew(Item, queue->items, queue->capacity);
  }
  Item *item = &queue->items[queue->count++];
  *item = (Item){.kind = kind, .node = node, .generation = queue->layout->generation};
  if (kind == ITEM_BOX || kind == ITEM_ROW || kind == ITEM_CLOSE)
    queue->at_first = false;
  return item;
}

/* What is kept back until it is known what follows: a break that is allowed comes before it. */
static void add_anchors(Queue *queue) {
  for (guint i = 0; i < queue->anchors->len; i++) {
    const FoNode *node = g_ptr_array_index(queue->anchors, i);
    Item *item = append(queue, ITEM_POINT, node);
    item->point.area = area_new(queue->layout, AREA_BOX, node);
    item->point.parts = !node->first && node->element != FO_INDEX_RANGE_BEGIN;
  }
  g_ptr_array_set_size(queue->anchors, 0);
}

Item *queue_add(Queue *queue, ItemKind kind, const FoNode *node) {
  if (kind != ITEM_BREAK)
    add_anchors(queue);
  return append(queue, kind, node);
}

void queue_add_box(Queue *queue, Area *area, Note *notes) {
  Item *item = queue_add(queue, ITEM_BOX, area->node);
  item->box.area = area;
  item->box.height = area->height;
  item->box.notes = notes;
}

void queue_add_row(Queue *queue, Row *row) {
  queue_add(queue, ITEM_ROW, row->node)->row = row;
}

void queue_add_float(Queue *queue, const FoNode *node) {
  Note *note = arena_new_object(queue->layout->arena, Note);
  note->node = node;
  queue_add(queue, ITEM_NOTE, node)->note = note;
}

SpaceLength queue_space(const Queue *queue, const Space *space) {
  const Length base = queue->context.width;
  return (SpaceLength){
      .minimum = size_resolve(space->minimum, base),
      .optimum = size_resolve(space->optimum, base),
      .maximum = size_resolve(space->maximum, base),
      .precedence = space->precedence,
      .force = space->force,
      .retain = space->retain,
  };
}

void queue_add_space(Queue *queue, const FoNode *node, const Space *space) {
  const SpaceLength length = queue_space(queue, space);
  if (length.optimum || length.force || length.precedence)
    queue_add(queue, ITEM_SPACE, node)->space = length;
}

void queue_add_point(Queue *queue, const FoNode *node, bool parts) {
  Item *item = queue_add(queue, ITEM_POINT, node);
  item->point.area = area_new(queue->layout, AREA_BOX, node);
  item->point.parts = parts;
}

void queue_add_absolute(Queue *queue, Area *area) {
  Item *item = queue_add(queue, ITEM_POINT, area->node);
  item->point.area = area;
  item->point.absolute = true;
  item->point.parts = true;
}

/* ---- Keeps and breaks --------------------------------------------------------------------------- */

BreakCost queue_keep_cost(const Queue *queue) {
  return queue->frame ? queue->frame->keep_cost : queue->base_keep;
}

void queue_boundary(Queue *queue, const FoNode *child) {
  /* The first child's break was taken by its parent's boundary, except at the beginning of a flow. */
  if (queue->at_first && (queue->frame || !queue->span_width)) {
    add_anchors(queue);
    return;
  }
  BreakCost cost = cost_both(queue->pending_keep, queue_keep_cost(queue));
  Keyword forced = queue->pending_break;
  if (!inline_level(child))
    keeps_before(child, &cost, &forced);
  queue->pending_keep = (BreakCost){0, 0};
  queue->pending_break = KW_UNSET;
  if (!queue->at_first || forced) {
    Item *item = queue_add(queue, ITEM_BREAK, child);
    item->brk.cost = cost;
    item->brk.forced = forced;
  }
  add_anchors(queue);
}

/* ---- Blocks ----------------------------------------------------------------------------------------- */

void queue_measure_frame(const Queue *queue, Frame *frame) {
  const Style *style = frame->node->style;
  const Length base = queue->context.width;
  frame->edges = edges_of(style, base);
  const Length start = size_resolve(style->start_indent, base) - edges_start(&frame->edges);
  const Length end = size_resolve(style->end_indent, base) - edges_end(&frame->edges);
  frame->x = queue->context.rtl ? end : start;
  frame->x += frame->displaced_left;
  frame->width = MAX(0, base - start - end - frame->displaced_left - frame->displaced_right);
  frame->painted =
      decoration_of(queue->layout, frame->node, queue->context.rtl, &frame->decoration);
}

Frame *queue_open(Queue *queue, const FoNode *node) {
  const Style *style = node->style;
  Frame *frame = g_new0(Frame, 1);
  frame->parent = queue->frame;
  frame->node = node;
  frame->keep_cost = cost_both(queue_keep_cost(queue), keep_cost(&style->keep_together));
  queue_measure_frame(queue, frame);
  queue_add_space(queue, node, &style->space_before);
  queue_add(queue, ITEM_OPEN, node)->frame = frame;
  queue->frame = frame;
  queue->at_first = true;
  for (const FoNode *child = node->first; child && child->element == FO_MARKER; child = child->next)
    queue_add_point(queue, child, false);
  return frame;
}

void queue_close(Queue *queue, const FoNode *node, Frame *frame) {
  const Style *style = node->style;
  queue_add(queue, ITEM_CLOSE, node)->frame = frame;
  queue->frame = frame->parent;
  queue_add_space(queue, node, &style->space_after);
  queue->pending_keep = cost_both(queue->pending_keep, keep_cost(&style->keep_with_next));
  queue->pending_break = stronger_break(queue->pending_break, style->break_after);
}

/* ---- The walk ---------------------------------------------------------------------------------------- */

void queue_push_kind(Queue *queue, const FoNode *node, Frame *frame, const WalkKind *kind,
                     void *state) {
  const WalkStep step = {
      .node = node, .child = node->first, .frame = frame, .kind = kind, .state = state};
  g_array_append_val(queue->steps, step);
}

void queue_push(Queue *queue, const FoNode *node, Frame *frame) {
  queue_push_kind(queue, node, frame, NULL, NULL);
}

static void enter_block(Queue *queue, const FoNode *node) {
  if (block_is_anchor(node, queue->context.width)) {
    g_ptr_array_add(queue->anchors, (gpointer)node);
    return;
  }
  queue_boundary(queue, node);
  queue_push(queue, node, queue_open(queue, node));
}

/* An object that makes no area of its own: its children are walked in its parent's place. */
static void enter_transparent(Queue *queue, const FoNode *node) {
  if (reference_is_cited(node) || !node->first)
    g_ptr_array_add(queue->anchors, (gpointer)node);
  queue_push(queue, node, NULL);
}

static void enter_nothing(Queue *queue, const FoNode *node) {
  (void)queue;
  (void)node;
}

/* What a flow begins with is met on the way. */
static void enter_marker(Queue *queue, const FoNode *node) {
  if (node->parent->element == FO_FLOW)
    queue_add_point(queue, node, false);
}

static void enter_edge(Queue *queue, const FoNode *node) {
  if (node->element == FO_INDEX_RANGE_BEGIN)
    g_ptr_array_add(queue->anchors, (gpointer)node);
  else
    queue_add_point(queue, node, false);
}

/* A float whose content is set where it stands. */
static void enter_float(Queue *queue, const FoNode *node) {
  if (node->style->float_ != KW_NONE)
    diag_layout_float_place(queue->layout->diagnostics, fo_place(node));
  enter_transparent(queue, node);
}

/* A side-float goes to another page together with what follows it: see fit_float.c. */
static void add_float(Queue *queue, const FoNode *node) {
  if (float_of(node) != KW_BEFORE)
    queue_boundary(queue, node);
  queue_add_float(queue, node);
}

/* What stands out of line, where there is no line. */
static void add_out_of_line(Queue *queue, const FoNode *node, const FoNode *end) {
  for (; node != end; node = node->next) {
    if (inline_edge(node))
      enter_edge(queue, node);
    else if (node->element == FO_WRAPPER && !node->first)
      enter_transparent(queue, node);
    else if (node->element == FO_FLOAT)
      add_float(queue, node);
    else
      add_out_of_line(queue, node->first, NULL);
  }
}

static void enter_marker_retriever(Queue *queue, const FoNode *node) {
  const FoNode *found = marker_retrieve(queue->layout, node, queue->context.page);
  if (!found)
    return;
  if (!queue->retrieved)
    queue->retrieved = queue->layout->generation;
  queue_push(queue, found, NULL);
}

/* One row for each block-level element that is walked in a way of its own. */
typedef void Enter(Queue *queue, const FoNode *node);
static Enter *const enters[FO_ELEMENT_COUNT] = {
    [FO_BLOCK] = enter_block,
    [FO_LIST_BLOCK] = enter_block,
    [FO_LIST_ITEM] = list_item_enter,
    [FO_BLOCK_CONTAINER] = block_container_enter,
    [FO_TABLE] = table_enter,
    [FO_TABLE_AND_CAPTION] = table_and_caption_enter,
    [FO_FLOAT] = enter_float,
    [FO_MARKER] = enter_marker,
    [FO_RETRIEVE_MARKER] = enter_marker_retriever,
    [FO_RETRIEVE_TABLE_MARKER] = enter_marker_retriever,
    [FO_TITLE] = enter_nothing,
    [FO_INITIAL_PROPERTY_SET] = enter_nothing,
    [FO_CHANGE_BAR_BEGIN] = enter_edge,
    [FO_CHANGE_BAR_END] = enter_edge,
    [FO_INDEX_RANGE_BEGIN] = enter_edge,
    [FO_INDEX_RANGE_END] = enter_edge,
};

static void enter(Queue *queue, const FoNode *node) {
  Enter *way = enters[node->element];
  (way ? way : enter_transparent)(queue, node);
}

/* A paragraph: the inline-level siblings from `first` on. Returns what follows them. */
static const FoNode *walk_lines(Queue *queue, const FoNode *parent, const FoNode *first) {
  const FoNode *end = first;
  while (end && inline_level(end))
    end = end->next;
  const bool between_blocks = end || parent->first != first;
  if (!inline_visible(first, end) || (between_blocks && inline_anchors(first, end))) {
    add_out_of_line(queue, first, end);
    return end;
  }
  const bool first_in_block = queue->at_first;
  queue_boundary(queue, first);
  LineJob job = {.block = parent, .first = first, .end = end, .first_in_block = first_in_block};
  job_measure(queue, &job);
  lines_add(queue, &job);
  return end;
}

static void leave(Queue *queue) {
  const WalkStep step = g_array_index(queue->steps, WalkStep, queue->steps->len - 1);
  g_array_set_size(queue->steps, queue->steps->len - 1);
  if (step.kind)
    step.kind->free(step.state);
  if (step.frame)
    queue_close(queue, step.node, step.frame);
}

/* A child of a flow in columns spans them, or goes back into them. */
static void switch_span(Queue *queue, const FoNode *child) {
  const bool spans = child->style->span == KW_ALL;
  if (spans == queue->spanning)
    return;
  queue->spanning = spans;
  queue->context.width = spans ? queue->span_width : queue->column_width;
  queue_add(queue, ITEM_BREAK, child)->brk.forced = spans ? KW_ALL : KW_NONE;
  add_anchors(queue);
}

/* Generates something, or ends the queue. */
static void advance(Queue *queue) {
  if (queue->rest) {
    lines_continue(queue);
    return;
  }
  if (queue->steps->len == 0) {
    add_anchors(queue);
    queue->ended = true;
    return;
  }
  WalkStep *step = &g_array_index(queue->steps, WalkStep, queue->steps->len - 1);
  const FoNode *child = step->child;
  if (step->kind) {
    if (!step->kind->advance(queue, step->state))
      leave(queue);
  } else if (!child) {
    leave(queue);
  } else if (inline_level(child)) {
    const FoNode *parent = step->node;
    const guint depth = queue->steps->len - 1;
    const FoNode *next = walk_lines(queue, parent, child);
    g_array_index(queue->steps, WalkStep, depth).child = next;
  } else {
    step->child = child->next;
    if (step->node->element == FO_FLOW && queue->span_width != queue->column_width)
      switch_span(queue, child);
    enter(queue, child);
  }
}

const Item *queue_item(Queue *queue, size_t index) {
  while (index >= queue->base + queue->count) {
    if (queue->ended)
      return NULL;
    advance(queue);
  }
  return &queue->items[index - queue->base];
}

static void add_frames(const Frame *frame, GPtrArray *nodes) {
  if (!frame)
    return;
  add_frames(frame->parent, nodes);
  g_ptr_array_add(nodes, (gpointer)frame->node);
}

void cursor_open_nodes(Queue *queue, Cursor cursor, GPtrArray *nodes) {
  add_frames(cursor.open, nodes);
  const Item *item = cursor.row ? queue_item(queue, cursor.index) : NULL;
  if (item && item->kind == ITEM_ROW)
    item->row->open(item->row, cursor.row, nodes);
  side_floats_open(queue, cursor, nodes);
}

/* ---- Life ------------------------------------------------------------------------------------------------ */

static Queue *queue_bare(Layout *layout, Context context, BreakCost cost) {
  Queue *queue = g_new0(Queue, 1);
  queue->layout = layout;
  queue->context = context;
  queue->base_keep = cost;
  queue->at_first = true;
  queue->steps = g_array_new(FALSE, FALSE, sizeof(WalkStep));
  queue->anchors = g_ptr_array_new();
  return queue;
}

/* The markers that a node begins with. */
static void add_markers(Queue *queue, const FoNode *node) {
  for (const FoNode *child = node->first; child && child->element == FO_MARKER; child = child->next)
    queue_add_point(queue, child, false);
}

Queue *queue_new(Layout *layout, const FoNode *node, Context context, BreakCost cost) {
  Queue *queue = queue_bare(layout, context, cost);
  add_markers(queue, node);
  queue_push(queue, node, NULL);
  return queue;
}

/* The flows that follow wait under it. */
static void push_flows(Queue *queue, const FoNode *flow) {
  GPtrArray *flows = g_ptr_array_new();
  for (; flow; flow = fo_flow_next(flow))
    g_ptr_array_add(flows, (gpointer)flow);
  for (guint i = flows->len; i > 0; i--)
    queue_push(queue, flows->pdata[i - 1], NULL);
  g_ptr_array_unref(flows);
}

Queue *queue_new_flow(Layout *layout, const FoNode *flow, Context context, Length span_width) {
  Queue *queue = queue_bare(layout, context, (BreakCost){0, 0});
  push_flows(queue, flow);
  queue->column_width = context.width;
  queue->span_width = span_width;
  return queue;
}

void frame_free(Frame *frame) {
  if (frame)
    table_unref(frame->table);
  g_free(frame);
}

static void item_release(Item *item) {
  if (item->kind == ITEM_CLOSE)
    frame_free(item->frame);
  else if (item->kind == ITEM_ROW)
    item->row->free(item->row);
}

void queue_release(Queue *queue, Cursor cursor) {
  const size_t gone = MIN(cursor.index - queue->base, queue->count);
  for (size_t i = 0; i < gone; i++)
    item_release(&queue->items[i]);
  if (gone > 0)
    memmove(queue->items, queue->items + gone, (queue->count - gone) * sizeof(Item));
  queue->base += gone;
  queue->count -= gone;
  if (cursor.row && queue->count > 0)
    queue->items[0].row->release(queue->items[0].row, cursor.row);
  side_floats_release(queue, cursor);
}

unsigned queue_oldest(const Queue *queue) {
  unsigned oldest = side_floats_oldest(queue);
  if (queue->retrieved)
    oldest = MIN(oldest, queue->retrieved);
  if (queue->rest)
    oldest = MIN(oldest, lines_rest_oldest(queue->rest));
  for (size_t i = 0; i < queue->count; i++) {
    const Item *item = &queue->items[i];
    if (item->kind == ITEM_CLOSE || item->kind == ITEM_BREAK || item->kind == ITEM_SPACE)
      continue; /* in no arena */
    if (item->kind != ITEM_ROW)
      return MIN(oldest, item->generation);
    const unsigned inside = item->row->oldest(item->row);
    oldest = MIN(oldest, inside);
  }
  return oldest;
}

void queue_free(Queue *queue) {
  if (!queue)
    return;
  for (size_t i = 0; i < queue->count; i++)
    item_release(&queue->items[i]);
  for (guint i = 0; i < queue->steps->len; i++) {
    const WalkStep *step = &g_array_index(queue->steps, WalkStep, i);
    if (step->kind)
      step->kind->free(step->state);
    frame_free(step->frame);
  }
  lines_rest_free(queue->rest);
  if (queue->floats)
    g_hash_table_unref(queue->floats);
  g_array_unref(queue->steps);
  g_ptr_array_unref(queue->anchors);
  g_free(queue->items);
  g_free(queue);
}
