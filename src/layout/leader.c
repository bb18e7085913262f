/* Leaders: the pattern that fills them (XSL 1.1 §6.6.9, §7.22). */
#include "layout/inline.h"

#include <string.h>

FontMetrics leader_baselines(const Style *style, const TextLook *look) {
  switch (style->leader_pattern) {
  case KW_RULE: return baseline_object(style->rule_thickness, 0);
  case KW_DOTS:
    return baseline_object(look->metrics->space, 0); /* a dot is about as high as wide */
  case KW_USE_CONTENT: return *look->metrics;
  default: return baseline_object(0, 0);
  }
}

static Length pattern_width(const Style *style, Length natural, Length base) {
  const Size size = style->leader_pattern_width;
  return size.keyword ? natural : MAX(natural, size_resolve(size, base));
}

/* Where the first unit stands in a leader that begins at `x` of its reference area, so that the units
 * of leaders above each other line up (§7.22.1 leader-alignment). */
static Length first_unit(const Style *style, Length x, Length width) {
  if (style->leader_alignment != KW_REFERENCE_AREA || width <= 0)
    return 0;
  const Length past = ((x % width) + width) % width;
  return past ? width - past : 0;
}

/* The unit again and again, each `step` from the last: one run, as that is one text operation. */
static GlyphRun repeated_run(Layout *layout, const Fragment *unit, Length count, Length step) {
  GlyphRun run = unit->run;
  const size_t glyphs = (size_t)run.glyph_count, clusters = (size_t)run.cluster_count;
  const size_t bytes = (size_t)run.text_length, times = (size_t)count;
  Glyph *all = arena_new_array(layout->arena, Glyph, glyphs * times);
  GlyphCluster *parts = arena_new_array(layout->arena, GlyphCluster, clusters * times);
  char *text = arena_alloc(layout->arena, bytes * times);
  for (size_t i = 0; i < times; i++) {
    memcpy(all + i * glyphs, run.glyphs, glyphs * sizeof *all);
    memcpy(parts + i * clusters, run.clusters, clusters * sizeof *parts);
    memcpy(text + i * bytes, run.text, bytes);
    if (i + 1 < times)
      all[(i + 1) * glyphs - 1].advance += (int32_t)(step - unit->width);
  }
  run.glyphs = all;
  run.clusters = parts;
  run.text = text;
  run.glyph_count *= (int)count;
  run.cluster_count *= (int)count;
  run.text_length *= (int)count;
  return run;
}

static void append_pattern(Layout *layout, Area *area, const TextLook *look, const Fragment *unit,
                           Length first) {
  Area *dots = area_new(layout, AREA_TEXT, area->node);
  dots->x = first + unit->x;
  dots->width = unit->width;
  dots->height = area->height;
  dots->text = (AreaText){
      .run = unit->run,
      .style = &look->style,
      .metrics = look->metrics,
      .baseline = look->metrics->ascent,
      .color = area->node->style->color,
  };
  area_append(area, dots);
}

/* One unit of the pattern, again and again. */
static void fill_with_text(Layout *layout, Area *area, const TextLook *look, const char *unit,
                           Length x) {
  const Style *style = area->node->style;
  TextEngine *text = layout->options->text;
  const TextLine *one = text_single_line(text, layout->diagnostics, layout->arena, &look->style,
                                         TEXT_LTR, unit, strlen(unit), NULL, PLACE_NONE);
  const Length width = pattern_width(style, one->width, area->width);
  const Length first = first_unit(style, x, width);
  const Length count = width > 0 ? CLAMP((area->width - first) / width, 0, 10000) : 0;
  if (count > 0 && one->count == 1 && one->fragments[0].run.glyph_count > 0) {
    Fragment all = one->fragments[0];
    all.run = repeated_run(layout, &one->fragments[0], count, width);
    all.width += (count - 1) * width;
    append_pattern(layout, area, look, &all, first);
    return;
  }
  for (Length i = 0; i < count; i++)
    for (int f = 0; f < one->count; f++)
      append_pattern(layout, area, look, &one->fragments[f], first + i * width);
}

