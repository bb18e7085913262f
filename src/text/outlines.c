#include "text/outlines.h"
#include "text/quadratic.h"

#include <hb-ot.h>

/* Of head, hhea, maxp and a header of a glyph. */
enum { HEAD_LENGTH = 54, HHEA_LENGTH = 36, MAXP_LENGTH = 6, HEADER_LENGTH = 10 };
enum { LEAST_UNITS = 16, MOST_UNITS = 16384 };

/* Of Weight.parts, beside a number of parts. */
enum { NOT_KNOWN = 0, NOT_SOUND = 255 };

/* What a glyph is composed of: how many simple outlines, and how deep. */
typedef struct {
  guint8 parts, depth;
} Weight;

/* Flags of a point. */
enum { X_SHORT = 0x02, Y_SHORT = 0x04, REPEATED = 0x08, X_SAME = 0x10, Y_SAME = 0x20 };

struct Outlines {
  hb_blob_t *blobs[6];
  Outline head, hhea, hmtx, maxp, loca, glyf;
  unsigned glyph_count, metric_count;
  bool long_loca;
  Weight *weights;  /* of each glyph */
  hb_font_t *cubic; /* of a face with a CFF table, else NULL */
  GHashTable *made; /* glyph -> GBytes, its outline */
};

unsigned outline_number(Outline outline, unsigned at) {
  return outline.length >= 2 && at <= outline.length - 2
             ? (unsigned)outline.data[at] << 8 | outline.data[at + 1]
             : 0;
}

int outline_signed(Outline outline, unsigned at) {
  return (gint16)(guint16)outline_number(outline, at);
}

/* ---- The face ------------------------------------------------------------------------------------ */

/* Where there is no memory for it HarfBuzz gives the empty one in silence; a second failure is no accident, and
 * others will tell of it. */
hb_blob_t *face_table(hb_face_t *face, hb_tag_t tag) {
  hb_blob_t *table = hb_face_reference_table(face, tag);
  return table != hb_blob_get_empty() ? table : hb_face_reference_table(face, tag);
}

bool face_has_table(hb_face_t *face, hb_tag_t tag) {
  hb_blob_t *blob = face_table(face, tag);
  const bool there = hb_blob_get_length(blob) > 0;
  hb_blob_destroy(blob);
  return there;
}

static Outline table(Outlines *outlines, hb_face_t *face, int index, hb_tag_t tag) {
  outlines->blobs[index] = face_table(face, tag);
  unsigned length = 0;
  const char *data = hb_blob_get_data(outlines->blobs[index], &length);
  return (Outline){(const guint8 *)data, length};
}

/* Where a glyph begins in the glyf table. */
static unsigned place(const Outlines *outlines, unsigned glyph) {
  const Outline loca = outlines->loca;
  return outlines->long_loca
             ? outline_number(loca, 4 * glyph) << 16 | outline_number(loca, 4 * glyph + 2)
             : 2 * outline_number(loca, 2 * glyph);
}

/* Are the glyphs in the glyf table, one behind the other? */
static bool are_placed(const Outlines *outlines) {
  const unsigned size = outlines->long_loca ? 4 : 2;
  if (outlines->loca.length / size <= outlines->glyph_count ||
      place(outlines, outlines->glyph_count) > outlines->glyf.length)
    return false;
  for (unsigned i = 0; i < outlines->glyph_count; i++)
    if (place(outlines, i) > place(outlines, i + 1))
      return false;
  return true;
}

static bool is_usable(const Outlines *outlines, hb_face_t *face) {
  const int units = outlines_units(outlines);
  return outlines->head.length >= HEAD_LENGTH && outlines->hhea.length >= HHEA_LENGTH &&
         outlines->maxp.length >= MAXP_LENGTH && outlines->glyph_count > 0 &&
         outlines->metric_count > 0 && outlines->hmtx.length / 4 >= outlines->metric_count &&
         units >= LEAST_UNITS && units <= MOST_UNITS && !hb_ot_var_has_data(face) &&
         !face_has_table(face, HB_TAG('C', 'O', 'L', 'R')) &&
         !face_has_table(face, HB_TAG('C', 'B', 'D', 'T')) &&
         !face_has_table(face, HB_TAG('s', 'b', 'i', 'x')) &&
         (outlines->glyf.length > 0 ? are_placed(outlines)
                                    : face_has_table(face, HB_TAG('C', 'F', 'F', ' ')));
}

