/* Text that is drawn with fonts of its own: a code for each character, in the order of reading. */
#include "pdf/glyphtext.h"
#include "pdf/reader.h"
#include "pdf/textmap.h"
#include "text/text.h"

#include "../sfnt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define RIGHT_TO_LEFT_MARK "\xe2\x80\x8f"

typedef struct {
  TextEngine *engine;
  Diagnostics *diagnostics;
  Arena *arena;
  GByteArray *bytes;
  Deflater *deflater;
  PdfWriter *writer;
  GlyphTexts *texts;
} Bench;

static bool keep(void *context, const unsigned char *bytes, size_t length) {
  g_byte_array_append(context, bytes, (guint)length);
  return true;
}

static int setup(void **state) {
  Bench *bench = g_new0(Bench, 1);
  bench->engine = text_engine_new(NULL);
  bench->diagnostics = diag_new(NULL, DIAG_TEXT);
  bench->arena = arena_new();
  bench->bytes = g_byte_array_new();
  bench->deflater = deflater_new();
  bench->writer = pdf_writer_new(bench->deflater, keep, bench->bytes);
  bench->texts = glyph_texts_new(bench->writer);
  *state = bench;
  return 0;
}

static int teardown(void **state) {
  Bench *bench = *state;
  glyph_texts_free(bench->texts);
  pdf_writer_free(bench->writer);
  deflater_free(bench->deflater);
  g_byte_array_unref(bench->bytes);
  arena_free(bench->arena);
  diag_free(bench->diagnostics);
  text_engine_free(bench->engine);
  g_free(bench);
  return 0;
}

/* The first run of a text that is shaped in a font. */
static GlyphRun shape(Bench *bench, const char *family, const char *text) {
  const TextStyle style = {.families = family,
                           .size = 10 * LENGTH_PER_POINT,
                           .weight = 400,
                           .stretch = PANGO_STRETCH_NORMAL,
                           .kerning = true};
  Paragraph *paragraph = paragraph_new(bench->engine, bench->diagnostics, bench->arena, TEXT_LTR);
  paragraph_text(paragraph, &style, text, strlen(text), true, false, NULL, PLACE_NONE);
  int count;
  const LineSpec spec = {.width = length_from_points(4000)};
  const TextLine *lines = paragraph_break(paragraph, &spec, 0, &count);
  assert_int_equal(count, 1);
  assert_int_equal(lines[0].fragments[0].kind, FRAGMENT_TEXT);
  GlyphRun run = lines[0].fragments[0].run;
  run.glyphs = arena_copy(bench->arena, run.glyphs, sizeof *run.glyphs * (size_t)run.glyph_count);
  run.clusters =
      arena_copy(bench->arena, run.clusters, sizeof *run.clusters * (size_t)run.cluster_count);
  run.text = arena_strndup(bench->arena, run.text, (size_t)run.text_length);
  paragraph_free(paragraph);
  return run;
}

static GString *draw(Bench *bench, const GlyphRun *run) {
  const MarkRun mark = {.run = run, .size = 10, .matrix = {10, 0, 0, -10, 20, 30}};
  return glyph_text(bench->texts, &mark, TEXT_APART, TEXT_APART);
}

/* Ends the file: a page with the fonts and no more. */
static PdfReader *read_back(Bench *bench) {
  assert_true(glyph_texts_write(bench->texts));
  const int first = pdf_writer_reserve(bench->writer, 3);
  GString *page = g_string_new(NULL);
  g_string_printf(page, "<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]/Resources<</Font<<",
                  first + 1);
  glyph_texts_append_fonts(bench->texts, page);
  g_string_append(page, ">>>>>>");
  char *catalog = g_strdup_printf("<</Type/Catalog/Pages %d 0 R>>", first + 1);
  char *pages = g_strdup_printf("<</Type/Pages/Count 1/Kids[%d 0 R]>>", first + 2);
  char *trailer = g_strdup_printf("/Root %d 0 R", first);
  pdf_writer_object(bench->writer, first, catalog, strlen(catalog));
  pdf_writer_object(bench->writer, first + 1, pages, strlen(pages));
  pdf_writer_object(bench->writer, first + 2, page->str, page->len);
  int missing = 0;
  assert_true(pdf_writer_end(bench->writer, trailer, true, &missing));
  assert_int_equal(missing, 0);
  g_free(catalog);
  g_free(pages);
  g_free(trailer);
  g_string_free(page, TRUE);
  GBytes *bytes = g_bytes_new(bench->bytes->data, bench->bytes->len);
  PdfReader *reader = pdf_reader_new(bytes, "made.pdf", bench->diagnostics);
  g_bytes_unref(bytes);
  assert_non_null(reader);
  assert_null(pdf_reader_warning(reader, 0));
  return reader;
}

