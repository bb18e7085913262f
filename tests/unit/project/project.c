/* Names, addresses, fingerprints and manifests of many publications. */
#include "project/project.h"
#include "base/xml.h"
#include "project/edition.h"
#include "project/fingerprint.h"
#include "project/manifest.h"
#include "project/naming.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void test_names(void **state) {
  (void)state;
  const NamingValue values[] = {{"report", "a/b"}, {"lang", ""}, {"cycle", ".."}, {"x", "é"}};
  static const struct {
    const char *pattern, *name; /* NULL: refused */
  } cases[] = {
      {"{report}", "a-b"}, {"{lang}", "-"}, {"{cycle}", "-.."}, {"p-{x}/{x}", "p-é/é"},
      {"plain", "plain"},  {"{x", "{x"},    {"}{x}{", "}é{"},   {"", NULL},
      {"/{x}", NULL},      {"a//b", NULL},  {"../{x}", NULL},   {"a/./b", NULL},
      {"{reprot}", NULL},  {"{}", NULL},    {"{{x}}", NULL},
  };
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    const bool good =
        naming_check(cases[i].pattern, values, G_N_ELEMENTS(values), PLACE_NONE, diagnostics);
    assert_int_equal(good, cases[i].name != NULL);
    if (!good)
      continue;
    char *name = naming_fill(cases[i].pattern, values, G_N_ELEMENTS(values));
    assert_string_equal(name, cases[i].name);
    g_free(name);
  }
  unsigned count = 0;
  const Diagnostic *all = diag_all(diagnostics, &count);
  bool meant = false;
  for (unsigned i = 0; i < count; i++)
    meant = meant || (all[i].hint && strstr(all[i].hint, "did you mean {report}?"));
  assert_true(meant);
  diag_free(diagnostics);
}

static void test_ways(void **state) {
  (void)state;
  static const struct {
    const char *folder, *path, *way;
  } cases[] = {{"/a", "/a/b", "b"},        {"/a/b", "/a/c", "../c"}, {"/a", "/a", "."},
               {"/", "/a/b", "a/b"},       {"/a/b", "/", "../../"},  {"/a/bc", "/a/b/c", "../b/c"},
               {"x", "x/../y/z", "../y/z"}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    char *way = relative_path(cases[i].folder, cases[i].path);
    assert_string_equal(way, cases[i].way);
    g_free(way);
  }
  char *reference = relative_reference("out/a/x.html", "out/b c/y:é.html");
  assert_string_equal(reference, "../b%20c/y%3A%C3%A9.html");
  g_free(reference);
}

static void test_endings(void **state) {
  (void)state;
  for (int edition = EDITION_PDF; edition <= EDITION_DATASET; edition++) {
    Edition found = EDITION_PDF;
    const char *ending = edition_ending((Edition)edition);
    if (edition == EDITION_DATASET) {
      assert_string_equal(ending, "xml");
    } else {
      assert_true(edition_from_name(ending, &found));
      assert_int_equal(found, edition);
    }
  }
  assert_string_equal(edition_meant("aeras"), "areas");
  assert_null(edition_meant("presentation"));
}

#define DATASET(content)                                                                           \
  "<progress xmlns='urn:peerpress:progress:1' version='1'>" content "</progress>"
#define FIRST                                                                                      \
  "<cycle id='a'><update of='x' level='1'><text>some <em>words</em> "                              \
  "<q>here</q></text></update></cycle>"
#define SECOND "<cycle id='b'/>"

static JsonObject *print_of(const char *text) {
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  GBytes *bytes = g_bytes_new_static(text, strlen(text));
  xmlDoc *doc = xml_read(bytes, "x.xml", NULL, &(XmlOptions){.diagnostics = diagnostics});
  assert_non_null(doc);
  JsonObject *parts = fingerprint(doc);
  xmlFreeDoc(doc);
  g_bytes_unref(bytes);
  diag_free(diagnostics);
  return parts;
}

