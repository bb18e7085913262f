#include "command/many.h"
#include "base/confine.h"

#include <signal.h>
#include <string.h>

bool many_wanted(const Options *options, int count, char **operands) {
  const char *const lists[] = {options->report, options->to, options->language, options->cycle};
  bool many = count > 1 || (options->output && g_str_has_suffix(options->output, "/"));
  for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
    many = many || (lists[i] && strchr(lists[i], ','));
  return count > 0 && (many || project_is(operands[0]));
}

/* Many cannot be one file. */
static bool check_output(const char *output) {
  Edition edition;
  const bool folder = output && (g_file_test(output, G_FILE_TEST_IS_DIR) ||
                                 !(edition_from_output(output, &edition) || !strcmp(output, "-")));
  if (!output)
    usage_error("-o FOLDER/ is missing");
  else if (!folder)
    usage_error("several publications need a folder, but “%s” is a file: give -o FOLDER/", output);
  return folder;
}

/* ---- The project -------------------------------------------------------------------------------- */

static bool valid_words(const Options *options) {
  const char *const words[] = {options->report, options->to,        options->language,
                               options->cycle,  options->since,     options->name,
                               options->theme,  options->stylesheet};
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
    if (words[i] && !g_utf8_validate(words[i], -1, NULL)) {
      usage_error("“%s” is not UTF-8", words[i]);
      return false;
    }
  }
  return true;
}

static bool check_editions(const GArray *editions) {
  for (guint i = 0; i < editions->len; i++) {
    Edition edition;
    const char *name = g_array_index(editions, ProjectWord, i).text;
    if (!edition_from_name(name, &edition)) {
      usage_error("--to is “%s”, but can be %s", name, EDITION_NAMES);
      return false;
    }
  }
  return true;
}

/* The project that a command line with datasets stands for; NULL: a usage error was reported. */
static Project *project_of_operands(const Options *options, int count, char **operands) {
  if (!check_output(options->output))
    return NULL;
  Project *project = project_new();
  ProjectSet *set = project_add_set(project, PLACE_NONE);
  project_add_words(project, set->reports, options->report ? options->report : "summary",
                    PLACE_NONE);
  project_add_words(project, set->editions, options->to ? options->to : "pdf", PLACE_NONE);
  project_add_words(project, set->languages, options->language ? options->language : "",
                    PLACE_NONE);
  project_add_words(project, set->cycles, options->cycle ? options->cycle : "", PLACE_NONE);
  set->since = options->since;
  project->output = options->output;
  project->theme = options->theme;
  for (int i = 0; i < count; i++) {
    const ProjectDataset dataset = {.path = operands[i], .place = {.file = operands[i]}};
    g_array_append_val(project->datasets, dataset);
  }
  for (guint i = 0; options->stylesheet && i < set->editions->len; i++) {
    const ProjectSetting setting = {g_array_index(set->editions, ProjectWord, i).text,
                                    options->stylesheet, PLACE_NONE};
    g_array_append_val(set->stylesheets, setting);
  }
  const bool one = !options->stylesheet || set->editions->len == 1;
  if (!one)
    usage_error("--stylesheet makes one edition, but several are asked for");
  if (!one || !check_editions(set->editions))
    g_clear_pointer(&project, project_free);
  return project;
}

/* What the project file says, the command line must not. */
static bool suits_project(const Options *options) {
  const GivenOption given[] = {{"--theme", options->theme != NULL},
                               {"--stylesheet", options->stylesheet != NULL},
                               {"--since", options->since != NULL},
                               {"--name", options->name != NULL},
                               {"--param", options->parameters != NULL}};
  return options_refuse(given, G_N_ELEMENTS(given), "is said in the project file itself");
}

static Project *project_of(const Options *options, int count, char **operands,
                           Diagnostics *diagnostics, ExitCode *code) {
  *code = EXIT_USAGE;
  if (options->jobs < 0)
    usage_error("--jobs must be a number of processes");
  if (options->assets)
    usage_error(
        "--assets is for one page: of many publications each is one file, which the manifest "
        "can vouch for and which can be withdrawn without the others");
  if (options->jobs < 0 || options->assets || !valid_words(options))
    return NULL;
  bool any = false;
  for (int i = 0; i < count; i++)
    any = any || project_is(operands[i]);
  Project *project = NULL;
  if (!any) {
    project = project_of_operands(options, count, operands);
  } else if (count > 1) {
    usage_error("a project is published by itself: name one, and no dataset beside it");
  } else if (suits_project(options)) {
    project = project_read(operands[0], diagnostics);
    *code = EXIT_INPUT;
    if (project && options->output)
      project->output = options->output;
  }
  if (project && options->name)
    project->name = options->name;
  return project;
}

/* ---- Which of it -------------------------------------------------------------------------------- */

