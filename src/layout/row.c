/* Content side by side, broken at one height: the label and the body of a list item, and the one
 * column of a block container. */
#include "layout/internal.h"

typedef struct {
  const FoNode *node;
  Queue *queue;
  Length x;
} Column;

typedef struct {
  Row row;
  GArray *columns; /* of Column */
} Columns;

static Queue *column_queue(Layout *layout, const FoNode *node, Context context) {
  return queue_new(layout, node, context, keep_cost(&node->style->keep_together));
}

/* Where each column goes on. */
typedef struct {
  Cursor cursor;
  bool done;
  Queue *queue; /* that the cursor is in; NULL: the column has not begun */
} ColumnCursor;

static Queue *queue_at(const Columns *columns, guint i, const ColumnCursor *at) {
  return at->queue ? at->queue : g_array_index(columns->columns, Column, i).queue;
}

/* relative-align="baseline" (§7.14.6): moves the columns down so that their first lines stand on one
 * baseline; gives what the highest of them is then. */
static Length align_baselines(const Area *row) {
  Length lowest = 0, height = 0, own;
  for (const Area *column = row->first; column; column = column->next)
    if (area_first_baseline(column, &own))
      lowest = MAX(lowest, own);
  for (Area *column = row->first; column; column = column->next) {
    if (area_first_baseline(column, &own))
      column->y += lowest - own;
    height = MAX(height, column->y + column->height);
  }
  return height;
}

/* Fits what is left of each column. Where there are side-floats the last one goes first: a float in the
 * body of a list item displaces its label, too. */
static void fit_columns(Layout *layout, const Columns *columns, ColumnCursor *cursors, Part *parts,
                        Room room) {
  const guint count = columns->columns->len;
  for (guint k = 0; k < count; k++) {
    const guint i = layout->side_floats ? count - 1 - k : k;
    if (!cursors[i].done)
      parts[i] = fit(queue_at(columns, i, &cursors[i]), cursors[i].cursor, room);
  }
}

/* What of a block container stands on a page is its viewport, if it is clipped. */
static void clip_container(Area *column) {
  Clip inset;
  if (column->node->element != FO_BLOCK_CONTAINER || !clip_of_lines(column->node->style, 0, &inset))
    return;
  column->kind = AREA_VIEWPORT;
  column->viewport = (AreaViewport){.clip = true, .inset = inset};
}

static RowPart columns_fit(Layout *layout, Row *row, const void *from, Room room) {
  const Columns *columns = (const Columns *)row;
  const ColumnCursor *cursors = from;
  const guint count = columns->columns->len;
  ColumnCursor *next = arena_new_array(layout->arena, ColumnCursor, count);
  RowPart result = {.area = area_new(layout, AREA_BOX, row->node),
                    .complete = true,
                    .any = true,
                    .next = next,
                    .oldest = layout->generation};
  Note **tail = &result.notes;
  room.top = true; /* label and body begin at one height: spaces before their first blocks go */
  for (guint i = 0; i < count; i++)
    next[i] = cursors ? cursors[i] : (ColumnCursor){.cursor = cursor_start()};
  Part *parts = g_new0(Part, count);
  fit_columns(layout, columns, next, parts, room);
  for (guint i = 0; i < count; i++) {
    const Column *column = &g_array_index(columns->columns, Column, i);
    if (next[i].done)
      continue;
    const Part part = parts[i];
    const unsigned oldest = cursor_oldest(layout, part.next);
    Queue *queue = cursor_begun(part.next) ? queue_at(columns, i, &next[i]) : NULL;
    next[i] = (ColumnCursor){part.next, part.end == FIT_END, queue};
    result.oldest = MIN(result.oldest, oldest);
    result.complete = result.complete && part.end == FIT_END;
    result.any = result.any && (part.any || part.end == FIT_END);
    result.cost = MAX(result.cost, part.cost);
    if (part.end == FIT_BREAK) {
      result.end = FIT_BREAK;
      result.forced = part.forced;
    }
    result.height = MAX(result.height, part.height);
    if (part.areas) {
      part.areas->node = column->node;
      part.areas->x = column->x;
      clip_container(part.areas);
      area_append(result.area, part.areas);
    }
    *tail = part.notes;
    while (*tail)
      tail = &(*tail)->next;
  }
  g_free(parts);
  if (!result.complete && result.end != FIT_BREAK)
    result.end = FIT_FULL;
  if (!from && result.complete && row->node->style->relative_align == KW_BASELINE) {
    const Length aligned = align_baselines(result.area);
    result.height = MAX(result.height, aligned);
  }
  result.area->height = result.height;
  return result;
}

