/* Inline content on its way to a paragraph: what inline.c, inline_text.c, inline_object.c and baseline.c
 * share. */
#ifndef PEERPRESS_LAYOUT_INLINE_H
#define PEERPRESS_LAYOUT_INLINE_H

#include "layout/internal.h"

/* What hangs from an edge of the line, whatever its height turns out to be. */
typedef struct {
  Keyword edge;
  Length above, below;
} Hanging;

/* The inline content of a LineJob, treated node by node. */
typedef struct {
  Queue *queue;
  Layout *layout;
  Paragraph *paragraph;
  const LineJob *job;
  const FirstLine *first_line; /* or NULL */
  GString *text, *changed;
  bool after_linefeed; /* at the beginning, or after a linefeed that is preserved */
  bool after_space;    /* the last character was a space that may collapse with the next */
  bool in_word;        /* for text-transform="capitalize" */
  /* What the text that is collected is part of, or NULL: the node it is in. */
  const FoNode *stands_for;
  Hanging hanging;
} Collector;

/* The owner of what `node` gives to the paragraph, its baseline `shift` above the line's. */
Owner *inline_owner(Collector *c, OwnerKind kind, const FoNode *node, Length shift);

/* What `node`, a copy for the first line, is behind the end of that; other nodes are themselves. */
const FoNode *inline_behind_first_line(const Collector *c, const FoNode *node);
bool inline_in_first_line(const Collector *c);

/* Characters in the style of `node`, as `source` in the tree (inline_text.c). */
void inline_characters(Collector *c, const FoNode *node, const FoNode *source, const char *text,
                       size_t length, Length shift);

/* The children of `node`, whose baseline is `shift` above the line's. */
void inline_children(Collector *c, const FoNode *node, Length shift);
/* A point for `node`, if its pages may be cited. */
void inline_anchor(Collector *c, const FoNode *node, Length shift);

/* Each kind of inline object (inline_object.c). */
void inline_graphic(Collector *c, const FoNode *node, Length shift);
void inline_container(Collector *c, const FoNode *node, Length shift);
void inline_leader(Collector *c, const FoNode *node, Length shift);
/* A page number: its text if it is known, else a placeholder of the width that is likely. */
void inline_number(Collector *c, const FoNode *node, Length shift);
/* fo:index-page-citation-list. */
void inline_index(Collector *c, const FoNode *node, Length shift);

/* ---- Baselines (baseline.c) ---- */

/* By what the baseline of `node` itself is shifted: baseline-shift. */
Length baseline_shift(Layout *layout, const FoNode *node);
/* The edge of the line that an object hangs from, or KW_UNSET. */
Keyword baseline_edge(const FoNode *node);
/* Where the bottom of an object of `height` stands above its parent's baseline. */
Length baseline_object_shift(Layout *layout, const FoNode *node, Length height);
/* Where the baseline of text in `node` stands above its parent's. */
Length baseline_box_shift(Layout *layout, const FoNode *node);

#endif
