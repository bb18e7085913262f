/* A line at work: what line.c puts together and justify.c brings to its width. */
#ifndef PEERPRESS_TEXT_LINE_INTERNAL_H
#define PEERPRESS_TEXT_LINE_INTERNAL_H

#include "text/paragraph.h"

/* An atom as it stands on this line. */
typedef struct {
  const Atom *atom;
  const ShapedWord *word; /* the part of it that is on this line */
  unsigned from;          /* where that part begins, in bytes of the word */
  Length width;           /* justification included */
  Length extra;           /* what justification added to a space or before an ideograph */
  bool hyphen;            /* a hyphen that ends a divided word */
  bool trimmed;           /* no letter-spacing after its last cluster */
  bool trailing;          /* a space kept at the line's end, outside its width */
  uint8_t level;
  int16_t expansion; /* of a word's letters, and the space behind it, in thousandths */
} LineAtom;

/* A piece of a run in visual order; `piece` is NULL for a space. */
typedef struct {
  const LineAtom *from;
  const ShapedPiece *piece;
  const Font *font;
} Slot;

struct LineScratch {
  GArray *atoms;     /* of LineAtom */
  GArray *order;     /* of unsigned */
  GArray *slots;     /* of Slot */
  GArray *fragments; /* of Fragment */
};

/* What is known while a line is made. */
typedef struct {
  Paragraph *paragraph;
  LineScratch *scratch;
  Length content;    /* without trailing spaces */
  Length trailing;   /* of the spaces kept behind it */
  Length start, end; /* what sticks out at its ends */
  Length pen;
  unsigned atom_count, slot_count; /* so far: scratch has room for more */
} Line;

static inline LineAtom *line_atom(const Line *line, unsigned index) {
  return &g_array_index(line->scratch->atoms, LineAtom, index);
}

static inline const TextStyle *style_of(const Line *line, const LineAtom *on_line) {
  return paragraph_node(line->paragraph, on_line->atom)->style;
}

/* Drops what is not there at the ends of the line: spaces, conditional spaces, the letter-spacing of the last
 * cluster. Spaces that are kept behind its content are set aside. */
void line_trim(Line *line, bool between_words);

/* Finds what sticks out at its ends, if the spec wants that; `before` and `after` are edges of boxes that go on. */
void line_protrude(Line *line, const LineSpec *spec, Length before, Length after);

/* The width of its content. */
Length line_measure(const Line *line);

/* Gives `slack` (takes it, if it is negative) to what stretches (shrinks); returns what is left. */
Length line_adjust(Line *line, const LineSpec *spec, TextAlign align, Length slack);

#endif
