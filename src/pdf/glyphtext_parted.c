/* Text whose glyphs do not spell it: codes of one character each, the first of which has the ink of all. */
#include "pdf/glyphtext_internal.h"
#include "pdf/syntax.h"

#include <fribidi.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define RIGHT_TO_LEFT_MARK "\xe2\x80\x8f"

/* In em: a space of less is not found as one. Of text from right to left, poppler joins what goes back by
 * less than a fifth of an em to the code before. */
static const double LEAST_SPACE = 0.12, LEAST_BACK = 0.125;

/* By how much the place of a letter may differ from where its advance leaves it, in em: where a line has
 * gaps of several sizes, poppler takes the larger ones for spaces. */
static const double KERNING = 0.004;

G_STATIC_ASSERT((int)MARK_RUN_MAX_WORD <= (int)GLYPH_FONT_MAX_PARTS);

/* ---- Codes, one after the other --------------------------------------------------------------------- */

/* Draws a code with its origin at `x`. */
static void show(Encoding *e, double x, const char *text, const GlyphPart *parts, int count,
                 int width) {
  const bool mark =
      e->run->backward && g_unichar_type(g_utf8_get_char(text)) == G_UNICODE_NON_SPACING_MARK;
  const guint16 code = encoding_code(e, text, parts, count, width);
  encoding_set_font(e, e->font, mark);
  long back = lrint((e->pen - x) * 1000);
  if (!e->in_array)
    g_string_append_c(e->out, '[');
  e->in_array = true;
  if (back)
    g_string_append_printf(e->out, "%ld", back);
  g_string_append_printf(e->out, "<%04x>", code);
  const double size = mark ? 1.001 : 1;
  e->pen += size * ((double)width / glyph_font_units(e->font) - (double)back / 1000);
}

static int units(const Encoding *e, double em) {
  return (int)lrint(CLAMP(em * glyph_font_units(e->font), -G_MAXINT16, G_MAXINT16));
}

/* ---- Stretches of a run ------------------------------------------------------------------------------ */

/* Some clusters that are drawn by one code. */
typedef struct {
  const char *text;
  int bytes;
  int first, count;   /* of the glyphs, in visual order */
  double left, right; /* in em */
} Stretch;

/* Is a character drawn on or with the one before, so that it has no place of its own? */
static bool is_narrow(gunichar c) {
  GUnicodeType type = g_unichar_type(c);
  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK ||
         type == G_UNICODE_FORMAT;
}

/* Does poppler take the character for part of a number beside it? */
static bool is_separator(gunichar c) {
  FriBidiCharType type = fribidi_get_bidi_type(c);
  return FRIBIDI_IS_NUMBER_SEPARATOR_OR_TERMINATOR(type);
}

/* Is it a character that needs U+200F to keep its place? */
static bool is_neutral(const Encoding *e, gunichar c) {
  return e->run->backward && (g_unichar_isspace(c) || is_separator(c));
}

/* How far a part may be from the origin of its code, in font units. */
enum { FARTHEST = G_MAXINT16 / 2 };

static gint16 part_offset(const Encoding *e, double em) {
  return (gint16)CLAMP(units(e, em), -FARTHEST, FARTHEST);
}

/* The glyphs of a stretch as parts of a code whose origin is at `x`. */
static void gather_parts(const Encoding *e, const Stretch *stretch, double x, GArray *parts) {
  for (int i = stretch->first; i < stretch->first + stretch->count; i++) {
    const Glyph *glyph = &e->run->glyphs[i];
    const GlyphPart part = {
        .glyph = glyph->id,
        .dx = part_offset(e, e->pens[i] - x + length_to_points(glyph->dx) / e->size),
        .dy = part_offset(e, -length_to_points(glyph->dy) / e->height)};
    if (!encoding_glyph_is_empty(glyph->id))
      g_array_append_val(parts, part);
  }
}

