#include "base/file.h"
#include "command/options.h"
#include "dataset/dataset.h"

#include <stdio.h>
#include <string.h>

static bool talks(const Options *options) {
  return !options->diagnostics || strcmp(options->diagnostics, "text") == 0;
}

static bool check_one(const Options *options, const char *path, Diagnostics *diagnostics,
                      bool *usable) {
  JobPlan plan;
  *usable = plan_init_check(&plan, options, path);
  plan.job.diagnostics = diagnostics;
  Press *press = press_new((const char *const *)plan.roots->pdata, NULL);
  plan.limits.guard = guard_new();
  if (*usable)
    options_guard(options, &plan.limits, path);
  GBytes *bytes = *usable ? file_read(path, diagnostics) : NULL;
  Dataset *dataset = bytes ? press_read_dataset(press, &plan.job, bytes) : NULL;
  const bool good = dataset != NULL;
  if (good && talks(options))
    printf("%s: no mistakes found\n", file_display_name(path));
  dataset_free(dataset);
  guard_free(plan.limits.guard);
  if (bytes)
    g_bytes_unref(bytes);
  press_free(press);
  plan_release(&plan);
  return good;
}

static ExitCode check_all(const Options *options, int count, char **paths) {
  Diagnostics *diagnostics = options_diagnostics(options);
  if (!diagnostics)
    return EXIT_USAGE;
  bool good = true, usable = true;
  for (int i = 0; i < count && usable; i++)
    good = check_one(options, paths[i], diagnostics, &usable) && good;
  if (options->warnings_are_errors && diag_count(diagnostics, DIAG_WARNING) > 0)
    good = false;
  const ExitCode code = options_exit_code(diagnostics, good);
  return usable ? code : EXIT_USAGE;
}

ExitCode command_check(int argc, char **argv) {
  Options options = {0};
  const GOptionEntry entries[] = {
      {"rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.rules,
       "Rules of your own (Schematron), besides the program's; repeatable", "FILE"},
      {"cycle", 'c', 0, G_OPTION_ARG_FILENAME, &options.cycle,
       "Check what a report of this cycle would say (default: the latest)", "ID"},
      {"limit", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.limits,
       "Raise or lower a limit: see below; repeatable", "NAME=N"},
      {"warnings-as-errors", 'W', 0, G_OPTION_ARG_NONE, &options.warnings_are_errors,
       "Fail if there is a warning", NULL},
      G_OPTION_ENTRY_NULL,
  };
  const OptionForm form = {
      .options = &options,
      .operands = "DATASET…",
      .summary = "Checks progress datasets: grammar, references, rules.",
      .description = "Example:\n  peerpress check dataset.xml",
      .entries = entries,
  };
  ExitCode code = EXIT_DONE;
  if (options_parse(&form, &argc, &argv, &code))
    code = argc < 2 ? usage_error("a DATASET is missing") : check_all(&options, argc - 1, argv + 1);
  options_release(&options);
  return code;
}
