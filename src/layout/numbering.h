/* Numbers as text (XSL 1.1 §7.26, XSLT 1.0 §7.7.1). */
#ifndef PEERPRESS_LAYOUT_NUMBERING_H
#define PEERPRESS_LAYOUT_NUMBERING_H

#include "fo/fo.h"

/* Appends `number` as the token of a format tells: decimal digits of any script ("1", "001", "١"), Roman
 * numerals (i, I), letters in the order of their alphabet (a, A, α, Α, а, А, א), or the numerals that a
 * script writes with its letters: `style` tells which where both begin alike (letter-value), and how
 * decimal digits are grouped. What cannot be written so, and other tokens, give plain digits. */
void numbering_append(GString *out, int number, const char *token, size_t length,
                      const Style *style);

/* Is it a letter or a digit, of which tokens consist? */
bool numbering_is_token(gunichar c);

#endif
