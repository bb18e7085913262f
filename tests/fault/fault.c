/* Makes calls of the C library fail, in a program that it is preloaded into (LD_PRELOAD), for the tests of
 * what is lost then. The environment says which:
 *
 *   FAULT_CALL    open read write sync link rename malloc; "change" is all that changes a folder or a file
 *                 (write sync link rename, and open where it creates)
 *   FAULT_AT      the number of the call, from 1, that fails; 0: none, they are counted only. Of allocations, the first
 *                 from there on that is not in a library which goes on in silence
 *   FAULT_ERRNO   its errno; "kill": the process is killed there instead
 *   FAULT_LASTS   set: all later calls fail too
 *   FAULT_ROOM    so many bytes can be written, then no space is left (FAULT_CALL is not needed)
 *   FAULT_UNDER   only files below this folder count, and files that have lost their names there
 *   FAULT_COUNT   a descriptor that receives the number of calls at the end, as the last line
 *
 * Calls of children count with those of their parent before it forked. */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  CALL_OPEN = 1,
  CALL_READ = 2,
  CALL_WRITE = 4,
  CALL_SYNC = 8,
  CALL_LINK = 16,
  CALL_RENAME = 32,
  CALL_MALLOC = 64,
  CALL_CREATE = 128
};
enum { CALL_CHANGE = CALL_CREATE | CALL_WRITE | CALL_SYNC | CALL_LINK | CALL_RENAME };

static struct {
  bool begun, kills, lasts, limited, failed;
  int calls, reason;
  long at, count;
  long long room;
  const char *under;
} fault;

#define REAL(name) (__extension__(__typeof__(&name)) dlsym(RTLD_NEXT, #name))

static int calls_named(const char *name) {
  static const struct {
    const char *name;
    int calls;
  } rows[] = {{"open", CALL_OPEN | CALL_CREATE},
              {"read", CALL_READ},
              {"write", CALL_WRITE},
              {"sync", CALL_SYNC},
              {"link", CALL_LINK},
              {"rename", CALL_RENAME},
              {"malloc", CALL_MALLOC},
              {"change", CALL_CHANGE}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (name && strcmp(rows[i].name, name) == 0)
      return rows[i].calls;
  return 0;
}

__attribute__((constructor)) static void begin(void) {
  const char *at = getenv("FAULT_AT"), *reason = getenv("FAULT_ERRNO"),
             *room = getenv("FAULT_ROOM");
  fault.calls = calls_named(getenv("FAULT_CALL"));
  fault.at = at ? atol(at) : 0;
  fault.kills = reason && strcmp(reason, "kill") == 0;
  fault.reason = reason ? atoi(reason) : EIO;
  fault.lasts = getenv("FAULT_LASTS") != NULL;
  fault.limited = room != NULL;
  fault.room = room ? atoll(room) : 0;
  fault.under = getenv("FAULT_UNDER");
  void *frame;
  backtrace(&frame, 1); /* it allocates the first time */
  fault.begun = true;
}

__attribute__((destructor)) static void end(void) {
  const char *descriptor = getenv("FAULT_COUNT");
  fault.begun = false;
  if (descriptor)
    dprintf(atoi(descriptor), "%ld\n", fault.count);
}

/* Whether this call, of a kind that counts, is to fail: errno is set then. */
static bool fails(int call) {
  if (!fault.begun || !(fault.calls & call))
    return false;
  fault.count++;
  if (fault.at == 0 || (fault.lasts ? fault.count < fault.at : fault.count != fault.at))
    return false;
  if (fault.kills)
    raise(SIGKILL);
  errno = fault.reason;
  return true;
}

static bool is_under(const char *path) {
  return !fault.under || strncmp(path, fault.under, strlen(fault.under)) == 0;
}

static bool is_file(int fd) {
  char link[32], path[4096];
  if (fd <= STDERR_FILENO)
    return false;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0)
    return false;
  path[length] = '\0';
  return *path == '/' && is_under(path);
}

static int open_mode(int flags, va_list arguments) {
  return flags & (O_CREAT | __O_TMPFILE) ? (int)va_arg(arguments, mode_t) : 0;
}

static bool open_fails(const char *path, int flags) {
  if (!is_under(path))
    return false;
  return fails(flags & (O_CREAT | __O_TMPFILE) ? CALL_CREATE : CALL_OPEN);
}

