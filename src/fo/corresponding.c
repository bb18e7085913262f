#include "fo/corresponding.h"

/* Positions in a family of four. */
typedef enum { BEFORE, AFTER, START, END } Edge;

static Edge edge_of(Side side, Keyword writing_mode) {
  static const Edge lr_tb[] = {
      [SIDE_TOP] = BEFORE, [SIDE_BOTTOM] = AFTER, [SIDE_LEFT] = START, [SIDE_RIGHT] = END};
  static const Edge rl_tb[] = {
      [SIDE_TOP] = BEFORE, [SIDE_BOTTOM] = AFTER, [SIDE_LEFT] = END, [SIDE_RIGHT] = START};
  static const Edge tb_rl[] = {
      [SIDE_TOP] = START, [SIDE_BOTTOM] = END, [SIDE_LEFT] = AFTER, [SIDE_RIGHT] = BEFORE};
  return writing_mode == KW_RL_TB   ? rl_tb[side]
         : writing_mode == KW_TB_RL ? tb_rl[side]
                                    : lr_tb[side];
}

FoProperty corresponding_property(FoProperty property, Keyword writing_mode) {
  const PropertyRow *row = &fo_properties[property];
  if (row->type != ROW_CORRESPONDING)
    return property;
  if (row->side == SIDE_HORIZONTAL || row->side == SIDE_VERTICAL) {
    const bool block = (row->side == SIDE_VERTICAL) != (writing_mode == KW_TB_RL);
    return row->target + (block ? 1 : 0);
  }
  return row->target + (unsigned)edge_of(row->side, writing_mode);
}

/* Margins matter to blocks and to inlines; regions and pages use them as they are. */
static bool is_block_level(FoElement element) {
  return fo_elements[element].level == BLOCK_LEVEL || element == FO_LIST_ITEM;
}

static bool is_inline_level(FoElement element) {
  return fo_elements[element].level == INLINE_LEVEL || element == FO_TITLE;
}

/* §5.3.2 tells apart what makes a reference area; others with margins are regions. */
static bool makes_reference_area(FoElement element) {
  return element == FO_BLOCK_CONTAINER;
}

static Size add(Size a, Size b) {
  if (b.keyword)
    return a;
  if (a.keyword)
    return b;
  const int64_t percent = (int64_t)a.percent + b.percent;
  const int64_t proportional = (int64_t)a.proportional + b.proportional;
  return (Size){.length = length_clamp(a.length + b.length),
                .percent = (int32_t)CLAMP(percent, INT32_MIN, INT32_MAX),
                .proportional = (int32_t)CLAMP(proportional, INT32_MIN, INT32_MAX)};
}

static Space space_from_margin(Size margin) {
  const Size size = margin.keyword ? (Size){0} : margin;
  return (Space){.minimum = size, .optimum = size, .maximum = size, .retain = true};
}

static const FoProperty space_properties[] = {
    [BEFORE] = PROP_SPACE_BEFORE,
    [AFTER] = PROP_SPACE_AFTER,
    [START] = PROP_SPACE_START,
    [END] = PROP_SPACE_END,
};

static void set_space(Refinement *refinement, Edge edge, Size margin) {
  Space *space =
      (Space *)((char *)refinement->style + fo_properties[space_properties[edge]].offset);
  *space = space_from_margin(margin);
}

/* start-indent = (inherited +) margin + padding + border width, and so for the end. */
static void set_indent(Refinement *refinement, Edge edge, Size margin) {
  Style *style = refinement->style;
  const bool start = edge == START;
  Size indent = makes_reference_area(refinement->node->element) ? (Size){0}
                : start                                         ? refinement->parent->start_indent
                                                                : refinement->parent->end_indent;
  indent = add(indent, margin);
  indent = add(indent, start ? style->padding_start.size : style->padding_end.size);
  indent = add(indent, start ? style->border_start_width.size : style->border_end_width.size);
  *(start ? &style->start_indent : &style->end_indent) = indent;
}

void corresponding_margins(Refinement *refinement, const MarginRanks *ranks) {
  const FoElement element = refinement->node->element;
  const bool block = is_block_level(element);
  if (!block && !is_inline_level(element))
    return;
  const Style *style = refinement->style;
  const Size margins[] = {[SIDE_TOP] = style->margin_top,
                          [SIDE_BOTTOM] = style->margin_bottom,
                          [SIDE_LEFT] = style->margin_left,
                          [SIDE_RIGHT] = style->margin_right};
  const Rank spaces[] = {ranks->space_before, ranks->space_after, ranks->space_start,
                         ranks->space_end};
  const Rank indents[] = {RANK_SPECIFIED_ABSOLUTE, RANK_SPECIFIED_ABSOLUTE, ranks->start_indent,
                          ranks->end_indent};
  for (Side side = SIDE_TOP; side <= SIDE_RIGHT; side++) {
    const Edge edge = edge_of(side, style->writing_mode);
    const bool across = edge == START || edge == END;
    if (across && block && ranks->margin[side] > indents[edge])
      set_indent(refinement, edge, margins[side]);
    else if (across != block && ranks->margin[side] > spaces[edge])
      set_space(refinement, edge, margins[side]);
  }
}
