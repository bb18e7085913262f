/* For O_TMPFILE. */
#define _GNU_SOURCE

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct Output {
  char *path;   /* as given, for messages */
  char *target; /* symbolic links resolved; NULL: standard output */
  FILE *stream; /* a file without a name */
  bool beside;  /* it is in the target's folder and can be given a name there */
  bool through; /* the target is a device or a pipe: copied, never replaced */
  mode_t mode;  /* of the file that is replaced, or 0 */
  Diagnostics *diagnostics;
};

enum { COPY_SIZE = 1 << 16, NAME_ATTEMPTS = 100 };

const char *file_display_name(const char *path) {
  return strcmp(path, "-") == 0 ? "(standard input)" : path;
}

static Place place_of(const char *path) {
  return (Place){.file = path};
}

/* Everything that `fd` has; NULL with errno set. */
static GByteArray *read_descriptor(int fd) {
  struct stat status;
  const bool known = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 &&
                     (guint64)status.st_size < FILE_READ_LIMIT;
  GByteArray *bytes = g_byte_array_sized_new(known ? (guint)status.st_size + 1 : COPY_SIZE);
  guint8 buffer[COPY_SIZE];
  ssize_t got = 0;
  while ((got = read(fd, buffer, sizeof buffer)) != 0) {
    if (got < 0 && errno == EINTR)
      continue;
    if (got > 0 && bytes->len + (size_t)got > FILE_READ_LIMIT) {
      errno = EFBIG;
      got = -1;
    }
    if (got < 0) {
      const int reason = errno;
      g_byte_array_unref(bytes);
      errno = reason;
      return NULL;
    }
    g_byte_array_append(bytes, buffer, (guint)got);
  }
  return bytes;
}

GBytes *file_read(const char *path, Diagnostics *diagnostics) {
  const bool standard = strcmp(path, "-") == 0;
  const int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  GByteArray *bytes = fd < 0 ? NULL : read_descriptor(fd);
  if (!bytes)
    diag_file_read(diagnostics, place_of(file_display_name(path)), g_strerror(errno));
  if (fd >= 0 && !standard)
    close(fd);
  if (!bytes)
    return NULL;
  g_byte_array_append(bytes, (const guint8 *)"", 1);
  GBytes *all = g_byte_array_free_to_bytes(bytes);
  GBytes *content = g_bytes_new_from_bytes(all, 0, g_bytes_get_size(all) - 1);
  g_bytes_unref(all);
  return content;
}

/* A stream to a file without a name, in the target's folder if the file system can do that. */
static FILE *nameless_stream(Output *output) {
  if (output->target && !output->through) {
    char *folder = g_path_get_dirname(output->target);
    const int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
    g_free(folder);
    if (fd >= 0) {
      output->beside = true;
      return fdopen(fd, "w+b");
    }
    if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)
      return NULL;
  }
  return tmpfile();
}

/* What stands at the target already: sets its mode, or that it is written through. 0 or errno. */
static int look_at_target(Output *output) {
  char *resolved = realpath(output->target, NULL);
  if (resolved) {
    g_free(output->target);
    output->target = g_strdup(resolved);
    free(resolved);
  }
  struct stat status;
  if (stat(output->target, &status) != 0)
    return errno == ENOENT ? 0 : errno;
  if (S_ISDIR(status.st_mode))
    return EISDIR;
  output->through = !S_ISREG(status.st_mode);
  output->mode = status.st_mode & 07777;
  return output->through || access(output->target, W_OK) == 0 ? 0 : errno;
}

static void output_free(Output *output) {
  if (output->stream)
    fclose(output->stream);
  g_free(output->target);
  g_free(output->path);
  g_free(output);
}

