/* Pages on their way from layout to the painter, which works in a thread of its own: while a page is painted
 * and written, the next ones are laid out. Nothing changes a page once it is on its way.
 *
 * There is no thread where the process has one processor only, or none can be had. */
#ifndef PEERPRESS_PAGEQUEUE_H
#define PEERPRESS_PAGEQUEUE_H

#include "layout/layout.h"

typedef struct PageQueue PageQueue;

/* `sink` is called with each page in order, in the thread. The caller owns the queue. */
PageQueue *page_queue_new(PageSink *sink, void *context);

/* Ends the thread after all pages. */
void page_queue_free(PageQueue *queue);

/* Waits while many pages are on their way. The page lasts until it is counted by page_queue_done. */
void page_queue_push(PageQueue *queue, const Page *page);

/* How many pages, from the first on, the sink has done with. */
int page_queue_done(PageQueue *queue);

/* Waits until it has done with all. What the sink did is seen by the caller then. */
void page_queue_wait(PageQueue *queue);

#endif
