/* Fonts for the text that finish draws, also where glyphs do not spell it (Arabic, Bengali, Nastaliq, …).
 *
 * What readers of PDF extract is, code by code, what ToUnicode says, in the order of the content (mupdf,
 * pdf.js) or of the places (poppler). A GlyphFont is a TrueType font made for that: each code stands
 * for one character, and its glyph is whatever draws it: one of the face's, several of them as a
 * composite, or nothing, where the ink of several characters is in the glyph of the first. */
#ifndef PEERPRESS_PDF_GLYPHFONT_H
#define PEERPRESS_PDF_GLYPHFONT_H

#include "pdf/truetype.h"
#include "pdf/writer.h"

#include <hb.h>
#include <stdint.h>

typedef struct GlyphFont GlyphFont;

/* What a code may be drawn by. */
enum { GLYPH_FONT_MAX_PARTS = 300 };

typedef enum {
  GLYPH_FONT_WIDE,  /* a code has two bytes, and any glyph */
  GLYPH_FONT_NARROW /* a code has one byte, and one of the face's glyphs in its own advance */
} GlyphFontKind;

/* A font from a face with outlines (outlines_open), which it keeps a reference of; `number` is that of its
 * object, reserved by the caller. NULL if the face has none. End with glyph_font_free. */
GlyphFont *glyph_font_new(hb_face_t *face, GlyphFontKind kind, int number);
void glyph_font_free(GlyphFont *font);

/* Object number, and units to the em. */
int glyph_font_number(const GlyphFont *font);
int glyph_font_units(const GlyphFont *font);

/* The advance of one of the face's glyphs, in font units. */
int glyph_font_advance(const GlyphFont *font, uint32_t glyph);

/* The code, of a wide font, for `text` (UTF-8, not empty) drawn by `count` parts, as wide as `width` font units; the
 * same for the same. 0 if there is no room for another: an empty font has room for GLYPH_FONT_MAX_PARTS. */
uint16_t glyph_font_code(GlyphFont *font, const char *text, const GlyphPart *parts, int count,
                         int width);

/* The code, of a narrow font, for `bytes` bytes of text drawn by a glyph: the character itself, if it is one of ASCII and
 * not taken. 0 if there is no room for another, or the face has no such glyph. `*advance` receives the glyph's, in font
 * units. */
uint8_t glyph_font_plain_code(GlyphFont *font, const char *text, int bytes, uint32_t glyph,
                              int *advance);

/* Writes the font and all that it consists of. Call it once, when all codes are known. False if it
 * has too many glyphs, which codes that found room cannot bring about. */
bool glyph_font_write(GlyphFont *font, PdfWriter *writer);

#endif
