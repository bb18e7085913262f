/* Before-floats (XSL 1.1 §6.12.2, float="before"): they stand at the top of the page of their anchor, or
 * of the first page after it that has room for them, over all columns and in their order. */
#ifndef PEERPRESS_LAYOUT_BEFOREFLOAT_H
#define PEERPRESS_LAYOUT_BEFOREFLOAT_H

#include "layout/page.h"

/* The before-floats of one page. */
typedef struct {
  Sequence *sequence;
  Context context;
  GHashTable *here; /* fo:float -> Area *, or NULL if it is left to a later page */
  Area *separator;
  Area *carried; /* what earlier pages left for this one, or NULL */
  bool full;     /* one was left to a later page, so those after it are, too */
  Length most;   /* what those of this page may take: less where columns are filled already */
} BeforeFloats;

/* `context`: the reference area of the whole body, of which `room` can be had by what earlier pages left.
 * Returns what that takes. End it with before_floats_release. */
Length before_floats_init(BeforeFloats *f, Sequence *sequence, Context context, Length room);
void before_floats_release(BeforeFloats *f);

/* Decides whether `node` stands on this page, where `left` can still be had by floats that take `taken`
 * already; once for each. Returns what it takes. */
Length before_float_decide(BeforeFloats *f, const FoNode *node, Length left, Length taken);

/* Puts the floats of this page among `notes` at the top of `content` in the area `body`, and leaves the
 * others to the next. Returns what they take. */
Length before_floats_place(BeforeFloats *f, const Note *notes, Area *body, Rect content);

#endif
