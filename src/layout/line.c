/* Lines: what the text phase placed along the line gets its place across it (XSL 1.1 §4.5). */
#include "layout/line.h"

#include <string.h>

/* ---- Height (§7.16.8, line-stacking-strategy) --------------------------------------------------- */

static void stretch(LineWork *w, Length above, Length below) {
  w->above = MAX(w->above, above);
  w->below = MAX(w->below, below);
}

/* Where the baseline of an owner stands above the line's. */
static Length shift_of(const LineWork *w, const Owner *owner) {
  switch (owner->edge) {
  case KW_BEFORE_EDGE: return owner->shift + w->before_edge - owner->above;
  case KW_AFTER_EDGE: return owner->shift + owner->below - w->after_edge;
  default: return owner->shift;
  }
}

static void measure_fragment(LineWork *w, const Fragment *fragment) {
  const Owner *owner = fragment->owner;
  const Style *style = w->job->block->style;
  const bool disregard = style->line_height_shift_adjustment == KW_DISREGARD_SHIFTS;
  const Length shift = disregard ? 0 : owner->shift;
  const bool own_leading = style->line_stacking_strategy == KW_LINE_HEIGHT;
  const TextLook *look = owner->look;
  switch (owner->kind) {
  case OWNER_TEXT:
  case OWNER_NUMBER:
    if (own_leading)
      stretch(w, look->above + shift, look->below - shift);
    else
      stretch(w, look->altitude + shift, look->depth - shift);
    break;
  case OWNER_LEADER: {
    const FontMetrics own = leader_baselines(owner->style, look);
    const bool font = size_is(owner->style->text_altitude, KW_USE_FONT_METRICS);
    const bool font_below = size_is(owner->style->text_depth, KW_USE_FONT_METRICS);
    stretch(w, (font ? own.ascent : look->altitude) + shift,
            (font_below ? own.descent : look->depth) - shift);
    break;
  }
  case OWNER_GRAPHIC: stretch(w, owner->area->height + owner->shift, -owner->shift); break;
  case OWNER_BOX:
  case OWNER_NOTE:
  case OWNER_POINT: break;
  }
}

/* What hangs from the line's edges needs room only where it is higher than all the rest: below, as in
 * FOP. */
static void measure_hanging(LineWork *w, const TextLine *line) {
  for (int i = 0; i < line->count; i++) {
    const Owner *owner = line->fragments[i].owner;
    const Length height = owner->above + owner->below;
    if (owner->edge)
      stretch(w, 0, height - w->above);
  }
  w->before_edge = w->above;
  w->after_edge = w->below;
}

/* The line encloses its inline areas and the block's own font; half of the block's leading goes on
 * either side ("max-height"). With "line-height" each inline area brings its own leading, with
 * "font-height" only the block's font counts. */
static void measure(LineWork *w, const TextLine *line) {
  const Keyword strategy = w->job->block->style->line_stacking_strategy;
  const bool own_leading = strategy == KW_LINE_HEIGHT;
  w->above = own_leading ? w->strut->above : w->strut->altitude;
  w->below = own_leading ? w->strut->below : w->strut->depth;
  if (strategy != KW_FONT_HEIGHT)
    for (int i = 0; i < line->count; i++)
      if (!((const Owner *)line->fragments[i].owner)->edge)
        measure_fragment(w, &line->fragments[i]);
  measure_hanging(w, line);
  if (!own_leading) {
    w->above += w->strut->above - w->strut->altitude;
    w->below += w->strut->below - w->strut->depth;
  }
}

/* ---- Fragments --------------------------------------------------------------------------------------- */

static Level *level(const LineWork *w, guint index) {
  return &g_array_index(w->levels, Level, index);
}

static Level *current(const LineWork *w) {
  return level(w, w->levels->len - 1);
}

