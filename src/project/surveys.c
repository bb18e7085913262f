#include "project/surveys.h"
#include "base/confine.h"
#include "base/diag_print.h"
#include "project/ended.h"
#include "project/pool.h"

#include <glob.h>
#include <string.h>

/* ---- Finding --------------------------------------------------------------------------------------- */

static void add(Surveys *surveys, const ProjectDataset *dataset, const char *path) {
  if (!g_hash_table_add(surveys->absolute, g_canonicalize_filename(path, NULL)))
    return; /* named twice, or found by two patterns */
  const Surveyed found = {.dataset = dataset,
                          .path = g_string_chunk_insert(surveys->strings, path)};
  g_array_append_val(surveys->all, found);
}

/* The files that a name or a pattern stands for, in the order of their names. */
static bool find(Surveys *surveys, const Project *project, const ProjectDataset *dataset,
                 Diagnostics *diagnostics) {
  const bool pattern =
      strpbrk(dataset->path, "*?[") && !g_file_test(dataset->path, G_FILE_TEST_EXISTS);
  if (!pattern) {
    add(surveys, dataset, dataset->path);
    return true;
  }
  glob_t found = {0};
  const bool good = glob(dataset->path, GLOB_NOESCAPE, NULL, &found) == 0 && found.gl_pathc > 0;
  if (!good)
    diag_project_no_match(diagnostics, dataset->place, dataset->path);
  for (size_t i = 0; good && i < found.gl_pathc; i++) {
    if (g_strcmp0(found.gl_pathv[i], project->file) != 0)
      add(surveys, dataset, found.gl_pathv[i]);
  }
  globfree(&found);
  return good;
}

enum { MOST_DIAGNOSTICS = 100 }; /* of one dataset */

/* ---- In a worker ----------------------------------------------------------------------------------- */

typedef struct {
  const Surveys *surveys;
  const SurveyOptions *options;
  Diagnostics *diagnostics;
  GArray *jobs;       /* of guint: indices of the datasets to be read */
  GPtrArray *answers; /* of each job: an allocated string, or NULL */
  GArray *statuses;   /* of int: of those without */
  Guard *guard;
  Diagnostics *confinement; /* what was said of it */
  bool confined;
} Surveying;

static Surveyed *surveyed(const Surveying *work, unsigned job) {
  return &g_array_index(work->surveys->all, Surveyed, g_array_index(work->jobs, guint, job));
}

static void begin(void *context) {
  Surveying *work = context;
  GPtrArray *readable = g_ptr_array_new();
  for (guint i = 0; i < work->jobs->len; i++)
    g_ptr_array_add(readable, (gpointer)surveyed(work, i)->path);
  g_ptr_array_add(readable, NULL);
  work->guard = guard_new();
  work->confinement = diag_new_silent(work->diagnostics);
  work->confined = work->options->no_sandbox ||
                   (confine_files((const char *const *)readable->pdata, NULL, work->confinement) &&
                    confine_calls(false, work->confinement));
  g_ptr_array_unref(readable);
}

static void end(void *context) {
  const Surveying *work = context;
  diag_free(work->confinement);
  guard_free(work->guard);
}

static void add_strings(JsonObject *object, const char *name, const GPtrArray *strings) {
  JsonArray *array = json_add_array(object, name);
  for (guint i = 0; i < strings->len; i++)
    json_array_add_string_element(array, g_ptr_array_index(strings, i));
}

static char *read_one(void *context, unsigned job) {
  const Surveying *work = context;
  const Limits *limits = work->options->limits;
  Diagnostics *said = diag_new_silent(work->diagnostics);
  guard_begin(work->guard, &(GuardOptions){.seconds = limits->time, .megabytes = limits->memory});
  Survey *survey = work->confined ? survey_read(surveyed(work, job)->path, said) : NULL;
  guard_end(work->guard);
  JsonObject *answer = json_object_new();
  if (survey) {
    JsonObject *found = json_add_object(answer, "survey");
    json_add_text(found, "council", survey->council);
    json_add_text(found, "language", survey->language);
    add_strings(found, "cycles", survey->cycles);
    add_strings(found, "days", survey->days);
    json_object_set_int_member(found, "latest", survey->latest);
  }
  diag_all_to_json(work->confined ? said : work->confinement, MOST_DIAGNOSTICS,
                   json_add_array(answer, "diagnostics"));
  char *text = json_text(answer, false);
  json_object_unref(answer);
  survey_free(survey);
  diag_free(said);
  return text;
}

/* ---- Here ------------------------------------------------------------------------------------------ */

static void keep(void *context, unsigned job, const char *result, gsize length, int status) {
  const Surveying *work = context;
  if (result)
    work->answers->pdata[job] = g_strndup(result, length);
  g_array_index(work->statuses, int, job) = status;
}

