#include "project/worker.h"
#include "base/diag_print.h"
#include "base/file.h"
#include "project/fingerprint.h"

#include <errno.h>
#include <string.h>

enum { MOST_DIAGNOSTICS = 500 }; /* of one publication */

struct Worker {
  WorkerOptions options;
  Press *press;
  Guard *guard;
  Diagnostics *confinement; /* what was said of it */
  bool confined;
  FileSums *sums;
  /* The dataset at hand: tasks come dataset by dataset. */
  char *source;
  GBytes *bytes;
  char *sha256;
  GHashTable *parts; /* "cycle since" -> fingerprint of its tree, which was found right */
  /* And as of the cycle at hand, with what was read and said. */
  char *kept_key; /* "cycle since" */
  Dataset *kept;  /* NULL: it has errors */
  Inputs *kept_inputs;
  Diagnostics *kept_said;
};

/* A task at work. */
typedef struct {
  Worker *worker;
  const Task *task;
  PressJob job;
  JsonObject *before; /* its record, or NULL */
  JsonObject *parts;
  Dataset *dataset; /* if it was read */
  GPtrArray *reasons;
} Work;

static void unref_object(gpointer object) {
  json_object_unref(object);
}

Worker *worker_new(const WorkerOptions *options) {
  Worker *worker = g_new0(Worker, 1);
  worker->options = *options;
  worker->press = press_new(options->roots, options->font_folders);
  worker->guard = guard_new();
  worker->confinement = diag_new_silent(options->receiver);
  const char *outputs[] = {options->surroundings->folder, NULL};
  worker->confined = options->no_sandbox ||
                     press_confine(worker->press, outputs, options->pages, worker->confinement);
  worker->sums = file_sums_new();
  worker->parts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref_object);
  return worker;
}

static void keep_dataset(Worker *worker, char *key, Dataset *dataset, Inputs *inputs,
                         Diagnostics *said) {
  g_free(worker->kept_key);
  dataset_free(worker->kept);
  inputs_free(worker->kept_inputs);
  diag_free(worker->kept_said);
  worker->kept_key = key;
  worker->kept = dataset;
  worker->kept_inputs = inputs;
  worker->kept_said = said;
}

static void forget_source(Worker *worker) {
  keep_dataset(worker, NULL, NULL, NULL, NULL);
  g_clear_pointer(&worker->source, g_free);
  g_clear_pointer(&worker->bytes, g_bytes_unref);
  g_clear_pointer(&worker->sha256, g_free);
  g_hash_table_remove_all(worker->parts);
}

void worker_free(Worker *worker) {
  forget_source(worker);
  g_hash_table_unref(worker->parts);
  g_hash_table_unref(worker->sums);
  press_free(worker->press);
  diag_free(worker->confinement);
  guard_free(worker->guard);
  g_free(worker);
}

static void say_again(const Work *work, const Diagnostics *said) {
  unsigned count = 0;
  const Diagnostic *all = diag_all(said, &count);
  for (unsigned i = 0; i < count; i++)
    diag_again(work->job.diagnostics, &all[i]);
}

/* Has the bytes of the task's dataset at hand. False: they cannot be read, reported. */
static bool take_source(Worker *worker, const Work *work) {
  const char *source = work->task->source;
  if (worker->source && strcmp(worker->source, source) == 0)
    return true;
  forget_source(worker);
  worker->bytes = file_read(source, work->job.diagnostics);
  if (!worker->bytes)
    return false;
  worker->source = g_strdup(source);
  worker->sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, worker->bytes);
  return true;
}

/* Has the dataset as of the task's cycle at hand: read, checked, cut and derived from, once for all
 * publications of a cycle. False: it has errors. */
static bool take_dataset(Work *work, const char *key) {
  Worker *worker = work->worker;
  if (g_strcmp0(worker->kept_key, key) != 0) {
    PressJob job = work->job;
    job.diagnostics = diag_new_silent(work->job.diagnostics);
    job.inputs = inputs_new();
    keep_dataset(worker, g_strdup(key), press_read_dataset(worker->press, &job, worker->bytes),
                 job.inputs, job.diagnostics);
  }
  say_again(work, worker->kept_said);
  inputs_add_all(work->job.inputs, worker->kept_inputs);
  return worker->kept != NULL;
}

/* The same, and its fingerprint. `work` gets a copy of the tree, as transforms change theirs. */
static bool read_dataset(Work *work) {
  Worker *worker = work->worker;
  char *key = g_strjoin(" ", work->task->cycle_id, work->job.since, NULL);
  const bool taken = take_dataset(work, key);
  if (taken) {
    work->dataset = dataset_copy(worker->kept);
    g_clear_pointer(&work->parts, json_object_unref);
    work->parts = fingerprint(worker->kept->doc);
    g_hash_table_replace(worker->parts, g_strdup(key), json_object_ref(work->parts));
  }
  g_free(key);
  return taken;
}

/* Has the fingerprint of the dataset as of the task's cycle, read anew only if it must be. */
static bool take_parts(Work *work) {
  Worker *worker = work->worker;
  if (work->before && g_strcmp0(record_dataset_sum(work->before), worker->sha256) == 0 &&
      record_dataset_parts(work->before)) {
    work->parts = json_object_ref(record_dataset_parts(work->before));
    return true;
  }
  char *key = g_strjoin(" ", work->task->cycle_id, work->job.since, NULL);
  JsonObject *known = g_hash_table_lookup(worker->parts, key);
  g_free(key);
  if (known)
    work->parts = json_object_ref(known);
  return known || read_dataset(work);
}

