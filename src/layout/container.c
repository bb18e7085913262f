/* fo:block-container: a reference area in the flow, or at a place of its own, perhaps turned. */
#include "layout/container.h"

#include <stdlib.h>

enum { AUTO = -1 };

/* A container's content rectangle in its own, turned coordinates. */
typedef struct {
  Length width, height; /* height AUTO: as high as its content … */
  SizeRange limits;     /* … between these */
  int rotation;
  Context context;
} Inside;

static bool sideways(int rotation) {
  return rotation % 180 != 0;
}

static Length given(Size size, Length base) {
  return size.keyword ? AUTO : MAX(0, size_resolve(size, base));
}

/* A percentage of a height that follows from the content is auto (XSL 1.1 §7.15.3). */
static Length given_height(Size size, Length base) {
  return base == 0 && size.percent ? AUTO : given(size, base);
}

/* The content rectangle as it stands on the page: `available` is what the parent leaves it. */
static Inside inside_of(const FoNode *node, const Context *around, Length available) {
  const Style *style = node->style;
  const int rotation = orientation_of(node);
  const SizeRange *inline_range = &style->inline_progression_dimension;
  const SizeRange *block_range = &style->block_progression_dimension;
  Inside inside = {.rotation = rotation, .limits = *block_range};
  const Length inline_size = given(inline_range->optimum, around->width);
  if (sideways(rotation)) {
    const Length block_size = given(block_range->optimum, around->width);
    inside.width = inline_size != AUTO ? inline_size : block_size != AUTO ? block_size : available;
    inside.height = inline_size != AUTO ? block_size : AUTO;
  } else {
    inside.width = inline_size != AUTO ? inline_size : available;
    inside.height = given_height(block_range->optimum, around->height);
  }
  inside.context = (Context){
      .width = MAX(0, inside.width),
      .height = MAX(0, inside.height),
      .rtl = style->writing_mode == KW_RL_TB || style->writing_mode == KW_RL,
      .page = around->page,
  };
  return inside;
}

/* min-height and max-height of a container that is as high as its content. */
static Length limited(const Inside *inside, Length height) {
  const Length least = given_height(inside->limits.minimum, 0);
  const Length most = given_height(inside->limits.maximum, 0);
  if (most != AUTO)
    height = MIN(height, most);
  return MAX(height, least);
}

static bool is_limited(const Inside *inside) {
  return given_height(inside->limits.minimum, 0) > 0 ||
         given_height(inside->limits.maximum, 0) != AUTO;
}

/* The viewport of a container whose content has `room`. */
static Area *viewport_new(Layout *layout, const FoNode *node, const Inside *inside, Length room) {
  Area *viewport = area_new(layout, AREA_VIEWPORT, node);
  viewport->width = sideways(inside->rotation) ? room : inside->width;
  viewport->height = sideways(inside->rotation) ? inside->width : room;
  viewport->viewport.rotation = inside->rotation;
  viewport->viewport.clip = clip_of_lines(node->style, inside->rotation, &viewport->viewport.inset);
  return viewport;
}

/* The viewport of a container whose extent is fixed, with its content. */
static Area *viewport_area(Layout *layout, const FoNode *node, const Inside *inside, Note **notes) {
  Length height;
  Area *content = layout_whole(layout, node, inside->context, &height, notes);
  const Length room = inside->height != AUTO ? inside->height : limited(inside, height);
  const Style *style = node->style;
  content->y = display_offset(style->display_align, room - height);
  char over[LENGTH_TEXT_SIZE];
  if (height > room + LENGTH_PER_POINT / 2 && overflow_matters(style))
    diag_layout_container_overflow(layout->diagnostics, fo_place(node),
                                   length_to_text(height - room, over));
  Area *viewport = viewport_new(layout, node, inside, room);
  area_append(viewport, content);
  return viewport;
}

/* ---- In the flow ------------------------------------------------------------------------------------ */

/* Gives the frame the width of the container and returns where its content begins. */
static Length set_width(const Queue *queue, Frame *frame, Length content) {
  const Length before = frame->width;
  const bool rtl = queue->context.rtl;
  frame->width = content + edges_start(&frame->edges) + edges_end(&frame->edges);
  if (rtl)
    frame->x += before - frame->width;
  return frame->x + (rtl ? edges_end(&frame->edges) : edges_start(&frame->edges));
}

bool block_container_breaks(const FoNode *node) {
  const Context anywhere = {.height = 1};
  const Inside inside = inside_of(node, &anywhere, 0);
  return node->style->absolute_position == KW_AUTO && inside.height == AUTO &&
         inside.rotation == 0 && !is_limited(&inside);
}

/* What the container of a frame that was measured as a block is. */
static Inside inside_frame(const Queue *queue, const Frame *frame) {
  const Length available = frame->width - edges_start(&frame->edges) - edges_end(&frame->edges);
  return inside_of(frame->node, &queue->context, available);
}

Context block_container_measure(const Queue *queue, Frame *frame, Length *x) {
  queue_measure_frame(queue, frame);
  const Inside inside = inside_frame(queue, frame);
  *x = set_width(queue, frame, inside.width);
  return inside.context;
}

void block_container_resize(const Queue *queue, Item *item, Frame *frame) {
  queue_measure_frame(queue, frame);
  const Inside inside = inside_frame(queue, frame);
  item->box.notes = NULL;
  item->box.area = viewport_area(queue->layout, frame->node, &inside, &item->box.notes);
  item->box.area->x = set_width(queue, frame, item->box.area->width);
  item->box.height = item->box.area->height;
}

