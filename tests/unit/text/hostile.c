/* What no author means to write: nothing of it crashes or hangs. */
#include "support.h"

static const TextLine *break_at(Bench *bench, Length width, int *count) {
  const LineSpec spec = {.width = width,
                         .align = ALIGN_JUSTIFY,
                         .align_last = ALIGN_CENTER,
                         .hyphenate = true,
                         .hyphenation_push_count = 2,
                         .hyphenation_remain_count = 2};
  return paragraph_break(bench->paragraph, &spec, 0, count);
}

static void control_characters_leave_no_trace(void **state) {
  Bench *bench = *state;
  char text[64] = "a";
  for (char c = 0; c < 0x20; c++)
    text[1 + c] = c;
  text[33] = 'b';
  paragraph_text(bench->paragraph, &plain, text, 34, true, false, NULL, PLACE_NONE);
  int count;
  const TextLine *lines = break_at(bench, pt(300), &count);
  assert_true(count >= 2);
  assert_string_equal(line_text(bench, &lines[0]), "a");
  assert_string_equal(line_text(bench, &lines[count - 1]), "b");
  bench_renew(bench, TEXT_RTL);
  say(bench, "\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8b\xc2\xad\xef\xbb\xbf\xe2\x80\xac\xe2\x81\xa9");
  lines = break_at(bench, pt(300), &count);
  assert_int_equal(count, 0);
}

static void invalid_text_is_replaced(void **state) {
  Bench *bench = *state;
  int count;
  say(bench, "a\xff\xc3(b\xf4\xff");
  const TextLine *lines = break_at(bench, pt(300), &count);
  assert_int_equal(count, 1);
  for (int i = 0; i < lines[0].count; i++)
    assert_true(g_utf8_validate_len(lines[0].fragments[i].run.text,
                                    (gsize)lines[0].fragments[i].run.text_length, NULL));
}

static void sizes_out_of_all_bounds(void **state) {
  Bench *bench = *state;
  const Length sizes[] = {0, -5, 1, LENGTH_LIMIT, -LENGTH_LIMIT, LENGTH_LIMIT * 2};
  for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
    TextStyle style = plain;
    style.size = sizes[i];
    bench_renew(bench, TEXT_LTR);
    paragraph_text(bench->paragraph, &style, "some words", 10, true, false, NULL, PLACE_NONE);
    int count;
    const TextLine *lines = break_at(bench, pt(300), &count);
    assert_true(count >= 1);
    if (sizes[i] <= 0)
      assert_int_equal(lines[0].width, 0);
    assert_non_null(text_metrics(bench->engine, bench->diagnostics, &style, PLACE_NONE));
  }
}

static void widths_out_of_all_bounds(void **state) {
  Bench *bench = *state;
  const Length widths[] = {0, -1, -LENGTH_LIMIT, LENGTH_LIMIT, 1};
  say(bench, "three narrow words");
  for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
    int count;
    const TextLine *lines = break_at(bench, widths[i], &count);
    assert_true(count == 1 || count >= 3);
    assert_true((lines[0].overflow > 0) == (count > 1));
  }
}

static void spacing_out_of_all_bounds(void **state) {
  Bench *bench = *state;
  const Length spacings[] = {LENGTH_LIMIT, -LENGTH_LIMIT};
  for (size_t i = 0; i < G_N_ELEMENTS(spacings); i++) {
    TextStyle style = plain;
    style.letter_spacing = style.word_spacing = spacings[i];
    bench_renew(bench, TEXT_LTR);
    paragraph_text(bench->paragraph, &style, "some words of a line", 20, true, false, NULL,
                   PLACE_NONE);
    int count;
    break_at(bench, pt(300), &count);
    assert_true(count >= 1);
  }
}

static void strange_styles(void **state) {
  Bench *bench = *state;
  const char *languages[] = {
      NULL, "", "x", "---", "en-GB-oed-x-\xff\xfe", "zzzzzzzzzzzzzzzzzzzzzz"};
  for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
    TextStyle style = plain;
    style.language = languages[i];
    style.families = i % 2 ? NULL : ",,'',\"\"";
    style.features = i % 2 ? "" : ",=,,a";
    style.weight = i % 2 ? -4 : 100000;
    bench_renew(bench, TEXT_LTR);
    paragraph_text(bench->paragraph, &style, "recommendation", 14, true, false, NULL, PLACE_NONE);
    int count;
    break_at(bench, pt(30), &count);
    assert_true(count >= 1);
  }
}