static void columns_resize(Row *row, const void *from, const Queue *queue, Frame *frame) {
  const Columns *columns = (const Columns *)row;
  const ColumnCursor *cursors = from;
  Length x = 0;
  const Context context = row->node->element == FO_BLOCK_CONTAINER
                              ? block_container_measure(queue, frame, &x)
                              : queue->context;
  for (guint i = 0; i < columns->columns->len; i++) {
    Column *column = &g_array_index(columns->columns, Column, i);
    column->x = x;
    const ColumnCursor at = cursors ? cursors[i] : (ColumnCursor){.done = false};
    if (at.queue && !at.done)
      queue_set_context(at.queue, at.cursor, context);
    if (at.done || at.queue == column->queue)
      continue;
    queue_retire(column->queue);
    column->queue = column_queue(queue->layout, column->node, context);
  }
}

static void columns_release(Row *row, const void *from) {
  const Columns *columns = (const Columns *)row;
  const ColumnCursor *cursors = from;
  for (guint i = 0; i < columns->columns->len; i++) {
    Column *column = &g_array_index(columns->columns, Column, i);
    queue_go_back(&column->queue, cursors[i].queue);
    queue_release(column->queue, cursors[i].cursor);
  }
}

static unsigned columns_oldest(const Row *row) {
  const Columns *columns = (const Columns *)row;
  unsigned oldest = G_MAXUINT;
  for (guint i = 0; i < columns->columns->len; i++) {
    const unsigned own = queue_oldest(g_array_index(columns->columns, Column, i).queue);
    oldest = MIN(oldest, own);
  }
  return oldest;
}

static void columns_open(const Row *row, const void *from, GPtrArray *nodes) {
  const Columns *columns = (const Columns *)row;
  const ColumnCursor *cursors = from;
  for (guint i = 0; i < columns->columns->len; i++) {
    const Column *column = &g_array_index(columns->columns, Column, i);
    if (!cursors || cursors[i].done)
      continue;
    g_ptr_array_add(nodes, (gpointer)column->node);
    cursor_open_nodes(queue_at(columns, i, &cursors[i]), cursors[i].cursor, nodes);
  }
}

static void columns_free(Row *row) {
  Columns *columns = (Columns *)row;
  for (guint i = 0; i < columns->columns->len; i++)
    queue_free(g_array_index(columns->columns, Column, i).queue);
  g_array_unref(columns->columns);
  g_free(columns);
}

Row *row_new_columns(const FoNode *node, BreakCost cost) {
  Columns *columns = g_new0(Columns, 1);
  columns->row = (Row){
      .node = node,
      .keep_cost = cost,
      .fit = columns_fit,
      .resize = columns_resize,
      .release = columns_release,
      .oldest = columns_oldest,
      .open = columns_open,
      .free = columns_free,
  };
  columns->columns = g_array_new(FALSE, FALSE, sizeof(Column));
  return &columns->row;
}

void row_add_column(Layout *layout, Row *row, const FoNode *node, Context context, Length x) {
  Columns *columns = (Columns *)row;
  const Column column = {
      .node = node,
      .queue = column_queue(layout, node, context),
      .x = x,
  };
  g_array_append_val(columns->columns, column);
}

/* ---- List items ----------------------------------------------------------------------------------- */

void list_item_enter(Queue *queue, const FoNode *node) {
  queue_boundary(queue, node);
  Frame *frame = queue_open(queue, node);
  Row *row = row_new_columns(node, frame->keep_cost);
  for (const FoNode *child = node->first; child; child = child->next)
    if (child->element == FO_LIST_ITEM_LABEL || child->element == FO_LIST_ITEM_BODY)
      row_add_column(queue->layout, row, child, queue->context, 0);
  queue_add_row(queue, row);
  for (const FoNode *child = node->first; child; child = child->next)
    queue_after_column(queue, child);
  queue_close(queue, node, frame);
}

/* ---- Content at once --------------------------------------------------------------------------------- */

Area *layout_whole(Layout *layout, const FoNode *node, Context context, Length *height,
                   Note **notes) {
  Queue *queue = queue_new(layout, node, context, (BreakCost){0, 0});
  const Room room = {.height = G_MAXINT64, .must_place = true, .rigid = true, .top = true};
  Area *whole = NULL;
  *height = 0;
  /* Forced breaks mean nothing here: go on below. */
  for (Cursor cursor = cursor_start();;) {
    const Part part = fit(queue, cursor, room);
    part.areas->y = *height;
    *height += part.height;
    if (notes && part.notes) {
      while (*notes)
        notes = &(*notes)->next;
      *notes = part.notes;
    }
    if (!whole) {
      whole = area_new(layout, AREA_BOX, node);
      whole->width = context.width;
    }
    area_append(whole, part.areas);
    if (part.end == FIT_END || layout->stop)
      break;
    cursor = part.next;
  }
  whole->height = *height;
  queue_free(queue);
  return whole;
}
