/* Run: all publications of a project, those that have changed made anew, several at a time. */
#ifndef PEERPRESS_PROJECT_RUN_H
#define PEERPRESS_PROJECT_RUN_H

#include "project/tasks.h"

typedef struct {
  const TaskList *list;                           /* each task has its job */
  const char *folder;                             /* that is published into */
  const char *const *roots, *const *font_folders; /* of all jobs */
  const char *const *named_roots;                 /* those among them that were asked for */
  Diagnostics *diagnostics;             /* prints what is said of publications and of the run */
  const char *project;                  /* the project's file; NULL: there is none */
  const char *depfile, *depfile_target; /* NULL: none is written; each output */
  unsigned jobs;                        /* processes, at least 1 */
  bool dry_run, force, no_sandbox;
  bool quiet;      /* only mistakes are printed */
  bool brief;      /* nor are failures listed: whoever asks prints a line of its own */
  GPtrArray *made; /* receives the outputs that were published (strings of the list), or NULL */
} RunOptions;

typedef struct {
  unsigned published, unchanged, wanted, failed;
  unsigned skipped;   /* their reports had nothing to say */
  unsigned unclaimed; /* of the published and unchanged: PDFs without a claim */
  bool system_only;   /* all failures are the system's (diag_is_of_system) */
  int signal;         /* that ended the run early, or 0 */
  bool broken;        /* the run itself failed: it was reported */
} RunResult;

/* Prints a line for each publication that is made or fails, in the order of the tasks, and a last one
 * with the counts. */
RunResult run_tasks(const RunOptions *options);

#endif
