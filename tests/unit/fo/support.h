/* Small documents, read and looked into. */
#ifndef PEERPRESS_TEST_FO_SUPPORT_H
#define PEERPRESS_TEST_FO_SUPPORT_H

#include "fo/fo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define FO_HEAD                                                                                    \
  "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format' "                                         \
  "xmlns:fox='http://xmlgraphics.apache.org/fop/extensions'>"                                      \
  "<fo:layout-master-set><fo:simple-page-master master-name='a'><fo:region-body/>"                 \
  "</fo:simple-page-master></fo:layout-master-set>"                                                \
  "<fo:page-sequence master-reference='a'><fo:flow flow-name='xsl-region-body'>"
#define FO_TAIL "</fo:flow></fo:page-sequence></fo:root>"

typedef struct {
  Diagnostics *diagnostics;
  FoTree *tree;
} Reading;

static inline Reading read_text(const char *text) {
  Reading reading = {.diagnostics = diag_new(NULL, DIAG_TEXT)};
  const FoOptions options = {.diagnostics = reading.diagnostics};
  reading.tree = fo_read_memory(text, strlen(text), "test.fo", &options);
  return reading;
}

/* Reads what stands in a flow; the objects that tests look at have ids. */
static inline Reading read_flow(const char *content) {
  char *text = g_strconcat(FO_HEAD, content, FO_TAIL, NULL);
  const Reading reading = read_text(text);
  g_free(text);
  return reading;
}

static inline void reading_free(Reading *reading) {
  fo_free(reading->tree);
  diag_free(reading->diagnostics);
}

static inline const FoNode *node_of(const Reading *reading, const char *id) {
  assert_non_null(reading->tree);
  const FoNode *node = fo_lookup_id(reading->tree, id);
  assert_non_null(node);
  return node;
}

static inline const Style *style_of(const Reading *reading, const char *id) {
  return node_of(reading, id)->style;
}

/* Nothing was reported. */
static inline void assert_silent(const Reading *reading) {
  unsigned count;
  const Diagnostic *all = diag_all(reading->diagnostics, &count);
  if (count)
    fail_msg("%s: %s", all[0].id, all[0].message);
}

static inline unsigned count_of(const Reading *reading, const char *id) {
  unsigned count, found = 0;
  const Diagnostic *all = diag_all(reading->diagnostics, &count);
  for (unsigned i = 0; i < count; i++)
    found += strcmp(all[i].id, id) == 0;
  return found;
}

static inline const Diagnostic *reported(const Reading *reading, const char *id) {
  unsigned count;
  const Diagnostic *all = diag_all(reading->diagnostics, &count);
  for (unsigned i = 0; i < count; i++)
    if (strcmp(all[i].id, id) == 0)
      return &all[i];
  fail_msg("%s was not reported", id);
  return NULL;
}

static inline Length pt(double points) {
  return length_from_points(points);
}

static inline bool is_color(Color color, unsigned rgb) {
  return color.alpha == 255 &&
         ((unsigned)color.red << 16 | (unsigned)color.green << 8 | color.blue) == rgb;
}

#endif
