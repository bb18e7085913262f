/* Files: read whole, written beside and renamed. */
#include "base/file.h"
#include "base/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
  Diagnostics *diagnostics;
  char *folder;
} Fixture;

static int setup(void **state) {
  Fixture *fixture = g_new(Fixture, 1);
  *fixture = (Fixture){diag_new(NULL, DIAG_TEXT), g_dir_make_tmp("peerpress-XXXXXX", NULL)};
  *state = fixture;
  return fixture->folder ? 0 : -1;
}

static int teardown(void **state) {
  Fixture *fixture = *state;
  GDir *folder = g_dir_open(fixture->folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(folder));) {
    char *path = g_build_filename(fixture->folder, name, NULL);
    g_remove(path);
    g_free(path);
  }
  g_dir_close(folder);
  g_rmdir(fixture->folder);
  diag_free(fixture->diagnostics);
  g_free(fixture->folder);
  g_free(fixture);
  return 0;
}

static char *path_in(const Fixture *fixture, const char *name) {
  return g_build_filename(fixture->folder, name, NULL);
}

static int count_files(const Fixture *fixture) {
  GDir *folder = g_dir_open(fixture->folder, 0, NULL);
  int count = 0;
  while (g_dir_read_name(folder))
    count++;
  g_dir_close(folder);
  return count;
}

static void expect_content(const char *path, const char *expected) {
  char *content = NULL;
  assert_true(g_file_get_contents(path, &content, NULL, NULL));
  assert_string_equal(content, expected);
  g_free(content);
}

static const char *last_id(const Fixture *fixture) {
  unsigned count = 0;
  const Diagnostic *all = diag_all(fixture->diagnostics, &count);
  return count ? all[count - 1].id : "";
}

static void test_read(void **state) {
  const Fixture *fixture = *state;
  char *path = path_in(fixture, "in");
  assert_true(g_file_set_contents(path, "a\0b", 3, NULL));
  GBytes *bytes = file_read(path, fixture->diagnostics);
  gsize size = 0;
  const char *data = g_bytes_get_data(bytes, &size);
  assert_int_equal(size, 3);
  assert_memory_equal(data, "a\0b\0", 4);
  g_bytes_unref(bytes);
  assert_true(g_file_set_contents(path, "", 0, NULL));
  bytes = file_read(path, fixture->diagnostics);
  assert_int_equal(g_bytes_get_size(bytes), 0);
  g_bytes_unref(bytes);
  assert_int_equal(diag_count(fixture->diagnostics, DIAG_ERROR), 0);
  g_free(path);
}

static void test_read_fails(void **state) {
  const Fixture *fixture = *state;
  assert_null(file_read(fixture->folder, fixture->diagnostics));
  assert_string_equal(last_id(fixture), "file-read");
  char *path = path_in(fixture, "nothing");
  assert_null(file_read(path, fixture->diagnostics));
  assert_int_equal(diag_count(fixture->diagnostics, DIAG_ERROR), 2);
  g_free(path);
}

static void test_commit(void **state) {
  const Fixture *fixture = *state;
  char *path = path_in(fixture, "out");
  Output *output = output_open(path, fixture->diagnostics);
  fputs("first", output_stream(output));
  assert_int_equal(count_files(fixture), 0);
  assert_true(output_commit(output));
  expect_content(path, "first");
  output = output_open(path, fixture->diagnostics);
  fputs("second", output_stream(output));
  fflush(output_stream(output));
  expect_content(path, "first");
  assert_true(output_commit(output));
  expect_content(path, "second");
  assert_int_equal(count_files(fixture), 1);
  g_free(path);
}

static void test_discard(void **state) {
  const Fixture *fixture = *state;
  char *path = path_in(fixture, "out");
  assert_true(g_file_set_contents(path, "kept", -1, NULL));
  Output *output = output_open(path, fixture->diagnostics);
  fputs("lost", output_stream(output));
  output_discard(output);
  output_discard(NULL);
  assert_false(output_commit(NULL));
  expect_content(path, "kept");
  assert_int_equal(count_files(fixture), 1);
  g_free(path);
}

