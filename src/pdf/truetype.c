#include "pdf/truetype.h"

#include <string.h>

enum { MAX_GLYPHS = 65535 };

/* Flags of a component (OpenType, glyf). */
enum {
  ARGS_ARE_WORDS = 0x0001,
  ARGS_ARE_XY = 0x0002,
  HAS_SCALE = 0x0008,
  MORE_COMPONENTS = 0x0020,
  HAS_TWO_SCALES = 0x0040,
  HAS_MATRIX = 0x0080,
  HAS_INSTRUCTIONS = 0x0100
};

typedef struct {
  const guint8 *data;
  unsigned length;
} Bytes;

struct TrueType {
  hb_blob_t *blobs[6];
  Bytes head, hhea, hmtx, maxp, loca, glyf;
  unsigned glyph_count, metric_count;
  bool long_loca;
};

/* ---- Reading ------------------------------------------------------------------------------------- */

static unsigned read16(Bytes bytes, unsigned at) {
  return at + 2 <= bytes.length ? (unsigned)bytes.data[at] << 8 | bytes.data[at + 1] : 0;
}

static int read_signed(Bytes bytes, unsigned at) {
  return (gint16)(guint16)read16(bytes, at);
}

static unsigned read32(Bytes bytes, unsigned at) {
  return read16(bytes, at) << 16 | read16(bytes, at + 2);
}

static Bytes table(TrueType *source, hb_face_t *face, int index, hb_tag_t tag) {
  source->blobs[index] = hb_face_reference_table(face, tag);
  unsigned length = 0;
  const char *data = hb_blob_get_data(source->blobs[index], &length);
  return (Bytes){(const guint8 *)data, length};
}

TrueType *truetype_open(hb_face_t *face) {
  TrueType *source = g_new0(TrueType, 1);
  source->head = table(source, face, 0, HB_TAG('h', 'e', 'a', 'd'));
  source->hhea = table(source, face, 1, HB_TAG('h', 'h', 'e', 'a'));
  source->hmtx = table(source, face, 2, HB_TAG('h', 'm', 't', 'x'));
  source->maxp = table(source, face, 3, HB_TAG('m', 'a', 'x', 'p'));
  source->loca = table(source, face, 4, HB_TAG('l', 'o', 'c', 'a'));
  source->glyf = table(source, face, 5, HB_TAG('g', 'l', 'y', 'f'));
  source->glyph_count = read16(source->maxp, 4);
  source->metric_count = read16(source->hhea, 34);
  source->long_loca = read16(source->head, 50) != 0;
  if (source->head.length < 54 || source->hhea.length < 36 || source->maxp.length < 32 ||
      source->glyf.length == 0 || source->metric_count == 0 || truetype_units(source) < 16 ||
      source->hmtx.length / 4 < source->metric_count) {
    truetype_close(source);
    return NULL;
  }
  return source;
}

void truetype_close(TrueType *source) {
  if (!source)
    return;
  for (size_t i = 0; i < G_N_ELEMENTS(source->blobs); i++)
    hb_blob_destroy(source->blobs[i]);
  g_free(source);
}

int truetype_units(const TrueType *source) {
  return (int)read16(source->head, 18);
}

int truetype_advance(const TrueType *source, uint32_t glyph) {
  return (int)read16(source->hmtx, 4 * MIN(glyph, source->metric_count - 1));
}

TrueTypeMetrics truetype_metrics(const TrueType *source) {
  return (TrueTypeMetrics){.ascent = read_signed(source->hhea, 4),
                           .descent = read_signed(source->hhea, 6),
                           .left = read_signed(source->head, 36),
                           .bottom = read_signed(source->head, 38),
                           .right = read_signed(source->head, 40),
                           .top = read_signed(source->head, 42)};
}

