#include "layout/svglibrary.h"

#include <pthread.h>

static SvgLibrary library;
static bool loaded;

static void load(void) {
  static const char *const NAMES[] = {"librsvg-2.so.2", "librsvg-2.so", NULL};
  static const char *const SYMBOLS[] = {SVG_FUNCTIONS(LIBRARY_SYMBOL) NULL};
  loaded = library_load(NAMES, SYMBOLS, (gpointer *)(void *)&library);
}

const SvgLibrary *svg_library(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return loaded ? &library : NULL;
}
