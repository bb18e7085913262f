/* JSON: what others wrote is not trusted, and what is written can be read. */
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void test_reading(void **state) {
  (void)state;
  static const char *const bad[] = {
      "",         "[]",   "1",    "{",
      "{\"a\":}", "\xff", "null", "{\"a\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
    assert_null(json_parse(bad[i], strlen(bad[i])));
  char *deep = g_strnfill(1000000, '[');
  assert_null(json_parse(deep, strlen(deep)));
  g_free(deep);
  const char good[] =
      "{\"s\":\"[[[[[[[[[[[[[[[[[[[[\\\"\",\"o\":{},\"a\":[1],\"b\":true,\"n\":null}";
  JsonObject *object = json_parse(good, strlen(good));
  assert_non_null(object);
  assert_string_equal(json_string(object, "s"), "[[[[[[[[[[[[[[[[[[[[\"");
  assert_non_null(json_object(object, "o"));
  assert_non_null(json_array(object, "a"));
  assert_true(json_true(object, "b"));
  static const char *const wrong[] = {"o", "a", "b", "n", "none"};
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
    assert_null(json_string(object, wrong[i]));
  assert_null(json_object(object, "s"));
  assert_null(json_array(object, "o"));
  assert_false(json_true(object, "s"));
  json_object_unref(object);
}

/* Every character comes back, and what is no character as U+FFFD. */
static void test_writing(void **state) {
  (void)state;
  char text[130] = "";
  for (int i = 0; i < 127; i++)
    text[i] = (char)(i + 1);
  strcpy(text + 127, "\xff");
  JsonObject *object = json_object_new();
  json_add_text(object, "text", text);
  json_add_text(object, "none", NULL);
  json_add_text(json_append_object(json_add_array(object, "list")), "\x1f", "");
  json_add_object(object, "empty");
  char *written = json_text(object, false);
  json_object_unref(object);
  for (const char *p = written; *p; p++)
    assert_true((unsigned char)*p >= 0x20);
  object = json_parse(written, strlen(written));
  assert_non_null(object);
  memcpy(text, json_string(object, "text"), 127);
  for (int i = 0; i < 127; i++)
    assert_int_equal(text[i], i + 1);
  assert_string_equal(json_string(object, "text") + 127, "\xef\xbf\xbd");
  assert_true(json_object_get_null_member(object, "none"));
  JsonArray *list = json_array(object, "list");
  assert_string_equal(json_string(json_array_get_object_element(list, 0), "\x1f"), "");
  assert_int_equal(json_object_get_size(json_object(object, "empty")), 0);
  json_object_unref(object);
  g_free(written);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_reading),
      cmocka_unit_test(test_writing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
