/* Sources: documents that are read from the front, perhaps more than once, and need not stand in memory for it.
 * Threads may read the same one. */
#ifndef PEERPRESS_BASE_SOURCE_H
#define PEERPRESS_BASE_SOURCE_H

#include "base/diag.h"

#include <glib.h>
#include <sys/types.h>

/* The file at `path`: open as long as the source if it is a regular one, else (standard input, "-", too) read whole.
 * NULL if it cannot be read, reported (file-read). The caller ends it with source_unref. */
Source *source_open(const char *path, Diagnostics *diagnostics);

/* What `bytes` hold, which get a reference more. */
Source *source_new(GBytes *bytes);

Source *source_ref(Source *source);
void source_unref(Source *source); /* NULL is allowed */

/* How long it is; of a file, was when it was opened. */
size_t source_size(const Source *source);

/* Reads up to `length` bytes from `offset` on. Gives how many, 0 at the end (of what is left, should the file be
 * shorter by now), less than 0 with errno set if the file cannot be read. */
ssize_t source_read(Source *source, size_t offset, void *to, size_t length);

/* All of it, as file_read gives it; NULL: reported, as being at `path`. The caller unrefs it. */
GBytes *source_bytes(Source *source, const char *path, Diagnostics *diagnostics);

/* Line `number` from 1 without its end, the caller's to free; NULL: there are fewer, or it cannot be read. Lines that
 * are asked for in order take one pass. */
char *source_line(Source *source, int number, size_t *length);

#endif