/* One glyph of one character in its place, with about the advance that it has in the font. */
static bool is_simple(const Encoding *e, const Stretch *stretch) {
  if (stretch->count != 1 || stretch->bytes != g_utf8_next_char(stretch->text) - stretch->text ||
      is_neutral(e, g_utf8_get_char(stretch->text)))
    return false;
  const Glyph *glyph = &e->run->glyphs[stretch->first];
  double advance = (double)glyph_font_advance(e->font, glyph->id) / glyph_font_units(e->font);
  return glyph->dx == 0 && glyph->dy == 0 && !encoding_glyph_is_empty(glyph->id) &&
         fabs(stretch->right - stretch->left - advance) < KERNING;
}

static void show_simple(Encoding *e, const Stretch *stretch) {
  const GlyphPart part = {.glyph = e->run->glyphs[stretch->first].id};
  char *text = g_strndup(stretch->text, (gsize)stretch->bytes);
  show(e, stretch->left, text, &part, 1, glyph_font_advance(e->font, part.glyph));
  g_free(text);
}

/* The texts of the codes of a stretch, one behind the other, each with its NUL; `wide` receives how many
 * share its width. */
static GString *code_texts(const Encoding *e, const Stretch *stretch, int *wide) {
  GString *texts = g_string_new(NULL);
  const char *end = stretch->text + stretch->bytes;
  *wide = 0;
  for (const char *at = stretch->text; at < end; at = g_utf8_next_char(at)) {
    const gunichar c = g_utf8_get_char(at);
    if (is_neutral(e, c)) {
      g_string_append_len(texts, RIGHT_TO_LEFT_MARK, sizeof RIGHT_TO_LEFT_MARK);
      g_string_append(texts, RIGHT_TO_LEFT_MARK);
      ++*wide;
    }
    g_string_append_unichar(texts, c);
    g_string_append_c(texts, '\0');
    *wide += e->run->backward || !is_narrow(c);
  }
  return texts;
}

/* Gives each character its share of the width; the first has the ink. */
static void show_characters(Encoding *e, const Stretch *stretch) {
  int wide = 0;
  GString *texts = code_texts(e, stretch, &wide);
  double share = (stretch->right - stretch->left) / MAX(wide, 1);
  if (e->run->backward)
    share = MAX(share, LEAST_BACK);
  double x = e->run->backward ? stretch->right : stretch->left;
  GArray *parts = g_array_new(FALSE, FALSE, sizeof(GlyphPart));
  for (const char *text = texts->str; text < texts->str + texts->len; text += strlen(text) + 1) {
    const bool first = text == texts->str;
    const bool narrow = !e->run->backward && is_narrow(g_utf8_get_char(text));
    const double width = narrow && !(first && wide == 0) ? 0 : share;
    if (e->run->backward)
      x -= width;
    g_array_set_size(parts, 0);
    if (first)
      gather_parts(e, stretch, x, parts);
    show(e, x, text, (const GlyphPart *)(const void *)parts->data, (int)parts->len,
         units(e, width));
    if (!e->run->backward)
      x += width;
  }
  g_array_unref(parts);
  g_string_free(texts, TRUE);
}

/* A space is part of the width of its line, and at its end it has none. */
static void show_space(Encoding *e, const Stretch *stretch) {
  Stretch wide = *stretch;
  wide.count = 0;
  if (!e->run->backward)
    wide.right = MAX(wide.right, wide.left + LEAST_SPACE);
  show_characters(e, &wide);
}

static bool is_space(const Stretch *stretch) {
  return stretch->bytes > 0 && g_unichar_isspace(g_utf8_get_char(stretch->text));
}

static void show_stretch(Encoding *e, const Stretch *stretch) {
  if (stretch->bytes == 0)
    return;
  if (is_space(stretch))
    show_space(e, stretch);
  else if (is_simple(e, stretch))
    show_simple(e, stretch);
  else
    show_characters(e, stretch);
}

/* ---- Runs --------------------------------------------------------------------------------------------- */

