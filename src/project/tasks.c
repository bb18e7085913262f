#include "project/tasks.h"
#include "project/edition.h"
#include "project/naming.h"

#include <string.h>

/* The dataset at work, and what is known of all of them. */
typedef struct {
  const Project *project;
  Diagnostics *diagnostics;
  TaskList *list;
  GHashTable *outputs; /* absolute name -> index of its task + 1 */
  const ProjectDataset *dataset;
  const char *source;
  const Survey *survey;
  bool good;
} Planning;

/* Takes the string. */
static const char *keep(const Planning *planning, char *string) {
  const char *kept = g_string_chunk_insert(planning->list->strings, string);
  g_free(string);
  return kept;
}

/* The last part of a path without its ending. */
static char *stem_of(const char *path) {
  char *base = g_path_get_basename(path);
  char *dot = strrchr(base, '.');
  if (dot && dot != base)
    *dot = '\0';
  return base;
}

/* The name of the folder that a file is in. */
static char *folder_name(const char *path) {
  char *absolute = g_canonicalize_filename(path, NULL);
  char *folder = g_path_get_dirname(absolute);
  char *name = g_path_get_basename(folder);
  g_free(folder);
  g_free(absolute);
  return name;
}

static const char *day_of(const Survey *survey, const char *cycle) {
  for (guint i = 0; i < survey->cycles->len; i++) {
    if (strcmp(g_ptr_array_index(survey->cycles, i), cycle) == 0)
      return g_ptr_array_index(survey->days, i);
  }
  return "";
}

/* The parameters of a task, with what its names say in their values. */
static GArray *parameters_of(const Planning *planning, const Task *task, const NamingValue *values,
                             size_t count) {
  GArray *parameters = g_array_new(FALSE, FALSE, sizeof(ProjectSetting));
  for (guint i = 0; i < task->set->parameters->len; i++) {
    ProjectSetting setting = g_array_index(task->set->parameters, ProjectSetting, i);
    setting.value = keep(planning, naming_fill_text(setting.value, values, count));
    g_array_append_val(parameters, setting);
  }
  return parameters;
}

/* Gives a task the name of its output, NULL if its pattern cannot be used, reported, and its
 * parameters. */
static void name_task(const Planning *planning, Task *task) {
  const Survey *survey = planning->survey;
  char *dataset = stem_of(task->source), *folder = folder_name(task->source);
  char *report = stem_of(task->report);
  Edition edition = EDITION_PDF;
  edition_from_name(task->edition, &edition);
  const NamingValue values[] = {
      {"dataset", dataset},
      {"folder", folder},
      {"council", survey->council},
      {"report", report},
      {"cycle", task->cycle_id},
      {"as-of", day_of(survey, task->cycle_id)},
      {"lang", task->language ? task->language : survey->language},
      {"edition", task->edition},
  };
  const char *pattern = task->set->name ? task->set->name : planning->project->name;
  task->parameters = parameters_of(planning, task, values, G_N_ELEMENTS(values));
  if (naming_check(pattern, values, G_N_ELEMENTS(values), task->place, planning->diagnostics)) {
    char *filled = naming_fill(pattern, values, G_N_ELEMENTS(values));
    task->name = keep(planning, g_strconcat(filled, ".", edition_ending(edition), NULL));
    g_free(filled);
  }
  g_free(report);
  g_free(folder);
  g_free(dataset);
}

static const char *stylesheet_of(const Task *task) {
  Edition wanted, has;
  edition_from_name(task->edition, &wanted);
  for (guint i = 0; i < task->set->stylesheets->len; i++) {
    const ProjectSetting *setting = &g_array_index(task->set->stylesheets, ProjectSetting, i);
    if (edition_from_name(setting->name, &has) && has == wanted)
      return setting->value;
  }
  return NULL;
}

/* Two that would be one file: whichever comes later would be lost. */
static void check_clash(Planning *planning, const Task *task) {
  char *absolute = g_canonicalize_filename(task->output, NULL);
  const guint other = GPOINTER_TO_UINT(g_hash_table_lookup(planning->outputs, absolute));
  if (other > 0) {
    const Task *first = &g_array_index(planning->list->tasks, Task, other - 1);
    char *one = g_strjoin(", ", first->source, first->report, first->cycle_id,
                          first->language ? first->language : "-", first->edition, NULL);
    char *two = g_strjoin(", ", task->source, task->report, task->cycle_id,
                          task->language ? task->language : "-", task->edition, NULL);
    diag_project_clash(planning->diagnostics, task->place, task->output, one, two);
    g_free(one);
    g_free(two);
    planning->good = false;
  }
  g_hash_table_insert(planning->outputs, absolute,
                      GUINT_TO_POINTER(planning->list->tasks->len + 1));
}

static void add_task(Planning *planning, Task *task) {
  name_task(planning, task);
  if (!task->name) {
    g_array_unref(task->parameters);
    planning->good = false;
    return;
  }
  task->stylesheet = stylesheet_of(task);
  task->output =
      strcmp(planning->project->output, ".") == 0
          ? task->name
          : keep(planning, g_build_filename(planning->project->output, task->name, NULL));
  check_clash(planning, task);
  g_array_append_val(planning->list->tasks, *task);
}

/* The references of the tasks from `first` on, which are one report in several languages and
 * editions, to each other. */
