/* A paragraph: collecting what it is made of, and breaking it. */
#include "text/paragraph.h"

#include <string.h>

/* Bytes beyond which a paragraph takes no more text: offsets within it are 31 bits wide in pango. */
enum { TEXT_LIMIT = 1 << 30 };

static const char object_character[] = "\xef\xbf\xbc"; /* U+FFFC */
static const char glued_character[] = "\xe2\x81\xb0";  /* U+2070 */

/* So many paragraphs are kept to be used again, if their text was no longer than this. */
enum { SPARES = 8, SPARE_TEXT = 1 << 14 };

static Paragraph *allocate(void) {
  Paragraph *paragraph = g_new0(Paragraph, 1);
  paragraph->buffer = g_string_new(NULL);
  paragraph->nodes = g_array_new(FALSE, FALSE, sizeof(Node));
  paragraph->atoms = g_array_new(FALSE, FALSE, sizeof(Atom));
  paragraph->opened = g_array_new(FALSE, FALSE, sizeof(OpenBox));
  paragraph->retained = g_array_new(FALSE, FALSE, sizeof(Retained));
  return paragraph;
}

Paragraph *paragraph_new(TextEngine *engine, Diagnostics *diagnostics, Arena *arena,
                         TextDirection direction) {
  GPtrArray *spares = engine->spares;
  Paragraph *paragraph =
      spares->len ? g_ptr_array_remove_index_fast(spares, spares->len - 1) : allocate();
  paragraph->engine = engine;
  paragraph->diagnostics = diagnostics;
  paragraph->arena = arena;
  paragraph->direction = direction;
  paragraph->bidi = direction == TEXT_RTL;
  return paragraph;
}

void paragraph_dispose(Paragraph *paragraph) {
  g_string_free(paragraph->buffer, TRUE);
  g_array_unref(paragraph->nodes);
  g_array_unref(paragraph->atoms);
  g_array_unref(paragraph->opened);
  g_array_unref(paragraph->retained);
  g_free(paragraph);
}

void paragraph_free(Paragraph *paragraph) {
  if (!paragraph)
    return;
  GPtrArray *spares = paragraph->engine->spares;
  word_store_unref(paragraph->store);
  if (spares->len >= SPARES || paragraph->buffer->len > SPARE_TEXT) {
    paragraph_dispose(paragraph);
    return;
  }
  const Paragraph kept = *paragraph;
  *paragraph = (Paragraph){.buffer = g_string_truncate(kept.buffer, 0),
                           .nodes = g_array_set_size(kept.nodes, 0),
                           .atoms = g_array_set_size(kept.atoms, 0),
                           .opened = g_array_set_size(kept.opened, 0),
                           .retained = g_array_set_size(kept.retained, 0)};
  g_ptr_array_add(spares, paragraph);
}

/* Appends text, leaving out or mending what XML could not have brought: pango reads up to a NUL. */
static void append_clean(Paragraph *paragraph, const char *text, size_t length) {
  const size_t begin = paragraph->buffer->len;
  for (size_t from = 0; from < length;) {
    size_t to = from;
    while (to < length &&
           ((unsigned char)text[to] >= 0x20 || (text[to] >= '\t' && text[to] <= '\r')))
      to++;
    g_string_append_len(paragraph->buffer, text + from, (gssize)(to - from));
    from = to + 1;
  }
  const char *added = paragraph->buffer->str + begin;
  if (g_utf8_validate_len(added, paragraph->buffer->len - begin, NULL))
    return;
  char *valid = g_utf8_make_valid(added, (gssize)(paragraph->buffer->len - begin));
  g_string_truncate(paragraph->buffer, begin);
  g_string_append(paragraph->buffer, valid);
  g_free(valid);
}

/* Notes what the characters need: bidi from the Hebrew block on, and tailored breaks from the Indic
 * ones on, where not for the punctuation, symbols and ideographs that lie behind. */
