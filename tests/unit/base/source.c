/* Sources: files and bytes read from anywhere, line by line, and what is gone from a file. */
#include "base/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib/gstdio.h>

enum { LINES = 20000 };

/* Lines "0\n", "1\n", …: more than is read of a file at once. */
static GString *numbered_lines(void) {
  GString *text = g_string_new(NULL);
  for (int i = 0; i < LINES; i++)
    g_string_append_printf(text, "%d\n", i);
  return text;
}

static void expect_line(Source *source, int number, const char *expected) {
  size_t length = 0;
  char *line = source_line(source, number, &length);
  if (expected) {
    assert_string_equal(line, expected);
    assert_int_equal(length, strlen(expected));
  } else {
    assert_null(line);
  }
  g_free(line);
}

static void expect_numbers(Source *source, const GString *text) {
  assert_int_equal(source_size(source), text->len);
  char part[7];
  for (size_t at = 0; at < text->len; at += 997) {
    const ssize_t got = source_read(source, at, part, sizeof part);
    assert_in_range(got, 1, sizeof part);
    assert_memory_equal(part, text->str + at, (size_t)got);
  }
  assert_int_equal(source_read(source, text->len, part, sizeof part), 0);
  assert_int_equal(source_read(source, text->len + 1, part, sizeof part), 0);
  expect_line(source, 15000, "14999");
  expect_line(source, 15000, "14999");
  expect_line(source, 19999, "19998");
  expect_line(source, LINES, "19999");
  expect_line(source, LINES + 1, NULL);
  expect_line(source, 1, "0");
}

static void bytes(void **state) {
  (void)state;
  GString *text = numbered_lines();
  GBytes *all = g_bytes_new(text->str, text->len);
  Source *source = source_new(all);
  expect_numbers(source, text);
  GBytes *same = source_bytes(source, "anywhere", NULL);
  assert_ptr_equal(same, all);
  g_bytes_unref(same);
  source_unref(source);
  g_bytes_unref(all);
  g_string_free(text, TRUE);
  source_unref(NULL);
}

static void files(void **state) {
  (void)state;
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  char *path = NULL;
  const int fd = g_file_open_tmp("peerpress-XXXXXX", &path, NULL);
  GString *text = numbered_lines();
  assert_int_equal(write(fd, text->str, text->len), (ssize_t)text->len);
  Source *source = source_open(path, diagnostics);
  assert_non_null(source);
  expect_numbers(source, text);
  GBytes *all = source_bytes(source, path, diagnostics);
  assert_int_equal(g_bytes_get_size(all), text->len);
  g_bytes_unref(all);
  /* What is left of a file that becomes shorter ends early; one that grows is as long as it was. */
  assert_int_equal(ftruncate(fd, 70000), 0);
  char part[8];
  assert_int_equal(source_read(source, 69996, part, sizeof part), 4);
  assert_int_equal(source_read(source, 90000, part, sizeof part), 0);
  assert_int_equal(ftruncate(fd, 1 << 20), 0);
  assert_int_equal(source_read(source, text->len, part, sizeof part), 0);
  Source *again = source_ref(source);
  source_unref(source);
  assert_int_equal(source_read(again, 0, part, 2), 2);
  source_unref(again);
  close(fd);
  g_unlink(path);
  assert_null(source_open(path, diagnostics));
  assert_null(source_open("/", diagnostics));
  assert_int_equal(diag_count(diagnostics, DIAG_ERROR), 2);
  g_free(path);
  g_string_free(text, TRUE);
  diag_free(diagnostics);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bytes),
      cmocka_unit_test(files),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
