/* What the tests of the transform share. */
#ifndef PEERPRESS_TESTS_TRANSFORM_SUPPORT_H
#define PEERPRESS_TESTS_TRANSFORM_SUPPORT_H

#include "base/xml.h"

#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A new empty folder by its real name, for free(). */
static inline char *scratch_folder(void) {
  char *made = g_dir_make_tmp("peerpress-XXXXXX", NULL);
  char *folder = realpath(made, NULL);
  g_free(made);
  return folder;
}

static inline xmlDoc *parse_source(const char *text, Diagnostics *diagnostics) {
  GBytes *bytes = g_bytes_new(text, strlen(text));
  xmlDoc *doc = xml_read(bytes, "source.xml", NULL, &(XmlOptions){.diagnostics = diagnostics});
  g_bytes_unref(bytes);
  assert_non_null(doc);
  return doc;
}

#endif