int open(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const int mode = open_mode(flags, arguments);
  va_end(arguments);
  return open_fails(path, flags) ? -1 : REAL(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const int mode = open_mode(flags, arguments);
  va_end(arguments);
  return open_fails(path, flags) ? -1 : REAL(open64)(path, flags, mode);
}

int mkostemp(char *name, int flags) {
  return open_fails(name, O_CREAT) ? -1 : REAL(mkostemp)(name, flags);
}

int mkostemp64(char *name, int flags) {
  return open_fails(name, O_CREAT) ? -1 : REAL(mkostemp64)(name, flags);
}

FILE *fopen(const char *path, const char *mode) {
  return fault.begun && open_fails(path, *mode == 'r' ? 0 : O_CREAT) ? NULL
                                                                     : REAL(fopen)(path, mode);
}

FILE *fopen64(const char *path, const char *mode) {
  return fault.begun && open_fails(path, *mode == 'r' ? 0 : O_CREAT) ? NULL
                                                                     : REAL(fopen64)(path, mode);
}

ssize_t read(int fd, void *bytes, size_t length) {
  return fault.begun && is_file(fd) && fails(CALL_READ) ? -1 : REAL(read)(fd, bytes, length);
}

ssize_t pread(int fd, void *bytes, size_t length, off_t at) {
  return fault.begun && is_file(fd) && fails(CALL_READ) ? -1 : REAL(pread)(fd, bytes, length, at);
}

ssize_t pread64(int fd, void *bytes, size_t length, off64_t at) {
  return fault.begun && is_file(fd) && fails(CALL_READ) ? -1 : REAL(pread64)(fd, bytes, length, at);
}

/* On a full disk a write is cut short before none succeeds. */
ssize_t write(int fd, const void *bytes, size_t length) {
  if (!fault.begun || !is_file(fd))
    return REAL(write)(fd, bytes, length);
  if (fails(CALL_WRITE))
    return -1;
  if (!fault.limited)
    return REAL(write)(fd, bytes, length);
  if (fault.room <= 0) {
    errno = ENOSPC;
    return -1;
  }
  const ssize_t put =
      REAL(write)(fd, bytes, (long long)length < fault.room ? length : (size_t)fault.room);
  fault.room -= put > 0 ? put : 0;
  return put;
}

int fsync(int fd) {
  return is_file(fd) && fails(CALL_SYNC) ? -1 : REAL(fsync)(fd);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
  return is_under(to) && fails(CALL_LINK) ? -1
                                          : REAL(linkat)(from_folder, from, to_folder, to, flags);
}

int rename(const char *from, const char *to) {
  return is_under(to) && fails(CALL_RENAME) ? -1 : REAL(rename)(from, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  return is_under(to) && fails(CALL_RENAME)
             ? -1
             : REAL(renameat2)(from_folder, from, to_folder, to, flags);
}

int unlink(const char *path) {
  /* It cannot fail here for lack of space, but a process can be killed before it. */
  if (fault.kills && is_under(path))
    fails(CALL_RENAME);
  return REAL(unlink)(path);
}

/* Is the call in a library that does with less, and tells nobody, where it gets no memory? What it then makes is wrong,
 * and the program cannot know. libseccomp 2.5.4 goes round for ever. */
static bool goes_on_in_silence(void) {
  static const char *const libraries[] = {"libfontconfig", "libfreetype", "libharfbuzz", "librsvg",
                                          "libseccomp"};
  void *frames[48];
  const int count = backtrace(frames, sizeof frames / sizeof *frames);
  for (int i = 0; i < count; i++) {
    Dl_info info;
    if (!dladdr(frames[i], &info) || !info.dli_fname)
      continue;
    if (info.dli_sname && strcmp(info.dli_sname, "cairo_font_options_copy") == 0)
      return true; /* pango asks for no more than the default then */
    for (size_t k = 0; k < sizeof libraries / sizeof *libraries; k++)
      if (strstr(info.dli_fname, libraries[k]))
        return true;
  }
  return false;
}

static bool allocation_fails(void) {
  if (!fault.begun || !(fault.calls & CALL_MALLOC))
    return false;
  fault.count++;
  if (fault.at == 0 || fault.count < fault.at || fault.failed || goes_on_in_silence())
    return false;
  fault.failed = true;
  errno = fault.reason;
  return true;
}

/* glibc's own names: dlsym allocates itself. */
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);

void *malloc(size_t size) {
  return allocation_fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  return allocation_fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  return allocation_fails() ? NULL : __libc_realloc(old, size);
}
