/* Outlines of faces that may say anything. */
#include "text/outlines.h"

#include "../sfnt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static Outlines *open_face(hb_face_t *face) {
  Outlines *outlines = outlines_open(face);
  hb_face_destroy(face);
  return outlines;
}

static void a_sound_face(void **state) {
  (void)state;
  Sfnt sfnt = sfnt_begin();
  const unsigned blank = sfnt_empty(&sfnt), square = sfnt_square(&sfnt);
  const unsigned two = sfnt_composite(&sfnt, (unsigned[]){square, square}, 2);
  Outlines *outlines = open_face(sfnt_face(&sfnt));
  assert_non_null(outlines);
  assert_int_equal(outlines_units(outlines), 1000);
  assert_int_equal(outlines_count(outlines), 3);
  assert_int_equal(outlines_advance(outlines, 2), 600);
  assert_int_equal(outlines_advance(outlines, 70000), 600);
  const OutlineMetrics metrics = outlines_metrics(outlines);
  assert_int_equal(metrics.ascent, 800);
  assert_int_equal(metrics.descent, -200);
  assert_int_equal(outlines_parts(outlines, blank), 1);
  assert_int_equal(outlines_get(outlines, blank).length, 0);
  assert_int_equal(outlines_parts(outlines, square), 1);
  assert_int_equal(outlines_get(outlines, square).length, 34);
  assert_int_equal(outlines_parts(outlines, two), 2);
  outlines_close(outlines);
}

static void glyphs_that_are_not_there(void **state) {
  (void)state;
  Sfnt sfnt = sfnt_begin();
  sfnt_square(&sfnt);
  const unsigned outside = sfnt_composite(&sfnt, (unsigned[]){0, 9}, 2);
  Outlines *outlines = open_face(sfnt_face(&sfnt));
  const uint32_t wrong[] = {outside, 2, 0xffff, 0x10000, UINT32_MAX};
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
    assert_int_equal(outlines_parts(outlines, wrong[i]), 0);
    assert_int_equal(outlines_get(outlines, wrong[i]).length, 0);
  }
  outlines_close(outlines);
}

/* Every prefix of a glyph is found not to be sound, or is the empty one. */
static void truncated_glyphs(void **state) {
  (void)state;
  for (unsigned composed = 0; composed < 2; composed++) {
    Sfnt whole = sfnt_begin();
    sfnt_square(&whole);
    if (composed)
      sfnt_composite(&whole, (unsigned[]){0, 0}, 2);
    const unsigned begin = composed ? 34 : 0, length = whole.glyf->len - begin;
    for (unsigned cut = 0; cut <= length; cut++) {
      Sfnt sfnt = sfnt_begin();
      if (composed)
        sfnt_square(&sfnt);
      g_byte_array_append(sfnt.glyf, whole.glyf->data + begin, cut);
      const unsigned glyph = sfnt_end_glyph(&sfnt);
      sfnt_square(&sfnt);
      Outlines *outlines = open_face(sfnt_face(&sfnt));
      assert_non_null(outlines);
      assert_int_equal(outlines_parts(outlines, glyph), cut == length ? 1 + composed : cut == 0);
      assert_int_equal(outlines_get(outlines, glyph).length, cut == length ? length : 0);
      outlines_close(outlines);
    }
    g_byte_array_unref(whole.glyf);
    g_byte_array_unref(whole.loca);
  }
}

/* Counts that promise more than there is: contours, points, instructions, repeats. */
static void huge_counts(void **state) {
  (void)state;
  const int glyphs[][12] = {
      {0x7fff, 0, 0, 9, 9, 3, 0, 0x0101, 0x0101, 1, 1, 1},
      {1, 0, 0, 9, 9, -1, 0, 0x0101, 0x0101, 1, 1, 1},
      {1, 0, 0, 9, 9, 3, -1, 0x0101, 0x0101, 1, 1, 1},
      {1, 0, 0, 9, 9, 3, 0, 0x09ff, 0x09ff, 1, 1, 1},
      {2, 0, 0, 9, 9, 3, 3, 0, 0x0101, 0x0101, 1, 1},
      {2, 0, 0, 9, 9, 3, 1, 0, 0x3131, 0x3131, 0, 0},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(glyphs); i++) {
    Sfnt sfnt = sfnt_begin();
    sfnt_put_all(sfnt.glyf, glyphs[i], G_N_ELEMENTS(glyphs[i]));
    const unsigned glyph = sfnt_end_glyph(&sfnt);
    Outlines *outlines = open_face(sfnt_face(&sfnt));
    assert_int_equal(outlines_parts(outlines, glyph), 0);
    outlines_close(outlines);
  }
}

