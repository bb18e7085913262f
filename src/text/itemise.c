/* From a paragraph's text to atoms: bidi levels and break opportunities over the whole, then words
 * cut at spaces, opportunities, and changes of style, owner and level, each shaped by the cache. */
#include "text/attributes.h"
#include "text/kerning.h"
#include "text/paragraph.h"

#include <string.h>

enum {
  LONGEST_CHUNK = 512, /* bytes of a word after which it is cut at a grapheme's end */
  UNKNOWN_LIMIT = 16   /* characters reported of one word */
};

typedef struct {
  Paragraph *paragraph;
  const PangoLogAttr *attributes; /* of each character, and one more */
  const guint8 *levels;           /* of each character, or NULL */
  guint8 base_level;
  gunichar previous; /* character */
  size_t index;      /* of the current character */
  bool pending;      /* a line may end before the next visible thing */
  bool any;          /* something visible has been seen */
  bool wrap;         /* a line may end after the latest visible thing */
  bool forced;       /* it was a forced break */
  unsigned zero;     /* the first atom behind the latest visible one */
  const Font *font;  /* that the latest word of this node ends in */
  unsigned behind;   /* the first atom behind that word */
  size_t word_start; /* the open word, if word_end is greater */
  size_t word_end;
  guint8 word_level;
  bool kerned;          /* words that change the spaces beside them */
  bool stripped;        /* the open word's text is in `text` */
  GString *text;        /* the open word without control characters */
  GArray *soft;         /* uint16_t */
  GHashTable *reported; /* characters without a glyph, or NULL */
} Itemiser;

/* Among the atoms of no length before the one to come, where the line begins: behind the last that
 * ends a box which was open before them, and the points after that. */
static unsigned line_begin(const Itemiser *itemiser) {
  const Paragraph *paragraph = itemiser->paragraph;
  unsigned begin = itemiser->zero;
  int depth = 0, least = 0;
  for (unsigned i = itemiser->zero; i < paragraph->atoms->len; i++) {
    const AtomKind kind = paragraph_atom(paragraph, i)->kind;
    depth += kind == ATOM_OPEN ? 1 : kind == ATOM_CLOSE ? -1 : 0;
    if (depth < least || (kind == ATOM_POINT && begin == i)) {
      least = MIN(depth, least);
      begin = i + 1;
    }
  }
  return begin;
}

/* Appends a visible atom; marks where a line may begin before it. */
static void add_visible(Itemiser *itemiser, const Atom *atom) {
  Paragraph *paragraph = itemiser->paragraph;
  const bool allowed = itemiser->any && (itemiser->forced || (itemiser->pending && itemiser->wrap));
  const unsigned begin = allowed ? line_begin(itemiser) : 0;
  g_array_append_val(paragraph->atoms, *atom);
  if (allowed)
    paragraph_atom(paragraph, begin)->break_before = true;
  const Node *node = paragraph_node(paragraph, atom);
  itemiser->any = true;
  itemiser->pending = false;
  itemiser->forced = atom->kind == ATOM_BREAK;
  itemiser->wrap = node->kind != NODE_TEXT || node->wrap;
  itemiser->zero = paragraph->atoms->len;
}

/* Each character is reported once a paragraph. */
static void report_unknown(Itemiser *itemiser, const Node *node, const ShapedWord *word) {
  const Paragraph *paragraph = itemiser->paragraph;
  gunichar unknown[UNKNOWN_LIMIT];
  const int count = word_unknown_characters(word, unknown, UNKNOWN_LIMIT);
  if (!itemiser->reported)
    itemiser->reported = g_hash_table_new(NULL, NULL);
  for (int i = 0; i < count; i++) {
    if (!g_hash_table_add(itemiser->reported, GUINT_TO_POINTER(unknown[i])))
      continue;
    char shown[8] = "";
    shown[g_unichar_to_utf8(g_unichar_isprint(unknown[i]) ? unknown[i] : 0xfffd, shown)] = '\0';
    diag_text_missing_glyph(paragraph->diagnostics, node->place, (unsigned)unknown[i], shown,
                            node->face->style.families);
  }
}

static Length space_width(const Node *node, const Font *font) {
  return (node->face->scaled_away ? 0 : font->space) + node->style->letter_spacing +
         (node->word_space == CHARACTER_NEVER ? 0 : node->style->word_spacing);
}

static void add_space(Itemiser *itemiser, unsigned node_index, size_t offset, size_t length,
                      guint8 level) {
  const Node *node = &g_array_index(itemiser->paragraph->nodes, Node, node_index);
  const Font *font = node->face->font;
  add_visible(itemiser, &(Atom){
                            .kind = ATOM_SPACE,
                            .level = level,
                            .node = node_index,
                            .offset = offset,
                            .length = (uint32_t)length,
                            .vanishes = node->vanishes == CHARACTER_BY_NATURE
                                            ? length == 1
                                            : node->vanishes == CHARACTER_ALWAYS,
                            .stretches = node->word_space != CHARACTER_NEVER,
                            .width = space_width(node, font),
                            .space_font = font,
                        });
}

