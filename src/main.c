#include "command/command.h"

#include <glib.h>
#include <signal.h>
#include <stdio.h>

/* What the environment says of languages may choose fonts: the same input gives the same bytes
 * everywhere. The locale stays C; all text is UTF-8. */
static void forget_locale(void) {
  static const char *const names[] = {"LC_ALL",     "LC_CTYPE",   "LC_MESSAGES",
                                      "LC_NUMERIC", "LC_COLLATE", "LC_TIME",
                                      "LANG",       "LANGUAGE",   "PANGO_LANGUAGE"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    g_unsetenv(names[i]);
  g_setenv("FC_LANG", "und", TRUE);
}

int main(int argc, char **argv) {
  forget_locale();
  signal(SIGXFSZ,
         SIG_IGN); /* a file beyond the limit of its size is a failed write, which is told */
  const ExitCode code = command_main(argc, argv);
  if (fflush(stdout) != 0 || ferror(stdout)) {
    perror("peerpress: standard output");
    return EXIT_SYSTEM;
  }
  return (int)code;
}
