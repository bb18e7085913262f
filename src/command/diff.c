#include "dataset/diff.h"
#include "base/file.h"
#include "base/xml.h"
#include "command/options.h"

#include <string.h>

typedef struct {
  Diagnostics *diagnostics;
  const Options *options;
  Arena *arena;
  Dataset *datasets[2];
} Job;

static Dataset *read_dataset(const Job *job, const char *path) {
  GBytes *bytes = file_read(path, job->diagnostics);
  Dataset *dataset =
      bytes ? dataset_read(bytes, file_display_name(path), job->options->cycle, job->diagnostics)
            : NULL;
  g_bytes_unref(bytes);
  return dataset;
}

static const Diff *compare(Job *job, int count, char **paths) {
  for (int i = 0; i < count; i++)
    job->datasets[i] = read_dataset(job, paths[i]);
  if (!job->datasets[0] || (count == 2 && !job->datasets[1]))
    return NULL;
  const Options *options = job->options;
  return count == 2 ? diff_datasets(job->datasets[0], job->datasets[1], options->language,
                                    job->arena, job->diagnostics)
                    : diff_cycles(job->datasets[0], options->since, options->language, job->arena,
                                  job->diagnostics);
}

static bool write_diff(const Job *job, const Diff *diff, DiffFormat format) {
  const char *path = job->options->output ? job->options->output : "-";
  Output *output = diff ? output_open(path, job->diagnostics) : NULL;
  if (!output)
    return false;
  diff_write(diff, format, output_stream(output));
  return output_commit(output);
}

static bool format_of(const char *name, DiffFormat *format) {
  static const char *const names[] = {
      [DIFF_TEXT] = "text", [DIFF_MARKDOWN] = "markdown", [DIFF_JSON] = "json"};
  *format = DIFF_TEXT;
  for (size_t i = 0; name && i < G_N_ELEMENTS(names); i++) {
    if (strcmp(name, names[i]) == 0) {
      *format = (DiffFormat)i;
      return true;
    }
  }
  return !name;
}

static ExitCode run(const Options *options, int count, char **paths) {
  DiffFormat format;
  if (count != 1 && count != 2)
    return usage_error("one DATASET or two are expected, but %d were given", count);
  if (count == 2 && options->since)
    return usage_error("--since is for two cycles of one dataset");
  if (!options_check_words(options))
    return EXIT_USAGE;
  if (!format_of(options->to, &format))
    return usage_error("--format is “%s”, but can be text, markdown or json", options->to);
  Diagnostics *diagnostics = options_diagnostics(options);
  if (!diagnostics)
    return EXIT_USAGE;
  xml_init();
  Job job = {.diagnostics = diagnostics, .options = options, .arena = arena_new()};
  const bool done = write_diff(&job, compare(&job, count, paths), format);
  arena_free(job.arena);
  dataset_free(job.datasets[0]);
  dataset_free(job.datasets[1]);
  return options_exit_code(diagnostics, done);
}

ExitCode command_diff(int argc, char **argv) {
  Options options = {0};
  const GOptionEntry entries[] = {
      {"cycle", 'c', 0, G_OPTION_ARG_FILENAME, &options.cycle,
       "The review cycle to tell of (default: the latest of each dataset)", "ID"},
      {"since", 0, 0, G_OPTION_ARG_FILENAME, &options.since,
       "The earlier cycle of the same dataset (default: the one before)", "ID"},
      {"lang", 'l', 0, G_OPTION_ARG_FILENAME, &options.language,
       "The language of titles and labels (default: the dataset's)", "TAG"},
      {"format", 'f', 0, G_OPTION_ARG_FILENAME, &options.to,
       "text (for a terminal), markdown or json", "FORMAT"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
       "Where to write it (default: standard output)", "FILE"},
      G_OPTION_ENTRY_NULL,
  };
  const OptionForm form = {
      .options = &options,
      .operands = "DATASET [DATASET]",
      .summary = "Tells what moved: between two cycles of a dataset, or between two datasets.",
      .description = "Examples:\n  peerpress diff dataset.xml\n"
                     "  peerpress diff dataset.xml --since autumn-2023 --format markdown\n"
                     "  peerpress diff yesterday.xml today.xml",
      .entries = entries,
  };
  ExitCode code = EXIT_DONE;
  if (options_parse(&form, &argc, &argv, &code))
    code = run(&options, argc - 1, argv + 1);
  options_release(&options);
  return code;
}
