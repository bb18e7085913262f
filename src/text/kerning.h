/* Kerning over spaces. Words are shaped without the spaces between them, but some fonts kern pairs such as
 * "T space" or "space A": what a space loses or gains by its neighbours is kept with each word, and is part
 * of the space's width, so that it goes where the space goes at a line's end. */
#ifndef PEERPRESS_TEXT_KERNING_H
#define PEERPRESS_TEXT_KERNING_H

#include "text/words.h"

/* What was found out about fonts and glyphs so far. */
typedef struct Kerning Kerning;

Kerning *kerning_new(void);
void kerning_free(Kerning *kerning);

/* Sets `kern_before` and `kern_after` of a word that was just shaped. A font is asked once whether it kerns
 * spaces, and for each glyph that words begin or end with once. */
void kerning_of_word(Kerning *kerning, ShapedWord *word);

/* Adds to the spaces of a paragraph what the words beside them bring: where both are in one font, style and
 * direction, and nothing with a width is between. */
void kerning_of_spaces(const Paragraph *paragraph);

#endif
