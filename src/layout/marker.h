/* The markers of a page. */
#ifndef PEERPRESS_LAYOUT_MARKER_H
#define PEERPRESS_LAYOUT_MARKER_H

#include "layout/internal.h"

/* Notes the markers among the areas of a page's body, in order. */
void markers_find(PageBuild *page, const Area *area);

/* Notes the markers of what was open when the page began, where `cursor` stands; `queue` NULL: nothing. */
void markers_carried(PageBuild *page, Queue *queue, Cursor cursor);

/* Marks the markers of what is still open when the page is full as not ending on it. */
void markers_left_open(PageBuild *page, Queue *queue, Cursor cursor);

/* Keeps the page's last marker of each class for the pages after it. */
void markers_remember(Layout *layout, const PageBuild *page);

#endif
