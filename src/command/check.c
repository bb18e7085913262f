#include "base/file.h"
#include "base/xml.h"
#include "command/options.h"
#include "dataset/dataset.h"

#include <stdio.h>
#include <string.h>

static bool check_one(const char *path, Diagnostics *diagnostics, bool talk) {
  GBytes *bytes = file_read(path, diagnostics);
  const char *name = file_display_name(path);
  Dataset *dataset = bytes ? dataset_read(bytes, name, NULL, diagnostics) : NULL;
  const bool good = dataset != NULL;
  if (good && talk)
    printf("%s: no mistakes found\n", name);
  dataset_free(dataset);
  g_bytes_unref(bytes);
  return good;
}

static ExitCode check_all(const Options *options, int count, char **paths) {
  Diagnostics *diagnostics = options_diagnostics(options);
  if (!diagnostics)
    return EXIT_USAGE;
  xml_init();
  const bool talk = !options->diagnostics || strcmp(options->diagnostics, "text") == 0;
  bool good = true;
  for (int i = 0; i < count; i++)
    good = check_one(paths[i], diagnostics, talk) && good;
  if (options->warnings_are_errors && diag_count(diagnostics, DIAG_WARNING) > 0)
    good = false;
  return options_exit_code(diagnostics, good);
}

ExitCode command_check(int argc, char **argv) {
  Options options = {0};
  const GOptionEntry entries[] = {
      {"warnings-as-errors", 'W', 0, G_OPTION_ARG_NONE, &options.warnings_are_errors,
       "Fail if there is a warning", NULL},
      {"diagnostics", 0, 0, G_OPTION_ARG_FILENAME, &options.diagnostics,
       "How messages are written: text, json (one object a line) or sarif (one log)", "FORM"},
      G_OPTION_ENTRY_NULL,
  };
  const OptionForm form = {
      .operands = "DATASET…",
      .summary = "Checks progress datasets: grammar, references, dates, levels, cycles.",
      .description = "Example:\n  peerpress check dataset.xml",
      .entries = entries,
  };
  ExitCode code = EXIT_DONE;
  if (options_parse(&form, &argc, &argv, &code))
    code = argc < 2 ? usage_error("a DATASET is missing") : check_all(&options, argc - 1, argv + 1);
  options_release(&options);
  return code;
}
