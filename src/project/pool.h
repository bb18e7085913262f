/* Pool: jobs done by several processes, so that one that crashes takes no other with it. */
#ifndef PEERPRESS_PROJECT_POOL_H
#define PEERPRESS_PROJECT_POOL_H

#include <glib.h>
#include <stdbool.h>

typedef struct {
  unsigned count;         /* of jobs */
  unsigned workers;       /* at most so many processes at once */
  const unsigned *groups; /* of each job: one worker does as many of a group as it can */
  void *context;
  /* In a worker: `begin` once, `work` for each of its jobs, `end` before it ends. `work` gives a new
   * string. */
  void (*begin)(void *context);
  char *(*work)(void *context, unsigned job);
  void (*end)(void *context);
  /* Here: a job's result as it comes, in any order. NULL: its worker ended, with `status` as of
   * waitpid. */
  void (*done)(void *context, unsigned job, const char *result, gsize length, int status);
} Pool;

/* Does all jobs. 0, or the signal (SIGINT, SIGTERM, SIGHUP) that ended it early; or the negated errno
 * if no process could be started. The workers are gone when it returns. */
int pool_run(const Pool *pool);

#endif