static void note_scripts(Paragraph *paragraph, const char *text, size_t length) {
  const char *end = text + length;
  for (const char *p = text; p < end; p++) {
    if ((unsigned char)*p < 0xd6)
      continue;
    const gunichar c = g_utf8_get_char(p);
    if (c < 0x590)
      continue;
    if (c < 0x900 || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
        (c >= 0xfb1d && c < 0xff00) || (c >= 0x10800 && c < 0x11000) ||
        (c >= 0x1e800 && c < 0x1f000))
      paragraph->bidi = true;
    if (c < 0x2000 || (c >= 0xa800 && c < 0xac00) || c >= 0x10000)
      paragraph->tailored = true;
  }
}

void paragraph_text(Paragraph *paragraph, const TextStyle *style, const char *text, size_t length,
                    bool wrap, bool preserve, const void *owner, Place place) {
  if (length == 0 || paragraph->buffer->len + length > TEXT_LIMIT)
    return;
  Node node = {
      .kind = NODE_TEXT,
      .offset = paragraph->buffer->len,
      .owner = owner,
      .style = style,
      .place = place,
      .wrap = wrap,
      .preserve = preserve,
  };
  append_clean(paragraph, text, length);
  node.length = paragraph->buffer->len - node.offset;
  if (node.length == 0)
    return;
  note_scripts(paragraph, paragraph->buffer->str + node.offset, node.length);
  node.face = fonts_face(paragraph->engine->fonts, paragraph->diagnostics, style, place);
  g_array_append_val(paragraph->nodes, node);
}

void paragraph_character(Paragraph *paragraph, const void *owner, CharacterChoice word_space,
                         CharacterChoice vanishes) {
  if (paragraph->nodes->len == 0)
    return;
  Node *node = &g_array_index(paragraph->nodes, Node, paragraph->nodes->len - 1);
  if (node->kind != NODE_TEXT || node->owner != owner)
    return;
  node->word_space = word_space;
  node->vanishes = vanishes;
}

static void append_node(Paragraph *paragraph, NodeKind kind, const void *owner, Length width,
                        gunichar control) {
  Node node = {
      .kind = kind, .offset = paragraph->buffer->len, .owner = owner, .width = length_clamp(width)};
  if (control) {
    g_string_append_unichar(paragraph->buffer, control);
    paragraph->bidi = true;
  }
  node.length = paragraph->buffer->len - node.offset;
  g_array_append_val(paragraph->nodes, node);
}

void paragraph_object(Paragraph *paragraph, const InlineObject *object) {
  const Node node = {
      .kind = NODE_OBJECT,
      .offset = paragraph->buffer->len,
      .length = strlen(object_character),
      .owner = object->owner,
      .object = {.minimum = length_clamp(MIN(object->minimum, object->optimum)),
                 .optimum = length_clamp(object->optimum),
                 .maximum = length_clamp(MAX(object->maximum, object->optimum)),
                 .fills = object->fills,
                 .glued = object->glued,
                 .owner = object->owner},
  };
  g_string_append(paragraph->buffer, object->glued ? glued_character : object_character);
  g_array_append_val(paragraph->nodes, node);
}

void paragraph_open(Paragraph *paragraph, Length width, TextBidi bidi, TextDirection direction,
                    const void *owner) {
  static const struct {
    gunichar begin[2], end; /* by direction */
  } controls[] = {
      [BIDI_NORMAL] = {{0, 0}, 0},
      [BIDI_EMBED] = {{0x202a, 0x202b}, 0x202c},
      [BIDI_OVERRIDE] = {{0x202d, 0x202e}, 0x202c},
      [BIDI_ISOLATE] = {{0x2066, 0x2067}, 0x2069},
  };
  const OpenBox open = {controls[bidi].end, paragraph->nodes->len};
  g_array_append_val(paragraph->opened, open);
  append_node(paragraph, NODE_OPEN, owner, width, controls[bidi].begin[direction]);
}

void paragraph_close(Paragraph *paragraph, Length width, const void *owner) {
  if (paragraph->opened->len == 0) {
    append_node(paragraph, NODE_CLOSE, owner, width, 0);
    return;
  }
  const OpenBox open = g_array_index(paragraph->opened, OpenBox, paragraph->opened->len - 1);
  g_array_set_size(paragraph->opened, paragraph->opened->len - 1);
  append_node(paragraph, NODE_CLOSE, owner, width, open.control);
  const Node *begin = &g_array_index(paragraph->nodes, Node, open.node);
  Node *end = &g_array_index(paragraph->nodes, Node, paragraph->nodes->len - 1);
  end->retain_start = begin->retain_start;
  end->retain_end = begin->retain_end;
}

