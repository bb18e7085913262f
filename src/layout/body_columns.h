/* The sections of a page's body, one after the other: what body.c and body_columns.c share. */
#ifndef PEERPRESS_LAYOUT_BODY_COLUMNS_H
#define PEERPRESS_LAYOUT_BODY_COLUMNS_H

#include "layout/footnote.h"
#include "layout/page.h"

/* A body that is being filled. */
typedef struct {
  Sequence *sequence; /* its cursor is where the next section begins */
  PageBuild *page;
  Area *region;
  Rect content;
  int columns;
  Length gap, column_width;
  bool rtl;
  Length y;    /* what the sections above take */
  Length most; /* of the section's columns, above the footnotes of all; 0: no limit */
  bool trying; /* heights: what does not fit need not be placed */
  bool quiet;  /* as in Room */
  int before_span;
  Footnotes footnotes;
  Note *notes;
} Body;

/* What is left below the sections so far, footnotes and before-floats not counted. */
Length body_height_left(const Body *body);

/* Fill a section from the sequence's cursor, which they move on, and place it below those before it. They
 * give the last part that was filled: its end says how the section ended. Of a section of columns that
 * a span follows all columns are as high as they must be; where the page ends, they end where that
 * breaks the weakest keeps. */
Part body_fill_columns(Body *body);
Part body_fill_span(Body *body);

/* Places the change bars of column `index` of so many side by side, whose content is `area`. */
void body_add_change_bars(Body *body, Area *area, Length width, int index, int columns);

#endif
