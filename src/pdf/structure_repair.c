/* Nestings that formatting objects allow and PDF does not (PDF 1.7 §14.8.4): each kind is repaired by
 * the type that says the same and is allowed there. Types are settled from the top down, so what a
 * tag's parent is stands when its kids are looked at. */
#include "pdf/tag.h"

static bool is_element(const Tag *tag, TypeCategory category) {
  return tag->kind == TAG_ELEMENT && type_category(tag->type) == category;
}

static bool is_type(const Tag *tag, StructureType type) {
  return tag && tag->kind == TAG_ELEMENT && tag->type == type;
}

static bool is_default(const Tag *tag) {
  return !tag->node || !fo_role(tag->node);
}

/* Nothing would be lost without it: no role, and no words of the author's. */
static bool is_plain(const Tag *tag) {
  return is_default(tag) && !(tag->node && (fo_attribute(tag->node, PROP_FOX_ACTUAL_TEXT) ||
                                            fo_attribute(tag->node, PROP_FOX_ABBREVIATION) ||
                                            fo_attribute(tag->node, PROP_FOX_ALT_TEXT)));
}

/* Content, or what stands in a line beside it. */
static bool is_line_content(const Tag *tag) {
  return tag->kind != TAG_ELEMENT || is_element(tag, CATEGORY_INLINE) || is_type(tag, TYPE_NOTE);
}

static bool is_block(const Tag *tag) {
  return !is_line_content(tag) && !is_element(tag, CATEGORY_PICTURE) && !is_type(tag, TYPE_LBL);
}

/* ---- Rules ------------------------------------------------------------------------------------- */

/* A block with blocks in it is no paragraph; but one that is said to be a paragraph, with nothing but
 * lines in blocks of their own, is. */
static void settle_paragraph(Tag *tag) {
  bool blocks = false, others = false, content = false;
  for (const Tag *kid = tag->first; kid; kid = kid->next) {
    blocks |= is_block(kid);
    others |= is_block(kid) && kid->type != TYPE_P;
    content |= is_line_content(kid);
  }
  if (blocks && tag->type == TYPE_P && (is_default(tag) || others || !content))
    tag->type = TYPE_DIV;
}

/* In lines, a block is a span. */
static void settle_in_line(Tag *kid) {
  if (is_element(kid, CATEGORY_PARAGRAPH) || is_element(kid, CATEGORY_GROUP) ||
      is_type(kid, TYPE_CAPTION))
    kid->type = TYPE_SPAN;
}

void structure_settle(const Tag *tag, Tag *kid) {
  if (kid->kind != TAG_ELEMENT)
    return;
  if (is_element(tag, CATEGORY_PARAGRAPH) || is_element(tag, CATEGORY_INLINE))
    settle_in_line(kid);
  bool tabular = type_category(tag->type) == CATEGORY_TABULAR;
  if (!tabular && !type_allows_parent(kid->type, tag->type))
    kid->type = is_element(tag, CATEGORY_INLINE) ? TYPE_SPAN : TYPE_DIV;
  if (kid->type == TYPE_DOCUMENT)
    kid->type = TYPE_PART;
}

/* A caption beside a table belongs into it. */
static void place_captions(Tag *tag) {
  if (tag->type == TYPE_TABLE || tag->type == TYPE_L || tag->type == TYPE_TOC)
    return;
  Tag *previous = NULL;
  for (Tag *kid = tag->first, *next; kid; kid = next) {
    next = kid->next;
    if (is_type(kid, TYPE_CAPTION) && is_type(next, TYPE_TABLE) &&
        !is_type(next->first, TYPE_CAPTION)) {
      tag_remove(kid);
      tag_insert(next, NULL, kid);
    } else if (is_type(kid, TYPE_CAPTION) && is_type(previous, TYPE_TABLE) &&
               !is_type(previous->first, TYPE_CAPTION)) {
      tag_remove(kid);
      tag_append(previous, kid);
    } else {
      previous = kid;
    }
  }
}

/* Lists and tables of contents may begin with a caption, tables also end with one; others are rows,
 * items or entries. */
static void settle_captions(Tag *tag) {
  if (tag->type != TYPE_TABLE && tag->type != TYPE_L && tag->type != TYPE_TOC)
    return;
  for (Tag *kid = tag->first; kid; kid = kid->next) {
    bool last = tag->type == TYPE_TABLE && kid == tag->last && !is_type(tag->first, TYPE_CAPTION);
    if (is_type(kid, TYPE_CAPTION) && kid != tag->first && !last)
      kid->type = TYPE_P;
  }
}

