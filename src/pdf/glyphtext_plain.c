/* Text whose glyphs spell it: the codes of a narrow font, as literal strings. */
#include "pdf/glyphtext_internal.h"
#include "pdf/syntax.h"

#include <math.h>
#include <string.h>

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
    e->font = e->font ? e->font : encoding_font(e, GLYPH_FONT_WIDE);
    wide = encoding_code(e, whole, &part, 1, glyph_font_advance(narrow, glyph->id));
    g_free(whole);
  }
  const GlyphFont *font = code ? narrow : e->font;
  if (strings->font != font) {
    end_strings(e, strings);
    encoding_set_font(e, font, false);
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

void encoding_show_plain(Encoding *e, GlyphFont *narrow) {
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
