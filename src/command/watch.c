#include "project/watch.h"
#include "command/many.h"
#include "project/manifest.h"

#include <stdio.h>
#include <string.h>

/* ---- What is looked at -------------------------------------------------------------------------- */

static bool is_resource(const char *path) {
  return g_str_has_prefix(path, "resource:");
}

/* A stylesheet or theme that was named, and what may be imported from its folder. */
static bool look_at_named(Watch *watch, const char *name, Diagnostics *diagnostics) {
  if (!name || is_resource(name))
    return true;
  char *path = g_str_has_prefix(name, "file:") ? g_filename_from_uri(name, NULL, NULL) : NULL;
  char *folder = g_path_get_dirname(path ? path : name);
  const bool watched =
      watch_file(watch, path ? path : name, diagnostics) && watch_tree(watch, folder, diagnostics);
  g_free(folder);
  g_free(path);
  return watched;
}

static bool look_at_dataset(Watch *watch, const char *path, Diagnostics *diagnostics) {
  char *folder = g_path_get_dirname(path);
  char *rules = g_build_filename(folder, "rules.sch", NULL);
  char *stylesheets = g_build_filename(folder, "stylesheets", NULL);
  const bool watched = watch_file(watch, path, diagnostics) &&
                       watch_file(watch, rules, diagnostics) &&
                       watch_tree(watch, stylesheets, diagnostics);
  g_free(stylesheets);
  g_free(rules);
  g_free(folder);
  return watched;
}

static bool look_at_task(Watch *watch, const Task *task, Diagnostics *diagnostics) {
  const PressJob *job = task->job;
  watch_except(watch, task->output);
  bool watched = look_at_named(watch, job->report, diagnostics) &&
                 look_at_named(watch, job->stylesheet, diagnostics);
  for (const char *const *rules = job->rules; watched && rules && *rules; rules++)
    watched = is_resource(*rules) || watch_file(watch, *rules, diagnostics);
  for (int i = 0; watched && i < job->parameter_count; i++) {
    if (strcmp(job->parameters[i].name, "theme") == 0)
      watched = look_at_named(watch, job->parameters[i].value, diagnostics);
  }
  return watched;
}

/* Pictures and whatever else was read, or looked for, when it was published. */
static bool look_at_inputs(Watch *watch, const Manifest *manifest, const Task *task,
                           Diagnostics *diagnostics) {
  JsonArray *inputs = json_array(manifest_lookup(manifest, task->name), "inputs");
  bool watched = true;
  for (guint i = 0; watched && inputs && i < json_array_get_length(inputs); i++) {
    JsonNode *node = json_array_get_element(inputs, i);
    JsonObject *input = JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
    const char *name = json_string(input, "path");
    if (!name || g_strcmp0(json_string(input, "kind"), "font") == 0)
      continue;
    char *path = g_canonicalize_filename(name, manifest->folder);
    watched = watch_file(watch, path, diagnostics);
    g_free(path);
  }
  return watched;
}

static bool look_at_all(Watch *watch, const Many *many, Diagnostics *diagnostics) {
  const Project *project = many->project;
  watch_forget(watch);
  bool watched = !project->file || watch_file(watch, project->file, diagnostics);
  for (guint i = 0; watched && i < project->datasets->len; i++) {
    const char *path = g_array_index(project->datasets, ProjectDataset, i).path;
    if (strpbrk(path, "*?["))
      watched = watch_pattern(watch, path, diagnostics);
  }
  for (guint i = 0; watched && i < many->list->datasets->len; i++)
    watched = look_at_dataset(watch, g_ptr_array_index(many->list->datasets, i), diagnostics);
  Manifest *manifest = manifest_read(project->output, diagnostics);
  for (guint i = 0; watched && i < many->list->tasks->len; i++) {
    const Task *task = &g_array_index(many->list->tasks, Task, i);
    watched = look_at_task(watch, task, diagnostics) &&
              look_at_inputs(watch, manifest, task, diagnostics);
  }
  manifest_free(manifest);
  return watched;
}

/* While it cannot be said what a project is: it itself. */
static bool look_at_operands(Watch *watch, int count, char **operands, Diagnostics *diagnostics) {
  bool watched = true;
  for (int i = 0; watched && i < count; i++)
    watched = watch_file(watch, operands[i], diagnostics);
  return watched;
}

/* ---- Rounds ------------------------------------------------------------------------------------- */

/* What changed, and what came of it, in one line. */
static void tell(const GPtrArray *changed, const RunResult *result, const GPtrArray *made) {
  GDateTime *now = g_date_time_new_now_local();
  char *time = g_date_time_format(now, "%H:%M:%S");
  printf("%s  ", time);
  for (guint i = 0; changed && i < MIN(changed->len, 3); i++)
    printf("%s%s", i > 0 ? ", " : "", (const char *)g_ptr_array_index(changed, i));
  if (changed && changed->len > 3)
    printf(" and %u more", changed->len - 3);
  fputs(changed ? ": " : "", stdout);
  if (made->len > 0) {
    printf("%u published (%s", made->len, (const char *)g_ptr_array_index(made, 0));
    printf(made->len > 1 ? ", … %s), " : "), ",
           (const char *)g_ptr_array_index(made, made->len - 1));
  }
  printf("%u unchanged", result->unchanged);
  if (result->failed > 0)
    printf(", %u failed: what was published before stays", result->failed);
  putchar('\n');
  fflush(stdout);
  g_free(time);
  g_date_time_unref(now);
}

/* One round: everything is read anew. False: there is no going on; `code` says why. */
static bool go_round(Watch *watch, const Options *options, int count, char **operands,
                     const GPtrArray *changed, ExitCode *code) {
  Diagnostics *diagnostics = options_diagnostics(options);
  Many many;
  bool going = true;
  *code = many_init(&many, options, count, operands, diagnostics);
  if (many.signal) {
    *code = EXIT_DONE;
    going = false;
  } else if (*code == EXIT_USAGE && !changed) {
    going = false;
  } else if (*code != EXIT_DONE) {
    going = look_at_operands(watch, count, operands, diagnostics);
  } else {
    GPtrArray *made = g_ptr_array_new();
    /* Before, so that what is saved meanwhile is not missed; after, as more is known then. */
    going = look_at_all(watch, &many, diagnostics);
    const RunResult result =
        going ? many_run(&many, options, diagnostics, made) : (RunResult){.broken = true};
    if (going && !result.signal) {
      tell(changed, &result, made);
      going = look_at_all(watch, &many, diagnostics);
    }
    *code = result.signal ? EXIT_DONE : going ? EXIT_DONE : EXIT_SYSTEM;
    going = going && !result.signal;
    g_ptr_array_unref(made);
  }
  diag_flush(diagnostics);
  diag_free(diagnostics);
  many_release(&many);
  return going;
}

ExitCode many_watch(const Options *options, int count, char **operands) {
  Diagnostics *diagnostics = options_diagnostics(options);
  Watch *watch = diagnostics ? watch_new(diagnostics) : NULL;
  ExitCode code = diagnostics ? EXIT_SYSTEM : EXIT_USAGE;
  if (watch && !many_confine(options, diagnostics))
    g_clear_pointer(&watch, watch_free);
  diag_free(diagnostics);
  if (!watch)
    return code;
  GPtrArray *changed = NULL;
  while (go_round(watch, options, count, operands, changed, &code)) {
    g_clear_pointer(&changed, g_ptr_array_unref);
    changed = watch_wait(watch);
    code = EXIT_DONE;
    if (!changed)
      break;
  }
  g_clear_pointer(&changed, g_ptr_array_unref);
  watch_free(watch);
  return code;
}
