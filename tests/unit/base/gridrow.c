/* The row of a table grid: what is free, what is taken, what reaches down. */
#include "base/gridrow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void cells_stand_beside_each_other(void **state) {
  (void)state;
  GridRow row = grid_row_new(10);
  grid_row_take(&row, 0, 2, 1, 1);
  assert_int_equal(row.next, 2);
  grid_row_take(&row, 5, 3, 1, 2);
  assert_int_equal(grid_row_first_free(&row, 0), 2);
  assert_int_equal(grid_row_free(&row, 2, 100), 3);
  assert_int_equal(grid_row_free(&row, 2, 1), 1);
  assert_int_equal(grid_row_free(&row, 6, 4), 0);
  assert_int_equal(grid_row_first_free(&row, 6), 8);
  assert_int_equal(grid_row_free(&row, 8, 100), 2);
  assert_null(grid_row_at(&row, 4));
  assert_int_equal(grid_row_at(&row, 7)->cell, 2);
  grid_row_take(&row, 8, 100, 1, 3);
  assert_int_equal(grid_row_first_free(&row, 8), 10);
  grid_row_clear(&row);
}

static void spans_reach_down(void **state) {
  (void)state;
  GridRow row = grid_row_new(G_MAXINT);
  grid_row_take(&row, 1, 1, 3, 0);
  grid_row_take(&row, 2, 1, 1, 0);
  assert_true(grid_row_next(&row));
  assert_int_equal(row.next, 0);
  assert_int_equal(grid_row_first_free(&row, 1), 2);
  assert_true(grid_row_next(&row));
  assert_false(grid_row_next(&row));
  grid_row_take(&row, 0, 1, G_MAXINT, 0);
  assert_true(grid_row_next(&row));
  grid_row_restart(&row);
  assert_int_equal(grid_row_first_free(&row, 0), 0);
  grid_row_clear(&row);
}

/* A cell on others: these keep what lies before and behind it. */
static void a_cell_takes_from_others(void **state) {
  (void)state;
  GridRow row = grid_row_new(G_MAXINT);
  grid_row_take(&row, 0, 9, 5, 1);
  grid_row_take(&row, 3, 2, 1, 2);
  assert_int_equal(grid_row_at(&row, 2)->cell, 1);
  assert_int_equal(grid_row_at(&row, 3)->cell, 2);
  assert_int_equal(grid_row_at(&row, 5)->cell, 1);
  assert_int_equal(row.taken->len, 3);
  grid_row_take(&row, 1, 7, 1, 3);
  assert_int_equal(row.taken->len, 3);
  assert_int_equal(grid_row_at(&row, 0)->end, 1);
  assert_int_equal(grid_row_at(&row, 8)->column, 8);
  assert_true(grid_row_next(&row));
  assert_int_equal(grid_row_first_free(&row, 0), 1);
  assert_int_equal(grid_row_free(&row, 1, G_MAXINT), 7);
  grid_row_clear(&row);
}

/* The largest numbers there are cost nothing and do not overflow. */
static void columns_without_end(void **state) {
  (void)state;
  GridRow row = grid_row_new(G_MAXINT);
  grid_row_take(&row, 5, G_MAXINT, G_MAXINT, 1);
  assert_int_equal(row.next, G_MAXINT);
  assert_int_equal(grid_row_first_free(&row, 5), G_MAXINT);
  grid_row_take(&row, G_MAXINT, 1, 1, 2);
  assert_int_equal(row.taken->len, 1);
  assert_true(grid_row_next(&row));
  assert_int_equal(grid_row_at(&row, G_MAXINT - 1)->cell, 1);
  grid_row_clear(&row);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cells_stand_beside_each_other),
      cmocka_unit_test(spans_reach_down),
      cmocka_unit_test(a_cell_takes_from_others),
      cmocka_unit_test(columns_without_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