void paragraph_discard(Paragraph *paragraph, Length width) {
  g_array_index(paragraph->nodes, Node, paragraph->nodes->len - 1).discard = length_clamp(width);
}

void paragraph_retain(Paragraph *paragraph, Length start, Length end) {
  Node *node = &g_array_index(paragraph->nodes, Node, paragraph->nodes->len - 1);
  node->retain_start = length_clamp(start);
  node->retain_end = length_clamp(end);
}

void paragraph_point(Paragraph *paragraph, const void *owner) {
  append_node(paragraph, NODE_POINT, owner, 0, 0);
}

ShapedWord *word_part(const Paragraph *paragraph, const ShapedWord *word, unsigned from,
                      unsigned to) {
  const JoiningContext none = {0, 0};
  return word_lookup(paragraph->store, word->face, word->backward, none, word->text + from,
                     to - from);
}

/* Is all of it in the style's own font? Its parts are in that too then. */
static bool is_in_own_font(const ShapedWord *word) {
  for (int i = 0; i < word->piece_count; i++)
    if (word->pieces[i].font != word->face->font)
      return false;
  return true;
}

/* Finds the width of a part and how many clusters it has; false: it may look otherwise by itself. */
static bool measure_part(const ShapedWord *word, unsigned from, unsigned to, Length *width,
                         int *clusters) {
  unsigned at = 0, glyph = 0;
  bool divided = from == 0; /* at `from`, and no letters are joined there */
  *width = 0;
  *clusters = 0;
  for (unsigned i = 0; i < word->cluster_count && at < to; i++) {
    const ShapedCluster *cluster = &word->clusters[i];
    divided = divided || (at == from && !cluster->joined);
    for (unsigned g = 0; at >= from && g < cluster->glyphs; g++)
      *width += word->glyphs[glyph + g].advance;
    *clusters += at >= from;
    glyph += cluster->glyphs;
    at += cluster->bytes;
    if (at == to)
      return divided && (i + 1u == word->cluster_count || !word->clusters[i + 1].joined);
  }
  return false;
}

Length word_part_width(const Paragraph *paragraph, const ShapedWord *word, unsigned from,
                       unsigned to, const TextStyle *style, Length *letters) {
  Length width;
  int clusters;
  if (word->backward || !is_in_own_font(word) || !measure_part(word, from, to, &width, &clusters)) {
    const ShapedWord *part = word_part(paragraph, word, from, to);
    *letters = word_letters(part);
    return word_width(part, style);
  }
  *letters = word->rigid ? 0 : width;
  return width + (word->cursive ? 0 : style->letter_spacing * clusters);
}

static bool has_glyph(const ShapedWord *word, const char *character) {
  hb_codepoint_t glyph;
  return hb_font_get_nominal_glyph(word->face->font->hb, g_utf8_get_char(character), &glyph);
}

ShapedWord *word_hyphen(const Paragraph *paragraph, const ShapedWord *word,
                        const TextStyle *style) {
  const char *hyphen = style->hyphen && *style->hyphen ? style->hyphen : "\xe2\x80\x90";
  if (!has_glyph(word, hyphen))
    hyphen = "-";
  const JoiningContext none = {0, 0};
  return word_lookup(paragraph->store, word->face, word->backward, none, hyphen, strlen(hyphen));
}

/* Goes through a word's bytes in the buffer, up to `at` bytes of its text or `source` bytes of the
 * buffer, whichever comes first, control characters counting in the latter alone. */
static void walk_word(const Paragraph *paragraph, const Atom *atom, size_t *at, size_t *source) {
  size_t text = 0, bytes = 0;
  while (bytes < atom->length && text < *at && bytes < *source) {
    const char *p = paragraph->buffer->str + atom->offset + bytes;
    const size_t length = (size_t)(g_utf8_next_char(p) - p);
    bytes += length;
    if (!char_is_control(g_utf8_get_char(p)))
      text += length;
  }
  *at = text;
  *source = bytes;
}

