#include "pdf/inspect.h"
#include "base/confine.h"
#include "base/file.h"
#include "base/xml.h"
#include "command/options.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  gboolean check, text, no_sandbox;
  char *extract, *output;
} InspectOptions;

typedef struct {
  Diagnostics *diagnostics;
  const char *name;
} Reporting;

static void report(const Finding *finding, void *context) {
  const Reporting *reporting = context;
  GString *where = g_string_new(NULL);
  if (finding->page)
    g_string_append_printf(where, "page %d, ", finding->page);
  if (finding->object)
    g_string_append_printf(where, "object %d, ", finding->object);
  diag_pdf_finding(reporting->diagnostics, (Place){.file = reporting->name}, where->str,
                   finding->rule, finding->fault);
  g_string_free(where, TRUE);
}

static bool check(PdfReader *reader, const char *name, Diagnostics *diagnostics) {
  Reporting reporting = {diagnostics, name};
  const unsigned count = inspect_check(reader, report, &reporting);
  if (count == 0)
    printf("%s: keeps the machine rules of PDF/UA-1 and PDF/A level a that are checked\n", name);
  return count == 0;
}

/* Writes one attached file, byte for byte. */
static bool extract(PdfReader *reader, const InspectOptions *inspect, const char *name,
                    Diagnostics *diagnostics) {
  GArray *files = inspect_files(reader);
  const EmbeddedFile *found = NULL;
  for (guint i = 0; i < files->len; i++) {
    const EmbeddedFile *file = &g_array_index(files, EmbeddedFile, i);
    if (strcmp(file->name, inspect->extract) == 0)
      found = file;
  }
  GByteArray *bytes = found ? pdf_reader_stream(reader, found->object) : NULL;
  bool done = false;
  if (!bytes) {
    diag_pdf_no_attachment(diagnostics, (Place){.file = name}, inspect->extract);
  } else {
    Output *output = output_open(inspect->output ? inspect->output : "-", diagnostics);
    done = output && fwrite(bytes->data, 1, bytes->len, output_stream(output)) == bytes->len;
    if (done)
      done = output_commit(output);
    else
      output_discard(output);
    g_byte_array_unref(bytes);
  }
  g_array_unref(files);
  return done;
}

static bool inspect_one(const InspectOptions *inspect, const char *path, Diagnostics *diagnostics) {
  GBytes *bytes = file_read(path, diagnostics);
  const char *name = file_display_name(path);
  PdfReader *reader = bytes ? pdf_reader_new(bytes, name, diagnostics) : NULL;
  bool good = reader != NULL;
  if (good && inspect->extract)
    good = extract(reader, inspect, name, diagnostics);
  else if (good && inspect->check)
    good = check(reader, name, diagnostics);
  else if (good && inspect->text)
    inspect_text(reader, stdout);
  else if (good)
    inspect_describe(reader, stdout);
  pdf_reader_free(reader);
  g_bytes_unref(bytes);
  return good;
}

/* To reading the files, and writing what is extracted. */
static bool confine(const InspectOptions *inspect, int count, char **paths,
                    Diagnostics *diagnostics) {
  char *folder = inspect->output ? g_path_get_dirname(inspect->output) : g_strdup(g_get_tmp_dir());
  GPtrArray *readable = g_ptr_array_new();
  for (int i = 0; i < count; i++)
    g_ptr_array_add(readable, paths[i]);
  g_ptr_array_add(readable, NULL);
  const char *const writable[] = {folder, NULL};
  const bool confined = inspect->no_sandbox || (confine_files((const char *const *)readable->pdata,
                                                              writable, diagnostics) &&
                                                confine_calls(false, diagnostics));
  g_ptr_array_unref(readable);
  g_free(folder);
  return confined;
}

static ExitCode inspect_all(const Options *options, const InspectOptions *inspect, int count,
                            char **paths) {
  if (count == 0)
    return usage_error("a FILE is missing");
  if (inspect->extract && count > 1)
    return usage_error("--extract takes one FILE, but %d were given", count);
  if (inspect->check + inspect->text + (inspect->extract != NULL) > 1)
    return usage_error("--check, --text and --extract exclude each other");
  if (inspect->output && !inspect->extract)
    return usage_error("--output goes with --extract");
  Limits limits;
  Diagnostics *diagnostics = options_limits(options, &limits) ? options_diagnostics(options) : NULL;
  if (!diagnostics)
    return EXIT_USAGE;
  xml_init();
  limits.guard = guard_new();
  const bool confined = confine(inspect, count, paths, diagnostics);
  bool good = confined;
  for (int i = 0; i < count && confined; i++) {
    options_guard(options, &limits, paths[i]);
    good = inspect_one(inspect, paths[i], diagnostics) && good;
    guard_end(limits.guard);
  }
  guard_free(limits.guard);
  return options_exit_code(diagnostics, good);
}

ExitCode command_inspect(int argc, char **argv) {
  Options options = {0};
  InspectOptions inspect = {0};
  const GOptionEntry entries[] = {
      {"check", 0, 0, G_OPTION_ARG_NONE, &inspect.check,
       "Check the machine rules of PDF/UA-1 and PDF/A-2a", NULL},
      {"text", 0, 0, G_OPTION_ARG_NONE, &inspect.text,
       "Print the text of the tags alone, in the order of reading", NULL},
      {"extract", 0, 0, G_OPTION_ARG_FILENAME, &inspect.extract, "Give back an attached file",
       "NAME"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &inspect.output,
       "Where --extract writes (default: standard output)", "FILE"},
      {"limit", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.limits,
       "Raise or lower a limit: see below; repeatable", "NAME=N"},
      {"no-sandbox", 0, 0, G_OPTION_ARG_NONE, &inspect.no_sandbox,
       "Do without confinement by the system: for files that you trust", NULL},
      G_OPTION_ENTRY_NULL,
  };
  const OptionForm form = {
      .options = &options,
      .operands = "FILE…",
      .summary = "Tells what a PDF of any maker holds: title, language, standards claimed, fonts,\n"
                 "pages, outline, and the tag tree with its text.",
      .description = "Examples:\n  peerpress inspect report.pdf\n"
                     "  peerpress inspect --check report.pdf",
      .entries = entries,
  };
  ExitCode code = EXIT_DONE;
  if (options_parse(&form, &argc, &argv, &code))
    code = inspect_all(&options, &inspect, argc - 1, argv + 1);
  options_release(&options);
  g_free(inspect.extract);
  g_free(inspect.output);
  return code;
}