/* The place of the innermost open box from the line's corner. */
static void origin(const LineWork *w, Length *x, Length *y) {
  *x = *y = 0;
  for (guint i = 1; i < w->levels->len; i++) {
    const Area *area = level(w, i)->area;
    *x += area->x;
    *y += area->y;
  }
}

static Area *add(LineWork *w, Area *area, Length x, Length y) {
  Length origin_x, origin_y;
  origin(w, &origin_x, &origin_y);
  area->x = x - origin_x;
  area->y = y - origin_y;
  area_append(current(w)->area, area);
  return area;
}

static Area *text_area(LineWork *w, const Fragment *fragment, const Owner *owner) {
  const Style *style = owner->style;
  const bool hidden = style->visibility != KW_VISIBLE;
  Area *area = area_new(w->layout, hidden ? AREA_BOX : AREA_TEXT, owner->node);
  const FontMetrics *metrics = owner->look->metrics;
  area->width = fragment->width;
  area->height = metrics->ascent + metrics->descent;
  area->text = (AreaText){
      .run = fragment->run,
      .style = &owner->look->style,
      .metrics = metrics,
      .baseline = metrics->ascent,
      .color = style->color,
      .decoration = style->text_decoration,
      .shadow = style->text_shadow,
      .skips_spaces = style->score_spaces == KW_FALSE,
  };
  return add(w, area, fragment->x, w->above - shift_of(w, owner) - metrics->ascent);
}

static void number_area(LineWork *w, const Fragment *fragment, const Owner *owner) {
  Area *area = text_area(w, fragment, owner);
  if (area->kind != AREA_TEXT)
    return;
  area->text.run.font = NULL;
  const Pending pending = {
      .node = owner->node,
      .item = owner->item,
      .text = area,
      .child = w->levels->len > 1 ? level(w, 1)->area : area,
      .leader = w->leader,
      .align = w->align,
      .justified = w->justified,
      .look = owner->look,
      .rtl = w->queue->context.rtl,
  };
  g_array_append_val(w->pendings, pending);
}

static void leader_area(LineWork *w, const Fragment *fragment, const Owner *owner) {
  Area *area = area_new(w->layout, AREA_BOX, owner->node);
  const Edges edges = edges_of(owner->node->style, w->job->width);
  const Length x = fragment->x + edges_start(&edges);
  area->artifact = ARTIFACT_LAYOUT;
  area->width = MAX(0, fragment->width - edges_start(&edges) - edges_end(&edges));
  area->height = owner->look->metrics->ascent + owner->look->metrics->descent;
  add(w, area, x, w->above - shift_of(w, owner) - owner->look->metrics->ascent);
  leader_fill(w->layout, area, owner->look, w->x + x);
  if (w->levels->len == 1)
    w->leader = area;
}

/* ---- Inline boxes ------------------------------------------------------------------------------------- */

static Level *open_box(LineWork *w, const Owner *owner, Length x) {
  const Edges edges = edges_of(owner->node->style, w->job->width);
  const FontMetrics *metrics = owner->look->metrics;
  Area *area = area_new(w->layout, AREA_BOX, owner->node);
  area->height = metrics->ascent + metrics->descent + edges_before(&edges) + edges_after(&edges);
  add(w, area, x, w->above - shift_of(w, owner) - metrics->ascent - edges_before(&edges));
  const Level opened = {.area = area, .owner = owner};
  g_array_append_val(w->levels, opened);
  return current(w);
}

/* Borders where a box goes on over the line's end are left out, unless they are retained. */
static const Decoration *box_decoration(const LineWork *w, const Level *box) {
  const FoNode *node = box->area->node;
  const Style *style = node->style;
  Decoration decoration;
  if (!decoration_of(w->layout, node, w->queue->context.rtl, &decoration))
    return NULL;
  if (!box->begins && !style->border_start_width.retain)
    decoration.edges[w->rtl ? EDGE_RIGHT : EDGE_LEFT].width = 0;
  if (!box->ends && !style->border_end_width.retain)
    decoration.edges[w->rtl ? EDGE_LEFT : EDGE_RIGHT].width = 0;
  return arena_copy(w->layout->arena, &decoration, sizeof decoration);
}

