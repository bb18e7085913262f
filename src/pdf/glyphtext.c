#include "pdf/glyphtext.h"
#include "pdf/syntax.h"

#include <fribidi.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define RIGHT_TO_LEFT_MARK "\xe2\x80\x8f"

/* Marks are set in another size, so that pdf.js does not join them to their letter: 1.001. */
#define MARK_SIZE "1.001"

/* In em: a space of less is not found as one. Of text from right to left, poppler joins what goes back by
 * less than a fifth of an em to the code before. */
static const double LEAST_SPACE = 0.12, LEAST_BACK = 0.125;

/* By how much the place of a letter may differ from where its advance leaves it, in em: where a line has
 * gaps of several sizes, poppler takes the larger ones for spaces. */
static const double KERNING = 0.004;

G_STATIC_ASSERT((int)MARK_RUN_MAX_WORD <= (int)GLYPH_FONT_MAX_PARTS);

struct GlyphTexts {
  PdfWriter *writer;
  GPtrArray *fonts;   /* of GlyphFont */
  GHashTable *wide;   /* hb_face_t -> GlyphFont that has room */
  GHashTable *narrow; /* hb_face_t -> GlyphFont */
  /* In the place of one sign: */
  guint used;     /* the font that is set, from 1; 0: none */
  bool mark_size; /* marks' size is set */
  Color color;    /* that is set */
  Color sign_color;
  cairo_matrix_t line; /* of the text object: the matrix of its line */
};

GlyphTexts *glyph_texts_new(PdfWriter *writer) {
  GlyphTexts *texts = g_new0(GlyphTexts, 1);
  texts->writer = writer;
  texts->fonts = g_ptr_array_new_with_free_func((GDestroyNotify)glyph_font_free);
  texts->wide = g_hash_table_new(NULL, NULL);
  texts->narrow = g_hash_table_new(NULL, NULL);
  return texts;
}

void glyph_texts_free(GlyphTexts *texts) {
  if (!texts)
    return;
  g_ptr_array_unref(texts->fonts);
  g_hash_table_unref(texts->wide);
  g_hash_table_unref(texts->narrow);
  g_free(texts);
}

void glyph_texts_append_fonts(const GlyphTexts *texts, GString *out) {
  for (guint i = 0; i < texts->fonts->len; i++)
    g_string_append_printf(out, "/G%u %d 0 R", i, glyph_font_number(texts->fonts->pdata[i]));
}

bool glyph_texts_write(GlyphTexts *texts) {
  bool done = true;
  for (guint i = 0; i < texts->fonts->len; i++)
    done = glyph_font_write(texts->fonts->pdata[i], texts->writer) && done;
  return done;
}

/* NULL if the face has no outlines. */
static GlyphFont *new_font(GlyphTexts *texts, hb_face_t *face, GlyphFontKind kind) {
  GlyphFont *font = glyph_font_new(face, kind, 0);
  if (!font)
    return NULL;
  glyph_font_free(font);
  font = glyph_font_new(face, kind, pdf_writer_reserve(texts->writer, 1));
  g_ptr_array_add(texts->fonts, font);
  g_hash_table_insert(kind == GLYPH_FONT_WIDE ? texts->wide : texts->narrow, face, font);
  return font;
}

static GlyphFont *font_for(GlyphTexts *texts, hb_face_t *face, GlyphFontKind kind) {
  GlyphFont *font =
      g_hash_table_lookup(kind == GLYPH_FONT_WIDE ? texts->wide : texts->narrow, face);
  return font ? font : new_font(texts, face, kind);
}

/* ---- Codes, one after the other --------------------------------------------------------------------- */

typedef struct {
  GlyphTexts *texts;
  hb_face_t *face;
  GlyphFont *font; /* a wide one */
  const GlyphRun *run;
  double size;  /* in points */
  double *pens; /* of each glyph and behind the last: where the pen is, in em */
  GString *out;
  bool in_array; /* of a TJ */
  double pen;    /* where the next code would stand, in em */
} Encoding;

static void end_array(Encoding *e) {
  if (e->in_array)
    g_string_append(e->out, "]TJ\n");
  e->in_array = false;
}

/* Sets a font for the next code. */
static void set_font(Encoding *e, const GlyphFont *font, bool mark_size) {
  guint index = 0;
  g_ptr_array_find(e->texts->fonts, font, &index);
  if (e->texts->used == index + 1 && e->texts->mark_size == mark_size)
    return;
  end_array(e);
  e->texts->used = index + 1;
  e->texts->mark_size = mark_size;
  g_string_append(e->out, "/G");
  append_integer(e->out, index);
  g_string_append(e->out, mark_size ? " " MARK_SIZE " Tf\n" : " 1 Tf\n");
}

