/* Inline content to a paragraph: white space treated over the whole, inline boxes opened and closed,
 * objects measured. */
#include "layout/index.h"

#include <string.h>

/* ---- What is inline ----------------------------------------------------------------------------- */

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

/* ---- Collecting ------------------------------------------------------------------------------------ */

/* What hangs from an edge of the line, whatever its height turns out to be. */
typedef struct {
  Keyword edge;
  Length above, below;
} Hanging;

typedef struct {
  Queue *queue;
  Layout *layout;
  Paragraph *paragraph;
  const LineJob *job;
  const FirstLine *first_line; /* or NULL */
  GString *text, *changed;
  bool after_linefeed; /* at the beginning, or after a linefeed that is preserved */
  bool after_space;    /* the last character was a space that may collapse with the next */
  bool in_word;        /* for text-transform="capitalize" */
  const FoNode
      *stands_for; /* what the text that is collected is part of, or NULL: the node it is in */
  Hanging hanging;
} Collector;

static Owner *owner_new(Collector *c, OwnerKind kind, const FoNode *node, Length shift) {
  Owner *owner = arena_new_object(c->layout->arena, Owner);
  owner->kind = kind;
  owner->node = node;
  owner->shift = shift;
  owner->look = layout_look(c->layout, node);
  owner->style = node->style;
  owner->edge = c->hanging.edge;
  owner->above = c->hanging.above;
  owner->below = c->hanging.below;
  return owner;
}

static void add_space(Collector *c, const Style *style) {
  const Keyword treatment = style->white_space_treatment;
  if (treatment == KW_IGNORE)
    return;
  if (c->after_linefeed && treatment != KW_PRESERVE && treatment != KW_IGNORE_IF_BEFORE_LINEFEED)
    return;
  if (c->after_space && style->white_space_collapse == KW_TRUE)
    return;
  g_string_append_c(c->text, ' ');
  c->after_space = true;
}

static void add_linefeed(Collector *c, const Style *style) {
  switch (style->linefeed_treatment) {
  case KW_IGNORE: return;
  case KW_TREAT_AS_ZERO_WIDTH_SPACE: g_string_append(c->text, "\u200b"); return;
  case KW_PRESERVE:
    g_string_append(c->text, "\u2028");
    c->after_linefeed = true;
    c->after_space = false;
    return;
  default: add_space(c, style); return;
  }
}

/* The text with its white space treated, in c->text. */
static void treat_white_space(Collector *c, const char *text, size_t length, const Style *style) {
  g_string_truncate(c->text, 0);
  for (const char *p = text, *end = text + length, *next; p < end; p = next) {
    next = g_utf8_next_char(p);
    if (*p == '\n') {
      add_linefeed(c, style);
    } else if (*p == ' ' || *p == '\t' || *p == '\r') {
      add_space(c, style);
    } else {
      g_string_append_len(c->text, p, next - p);
      c->after_linefeed = c->after_space = false;
    }
  }
}

/* `text` with the first letter of each word in title case, in c->changed. */
static void capitalize(Collector *c, const char *text, size_t length) {
  g_string_truncate(c->changed, 0);
  for (const char *p = text, *end = text + length, *next; p < end; p = next) {
    next = g_utf8_next_char(p);
    const bool space = *p == ' ' || strncmp(p, "\u2028", strlen("\u2028")) == 0;
    if (space || c->in_word)
      g_string_append_len(c->changed, p, next - p);
    else
      g_string_append_unichar(c->changed, g_unichar_totitle(g_utf8_get_char(p)));
    c->in_word = !space;
  }
}

/* The text as text-transform has it, in c->changed (§7.17.6). */
static void transform_case(Collector *c, const char *text, size_t length, const Style *style) {
  if (style->text_transform == KW_CAPITALIZE) {
    capitalize(c, text, length);
    return;
  }
  g_string_truncate(c->changed, 0);
  g_string_append_len(c->changed, text, (gssize)length);
  c->in_word = length > 0 && text[length - 1] != ' ';
  if (style->text_transform != KW_UPPERCASE && style->text_transform != KW_LOWERCASE)
    return;
  char *changed = style->text_transform == KW_UPPERCASE ? g_utf8_strup(text, (gssize)length)
                                                        : g_utf8_strdown(text, (gssize)length);
  g_string_assign(c->changed, changed);
  g_free(changed);
}

