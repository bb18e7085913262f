/* The footnotes of one page: how much room they take of the body, and their areas at its foot. */
#ifndef PEERPRESS_LAYOUT_FOOTNOTE_H
#define PEERPRESS_LAYOUT_FOOTNOTE_H

#include "layout/page.h"

typedef struct {
  NoteRoom room;
  Sequence *sequence;
  Context context;
  GHashTable *bodies; /* fo:footnote -> Area * */
  Area *separator;
} Footnotes;

/* `context`: the reference area of the whole body. End it with footnotes_release. */
void footnotes_init(Footnotes *f, Sequence *sequence, Context context);
void footnotes_release(Footnotes *f);

/* Puts the separator and the bodies of `notes` at the foot of `content` in the area `body`. */
void footnotes_place(Footnotes *f, const Note *notes, Area *body, Rect content);

#endif
