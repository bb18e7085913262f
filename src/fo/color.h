/* Colours by name, by hexadecimal digits and by components (XSL 1.1 §5.9.9, §5.10.2). Internal to
 * fo. */
#ifndef PEERPRESS_FO_COLOR_H
#define PEERPRESS_FO_COLOR_H

#include "fo/value.h"

#include <stddef.h>

/* "rgb", "rgba", "rrggbb" or "rrggbbaa", without #. */
bool color_from_hex(const char *digits, size_t length, Color *color);

/* CSS's names, "transparent" included, in any case. */
bool color_from_name(const char *name, size_t length, Color *color);

/* CSS 2's names of system colours. */
bool color_from_system_name(const char *name, size_t length, Color *color);

/* Components from 0 to 255, rounded and clamped. */
Color color_from_rgb(double red, double green, double blue);

/* Components from 0 to 1, clamped; converted without a profile. */
Color color_from_cmyk(double cyan, double magenta, double yellow, double black);

#endif