static void boxes_that_do_not_nest(void **state) {
  Bench *bench = *state;
  paragraph_close(bench->paragraph, pt(1), NULL);
  say(bench, "a");
  for (int i = 0; i < 2000; i++)
    paragraph_open(bench->paragraph, LENGTH_LIMIT * 4, BIDI_ISOLATE, i % 2 ? TEXT_LTR : TEXT_RTL,
                   NULL);
  say(bench, "b");
  int count;
  const TextLine *lines = break_at(bench, pt(30), &count);
  assert_int_equal(count, 1);
  assert_int_equal(lines[0].count, 2003);
}

static void a_word_without_end(void **state) {
  Bench *bench = *state;
  const size_t length = 2 << 20;
  char *text = g_malloc(length);
  memset(text, 'x', length);
  paragraph_text(bench->paragraph, &plain, text, length, true, false, NULL, PLACE_NONE);
  int count;
  const TextLine *lines = break_at(bench, pt(300), &count);
  assert_int_equal(count, 1);
  assert_int_equal(lines[0].fragments[0].run.text_length, length);
  memset(text, ' ', length);
  bench_renew(bench, TEXT_LTR);
  paragraph_text(bench->paragraph, &plain, text, length, true, false, NULL, PLACE_NONE);
  lines = break_at(bench, pt(300), &count);
  assert_int_equal(lines[count - 1].count, 0);
  g_free(text);
}

static void combining_marks_without_end(void **state) {
  Bench *bench = *state;
  GString *text = g_string_new("e");
  for (int i = 0; i < 5000; i++)
    g_string_append(text, "\xcc\x81");
  say(bench, text->str);
  g_string_free(text, TRUE);
  int count;
  break_at(bench, pt(30), &count);
  assert_int_equal(count, 1);
}

static void a_long_paragraph(void **state) {
  Bench *bench = *state;
  GString *text = g_string_new(NULL);
  for (int i = 0; i < 100000; i++)
    g_string_append_printf(text, "%s%s", i ? " " : "", i % 3 ? "recommendation" : "of");
  g_string_append(text, " ");
  for (int i = 0; i < 200; i++)
    g_string_append(text, "unbreakable");
  say(bench, text->str);
  g_string_free(text, TRUE);
  int count;
  const TextLine *lines = break_at(bench, pt(300), &count);
  assert_true(count > 10000);
  int overfull = 0;
  for (int i = 0; i < count; i++)
    overfull += lines[i].overflow > 0;
  assert_int_equal(overfull, 1);
}

static void an_offset_that_is_no_line_end(void **state) {
  Bench *bench = *state;
  static const char text[] = "w\xc3\xb6rds \xc2\xad and words";
  say(bench, text);
  const LineSpec spec = {.width = pt(30), .align = ALIGN_START};
  for (size_t offset = 0; offset < 40; offset++) {
    int count;
    const TextLine *lines = paragraph_break(bench->paragraph, &spec, offset, &count);
    assert_true(count >= 1 || offset >= sizeof text - 1);
    for (int i = 0; i < count; i++)
      for (int k = 0; k < lines[i].count; k++)
        assert_true(g_utf8_validate_len(lines[i].fragments[k].run.text,
                                        (gsize)lines[i].fragments[k].run.text_length, NULL));
  }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_setup, bench_teardown)
  const struct CMUnitTest tests[] = {
      TEST(control_characters_leave_no_trace),
      TEST(invalid_text_is_replaced),
      TEST(sizes_out_of_all_bounds),
      TEST(widths_out_of_all_bounds),
      TEST(spacing_out_of_all_bounds),
      TEST(strange_styles),
      TEST(boxes_that_do_not_nest),
      TEST(a_word_without_end),
      TEST(combining_marks_without_end),
      TEST(a_long_paragraph),
      TEST(an_offset_that_is_no_line_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