/* The code of what is to be drawn, from a further font if the first is full. */
static guint16 code_for(Encoding *e, const char *text, const GlyphPart *parts, int count,
                        int width) {
  guint16 code = glyph_font_code(e->font, text, parts, count, width);
  if (!code) {
    e->font = new_font(e->texts, e->face, GLYPH_FONT_WIDE);
    code = glyph_font_code(e->font, text, parts, count, width);
  }
  return code;
}

/* Draws a code with its origin at `x`. */
static void show(Encoding *e, double x, const char *text, const GlyphPart *parts, int count,
                 int width) {
  const bool mark =
      e->run->backward && g_unichar_type(g_utf8_get_char(text)) == G_UNICODE_NON_SPACING_MARK;
  const guint16 code = code_for(e, text, parts, count, width);
  set_font(e, e->font, mark);
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

static bool is_empty(uint32_t glyph) {
  return (glyph & PANGO_GLYPH_EMPTY) == PANGO_GLYPH_EMPTY;
}

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
        .dy = part_offset(e, -length_to_points(glyph->dy) / e->size)};
    if (!is_empty(glyph->id))
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
  return glyph->dx == 0 && glyph->dy == 0 && !is_empty(glyph->id) &&
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

/* ---- Text whose glyphs spell it ----------------------------------------------------------------------- */

/* Does each glyph, from left to right on the baseline, stand for one character or a ligature? */
static bool is_plain(const GlyphRun *run) {
  if (run->backward || run->cluster_count != run->glyph_count)
    return false;
  for (int i = 0; i < run->glyph_count; i++)
    if (run->clusters[i].glyphs != 1 || run->clusters[i].bytes == 0 || run->glyphs[i].dy != 0 ||
        is_empty(run->glyphs[i].id))
      return false;
  return true;
}

/* What has been written of a TJ. */
typedef struct {
  const GlyphFont *font; /* that is set, or NULL */
  bool open;
} Strings;

static void end_strings(const Encoding *e, Strings *strings) {
  if (strings->open)
    g_string_append(e->out, ")]TJ\n");
  strings->open = false;
}

/* Within a literal string (PDF 1.7 §7.3.4.2). */
static void append_byte(GString *out, guint8 byte) {
  if (byte == '(' || byte == ')' || byte == '\\')
    g_string_append_c(out, '\\');
  if (byte == '\r')
    g_string_append(out, "\\r");
  else
    g_string_append_c(out, (char)byte);
}

/* Shows a glyph of the face as `text`, behind a move to its place; a font of its own if the narrow one is full. */
static void show_glyph(Encoding *e, GlyphFont *narrow, Strings *strings, const Glyph *glyph,
                       const char *text, int bytes, long back) {
  const guint8 code = glyph_font_plain_code(narrow, text, bytes, glyph->id);
  guint16 wide = 0;
  if (!code) {
    const GlyphPart part = {.glyph = glyph->id};
    char *whole = g_strndup(text, (gsize)bytes);
    e->font = e->font ? e->font : font_for(e->texts, e->face, GLYPH_FONT_WIDE);
    wide = code_for(e, whole, &part, 1, glyph_font_advance(narrow, glyph->id));
    g_free(whole);
  }
  const GlyphFont *font = code ? narrow : e->font;
  if (strings->font != font) {
    end_strings(e, strings);
    set_font(e, font, false);
    strings->font = font;
  }
  if (!strings->open)
    g_string_append(e->out, back ? "[" : "[(");
  else if (back)
    g_string_append_c(e->out, ')');
  strings->open = true;
  if (back) {
    append_integer(e->out, back);
    g_string_append_c(e->out, '(');
  }
  if (!code)
    append_byte(e->out, (guint8)(wide >> 8));
  append_byte(e->out, code ? code : (guint8)wide);
}

/* Thousandths of an em by which a glyph may stand beside its place: nobody sees them, and moves take room. */
enum { LEAST_MOVE = 3 };

static void show_plain(Encoding *e, GlyphFont *narrow) {
  const GlyphRun *run = e->run;
  const double em = 1 / (e->size * LENGTH_PER_POINT);
  const double unit = 1.0 / glyph_font_units(narrow);
  const char *text = run->text;
  gint64 pen = 0;
  Strings strings = {0};
  for (int i = 0; i < run->glyph_count; text += run->clusters[i++].bytes) {
    const Glyph *glyph = &run->glyphs[i];
    const long off = lrint((e->pen - (double)(pen + glyph->dx) * em) * 1000);
    const long back = labs(off) < LEAST_MOVE ? 0 : off;
    show_glyph(e, narrow, &strings, glyph, text, run->clusters[i].bytes, back);
    e->pen += glyph_font_advance(narrow, glyph->id) * unit - (double)back / 1000;
    pen += glyph->advance;
  }
  end_strings(e, &strings);
}