/* Leaves the tasks that the words of an option name: what a project has, a part of it. */
static bool keep_named(GArray *tasks, const char *list, size_t offset, const char *option) {
  if (!list)
    return true;
  char **words = g_strsplit_set(list, ", ", -1);
  bool good = true;
  for (char **word = words; good && *word; word++) {
    bool has = !**word;
    for (guint i = 0; !has && i < tasks->len; i++)
      has = g_strcmp0(G_STRUCT_MEMBER(const char *, &g_array_index(tasks, Task, i), offset),
                      *word) == 0;
    if (!has)
      usage_error("%s: the project publishes nothing of “%s”", option, *word);
    good = has;
  }
  for (guint i = 0; good && i < tasks->len; i++) {
    const char *value = G_STRUCT_MEMBER(const char *, &g_array_index(tasks, Task, i), offset);
    if (!value || !g_strv_contains((const char *const *)words, value))
      g_array_remove_index(tasks, i--);
  }
  g_strfreev(words);
  return good;
}

static bool keep_asked(TaskList *list, const Options *options) {
  return keep_named(list->tasks, options->report, G_STRUCT_OFFSET(Task, report), "--report") &&
         keep_named(list->tasks, options->to, G_STRUCT_OFFSET(Task, edition), "--to") &&
         keep_named(list->tasks, options->language, G_STRUCT_OFFSET(Task, language), "--lang") &&
         keep_named(list->tasks, options->cycle, G_STRUCT_OFFSET(Task, cycle_id), "--cycle");
}

/* ---- Jobs --------------------------------------------------------------------------------------- */

static void plan_free(gpointer data) {
  plan_release(data);
  g_free(data);
}

static void add_folders(GPtrArray *to, const GPtrArray *from) {
  for (guint i = 0; i < from->len; i++) {
    const char *folder = g_ptr_array_index(from, i);
    if (folder && !g_ptr_array_find_with_equal_func(to, folder, g_str_equal, NULL))
      g_ptr_array_add(to, (gpointer)folder);
  }
}

/* The options that stand for one task: what it says, and what holds for all. */
static Options options_of(const Options *all, const Many *many, const Task *task) {
  Options options = *all;
  options.output = (char *)task->output;
  options.to = (char *)task->edition;
  options.report = (char *)task->report;
  options.stylesheet = (char *)task->stylesheet;
  options.theme = (char *)task->theme;
  /* The latest, too, by its name: what is added meanwhile must not come under the name of another. */
  options.cycle = *task->cycle_id ? (char *)task->cycle_id : NULL;
  options.since = (char *)task->set->since;
  options.language = (char *)task->language;
  Edition edition = EDITION_PDF;
  edition_from_name(task->edition, &edition);
  options_narrow(&options, edition);
  options.roots = (char **)many->named_roots->pdata;
  options.font_folders = (char **)many->named_fonts->pdata;
  return options;
}

/* Whether what a project file names is there; else it is reported where it is written. */
static bool exists(const Task *task, const char *name, const char *kind, const char *folder,
                   const char *ending, Diagnostics *diagnostics) {
  if (!name || !task->place.file || task->place.line == 0)
    return true; /* of a command line: the job will say so */
  char *found = NULL;
  if (strpbrk(name, "/.")) {
    found = g_file_test(name, G_FILE_TEST_EXISTS) ? g_strdup(name) : NULL;
  } else {
    char *path = g_strconcat(folder, "/", name, ending, NULL);
    found = find_stylesheet(task->source, path);
    g_free(path);
  }
  if (!found)
    diag_project_unknown(diagnostics, task->place, kind, name, folder);
  const bool there = found != NULL;
  g_free(found);
  return there;
}

static ExitCode plan_task(Many *many, const Options *all, Task *task, Diagnostics *diagnostics) {
  if (!exists(task, task->report, "report", "progress", ".xsl", diagnostics) ||
      !exists(task, task->theme, "theme", "theme", ".xml", diagnostics) ||
      !exists(task, task->stylesheet, "stylesheet", "edition", "", diagnostics))
    return EXIT_INPUT;
  const Options options = options_of(all, many, task);
  JobPlan *plan = g_new0(JobPlan, 1);
  g_ptr_array_add(many->plans, plan);
  if (!plan_init(plan, &options, task->source))
    return EXIT_USAGE;
  for (guint i = 0; i < task->parameters->len; i++) {
    const ProjectSetting *setting = &g_array_index(task->parameters, ProjectSetting, i);
    plan_add_parameter(plan, setting->name, setting->value, false);
  }
  if (task->alternates)
    plan_add_parameter(plan, "alternates", task->alternates, true);
  add_folders(many->roots, plan->roots);
  add_folders(many->font_folders, plan->font_folders);
  task->job = &plan->job;
  return EXIT_DONE;
}

/* An option of one edition is a mistake if nothing of that edition is asked for. */
static bool check_editions_of(const TaskList *list, const Options *options) {
  unsigned editions = 0;
  for (guint i = 0; i < list->tasks->len; i++) {
    Edition edition = EDITION_PDF;
    edition_from_name(g_array_index(list->tasks, Task, i).edition, &edition);
    editions |= 1u << edition;
  }
  return options_suit(options, editions);
}

