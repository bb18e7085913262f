/* Paragraphs through the contract: what lines hold and where it stands. */
#include "support.h"

static const char prose[] =
    "The team of peers spent four days with the council, spoke to more than one hundred people and "
    "read some two hundred and fifty documents before it wrote down what it had found and what it "
    "would recommend.";

static LineSpec spec_of(double width, TextAlign align) {
  return (LineSpec){.width = pt(width),
                    .align = align,
                    .align_last = align == ALIGN_JUSTIFY ? ALIGN_START : align,
                    .hyphenation_push_count = 2,
                    .hyphenation_remain_count = 2};
}

static const TextLine *lines_at(Bench *bench, double width, TextAlign align, int *count) {
  const LineSpec spec = spec_of(width, align);
  return paragraph_break(bench->paragraph, &spec, 0, count);
}

/* Each fragment begins where the one before it ended, and the line's width is theirs. */
static void assert_contiguous(const TextLine *line) {
  Length x = line->x;
  for (int i = 0; i < line->count; i++) {
    const Fragment *fragment = &line->fragments[i];
    assert_int_equal(fragment->x, x);
    x += fragment->width;
    if (fragment->kind != FRAGMENT_TEXT)
      continue;
    Length advances = 0;
    int bytes = 0, glyphs = 0;
    for (int g = 0; g < fragment->run.glyph_count; g++)
      advances += fragment->run.glyphs[g].advance;
    for (int c = 0; c < fragment->run.cluster_count; c++) {
      bytes += fragment->run.clusters[c].bytes;
      glyphs += fragment->run.clusters[c].glyphs;
    }
    assert_int_equal(advances, fragment->width);
    assert_int_equal(bytes, fragment->run.text_length);
    assert_int_equal(glyphs, fragment->run.glyph_count);
  }
  assert_int_equal(x - line->x, line->width);
}

static void lines_hold_all_the_words(void **state) {
  Bench *bench = *state;
  say(bench, prose);
  int count;
  const TextLine *lines = lines_at(bench, 200, ALIGN_START, &count);
  GString *all = g_string_new(NULL);
  for (int i = 0; i < count; i++) {
    assert_contiguous(&lines[i]);
    assert_int_equal(lines[i].count, 1);
    assert_true(lines[i].width <= pt(200.2));
    assert_int_equal(lines[i].overflow, 0);
    assert_int_equal(lines[i].forced, i == count - 1);
    g_string_append(all, line_text(bench, &lines[i]));
  }
  assert_true(count > 4);
  assert_string_equal(all->str, prose);
  g_string_free(all, TRUE);
}

static void justified_lines_are_full(void **state) {
  Bench *bench = *state;
  say(bench, prose);
  int count;
  const TextLine *lines = lines_at(bench, 210, ALIGN_JUSTIFY, &count);
  for (int i = 0; i < count - 1; i++) {
    assert_int_equal(lines[i].width, pt(210));
    assert_contiguous(&lines[i]);
  }
  assert_true(lines[count - 1].width < pt(210));
}

static void alignment_places_lines(void **state) {
  Bench *bench = *state;
  say(bench, "short");
  int count;
  const Length width = lines_at(bench, 100, ALIGN_START, &count)->width;
  assert_int_equal(lines_at(bench, 100, ALIGN_START, &count)->x, 0);
  assert_int_equal(lines_at(bench, 100, ALIGN_END, &count)->x, pt(100) - width);
  assert_int_equal(lines_at(bench, 100, ALIGN_RIGHT, &count)->x, pt(100) - width);
  assert_int_equal(lines_at(bench, 100, ALIGN_CENTER, &count)->x, (pt(100) - width) / 2);
  LineSpec spec = spec_of(100, ALIGN_END);
  spec.last_line_end_indent = pt(10);
  assert_int_equal(paragraph_break(bench->paragraph, &spec, 0, &count)->x, pt(90) - width);
  spec = spec_of(100, ALIGN_START);
  spec.text_indent = pt(7);
  assert_int_equal(paragraph_break(bench->paragraph, &spec, 0, &count)->x, pt(7));
  bench_renew(bench, TEXT_RTL);
  say(bench, "short");
  assert_int_equal(lines_at(bench, 100, ALIGN_START, &count)->x, pt(100) - width);
  assert_int_equal(lines_at(bench, 100, ALIGN_END, &count)->x, 0);
  assert_int_equal(lines_at(bench, 100, ALIGN_LEFT, &count)->x, 0);
}

