/* Font files that are written: sound, whatever the face says, and the same each time. */
#include "pdf/truetype.h"

#include "../sfnt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static guint32 number32(const guint8 *at) {
  return (guint32)at[0] << 24 | (guint32)at[1] << 16 | (guint32)at[2] << 8 | at[3];
}

static guint32 sum_of(const guint8 *data, unsigned length) {
  guint32 sum = 0;
  for (unsigned i = 0; i < length; i += 4)
    sum += number32(data + i);
  return sum;
}

/* A font as the standard wants it: sums of the tables and of the file, tables in their order. */
static void assert_file(const GByteArray *file) {
  assert_int_equal(file->len % 4, 0);
  assert_int_equal(sum_of(file->data, file->len), 0xb1b0afba);
  const unsigned count = (unsigned)file->data[4] << 8 | file->data[5];
  assert_int_equal(count, 6);
  unsigned next = 12 + 16 * count;
  for (unsigned i = 0; i < count; i++) {
    const guint8 *entry = file->data + 12 + 16 * i;
    const unsigned offset = number32(entry + 8), length = (number32(entry + 12) + 3) & ~3u;
    assert_int_equal(offset, next);
    assert_true(offset + length <= file->len);
    assert_true(i == 0 || memcmp(entry - 16, entry, 4) < 0);
    guint32 sum = sum_of(file->data + offset, length);
    if (memcmp(entry, "head", 4) == 0)
      sum -= number32(file->data + offset + 8);
    assert_int_equal(number32(entry + 4), sum);
    next = offset + length;
  }
  assert_int_equal(next, file->len);
}

/* The written font, opened; each of its glyphs is sound. */
static Outlines *reopen(const GByteArray *file) {
  assert_file(file);
  hb_face_t *face = sfnt_of_bytes(file->data, file->len);
  Outlines *outlines = outlines_open(face);
  hb_face_destroy(face);
  assert_non_null(outlines);
  return outlines;
}

static Outlines *open_face(hb_face_t *face) {
  Outlines *outlines = outlines_open(face);
  hb_face_destroy(face);
  assert_non_null(outlines);
  return outlines;
}

/* The face of most tests: nothing, a square, two squares. */
static Outlines *three_glyphs(void) {
  Sfnt sfnt = sfnt_begin();
  sfnt_empty(&sfnt);
  sfnt_square(&sfnt);
  sfnt_composite(&sfnt, (unsigned[]){1, 1}, 2);
  return open_face(sfnt_face(&sfnt));
}

static void glyphs_in_their_order(void **state) {
  (void)state;
  Outlines *source = three_glyphs();
  GlyphPart square = {1, 0, 0}, two = {2, 0, 0};
  const TrueTypeGlyph glyphs[] = {{&square, 1, 600}, {NULL, 0, 250}, {&two, 1, 700}};
  GByteArray *file = truetype_build(source, glyphs, 3, NULL);
  Outlines *built = reopen(file);
  assert_int_equal(outlines_count(built), 4); /* with .notdef */
  assert_int_equal(outlines_units(built), 1000);
  assert_int_equal(outlines_advance(built, 1), 600);
  assert_int_equal(outlines_advance(built, 2), 250);
  assert_int_equal(outlines_advance(built, 3), 700);
  assert_int_equal(outlines_get(built, 1).length, 36); /* padded */
  assert_int_equal(outlines_get(built, 2).length, 0);
  assert_int_equal(outlines_parts(built, 3), 2);
  outlines_close(built);
  outlines_close(source);
  g_byte_array_unref(file);
}

