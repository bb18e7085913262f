#include "command/many.h"
#include "project/depfile.h"

#include <string.h>

/* What make is to know of one publication. */
static bool write_depfile(const PressJob *job, const Options *options, Diagnostics *diagnostics) {
  Depfile *depfile = depfile_new(options->depfile_target);
  unsigned count = 0;
  const Input *inputs = inputs_list(job->inputs, &count);
  depfile_target(depfile, job->output);
  if (strcmp(job->source, "-") != 0)
    depfile_input(depfile, job->source);
  for (unsigned i = 0; i < count; i++) {
    if (inputs[i].sha256)
      depfile_input(depfile, inputs[i].path);
  }
  return depfile_write(depfile, options->depfile, diagnostics);
}

static ExitCode run_job(JobPlan *plan, const Options *options) {
  Diagnostics *diagnostics = options_diagnostics(options);
  if (!diagnostics)
    return EXIT_USAGE;
  plan->job.diagnostics = diagnostics;
  Press *press = press_new((const char *const *)plan->roots->pdata,
                           (const char *const *)plan->font_folders->pdata);
  const bool report = plan->job.report != NULL;
  plan->job.inputs = options->depfile ? inputs_new() : NULL;
  plan->limits.guard = guard_new();
  options_guard(options, &plan->limits, plan->job.source);
  const char *outputs[] = {plan->job.output, options->depfile, NULL};
  bool done = options->no_sandbox ||
              press_confine(press, outputs, edition_has_pages(plan->job.edition), diagnostics);
  if (done)
    done = report ? press_build(press, &plan->job) : press_render(press, &plan->job);
  guard_free(plan->limits.guard);
  press_free(press);
  if (done && options->depfile)
    done = write_depfile(&plan->job, options, diagnostics);
  inputs_free(plan->job.inputs);
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

/* What makes sense for many publications only. */
static bool suits_one(const Options *options) {
  const GivenOption given[] = {{"--jobs", options->jobs != 0},
                               {"--dry-run", options->dry_run},
                               {"--force", options->force},
                               {"--quiet", options->quiet},
                               {"--name", options->name != NULL}};
  return options_refuse(
      given, G_N_ELEMENTS(given),
      "is for many publications: give a project, several datasets, or -o FOLDER/");
}

/* `report` is the one that is published if the options name none; NULL: the operand is rendered. */
static ExitCode publish_one(const OptionForm *form, const char *report, int argc, char **argv) {
  Options *options = form->options;
  ExitCode code = EXIT_DONE;
  if (!options_parse(form, &argc, &argv, &code)) {
    options_release(options);
    return code;
  }
  if (report && many_wanted(options, argc - 1, argv + 1)) {
    code = many_build(options, argc - 1, argv + 1);
  } else if (!suits_one(options)) {
    code = EXIT_USAGE;
  } else {
    JobPlan plan;
    const bool given = options->report != NULL;
    if (!given)
      options->report = g_strdup(report);
    if (argc != 2) {
      code = usage_error("one %s is expected, but %d were given",
                         report ? "DATASET" : form->operands, argc - 1);
    } else {
      const bool planned = plan_init(&plan, options, argv[1]);
      code = planned && suits(&plan, given, report != NULL) ? run_job(&plan, options) : EXIT_USAGE;
      plan_release(&plan);
    }
  }
  options_release(options);
  return code;
}

enum { SHARED_ENTRIES = 15 };

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
      {"limit", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->limits,
       "Raise or lower a limit: see below; repeatable", "NAME=N"},
      {"root", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->roots,
       "A further folder that may be read from; repeatable", "FOLDER"},
      {"font-folder", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->font_folders,
       "A folder with fonts, besides the system's; repeatable", "FOLDER"},
      {"no-claim", 0, 0, G_OPTION_ARG_NONE, &options->no_claim,
       "Let a PDF claim neither PDF/UA-1 nor PDF/A-2a", NULL},
      {"assets", 0, 0, G_OPTION_ARG_FILENAME, &options->assets,
       "Of a web page: where its style sheet and pictures go, relative to it (default: into it)",
       "FOLDER"},
      {"warnings-as-errors", 'W', 0, G_OPTION_ARG_NONE, &options->warnings_are_errors,
       "Publish nothing if there is a warning", NULL},
      {"no-sandbox", 0, 0, G_OPTION_ARG_NONE, &options->no_sandbox,
       "Do without confinement by the system: for documents that you trust", NULL},
      {"trace", 0, 0, G_OPTION_ARG_NONE, &options->trace,
       "Of FO: say of each object from where in the source and the stylesheets it comes", NULL},
      G_OPTION_ENTRY_NULL,
  };
  memcpy(entries, shared, sizeof shared);
}

/* -j4 as make has it, which GLib's parser does not know, becomes --jobs=4. */
static void spell_jobs(int argc, char **argv, GPtrArray *kept) {
  for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
    if (!g_str_has_prefix(argv[i], "-j") || !g_ascii_isdigit(argv[i][2]))
      continue;
    argv[i] = g_strconcat("--jobs=", argv[i] + 2, NULL);
    g_ptr_array_add(kept, argv[i]);
  }
}

enum { BUILD_ENTRIES = 15 };

