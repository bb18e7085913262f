/* Many documents in one process: lasting WARMUP DOCUMENT.fo…
 *
 * Publishes each as DOCUMENT.fo.pdf, all of them WARMUP times and once more, and prints the seconds of that last time. What
 * documents share is shared as in the program: `peerpress render` takes one document, `peerpress build` many datasets. */
#include "press.h"

#include <stdlib.h>

static bool publish(Press *press, const char *document, Diagnostics *diagnostics) {
  char *output = g_strconcat(document, ".pdf", NULL);
  const PressJob job = {
      .diagnostics = diagnostics, .source = document, .output = output, .edition = EDITION_PDF};
  const bool done = press_render(press, &job);
  g_free(output);
  return done;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fputs("usage: lasting WARMUP DOCUMENT.fo…\n", stderr);
    return 2;
  }
  Diagnostics *diagnostics = diag_new(stderr, DIAG_TEXT);
  char *folder = g_path_get_dirname(argv[2]);
  const char *const roots[] = {folder, NULL};
  Press *press = press_new(roots, NULL);
  bool done = true;
  gint64 start = 0;
  for (int round = 0; done && round <= atoi(argv[1]); round++) {
    start = g_get_monotonic_time();
    for (int i = 2; done && i < argc; i++)
      done = publish(press, argv[i], diagnostics);
  }
  printf("%.6f\n", (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC);
  press_free(press);
  g_free(folder);
  diag_free(diagnostics);
  return done ? 0 : 1;
}
