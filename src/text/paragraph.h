/* The inside of a Paragraph: what was collected, and the atoms that it was cut into.
 *
 * `buffer` holds the text of all runs in order. An object stands in it as U+FFFC (U+2070, a digit to
 * the algorithms, when glued), an inline box's bidi as the control characters that mean it; those
 * count in offsets and are in no atom. */
#ifndef PEERPRESS_TEXT_PARAGRAPH_H
#define PEERPRESS_TEXT_PARAGRAPH_H

#include "text/breaking.h"
#include "text/words.h"

typedef enum { NODE_TEXT, NODE_OBJECT, NODE_OPEN, NODE_CLOSE, NODE_POINT } NodeKind;

/* What was appended, in order. */
typedef struct {
  NodeKind kind;
  size_t offset, length; /* in the buffer */
  const void *owner;
  const TextStyle *style; /* text */
  Face *face;             /* text */
  InlineObject object;
  Length width;                    /* open, close */
  Length discard;                  /* what of the width vanishes at the beginning (end) of a line */
  Length retain_start, retain_end; /* open, close: at line ends inside the box */
  Place place;                     /* text */
  bool wrap, preserve;
  CharacterChoice word_space, vanishes; /* text */
} Node;

typedef enum {
  ATOM_WORD,
  ATOM_SPACE,
  ATOM_BREAK, /* a forced line break */
  ATOM_OBJECT,
  ATOM_OPEN,
  ATOM_CLOSE,
  ATOM_POINT
} AtomKind;

/* The smallest thing that lines are made of, in logical order. */
typedef struct {
  uint8_t kind;
  uint8_t level; /* of the bidi algorithm */
  bool break_before;
  bool gap_before; /* between ideographs and the like, where justified text may be spread */
  uint16_t soft_count;
  bool vanishes;  /* is not there at a line's end */
  bool stretches; /* a word space that justification takes and gives */
  uint32_t node;
  size_t offset;
  uint32_t length; /* in the buffer */
  Length width;    /* with letter- and word-spacing; objects: optimum */
  union {
    ShapedWord *word;
    const Font *space_font;
  };
  const uint16_t *soft; /* bytes of the word before which a soft hyphen stood; in the word store */
} Atom;

/* The edges of all boxes that are open behind an atom, where a line begins and where one ends there. */
typedef struct {
  unsigned atom;
  Length start, end;
} Retained;

/* An inline box that is open. */
typedef struct {
  gunichar control; /* of bidi, to end with; 0: none */
  unsigned node;    /* that opened it */
} OpenBox;

struct Paragraph {
  TextEngine *engine;
  Diagnostics *diagnostics;
  Arena *arena;
  TextDirection direction;
  GString *buffer;
  GArray *nodes;    /* of Node */
  GArray *atoms;    /* of Atom */
  GArray *opened;   /* of OpenBox */
  GArray *retained; /* of Retained, where it changes */
  bool bidi;        /* something in it may run right to left */
  bool tailored;    /* has scripts whose line breaks need more than UAX 14 */
  bool prepared;
  WordStore *store;
};

struct TextEngine {
  Fonts *fonts;
  Words *words;
  struct Hyphenator *hyphenator;
  /* Kept from paragraph to paragraph, to be allocated once. */
  GArray *opportunities; /* of Opportunity */
  GArray *places;        /* of Position, one for each opportunity */
  GArray *ends;          /* of int, the chosen opportunities */
  GArray *lines;         /* of TextLine */
  struct LineScratch *scratch;
  GPtrArray *spares; /* of Paragraph: free ones, empty, with the memory of their arrays */
};

static inline const Node *paragraph_node(const Paragraph *paragraph, const Atom *atom) {
  return &g_array_index(paragraph->nodes, Node, atom->node);
}

static inline Atom *paragraph_atom(const Paragraph *paragraph, unsigned index) {
  return &g_array_index(paragraph->atoms, Atom, index);
}