Output *output_open(const char *path, Diagnostics *diagnostics) {
  Output *output = g_new0(Output, 1);
  output->path = g_strdup(path);
  output->diagnostics = diagnostics;
  int reason = 0;
  if (strcmp(path, "-") != 0) {
    output->target = g_strdup(path);
    reason = look_at_target(output);
  }
  if (reason == 0) {
    output->stream = nameless_stream(output);
    reason = output->stream ? 0 : errno;
  }
  if (reason != 0) {
    diag_file_write(diagnostics, place_of(path), g_strerror(reason));
    output_free(output);
    return NULL;
  }
  return output;
}

FILE *output_stream(Output *output) {
  return output->stream;
}

void output_discard(Output *output) {
  if (output)
    output_free(output);
}

static bool write_all(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    const ssize_t written = write(fd, bytes, length);
    if (written < 0 && errno != EINTR)
      return false;
    if (written > 0) {
      bytes += written;
      length -= (size_t)written;
    }
  }
  return true;
}

/* Copies what was written to `fd`. */
static bool copy_to(const Output *output, int fd) {
  char buffer[COPY_SIZE];
  const int from = fileno(output->stream);
  off_t at = 0;
  for (;;) {
    const ssize_t got = pread(from, buffer, sizeof buffer, at);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return got == 0;
    if (!write_all(fd, buffer, (size_t)got))
      return false;
    at += got;
  }
}

static bool copy_through(const Output *output) {
  if (!output->target)
    return copy_to(output, STDOUT_FILENO);
  const int fd = open(output->target, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0)
    return false;
  const bool copied = copy_to(output, fd);
  return close(fd) == 0 && copied;
}

/* A hidden name beside the target that nobody can foresee; the caller frees it. */
static char *name_beside(const Output *output) {
  char *folder = g_path_get_dirname(output->target);
  char *base = g_path_get_basename(output->target);
  char *name = g_strdup_printf("%s/.%.200s.%08x%08x", folder, base, g_random_int(), g_random_int());
  g_free(base);
  g_free(folder);
  return name;
}

/* Gives the nameless file the name `name`. */
static bool link_nameless(const Output *output, const char *name) {
  char handle[32];
  g_snprintf(handle, sizeof handle, "/proc/self/fd/%d", fileno(output->stream));
  return linkat(AT_FDCWD, handle, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0;
}

static bool copy_named(const Output *output, const char *name) {
  const int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0)
    return false;
  const bool copied =
      (output->mode == 0 || fchmod(fd, output->mode) == 0) && copy_to(output, fd) && fsync(fd) == 0;
  const int reason = errno;
  const bool closed = close(fd) == 0;
  if (copied && closed)
    return true;
  unlink(name);
  errno = copied ? errno : reason;
  return false;
}

/* Puts the file under a name beside the target, then over the target. */
static bool replace_target(const Output *output) {
  bool linkable = output->beside;
  for (int attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
    char *name = name_beside(output);
    const bool named = linkable ? link_nameless(output, name) : copy_named(output, name);
    bool placed = named && rename(name, output->target) == 0;
    const int reason = errno;
    if (named && !placed)
      unlink(name);
    g_free(name);
    errno = reason;
    if (named)
      return placed;
    if (errno != EEXIST && !linkable)
      return false;
    linkable = linkable && errno == EEXIST;
  }
  return false;
}

static bool place_output(const Output *output) {
  if (!output->target || output->through)
    return copy_through(output);
  const int fd = fileno(output->stream);
  if (output->beside && output->mode != 0 && fchmod(fd, output->mode) != 0)
    return false;
  if (output->beside && fsync(fd) != 0)
    return false;
  /* Between the two names nothing may end us: a signal waits for that moment. */
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);
  const bool placed = replace_target(output);
  const int reason = errno;
  sigprocmask(SIG_SETMASK, &before, NULL);
  errno = reason;
  return placed;
}

bool output_commit(Output *output) {
  if (!output)
    return false;
  errno = 0;
  const bool written = fflush(output->stream) == 0 && !ferror(output->stream);
  const bool placed = written && place_output(output);
  if (!placed)
    diag_file_write(output->diagnostics, place_of(output->path), g_strerror(errno ? errno : EIO));
  output_free(output);
  return placed;
}
