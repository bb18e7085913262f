/* Directions, hyphens and fallback fonts. */
#include "support.h"

/* Has Hebrew and Arabic letters, where Liberation falls back to other fonts. */
static const TextStyle wide = {
    .families = "DejaVu Sans",
    .size = 12 * LENGTH_PER_POINT,
    .weight = 400,
    .stretch = PANGO_STRETCH_NORMAL,
    .kerning = true,
    .language = "en-GB",
};

#define ALEF_BET "\xd7\x90\xd7\x91"
#define BET_ALEF "\xd7\x91\xd7\x90"
#define GIMEL_DALET "\xd7\x92\xd7\x93"

static const TextLine *lines_at(Bench *bench, double width, int *count) {
  const LineSpec spec = {.width = pt(width), .align = ALIGN_START, .align_last = ALIGN_START};
  return paragraph_break(bench->paragraph, &spec, 0, count);
}

static const char *one_line(Bench *bench, TextDirection direction, const char *text) {
  bench_renew(bench, direction);
  paragraph_text(bench->paragraph, &wide, text, strlen(text), true, false, NULL, PLACE_NONE);
  int count;
  const TextLine *lines = lines_at(bench, 500, &count);
  assert_int_equal(count, 1);
  return line_text(bench, &lines[0]);
}

static void right_to_left_runs_in_a_line(void **state) {
  Bench *bench = *state;
  assert_string_equal(one_line(bench, TEXT_LTR, "one " ALEF_BET " " GIMEL_DALET " two"),
                      "one |" ALEF_BET " " GIMEL_DALET "| two");
  assert_string_equal(one_line(bench, TEXT_RTL, "one " ALEF_BET " two"), "two| " ALEF_BET " |one");
  assert_string_equal(one_line(bench, TEXT_RTL, ALEF_BET " 12 " GIMEL_DALET),
                      " " GIMEL_DALET "|12|" ALEF_BET " ");
}

static void a_backward_run_is_told(void **state) {
  Bench *bench = *state;
  int count;
  say(bench, "a " ALEF_BET);
  const TextLine *line = lines_at(bench, 500, &count);
  assert_int_equal(line->count, 2);
  assert_false(line->fragments[0].run.backward);
  assert_true(line->fragments[1].run.backward);
  assert_int_equal(line->fragments[1].run.cluster_count, 2);
  assert_int_equal(line->fragments[1].run.text_length, 4);
}

/* The lines of a right-to-left paragraph are cut in reading order, then each put in visual order. */
static void lines_are_cut_before_they_are_reordered(void **state) {
  Bench *bench = *state;
  int count;
  bench_renew(bench, TEXT_RTL);
  say(bench, "first second " ALEF_BET ALEF_BET ALEF_BET);
  const TextLine *lines = lines_at(bench, 75, &count);
  assert_int_equal(count, 2);
  assert_string_equal(line_text(bench, &lines[0]), "first second ");
  assert_string_equal(line_text(bench, &lines[1]), ALEF_BET ALEF_BET ALEF_BET);
  assert_int_equal(lines[1].x + lines[1].width, pt(75));
}

/* The characters of a line as they stand on it from left to right, "[" and "]" for boxes. Which runs
 * they are cut into is pango's affair: that of Debian 12 gives a comma between two scripts one of its own. */
static const char *seen(Bench *bench, const TextLine *line) {
  GString *out = g_string_new(NULL);
  for (int i = 0; i < line->count; i++) {
    const Fragment *fragment = &line->fragments[i];
    if (fragment->kind == FRAGMENT_TEXT) {
      const GlyphRun *run = &fragment->run;
      char *text = g_strndup(run->text, (gsize)run->text_length);
      char *shown = run->backward ? g_utf8_strreverse(text, -1) : g_strdup(text);
      g_string_append(out, shown);
      g_free(shown);
      g_free(text);
    } else {
      g_string_append(out, fragment->kind == FRAGMENT_OPEN ? "[" : "]");
    }
  }
  const char *kept = arena_strdup(bench->arena, out->str);
  g_string_free(out, TRUE);
  return kept;
}

static const char *boxed(Bench *bench, TextBidi bidi, TextDirection direction, const char *text) {
  bench_renew(bench, TEXT_LTR);
  say(bench, "a ");
  paragraph_open(bench->paragraph, pt(1), bidi, direction, NULL);
  say(bench, text);
  paragraph_close(bench->paragraph, pt(1), NULL);
  say(bench, " z");
  int count;
  const TextLine *line = lines_at(bench, 500, &count);
  for (int i = 0; i < line->count; i++)
    if (line->fragments[i].kind == FRAGMENT_TEXT)
      assert_null(g_strstr_len(line->fragments[i].run.text, line->fragments[i].run.text_length,
                               "\xe2\x80"));
  return seen(bench, line);
}

