/* Arenas: what is asked for is there, aligned, and little is wasted between. */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void objects_are_aligned_and_zeroed(void **state) {
  (void)state;
  Arena *arena = arena_new();
  for (size_t length = 0; length < 3000; length++) {
    const char *text = arena_strndup(arena, "of any length whatever", length % 20);
    assert_int_equal(strlen(text), length % 20);
    const unsigned char *object = arena_alloc(arena, length);
    assert_int_equal((uintptr_t)object % sizeof(double), 0);
    for (size_t i = 0; i < length; i++)
      assert_int_equal(object[i], 0);
  }
  arena_free(arena);
}

/* A long text stands beside the chunk that is being filled, not in place of what is left of it. */
static void what_is_long_wastes_nothing(void **state) {
  (void)state;
  Arena *arena = arena_new();
  char *before = arena_strdup(arena, "before");
  char *rest = arena_alloc(arena, 8);
  char *large = arena_alloc(arena, 1 << 20);
  char *wide = arena_alloc(arena, 16380);
  char *after = arena_alloc(arena, 8);
  assert_ptr_equal(after, rest + 8);
  memset(large, 1, 1 << 20);
  memset(wide, 2, 16380);
  assert_string_equal(before, "before");
  arena_free(arena);
}

static void texts_stand_side_by_side(void **state) {
  (void)state;
  Arena *arena = arena_new();
  const char *one = arena_strdup(arena, "one"), *two = arena_strndup(arena, "two more", 3);
  assert_ptr_equal(two, one + 4);
  assert_string_equal(two, "two");
  assert_null(arena_strdup(arena, NULL));
  assert_int_equal(arena_size(arena), 8);
  assert_memory_equal(arena_copy(arena, "bytes", 5), "bytes", 5);
  arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(objects_are_aligned_and_zeroed),
      cmocka_unit_test(what_is_long_wastes_nothing),
      cmocka_unit_test(texts_stand_side_by_side),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