/* Appends text whose white space is treated: in the style of `node`, as `source` in the tree. */
static void append_characters(Collector *c, const FoNode *node, const FoNode *source,
                              const char *text, size_t length, Length shift) {
  if (length == 0)
    return;
  const Style *style = node->style;
  transform_case(c, text, length, style);
  Owner *owner = owner_new(c, OWNER_TEXT, node, shift);
  owner->node = c->stands_for ? c->stands_for : source;
  const bool preserve = style->white_space_treatment == KW_PRESERVE;
  const bool wrap =
      style->wrap_option != KW_NO_WRAP && style->keep_together.within_line != KEEP_ALWAYS;
  paragraph_text(c->paragraph, &owner->look->style, c->changed->str, c->changed->len, wrap,
                 preserve, owner, fo_place(node));
}

/* What `node`, a copy for the first line, is behind the end of that; other nodes are themselves. */
static const FoNode *behind_first_line(const Collector *c, const FoNode *node) {
  const FoNode *original =
      c->first_line ? g_hash_table_lookup(c->first_line->originals, node) : NULL;
  return original ? original : node;
}

static bool in_first_line(const Collector *c) {
  return c->first_line && paragraph_length(c->paragraph) < c->first_line->end;
}

/* How much of c->text goes into the first line, its case changed as there. */
static size_t length_in_first_line(Collector *c, const Style *style) {
  if (!in_first_line(c))
    return 0;
  const size_t room = c->first_line->end - paragraph_length(c->paragraph);
  const bool in_word = c->in_word;
  size_t at = 0;
  for (size_t used = 0; at < c->text->len && used < room;) {
    const char *p = c->text->str + at;
    const size_t one = (size_t)(g_utf8_next_char(p) - p);
    transform_case(c, p, one, style);
    used += c->changed->len;
    at += one;
  }
  c->in_word = in_word;
  return at;
}

/* Characters in the style of `node`, as `source` in the tree. */
static void collect_characters(Collector *c, const FoNode *node, const FoNode *source,
                               const char *text, size_t length, Length shift) {
  treat_white_space(c, text, length, node->style);
  const FoNode *behind = behind_first_line(c, node);
  const size_t first = behind != node ? length_in_first_line(c, node->style) : 0;
  append_characters(c, node, source, c->text->str, first, shift);
  append_characters(c, behind, behind_first_line(c, source), c->text->str + first,
                    c->text->len - first, shift);
}

static void collect(Collector *c, const FoNode *node, Length shift);

static void collect_children(Collector *c, const FoNode *node, Length shift) {
  for (const FoNode *child = node->first; child; child = child->next)
    collect(c, child, shift);
}

/* ---- Baselines ---------------------------------------------------------------------------------------- */

/* The shift of an inline object against its parent's baseline (XSL 1.1 §7.14.5): super is the
 * parent's x-height up and sub half its own x-height down, as FOP has them. */
