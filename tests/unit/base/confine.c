/* Confinement: what a confined process can do, and what not. Each is tried in a process of its own, as it
 * cannot be undone. */
#define _GNU_SOURCE /* clone */
#include "base/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
  char *open, *secret, *output; /* folders */
} Folders;

static bool is_there(const char *part) {
  char *status = confine_status();
  const bool there = strstr(status, part) != NULL;
  g_free(status);
  return there;
}

static int setup(void **state) {
  Folders *folders = g_new(Folders, 1);
  char *const made[] = {g_dir_make_tmp("peerpress-XXXXXX", NULL),
                        g_dir_make_tmp("peerpress-XXXXXX", NULL),
                        g_dir_make_tmp("peerpress-XXXXXX", NULL)};
  *folders = (Folders){made[0], made[1], made[2]};
  for (size_t i = 0; i < G_N_ELEMENTS(made); i++) {
    char *file = g_build_filename(made[i], "file", NULL);
    assert_true(g_file_set_contents(file, "words", -1, NULL));
    g_free(file);
  }
  *state = folders;
  return 0;
}

static void remove_folder(char *folder) {
  GDir *dir = g_dir_open(folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir));) {
    char *file = g_build_filename(folder, name, NULL);
    g_remove(file);
    g_free(file);
  }
  g_dir_close(dir);
  g_rmdir(folder);
  g_free(folder);
}

static int teardown(void **state) {
  Folders *folders = *state;
  remove_folder(folders->open);
  remove_folder(folders->secret);
  remove_folder(folders->output);
  g_free(folders);
  return 0;
}

/* 0, or the errno of opening `name` in the folder. */
static int open_in(const char *folder, const char *name, int flags) {
  char *path = g_build_filename(folder, name, NULL);
  const int fd = open(path, flags, 0666);
  const int reason = fd < 0 ? errno : 0;
  if (fd >= 0)
    close(fd);
  g_free(path);
  return reason;
}

#define TRY(number, condition)                                                                     \
  if (!(condition))                                                                                \
  _exit(number)

/* Runs `try` in a new process; it ends with the number of what was not as it should be. */
static void expect_good(void (*try)(const Folders *), const Folders *folders) {
  const pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    try(folders);
    _exit(0);
  }
  int status = 0;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status));
  assert_int_equal(WEXITSTATUS(status), 0);
}

static void try_files(const Folders *folders) {
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  const char *const readable[] = {folders->open, "/nothing/there", NULL};
  const char *const writable[] = {folders->output, NULL};
  const int before = open(folders->secret, O_RDONLY | O_DIRECTORY);
  TRY(1, before >= 0 && confine_files(readable, writable, diagnostics));
  TRY(2, open_in(folders->open, "file", O_RDONLY) == 0);
  TRY(3, open_in(folders->open, "file", O_WRONLY) == EACCES);
  TRY(4, open_in(folders->open, "new", O_WRONLY | O_CREAT) == EACCES);
  TRY(5, open_in(folders->secret, "file", O_RDONLY) == EACCES);
  TRY(6, open_in("/etc", "passwd", O_RDONLY) == EACCES);
  TRY(7, open_in(folders->output, "file", O_RDWR | O_TRUNC) == 0);
  TRY(8, open_in(folders->output, "new", O_WRONLY | O_CREAT) == 0);
  char *from = g_build_filename(folders->output, "new", NULL);
  char *to = g_build_filename(folders->output, "file", NULL);
  TRY(9, rename(from, to) == 0 && unlink(to) == 0);
  TRY(10, symlink(folders->secret, from) != 0);
  TRY(11, open_in("/usr/share", ".", O_RDONLY | O_DIRECTORY) == 0);
  /* A folder that was opened before leads to no file that is not allowed. */
  TRY(12, openat(before, "file", O_RDONLY) < 0 && errno == EACCES);
  execl("/bin/true", "true", (char *)NULL);
  TRY(13, errno == EACCES);
}

static void *nothing(void *data) {
  return data;
}

static int number_of_fork(void) {
  const pid_t child = fork();
  if (child == 0)
    _exit(0);
  if (child < 0)
    return errno;
  waitpid(child, NULL, 0);
  return 0;
}

static void try_calls(const Folders *folders) {
  (void)folders;
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  TRY(1, confine_calls(true, diagnostics));
  TRY(2, socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM);
  TRY(3, socket(AF_UNIX, SOCK_STREAM, 0) < 0 && errno == EPERM);
  execl("/bin/true", "true", (char *)NULL);
  TRY(4, errno == EPERM);
  TRY(5, number_of_fork() == 0);
  TRY(6, confine_calls(false, diagnostics));
  TRY(7, number_of_fork() == EPERM);
  TRY(8, kill(getppid(), 0) < 0 && errno == EPERM);
  int data = 0;
  TRY(9, g_thread_join(g_thread_new("thread", nothing, &data)) == &data);
  void *memory = g_malloc(1 << 24);
  memset(memory, 1, 1 << 24);
  g_free(memory);
  TRY(10, open_in("/etc", "passwd", O_RDONLY) == 0);
}

static void test_files(void **state) {
  if (!is_there("Landlock"))
    skip();
  expect_good(try_files, *state);
}

static void test_calls(void **state) {
  if (!is_there("seccomp") || is_there("none"))
    skip();
  expect_good(try_calls, *state);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_files, setup, teardown),
      cmocka_unit_test_setup_teardown(test_calls, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
