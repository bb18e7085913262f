#include "project/ended.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static char *report_crash(int status, const char *what, Diagnostics *diagnostics, Place place) {
  char *how = WIFSIGNALED(status) ? g_strdup_printf("signal %d (%s)", WTERMSIG(status),
                                                    g_strsignal(WTERMSIG(status)))
                                  : g_strdup_printf("exit code %d", WEXITSTATUS(status));
  diag_project_crashed(diagnostics, place, what, how);
  char *words = g_strdup_printf("its process ended by %s", how);
  g_free(how);
  return words;
}

char *ended_report(int status, const char *what, const Limits *limits, Diagnostics *diagnostics,
                   Place place, bool *system) {
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_SUCCESS;
  *system = code == GUARD_EXIT_REFUSED;
  switch (code) {
  case GUARD_EXIT_TIME:
    diag_limit_time(diagnostics, place, (long long)limits->time);
    return g_strdup("it takes too much time");
  case GUARD_EXIT_MEMORY:
    diag_limit_memory(diagnostics, place, (long long)limits->memory);
    return g_strdup("it takes too much memory");
  case GUARD_EXIT_REFUSED:
    diag_memory_refused(diagnostics, place);
    return g_strdup("there is no more memory");
  default: return report_crash(status, what, diagnostics, place);
  }
}