static void boxes_embed_override_and_isolate(void **state) {
  Bench *bench = *state;
  assert_string_equal(boxed(bench, BIDI_NORMAL, TEXT_LTR, "xyz"), "a [xyz] z");
  assert_string_equal(boxed(bench, BIDI_EMBED, TEXT_RTL, "xyz, " ALEF_BET),
                      "a [" BET_ALEF " ,xyz] z");
  assert_string_equal(boxed(bench, BIDI_ISOLATE, TEXT_RTL, ALEF_BET), "a [" BET_ALEF "] z");
  assert_string_equal(boxed(bench, BIDI_OVERRIDE, TEXT_LTR, ALEF_BET), "a [" ALEF_BET "] z");
  assert_string_equal(boxed(bench, BIDI_OVERRIDE, TEXT_RTL, "xyz"), "a [zyx] z");
}

static void an_overridden_run_runs_backward(void **state) {
  Bench *bench = *state;
  paragraph_open(bench->paragraph, 0, BIDI_OVERRIDE, TEXT_RTL, NULL);
  say(bench, "xyz");
  paragraph_close(bench->paragraph, 0, NULL);
  int count;
  const TextLine *line = lines_at(bench, 500, &count);
  const Fragment *text = &line->fragments[1];
  assert_int_equal(text->kind, FRAGMENT_TEXT);
  assert_true(text->run.backward);
  bench_renew(bench, TEXT_LTR);
  say(bench, "xyz");
  const Fragment *forward = lines_at(bench, 500, &count)->fragments;
  assert_int_equal(text->run.glyphs[0].id, forward->run.glyphs[2].id);
}

static const TextLine *hyphenated(Bench *bench, const char *text, const TextStyle *style,
                                  double width, int ladder, int *count) {
  bench_renew(bench, TEXT_LTR);
  paragraph_text(bench->paragraph, style, text, strlen(text), true, false, NULL, PLACE_NONE);
  const LineSpec spec = {.width = pt(width),
                         .align = ALIGN_JUSTIFY,
                         .align_last = ALIGN_START,
                         .hyphenate = true,
                         .hyphenation_ladder_count = ladder,
                         .hyphenation_push_count = 2,
                         .hyphenation_remain_count = 2};
  return paragraph_break(bench->paragraph, &spec, 0, count);
}

static void words_are_divided(void **state) {
  Bench *bench = *state;
  int count;
  const TextLine *lines = hyphenated(bench, "recommendation", &plain, 60, 0, &count);
  assert_true(count >= 2);
  assert_true(lines[0].hyphenated);
  assert_true(g_str_has_suffix(line_text(bench, &lines[0]), "\xc2\xad"));
  const GlyphRun *run = &lines[0].fragments[0].run;
  assert_int_equal(lines[0].count, 1);
  assert_int_equal(run->clusters[run->cluster_count - 1].bytes, 2);
  assert_int_equal(run->clusters[run->cluster_count - 1].glyphs, 1);
  assert_false(lines[count - 1].hyphenated);
  lines = hyphenated(bench, "see cairo_recommendation_new", &plain, 160, 0, &count);
  for (int i = 0; i < count; i++)
    assert_false(lines[i].hyphenated);
  lines = hyphenated(bench, "see cairo_recommendation_new", &plain, 60, 0, &count);
  assert_true(lines[count - 2].hyphenated);
}

static void a_language_without_patterns_is_told_once(void **state) {
  Bench *bench = *state;
  TextStyle style = plain;
  style.language = "tlh";
  int count;
  hyphenated(bench, "recommendation recommendation", &style, 60, 0, &count);
  hyphenated(bench, "recommendation", &style, 60, 0, &count);
  assert_int_equal(reported(bench, "text-no-hyphenation"), 1);
  style.language = "../../etc/x";
  hyphenated(bench, "recommendation", &style, 60, 0, &count);
  assert_int_equal(reported(bench, "text-no-hyphenation"), 2);
  text_engine_begin(bench->engine);
  hyphenated(bench, "recommendation", &style, 60, 0, &count);
  assert_int_equal(reported(bench, "text-no-hyphenation"), 3);
}

static void soft_hyphens_show_at_line_ends_only(void **state) {
  Bench *bench = *state;
  int count;
  say(bench, "extra\xc2\xadordinary");
  const TextLine *lines = lines_at(bench, 300, &count);
  assert_int_equal(count, 1);
  assert_string_equal(line_text(bench, lines), "extraordinary");
  lines = lines_at(bench, 55, &count);
  assert_int_equal(count, 2);
  assert_string_equal(line_text(bench, &lines[0]), "extra\xc2\xad");
  assert_string_equal(line_text(bench, &lines[1]), "ordinary");
  lines = paragraph_break(bench->paragraph, &(LineSpec){.width = pt(300), .align = ALIGN_START},
                          lines[0].end_offset, &count);
  assert_string_equal(line_text(bench, &lines[0]), "ordinary");
}

