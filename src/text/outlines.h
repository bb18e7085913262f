/* The outlines of a face's glyphs as TrueType has them (OpenType 1.9, glyf): those of its glyf table, or
 * made from the cubic curves of its CFF table.
 *
 * Faces are files of the machine or the author, and their tables may say anything: a glyph is sound if
 * all of its outline is there, so that whoever reads a copy of it reads nothing beyond. */
#ifndef PEERPRESS_TEXT_OUTLINES_H
#define PEERPRESS_TEXT_OUTLINES_H

#include <hb.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Outlines Outlines;

/* NULL if the face has no such outlines, varies or has colours, or its tables are not sound. Keeps a
 * reference of the face; end with outlines_close. */
Outlines *outlines_open(hb_face_t *face);
void outlines_close(Outlines *outlines);

/* Does the face have names of CIDs in a CFF table? cairo 1.16 writes some glyphs of such fonts so that
 * no reader can draw them. */
bool face_is_cid_keyed(hb_face_t *face);

/* A table of a face, empty if it is not there; end with hb_blob_destroy. */
hb_blob_t *face_table(hb_face_t *face, hb_tag_t tag);
bool face_has_table(hb_face_t *face, hb_tag_t tag);

/* Units to the em, and the number of glyphs. */
int outlines_units(const Outlines *outlines);
unsigned outlines_count(const Outlines *outlines);

/* In font units. */
int outlines_advance(const Outlines *outlines, uint32_t glyph);

typedef struct {
  int ascent, descent; /* of hhea; descent is negative */
  int left, bottom, right, top;
} OutlineMetrics;
OutlineMetrics outlines_metrics(const Outlines *outlines);

/* An entry of the glyf table, or a table of the face. */
typedef struct {
  const uint8_t *data;
  unsigned length;
} Outline;

/* A glyph is composed of no more outlines than this, and no deeper. */
enum { OUTLINE_MAX_PARTS = 32, OUTLINE_MAX_DEPTH = 5 };

/* The head and hhea tables, at least as long as the standard says. */
Outline outlines_head(const Outlines *outlines);
Outline outlines_hhea(const Outlines *outlines);

/* How many simple outlines a glyph is composed of, at least 1; 0 if it is not sound. */
int outlines_parts(const Outlines *outlines, uint32_t glyph);

/* The outline of a glyph, owned by `outlines`; empty if the glyph is not sound or has no ink. */
Outline outlines_get(const Outlines *outlines, uint32_t glyph);

/* ---- Composed glyphs ----------------------------------------------------------------------------- */

/* Flags of a component (OpenType, glyf). */
enum {
  COMPONENT_WORDS = 0x0001,
  COMPONENT_XY = 0x0002,
  COMPONENT_SCALE = 0x0008,
  COMPONENT_MORE = 0x0020,
  COMPONENT_TWO_SCALES = 0x0040,
  COMPONENT_MATRIX = 0x0080,
  COMPONENT_INSTRUCTIONS = 0x0100
};

typedef struct {
  unsigned flags, glyph;
  const uint8_t *arguments; /* what follows the glyph's number */
  unsigned length;          /* of them */
} Component;

bool outline_is_composed(Outline outline);

/* The component at `*at` (first 10), which becomes the place of the next; false at the end. */
bool outline_component(Outline outline, unsigned *at, Component *component);

/* A big-endian number in an outline; 0 beyond its end. */
unsigned outline_number(Outline outline, unsigned at);
int outline_signed(Outline outline, unsigned at);

#endif