static void close_box(LineWork *w, Length x) {
  const Level *box = current(w);
  Length origin_x, origin_y;
  origin(w, &origin_x, &origin_y);
  box->area->width = MAX(0, x - origin_x);
  box->area->decoration = box_decoration(w, box);
  g_array_set_size(w->levels, w->levels->len - 1);
}

/* What a box that goes on has at the left or the right end of the line. */
static Length retained_at(const LineWork *w, const Owner *owner, bool left) {
  const Edges edges = edges_of(owner->node->style, w->job->width);
  return left != w->rtl ? edges_start_retained(&edges) : edges_end_retained(&edges);
}

/* The boxes that are open at the left end of the line. */
static void open_boxes(LineWork *w, const GPtrArray *boxes, Length x) {
  for (guint i = 0; i < boxes->len; i++) {
    const Owner *owner = boxes->pdata[i];
    open_box(w, owner, x);
    x += retained_at(w, owner, true);
  }
}

/* Those that are open at its right end. */
static void close_boxes(LineWork *w, Length x) {
  for (guint i = 1; i < w->levels->len; i++)
    x -= retained_at(w, level(w, i)->owner, false);
  while (w->levels->len > 1) {
    x += retained_at(w, current(w)->owner, false);
    close_box(w, x);
  }
}

/* What opened on the first line is another box behind it. */
static const Owner *owner_on_line(const LineWork *w, const Owner *owner) {
  return !w->initial && owner->behind ? owner->behind : owner;
}

/* What a line of an earlier break left open has another owner, but the node is the same. */
static void forget_open(GPtrArray *open, const FoNode *node) {
  for (guint i = open->len; i > 0; i--)
    if (((const Owner *)open->pdata[i - 1])->node == node) {
      g_ptr_array_remove_index(open, i - 1);
      return;
    }
}

/* The boxes that are open behind the line, the outermost first; the caller frees the array. */
static GPtrArray *open_behind(const LineWork *w, const TextLine *line) {
  GPtrArray *open = g_ptr_array_new();
  GHashTable *closed = NULL;
  for (guint i = 0; i < w->open->len; i++)
    g_ptr_array_add(open, w->open->pdata[i]);
  for (int i = 0; i < line->count; i++)
    if (line->fragments[i].kind == FRAGMENT_CLOSE) {
      const FoNode *node = owner_on_line(w, line->fragments[i].owner)->node;
      closed = closed ? closed : g_hash_table_new(NULL, NULL);
      g_hash_table_add(closed, (gpointer)node);
      forget_open(open, node);
    }
  for (int i = 0; i < line->count; i++) {
    const Fragment *fragment = &line->fragments[w->rtl ? line->count - 1 - i : i];
    if (fragment->kind != FRAGMENT_OPEN)
      continue;
    const Owner *owner = owner_on_line(w, fragment->owner);
    if (!closed || !g_hash_table_contains(closed, owner->node))
      g_ptr_array_add(open, (gpointer)owner);
  }
  if (closed)
    g_hash_table_unref(closed);
  return open;
}

/* The opening or the closing of an inline box: whichever comes first on the line opens its area. */
static void box_edge(LineWork *w, const Fragment *fragment, const Owner *owner) {
  const bool opens = fragment->kind == FRAGMENT_OPEN;
  owner = owner_on_line(w, owner);
  /* What of space-start or space-end is left on this line. */
  const Edges edges = edges_of(owner->node->style, w->job->width);
  const Length space = fragment->width - (opens ? edges_start(&edges) : edges_end(&edges));
  const bool closes = w->levels->len > 1 && current(w)->area->node == owner->node;
  Level *box = closes ? current(w) : open_box(w, owner, fragment->x + space);
  box->begins = box->begins || opens;
  box->ends = box->ends || !opens;
  if (closes)
    close_box(w, fragment->x + fragment->width - space);
}

