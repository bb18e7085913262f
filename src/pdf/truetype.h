/* TrueType fonts with glyphs of our own: a subset of a face's outlines, composites of them, and blanks
 * (OpenType 1.9, glyf, loca, hmtx). */
#ifndef PEERPRESS_PDF_TRUETYPE_H
#define PEERPRESS_PDF_TRUETYPE_H

#include "pdf/glyphfont.h"

#include <glib.h>

/* The face's tables that outlines need. */
typedef struct TrueType TrueType;

/* NULL if the face has no TrueType outlines, or its tables are not sound. */
TrueType *truetype_open(hb_face_t *face);
void truetype_close(TrueType *source);

int truetype_units(const TrueType *source);
int truetype_advance(const TrueType *source, uint32_t glyph);

/* In font units. */
typedef struct {
  int ascent, descent; /* of hhea; descent is negative */
  int left, bottom, right, top;
} TrueTypeMetrics;
TrueTypeMetrics truetype_metrics(const TrueType *source);

/* A glyph to be: its parts, and its advance. */
typedef struct {
  GlyphPart *parts;
  int count, width;
} TrueTypeGlyph;

/* The font file with .notdef and, from 1 on, the given glyphs; what they are composed of follows
 * them. NULL if the face's outlines are not sound or there are too many. */
GByteArray *truetype_build(const TrueType *source, const TrueTypeGlyph *glyphs, unsigned count);

#endif