/* Spaces between two words of one fallback font are that font's: they make one run. */
static void fit_spaces(Itemiser *itemiser, const Node *node, const ShapedWord *word) {
  const Font *font = word->piece_count > 0 ? word->pieces[0].font : NULL;
  if (font && font == itemiser->font && font != node->face->font && font->space_glyph)
    for (unsigned i = itemiser->behind; i < itemiser->paragraph->atoms->len; i++) {
      Atom *atom = paragraph_atom(itemiser->paragraph, i);
      if (atom->kind != ATOM_SPACE)
        continue;
      atom->space_font = font;
      atom->width = space_width(node, font);
    }
  itemiser->font = font ? word->pieces[word->piece_count - 1].font : NULL;
}

static gunichar joining_letter(gunichar c) {
  const bool joins = (c >= 0x620 && c < 0x900) || (c >= 0x1800 && c < 0x18b0) ||
                     (c >= 0x10ac0 && c < 0x10af0) || (c >= 0x1e900 && c < 0x1e944);
  return joins && (g_unichar_isalpha(c) || g_unichar_ismark(c)) ? c : 0;
}

/* The letters of a joining script directly before and behind the open word. */
static JoiningContext joining_context(const Itemiser *itemiser) {
  const GString *buffer = itemiser->paragraph->buffer;
  const char *start = buffer->str + itemiser->word_start, *end = buffer->str + itemiser->word_end;
  JoiningContext context = {0, 0};
  if (!itemiser->paragraph->bidi && !itemiser->paragraph->tailored)
    return context;
  if (start > buffer->str)
    context.before = joining_letter(g_utf8_get_char(g_utf8_prev_char(start)));
  if (end < buffer->str + buffer->len)
    context.after = joining_letter(g_utf8_get_char(end));
  return context;
}

/* Whether a line may end between two ideographs that touch: the latest word and the one to come. */
static bool is_gap(const Itemiser *itemiser, const ShapedWord *word) {
  const Paragraph *paragraph = itemiser->paragraph;
  const unsigned count = paragraph->atoms->len;
  if (!itemiser->pending || !itemiser->wrap || count == 0 || word->backward)
    return false;
  const Atom *before = paragraph_atom(paragraph, count - 1);
  if (before->kind != ATOM_WORD || before->word->backward)
    return false;
  const char *end = before->word->text + before->word->length;
  return g_unichar_iswide(g_utf8_get_char(g_utf8_prev_char(end))) &&
         g_unichar_iswide(g_utf8_get_char(word->text));
}

static void flush_word(Itemiser *itemiser, unsigned node_index) {
  if (itemiser->word_end <= itemiser->word_start)
    return;
  Paragraph *paragraph = itemiser->paragraph;
  const Node *node = &g_array_index(paragraph->nodes, Node, node_index);
  const char *text =
      itemiser->stripped ? itemiser->text->str : paragraph->buffer->str + itemiser->word_start;
  const size_t length =
      itemiser->stripped ? itemiser->text->len : itemiser->word_end - itemiser->word_start;
  Atom atom = {
      .kind = ATOM_WORD,
      .level = itemiser->word_level,
      .node = node_index,
      .offset = itemiser->word_start,
      .length = (uint32_t)(itemiser->word_end - itemiser->word_start),
  };
  const JoiningContext context = joining_context(itemiser);
  itemiser->word_start = itemiser->word_end = 0;
  atom.word = word_lookup(paragraph->store, node->face, atom.level & 1, context, text, length);
  if (itemiser->stripped && itemiser->soft->len > 0) {
    const size_t bytes = itemiser->soft->len * sizeof(uint16_t);
    atom.soft = memcpy(word_store_alloc(paragraph->store, bytes), itemiser->soft->data, bytes);
    atom.soft_count = (uint16_t)itemiser->soft->len;
  }
  atom.width = word_width(atom.word, node->style);
  if (atom.word->unknown)
    report_unknown(itemiser, node, atom.word);
  fit_spaces(itemiser, node, atom.word);
  itemiser->kerned = itemiser->kerned || atom.word->kern_before || atom.word->kern_after;
  atom.gap_before = is_gap(itemiser, atom.word) || node->word_space == CHARACTER_ALWAYS;
  atom.vanishes = node->vanishes == CHARACTER_ALWAYS;
  add_visible(itemiser, &atom);
  itemiser->behind = paragraph->atoms->len;
}

static void open_word(Itemiser *itemiser, size_t offset, guint8 level) {
  itemiser->word_start = itemiser->word_end = offset;
  itemiser->word_level = level;
  itemiser->stripped = false;
}