Retained paragraph_retained(const Paragraph *paragraph, unsigned atom) {
  unsigned low = 0, high = paragraph->retained->len;
  while (low < high) {
    const unsigned middle = low + (high - low) / 2;
    if (g_array_index(paragraph->retained, Retained, middle).atom < atom)
      low = middle + 1;
    else
      high = middle;
  }
  return low > 0 ? g_array_index(paragraph->retained, Retained, low - 1) : (Retained){0};
}

size_t position_offset(const Paragraph *paragraph, Position position) {
  if (position.atom >= paragraph->atoms->len)
    return paragraph->buffer->len;
  const Atom *atom = paragraph_atom(paragraph, position.atom);
  size_t at = position.at, source = G_MAXSIZE;
  if (at == 0)
    return atom->offset;
  walk_word(paragraph, atom, &at, &source);
  return atom->offset + source;
}

Position position_at(const Paragraph *paragraph, size_t offset) {
  unsigned low = 0, high = paragraph->atoms->len;
  while (low < high) {
    const unsigned middle = low + (high - low) / 2;
    if (paragraph_atom(paragraph, middle)->offset < offset)
      low = middle + 1;
    else
      high = middle;
  }
  if (low > 0) {
    const Atom *atom = paragraph_atom(paragraph, low - 1);
    if (atom->kind == ATOM_WORD && atom->offset + atom->length > offset) {
      size_t at = G_MAXSIZE, source = offset - atom->offset;
      walk_word(paragraph, atom, &at, &source);
      if (at < atom->word->length)
        return (Position){low - 1, (unsigned)at};
    }
  }
  for (unsigned i = low; i < paragraph->atoms->len; i++) {
    const Atom *atom = paragraph_atom(paragraph, i);
    if (atom->offset > offset)
      break;
    if (atom->break_before)
      return (Position){i, 0};
  }
  return (Position){low, 0};
}

/* What the line number `line` of a break is set to. */
static Length width_of_line(const LineSpec *spec, int line) {
  return line < spec->width_count ? spec->widths[line] : spec->width;
}

/* The widths that are left for lines from `line` on, the first line's indent off; NULL if they are all
 * alike. The caller frees them. */
static Length *widths_from(const LineSpec *spec, int line, bool first) {
  if (line >= spec->width_count)
    return NULL;
  Length *widths =
      g_memdup2(spec->widths + line, (gsize)(spec->width_count - line) * sizeof *widths);
  if (first)
    widths[0] -= spec->text_indent;
  return widths;
}

/* What is tried: all ways; only good lines without hyphens; or all but those, which were tried. */
typedef enum { WAYS_ALL, WAYS_PLAIN, WAYS_OTHERS } Ways;

/* Chooses the line ends among the opportunities that were gathered, for lines from number `line` of the
 * break on; returns how many. `cut`: more of the paragraph follows the last one. */
static int choose(TextEngine *engine, const LineSpec *spec, int line, bool first, Ways ways,
                  bool cut) {
  const bool centered = spec->align == ALIGN_CENTER;
  Length *widths = widths_from(spec, line, first);
  const Measure measure = {
      .first_width = spec->width - (first ? spec->text_indent : 0),
      .width = spec->width,
      .widths = widths,
      .width_count = widths ? spec->width_count - line : 0,
      .last_indent = cut ? 0 : spec->last_line_end_indent,
      .raggedness = spec->align == ALIGN_JUSTIFY  ? 0
                    : centered || spec->hyphenate ? 2 * RAGGEDNESS
                                                  : RAGGEDNESS,
      .last_justified = !cut && spec->align_last == ALIGN_JUSTIFY,
      .last_counts = !cut && centered,
      .ladder = spec->hyphenation_ladder_count,
      .not_plain = ways == WAYS_OTHERS,
  };
  const int count = (int)engine->opportunities->len;
  g_array_set_size(engine->ends, (unsigned)count);
  const int lines = (ways == WAYS_PLAIN ? breaks_choose_plain : breaks_choose)(
      (const Opportunity *)(const void *)engine->opportunities->data, count, &measure,
      (int *)(void *)engine->ends->data);
  g_free(widths);
  return lines;
}

