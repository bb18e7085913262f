/* Inline objects: pictures, containers and leaders are measured, page numbers written or given room. */
#include "layout/index.h"
#include "layout/inline.h"

#include <string.h>

static void add_object(Collector *c, Owner *owner, Length width, bool glued) {
  c->after_linefeed = c->after_space = c->after_separator = false;
  paragraph_object(c->paragraph, &(InlineObject){
                                     .minimum = width,
                                     .optimum = width,
                                     .maximum = width,
                                     .glued = glued,
                                     .owner = owner,
                                 });
}

/* ---- Glyphs that are turned (§7.29.2) ------------------------------------------------------------ */

/* The text in the viewport, upright in its own system, in the middle across `extent`. */
static void fill_turned(Collector *c, Area *viewport, const Owner *owner, const TextLine *line,
                        const FoNode *source, Length extent) {
  const FontMetrics *metrics = owner->look->metrics;
  for (int i = 0; i < line->count; i++) {
    const Fragment *fragment = &line->fragments[i];
    Area *text = area_new(c->layout, AREA_TEXT, source);
    text->x = fragment->x;
    text->y = (extent - metrics->ascent - metrics->descent) / 2;
    text->width = fragment->width;
    text->height = metrics->ascent + metrics->descent;
    text->text = (AreaText){.run = fragment->run,
                            .style = &owner->look->style,
                            .metrics = metrics,
                            .baseline = metrics->ascent,
                            .color = owner->style->color};
    text->text.run.offset += paragraph_length(c->paragraph);
    area_append(viewport, text);
  }
}

void inline_turned(Collector *c, const FoNode *node, const FoNode *source, const char *text,
                   size_t length, Length shift) {
  const int angle = node->style->glyph_orientation_horizontal;
  Owner *owner = inline_owner(c, OWNER_GRAPHIC, node, shift);
  const FontMetrics *metrics = owner->look->metrics;
  const TextLine *line = text_single_line(
      c->layout->options->text, c->layout->diagnostics, c->layout->arena, &owner->look->style,
      TEXT_LTR, arena_strndup(c->layout->arena, text, length), length, owner, fo_place(node));
  const bool lying = angle % 180 != 0;
  const Length extent = lying ? owner->look->style.size : metrics->ascent + metrics->descent;
  Area *area = area_new(c->layout, AREA_VIEWPORT, node);
  area->viewport.rotation = 360 - angle;
  area->width = lying ? extent : line->width;
  area->height = lying ? line->width : extent;
  owner->area = area;
  owner->shift += lying ? metrics->central - line->width / 2 : -metrics->descent;
  if (node->style->visibility == KW_VISIBLE)
    fill_turned(c, area, owner, line, source, extent);
  add_object(c, owner, area->width, true);
}

/* ---- Objects ------------------------------------------------------------------------------------ */

void inline_graphic(Collector *c, const FoNode *node) {
  Area *area = graphic_area(c->layout, node, c->job->width);
  const FontMetrics own = baseline_object(area->height, 0);
  Surroundings around;
  const Length shift = inline_enter(c, node, &own, &around);
  Owner *owner = inline_owner(c, OWNER_GRAPHIC, node, shift);
  owner->area = area;
  inline_anchor(c, node, shift);
  add_object(c, owner, area->width, false);
  inline_leave(c, &around);
}

void inline_container(Collector *c, const FoNode *node) {
  const Context lines = {
      .width = c->job->width, .rtl = c->queue->context.rtl, .page = c->queue->context.page};
  Area *area = inline_container_area(c->layout, node, &lines);
  /* It stands on the baseline of its first line, or on its bottom. */
  Length baseline = area->height;
  area_first_baseline(area, &baseline);
  const FontMetrics own = baseline_object(baseline, area->height - baseline);
  Surroundings around;
  const Length shift = inline_enter(c, node, &own, &around);
  Owner *owner = inline_owner(c, OWNER_GRAPHIC, node, shift - own.descent);
  owner->area = area;
  add_object(c, owner, area->width, false);
  inline_leave(c, &around);
}

void inline_leader(Collector *c, const FoNode *node) {
  const SizeRange *range = &node->style->leader_length;
  const FontMetrics own = leader_baselines(node->style, layout_look(c->layout, node));
  Surroundings around;
  const Length shift = inline_enter(c, node, &own, &around);
  Owner *owner = inline_owner(c, OWNER_LEADER, node, shift);
  c->after_linefeed = c->after_space = c->after_separator = false;
  const Length base = c->job->width;
  const Edges edges = edges_of(node->style, base);
  const Length sides = edges_start(&edges) + edges_end(&edges);
  const Length minimum = size_resolve(range->minimum, base);
  const Length optimum = size_resolve(range->optimum, base);
  const Length maximum = MAX(optimum, size_resolve(range->maximum, base));
  paragraph_object(c->paragraph, &(InlineObject){
                                     .minimum = MIN(minimum, optimum) + sides,
                                     .optimum = optimum + sides,
                                     .maximum = maximum + sides,
                                     .fills = maximum > optimum,
                                     .glued = false,
                                     .owner = owner,
                                 });
  inline_leave(c, &around);
}