static void append_code(GString *text, TextMap *map, const guint8 *bytes, int length,
                        double *widths) {
  TextCode code = {0};
  assert_non_null(map);
  assert_int_equal(text_map_read(map, bytes, (size_t)length, &code), length);
  assert_non_null(code.text);
  g_string_append(text, code.text);
  *widths += code.width;
}

/* Those of a literal string, of `length` bytes each, which begins at `at`; its last character. */
static const char *append_literal(GString *text, TextMap *map, const char *at, int length,
                                  double *widths) {
  guint8 bytes[2];
  int count = 0;
  for (at++; *at != ')'; at++) {
    const bool escaped = *at == '\\';
    at += escaped;
    bytes[count++] = escaped && *at == 'r' ? '\r' : (guint8)*at;
    if (count == length) {
      append_code(text, map, bytes, length, widths);
      count = 0;
    }
  }
  assert_int_equal(count, 0);
  return at;
}

/* What the codes of text operations stand for; `widths` receives the sum of their widths in 1/1000 em. */
static char *spell(PdfReader *reader, const GString *operations, double *widths) {
  const Slice page = pdf_reader_object(reader, pdf_reader_page(reader, 0));
  const Slice fonts = pdf_reader_key(reader, pdf_reader_key(reader, page, "Resources"), "Font");
  GString *text = g_string_new(NULL);
  TextMap *map = NULL;
  int length = 0;
  *widths = 0;
  for (const char *at = operations->str; at < operations->str + operations->len; at++) {
    if (*at == '/') {
      char name[16] = "";
      assert_int_equal(sscanf(at, "/%15s", name), 1);
      text_map_free(map);
      const Slice font = pdf_reader_key(reader, fonts, name);
      map = text_map_new(reader, font);
      length = slice_is(pdf_reader_key(reader, font, "Subtype"), "/Type0") ? 2 : 1;
    } else if (*at == '<') {
      unsigned number = 0;
      assert_int_equal(sscanf(at, "<%4x>", &number), 1);
      append_code(text, map, (const guint8[]){(guint8)(number >> 8), (guint8)number}, 2, widths);
    } else if (*at == '(') {
      at = append_literal(text, map, at, length, widths);
    }
  }
  text_map_free(map);
  return g_string_free(text, FALSE);
}

static void assert_spells(Bench *bench, const GlyphRun *run, const char *expected) {
  GString *operations = draw(bench, run);
  assert_true(g_str_has_prefix(operations->str, "BT\n10 0 0 -10 20 30 Tm\n/G0 1 Tf\n["));
  assert_memory_equal(operations->str + operations->len - 7, "]TJ\nET\n", 7);
  PdfReader *reader = read_back(bench);
  double widths = 0;
  char *text = spell(reader, operations, &widths);
  assert_string_equal(text, expected);
  assert_true(widths > 0);
  g_free(text);
  g_string_free(operations, TRUE);
  pdf_reader_free(reader);
}

static void characters_from_left_to_right(void **state) {
  const GlyphRun run = shape(*state, "DejaVu Sans", "Office 12");
  assert_spells(*state, &run, "Office 12");
}

/* Arabic letters whose glyphs are ligatures and other forms; spaces and points have a mark. */
static void characters_from_right_to_left(void **state) {
#define SALAM "\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85"
  const GlyphRun run = shape(*state, "DejaVu Sans", SALAM " " SALAM ".");
  assert_true(run.backward);
  assert_spells(*state, &run, SALAM RIGHT_TO_LEFT_MARK RIGHT_TO_LEFT_MARK " " SALAM);
}

static void marks_of_hebrew(void **state) {
#define SHALOM "\xd7\xa9\xd7\x81\xd6\xb8\xd7\x9c\xd7\x95\xd6\xb9\xd7\x9d"
  const GlyphRun run = shape(*state, "DejaVu Sans", SHALOM);
  assert_spells(*state, &run, SHALOM);
}

