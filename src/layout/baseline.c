/* Where inline areas stand to the baselines of their parents (XSL 1.1 §7.14). */
#include "layout/inline.h"

/* The shift of an inline object against its parent's baseline (XSL 1.1 §7.14.5): super is the
 * parent's x-height up and sub half its own x-height down, as FOP has them. */
Length baseline_shift(Layout *layout, const FoNode *node) {
  const Size size = node->style->baseline_shift;
  if (size_is(size, KW_SUPER))
    return layout_look(layout, node->parent)->metrics->x_height;
  if (size_is(size, KW_SUB))
    return -layout_look(layout, node)->metrics->x_height / 2;
  return size_resolve(size, node->parent->style->line_height.length);
}

/* Where the baseline `alignment` of a font stands above the dominant one (§7.14.2). */
static Length baseline_of(const FontMetrics *font, Keyword alignment) {
  switch (alignment) {
  case KW_TEXT_BEFORE_EDGE:
  case KW_TEXT_TOP: return font->ascent;
  case KW_TEXT_AFTER_EDGE:
  case KW_TEXT_BOTTOM:
  case KW_IDEOGRAPHIC: return -font->descent;
  case KW_HANGING: return font->ascent * 4 / 5;
  case KW_MATHEMATICAL: return font->ascent / 2;
  case KW_MIDDLE: return font->x_height / 2;
  case KW_CENTRAL: return (font->ascent - font->descent) / 2;
  default: return 0;
  }
}

/* Which part of an object without text is put on the parent's baseline, above its bottom. */
static Length point_of_object(Keyword alignment, Length height) {
  switch (alignment) {
  case KW_TEXT_BEFORE_EDGE:
  case KW_TEXT_TOP:
  case KW_HANGING: return height;
  case KW_MATHEMATICAL:
  case KW_MIDDLE:
  case KW_CENTRAL: return height / 2;
  default: return 0;
  }
}

/* The edge of the line that an object hangs from, or KW_UNSET. */
Keyword baseline_edge(const FoNode *node) {
  switch (node->style->alignment_baseline) {
  case KW_BEFORE_EDGE:
  case KW_TOP: return KW_BEFORE_EDGE;
  case KW_AFTER_EDGE:
  case KW_BOTTOM: return KW_AFTER_EDGE;
  default: return KW_UNSET;
  }
}

/* Where the bottom of an object of `height` stands. */
Length baseline_object_shift(Layout *layout, const FoNode *node, Length height) {
  const Keyword alignment = node->style->alignment_baseline;
  const TextLook *parent = layout_look(layout, node->parent);
  return baseline_shift(layout, node) + baseline_of(parent->metrics, alignment) -
         point_of_object(alignment, height);
}

/* Where the baseline of text in `node` stands. */
Length baseline_box_shift(Layout *layout, const FoNode *node) {
  const Keyword alignment = node->style->alignment_baseline;
  const TextLook *parent = layout_look(layout, node->parent);
  const TextLook *own = layout_look(layout, node);
  return baseline_shift(layout, node) + baseline_of(parent->metrics, alignment) -
         baseline_of(own->metrics, alignment);
}
