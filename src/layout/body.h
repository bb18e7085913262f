/* The body of a page: columns, spans over them, footnotes. */
#ifndef PEERPRESS_LAYOUT_BODY_H
#define PEERPRESS_LAYOUT_BODY_H

#include "layout/page.h"

/* Do the columns of the sequence's pages differ in width? */
bool body_widths_change(const Sequence *sequence);

/* Fills the area `region` of the region-body from the sequence's flow and moves the sequence on: its
 * cursor, flow_ended, forced, spanning. */
void body_fill(Sequence *sequence, const PageGeometry *geometry, PageBuild *page, Area *region);

#endif