static void link_languages(Planning *planning, guint first) {
  GArray *tasks = planning->list->tasks;
  for (guint i = first; i < tasks->len; i++) {
    Task *task = &g_array_index(tasks, Task, i);
    GString *list = g_string_new(NULL);
    for (guint j = first; j < tasks->len; j++) {
      const Task *other = &g_array_index(tasks, Task, j);
      if (i == j || strcmp(task->edition, other->edition) != 0 || !other->language)
        continue;
      char *reference = relative_reference(task->output, other->output);
      g_string_append_printf(list, "%s%s=%s", list->len ? " " : "", other->language, reference);
      g_free(reference);
    }
    if (list->len > 0)
      task->alternates = g_string_chunk_insert(planning->list->strings, list->str);
    g_string_free(list, TRUE);
  }
}

/* One report as of one cycle: in all languages and editions. */
static void add_report(Planning *planning, const ProjectSet *set, const char *report,
                       const char *cycle) {
  const Survey *survey = planning->survey;
  const char *latest =
      survey->cycles->len > 0 ? g_ptr_array_index(survey->cycles, survey->latest) : "";
  const guint first = planning->list->tasks->len;
  for (guint l = 0; l < MAX(1, set->languages->len); l++) {
    for (guint e = 0; e < set->editions->len; e++) {
      const ProjectWord *edition = &g_array_index(set->editions, ProjectWord, e);
      Task task = {.set = set,
                   .source = planning->source,
                   .report = report,
                   .edition = edition->text,
                   .cycle_id = cycle ? cycle : latest,
                   .theme = set->theme                 ? set->theme
                            : planning->dataset->theme ? planning->dataset->theme
                                                       : planning->project->theme,
                   .place = set->place};
      if (set->languages->len > 0)
        task.language = g_array_index(set->languages, ProjectWord, l).text;
      /* What survives the survey is the list's own. */
      task.cycle_id = g_string_chunk_insert_const(planning->list->strings, task.cycle_id);
      add_task(planning, &task);
    }
  }
  link_languages(planning, first);
}

static void add_set(Planning *planning, const ProjectSet *set) {
  const Survey *survey = planning->survey;
  for (guint r = 0; r < set->reports->len; r++) {
    const char *report = g_array_index(set->reports, ProjectWord, r).text;
    if (set->cycles->len == 0)
      add_report(planning, set, report, NULL);
    for (guint c = 0; c < set->cycles->len; c++) {
      const char *cycle = g_array_index(set->cycles, ProjectWord, c).text;
      if (strcmp(cycle, "latest") == 0) {
        add_report(planning, set, report, NULL);
      } else if (strcmp(cycle, "all") != 0) {
        add_report(planning, set, report, cycle);
      } else {
        for (guint i = 0; i < survey->cycles->len; i++)
          add_report(planning, set, report, g_ptr_array_index(survey->cycles, i));
      }
    }
  }
}

static void add_dataset(Planning *planning, const Surveyed *surveyed) {
  g_ptr_array_add(planning->list->datasets, (gpointer)surveyed->path);
  if (!surveyed->survey) {
    g_ptr_array_add(planning->list->unread, (gpointer)surveyed);
    return;
  }
  planning->dataset = surveyed->dataset;
  planning->source = surveyed->path;
  planning->survey = surveyed->survey;
  for (guint i = 0; planning->good && i < planning->project->sets->len; i++)
    add_set(planning, &g_array_index(planning->project->sets, ProjectSet, i));
}

/* A name must not be that of a dataset: it would be overwritten. */
static void check_sources(Planning *planning, const Surveys *surveys) {
  for (guint i = 0; i < planning->list->tasks->len; i++) {
    const Task *task = &g_array_index(planning->list->tasks, Task, i);
    char *absolute = g_canonicalize_filename(task->output, NULL);
    if (g_hash_table_contains(surveys->absolute, absolute)) {
      diag_project_overwrites(planning->diagnostics, task->place, task->output);
      planning->good = false;
    }
    g_free(absolute);
  }
}

TaskList *tasks_new(const Project *project, const Surveys *surveys, Diagnostics *diagnostics) {
  TaskList *list = g_new0(TaskList, 1);
  list->tasks = g_array_new(FALSE, FALSE, sizeof(Task));
  list->datasets = g_ptr_array_new();
  list->unread = g_ptr_array_new();
  list->strings = g_string_chunk_new(4096);
  Planning planning = {.project = project,
                       .diagnostics = diagnostics,
                       .list = list,
                       .outputs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                       .good = true};
  for (guint i = 0; planning.good && i < surveys->all->len; i++)
    add_dataset(&planning, &g_array_index(surveys->all, Surveyed, i));
  check_sources(&planning, surveys);
  g_hash_table_unref(planning.outputs);
  if (!planning.good)
    g_clear_pointer(&list, tasks_free);
  return list;
}

void tasks_free(TaskList *list) {
  if (!list)
    return;
  for (guint i = 0; i < list->tasks->len; i++)
    g_array_unref(g_array_index(list->tasks, Task, i).parameters);
  g_array_unref(list->tasks);
  g_ptr_array_unref(list->datasets);
  g_ptr_array_unref(list->unread);
  g_string_chunk_free(list->strings);
  g_free(list);
}