/* ---- Text objects ------------------------------------------------------------------------------------- */

static void append_color(GString *out, Color color) {
  const guint8 parts[] = {color.red, color.green, color.blue};
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
    append_number(out, parts[i] / 255.0);
    g_string_append_c(out, ' ');
  }
  g_string_append(out, "rg\n");
}

static double rounded(double number) {
  return rint(number * 1000) / 1000;
}

/* As a reader takes it. */
static double append_rounded(GString *out, double number) {
  append_number(out, number);
  g_string_append_c(out, ' ');
  return rounded(number);
}

static void append_matrix(GlyphTexts *texts, GString *out, const cairo_matrix_t *m) {
  cairo_matrix_t *line = &texts->line;
  line->xx = append_rounded(out, m->xx), line->yx = append_rounded(out, m->yx);
  line->xy = append_rounded(out, m->xy), line->yy = append_rounded(out, m->yy);
  line->x0 = append_rounded(out, m->x0), line->y0 = append_rounded(out, m->y0);
  g_string_append(out, "Tm\n");
}

/* Leads from the line before to another in the same text object, most often by how far it is from it: so
 * finely that hundreds of lines come to stand where their matrices would put them. */
static void append_line(GlyphTexts *texts, GString *out, const cairo_matrix_t *m) {
  static const double SAME = 0.0005;
  cairo_matrix_t *line = &texts->line;
  if (fabs(line->xx - m->xx) > SAME || fabs(line->yy - m->yy) > SAME || fabs(m->xy) > SAME ||
      fabs(m->yx) > SAME || fabs(m->xx) < SAME || fabs(m->yy) < SAME) {
    append_matrix(texts, out, m);
    return;
  }
  const double x = rounded(m->x0), y = rounded(m->y0);
  append_fine_number(out, (x - line->x0) / line->xx);
  g_string_append_c(out, ' ');
  append_fine_number(out, (y - line->y0) / line->yy);
  g_string_append(out, " Td\n");
  line->x0 = x;
  line->y0 = y;
}

/* Of a run that is not plain. */
static void show_parted(Encoding *e) {
  const GlyphRun *run = e->run;
  e->font = font_for(e->texts, e->face, GLYPH_FONT_WIDE);
  e->pens = g_new(double, run->glyph_count + 1);
  Length pen = 0;
  for (int i = 0; i < run->glyph_count; pen += run->glyphs[i++].advance)
    e->pens[i] = length_to_points(pen) / e->size;
  e->pens[run->glyph_count] = length_to_points(pen) / e->size;
  show_run(e);
  end_array(e);
  g_free(e->pens);
}

static bool same_color(Color a, Color b) {
  return a.red == b.red && a.green == b.green && a.blue == b.blue;
}

/* What is set holds for the next text, too, up to the last that stands in the place of one sign. */
GString *glyph_text(GlyphTexts *texts, const MarkRun *marked, TextJoint before, TextJoint after) {
  const GlyphRun *run = marked->run;
  hb_face_t *face = hb_font_get_face(pango_font_get_hb_font(font_pango(run->font)));
  const bool plain = is_plain(run);
  GlyphFont *font = font_for(texts, face, plain ? GLYPH_FONT_NARROW : GLYPH_FONT_WIDE);
  if (!font)
    return NULL;
  if (before == TEXT_APART) {
    texts->used = 0;
    texts->color = texts->sign_color = marked->color;
  }
  Encoding e = {.texts = texts,
                .face = face,
                .run = run,
                .size = marked->size,
                .out = g_string_sized_new((gsize)run->glyph_count * 3 + 100)};
  if (!same_color(marked->color, texts->color))
    append_color(e.out, marked->color);
  texts->color = marked->color;
  if (before == TEXT_CONTINUES) {
    append_line(texts, e.out, &marked->matrix);
  } else {
    g_string_append(e.out, "BT\n");
    append_matrix(texts, e.out, &marked->matrix);
  }
  if (plain)
    show_plain(&e, font);
  else
    show_parted(&e);
  if (after != TEXT_CONTINUES)
    g_string_append(e.out, "ET\n");
  if (after == TEXT_APART && !same_color(texts->color, texts->sign_color))
    append_color(e.out, texts->sign_color);
  return e.out;
}
