/* Optical margin alignment: what lines begin and end with sticks out by its part, and lines hold more for it. */
#include "support.h"

#include <hb.h>

typedef struct {
  gunichar character;
  int start, end;
} Row;

static const Row rows[] = {
#define PROTRUSION(character, start, end) {character, start, end},
#include "text/protrusion.def"
#undef PROTRUSION
};

static const char prose[] =
    "\xe2\x80\x9cWe asked,\xe2\x80\x9d they said, \xe2\x80\x9cwhat had been done \xe2\x80\x93 and "
    "by whom. Very little: "
    "two well-known things, a third one (half done), and none of the fourth; yet all were asked "
    "for.\xe2\x80\x9d "
    "\xe2\x80\x98"
    "True,\xe2\x80\x99 was the answer. Try again! Why? You know why. Wait, then write.";
static const char hebrew[] =
    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d, \xd7\x9c\xd7\x9b\xd7\x95\xd7\x9c\xd7\x9d. "
    "\xd7\x9e\xd7\x94 \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9e\xd7\x9a? \xd7\x98\xd7\x95\xd7\x91, "
    "\xd7\xaa\xd7\x95\xd7\x93\xd7\x94. \xd7\x9e\xd7\xaa\xd7\x99 \xd7\xaa\xd7\x91\xd7\x95\xd7\x90, "
    "\xd7\x9e\xd7\x97\xd7\xa8, \xd7\x90\xd7\x95 \xd7\x94\xd7\x99\xd7\x95\xd7\x9d.";

static void the_table_is_in_order(void **state) {
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    assert_true(i == 0 || rows[i - 1].character < rows[i].character);
    assert_in_range(rows[i].start, 0, 999);
    assert_in_range(rows[i].end, 0, 999);
    assert_true(rows[i].start + rows[i].end > 0);
  }
}

/* What a character sticks out by, counted by the test. */
static Length share_of(const Font *font, gunichar character, bool end) {
  if (character == 0xad)
    character = 0x2010;
  hb_font_t *hb = pango_font_get_hb_font(font_pango(font));
  hb_codepoint_t glyph = 0;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    if (rows[i].character == character && hb_font_get_nominal_glyph(hb, character, &glyph))
      return hb_font_get_glyph_h_advance(hb, glyph) * (end ? rows[i].end : rows[i].start) / 1000;
  return 0;
}

/* The parts of a line of one fragment that stick out at its two ends, in the order of reading. */
static void shares_of(const TextLine *line, Length *start, Length *end) {
  assert_int_equal(line->count, 1);
  const GlyphRun *run = &line->fragments[0].run;
  const char *last = run->text + run->text_length;
  do
    last = g_utf8_prev_char(last);
  while (*last == ' ');
  *start = share_of(run->font, g_utf8_get_char(run->text), false);
  *end = share_of(run->font, g_utf8_get_char(last), true);
}

static LineSpec spec_of(Length width, TextAlign align) {
  return (LineSpec){.width = width,
                    .align = align,
                    .align_last = align == ALIGN_JUSTIFY ? ALIGN_START : align,
                    .hyphenation_push_count = 2,
                    .hyphenation_remain_count = 2,
                    .optical_margins = true};
}

static bool has_space(const TextLine *line) {
  const GlyphRun *run = &line->fragments[0].run;
  return memchr(run->text, ' ', (size_t)run->text_length - 1);
}

/* Where the line stands: its text between what sticks out is aligned in the measure. */
static void check_place(const TextLine *line, Length width, TextAlign align, bool backward) {
  Length start, end;
  shares_of(line, &start, &end);
  const Length left = line->x + (backward ? end : start);
  const Length right = line->x + line->width - (backward ? start : end);
  assert_int_equal(line->overflow, 0);
  assert_true(left >= -width / 1280 - 2 && right <= width + width / 1280 + 2);
  if (align == ALIGN_JUSTIFY && has_space(line)) {
    assert_int_equal(left, 0);
    assert_int_equal(right, width);
  } else if (align == ALIGN_CENTER) {
    assert_in_range(left + right - width + 1, 0, 2);
  } else if ((align != ALIGN_END) != backward) {
    assert_int_equal(left, 0);
  } else {
    assert_int_equal(right, width);
  }
}

/* Adds up how much sticks out of all lines, so that something does. */
static Length check_lines(Bench *bench, const char *text, TextDirection direction, bool hyphenate) {
  static const TextAlign aligns[] = {ALIGN_JUSTIFY, ALIGN_START, ALIGN_END, ALIGN_CENTER};
  Length sum = 0;
  for (size_t a = 0; a < G_N_ELEMENTS(aligns); a++)
    for (int width = 60; width <= 200; width += 7) {
      bench_renew(bench, direction);
      say(bench, text);
      LineSpec spec = spec_of(pt(width), aligns[a]);
      spec.hyphenate = hyphenate;
      int count;
      const TextLine *lines = paragraph_break(bench->paragraph, &spec, 0, &count);
      for (int i = 0; i < count; i++) {
        const TextAlign align = i < count - 1 ? spec.align : spec.align_last;
        Length start, end;
        shares_of(&lines[i], &start, &end);
        sum += start + end;
        check_place(&lines[i], spec.width, align, direction == TEXT_RTL);
      }
    }
  return sum;
}

static void lines_stick_out_by_their_parts(void **state) {
  assert_true(check_lines(*state, prose, TEXT_LTR, false) > pt(100));
  assert_true(check_lines(*state, prose, TEXT_LTR, true) > pt(100));
}