/* The n-th cluster as a stretch; `glyph` and `byte` count what is before it, in logical order. */
static Stretch cluster_stretch(const Encoding *e, int n, int glyph, int byte) {
  const GlyphRun *run = e->run;
  const int count = run->clusters[n].glyphs;
  const int first = run->backward ? run->glyph_count - glyph - count : glyph;
  return (Stretch){.text = run->text + byte,
                   .bytes = run->clusters[n].bytes,
                   .first = first,
                   .count = count,
                   .left = e->pens[first],
                   .right = e->pens[first + count]};
}

static void join(Stretch *stretch, const Stretch *next) {
  stretch->bytes += next->bytes;
  stretch->count += next->count;
  stretch->first = MIN(stretch->first, next->first);
  stretch->left = MIN(stretch->left, next->left);
  stretch->right = MAX(stretch->right, next->right);
}

/* Does one of its letters stand off the baseline, as in Nastaliq? */
static bool is_raised(const Encoding *e, const Stretch *stretch) {
  for (int i = stretch->first; i < stretch->first + stretch->count; i++)
    if (e->run->glyphs[i].advance > 0 && e->run->glyphs[i].dy != 0)
      return true;
  return false;
}

/* Has what is read from right to left no width of its own, like the alef of some fonts' lam-alef? poppler
 * would not find its place. */
static bool is_flat(const Encoding *e, const Stretch *stretch) {
  return e->run->backward && stretch->right - stretch->left < LEAST_BACK;
}

static bool stands_alone(const Encoding *e, const Stretch *stretch) {
  return stretch->bytes > 0 && stretch->count > 0 && !is_flat(e, stretch);
}

/* Does the baseline fall along a word, and can one code draw it? */
static bool is_whole(const Encoding *e, const GArray *word) {
  bool raised = false;
  double width = 0;
  for (guint i = 0; i < word->len; i++) {
    const Stretch *stretch = &g_array_index(word, Stretch, i);
    raised = raised || is_raised(e, stretch);
    width += stretch->right - stretch->left;
  }
  return raised && units(e, width) < FARTHEST;
}

static void show_word(Encoding *e, GArray *word) {
  if (word->len == 0)
    return;
  const bool one = is_whole(e, word);
  Stretch whole = g_array_index(word, Stretch, 0);
  for (guint i = 1; i < word->len; i++) {
    const Stretch *next = &g_array_index(word, Stretch, i);
    if (!one && whole.bytes > 0 && !is_flat(e, &whole) && stands_alone(e, next)) {
      show_stretch(e, &whole);
      whole = *next;
    } else {
      join(&whole, next);
    }
  }
  show_stretch(e, &whole);
  g_array_set_size(word, 0);
}

static void show_run(Encoding *e) {
  GArray *word = g_array_new(FALSE, FALSE, sizeof(Stretch));
  int glyph = 0, byte = 0;
  for (int i = 0; i < e->run->cluster_count; i++) {
    const Stretch stretch = cluster_stretch(e, i, glyph, byte);
    glyph += e->run->clusters[i].glyphs;
    byte += e->run->clusters[i].bytes;
    if (is_space(&stretch)) {
      show_word(e, word);
      show_stretch(e, &stretch);
    } else {
      g_array_append_val(word, stretch);
    }
  }
  show_word(e, word);
  g_array_unref(word);
}

void encoding_show_parted(Encoding *e) {
  const GlyphRun *run = e->run;
  e->font = encoding_font(e, GLYPH_FONT_WIDE);
  e->pens = g_new(double, run->glyph_count + 1);
  Length pen = 0;
  for (int i = 0; i < run->glyph_count; pen += run->glyphs[i++].advance)
    e->pens[i] = length_to_points(pen) / e->size;
  e->pens[run->glyph_count] = length_to_points(pen) / e->size;
  show_run(e);
  encoding_end_array(e);
  g_free(e->pens);
}