/* The outline of a glyph; empty if it has none or it is not sound. */
static Bytes outline(const TrueType *source, uint32_t glyph) {
  if (glyph >= source->glyph_count)
    return (Bytes){0};
  unsigned from =
      source->long_loca ? read32(source->loca, 4 * glyph) : 2 * read16(source->loca, 2 * glyph);
  unsigned to = source->long_loca ? read32(source->loca, 4 * glyph + 4)
                                  : 2 * read16(source->loca, 2 * glyph + 2);
  if (from >= to || to > source->glyf.length || to - from < 10)
    return (Bytes){0};
  return (Bytes){source->glyf.data + from, to - from};
}

/* The length of a component record. */
static unsigned component_length(unsigned flags) {
  unsigned length = flags & ARGS_ARE_WORDS ? 8 : 6;
  if (flags & HAS_SCALE)
    length += 2;
  else if (flags & HAS_TWO_SCALES)
    length += 4;
  else if (flags & HAS_MATRIX)
    length += 8;
  return length;
}

/* ---- Writing ------------------------------------------------------------------------------------- */

typedef struct {
  const TrueType *source;
  GByteArray *glyf;
  GArray *starts;      /* of guint32: where each glyph begins in glyf */
  GArray *metrics;     /* of guint16: advance and left side bearing of each */
  GHashTable *numbers; /* the face's glyph -> its number here */
  GArray *outlines;    /* of guint32: the face's glyphs that follow our own, in their order */
  unsigned own;        /* glyphs that stand before them, .notdef included */
  unsigned most_parts;
} Building;

static void put16(GByteArray *out, unsigned value) {
  const guint8 bytes[2] = {(guint8)(value >> 8), (guint8)value};
  g_byte_array_append(out, bytes, 2);
}

static void put32(GByteArray *out, guint32 value) {
  put16(out, value >> 16);
  put16(out, value & 0xffff);
}

static void set16(guint8 *at, unsigned value) {
  at[0] = (guint8)(value >> 8);
  at[1] = (guint8)value;
}

static void set32(guint8 *at, guint32 value) {
  set16(at, value >> 16);
  set16(at + 2, value & 0xffff);
}

/* The number that one of the face's glyphs will have. */
static unsigned number_of(Building *b, guint32 glyph) {
  gpointer known = g_hash_table_lookup(b->numbers, GUINT_TO_POINTER(glyph + 1));
  if (known)
    return GPOINTER_TO_UINT(known);
  g_array_append_val(b->outlines, glyph);
  unsigned number = b->own + b->outlines->len - 1;
  g_hash_table_insert(b->numbers, GUINT_TO_POINTER(glyph + 1), GUINT_TO_POINTER(number));
  return number;
}

static void begin_glyph(Building *b, int width, int bearing) {
  while (b->glyf->len % 4)
    g_byte_array_append(b->glyf, (const guint8 *)"", 1);
  const guint32 start = b->glyf->len;
  const guint16 metric[2] = {(guint16)width, (guint16)bearing};
  g_array_append_val(b->starts, start);
  g_array_append_vals(b->metrics, metric, 2);
}

/* Copies a simple outline without its instructions: nothing hints what is composed of it. */
static void put_simple(Building *b, Bytes shape) {
  unsigned contours = read16(shape, 0), at = 10 + 2 * contours;
  unsigned instructions = read16(shape, at);
  if (at + 2 + instructions > shape.length)
    return;
  g_byte_array_append(b->glyf, shape.data, at);
  put16(b->glyf, 0);
  const unsigned rest = at + 2 + instructions;
  g_byte_array_append(b->glyf, shape.data + rest, shape.length - rest);
}

static void put_composite(Building *b, Bytes shape) {
  g_byte_array_append(b->glyf, shape.data, 10);
  unsigned at = 10, flags = 0;
  do {
    flags = read16(shape, at);
    unsigned length = component_length(flags);
    if (at + length > shape.length)
      break;
    put16(b->glyf, flags & ~(unsigned)HAS_INSTRUCTIONS);
    put16(b->glyf, number_of(b, read16(shape, at + 2)));
    g_byte_array_append(b->glyf, shape.data + at + 4, length - 4);
    at += length;
  } while (flags & MORE_COMPONENTS);
}

