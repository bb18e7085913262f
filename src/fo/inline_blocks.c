#include "fo/inline_blocks.h"

#include <string.h>

static FoNode *mutable(const FoNode *node) {
  return (FoNode *)(uintptr_t)node;
}

static bool may_hold_either(const FoNode *node) {
  switch (node->element) {
  case FO_INLINE:
  case FO_BASIC_LINK:
  case FO_BIDI_OVERRIDE:
  case FO_WRAPPER: return true;
  default: return false;
  }
}

static bool holds_blocks(const FoNode *node);

static bool is_block(const FoNode *node) {
  if (node->element == FO_TEXT || node->element == FO_FOREIGN)
    return false;
  return fo_elements[node->element].level == BLOCK_LEVEL ||
         (may_hold_either(node) && holds_blocks(node));
}

/* When its own inline objects are parted, its first block is near: what holds a block holds blocks only. */
static bool holds_blocks(const FoNode *node) {
  for (const FoNode *child = node->first; child; child = child->next)
    if (is_block(child))
      return true;
  return false;
}

static bool is_blank(const FoNode *node) {
  const Style *style = node->parent->style;
  if (node->element != FO_TEXT || style->linefeed_treatment == KW_PRESERVE ||
      style->white_space_treatment == KW_PRESERVE || style->white_space_collapse == KW_FALSE)
    return false;
  for (size_t i = 0; i < node->length; i++)
    if (!strchr(" \t\n\r", node->text[i]))
      return false;
  return true;
}

static bool holds_lines(const FoNode *node) {
  for (const FoNode *child = node->first; child; child = child->next)
    if (!is_block(child) && !is_blank(child) && child->element != FO_MARKER)
      return true;
  return false;
}

/* Its attributes without those that name it. */
static void copy_attributes(TreeRecord *record, FoNode *copy) {
  FoAttribute *kept = arena_new_array(record->arena, FoAttribute, MAX(1u, copy->attribute_count));
  unsigned count = 0;
  for (unsigned i = 0; i < copy->attribute_count; i++)
    if (copy->attributes[i].property != PROP_INDEX_KEY && copy->attributes[i].property != PROP_ID)
      kept[count++] = copy->attributes[i];
  copy->attributes = kept;
  copy->attribute_count = (guint16)count;
}

/* A part of `node` behind its first, without children. */
static FoNode *part_new(TreeRecord *record, const FoNode *node) {
  FoNode *part = &node_copy(record->arena, node)->record.node;
  part->number = record->tree.node_count++;
  part->first = NULL;
  copy_attributes(record, part);
  return part;
}

static Style *own_style(TreeRecord *record, FoNode *node) {
  Style *style = arena_new_object(record->arena, Style);
  *style = *node->style;
  node->style = style;
  return style;
}

/* Borders and padding stand at the two ends of the whole. */
static void drop_start(TreeRecord *record, FoNode *node) {
  Style *style = own_style(record, node);
  style->border_start_style = KW_NONE;
  style->border_start_width = (ConditionalSize){0};
  style->padding_start = (ConditionalSize){0};
  style->space_start = (Space){0};
}

static void drop_end(TreeRecord *record, FoNode *node) {
  Style *style = own_style(record, node);
  style->border_end_style = KW_NONE;
  style->border_end_width = (ConditionalSize){0};
  style->padding_end = (ConditionalSize){0};
  style->space_end = (Space){0};
}

static void append(FoNode *parent, FoNode **last, FoNode *child) {
  if (*last)
    (*last)->next = child;
  else
    parent->first = child;
  child->parent = parent;
  child->next = NULL;
  *last = child;
}

/* Parts `node`; gives the last of the parts. */
static FoNode *part(TreeRecord *record, FoNode *node) {
  FoNode *at = node, *last = NULL, *next = mutable(node->first);
  const FoNode *whole = &node_copy(record->arena, node)->record.node;
  bool blocks = false, any = false; /* in `at` */
  for (FoNode *child = next; child; child = next) {
    next = mutable(child->next);
    const bool counts = !is_blank(child) && child->element != FO_MARKER;
    if (counts && any && is_block(child) != blocks) {
      FoNode *behind = part_new(record, whole);
      behind->next = at->next;
      at->next = behind;
      drop_end(record, at);
      drop_start(record, behind);
      at = behind;
      last = NULL;
    }
    if (counts) {
      blocks = is_block(child);
      any = true;
    }
    append(at, &last, child);
  }
  return at;
}

bool inline_blocks_part(TreeRecord *record, FoNode *parent) {
  bool parted = false;
  for (FoNode *child = mutable(parent->first); child; child = mutable(child->next)) {
    if (!may_hold_either(child))
      continue;
    parted |= inline_blocks_part(record, child);
    if (!holds_blocks(child) || !holds_lines(child))
      continue;
    child = part(record, child);
    parted = true;
  }
  return parted;
}
