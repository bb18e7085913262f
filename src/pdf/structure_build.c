/* The tags in the order of the formatting objects. */
#include "pdf/structure.h"
#include "pdf/tag.h"

#include <string.h>

/* ---- Tags -------------------------------------------------------------------------------------- */

Tag *tag_new(Structure *structure, TagKind kind, StructureType type, const FoNode *node) {
  Tag *tag = arena_new_object(structure->arena, Tag);
  structure->tag_count++;
  tag->kind = kind;
  tag->type = type;
  tag->node = node;
  tag->page = -1;
  return tag;
}

void tag_insert(Tag *parent, Tag *before, Tag *tag) {
  tag->parent = parent;
  tag->previous = before;
  tag->next = before ? before->next : parent->first;
  *(before ? &before->next : &parent->first) = tag;
  *(tag->next ? &tag->next->previous : &parent->last) = tag;
}

void tag_append(Tag *parent, Tag *tag) {
  tag_insert(parent, parent->last, tag);
}

void tag_remove(Tag *tag) {
  *(tag->previous ? &tag->previous->next : &tag->parent->first) = tag->next;
  *(tag->next ? &tag->next->previous : &tag->parent->last) = tag->previous;
  tag->parent = tag->next = tag->previous = NULL;
}

void tag_splice(Tag *tag) {
  Tag *parent = tag->parent, *before = tag->previous;
  tag_remove(tag);
  for (Tag *kid = tag->first; kid;) {
    Tag *next = kid->next;
    tag_insert(parent, before, kid);
    before = kid;
    kid = next;
  }
}

static bool is_type(const Tag *tag, StructureType type) {
  return tag && tag->kind == TAG_ELEMENT && tag->type == type;
}

/* ---- Types ------------------------------------------------------------------------------------- */

static StructureType default_type(const FoNode *node) {
  const char *name = fo_structure_default(node->element);
  StructureType type = name ? type_from_name(name) : TYPE_NONE;
  switch (node->element) {
  case FO_INLINE:
  case FO_BIDI_OVERRIDE:
  case FO_FLOW: return TYPE_NONE; /* they say nothing by themselves */
  case FO_PAGE_SEQUENCE: {
    const FoNode *sibling = node->parent ? node->parent->first : NULL;
    while (sibling && (sibling == node || sibling->element != FO_PAGE_SEQUENCE))
      sibling = sibling->next;
    return sibling ? type : TYPE_NONE;
  }
  case FO_TABLE_CELL:
    for (const FoNode *up = node->parent; up && up->element != FO_TABLE; up = up->parent)
      if (up->element == FO_TABLE_HEADER)
        return TYPE_TH;
    return type;
  default: return type;
  }
}

static StructureType own_type(Structure *structure, const FoNode *node) {
  const char *role = fo_role(node);
  if (!role)
    return default_type(node);
  StructureType type = type_from_role(role);
  if (type == TYPE_NONE) {
    diag_pdf_role(structure->diagnostics, fo_place(node), role);
    return default_type(node);
  }
  return type == TYPE_NON_STRUCT ? TYPE_NONE : type;
}

static bool is_inline_level(const FoNode *node) {
  switch (node->element) {
  case FO_INLINE:
  case FO_BIDI_OVERRIDE:
  case FO_BASIC_LINK:
  case FO_CHARACTER:
  case FO_PAGE_NUMBER:
  case FO_PAGE_NUMBER_CITATION:
  case FO_PAGE_NUMBER_CITATION_LAST:
  case FO_SCALING_VALUE_CITATION:
  case FO_INDEX_PAGE_CITATION_LIST:
  case FO_LEADER: return true;
  case FO_WRAPPER: return !node->first || is_inline_level(node->first);
  default: return node->element == FO_TEXT;
  }
}

static bool says_more(const FoNode *node, const char *language) {
  return (node->style->language && g_strcmp0(node->style->language, language) != 0) ||
         fo_attribute(node, PROP_FOX_ACTUAL_TEXT) || fo_attribute(node, PROP_FOX_ABBREVIATION);
}