/* Room of a likely width for a number that is not known yet. */
static void keep_number_room(Collector *c, const FoNode *node, Length shift) {
  Owner *owner = inline_owner(c, OWNER_NUMBER, node, shift);
  const TextLine *likely =
      text_single_line(c->layout->options->text, c->layout->diagnostics, c->layout->arena,
                       &owner->look->style, TEXT_LTR, "00", 2, owner, fo_place(node));
  add_object(c, owner, likely->width, true);
}

void inline_number(Collector *c, const FoNode *node) {
  Surroundings around;
  const Length shift = inline_enter_text(c, node, &around);
  inline_anchor(c, node, shift);
  const InlineBox box = inline_open(c, node, shift);
  const char *text = reference_text(c->layout, node, c->queue->context.page);
  if (text)
    inline_characters(c, node, node, text, strlen(text), shift);
  else
    keep_number_room(c, node, shift);
  inline_close(c, &box);
  inline_leave(c, &around);
}

/* What the list has to say in some place, or what is said there where it does not. */
static void collect_index_part(Collector *c, const FoNode *node, FoElement element,
                               const char *otherwise, Length shift) {
  const FoNode *part = index_part(node, element);
  if (part)
    inline_children(c, part, shift);
  else
    inline_characters(c, node, node, otherwise, strlen(otherwise), shift);
}

static void collect_index_number(Collector *c, const FoNode *list, const IndexNumber *number,
                                 Length shift) {
  const FoNode *reference = number->reference;
  c->stands_for = number->first_link;
  collect_index_part(c, reference, FO_INDEX_PAGE_NUMBER_PREFIX, "", shift);
  inline_characters(c, reference, reference, number->first, strlen(number->first), shift);
  if (number->last) {
    collect_index_part(c, list, FO_INDEX_PAGE_CITATION_RANGE_SEPARATOR, INDEX_RANGE_SEPARATOR,
                       shift);
    c->stands_for = number->last_link;
    inline_characters(c, reference, reference, number->last, strlen(number->last), shift);
  }
  collect_index_part(c, reference, FO_INDEX_PAGE_NUMBER_SUFFIX, "", shift);
}

/* Room of a likely width for a number that is not known yet. */
static void keep_index_room(Collector *c, const FoNode *list, const GArray *numbers, int item,
                            Length shift) {
  const IndexNumber *number = &g_array_index(numbers, IndexNumber, item);
  const bool more = item + 1 < (int)numbers->len;
  Owner *owner = inline_owner(c, OWNER_NUMBER, number->reference, shift);
  owner->node = list;
  owner->item = item;
  GString *text = g_string_new(NULL);
  index_number_text(list, number, more, text);
  const TextLine *likely = text_single_line(
      c->layout->options->text, c->layout->diagnostics, c->layout->arena, &owner->look->style,
      TEXT_LTR, arena_strdup(c->layout->arena, text->str), text->len, owner, fo_place(list));
  g_string_free(text, TRUE);
  add_object(c, owner, likely->width, true);
  if (more)
    inline_characters(c, list, list, " ", 1, shift);
}

void inline_index(Collector *c, const FoNode *node) {
  Surroundings surroundings;
  const Length shift = inline_enter_text(c, node, &surroundings);
  inline_anchor(c, node, shift);
  GArray *numbers = g_array_new(FALSE, FALSE, sizeof(IndexNumber));
  const bool known = index_numbers(c->layout, node, numbers);
  const FoNode *around = c->stands_for;
  for (guint i = 0; i < numbers->len; i++) {
    const IndexNumber *number = &g_array_index(numbers, IndexNumber, i);
    c->stands_for = number->before;
    if (known && i > 0)
      collect_index_part(c, node, FO_INDEX_PAGE_CITATION_LIST_SEPARATOR, INDEX_SEPARATOR, shift);
    if (known)
      collect_index_number(c, node, number, shift);
    else
      keep_index_room(c, node, numbers, (int)i, shift);
  }
  c->stands_for = around;
  inline_leave(c, &surroundings);
  g_array_unref(numbers);
}
