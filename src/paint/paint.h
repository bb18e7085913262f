/* Paint: areas to ink.
 *
 * A Painter draws pages on a cairo surface: one PDF, or a numbered PNG or SVG for each page. In a
 * PDF each painted run stands in a mark of its own, and the Marks tell which formatting object it
 * came from: the structure tree is made of them (facts: cairo marks leaf tags only). */
#ifndef PEERPRESS_PAINT_PAINT_H
#define PEERPRESS_PAINT_PAINT_H

#include "layout/area.h"

#include <cairo.h>

/* Text that finish draws: it does so faster than cairo, in fewer bytes, and also where glyphs do not spell
 * their text (docs/accessibility.md). In cairo's mark stands a sign of it, something drawn in its colour, which
 * finish replaces by text operations of its own. Its glyphs are sound (text/outlines.h), and of no word more than
 * MARK_RUN_MAX_WORD. `matrix` leads from ems, upwards from the left end of the baseline, to the page's
 * points, downwards from its top left corner. */
typedef struct {
  const GlyphRun *run; /* the page's */
  double size;         /* of an em, in points */
  Color color;
  cairo_matrix_t matrix;
} MarkRun;

enum { MARK_RUN_MAX_WORD = 300 };

/* One mark, in the order in which they begin in the page's content stream (with cairo, MCID n of a
 * page is marks[n]). A mark is a tag without children: Span (text), Figure (a picture) or NonStruct (an
 * artifact). */
typedef struct {
  const FoNode *node;    /* of the text or the picture */
  ArtifactKind artifact; /* not ARTIFACT_NONE: no content, node may be NULL */
  bool text;             /* text is in it: cairo 1.18 writes no other marks */
  const char *unseen; /* text that leaves no ink on the page, as it is transparent, clipped away or
                            off the page; or NULL. Owned by the painter */
  bool late;          /* an empty mark, of tag NonStruct, where a part of the late lines belongs */
  int objects;        /* external objects (pictures, groups) in it */
  int run;            /* of PageMarks.runs, from 1: text that finish draws; 0: none */
  bool follows;       /* cairo has no mark of it: its run is drawn behind that of the mark before */
  size_t offset;      /* of text: its place in the paragraph (GlyphRun), as pages show what is
                            read from right to left in another order */
} Mark;

/* Does this cairo mark text alone (1.18)? What else is drawn then stands outside of all marks, pictures
 * each as one external object. */
bool paint_marks_text_only(void);

/* Where a link or a bookmark goes: one of them, the other is NULL. */
typedef struct {
  const char *destination; /* the name of a PageDestination: letters, digits and "._:-%~" */
  const char *
      uri; /* of an allowed scheme or relative, in visible ASCII without brackets and backslashes */
} LinkTarget;

/* A link annotation: a stretch of text or pictures under a fo:basic-link that lies together on one line. In
 * points from the top left corner of the page. */
typedef struct {
  const FoNode *node; /* the fo:basic-link */
  LinkTarget target;
  double x, y, width, height;
} PageLink;

/* A place that links and bookmarks go to, named as the id, bytes other than letters, digits, "." "_" ":" "-"
 * percent-encoded, with the offset if it has one. */
typedef struct {
  const char *name;
  double x, y; /* in points from the top left corner of the page */
} PageDestination;

/* The marks of a page, in order of painting, and its links and destinations. Owned by the painter; `runs` goes
 * with the areas of the page, links and destinations when the next page is painted. */
typedef struct {
  const Mark *marks;
  int count;
  const MarkRun *runs;
  const PageLink *links;
  int link_count;
  const PageDestination *destinations;
  int destination_count;
  bool plain; /* all is text that finish draws: no page of it is in the file */
} PageMarks;

/* A width or height of pages in points, at least one. */
double paint_page_side(Length length);