/* Bengali is not in Liberation: another font draws it, and the line is cut where the font changes. */
static void characters_fall_back_to_other_fonts(void **state) {
  Bench *bench = *state;
  int count;
  say(bench, "a \xd0\xb1 \xe0\xa6\xac\xe0\xa6\xbe b");
  const TextLine *line = lines_at(bench, 500, &count);
  assert_int_equal(reported(bench, "text-missing-glyph"), 0);
  assert_int_equal(line->count, 3);
  assert_ptr_not_equal(line->fragments[0].run.font, line->fragments[1].run.font);
  assert_ptr_equal(line->fragments[0].run.font, line->fragments[2].run.font);
}

static void characters_of_no_font_are_told(void **state) {
  Bench *bench = *state;
  int count;
  say(bench, "x\xf3\xbf\xbf\xb0y"); /* U+FFFF0: private use, in no font */
  const TextLine *line = lines_at(bench, 500, &count);
  assert_int_equal(reported(bench, "text-missing-glyph"), 1);
  unsigned reports;
  const Diagnostic *all = diag_all(bench->diagnostics, &reports);
  assert_non_null(strstr(all[0].message, "U+FFFF0"));
  assert_non_null(strstr(all[0].message, "Liberation Sans"));
  assert_true(line->width > 0);
}

/* An Arabic word whose middle is emphasised keeps its joined shapes. */
static void letters_join_across_styles(void **state) {
  Bench *bench = *state;
  TextStyle style = plain;
  style.families = "DejaVu Sans";
  style.language = "ar";
  static const char beh[] = "\xd8\xa8";
  int count;
  bench_renew(bench, TEXT_RTL);
  for (int i = 0; i < 3; i++)
    paragraph_text(bench->paragraph, &style, beh, 2, true, false, &count + i, PLACE_NONE);
  const TextLine *apart = lines_at(bench, 500, &count);
  assert_int_equal(apart->count, 3);
  bench_renew(bench, TEXT_RTL);
  for (int i = 0; i < 3; i++)
    paragraph_text(bench->paragraph, &style, beh, 2, true, false, NULL, PLACE_NONE);
  const TextLine *together = lines_at(bench, 500, &count);
  assert_int_equal(together->count, 1);
  for (int i = 0; i < 3; i++)
    assert_int_equal(apart->fragments[i].run.glyphs[0].id, together->fragments[0].run.glyphs[i].id);
  assert_int_not_equal(together->fragments[0].run.glyphs[0].id,
                       together->fragments[0].run.glyphs[1].id);
}

/* Ideographs need no spaces to fill a line (boxes stand for them where no font has any). */
static void ideographs_are_spread(void **state) {
  Bench *bench = *state;
  int count;
  GString *text = g_string_new(NULL);
  for (int i = 0; i < 40; i++)
    g_string_append(text, "\xe4\xb8\xad\xe6\x96\x87");
  say(bench, text->str);
  g_string_free(text, TRUE);
  const LineSpec spec = {.width = pt(57.3), .align = ALIGN_JUSTIFY, .align_last = ALIGN_START};
  const TextLine *lines = paragraph_break(bench->paragraph, &spec, 0, &count);
  assert_true(count >= 2);
  for (int i = 0; i < count - 1; i++) {
    assert_int_equal(lines[i].width, pt(57.3));
    assert_int_equal(lines[i].count, 1);
    assert_int_equal(lines[i].fragments[0].run.glyphs[0].dx, 0);
    assert_true(lines[i].fragments[0].run.glyphs[1].dx > 0);
  }
}

static void thai_breaks_between_words(void **state) {
  Bench *bench = *state;
  int count;
  TextStyle style = plain;
  style.language = "th";
  const char *text =
      "\xe0\xb8\xa0\xe0\xb8\xb2\xe0\xb8\xa9\xe0\xb8\xb2\xe0\xb9\x84\xe0\xb8\x97\xe0\xb8"
      "\xa2"; /* two words */
  paragraph_text(bench->paragraph, &style, text, strlen(text), true, false, NULL, PLACE_NONE);
  lines_at(bench, 30, &count);
  assert_int_equal(count, 2);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_setup, bench_teardown)
  const struct CMUnitTest tests[] = {
      TEST(right_to_left_runs_in_a_line),
      TEST(a_backward_run_is_told),
      TEST(lines_are_cut_before_they_are_reordered),
      TEST(boxes_embed_override_and_isolate),
      TEST(an_overridden_run_runs_backward),
      TEST(words_are_divided),
      TEST(a_language_without_patterns_is_told_once),
      TEST(soft_hyphens_show_at_line_ends_only),
      TEST(characters_fall_back_to_other_fonts),
      TEST(characters_of_no_font_are_told),
      TEST(letters_join_across_styles),
      TEST(ideographs_are_spread),
      TEST(thai_breaks_between_words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
