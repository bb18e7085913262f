/* What fit.c and place.c share. */
#ifndef PEERPRESS_LAYOUT_FIT_H
#define PEERPRESS_LAYOUT_FIT_H

#include "layout/internal.h"

typedef enum { PLACE_AREA, PLACE_OPEN, PLACE_CLOSE, PLACE_SPACE } PlacementKind;

/* How much the spaces above a place can give. */
typedef struct {
  Length stretch, shrink;
} Flex;

/* Something at its place in a column. */
typedef struct {
  PlacementKind kind;
  bool continued; /* OPEN: the frame was open at the top of the column */
  bool copy;      /* AREA: belongs to an item and may be placed again */
  bool absolute;  /* AREA: stands at its own y */
  Length y;
  Flex flex; /* of the spaces above it */
  union {
    Area *area;
    Frame *frame;
    SpaceLength space;
  };
} Placement;

/* How far a list of notes had come. */
typedef struct {
  Note *last;
  Length used;
} NoteMark;

/* Makes the areas: a box at the origin of the reference area whose children are the placements.
 * Frames that are still open are closed at `y`, as they go on in the next column; `height` receives
 * the height with what that adds. */
Area *place_areas(Queue *queue, const GArray *placed, Length y, Length *height);

#endif