/* Whether a character leaves no trace in shaped text: it has had its say in breaking and bidi. */
static inline bool char_is_control(gunichar c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x200b || c == 0x200e ||
         c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

/* Frees one that will not be used again. */
void paragraph_dispose(Paragraph *paragraph);

/* Cuts the paragraph into atoms and shapes its words; once. */
void paragraph_prepare(Paragraph *paragraph);

/* Where a line begins or ends: before byte `at` of the word of atom `atom` (0: before the atom). */
typedef struct {
  unsigned atom;
  unsigned at;
} Position;

/* What the breaking algorithm sees of the atoms from `start` on, up to and with the next forced
 * break or the end: engine->opportunities, with the position of each in engine->places. Soft
 * hyphens are always among them, libhyphen's with `hyphenate`. What is wider than `most` together is not
 * looked at to its end; `cut` tells so. Returns the atom behind. */
unsigned paragraph_opportunities(Paragraph *paragraph, Position start, const LineSpec *spec,
                                 bool hyphenate, Length most, bool *cut);

/* Makes one line of the atoms between two positions; its fragments are in the paragraph's arena. */
typedef struct {
  Position start, end;
  bool first;  /* of the paragraph */
  bool last;   /* of the paragraph, or before a forced break */
  bool hyphen; /* the end is within a word and takes a hyphen */
} LineRange;
TextLine paragraph_line(Paragraph *paragraph, const LineSpec *spec, const LineRange *range);

typedef struct LineScratch LineScratch;
LineScratch *line_scratch_new(void);
void line_scratch_free(LineScratch *scratch);

/* The byte of the buffer that a position stands for, and the first position at or behind a byte
 * where a line may begin. */
size_t position_offset(const Paragraph *paragraph, Position position);
Position position_at(const Paragraph *paragraph, size_t offset);

/* The edges that lines have which begin, or end, before the atom. */
Retained paragraph_retained(const Paragraph *paragraph, unsigned atom);

/* A part of a divided word, and the hyphen that ends it, shaped by themselves. */
ShapedWord *word_part(const Paragraph *paragraph, const ShapedWord *word, unsigned from,
                      unsigned to);

/* The advance of a part of a word in a style, letter-spacing after each cluster; `*letters` receives the part that may be
 * expanded. What looks the same in the word as by itself is not shaped. */
Length word_part_width(const Paragraph *paragraph, const ShapedWord *word, unsigned from,
                       unsigned to, const TextStyle *style, Length *letters);
ShapedWord *word_hyphen(const Paragraph *paragraph, const ShapedWord *word, const TextStyle *style);

/* By how much a line that begins (ends) with this word, or part, of an atom sticks out into the margin. Only what
 * runs in the paragraph's own direction is sure to stand there. */
Length word_protrusion(const Paragraph *paragraph, const Atom *atom, const ShapedWord *word,
                       bool end);

/* The advance of a word in a style, letter-spacing after each cluster. */
static inline Length word_width(const ShapedWord *word, const TextStyle *style) {
  if (!style->letter_spacing || word->cursive)
    return word->width;
  return word->width + style->letter_spacing * word->cluster_count;
}

/* The letter-spacing that follows the last cluster of a word, and is not there at a line's end. */
static inline Length word_last_spacing(const ShapedWord *word, const TextStyle *style) {
  return word->cursive || word->cluster_count == 0 ? 0 : style->letter_spacing;
}

/* The letters of a word that may be wider or narrower. */
static inline Length word_letters(const ShapedWord *word) {
  return word->rigid ? 0 : word->width;
}

/* What a gap between ideographs of a style gives when a line is justified: less than spaces do. */
static inline Length gap_stretch(const TextStyle *style) {
  return CLAMP(style->size, 0, LENGTH_LIMIT) / 8;
}

/* Whether it is not there where a line begins with it: only what says so; spaces that are left there
 * are meant. */
static inline bool atom_vanishes_first(const Paragraph *paragraph, const Atom *atom) {
  return atom->vanishes && paragraph_node(paragraph, atom)->vanishes == CHARACTER_ALWAYS;
}

static inline bool atom_has_extent(const Atom *atom) {
  return atom->kind <= ATOM_OBJECT;
}

#endif