/* A control character within, before or after a word: it belongs to the word's bytes, not its text. */
static void strip_control(Itemiser *itemiser, gunichar c, size_t offset, size_t length) {
  if (itemiser->word_end <= itemiser->word_start)
    return;
  const char *buffer = itemiser->paragraph->buffer->str;
  if (!itemiser->stripped) {
    g_string_truncate(itemiser->text, 0);
    g_string_append_len(itemiser->text, buffer + itemiser->word_start,
                        (gssize)(itemiser->word_end - itemiser->word_start));
    g_array_set_size(itemiser->soft, 0);
    itemiser->stripped = true;
  }
  if (c == 0xad) {
    const uint16_t at = (uint16_t)itemiser->text->len;
    g_array_append_val(itemiser->soft, at);
  }
  itemiser->word_end = offset + length;
}

static bool is_line_end(gunichar c) {
  return c == 0x2028 || c == 0x2029 || c == 0x85 || (c >= 0x0a && c <= 0x0d);
}

/* A character of a word. */
static void add_letter(Itemiser *itemiser, unsigned node_index, size_t offset, size_t length,
                       guint8 level) {
  const size_t open = itemiser->word_end - itemiser->word_start;
  if (open > 0 &&
      (level != itemiser->word_level || open + length > WORD_LIMIT ||
       (open >= LONGEST_CHUNK && itemiser->attributes[itemiser->index].is_cursor_position)))
    flush_word(itemiser, node_index);
  if (itemiser->word_end <= itemiser->word_start)
    open_word(itemiser, offset, level);
  if (itemiser->stripped)
    g_string_append_len(itemiser->text, itemiser->paragraph->buffer->str + offset, (gssize)length);
  itemiser->word_end = offset + length;
}

/* Passes over letters of ASCII from `at` on that go on with the open word, as most do; gives the place behind. */
static size_t pass_letters(Itemiser *itemiser, size_t at, size_t end) {
  const char *buffer = itemiser->paragraph->buffer->str;
  const PangoLogAttr *attributes = itemiser->attributes + itemiser->index;
  end = MIN(end, itemiser->word_start + LONGEST_CHUNK);
  if (itemiser->levels || itemiser->stripped || itemiser->word_end != at || at >= end)
    return at;
  size_t count = 0;
  while (at + count < end && g_ascii_isalpha(buffer[at + count]) &&
         !attributes[count].is_line_break)
    count++;
  if (count > 0)
    itemiser->previous = (gunichar)buffer[at + count - 1];
  itemiser->index += count;
  itemiser->word_end += count;
  return at + count;
}

static void itemise_text(Itemiser *itemiser, unsigned node_index) {
  const Paragraph *paragraph = itemiser->paragraph;
  const Node *node = &g_array_index(paragraph->nodes, Node, node_index);
  const char *buffer = paragraph->buffer->str;
  const size_t end = node->offset + node->length;
  itemiser->font = NULL;
  for (size_t at = node->offset; at < end;) {
    const unsigned char byte = (unsigned char)buffer[at];
    const gunichar c = byte < 0x80 ? byte : g_utf8_get_char(buffer + at);
    const size_t length = byte < 0x80 ? 1 : (size_t)g_utf8_skip[byte];
    const guint8 level = itemiser->levels ? itemiser->levels[itemiser->index] : 0;
    if (itemiser->attributes[itemiser->index].is_line_break && itemiser->previous != 0xad) {
      flush_word(itemiser, node_index);
      itemiser->pending = true;
    }
    if (c == ' ' || c == '\t' || c == 0xa0) {
      flush_word(itemiser, node_index);
      add_space(itemiser, node_index, at, length, level);
    } else if (is_line_end(c)) {
      flush_word(itemiser, node_index);
      add_visible(itemiser, &(Atom){.kind = ATOM_BREAK,
                                    .vanishes = true,
                                    .level = itemiser->base_level,
                                    .node = node_index,
                                    .offset = at,
                                    .length = (uint32_t)length});
    } else if (char_is_control(c)) {
      strip_control(itemiser, c, at, length);
    } else {
      add_letter(itemiser, node_index, at, length, level);
    }
    itemiser->previous = c;
    itemiser->index++;
    at = pass_letters(itemiser, at + length, end);
  }
  flush_word(itemiser, node_index);
}

/* From the latest atom on, which is `edge`, lines have other edges of boxes at their ends. */
static void note_retained(Paragraph *paragraph, const Node *edge) {
  const Length sign = edge->kind == NODE_OPEN ? 1 : -1;
  Retained now = paragraph_retained(paragraph, G_MAXUINT);
  now.atom = paragraph->atoms->len - 1;
  now.start += sign * edge->retain_start;
  now.end += sign * edge->retain_end;
  g_array_append_val(paragraph->retained, now);
}