/* ---- Other fragments -------------------------------------------------------------------------------- */

static void take_note(LineWork *w, const FoNode *node) {
  if (w->leading && g_ptr_array_find(w->leading, node, NULL))
    return;
  Note *note = arena_new_object(w->layout->arena, Note);
  note->node = node;
  if (w->last_note)
    w->last_note->next = note;
  else
    w->notes = note;
  w->last_note = note;
}

static void add_fragment(LineWork *w, const Fragment *fragment) {
  const Owner *owner = fragment->owner;
  switch (owner->kind) {
  case OWNER_TEXT: text_area(w, fragment, owner); break;
  case OWNER_NUMBER: number_area(w, fragment, owner); break;
  case OWNER_LEADER: leader_area(w, fragment, owner); break;
  case OWNER_BOX: box_edge(w, fragment, owner); break;
  case OWNER_NOTE: take_note(w, owner->node); break;
  case OWNER_POINT:
    add(w, area_new(w->layout, AREA_BOX, owner->node), fragment->x,
        w->above - shift_of(w, owner) - owner->look->metrics->ascent);
    break;
  case OWNER_GRAPHIC:
    add(w, arena_copy(w->layout->arena, owner->area, sizeof(Area)), fragment->x,
        w->above - shift_of(w, owner) - owner->area->height);
    break;
  }
}

/* ---- The line ------------------------------------------------------------------------------------------- */

/* Borders and background that the first line has of its own: around its content. */
static void decorate_first_line(LineWork *w, const TextLine *line) {
  const Decoration *decoration = decoration_new(w->layout, w->initial, w->queue->context.rtl);
  if (!decoration)
    return;
  const Edges edges = edges_of(w->initial->style, w->job->width);
  const Length left = w->queue->context.rtl ? edges_end(&edges) : edges_start(&edges);
  const FontMetrics *metrics = layout_look(w->layout, w->initial)->metrics;
  Area *area = area_new(w->layout, AREA_BOX, w->initial);
  area->decoration = decoration;
  area->width = line->width + edges_start(&edges) + edges_end(&edges);
  area->height = metrics->ascent + metrics->descent + edges_before(&edges) + edges_after(&edges);
  add(w, area, line->x - left, w->above - metrics->ascent - edges_before(&edges));
}

void line_leave_first(LineWork *w) {
  w->initial = NULL;
  for (guint i = 0; i < w->open->len; i++) {
    const Owner *owner = w->open->pdata[i];
    if (owner->behind)
      w->open->pdata[i] = (gpointer)(uintptr_t)owner->behind;
  }
}

Area *line_area(LineWork *w, const TextLine *line) {
  measure(w, line);
  Area *area = area_new(w->layout, AREA_LINE, w->job->block);
  area->x = w->x;
  area->width = w->width;
  area->height = w->above + w->below;
  w->notes = w->last_note = NULL;
  w->leader = NULL;
  g_array_set_size(w->levels, 0);
  const Level whole = {.area = area};
  g_array_append_val(w->levels, whole);
  g_array_set_size(w->pendings, 0);
  if (w->initial)
    decorate_first_line(w, line);
  GPtrArray *behind = open_behind(w, line);
  open_boxes(w, w->rtl ? behind : w->open, line->x);
  for (int i = 0; i < line->count; i++)
    add_fragment(w, &line->fragments[i]);
  close_boxes(w, line->x + line->width);
  g_ptr_array_unref(w->open);
  w->open = behind;
  for (guint i = 0; i < w->pendings->len; i++) {
    Pending *pending = &g_array_index(w->pendings, Pending, i);
    pending->line = area;
    pending_add(w->layout, pending);
  }
  return area;
}
