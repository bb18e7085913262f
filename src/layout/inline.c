/* Inline content to a paragraph: inline boxes opened and closed, and each node sent where it is treated. */
#include "layout/inline.h"

#include <string.h>

Owner *inline_owner(Collector *c, OwnerKind kind, const FoNode *node, Length shift) {
  Owner *owner = arena_new_object(c->layout->arena, Owner);
  owner->kind = kind;
  owner->node = node;
  owner->shift = shift;
  owner->look = layout_look(c->layout, node);
  owner->style = node->style;
  owner->edge = c->hanging.edge;
  owner->above = c->hanging.above;
  owner->below = c->hanging.below;
  return owner;
}

static void collect(Collector *c, const FoNode *node, Length shift);

void inline_children(Collector *c, const FoNode *node, Length shift) {
  for (const FoNode *child = node->first; child; child = child->next)
    collect(c, child, shift);
}

Length inline_enter(Collector *c, const FoNode *node, const FontMetrics *own,
                    Surroundings *surroundings) {
  Length position;
  *surroundings = (Surroundings){c->hanging, c->table};
  const Hanging hanging = baseline_align(c->layout, &c->table, node, own, &position);
  if (hanging.edge)
    c->hanging = hanging;
  c->table = baseline_inside(&c->table, node, own, position);
  return position;
}

Length inline_enter_text(Collector *c, const FoNode *node, Surroundings *surroundings) {
  return inline_enter(c, node, layout_look(c->layout, node)->metrics, surroundings);
}

void inline_leave(Collector *c, const Surroundings *surroundings) {
  c->hanging = surroundings->hanging;
  c->table = surroundings->table;
}

/* A place without extent. What is remembered of it outlives copies for first lines. */
static void collect_point(Collector *c, const FoNode *node, Length shift) {
  paragraph_point(c->paragraph,
                  inline_owner(c, OWNER_POINT, inline_behind_first_line(c, node), shift));
}

void inline_anchor(Collector *c, const FoNode *node, Length shift) {
  if (reference_is_cited(node))
    collect_point(c, node, shift);
}

static TextBidi bidi_of(const Style *style) {
  switch (style->unicode_bidi) {
  case KW_EMBED: return BIDI_EMBED;
  case KW_BIDI_OVERRIDE: return BIDI_OVERRIDE;
  case KW_ISOLATE: return BIDI_ISOLATE; /* of CSS: what stands beside keeps its own direction */
  default: return BIDI_NORMAL;
  }
}

/* What the box of `node`, a copy for the first line, is on the lines behind that. */
static Owner *owner_behind(Collector *c, const FoNode *node) {
  const FoNode *original = inline_behind_first_line(c, node);
  Surroundings around;
  Owner *owner = inline_owner(c, OWNER_BOX, original, inline_enter_text(c, original, &around));
  inline_leave(c, &around);
  return owner;
}

InlineBox inline_open(Collector *c, const FoNode *node, Length shift) {
  const Style *style = node->style;
  const Edges edges = edges_of(style, c->job->width);
  Decoration decoration;
  const bool paints = decoration_of(c->layout, node, c->queue->context.rtl, &decoration);
  const Length start = edges_start(&edges) + size_resolve(style->space_start.optimum, 0);
  InlineBox box = {.end = edges_end(&edges) + size_resolve(style->space_end.optimum, 0)};
  const TextBidi bidi = bidi_of(style);
  if (!paints && !start && !box.end && bidi == BIDI_NORMAL)
    return box;
  box.owner = inline_owner(c, OWNER_BOX, node, shift);
  box.space_end = style->space_end.retain ? 0 : box.end - edges_end(&edges);
  const TextDirection direction = style->direction == KW_RTL ? TEXT_RTL : TEXT_LTR;
  paragraph_open(c->paragraph, start, bidi, direction, box.owner);
  paragraph_retain(c->paragraph, edges_start_retained(&edges), edges_end_retained(&edges));
  if (!style->space_start.retain)
    paragraph_discard(c->paragraph, start - edges_start(&edges));
  return box;
}

