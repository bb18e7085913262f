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

/* A scaled baseline-table (§7.14.5): what children are aligned with. */
typedef struct {
  Keyword dominant;
  FontMetrics metrics; /* of the nominal font at the table's size */
  Length shift;        /* of its alphabetic baseline */
} BaselineTable;

/* The inline content of a LineJob, treated node by node. */
typedef struct {
  Queue *queue;
  Layout *layout;
  Paragraph *paragraph;
  const LineJob *job;
  const FirstLine *first_line; /* or NULL */
  GString *text, *changed;
  bool after_linefeed;  /* at the beginning, or after a linefeed that is preserved */
  bool after_space;     /* the last character was a space that may collapse with the next */
  bool after_separator; /* … a line separator (U+2028): a space that may collapse goes with it */
  bool in_word;         /* for text-transform="capitalize" */
  /* What the text that is collected is part of, or NULL: the node it is in. */
  const FoNode *stands_for;
  Hanging hanging;
  BaselineTable table; /* of what is open */
} Collector;

/* What is put back behind an object. */
typedef struct {
  Hanging hanging;
  BaselineTable table;
} Surroundings;

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

/* Aligns `node`, whose own baselines are `own`, and lets its content be aligned with it: gives the position of
 * its baseline. Owners made from here to inline_leave stand there. */
Length inline_enter(Collector *c, const FoNode *node, const FontMetrics *own,
                    Surroundings *surroundings);
void inline_leave(Collector *c, const Surroundings *surroundings);
/* The same for what is text in its own font. */
Length inline_enter_text(Collector *c, const FoNode *node, Surroundings *surroundings);

/* The box around the content of `node`: its borders, padding and spaces, its background and its direction. */
typedef struct {
  Owner *owner;          /* NULL: it has none of these */
  Length end, space_end; /* at its end; what of that goes at the end of a line */
} InlineBox;

InlineBox inline_open(Collector *c, const FoNode *node, Length shift);
void inline_close(Collector *c, const InlineBox *box);

/* Each kind of inline object (inline_object.c). */
/* A grapheme that is turned by glyph-orientation-horizontal, as `source` in the tree. */
void inline_turned(Collector *c, const FoNode *node, const FoNode *source, const char *text,
                   size_t length, Length shift);
void inline_graphic(Collector *c, const FoNode *node);
void inline_container(Collector *c, const FoNode *node);
void inline_leader(Collector *c, const FoNode *node);
/* A page number: its text if it is known, else a placeholder of the width that is likely. */
void inline_number(Collector *c, const FoNode *node);
/* fo:index-page-citation-list. */
void inline_index(Collector *c, const FoNode *node);

/* ---- Baselines (baseline.c) ----
 *
 * All positions are above the alphabetic baseline of the line, or of what hangs from its edge and is at
 * work (Collector.hanging). */

/* The table of an area that has no font: its extent around its alphabetic baseline. */
FontMetrics baseline_object(Length above, Length below);

/* What the lines of a block align their content with. */
BaselineTable baseline_of_block(Layout *layout, const FoNode *block);

/* Where the alphabetic baseline of `node` stands, whose own table is `own`, in `position`; the result tells
 * whether that is above an edge of the line. `around` is what its parent aligns it with. */
Hanging baseline_align(Layout *layout, const BaselineTable *around, const FoNode *node,
                       const FontMetrics *own, Length *position);

/* What `node`, at that position, aligns its content with. */
BaselineTable baseline_inside(const BaselineTable *around, const FoNode *node,
                              const FontMetrics *own, Length position);

#endif
