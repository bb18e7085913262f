/* Worker: one publication decided upon and made, in a process of the pool. */
#ifndef PEERPRESS_PROJECT_WORKER_H
#define PEERPRESS_PROJECT_WORKER_H

#include "project/record.h"

/* What a worker needs to know; nothing of it is the worker's own. */
typedef struct {
  const Manifest *manifest;
  const Surroundings *surroundings;
  Diagnostics *receiver;                          /* of what will be said, in the end */
  const char *const *roots, *const *font_folders; /* of all jobs; NULL-terminated */
  bool pages;                                     /* fonts will be needed */
  bool no_sandbox;                                /* the process is not confined */
  bool dry_run;                                   /* publishes nothing */
  bool force;                                     /* publishes what has not changed, too */
} WorkerOptions;

typedef struct Worker Worker;

/* Confines the process (press_confine); where that fails, so does each publication. */
Worker *worker_new(const WorkerOptions *options);
void worker_free(Worker *worker);

/* Publishes the task, if that is needed. The result is JSON, which the caller frees:
 *   outcome      "published", "wanted" (on a dry run), "unchanged", "skipped" or "failed"
 *   reasons      why it had to be published, or is skipped, in words
 *   diagnostics  what was said of it: objects of diag_to_json
 *   record       for the manifest, if it is to be replaced */
char *worker_publish(Worker *worker, const Task *task);

#endif
