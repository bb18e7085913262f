/* Options that commands share, and the job that they make. */
#ifndef PEERPRESS_COMMAND_OPTIONS_H
#define PEERPRESS_COMMAND_OPTIONS_H

#include "command/command.h"
#include "press.h"
#include "project/edition.h"

#include <glib.h>

/* As they were given; NULL: not given. */
typedef struct {
  char *output, *to, *report, *stylesheet, *theme, *cycle, *since, *assets, *language, *diagnostics;
  char **parameters, **roots, **font_folders, **rules;
  double resolution;
  char **limits;
  gboolean no_claim, attach_dataset, warnings_are_errors, trace, no_sandbox;
  char *name, *depfile, *depfile_target; /* of build, for many publications */
  int jobs;
  gboolean dry_run, force, quiet, allow_missing_fonts;
} Options;

void options_release(Options *options);

/* What a command takes. */
typedef struct {
  Options *options; /* receives those that every command has */
  const char *operands, *summary, *description;
  const GOptionEntry *entries, *shared; /* each ends with an empty one, or is NULL */
} OptionForm;

/* Adds the options of the form to those that every command has, parses, and leaves the operands in
 * argv[1…]. False if the command is over, with `exit_code` set: help was printed, or the mistake. */
bool options_parse(const OptionForm *form, int *argc, char ***argv, ExitCode *exit_code);

/* Prints what is wrong with a command line, as other diagnostics look; EXIT_USAGE. */
ExitCode usage_error(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Options that do not suit what is asked for. */
typedef struct {
  const char *name;
  bool given;
} GivenOption;

/* Refuses the first one that was given, with a usage error that says why ("is for build only"). Is none
 * given? */
bool options_refuse(const GivenOption *options, size_t count, const char *why);

/* Refuses an option that means something for one edition only if it is none of these (bits: 1 << Edition).
 * False: a usage error was reported. */
bool options_suit(const Options *options, unsigned editions);
/* Takes those away that mean nothing for this edition. */
void options_narrow(Options *options, Edition edition);

/* Are the strings that become words of a document, other than names of files, UTF-8? False: a usage
 * error was reported. */
bool options_check_words(const Options *options);

/* A collection that prints on standard error as --diagnostics says; NULL: reported as a usage
 * error. */
Diagnostics *options_diagnostics(const Options *options);

/* The limits that --limit sets. False: a usage error was reported. */
bool options_limits(const Options *options, Limits *limits);

/* From here on limits->guard (made before; NULL: nothing) watches the limits of time and memory, for the work
 * on `file`; the caller ends that with guard_end. */
void options_guard(const Options *options, Limits *limits, const char *file);

/* What the diagnostics of a command mean for the shell: EXIT_DONE or EXIT_UNCLAIMED if it is done, else
 * EXIT_INPUT or EXIT_SYSTEM. */
ExitCode options_code_of(const Diagnostics *diagnostics, bool done);

/* The same, at the end of a command. Prints the counts of folded messages and
 * frees them. */
ExitCode options_exit_code(Diagnostics *diagnostics, bool done);

/* A job with everything that it refers to. */
typedef struct {
  PressJob job;
  Limits limits;      /* of the job */
  GPtrArray *strings; /* owned by the job */
  GArray *parameters; /* of TransformParameter */
  GPtrArray *roots;   /* NULL-terminated */
  GPtrArray *font_folders;
  GPtrArray *rules;
} JobPlan;

/* Makes the job of `source` out of the options. False: a usage error was reported. The caller ends
 * the plan with plan_release in both cases. */
bool plan_init(JobPlan *plan, const Options *options, const char *source);
void plan_release(JobPlan *plan);

/* Appends the folder's real name to `folders`. False if it does not exist. */
bool plan_add_folder(GPtrArray *folders, const char *folder);

/* Each of `given` (NULL-terminated, or NULL); one that does not exist is a usage error, which says that `option` names it:
 * false. */
bool plan_add_folders(GPtrArray *folders, char **given, const char *option);

/* Adds the folders with fonts that a theme's font-folder elements name. False: a usage error was reported. */
bool plan_add_fonts_of_theme(JobPlan *plan, const char *theme);

/* The same of the options and of PEERPRESS_FONT_PATH in the environment. */
bool plan_add_fonts(JobPlan *plan, const Options *options);

/* Adds a parameter; both strings outlive the plan. It is no mistake if no stylesheet declares one that
 * is `optional`. */
void plan_add_parameter(JobPlan *plan, const char *name, const char *value, bool optional);

/* A job that only reads and checks the dataset `source`: its rules and what they may read. The rest
 * as with plan_init. */
bool plan_init_check(JobPlan *plan, const Options *options, const char *source);

/* The stylesheet or theme `name` ("edition/print.xsl"): the file stylesheets/NAME in the folder of
 * `source` if there is one, else the resource built into the program; NULL if there is neither. The caller
 * frees it. */
char *find_stylesheet(const char *source, const char *name);

#endif
