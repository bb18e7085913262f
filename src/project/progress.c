#include "project/progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { USUAL_WIDTH = 80, BAR = 30, INTERVAL = 50000 /* microseconds */ };

struct Progress {
  unsigned total;
  bool shown; /* it may be */
  bool drawn; /* it is */
  gint64 last;
};

Progress *progress_new(unsigned total, bool quiet) {
  Progress *progress = g_new0(Progress, 1);
  const char *terminal = g_getenv("TERM");
  progress->total = total;
  progress->shown =
      !quiet && total > 1 && isatty(STDERR_FILENO) && g_strcmp0(terminal, "dumb") != 0;
  return progress;
}

void progress_free(Progress *progress) {
  progress_clear(progress);
  g_free(progress);
}

void progress_clear(Progress *progress) {
  if (progress->drawn)
    fputs("\r\033[K", stderr);
  progress->drawn = false;
}

void progress_line(Progress *progress, const char *format, ...) {
  progress_clear(progress);
  va_list list;
  va_start(list, format);
  vprintf(format, list);
  va_end(list);
  putchar('\n');
  fflush(stdout);
}

static unsigned terminal_width(void) {
  struct winsize size;
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                         : USUAL_WIDTH;
}

void progress_update(Progress *progress, unsigned done, unsigned failed) {
  const gint64 now = g_get_monotonic_time();
  if (!progress->shown || (progress->drawn && now - progress->last < INTERVAL))
    return;
  char bar[BAR + 1], failures[32] = "";
  const unsigned filled = progress->total ? done * BAR / progress->total : 0;
  memset(bar, '#', filled);
  memset(bar + filled, '.', BAR - filled);
  bar[BAR] = '\0';
  if (failed > 0)
    g_snprintf(failures, sizeof failures, ", %u failed", failed);
  char *text = g_strdup_printf("[%s] %u of %u%s", bar, done, progress->total, failures);
  fprintf(stderr, "\r%.*s\033[K", (int)terminal_width() - 1, text);
  fflush(stderr);
  g_free(text);
  progress->drawn = true;
  progress->last = now;
}
