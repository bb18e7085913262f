/* A block container whose overflow is “repeat”: what one viewport has no room for goes on in the next one
 * of the same size (XSL 1.1 §6.5.3, §7.21.2). Each has borders and a background of its own. */
#include "layout/container.h"

typedef struct {
  Row row;
  Queue *queue;
  const FoNode *node;
  Area frame; /* a box with the place of the viewport in it, to copy */
  Area viewport;
  Length room;         /* of the content, in its direction */
  unsigned generation; /* of the arena that the boxes point into */
} Repeat;

typedef struct {
  Cursor cursor;
  Queue *queue; /* that it is in */
} RepeatCursor;

/* The next viewport with what goes into it. */
static Area *fill_viewport(Layout *layout, const Repeat *repeat, Part *part, RepeatCursor *at) {
  const Room room = {.height = repeat->room, .must_place = true, .rigid = true, .top = true};
  *part = fit(at->queue, at->cursor, room);
  at->cursor = part->next;
  Area *box = arena_copy(layout->arena, &repeat->frame, sizeof(Area));
  Area *viewport = arena_copy(layout->arena, &repeat->viewport, sizeof(Area));
  area_append(box, viewport);
  if (part->areas) {
    part->areas->y =
        display_offset(repeat->node->style->display_align, repeat->room - part->height);
    area_append(viewport, part->areas);
  }
  return box;
}

static RowPart repeat_fit(Layout *layout, Row *row, const void *from, Room room) {
  const Repeat *repeat = (const Repeat *)row;
  const Length height = repeat->frame.height;
  RepeatCursor at =
      from ? *(const RepeatCursor *)from : (RepeatCursor){cursor_start(), repeat->queue};
  RowPart result = {.area = area_new(layout, AREA_BOX, row->node), .end = FIT_FULL};
  Note **tail = &result.notes;
  while (!result.complete && !layout->stop) {
    const bool first = result.height == 0;
    if (result.height + height > room.height && !(first && room.must_place))
      break;
    Part part;
    const Cursor before = at.cursor;
    Area *box = fill_viewport(layout, repeat, &part, &at);
    box->y = result.height;
    area_append(result.area, box);
    result.height += height;
    result.any = true;
    result.complete = part.end == FIT_END || cursor_same(at.cursor, before);
    for (*tail = part.notes; *tail;)
      tail = &(*tail)->next;
  }
  if (result.complete)
    result.end = FIT_END;
  result.area->height = result.height;
  result.next = arena_copy(layout->arena, &at, sizeof at);
  return result;
}

static void repeat_release(Row *row, const void *from) {
  Repeat *repeat = (Repeat *)row;
  const RepeatCursor *at = from;
  queue_go_back(&repeat->queue, at->queue);
  queue_release(repeat->queue, at->cursor);
}

static unsigned repeat_oldest(const Row *row) {
  const Repeat *repeat = (const Repeat *)row;
  const unsigned oldest = queue_oldest(repeat->queue);
  return MIN(oldest, repeat->generation);
}

static void repeat_open(const Row *row, const void *from, GPtrArray *nodes) {
  const RepeatCursor *at = from;
  (void)row;
  if (at)
    cursor_open_nodes(at->queue, at->cursor, nodes);
}

static void repeat_free(Row *row) {
  queue_free(((Repeat *)row)->queue);
  g_free(row);
}

static void measure(Repeat *repeat, const Queue *around, Frame *frame, Context *context) {
  *context = container_repeat_measure(around, frame, &repeat->frame, &repeat->viewport);
  repeat->room = context->height;
  repeat->generation = around->layout->generation;
}

static void repeat_resize(Row *row, const void *from, const Queue *around, Frame *frame) {
  Repeat *repeat = (Repeat *)row;
  Context context;
  queue_measure_frame(around, frame);
  measure(repeat, around, frame, &context);
  const RepeatCursor *at = from;
  if (at)
    queue_set_context(at->queue, at->cursor, context);
  if (at && at->queue == repeat->queue)
    return;
  queue_retire(repeat->queue);
  repeat->queue = queue_new(around->layout, repeat->node, context, (BreakCost){0, 0});
}

Row *container_repeat_new(const Queue *queue, Frame *frame) {
  Repeat *repeat = g_new0(Repeat, 1);
  Context context;
  repeat->node = frame->node;
  repeat->row = (Row){
      .node = frame->node,
      .keep_cost = frame->keep_cost,
      .fit = repeat_fit,
      .resize = repeat_resize,
      .release = repeat_release,
      .oldest = repeat_oldest,
      .open = repeat_open,
      .free = repeat_free,
  };
  measure(repeat, queue, frame, &context);
  repeat->queue = queue_new(queue->layout, frame->node, context, (BreakCost){0, 0});
  return &repeat->row;
}