static void loops_of_components(void **state) {
  (void)state;
  Sfnt sfnt = sfnt_begin();
  sfnt_square(&sfnt);
  sfnt_composite(&sfnt, (unsigned[]){1}, 1);    /* of itself */
  sfnt_composite(&sfnt, (unsigned[]){3, 0}, 2); /* of the next, which is of this */
  sfnt_composite(&sfnt, (unsigned[]){0, 2}, 2);
  sfnt_composite(&sfnt, (unsigned[]){0, 0, 0}, 3); /* of no loop */
  Outlines *outlines = open_face(sfnt_face(&sfnt));
  for (unsigned i = 1; i <= 3; i++)
    assert_int_equal(outlines_parts(outlines, i), 0);
  assert_int_equal(outlines_parts(outlines, 4), 3);
  outlines_close(outlines);
}

/* Each glyph is the one before, twice: the last would be a million squares. From the first on or from
 * the last, as what is known of a glyph is kept. */
static void trees_of_components(void **state) {
  (void)state;
  for (int from_last = 0; from_last < 2; from_last++) {
    Sfnt sfnt = sfnt_begin();
    unsigned last = sfnt_square(&sfnt);
    for (int i = 0; i < 20; i++)
      last = sfnt_composite(&sfnt, (unsigned[]){last, last}, 2);
    Outlines *outlines = open_face(sfnt_face(&sfnt));
    if (from_last)
      assert_int_equal(outlines_parts(outlines, last), 0);
    else
      assert_int_equal(outlines_parts(outlines, 5), 32);
    for (unsigned i = 6; i <= last; i++)
      assert_int_equal(outlines_parts(outlines, i), 0);
    outlines_close(outlines);
  }
}

/* A chain is no deeper than it may be, in whichever order its glyphs are asked for. */
static void deep_components(void **state) {
  (void)state;
  Sfnt sfnt = sfnt_begin();
  unsigned last = sfnt_square(&sfnt);
  while (last < 60000)
    last = sfnt_composite(&sfnt, &last, 1);
  Outlines *outlines = open_face(sfnt_face(&sfnt));
  for (unsigned i = 0; i <= last; i++)
    assert_int_equal(outlines_parts(outlines, i), i <= OUTLINE_MAX_DEPTH);
  outlines_close(outlines);
}

static void tables_that_are_not_sound(void **state) {
  (void)state;
  static const guint8 zeros[64], backwards[16] = {0, 0, 0, 34, 0, 0, 0, 0};
  static const guint8 beyond[16] = {0, 0, 0, 0, 0, 0, 0, 35};
  static const struct {
    const char *tag;
    const void *data;
    unsigned length;
  } cases[] = {{"head", zeros, 53}, {"head", zeros, 54}, {"hhea", zeros, 36},
               {"hhea", zeros, 2},  {"hmtx", zeros, 3},  {"maxp", zeros, 5},
               {"maxp", zeros, 32}, {"loca", zeros, 4},  {"loca", zeros, 0},
               {"glyf", zeros, 0},  {"glyf", zeros, 33}, {"loca", backwards, 8},
               {"loca", beyond, 8}, {"COLR", zeros, 20}, {"sbix", zeros, 20}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    Sfnt sfnt = sfnt_begin();
    sfnt_square(&sfnt);
    Outlines *outlines =
        open_face(sfnt_face_with(&sfnt, cases[i].tag, cases[i].data, cases[i].length));
    if (outlines)
      fail_msg("%s of %u bytes is taken for sound", cases[i].tag, cases[i].length);
  }
  assert_null(open_face(hb_face_get_empty()));
  assert_null(open_face(sfnt_of_bytes("", 0)));
  assert_null(open_face(sfnt_of_bytes("no font at all", 14)));
}

/* ---- CFF ----------------------------------------------------------------------------------------- */

#define CFF_FAMILY "Nimbus Sans"

static void cubic_outlines_become_quadratic_ones(void **state) {
  (void)state;
  gsize length = 0;
  char *bytes = sfnt_of_family(CFF_FAMILY ":fontformat=CFF", &length);
  hb_face_t *face = sfnt_of_bytes(bytes, (unsigned)length);
  hb_font_t *font = hb_font_create(face);
  Outlines *outlines = outlines_open(face);
  hb_codepoint_t glyph;
  if (!outlines || memcmp(bytes, "OTTO", 4) != 0 || !hb_font_get_nominal_glyph(font, 'S', &glyph)) {
    print_message("no OpenType font with cubic curves here\n");
  } else {
    assert_false(face_is_cid_keyed(face));
    const Outline outline = outlines_get(outlines, glyph);
    hb_glyph_extents_t extents;
    hb_font_get_glyph_extents(font, glyph, &extents);
    assert_int_equal(outline_number(outline, 0), 1);
    assert_in_range(outline_signed(outline, 2) - extents.x_bearing + 30, 20, 40);
    assert_in_range(outline_signed(outline, 8) - extents.y_bearing + 30, 20, 40);
    assert_in_range(outline_signed(outline, 6) - extents.x_bearing - extents.width + 30, 20, 40);
    assert_int_equal(outlines_parts(outlines, glyph), 1);
  }
  outlines_close(outlines);
  hb_font_destroy(font);
  hb_face_destroy(face);
  g_free(bytes);
}