static GPtrArray *strings_of(JsonObject *object, const char *name) {
  JsonArray *array = json_array(object, name);
  GPtrArray *strings = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < json_array_get_length(array); i++)
    g_ptr_array_add(strings, g_strdup(json_array_get_string_element(array, i)));
  return strings;
}

static Survey *survey_from(JsonObject *found) {
  Survey *survey = g_new0(Survey, 1);
  survey->council = g_strdup(json_string(found, "council"));
  survey->language = g_strdup(json_string(found, "language"));
  survey->cycles = strings_of(found, "cycles");
  survey->days = strings_of(found, "days");
  survey->latest = (guint)json_object_get_int_member(found, "latest");
  return survey;
}

/* Takes what a worker says of a dataset. */
static void take(Surveyed *dataset, const char *text, Diagnostics *diagnostics) {
  JsonObject *answer = json_parse(text, strlen(text));
  if (!answer)
    g_error("a worker's answer cannot be read: %s", text);
  JsonArray *said = json_array(answer, "diagnostics");
  JsonObject *found = json_object(answer, "survey");
  dataset->system = !found;
  for (guint i = 0; i < json_array_get_length(said); i++) {
    JsonObject *one = json_array_get_object_element(said, i);
    dataset->system = dataset->system && diag_is_of_system(json_string(one, "id"));
    diag_from_json(diagnostics, one);
  }
  if (found)
    dataset->survey = survey_from(found);
  json_object_unref(answer);
}

static void take_all(const Surveying *work) {
  for (guint i = 0; i < work->jobs->len; i++) {
    Surveyed *dataset = surveyed(work, i);
    if (work->answers->pdata[i])
      take(dataset, work->answers->pdata[i], work->diagnostics);
    else
      g_free(ended_report(g_array_index(work->statuses, int, i), dataset->path,
                          work->options->limits, work->diagnostics, (Place){.file = dataset->path},
                          &dataset->system));
  }
}

/* As pool_run. */
static int read_all(const Surveying *work) {
  const guint count = work->jobs->len;
  unsigned *groups = g_new(unsigned, count + 1);
  for (guint i = 0; i < count; i++)
    groups[i] = i;
  const Pool pool = {.count = count,
                     .workers = CLAMP(work->options->jobs, 1, MAX(1, count)),
                     .groups = groups,
                     .context = (gpointer)work,
                     .begin = begin,
                     .work = read_one,
                     .end = end,
                     .done = keep};
  const int code = pool_run(&pool);
  g_free(groups);
  return code;
}

static bool survey_all(const Surveys *surveys, const SurveyOptions *options,
                       Diagnostics *diagnostics, int *signal) {
  Surveying work = {.surveys = surveys,
                    .options = options,
                    .diagnostics = diagnostics,
                    .jobs = g_array_new(FALSE, FALSE, sizeof(guint)),
                    .answers = g_ptr_array_new_with_free_func(g_free),
                    .statuses = g_array_new(FALSE, TRUE, sizeof(int))};
  for (guint i = 0; i < surveys->all->len; i++) {
    const Surveyed *dataset = &g_array_index(surveys->all, Surveyed, i);
    if (g_utf8_validate(dataset->path, -1, NULL))
      g_array_append_val(work.jobs, i);
    else
      diag_project_utf8(diagnostics, dataset->dataset->place, dataset->path);
  }
  g_ptr_array_set_size(work.answers, (int)work.jobs->len);
  g_array_set_size(work.statuses, work.jobs->len);
  const int code = read_all(&work);
  *signal = MAX(0, code);
  if (code < 0)
    diag_project_process(diagnostics, PLACE_NONE, g_strerror(-code));
  if (code == 0)
    take_all(&work);
  g_array_unref(work.statuses);
  g_ptr_array_unref(work.answers);
  g_array_unref(work.jobs);
  return code == 0;
}

static void release(gpointer dataset) {
  survey_free(((Surveyed *)dataset)->survey);
}

Surveys *surveys_new(const Project *project, const SurveyOptions *options, Diagnostics *diagnostics,
                     int *signal) {
  Surveys *surveys = g_new0(Surveys, 1);
  surveys->all = g_array_new(FALSE, FALSE, sizeof(Surveyed));
  g_array_set_clear_func(surveys->all, release);
  surveys->absolute = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  surveys->strings = g_string_chunk_new(4096);
  *signal = 0;
  bool good = true;
  for (guint i = 0; good && i < project->datasets->len; i++)
    good =
        find(surveys, project, &g_array_index(project->datasets, ProjectDataset, i), diagnostics);
  if (!good || !survey_all(surveys, options, diagnostics, signal))
    g_clear_pointer(&surveys, surveys_free);
  return surveys;
}

void surveys_free(Surveys *surveys) {
  if (!surveys)
    return;
  g_array_unref(surveys->all);
  g_hash_table_unref(surveys->absolute);
  g_string_chunk_free(surveys->strings);
  g_free(surveys);
}
