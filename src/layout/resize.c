/* Where a page's body, or its columns, are narrower or wider than those before, what was generated ahead is
 * made anew. Items stay as they are in number and order, but for the lines of paragraphs: keeps, breaks and
 * what the walker knows have nothing to do with widths. */
#include "layout/internal.h"

static void measure_frame(Queue *queue, Frame *frame) {
  Length x;
  if (frame->table)
    table_measure_frame(queue, frame);
  else if (frame->node->element == FO_BLOCK_CONTAINER)
    block_container_measure(queue, frame, &x);
  else
    queue_measure_frame(queue, frame);
}

/* From the outside in: a frame's measures may follow from those of its parent. */
static void measure_open_frames(Queue *queue, Frame *innermost) {
  GPtrArray *frames = g_ptr_array_new();
  for (Frame *frame = innermost; frame; frame = frame->parent)
    g_ptr_array_add(frames, frame);
  for (guint i = frames->len; i > 0; i--)
    measure_frame(queue, g_ptr_array_index(frames, i - 1));
  g_ptr_array_unref(frames);
}

/* A space before a block stands right before its beginning. */
static void resize_space(const Queue *queue, size_t at) {
  Item *item = &queue->items[at];
  const Item *next = at + 1 < queue->count ? item + 1 : NULL;
  const bool before = next && next->kind == ITEM_OPEN && next->node == item->node;
  const Style *style = item->node->style;
  item->space = queue_space(queue, before ? &style->space_before : &style->space_after);
}

/* Returns the number of the last item that it became. */
static size_t resize_box(Queue *queue, size_t index, Frame *open) {
  Item *item = &queue->items[index - queue->base];
  if (item->box.line)
    return lines_resize(queue, index);
  if (open && item->node == open->node) {
    block_container_resize(queue, item, open);
    item->generation = queue->layout->generation;
  }
  return index;
}

/* The same; `row`: the cursor in it, or NULL. `open` is the innermost frame, and becomes that behind it. */
static size_t resize_item(Queue *queue, size_t index, const void *row, Frame **open) {
  Item *item = &queue->items[index - queue->base];
  switch (item->kind) {
  case ITEM_BOX: return resize_box(queue, index, *open);
  case ITEM_ROW: item->row->resize(item->row, row, queue, *open); break;
  case ITEM_SPACE: resize_space(queue, index - queue->base); break;
  case ITEM_OPEN:
    *open = item->frame;
    measure_frame(queue, *open);
    break;
  case ITEM_CLOSE: *open = item->frame->parent; break;
  case ITEM_POINT:
    if (item->point.absolute)
      block_container_move(queue, item);
    break;
  case ITEM_NOTE: item->note->side = NULL; break;
  case ITEM_BREAK: break;
  }
  return index;
}

/* What was made anew is as young as the layout, but counts as being no younger than what is behind it, so
 * that no arena goes that this points into. */
static void renew_generations(Queue *queue, size_t from) {
  unsigned oldest = queue->layout->generation;
  for (size_t i = queue->count; i > from; i--) {
    Item *item = &queue->items[i - 1];
    const bool kept = item->kind == ITEM_NOTE || item->kind == ITEM_BOX ||
                      (item->kind == ITEM_POINT && !item->point.absolute);
    if (kept)
      oldest = MIN(oldest, item->generation);
    if (item->kind == ITEM_ROW) {
      const unsigned inside = item->row->oldest(item->row);
      oldest = MIN(oldest, inside);
    }
    item->generation = oldest;
  }
}

/* Do the blocks at the cursor span all columns? */
static bool spans_at(const Queue *queue, Cursor cursor) {
  for (size_t i = cursor.index; i < queue->base + queue->count; i++) {
    const Item *item = &queue->items[i - queue->base];
    if (item->kind == ITEM_BREAK && (item->brk.forced == KW_ALL || item->brk.forced == KW_NONE))
      return item->brk.forced == KW_NONE;
  }
  return queue->spanning;
}

Length queue_width_at(const Queue *queue, Cursor cursor) {
  if (!queue->span_width || queue->span_width == queue->column_width)
    return queue->context.width;
  return spans_at(queue, cursor) ? queue->span_width : queue->column_width;
}

/* Is `frame` open at the innermost one of those? */
static bool is_open(const Frame *innermost, const Frame *frame) {
  while (innermost && innermost != frame)
    innermost = innermost->parent;
  return innermost;
}

void queue_displace(Queue *queue, Cursor cursor, Frame *frame, LineShape by) {
  if (frame->displaced_left == by.left && frame->displaced_right == by.right)
    return;
  const Length width = queue->context.width;
  frame->displaced_left = by.left;
  frame->displaced_right = by.right;
  queue->context.width = queue_width_at(queue, cursor);
  if (is_open(cursor.open, frame))
    measure_open_frames(queue, cursor.open);
  Frame *open = cursor.open;
  for (size_t i = cursor.index; i < queue->base + queue->count; i++) {
    const Item *item = &queue->items[i - queue->base];
    if (item->kind == ITEM_CLOSE && item->frame == frame)
      break;
    i = resize_item(queue, i, i == cursor.index ? cursor.row : NULL, &open);
  }
  queue->context.width = width;
  renew_generations(queue, cursor.index - queue->base);
}

static void resize(Queue *queue, Cursor cursor, Length width, Length span_width) {
  queue->context.width = spans_at(queue, cursor) ? span_width : width;
  Frame *open = cursor.open;
  measure_open_frames(queue, open);
  for (size_t i = cursor.index; i < queue->base + queue->count; i++) {
    const Item *item = &queue->items[i - queue->base];
    if (item->kind == ITEM_BREAK && item->brk.forced == KW_ALL)
      queue->context.width = span_width;
    else if (item->kind == ITEM_BREAK && item->brk.forced == KW_NONE)
      queue->context.width = width;
    i = resize_item(queue, i, i == cursor.index ? cursor.row : NULL, &open);
  }
  queue->context.width = queue->spanning ? span_width : width;
  renew_generations(queue, cursor.index - queue->base);
}

void queue_set_widths(Queue *queue, Cursor cursor, Context column, Length span_width) {
  const bool same = queue->column_width == column.width && queue->span_width == span_width &&
                    queue->context.rtl == column.rtl;
  const Length width = queue->context.width;
  queue->column_width = column.width;
  queue->span_width = span_width;
  queue->context = column;
  queue->context.width = width;
  if (!same)
    resize(queue, cursor, column.width, span_width);
}

void queue_set_context(Queue *queue, Cursor cursor, Context context) {
  const bool same = queue->context.width == context.width && queue->context.rtl == context.rtl;
  queue->context = context;
  if (!same)
    resize(queue, cursor, context.width, context.width);
}
