/* Pages, and the page sequences that they are made for. */
#ifndef PEERPRESS_LAYOUT_PAGE_H
#define PEERPRESS_LAYOUT_PAGE_H

#include "layout/master.h"

/* A page sequence at work. */
typedef struct {
  Layout *layout;
  const FoNode *node, *flow;
  MasterState masters;
  Queue *queue;
  Cursor cursor;
  int number;      /* of the next page */
  int count;       /* of pages made */
  bool spanning;   /* the cursor is in blocks that span all columns */
  bool flow_ended; /* all content is placed */
  Keyword forced;  /* the parity that the next page's content asks for, or KW_UNSET */
} Sequence;

/* Builds the next page of the sequence: content, or a blank one. Its citations may still wait. The
 * caller owns it. NULL if the sequence cannot go on: reported. */
PageBuild *page_build(Sequence *sequence, bool blank);
void page_free(PageBuild *page);

#endif