static Length baseline_shift(Collector *c, const FoNode *node) {
  const Size size = node->style->baseline_shift;
  if (size_is(size, KW_SUPER))
    return layout_look(c->layout, node->parent)->metrics->x_height;
  if (size_is(size, KW_SUB))
    return -layout_look(c->layout, node)->metrics->x_height / 2;
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
static Keyword hanging_edge(const FoNode *node) {
  switch (node->style->alignment_baseline) {
  case KW_BEFORE_EDGE:
  case KW_TOP: return KW_BEFORE_EDGE;
  case KW_AFTER_EDGE:
  case KW_BOTTOM: return KW_AFTER_EDGE;
  default: return KW_UNSET;
  }
}

/* Where the bottom of an object of `height` stands. */
static Length object_shift(Collector *c, const FoNode *node, Length height) {
  const Keyword alignment = node->style->alignment_baseline;
  const TextLook *parent = layout_look(c->layout, node->parent);
  return baseline_shift(c, node) + baseline_of(parent->metrics, alignment) -
         point_of_object(alignment, height);
}

/* Where the baseline of text in `node` stands. */
static Length box_shift(Collector *c, const FoNode *node) {
  const Keyword alignment = node->style->alignment_baseline;
  const TextLook *parent = layout_look(c->layout, node->parent);
  const TextLook *own = layout_look(c->layout, node);
  return baseline_shift(c, node) + baseline_of(parent->metrics, alignment) -
         baseline_of(own->metrics, alignment);
}

/* Text in `node` hangs from the line's edge, if it asks for that: its shift counts from there. */
static Length hang_box(Collector *c, const FoNode *node, Length shift) {
  const Keyword edge = hanging_edge(node);
  if (!edge)
    return shift;
  const FontMetrics *own = layout_look(c->layout, node)->metrics;
  c->hanging = (Hanging){edge, own->ascent, own->descent};
  return baseline_shift(c, node);
}

/* ---- Each kind of inline object ------------------------------------------------------------------------- */

static void collect_anchor(Collector *c, const FoNode *node, Length shift) {
  if (reference_is_cited(node))
    paragraph_point(c->paragraph, owner_new(c, OWNER_POINT, node, shift));
}

static TextBidi bidi_of(const Style *style) {
  switch (style->unicode_bidi) {
  case KW_EMBED: return BIDI_EMBED;
  case KW_BIDI_OVERRIDE: return BIDI_OVERRIDE;
  case KW_ISOLATE: return BIDI_ISOLATE; /* of CSS: what stands beside keeps its own direction */
  default: return BIDI_NORMAL;
  }
}

/* What the box of `node`, a copy for the first line, is on the lines behind that. */
static Owner *owner_behind(Collector *c, const FoNode *node, Length shift) {
  const FoNode *original = behind_first_line(c, node);
  return owner_new(c, OWNER_BOX, original, shift + box_shift(c, original));
}

static void collect_box(Collector *c, const FoNode *node, Length shift) {
  const Hanging around = c->hanging;
  const Length around_shift = shift;
  shift = hang_box(c, node, shift + box_shift(c, node));
  const Edges edges = edges_of(node->style, c->job->width);
  Decoration decoration;
  const bool paints = decoration_of(c->layout, node, c->queue->context.rtl, &decoration);
  const Length start = edges_start(&edges) + size_resolve(node->style->space_start.optimum, 0);
  const Length end = edges_end(&edges) + size_resolve(node->style->space_end.optimum, 0);
  const TextBidi bidi = bidi_of(node->style);
  const bool opens = paints || start || end || bidi != BIDI_NORMAL;
  Owner *owner = opens ? owner_new(c, OWNER_BOX, node, shift) : NULL;
  if (opens && behind_first_line(c, node) != node)
    owner->behind = owner_behind(c, node, around_shift);
  const TextDirection direction = node->style->direction == KW_RTL ? TEXT_RTL : TEXT_LTR;
  collect_anchor(c, node, shift);
  if (opens)
    paragraph_open(c->paragraph, start, bidi, direction, owner);
  if (opens && !node->style->space_start.retain)
    paragraph_discard(c->paragraph, start - edges_start(&edges));
  /* White space collapses with its neighbours in the same object only, as in FOP (§7.17.3). */
  c->after_space = false;
  collect_children(c, node, shift);
  c->after_space = false;
  if (opens)
    paragraph_close(c->paragraph, end, owner);
  if (opens && !node->style->space_end.retain)
    paragraph_discard(c->paragraph, end - edges_end(&edges));
  c->hanging = around;
}

static void add_object(Collector *c, Owner *owner, Length width, bool glued) {
  c->after_linefeed = c->after_space = false;
  paragraph_object(c->paragraph, &(InlineObject){
                                     .minimum = width,
                                     .optimum = width,
                                     .maximum = width,
                                     .glued = glued,
                                     .owner = owner,
                                 });
}

static void collect_graphic(Collector *c, const FoNode *node, Length shift) {
  Area *area = graphic_area(c->layout, node, c->job->width);
  shift += object_shift(c, node, area->height);
  Owner *owner = owner_new(c, OWNER_GRAPHIC, node, shift);
  owner->area = area;
  if (hanging_edge(node)) {
    owner->edge = hanging_edge(node);
    owner->shift = baseline_shift(c, node);
    owner->above = area->height;
    owner->below = 0;
  }
  collect_anchor(c, node, shift);
  add_object(c, owner, area->width, false);
}

static void collect_container(Collector *c, const FoNode *node, Length shift) {
  const Style *style = node->style;
  const Size given = style->inline_progression_dimension.optimum;
  const Edges edges = edges_of(style, c->job->width);
  const Context context = {
      .width = given.keyword ? c->job->width : size_resolve(given, c->job->width),
      .rtl = style->writing_mode == KW_RL_TB || style->writing_mode == KW_RL,
      .page = c->queue->context.page,
  };
  Length height;
  Area *content = layout_whole(c->layout, node, context, &height, NULL);
  Area *area = area_new(c->layout, AREA_BOX, node);
  content->x = edges_start(&edges);
  content->y = edges_before(&edges);
  area_append(area, content);
  area->width = context.width + edges_start(&edges) + edges_end(&edges);
  area->height = height + edges_before(&edges) + edges_after(&edges);
  area->decoration = decoration_new(c->layout, node, context.rtl);
  Length baseline =
      area->height; /* it stands on the baseline of its first line, or on its bottom */
  area_first_baseline(area, &baseline);
  shift += object_shift(c, node, area->height) + baseline - area->height;
  Owner *owner = owner_new(c, OWNER_GRAPHIC, node, shift);
  owner->area = area;
  add_object(c, owner, area->width, false);
}

static void collect_leader(Collector *c, const FoNode *node, Length shift) {
  const SizeRange *range = &node->style->leader_length;
  const Length height = leader_height(node->style, layout_look(c->layout, node));
  Owner *owner = owner_new(c, OWNER_LEADER, node, shift + object_shift(c, node, height));
  c->after_linefeed = c->after_space = false;
  const Length base = c->job->width;
  const Edges edges = edges_of(node->style, base);
  const Length sides = edges_start(&edges) + edges_end(&edges);
  const Length minimum = size_resolve(range->minimum, base);
  const Length optimum = size_resolve(range->optimum, base);
  const Length maximum = MAX(optimum, size_resolve(range->maximum, base));
  paragraph_object(c->paragraph, &(InlineObject){
                                     .minimum = MIN(minimum, optimum) + sides,
                                     .optimum = optimum + sides,
                                     .maximum = maximum + sides,
                                     .fills = maximum > optimum,
                                     .glued = false,
                                     .owner = owner,
                                 });
}

/* A page number: its text if it is known, else a placeholder of the width that is likely. */
static void collect_number(Collector *c, const FoNode *node, Length shift) {
  shift += box_shift(c, node);
  collect_anchor(c, node, shift);
  const char *text = reference_text(c->layout, node, c->queue->context.page);
  if (text) {
    collect_characters(c, node, node, text, strlen(text), shift);
    return;
  }
  Owner *owner = owner_new(c, OWNER_NUMBER, node, shift);
  const TextLine *likely =
      text_single_line(c->layout->options->text, c->layout->diagnostics, c->layout->arena,
                       &owner->look->style, TEXT_LTR, "00", 2, owner, fo_place(node));
  add_object(c, owner, likely->width, true);
}

/* What the list has to say in some place, or what is said there where it does not. */
static void collect_index_part(Collector *c, const FoNode *node, FoElement element,
                               const char *otherwise, Length shift) {
  const FoNode *part = index_part(node, element);
  if (part)
    collect_children(c, part, shift);
  else
    collect_characters(c, node, node, otherwise, strlen(otherwise), shift);
}

static void collect_index_number(Collector *c, const FoNode *list, const IndexNumber *number,
                                 Length shift) {
  const FoNode *reference = number->reference;
  c->stands_for = number->first_link;
  collect_index_part(c, reference, FO_INDEX_PAGE_NUMBER_PREFIX, "", shift);
  collect_characters(c, reference, reference, number->first, strlen(number->first), shift);
  if (number->last) {
    collect_index_part(c, list, FO_INDEX_PAGE_CITATION_RANGE_SEPARATOR, INDEX_RANGE_SEPARATOR,
                       shift);
    c->stands_for = number->last_link;
    collect_characters(c, reference, reference, number->last, strlen(number->last), shift);
  }
  collect_index_part(c, reference, FO_INDEX_PAGE_NUMBER_SUFFIX, "", shift);
}

/* Room of a likely width for a number that is not known yet. */
static void keep_index_room(Collector *c, const FoNode *list, const GArray *numbers, int item,
                            Length shift) {
  const IndexNumber *number = &g_array_index(numbers, IndexNumber, item);
  const bool more = item + 1 < (int)numbers->len;
  Owner *owner = owner_new(c, OWNER_NUMBER, number->reference, shift);
  owner->node = list;
  owner->item = item;
  GString *text = g_string_new(NULL);
  index_number_text(list, number, more, text);
  const TextLine *likely = text_single_line(
      c->layout->options->text, c->layout->diagnostics, c->layout->arena, &owner->look->style,
      TEXT_LTR, arena_strdup(c->layout->arena, text->str), text->len, owner, fo_place(list));
  g_string_free(text, TRUE);
  add_object(c, owner, likely->width, true);
  if (more)
    collect_characters(c, list, list, " ", 1, shift);
}

static void collect_index(Collector *c, const FoNode *node, Length shift) {
  shift += box_shift(c, node);
  collect_anchor(c, node, shift);
  GArray *numbers = g_array_new(FALSE, FALSE, sizeof(IndexNumber));
  const bool known = index_numbers(c->layout, node, numbers);
  const FoNode *around = c->stands_for;
  for (guint i = 0; i < numbers->len; i++) {
    const IndexNumber *number = &g_array_index(numbers, IndexNumber, i);
    c->stands_for = number->before;
    if (known && i > 0)
      collect_index_part(c, node, FO_INDEX_PAGE_CITATION_LIST_SEPARATOR, INDEX_SEPARATOR, shift);
    if (known)
      collect_index_number(c, node, number, shift);
    else
      keep_index_room(c, node, numbers, (int)i, shift);
  }
  c->stands_for = around;
  g_array_unref(numbers);
}

static void collect_footnote(Collector *c, const FoNode *node, Length shift) {
  for (const FoNode *child = node->first; child; child = child->next)
    if (child->element != FO_FOOTNOTE_BODY)
      collect(c, child, shift);
  paragraph_point(c->paragraph, owner_new(c, OWNER_NOTE, behind_first_line(c, node), shift));
}

static void collect(Collector *c, const FoNode *node, Length shift) {
  if (!in_first_line(c))
    node = behind_first_line(c, node);
  switch (node->element) {
  case FO_TEXT: collect_characters(c, node->parent, node, node->text, node->length, shift); break;
  case FO_CHARACTER: {
    const char *text = fo_attribute(node, PROP_CHARACTER);
    if (text)
      collect_characters(c, node, node, text, strlen(text), shift + box_shift(c, node));
    break;
  }
  case FO_PAGE_NUMBER:
  case FO_PAGE_NUMBER_CITATION:
  case FO_PAGE_NUMBER_CITATION_LAST: collect_number(c, node, shift); break;
  case FO_INDEX_PAGE_CITATION_LIST: collect_index(c, node, shift); break;
  case FO_LEADER: collect_leader(c, node, shift); break;
  case FO_EXTERNAL_GRAPHIC:
  case FO_INSTREAM_FOREIGN_OBJECT: collect_graphic(c, node, shift); break;
  case FO_INLINE_CONTAINER: collect_container(c, node, shift); break;
  case FO_FOOTNOTE: collect_footnote(c, node, shift); break;
  case FO_FLOAT:
    paragraph_point(c->paragraph, owner_new(c, OWNER_NOTE, behind_first_line(c, node), shift));
    break;
  case FO_RETRIEVE_MARKER:
  case FO_RETRIEVE_TABLE_MARKER: {
    const FoNode *found = marker_retrieve(c->layout, node, c->queue->context.page);
    if (found)
      collect_children(c, found, shift);
    break;
  }
  case FO_CHANGE_BAR_BEGIN:
  case FO_CHANGE_BAR_END:
  case FO_INDEX_RANGE_BEGIN:
  case FO_INDEX_RANGE_END:
  case FO_MARKER: paragraph_point(c->paragraph, owner_new(c, OWNER_POINT, node, shift)); break;
  default: collect_box(c, node, shift); break;
  }
}

void inline_collect(Queue *queue, Paragraph *paragraph, const LineJob *job,
                    const FirstLine *first_line) {
  Collector c = {
      .queue = queue,
      .layout = queue->layout,
      .paragraph = paragraph,
      .job = job,
      .first_line = first_line,
      .text = g_string_new(NULL),
      .changed = g_string_new(NULL),
      .after_linefeed = true,
  };
  const FoNode *first = first_line ? first_line->first : job->first;
  for (const FoNode *node = first; node && node != job->end; node = node->next)
    collect(&c, node, 0);
  g_string_free(c.text, TRUE);
  g_string_free(c.changed, TRUE);
}
