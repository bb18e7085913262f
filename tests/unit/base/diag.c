/* Diagnostics: what is printed, counted, folded and suggested; and lengths. */
#include "base/diag.h"
#include "base/arena.h"
#include "base/length.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* What a collection prints while `report` is called with it; the caller frees it. */
static char *printed(DiagFormat format, void (*report)(Diagnostics *)) {
  char *text = NULL;
  size_t size = 0;
  FILE *stream = open_memstream(&text, &size);
  Diagnostics *diagnostics = diag_new(stream, format);
  report(diagnostics);
  diag_flush(diagnostics);
  diag_free(diagnostics);
  fclose(stream);
  return text;
}

static void report_one(Diagnostics *diagnostics) {
  diag_file_read(diagnostics, (Place){"a \"b\".xml", 3, 7}, "no\nway");
}

static void report_without_place(Diagnostics *diagnostics) {
  diag_file_read(diagnostics, PLACE_NONE, "x");
}

static void report_often(Diagnostics *diagnostics) {
  for (int i = 1; i <= 10; i++)
    diag_file_read(diagnostics, (Place){"f", i, 0}, "x");
  diag_file_read(diagnostics, (Place){"f", 1, 0}, "y");
  assert_int_equal(diag_count(diagnostics, DIAG_ERROR), 11);
  unsigned count = 0;
  diag_all(diagnostics, &count);
  assert_int_equal(count, 4);
}

static void report_invalid(Diagnostics *diagnostics) {
  diag_file_read(diagnostics, (Place){"f", 1, 0}, "\xff");
}

#define HINT "check the name and its permissions"

static void expect_printed(DiagFormat format, void (*report)(Diagnostics *), const char *expected) {
  char *text = printed(format, report);
  assert_string_equal(text, expected);
  free(text);
}

static void test_text(void **state) {
  (void)state;
  expect_printed(DIAG_TEXT, report_one,
                 "a \"b\".xml:3:7: error: cannot be read: no\nway [file-read]\n    " HINT "\n");
  expect_printed(DIAG_TEXT, report_without_place,
                 "peerpress: error: cannot be read: x [file-read]\n    " HINT "\n");
  expect_printed(DIAG_TEXT, report_invalid,
                 "f:1: error: cannot be read: \xef\xbf\xbd [file-read]\n    " HINT "\n");
}

static void test_json(void **state) {
  (void)state;
  expect_printed(DIAG_JSON, report_one,
                 "{\"severity\":\"error\",\"id\":\"file-read\",\"file\":\"a \\\"b\\\".xml\","
                 "\"line\":3,\"column\":7,\"message\":\"cannot be read: no\\nway\","
                 "\"hint\":\"" HINT "\"}\n");
}

/* Each place is in the log, however often the message comes; addresses are relative URIs. */
static void test_sarif(void **state) {
  (void)state;
  char *text = NULL;
  size_t size = 0;
  FILE *stream = open_memstream(&text, &size);
  Diagnostics *diagnostics = diag_new(stream, DIAG_SARIF);
  for (int line = 1; line <= 5; line++)
    diag_finding(diagnostics, "rule-a", DIAG_WARNING, (Place){"a folder/data set.xml", line, 3},
                 "a \"message\"", "do this");
  diag_finding(diagnostics, "rule-b", DIAG_ERROR, PLACE_NONE, "nowhere", NULL);
  diag_flush(diagnostics);
  diag_free(diagnostics);
  fclose(stream);
  assert_non_null(strstr(text, "\"version\":\"2.1.0\""));
  assert_non_null(strstr(text, "\"rules\":[{\"id\":\"rule-a\"},{\"id\":\"rule-b\"}]"));
  assert_non_null(strstr(
      text, "{\"ruleId\":\"rule-a\",\"ruleIndex\":0,\"level\":\"warning\",\"message\":{\"text\":"
            "\"a \\\"message\\\". do this\"},\"locations\":[{\"physicalLocation\":{"
            "\"artifactLocation\":{\"uri\":\"a%20folder/data%20set.xml\"},"
            "\"region\":{\"startLine\":5,\"startColumn\":3}}}]}"));
  assert_non_null(strstr(text, "{\"ruleId\":\"rule-b\",\"ruleIndex\":1,\"level\":\"error\","
                               "\"message\":{\"text\":\"nowhere\"}}]}]}\n"));
  free(text);
}

static void test_folding(void **state) {
  (void)state;
  char *text = printed(DIAG_TEXT, report_often);
  assert_non_null(strstr(text, "f:3: error: cannot be read: x"));
  assert_null(strstr(text, "f:4:"));
  assert_non_null(strstr(text, "cannot be read: y"));
  assert_non_null(strstr(text, "and 7 more times: cannot be read: x"));
  free(text);
}

static void test_did_you_mean(void **state) {
  (void)state;
  const char *const names[] = {"wording", "title", "lead"};
  assert_string_equal(diag_did_you_mean("wordin", names, 3), "wording");
  assert_string_equal(diag_did_you_mean("titel", names, 3), "title");
  assert_null(diag_did_you_mean("recommendation", names, 3));
  assert_null(diag_did_you_mean("title", names, 0));
  char long_name[1000];
  memset(long_name, 'x', sizeof long_name - 1);
  long_name[sizeof long_name - 1] = '\0';
  assert_null(diag_did_you_mean(long_name, names, 3));
}

static void test_interning(void **state) {
  (void)state;
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  char name[] = "file";
  assert_ptr_equal(diag_intern(diagnostics, name), diag_intern(diagnostics, "file"));
  assert_null(diag_intern(diagnostics, NULL));
  diag_free(diagnostics);
  diag_free(NULL);
}

static void test_lengths(void **state) {
  (void)state;
  char text[LENGTH_TEXT_SIZE];
  assert_int_equal(length_from_points(1), LENGTH_PER_POINT);
  assert_int_equal(length_from_points(-0.5), -LENGTH_PER_POINT / 2);
  assert_int_equal(length_from_points((double)NAN), 0);
  assert_int_equal(length_from_points((double)INFINITY), LENGTH_LIMIT);
  assert_int_equal(length_from_points(-1e300), -LENGTH_LIMIT);
  assert_string_equal(length_to_text(length_from_points(12), text), "12");
  assert_string_equal(length_to_text(length_from_points(10.308), text), "10.308");
  assert_string_equal(length_to_text(length_from_points(-0.5), text), "-0.5");
  assert_string_equal(length_to_text(0, text), "0");
}

static void test_arena(void **state) {
  (void)state;
  Arena *arena = arena_new();
  char *big = arena_alloc(arena, 1 << 20);
  assert_int_equal(big[0] + big[(1 << 20) - 1], 0);
  for (int i = 0; i < 10000; i++) {
    int64_t *number = arena_new_object(arena, int64_t);
    assert_int_equal(*number, 0);
    assert_int_equal((uintptr_t)number % _Alignof(int64_t), 0);
    *number = i;
  }
  assert_string_equal(arena_strndup(arena, "words", 3), "wor");
  assert_null(arena_strdup(arena, NULL));
  assert_true(arena_size(arena) >= (1 << 20) + 80000);
  arena_free(arena);
  arena_free(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_text),         cmocka_unit_test(test_json),
      cmocka_unit_test(test_sarif),        cmocka_unit_test(test_folding),
      cmocka_unit_test(test_did_you_mean), cmocka_unit_test(test_interning),
      cmocka_unit_test(test_lengths),      cmocka_unit_test(test_arena),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
