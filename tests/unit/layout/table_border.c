/* Which of two collapsed borders is drawn (CSS 2.1 §17.6.2.1, XSL 1.1 §7.28.1). */
#include "layout/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static TableBorder border(Keyword style, Length width, BorderHolder holder) {
  return (TableBorder){.style = style, .width = width, .holder = holder};
}

/* Does `strong` win, whichever comes first? */
static void assert_beats(TableBorder strong, TableBorder weak, bool by_precedence) {
  const TableBorder first = table_border_contest(strong, weak, by_precedence);
  const TableBorder second = table_border_contest(weak, strong, by_precedence);
  assert_memory_equal(&first, &strong, sizeof strong);
  assert_memory_equal(&second, &strong, sizeof strong);
}

static void anything_beats_none(void **state) {
  (void)state;
  assert_beats(border(KW_DOTTED, 1, HOLDER_TABLE), (TableBorder){0}, false);
  assert_beats(border(KW_DOTTED, 1, HOLDER_TABLE), border(KW_NONE, 0, HOLDER_CELL), false);
  assert_beats(border(KW_HIDDEN, 0, HOLDER_TABLE), border(KW_NONE, 0, HOLDER_CELL), false);
}

static void hidden_beats_all(void **state) {
  (void)state;
  assert_beats(border(KW_HIDDEN, 0, HOLDER_TABLE), border(KW_SOLID, 9, HOLDER_CELL), false);
}

static void wider_beats_style(void **state) {
  (void)state;
  assert_beats(border(KW_DOTTED, 3, HOLDER_TABLE), border(KW_DOUBLE, 2, HOLDER_CELL), false);
}

static void styles_have_an_order(void **state) {
  (void)state;
  static const Keyword order[] = {KW_DOUBLE, KW_SOLID,  KW_DASHED, KW_DOTTED,
                                  KW_RIDGE,  KW_OUTSET, KW_GROOVE, KW_INSET};
  for (size_t i = 1; i < G_N_ELEMENTS(order); i++)
    assert_beats(border(order[i - 1], 2, HOLDER_TABLE), border(order[i], 2, HOLDER_CELL), false);
}

static void cells_come_before_what_is_around_them(void **state) {
  (void)state;
  for (BorderHolder holder = HOLDER_CELL; holder < HOLDER_TABLE; holder++)
    assert_beats(border(KW_SOLID, 2, holder), border(KW_SOLID, 2, holder + 1), false);
}

static void precedence_comes_first_if_asked_for(void **state) {
  (void)state;
  TableBorder thin = border(KW_DOTTED, 1, HOLDER_TABLE), thick = border(KW_SOLID, 5, HOLDER_CELL);
  thin.precedence = 6;
  thick.precedence = 5;
  assert_beats(thin, thick, true);
  assert_beats(thick, thin, false);
  thick.precedence = 6;
  assert_beats(thick, thin, true);
  assert_beats(thick, (TableBorder){.precedence = 9}, true);
}

static void the_first_of_equals_stays(void **state) {
  (void)state;
  TableBorder red = border(KW_SOLID, 1, HOLDER_CELL), blue = red;
  red.color = (Color){255, 0, 0, 255};
  blue.color = (Color){0, 0, 255, 255};
  assert_int_equal(table_border_contest(red, blue, false).color.red, 255);
  assert_int_equal(table_border_contest(blue, red, false).color.blue, 255);
  assert_false(table_border_equal(&red, &blue));
  assert_true(table_border_equal(&red, &red));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(anything_beats_none),
      cmocka_unit_test(hidden_beats_all),
      cmocka_unit_test(wider_beats_style),
      cmocka_unit_test(styles_have_an_order),
      cmocka_unit_test(cells_come_before_what_is_around_them),
      cmocka_unit_test(precedence_comes_first_if_asked_for),
      cmocka_unit_test(the_first_of_equals_stays),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
