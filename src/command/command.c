#include "command/command.h"
#include "base/confine.h"
#include "base/diag.h"
#include "command/options.h"

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <hb.h>
#include <libxml/xmlversion.h>
#include <libxslt/xslt.h>
#include <pango/pango.h>
#include <stdio.h>
#include <string.h>

static const Command table[] = {
    {"build", "publish reports of datasets", command_build},
    {"watch", "publish again whenever something is saved", command_watch},
    {"verify", "tell whether published files match their sources", command_verify},
    {"check", "check datasets for mistakes", command_check},
    {"cycle", "begin the next review cycle of a dataset", command_cycle},
    {"diff", "tell what moved between cycles or datasets", command_diff},
    {"render", "publish an XSL-FO or XHTML document", command_render},
    {"inspect", "tell what a PDF holds, or check it", command_inspect},
    {"help", "explain a command", command_help},
};

const Command *commands(size_t *count) {
  *count = G_N_ELEMENTS(table);
  return table;
}

const Command *command_lookup(const char *name) {
  for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
    if (strcmp(table[i].name, name) == 0)
      return &table[i];
  }
  return NULL;
}

static ExitCode print_commands(void) {
  puts("Usage:\n  peerpress COMMAND [OPTION…] …\n\n"
       "Turns a dataset of progress against recommendations into published reports, and formats\n"
       "XSL-FO.\n\nCommands:");
  for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
    printf("  %-8s %s\n", table[i].name, table[i].summary);
  puts("\nOptions:\n  --help     show this help\n  --version  show the versions of the program and "
       "its libraries\n\nExit codes:\n"
       "  0  done\n  1  the input or a stylesheet has errors\n"
       "  2  the command line cannot be understood\n  3  a file could not be read or written\n"
       "  4  a report was published, but its PDF lacks what PDF/UA-1 and PDF/A-2a ask for\n\n"
       "“peerpress help COMMAND” explains a command; peerpress(1) is the manual.");
  return EXIT_DONE;
}

static ExitCode print_version(void) {
  const int fontconfig = FcGetVersion();
  printf("peerpress %s\n", PEERPRESS_VERSION);
  printf("GLib %u.%u.%u, libxml2 %s, libxslt %d.%d.%d, pango %s, cairo %s, HarfBuzz %s, "
         "fontconfig %d.%d.%d\n",
         glib_major_version, glib_minor_version, glib_micro_version, LIBXML_DOTTED_VERSION,
         xsltLibxsltVersion / 10000, xsltLibxsltVersion / 100 % 100, xsltLibxsltVersion % 100,
         pango_version_string(), cairo_version_string(), hb_version_string(), fontconfig / 10000,
         fontconfig / 100 % 100, fontconfig % 100);
  char *confinement = confine_status();
  printf("confinement: %s\n", confinement);
  g_free(confinement);
  return EXIT_DONE;
}

static ExitCode unknown_command(const char *name) {
  const char *names[G_N_ELEMENTS(table)];
  for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
    names[i] = table[i].name;
  const char *meant = diag_did_you_mean(name, names, G_N_ELEMENTS(names));
  if (meant)
    return usage_error("there is no command “%s”; did you mean “%s”?", name, meant);
  return usage_error("there is no command “%s”", name);
}

ExitCode command_help(int argc, char **argv) {
  if (argc < 2)
    return print_commands();
  const Command *command = command_lookup(argv[1]);
  if (!command)
    return unknown_command(argv[1]);
  if (command->run == command_help)
    return print_commands();
  char help[] = "--help";
  char *arguments[] = {argv[1], help, NULL};
  return command->run(2, arguments);
}

ExitCode command_main(int argc, char **argv) {
  if (argc < 2)
    return usage_error("a command is missing");
  const char *first = argv[1];
  if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0)
    return print_commands();
  if (strcmp(first, "--version") == 0)
    return print_version();
  if (first[0] == '-')
    return usage_error("there is no option “%s” before a command", first);
  const Command *command = command_lookup(first);
  return command ? command->run(argc - 1, argv + 1) : unknown_command(first);
}