/* The same run gives the same codes; its text is not told apart from another only by its place. */
static void codes_are_shared(void **state) {
  const GlyphRun run = shape(*state, "DejaVu Sans", SALAM);
  GString *first = draw(*state, &run), *second = draw(*state, &run);
  assert_true(g_string_equal(first, second));
  g_string_free(first, TRUE);
  g_string_free(second, TRUE);
}

/* Each letter of each width is another code: when the font is full there is a further one, and every code
 * still says what it stands for. */
static void a_full_font_is_followed_by_another(void **state) {
  Bench *bench = *state;
  GString *operations = NULL;
  int drawn = 0;
  for (char letter = 'a'; letter <= 'h' && !(operations && strstr(operations->str, "/G1 "));
       letter++) {
    GlyphRun run = shape(bench, "DejaVu Sans", (const char[]){letter, 0});
    Glyph glyph = run.glyphs[0];
    run.glyphs = &glyph;
    glyph.dy = 1; /* in its place and of its width a letter would always have one code */
    for (int i = 0; i < 10000 && !(operations && strstr(operations->str, "/G1 ")); i++, drawn++) {
      glyph.advance += 10 * LENGTH_PER_POINT / 1024; /* two of DejaVu's 2,048 units */
      if (operations)
        g_string_free(operations, TRUE);
      operations = draw(bench, &run);
      assert_null(strstr(operations->str, "<0000>"));
    }
  }
  assert_in_range(drawn, 65000, 66000);
  PdfReader *reader = read_back(bench);
  double widths = 0;
  char *text = spell(reader, operations, &widths);
  assert_string_equal(text, "g");
  g_free(text);
  g_string_free(operations, TRUE);
  pdf_reader_free(reader);
}

/* What a narrow font has no room for is in a wide one, in the same text. */
static void many_characters(void **state) {
  GString *letters = g_string_new("Office");
  for (gunichar c = 0x100; c < 0x250; c++)
    g_string_append_unichar(letters, c);
  g_string_append(letters, " Office");
  const GlyphRun run = shape(*state, "DejaVu Sans", letters->str);
  assert_int_equal(run.text_length, letters->len);
  GString *operations = draw(*state, &run);
  assert_non_null(g_strstr_len(operations->str, (gssize)operations->len, "/G1 "));
  PdfReader *reader = read_back(*state);
  double widths = 0;
  char *text = spell(reader, operations, &widths);
  assert_string_equal(text, letters->str);
  g_free(text);
  g_string_free(operations, TRUE);
  pdf_reader_free(reader);
  g_string_free(letters, TRUE);
}

/* Lines of one text object lead to each other; colours and fonts are set where they change, and the sign's
 * colour at the end. */