static void test_fingerprints(void **state) {
  (void)state;
  static const struct {
    const char *text, *difference; /* from the first; NULL: none */
  } cases[] = {
      {DATASET("<title>T</title><cycles>" FIRST SECOND "</cycles>"), NULL},
      {DATASET("\n <title>T</title><!-- c --> <cycles>\n" FIRST "\n\n" SECOND "<?p i?></cycles>\n"),
       NULL},
      {DATASET("<title>T</title><cycles>" FIRST SECOND
               "</cycles><d:derived xmlns:d='urn:peerpress:derived:1' a='b'/>"),
       NULL},
      {DATASET("<title>U</title><cycles>" FIRST SECOND "</cycles>"), "title"},
      {DATASET("<title>T</title><cycles>" FIRST "<cycle id='b' x='y'/></cycles>"), "cycle b"},
      {DATASET("<title>T</title><cycles>" FIRST "</cycles>"), "cycle b"},
      {DATASET("<title>T</title><people/><cycles>" FIRST "</cycles>"), "people and cycle b"},
      {DATASET("<title>T</title><cycles>" SECOND FIRST "</cycles>"), "order of its parts"},
      {DATASET("<title>T</title><cycles><cycle id='a'><update level='1' of='x'><text>some "
               "<em>words</em><q>here</q></text></update></cycle>" SECOND "</cycles>"),
       "cycle a"},
      {DATASET("<title>T</title><cycles><cycle id='a'><update level='1' of='x'><text>some "
               "<em>words</em> <q>here</q></text></update></cycle>" SECOND "</cycles>"),
       NULL},
  };
  JsonObject *first = print_of(cases[0].text);
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    JsonObject *other = print_of(cases[i].text);
    char *difference = fingerprint_difference(first, other);
    if (cases[i].difference)
      assert_string_equal(difference, cases[i].difference);
    else
      assert_null(difference);
    g_free(difference);
    json_object_unref(other);
  }
  json_object_unref(first);
}

#define RECORD(name)                                                                               \
  "{\"output\":\"" name "\",\"files\":{\"" name "\":\"00\"},\"dataset\":{},\"settings\":{},"       \
  "\"program\":{},\"inputs\":[]}"
#define MANIFEST(records) "{\"format\":\"peerpress manifest 1\",\"publications\":[" records "]}"

static void test_manifests(void **state) {
  (void)state;
  static const struct {
    const char *text;
    unsigned records;
    bool good;
  } cases[] = {
      {MANIFEST(""), 0, true},
      {MANIFEST(RECORD("b") "," RECORD("a")), 2, true},
      {MANIFEST("1"), 0, false},
      {MANIFEST(RECORD("b") ",{}"), 0, false},
      {"{\"format\":\"another\",\"publications\":[]}", 0, false},
      {"{}", 0, false},
      {"", 0, false},
  };
  char *folder = g_dir_make_tmp("peerpress-XXXXXX", NULL);
  char *path = g_build_filename(folder, MANIFEST_NAME, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
    assert_true(g_file_set_contents(path, cases[i].text, -1, NULL));
    Manifest *manifest = manifest_read(folder, diagnostics);
    GPtrArray *names = manifest_names(manifest);
    assert_int_equal(names->len, cases[i].records);
    assert_int_equal(diag_count(diagnostics, DIAG_WARNING), cases[i].good ? 0 : 1);
    if (names->len == 2)
      assert_string_equal(g_ptr_array_index(names, 0), "a");
    g_ptr_array_unref(names);
    assert_true(manifest_write(manifest, diagnostics));
    manifest_free(manifest);
    diag_free(diagnostics);
  }
  unlink(path);
  rmdir(folder);
  g_free(path);
  g_free(folder);
}

static void test_project_is(void **state) {
  (void)state;
  static const struct {
    const char *text;
    bool is;
  } cases[] = {
      {"<project xmlns=\"urn:peerpress:project:1\"/>", true},
      {"<?xml version=\"1.0\"?>\n<!-- <a> --><?p <a>?>\n<project a='>' xmlns = "
       "'urn:peerpress:project:1'>",
       true},
      {"<p:project xmlns=\"urn:b\" xmlns:p=\"urn:peerpress:project:2\">", true},
      {"<!DOCTYPE project><project xmlns=\"urn:peerpress:project:1\"/>", true},
      {"<progress xmlns=\"urn:peerpress:progress:1\" xmlns:p=\"urn:peerpress:project:1\"/>", false},
      {"<progress a=\"xmlns='urn:peerpress:project:1'\"/>", false},
      {"<progress><project xmlns=\"urn:peerpress:project:1\"/></progress>", false},
      {"<!-- <project xmlns=\"urn:peerpress:project:1\"/>", false},
      {"<project xmlns", false},
      {"<project xmlns=", false},
      {"<project xmlns=\"", false},
      {"<", false},
      {"", false},
  };
  char *folder = g_dir_make_tmp("peerpress-XXXXXX", NULL);
  char *path = g_build_filename(folder, "project.xml", NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    gsize length;
    char *wide = g_convert(cases[i].text, -1, "UTF-16", "UTF-8", NULL, &length, NULL);
    assert_true(g_file_set_contents(path, cases[i].text, -1, NULL));
    assert_int_equal(project_is(path), cases[i].is);
    assert_true(g_file_set_contents(path, wide, (gssize)length, NULL));
    assert_int_equal(project_is(path), cases[i].is);
    g_free(wide);
  }
  unlink(path);
  assert_false(project_is(path));
  assert_false(project_is(folder));
  rmdir(folder);
  g_free(path);
  g_free(folder);
}

int main(void) {
  xml_init();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_names),     cmocka_unit_test(test_ways),
      cmocka_unit_test(test_endings),   cmocka_unit_test(test_fingerprints),
      cmocka_unit_test(test_manifests), cmocka_unit_test(test_project_is),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
