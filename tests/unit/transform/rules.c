/* Rules: Schematron's semantics, places, words and faults. */
#include "transform/rules.h"

#include "support.h"

#define SCHEMA "<schema xmlns='http://purl.oclc.org/dsdl/schematron'>\n"

typedef struct {
  Diagnostics *diagnostics;
  char *folder, *rules;
} Fixture;

static int setup(void **state) {
  Fixture *fixture = g_new(Fixture, 1);
  fixture->diagnostics = diag_new(NULL, DIAG_TEXT);
  fixture->folder = scratch_folder();
  fixture->rules = g_build_filename(fixture->folder, "rules.sch", NULL);
  *state = fixture;
  return 0;
}

static int teardown(void **state) {
  Fixture *fixture = *state;
  g_remove(fixture->rules);
  g_rmdir(fixture->folder);
  diag_free(fixture->diagnostics);
  g_free(fixture->rules);
  free(fixture->folder);
  g_free(fixture);
  return 0;
}

static bool apply(Fixture *fixture, const char *rules, const char *source) {
  assert_true(g_file_set_contents(fixture->rules, rules, -1, NULL));
  Transformer *transformer = transform_new((const char *const[]){fixture->folder, NULL});
  xmlDoc *doc = parse_source(source, fixture->diagnostics);
  const bool good = rules_apply(transformer, fixture->rules, doc, fixture->diagnostics, NULL, NULL);
  xmlFreeDoc(doc);
  transform_free(transformer);
  return good;
}

/* The findings so far, each as "id severity line:column message | hint" on a line. */
static void expect(const Fixture *fixture, const char *expected) {
  unsigned count = 0;
  const Diagnostic *all = diag_all(fixture->diagnostics, &count);
  GString *text = g_string_new(NULL);
  for (unsigned i = 0; i < count; i++)
    g_string_append_printf(text, "%s %d %d:%d %s | %s\n", all[i].id, (int)all[i].severity,
                           all[i].place.line, all[i].place.column, all[i].message,
                           all[i].hint ? all[i].hint : "");
  assert_string_equal(text->str, expected);
  g_string_free(text, TRUE);
}

static void test_findings(void **state) {
  Fixture *fixture = *state;
  const bool good = apply(
      fixture,
      SCHEMA "<title>t</title><let name='most' value='2'/><pattern><p>words</p><rule context='b'>"
             "<let name='n' value='@n'/>"
             "<assert test='$n &lt;= $most' id='too-much' diagnostics='less more'>\n "
             "<emph><name/></emph> of"
             " <value-of select='$n'/>\n  is too much</assert>"
             "<report test=\"@n = 1\" role='warning'>one</report><report test='@n=2' role='info' "
             "id='two'>two"
             "</report></rule></pattern>"
             "<diagnostics><diagnostic id='less'>at most <value-of select='$most'/></diagnostic>"
             "<diagnostic id='more'>, please</diagnostic></diagnostics></schema>",
      "<a>\n <b n='1'/>\n <b n='3'/><c><b n='2'/></c></a>");
  assert_false(good);
  expect(fixture, "rule 1 2:2 one | \n"
                  "too-much 2 3:2 b of 3 is too much | at most 2, please\n"
                  "two 0 3:15 two | \n");
}

/* A node is judged by the first rule of a pattern that it fits, and by each pattern. */
static void test_first_rule_wins(void **state) {
  Fixture *fixture = *state;
  const bool good = apply(
      fixture,
      SCHEMA "<pattern><rule context=\"b[@x='|'] | d\"><report role='info' test='true()'>first"
             "</report></rule><rule context='*'><report role='info' test='true()'>other"
             "</report></rule></pattern>"
             "<pattern><rule context='/a/b/@x'><report role='info' test='true()'>attribute"
             "</report></rule></pattern></schema>",
      "<a>\n<b x='|'/>\n<d/>\n<e/></a>");
  assert_true(good);
  expect(fixture, "rule 0 2:1 first | \n"
                  "rule 0 3:1 first | \n"
                  "rule 0 1:1 other | \n"
                  "rule 0 4:1 other | \n"
                  "rule 0 2:1 attribute | \n");
}

static void test_keys_and_namespaces(void **state) {
  Fixture *fixture = *state;
  const bool good = apply(
      fixture,
      "<schema xmlns='http://purl.oclc.org/dsdl/schematron' queryBinding='exslt'"
      " xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
      "<ns prefix='p' uri='urn:p'/><ns prefix='str' uri='http://exslt.org/strings'/>"
      "<xsl:key name='id' match='p:b' use='@id'/><pattern><rule context='p:r'>"
      "<assert test='count(key(\"id\", str:tokenize(@to))) = count(str:tokenize(@to))'>dangling"
      "</assert></rule></pattern></schema>",
      "<a xmlns='urn:p'><b id='x'/>\n<r to='x'/><r to='x y'/></a>");
  assert_false(good);
  assert_int_equal(diag_count(fixture->diagnostics, DIAG_ERROR), 1);
}

/* What is not understood is an error at its place, and no rule is applied. */
static void test_faults(void **state) {
  static const struct {
    const char *rules, *id;
    int line;
  } cases[] = {
      {SCHEMA "<pattern>\n<include href='x'/></pattern></schema>", "rules-element", 3},
      {SCHEMA "\n<phase id='x'/></schema>", "rules-element", 3},
      {SCHEMA "<pattern><rule abstract='true'/></pattern></schema>", "rules-attribute", 2},
      {SCHEMA "<pattern><rule context='a'>\n<assert>x</assert></rule></pattern></schema>",
       "rules-attribute", 3},
      {SCHEMA "<pattern><rule context='a'>\n<assert test='1' "
              "role='bad'>x</assert></rule></pattern></schema>",
       "rules-role", 3},
      {SCHEMA "<pattern><rule context='a'>\n<assert test='1' "
              "diagnostics='d'>x</assert></rule></pattern></schema>",
       "rules-diagnostic", 3},
      {SCHEMA
       "<pattern><rule context='a'>\n<assert test='1'><b/></assert></rule></pattern></schema>",
       "rules-element", 3},
      {SCHEMA
       "<pattern><rule context='a'>\n<assert test='1 +'>x</assert></rule></pattern></schema>",
       "transform-expression", 3},
      {"<schema xmlns='http://purl.oclc.org/dsdl/schematron' queryBinding='xslt2'/>",
       "rules-binding", 1},
      {"<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>",
       "rules-result", 0},
      {"<other/>", "transform-failed", 1},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    Fixture *fixture = *state;
    if (apply(fixture, cases[i].rules, "<a/>"))
      fail_msg("not found: %s", cases[i].rules);
    unsigned count = 0;
    const Diagnostic *all = diag_all(fixture->diagnostics, &count);
    assert_int_equal(count, 1);
    assert_string_equal(all[0].id, cases[i].id);
    assert_int_equal(all[0].place.line, cases[i].line);
    diag_free(fixture->diagnostics);
    fixture->diagnostics = diag_new(NULL, DIAG_TEXT);
  }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_findings),
      TEST(test_first_rule_wins),
      TEST(test_keys_and_namespaces),
      TEST(test_faults),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
