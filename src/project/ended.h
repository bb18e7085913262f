/* Ended: what is said of a worker that ended at work. */
#ifndef PEERPRESS_PROJECT_ENDED_H
#define PEERPRESS_PROJECT_ENDED_H

#include "base/limits.h"

/* Reports at `place` why the worker ended that worked on `what`, with `status` as of waitpid: a limit
 * (base/guard.h), memory that the system refused (*system becomes true, else false), or a crash. The same in
 * a few words; the caller frees them. */
char *ended_report(int status, const char *what, const Limits *limits, Diagnostics *diagnostics,
                   Place place, bool *system);

#endif