/* Whether what was gathered makes one line, so that nothing is to be chosen. */
static bool fits_one_line(const TextEngine *engine, const LineSpec *spec, int line, bool first) {
  const Opportunity *begin = &g_array_index(engine->opportunities, Opportunity, 0);
  const Opportunity *end =
      &g_array_index(engine->opportunities, Opportunity, engine->opportunities->len - 1);
  const Length width =
      width_of_line(spec, line) - (first ? spec->text_indent : 0) - spec->last_line_end_indent;
  return end->end - begin->start <= width + breaks_tolerance(width);
}

/* Makes the first `count` of the lines that were chosen for a stretch; `whole`: there are no more. Returns where the
 * last one ends. */
static Position make_lines(Paragraph *paragraph, const LineSpec *spec, Position begin, bool first,
                           int count, bool whole) {
  TextEngine *engine = paragraph->engine;
  const int line = (int)engine->lines->len;
  for (int i = 0; i < count; i++) {
    const int end = g_array_index(engine->ends, int, i);
    const LineRange range = {
        .start = begin,
        .end = g_array_index(engine->places, Position, end),
        .first = first && i == 0,
        .last = whole && i == count - 1,
        .hyphen = g_array_index(engine->opportunities, Opportunity, end).hyphen,
    };
    LineSpec own = *spec;
    own.width = width_of_line(spec, line + i);
    const TextLine made = paragraph_line(paragraph, &own, &range);
    g_array_append_val(engine->lines, made);
    begin = range.end;
  }
  return begin;
}

/* What so many lines hold, at least. */
static Length width_of_lines(const LineSpec *spec, int lines) {
  enum { LEAST_WIDTH = LENGTH_PER_POINT };
  return MAX(spec->width, LEAST_WIDTH) * lines;
}

/* The same of a long one that is not looked at to its end: what is chosen depends less and less on
 * what follows, so that the lines are those that the whole would have, but for the last ones, which
 * are left. */
static Position break_beginning(Paragraph *paragraph, const LineSpec *spec, Position start,
                                bool first, bool *cut) {
  TextEngine *engine = paragraph->engine;
  int count = 0;
  for (Length most = width_of_lines(spec, spec->most_lines + 2 * spec->more_lines);; most *= 2) {
    const unsigned next =
        paragraph_opportunities(paragraph, start, spec, spec->hyphenate, most, cut);
    count = choose(engine, spec, (int)engine->lines->len, first, WAYS_ALL, *cut);
    if (!*cut) {
      make_lines(paragraph, spec, start, first, count, true);
      return (Position){next, 0};
    }
    if (count > spec->more_lines)
      break;
  }
  count = MIN(count - spec->more_lines, spec->most_lines);
  /* Hyphens in a row are counted from a line end without one. */
  const int *ends = (const int *)(const void *)engine->ends->data;
  while (count > 1 && g_array_index(engine->opportunities, Opportunity, ends[count - 1]).hyphen)
    count--;
  return make_lines(paragraph, spec, start, first, count, false);
}

/* Makes the lines of one stretch, which ends with a forced break or the paragraph, or only the first of them: then it
 * is `cut`. Returns where the next line begins. */