static void forced_breaks_make_lines(void **state) {
  Bench *bench = *state;
  say(bench, "\xe2\x80\xa8one\xe2\x80\xa8\xe2\x80\xa8two\xe2\x80\xa8");
  int count;
  const TextLine *lines = lines_at(bench, 300, ALIGN_START, &count);
  assert_int_equal(count, 4);
  assert_string_equal(line_text(bench, &lines[0]), "");
  assert_int_equal(lines[0].count, 0);
  assert_string_equal(line_text(bench, &lines[1]), "one");
  assert_int_equal(lines[2].count, 0);
  assert_string_equal(line_text(bench, &lines[3]), "two");
  for (int i = 0; i < count; i++)
    assert_true(lines[i].forced);
}

static void a_paragraph_without_text(void **state) {
  Bench *bench = *state;
  int count = 7, owner = 0;
  lines_at(bench, 100, ALIGN_START, &count);
  assert_int_equal(count, 0);
  bench_renew(bench, TEXT_LTR);
  paragraph_open(bench->paragraph, pt(3), BIDI_NORMAL, TEXT_LTR, &owner);
  paragraph_point(bench->paragraph, &owner);
  paragraph_close(bench->paragraph, pt(2), &owner);
  const TextLine *line = lines_at(bench, 100, ALIGN_START, &count);
  assert_int_equal(count, 1);
  assert_string_equal(line_text(bench, line), "[|*|]");
  assert_int_equal(line->width, pt(5));
  assert_ptr_equal(line->fragments[1].owner, &owner);
}

/* Where a line ends among openings, closings and points. */
static void boxes_stay_with_their_text(void **state) {
  Bench *bench = *state;
  Paragraph *paragraph = bench->paragraph;
  say(bench, "wordword ");
  paragraph_open(paragraph, pt(2), BIDI_NORMAL, TEXT_LTR, NULL);
  say(bench, "boxedbox ");
  paragraph_close(paragraph, pt(2), NULL);
  paragraph_point(paragraph, NULL);
  say(bench, "following ");
  paragraph_point(paragraph, NULL);
  paragraph_open(paragraph, 0, BIDI_NORMAL, TEXT_LTR, NULL);
  paragraph_open(paragraph, 0, BIDI_NORMAL, TEXT_LTR, NULL);
  paragraph_close(paragraph, 0, NULL);
  paragraph_close(paragraph, 0, NULL);
  say(bench, "lastlast");
  int count;
  const TextLine *lines = lines_at(bench, 60, ALIGN_START, &count);
  assert_int_equal(count, 4);
  assert_string_equal(line_text(bench, &lines[0]), "wordword ");
  assert_string_equal(line_text(bench, &lines[1]), "[|boxedbox |]|*");
  assert_string_equal(line_text(bench, &lines[2]), "following |*");
  assert_string_equal(line_text(bench, &lines[3]), "[|[|]|]|lastlast");
  for (int i = 0; i < count; i++)
    assert_contiguous(&lines[i]);
}

static void runs_are_as_large_as_they_can_be(void **state) {
  Bench *bench = *state;
  int one = 0, other = 0;
  const char *text = "one two";
  TextStyle bold = plain;
  bold.weight = 700;
  Paragraph *paragraph = bench->paragraph;
  paragraph_text(paragraph, &plain, text, 7, true, false, &one, PLACE_NONE);
  paragraph_text(paragraph, &plain, " three", 6, true, false, &one, PLACE_NONE);
  paragraph_text(paragraph, &plain, " four", 5, true, false, &other, PLACE_NONE);
  paragraph_text(paragraph, &bold, " five", 5, true, false, &other, PLACE_NONE);
  int count;
  const TextLine *line = lines_at(bench, 400, ALIGN_START, &count);
  assert_string_equal(line_text(bench, line), "one two three| four| five");
  assert_ptr_equal(line->fragments[0].owner, &one);
  assert_ptr_equal(line->fragments[1].owner, &other);
  assert_ptr_equal(line->fragments[1].style, &plain);
  assert_ptr_equal(line->fragments[2].style, &bold);
  assert_ptr_not_equal(line->fragments[1].run.font, line->fragments[2].run.font);
  assert_contiguous(line);
}

static void the_rest_goes_on_at_another_width(void **state) {
  Bench *bench = *state;
  say(bench, prose);
  LineSpec spec = spec_of(120, ALIGN_JUSTIFY);
  spec.hyphenate = true;
  spec.text_indent = pt(30);
  int count, rest;
  const TextLine *lines = paragraph_break(bench->paragraph, &spec, 0, &count);
  assert_int_equal(lines[0].x, pt(30));
  for (int i = 0; i < count - 1; i++) {
    GString *all = g_string_new(NULL);
    for (int k = 0; k <= i; k++)
      g_string_append(all, line_text(bench, &lines[k]));
    LineSpec wide = spec_of(300, ALIGN_START);
    wide.text_indent = pt(30);
    const TextLine *others = paragraph_break(bench->paragraph, &wide, lines[i].end_offset, &rest);
    assert_int_equal(others[0].x, 0);
    for (int k = 0; k < rest; k++)
      g_string_append(all, line_text(bench, &others[k]));
    g_string_replace(all, "\xc2\xad", "", 0);
    assert_string_equal(all->str, prose);
    g_string_free(all, TRUE);
  }
  assert_int_equal(lines[count - 1].end_offset, strlen(prose));
  paragraph_break(bench->paragraph, &spec, strlen(prose), &rest);
  assert_int_equal(rest, 0);
}

