/* Files: read whole, written so that nothing is lost.
 *
 * An Output is invisible until it is committed: it is written without a name, then given one
 * beside the target and renamed over it. A process that ends early, for whatever reason, leaves the
 * earlier file as it was. */
#ifndef PEERPRESS_BASE_FILE_H
#define PEERPRESS_BASE_FILE_H

#include "base/diag.h"

#include <glib.h>

/* More than this is refused by file_read: one error instead of a machine out of memory. */
#define FILE_READ_LIMIT ((size_t)1 << 31)

/* The bytes of the file at `path`, "-" being standard input, with a NUL after the last one; NULL if
 * it cannot be read, reported (file-read). */
GBytes *file_read(const char *path, Diagnostics *diagnostics);

/* What diagnostics call `path`: "-" is "(standard input)". Borrowed. */
const char *file_display_name(const char *path);

typedef struct Output Output;

/* A new output that will be at `path` once it is committed; "-" is standard output, which receives
 * nothing before that either. Devices and pipes are written through, folders refused. NULL if
 * nothing can be written there, reported (file-write). Ended by output_commit or output_discard. */
Output *output_open(const char *path, Diagnostics *diagnostics);

/* The stream to write to; owned by the output. */
FILE *output_stream(Output *output);

/* Puts the output in its place, synced to the disk, and frees it. False if that failed or an
 * earlier write did, reported; the target then is as it was. NULL gives false. */
bool output_commit(Output *output);

/* Forgets the output and frees it. NULL is allowed. */
void output_discard(Output *output);

#endif
