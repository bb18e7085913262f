/* From options to a job: editions, stylesheets, parameters, folders. */
#include "command/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void test_editions(void **state) {
  (void)state;
  static const struct {
    const char *output;
    int edition; /* -1: none */
  } cases[] = {
      {"a.pdf", EDITION_PDF},
      {"a.PDF", EDITION_PDF},
      {"a.b/c.html", EDITION_HTML},
      {"a.txt", EDITION_TEXT},
      {"a.text", EDITION_TEXT},
      {"a.csv", EDITION_CSV},
      {"a.xhtml", EDITION_XHTML},
      {"a.fo", EDITION_FO},
      {"p%d.png", EDITION_PNG},
      {"a.svg", EDITION_SVG},
      {"a.areas", EDITION_AREAS},
      {"a", -1},
      {"a.doc", -1},
      {"a.pdf/b", -1},
      {"-", -1},
      {"", -1},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    Edition edition = EDITION_PDF;
    assert_int_equal(edition_from_output(cases[i].output, &edition), cases[i].edition >= 0);
    if (cases[i].edition >= 0)
      assert_int_equal(edition, cases[i].edition);
  }
}

static const char *parameter_of(const JobPlan *plan, const char *name) {
  for (int i = 0; i < plan->job.parameter_count; i++) {
    if (strcmp(plan->job.parameters[i].name, name) == 0)
      return plan->job.parameters[i].value;
  }
  return NULL;
}

static void test_plan(void **state) {
  (void)state;
  char *given[] = {(char[]){"width=72"}, (char[]){"empty="}, NULL};
  const Options options = {.output = (char[]){"out.html"},
                           .report = (char[]){"summary"},
                           .language = (char[]){"cy"},
                           .cycle = (char[]){"spring"},
                           .parameters = given};
  JobPlan plan;
  assert_true(plan_init(&plan, &options, "fixtures/dataset.xml"));
  assert_int_equal(plan.job.edition, EDITION_HTML);
  assert_string_equal(plan.job.report, "resource:///peerpress/stylesheets/progress/summary.xsl");
  assert_string_equal(plan.job.stylesheet, "resource:///peerpress/stylesheets/edition/web.xsl");
  assert_false(plan.job.stylesheet_given);
  assert_string_equal(parameter_of(&plan, "theme"),
                      "resource:///peerpress/stylesheets/theme/default.xml");
  assert_string_equal(parameter_of(&plan, "width"), "72");
  assert_string_equal(parameter_of(&plan, "empty"), "");
  assert_string_equal(parameter_of(&plan, "lang"), "cy");
  assert_string_equal(parameter_of(&plan, "cycle"), "spring");
  assert_string_equal(plan.job.cycle, "spring");
  char *folder = g_canonicalize_filename("fixtures", NULL);
  assert_string_equal(g_ptr_array_index(plan.roots, 0), folder);
  assert_null(g_ptr_array_index(plan.roots, 1));
  g_free(folder);
  plan_release(&plan);
}

static void expect_refused(const Options *options) {
  JobPlan plan;
  assert_false(plan_init(&plan, options, "dataset.xml"));
  plan_release(&plan);
}

static void test_refusals(void **state) {
  (void)state;
  assert_non_null(freopen("/dev/null", "w", stderr));
  char pdf[] = "a.pdf", unknown[] = "nothing", file[] = "./nothing.xsl", xhtml[] = "xhtml";
  char *no_value[] = {(char[]){"name"}, NULL}, *no_name[] = {(char[]){"=x"}, NULL};
  char *not_utf8[] = {(char[]){"a=\xff"}, NULL}, *no_folder[] = {unknown, NULL};
  char source[] = "stylesheets/edition/print.xsl";
  expect_refused(&(Options){0});
  expect_refused(&(Options){.output = pdf, .cycle = (char[]){"\xff"}});
  expect_refused(&(Options){.output = pdf, .language = (char[]){"\xff"}});
  expect_refused(&(Options){.output = unknown});
  expect_refused(&(Options){.output = pdf, .to = unknown});
  expect_refused(&(Options){.output = pdf, .report = unknown});
  expect_refused(&(Options){.output = pdf, .report = file});
  expect_refused(&(Options){.output = pdf, .theme = unknown});
  expect_refused(&(Options){.output = pdf, .stylesheet = file});
  expect_refused(&(Options){.output = pdf, .stylesheet = source, .to = xhtml});
  expect_refused(&(Options){.output = pdf, .parameters = no_value});
  expect_refused(&(Options){.output = pdf, .parameters = no_name});
  expect_refused(&(Options){.output = pdf, .parameters = not_utf8});
  expect_refused(&(Options){.output = pdf, .roots = no_folder});
  expect_refused(&(Options){.output = pdf, .font_folders = no_folder});
  expect_refused(&(Options){.output = pdf, .resolution = 300});
  expect_refused(&(Options){.output = xhtml, .to = xhtml, .no_claim = TRUE});
  expect_refused(&(Options){.output = (char[]){"a.png"}, .resolution = 5});
  expect_refused(&(Options){.output = (char[]){"-"}, .to = (char[]){"png"}});
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_editions),
      cmocka_unit_test(test_plan),
      cmocka_unit_test(test_refusals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
