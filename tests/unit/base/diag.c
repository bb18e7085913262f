/* Diagnostics: what is printed, counted, folded and suggested; and lengths. */
#include "base/arena.h"
#include "base/diag_print.h"
#include "base/length.h"
#include "base/source.h"

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
  diag_file_read(diagnostics, place_at("a \"b\".xml", 3, 7), "no\nway");
}

static void report_without_place(Diagnostics *diagnostics) {
  diag_file_read(diagnostics, PLACE_NONE, "x");
}

static void report_often(Diagnostics *diagnostics) {
  for (int i = 1; i <= 10; i++)
    diag_file_read(diagnostics, place_at("f", i, 0), "x");
  diag_file_read(diagnostics, place_at("f", 1, 0), "y");
  assert_int_equal(diag_count(diagnostics, DIAG_ERROR), 11);
  unsigned count = 0;
  diag_all(diagnostics, &count);
  assert_int_equal(count, 4);
}

static void report_invalid(Diagnostics *diagnostics) {
  diag_file_read(diagnostics, place_at("f", 1, 0), "\xff");
}

#define HINT "check the name and its permissions"

/* What is deferred comes after what was reported meanwhile, and then at once. */
static void report_deferred(Diagnostics *diagnostics) {
  Diagnostics *deferred = diag_new_deferred(diagnostics);
  diag_file_read(deferred, place_at("a", 1, 2), "x");
  diag_file_read(deferred, place_at("a", 2, 2), "y");
  diag_file_read(diagnostics, place_at("b", 1, 2), "z");
  assert_int_equal(diag_count(deferred, DIAG_ERROR), 2);
  assert_int_equal(diag_count(diagnostics, DIAG_ERROR), 1);
  diag_release(deferred);
  assert_int_equal(diag_count(diagnostics, DIAG_ERROR), 3);
  diag_file_read(deferred, place_at("a", 3, 2), "w");
  assert_int_equal(diag_count(deferred, DIAG_ERROR), 4);
  unsigned count = 0;
  assert_string_equal(diag_all(deferred, &count)[1].place.file, "a");
  assert_int_equal(count, 4);
  diag_free(deferred);
}

static void expect_printed(DiagFormat format, void (*report)(Diagnostics *), const char *expected) {
  char *text = printed(format, report);
  assert_string_equal(text, expected);
  free(text);
}

#define MESSAGE(place, reason)                                                                     \
  place ": error: cannot be read: " reason " [file-read]\n    " HINT "\n"

static void test_deferred(void **state) {
  (void)state;
  expect_printed(DIAG_TEXT, report_deferred,
                 MESSAGE("b:1:2", "z") MESSAGE("a:1:2", "x") MESSAGE("a:2:2", "y")
                     MESSAGE("a:3:2", "w"));
}

