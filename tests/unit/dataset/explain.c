/* Mistakes against the grammar: each is told once, at its line, in words. */
#include "support.h"

static void test_elements(void **state) {
  (void)state;
  expect_mistake(16, "<wordin>Agree.</wordin>", "dataset-element-meant", 16, "<wording>?");
  expect_mistake(17, "<zzzzzzzz/><lead person='clerk' as='officer'/>", "dataset-element", 17,
                 "<lead>");
  expect_mistake(17, "<cycle/>", "dataset-element-not-here", 17, "<cycle> is not allowed in");
  expect_mistake(16, "", "dataset-element-missing", 17, "no <wording>");
  expect_mistake(16, "<title>Budget</title>", "dataset-element-missing", 17, "no <wording>");
  expect_mistake(15, "<wording>Agree.</wording><title>T</title>", "dataset-order", 15, "<title>");
  expect_mistake(19, "<cycle id='spring' as-of='2020-05-01' state='frozen' scale='steps'>",
                 "dataset-element-missing", 20, "no <title>");
  expect_mistake(23, "", "dataset-incomplete", 22, "<title> is missing");
  expect_mistake(21, "<title>Late</title></cycle>", "dataset-element-place", 21, "<update>");
  expect_mistake(20, "<x:update xmlns:x='urn:other' of='rec' level='begun'/>", "dataset-namespace",
                 20, "urn:other");
}

static void test_order(void **state) {
  (void)state;
  char *text = dataset_with(15, "<wording>Agree a budget.</wording>");
  char **lines = g_strsplit(text, "\n", -1);
  g_free(lines[15]);
  lines[15] = g_strdup("<title>Budget</title>");
  g_free(text);
  text = g_strjoinv("\n", lines);
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  assert_null(read_dataset(text, NULL, diagnostics));
  unsigned count = 0;
  const Diagnostic *all = diag_all(diagnostics, &count);
  assert_int_equal(count, 1);
  assert_string_equal(all[0].id, "dataset-order");
  assert_int_equal(all[0].place.line, 15);
  diag_free(diagnostics);
  g_strfreev(lines);
  g_free(text);
}

static void test_attributes(void **state) {
  (void)state;
  expect_mistake(14, "<recommendation id='rec'>", "dataset-attribute-missing", 14, "“reference”");
  expect_mistake(14, "<recommendation id='rec' referenec='R 1'>", "dataset-attribute-meant", 14,
                 "“reference”");
  expect_mistake(14, "<recommendation id='rec' reference='R 1' zzzz='1'>", "dataset-attribute", 14,
                 "its attributes are: id, reference");
  expect_mistake(17, "<lead xml:space='preserve' person='clerk' as='officer'/>",
                 "dataset-attribute", 17, "xml:space");
}

static void test_values(void **state) {
  (void)state;
  const char *const cycle = "<cycle id='spring' as-of='%s' state='%s' scale='steps'>"
                            "<title>Spring</title>";
  char *bad_date = g_strdup_printf(cycle, "2021-02-30", "open");
  expect_mistake(19, bad_date, "dataset-value", 19, "a day, as 2021-03-17");
  char *month = g_strdup_printf(cycle, "2021-02", "open");
  expect_mistake(19, month, "dataset-value", 19, "a day");
  char *state_meant = g_strdup_printf(cycle, "2020-05-01", "opened");
  expect_mistake(19, state_meant, "dataset-value-meant", 19, "“open” or “frozen”");
  char *state_other = g_strdup_printf(cycle, "2020-05-01", "unsettled");
  expect_mistake(19, state_other, "dataset-value", 19, "“open” or “frozen”");
  g_free(bad_date);
  g_free(month);
  g_free(state_meant);
  g_free(state_other);
  expect_mistake(6,
                 "<level id='begun' rank='-1' colour='#000000' background='#ffffff'>"
                 "<label>Begun</label>",
                 "dataset-value", 6, "a whole number from 0 to 1000");
  expect_mistake(6,
                 "<level id='1begun' rank='1' colour='#000000' background='#ffffff'>"
                 "<label>Begun</label>",
                 "dataset-value", 6, "begins with a letter");
  expect_mistake(17, "<lead person='clerk' as='officer'/><update of='rec' level='begun'/>",
                 "dataset-element-not-here", 17, "<update>");
}

static void test_text(void **state) {
  (void)state;
  expect_mistake(17, "as planned <lead person='clerk' as='officer'/>", "dataset-text", 14,
                 "as planned");
  expect_mistake(16, "<wording>Agree <strogn>a</strogn> budget.</wording>", "dataset-element-meant",
                 16, "<strong>?");
}

static void test_roots(void **state) {
  (void)state;
  static const struct {
    const char *text, *id;
  } cases[] = {
      {"<progress xmlns='urn:peerpress:progress:9'/>", "dataset-namespace"},
      {"<progress/>", "dataset-namespace"},
      {"<cycle xmlns='urn:peerpress:progress:1'/>", "dataset-root"},
      {"<!DOCTYPE progress><progress/>", "xml-doctype"},
      {"<progress", "xml-cut-off"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
    assert_null(read_dataset(cases[i].text, NULL, diagnostics));
    unsigned count = 0;
    const Diagnostic *all = diag_all(diagnostics, &count);
    assert_int_equal(count, 1);
    assert_string_equal(all[0].id, cases[i].id);
    diag_free(diagnostics);
  }
}

/* A mistake does not hide another one. */
static void test_several(void **state) {
  (void)state;
  char *text = dataset_with(16, "<wordin>Agree.</wordin>");
  char **lines = g_strsplit(text, "\n", -1);
  g_free(lines[19]);
  lines[19] = g_strdup("<update of='rec' levle='begun'/>");
  g_free(text);
  text = g_strjoinv("\n", lines);
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  assert_null(read_dataset(text, NULL, diagnostics));
  assert_int_equal(diag_count(diagnostics, DIAG_ERROR), 2);
  diag_free(diagnostics);
  g_strfreev(lines);
  g_free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_elements),   cmocka_unit_test(test_order),
      cmocka_unit_test(test_attributes), cmocka_unit_test(test_values),
      cmocka_unit_test(test_text),       cmocka_unit_test(test_roots),
      cmocka_unit_test(test_several),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
