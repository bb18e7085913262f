/* Pages on their way from layout to the painter, which works in a thread of its own: while a page is painted
 * and written, the next ones are laid out. Nothing changes a page once it is on its way.
 *
 * There is no thread where the process has one processor only, or none can be had. */
#ifndef PEERPRESS_PAGEQUEUE_H
#define PEERPRESS_PAGEQUEUE_H

#include "layout/layout.h"

typedef struct PageQueue PageQueue;

/* What the sink needs is made in the thread, too. */
typedef void PageQueueBegin(void *context);

/* `begin` is called once, then `sink` with each page in order, both in the thread. The caller owns the queue. */
PageQueue *page_queue_new(PageQueueBegin *begin, PageSink *sink, void *context);

/* Ends the thread after all pages. */
void page_queue_free(PageQueue *queue);

/* Waits while many pages are on their way. The page lasts until it is counted by page_queue_done. */
void page_queue_push(PageQueue *queue, const Page *page);

/* How many pages, from the first on, the sink has done with. If there is one, what was begun is seen by the caller. */
int page_queue_done(PageQueue *queue);

/* Waits until it has begun, and done with all pages. What was done is seen by the caller then. */
void page_queue_wait(PageQueue *queue);

#endif
