/* The breaking algorithm against exhaustive search, and on input made to hurt. */
#include "text/breaking.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { MOST = 13 };

/* A line of words, each followed by a space; some may be divided. */
typedef struct {
  Opportunity items[4 * MOST];
  int count;
} Text;

static Text text_of(const int *widths, int words, bool justified, GRand *hyphens) {
  Text text = {.count = 1};
  Opportunity sums = {0};
  for (int i = 0; i < words; i++) {
    if (hyphens && widths[i] > 40 && g_rand_int_range(hyphens, 0, 2)) {
      Opportunity hyphen = sums;
      hyphen.end = sums.start + widths[i] / 2 + 4;
      hyphen.start = sums.start + widths[i] / 2;
      hyphen.end_stretch = sums.start_stretch;
      hyphen.end_shrink = sums.start_shrink;
      hyphen.penalty = 50;
      hyphen.hyphen = true;
      hyphen.avoided = false;
      text.items[text.count++] = hyphen;
    }
    sums.end = sums.start + widths[i];
    sums.end_stretch = sums.start_stretch;
    sums.end_shrink = sums.start_shrink;
    sums.start = sums.end + 12;
    sums.start_stretch += justified ? 6 : 0;
    sums.start_shrink += justified ? 4 : 0;
    sums.avoided = widths[i] % 5 == 0 && i < words - 1;
    sums.penalty = sums.avoided ? 2000 : 0;
    text.items[text.count++] = sums;
  }
  return text;
}

/* Which opportunities may be chosen, besides those before. */
typedef enum { GOOD, AVOIDED, HYPHENS } Kind;

static Kind kind_of(const Opportunity *opportunity) {
  return opportunity->hyphen ? HYPHENS : opportunity->avoided ? AVOIDED : GOOD;
}

/* The least demerits of any choice whose lines stretch no more than `tolerance`. */
static double least(const Text *text, const Measure *measure, double tolerance, Kind most) {
  double best = HUGE_VAL;
  const int inner = text->count - 2;
  for (unsigned set = 0; set < 1u << inner; set++) {
    int ends[4 * MOST], count = 0, from = 0;
    bool allowed = true;
    for (int b = 1; b < text->count && allowed; b++) {
      const bool last = b == text->count - 1;
      if (!last && !(set >> (b - 1) & 1))
        continue;
      if (kind_of(&text->items[b]) > most)
        allowed = false;
      const Length width =
          (from == 0 ? measure->first_width : measure->width) - (last ? measure->last_indent : 0);
      const Length slack = width - (text->items[b].end - text->items[from].start);
      const Length stretch =
          text->items[b].end_stretch - text->items[from].start_stretch + measure->raggedness;
      if (!last && slack > 0 && (double)slack > tolerance * (double)stretch)
        allowed = false;
      ends[count++] = b;
      from = b;
    }
    if (allowed)
      best = MIN(best, breaks_demerits(text->items, text->count, measure, ends, count));
  }
  return best;
}

static bool has_hyphens(const Text *text) {
  for (int i = 0; i < text->count; i++)
    if (text->items[i].hyphen)
      return true;
  return false;
}

static double expected(const Text *text, const Measure *measure) {
  double best = least(text, measure, 1, GOOD);
  if (best == HUGE_VAL && has_hyphens(text))
    best = least(text, measure, 3, HYPHENS);
  if (best == HUGE_VAL)
    best = least(text, measure, 5, HYPHENS);
  if (best == HUGE_VAL)
    best = least(text, measure, 1e300, HYPHENS);
  return best;
}

