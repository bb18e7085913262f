/* The footnotes of one page: how much room they take of the body, and their areas at its foot. A note
 * that is too high for a page begins on the page of its reference and goes on on the next ones, which it
 * leaves a quarter to the text. */
#ifndef PEERPRESS_LAYOUT_FOOTNOTE_H
#define PEERPRESS_LAYOUT_FOOTNOTE_H

#include "layout/beforefloat.h"

typedef struct {
  NoteRoom room;
  BeforeFloats floats; /* they share the page */
  Sequence *sequence;
  Context context;
  GHashTable *bodies; /* fo:footnote -> Area * */
  Area *separator;
  Area *carried; /* what earlier pages left for this one, or NULL */
} Footnotes;

/* `context`: the reference area of the whole body. Takes from sequence->rest what this page is to
 * hold. End it with footnotes_release. */
void footnotes_init(Footnotes *f, Sequence *sequence, Context context);
void footnotes_release(Footnotes *f);

/* Puts the separator and the bodies of the footnotes among `notes` at the foot of `content` in the area
 * `body`, of whose height text and floats take `text`. What has no room goes to sequence->rest. */
void footnotes_place(Footnotes *f, const Note *notes, Area *body, Rect content, Length text);

/* Forgets what is left of a sequence's notes. */
void footnotes_rest_release(NotesRest *rest);

#endif