/* Broken a part at a time a long paragraph has the lines that it has as a whole. */
static void long_paragraphs_in_parts(void **state) {
  Bench *bench = *state;
  for (int i = 0; i < 150; i++)
    say(bench, prose);
  static const TextAlign aligns[] = {ALIGN_START, ALIGN_CENTER, ALIGN_JUSTIFY};
  for (size_t k = 0; k < G_N_ELEMENTS(aligns); k++) {
    LineSpec spec = spec_of(200, aligns[k]);
    spec.hyphenate = spec.align == ALIGN_JUSTIFY;
    int whole_count, count, done = 0, parts = 0;
    const TextLine *whole = paragraph_break(bench->paragraph, &spec, 0, &whole_count);
    spec.most_lines = 100;
    spec.more_lines = 20;
    for (size_t offset = 0; done < whole_count; done += count, parts++) {
      const TextLine *lines = paragraph_break(bench->paragraph, &spec, offset, &count);
      assert_true(count > 0 && done + count <= whole_count);
      for (int i = 0; i < count; i++) {
        assert_int_equal(lines[i].end_offset, whole[done + i].end_offset);
        assert_int_equal(lines[i].width, whole[done + i].width);
        assert_int_equal(lines[i].forced, done + i == whole_count - 1);
      }
      offset = lines[count - 1].end_offset;
      if (done + count < whole_count) {
        assert_in_range(count, 90, 100);
        assert_false(lines[count - 1].hyphenated);
      }
    }
    assert_true(parts > 3);
  }
}

/* What is wider than lines are told to be makes fewer of them than are asked for. */
static void long_words_in_parts(void **state) {
  Bench *bench = *state;
  for (int i = 0; i < 300; i++)
    say(bench, "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch ");
  LineSpec spec = spec_of(1, ALIGN_START);
  spec.most_lines = 10;
  spec.more_lines = 5;
  int count, lines = 0;
  for (size_t offset = 0; offset < paragraph_length(bench->paragraph); lines += count) {
    const TextLine *part = paragraph_break(bench->paragraph, &spec, offset, &count);
    assert_in_range(count, 1, 30);
    offset = part[count - 1].end_offset;
  }
  assert_int_equal(lines, 300);
}

static void spaces_at_line_ends(void **state) {
  Bench *bench = *state;
  int count;
  say(bench, "one   ");
  const TextLine *line = lines_at(bench, 100, ALIGN_END, &count);
  assert_string_equal(line_text(bench, line), "one");
  assert_int_equal(line->x + line->width, pt(100));
  bench_renew(bench, TEXT_LTR);
  paragraph_text(bench->paragraph, &plain, "one   ", 6, true, true, NULL, PLACE_NONE);
  const TextLine *kept = lines_at(bench, 100, ALIGN_END, &count);
  assert_string_equal(line_text(bench, kept), "one   ");
  assert_int_equal(kept->width, line->width);
  assert_int_equal(kept->x, line->x);
}

static void text_that_must_not_wrap(void **state) {
  Bench *bench = *state;
  paragraph_text(bench->paragraph, &plain, prose, strlen(prose), false, false, NULL, PLACE_NONE);
  int count;
  const TextLine *line = lines_at(bench, 100, ALIGN_START, &count);
  assert_int_equal(count, 1);
  assert_int_equal(line->overflow, line->width - pt(100));
  bench_renew(bench, TEXT_LTR);
  say(bench, "some words and ");
  paragraph_text(bench->paragraph, &plain, "kept together", 13, false, false, NULL, PLACE_NONE);
  say(bench, " and on");
  const TextLine *lines = lines_at(bench, 90, ALIGN_START, &count);
  assert_int_equal(count, 3);
  assert_string_equal(line_text(bench, &lines[1]), "kept together ");
}

static void leaders_fill_the_line(void **state) {
  Bench *bench = *state;
  int owner = 0;
  say(bench, "Title");
  paragraph_object(
      bench->paragraph,
      &(InlineObject){
          .minimum = 0, .optimum = pt(12), .maximum = pt(1000), .fills = true, .owner = &owner});
  say(bench, "12");
  int count;
  LineSpec spec = spec_of(300, ALIGN_JUSTIFY);
  spec.align_last = ALIGN_JUSTIFY;
  const TextLine *line = paragraph_break(bench->paragraph, &spec, 0, &count);
  assert_int_equal(count, 1);
  assert_string_equal(line_text(bench, line), "Title|O|12");
  assert_int_equal(line->width, pt(300));
  assert_ptr_equal(line->fragments[1].owner, &owner);
  assert_contiguous(line);
  line = lines_at(bench, 60, ALIGN_START, &count);
  assert_int_equal(count, 1);
  assert_true(line->width < pt(60)); /* ragged: it keeps its optimum */
}

