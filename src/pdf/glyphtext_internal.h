/* What the files of text operations share.
 *
 *   glyphtext.c         fonts, and text objects
 *   glyphtext_plain.c   text whose glyphs spell it
 *   glyphtext_parted.c  other text: codes of one character each */
#ifndef PEERPRESS_PDF_GLYPHTEXT_INTERNAL_H
#define PEERPRESS_PDF_GLYPHTEXT_INTERNAL_H

#include "pdf/glyphtext.h"

/* Marks are set in another size, so that pdf.js does not join them to their letter: 1.001. */
#define MARK_SIZE "1.001"

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

/* The operations of a run. */
typedef struct {
  GlyphTexts *texts;
  hb_face_t *face;
  GlyphFont *font; /* a wide one */
  const GlyphRun *run;
  double size;   /* of an em along the line, in points */
  double height; /* and across */
  double *pens;  /* of each glyph and behind the last: where the pen is, in em */
  GString *out;
  bool in_array; /* of a TJ */
  double pen;    /* where the next code would stand, in em */
} Encoding;

/* The face's font of a kind that has room, or a new one; NULL if the face has no outlines. */
GlyphFont *encoding_font(const Encoding *encoding, GlyphFontKind kind);

/* Ends the TJ that is open, if there is one. */
void encoding_end_array(Encoding *encoding);

/* Sets a font for the next code. */
void encoding_set_font(Encoding *encoding, const GlyphFont *font, bool mark_size);

/* The code of what is to be drawn, from a further wide font if the first is full. */
uint16_t encoding_code(Encoding *encoding, const char *text, const GlyphPart *parts, int count,
                       int width);

/* Has a glyph no ink (pango's way to say so in its id)? */
bool encoding_glyph_is_empty(uint32_t glyph);

/* Show the run: one whose glyphs, from left to right, stand for one character or a ligature each, in the
 * narrow font; and any. */
void encoding_show_plain(Encoding *encoding, GlyphFont *narrow);
void encoding_show_parted(Encoding *encoding);

#endif
