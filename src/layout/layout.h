/* Layout: formatting objects to pages.
 *
 * Pages are given as they are finished, in order, and freed afterwards. A line with a reference
 * forward (a citation of a page that is not laid out yet, as in “page 1 of 9” or a table of contents)
 * comes later than its page, if the sink can take it so: memory is bounded by such lines. Else its page
 * and all that follow wait. */
#ifndef PEERPRESS_LAYOUT_LAYOUT_H
#define PEERPRESS_LAYOUT_LAYOUT_H

#include "layout/area.h"

/* Receives one page; it is valid during the call only, unless PagesDone says otherwise. */
typedef void PageSink(const Page *page, void *context);

/* Where pages are worked on after the sink has returned, such as in another thread: tells how many pages, from the
 * first on, it has done with; with `wait`, when that is all that it was given. The others stay as they are. What a
 * page names of the tree, the text engine and the pictures is read only meanwhile. */
typedef int PagesDone(void *context, bool wait);

/* Receives the late lines of one page; they are valid during the call only. All come after the last
 * page, in the order of pages. */
typedef void LateSink(const LatePage *page, void *context);

/* Receives a child of a flow when nothing of it comes on a page any more and all its pages are done with: layout
 * reads the texts in it no more. Children that are before it in the flow came before. It may not be called for all, and
 * is not for those with late lines. */
typedef void PassedSink(const FoNode *child, void *context);

typedef struct {
  Diagnostics *diagnostics;
  TextEngine *text;
  ImageStore *images;
  const Limits *limits; /* NULL: the usual ones */
  /* Called with the sink's context: */
  LateSink
      *late; /* after all pages are done with; NULL: pages wait until all their lines are known */
  PagesDone *done;    /* NULL: each page is done with when the sink returns */
  PassedSink *passed; /* NULL: no one asks */
} LayoutOptions;

/* Lays the whole tree out. False if it had to stop; what is wrong was reported. Content that does
 * not fit anywhere is placed all the same and reported as a warning. */
bool layout_document(const FoTree *tree, const LayoutOptions *options, PageSink *sink,
                     void *context);

#endif
