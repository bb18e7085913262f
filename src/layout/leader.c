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
  for (Length i = 0; i < count; i++) {
    for (int f = 0; f < one->count; f++) {
      Area *dot = area_new(layout, AREA_TEXT, area->node);
      dot->x = first + i * width + one->fragments[f].x;
      dot->width = one->fragments[f].width;
      dot->height = area->height;
      dot->text = (AreaText){
          .run = one->fragments[f].run,
          .style = &look->style,
          .metrics = look->metrics,
          .baseline = look->metrics->ascent,
          .color = style->color,
      };
      area_append(area, dot);
    }
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

static GString *leader_text(const FoNode *node, GString *text) {
  for (const FoNode *child = node->first; child; child = child->next) {
    if (child->element == FO_TEXT)
      g_string_append_len(text, child->text, (gssize)child->length);
    else
      leader_text(child, text);
  }
  return text;
}

void leader_fill(Layout *layout, Area *area, const TextLook *look, Length x) {
  area->first = area->last = NULL;
  if (area->node->style->visibility != KW_VISIBLE)
    return;
  switch (area->node->style->leader_pattern) {
  case KW_DOTS: fill_with_text(layout, area, look, ".", x); break;
  case KW_RULE: fill_with_rule(layout, area, look); break;
  case KW_USE_CONTENT: {
    GString *content = leader_text(area->node, g_string_new(NULL));
    if (content->len > 0)
      fill_with_text(layout, area, look, arena_strdup(layout->arena, content->str), x);
    g_string_free(content, TRUE);
    break;
  }
  default: break;
  }
}
