#include "pdf/glyphtext_internal.h"
#include "pdf/syntax.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

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

GlyphFont *encoding_font(const Encoding *e, GlyphFontKind kind) {
  GHashTable *fonts = kind == GLYPH_FONT_WIDE ? e->texts->wide : e->texts->narrow;
  GlyphFont *font = g_hash_table_lookup(fonts, e->face);
  return font ? font : new_font(e->texts, e->face, kind);
}

/* ---- Codes ------------------------------------------------------------------------------------------- */

void encoding_end_array(Encoding *e) {
  if (e->in_array)
    g_string_append(e->out, "]TJ\n");
  e->in_array = false;
}

void encoding_set_font(Encoding *e, const GlyphFont *font, bool mark_size) {
  guint index = 0;
  g_ptr_array_find(e->texts->fonts, font, &index);
  if (e->texts->used == index + 1 && e->texts->mark_size == mark_size)
    return;
  encoding_end_array(e);
  e->texts->used = index + 1;
  e->texts->mark_size = mark_size;
  g_string_append(e->out, "/G");
  append_integer(e->out, index);
  g_string_append(e->out, mark_size ? " " MARK_SIZE " Tf\n" : " 1 Tf\n");
}

uint16_t encoding_code(Encoding *e, const char *text, const GlyphPart *parts, int count,
                       int width) {
  guint16 code = glyph_font_code(e->font, text, parts, count, width);
  if (!code) {
    e->font = new_font(e->texts, e->face, GLYPH_FONT_WIDE);
    code = glyph_font_code(e->font, text, parts, count, width);
  }
  return code;
}

bool encoding_glyph_is_empty(uint32_t glyph) {
  return (glyph & PANGO_GLYPH_EMPTY) == PANGO_GLYPH_EMPTY;
}

/* ---- Text objects ------------------------------------------------------------------------------------- */

static void append_color(GString *out, Color color) {
  const guint8 parts[] = {color.red, color.green, color.blue};
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
    append_fine_number(out, parts[i] / 255.0); /* no other shade than cairo's */
    g_string_append_c(out, ' ');
  }
  g_string_append(out, "rg\n");
}

void glyph_text_color(GString *out, const MarkRun *run) {
  append_color(out, run->color);
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

/* Does each glyph, from left to right on the baseline, stand for one character or a ligature? */
static bool is_plain(const GlyphRun *run) {
  if (run->backward || run->cluster_count != run->glyph_count)
    return false;
  for (int i = 0; i < run->glyph_count; i++)
    if (run->clusters[i].glyphs != 1 || run->clusters[i].bytes == 0 || run->glyphs[i].dy != 0 ||
        encoding_glyph_is_empty(run->glyphs[i].id))
      return false;
  return true;
}

static bool same_color(Color a, Color b) {
  return a.red == b.red && a.green == b.green && a.blue == b.blue;
}

/* What is set holds for the next text, too, up to the last that stands in the place of one sign. */
GString *glyph_text(GlyphTexts *texts, const MarkRun *marked, TextJoint before, TextJoint after) {
  const GlyphRun *run = marked->run;
  hb_face_t *face = hb_font_get_face(pango_font_get_hb_font(font_pango(run->font)));
  const bool plain = is_plain(run);
  if (before == TEXT_APART) {
    texts->used = 0;
    texts->color = texts->sign_color = marked->color;
  }
  Encoding e = {
      .texts = texts,
      .face = face,
      .run = run,
      .size = marked->size * glyph_run_stretch(run),
      .height = marked->size,
  };
  GlyphFont *font = encoding_font(&e, plain ? GLYPH_FONT_NARROW : GLYPH_FONT_WIDE);
  if (!font)
    return NULL;
  e.out = g_string_sized_new((gsize)run->glyph_count * 3 + 100);
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
    encoding_show_plain(&e, font);
  else
    encoding_show_parted(&e);
  if (after != TEXT_CONTINUES)
    g_string_append(e.out, "ET\n");
  if (after == TEXT_APART && !same_color(texts->color, texts->sign_color))
    append_color(e.out, texts->sign_color);
  return e.out;
}
