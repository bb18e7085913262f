#include "base/source.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK_SIZE = 1 << 16 };

struct Source {
  int references;
  pthread_mutex_t lock; /* for what is known of it: `block` and what is below it */
  GBytes *bytes;        /* NULL: it is read from */
  int fd;
  size_t size;
  guint8 *block; /* what was read last of the file: `held` bytes from `at` on */
  size_t at, held;
  size_t line_at; /* where line number `line` begins */
  int line;
};

Source *source_new(GBytes *bytes) {
  Source *source = g_new(Source, 1);
  *source = (Source){.references = 1,
                     .bytes = g_bytes_ref(bytes),
                     .fd = -1,
                     .size = g_bytes_get_size(bytes),
                     .line = 1};
  pthread_mutex_init(&source->lock, NULL);
  return source;
}

/* A regular file; NULL: it is none, or cannot be opened. */
static Source *open_regular(const char *path) {
  const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  struct stat status;
  if (fd < 0)
    return NULL;
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0 ||
      (guint64)status.st_size > FILE_READ_LIMIT) {
    close(fd);
    return NULL;
  }
  Source *source = g_new(Source, 1);
  *source = (Source){.references = 1,
                     .fd = fd,
                     .size = (size_t)status.st_size,
                     .block = g_malloc(BLOCK_SIZE),
                     .line = 1};
  pthread_mutex_init(&source->lock, NULL);
  return source;
}

Source *source_open(const char *path, Diagnostics *diagnostics) {
  Source *source = strcmp(path, "-") == 0 ? NULL : open_regular(path);
  if (source)
    return source;
  GBytes *bytes = file_read(path, diagnostics); /* which says what is wrong */
  if (!bytes)
    return NULL;
  source = source_new(bytes);
  g_bytes_unref(bytes);
  return source;
}

Source *source_ref(Source *source) {
  source->references++;
  return source;
}

void source_unref(Source *source) {
  if (!source || --source->references > 0)
    return;
  if (source->bytes)
    g_bytes_unref(source->bytes);
  if (source->fd >= 0)
    close(source->fd);
  g_free(source->block);
  pthread_mutex_destroy(&source->lock);
  g_free(source);
}

size_t source_size(const Source *source) {
  return source->size;
}

/* The block that begins at `offset`; how much of it there is. */
static ssize_t fill(Source *source, size_t offset) {
  ssize_t got;
  do
    got = pread(source->fd, source->block, MIN(BLOCK_SIZE, source->size - offset), (off_t)offset);
  while (got < 0 && errno == EINTR);
  source->at = offset;
  source->held = got > 0 ? (size_t)got : 0;
  return got;
}

/* What is known at `offset`, `length` bytes of it; NULL at the end and where it cannot be read. */
static const guint8 *look(Source *source, size_t offset, size_t *length, bool *failed) {
  *length = 0;
  *failed = false;
  if (offset >= source->size)
    return NULL;
  if (source->bytes) {
    *length = source->size - offset;
    return (const guint8 *)g_bytes_get_data(source->bytes, NULL) + offset;
  }
  if (offset < source->at || offset >= source->at + source->held) {
    const ssize_t got = fill(source, offset);
    *failed = got < 0;
    if (got <= 0)
      return NULL;
  }
  *length = source->at + source->held - offset;
  return source->block + (offset - source->at);
}

ssize_t source_read(Source *source, size_t offset, void *to, size_t length) {
  size_t known;
  bool failed;
  pthread_mutex_lock(&source->lock);
  const guint8 *from = look(source, offset, &known, &failed);
  known = MIN(known, length);
  if (from)
    memcpy(to, from, known);
  pthread_mutex_unlock(&source->lock);
  return failed ? -1 : (ssize_t)known;
}

GBytes *source_bytes(Source *source, const char *path, Diagnostics *diagnostics) {
  return source->bytes ? g_bytes_ref(source->bytes) : file_read(path, diagnostics);
}

static char *find_line(Source *source, int number, size_t *length) {
  if (number < source->line) {
    source->line = 1;
    source->line_at = 0;
  }
  GString *line = g_string_new(NULL);
  size_t at = source->line_at, known;
  bool failed, ended = false;
  while (!ended) {
    const char *from = (const char *)look(source, at, &known, &failed);
    if (!from)
      break;
    const char *end = memchr(from, '\n', known);
    const size_t size = end ? (size_t)(end - from) : known;
    if (source->line == number)
      g_string_append_len(line, from, (gssize)size);
    ended = end && source->line == number;
    at += size + (end ? 1 : 0);
    if (end && !ended) {
      source->line++;
      source->line_at = at;
    }
  }
  const bool found = source->line == number && source->line_at < source->size && !failed;
  *length = line->len;
  return g_string_free(line, !found);
}

char *source_line(Source *source, int number, size_t *length) {
  pthread_mutex_lock(&source->lock);
  char *line = find_line(source, number, length);
  pthread_mutex_unlock(&source->lock);
  return line;
}
