/* The content stream of a page: its marks rewritten (PDF 1.7 §14.6, §14.8.2.2). */
#ifndef PEERPRESS_PDF_CONTENT_H
#define PEERPRESS_PDF_CONTENT_H

#include "layout/area.h"
#include "pdf/syntax.h"

typedef enum {
  MARK_SPAN,     /* content: text */
  MARK_FIGURE,   /* content: a picture */
  MARK_JOINED,   /* goes on with the mark before: both become one */
  MARK_ARTIFACT, /* no content */
  MARK_EMPTY,    /* goes away, with nothing in it */
} MarkFate;

/* What becomes of one of cairo's marks. */
typedef struct {
  MarkFate fate;
  ArtifactKind artifact;
  int mcid;    /* of content */
  bool absent; /* cairo writes no mark for it, as no text is in it */
  char *text;  /* text operations in the place of those of the mark; or NULL. Owned by the plan */
  int objects; /* external objects in it, if it is absent */
  const char *unseen; /* text of it that is not drawn, or NULL */
} MarkPlan;

/* Appends `content` to `out`, the n-th marked-content sequence with an MCID being treated as
 * `plans` says. False if the stream's marks are not as many as that, or it is broken. Sequences
 * without an MCID (ActualText) stay; a negative count leaves all as it is. Of late lines, the graphics
 * states that cairo counts for each page (content_is_counted_state) get names of their own: CONTENT_LATE_STATE
 * in the place of as many letters. */
bool content_rewrite(Slice content, const MarkPlan *plans, int count, bool late, GString *out);

#define CONTENT_LATE_STATE "/l"

/* Is a resource's name (with its slash) one that means another thing on each page: "/a0"? */
bool content_is_counted_state(Slice name);

#endif