static void test_text(void **state) {
  (void)state;
  expect_printed(DIAG_TEXT, report_one,
                 "a \"b\".xml:3:7: error: cannot be read: no way [file-read]\n    " HINT "\n");
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
    diag_finding(diagnostics, "rule-a", DIAG_WARNING, place_at("a folder/data set.xml", line, 3),
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

static char *describe(const void *object) {
  return g_strdup_printf("/object[%s]", (const char *)object);
}

/* What stands at line 2 of the dataset; made by two stylesheets, the second of which is built in. */
static Place traced(void) {
  Place place = place_at("data set.xml", 2, 5);
  place.trace = "my%20sheet.xsl:7:1 resource:///peerpress/stylesheets/edition/print.xsl:30:9";
  place.object = "x";
  return place;
}

static void report_literal(Diagnostics *diagnostics) {
  Place place = traced();
  place.trace = "my%20sheet.xsl:7:1! resource:///peerpress/stylesheets/edition/print.xsl:30:9!";
  diag_finding(diagnostics, "layout-thing", DIAG_WARNING, place, "m", NULL);
}

static void report_traced(Diagnostics *diagnostics) {
  diag_describe_objects(diagnostics, describe);
  diag_finding(diagnostics, "layout-thing", DIAG_WARNING, traced(), "m", NULL);
  diag_describe_objects(diagnostics, NULL);
  diag_fo_empty(diagnostics, traced());
}

static void test_trace(void **state) {
  (void)state;
  expect_printed(
      DIAG_TEXT, report_traced,
      "data set.xml:2:5: warning: m [layout-thing]\n"
      "    trace: data set.xml:2:5 → my sheet.xsl:7:1 → built-in edition/print.xsl:30:9 → "
      "/object[x]\n"
      "my sheet.xsl:7:1: error: the document is empty [fo-empty]\n"
      "    trace: data set.xml:2:5 → my sheet.xsl:7:1 → built-in edition/print.xsl:30:9\n");
  expect_printed(DIAG_TEXT, report_literal,
                 "my sheet.xsl:7:1: warning: m [layout-thing]\n    trace: data set.xml:2:5 → "
                 "my sheet.xsl:7:1 → built-in edition/print.xsl:30:9\n");
  char *json = printed(DIAG_JSON, report_traced);
  assert_non_null(strstr(json,
                         "\"file\":\"data set.xml\",\"line\":2,\"column\":5,\"message\":\"m\","
                         "\"trace\":[{\"file\":\"data set.xml\",\"line\":2,\"column\":5},"
                         "{\"file\":\"my sheet.xsl\",\"line\":7,\"column\":1},"
                         "{\"file\":\"resource:///peerpress/stylesheets/edition/print.xsl\","
                         "\"line\":30,\"column\":9}],\"object\":\"/object[x]\"}\n"));
  free(json);
  char *sarif = printed(DIAG_SARIF, report_traced);
  assert_non_null(strstr(sarif, "\"logicalLocations\":[{\"fullyQualifiedName\":\"/object[x]\"}]"));
  assert_non_null(strstr(sarif, "\"relatedLocations\":[{\"physicalLocation\":{\"artifactLocation\":"
                                "{\"uri\":\"data%20set.xml\"}"));
  assert_non_null(
      strstr(sarif, "{\"uri\":\"resource:///peerpress/stylesheets/edition/print.xsl\"}"));
  free(sarif);
}

static void report_directly(Diagnostics *diagnostics) {
  report_traced(diagnostics);
  report_one(diagnostics);
}

static void report_through_json(Diagnostics *diagnostics) {
  Diagnostics *silent = diag_new_silent(diagnostics);
  report_directly(silent);
  unsigned count = 0;
  const Diagnostic *all = diag_all(silent, &count);
  for (unsigned i = 0; i < count; i++) {
    JsonObject *object = diag_to_json(&all[i]);
    assert_true(diag_from_json(diagnostics, object));
    json_object_unref(object);
  }
  diag_free(silent);
  JsonObject *none = json_object_new();
  assert_false(diag_from_json(diagnostics, none));
  json_object_unref(none);
}

/* What was said in one process is said again in another, word for word. */
static void test_again(void **state) {
  (void)state;
  char *text = printed(DIAG_JSON, report_directly);
  expect_printed(DIAG_JSON, report_through_json, text);
  free(text);
}

static void report_controls(Diagnostics *diagnostics) {
  diag_finding(diagnostics, "x", DIAG_NOTE, place_at("a\033[2J", 1, 1), "b\033[31m\tc\xc2\x9b",
               "\a");
}

/* Documents do not steer the terminal. */
static void test_control_characters(void **state) {
  (void)state;
  expect_printed(DIAG_TEXT, report_controls,
                 "a\xef\xbf\xbd[2J:1:1: note: b\xef\xbf\xbd[31m c\xef\xbf\xbd [x]\n"
                 "    \xef\xbf\xbd\n");
}

static void expect_excerpt(const char *source, int line, int column, const char *expected) {
  GBytes *bytes = g_bytes_new_static(source, strlen(source));
  const Place place = place_at("f", line, column);
  Source *read = source_new(bytes);
  char *excerpt = diag_excerpt(read, &place);
  if (expected)
    assert_string_equal(excerpt, expected);
  else
    assert_null(excerpt);
  g_free(excerpt);
  source_unref(read);
  g_bytes_unref(bytes);
}

static void test_excerpt(void **state) {
  (void)state;
  expect_excerpt("one\n<b/>\n", 2, 2, "    | <b/>\n    |  ^");
  expect_excerpt("one\ntwo", 2, 0, "    | two");
  expect_excerpt("one\ntwo", 3, 1, NULL);
  expect_excerpt("", 1, 1, NULL);
  expect_excerpt("a\n\tb\r\n", 2, 2, "    |  b\n    |  ^");
  expect_excerpt("\xe4\xb8\xad\xcc\x81x", 1, 3, "    | \xe4\xb8\xad\xcc\x81x\n    |   ^");
  expect_excerpt("\xff\033[1m", 1, 99, "    | \xef\xbf\xbd\xef\xbf\xbd[1m\n    |      ^");
  char *longer = g_strnfill(500, 'x'), *shown = g_strnfill(92, 'x');
  char *expected = g_strdup_printf("    | %s\n    | %59s^", shown, "");
  expect_excerpt(longer, 1, 300, expected);
  g_free(expected);
  g_free(shown);
  g_free(longer);
  GString *accents = g_string_new(NULL);
  for (int i = 0; i < 2000; i++)
    g_string_append(accents, "\xc3\xa9");
  expected = g_strdup_printf("    | %.*s\n    | %59s^", 60 * 2, accents->str, "");
  expect_excerpt(accents->str, 1, 2000, expected);
  g_free(expected);
  g_string_free(accents, TRUE);
}

static void expect_traced(const char *trace, const char *file, int line, int column) {
  GString *name = g_string_new(NULL);
  Place place;
  assert_true(trace_next(&trace, name, &place));
  if (file)
    assert_string_equal(place.file, file);
  else
    assert_null(place.file);
  assert_int_equal(place.line, line);
  assert_int_equal(place.column, column);
  assert_false(trace_next(&trace, name, &place));
  g_string_free(name, TRUE);
}

/* Any name of a file comes back; a trace that somebody else wrote does no harm. */
static void test_trace_form(void **state) {
  (void)state;
  GString *trace = g_string_new(NULL);
  const Place place = place_at("a b%'{\x7f}:1.xml", 12, 3);
  trace_append(trace, &place);
  assert_string_equal(trace->str, "a%20b%25%27%7B%7F%7D:1.xml:12:3");
  expect_traced(trace->str, "a b%'{\x7f}:1.xml", 12, 3);
  g_string_free(trace, TRUE);
  expect_traced("file", "file", 0, 0);
  expect_traced(":0:0", NULL, 0, 0);
  expect_traced("a:99999999999:5", "a:99999999999", 5, 0);
  expect_traced("%00%zz%4", "%zz%4", 0, 0);
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
      cmocka_unit_test(test_deferred),  cmocka_unit_test(test_text),
      cmocka_unit_test(test_json),      cmocka_unit_test(test_sarif),
      cmocka_unit_test(test_folding),   cmocka_unit_test(test_did_you_mean),
      cmocka_unit_test(test_interning), cmocka_unit_test(test_trace),
      cmocka_unit_test(test_again),     cmocka_unit_test(test_control_characters),
      cmocka_unit_test(test_excerpt),   cmocka_unit_test(test_trace_form),
      cmocka_unit_test(test_lengths),   cmocka_unit_test(test_arena),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
