/* Late lines: what waits for the number of a page that is not laid out yet does not hold its page back.
 * The page goes out without the line, and a copy of the line is kept until all pages are known. */
#ifndef PEERPRESS_LAYOUT_LATE_H
#define PEERPRESS_LAYOUT_LATE_H

#include "layout/internal.h"

typedef struct LateLines LateLines;

LateLines *late_lines_new(void);
void late_lines_free(LateLines *late);

/* `pending` stands in `line`, which becomes late; `page` is the last so far. False if the line cannot be
 * parted from the page. */
bool late_add(LateLines *late, const Pending *pending, Area *line, Page *page);

/* Does a child of a flow have late lines? What they come from is needed until they are complete. */
bool late_has(const LateLines *late, const FoNode *child);

/* Completes the lines and gives them to the sink of the layout's options, page by page. Call it once, after
 * the last page. */
void late_settle(LateLines *late, Layout *layout, void *context);

#endif
