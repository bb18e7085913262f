/* Dates: what is one, its first and last day, months later. */
#include "dataset/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_reading(void **state) {
  (void)state;
  static const char *const good[] = {"2021-03-17", "2021-03",    "2021",
                                     "0001-01-01", "9999-12-31", "2020-02-29"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++)
    assert_string_equal(calendar_text(calendar_read(good[i])).text, good[i]);
  static const char *const bad[] = {
      "",           "21",       "2021-13",  "2021-00",    "0000",    "2021-02-29", "2021-3-17x",
      "2021/03/17", "2021-1-1", "20210317", "2021-03-00", "-021-03", "2021-03-32"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    assert_false(calendar_known(calendar_read(bad[i])));
  assert_false(calendar_known(calendar_read(NULL)));
}

static int days(const char *from, const char *to) {
  return calendar_last_day(calendar_read(to)) - calendar_first_day(calendar_read(from));
}

static void test_days(void **state) {
  (void)state;
  assert_int_equal(days("2021-03-17", "2021-03-17"), 0);
  assert_int_equal(days("2021-02", "2021-02"), 27);
  assert_int_equal(days("2020-02", "2020-02"), 28);
  assert_int_equal(days("1900", "1900"), 364); /* no leap year */
  assert_int_equal(days("2000", "2000"), 365);
  assert_int_equal(days("2021-03-17", "2021-03-10"), -7);
  assert_int_equal(days("0001-01-01", "9999-12-31"), 3652058);
  assert_string_equal(calendar_day_text(calendar_last_day(calendar_read("2024-02"))).text,
                      "2024-02-29");
  assert_int_equal(calendar_first_day((CalendarDate){0}), 0);
  assert_int_equal(calendar_last_day((CalendarDate){0}), 0);
}

static void test_months(void **state) {
  (void)state;
  static const struct {
    const char *date;
    int months;
    const char *later;
  } cases[] = {
      {"2021-01-31", 1, "2021-02-28"},
      {"2020-01-31", 1, "2020-02-29"},
      {"2021-08-31", 3, "2021-11-30"},
      {"2021-12-31", 2, "2022-02-28"},
      {"2020-02-29", 12, "2021-02-28"},
      {"2020-02-29", 48, "2024-02-29"},
      {"2019-01", 3, "2019-04"},
      {"2019-11", 2, "2020-01"},
      {"2019", 12, "2020"},
      {"2019", 3, "2020"},
      {"2019", 0, "2019"},
      {"2021-03-17", 0, "2021-03-17"},
      {"9999-12-31", 600, "10049-12-31"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const CalendarDate later = calendar_add_months(calendar_read(cases[i].date), cases[i].months);
    assert_string_equal(calendar_text(later).text, cases[i].later);
    assert_true(calendar_last_day(later) > 0);
  }
  assert_false(calendar_known(calendar_add_months((CalendarDate){0}, 3)));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_reading),
      cmocka_unit_test(test_days),
      cmocka_unit_test(test_months),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