/* A bookmark (XSL 1.1 §6.11). */
typedef struct {
  int parent;        /* the place of the bookmark that it stands below, before it; -1: none */
  const char *title; /* white space collapsed */
  LinkTarget target;
  bool open, bold, italic;
} PageBookmark;

/* In document order. Owned by the painter. */
typedef struct {
  const PageBookmark *items;
  int count;
} PageBookmarks;

/* What is known after the last page: bookmarks, if they were not gathered before, and destinations that no page had, which
 * are on the last one. Owned by the painter. */
typedef struct {
  PageBookmarks bookmarks;
  const PageDestination *destinations;
  int destination_count;
} PaintEnd;

typedef enum { PAINT_PDF, PAINT_PNG, PAINT_SVG } PaintKind;

/* What a document says of itself (PDF Info, XMP later). NULL members are left out. */
typedef struct {
  const char *title, *author, *subject, *keywords, *language;
  const char *created; /* ISO 8601; PDF only. NULL: 1970-01-01, as cairo would take the clock's,
                          and the same input gives the same bytes */
} DocumentInfo;

typedef struct Painter Painter;

/* `write` receives the bytes of the PDF as they come, or of each finished PNG or SVG page. `page`
 * is the page's index for PNG and SVG, -1 for PDF. Returns false when it could not write, and has
 * reported that: painting goes on without output and paint_finish returns false.
 *
 * The bytes of a page of a PDF come when the next page is begun, or at the end: by then the marks of
 * that page are complete and those of no later page exist. */
typedef bool PaintWrite(void *context, int page, const unsigned char *bytes, size_t length);

typedef struct {
  PaintKind kind;
  double resolution;    /* PNG: dots per inch; 0: 96 */
  const Limits *limits; /* NULL: the usual ones */
  bool finished; /* PDF: finish (pdf/finish.h) draws what text it can; else cairo draws all */
  DocumentInfo info;
  Diagnostics *diagnostics;
  const FoTree *tree;
  const FoNode *bookmarks; /* fo:bookmark-tree, for paint_bookmarks; NULL: they come at the end */
  PaintWrite *write;
  void *context;
} PaintOptions;

/* The caller owns the painter and ends it with paint_free. */
Painter *paint_new(const PaintOptions *options);

/* Draws one page; its areas may go afterwards, its pictures and fonts stay until paint_finish. What
 * in it cannot be drawn is reported.
 *
 * In a PDF, links and destinations are not painted but told (paint_marks): these of the anchors that something
 * goes to. */
void paint_page(Painter *painter, const Page *page);

/* How many parts the late lines of a page are in (layout.h, LateSink): those of one have nothing painted
 * between them. */
int paint_late_parts(const Painter *painter, const LatePage *page);

/* Draws one part of the late lines of a page of a PDF, from 1: on a page of its own, which finish puts into that
 * page, where the part has its Mark; or, if it is all text that finish draws, on none (PageMarks.plain). The marks of
 * the page are then those of the part. After the last page. */
void paint_late(Painter *painter, const LatePage *page, int part);

/* Can the bookmarks of a tree be gathered before its pages, as nothing is to be reported of them? */
bool paint_bookmarks_sound(const FoTree *tree);

/* Takes some of the bookmarks, in order; they last as long as the call. The parent of each is one of the same call.
 * `next` is the child of fo:bookmark-tree whose turn it is then, NULL: all came. */
typedef void BookmarkSink(void *context, PageBookmarks bookmarks, const FoNode *next);

/* Gathers the bookmarks of the painter's options, before the first page. */
void paint_bookmarks(Painter *painter, BookmarkSink *sink, void *context);

/* Ends the file. False if anything failed; reported. Call it once; the painter then only gives its marks and
 * its end. */
bool paint_finish(Painter *painter);

/* What links and bookmarks need of the end; after paint_finish, of a PDF. */
PaintEnd paint_end(const Painter *painter);
void paint_free(Painter *painter);

/* The marks of page `index`, which was painted last; of other pages none. */
PageMarks paint_marks(const Painter *painter, int index);

#endif