static void compare_with_search(bool justified, bool hyphenate) {
  GRand *random = g_rand_new_with_seed(justified ? 11 : 7);
  int compared = 0;
  for (int round = 0; round < 400; round++) {
    int widths[MOST];
    const int words = g_rand_int_range(random, 1, hyphenate ? 8 : MOST);
    for (int i = 0; i < words; i++)
      widths[i] = g_rand_int_range(random, 5, 90);
    const Text text = text_of(widths, words, justified, hyphenate ? random : NULL);
    const Measure measure = {
        .first_width = g_rand_int_range(random, 90, 260),
        .width = g_rand_int_range(random, 90, 260),
        .last_indent = g_rand_int_range(random, 0, 3) == 0 ? 30 : 0,
        .raggedness = justified ? 0 : 25,
    };
    const double best = expected(&text, &measure), plain = least(&text, &measure, 1, GOOD);
    int ends[4 * MOST];
    int count = breaks_choose_plain(text.items, text.count, &measure, ends);
    if (plain == HUGE_VAL)
      assert_int_equal(count, 0);
    else
      assert_true(fabs(breaks_demerits(text.items, text.count, &measure, ends, count) - best) <=
                  1e-9 * best);
    count = breaks_choose(text.items, text.count, &measure, ends);
    assert_true(count >= 1);
    assert_int_equal(ends[count - 1], text.count - 1);
    if (best == HUGE_VAL)
      continue; /* an overfull line: nothing to compare with */
    compared++;
    const double got = breaks_demerits(text.items, text.count, &measure, ends, count);
    assert_true(fabs(got - best) <= 1e-9 * best);
  }
  assert_true(compared > 300);
  g_rand_free(random);
}

static void justified_lines_are_the_best(void **state) {
  (void)state;
  compare_with_search(true, false);
}

static void ragged_lines_are_the_best(void **state) {
  (void)state;
  compare_with_search(false, false);
}

static void hyphenated_lines_are_the_best(void **state) {
  (void)state;
  compare_with_search(true, true);
  compare_with_search(false, true);
}

/* Words of which each may be divided in two places, in lines that hold little more than one: what hyphens in a row
 * cost decides, and where they are limited, how many there are. */
static void hyphens_in_a_row_are_the_best(void **state) {
  (void)state;
  GRand *random = g_rand_new_with_seed(5);
  int compared = 0;
  for (int round = 0; round < 300; round++) {
    Text text = {.count = 1};
    Opportunity sums = {0};
    for (int word = 0; word < 5; word++) {
      const int width = g_rand_int_range(random, 40, 90);
      for (int part = 1; part <= 3; part++) {
        Opportunity end = sums;
        end.hyphen = part < 3;
        end.penalty = end.hyphen ? 50 : 0;
        end.end = sums.start + width * part / 3 + (end.hyphen ? 4 : 0);
        end.start = sums.start + width * part / 3 + (end.hyphen ? 0 : 12);
        end.start_stretch += end.hyphen ? 0 : 6;
        end.start_shrink += end.hyphen ? 0 : 4;
        text.items[text.count++] = end;
        if (!end.hyphen)
          sums = end;
      }
    }
    const Length width = g_rand_int_range(random, 50, 110);
    const Measure measure = {.first_width = width,
                             .width = width,
                             .raggedness = round % 2 ? 20 : 0,
                             .ladder = g_rand_int_range(random, 0, 4)};
    const double best = expected(&text, &measure);
    int ends[4 * MOST];
    const int count = breaks_choose(text.items, text.count, &measure, ends);
    if (best == HUGE_VAL)
      continue;
    compared++;
    const double got = breaks_demerits(text.items, text.count, &measure, ends, count);
    assert_true(fabs(got - best) <= 1e-9 * best);
  }
  assert_true(compared > 100);
  g_rand_free(random);
}

static void a_wide_word_stands_alone(void **state) {
  (void)state;
  const int widths[] = {30, 500, 30, 30};
  const Text text = text_of(widths, 4, true, NULL);
  const Measure measure = {.first_width = 100, .width = 100};
  int ends[MOST];
  const int count = breaks_choose(text.items, text.count, &measure, ends);
  assert_int_equal(count, 3);
  assert_int_equal(ends[0], 1);
  assert_int_equal(ends[1], 2);
  assert_int_equal(ends[2], 4);
}

