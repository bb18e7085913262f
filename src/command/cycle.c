#include "base/file.h"
#include "command/options.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  char *id, *as_of;
  gboolean insert;
} CycleOptions;

/* ---- The frame ---------------------------------------------------------------------------------- */

/* The frame of the new cycle, which the caller unrefs. NULL: what is wrong was reported, `code` saying
 * how. */
static GBytes *make_frame(Options *options, const CycleOptions *cycle, const char *dataset,
                          Diagnostics *diagnostics, ExitCode *code) {
  char *id = g_strconcat("id=", cycle->id, NULL),
       *as_of = g_strconcat("as-of=", cycle->as_of, NULL);
  options->parameters = g_strdupv((char *[]){id, as_of, NULL});
  options->report = g_strdup("new-cycle");
  options->to = g_strdup("xhtml"); /* what the stylesheet makes, as it is */
  options->output = g_strdup("-");
  g_free(as_of);
  g_free(id);
  JobPlan plan;
  GBytes *frame = NULL;
  *code = EXIT_USAGE;
  if (plan_init(&plan, options, dataset)) {
    plan.job.diagnostics = diagnostics;
    Press *press = press_new((const char *const *)plan.roots->pdata, NULL);
    frame = press_content(press, &plan.job);
    press_free(press);
    *code = EXIT_DONE;
  }
  plan_release(&plan);
  return frame;
}

static bool print(GBytes *frame, Diagnostics *diagnostics) {
  gsize size = 0;
  const void *bytes = g_bytes_get_data(frame, &size);
  Output *output = output_open("-", diagnostics);
  if (output)
    fwrite(bytes, 1, size, output_stream(output));
  return output_commit(output);
}

/* ---- Inserting it ------------------------------------------------------------------------------- */

/* The beginning of the line of the last closing tag of the cycles, or NULL. */
static const char *find_end(const char *text, gsize size) {
  for (const char *p = text + size; p > text; p--) {
    if (p[-1] != '<' || p[0] != '/')
      continue;
    const char *name = p + 1;
    const char *end = name + strcspn(name, "> \t\r\n");
    if (end - name < 6 || strncmp(end - 6, "cycles", 6) != 0 || (end - name > 6 && end[-7] != ':'))
      continue;
    const char *start = p - 1;
    while (start > text && (start[-1] == ' ' || start[-1] == '\t'))
      start--;
    return start;
  }
  return NULL;
}

static bool insert(const char *dataset, GBytes *frame, Diagnostics *diagnostics, ExitCode *code) {
  GBytes *bytes = file_read(dataset, diagnostics);
  if (!bytes)
    return false;
  gsize size = 0, length = 0;
  const char *text = g_bytes_get_data(bytes, &size), *added = g_bytes_get_data(frame, &length);
  const char *end = g_utf8_validate(text, (gssize)size, NULL) ? find_end(text, size) : NULL;
  if (!end)
    *code = usage_error("--insert is for datasets in UTF-8: leave it out, and add what is printed "
                        "to the cycles");
  Output *output = end ? output_open(dataset, diagnostics) : NULL;
  if (output) {
    FILE *stream = output_stream(output);
    fwrite(text, 1, (size_t)(end - text), stream);
    fputc('\n', stream);
    fwrite(added, 1, length, stream);
    fwrite(end, 1, size - (size_t)(end - text), stream);
  }
  g_bytes_unref(bytes);
  return output_commit(output);
}

/* ---- The command -------------------------------------------------------------------------------- */

static bool is_name(const char *id) {
  for (const char *p = id; *p; p++) {
    if (!g_ascii_isalpha(*p) && (p == id || (!g_ascii_isdigit(*p) && !strchr("-._", *p))))
      return false;
  }
  return *id != '\0';
}

static bool is_day(const char *text) {
  GDateTime *day = NULL;
  if (strlen(text) == 10) {
    char *moment = g_strconcat(text, "T00:00:00Z", NULL);
    day = g_date_time_new_from_iso8601(moment, NULL);
    g_free(moment);
  }
  if (!day)
    return false;
  g_date_time_unref(day);
  return true;
}

static ExitCode run(Options *options, const CycleOptions *cycle, int argc, char **argv) {
  if (argc != 2)
    return usage_error("one DATASET is expected, but %d were given", argc - 1);
  if (!cycle->id || !is_name(cycle->id))
    return usage_error("--id must name the new cycle: letters, digits and hyphens, a letter first");
  if (!cycle->as_of || !is_day(cycle->as_of))
    return usage_error("--as-of must be the day of the new cycle, as 2025-11-30");
  if (cycle->insert && strcmp(argv[1], "-") == 0)
    return usage_error("--insert needs the name of a file");
  Diagnostics *diagnostics = options_diagnostics(options);
  if (!diagnostics)
    return EXIT_USAGE;
  ExitCode code = EXIT_DONE;
  GBytes *frame = make_frame(options, cycle, argv[1], diagnostics, &code);
  bool done = frame != NULL;
  if (done)
    done = cycle->insert ? insert(argv[1], frame, diagnostics, &code) : print(frame, diagnostics);
  if (done && cycle->insert)
    printf("added cycle “%s” to %s: see where it differs, then run peerpress check\n", cycle->id,
           argv[1]);
  g_bytes_unref(frame);
  const ExitCode result = options_exit_code(diagnostics, done);
  return code == EXIT_USAGE ? code : result;
}

ExitCode command_cycle(int argc, char **argv) {
  Options options = {0};
  CycleOptions cycle = {0};
  const GOptionEntry entries[] = {
      {"id", 'i', 0, G_OPTION_ARG_STRING, &cycle.id, "The id of the new cycle", "ID"},
      {"as-of", 'a', 0, G_OPTION_ARG_STRING, &cycle.as_of, "Its day, as 2025-11-30", "DATE"},
      {"insert", 0, 0, G_OPTION_ARG_NONE, &cycle.insert,
       "Add it to the dataset, behind the last one, instead of printing it", NULL},
      G_OPTION_ENTRY_NULL,
  };
  const OptionForm form = {
      .options = &options,
      .operands = "DATASET",
      .summary = "Begins the next review cycle: an update for each open item, to be filled in.",
      .description =
          "Example:\n  peerpress cycle dataset.xml --id november-2025 --as-of 2025-11-30",
      .entries = entries,
  };
  ExitCode code = EXIT_DONE;
  if (options_parse(&form, &argc, &argv, &code))
    code = run(&options, &cycle, argc, argv);
  options_release(&options);
  g_free(cycle.id);
  g_free(cycle.as_of);
  return code;
}
