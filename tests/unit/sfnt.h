/* Small TrueType fonts made for tests, and fonts of the machine as bytes. */
#ifndef PEERPRESS_TESTS_SFNT_H
#define PEERPRESS_TESTS_SFNT_H

#include <fontconfig/fontconfig.h>
#include <glib.h>
#include <hb.h>
#include <string.h>

typedef struct {
  GByteArray *glyf, *loca; /* loca with 32 bits */
  unsigned count;
} Sfnt;

static inline void sfnt_put(GByteArray *out, unsigned value) {
  const guint8 bytes[2] = {(guint8)(value >> 8), (guint8)value};
  g_byte_array_append(out, bytes, 2);
}

static inline void sfnt_put_all(GByteArray *out, const int *values, size_t count) {
  for (size_t i = 0; i < count; i++)
    sfnt_put(out, (guint16)values[i]);
}

static inline Sfnt sfnt_begin(void) {
  Sfnt sfnt = {g_byte_array_new(), g_byte_array_new(), 0};
  sfnt_put(sfnt.loca, 0);
  sfnt_put(sfnt.loca, 0);
  return sfnt;
}

/* What was put into glyf since the last glyph is the next. */
static inline unsigned sfnt_end_glyph(Sfnt *sfnt) {
  sfnt_put(sfnt->loca, sfnt->glyf->len >> 16);
  sfnt_put(sfnt->loca, sfnt->glyf->len & 0xffff);
  return sfnt->count++;
}

static inline unsigned sfnt_empty(Sfnt *sfnt) {
  return sfnt_end_glyph(sfnt);
}

/* A square from (100, 0) to (500, 400). */
static inline unsigned sfnt_square(Sfnt *sfnt) {
  const int head[] = {1, 100, 0, 500, 400, 3, 0, 0x0101, 0x0101};
  const int steps[] = {100, 400, 0, -400, 0, 0, 400, 0};
  sfnt_put_all(sfnt->glyf, head, G_N_ELEMENTS(head));
  sfnt_put_all(sfnt->glyf, steps, G_N_ELEMENTS(steps));
  return sfnt_end_glyph(sfnt);
}

/* A glyph of others, each where it is. */
static inline unsigned sfnt_composite(Sfnt *sfnt, const unsigned *parts, unsigned count) {
  const int head[] = {-1, 100, 0, 500, 400};
  sfnt_put_all(sfnt->glyf, head, G_N_ELEMENTS(head));
  for (unsigned i = 0; i < count; i++) {
    sfnt_put(sfnt->glyf, 0x0003 | (i + 1 < count ? 0x0020 : 0));
    sfnt_put(sfnt->glyf, parts[i]);
    sfnt_put(sfnt->glyf, 0);
    sfnt_put(sfnt->glyf, 0);
  }
  return sfnt_end_glyph(sfnt);
}

