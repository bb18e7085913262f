#include "pdf/truetype.h"

#include <string.h>

enum { HEADER_LENGTH = 10, HEAD_LENGTH = 54, HHEA_LENGTH = 36, MAXP_LENGTH = 32 };

void truetype_need(const Outlines *source, uint32_t glyph, GHashTable *needed) {
  if (!g_hash_table_add(needed, GUINT_TO_POINTER(glyph)))
    return;
  const Outline shape = outlines_get(source, glyph);
  Component component;
  if (outline_is_composed(shape))
    for (unsigned at = HEADER_LENGTH; outline_component(shape, &at, &component);)
      truetype_need(source, component.glyph, needed);
}

typedef struct {
  const Outlines *source;
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

static void put_signed(GByteArray *out, int value) {
  put16(out, (guint16)CLAMP(value, G_MININT16, G_MAXINT16));
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
  const guint16 metric[2] = {(guint16)CLAMP(width, 0, G_MAXUINT16),
                             (guint16)CLAMP(bearing, G_MININT16, G_MAXINT16)};
  g_array_append_val(b->starts, start);
  g_array_append_vals(b->metrics, metric, 2);
}

/* Copies a simple outline without its instructions: nothing hints what is composed of it. */
static void put_simple(Building *b, Outline shape) {
  const unsigned at = HEADER_LENGTH + 2 * outline_number(shape, 0);
  const unsigned instructions = outline_number(shape, at);
  g_byte_array_append(b->glyf, shape.data, at);
  put16(b->glyf, 0);
  const unsigned rest = at + 2 + instructions;
  g_byte_array_append(b->glyf, shape.data + rest, shape.length - rest);
}

static void put_composite(Building *b, Outline shape) {
  g_byte_array_append(b->glyf, shape.data, HEADER_LENGTH);
  Component component;
  for (unsigned at = HEADER_LENGTH; outline_component(shape, &at, &component);) {
    put16(b->glyf, component.flags & ~(unsigned)COMPONENT_INSTRUCTIONS);
    put16(b->glyf, number_of(b, component.glyph));
    g_byte_array_append(b->glyf, component.arguments, component.length);
  }
}

/* Copies one of the face's glyphs. */
static void put_outline(Building *b, guint32 glyph, int width) {
  Outline shape = outlines_get(b->source, glyph);
  begin_glyph(b, width, shape.length ? outline_signed(shape, 2) : 0);
  if (shape.length && outline_is_composed(shape))
    put_composite(b, shape);
  else if (shape.length)
    put_simple(b, shape);
}

/* Writes a glyph of several others. */
static void put_parts(Building *b, const TrueTypeGlyph *glyph) {
  int left = G_MAXINT16, bottom = G_MAXINT16, right = G_MININT16, top = G_MININT16;
  unsigned inked = 0;
  for (int i = 0; i < glyph->count; i++) {
    Outline shape = outlines_get(b->source, glyph->parts[i].glyph);
    if (!shape.length)
      continue;
    inked++;
    left = MIN(left, outline_signed(shape, 2) + glyph->parts[i].dx);
    bottom = MIN(bottom, outline_signed(shape, 4) + glyph->parts[i].dy);
    right = MAX(right, outline_signed(shape, 6) + glyph->parts[i].dx);
    top = MAX(top, outline_signed(shape, 8) + glyph->parts[i].dy);
  }
  begin_glyph(b, glyph->width, inked ? left : 0);
  b->most_parts = MAX(b->most_parts, inked);
  if (!inked)
    return;
  put16(b->glyf, 0xffff);
  put_signed(b->glyf, left);
  put_signed(b->glyf, bottom);
  put_signed(b->glyf, right);
  put_signed(b->glyf, top);
  for (int i = 0; i < glyph->count; i++) {
    if (!outlines_get(b->source, glyph->parts[i].glyph).length)
      continue;
    put16(b->glyf, COMPONENT_WORDS | COMPONENT_XY | (--inked ? COMPONENT_MORE : 0));
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
  put_outline(b, 0, outlines_advance(b->source, 0));
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
    put_outline(b, glyph, outlines_advance(b->source, glyph));
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

static GByteArray *copy(Outline table, unsigned length) {
  GByteArray *copied = g_byte_array_new();
  return g_byte_array_append(copied, table.data, length);
}

/* There are no instructions, and numbers of points and contours are at most what 16 bits hold. */
static GByteArray *new_maxp(const Building *b, unsigned count) {
  GByteArray *maxp = g_byte_array_new();
  put32(maxp, 0x00010000);
  put16(maxp, count);
  for (int i = 0; i < 4; i++)
    put16(maxp, G_MAXUINT16);
  put16(maxp, 1); /* zones */
  while (maxp->len < MAXP_LENGTH - 4)
    put16(maxp, 0);
  put16(maxp, MAX(b->most_parts, OUTLINE_MAX_PARTS));
  put16(maxp, OUTLINE_MAX_DEPTH + 1);
  return maxp;
}

/* Format 0, of platform 1 (Macintosh), encoding 0. */
static GByteArray *new_cmap(const TrueTypeCodes *codes) {
  enum { SUBTABLE = 12, LENGTH = 262 };
  GByteArray *cmap = g_byte_array_new();
  put16(cmap, 0);
  put16(cmap, 1); /* subtables */
  put16(cmap, 1);
  put16(cmap, 0);
  put32(cmap, SUBTABLE);
  put16(cmap, 0);
  put16(cmap, LENGTH);
  put16(cmap, 0);
  return g_byte_array_append(cmap, codes->glyphs, sizeof codes->glyphs);
}

static GByteArray *finish_file(Building *b, const TrueTypeCodes *codes) {
  const unsigned count = b->starts->len - 1;
  GByteArray *head = copy(outlines_head(b->source), HEAD_LENGTH);
  GByteArray *hhea = copy(outlines_hhea(b->source), HHEA_LENGTH);
  GByteArray *maxp = new_maxp(b, count), *loca = g_byte_array_new(), *hmtx = g_byte_array_new();
  set32(head->data + 8, 0);  /* the sum of the file, to come */
  set16(head->data + 50, 1); /* loca has 32 bits */
  set16(hhea->data + 34, count);
  for (unsigned i = 0; i <= count; i++)
    put32(loca, g_array_index(b->starts, guint32, i));
  for (unsigned i = 0; i < b->metrics->len; i++)
    put16(hmtx, g_array_index(b->metrics, guint16, i));
  GByteArray *cmap = codes ? new_cmap(codes) : NULL;
  GByteArray *const tables[] = {cmap, g_byte_array_ref(b->glyf), head, hhea, hmtx, loca, maxp};
  static const char *const tags[] = {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"};
  const unsigned first = codes ? 0 : 1;
  GByteArray *file = assemble(tables + first, tags + first, G_N_ELEMENTS(tables) - first);
  for (size_t i = first; i < G_N_ELEMENTS(tables); i++)
    g_byte_array_unref(tables[i]);
  return file;
}

GByteArray *truetype_build(const Outlines *source, const TrueTypeGlyph *glyphs, unsigned count,
                           const TrueTypeCodes *codes) {
  Building b = {.source = source,
                .glyf = g_byte_array_new(),
                .starts = g_array_new(FALSE, FALSE, sizeof(guint32)),
                .metrics = g_array_new(FALSE, FALSE, sizeof(guint16)),
                .numbers = g_hash_table_new(NULL, NULL),
                .outlines = g_array_new(FALSE, FALSE, sizeof(guint32)),
                .own = count + 1};
  put_glyphs(&b, glyphs, count);
  if (b.glyf->len ==
      0) /* an empty table is none to FreeType, and the font then one without outlines */
    g_byte_array_append(b.glyf, (const guint8 *)"", 1);
  GByteArray *file = b.starts->len - 1 <= TRUETYPE_MAX_GLYPHS ? finish_file(&b, codes) : NULL;
  g_byte_array_unref(b.glyf);
  g_array_unref(b.starts);
  g_array_unref(b.metrics);
  g_hash_table_unref(b.numbers);
  g_array_unref(b.outlines);
  return file;
}
