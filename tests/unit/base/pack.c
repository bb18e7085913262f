/* Packing: what comes out is what went in, in fewer bytes where there are zeros. */
#include "base/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void expect_same(const guint8 *like) {
  guint8 object[41], copy[41];
  for (size_t size = 0; size <= sizeof object; size++) {
    for (size_t i = 0; i < size; i++)
      object[i] = (guint8)(i % 3 ? i * size : 0);
    GByteArray *packed = g_byte_array_new();
    pack_words(packed, object, like, size);
    pack_words(packed, "next", NULL, 4);
    memset(copy, 0xff, sizeof copy);
    const guint8 *next = unpack_words(packed->data, copy, like, size);
    assert_memory_equal(copy, object, size);
    assert_int_equal(copy[size < sizeof copy ? size : 0], size < sizeof copy ? 0xff : object[0]);
    assert_ptr_equal(unpack_words(next, copy, NULL, 4), packed->data + packed->len);
    assert_memory_equal(copy, "next", 4);
    g_byte_array_unref(packed);
  }
}

static void what_is_packed_is_unpacked(void **state) {
  (void)state;
  guint8 like[41];
  for (size_t i = 0; i < sizeof like; i++)
    like[i] = (guint8)(i % 2 ? i : 0);
  expect_same(NULL);
  expect_same(like);
}

static void zeros_take_little(void **state) {
  (void)state;
  const gint64 zeros[8] = {0}, numbers[8] = {1, 0, 0, 255, 256};
  GByteArray *packed = g_byte_array_new();
  pack_words(packed, zeros, NULL, sizeof zeros);
  assert_int_equal(packed->len, 8);
  pack_words(packed, numbers, NULL, sizeof numbers);
  assert_int_equal(packed->len, 8 + 8 + 3);
  pack_words(packed, NULL, NULL, 0);
  assert_int_equal(packed->len, 19);
  pack_words(packed, numbers, numbers, sizeof numbers);
  assert_int_equal(packed->len, 19 + 8);
  g_byte_array_unref(packed);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_packed_is_unpacked),
      cmocka_unit_test(zeros_take_little),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