Outlines *outlines_open(hb_face_t *face) {
  Outlines *outlines = g_new0(Outlines, 1);
  outlines->head = table(outlines, face, 0, HB_TAG('h', 'e', 'a', 'd'));
  outlines->hhea = table(outlines, face, 1, HB_TAG('h', 'h', 'e', 'a'));
  outlines->hmtx = table(outlines, face, 2, HB_TAG('h', 'm', 't', 'x'));
  outlines->maxp = table(outlines, face, 3, HB_TAG('m', 'a', 'x', 'p'));
  outlines->loca = table(outlines, face, 4, HB_TAG('l', 'o', 'c', 'a'));
  outlines->glyf = table(outlines, face, 5, HB_TAG('g', 'l', 'y', 'f'));
  outlines->glyph_count = outline_number(outlines->maxp, 4);
  outlines->metric_count = outline_number(outlines->hhea, 34);
  outlines->long_loca = outline_number(outlines->head, 50) != 0;
  if (!is_usable(outlines, face)) {
    outlines_close(outlines);
    return NULL;
  }
  outlines->weights = g_new0(Weight, outlines->glyph_count);
  if (outlines->glyf.length == 0) {
    outlines->cubic = hb_font_create(face);
    outlines->made = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_bytes_unref);
  }
  return outlines;
}

void outlines_close(Outlines *outlines) {
  if (!outlines)
    return;
  for (size_t i = 0; i < G_N_ELEMENTS(outlines->blobs); i++)
    hb_blob_destroy(outlines->blobs[i]);
  if (outlines->made)
    g_hash_table_unref(outlines->made);
  hb_font_destroy(outlines->cubic);
  g_free(outlines->weights);
  g_free(outlines);
}

int outlines_units(const Outlines *outlines) {
  return (int)outline_number(outlines->head, 18);
}

unsigned outlines_count(const Outlines *outlines) {
  return outlines->glyph_count;
}

int outlines_advance(const Outlines *outlines, uint32_t glyph) {
  return (int)outline_number(outlines->hmtx, 4 * MIN(glyph, outlines->metric_count - 1));
}

OutlineMetrics outlines_metrics(const Outlines *outlines) {
  return (OutlineMetrics){.ascent = outline_signed(outlines->hhea, 4),
                          .descent = outline_signed(outlines->hhea, 6),
                          .left = outline_signed(outlines->head, 36),
                          .bottom = outline_signed(outlines->head, 38),
                          .right = outline_signed(outlines->head, 40),
                          .top = outline_signed(outlines->head, 42)};
}

Outline outlines_head(const Outlines *outlines) {
  return outlines->head;
}

Outline outlines_hhea(const Outlines *outlines) {
  return outlines->hhea;
}

/* ---- CFF ----------------------------------------------------------------------------------------- */

/* Operators of a DICT (CFF 1.0, 4); ROS is the first of a font with CIDs. */
enum {
  ESCAPE = 12,
  ROS = 30,
  LAST_OPERATOR = 21,
  SHORT_INTEGER = 28,
  LONG_INTEGER = 29,
  REAL = 30
};

/* Is the first operator of a DICT at `at` ROS? */
static bool begins_with_ros(Outline dict, unsigned at) {
  while (at < dict.length) {
    const unsigned byte = dict.data[at++];
    if (byte <= LAST_OPERATOR)
      return byte == ESCAPE && at < dict.length && dict.data[at] == ROS;
    if (byte == SHORT_INTEGER)
      at += 2;
    else if (byte == LONG_INTEGER)
      at += 4;
    else if (byte == REAL)
      return false;
    else if (byte >= 247)
      at += 1;
  }
  return false;
}

/* Where what stands behind an INDEX at `at` begins; `first` receives where its first object does. 0 if it is
 * not in the table. */
static unsigned behind_index(Outline cff, unsigned at, unsigned *first) {
  const unsigned count = outline_number(cff, at), size = at + 2 < cff.length ? cff.data[at + 2] : 0;
  const guint64 objects = (guint64)at + 3 + (count + 1) * (guint64)size;
  if (count == 0 || size < 1 || size > 4 || objects > cff.length)
    return 0;
  guint32 length = 0;
  for (guint64 i = objects - size; i < objects; i++)
    length = length << 8 | cff.data[i];
  *first = (unsigned)objects;
  return length > 0 && length - 1 <= cff.length - objects ? (unsigned)objects + length - 1 : 0;
}

bool face_is_cid_keyed(hb_face_t *face) {
  hb_blob_t *blob = face_table(face, HB_TAG('C', 'F', 'F', ' '));
  Outline cff = {0};
  cff.data = (const guint8 *)hb_blob_get_data(blob, &cff.length);
  unsigned name, dict = 0;
  const unsigned dicts = cff.length > 4 ? behind_index(cff, cff.data[2], &name) : 0;
  const bool keyed = dicts > 0 && behind_index(cff, dicts, &dict) > 0 && begins_with_ros(cff, dict);
  hb_blob_destroy(blob);
  return keyed;
}

/* ---- Glyphs -------------------------------------------------------------------------------------- */

static Outline raw(const Outlines *outlines, unsigned glyph) {
  if (outlines->cubic) {
    gsize length = 0;
    GBytes *made = g_hash_table_lookup(outlines->made, GUINT_TO_POINTER(glyph));
    const guint8 *data = made ? g_bytes_get_data(made, &length) : NULL;
    return (Outline){data, (unsigned)length};
  }
  const unsigned from = place(outlines, glyph);
  return (Outline){outlines->glyf.data + from, place(outlines, glyph + 1) - from};
}

