#include "command/options.h"
#include "base/file.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void options_release(Options *options) {
  char *strings[] = {options->output,        options->to,         options->report,
                     options->assets,        options->stylesheet, options->theme,
                     options->cycle,         options->since,      options->language,
                     options->diagnostics,   options->name,       options->depfile,
                     options->depfile_target};
  for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
    g_free(strings[i]);
  g_strfreev(options->parameters);
  g_strfreev(options->roots);
  g_strfreev(options->font_folders);
  g_strfreev(options->rules);
  g_strfreev(options->limits);
  *options = (Options){0};
}

ExitCode usage_error(const char *format, ...) {
  va_list list;
  va_start(list, format);
  char *message = g_strdup_vprintf(format, list);
  va_end(list);
  fprintf(stderr, "peerpress: error: %s [usage]\n    try: peerpress help\n", message);
  g_free(message);
  return EXIT_USAGE;
}

static void print_help(GOptionContext *context, bool limits) {
  char *help = g_option_context_get_help(context, TRUE, NULL);
  char *list = limits ? limits_list() : NULL;
  fputs(help, stdout);
  if (list)
    printf("\n%s", list);
  g_free(list);
  g_free(help);
}

static bool takes_limits(const OptionForm *form) {
  const GOptionEntry *const lists[] = {form->entries, form->shared};
  for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
    for (const GOptionEntry *entry = lists[i]; entry && entry->long_name; entry++) {
      if (entry->arg_data == &form->options->limits)
        return true;
    }
  }
  return false;
}

bool options_parse(const OptionForm *form, int *argc, char ***argv, ExitCode *exit_code) {
  gboolean help = FALSE;
  const GOptionEntry general[] = {
      {"diagnostics", 0, 0, G_OPTION_ARG_FILENAME, &form->options->diagnostics,
       "How messages are written: text, json (one object a line) or sarif (one log)", "FORM"},
      {"help", 'h', 0, G_OPTION_ARG_NONE, &help, "Show this help", NULL},
      G_OPTION_ENTRY_NULL,
  };
  char *program = g_strdup_printf("peerpress %s", (*argv)[0]);
  g_set_prgname(program);
  g_free(program);
  GOptionContext *context = g_option_context_new(form->operands);
  g_option_context_set_help_enabled(context, FALSE);
  g_option_context_set_summary(context, form->summary);
  g_option_context_set_description(context, form->description);
  const GOptionEntry *const entries[] = {form->entries, form->shared, general};
  for (size_t i = 0; i < G_N_ELEMENTS(entries); i++) {
    if (entries[i])
      g_option_context_add_main_entries(context, entries[i], NULL);
  }
  GError *error = NULL;
  const bool parsed = g_option_context_parse(context, argc, argv, &error);
  *exit_code = EXIT_DONE;
  if (!parsed)
    *exit_code = usage_error("%s", error->message);
  else if (help)
    print_help(context, takes_limits(form));
  g_clear_error(&error);
  g_option_context_free(context);
  /* What "--" protected is an operand like the others. */
  if (parsed && *argc > 1 && strcmp((*argv)[1], "--") == 0) {
    memmove(&(*argv)[1], &(*argv)[2], (size_t)(*argc - 1) * sizeof **argv);
    --*argc;
  }
  return parsed && !help;
}

static bool format_from_name(const char *name, DiagFormat *format) {
  static const char *const names[] = {
      [DIAG_TEXT] = "text", [DIAG_JSON] = "json", [DIAG_SARIF] = "sarif"};
  for (DiagFormat i = 0; i < G_N_ELEMENTS(names); i++) {
    *format = i;
    if (!name || strcmp(names[i], name) == 0)
      return true;
  }
  return false;
}

Diagnostics *options_diagnostics(const Options *options) {
  DiagFormat format;
  if (format_from_name(options->diagnostics, &format))
    return diag_new(stderr, format);
  usage_error("--diagnostics is “%s”, but can be text, json or sarif", options->diagnostics);
  return NULL;
}

bool options_limits(const Options *options, Limits *limits) {
  *limits = limits_usual;
  for (char **text = options->limits; text && *text; text++) {
    char *reason = limits_set(limits, *text);
    if (reason) {
      usage_error("--limit=%s: %s", *text, reason);
      g_free(reason);
      return false;
    }
  }
  return true;
}

void options_guard(const Options *options, Limits *limits, const char *file) {
  GuardOptions guarded = {.seconds = limits->time,
                          .megabytes = limits->memory,
                          .file = file_display_name(file),
                          .speaks = true,
                          .exit_limit = EXIT_INPUT,
                          .exit_refused = EXIT_SYSTEM};
  format_from_name(options->diagnostics, &guarded.format);
  guard_begin(limits->guard, &guarded);
}

bool options_refuse(const GivenOption *options, size_t count, const char *why) {
  for (size_t i = 0; i < count; i++) {
    if (options[i].given) {
      usage_error("%s %s", options[i].name, why);
      return false;
    }
  }
  return true;
}

bool options_suit(const Options *options, unsigned editions) {
  const struct {
    const char *name;
    bool given;
    Edition edition;
  } of_one[] = {{"--trace", options->trace, EDITION_FO},
                {"--resolution", options->resolution != 0, EDITION_PNG},
                {"--no-claim", options->no_claim, EDITION_PDF},
                {"--attach-dataset", options->attach_dataset, EDITION_PDF}};
  for (size_t i = 0; i < G_N_ELEMENTS(of_one); i++) {
    if (of_one[i].given && !(editions & 1u << of_one[i].edition)) {
      usage_error("%s is for %s only", of_one[i].name, edition_ending(of_one[i].edition));
      return false;
    }
  }
  return true;
}

void options_narrow(Options *options, Edition edition) {
  options->trace = options->trace && edition == EDITION_FO;
  options->resolution = edition == EDITION_PNG ? options->resolution : 0;
  options->no_claim = options->no_claim && edition == EDITION_PDF;
  options->attach_dataset = options->attach_dataset && edition == EDITION_PDF;
}

bool options_check_words(const Options *options) {
  const char *const words[] = {options->cycle, options->since, options->language};
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
    if (words[i] && !g_utf8_validate(words[i], -1, NULL)) {
      usage_error("“%s” is not UTF-8", words[i]);
      return false;
    }
  }
  return true;
}

ExitCode options_code_of(const Diagnostics *diagnostics, bool done) {
  ExitCode code = done ? EXIT_DONE : EXIT_INPUT;
  unsigned count = 0;
  const Diagnostic *all = diag_all(diagnostics, &count);
  for (unsigned i = 0; i < count; i++) {
    if (!done && all[i].severity == DIAG_ERROR && diag_is_of_system(all[i].id))
      code = EXIT_SYSTEM;
    if (done && strcmp(all[i].id, "pdf-unclaimed") == 0)
      code = EXIT_UNCLAIMED;
  }
  return code;
}

ExitCode options_exit_code(Diagnostics *diagnostics, bool done) {
  const ExitCode code = options_code_of(diagnostics, done);
  diag_flush(diagnostics);
  diag_free(diagnostics);
  return code;
}
