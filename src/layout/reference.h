/* Page numbers and citations: what pages tell reference.c. */
#ifndef PEERPRESS_LAYOUT_REFERENCE_H
#define PEERPRESS_LAYOUT_REFERENCE_H

#include "layout/internal.h"

#include <string.h>

/* What citations can say of a page. */
typedef struct {
  int number;             /* without format */
  const char *text;       /* as it is printed */
  const FoNode *sequence; /* its fo:page-sequence */
} PageName;

/* The next page of the document begins to be cited; its number without format. */
void references_page(Layout *layout, const Page *page, int number);

/* The page with this index; borrowed until the next page. */
const PageName *reference_page(const Layout *layout, int index);

/* What of an object is on a page, for page-citation-strategy. */
typedef enum {
  MET_BLANK,  /* nothing: the page is blank */
  MET_APART,  /* what is out of line: footnotes, floats, containers at a place of their own */
  MET_NORMAL, /* what is in the flow */
} Meeting;

/* An area of `node`, or of a copy of it, is on the page. True if it is the first. */
bool reference_met(Layout *layout, const FoNode *node, const Page *page, Meeting meeting);

/* The picture of `node` is scaled to `width` and `height`. */
void reference_scaled(Layout *layout, const FoNode *node, Length width, Length intrinsic_width,
                      Length height, Length intrinsic_height);

/* Something of `node` is on a page: what ends before it in the document is on pages, too. */
void reference_passed(Layout *layout, const FoNode *node);

/* The indices of the first and the last page of a node, -1 if it is on none; false while that is not
 * known. */
bool reference_pages(const Layout *layout, const FoNode *node, int *first, int *last);

/* The placeholder `text` has come onto a page: it gets its text, or the line waits for it (the outermost
 * one that it stands in), or else the page. */
void pending_on_page(Layout *layout, Area *text, Area *line, PageBuild *page);

/* Gives a placeholder its text after the last page: "?" with a warning if nothing has come of what it
 * cites. */
void reference_resolve(Layout *layout, const Pending *pending);

/* Gives those that wait what has become known. `final`: nothing more will, so what is still unknown
 * becomes "?" with a warning. */
void references_settle(Layout *layout, bool final);

/* All areas of the nodes in `ancestor` have been placed: their last pages are final. */
void references_close(Layout *layout, const FoNode *ancestor);

#endif