static void objects_break_as_ideographs_do(void **state) {
  Bench *bench = *state;
  int count;
  InlineObject object = {pt(50), pt(50), pt(50), false, false, NULL};
  say(bench, "picture");
  paragraph_object(bench->paragraph, &object);
  say(bench, "here");
  lines_at(bench, 60, ALIGN_START, &count);
  assert_int_equal(count, 3);
  bench_renew(bench, TEXT_LTR);
  object.glued = true;
  say(bench, "page ");
  paragraph_object(bench->paragraph, &object);
  say(bench, ".");
  const TextLine *lines = lines_at(bench, 52, ALIGN_START, &count);
  assert_int_equal(count, 2);
  assert_string_equal(line_text(bench, &lines[1]), "O|.");
}

static void widths_of_a_column(void **state) {
  Bench *bench = *state;
  int count;
  say(bench, "one longestword two\xe2\x80\xa8three");
  const ParagraphWidths widths = paragraph_widths(bench->paragraph);
  bench_renew(bench, TEXT_LTR);
  say(bench, "longestword");
  assert_int_equal(lines_at(bench, 500, ALIGN_START, &count)->width, widths.minimum);
  bench_renew(bench, TEXT_LTR);
  say(bench, "one longestword two");
  assert_int_equal(lines_at(bench, 500, ALIGN_START, &count)->width, widths.maximum);
  LineSpec spec = spec_of(1, ALIGN_START);
  spec.width = widths.minimum;
  const TextLine *lines = paragraph_break(bench->paragraph, &spec, 0, &count);
  assert_int_equal(count, 3);
  for (int i = 0; i < count; i++)
    assert_int_equal(lines[i].overflow, 0);
}

static void letter_and_word_spacing(void **state) {
  Bench *bench = *state;
  int count;
  TextStyle bare = plain;
  bare.kerning = false;
  paragraph_text(bench->paragraph, &bare, "ab cd", 5, true, false, NULL, PLACE_NONE);
  const Length width = lines_at(bench, 500, ALIGN_START, &count)->width;
  TextStyle spaced = bare;
  spaced.letter_spacing = pt(2);
  spaced.word_spacing = pt(5);
  bench_renew(bench, TEXT_LTR);
  paragraph_text(bench->paragraph, &spaced, "ab cd", 5, true, false, NULL, PLACE_NONE);
  const TextLine *line = lines_at(bench, 500, ALIGN_START, &count);
  assert_int_equal(line->width, width + pt(4 * 2 + 5));
  assert_contiguous(line);
  bench_renew(bench, TEXT_RTL);
  paragraph_text(bench->paragraph, &spaced, "\xd7\x90\xd7\x91", 4, true, false, NULL, PLACE_NONE);
  assert_contiguous(lines_at(bench, 500, ALIGN_START, &count));
}

static void a_single_line(void **state) {
  Bench *bench = *state;
  int owner = 0;
  const TextLine *line = text_single_line(bench->engine, bench->diagnostics, bench->arena, &plain,
                                          TEXT_LTR, " . ", 3, &owner, PLACE_NONE);
  assert_string_equal(line_text(bench, line), " . ");
  assert_int_equal(line->fragments[0].x, 0);
  assert_ptr_equal(line->fragments[0].owner, &owner);
  line = text_single_line(bench->engine, bench->diagnostics, bench->arena, &plain, TEXT_LTR, "", 0,
                          NULL, PLACE_NONE);
  assert_int_equal(line->count, 0);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_setup, bench_teardown)
  const struct CMUnitTest tests[] = {
      TEST(lines_hold_all_the_words),
      TEST(justified_lines_are_full),
      TEST(alignment_places_lines),
      TEST(forced_breaks_make_lines),
      TEST(a_paragraph_without_text),
      TEST(boxes_stay_with_their_text),
      TEST(runs_are_as_large_as_they_can_be),
      TEST(the_rest_goes_on_at_another_width),
      TEST(long_paragraphs_in_parts),
      TEST(long_words_in_parts),
      TEST(spaces_at_line_ends),
      TEST(text_that_must_not_wrap),
      TEST(leaders_fill_the_line),
      TEST(objects_break_as_ideographs_do),
      TEST(widths_of_a_column),
      TEST(letter_and_word_spacing),
      TEST(a_single_line),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