/* ---- The tree ---------------------------------------------------------------------------------- */

/* Puts the marks of one text into the order of reading: what is read from right to left was painted
 * in another. They are nearly in order, and few. */
static void sort_as_read(const Structure *structure, guint *marks, guint count) {
  for (guint i = 1; i < count; i++) {
    guint mark = marks[i], at = i;
    guint32 offset = g_array_index(structure->marks, MarkRecord, mark).offset;
    for (; at > 0; at--) {
      if (g_array_index(structure->marks, MarkRecord, marks[at - 1]).offset <= offset)
        break;
      marks[at] = marks[at - 1];
    }
    marks[at] = mark;
  }
}

/* Gives each node the range of its marks in mark_order. */
static void sort_marks(Structure *structure) {
  guint count = structure->marks->len, nodes = (guint)structure->tree->node_count;
  guint *start = structure->mark_start = g_new0(guint, nodes + 2);
  structure->mark_order = g_new0(guint, count + 1);
  structure->mark_owners = g_new0(int, count + 1);
  for (guint i = 0; i < count; i++)
    start[g_array_index(structure->marks, MarkRecord, i).node + 2]++;
  for (guint i = 2; i < nodes + 2; i++)
    start[i] += start[i - 1];
  for (guint i = 0; i < count; i++)
    structure->mark_order[start[g_array_index(structure->marks, MarkRecord, i).node + 1]++] = i;
  for (guint i = 0; i < nodes; i++)
    sort_as_read(structure, structure->mark_order + start[i], start[i + 1] - start[i]);
}

/* The last of the runs [0, count) that begins at a mark or before it. */
static const PageRun *find_run(const GArray *runs, guint mark) {
  guint low = 0, high = runs->len;
  while (high - low > 1) {
    const guint middle = low + (high - low) / 2;
    if (g_array_index(runs, PageRun, middle).mark <= mark)
      low = middle;
    else
      high = middle;
  }
  return &g_array_index(runs, PageRun, low);
}

static const PageRun *run_of(const Structure *structure, guint mark) {
  const GArray *lates = structure->lates;
  const bool late = lates->len && mark >= g_array_index(lates, PageRun, 0).mark;
  return find_run(late ? lates : structure->pages, mark);
}

/* The marks of the node with that number. */
static void add_marks(Structure *structure, int number, Tag *parent) {
  for (guint i = structure->mark_start[number]; i < structure->mark_start[number + 1]; i++) {
    guint mark = structure->mark_order[i];
    const PageRun *run = run_of(structure, mark);
    Tag *kid = tag_new(structure, TAG_MARK, TYPE_NONE, NULL);
    kid->page = run->page;
    kid->index = run->mcid + (int)(mark - run->mark);
    kid->number = (int)mark;
    tag_append(parent, kid);
  }
}

static int by_node(const void *a, const void *b, void *data) {
  const Structure *structure = data;
  guint i = *(const guint *)a, j = *(const guint *)b;
  int first = g_array_index(structure->annotations, AnnotationRecord, i).node->number;
  int second = g_array_index(structure->annotations, AnnotationRecord, j).node->number;
  return first != second ? (first < second ? -1 : 1) : i < j ? -1 : i > j;
}

static void sort_annotations(Structure *structure) {
  guint count = structure->annotations->len;
  structure->annotation_owners = g_new0(int, count + 1);
  structure->annotation_order = g_new0(guint, count + 1);
  for (guint i = 0; i < count; i++)
    structure->annotation_order[i] = i;
  if (count)
    g_qsort_with_data(structure->annotation_order, (gint)count, sizeof(guint), by_node, structure);
}

static const AnnotationRecord *annotation_at(const Structure *structure, guint place) {
  return &g_array_index(structure->annotations, AnnotationRecord,
                        structure->annotation_order[place]);
}

static void add_annotations(Structure *structure, const FoNode *node, Tag *parent) {
  guint low = 0, high = structure->annotations->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (annotation_at(structure, middle)->node->number < node->number)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < structure->annotations->len && annotation_at(structure, low)->node == node; low++) {
    Tag *kid = tag_new(structure, TAG_OBJECT, TYPE_NONE, NULL);
    kid->page = annotation_at(structure, low)->page;
    kid->index = annotation_at(structure, low)->object;
    kid->number = (int)structure->annotation_order[low];
    tag_append(parent, kid);
  }
}

