#include "command/options.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#define RESOURCE_FOLDER "/peerpress/stylesheets/"

/* Keeps a string for as long as the plan. */
static const char *keep(JobPlan *plan, char *string) {
  g_ptr_array_add(plan->strings, string);
  return string;
}

static char *folder_of(const char *path) {
  return strcmp(path, "-") == 0 ? g_strdup(".") : g_path_get_dirname(path);
}

bool plan_add_folder(GPtrArray *folders, const char *folder) {
  char *resolved = realpath(folder, NULL);
  if (!resolved)
    return false;
  g_ptr_array_add(folders, g_strdup(resolved));
  free(resolved);
  return true;
}

static void add_root_of(JobPlan *plan, const char *file) {
  char *folder = folder_of(file);
  plan_add_folder(plan->roots, folder);
  g_free(folder);
}

bool plan_add_folders(GPtrArray *folders, char **given, const char *option) {
  for (char **folder = given; folder && *folder; folder++) {
    if (!plan_add_folder(folders, *folder)) {
      usage_error("%s names the folder “%s”, which does not exist", option, *folder);
      return false;
    }
  }
  return true;
}

static bool resource_exists(const char *path) {
  return g_resources_get_info(path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL);
}

char *find_stylesheet(const char *source, const char *name) {
  char *folder = folder_of(source);
  char *beside = g_build_filename(folder, "stylesheets", name, NULL);
  g_free(folder);
  if (g_file_test(beside, G_FILE_TEST_IS_REGULAR))
    return beside;
  g_free(beside);
  char *resource = g_strconcat(RESOURCE_FOLDER, name, NULL);
  char *address = resource_exists(resource) ? g_strconcat("resource://", resource, NULL) : NULL;
  g_free(resource);
  return address;
}

static bool is_file_name(const char *given) {
  return strchr(given, '/') || strchr(given, '.');
}

static bool readable(const char *path, const char *option) {
  if (g_file_test(path, G_FILE_TEST_EXISTS))
    return true;
  usage_error("%s names “%s”, which does not exist", option, path);
  return false;
}

/* A report or theme, given by name or as a file, or found by its default name. */
static const char *find_named(JobPlan *plan, const char *given, const char *pattern,
                              const char *option) {
  if (is_file_name(given)) {
    if (!readable(given, option))
      return NULL;
    add_root_of(plan, given);
    return keep(plan, g_strdup(given));
  }
  char *name =
      g_strdup_printf("%s/%s.%s", pattern, given, strcmp(pattern, "theme") == 0 ? "xml" : "xsl");
  char *found = find_stylesheet(plan->job.source, name);
  if (!found)
    usage_error("%s: there is no “%s” in the program or beside the dataset (stylesheets/%s)",
                option, given, name);
  g_free(name);
  return found ? keep(plan, found) : NULL;
}

static void add_parameter(JobPlan *plan, const char *name, const char *value, bool optional) {
  const TransformParameter parameter = {name, value, optional};
  g_array_append_val(plan->parameters, parameter);
}

void plan_add_parameter(JobPlan *plan, const char *name, const char *value, bool optional) {
  add_parameter(plan, name, value, optional);
  plan->job.parameters = (const TransformParameter *)(const void *)plan->parameters->data;
  plan->job.parameter_count = (int)plan->parameters->len;
}

static bool add_given_parameters(JobPlan *plan, char **given) {
  for (char **p = given; p && *p; p++) {
    const char *equals = strchr(*p, '=');
    if (!equals || equals == *p || !g_utf8_validate(*p, -1, NULL)) {
      usage_error("--param is “%s”, but must be NAME=VALUE in UTF-8", *p);
      return false;
    }
    add_parameter(plan, keep(plan, g_strndup(*p, (gsize)(equals - *p))), equals + 1, false);
  }
  return true;
}

/* The stylesheets resolve the theme's address: a file needs an absolute one. */
static bool add_theme(JobPlan *plan, const char *given) {
  const char *found = find_named(plan, given ? given : "default", "theme", "--theme");
  if (!found)
    return false;
  if (!g_str_has_prefix(found, "resource:")) {
    if (plan->job.edition < EDITION_HTML && !plan_add_fonts_of_theme(plan, found))
      return false;
    char *absolute = g_canonicalize_filename(found, NULL);
    found = keep(plan, g_filename_to_uri(absolute, NULL, NULL));
    g_free(absolute);
  }
  add_parameter(plan, "theme", found, !given);
  return true;
}

static bool set_edition(JobPlan *plan, const Options *options) {
  PressJob *job = &plan->job;
  if (!options->output) {
    usage_error("-o OUTPUT is missing");
    return false;
  }
  if (options->to && !edition_from_name(options->to, &job->edition)) {
    usage_error("--to is “%s”, but can be %s", options->to, EDITION_NAMES);
    return false;
  }
  if (!options->to && !edition_from_output(options->output, &job->edition)) {
    usage_error("the ending of “%s” names no edition; give one with --to (%s)", options->output,
                EDITION_NAMES);
    return false;
  }
  const bool numbered = job->edition == EDITION_PNG || job->edition == EDITION_SVG;
  if (numbered && strcmp(options->output, "-") == 0) {
    usage_error("a picture of each page needs file names: give -o NAME.png");
    return false;
  }
  job->output = options->output;
  return true;
}

