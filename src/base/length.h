/* Length: a distance on the page as a whole number of 1/1024 pt (pango's unit at 72 dpi), so that
 * comparisons are exact and the same everywhere. 64 bits: the sum of any real content fits. */
#ifndef PEERPRESS_BASE_LENGTH_H
#define PEERPRESS_BASE_LENGTH_H

#include <glib.h>
#include <stdint.h>

typedef int64_t Length;

#define LENGTH_PER_POINT 1024

/* What a document may ask for, 1,048,576 pt (370 m) either way: readers clamp to it, so that sums
 * and products of lengths cannot overflow. */
#define LENGTH_LIMIT ((Length)1 << 30)

/* Points to Length, rounded to the nearest unit and clamped to the limit; NaN gives 0. */
Length length_from_points(double points);

static inline double length_to_points(Length length) {
  return (double)length / LENGTH_PER_POINT;
}

static inline Length length_clamp(Length length) {
  return CLAMP(length, -LENGTH_LIMIT, LENGTH_LIMIT);
}

/* Writes a length as points with up to three decimals and no trailing zero ("12", "10.308"), the
 * same in each locale; returns `buffer`. */
enum { LENGTH_TEXT_SIZE = 32 };
char *length_to_text(Length length, char buffer[LENGTH_TEXT_SIZE]);

#endif