/* Headers of CFF tables: a Top DICT that begins with ROS, one that does not, and all that is cut off. */
static void names_of_cids(void **state) {
  (void)state;
  static const guint8 keyed[] = {1, 0, 4, 1, 0, 1, 1, 1, 2, 'N', 0, 1, 1, 1, 6, 28, 1, 2, 12, 30};
  guint8 table[sizeof keyed];
  for (unsigned cut = 0; cut <= sizeof keyed; cut++) {
    Sfnt sfnt = sfnt_begin();
    sfnt_square(&sfnt);
    hb_face_t *face = sfnt_face_with(&sfnt, "CFF ", keyed, cut);
    assert_int_equal(face_is_cid_keyed(face), cut == sizeof keyed);
    hb_face_destroy(face);
  }
  for (unsigned at = 0; at < sizeof keyed; at++) { /* any other byte: no crash */
    memcpy(table, keyed, sizeof keyed);
    for (int value = 0; value < 256; value += 15) {
      table[at] = (guint8)value;
      Sfnt sfnt = sfnt_begin();
      sfnt_square(&sfnt);
      hb_face_t *face = sfnt_face_with(&sfnt, "CFF ", table, sizeof table);
      const bool is_keyed = face_is_cid_keyed(face);
      assert_true(at != sizeof keyed - 1 || is_keyed == (value == 30));
      hb_face_destroy(face);
    }
  }
}

/* ---- Fonts of the machine, with other bytes in them ---------------------------------------------- */

static void read_everything(hb_face_t *face, GRand *chance) {
  Outlines *outlines = outlines_open(face);
  if (!outlines)
    return;
  guint sum = 0;
  for (int i = 0; i < 200; i++) {
    const Outline outline = outlines_get(outlines, (guint)g_rand_int_range(chance, 0, 3000));
    for (unsigned at = 0; at < outline.length; at++)
      sum += outline.data[at];
    Component component;
    if (outline.length && outline_is_composed(outline))
      for (unsigned at = 10; outline_component(outline, &at, &component);)
        sum += component.glyph;
  }
  assert_true(sum < G_MAXUINT);
  outlines_close(outlines);
}

static void fuzz(const char *family, int times) {
  gsize length = 0;
  char *bytes = sfnt_of_family(family, &length);
  assert_non_null(bytes);
  GRand *chance = g_rand_new_with_seed(20251122);
  for (int i = 0; i < times; i++) {
    struct {
      gsize at;
      char byte;
    } changed[16];
    /* Every other time in the directory and the tables near it. */
    const gsize area = i % 2 ? length : MIN(length, 2000);
    for (size_t c = 0; c < G_N_ELEMENTS(changed); c++) {
      changed[c].at = (gsize)g_rand_int_range(chance, 0, (gint32)area);
      changed[c].byte = bytes[changed[c].at];
      bytes[changed[c].at] = (char)(i % 3 ? g_rand_int(chance) : 0xff);
    }
    const guint32 part =
        i % 5 ? (guint32)length : (guint32)g_rand_int_range(chance, 0, (gint32)length);
    char *copy = g_memdup2(bytes, part); /* so that what is read beyond its end is seen */
    hb_face_t *face = sfnt_of_bytes(copy, part);
    read_everything(face, chance);
    face_is_cid_keyed(face);

    hb_face_destroy(face);
    g_free(copy);
    for (size_t c = G_N_ELEMENTS(changed); c-- > 0;)
      bytes[changed[c].at] = changed[c].byte;
  }
  g_rand_free(chance);
  g_free(bytes);
}

static void changed_fonts(void **state) {
  (void)state;
  fuzz("Liberation Sans", 1500);
  fuzz("DejaVu Sans", 800);
  fuzz(CFF_FAMILY ":fontformat=CFF", 800);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_sound_face),
      cmocka_unit_test(glyphs_that_are_not_there),
      cmocka_unit_test(truncated_glyphs),
      cmocka_unit_test(huge_counts),
      cmocka_unit_test(loops_of_components),
      cmocka_unit_test(trees_of_components),
      cmocka_unit_test(deep_components),
      cmocka_unit_test(tables_that_are_not_sound),
      cmocka_unit_test(cubic_outlines_become_quadratic_ones),
      cmocka_unit_test(names_of_cids),
      cmocka_unit_test(changed_fonts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