/* Are all the flags and coordinates of a simple outline there, from `at` on? */
static bool has_points(Outline outline, unsigned at, unsigned points) {
  unsigned coordinates = 0;
  while (points > 0) {
    if (at >= outline.length)
      return false;
    const unsigned flags = outline.data[at++];
    unsigned repeats = 1;
    if (flags & REPEATED) {
      if (at >= outline.length)
        return false;
      repeats += outline.data[at++];
    }
    if (repeats > points)
      return false;
    points -= repeats;
    coordinates += repeats * (flags & X_SHORT ? 1 : flags & X_SAME ? 0 : 2);
    coordinates += repeats * (flags & Y_SHORT ? 1 : flags & Y_SAME ? 0 : 2);
  }
  return coordinates <= outline.length - at;
}

static bool is_sound_simple(Outline outline) {
  const unsigned contours = outline_number(outline, 0), at = HEADER_LENGTH + 2 * contours;
  if (contours == 0)
    return true;
  if (outline.length < at + 2)
    return false;
  int last = -1;
  for (unsigned i = 0; i < contours; i++) {
    const int end = (int)outline_number(outline, HEADER_LENGTH + 2 * i);
    if (end <= last)
      return false;
    last = end;
  }
  const unsigned flags = at + 2 + outline_number(outline, at);
  return flags < outline.length && has_points(outline, flags, (unsigned)last + 1);
}

bool outline_is_composed(Outline outline) {
  return outline_signed(outline, 0) < 0;
}

bool outline_component(Outline outline, unsigned *at, Component *component) {
  if (*at >= outline.length || outline.length - *at < 4)
    return false;
  const unsigned flags = outline_number(outline, *at);
  unsigned length = flags & COMPONENT_WORDS ? 4 : 2;
  if (flags & COMPONENT_SCALE)
    length += 2;
  else if (flags & COMPONENT_TWO_SCALES)
    length += 4;
  else if (flags & COMPONENT_MATRIX)
    length += 8;
  if (outline.length - *at - 4 < length)
    return false;
  *component = (Component){flags, outline_number(outline, *at + 2), outline.data + *at + 4, length};
  *at = flags & COMPONENT_MORE ? *at + 4 + length : outline.length;
  return true;
}

static Weight weigh(const Outlines *outlines, unsigned glyph, int level);

static const Weight unsound = {.parts = NOT_SOUND}, simple = {.parts = 1};

static Weight weigh_composed(const Outlines *outlines, Outline outline, int level) {
  unsigned at = HEADER_LENGTH;
  int parts = 0, depth = 0;
  Component component = {.flags = COMPONENT_MORE};
  while (component.flags & COMPONENT_MORE) {
    if (level == OUTLINE_MAX_DEPTH || !outline_component(outline, &at, &component))
      return unsound;
    const Weight more = weigh(outlines, component.glyph, level + 1);
    parts += more.parts;
    depth = MAX(depth, more.depth + 1);
    if (parts > OUTLINE_MAX_PARTS || depth > OUTLINE_MAX_DEPTH)
      return unsound;
  }
  return (Weight){(guint8)parts, (guint8)depth};
}

static Weight weigh_outline(const Outlines *outlines, unsigned glyph, int level) {
  if (outlines->cubic) {
    GBytes *made = quadratic_outline(outlines->cubic, glyph);
    if (!made)
      return unsound;
    g_hash_table_insert(outlines->made, GUINT_TO_POINTER(glyph), made);
    return simple;
  }
  const Outline outline = raw(outlines, glyph);
  if (outline.length == 0)
    return simple;
  if (outline.length < HEADER_LENGTH)
    return unsound;
  if (outline_is_composed(outline))
    return weigh_composed(outlines, outline, level);
  return is_sound_simple(outline) ? simple : unsound;
}

/* The weight of a glyph at a level of components; a glyph that is met again while it is being weighed is
 * part of itself. */
static Weight weigh(const Outlines *outlines, unsigned glyph, int level) {
  if (glyph >= outlines->glyph_count)
    return unsound;
  if (outlines->weights[glyph].parts == NOT_KNOWN) {
    outlines->weights[glyph] = unsound;
    outlines->weights[glyph] = weigh_outline(outlines, glyph, level);
  }
  return outlines->weights[glyph];
}

int outlines_parts(const Outlines *outlines, uint32_t glyph) {
  const int parts = weigh(outlines, glyph, 0).parts;
  return parts == NOT_SOUND ? 0 : parts;
}

Outline outlines_get(const Outlines *outlines, uint32_t glyph) {
  if (!outlines_parts(outlines, glyph))
    return (Outline){0};
  const Outline outline = raw(outlines, glyph);
  return outline_number(outline, 0) == 0 ? (Outline){0} : outline;
}