static void test_links_and_modes(void **state) {
  const Fixture *fixture = *state;
  char *path = path_in(fixture, "out"), *link = path_in(fixture, "link");
  assert_true(g_file_set_contents(path, "old", -1, NULL));
  assert_int_equal(chmod(path, 0604), 0);
  assert_int_equal(symlink("out", link), 0);
  Output *output = output_open(link, fixture->diagnostics);
  fputs("new", output_stream(output));
  assert_true(output_commit(output));
  expect_content(path, "new");
  assert_true(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
  struct stat status;
  assert_int_equal(stat(path, &status), 0);
  assert_int_equal(status.st_mode & 0777, 0604);
  g_free(link);
  g_free(path);
}

static void test_unwritable(void **state) {
  const Fixture *fixture = *state;
  assert_null(output_open(fixture->folder, fixture->diagnostics));
  assert_string_equal(last_id(fixture), "file-write");
  char *path = path_in(fixture, "no/where");
  assert_null(output_open(path, fixture->diagnostics));
  g_free(path);
  Output *output = output_open("/dev/full", fixture->diagnostics);
  fputs("words", output_stream(output));
  assert_false(output_commit(output));
  assert_int_equal(diag_count(fixture->diagnostics, DIAG_ERROR), 3);
}

static void commit_words(const Fixture *fixture, const char *path, const char *words) {
  Output *output = output_open(path, fixture->diagnostics);
  fputs(words, output_stream(output));
  assert_true(output_commit(output));
  expect_content(path, words);
}

/* What a killed process left beside the target goes; what another works at stays, as does what is no
 * file of ours. */
static void test_stale_names(void **state) {
  const Fixture *fixture = *state;
  char *path = path_in(fixture, "out"), *beside = path_in(fixture, ".out.peerpress");
  assert_true(g_file_set_contents(beside, "left", -1, NULL));
  commit_words(fixture, path, "first");
  assert_int_equal(count_files(fixture), 1);
  assert_true(g_file_set_contents(beside, "at work", -1, NULL));
  const int held = open(beside, O_RDONLY | O_CLOEXEC);
  assert_int_equal(flock(held, LOCK_EX), 0);
  commit_words(fixture, path, "second");
  expect_content(beside, "at work");
  assert_int_equal(count_files(fixture), 2);
  close(held);
  assert_int_equal(unlink(beside), 0);
  assert_int_equal(symlink("out", beside), 0);
  commit_words(fixture, path, "third");
  assert_true(g_file_test(beside, G_FILE_TEST_IS_SYMLINK));
  g_free(beside);
  g_free(path);
}

static void test_why_a_write_failed(void **state) {
  const Fixture *fixture = *state;
  Output *output = output_open("/dev/full", fixture->diagnostics);
  fputs("words", output_stream(output));
  assert_false(output_commit(output));
  unsigned count = 0;
  const Diagnostic *all = diag_all(fixture->diagnostics, &count);
  assert_int_equal(count, 1);
  assert_non_null(strstr(all[0].message, g_strerror(ENOSPC)));
}

static void expect_page_name(const char *path, int page, const char *expected) {
  char *name = page_file_name(path, page);
  assert_string_equal(name, expected);
  g_free(name);
}

static void test_page_names(void **state) {
  (void)state;
  expect_page_name("page.png", 0, "page-1.png");
  expect_page_name("a.b/page", 11, "a.b/page-12");
  expect_page_name("p%d-x.svg", 2, "p3-x.svg");
  expect_page_name("%d%s%n.svg", 0, "1%s%n.svg");
}

static void test_page_files(void **state) {
  const Fixture *fixture = *state;
  char *path = path_in(fixture, "page.svg");
  char *first = path_in(fixture, "page-1.svg"), *third = path_in(fixture, "page-3.svg");
  PageFiles *files = page_files_new(path, fixture->diagnostics);
  assert_true(page_files_write(files, 0, "one", 3));
  assert_true(page_files_write(files, 0, " more", 5));
  assert_true(page_files_write(files, 2, "three", 5));
  assert_false(page_files_write(files, 1, "late", 4));
  assert_false(page_files_write(files, -1, "none", 4));
  assert_int_equal(count_files(fixture), 0);
  assert_true(page_files_commit(files));
  expect_content(first, "one more");
  expect_content(third, "three");
  assert_int_equal(count_files(fixture), 3);
  page_files_discard(page_files_new(path, fixture->diagnostics));
  page_files_discard(NULL);
  g_free(third);
  g_free(first);
  g_free(path);
}

/* If the third page cannot be put in its place, neither are the others. */
static void test_page_files_all_or_none(void **state) {
  const Fixture *fixture = *state;
  char *path = path_in(fixture, "page.svg"), *first = path_in(fixture, "page-1.svg");
  char *third = path_in(fixture, "page-3.svg");
  assert_true(g_file_set_contents(first, "old", -1, NULL));
  assert_int_equal(mkdir(third, 0777), 0);
  PageFiles *files = page_files_new(path, fixture->diagnostics);
  for (int page = 0; page < 4; page++)
    assert_true(page_files_write(files, page, "new", 3));
  assert_false(page_files_commit(files));
  assert_string_equal(last_id(fixture), "file-write");
  assert_int_equal(diag_count(fixture->diagnostics, DIAG_ERROR), 1);
  expect_content(first, "old");
  assert_int_equal(count_files(fixture), 2);
  g_free(third);
  g_free(first);
  g_free(path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_read),
      TEST(test_read_fails),
      TEST(test_commit),
      TEST(test_discard),
      TEST(test_links_and_modes),
      TEST(test_unwritable),
      TEST(test_page_names),
      TEST(test_page_files),
      TEST(test_stale_names),
      TEST(test_why_a_write_failed),
      TEST(test_page_files_all_or_none),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
