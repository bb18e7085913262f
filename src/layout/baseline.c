/* Where inline areas stand to the baselines of their parents (XSL 1.1 §7.14). */
#include "layout/inline.h"

#include <string.h>

/* ---- Baselines of an area ----------------------------------------------------------------------- */

/* Where the baseline of this name stands above the alphabetic one. */
static Length baseline_of(const FontMetrics *metrics, Keyword name) {
  switch (name) {
  case KW_BEFORE_EDGE:
  case KW_TOP:
  case KW_TEXT_BEFORE_EDGE:
  case KW_TEXT_TOP: return metrics->ascent;
  case KW_AFTER_EDGE:
  case KW_BOTTOM:
  case KW_TEXT_AFTER_EDGE:
  case KW_TEXT_BOTTOM: return -metrics->descent;
  case KW_IDEOGRAPHIC: return metrics->ideographic;
  case KW_HANGING: return metrics->hanging;
  case KW_MATHEMATICAL: return metrics->mathematical;
  case KW_CENTRAL: return metrics->central;
  case KW_MIDDLE: return metrics->x_height / 2;
  default: return 0;
  }
}

FontMetrics baseline_object(Length above, Length below) {
  return (FontMetrics){
      .ascent = above,
      .descent = below,
      .x_height = above,
      .hanging = above * 4 / 5,
      .mathematical = above / 2,
      .central = (above - below) / 2,
      .ideographic = -below,
  };
}

/* The edge of the line that an object hangs from, or KW_UNSET. */
static Keyword edge_of(const FoNode *node) {
  switch (node->style->alignment_baseline) {
  case KW_BEFORE_EDGE:
  case KW_TOP: return KW_BEFORE_EDGE;
  case KW_AFTER_EDGE:
  case KW_BOTTOM: return KW_AFTER_EDGE;
  default: return KW_UNSET;
  }
}

/* ---- The dominant baseline (§7.14.5) -------------------------------------------------------------- */

/* The baseline that a script is written along, of the language tag that names one; KW_UNSET: it does not. */
static Keyword dominant_of_script(const char *language) {
  static const struct {
    const char *script;
    Keyword baseline;
  } rows[] = {
      {"beng", KW_HANGING},     {"bopo", KW_IDEOGRAPHIC}, {"deva", KW_HANGING},
      {"guru", KW_HANGING},     {"hang", KW_IDEOGRAPHIC}, {"hani", KW_IDEOGRAPHIC},
      {"hans", KW_IDEOGRAPHIC}, {"hant", KW_IDEOGRAPHIC}, {"hira", KW_IDEOGRAPHIC},
      {"jpan", KW_IDEOGRAPHIC}, {"kana", KW_IDEOGRAPHIC}, {"kore", KW_IDEOGRAPHIC},
      {"tibt", KW_HANGING},
  };
  const char *subtag = language ? strchr(language, '-') : NULL;
  while (subtag && strcspn(subtag + 1, "-") == 3) /* extended language */
    subtag = strchr(subtag + 1, '-');
  if (!subtag || strcspn(subtag + 1, "-") != 4)
    return KW_UNSET;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    if (g_ascii_strncasecmp(subtag + 1, rows[i].script, 4) == 0)
      return rows[i].baseline;
  return KW_ALPHABETIC;
}

BaselineTable baseline_of_block(Layout *layout, const FoNode *block) {
  const Keyword asked = block->style->dominant_baseline;
  BaselineTable table = {.dominant = asked, .metrics = *layout_look(layout, block)->metrics};
  if (asked == KW_AUTO || asked == KW_USE_SCRIPT || asked == KW_NO_CHANGE || asked == KW_RESET_SIZE)
    table.dominant = dominant_of_script(block->style->language);
  if (!table.dominant)
    table.dominant = KW_ALPHABETIC;
  return table;
}

/* By what the dominant baseline of `node` is shifted (§7.14.3): super is the parent's x-height up and sub
 * half its own x-height down, as FOP has them, of the alphabetic baseline. */
static Length shift_of(Layout *layout, const FoNode *node, const BaselineTable *around) {
  const Size size = node->style->baseline_shift;
  const Length dominant = baseline_of(&around->metrics, around->dominant);
  if (size_is(size, KW_SUPER))
    return layout_look(layout, node->parent)->metrics->x_height - dominant;
  if (size_is(size, KW_SUB))
    return -layout_look(layout, node)->metrics->x_height / 2 - dominant;
  return size_resolve(size, node->parent->style->line_height.length);
}

BaselineTable baseline_inside(const BaselineTable *around, const FoNode *node,
                              const FontMetrics *own, Length position) {
  const Keyword asked = node->style->dominant_baseline;
  BaselineTable table = {.dominant = around->dominant, .metrics = *own, .shift = position};
  const Length kept = position + baseline_of(own, around->dominant) -
                      baseline_of(&around->metrics, around->dominant);
  const bool moved = kept != around->shift || edge_of(node);
  if (asked == KW_NO_CHANGE || (asked == KW_AUTO && !moved)) {
    table.metrics = around->metrics;
    table.shift = kept;
  } else if (asked == KW_USE_SCRIPT) {
    const Keyword script = dominant_of_script(node->style->language);
    table.dominant = script ? script : KW_ALPHABETIC;
  } else if (asked != KW_AUTO && asked != KW_RESET_SIZE) {
    table.dominant = asked;
  }
  return table;
}

/* ---- Alignment (§7.14.1, §7.14.2) ----------------------------------------------------------------- */

/* What percentages of alignment-adjust refer to. */
static Length adjust_base(const FoNode *node, const FontMetrics *own) {
  switch (node->element) {
  case FO_EXTERNAL_GRAPHIC:
  case FO_INSTREAM_FOREIGN_OBJECT: return own->ascent + own->descent;
  case FO_CHARACTER: return node->style->font_size;
  default: return node->style->line_height.length;
  }
}

/* The alignment-point above the alphabetic baseline of what is aligned; `name` is the baseline of its
 * parent that it is put on. */
static Length alignment_point(const BaselineTable *around, const FoNode *node,
                              const FontMetrics *own, Keyword name) {
  const Size adjust = node->style->alignment_adjust;
  switch (adjust.keyword) {
  case KW_UNSET:
    return baseline_of(own, around->dominant) - size_resolve(adjust, adjust_base(node, own));
  case KW_AUTO: return baseline_of(own, name);
  case KW_BASELINE: return baseline_of(own, around->dominant);
  default: return baseline_of(own, adjust.keyword);
  }
}

Hanging baseline_align(Layout *layout, const BaselineTable *around, const FoNode *node,
                       const FontMetrics *own, Length *position) {
  const Keyword asked = node->style->alignment_baseline;
  const Keyword name = asked == KW_AUTO || asked == KW_BASELINE ? around->dominant : asked;
  const Length point = alignment_point(around, node, own, name);
  const Hanging hanging = {edge_of(node), own->ascent, own->descent};
  *position = shift_of(layout, node, around) - point;
  if (hanging.edge == KW_BEFORE_EDGE)
    *position += own->ascent;
  else if (hanging.edge == KW_AFTER_EDGE)
    *position -= own->descent;
  else
    *position += around->shift + baseline_of(&around->metrics, name);
  return hanging;
}