static bool set_stylesheet(JobPlan *plan, const Options *options) {
  static const char *const names[] = {[EDITION_HTML] = "edition/web.xsl",
                                      [EDITION_TEXT] = "edition/text.xsl",
                                      [EDITION_CSV] = "edition/csv.xsl"};
  if (options->stylesheet) {
    add_root_of(plan, options->stylesheet);
    plan->job.stylesheet = options->stylesheet;
    plan->job.stylesheet_given = true;
    if (plan->job.edition >= EDITION_XHTML) {
      usage_error("--stylesheet makes an edition of the content, which %s is not",
                  plan->job.edition == EDITION_XHTML ? "xhtml" : "dataset");
      return false;
    }
    return readable(options->stylesheet, "--stylesheet");
  }
  const Edition edition = plan->job.edition;
  if (edition >= EDITION_XHTML)
    return true;
  const char *name = edition < EDITION_HTML ? "edition/print.xsl" : names[edition];
  char *found = find_stylesheet(plan->job.source, name);
  if (!found) {
    usage_error("there is no stylesheet “%s” in the program", name);
    return false;
  }
  plan->job.stylesheet = keep(plan, found);
  return true;
}

static bool set_assets(JobPlan *plan, const Options *options) {
  plan->job.assets = options->assets;
  if (!options->assets)
    return true;
  if (plan->job.edition != EDITION_HTML || strcmp(plan->job.output, "-") == 0) {
    usage_error("--assets is for html in a file only");
    return false;
  }
  const bool inside = !g_path_is_absolute(options->assets) && !strstr(options->assets, "..") &&
                      g_utf8_validate(options->assets, -1, NULL) && *options->assets;
  if (!inside)
    usage_error("--assets must name a folder beside the page or below it");
  return inside;
}

static bool set_resolution(JobPlan *plan, const Options *options) {
  enum { LEAST = 10, MOST = 2400, USUAL = 96 };
  plan->job.resolution = options->resolution != 0 ? options->resolution : USUAL;
  if (plan->job.resolution >= LEAST && plan->job.resolution <= MOST)
    return true;
  usage_error("--resolution must be between %d and %d dots per inch", LEAST, MOST);
  return false;
}

/* The rules of the program (or the file that stands in their place), the council's own beside the
 * dataset, and those that the options name. */
static bool set_rules(JobPlan *plan, const Options *options) {
  char *built_in = find_stylesheet(plan->job.source, "progress/rules.sch");
  if (built_in)
    g_ptr_array_add(plan->rules, (gpointer)keep(plan, built_in));
  char *folder = folder_of(plan->job.source);
  char *own = g_build_filename(folder, "rules.sch", NULL);
  g_free(folder);
  if (g_file_test(own, G_FILE_TEST_IS_REGULAR))
    g_ptr_array_add(plan->rules, (gpointer)keep(plan, own));
  else
    g_free(own);
  for (char **rules = options->rules; rules && *rules; rules++) {
    if (!readable(*rules, "--rules"))
      return false;
    add_root_of(plan, *rules);
    g_ptr_array_add(plan->rules, *rules);
  }
  return true;
}

static bool plan_fill(JobPlan *plan, const Options *options) {
  add_root_of(plan, plan->job.source);
  if (!options_check_words(options))
    return false;
  if (!set_edition(plan, options) || !options_suit(options, 1u << plan->job.edition) ||
      !set_stylesheet(plan, options) || !set_resolution(plan, options) ||
      !options_limits(options, &plan->limits) || !set_assets(plan, options))
    return false;
  if (options->report && !set_rules(plan, options))
    return false;
  if (options->report)
    plan->job.report = find_named(plan, options->report, "progress", "--report");
  if (options->report && !plan->job.report)
    return false;
  if (!add_theme(plan, options->theme) || !add_given_parameters(plan, options->parameters) ||
      !plan_add_folders(plan->roots, options->roots, "--root") || !plan_add_fonts(plan, options))
    return false;
  if (options->language)
    add_parameter(plan, "lang", options->language, false);
  if (options->cycle)
    add_parameter(plan, "cycle", options->cycle, true);
  if (options->since)
    add_parameter(plan, "since", options->since, true);
  return true;
}

static void plan_begin(JobPlan *plan, const Options *options, const char *source) {
  *plan = (JobPlan){
      .job = {.source = source,
              .cycle = options->cycle,
              .since = options->since,
              .no_claim = options->no_claim,
              .attach_dataset = options->attach_dataset,
              .warnings_are_errors = options->warnings_are_errors,
              .fonts_may_lack = options->allow_missing_fonts,
              .trace = options->trace},
      .strings = g_ptr_array_new_with_free_func(g_free),
      .parameters = g_array_new(FALSE, FALSE, sizeof(TransformParameter)),
      .roots = g_ptr_array_new_with_free_func(g_free),
      .font_folders = g_ptr_array_new_with_free_func(g_free),
      .rules = g_ptr_array_new(),
  };
}

static void plan_end(JobPlan *plan) {
  g_ptr_array_add(plan->roots, NULL);
  g_ptr_array_add(plan->font_folders, NULL);
  g_ptr_array_add(plan->rules, NULL);
  plan->job.parameters = (const TransformParameter *)(const void *)plan->parameters->data;
  plan->job.parameter_count = (int)plan->parameters->len;
  plan->job.rules = (const char *const *)plan->rules->pdata;
  plan->job.limits = &plan->limits;
}

bool plan_init(JobPlan *plan, const Options *options, const char *source) {
  plan_begin(plan, options, source);
  const bool planned = plan_fill(plan, options);
  plan_end(plan);
  return planned;
}

bool plan_init_check(JobPlan *plan, const Options *options, const char *source) {
  plan_begin(plan, options, source);
  add_root_of(plan, source);
  const bool planned = options_check_words(options) && set_rules(plan, options) &&
                       options_limits(options, &plan->limits);
  plan_end(plan);
  return planned;
}

void plan_release(JobPlan *plan) {
  g_ptr_array_unref(plan->strings);
  g_array_unref(plan->parameters);
  g_ptr_array_unref(plan->roots);
  g_ptr_array_unref(plan->font_folders);
  g_ptr_array_unref(plan->rules);
}
