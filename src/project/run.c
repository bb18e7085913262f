#include "project/run.h"
#include "base/diag_print.h"
#include "project/depfile.h"
#include "project/ended.h"
#include "project/pool.h"
#include "project/progress.h"
#include "project/worker.h"
#include "publication.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { SAVE_INTERVAL = 2 }; /* seconds: what a run that is killed has to do again */

typedef struct {
  const RunOptions *options;
  Manifest *manifest;
  Surroundings surroundings;
  Worker *worker;        /* in a worker */
  char **results;        /* of each task, until it is told */
  bool *come;            /* and whether it has come */
  unsigned next;         /* to be told */
  GHashTable *said;      /* diagnostics that were printed */
  GPtrArray *failures;   /* of GString: a dataset and what is wrong, then its publications */
  GHashTable *by_reason; /* the same by their first lines */
  RunResult result;
  Progress *progress;
  gint64 saved;
} Run;

static const Task *task_at(const Run *run, unsigned index) {
  return &g_array_index(run->options->list->tasks, Task, index);
}

/* ---- In a worker -------------------------------------------------------------------------------- */

static bool wants_pages(const TaskList *list) {
  for (guint i = 0; i < list->tasks->len; i++) {
    if (edition_has_pages(g_array_index(list->tasks, Task, i).job->edition))
      return true;
  }
  return false;
}

static void begin_worker(void *context) {
  Run *run = context;
  const RunOptions *options = run->options;
  run->worker = worker_new(&(WorkerOptions){.manifest = run->manifest,
                                            .surroundings = &run->surroundings,
                                            .receiver = options->diagnostics,
                                            .roots = options->roots,
                                            .font_folders = options->font_folders,
                                            .pages = wants_pages(options->list),
                                            .no_sandbox = options->no_sandbox,
                                            .dry_run = options->dry_run,
                                            .force = options->force});
}

static char *work(void *context, unsigned index) {
  Run *run = context;
  return worker_publish(run->worker, task_at(run, index));
}

static void end_worker(void *context) {
  worker_free(((Run *)context)->worker);
}

/* ---- Telling ------------------------------------------------------------------------------------ */

/* Prints a diagnostic of a worker once in a run: many publications of one dataset say the same. */
static void tell_diagnostic(Run *run, JsonObject *said, bool skipped) {
  if (skipped && g_strcmp0(json_string(said, "id"), "transform-nothing") == 0)
    return; /* it is the reason in the publication's line */
  char *key = json_text(said, false);
  if (g_hash_table_add(run->said, key))
    diag_from_json(run->options->diagnostics, said);
}

/* The first error among them, for the list of failures; NULL: none. */
static const char *first_error(JsonArray *diagnostics, bool *system) {
  const char *first = NULL;
  for (guint i = 0; i < json_array_get_length(diagnostics); i++) {
    JsonObject *said = json_array_get_object_element(diagnostics, i);
    if (g_strcmp0(json_string(said, "severity"), diag_severity_name(DIAG_ERROR)) != 0)
      continue;
    const char *id = json_string(said, "id");
    *system = *system || diag_is_of_system(id);
    first = first ? first : json_string(said, "message");
  }
  return first;
}

/* Failures of one dataset for one reason are listed together. */
static void add_failure(Run *run, const char *name, const char *source, const char *why) {
  run->result.failed++;
  char *head = g_strdup_printf("  %s: %s", source, why ? why : "see above");
  GString *lines = g_hash_table_lookup(run->by_reason, head);
  if (lines) {
    g_string_append_printf(lines, "\n    %s", name);
    g_free(head);
    return;
  }
  lines = g_string_new(head);
  g_string_append_printf(lines, "\n    %s", name);
  g_hash_table_insert(run->by_reason, head, lines);
  g_ptr_array_add(run->failures, lines);
}

static void say(Run *run, const char *what, const char *name, const char *why) {
  if (!run->options->quiet)
    progress_line(run->progress, "%-9s  %s%s%s", what, name, why && *why ? ": " : "",
                  why ? why : "");
}

/* The reasons in one line; the caller frees it. */
static char *in_words(JsonArray *reasons) {
  enum { SHOWN = 4 };
  GString *words = g_string_new(NULL);
  const guint count = json_array_get_length(reasons);
  for (guint i = 0; i < MIN(count, SHOWN); i++)
    g_string_append_printf(words, "%s%s", i > 0 ? "; " : "",
                           json_array_get_string_element(reasons, i));
  if (count > SHOWN)
    g_string_append_printf(words, "; and %u more", count - SHOWN);
  return g_string_free(words, FALSE);
}

static void tell_ended(Run *run, const Task *task, int status) {
  Diagnostics *diagnostics = run->options->diagnostics;
  bool system;
  progress_clear(run->progress);
  char *why = ended_report(status, task->output, task->job->limits, diagnostics,
                           (Place){.file = task->source}, &system);
  diag_flush(diagnostics);
  say(run, "failed", task->output, NULL);
  run->result.system_only = run->result.system_only && system;
  add_failure(run, task->output, task->source, why);
  g_free(why);
}

