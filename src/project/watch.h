/* Watch: waits until something is saved that publications are made of (inotify). */
#ifndef PEERPRESS_PROJECT_WATCH_H
#define PEERPRESS_PROJECT_WATCH_H

#include "base/diag.h"

typedef struct Watch Watch;

/* A watch that looks at nothing yet. From here to watch_free, SIGINT, SIGTERM and SIGHUP are held off
 * and end watch_wait. NULL: reported. The caller owns it. */
Watch *watch_new(Diagnostics *diagnostics);
void watch_free(Watch *watch);

/* Forgets what is looked at; changes that have happened already are not forgotten. */
void watch_forget(Watch *watch);

/* Looks at a file, which need not exist; at the files of a pattern (* ? [ ]); at all that is in a
 * folder, to any depth. Folders are watched, not files: editors put a new file in the place of the
 * old one. False: a folder cannot be watched, reported. */
bool watch_file(Watch *watch, const char *path, Diagnostics *diagnostics);
bool watch_pattern(Watch *watch, const char *pattern, Diagnostics *diagnostics);
bool watch_tree(Watch *watch, const char *folder, Diagnostics *diagnostics);

/* Does not look at this file, though it is of a pattern or in a folder. */
void watch_except(Watch *watch, const char *path);

/* Waits for a change, and until nothing has changed for a moment. Names of what changed, in their
 * order, relative to the current folder where they are below it; the caller unrefs them. NULL: a
 * signal came. */
GPtrArray *watch_wait(Watch *watch);

#endif