/* The options of build beyond those. */
static void fill_build(GOptionEntry entries[BUILD_ENTRIES], Options *options) {
  const GOptionEntry build[BUILD_ENTRIES] = {
      {"report", 'r', 0, G_OPTION_ARG_FILENAME, &options->report,
       "The report: a name or an XSLT file (default: summary)", "REPORT"},
      {"cycle", 'c', 0, G_OPTION_ARG_FILENAME, &options->cycle,
       "The review cycle to report on (default: the latest)", "ID"},
      {"since", 0, 0, G_OPTION_ARG_FILENAME, &options->since,
       "The cycle to compare with (default: the one before)", "ID"},
      {"lang", 'l', 0, G_OPTION_ARG_FILENAME, &options->language,
       "The language of the report (default: the dataset's)", "TAG"},
      {"rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->rules,
       "Rules of your own (Schematron), besides the program's; repeatable", "FILE"},
      {"attach-dataset", 0, 0, G_OPTION_ARG_NONE, &options->attach_dataset,
       "Attach the dataset to the PDF, which then is PDF/A-3a", NULL},
      {"allow-missing-fonts", 0, 0, G_OPTION_ARG_NONE, &options->allow_missing_fonts,
       "Publish pages also where fonts or characters are missing", NULL},
      {"depfile", 0, 0, G_OPTION_ARG_FILENAME, &options->depfile,
       "Write what the outputs depend on, for make and ninja", "FILE"},
      {"depfile-target", 0, 0, G_OPTION_ARG_FILENAME, &options->depfile_target,
       "The target in the depfile, instead of the outputs", "NAME"},
      {"jobs", 'j', 0, G_OPTION_ARG_INT, &options->jobs,
       "Of many: how many processes work at once (default: one for each processor)", "N"},
      {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &options->dry_run,
       "Of many: say what would be published and why, and publish nothing", NULL},
      {"force", 0, 0, G_OPTION_ARG_NONE, &options->force,
       "Of many: publish also what has not changed", NULL},
      {"name", 0, 0, G_OPTION_ARG_FILENAME, &options->name,
       "Of many: how files are called (default: " PROJECT_NAME ")", "PATTERN"},
      {"quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet, "Of many: print mistakes only", NULL},
      G_OPTION_ENTRY_NULL,
  };
  memcpy(entries, build, sizeof build);
}

ExitCode command_build(int argc, char **argv) {
  Options options = {0};
  GPtrArray *kept = g_ptr_array_new_with_free_func(g_free);
  spell_jobs(argc, argv, kept);
  GOptionEntry shared[SHARED_ENTRIES];
  fill_shared(shared, &options);
  GOptionEntry entries[BUILD_ENTRIES];
  fill_build(entries, &options);
  const OptionForm form = {
      .options = &options,
      .operands = "DATASET… | PROJECT",
      .summary = "Publishes a report of a progress dataset as a PDF, a web page, plain text, …, or "
                 "all that\n"
                 "a project (or -r, -t, -l and -c with commas) asks for, as far as it has changed.",
      .description =
          "Examples:\n  peerpress build dataset.xml -o summary.pdf\n"
          "  peerpress build project.xml\n"
          "  peerpress build a.xml b.xml -o out/ -r summary,tracker -t pdf,html -l en,cy",
      .entries = entries,
      .shared = shared,
  };
  const ExitCode code = publish_one(&form, "summary", argc, argv);
  g_ptr_array_unref(kept);
  return code;
}

/* What is done once cannot be asked of what goes on. */
static bool suits_watch(const Options *options) {
  const GivenOption given[] = {{"--dry-run", options->dry_run},
                               {"--force", options->force},
                               {"--depfile", options->depfile != NULL}};
  return options_refuse(given, G_N_ELEMENTS(given), "is for build only");
}

ExitCode command_watch(int argc, char **argv) {
  Options options = {0};
  GPtrArray *kept = g_ptr_array_new_with_free_func(g_free);
  spell_jobs(argc, argv, kept);
  GOptionEntry shared[SHARED_ENTRIES], entries[BUILD_ENTRIES];
  fill_shared(shared, &options);
  fill_build(entries, &options);
  const OptionForm form = {
      .options = &options,
      .operands = "DATASET… | PROJECT",
      .summary =
          "Publishes what build would publish, and what has changed again whenever a dataset, the\n"
          "project, a stylesheet, a theme or a picture is saved. Ends with Ctrl-C.",
      .description = "Examples:\n  peerpress watch project.xml\n"
                     "  peerpress watch dataset.xml -o out/ -t pdf,html",
      .entries = entries,
      .shared = shared,
  };
  ExitCode code = EXIT_DONE;
  if (options_parse(&form, &argc, &argv, &code)) {
    if (argc < 2)
      code = usage_error("a PROJECT or DATASET is missing");
    else
      code = suits_watch(&options) ? many_watch(&options, argc - 1, argv + 1) : EXIT_USAGE;
  }
  options_release(&options);
  g_ptr_array_unref(kept);
  return code;
}

ExitCode command_render(int argc, char **argv) {
  Options options = {0};
  GOptionEntry shared[SHARED_ENTRIES];
  fill_shared(shared, &options);
  const OptionForm form = {
      .options = &options,
      .operands = "FILE",
      .summary = "Publishes an XSL-FO document, or an XHTML one as the content of an edition.",
      .description = "Examples:\n  peerpress render book.fo -o book.pdf\n"
                     "  xsltproc style.xsl book.xml | peerpress render - -o book.pdf",
      .shared = shared,
  };
  return publish_one(&form, NULL, argc, argv);
}