static void count_outcome(Run *run, const Task *task, JsonObject *result) {
  const char *outcome = json_string(result, "outcome");
  JsonObject *record = json_object(result, "record");
  char *why = in_words(json_array(result, "reasons"));
  if (strcmp(outcome, "published") == 0) {
    run->result.published++;
    if (run->options->made)
      g_ptr_array_add(run->options->made, (gpointer)task->output);
    say(run, "published", task->output, why);
  } else if (strcmp(outcome, "wanted") == 0) {
    run->result.wanted++;
    say(run, "would be", task->output, why);
  } else if (strcmp(outcome, "unchanged") == 0) {
    run->result.unchanged++;
  } else if (strcmp(outcome, "skipped") == 0) {
    run->result.skipped++;
    say(run, "skipped", task->output, why);
  } else {
    bool system = false;
    const char *error = first_error(json_array(result, "diagnostics"), &system);
    run->result.system_only = run->result.system_only && system;
    say(run, "failed", task->output, why);
    add_failure(run, task->output, task->source, error);
  }
  if (record && !run->options->dry_run)
    manifest_put(run->manifest, json_object_ref(record));
  record = manifest_lookup(run->manifest, task->name);
  if (record && strcmp(outcome, "failed") != 0)
    run->result.unclaimed += json_true(record, "unclaimed");
  g_free(why);
}

static void tell(Run *run, unsigned index) {
  const Task *task = task_at(run, index);
  const char *text = run->results[index];
  JsonObject *result = json_parse(text, strlen(text));
  if (!result)
    g_error("a worker's result cannot be read: %s", text);
  JsonArray *diagnostics = json_array(result, "diagnostics");
  if (json_array_get_length(diagnostics) > 0)
    progress_clear(run->progress);
  const bool skipped = strcmp(json_string(result, "outcome"), "skipped") == 0;
  for (guint i = 0; i < json_array_get_length(diagnostics); i++)
    tell_diagnostic(run, json_array_get_object_element(diagnostics, i), skipped);
  diag_flush(run->options->diagnostics);
  count_outcome(run, task, result);
  json_object_unref(result);
}

static void save(Run *run, bool now) {
  const gint64 time = g_get_monotonic_time();
  if (run->options->dry_run || (!now && time - run->saved < SAVE_INTERVAL * G_USEC_PER_SEC))
    return;
  run->saved = time;
  if (!manifest_write(run->manifest, run->options->diagnostics))
    run->result.broken = true;
}

/* Tells what has come, in the order of the tasks. The status of a crash stands in for a result. */
static void done(void *context, unsigned index, const char *text, gsize length, int status) {
  Run *run = context;
  run->results[index] = text ? g_strndup(text, length) : g_strdup_printf("!%d", status);
  run->come[index] = true;
  const unsigned count = run->options->list->tasks->len;
  for (; run->next < count && run->come[run->next]; run->next++) {
    char **result = &run->results[run->next];
    if (**result == '!')
      tell_ended(run, task_at(run, run->next), (int)g_ascii_strtoll(*result + 1, NULL, 10));
    else
      tell(run, run->next);
    g_clear_pointer(result, g_free);
  }
  progress_update(run->progress, run->next, run->result.failed);
  save(run, false);
}

/* ---- Around ------------------------------------------------------------------------------------- */

/* The folder, held against other runs; -1: it cannot be had, reported. Held until it is closed by
 * this process and all workers. */
static int lock_folder(const RunOptions *options) {
  if (g_mkdir_with_parents(options->folder, 0777) != 0) {
    diag_file_write(options->diagnostics, (Place){.file = options->folder}, g_strerror(errno));
    return -1;
  }
  const int fd = open(options->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    if (!options->quiet)
      fprintf(stderr, "peerpress: waiting for another run that publishes into %s\n",
              options->folder);
    flock(fd, LOCK_EX);
  }
  if (fd < 0)
    diag_file_write(options->diagnostics, (Place){.file = options->folder}, g_strerror(errno));
  return fd;
}

static unsigned *groups_of(const TaskList *list) {
  unsigned *groups = g_new0(unsigned, list->tasks->len + 1);
  for (guint i = 1; i < list->tasks->len; i++) {
    const Task *before = &g_array_index(list->tasks, Task, i - 1);
    const Task *task = &g_array_index(list->tasks, Task, i);
    groups[i] = groups[i - 1] + (strcmp(before->source, task->source) != 0);
  }
  return groups;
}

static void do_tasks(Run *run) {
  const RunOptions *options = run->options;
  unsigned *groups = groups_of(options->list);
  const Pool pool = {.count = options->list->tasks->len,
                     .workers = CLAMP(options->jobs, 1, MAX(1, options->list->tasks->len)),
                     .groups = groups,
                     .context = run,
                     .begin = begin_worker,
                     .work = work,
                     .end = end_worker,
                     .done = done};
  const int code = pool_run(&pool);
  g_free(groups);
  if (code > 0)
    run->result.signal = code;
  if (code < 0) {
    diag_project_process(options->diagnostics, PLACE_NONE, g_strerror(-code));
    run->result.broken = true;
  }
}

