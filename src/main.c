#include "command/command.h"

#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

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

/* Containers, lists and tables in each other are laid out by recursion, as deep as the limit
 * says: 2 KB of the stack a level, more where a compiler checks it. Where the system allows, the stack may grow beyond
 * the usual 8 MB; that it does not is no error. */
static void allow_stack(void) {
  const rlim_t enough = (rlim_t)96 << 20;
  struct rlimit limit;
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
      limit.rlim_cur >= enough)
    return;
  limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? enough : MIN(enough, limit.rlim_max);
  setrlimit(RLIMIT_STACK, &limit);
}

int main(int argc, char **argv) {
  forget_locale();
  /* A file beyond the limit of its size is a failed write, which is told. */
  signal(SIGXFSZ, SIG_IGN);
  allow_stack();
  const ExitCode code = command_main(argc, argv);
  if (fflush(stdout) != 0 || ferror(stdout)) {
    perror("peerpress: standard output");
    return EXIT_SYSTEM;
  }
  return (int)code;
}