/* The frame around has neither edges nor a background: each box has. */
Context container_repeat_measure(const Queue *queue, Frame *frame, Area *box, Area *viewport) {
  Layout *layout = queue->layout;
  const Inside inside = inside_frame(queue, frame);
  const Edges edges = frame->edges;
  *viewport = *viewport_new(layout, frame->node, &inside, inside.height);
  viewport->x = set_width(queue, frame, viewport->width) - frame->x;
  viewport->y = edges_before(&edges);
  *box = *area_new(layout, AREA_BOX, frame->node);
  box->x = frame->x;
  box->width = frame->width;
  box->height = viewport->height + edges_before(&edges) + edges_after(&edges);
  box->decoration = decoration_new(layout, frame->node, queue->context.rtl);
  frame->edges = (Edges){0};
  frame->painted = false;
  return inside.context;
}

static void add_in_flow(Queue *queue, const FoNode *node) {
  queue_boundary(queue, node);
  Frame *frame = queue_open(queue, node);
  const Inside inside = inside_frame(queue, frame);
  if (inside.height == AUTO && inside.rotation == 0 && !is_limited(&inside)) {
    Row *row = row_new_columns(node, frame->keep_cost);
    const Length left = set_width(queue, frame, inside.width);
    row_add_column(queue->layout, row, node, inside.context, left);
    queue_add_row(queue, row);
    queue_after_column(queue, node);
  } else if (node->style->overflow == KW_REPEAT && inside.height > 0) {
    queue_add_row(queue, container_repeat_new(queue, frame));
    queue_after_column(queue, node);
  } else {
    Note *notes = NULL;
    Area *viewport = viewport_area(queue->layout, node, &inside, &notes);
    viewport->x = set_width(queue, frame, viewport->width);
    queue_add_box(queue, viewport, notes);
  }
  queue_close(queue, node, frame);
}

/* The viewport with its borders and padding, in an area of its own. */
static Area *boxed(Layout *layout, const FoNode *node, const Inside *inside,
                   const Context *around) {
  const Edges edges = edges_of(node->style, around->width);
  Area *viewport = viewport_area(layout, node, inside, NULL);
  Area *box = area_new(layout, AREA_BOX, node);
  viewport->x = around->rtl ? edges_end(&edges) : edges_start(&edges);
  viewport->y = edges_before(&edges);
  area_append(box, viewport);
  box->width = viewport->width + edges_start(&edges) + edges_end(&edges);
  box->height = viewport->height + edges_before(&edges) + edges_after(&edges);
  box->decoration = decoration_new(layout, node, around->rtl);
  return box;
}

Area *inline_container_area(Layout *layout, const FoNode *node, const Context *around) {
  const Inside inside = inside_of(node, around, around->width);
  return boxed(layout, node, &inside, around);
}

/* ---- At a place of its own ------------------------------------------------------------------------------ */

/* Offsets are of the content rectangle; left and width give the rest, right counts from the other
 * side (XSL 1.1 §7.6). */
static Length offset(Size start, Size end, Length base, Length extent) {
  if (!start.keyword)
    return size_resolve(start, base);
  return end.keyword ? 0 : base - extent - size_resolve(end, base);
}

/* What two offsets leave between them. */
static Length between(Size start, Size end, Length base) {
  const Length taken =
      (start.keyword ? 0 : size_resolve(start, base)) + (end.keyword ? 0 : size_resolve(end, base));
  return MAX(0, base - taken);
}

/* What a container at a place of its own is in: the reference area, the page, or a relatively positioned
 * block, where it is put when the page is done (position.c). */
static Context around_of(const Queue *queue, const FoNode *node) {
  Context around = queue->context;
  if (node->style->absolute_position == KW_FIXED) {
    around.width = queue->layout->page_width;
    around.height = queue->layout->page_height;
    return around;
  }
  for (const Frame *frame = queue->frame; frame; frame = frame->parent) {
    const FoNode *object = frame->node;
    if (!object || object->style->relative_position != KW_RELATIVE ||
        object->element == FO_BLOCK_CONTAINER)
      continue;
    around.width = frame->width - frame->edges.border_start - frame->edges.border_end;
    around.height = 0;
    break;
  }
  return around;
}

void block_container_place(Area *area, Length width, Length height) {
  const Style *style = area->node->style;
  const Area *viewport = area->first;
  area->x = offset(style->left, style->right, width, viewport->width) - viewport->x;
  area->y = offset(style->top, style->bottom, height, viewport->height) - viewport->y;
}

static Area *absolute_area(const Queue *queue, const FoNode *node) {
  Layout *layout = queue->layout;
  const Style *style = node->style;
  const Context around = around_of(queue, node);
  Inside inside = inside_of(node, &around, between(style->left, style->right, around.width));
  if (inside.height == AUTO && !style->top.keyword && !style->bottom.keyword && around.height > 0 &&
      !sideways(inside.rotation))
    inside.height = inside.context.height = between(style->top, style->bottom, around.height);
  Area *box = boxed(layout, node, &inside, &around);
  block_container_place(box, around.width, around.height);
  return box;
}

void block_container_move(const Queue *queue, Item *item) {
  item->point.area = absolute_area(queue, item->node);
}

void block_container_enter(Queue *queue, const FoNode *node) {
  const Keyword position = node->style->absolute_position;
  if (position == KW_ABSOLUTE || position == KW_FIXED)
    queue_add_absolute(queue, absolute_area(queue, node));
  else
    add_in_flow(queue, node);
}
