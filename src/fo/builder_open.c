/* The elements that are open while a tree is built, and what may stand in them: what has no place gets
 * one where that can be done in one sensible way. */
#include "fo/builder.h"
#include "fo/inline_blocks.h"

Open *builder_top(const Builder *builder) {
  return builder->stack->len ? &g_array_index(builder->stack, Open, builder->stack->len - 1) : NULL;
}

Place builder_place(const Open *open) {
  return open ? fo_place(open->node) : PLACE_NONE;
}

/* ---- Nodes ---- */

void builder_node_place(Builder *builder, FoNode *node) {
  const Open *open = builder_top(builder);
  node->number = builder->record->tree.node_count++;
  node->parent = open ? open->node : NULL;
}

FoNode *builder_node_new(Builder *builder, FoElement element, Place place) {
  const Open *open = builder_top(builder);
  const Place around = builder_place(open);
  const bool traced = !open || place.file != around.file || place.trace != around.trace;
  FoNode *node =
      node_new(builder->record->arena, element, traced || element == FO_INSTREAM_FOREIGN_OBJECT);
  builder_node_place(builder, node);
  if (traced) {
    ((WideRecord *)(void *)node)->file = place.file;
    ((WideRecord *)(void *)node)->trace = place.trace;
  }
  if (element != FO_TEXT) {
    node->line = place.line;
    node->column = place.column;
  }
  return node;
}

void builder_append(Builder *builder, FoNode *node) {
  Open *open = builder_top(builder);
  if (!open)
    builder->record->tree.root = node;
  else if (open->last)
    open->last->next = node;
  else
    open->node->first = node;
  if (open)
    open->last = node;
}

/* Elements whose content is that of what they stand in. */
static bool is_transparent(FoElement element) {
  return element == FO_WRAPPER || element == FO_MULTI_CASE || element == FO_MULTI_TOGGLE ||
         element == FO_TEXT;
}

/* Markers are retrieved on later pages, links are told of when the lines are drawn that they are in, and the first label of a
 * list tells how it is numbered. */
static bool is_read_later(FoElement element) {
  return element == FO_MARKER || element == FO_BASIC_LINK || element == FO_LIST_ITEM_LABEL;
}

void builder_push(Builder *builder, FoNode *node, FoElement element) {
  const Open *parent = builder_top(builder);
  const ContentModel *own = &builder->models[element];
  Open open = {.node = node, .element = element, .model = own, .context = own};
  if (parent && is_transparent(element))
    open.model = open.context = parent->context;
  else if (parent && element != node->element)
    open.context = parent->context;
  open.passing = element == FO_FLOW || (parent && parent->passing && !is_read_later(element));
  open.inside = (parent ? parent->inside : 0) | content_inside(element);
  builder_append(builder, node);
  if (element == FO_BOOKMARK_TREE)
    builder->record->arena = outline_piece_new(builder->record);
  else if (element == FO_BOOKMARK)
    outline_piece_add(builder->record, node);
  g_array_append_val(builder->stack, open);
}

/* ---- The end of an element ---- */

static bool is_fatal(FoElement parent, FoElement child) {
  return (parent == FO_ROOT && (child == FO_LAYOUT_MASTER_SET || child == FO_PAGE_SEQUENCE)) ||
         (parent == FO_PAGE_SEQUENCE && child == FO_FLOW) ||
         (parent == FO_SIMPLE_PAGE_MASTER && child == FO_REGION_BODY);
}

static void report_missing(Builder *builder, const Open *open, FoElement child) {
  const char *parent = fo_element_name(open->element), *name = fo_element_name(child);
  const char *model = fo_elements[open->element].model;
  if (is_fatal(open->element, child)) {
    diag_fo_missing(builder->diagnostics, builder_place(open), parent, name, model);
    builder->failed = true;
  } else {
    diag_fo_incomplete(builder->diagnostics, builder_place(open), parent, name, model);
  }
}

