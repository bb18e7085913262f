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
  MARK_SPLIT,    /* goes away: here the content is parted */
} MarkFate;

/* What becomes of one of cairo's marks. */
typedef struct {
  MarkFate fate;
  ArtifactKind artifact;
  int mcid;    /* of content */
  bool absent; /* cairo writes no mark for it, as no text is in it */
  GString
      *text;    /* text operations in the place of what is drawn in the mark; or NULL. The plan's */
  bool follows; /* cairo has no mark of it: its text comes behind that of the mark before */
  int objects;  /* external objects in it, if it is absent */
  const char *unseen; /* text of it that is not drawn, or NULL */
} MarkPlan;

/* Appends `content` to `out`, the n-th marked-content sequence with an MCID being treated as
 * `plans` says. False if the stream's marks are not as many as that, or it is broken. Sequences
 * without an MCID (ActualText) stay. Of the part `late` of a page's late lines (0: it is none), the
 * graphics states have the names of content_append_state. To `splits` (of gsize) the places in `out` are
 * added where the content is parted. */
bool content_rewrite(Slice content, const MarkPlan *plans, int count, int late, GString *out,
                     GArray *splits);

/* Appends content that is nothing but the texts of `plans`, which follow the first of their kind. */
void content_plain(const MarkPlan *plans, int count, GString *out);

/* Appends the name of a resource (with its slash) as the content of part `late` has it: cairo counts the states
 * of transparency anew on each page, "/a0", and parts of several pages become one. */
void content_append_state(GString *out, Slice name, int late);

#endif
