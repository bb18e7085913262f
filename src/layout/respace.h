/* Word spaces of a line that is made: where what stands in it has changed its width. */
#ifndef PEERPRESS_LAYOUT_RESPACE_H
#define PEERPRESS_LAYOUT_RESPACE_H

#include "layout/internal.h"

/* Gives `slack` to the word spaces of a line (takes it, but no more than a third of each, if it is negative), and moves what
 * is beside them. The line keeps its left edge, or with `right` its right one. Without spaces nothing changes. */
void line_respace(Layout *layout, Area *line, Length slack, bool right);

#endif