static void texts_in_the_place_of_a_sign(void **state) {
  Bench *bench = *state;
  const GlyphRun run = shape(bench, "DejaVu Sans", "ab");
  const Color red = {.red = 255, .alpha = 255}, black = {.alpha = 255};
  const struct {
    Color color;
    double y;
    TextJoint before, after;
    const char *operations;
  } cases[] = {
      {red, 30, TEXT_APART, TEXT_CONTINUES, "BT\n10 0 0 -10 20 30 Tm\n/G0 1 Tf\n[(ab)]TJ\n"},
      {red, 42.5, TEXT_CONTINUES, TEXT_FOLLOWS, "0 -1.25 Td\n[(ab)]TJ\nET\n"},
      {black, 55, TEXT_FOLLOWS, TEXT_APART,
       "0 0 0 rg\nBT\n10 0 0 -10 20 55 Tm\n[(ab)]TJ\nET\n1 0 0 rg\n"},
      {black, 70, TEXT_APART, TEXT_APART, "BT\n10 0 0 -10 20 70 Tm\n/G0 1 Tf\n[(ab)]TJ\nET\n"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    const MarkRun mark = {.run = &run,
                          .size = 10,
                          .color = cases[i].color,
                          .matrix = {10, 0, 0, -10, 20, cases[i].y}};
    GString *operations = glyph_text(bench->texts, &mark, cases[i].before, cases[i].after);
    assert_string_equal(operations->str, cases[i].operations);
    g_string_free(operations, TRUE);
  }
  pdf_reader_free(read_back(bench));
}

/* Glyphs that the face does not have draw nothing; offsets of any size are held. */
static void glyphs_of_no_sense(void **state) {
  Bench *bench = *state;
  GlyphRun run = shape(bench, "DejaVu Sans", "abcd");
  const Glyph glyphs[] = {{0xfffe, 100, 5, 5},
                          {0xfffffff, INT32_MAX, INT32_MAX, INT32_MIN},
                          {36, INT32_MIN, INT32_MIN, INT32_MAX},
                          {37, 0, 0, 0}};
  run.glyphs = glyphs;
  assert_int_equal(run.glyph_count, 4);
  for (int backward = 0; backward < 2; backward++) {
    run.backward = backward;
    GString *operations = draw(bench, &run);
    assert_null(g_strstr_len(operations->str, (gssize)operations->len, "nan"));
    assert_null(g_strstr_len(operations->str, (gssize)operations->len, "inf"));
    g_string_free(operations, TRUE);
  }
  pdf_reader_free(read_back(bench));
}

/* ---- Fonts --------------------------------------------------------------------------------------- */

static void a_face_without_outlines_has_no_font(void **state) {
  (void)state;
  assert_null(glyph_font_new(hb_face_get_empty(), GLYPH_FONT_WIDE, 1));
}

static hb_face_t *square_face(void) {
  Sfnt sfnt = sfnt_begin();
  sfnt_empty(&sfnt);
  sfnt_square(&sfnt);
  return sfnt_face(&sfnt);
}

static void codes_are_told_apart(void **state) {
  (void)state;
  hb_face_t *face = square_face();
  GlyphFont *font = glyph_font_new(face, GLYPH_FONT_WIDE, 1);
  hb_face_destroy(face);
  const GlyphPart parts[] = {{1, 0, 0}, {1, 5, 0}};
  const uint16_t one = glyph_font_code(font, "a", parts, 1, 600);
  assert_int_equal(one, 1);
  assert_int_equal(glyph_font_code(font, "a", parts, 1, 600), one);
  assert_int_equal(glyph_font_code(font, "b", parts, 1, 600), 2);
  assert_int_equal(glyph_font_code(font, "a", parts, 1, 601), 3);
  assert_int_equal(glyph_font_code(font, "a", parts, 2, 600), 4);
  assert_int_equal(glyph_font_code(font, "a", parts + 1, 1, 600), 5);
  assert_int_equal(glyph_font_code(font, "a", NULL, 0, 600), 6);
  assert_int_equal(glyph_font_number(font), 1);
  assert_int_equal(glyph_font_units(font), 1000);
  assert_int_equal(glyph_font_advance(font, 1), 600);
  glyph_font_free(font);
}

/* Codes find room until all numbers of glyphs are taken, those of parts included; then the font can
 * still be written. */
static void a_font_has_room_for_what_it_can_hold(void **state) {
  Bench *bench = *state;
  hb_face_t *face = square_face();
  GlyphFont *font = glyph_font_new(face, GLYPH_FONT_WIDE, pdf_writer_reserve(bench->writer, 1));
  hb_face_destroy(face);
  const GlyphPart part = {1, 9, 0};
  int codes = 0;
  while (glyph_font_code(font, "a", &part, 1, codes))
    codes++;
  assert_int_equal(codes, TRUETYPE_MAX_GLYPHS - 3); /* .notdef, and room for it and the square */
  assert_int_equal(glyph_font_code(font, "a", &part, 1, 77), 78);
  assert_int_equal(glyph_font_code(font, "b", &part, 1, 77), 0);
  assert_true(glyph_font_write(font, bench->writer));
  glyph_font_free(font);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(characters_from_left_to_right, setup, teardown),
      cmocka_unit_test_setup_teardown(characters_from_right_to_left, setup, teardown),
      cmocka_unit_test_setup_teardown(marks_of_hebrew, setup, teardown),
      cmocka_unit_test_setup_teardown(codes_are_shared, setup, teardown),
      cmocka_unit_test_setup_teardown(a_full_font_is_followed_by_another, setup, teardown),
      cmocka_unit_test_setup_teardown(many_characters, setup, teardown),
      cmocka_unit_test_setup_teardown(texts_in_the_place_of_a_sign, setup, teardown),
      cmocka_unit_test_setup_teardown(glyphs_of_no_sense, setup, teardown),
      cmocka_unit_test(a_face_without_outlines_has_no_font),
      cmocka_unit_test(codes_are_told_apart),
      cmocka_unit_test_setup_teardown(a_font_has_room_for_what_it_can_hold, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
