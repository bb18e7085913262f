/* Attributes of the characters of a text: where a line may break (UAX 14), and where graphemes begin (UAX 29). */
#ifndef PEERPRESS_TEXT_ATTRIBUTES_H
#define PEERPRESS_TEXT_ATTRIBUTES_H

#include <pango/pango.h>

/* Sets is_line_break and is_cursor_position of each character of UTF-8 text and of its end, as pango_default_break
 * does; other members are not to be relied on. `attributes` are zeroes before, one more than there are characters or
 * further ones. pango, which takes long, is asked only for words whose rules need more than a look at them. */
void text_attributes(const char *text, int length, PangoLogAttr *attributes);

#endif