static inline void sfnt_table(hb_face_t *builder, const char *tag, const guint8 *data,
                              unsigned length) {
  hb_blob_t *blob =
      hb_blob_create((const char *)data, length, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
  hb_face_builder_add_table(builder, HB_TAG(tag[0], tag[1], tag[2], tag[3]), blob);
  hb_blob_destroy(blob);
}

/* The font with the tables that every one needs; frees what it is made of. */
static inline hb_face_t *sfnt_builder(Sfnt *sfnt) {
  guint8 head[54] = {
      0, 1, [12] = 0x5f, 0x0f, 0x3c, 0xf5, [18] = 1000 >> 8, [19] = 1000 & 0xff, [51] = 1};
  guint8 hhea[36] = {0, 1, 0, 0, 3, 0x20, 0xff, 0x38, [35] = 1};
  guint8 maxp[32] = {0, 1, 0, 0, (guint8)(sfnt->count >> 8), (guint8)sfnt->count};
  GByteArray *hmtx = g_byte_array_new(); /* bearings of all but the first glyph follow its metric */
  sfnt_put(hmtx, 600);
  for (unsigned i = 0; i < MAX(sfnt->count, 1); i++)
    sfnt_put(hmtx, 100);
  hb_face_t *builder = hb_face_builder_create();
  sfnt_table(builder, "head", head, sizeof head);
  sfnt_table(builder, "hhea", hhea, sizeof hhea);
  sfnt_table(builder, "maxp", maxp, sizeof maxp);
  sfnt_table(builder, "hmtx", hmtx->data, hmtx->len);
  g_byte_array_unref(hmtx);
  sfnt_table(builder, "loca", sfnt->loca->data, sfnt->loca->len);
  sfnt_table(builder, "glyf", sfnt->glyf->data, sfnt->glyf->len);
  g_byte_array_unref(sfnt->glyf);
  g_byte_array_unref(sfnt->loca);
  return builder;
}

/* The face of the font, with another table in the place of one if `tag` is not NULL. */
static inline hb_face_t *sfnt_face_with(Sfnt *sfnt, const char *tag, const void *data,
                                        unsigned length) {
  hb_face_t *builder = sfnt_builder(sfnt);
  if (tag)
    sfnt_table(builder, tag, data, length);
  hb_blob_t *file = hb_face_reference_blob(builder);
  hb_face_t *face = hb_face_create(file, 0);
  hb_blob_destroy(file);
  hb_face_destroy(builder);
  return face;
}

static inline hb_face_t *sfnt_face(Sfnt *sfnt) {
  return sfnt_face_with(sfnt, NULL, NULL, 0);
}

static inline hb_face_t *sfnt_of_bytes(const void *data, unsigned length) {
  hb_blob_t *blob = hb_blob_create(data, length, HB_MEMORY_MODE_READONLY, NULL, NULL);
  hb_face_t *face = hb_face_create(blob, 0);
  hb_blob_destroy(blob);
  return face;
}

/* Characters from `first` to `last`, which are all drawn by glyph 1. */
typedef struct {
  unsigned first, last;
} SfntRange;

static inline void sfnt_put32(GByteArray *out, unsigned value) {
  sfnt_put(out, value >> 16);
  sfnt_put(out, value & 0xffff);
}

static inline GByteArray *sfnt_cmap(const SfntRange *ranges, unsigned count) {
  GByteArray *cmap = g_byte_array_new();
  const int head[] = {0, 1, 3, 10, 0, 12, 13, 0};
  sfnt_put_all(cmap, head, G_N_ELEMENTS(head));
  sfnt_put32(cmap, 16 + 12 * count);
  sfnt_put32(cmap, 0);
  sfnt_put32(cmap, count);
  for (unsigned i = 0; i < count; i++) {
    sfnt_put32(cmap, ranges[i].first);
    sfnt_put32(cmap, ranges[i].last);
    sfnt_put32(cmap, 1);
  }
  return cmap;
}

/* Family, "Regular", full and PostScript name. */
static inline GByteArray *sfnt_names(const char *family) {
  static const int ids[] = {1, 2, 4, 6};
  const char *const names[] = {family, "Regular", family, family};
  GByteArray *table = g_byte_array_new();
  const int head[] = {0, 4, 6 + 4 * 12};
  sfnt_put_all(table, head, 3);
  int at = 0;
  for (int i = 0; i < 4; i++) {
    const int length = (int)strlen(names[i]) * 2;
    const int record[] = {3, 1, 0x409, ids[i], length, at};
    sfnt_put_all(table, record, 6);
    at += length;
  }
  for (int i = 0; i < 4; i++)
    for (const char *c = names[i]; *c; c++)
      sfnt_put(table, (unsigned)*c);
  return table;
}

/* Writes a font of squares with a name, some characters and the code pages that it is made for (bits of OS/2's
 * ulCodePageRange1: 17 Japanese, 18 simplified Chinese, 19 Korean, 20 traditional Chinese). */
static inline void sfnt_write(const char *folder, const char *family, const SfntRange *ranges,
                              unsigned count, unsigned code_pages) {
  Sfnt sfnt = sfnt_begin();
  sfnt_empty(&sfnt);
  sfnt_square(&sfnt);
  guint8 os2[96] = {0, 4, [4] = 400 >> 8, [5] = 400 & 0xff, [7] = 5, [63] = 0x40};
  os2[78] = (guint8)(code_pages >> 24);
  os2[79] = (guint8)(code_pages >> 16);
  guint8 post[32] = {0, 3};
  GByteArray *cmap = sfnt_cmap(ranges, count), *names = sfnt_names(family);
  const struct {
    const char *tag;
    const guint8 *data;
    unsigned length;
  } more[] = {{"cmap", cmap->data, cmap->len},
              {"name", names->data, names->len},
              {"OS/2", os2, sizeof os2},
              {"post", post, sizeof post}};
  hb_face_t *builder = sfnt_builder(&sfnt);
  for (size_t i = 0; i < G_N_ELEMENTS(more); i++)
    sfnt_table(builder, more[i].tag, more[i].data, more[i].length);
  hb_blob_t *file = hb_face_reference_blob(builder);
  unsigned length = 0;
  const char *bytes = hb_blob_get_data(file, &length);
  char *path = g_strdup_printf("%s/%s.ttf", folder, family);
  g_file_set_contents(path, bytes, length, NULL);
  g_free(path);
  hb_blob_destroy(file);
  hb_face_destroy(builder);
  g_byte_array_unref(cmap);
  g_byte_array_unref(names);
}

/* The file of a family's font that fontconfig finds (it may be of another), newly allocated. */
static inline char *sfnt_of_family(const char *family, gsize *length) {
  FcPattern *wanted = FcNameParse((const FcChar8 *)family);
  FcConfigSubstitute(NULL, wanted, FcMatchPattern);
  FcDefaultSubstitute(wanted);
  FcResult result;
  FcPattern *got = FcFontMatch(NULL, wanted, &result);
  FcChar8 *path = NULL;
  char *bytes = NULL;
  if (FcPatternGetString(got, FC_FILE, 0, &path) == FcResultMatch)
    g_file_get_contents((const char *)path, &bytes, length, NULL);
  FcPatternDestroy(got);
  FcPatternDestroy(wanted);
  return bytes;
}

#endif
