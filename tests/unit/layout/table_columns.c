/* How the width of a table is shared among its columns. */
#include "layout/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define PT LENGTH_PER_POINT

static TableColumn fixed(Length width) {
  return (TableColumn){.size = {.length = width}};
}

static TableColumn percent(int hundredths) {
  return (TableColumn){.size = {.percent = hundredths * 1000}};
}

static TableColumn proportional(int thousandths) {
  return (TableColumn){.size = {.proportional = thousandths}};
}

static TableColumn automatic(Length minimum, Length maximum) {
  return (TableColumn){.size = {.keyword = KW_AUTO}, .content = {minimum, maximum}};
}

static void assert_widths(const TableColumn *columns, int count, const Length *expected) {
  Length x = 0;
  for (int i = 0; i < count; i++) {
    assert_int_equal(columns[i].width, expected[i]);
    assert_int_equal(columns[i].x, x);
    x += columns[i].width;
  }
}

static void fixed_ones_stay(void **state) {
  (void)state;
  TableColumn columns[] = {fixed(100), fixed(50), percent(25)};
  table_columns_share(columns, 3, 1000, false);
  assert_widths(columns, 3, (Length[]){100, 50, 250});
}

static void no_unit_is_lost(void **state) {
  (void)state;
  for (Length width = 1000; width < 1100; width++) {
    TableColumn columns[] = {proportional(1000), proportional(1000), proportional(1000),
                             fixed(10),          proportional(2500), percent(7)};
    table_columns_share(columns, 6, width, false);
    Length sum = 0;
    for (int i = 0; i < 6; i++)
      sum += columns[i].width;
    assert_int_equal(sum, width);
    assert_true(ABS(columns[0].width - columns[2].width) <= 1);
  }
}

/* proportional-column-width(1) + 10: the fixed share comes first. */
static void sums_of_both_kinds(void **state) {
  (void)state;
  TableColumn columns[] = {{.size = {.length = 10, .proportional = 1000}}, proportional(1000)};
  table_columns_share(columns, 2, 110, false);
  assert_widths(columns, 2, (Length[]){60, 50});
}

static void automatic_ones_are_even_when_fixed(void **state) {
  (void)state;
  TableColumn columns[] = {automatic(10, 500), automatic(10, 20), proportional(2000)};
  table_columns_share(columns, 3, 400, false);
  assert_widths(columns, 3, (Length[]){100, 100, 200});
}

static void content_that_fits_shares_the_rest(void **state) {
  (void)state;
  TableColumn columns[] = {automatic(10, 100), automatic(10, 300)};
  table_columns_share(columns, 2, 800, true);
  assert_widths(columns, 2, (Length[]){200, 600});
}

static void content_that_does_not_fit_gives_way(void **state) {
  (void)state;
  TableColumn columns[] = {automatic(50, 50), automatic(100, 500), automatic(100, 300)};
  table_columns_share(columns, 3, 550, true);
  assert_widths(columns, 3, (Length[]){50, 300, 200});
}

static void no_column_is_narrower_than_its_content(void **state) {
  (void)state;
  TableColumn columns[] = {automatic(300, 500), automatic(200, 500)};
  table_columns_share(columns, 2, 100, true);
  assert_widths(columns, 2, (Length[]){300, 200});
}

static void proportional_ones_take_what_content_leaves(void **state) {
  (void)state;
  TableColumn columns[] = {automatic(50, 80), proportional(1000), proportional(3000)};
  table_columns_share(columns, 3, 480, true);
  assert_widths(columns, 3, (Length[]){80, 100, 300});
}

static void nothing_to_share(void **state) {
  (void)state;
  TableColumn columns[] = {fixed(-5), fixed(2000), proportional(1000), proportional(0)};
  table_columns_share(columns, 4, 1000, false);
  assert_widths(columns, 4, (Length[]){0, 2000, 0, 0});
}

static void empty_columns_are_even(void **state) {
  (void)state;
  TableColumn columns[] = {automatic(0, 0), automatic(0, 0)};
  table_columns_share(columns, 2, 100 * PT, true);
  assert_widths(columns, 2, (Length[]){50 * PT, 50 * PT});
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fixed_ones_stay),
      cmocka_unit_test(no_unit_is_lost),
      cmocka_unit_test(sums_of_both_kinds),
      cmocka_unit_test(automatic_ones_are_even_when_fixed),
      cmocka_unit_test(content_that_fits_shares_the_rest),
      cmocka_unit_test(content_that_does_not_fit_gives_way),
      cmocka_unit_test(no_column_is_narrower_than_its_content),
      cmocka_unit_test(proportional_ones_take_what_content_leaves),
      cmocka_unit_test(nothing_to_share),
      cmocka_unit_test(empty_columns_are_even),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
