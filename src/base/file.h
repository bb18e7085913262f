/* Files: read whole, written so that nothing is lost.
 *
 * An Output is invisible until it is committed: it is written without a name, then given one
 * beside the target and renamed over it (base/beside.h). A process that ends early, for whatever
 * reason, leaves the earlier file as it was; what it may leave beside it, if it is killed at that very
 * moment, the next commit to the same place takes away. */
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

/* An output that will never be anywhere, for what has to wait beside `path`, as which diagnostics know it.
 * NULL as above. Ended by output_discard. */
Output *output_spool(const char *path, Diagnostics *diagnostics);

/* The stream to write to, and to read back what was written; owned by the output. */
FILE *output_stream(Output *output);

/* Reports why a write to the stream failed (file-write). */
void output_report(Output *output);

/* Puts the output in its place, synced to the disk, and frees it. False if that failed or an
 * earlier write did, reported; the target then is as it was, or the new file whole if all that failed
 * is to sync its folder. NULL gives false. */
bool output_commit(Output *output);

/* Gives the output with that index, written; NULL: reported. */
typedef Output *OutputMaker(void *context, unsigned index);

/* Makes `count` outputs, one after the other, and puts them in their places, all or none: each is whole
 * beside its target before the first one is replaced, and if one cannot be, the others are given back.
 * (A process that is killed while they are renamed leaves some of the new files and some of the old
 * ones, each whole.) False as above, or without a report when a signal ended it. */
bool output_commit_all(OutputMaker *make, void *context, unsigned count);

/* Forgets the output and frees it. NULL is allowed. */
void output_discard(Output *output);

#endif
