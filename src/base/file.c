/* For fopencookie. */
#define _GNU_SOURCE

#include "base/file.h"
#include "base/beside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct Output {
  char *path;    /* as given, for messages */
  char *target;  /* symbolic links resolved; NULL: standard output, or nowhere */
  bool spool;    /* it waits near the path, and is never there */
  FILE *stream;  /* to a file without a name */
  int fd;        /* of that file */
  bool linkable; /* it can be given a name beside the target */
  bool through;  /* the target is a device or a pipe: copied, never replaced */
  mode_t mode;   /* of the file that is replaced, or 0 */
  char *name;    /* beside the target, once it has one */
  BesidePut put;
  int reason; /* errno of the first write that failed, or 0 */
  Diagnostics *diagnostics;
};

enum { COPY_SIZE = 1 << 16 };

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

/* ---- Streams: they remember why a write failed, and take no signal for a failure ---- */

static ssize_t stream_read(void *cookie, char *bytes, size_t length) {
  return TEMP_FAILURE_RETRY(read(((Output *)cookie)->fd, bytes, length));
}

static ssize_t stream_write(void *cookie, const char *bytes, size_t length) {
  Output *output = cookie;
  size_t done = 0;
  while (done < length) {
    const ssize_t put = TEMP_FAILURE_RETRY(write(output->fd, bytes + done, length - done));
    if (put < 0) {
      output->reason = output->reason ? output->reason : errno;
      break;
    }
    done += (size_t)put;
  }
  return (ssize_t)done;
}

static int stream_seek(void *cookie, off64_t *offset, int whence) {
  const off64_t at = lseek64(((Output *)cookie)->fd, *offset, whence);
  *offset = at;
  return at < 0 ? -1 : 0;
}

/* Opens the file and its stream; 0 or errno. */
static int open_stream(Output *output) {
  const char *near = output->spool ? output->path : output->target;
  output->fd = beside_open(output->through ? NULL : near, &output->linkable);
  if (output->fd < 0)
    return errno;
  output->stream = fopencookie(
      output, "w+",
      (cookie_io_functions_t){.read = stream_read, .write = stream_write, .seek = stream_seek});
  return output->stream ? 0 : errno;
}

/* Closes what was opened; the file goes unless it has a name. */
static void close_stream(Output *output) {
  if (output->stream)
    fclose(output->stream);
  if (output->fd >= 0)
    close(output->fd);
  output->stream = NULL;
  output->fd = -1;
}

/* ---- Outputs ---- */

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
  close_stream(output);
  g_free(output->name);
  g_free(output->target);
  g_free(output->path);
  g_free(output);
}

/* Begins an output to `target`, which it takes over (NULL: nowhere, or standard output). */
static Output *begin(const char *path, char *target, bool spool, Diagnostics *diagnostics) {
  Output *output = g_new0(Output, 1);
  *output = (Output){.path = g_strdup(path),
                     .target = target,
                     .spool = spool,
                     .fd = -1,
                     .diagnostics = diagnostics};
  int reason = target ? look_at_target(output) : 0;
  if (reason == 0)
    reason = open_stream(output);
  if (reason == 0)
    return output;
  diag_file_write(diagnostics, place_of(path), g_strerror(reason));
  output_free(output);
  return NULL;
}

Output *output_open(const char *path, Diagnostics *diagnostics) {
  return begin(path, strcmp(path, "-") == 0 ? NULL : g_strdup(path), false, diagnostics);
}

Output *output_spool(const char *path, Diagnostics *diagnostics) {
  return begin(path, NULL, true, diagnostics);
}

FILE *output_stream(Output *output) {
  return output->stream;
}

/* Reports that it failed for `reason`; false. */
static bool fail(const Output *output, int reason) {
  diag_file_write(output->diagnostics, place_of(output->path), g_strerror(reason ? reason : EIO));
  return false;
}

/* 0 or errno. */
static int flush(Output *output) {
  errno = 0;
  if (fflush(output->stream) == 0 && !ferror(output->stream) && output->reason == 0)
    return 0;
  return output->reason ? output->reason : errno ? errno : EIO;
}

void output_report(Output *output) {
  fail(output, flush(output));
}

void output_discard(Output *output) {
  if (!output)
    return;
  if (output->name)
    unlink(output->name);
  output_free(output);
}

static bool copy_through(const Output *output) {
  if (!output->target)
    return beside_copy(output->fd, STDOUT_FILENO);
  const int fd = (int)TEMP_FAILURE_RETRY(open(output->target, O_WRONLY | O_CLOEXEC | O_NOCTTY));
  if (fd < 0)
    return false;
  const bool copied = beside_copy(output->fd, fd);
  const int reason = errno;
  if (close(fd) != 0 && copied)
    return false;
  errno = reason;
  return copied;
}

