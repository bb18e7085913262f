/* What of the formatting objects is set in lines. */
#include "layout/internal.h"

#include <string.h>

static bool has_blocks(const FoNode *node) {
  for (const FoNode *child = node->first; child; child = child->next)
    if (child->element != FO_MARKER && !inline_level(child))
      return true;
  return false;
}

/* Is a child of this node set in its lines, if it may be either? */
static bool holds_lines(const FoNode *node) {
  while (node->element == FO_WRAPPER)
    node = node->parent;
  return node->element == FO_BLOCK || node->element == FO_INLINE ||
         node->element == FO_BASIC_LINK || node->element == FO_BIDI_OVERRIDE;
}

/* Can a before-float be here: in what is laid out as part of a page of the flow? */
static bool before_float_possible(const FoNode *node) {
  for (const FoNode *up = node->parent; up; up = up->parent) {
    const Keyword position = up->style->absolute_position;
    if (up->element == FO_STATIC_CONTENT || up->element == FO_INLINE_CONTAINER ||
        (up->element == FO_BLOCK_CONTAINER && (position == KW_ABSOLUTE || position == KW_FIXED)))
      return false;
  }
  return true;
}

Keyword float_of(const FoNode *node) {
  const Keyword side = node->style->float_;
  return side == KW_BEFORE && !before_float_possible(node) ? KW_NONE : side;
}

bool inline_change_bar(const FoNode *node) {
  return node->element == FO_CHANGE_BAR_BEGIN || node->element == FO_CHANGE_BAR_END;
}

bool inline_edge(const FoNode *node) {
  return inline_change_bar(node) || node->element == FO_INDEX_RANGE_BEGIN ||
         node->element == FO_INDEX_RANGE_END;
}

static bool is_retriever(const FoNode *node) {
  return node->element == FO_RETRIEVE_MARKER || node->element == FO_RETRIEVE_TABLE_MARKER;
}

/* A marker is retrieved into the lines of its parent where there is anything beside it, and a change bar
 * begins and ends there; alone the marker may bring blocks. */
static bool stands_in_line(const FoNode *node) {
  const FoNode *parent = node->parent;
  if (parent->element != FO_BLOCK)
    return holds_lines(parent);
  for (const FoNode *child = parent->first; child; child = child->next) {
    if (child == node || child->element == FO_MARKER || inline_edge(child))
      continue;
    if (is_retriever(child) || (inline_level(child) && inline_visible(child, child->next)))
      return true;
  }
  return false;
}

bool inline_level(const FoNode *node) {
  switch (node->element) {
  case FO_TEXT:
  case FO_CHARACTER:
  case FO_PAGE_NUMBER:
  case FO_PAGE_NUMBER_CITATION:
  case FO_PAGE_NUMBER_CITATION_LAST:
  case FO_SCALING_VALUE_CITATION:
  case FO_INDEX_PAGE_CITATION_LIST:
  case FO_LEADER:
  case FO_EXTERNAL_GRAPHIC:
  case FO_INSTREAM_FOREIGN_OBJECT:
  case FO_INLINE_CONTAINER:
  case FO_FOOTNOTE: return true;
  case FO_FLOAT: return float_of(node) != KW_NONE;
  case FO_INLINE:
  case FO_BASIC_LINK:
  case FO_BIDI_OVERRIDE: return !has_blocks(node);
  case FO_CHANGE_BAR_BEGIN:
  case FO_CHANGE_BAR_END:
  case FO_INDEX_RANGE_BEGIN:
  case FO_INDEX_RANGE_END:
  case FO_RETRIEVE_MARKER:
  case FO_RETRIEVE_TABLE_MARKER: return stands_in_line(node);
  case FO_WRAPPER: return node->first ? !has_blocks(node) : holds_lines(node->parent);
  case FO_MULTI_SWITCH:
  case FO_MULTI_CASE:
  case FO_MULTI_TOGGLE:
  case FO_MULTI_PROPERTIES: return node->first && !has_blocks(node);
  default: return false;
  }
}

static bool blank_text(const FoNode *node) {
  const Style *style = node->parent->style;
  if (style->linefeed_treatment == KW_PRESERVE || style->white_space_treatment == KW_PRESERVE ||
      style->white_space_collapse == KW_FALSE)
    return node->length == 0;
  for (size_t i = 0; i < node->length; i++)
    if (!strchr(" \t\n\r", node->text[i]))
      return false;
  return true;
}

bool inline_visible(const FoNode *first, const FoNode *end) {
  for (const FoNode *node = first; node && node != end; node = node->next) {
    if (inline_edge(node) || node->element == FO_FLOAT)
      continue;
    const bool box =
        reference_is_cited(node) || node->element == FO_INLINE || node->element == FO_BASIC_LINK;
    if (node->element == FO_TEXT ? !blank_text(node) : !node->first || box)
      return true;
    if (node->element != FO_TEXT && inline_visible(node->first, NULL))
      return true;
  }
  return false;
}

bool inline_anchors(const FoNode *first, const FoNode *end) {
  for (const FoNode *node = first; node != end; node = node->next)
    if (inline_visible(node, node->next) && (node->element != FO_WRAPPER || node->first))
      return false;
  return true;
}

static bool is_nothing(const Space *space, Length base) {
  return !size_resolve(space->optimum, base) && !space->force && !space->precedence;
}

bool block_is_anchor(const FoNode *node, Length base) {
  const Style *style = node->style;
  if (!fo_id(node) || node->first)
    return false;
  const Edges edges = edges_of(style, base);
  return is_nothing(&style->space_before, base) && is_nothing(&style->space_after, base) &&
         !edges_before(&edges) && !edges_after(&edges) && style->break_before == KW_AUTO &&
         style->break_after == KW_AUTO && !keep_cost(&style->keep_with_previous).page &&
         !keep_cost(&style->keep_with_next).page;
}
