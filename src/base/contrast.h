/* The contrast of two colours as WCAG 2.2 computes it (relative luminance, contrast ratio). */
#ifndef PEERPRESS_BASE_CONTRAST_H
#define PEERPRESS_BASE_CONTRAST_H

#include <glib.h>
#include <stdbool.h>

/* What text needs at level AA (success criterion 1.4.3). */
#define CONTRAST_TEXT 4.5

/* A colour of sRGB. */
typedef struct {
  guint8 red, green, blue;
} Rgb;

/* Reads "#rrggbb", white space around it allowed; false for anything else, NULL too. */
bool rgb_read(const char *text, Rgb *colour);

/* "#rrggbb" */
typedef struct {
  char text[8];
} RgbText;
RgbText rgb_text(Rgb colour);

/* 1 to 21. */
double contrast_ratio(Rgb a, Rgb b);

/* "2.87"; one that is too small for text is not rounded up to CONTRAST_TEXT. */
typedef struct {
  char text[8];
} RatioText;
RatioText contrast_text(double ratio);

/* The colour of the hue and saturation (HSL) of `colour` whose lightness is nearest to its own and
 * that has at least the ratio `least` with each of the `count` `others`; false if there is none. */
bool contrast_nearest(Rgb colour, const Rgb *others, int count, double least, Rgb *nearest);

#endif