/* The whole file on the disk, still without a name; what is copied through is copied. 0 or errno. */
static int complete(Output *output) {
  const int reason = flush(output);
  if (reason != 0)
    return reason;
  if (!output->target || output->through)
    return copy_through(output) ? 0 : errno;
  if (!output->linkable)
    return 0;
  if (output->mode != 0 && fchmod(output->fd, output->mode) != 0)
    return errno;
  return TEMP_FAILURE_RETRY(fsync(output->fd)) == 0 ? 0 : errno;
}

/* Gives the file its name beside the target; 0 or errno. Signals are held. */
static int name_output(Output *output) {
  output->name = beside_name(output->fd, output->target, output->linkable, output->mode);
  return output->name ? 0 : errno;
}

/* 0 or errno. */
static int put_output(Output *output, bool undoable) {
  return beside_put(output->name, output->target, undoable, &output->put) ? 0 : errno;
}

/* The name beside it belongs to the file no longer. */
static void forget_name(Output *output) {
  g_clear_pointer(&output->name, g_free);
}

/* 0 or errno. */
static int replace(Output *output) {
  sigset_t before;
  beside_hold_signals(&before);
  int reason = name_output(output);
  if (reason == 0)
    reason = put_output(output, false);
  if (reason == 0)
    forget_name(output);
  else if (output->name)
    unlink(output->name);
  beside_release_signals(&before);
  if (reason == 0 && !beside_sync_folder(output->target))
    reason = errno;
  return reason;
}

bool output_commit(Output *output) {
  if (!output)
    return false;
  int reason = complete(output);
  if (reason == 0 && output->target && !output->through)
    reason = replace(output);
  const bool committed = reason == 0 || fail(output, reason);
  output_free(output);
  return committed;
}

/* ---- Several outputs that appear together ---- */

typedef struct {
  GPtrArray *outputs; /* those that have names */
  sigset_t before;
  int reason; /* why it ends, or 0 */
} Batch;

/* Makes the output whole and gives it a name; its descriptor is free then. What goes through is done
 * with that. Reports what fails. */
static bool ready(Batch *batch, Output *output) {
  if (!output)
    return false;
  int reason = complete(output);
  const bool named = reason == 0 && output->target && !output->through;
  if (named)
    reason = name_output(output);
  if (reason != 0)
    fail(output, reason);
  if (reason != 0 || !named) {
    output_free(output);
    return reason == 0;
  }
  close_stream(output);
  g_ptr_array_add(batch->outputs, output);
  return true;
}

static Output *output_at(const Batch *batch, guint index) {
  return g_ptr_array_index(batch->outputs, index);
}

/* All in their places, or all old files in theirs. */
static bool put_all(Batch *batch) {
  guint done = 0;
  int reason = 0;
  while (done < batch->outputs->len && reason == 0) {
    reason = put_output(output_at(batch, done), true);
    done += reason == 0;
  }
  for (guint i = done; reason != 0 && i-- > 0;)
    beside_undo(output_at(batch, i)->name, output_at(batch, i)->target, &output_at(batch, i)->put);
  if (reason != 0)
    return fail(output_at(batch, done), reason);
  for (guint i = 0; i < done; i++) {
    beside_keep(output_at(batch, i)->name, &output_at(batch, i)->put);
    forget_name(output_at(batch, i));
  }
  return true;
}

/* Each folder once where its files stand together. */
static bool sync_folders(const Batch *batch) {
  char *last = NULL;
  bool good = true;
  for (guint i = 0; good && i < batch->outputs->len; i++) {
    const Output *output = output_at(batch, i);
    char *folder = g_path_get_dirname(output->target);
    if (g_strcmp0(folder, last) != 0 && !beside_sync_folder(output->target))
      good = fail(output, errno);
    g_free(last);
    last = folder;
  }
  g_free(last);
  return good;
}

bool output_commit_all(OutputMaker *make, void *context, unsigned count) {
  Batch batch = {.outputs = g_ptr_array_new()};
  beside_hold_signals(&batch.before);
  bool good = true;
  for (unsigned i = 0; i < count && good; i++)
    good = !beside_signal_waits(&batch.before) && ready(&batch, make(context, i));
  if (good)
    good = put_all(&batch);
  for (guint i = 0; !good && i < batch.outputs->len; i++)
    if (output_at(&batch, i)->name)
      unlink(output_at(&batch, i)->name);
  beside_release_signals(&batch.before);
  good = good && sync_folders(&batch);
  for (guint i = 0; i < batch.outputs->len; i++)
    output_free(output_at(&batch, i));
  g_ptr_array_unref(batch.outputs);
  return good;
}
