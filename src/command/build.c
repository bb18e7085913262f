#include "command/options.h"

#include <string.h>

static ExitCode run_job(JobPlan *plan, const Options *options) {
  Diagnostics *diagnostics = options_diagnostics(options);
  if (!diagnostics)
    return EXIT_USAGE;
  plan->job.diagnostics = diagnostics;
  Press *press = press_new((const char *const *)plan->roots->pdata,
                           (const char *const *)plan->font_folders->pdata);
  const bool report = plan->job.report != NULL;
  const bool done = report ? press_build(press, &plan->job) : press_render(press, &plan->job);
  press_free(press);
  const ExitCode code = options_exit_code(diagnostics, done);
  /* A document of another maker's stylesheets is printed as it is: the warning says what it lacks. */
  return code == EXIT_UNCLAIMED && !report ? EXIT_DONE : code;
}

/* The dataset itself is written before any report, and only build has one. */
static bool suits(const JobPlan *plan, bool report_given, bool build) {
  if (plan->job.edition != EDITION_DATASET || (build && !report_given))
    return true;
  if (build)
    usage_error("--report makes the content, but dataset comes before it");
  else
    usage_error("--to dataset is for build only");
  return false;
}

/* `report` is the one that is published if the options name none; NULL: the operand is rendered. */
static ExitCode publish_one(const OptionForm *form, Options *options, const char *report, int argc,
                            char **argv) {
  ExitCode code = EXIT_DONE;
  if (options_parse(form, &argc, &argv, &code)) {
    JobPlan plan;
    const bool given = options->report != NULL;
    if (!given)
      options->report = g_strdup(report);
    if (argc != 2) {
      code = usage_error("one %s is expected, but %d were given", form->operands, argc - 1);
    } else {
      const bool planned = plan_init(&plan, options, argv[1]);
      code = planned && suits(&plan, given, report != NULL) ? run_job(&plan, options) : EXIT_USAGE;
      plan_release(&plan);
    }
  }
  options_release(options);
  return code;
}

enum { SHARED_ENTRIES = 13 };

/* The options that build and render have in common. */
static void fill_shared(GOptionEntry entries[SHARED_ENTRIES], Options *options) {
  const GOptionEntry shared[SHARED_ENTRIES] = {
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
       "Where to publish; “-” is standard output", "FILE"},
      {"to", 't', 0, G_OPTION_ARG_FILENAME, &options->to,
       "What to publish, if the ending of FILE does not say it: " EDITION_NAMES, "EDITION"},
      {"stylesheet", 's', 0, G_OPTION_ARG_FILENAME, &options->stylesheet,
       "XSLT from the content to the edition, instead of the one built in", "FILE"},
      {"theme", 0, 0, G_OPTION_ARG_FILENAME, &options->theme,
       "The house style: a name or a file (default: default)", "THEME"},
      {"param", 'p', 0, G_OPTION_ARG_FILENAME_ARRAY, &options->parameters,
       "Set a parameter of the stylesheets; repeatable", "NAME=VALUE"},
      {"resolution", 0, 0, G_OPTION_ARG_DOUBLE, &options->resolution,
       "Dots per inch of PNG pages (default: 96)", "DPI"},
      {"max-pages", 0, 0, G_OPTION_ARG_INT, &options->max_pages,
       "Stop a document that has more pages (default: 100000)", "N"},
      {"root", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->roots,
       "A further folder that may be read from; repeatable", "FOLDER"},
      {"font-folder", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->font_folders,
       "A folder with fonts, besides the system's; repeatable", "FOLDER"},
      {"no-claim", 0, 0, G_OPTION_ARG_NONE, &options->no_claim,
       "Let a PDF claim neither PDF/UA-1 nor PDF/A-2a", NULL},
      {"warnings-as-errors", 'W', 0, G_OPTION_ARG_NONE, &options->warnings_are_errors,
       "Publish nothing if there is a warning", NULL},
      {"diagnostics", 0, 0, G_OPTION_ARG_FILENAME, &options->diagnostics,
       "How messages are written: text, json (one object a line) or sarif (one log)", "FORM"},
      G_OPTION_ENTRY_NULL,
  };
  memcpy(entries, shared, sizeof shared);
}

ExitCode command_build(int argc, char **argv) {
  Options options = {0};
  GOptionEntry shared[SHARED_ENTRIES];
  fill_shared(shared, &options);
  const GOptionEntry entries[] = {
      {"report", 'r', 0, G_OPTION_ARG_FILENAME, &options.report,
       "The report: a name or an XSLT file (default: summary)", "REPORT"},
      {"cycle", 'c', 0, G_OPTION_ARG_FILENAME, &options.cycle,
       "The review cycle to report on (default: the latest)", "ID"},
      {"since", 0, 0, G_OPTION_ARG_FILENAME, &options.since,
       "The cycle to compare with (default: the one before)", "ID"},
      {"lang", 'l', 0, G_OPTION_ARG_FILENAME, &options.language,
       "The language of the report (default: the dataset's)", "TAG"},
      {"rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.rules,
       "Rules of your own (Schematron), besides the program's; repeatable", "FILE"},
      {"attach-dataset", 0, 0, G_OPTION_ARG_NONE, &options.attach_dataset,
       "Attach the dataset to the PDF, which then is PDF/A-3a", NULL},
      G_OPTION_ENTRY_NULL,
  };
  const OptionForm form = {
      .operands = "DATASET",
      .summary = "Publishes a report of a progress dataset as a PDF, a web page, plain text, …",
      .description = "Example:\n  peerpress build dataset.xml -o summary.pdf",
      .entries = entries,
      .shared = shared,
  };
  return publish_one(&form, &options, "summary", argc, argv);
}

ExitCode command_render(int argc, char **argv) {
  Options options = {0};
  GOptionEntry shared[SHARED_ENTRIES];
  fill_shared(shared, &options);
  const OptionForm form = {
      .operands = "FILE",
      .summary = "Publishes an XSL-FO document, or an XHTML one as the content of an edition.",
      .description = "Examples:\n  peerpress render book.fo -o book.pdf\n"
                     "  xsltproc style.xsl book.xml | peerpress render - -o book.pdf",
      .shared = shared,
  };
  return publish_one(&form, &options, NULL, argc, argv);
}
