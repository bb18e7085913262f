/* What fit.c and place.c share. */
#ifndef PEERPRESS_LAYOUT_FIT_H
#define PEERPRESS_LAYOUT_FIT_H

#include "layout/internal.h"

typedef enum { PLACE_AREA, PLACE_OPEN, PLACE_CLOSE, PLACE_SPACE, PLACE_FLOAT } PlacementKind;

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
  Length shift; /* to the right; FLOAT: its x */
  Flex flex;    /* of the spaces above it */
  union {
    Area *area;
    Note *note; /* FLOAT that waits for its place */
    Frame *frame;
    SpaceLength space;
  };
} Placement;

/* How far a list of notes had come. */
typedef struct {
  Note *last;
  Length used;
} NoteMark;

typedef struct {
  bool valid;
  int cost;
  double bend; /* how far spaces must give way to fill the room: 0 to 1, G_MAXDOUBLE: they cannot */
  Cursor next;
  guint placed;
  Length y;
  Flex flex;
  Length left; /* of the room */
  NoteMark notes;
  guint floats; /* of the reference area */
  RowPart row;  /* the first part of a row, if next.row */
} Candidate;

/* A row that went in whole: where the column is before it. */
typedef struct {
  Candidate before;
  const void *cursor; /* in the row */
  Length height;
} WholeRow;

typedef struct {
  Queue *queue;
  Room room;
  Length width; /* of the reference area */
  size_t index;
  Length y;
  Flex flex;
  Frame *open;
  Length reserve; /* what the open frames take at a break */
  bool any;       /* a box or row was placed */
  bool leading;   /* nothing with extent was placed: conditional spaces are discarded */
  GArray *placed; /* of Placement */
  GArray *group;  /* of Placement that wait, PLACE_SPACE among them */
  Length resumed; /* the height of what only continues what was open */
  Note *notes, *last_note;
  Candidate best;
  GArray *rows; /* of WholeRow: those since the last break that costs nothing */
  /* Side-floats: */
  SideFloats *floats;  /* of the reference area */
  SideFloats own;      /* where the room is all of it */
  Length origin;       /* of the room in it */
  Length shift;        /* of what is placed, to the right: open frames moved beside floats */
  bool floats_wait;    /* some are in the group */
  bool float_placed;   /* one was placed, and the column was not yet offered to end behind it */
  guint floats_before; /* that stood in the reference area when the room began */
  Length overflow;     /* how much one that was placed is too high, until that is dealt with */
} Fit;

/* ---- Choosing (fit.c) ---- */

/* What is left of the room for what is placed and its footnotes. */
Length fit_room_for_notes(const Fit *fit);
/* The candidate that ends the column with what is placed now, and whether it is better than the best so far. */
Candidate fit_candidate(const Fit *fit, int cost);
bool fit_better(const Fit *fit, const Candidate *candidate);
/* Must the column end before a float that was placed, as there is no room for it? */
bool fit_float_too_high(Fit *fit, const FoNode *node);

/* What an item comes to: the next one follows, the column is full, it ends in a row, or where it is told to. */
typedef enum { STEP_ON, STEP_FULL, STEP_ROW_BREAK, STEP_FORCED } FitStep;

/* ---- Rows (fit_row.c) ---- */

FitStep fit_step_row(Fit *fit, const Item *item, const void *cursor);
/* The column is full: breaks inside rows that went in whole count now, of equals the last. Not again in rows
 * that are tried so, or the work would double with each depth of nesting. */
void fit_offer_inside_rows(Fit *fit);

/* ---- Placing (fit_frame.c) ---- */

/* Something with extent, at the height that was reached; something without, among the spaces there. */
void fit_place(Fit *fit, Placement entry);
void fit_wait(Fit *fit, Placement entry);
/* Spaces before and after an area without extent are not resolved together: it stands between them,
 * and what follows it is not at the top of the column any more. */
void fit_part_spaces(Fit *fit);
/* Does the beginning of a block wait? */
bool fit_block_waits(const Fit *fit);
/* A block begins, ends, goes on at the top of the column with all that it is in. */
void fit_open_frame(Fit *fit, Frame *frame);
void fit_close_frame(Fit *fit, Frame *frame);
void fit_resume_frame(Fit *fit, Frame *frame, Cursor from);
/* What the edges of a frame take where it is broken. */
Length fit_reserve(const Frame *frame);
/* Resolves the spaces that wait and places what waits with them. `trailing`: the column ends here. */
void fit_settle(Fit *fit, bool trailing);
/* What is left of the room, with what the spaces above can give up. */
Length fit_room(const Fit *fit);
/* The same without what spaces can give up. */
Length fit_room_left(const Fit *fit);
/* Must the column take what comes next, as it cannot end at a place that was passed? */
bool fit_must_place(const Fit *fit);
/* Lets the column end before the item at hand if nothing else is possible: what stands there may find no
 * room beside the floats that were placed. */
void fit_offer_behind_floats(Fit *fit);

/* ---- Footnotes and before-floats (fit_note.c) ---- */

/* What the footnotes among the notes of a line take. */
Length fit_notes_height(Fit *fit, const Note *notes);
/* They are on the page now. */
void fit_take_notes(Fit *fit, Note *notes);
/* Decides which floats among them stand on this page, if `left` is left of it. */
void fit_decide_floats(Fit *fit, const Note *notes, Length left);
NoteMark fit_note_mark(const Fit *fit);
void fit_note_rewind(Fit *fit, NoteMark mark);

/* ---- Side-floats (fit_float.c) ---- */

/* Places a float, or those among the notes of a line, at the height that was reached or below. */
void fit_place_float(Fit *fit, Note *note);
void fit_place_floats(Fit *fit, Note *notes);
/* What earlier columns left of floats stands at the top of this one. */
void fit_resume_floats(Fit *fit, const FloatRest *rest);
/* A line that would fit but for a broken float beside it has footnotes that need `notes`. */
void fit_want_room_for_notes(Fit *fit, Length notes);
/* How far floats reach down below the height that was reached. */
Length fit_overhang(const Fit *fit);
guint fit_float_count(const Fit *fit);
void fit_float_rewind(Fit *fit, guint count);
bool fit_beside_floats(const Fit *fit);
/* Does one of them go on in the next column? */
bool fit_float_broken(const Fit *fit);

/* ---- What stands beside them (fit_beside.c) ---- */

/* Before a frame is opened: `clear`, and what floats beside it do to it. */
void fit_open_beside(Fit *fit, Frame *frame);
/* The same where a frame that was open at the break goes on; `from`: where all goes on. */
void fit_resume_beside(Fit *fit, Frame *frame, Cursor from);
/* By how much the edges of the block that is open are moved in. */
LineShape fit_displacement(const Fit *fit);
/* Before a line is placed: makes it, and what follows it in its paragraph, as narrow as floats ask. Gives
 * the item that is to be placed: the line, or the anchor of a float in it. */
const Item *fit_shape_line(Fit *fit, const Item *item);

/* Makes the areas: a box at the origin of the reference area, which is so wide, whose children are the placements.
 * Frames that are still open are closed at `y`, as they go on in the next column; `height` receives
 * the height with what that adds. */
Area *place_areas(Layout *layout, Length width, const GArray *placed, Length y, Length *height);

#endif