/* Copies one of the face's glyphs. */
static void put_outline(Building *b, guint32 glyph, int width) {
  Bytes shape = outline(b->source, glyph);
  begin_glyph(b, width, shape.length ? read_signed(shape, 2) : 0);
  if (shape.length && read_signed(shape, 0) < 0)
    put_composite(b, shape);
  else if (shape.length)
    put_simple(b, shape);
}

/* Writes a glyph of several others. */
static void put_parts(Building *b, const TrueTypeGlyph *glyph) {
  int left = G_MAXINT16, bottom = G_MAXINT16, right = G_MININT16, top = G_MININT16;
  unsigned inked = 0;
  for (int i = 0; i < glyph->count; i++) {
    Bytes shape = outline(b->source, glyph->parts[i].glyph);
    if (!shape.length)
      continue;
    inked++;
    left = MIN(left, read_signed(shape, 2) + glyph->parts[i].dx);
    bottom = MIN(bottom, read_signed(shape, 4) + glyph->parts[i].dy);
    right = MAX(right, read_signed(shape, 6) + glyph->parts[i].dx);
    top = MAX(top, read_signed(shape, 8) + glyph->parts[i].dy);
  }
  begin_glyph(b, glyph->width, inked ? left : 0);
  b->most_parts = MAX(b->most_parts, inked);
  if (!inked)
    return;
  put16(b->glyf, 0xffff);
  put16(b->glyf, (guint16)left);
  put16(b->glyf, (guint16)bottom);
  put16(b->glyf, (guint16)right);
  put16(b->glyf, (guint16)top);
  for (int i = 0; i < glyph->count; i++) {
    if (!outline(b->source, glyph->parts[i].glyph).length)
      continue;
    put16(b->glyf, ARGS_ARE_WORDS | ARGS_ARE_XY | (--inked ? MORE_COMPONENTS : 0));
    put16(b->glyf, number_of(b, glyph->parts[i].glyph));
    put16(b->glyf, (guint16)glyph->parts[i].dx);
    put16(b->glyf, (guint16)glyph->parts[i].dy);
  }
}

/* Is a glyph just one of the face's, where it is? */
static bool is_plain(const TrueTypeGlyph *glyph) {
  return glyph->count == 1 && glyph->parts[0].dx == 0 && glyph->parts[0].dy == 0;
}

static void put_glyphs(Building *b, const TrueTypeGlyph *glyphs, unsigned count) {
  put_outline(b, 0, truetype_advance(b->source, 0));
  for (unsigned i = 0; i < count; i++)
    if (is_plain(&glyphs[i]))
      g_hash_table_insert(b->numbers, GUINT_TO_POINTER(glyphs[i].parts[0].glyph + 1),
                          GUINT_TO_POINTER(i + 1));
  for (unsigned i = 0; i < count; i++) {
    const bool first = is_plain(&glyphs[i]) && number_of(b, glyphs[i].parts[0].glyph) == i + 1;
    if (first)
      put_outline(b, glyphs[i].parts[0].glyph, glyphs[i].width);
    else
      put_parts(b, &glyphs[i]);
  }
  /* What these are composed of may in turn be composed. */
  for (unsigned i = 0; i < b->outlines->len; i++) {
    guint32 glyph = g_array_index(b->outlines, guint32, i);
    put_outline(b, glyph, truetype_advance(b->source, glyph));
  }
  const guint32 end = b->glyf->len;
  g_array_append_val(b->starts, end);
}

static guint32 checksum(const guint8 *data, unsigned length) {
  guint32 sum = 0;
  for (unsigned i = 0; i < length; i++)
    sum += (guint32)data[i] << (24 - 8 * (i % 4));
  return sum;
}