static void parts_stand_where_they_are_put(void **state) {
  (void)state;
  Outlines *source = three_glyphs();
  GlyphPart parts[] = {{1, 0, 0}, {0, 5, 5}, {1, 300, -250}, {9, 0, 0}};
  const TrueTypeGlyph glyph = {parts, 4, 900};
  GByteArray *file = truetype_build(source, &glyph, 1, NULL);
  Outlines *built = reopen(file);
  const Outline outline = outlines_get(built, 1);
  assert_true(outline_is_composed(outline));
  const int box[] = {100, -250, 800, 400};
  for (unsigned i = 0; i < 4; i++)
    assert_int_equal(outline_signed(outline, 2 + 2 * i), box[i]);
  unsigned at = 10, found = 0;
  for (Component component; outline_component(outline, &at, &component); found++) {
    const Outline offsets = {component.arguments, component.length};
    assert_int_equal(component.glyph, 2); /* behind the one of our own */
    assert_int_equal(outline_signed(offsets, 0), found ? 300 : 0);
    assert_int_equal(outline_signed(offsets, 2), found ? -250 : 0);
  }
  assert_int_equal(found, 2); /* the blank one and the one that is not there have no ink */
  assert_int_equal(outlines_count(built), 3);
  outlines_close(built);
  outlines_close(source);
  g_byte_array_unref(file);
}

static void the_farthest_offsets(void **state) {
  (void)state;
  Outlines *source = three_glyphs();
  GlyphPart parts[] = {{1, G_MAXINT16, G_MAXINT16}, {1, G_MININT16, G_MININT16}};
  const TrueTypeGlyph glyphs[] = {{parts, 2, 100000}, {parts, 1, -5}};
  GByteArray *file = truetype_build(source, glyphs, 2, NULL);
  Outlines *built = reopen(file);
  const Outline outline = outlines_get(built, 1);
  assert_int_equal(outline_signed(outline, 2), G_MININT16 + 100);
  assert_int_equal(outline_signed(outline, 6), G_MAXINT16);
  assert_int_equal(outlines_advance(built, 1), G_MAXUINT16);
  assert_int_equal(outlines_advance(built, 2), 0);
  outlines_close(built);
  outlines_close(source);
  g_byte_array_unref(file);
}

/* A glyph that is given twice, in two widths, is there once. */
static void outlines_are_shared(void **state) {
  (void)state;
  Outlines *source = three_glyphs();
  GlyphPart square = {1, 0, 0};
  const TrueTypeGlyph glyphs[] = {{&square, 1, 600}, {&square, 1, 700}, {&square, 1, 800}};
  GByteArray *file = truetype_build(source, glyphs, 3, NULL);
  Outlines *built = reopen(file);
  assert_int_equal(outlines_count(built), 4);
  int simple = 0;
  for (unsigned i = 1; i <= 3; i++) {
    assert_int_equal(outlines_advance(built, i), 500 + 100 * (int)i);
    assert_int_equal(outlines_parts(built, i), 1);
    simple += !outline_is_composed(outlines_get(built, i));
  }
  assert_int_equal(simple, 1);
  outlines_close(built);
  outlines_close(source);
  g_byte_array_unref(file);
}

static void as_many_glyphs_as_there_can_be(void **state) {
  (void)state;
  Outlines *source = three_glyphs();
  TrueTypeGlyph *glyphs = g_new0(TrueTypeGlyph, TRUETYPE_MAX_GLYPHS);
  GByteArray *file = truetype_build(source, glyphs, TRUETYPE_MAX_GLYPHS - 1, NULL);
  Outlines *built = reopen(file);
  assert_int_equal(outlines_count(built), TRUETYPE_MAX_GLYPHS);
  outlines_close(built);
  g_byte_array_unref(file);
  assert_null(truetype_build(source, glyphs, TRUETYPE_MAX_GLYPHS, NULL));
  GlyphPart parts[] = {{1, 1, 1}};
  glyphs[0] = (TrueTypeGlyph){parts, 1, 600}; /* needs another number for its part */
  assert_null(truetype_build(source, glyphs, TRUETYPE_MAX_GLYPHS - 1, NULL));
  g_free(glyphs);
  outlines_close(source);
}

static void what_a_glyph_needs(void **state) {
  (void)state;
  Outlines *source = three_glyphs();
  GHashTable *needed = g_hash_table_new(NULL, NULL);
  truetype_need(source, 2, needed);
  assert_int_equal(g_hash_table_size(needed), 2);
  truetype_need(source, 1, needed);
  assert_int_equal(g_hash_table_size(needed), 2);
  truetype_need(source, UINT32_MAX, needed);
  assert_int_equal(g_hash_table_size(needed), 3);
  g_hash_table_unref(needed);
  outlines_close(source);
}

