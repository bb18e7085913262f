/* Font expansion: letters of justified lines a little wider or narrower, so that spaces are more even and lines hold more. */
#include "support.h"

#include <hb.h>
#include <math.h>

static const char prose[] =
    "The engineer had written twice before the spring, and each letter was received, numbered "
    "and filed; it was mentioned in the minutes of three committees, and in none of them was "
    "anybody asked to do anything about it by any particular day. The report that followed has "
    "little to say about the bridge. It asks for habits: that each recommendation be given to one "
    "named person who accepts it in writing, and that what has been done be shown.";
static const char hebrew[] =
    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd7\x9c\xd7\x9b\xd7\x95\xd7\x9c\xd7\x9d "
    "\xd7\x9e\xd7\x94 \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9e\xd7\x9a \xd7\x98\xd7\x95\xd7\x91 "
    "\xd7\xaa\xd7\x95\xd7\x93\xd7\x94 \xd7\x9e\xd7\xaa\xd7\x99 \xd7\xaa\xd7\x91\xd7\x95\xd7\x90 "
    "\xd7\x9e\xd7\x97\xd7\xa8 \xd7\x90\xd7\x95 \xd7\x94\xd7\x99\xd7\x95\xd7\x9d";

static LineSpec spec_of(Length width, int expansion) {
  return (LineSpec){.width = width,
                    .align = ALIGN_JUSTIFY,
                    .align_last = ALIGN_START,
                    .hyphenation_push_count = 2,
                    .hyphenation_remain_count = 2,
                    .expansion = expansion};
}

static const TextLine *break_lines(Bench *bench, const TextStyle *style, const char *text,
                                   TextDirection direction, const LineSpec *spec, int *count) {
  bench_renew(bench, direction);
  paragraph_text(bench->paragraph, style, text, strlen(text), true, false, NULL, PLACE_NONE);
  return paragraph_break(bench->paragraph, spec, 0, count);
}

/* What the glyph has as its advance in the font, kerning left out: so only words of letters that do not kern are exact. */
static Length natural(const GlyphRun *run, int glyph) {
  return hb_font_get_glyph_h_advance(pango_font_get_hb_font(font_pango(run->font)),
                                     run->glyphs[glyph].id);
}

/* All letters of a run take part by the same share, to the unit; the sum is the fragment's width. */
static void check_run(const Fragment *fragment) {
  const GlyphRun *run = &fragment->run;
  Length sum = 0;
  const char *text = run->text;
  for (int i = 0; i < run->glyph_count; i++, text = g_utf8_next_char(text)) {
    sum += run->glyphs[i].advance;
    const double expected = (double)natural(run, i) * glyph_run_stretch(run);
    if (!run->backward && *text != ' ')
      assert_true(fabs((double)run->glyphs[i].advance - expected) <= 1.01);
  }
  assert_int_equal(sum, fragment->width);
}

static void check_lines(Bench *bench, const char *text, TextDirection direction, int expansion,
                        int *widest, int *narrowest) {
  TextStyle style = plain;
  style.kerning = false;
  for (int width = 90; width <= 300; width += 7) {
    const LineSpec spec = spec_of(pt(width), expansion);
    int count;
    const TextLine *lines = break_lines(bench, &style, text, direction, &spec, &count);
    for (int i = 0; i < count; i++) {
      assert_int_equal(lines[i].count, 1);
      const int by = lines[i].fragments[0].run.expansion;
      check_run(&lines[i].fragments[0]);
      *widest = MAX(*widest, by);
      *narrowest = MIN(*narrowest, by);
      if (i == count - 1)
        assert_true(by <= 0);
      else if (memchr(lines[i].fragments[0].run.text, ' ',
                      (size_t)lines[i].fragments[0].run.text_length - 1))
        assert_in_range(lines[i].width + pt(0.3), spec.width, spec.width + pt(0.6));
    }
  }
}

static void letters_take_what_they_may(void **state) {
  static const int EXPANSIONS[] = {5, 20, 100};
  for (size_t i = 0; i < G_N_ELEMENTS(EXPANSIONS); i++) {
    int widest = 0, narrowest = 0;
    check_lines(*state, prose, TEXT_LTR, EXPANSIONS[i], &widest, &narrowest);
    assert_in_range(widest, EXPANSIONS[i] / 2, EXPANSIONS[i]);
    assert_in_range(-narrowest, EXPANSIONS[i] / 2, EXPANSIONS[i]);
  }
}