static void lines_without_width_hold_a_word_each(void **state) {
  (void)state;
  const int widths[] = {30, 20, 30};
  const Text text = text_of(widths, 3, false, NULL);
  const Measure measure = {.first_width = -50, .width = -10, .raggedness = 25};
  int ends[MOST];
  assert_int_equal(breaks_choose(text.items, text.count, &measure, ends), 3);
}

/* Words of 10 with spaces of 1: three to a line of 32, five to one of 54. The best lines are those for
 * which each width was meant, though they come at the same places in another order. */
static void lines_have_widths_of_their_own(void **state) {
  (void)state;
  enum { COUNT = 17 };
  Opportunity items[COUNT] = {{0}};
  for (int i = 1; i < COUNT; i++)
    items[i] = (Opportunity){.end = i * 11 - 1, .start = i * 11};
  const Length widths[] = {32, 54, 32};
  const Measure measure = {
      .first_width = 1, .width = 54, .widths = widths, .width_count = 3, .raggedness = 2};
  int ends[COUNT];
  assert_int_equal(breaks_choose(items, COUNT, &measure, ends), 4);
  assert_int_equal(ends[0], 3);
  assert_int_equal(ends[1], 8);
  assert_int_equal(ends[2], 11);
  assert_int_equal(ends[3], 16);
  assert_true(breaks_demerits(items, COUNT, &measure, ends, 4) < 1e6);
}

static void nothing_gives_no_line(void **state) {
  (void)state;
  const Measure measure = {.first_width = 10, .width = 10};
  int ends[1];
  assert_int_equal(breaks_choose(NULL, 0, &measure, ends), 0);
}

static void the_ladder_is_obeyed(void **state) {
  (void)state;
  enum { COUNT = 60 };
  Opportunity items[COUNT] = {{0}};
  for (int i = 1; i < COUNT; i++)
    items[i] = (Opportunity){.end = i * 100 + 10, .start = i * 100, .penalty = 50, .hyphen = i % 6};
  items[COUNT - 1].hyphen = false;
  const Measure measure = {.first_width = 310, .width = 310, .raggedness = 100, .ladder = 2};
  int ends[COUNT];
  const int count = breaks_choose(items, COUNT, &measure, ends);
  int ladder = 0;
  for (int i = 0; i < count; i++) {
    ladder = items[ends[i]].hyphen ? ladder + 1 : 0;
    assert_true(ladder <= 2);
  }
  assert_true(count >= COUNT / 4);
}

/* A quarter of a million opportunities, all within one line: the list of active ones is bounded. */
static void many_opportunities_end_soon(void **state) {
  (void)state;
  const int count = 250000;
  Opportunity *items = g_new0(Opportunity, count);
  int *ends = g_new(int, count);
  for (int i = 1; i < count; i++)
    items[i].end = items[i].start = i / 1000;
  const Measure measure = {.first_width = 100, .width = 100, .raggedness = 10};
  const int lines = breaks_choose(items, count, &measure, ends);
  assert_in_range(lines, 2, 4);
  for (int i = 1; i < count; i++)
    items[i].end = items[i].start = i;
  assert_true(breaks_choose(items, count, &measure, ends) >= count / 103);
  g_free(ends);
  g_free(items);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(justified_lines_are_the_best),
      cmocka_unit_test(ragged_lines_are_the_best),
      cmocka_unit_test(hyphenated_lines_are_the_best),
      cmocka_unit_test(hyphens_in_a_row_are_the_best),
      cmocka_unit_test(a_wide_word_stands_alone),
      cmocka_unit_test(lines_without_width_hold_a_word_each),
      cmocka_unit_test(lines_have_widths_of_their_own),
      cmocka_unit_test(nothing_gives_no_line),
      cmocka_unit_test(the_ladder_is_obeyed),
      cmocka_unit_test(many_opportunities_end_soon),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
