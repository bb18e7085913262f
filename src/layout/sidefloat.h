/* Side-floats (XSL 1.1 §6.12.2): how large they are, and what they leave of their reference area. */
#ifndef PEERPRESS_LAYOUT_SIDEFLOAT_H
#define PEERPRESS_LAYOUT_SIDEFLOAT_H

#include "layout/fit.h"

/* What is left of a float below this is as good as nothing: lines' heights are rounded. */
#define FLOAT_ROUNDING (LENGTH_PER_POINT / 16)

/* Which side a value of `float` or `clear` means in a reference area: KW_LEFT or KW_RIGHT; KW_BOTH and
 * KW_NONE stay. */
Keyword side_of(const Layout *layout, Keyword value, bool rtl);

/* The float of `note` laid out, as wide as its content, in a reference area `base` wide: a box at 0,
 * 0. It belongs to the note and is made once. */
Area *side_float_area(Queue *queue, Note *note, Length base);

/* How much of a float goes into a room. */
typedef struct {
  Area *area; /* as of side_float_area */
  Cursor next;
  bool any, done;
  int cost; /* of the break */
} FloatPart;

typedef struct {
  Length base;          /* width of the reference area */
  Length height;        /* at most */
  bool must;            /* something is laid out, however high */
  bool page_end, quiet; /* as in Room */
} FloatRoom;

/* Lays out the float from `from` in its content on. `queue` is that of the reference area, and keeps
 * the content from page to page. */
FloatPart side_float_part(Queue *queue, const FoNode *node, Cursor from, FloatRoom room);
/* How wide what is left of it from there on is. */
Length side_float_width(Queue *queue, const FoNode *node, Cursor from, Length base);
/* What is left of the floats in the list, in their order, or NULL. */
const FloatRest *side_floats_rest(Layout *layout, const SideFloats *floats);
/* For queue_release, queue_oldest and cursor_open_nodes: the content of a queue's broken floats. */
void side_floats_release(Queue *queue, Cursor cursor);
unsigned side_floats_oldest(const Queue *queue);
void side_floats_open(Queue *queue, Cursor cursor, GPtrArray *nodes);

/* What is left beside floats is no room if it is less. */
enum { FLOAT_LEAST_EMS = 3 };

/* How far floats at one side come in beside what stands at `y` and is `height` high, or how high is not
 * known: FLOAT_ANY_HEIGHT. */
#define FLOAT_ANY_HEIGHT LENGTH_LIMIT
Length side_floats_reach(const SideFloats *floats, bool left, Length y, Length height);
/* Where the first of the floats beside that ends; `y` if there is none. */
Length side_floats_next(const SideFloats *floats, Length y, Length height);
/* Where the floats of `side` (KW_BOTH: all) end, at least `y`. */
Length side_floats_bottom(const SideFloats *floats, Keyword side, Length y);

#endif