static void lines_from_right_to_left_do_so_too(void **state) {
  assert_true(check_lines(*state, hebrew, TEXT_RTL, false) > pt(100));
}

static int lines_of(Bench *bench, const char *text, Length width, bool optical) {
  bench_renew(bench, TEXT_LTR);
  say(bench, text);
  LineSpec spec = spec_of(width, ALIGN_START);
  spec.optical_margins = optical;
  int count;
  const TextLine *lines = paragraph_break(bench->paragraph, &spec, 0, &count);
  assert_int_equal(lines[0].overflow, 0);
  return count;
}

/* Does the first line of a paragraph end with a hyphen? */
static bool hyphenated(Bench *bench, const char *text, Length width) {
  bench_renew(bench, TEXT_LTR);
  say(bench, text);
  const LineSpec spec = spec_of(width, ALIGN_START);
  int count;
  return paragraph_break(bench->paragraph, &spec, 0, &count)->hyphenated;
}

static Length natural_width(Bench *bench, const char *text) {
  bench_renew(bench, TEXT_LTR);
  say(bench, text);
  return paragraph_widths(bench->paragraph).maximum;
}

/* A full stop of 12 pt sticks out by 2.33 pt, the quotation mark by 1.4, the hyphen by 2.4. */
static void lines_hold_more(void **state) {
  Bench *bench = *state;
  const Length stop = natural_width(bench, "it ends here."),
               quoted = natural_width(bench, "\xe2\x80\x9cIt ends");
  assert_int_equal(lines_of(bench, "it ends here.", stop - pt(2.2), true), 1);
  assert_int_equal(lines_of(bench, "it ends here.", stop - pt(2.5), true), 2);
  assert_int_equal(lines_of(bench, "it ends here.", stop - pt(2.2), false), 2);
  assert_int_equal(lines_of(bench, "\xe2\x80\x9cIt ends", quoted - pt(1.3), true), 1);
  assert_int_equal(lines_of(bench, "\xe2\x80\x9cIt ends", quoted - pt(1.3), false), 2);
  const Length soft = natural_width(bench, "all un\xe2\x80\x90");
  assert_true(hyphenated(bench, "all un\xc2\xadknown", soft - pt(2.2)));
  assert_false(hyphenated(bench, "all un\xc2\xadknown", soft - pt(2.6)));
}

/* The end of a line of a text in a style, at the end of a measure of 100 pt. */
static Length right_of(Bench *bench, const TextStyle *style, const char *text,
                       TextDirection direction) {
  bench_renew(bench, direction);
  paragraph_text(bench->paragraph, style, text, strlen(text), true, false, NULL, PLACE_NONE);
  const LineSpec spec = spec_of(pt(100), ALIGN_RIGHT);
  int count;
  const TextLine *line = paragraph_break(bench->paragraph, &spec, 0, &count);
  return line->x + line->width;
}

static void what_is_not_sure_stays_inside(void **state) {
  Bench *bench = *state;
  TextStyle style = plain;
  assert_true(right_of(bench, &style, "end.", TEXT_LTR) > pt(102));
  assert_int_equal(right_of(bench, &style, "end", TEXT_LTR), pt(100));
  assert_int_equal(right_of(bench, &style, "Toe", TEXT_RTL),
                   pt(100)); /* runs against the paragraph */
  style.families = "Liberation Mono";
  assert_int_equal(right_of(bench, &style, "end.", TEXT_LTR), pt(100));
  style = plain;
  style.size = 0;
  assert_int_equal(right_of(bench, &style, "end.", TEXT_LTR), pt(100));
}

/* Edges of boxes, spaces that are kept and objects keep to the margin; boxes without edges are nothing. */
static void boxes_stay_inside(void **state) {
  Bench *bench = *state;
  for (int edge = 0; edge < 2; edge++) {
    bench_renew(bench, TEXT_LTR);
    paragraph_open(bench->paragraph, edge ? pt(1) : 0, BIDI_NORMAL, TEXT_LTR, NULL);
    say(bench, "Try it.");
    paragraph_close(bench->paragraph, edge ? pt(1) : 0, NULL);
    const LineSpec spec = spec_of(pt(60), ALIGN_JUSTIFY);
    LineSpec all = spec;
    all.align_last = ALIGN_JUSTIFY;
    int count;
    const TextLine *line = paragraph_break(bench->paragraph, &all, 0, &count);
    assert_int_equal(count, 1);
    assert_true(edge ? line->x == 0 && line->width == pt(60) : line->x < 0 && line->width > pt(62));
  }
  bench_renew(bench, TEXT_LTR);
  const InlineObject object = {
      .minimum = pt(20), .optimum = pt(20), .maximum = pt(20), .glued = true};
  say(bench, "It.");
  paragraph_object(bench->paragraph, &object);
  const LineSpec spec = spec_of(pt(60), ALIGN_END);
  int count;
  const TextLine *line = paragraph_break(bench->paragraph, &spec, 0, &count);
  assert_int_equal(line->x + line->width, pt(60));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_table_is_in_order),
      cmocka_unit_test_setup_teardown(lines_stick_out_by_their_parts, bench_setup, bench_teardown),
      cmocka_unit_test_setup_teardown(lines_from_right_to_left_do_so_too, bench_setup,
                                      bench_teardown),
      cmocka_unit_test_setup_teardown(lines_hold_more, bench_setup, bench_teardown),
      cmocka_unit_test_setup_teardown(what_is_not_sure_stays_inside, bench_setup, bench_teardown),
      cmocka_unit_test_setup_teardown(boxes_stay_inside, bench_setup, bench_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
