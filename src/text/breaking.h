/* Which of the places where lines may end make the best lines: Knuth and Plass, "Breaking Paragraphs
 * into Lines" (1981), on sums of widths alone; nothing here knows text.
 *
 * The line from opportunity a to opportunity b measures b.end - a.start. It can stretch by
 * b.end_stretch - a.start_stretch and shrink likewise. */
#ifndef PEERPRESS_TEXT_BREAKING_H
#define PEERPRESS_TEXT_BREAKING_H

#include "base/length.h"

#include <stdbool.h>

typedef struct {
  /* Sums from the beginning up to this place, if the line ends here: without the spaces that vanish,
   * with the hyphen that appears. */
  Length end, end_stretch, end_shrink;
  /* The same sums where the next line begins, if a line ends here. */
  Length start, start_stretch, start_shrink;
  int penalty; /* 0 for a space; more makes a break less welcome */
  bool hyphen; /* the line ends with a hyphen that is not the author's */
  /* Only where the paragraph cannot do without: else a line would be too long. */
  bool last_resort;
  bool avoided; /* only where good lines cannot do without: a short line, or a hyphen, is better */
} Opportunity;

/* What ragged lines may be too short by, willingly: FOP's three spaces of 3.336 pt, whatever the
 * font. Where words may be divided it is twice as much: better a short line than a hyphen. */
#define RAGGEDNESS ((Length)(3 * 3.336 * LENGTH_PER_POINT))

typedef struct {
  Length first_width;   /* of the line that begins at opportunity 0 */
  Length width;         /* of the others */
  const Length *widths; /* instead of both for the first `width_count` lines: beside floats */
  int width_count;
  Length last_indent; /* what the last line is narrower by */
  /* What each line may be too short by at badness 100, besides its own stretch: 0 when lines are
   * justified. */
  Length raggedness;
  bool last_justified; /* text-align-last="justify": nothing is free at the end of the last line */
  bool last_counts;    /* the last line is measured like the others (centred: alike in length) */
  int ladder;          /* at most so many lines in a row that end in a hyphen; 0: no limit */
  bool not_plain;      /* breaks_choose_plain has found nothing: it need not be tried again */
} Measure;

/* What a line may be too long by and still fits, 0.08 % of its measure: FOP cuts the widths of glyphs
 * to 1/1000 em, which makes its lines so much shorter, and no eye sees it. */
static inline Length breaks_tolerance(Length width) {
  return width > 0 ? width / 1280 + 2 : 0;
}

/* Chooses among opportunities[1 … count - 2]; the first is the beginning and the last the end, where
 * a line ends in any case. Writes the indices of line ends, the last one included, to `ends` (room
 * for count - 1) and returns how many. A line that no choice makes fit is given as it is, as short as
 * it can be. Time is proportional to `count` times the opportunities in a line. */
int breaks_choose(const Opportunity *opportunities, int count, const Measure *measure, int *ends);

/* The same if it needs no hyphens, and no line stretches more than it gives willingly; else 0. Whether hyphens are
 * among the opportunities makes no difference. */
int breaks_choose_plain(const Opportunity *opportunities, int count, const Measure *measure,
                        int *ends);

/* The demerits of the lines `ends`, by which choices are compared; for tests. Lines that do not fit
 * give infinity. */
double breaks_demerits(const Opportunity *opportunities, int count, const Measure *measure,
                       const int *ends, int end_count);

#endif
