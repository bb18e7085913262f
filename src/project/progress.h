/* Progress: lines on standard output and, on a terminal, a bar below them that goes when all is done. */
#ifndef PEERPRESS_PROJECT_PROGRESS_H
#define PEERPRESS_PROJECT_PROGRESS_H

#include <glib.h>
#include <stdbool.h>

typedef struct Progress Progress;

/* A bar over `total` steps, where standard error is a terminal and it is not to be quiet. */
Progress *progress_new(unsigned total, bool quiet);
void progress_free(Progress *progress);

/* Prints a line; the bar makes way. */
void progress_line(Progress *progress, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Takes the bar away until the next update. */
void progress_clear(Progress *progress);

/* Draws it anew, unless it was just drawn. */
void progress_update(Progress *progress, unsigned done, unsigned failed);

#endif