static void find_reasons(Work *work) {
  const WorkerOptions *options = &work->worker->options;
  if (!work->before) {
    g_ptr_array_add(work->reasons, g_strdup("new"));
    return;
  }
  JsonObject *before = record_dataset_parts(work->before);
  char *difference = before ? fingerprint_difference(before, work->parts) : g_strdup("unknown");
  if (difference)
    g_ptr_array_add(work->reasons, g_strdup_printf("dataset changed in %s", difference));
  else if (work->job.attach_dataset &&
           g_strcmp0(record_dataset_sum(work->before), work->worker->sha256) != 0)
    g_ptr_array_add(work->reasons, g_strdup("dataset changed, which is attached"));
  g_free(difference);
  record_compare(work->before, work->task, options->surroundings, work->worker->sums,
                 work->reasons);
  if (options->force && work->reasons->len == 0)
    g_ptr_array_add(work->reasons, g_strdup("asked for"));
}

static bool make_folder(const Work *work) {
  char *folder = g_path_get_dirname(work->task->output);
  const bool made = g_mkdir_with_parents(folder, 0777) == 0;
  if (!made)
    diag_file_write(work->job.diagnostics, (Place){.file = folder}, g_strerror(errno));
  g_free(folder);
  return made;
}

static bool is_claimed(const Diagnostics *diagnostics) {
  unsigned count = 0;
  const Diagnostic *all = diag_all(diagnostics, &count);
  for (unsigned i = 0; i < count; i++) {
    if (strcmp(all[i].id, "pdf-unclaimed") == 0)
      return false;
  }
  return true;
}

/* Publishes, and gives the record of it; NULL if that failed. */
static JsonObject *publish(Work *work) {
  Worker *worker = work->worker;
  unsigned pages = 0;
  work->job.pages = &pages;
  JsonObject *record = NULL;
  const bool ready = (work->dataset || read_dataset(work)) && make_folder(work);
  Dataset *dataset = g_steal_pointer(&work->dataset);
  if (!ready) {
    dataset_free(dataset);
  } else if (press_build_dataset(worker->press, &work->job, dataset, worker->bytes)) {
    record = record_new(work->task, worker->options.surroundings, work->job.inputs, worker->sha256,
                        work->parts, pages, is_claimed(work->job.diagnostics));
    if (work->before)
      record_remove_rest(work->before, record, worker->options.surroundings->folder);
  }
  work->job.pages = NULL;
  return record;
}

/* Why there is nothing to publish; NULL: that is not what went wrong. */
static const char *why_nothing(const Diagnostics *diagnostics) {
  unsigned count = 0;
  const char *why = NULL;
  const Diagnostic *all = diag_all(diagnostics, &count);
  for (unsigned i = 0; i < count; i++) {
    if (strcmp(all[i].id, "transform-nothing") == 0)
      why = all[i].message;
    else if (all[i].severity == DIAG_ERROR)
      return NULL;
  }
  return why;
}

/* Decides, and does it: the outcome. `record` receives what the manifest is to have now, or NULL. */
static const char *decide(Work *work, JsonObject **record) {
  Worker *worker = work->worker;
  *record = NULL;
  if (!worker->confined)
    say_again(work, worker->confinement);
  if (!worker->confined || !take_source(worker, work) || !take_parts(work))
    return "failed";
  find_reasons(work);
  if (work->reasons->len == 0) {
    if (g_strcmp0(record_dataset_sum(work->before), worker->sha256) != 0)
      *record = record_with_dataset(work->before, worker->sha256);
    return "unchanged";
  }
  if (worker->options.dry_run)
    return "wanted";
  *record = publish(work);
  const char *nothing = *record ? NULL : why_nothing(work->job.diagnostics);
  if (nothing) {
    g_ptr_array_set_size(work->reasons, 0);
    g_ptr_array_add(work->reasons, g_strdup(nothing));
    return "skipped";
  }
  return *record ? "published" : "failed";
}

static char *result_of(const Work *work, const char *outcome, JsonObject *record) {
  JsonObject *result = json_object_new();
  JsonArray *reasons = json_array_new(), *diagnostics = json_array_new();
  for (guint i = 0; i < work->reasons->len; i++)
    json_array_add_string_element(reasons, g_ptr_array_index(work->reasons, i));
  diag_all_to_json(work->job.diagnostics, MOST_DIAGNOSTICS, diagnostics);
  json_object_set_string_member(result, "outcome", outcome);
  json_object_set_array_member(result, "reasons", reasons);
  json_object_set_array_member(result, "diagnostics", diagnostics);
  if (record)
    json_object_set_object_member(result, "record", record);
  char *text = json_text(result, false);
  json_object_unref(result);
  return text;
}

char *worker_publish(Worker *worker, const Task *task) {
  Work work = {.worker = worker,
               .task = task,
               .job = *task->job,
               .before = manifest_lookup(worker->options.manifest, task->name),
               .reasons = g_ptr_array_new_with_free_func(g_free)};
  Diagnostics *diagnostics = diag_new_silent(worker->options.receiver);
  work.job.diagnostics = diagnostics;
  work.job.inputs = inputs_new();
  Limits limits = *task->job->limits;
  work.job.limits = &limits;
  limits.guard = worker->guard;
  guard_begin(worker->guard, &(GuardOptions){.seconds = limits.time, .megabytes = limits.memory});
  JsonObject *record = NULL;
  const char *outcome = decide(&work, &record);
  guard_end(worker->guard);
  char *result = result_of(&work, outcome, record);
  dataset_free(work.dataset);
  if (work.parts)
    json_object_unref(work.parts);
  g_ptr_array_unref(work.reasons);
  inputs_free(work.job.inputs);
  diag_free(diagnostics);
  return result;
}
