/* Outlines of cubic curves (CFF) made into those of quadratic ones (TrueType). */
#ifndef PEERPRESS_TEXT_QUADRATIC_H
#define PEERPRESS_TEXT_QUADRATIC_H

#include <glib.h>
#include <hb.h>

/* The glyph as an entry of a glyf table, in the units of the face that `font` is scaled to; empty if it
 * has no ink. NULL if it has more points or is larger than such an entry can say. */
GBytes *quadratic_outline(hb_font_t *font, hb_codepoint_t glyph);

#endif