/* Puts `kid` and what follows it, as long as `belongs` holds, into a new tag of a type. */
static Tag *wrap_run(Structure *structure, Tag *kid, Tag *previous, StructureType type,
                     bool (*belongs)(const Tag *parent, const Tag *kid)) {
  Tag *parent = kid->parent, *wrapper = tag_new(structure, TAG_ELEMENT, type, NULL);
  while (kid && belongs(parent, kid)) {
    Tag *next = kid->next;
    tag_remove(kid);
    tag_append(wrapper, kid);
    kid = next;
  }
  tag_insert(parent, previous, wrapper);
  return wrapper;
}

static void wrap(Structure *structure, Tag *tag, StructureType type,
                 bool (*belongs)(const Tag *parent, const Tag *kid)) {
  Tag *previous = NULL;
  for (Tag *kid = tag->first; kid; kid = kid->next) {
    if (belongs(tag, kid))
      kid = wrap_run(structure, kid, previous, type, belongs);
    previous = kid;
  }
}

static bool belongs_in_paragraph(const Tag *parent, const Tag *kid) {
  (void)parent;
  return is_line_content(kid);
}

static bool is_misplaced(const Tag *parent, const Tag *kid) {
  return kid->kind != TAG_ELEMENT || !type_allows_child(parent->type, kid->type);
}

/* What a list, a table or a part of one may not hold goes into what it may. */
static void wrap_misplaced(Structure *structure, Tag *tag) {
  switch (tag->type) {
  case TYPE_L: wrap(structure, tag, TYPE_LI, is_misplaced); break;
  case TYPE_LI: wrap(structure, tag, TYPE_LBODY, is_misplaced); break;
  case TYPE_TOC: wrap(structure, tag, TYPE_TOCI, is_misplaced); break;
  case TYPE_TABLE:
  case TYPE_THEAD:
  case TYPE_TBODY:
  case TYPE_TFOOT: wrap(structure, tag, TYPE_TR, is_misplaced); break;
  case TYPE_TR: wrap(structure, tag, TYPE_TD, is_misplaced); break;
  default: break;
  }
}

/* Groups hold no content of their own, and what holds blocks holds no lines beside them. */
static void wrap_lines(Structure *structure, Tag *tag) {
  TypeCategory category = type_category(tag->type);
  bool blocks = false;
  for (const Tag *kid = tag->first; kid; kid = kid->next)
    blocks |= is_block(kid);
  if (category == CATEGORY_GROUP || (category == CATEGORY_CONTAINER && blocks))
    wrap(structure, tag, TYPE_P, belongs_in_paragraph);
}

/* A cell, label or caption of one plain paragraph needs no paragraph; a link that leads nowhere is
 * none. */
static void simplify(Tag *tag) {
  Tag *only = tag->first && !tag->first->next ? tag->first : NULL;
  bool small = tag->type == TYPE_TD || tag->type == TYPE_TH || tag->type == TYPE_LBL ||
               tag->type == TYPE_CAPTION;
  if (small && is_type(only, TYPE_P) && is_plain(only) && only->node &&
      g_strcmp0(only->node->style->language, tag->node ? tag->node->style->language : NULL) == 0)
    tag_splice(only);
  if (tag->type == TYPE_LINK) {
    const Tag *kid = tag->first;
    while (kid && kid->kind != TAG_OBJECT)
      kid = kid->next;
    if (!kid)
      tag->type = TYPE_SPAN;
  }
}

/* A block without a role around one other says nothing. */
static bool is_needless(const Tag *tag, const Tag *kid) {
  bool group = is_element(tag, CATEGORY_GROUP) || is_element(tag, CATEGORY_CONTAINER);
  return group && is_type(kid, TYPE_DIV) && is_plain(kid) && kid->first &&
         kid->first == kid->last && is_block(kid->first) && kid->first->node && !kid->written;
}

void structure_repair(Structure *structure, Tag *tag) {
  if (tag->type == TYPE_P)
    settle_paragraph(tag);
  for (Tag *kid = tag->first; kid; kid = kid->next)
    structure_settle(tag, kid);
  place_captions(tag);
  settle_captions(tag);
  wrap_misplaced(structure, tag);
  simplify(tag);
  wrap_lines(structure, tag);
  for (Tag *kid = tag->first, *next; kid; kid = next) {
    next = kid->next;
    if (kid->kind == TAG_ELEMENT)
      structure_repair(structure, kid);
    if (is_needless(tag, kid))
      tag_splice(kid);
  }
  if (tag->type == TYPE_TABLE)
    structure_table(structure, tag);
}
