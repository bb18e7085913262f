/* Text operations of our own, for all text in fonts whose outlines are TrueType's or can become so.
 *
 * Where each glyph from left to right stands for one character or a ligature, it is a code of that text.
 * Else the text of a cluster, or of a word in a script like Nastaliq whose baseline falls along it, is given
 * to codes of one character each, in the order of reading and side by side on the baseline; the first
 * of them draws it all. What readers of PDF take from that:
 *
 *  - mupdf takes codes in their order, and ToUnicode as it is;
 *  - pdf.js takes them in their order, too, but turns round what it takes for one string. It parts strings
 *    where text goes back, and where the size changes, so marks (Mn) are set in another size; and it
 *    drops a space before text that goes back, unless the code has more than the space in it: it has
 *    U+200F, too;
 *  - poppler orders codes by their places and turns right-to-left text round; it takes points and
 *    spaces beside numbers for part of the number, unless U+200F stands between. */
#ifndef PEERPRESS_PDF_GLYPHTEXT_H
#define PEERPRESS_PDF_GLYPHTEXT_H

#include "paint/paint.h"
#include "pdf/glyphfont.h"

typedef struct GlyphTexts GlyphTexts;

/* The fonts of a document; end with glyph_texts_free. `writer` is borrowed. */
GlyphTexts *glyph_texts_new(PdfWriter *writer);
void glyph_texts_free(GlyphTexts *texts);

/* How a text stands to another beside it. */
typedef enum {
  TEXT_APART,    /* each is in the place of a sign of its own */
  TEXT_FOLLOWS,  /* they are in the place of one sign, in marks of their own */
  TEXT_CONTINUES /* and in one mark: one text object has both */
} TextJoint;

/* The text object (BT … ET) that draws a run of paint's, or a part of one, newly allocated; NULL if its font cannot. Texts
 * are to be asked for in their order; `before` is what the one before was told of its `after`. */
GString *glyph_text(GlyphTexts *texts, const MarkRun *run, TextJoint before, TextJoint after);

/* Appends the operator that sets the colour of a text that stands TEXT_APART, where no sign has set it. */
void glyph_text_color(GString *out, const MarkRun *run);

/* Appends the entries of a dictionary of fonts for all fonts so far. */
void glyph_texts_append_fonts(const GlyphTexts *texts, GString *out);

/* Writes the fonts. False if one cannot be. */
bool glyph_texts_write(GlyphTexts *texts);

#endif