void inline_close(Collector *c, const InlineBox *box) {
  if (!box->owner)
    return;
  paragraph_close(c->paragraph, box->end, box->owner);
  paragraph_discard(c->paragraph, box->space_end);
}

static void collect_box(Collector *c, const FoNode *node) {
  Surroundings around;
  Owner *behind = inline_behind_first_line(c, node) == node ? NULL : owner_behind(c, node);
  const Length shift = inline_enter_text(c, node, &around);
  inline_anchor(c, node, shift);
  const InlineBox box = inline_open(c, node, shift);
  if (box.owner)
    box.owner->behind = behind;
  /* White space collapses with its neighbours in the same object only, as in FOP (§7.17.3). */
  c->after_space = false;
  inline_children(c, node, shift);
  c->after_space = false;
  inline_close(c, &box);
  inline_leave(c, &around);
}

static void collect_character(Collector *c, const FoNode *node) {
  const char *text = fo_attribute(node, PROP_CHARACTER);
  Surroundings around;
  if (!text)
    return;
  const Length shift = inline_enter_text(c, node, &around);
  const InlineBox box = inline_open(c, node, shift);
  inline_characters(c, node, node, text, strlen(text), shift);
  inline_close(c, &box);
  inline_leave(c, &around);
}

static void collect_footnote(Collector *c, const FoNode *node, Length shift) {
  for (const FoNode *child = node->first; child; child = child->next)
    if (child->element != FO_FOOTNOTE_BODY)
      collect(c, child, shift);
  paragraph_point(c->paragraph,
                  inline_owner(c, OWNER_NOTE, inline_behind_first_line(c, node), shift));
}

static void collect(Collector *c, const FoNode *node, Length shift) {
  if (!inline_in_first_line(c))
    node = inline_behind_first_line(c, node);
  switch (node->element) {
  case FO_TEXT: inline_characters(c, node->parent, node, node->text, node->length, shift); break;
  case FO_CHARACTER: collect_character(c, node); break;
  case FO_PAGE_NUMBER:
  case FO_PAGE_NUMBER_CITATION:
  case FO_PAGE_NUMBER_CITATION_LAST:
  case FO_SCALING_VALUE_CITATION: inline_number(c, node); break;
  case FO_INDEX_PAGE_CITATION_LIST: inline_index(c, node); break;
  case FO_LEADER: inline_leader(c, node); break;
  case FO_EXTERNAL_GRAPHIC:
  case FO_INSTREAM_FOREIGN_OBJECT: inline_graphic(c, node); break;
  case FO_INLINE_CONTAINER: inline_container(c, node); break;
  case FO_FOOTNOTE: collect_footnote(c, node, shift); break;
  case FO_FLOAT:
    paragraph_point(c->paragraph,
                    inline_owner(c, OWNER_NOTE, inline_behind_first_line(c, node), shift));
    break;
  case FO_RETRIEVE_MARKER:
  case FO_RETRIEVE_TABLE_MARKER: {
    const FoNode *found = marker_retrieve(c->layout, node, c->queue->context.page);
    if (found)
      inline_children(c, found, shift);
    break;
  }
  case FO_CHANGE_BAR_BEGIN:
  case FO_CHANGE_BAR_END:
  case FO_INDEX_RANGE_BEGIN:
  case FO_INDEX_RANGE_END:
  case FO_MARKER: collect_point(c, node, shift); break;
  default: collect_box(c, node); break;
  }
}

void inline_collect(Queue *queue, Paragraph *paragraph, const LineJob *job,
                    const FirstLine *first_line) {
  Collector c = {
      .queue = queue,
      .layout = queue->layout,
      .paragraph = paragraph,
      .job = job,
      .first_line = first_line,
      .text = g_string_new(NULL),
      .changed = g_string_new(NULL),
      .after_linefeed = true,
      .table = baseline_of_block(queue->layout, job->block),
  };
  const FoNode *first = first_line ? first_line->first : job->first;
  for (const FoNode *node = first; node && node != job->end; node = node->next)
    collect(&c, node, 0);
  g_string_free(c.text, TRUE);
  g_string_free(c.changed, TRUE);
}
