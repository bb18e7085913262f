/* Change bars: lines beside what stands between fo:change-bar-begin and fo:change-bar-end of one class,
 * on whichever pages that is (XSL 1.1 §6.13, §7.30.1). */
#ifndef PEERPRESS_LAYOUT_CHANGEBAR_H
#define PEERPRESS_LAYOUT_CHANGEBAR_H

#include "layout/page.h"

/* A column that was filled. */
typedef struct {
  Area *area;         /* with its place in the region's area set */
  Length width;       /* of its content */
  int index, columns; /* which of how many it is */
  bool rtl;           /* of the region */
  bool left_binding;  /* the page is bound at its left */
} BarColumn;

/* Appends to `region` the bars beside the column. `open` holds the fo:change-bar-begin (const FoNode *)
 * that are not closed at its top, and then those that are not at its end. */
void change_bars_add(Layout *layout, GPtrArray *open, const BarColumn *column, Area *region);

/* Reports those that nothing closes. */
void change_bars_end(Layout *layout);

#endif