/* Is it nothing that is read in its place? */
static bool is_elsewhere(const FoNode *node) {
  switch (node->element) {
  case FO_LAYOUT_MASTER_SET:
  case FO_DECLARATIONS:
  case FO_BOOKMARK_TREE:
  case FO_STATIC_CONTENT:
  case FO_TITLE:
  case FO_MARKER:
  case FO_TABLE_COLUMN: return true;
  default: return false;
  }
}

/* Parts of a table are there even if nothing was painted in them: the grid needs them. */
static bool is_wanted(const Structure *structure, const FoNode *node) {
  bool part = node->element == FO_TABLE_CELL || node->element == FO_TABLE_ROW ||
              node->element == FO_TABLE_BODY;
  return part || structure->flags[node->number] & NODE_USED;
}

/* The row that a cell without one goes into: a new one where the cell starts it. */
static Tag *row_for_cell(Structure *structure, const FoNode *cell, Tag *group) {
  const Tag *last = group->last ? group->last->last : NULL;
  bool starts = cell->style->starts_row == KW_TRUE ||
                (last && last->node && last->node->style->ends_row == KW_TRUE);
  if (!last || starts) {
    tag_append(group, tag_new(structure, TAG_ELEMENT, TYPE_TR, NULL));
    return group->last;
  }
  return group->last;
}

/* A link whose role is another keeps it around the Link that its annotations must be in. */
static Tag *link_tag(Structure *structure, Tag *tag) {
  if (is_type(tag, TYPE_LINK))
    return tag;
  Tag *link = tag_new(structure, TAG_ELEMENT, TYPE_LINK, NULL);
  tag_append(tag, link);
  return link;
}

/* The document and its page sequences outlast the parts that they are written in. */
static Tag *element_new(Structure *structure, StructureType type, const FoNode *node) {
  Arena *arena = structure->arena;
  if (!node->parent || node->element == FO_PAGE_SEQUENCE)
    structure->arena = structure->memory;
  Tag *tag = tag_new(structure, TAG_ELEMENT, type, node);
  structure->arena = arena;
  return tag;
}

static void free_arena(gpointer arena, gpointer unused) {
  (void)unused;
  arena_free(arena);
}

static void build(Structure *structure, const FoNode *node, Tag *parent, const char *language);

/* ---- Parts ------------------------------------------------------------------------------------- */

/* So many tags are a part at least. */
enum { PART_TAGS = 4000 };

/* May the kids of a page sequence be written while more of them come? They may not depend on each other. */
static bool is_parted(const Structure *structure, const Tag *tag) {
  if (!tag || structure->whole || (tag != structure->root && tag->parent != structure->root))
    return false;
  StructureType type = tag->type;
  if (tag->parent) {
    Tag settled = *tag;
    structure_settle(tag->parent, &settled);
    type = settled.type;
  }
  return type_category(type) == CATEGORY_GROUP;
}

/* Does what is beside it not matter to it, nor it to that? */
static bool is_apart(const Tag *tag) {
  return tag &&
         (is_type(tag, TYPE_P) || is_type(tag, TYPE_DIV) || is_type(tag, TYPE_L) ||
          is_type(tag, TYPE_SECT) || (tag->kind == TAG_ELEMENT && type_is_heading(tag->type)));
}

/* Writes the kids of `tag` that stand before `end`. */
static void write_before(Structure *structure, Tag *tag, Tag *end) {
  Tag *last = end->previous, *rest = tag->last;
  if (!last)
    return;
  tag->last = last;
  last->next = end->previous = NULL;
  structure_write_kids(structure, tag);
  tag->first = end;
  tag->last = rest;
}