static void take_given(GPtrArray *to, const GPtrArray *of_project, char **given) {
  add_folders(to, of_project);
  for (char **folder = given; folder && *folder; folder++)
    g_ptr_array_add(to, *folder);
  g_ptr_array_add(to, NULL);
}

static unsigned jobs_of(const Options *options) {
  return options->jobs > 0 ? (unsigned)options->jobs : g_get_num_processors();
}

static ExitCode survey(Many *many, const Options *options, Diagnostics *diagnostics) {
  Limits limits;
  if (!options_limits(options, &limits))
    return EXIT_USAGE;
  const SurveyOptions survey_options = {
      .limits = &limits, .jobs = jobs_of(options), .no_sandbox = options->no_sandbox};
  many->surveys = surveys_new(many->project, &survey_options, diagnostics, &many->signal);
  return many->surveys ? EXIT_DONE : options_code_of(diagnostics, false);
}

ExitCode many_init(Many *many, const Options *options, int count, char **operands,
                   Diagnostics *diagnostics) {
  *many = (Many){.plans = g_ptr_array_new_with_free_func(plan_free),
                 .roots = g_ptr_array_new(),
                 .font_folders = g_ptr_array_new(),
                 .named_roots = g_ptr_array_new(),
                 .named_fonts = g_ptr_array_new()};
  ExitCode code = EXIT_USAGE;
  many->project = project_of(options, count, operands, diagnostics, &code);
  if (!many->project)
    return code;
  code = survey(many, options, diagnostics);
  if (code != EXIT_DONE)
    return code;
  many->list = tasks_new(many->project, many->surveys, diagnostics);
  if (!many->list)
    return EXIT_INPUT;
  if ((many->project->file && !keep_asked(many->list, options)) ||
      !check_editions_of(many->list, options))
    return EXIT_USAGE;
  take_given(many->named_roots, many->project->roots, options->roots);
  take_given(many->named_fonts, many->project->font_folders, options->font_folders);
  code = EXIT_DONE;
  for (guint i = 0; code == EXIT_DONE && i < many->list->tasks->len; i++)
    code = plan_task(many, options, &g_array_index(many->list->tasks, Task, i), diagnostics);
  g_ptr_array_add(many->roots, NULL);
  g_ptr_array_add(many->font_folders, NULL);
  return code;
}

void many_release(Many *many) {
  g_ptr_array_unref(many->plans);
  g_ptr_array_unref(many->roots);
  g_ptr_array_unref(many->font_folders);
  g_ptr_array_unref(many->named_roots);
  g_ptr_array_unref(many->named_fonts);
  tasks_free(many->list);
  surveys_free(many->surveys);
  project_free(many->project);
}

/* ---- Running ------------------------------------------------------------------------------------ */

RunResult many_run(const Many *many, const Options *options, Diagnostics *diagnostics,
                   GPtrArray *made) {
  const RunOptions run = {.list = many->list,
                          .folder = many->project->output,
                          .roots = (const char *const *)many->roots->pdata,
                          .font_folders = (const char *const *)many->font_folders->pdata,
                          .named_roots = (const char *const *)many->named_roots->pdata,
                          .diagnostics = diagnostics,
                          .project = many->project->file,
                          .depfile = options->depfile,
                          .depfile_target = options->depfile_target,
                          .jobs = jobs_of(options),
                          .dry_run = options->dry_run,
                          .force = options->force,
                          .no_sandbox = options->no_sandbox,
                          .quiet = options->quiet || made,
                          .brief = made != NULL,
                          .made = made};
  return run_tasks(&run);
}

ExitCode many_exit_code(const RunResult *result) {
  if (result->broken || (result->failed > 0 && result->system_only))
    return EXIT_SYSTEM;
  if (result->failed > 0)
    return EXIT_INPUT;
  return result->unclaimed > 0 ? EXIT_UNCLAIMED : EXIT_DONE;
}

bool many_confine(const Options *options, Diagnostics *diagnostics) {
  return options->no_sandbox || confine_calls(true, diagnostics);
}

ExitCode many_build(const Options *options, int count, char **operands) {
  Diagnostics *diagnostics = options_diagnostics(options);
  if (!diagnostics)
    return EXIT_USAGE;
  if (!many_confine(options, diagnostics))
    return options_exit_code(diagnostics, false);
  Many many;
  ExitCode code = many_init(&many, options, count, operands, diagnostics);
  RunResult result = {.signal = many.signal};
  if (code == EXIT_DONE) {
    result = many_run(&many, options, diagnostics, NULL);
    code = many_exit_code(&result);
  }
  diag_flush(diagnostics);
  diag_free(diagnostics);
  many_release(&many);
  if (result.signal) { /* the shell is to know */
    signal(result.signal, SIG_DFL);
    raise(result.signal);
  }
  return code;
}
