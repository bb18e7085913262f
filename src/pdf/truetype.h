/* TrueType fonts with glyphs of our own: a subset of a face's outlines, composites of them, and blanks
 * (OpenType 1.9, glyf, loca, hmtx). */
#ifndef PEERPRESS_PDF_TRUETYPE_H
#define PEERPRESS_PDF_TRUETYPE_H

#include "text/outlines.h"

#include <glib.h>

/* One of the face's glyphs and where its origin stands, in font units, upwards and to the right of that
 * of the glyph that it is part of. */
typedef struct {
  uint32_t glyph;
  int16_t dx, dy;
} GlyphPart;

/* A glyph to be: its parts, and its advance. */
typedef struct {
  GlyphPart *parts;
  int count, width;
} TrueTypeGlyph;

/* Glyphs of a font, .notdef included. */
enum { TRUETYPE_MAX_GLYPHS = 65535 };

/* Adds to `needed`, a set of the face's glyphs by GUINT_TO_POINTER, those that a part of a glyph brings
 * with it: itself, and what it is composed of. */
void truetype_need(const Outlines *source, uint32_t glyph, GHashTable *needed);

/* The glyph of each code of one byte; 0: none. */
typedef struct {
  uint8_t glyphs[256];
} TrueTypeCodes;

/* The font file with .notdef and, from 1 on, the given glyphs; what they are composed of follows them.
 * Parts that are not sound are left out. With `codes`, which may be NULL, it has a map of characters, of the only
 * encoding that symbolic fonts need (PDF 1.7 §9.6.6.4). NULL if there are too many glyphs. The same give the same
 * bytes. */
GByteArray *truetype_build(const Outlines *source, const TrueTypeGlyph *glyphs, unsigned count,
                           const TrueTypeCodes *codes);

#endif