static void letters_from_right_to_left_do_so_too(void **state) {
  int widest = 0, narrowest = 0;
  check_lines(*state, hebrew, TEXT_RTL, 20, &widest, &narrowest);
  assert_int_equal(widest, 20);
  assert_true(narrowest < 0);
}

/* The widths of the word spaces within the lines but the last. */
static double spread_of_spaces(const TextLine *lines, int count) {
  double sum = 0, squares = 0;
  int spaces = 0;
  for (int i = 0; i + 1 < count; i++) {
    const GlyphRun *run = &lines[i].fragments[0].run;
    for (int g = 0; g < run->glyph_count; g++) {
      const double advance = (double)run->glyphs[g].advance;
      if (run->text[g] != ' ' || advance == 0)
        continue;
      sum += advance;
      squares += advance * advance;
      spaces++;
    }
  }
  const double mean = sum / MAX(spaces, 1);
  return sqrt(MAX(squares / MAX(spaces, 1) - mean * mean, 0));
}

/* On the average of many measures; in a single one other lines may be chosen. */
static void spaces_are_more_even(void **state) {
  Bench *bench = *state;
  TextStyle style = plain;
  style.kerning = false; /* a glyph for each character: no ligatures of this font either */
  style.letter_spacing = 1;
  double without = 0, with = 0;
  int lines_without = 0, lines_with = 0;
  for (int width = 250; width <= 400; width += 5)
    for (int expansion = 0; expansion <= 20; expansion += 20) {
      const LineSpec spec = spec_of(pt(width), expansion);
      int count;
      const TextLine *lines = break_lines(bench, &style, prose, TEXT_LTR, &spec, &count);
      *(expansion ? &with : &without) += spread_of_spaces(lines, count);
      *(expansion ? &lines_with : &lines_without) += count;
    }
  assert_true(with < 0.75 * without);
  assert_true(lines_with <= lines_without);
}

static int expansion_of(Bench *bench, const TextStyle *style, const char *text, TextAlign align) {
  LineSpec spec = spec_of(pt(150), 20);
  spec.align = align;
  int count, most = 0;
  const TextLine *lines = break_lines(bench, style, text, TEXT_LTR, &spec, &count);
  assert_true(count > 1);
  for (int i = 0; i < count; i++)
    for (int f = 0; f < lines[i].count; f++)
      most = MAX(most, abs(lines[i].fragments[f].run.expansion));
  return most;
}

static void some_keep_their_width(void **state) {
  static const char japanese[] =
      "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae\xe6\x96\x87\xe7\xab\xa0 "
      "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae\xe6\x96\x87\xe7\xab\xa0 "
      "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae\xe6\x96\x87\xe7\xab\xa0";
  Bench *bench = *state;
  TextStyle style = plain;
  assert_int_equal(expansion_of(bench, &style, prose, ALIGN_JUSTIFY), 20);
  assert_int_equal(expansion_of(bench, &style, prose, ALIGN_START), 0);
  assert_int_equal(expansion_of(bench, &style, japanese, ALIGN_JUSTIFY), 0);
  style.families = "Liberation Mono";
  assert_int_equal(expansion_of(bench, &style, prose, ALIGN_JUSTIFY), 0);
}

/* A word that is too wide by less than 2 % fits. */
static void lines_hold_more(void **state) {
  Bench *bench = *state;
  static const char word[] = "incomprehensibilities";
  int count;
  LineSpec spec = spec_of(pt(500), 20);
  const Length width = break_lines(bench, &plain, word, TEXT_LTR, &spec, &count)->width;
  spec.width = width * 985 / 1000;
  const TextLine *line = break_lines(bench, &plain, word, TEXT_LTR, &spec, &count);
  assert_int_equal(line->overflow, 0);
  assert_in_range(-line->fragments[0].run.expansion, 14, 16);
  spec.width = width * 975 / 1000;
  line = break_lines(bench, &plain, word, TEXT_LTR, &spec, &count);
  assert_true(line->overflow > 0);
  assert_int_equal(line->fragments[0].run.expansion, -20);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(letters_take_what_they_may, bench_setup, bench_teardown),
      cmocka_unit_test_setup_teardown(letters_from_right_to_left_do_so_too, bench_setup,
                                      bench_teardown),
      cmocka_unit_test_setup_teardown(spaces_are_more_even, bench_setup, bench_teardown),
      cmocka_unit_test_setup_teardown(some_keep_their_width, bench_setup, bench_teardown),
      cmocka_unit_test_setup_teardown(lines_hold_more, bench_setup, bench_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
