/* What of a flow is behind: nothing of it comes on a later page, and the pages that it is on are done with. */
#ifndef PEERPRESS_LAYOUT_PASSED_H
#define PEERPRESS_LAYOUT_PASSED_H

#include "layout/page.h"

/* A place in a flow, and what is passed so far. */
typedef struct {
  GArray *reached;    /* of places not passed yet, in order */
  const FoNode *flow; /* of which something is passed */
  const FoNode *next; /* its first child that is not */
} Passed;

Passed passed_new(void);
void passed_release(Passed *passed);

/* The sequence has `pages` pages of the document behind it now. */
void passed_reach(Passed *passed, const Sequence *sequence, int pages);

/* `pages` pages are done with: tells the sink of the layout's options what that ends, but for what has late lines. */
void passed_give(Passed *passed, const Layout *layout, int pages, void *context);

#endif
