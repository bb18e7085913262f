/* Corresponding properties (XSL 1.1 §5.3): absolute names and sides to relative ones, margins to
 * indents and spaces. Internal to fo. */
#ifndef PEERPRESS_FO_CORRESPONDING_H
#define PEERPRESS_FO_CORRESPONDING_H

#include "fo/style.h"

/* The relative property that an absolute name means in a writing mode: border-left-width is
 * border-start-width in lr-tb. Any other property is itself. */
FoProperty corresponding_property(FoProperty property, Keyword writing_mode);

/* How precisely a property was asked for: the more precise wins (§5.2, §5.3.1). */
typedef enum {
  RANK_NONE,
  RANK_SHORTHAND,          /* border, margin, font, … */
  RANK_SHORTHAND_SIDES,    /* border-style, border-width, border-color */
  RANK_SHORTHAND_SIDE,     /* border-top, … */
  RANK_SHORTHAND_RELATIVE, /* border-before, … */
  RANK_SPECIFIED,
  RANK_SPECIFIED_ABSOLUTE /* border-top-width, margin-left, width, … */
} Rank;

/* How the margins and what corresponds to them were asked for. */
typedef struct {
  Rank margin[4]; /* by Side: top, bottom, left, right */
  Rank space_before, space_after, space_start, space_end, start_indent, end_indent;
} MarginRanks;

/* Sets spaces and indents from the margins that were asked for, where they correspond. */
void corresponding_margins(Refinement *refinement, const MarginRanks *ranks);

#endif