/* Objects and what has no length; a control character may stand for an opening or closing. */
static void itemise_other(Itemiser *itemiser, unsigned node_index) {
  static const uint8_t kinds[] = {ATOM_WORD, ATOM_OBJECT, ATOM_OPEN, ATOM_CLOSE, ATOM_POINT};
  Paragraph *paragraph = itemiser->paragraph;
  const Node *node = &g_array_index(paragraph->nodes, Node, node_index);
  Atom atom = {
      .kind = kinds[node->kind],
      .level = itemiser->base_level,
      .node = node_index,
      .offset = node->offset,
      .length = (uint32_t)node->length,
      .width = node->kind == NODE_OBJECT ? node->object.optimum : node->width,
  };
  if (node->length > 0) {
    if (itemiser->attributes[itemiser->index].is_line_break)
      itemiser->pending = true;
    if (itemiser->levels && node->kind == NODE_OBJECT)
      atom.level = itemiser->levels[itemiser->index];
    itemiser->index++;
  }
  if (node->kind == NODE_OBJECT)
    add_visible(itemiser, &atom);
  else
    g_array_append_val(paragraph->atoms, atom);
  if (node->retain_start || node->retain_end)
    note_retained(paragraph, node);
}

/* What has no length takes the lower level of its neighbours, so that it moves with both. */
static void level_zero_atoms(const Itemiser *itemiser) {
  const Paragraph *paragraph = itemiser->paragraph;
  guint8 before = itemiser->base_level;
  for (unsigned i = 0; i < paragraph->atoms->len;) {
    unsigned next = i;
    while (next < paragraph->atoms->len && !atom_has_extent(paragraph_atom(paragraph, next)))
      next++;
    const guint8 after = next < paragraph->atoms->len ? paragraph_atom(paragraph, next)->level
                                                      : itemiser->base_level;
    for (; i < next; i++)
      paragraph_atom(paragraph, i)->level = MIN(before, after);
    before = after;
    i = next + 1;
  }
}

/* Line break opportunities of UAX 14. Only scripts that are broken by dictionary, or whose graphemes
 * pango tailors, need the costlier way. */
static PangoLogAttr *log_attributes(const Paragraph *paragraph) {
  const char *text = paragraph->buffer->str;
  const int length = (int)paragraph->buffer->len;
  PangoLogAttr *attributes = g_new0(PangoLogAttr, (gsize)length + 1);
  const char *language = "und";
  for (unsigned i = 0; i < paragraph->nodes->len; i++) {
    const Node *node = &g_array_index(paragraph->nodes, Node, i);
    if (node->kind == NODE_TEXT && node->style->language) {
      language = node->style->language;
      break;
    }
  }
  if (paragraph->tailored)
    pango_get_log_attrs(text, length, -1, pango_language_from_string(language), attributes,
                        (int)g_utf8_strlen(text, length) + 1);
  else
    text_attributes(text, length, attributes);
  return attributes;
}

void paragraph_prepare(Paragraph *paragraph) {
  if (paragraph->prepared)
    return;
  paragraph->prepared = true;
  paragraph->store = words_store(paragraph->engine->words);
  Itemiser itemiser = {
      .paragraph = paragraph,
      .base_level = paragraph->direction == TEXT_RTL ? 1 : 0,
      .text = g_string_new(NULL),
      .soft = g_array_new(FALSE, FALSE, sizeof(uint16_t)),
  };
  PangoLogAttr *attributes = log_attributes(paragraph);
  guint8 *levels = NULL;
  if (paragraph->bidi) {
    PangoDirection base =
        paragraph->direction == TEXT_RTL ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR;
    levels = pango_log2vis_get_embedding_levels(paragraph->buffer->str, (int)paragraph->buffer->len,
                                                &base);
  }
  itemiser.attributes = attributes;
  itemiser.levels = levels;
  const unsigned likely = (unsigned)paragraph->buffer->len / 3 + paragraph->nodes->len;
  g_array_set_size(paragraph->atoms, likely); /* room for them, as one by one takes its time */
  g_array_set_size(paragraph->atoms, 0);
  for (unsigned i = 0; i < paragraph->nodes->len; i++) {
    if (g_array_index(paragraph->nodes, Node, i).kind == NODE_TEXT)
      itemise_text(&itemiser, i);
    else
      itemise_other(&itemiser, i);
  }
  if (levels)
    level_zero_atoms(&itemiser);
  if (itemiser.kerned)
    kerning_of_spaces(paragraph);
  g_free(levels);
  g_free(attributes);
  if (itemiser.reported)
    g_hash_table_unref(itemiser.reported);
  g_string_free(itemiser.text, TRUE);
  g_array_unref(itemiser.soft);
}
