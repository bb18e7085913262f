/* Page numbers and citations: what pages tell reference.c. */
#ifndef PEERPRESS_LAYOUT_REFERENCE_H
#define PEERPRESS_LAYOUT_REFERENCE_H

#include "layout/internal.h"

#include <string.h>

/* An area of `node` (which has an id) is on the page with this number. True if it is the first. */
bool reference_met(Layout *layout, const FoNode *node, const char *page_number);

/* The placeholder `text` has come onto a page: it gets its text, or the page waits for it. */
void pending_on_page(Layout *layout, Area *text, PageBuild *page);

/* Gives those that wait what has become known. `final`: nothing more will, so what is still unknown
 * becomes "?" with a warning. */
void references_settle(Layout *layout, bool final);

/* All areas of the nodes in `ancestor` have been placed: their last pages are final. */
void references_close(Layout *layout, const FoNode *ancestor);

#endif
