/* fo:block-container: a reference area in the flow, or at a place of its own, perhaps turned. */
#include "layout/master.h"

#include <stdlib.h>

enum { AUTO = -1 };

/* A container's content rectangle in its own, turned coordinates. */
typedef struct {
  Length width, height; /* height AUTO: as high as its content */
  int rotation;
  Context context;
} Inside;

static Length given(Size size, Length base) {
  return size.keyword ? AUTO : MAX(0, size_resolve(size, base));
}

static bool sideways(int rotation) {
  return rotation % 180 != 0;
}

/* The content rectangle as it stands on the page: `available` is what the parent leaves it. */
static Inside inside_of(Queue *queue, const FoNode *node, Length available) {
  const Style *style = node->style;
  const Length base = queue->context.width;
  const int rotation = ((style->reference_orientation % 360) + 360) % 360;
  Inside inside = {.rotation = rotation};
  const Length inline_size = given(style->inline_progression_dimension.optimum, base);
  const Length block_size = given(style->block_progression_dimension.optimum, base);
  if (sideways(rotation)) {
    inside.width = inline_size != AUTO ? inline_size : block_size != AUTO ? block_size : available;
    inside.height = inline_size != AUTO ? block_size : AUTO;
  } else {
    inside.width = inline_size != AUTO ? inline_size : available;
    inside.height = block_size;
  }
  inside.context = (Context){
      .width = MAX(0, inside.width),
      .rtl = style->writing_mode == KW_RL_TB || style->writing_mode == KW_RL,
      .page = queue->context.page,
  };
  return inside;
}

/* The viewport of a container whose extent is fixed, with its content. */
static Area *viewport_area(Layout *layout, const FoNode *node, const Inside *inside, Note **notes) {
  Length height;
  Area *content = layout_whole(layout, node, inside->context, &height, notes);
  const Length room = inside->height != AUTO ? inside->height : height;
  const Style *style = node->style;
  content->y = display_offset(style->display_align, room - height);
  char over[LENGTH_TEXT_SIZE];
  if (height > room + LENGTH_PER_POINT / 2 && style->overflow != KW_VISIBLE)
    diag_layout_container_overflow(layout->diagnostics, fo_place(node),
                                   length_to_text(height - room, over));
  Area *viewport = area_new(layout, AREA_VIEWPORT, node);
  viewport->width = sideways(inside->rotation) ? room : inside->width;
  viewport->height = sideways(inside->rotation) ? inside->width : room;
  viewport->viewport = (AreaViewport){
      .rotation = inside->rotation,
      .clip = style->overflow == KW_HIDDEN || style->overflow == KW_ERROR_IF_OVERFLOW,
  };
  area_append(viewport, content);
  return viewport;
}

/* ---- In the flow ------------------------------------------------------------------------------------ */

static void add_in_flow(Queue *queue, const FoNode *node) {
  queue_boundary(queue, node);
  Frame *frame = queue_open(queue, node);
  const Length left =
      frame->x + (queue->context.rtl ? edges_end(&frame->edges) : edges_start(&frame->edges));
  const Length available = frame->width - edges_start(&frame->edges) - edges_end(&frame->edges);
  const Inside inside = inside_of(queue, node, available);
  if (inside.height == AUTO && inside.rotation == 0) {
    Row *row = row_new_columns(node, frame->keep_cost);
    row_add_column(queue->layout, row, node, inside.context, left);
    queue_add_row(queue, row);
  } else {
    Note *notes = NULL;
    Area *viewport = viewport_area(queue->layout, node, &inside, &notes);
    viewport->x = left;
    queue_add_box(queue, viewport, notes);
    frame->width = viewport->width + edges_start(&frame->edges) + edges_end(&frame->edges);
  }
  queue_close(queue, node, frame);
}

/* ---- At a place of its own ------------------------------------------------------------------------------ */

/* left and width give the rest; right counts from the other side (XSL 1.1 §7.6). */
static Length offset(Size start, Size end, Length base, Length extent) {
  if (!start.keyword)
    return size_resolve(start, base);
  return end.keyword ? 0 : base - extent - size_resolve(end, base);
}

static void add_absolute(Queue *queue, const FoNode *node) {
  Layout *layout = queue->layout;
  const Style *style = node->style;
  const Length base = queue->context.width;
  const Edges edges = edges_of(style, base);
  const Length sides = edges_start(&edges) + edges_end(&edges);
  Length available = base - sides;
  if (!style->left.keyword)
    available -= size_resolve(style->left, base);
  if (!style->right.keyword)
    available -= size_resolve(style->right, base);
  Inside inside = inside_of(queue, node, MAX(0, available));
  Area *viewport = viewport_area(layout, node, &inside, NULL);
  Area *box = area_new(layout, AREA_BOX, node);
  viewport->x = edges_start(&edges);
  viewport->y = edges_before(&edges);
  area_append(box, viewport);
  box->width = viewport->width + sides;
  box->height = viewport->height + edges_before(&edges) + edges_after(&edges);
  box->decoration = decoration_new(layout, node, queue->context.rtl);
  box->x = offset(style->left, style->right, base, box->width);
  box->y = offset(style->top, style->bottom, queue->context.height, box->height);
  queue_add_absolute(queue, box);
}

void block_container_enter(Queue *queue, const FoNode *node) {
  const Keyword position = node->style->absolute_position;
  if (position == KW_ABSOLUTE || position == KW_FIXED)
    add_absolute(queue, node);
  else
    add_in_flow(queue, node);
}
