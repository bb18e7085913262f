/* One line of a paragraph: what line.c makes for lines.c. */
#ifndef PEERPRESS_LAYOUT_LINE_H
#define PEERPRESS_LAYOUT_LINE_H

#include "layout/internal.h"

/* The line, or an inline box that is open in it. */
typedef struct {
  Area *area;
  const Owner *owner; /* NULL: the line */
  bool begins, ends;  /* on this line */
} Level;

/* A line at work. */
typedef struct {
  Queue *queue;
  Layout *layout;
  const LineJob *job;
  const TextLook *strut;
  GPtrArray *open; /* of Owner: inline boxes that are open across line ends */
  GArray *levels;  /* of Level: the line and the inline boxes that are open in it */
  bool rtl;        /* it runs from right to left */
  Length above, below;
  Length before_edge, after_edge; /* above and below the baseline, where objects hang */
  Note *notes, *last_note;
  Area *leader;
  GArray *pendings; /* of Pending */
  TextAlign align;
  bool justified;        /* the line at work */
  const FoNode *initial; /* fo:initial-property-set of the line at work, or NULL */
  Length x, width;       /* of the line at work */
  GPtrArray *leading;    /* of fo:float: side-floats that stand before the first line; or NULL */
} LineWork;

/* The area of a line; its footnotes and floats are in `notes` then, and the inline boxes that it leaves
 * open in `open`. */
Area *line_area(LineWork *w, const TextLine *line);

/* The inline boxes that a first line with properties of its own leaves open go on as what they are behind
 * it. */
void line_leave_first(LineWork *w);

/* ---- Strings that lines align on (line_string.c) ---- */

/* Where the string stands in the line: the edge of its first occurrence that is read first, or else of the end of
 * the line's text. `found`: it occurs. */
Length line_string_place(const TextLine *line, const char *string, bool rtl, bool *found);
/* The line moved so that its string stands where those of the column do, as far as it stays within its
 * measure; the line itself where it aligns on none. */
TextLine line_string_align(LineWork *w, const TextLine *line);

/* ---- What a paragraph is made of (collect.c) ---- */

/* Do its lines run from right to left? */
bool job_rtl(const Queue *queue, const LineJob *job);
/* How the paragraph is to be broken. */
LineSpec job_spec(const LineJob *job);
/* The fo:initial-property-set that the first of its lines has, or NULL. */
const FoNode *job_initial(const LineJob *job);
/* Its content; `first_line`: or NULL. The caller ends it with paragraph_free. */
Paragraph *job_collect(Queue *queue, const LineJob *job, const FirstLine *first_line);
/* The same with a first line of its own, which `spec` receives. */
Paragraph *job_collect_first(Queue *queue, const LineJob *job, const FoNode *initial,
                             LineSpec *spec);
/* The same once more, to be broken from `start` on. */
Paragraph *job_collect_again(Queue *queue, const LineRun *run, const LineOrigin *start,
                             LineSpec *spec);

#endif