/* Sets the tables, in order of their tags, one behind the other. */
static GByteArray *assemble(GByteArray *const *tables, const char *const *tags, unsigned count) {
  GByteArray *file = g_byte_array_new();
  put32(file, 0x00010000);
  unsigned power = 1, log = 0;
  for (; power * 2 <= count; power *= 2)
    log++;
  put16(file, count);
  put16(file, power * 16);
  put16(file, log);
  put16(file, (count - power) * 16);
  unsigned offset = 12 + 16 * count, head = 0;
  for (unsigned i = 0; i < count; i++) {
    g_byte_array_append(file, (const guint8 *)tags[i], 4);
    put32(file, checksum(tables[i]->data, tables[i]->len));
    put32(file, offset);
    put32(file, tables[i]->len);
    if (strcmp(tags[i], "head") == 0)
      head = offset;
    offset += (tables[i]->len + 3) & ~3u;
  }
  for (unsigned i = 0; i < count; i++) {
    g_byte_array_append(file, tables[i]->data, tables[i]->len);
    while (file->len % 4)
      g_byte_array_append(file, (const guint8 *)"", 1);
  }
  set32(file->data + head + 8, 0xb1b0afba - checksum(file->data, file->len));
  return file;
}

static GByteArray *copy(Bytes bytes, unsigned length) {
  GByteArray *table = g_byte_array_new();
  return g_byte_array_append(table, bytes.data, MIN(bytes.length, length));
}

static GByteArray *finish_file(Building *b) {
  const unsigned count = b->starts->len - 1;
  GByteArray *head = copy(b->source->head, 54), *hhea = copy(b->source->hhea, 36);
  GByteArray *maxp = copy(b->source->maxp, 32), *loca = g_byte_array_new();
  GByteArray *hmtx = g_byte_array_new();
  set32(head->data + 8, 0);
  set16(head->data + 50, 1); /* loca has 32 bits */
  set16(hhea->data + 34, count);
  set16(maxp->data + 4, count);
  set16(maxp->data + 10, MAX_GLYPHS); /* points and contours of composites: at most */
  set16(maxp->data + 12, MAX_GLYPHS);
  memset(maxp->data + 14, 0, 14); /* there are no instructions */
  set16(maxp->data + 14, 1);
  set16(maxp->data + 28, MAX(b->most_parts, read16(b->source->maxp, 28)));
  set16(maxp->data + 30, read16(b->source->maxp, 30) + 1);
  for (unsigned i = 0; i <= count; i++)
    put32(loca, g_array_index(b->starts, guint32, i));
  for (unsigned i = 0; i < b->metrics->len; i++)
    put16(hmtx, g_array_index(b->metrics, guint16, i));
  GByteArray *const tables[] = {b->glyf, head, hhea, hmtx, loca, maxp};
  static const char *const tags[] = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"};
  GByteArray *file = assemble(tables, tags, G_N_ELEMENTS(tables));
  for (size_t i = 1; i < G_N_ELEMENTS(tables); i++)
    g_byte_array_unref(tables[i]);
  return file;
}

GByteArray *truetype_build(const TrueType *source, const TrueTypeGlyph *glyphs, unsigned count) {
  Building b = {.source = source,
                .glyf = g_byte_array_new(),
                .starts = g_array_new(FALSE, FALSE, sizeof(guint32)),
                .metrics = g_array_new(FALSE, FALSE, sizeof(guint16)),
                .numbers = g_hash_table_new(NULL, NULL),
                .outlines = g_array_new(FALSE, FALSE, sizeof(guint32)),
                .own = count + 1};
  put_glyphs(&b, glyphs, count);
  GByteArray *file = b.starts->len - 1 <= MAX_GLYPHS ? finish_file(&b) : NULL;
  g_byte_array_unref(b.glyf);
  g_array_unref(b.starts);
  g_array_unref(b.metrics);
  g_hash_table_unref(b.numbers);
  g_array_unref(b.outlines);
  return file;
}
