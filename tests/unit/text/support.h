/* What the tests of text share: an engine, an arena and diagnostics for each test. */
#ifndef PEERPRESS_TESTS_TEXT_SUPPORT_H
#define PEERPRESS_TESTS_TEXT_SUPPORT_H

#include "text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  TextEngine *engine;
  Diagnostics *diagnostics;
  Arena *arena;
  Paragraph *paragraph;
} Bench;

static const TextStyle plain = {
    .families = "Liberation Sans",
    .size = 12 * LENGTH_PER_POINT,
    .weight = 400,
    .stretch = PANGO_STRETCH_NORMAL,
    .kerning = true,
    .language = "en-GB",
};

static inline Length pt(double points) {
  return length_from_points(points);
}

static inline int bench_setup(void **state) {
  Bench *bench = g_new0(Bench, 1);
  bench->engine = text_engine_new(NULL);
  bench->diagnostics = diag_new(NULL, DIAG_TEXT);
  bench->arena = arena_new();
  bench->paragraph = paragraph_new(bench->engine, bench->diagnostics, bench->arena, TEXT_LTR);
  *state = bench;
  return 0;
}

static inline int bench_teardown(void **state) {
  Bench *bench = *state;
  paragraph_free(bench->paragraph);
  arena_free(bench->arena);
  diag_free(bench->diagnostics);
  text_engine_free(bench->engine);
  g_free(bench);
  return 0;
}

/* Begins another paragraph. */
static inline void bench_renew(Bench *bench, TextDirection direction) {
  paragraph_free(bench->paragraph);
  bench->paragraph = paragraph_new(bench->engine, bench->diagnostics, bench->arena, direction);
}

static inline void say(Bench *bench, const char *text) {
  paragraph_text(bench->paragraph, &plain, text, strlen(text), true, false, NULL, PLACE_NONE);
}

/* The text of a line, fragments from left to right, each in logical order, "|" between them; what is
 * not text shows as [ ] * and O. */
static inline const char *line_text(Bench *bench, const TextLine *line) {
  static const char *const signs[] = {[FRAGMENT_OBJECT] = "O",
                                      [FRAGMENT_OPEN] = "[",
                                      [FRAGMENT_CLOSE] = "]",
                                      [FRAGMENT_POINT] = "*"};
  GString *text = g_string_new(NULL);
  for (int i = 0; i < line->count; i++) {
    const Fragment *fragment = &line->fragments[i];
    if (i > 0)
      g_string_append_c(text, '|');
    if (fragment->kind == FRAGMENT_TEXT)
      g_string_append_len(text, fragment->run.text, fragment->run.text_length);
    else
      g_string_append(text, signs[fragment->kind]);
  }
  const char *kept = arena_strdup(bench->arena, text->str);
  g_string_free(text, TRUE);
  return kept;
}

/* How often a diagnostic was reported. */
static inline int reported(const Bench *bench, const char *id) {
  unsigned count;
  int found = 0;
  const Diagnostic *all = diag_all(bench->diagnostics, &count);
  for (unsigned i = 0; i < count; i++)
    found += strcmp(all[i].id, id) == 0;
  return found;
}

#endif
