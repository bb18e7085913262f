/* Text whose glyphs spell it: the codes of a narrow font, as literal strings. */
#include "pdf/glyphtext_internal.h"
#include "pdf/syntax.h"

#include <math.h>
#include <string.h>

/* What has been written of a TJ. */
typedef struct {
  const GlyphFont *font; /* that is set, or NULL */
  bool open;
  int count; /* of bytes of the string that are not written yet */
  char bytes[128];
} Strings;

static void write_bytes(const Encoding *e, Strings *strings) {
  g_string_append_len(e->out, strings->bytes, strings->count);
  strings->count = 0;
}

static void end_strings(const Encoding *e, Strings *strings) {
  write_bytes(e, strings);
  if (strings->open)
    g_string_append(e->out, ")]TJ\n");
  strings->open = false;
}

/* Within a literal string (PDF 1.7 §7.3.4.2). */
static void append_byte(const Encoding *e, Strings *strings, guint8 byte) {
  const bool escaped = byte == '(' || byte == ')' || byte == '\\' || byte == '\r';
  if (strings->count + 2 > (int)sizeof strings->bytes)
    write_bytes(e, strings);
  if (escaped)
    strings->bytes[strings->count++] = '\\';
  strings->bytes[strings->count++] = byte == '\r' ? 'r' : (char)byte;
}

/* The code of a glyph in a font of its own, as the narrow one is full. */
static uint16_t wide_code(Encoding *e, const Glyph *glyph, const char *text, int bytes,
                          int advance) {
  const GlyphPart part = {.glyph = glyph->id};
  char *whole = g_strndup(text, (gsize)bytes);
  e->font = e->font ? e->font : encoding_font(e, GLYPH_FONT_WIDE);
  const uint16_t code = encoding_code(e, whole, &part, 1, advance);
  g_free(whole);
  return code;
}

/* Shows a glyph of the face as `text`, behind a move to its place; gives its advance in font units. */
static int show_glyph(Encoding *e, GlyphFont *narrow, Strings *strings, const Glyph *glyph,
                      const char *text, int bytes, long back) {
  int advance = 0;
  const guint8 code = glyph_font_plain_code(narrow, text, bytes, glyph->id, &advance);
  const uint16_t wide = code ? 0 : wide_code(e, glyph, text, bytes, advance);
  const GlyphFont *font = code ? narrow : e->font;
  if (strings->font != font) {
    end_strings(e, strings);
    encoding_set_font(e, font, false);
    strings->font = font;
  }
  if (!strings->open || back) {
    write_bytes(e, strings);
    g_string_append_c(e->out, strings->open ? ')' : '[');
    if (back)
      append_integer(e->out, back);
    g_string_append_c(e->out, '(');
    strings->open = true;
  }
  if (!code)
    append_byte(e, strings, (guint8)(wide >> 8));
  append_byte(e, strings, code ? code : (guint8)wide);
  return advance;
}

/* Thousandths of an em by which a glyph may stand beside its place: nobody sees them, and moves take room. */
#define LEAST_MOVE 2.5

void encoding_show_plain(Encoding *e, GlyphFont *narrow) {
  const GlyphRun *run = e->run;
  /* In thousandths of an em: */
  const double length = 1000 / (e->size * LENGTH_PER_POINT);
  const double unit = 1000.0 / glyph_font_units(narrow);
  /* Of where the next code would stand, from where the next glyph's advance begins: */
  double off = 0;
  const char *text = run->text;
  Strings strings = {.font = NULL};
  for (int i = 0; i < run->glyph_count; text += run->clusters[i++].bytes) {
    const Glyph *glyph = &run->glyphs[i];
    const double own = off - glyph->dx * length;
    const long back = fabs(own) < LEAST_MOVE ? 0 : lrint(own);
    const int advance = show_glyph(e, narrow, &strings, glyph, text, run->clusters[i].bytes, back);
    off += advance * unit - glyph->advance * length - (double)back;
  }
  end_strings(e, &strings);
}
