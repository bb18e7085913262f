/* Page masters: which one a page gets, and where its regions are (XSL 1.1 §6.4). */
#ifndef PEERPRESS_LAYOUT_MASTER_H
#define PEERPRESS_LAYOUT_MASTER_H

#include "layout/internal.h"

/* What conditional-page-master-references ask about a page. */
typedef struct {
  bool first, last, blank, odd;
} PageTraits;

/* How far a page sequence has come in its master. */
typedef struct {
  const FoNode *master;  /* fo:simple-page-master or fo:page-sequence-master */
  const FoNode *current; /* the sub-sequence specifier in use */
  int used;              /* pages made with it */
} MasterState;

/* The state at the beginning of `sequence`; false if its master-reference names none: reported. */
bool master_begin(Layout *layout, const FoNode *sequence, MasterState *state);

/* The master of the next page; moves the state on. Never NULL: where the specifiers run out, the last
 * master goes on and that is reported once. */
const FoNode *master_next(Layout *layout, MasterState *state, const PageTraits *traits);

/* Adds the simple page masters that the sequence may come to use, of those that there are, to `found`. */
void master_reachable(const Layout *layout, const MasterState *state, GPtrArray *found);

/* Does any alternative ask for the last page? */
bool master_knows_last(const MasterState *state);

typedef struct {
  Length x, y, width, height;
} Rect;

enum { REGION_BODY, REGION_BEFORE, REGION_AFTER, REGION_START, REGION_END, REGION_COUNT };

/* The geometry of a simple page master. A region that it lacks has node NULL. */
typedef struct {
  Length width, height;
  Rect page; /* the page without its margins; regions count from its corner if it is turned */
  struct {
    const FoNode *node;
    const char *name; /* flow-name that goes there */
    Rect rect;        /* its border rectangle */
  } regions[REGION_COUNT];
  bool rtl;
} PageGeometry;

/* reference-orientation, from 0 to 270. */
int orientation_of(const FoNode *node);

/* Of several region bodies the one is taken that the flow goes to (`flow_region`), else the first. */
PageGeometry master_geometry(const FoNode *master, const char *flow_region);

/* The content rectangle of the region `node` whose border rectangle is `rect`, from its corner. */
Rect region_content(const FoNode *node, Rect rect, bool rtl);
bool region_rtl(const FoNode *node);

/* What the content of the region `node` goes into: its area itself, or a viewport in it over the rectangle
 * `content` if it is turned or clipped, which is then made that of the viewport. */
Area *region_viewport(Layout *layout, Area *area, const FoNode *node, Rect *content);

/* How far content moves down in a region or container with `room` to spare (display-align). */
Length display_offset(Keyword align, Length room);

/* The fo:static-content of `sequence` for the region, or for a separator of its name; or NULL. */
const FoNode *sequence_static(const FoNode *sequence, const char *region);

/* A page number in the format, letter-value and grouping of the sequence, in `arena`. */
const char *page_number_text(const FoNode *sequence, int number, Arena *arena);

#endif
