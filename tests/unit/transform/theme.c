/* Themes: colours that can be read, on colours that there are, with enough contrast. */
#include "transform/theme.h"
#include "base/xml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Reports of a theme with these colours, one a line: "line id: message | hint"; the caller frees it. */
static char *check(const char *colours) {
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  char *text = g_strdup_printf("<theme>\n%s</theme>", colours);
  GBytes *bytes = g_bytes_new(text, strlen(text));
  xmlDoc *doc = xml_read(bytes, "house.xml", NULL, &(XmlOptions){.diagnostics = diagnostics});
  assert_non_null(doc);
  const bool good = theme_check(doc, diagnostics);
  GString *said = g_string_new(NULL);
  unsigned count = 0;
  const Diagnostic *all = diag_all(diagnostics, &count);
  assert_true(good == (count == 0));
  for (unsigned i = 0; i < count; i++) {
    assert_string_equal(all[i].place.file, "house.xml");
    g_string_append_printf(said, "%d %s: %s | %s\n", all[i].place.line, all[i].id, all[i].message,
                           all[i].hint);
  }
  xmlFreeDoc(doc);
  g_bytes_unref(bytes);
  g_free(text);
  diag_free(diagnostics);
  return g_string_free(said, FALSE);
}

#define PAGE "<colour name='page' dark='#14181c'>#ffffff</colour>\n"

static void expect(const char *colours, const char *said) {
  char *found = check(colours);
  assert_string_equal(found, said);
  g_free(found);
}

static void test_right(void **state) {
  (void)state;
  expect(PAGE "<colour name='text' on='page' dark='#f2f4f5'>#0b0c0c</colour>\n", "");
  expect(PAGE "<colour name='rule'>#eeeeee</colour>\n", "");
  expect("", "");
}

static void test_contrast(void **state) {
  (void)state;
  expect(PAGE "<colour name='link'\n on='page' dark='#8fc6f4'>#777777</colour>\n",
         "3 theme-contrast: the theme's colour “link”, #777777, has a contrast of 4.48 to 1 on "
         "“page”, #ffffff | text needs 4.5 to 1; the nearest colour with enough is #767676\n");
  expect(PAGE "<colour name='link' on='page' dark='#1a5a96'>#1a5a96</colour>\n",
         "3 theme-contrast: the theme's colour “link”, #1a5a96, has a contrast of 2.50 to 1 on "
         "“page”, #14181c (dark) | text needs 4.5 to 1; the nearest colour with enough is "
         "#2683d9\n");
}

/* A text colour without a dark value keeps its own on the dark page. */
static void test_dark_default(void **state) {
  (void)state;
  char *said = check(PAGE "<colour name='text' on='page'>#0b0c0c</colour>\n");
  assert_non_null(strstr(said, "“text”, #0b0c0c"));
  assert_non_null(strstr(said, "#14181c (dark)"));
  g_free(said);
}

static void test_several_grounds(void **state) {
  (void)state;
  char *said = check("<colour name='page'>#ffffff</colour>\n<colour name='tint'>#000000</colour>\n"
                     "<colour name='rule'>#555555</colour>\n"
                     "<colour name='text' on='page tint rule'>#ff0000</colour>\n");
  assert_non_null(strstr(said, "a contrast of 1.86 to 1 on “rule”, #555555"));
  assert_non_null(strstr(said, "no colour of this hue"));
  assert_null(strchr(strchr(said, '\n') + 1, '\n'));
  g_free(said);
}

/* What is right on a black page is not to be read on paper. */
static void test_paper(void **state) {
  (void)state;
  char *said = check("<colour name='page'>#000000</colour>\n"
                     "<colour name='text' on='page'>#ffffff</colour>\n");
  assert_non_null(strstr(said, "on paper, #ffffff"));
  assert_null(strchr(strchr(said, '\n') + 1, '\n'));
  g_free(said);
}

static void test_names_and_values(void **state) {
  (void)state;
  expect(PAGE "<colour name='text' on='page tint' dark='#ffffff'>#000000</colour>\n",
         "3 theme-ground: the theme's colour “text” stands on “tint”, a colour that the theme does "
         "not have | on must name colours of the theme, such as page and tint\n");
  expect(
      PAGE "<colour name='muted' on=' ' dark='#ffffff'>#000000</colour>\n",
      "3 theme-no-ground: the theme does not say on which colours “muted” stands | add on=\"page "
      "tint\"\n");
  expect(PAGE "<colour name='text' on='page' dark='white'>rgb(0,0,0)</colour>\n",
         "3 theme-colour: the theme's colour “text” is “rgb(0,0,0)”, whose contrast cannot be "
         "computed | write it as #rrggbb\n3 theme-colour: the theme's colour “text” is “white”, "
         "whose contrast cannot be computed | write it as #rrggbb\n");
}

static void test_other_documents(void **state) {
  (void)state;
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  static const char text[] = "<themes><colour name='text'>none</colour></themes>";
  GBytes *bytes = g_bytes_new_static(text, strlen(text));
  xmlDoc *doc = xml_read(bytes, "other.xml", NULL, &(XmlOptions){.diagnostics = diagnostics});
  assert_true(theme_check(doc, diagnostics));
  assert_int_equal(diag_count(diagnostics, DIAG_ERROR), 0);
  xmlFreeDoc(doc);
  g_bytes_unref(bytes);
  diag_free(diagnostics);
}

int main(void) {
  xml_init();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_right),           cmocka_unit_test(test_contrast),
      cmocka_unit_test(test_dark_default),    cmocka_unit_test(test_several_grounds),
      cmocka_unit_test(test_paper),           cmocka_unit_test(test_names_and_values),
      cmocka_unit_test(test_other_documents),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