/* Writes what of `tag`, of which `next` is a kid, and of the document is complete. */
static void write_part(Structure *structure, Tag *tag, Tag *next) {
  if (tag->parent) {
    structure_settle(tag->parent, tag);
    write_before(structure, tag->parent, tag);
  }
  write_before(structure, tag, next);
  g_ptr_array_foreach(structure->older, free_arena, NULL);
  g_ptr_array_set_size(structure->older, 0);
  structure->tag_count = 0;
}

/* The tags of each child that may begin a part are in an arena of their own, which outlasts those before. */
static void build_flow(Structure *structure, const FoNode *flow, Tag *tag, const char *language) {
  for (const FoNode *child = flow->first; child; child = child->next) {
    Tag *last = tag->last;
    const bool large = structure->tag_count >= PART_TAGS && is_apart(last);
    if (large) {
      g_ptr_array_add(structure->older, structure->arena);
      structure->arena = arena_new();
    }
    build(structure, child, tag, language);
    if (large && is_apart(last->next))
      write_part(structure, tag, last->next);
  }
}

static void build(Structure *structure, const FoNode *node, Tag *parent, const char *language) {
  if (is_elsewhere(node) || !is_wanted(structure, node))
    return;
  if (node->element == FO_TEXT) {
    add_marks(structure, node->number, parent);
    return;
  }
  StructureType type = node->parent ? own_type(structure, node) : TYPE_DOCUMENT;
  if (type == TYPE_ARTIFACT)
    return;
  if (type == TYPE_NONE && node->parent && says_more(node, language))
    type = is_inline_level(node) ? TYPE_SPAN : TYPE_DIV;
  Tag *tag = parent;
  if (type != TYPE_NONE) {
    tag = element_new(structure, type, node);
    if (node->element == FO_TABLE_CELL && node->parent->element != FO_TABLE_ROW && parent)
      parent = row_for_cell(structure, node, parent);
    if (parent)
      tag_append(parent, tag);
    else
      structure->root = tag;
    if (node->style->language)
      language = node->style->language;
  }
  if (node->element == FO_BASIC_LINK)
    tag = link_tag(structure, tag);
  add_marks(structure, node->number, tag);
  if (node->hollow)
    add_marks(structure, node->number + 1, tag);
  if (node->element == FO_FLOW && tag == parent && is_parted(structure, tag)) {
    build_flow(structure, node, tag, language);
    return;
  }
  for (const FoNode *child = node->first; child; child = child->next)
    build(structure, child, tag, language);
  if (node->element == FO_BASIC_LINK)
    add_annotations(structure, node, tag);
}

/* Links of running heads have no words in the tree; their annotations must be in it all the same. */
static void add_other_links(Structure *structure) {
  for (guint i = 0; i < structure->annotations->len; i++) {
    const FoNode *node = g_array_index(structure->annotations, AnnotationRecord, i).node;
    if (structure->flags[node->number] & NODE_USED)
      continue;
    Tag *link = tag_new(structure, TAG_ELEMENT, TYPE_LINK, node);
    tag_append(structure->root, link);
    add_annotations(structure, node, link);
    structure->flags[node->number] |= NODE_USED;
  }
}

/* Has it headings whose level is told by what they are in? */
static bool has_plain_headings(const FoNode *root) {
  for (const FoNode *node = root; node; node = fo_next(node, root))
    if (g_strcmp0(fo_role(node), type_name(TYPE_H)) == 0)
      return true;
  return false;
}

int structure_write(Structure *structure, PdfWriter *writer, const int *page_objects, bool strict,
                    bool *sound) {
  const char *language = structure_language(structure);
  structure->strict = strict;
  structure->whole = has_plain_headings(structure->tree->root);
  sort_marks(structure);
  sort_annotations(structure);
  structure->flags[structure->tree->root->number] |= NODE_USED;
  structure->writing = structure_writing_new(structure, writer, page_objects, language);
  build(structure, structure->tree->root, NULL, language);
  add_other_links(structure);
  structure_repair(structure, structure->root);
  if (structure->whole)
    structure_number_headings(structure->root);
  structure_finish_tags(structure, structure->root);
  structure_report_findings(structure);
  structure_check_author(structure);
  *sound = !structure->faulty;
  return structure_write_all(structure);
}
