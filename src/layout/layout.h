/* Layout: formatting objects to pages.
 *
 * Pages are given as they are finished, in order, and freed afterwards: memory is bounded by the
 * pages that still wait for a reference forward (a citation of a page that is not laid out yet). */
#ifndef PEERPRESS_LAYOUT_LAYOUT_H
#define PEERPRESS_LAYOUT_LAYOUT_H

#include "layout/area.h"

typedef struct {
  Diagnostics *diagnostics;
  TextEngine *text;
  ImageStore *images;
  int max_pages; /* 0: LAYOUT_DEFAULT_MAX_PAGES; more is an error (layout-too-many-pages) */
} LayoutOptions;

enum { LAYOUT_DEFAULT_MAX_PAGES = 100000 };

/* Receives one page; it is valid during the call only. */
typedef void PageSink(const Page *page, void *context);

/* Lays the whole tree out. False if it had to stop; what is wrong was reported. Content that does
 * not fit anywhere is placed all the same and reported as a warning. */
bool layout_document(const FoTree *tree, const LayoutOptions *options, PageSink *sink,
                     void *context);

#endif
