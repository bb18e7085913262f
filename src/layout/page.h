/* Pages, and the page sequences that they are made for. */
#ifndef PEERPRESS_LAYOUT_PAGE_H
#define PEERPRESS_LAYOUT_PAGE_H

#include "layout/master.h"

/* Footnotes that the pages so far had no room for; the first of them may have begun. */
typedef struct {
  Note *notes;
  Queue *queue; /* of the first, or NULL */
  Cursor cursor;
} NotesRest;

/* A page sequence at work. */
typedef struct {
  Layout *layout;
  NotesRest rest;
  GQueue floats; /* of const FoNode *: before-floats that the pages so far had no room for */
  const FoNode *node, *flow;
  const FoNode *following; /* the next fo:page-sequence, or NULL */
  MasterState masters;
  Queue *queue;
  Cursor cursor;
  int number;      /* of the next page */
  int count;       /* of pages made */
  bool page_begun; /* a region of the page at work is filled */
  bool spanning;   /* the cursor is in blocks that span all columns */
  bool flow_ended; /* all content is placed */
  Keyword forced;  /* the parity that the next page's content asks for, or KW_UNSET */
} Sequence;

/* Are there footnotes or floats that the pages so far had no room for? */
static inline bool sequence_owes(const Sequence *sequence) {
  return sequence->rest.notes || !g_queue_is_empty((GQueue *)(gpointer)&sequence->floats);
}

/* The number of the first page of `sequence` if `next` is free. */
int sequence_first_number(const FoNode *sequence, int next);
/* Does force-page-count ask for a blank page after the last, if `count` pages are made and `next` is
 * the number of the one after them? */
bool sequence_adds_blank(const Sequence *sequence, int count, int next);

/* The oldest generation of arenas that the rest of the sequence points into. */
unsigned sequence_oldest(const Sequence *sequence);

/* Builds the next page of the sequence: content, or a blank one. Its citations may still wait. The
 * caller owns it. NULL if the sequence cannot go on: reported. */
PageBuild *page_build(Sequence *sequence, bool blank);
void page_free(PageBuild *page);

/* Background pictures of columns and of headers, footers and bodies of tables are placed in what of these
 * stands on the page (background.c). */
void backgrounds_join(Layout *layout, Area *root);

#endif
