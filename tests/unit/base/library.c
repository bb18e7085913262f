/* Libraries that are loaded when they are needed. */
#include "base/library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <zlib.h>

#include <cmocka.h>

#define FUNCTIONS(F) F(zlibVersion) F(crc32)

typedef struct {
  FUNCTIONS(LIBRARY_MEMBER)
} Library;

static const char *const symbols[] = {FUNCTIONS(LIBRARY_SYMBOL) NULL};

static void functions_are_found(void **state) {
  (void)state;
  static const char *const NAMES[] = {"libnothing.so.7", "libz.so.1", NULL};
  Library library;
  assert_true(library_load(NAMES, symbols, (gpointer *)(void *)&library));
  assert_int_equal(*library.zlibVersion(), '1');
  assert_int_equal(library.crc32(0, (const unsigned char *)"123456789", 9), 0xcbf43926);
}

static void what_is_not_there_is_not_found(void **state) {
  (void)state;
  static const char *const NONE[] = {"libnothing.so.7", NULL}, *const NAMES[] = {"libz.so.1", NULL},
                           *const OTHERS[] = {"zlibVersion", "no_such_function", NULL};
  Library library;
  assert_false(library_load(NONE, symbols, (gpointer *)(void *)&library));
  assert_false(library_load(NAMES, OTHERS, (gpointer *)(void *)&library));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(functions_are_found),
                                     cmocka_unit_test(what_is_not_there_is_not_found)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
