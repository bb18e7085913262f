/* Many publications: what build and watch have in common. */
#ifndef PEERPRESS_COMMAND_MANY_H
#define PEERPRESS_COMMAND_MANY_H

#include "command/options.h"
#include "project/run.h"

/* A project, or operands and options that stand for one, with the job of each task. */
typedef struct {
  Project *project;
  Surveys *surveys;
  TaskList *list;
  GPtrArray *plans;                     /* of JobPlan, one for each task */
  GPtrArray *roots;                     /* of all jobs, NULL-terminated */
  GPtrArray *font_folders;              /* as well */
  GPtrArray *named_roots, *named_fonts; /* those among them that were asked for */
  int signal;                           /* that ended the making of it, or 0 */
} Many;

/* Do the operands ask for many publications: a project, several datasets, a folder to publish into? */
bool many_wanted(const Options *options, int count, char **operands);

/* Makes the tasks and their jobs. EXIT_DONE, else what is wrong was reported. The caller ends it with
 * many_release in both cases. */
ExitCode many_init(Many *many, const Options *options, int count, char **operands,
                   Diagnostics *diagnostics);
void many_release(Many *many);

/* Runs the tasks. With `made`, which receives the outputs that were published, only what is wrong is
 * printed. */
RunResult many_run(const Many *many, const Options *options, Diagnostics *diagnostics,
                   GPtrArray *made);

/* Confines this process, which begins the others, to what it does itself (confine_calls), if that is
 * asked for. False: reported. */
bool many_confine(const Options *options, Diagnostics *diagnostics);

/* What the result means for the shell. */
ExitCode many_exit_code(const RunResult *result);

/* Publishes many, once, or again and again until a signal comes; the whole of the command. */
ExitCode many_build(const Options *options, int count, char **operands);
ExitCode many_watch(const Options *options, int count, char **operands);

#endif