static Position break_stretch(Paragraph *paragraph, const LineSpec *spec, Position start,
                              bool first, bool *cut) {
  TextEngine *engine = paragraph->engine;
  const Length most = spec->most_lines
                          ? width_of_lines(spec, 2 * (spec->most_lines + spec->more_lines))
                          : G_MAXINT64;
  const unsigned next = paragraph_opportunities(paragraph, start, spec, false, most, cut);
  const int line = (int)engine->lines->len;
  int count = 1;
  if (*cut)
    return break_beginning(paragraph, spec, start, first, cut);
  if (fits_one_line(engine, spec, line, first)) {
    const int last = (int)engine->opportunities->len - 1;
    g_array_set_size(engine->ends, 0);
    g_array_append_val(engine->ends, last);
  } else {
    /* Words are divided only where that is needed: it takes time. */
    count = spec->hyphenate ? choose(engine, spec, line, first, WAYS_PLAIN, false) : 0;
    if (spec->hyphenate && count == 0)
      paragraph_opportunities(paragraph, start, spec, true, G_MAXINT64, cut);
    if (count == 0)
      count = choose(engine, spec, line, first, spec->hyphenate ? WAYS_OTHERS : WAYS_ALL, false);
  }
  make_lines(paragraph, spec, start, first, count, true);
  return (Position){next, 0};
}

size_t paragraph_length(const Paragraph *paragraph) {
  return paragraph->buffer->len;
}

/* The line that the spec prescribes; returns where the next one begins. */
static Position break_first_line(Paragraph *paragraph, const LineSpec *spec) {
  const LineRange range = {
      .end = position_at(paragraph, spec->first_line->end_offset),
      .first = true,
      .last = spec->first_line->forced,
      .hyphen = spec->first_line->hyphenated,
  };
  LineSpec own = *spec;
  own.width = width_of_line(spec, 0);
  const TextLine line = paragraph_line(paragraph, &own, &range);
  g_array_append_val(paragraph->engine->lines, line);
  return range.end;
}

const TextLine *paragraph_break(Paragraph *paragraph, const LineSpec *spec, size_t start_offset,
                                int *count) {
  paragraph_prepare(paragraph);
  GArray *lines = paragraph->engine->lines;
  g_array_set_size(lines, 0);
  Position start = start_offset > 0 ? position_at(paragraph, start_offset) : (Position){0, 0};
  bool first = start_offset == 0, cut = false;
  if (first && spec->first_line && paragraph->atoms->len > 0) {
    start = break_first_line(paragraph, spec);
    first = false;
  }
  while (start.atom < paragraph->atoms->len &&
         (!spec->most_lines || (int)lines->len < spec->most_lines) && !cut) {
    start = break_stretch(paragraph, spec, start, first, &cut);
    first = false;
  }
  *count = (int)lines->len;
  return arena_copy(paragraph->arena, lines->data, lines->len * sizeof(TextLine));
}

ParagraphWidths paragraph_widths(Paragraph *paragraph) {
  paragraph_prepare(paragraph);
  const LineSpec spec = {.align = ALIGN_START};
  ParagraphWidths widths = {0, 0};
  for (unsigned start = 0; start < paragraph->atoms->len;) {
    bool cut;
    start =
        paragraph_opportunities(paragraph, (Position){start, 0}, &spec, false, G_MAXINT64, &cut);
    const GArray *all = paragraph->engine->opportunities;
    const Opportunity *first = &g_array_index(all, Opportunity, 0);
    for (unsigned i = 1; i < all->len; i++) {
      const Opportunity *from = &g_array_index(all, Opportunity, i - 1);
      const Opportunity *to = &g_array_index(all, Opportunity, i);
      const Length shrink = to->end_shrink - from->start_shrink;
      widths.minimum = MAX(widths.minimum, to->end - from->start - shrink);
      widths.maximum = MAX(widths.maximum, to->end - first->start);
    }
  }
  return widths;
}

const TextLine *text_single_line(TextEngine *engine, Diagnostics *diagnostics, Arena *arena,
                                 const TextStyle *style, TextDirection direction, const char *text,
                                 size_t length, const void *owner, Place place) {
  Paragraph *paragraph = paragraph_new(engine, diagnostics, arena, direction);
  paragraph_text(paragraph, style, text, length, false, true, owner, place);
  paragraph_prepare(paragraph);
  const LineSpec spec = {.width = LENGTH_LIMIT, .align = ALIGN_LEFT, .align_last = ALIGN_LEFT};
  const LineRange range = {.end = {paragraph->atoms->len, 0}, .first = true, .last = true};
  const TextLine line = paragraph_line(paragraph, &spec, &range);
  paragraph_free(paragraph);
  return arena_copy(arena, &line, sizeof line);
}
