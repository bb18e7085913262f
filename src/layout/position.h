/* Relative positions and stacking. */
#ifndef PEERPRESS_LAYOUT_POSITION_H
#define PEERPRESS_LAYOUT_POSITION_H

#include "layout/page.h"

/* Does the object ask for a relative position or a place in the stack? */
bool position_asked(const FoNode *node);

/* Moves what is relatively positioned on a page that is laid out, and what stands absolutely in it; makes
 * stacking contexts of what has a z-index. Once for each page. */
void positions_apply(PageBuild *page);

#endif