static void loops_are_not_copied(void **state) {
  (void)state;
  Sfnt sfnt = sfnt_begin();
  sfnt_composite(&sfnt, (unsigned[]){0, 1}, 2);
  sfnt_composite(&sfnt, (unsigned[]){0}, 1);
  Outlines *source = open_face(sfnt_face(&sfnt));
  GlyphPart parts[] = {{0, 0, 0}, {1, 10, 10}};
  const TrueTypeGlyph glyphs[] = {{&parts[0], 1, 1}, {&parts[1], 1, 1}, {parts, 2, 1}};
  GByteArray *file = truetype_build(source, glyphs, 3, NULL);
  Outlines *built = reopen(file);
  for (unsigned i = 0; i < outlines_count(built); i++)
    assert_int_equal(outlines_get(built, i).length, 0);
  outlines_close(built);
  outlines_close(source);
  g_byte_array_unref(file);
}

/* ---- Fonts of the machine, with other bytes in them ---------------------------------------------- */

enum { SOME_GLYPHS = 12 };

static GByteArray *build_some(const Outlines *source, guint32 seed) {
  GRand *chance = g_rand_new_with_seed(seed);
  GlyphPart parts[SOME_GLYPHS][3];
  TrueTypeGlyph glyphs[SOME_GLYPHS];
  for (int i = 0; i < SOME_GLYPHS; i++) {
    for (int p = 0; p < 3; p++)
      parts[i][p] = (GlyphPart){(guint)g_rand_int_range(chance, 0, 1500),
                                (gint16)(p ? g_rand_int(chance) : 0), 0};
    glyphs[i] = (TrueTypeGlyph){parts[i], g_rand_int_range(chance, 0, 4),
                                g_rand_int_range(chance, -9, 99999)};
  }
  g_rand_free(chance);
  return truetype_build(source, glyphs, SOME_GLYPHS, NULL);
}

/* What is written is sound though the face is not, and the same each time. */
static void assert_written(hb_face_t *face, guint32 seed) {
  Outlines *source = outlines_open(face), *again = outlines_open(face);
  if (source) {
    GByteArray *file = build_some(source, seed), *same = build_some(again, seed);
    assert_int_equal(file->len, same->len);
    assert_memory_equal(file->data, same->data, file->len);
    Outlines *built = reopen(file);
    for (unsigned i = 0; i < outlines_count(built); i++)
      assert_int_not_equal(outlines_parts(built, i), 0);
    outlines_close(built);
    g_byte_array_unref(file);
    g_byte_array_unref(same);
  }
  outlines_close(source);
  outlines_close(again);
}

static void changed_fonts(void **state) {
  (void)state;
  static const char *const families[] = {"Liberation Sans", "DejaVu Sans",
                                         "Nimbus Sans:fontformat=CFF"};
  for (size_t f = 0; f < G_N_ELEMENTS(families); f++) {
    gsize length = 0;
    char *bytes = sfnt_of_family(families[f], &length);
    assert_non_null(bytes);
    GRand *chance = g_rand_new_with_seed(7);
    hb_face_t *whole = sfnt_of_bytes(bytes, (unsigned)length);
    assert_written(whole, 1);
    hb_face_destroy(whole);
    for (guint32 i = 0; i < 600; i++) {
      char *copy = g_memdup2(bytes, length);
      for (int c = 0; c < 200; c++) /* behind the directory, so that most can be opened */
        copy[g_rand_int_range(chance, 400, (gint32)length)] = (char)g_rand_int(chance);
      hb_face_t *face = sfnt_of_bytes(copy, (unsigned)length);
      assert_written(face, i);
      hb_face_destroy(face);
      g_free(copy);
    }
    g_rand_free(chance);
    g_free(bytes);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(glyphs_in_their_order),
      cmocka_unit_test(parts_stand_where_they_are_put),
      cmocka_unit_test(the_farthest_offsets),
      cmocka_unit_test(outlines_are_shared),
      cmocka_unit_test(as_many_glyphs_as_there_can_be),
      cmocka_unit_test(what_a_glyph_needs),
      cmocka_unit_test(loops_are_not_copied),
      cmocka_unit_test(changed_fonts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