/* The records of what was published and is not asked for now stay while the files do. */
static void prune(const Run *run) {
  GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < run->options->list->tasks->len; i++)
    g_hash_table_add(names, (gpointer)task_at(run, i)->name);
  manifest_prune(run->manifest, names);
  g_hash_table_unref(names);
}

/* What make is to know of each publication, made in this run or before. */
static void write_depfile(const Run *run) {
  const RunOptions *options = run->options;
  Depfile *depfile = depfile_new(options->depfile_target);
  for (guint i = 0; i < options->list->tasks->len; i++) {
    const Task *task = task_at(run, i);
    JsonObject *record = manifest_lookup(run->manifest, task->name);
    depfile_target(depfile, task->output);
    depfile_input(depfile, task->source);
    if (options->project)
      depfile_input(depfile, options->project);
    JsonArray *inputs = json_array(record, "inputs");
    for (guint k = 0; inputs && k < json_array_get_length(inputs); k++) {
      JsonNode *node = json_array_get_element(inputs, k);
      JsonObject *input = JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
      char *path = json_string(input, "sha256") && json_string(input, "path")
                       ? g_canonicalize_filename(json_string(input, "path"), run->manifest->folder)
                       : NULL;
      if (path)
        depfile_input(depfile, path);
      g_free(path);
    }
  }
  depfile_write(depfile, options->depfile, options->diagnostics);
}

static void tell_failures(const Run *run) {
  if (run->failures->len == 0 || run->options->brief)
    return;
  fprintf(stderr, "failed:\n");
  for (guint i = 0; i < run->failures->len; i++)
    fprintf(stderr, "%s\n", ((const GString *)g_ptr_array_index(run->failures, i))->str);
}

static void tell_counts(const Run *run, gint64 start) {
  const RunResult *result = &run->result;
  const double seconds = (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
  if (run->options->quiet || run->options->brief)
    return;
  if (run->options->dry_run)
    printf("%u would be published, %u unchanged", result->wanted, result->unchanged);
  else
    printf("%u published, %u unchanged", result->published, result->unchanged);
  if (result->skipped > 0)
    printf(", %u skipped", result->skipped);
  if (result->failed > 0)
    printf(", %u failed", result->failed);
  if (result->unclaimed > 0)
    printf(", %u without a claim of PDF/UA-1", result->unclaimed);
  const double done =
      result->published + result->unchanged + result->wanted + result->skipped + result->failed;
  printf(" (%.1f s, %.0f a second)\n", seconds, done / MAX(seconds, 0.001));
}

static void free_lines(gpointer lines) {
  g_string_free(lines, TRUE);
}

static void run_init(Run *run) {
  const RunOptions *options = run->options;
  const guint count = options->list->tasks->len;
  run->manifest = manifest_read(options->folder, options->diagnostics);
  surroundings_init(&run->surroundings, run->manifest->folder, options->named_roots,
                    options->font_folders, wants_pages(options->list));
  run->results = g_new0(char *, count + 1);
  run->come = g_new0(bool, count + 1);
  run->said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  run->failures = g_ptr_array_new_with_free_func(free_lines);
  run->by_reason = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  run->progress = progress_new(count, options->quiet);
  run->saved = g_get_monotonic_time();
}

static void run_release(Run *run) {
  for (guint i = 0; i < run->options->list->tasks->len; i++)
    g_free(run->results[i]); /* of those that came before one that never did */
  g_free(run->results);
  g_free(run->come);
  g_hash_table_unref(run->said);
  g_ptr_array_unref(run->failures);
  g_hash_table_unref(run->by_reason);
  progress_free(run->progress);
  surroundings_release(&run->surroundings);
  manifest_free(run->manifest);
}

RunResult run_tasks(const RunOptions *options) {
  Run run = {.options = options, .result = {.system_only = true}};
  const gint64 start = g_get_monotonic_time();
  const int lock = options->dry_run ? -1 : lock_folder(options);
  if (lock < 0 && !options->dry_run) {
    run.result.broken = true;
    return run.result;
  }
  run_init(&run);
  for (guint i = 0; i < options->list->unread->len; i++) {
    const Surveyed *unread = g_ptr_array_index(options->list->unread, i);
    run.result.system_only = run.result.system_only && unread->system;
    add_failure(&run, "everything", unread->path, "the dataset cannot be read");
  }
  do_tasks(&run);
  progress_clear(run.progress);
  prune(&run);
  save(&run, true);
  if (options->depfile && !options->dry_run && !run.result.signal)
    write_depfile(&run);
  if (!run.result.signal) {
    fflush(stdout);
    tell_failures(&run);
    tell_counts(&run, start);
  }
  run_release(&run);
  if (lock >= 0)
    close(lock);
  return run.result;
}