/* What is repeated. */
typedef struct {
  Area *areas;  /* whose children it is */
  Length width; /* with a space before or behind */
  Length x;     /* of the areas in it */
  Length baseline;
} Pattern;

static bool is_space(char c) {
  return c != '\0' && strchr(" \t\r\n", c) != NULL;
}

/* The line that the content makes has lost the spaces at its ends. */
static Pattern pattern_of_content(Layout *layout, const FoNode *leader, const TextLook *look) {
  Pattern pattern = {0};
  pattern.areas = leader->first ? lines_pattern(layout, leader, &pattern.baseline) : NULL;
  if (!pattern.areas)
    return pattern;
  pattern.width = pattern.areas->width;
  const FoNode *last = leader->first;
  while (last->next)
    last = last->next;
  const FoNode *first = leader->first;
  if (first->element == FO_TEXT && first->length > 0 && is_space(first->text[0]))
    pattern.x = look->metrics->space;
  if (last->element == FO_TEXT && last->length > 0 && is_space(last->text[last->length - 1]))
    pattern.width += look->metrics->space;
  pattern.width += pattern.x;
  return pattern;
}

/* The pattern again and again, in a leader that begins at `x` of its reference area. */
static void repeat(Layout *layout, Area *area, const TextLook *look, const Pattern *pattern,
                   Length x) {
  const Style *style = area->node->style;
  const Length width = pattern_width(style, pattern->width, area->width);
  const Length first = first_unit(style, x, width);
  const Length count = width > 0 ? CLAMP((area->width - first) / width, 0, 10000) : 0;
  for (Length i = 0; i < count; i++) {
    Area *unit = area_new(layout, AREA_BOX, area->node);
    unit->x = first + i * width + pattern->x;
    unit->y = look->metrics->ascent - pattern->baseline;
    unit->width = pattern->areas->width;
    unit->height = pattern->areas->height;
    unit->first = pattern->areas->first;
    unit->last = pattern->areas->last;
    area_append(area, unit);
  }
}

static void fill_with_rule(Layout *layout, Area *area, const TextLook *look) {
  const Style *style = area->node->style;
  const Length thickness = style->rule_thickness;
  if (style->rule_style == KW_NONE || thickness <= 0 || area->width <= 0)
    return;
  Area *rule = area_new(layout, AREA_RULE, area->node);
  rule->y = look->metrics->ascent - thickness;
  rule->width = area->width;
  rule->height = thickness;
  rule->rule = (AreaRule){.style = style->rule_style, .color = style->color};
  area_append(area, rule);
}

/* The text of a leader that has nothing else, its spaces as such that do not go at the end of a line; NULL: it
 * has other content. */
static GString *leader_text(const FoNode *leader) {
  GString *text = g_string_new(NULL);
  bool after_space = false;
  for (const FoNode *child = leader->first; child; child = child->next) {
    if (child->element != FO_TEXT) {
      g_string_free(text, TRUE);
      return NULL;
    }
    for (size_t i = 0; i < child->length; i++) {
      const bool space = is_space(child->text[i]);
      if (space && !after_space)
        g_string_append(text, "\u00a0");
      else if (!space)
        g_string_append_c(text, child->text[i]);
      after_space = space;
    }
  }
  return text;
}

static void fill_with_content(Layout *layout, Area *area, const TextLook *look, Length x) {
  GString *text = leader_text(area->node);
  if (!text) {
    const Pattern pattern = pattern_of_content(layout, area->node, look);
    if (pattern.areas)
      repeat(layout, area, look, &pattern, x);
    return;
  }
  if (text->len > 0)
    fill_with_text(layout, area, look, arena_strdup(layout->arena, text->str), x);
  g_string_free(text, TRUE);
}

void leader_fill(Layout *layout, Area *area, const TextLook *look, Length x) {
  area->first = area->last = NULL;
  if (area->node->style->visibility != KW_VISIBLE)
    return;
  switch (area->node->style->leader_pattern) {
  case KW_DOTS: fill_with_text(layout, area, look, ".", x); break;
  case KW_RULE: fill_with_rule(layout, area, look); break;
  case KW_USE_CONTENT: fill_with_content(layout, area, look, x); break;
  default: break;
  }
}