static void check_complete(Builder *builder, const Open *open) {
  if (is_transparent(open->element))
    return;
  for (int i = content_missing(open->model, &open->state, 0); i >= 0;
       i = content_missing(open->model, &open->state, i + 1))
    report_missing(builder, open, content_example(open->model, i));
}

/* Bookmarks are let go of by pieces of about this size. */
enum { PIECE_SIZE = 64 * 1024 };

static void end_bookmark(Builder *builder, const FoNode *parent) {
  TreeRecord *record = builder->record;
  if (parent->element == FO_BOOKMARK_TREE && arena_size(record->arena) >= PIECE_SIZE)
    record->arena = outline_piece_new(record);
}

void builder_pop(Builder *builder) {
  const Open *open = builder_top(builder);
  if (open->node->element == FO_BLOCK || open->node->element == FO_MARKER)
    builder->parted |= inline_blocks_part(builder->record, open->node);
  if (!open->anonymous)
    check_complete(builder, open);
  if (open->element == FO_BOOKMARK_TREE)
    builder->record->arena = builder->record->memory;
  if (open->element == FO_BOOKMARK)
    end_bookmark(builder, open->node->parent);
  g_array_set_size(builder->stack, builder->stack->len - 1);
}

void builder_pop_anonymous(Builder *builder) {
  if (builder_top(builder) && builder_top(builder)->anonymous)
    builder_pop(builder);
}

/* ---- The place of a child ---- */

static void push_anonymous(Builder *builder) {
  FoNode *block = builder_node_new(builder, FO_BLOCK, builder_place(builder_top(builder)));
  const SpecifiedList *none = style_intern_list(builder->record->styles, NULL, 0);
  ((NodeRecord *)block)->specified = none;
  block->style = style_refine(builder->record->styles, block, none);
  builder_push(builder, block, FO_BLOCK);
  builder_top(builder)->anonymous = true;
}

static bool is_inline(FoElement element) {
  return element == FO_TEXT || fo_elements[element].level == INLINE_LEVEL;
}

/* The rule that was broken, for the hint: what the parent takes. */
static const char *rule(const Open *parent) {
  const char *model = fo_elements[parent->element].model;
  return *model ? model : "nothing";
}

static bool put_right(Builder *builder, const Open *parent, FoElement child, Place place) {
  const char *child_name = fo_element_name(child), *parent_name = fo_element_name(parent->element);
  if (is_inline(child) && content_allows(parent->model, FO_BLOCK)) {
    diag_fo_anonymous_block(builder->diagnostics, place, child_name, parent_name);
    push_anonymous(builder);
    ContentState unused = {0};
    content_next(builder_top(builder)->model, &unused, child);
    return true;
  }
  diag_fo_misplaced(builder->diagnostics, place, child_name, parent_name, rule(parent));
  return false;
}

/* Makes the parent ready for the child; false: there is no place for it, reported. */
bool builder_make_place(Builder *builder, FoElement child, Place place) {
  if (builder_top(builder) && builder_top(builder)->anonymous && !is_inline(child) &&
      fo_elements[child].level != BOTH && fo_elements[child].level != POINT)
    builder_pop_anonymous(builder);
  Open *parent = builder_top(builder);
  if (!parent)
    return true;
  switch (content_next(parent->model, &parent->state, child)) {
  case CONTENT_FITS: return true;
  case CONTENT_LATE:
    diag_fo_order(builder->diagnostics, place, fo_element_name(child),
                  fo_element_name(parent->element), rule(parent));
    return true;
  case CONTENT_REPEATED:
    diag_fo_repeated(builder->diagnostics, place, fo_element_name(child),
                     fo_element_name(parent->element), rule(parent));
    return false;
  case CONTENT_MISPLACED: break;
  }
  if (is_transparent(parent->element) && content_allows(&builder->models[FO_WRAPPER], child) &&
      child == FO_MARKER)
    return true;
  return put_right(builder, parent, child, place);
}
