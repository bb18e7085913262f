/* What the grammar cannot say: ids, references, levels, contrast, cycles; and the choice of one. */
#include "support.h"

#include "dataset/rules.h"
#include "dataset/value.h"

static void expect_cycle(const char *asked, const char *chosen, const char *as_of) {
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  char *text = dataset_with(0, NULL);
  Dataset *dataset = read_dataset(text, asked, diagnostics);
  assert_int_equal(diag_count(diagnostics, DIAG_ERROR), 0);
  assert_non_null(dataset);
  assert_string_equal(dataset->cycle, chosen);
  assert_string_equal(dataset->as_of, as_of);
  dataset_free(dataset);
  g_free(text);
  diag_free(diagnostics);
}

static void test_choice(void **state) {
  (void)state;
  expect_cycle(NULL, "autumn", "2020-11-01");
  expect_cycle("spring", "spring", "2020-05-01");
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  char *text = dataset_with(0, NULL);
  assert_null(read_dataset(text, "winter", diagnostics));
  unsigned count = 0;
  const Diagnostic *all = diag_all(diagnostics, &count);
  assert_int_equal(count, 1);
  assert_string_equal(all[0].hint, "the cycles are: spring, autumn");
  g_free(text);
  diag_free(diagnostics);
  dataset_free(NULL);
}

static void test_references(void **state) {
  (void)state;
  expect_mistake(17, "<lead person='mayor' as='officer'/>", "dataset-reference", 17, "“mayor”");
  expect_mistake(17, "<lead person='clrek' as='officer'/>", "dataset-reference-meant", 17,
                 "“clerk”?");
  expect_mistake(17, "<lead person='town' as='officer'/>", "dataset-reference-kind", 17,
                 "<council> of line 3");
  expect_mistake(8, "</scale><scale id='begun' measures='outcome'><label>Effect</label>",
                 "dataset-id-twice", 8, "line 6");
}

static void test_levels(void **state) {
  (void)state;
  expect_mistake(20, "<update of='rec' level='felt'/>", "dataset-level-scale", 20, "“steps”");
  expect_mistake(20, "<update of='rec' level='begun' outcome='felt'/>", "dataset-level-no-scale",
                 20, "outcome-scale");
  expect_mistake(20, "<update of='rec' level='began'/>", "dataset-reference-meant", 20, "“begun”?");
}

static void test_cycles(void **state) {
  (void)state;
  expect_mistake(22,
                 "<cycle id='autumn' as-of='2020-11-01' previous='autumn' state='open' "
                 "scale='steps'>",
                 "dataset-cycle-loop", 22, "“autumn”");
  expect_mistake(19,
                 "<cycle id='spring' previous='autumn' as-of='2020-05-01' state='frozen' "
                 "scale='steps'><title>Spring</title>",
                 "dataset-cycle-loop", 19, "“spring”");
  expect_mistake(22,
                 "<cycle id='autumn' as-of='2020-05-01' previous='spring' state='open' "
                 "scale='steps'>",
                 "dataset-cycle-order", 22, "not after");
}

static void test_contrast(void **state) {
  (void)state;
  expect_mistake(6,
                 "<level id='begun' rank='1' colour='#FFFFFF' background='#00b050'>"
                 "<label>Begun</label>",
                 "dataset-contrast", 6, "2.87");
  expect_mistake(6,
                 "<level id='begun' rank='1' colour='#ffffff' background='#777777'>"
                 "<label>Begun</label>",
                 "dataset-contrast", 6, "4.48 to 1");
  expect_mistake(6,
                 "<level id='begun' rank='1' colour='#ffffff' background=' #00b050 '>"
                 "<label>Begun</label>",
                 "dataset-contrast", 6, "the background #00893e, or the colour #313131");
}

static bool matches(const Grammar *grammar, const char *define, const char *text) {
  const xmlNode *node = grammar_define(grammar, define);
  assert_non_null(node);
  return value_matches(grammar, node, text);
}

static void test_values(void **state) {
  (void)state;
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  Grammar *grammar = grammar_new(diagnostics);
  assert_true(matches(grammar, "day", "2024-02-29"));
  assert_true(matches(grammar, "day", "  2024-02-29\n"));
  assert_false(matches(grammar, "day", "2023-02-29"));
  assert_false(matches(grammar, "day", "2023-02-28Z"));
  assert_false(matches(grammar, "day", ""));
  assert_true(matches(grammar, "date", "2024"));
  assert_true(matches(grammar, "date", "2024-12"));
  assert_false(matches(grammar, "date", "2024-13"));
  assert_true(matches(grammar, "colour", "#00703C"));
  assert_false(matches(grammar, "colour", "#0073C"));
  assert_true(matches(grammar, "quantity", "0.5"));
  assert_false(matches(grammar, "quantity", "-0.5"));
  assert_false(matches(grammar, "quantity", "0,5"));
  assert_true(matches(grammar, "address", "mailto:a@example.org"));
  assert_false(matches(grammar, "address", "javascript:alert(1)"));
  assert_true(matches(grammar, "references", "a b-c"));
  assert_false(matches(grammar, "references", "a 1"));
  assert_false(matches(grammar, "references", " "));
  assert_true(matches(grammar, "yes-or-no", "yes"));
  assert_false(matches(grammar, "yes-or-no", "true"));
  grammar_free(grammar);
  grammar_free(NULL);
  diag_free(diagnostics);
}

/* Blanks around a value are not part of it. */
static void test_blanks(void **state) {
  (void)state;
  char *text = dataset_with(19, "<cycle id=' spring' as-of='2020-05-01' state=' frozen ' "
                                "scale='  steps'><title>Spring</title>");
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  Dataset *dataset = read_dataset(text, "spring", diagnostics);
  assert_non_null(dataset);
  assert_string_equal(dataset->as_of, "2020-05-01");
  assert_true(dataset_derive(dataset, NULL, diagnostics));
  assert_int_equal(diag_count(diagnostics, DIAG_ERROR), 0);
  dataset_free(dataset);
  diag_free(diagnostics);
  g_free(text);
}

static void test_many_levels(void **state) {
  (void)state;
  GString *scale = g_string_new("</scale><scale id='effect' measures='outcome'><label>E</label>");
  for (int i = 0; i < 50; i++)
    g_string_append_printf(scale,
                           "<level id='l%d' rank='1' colour='#000000' background='#ffffff'>"
                           "<label>L</label><meaning>M.</meaning></level>",
                           i);
  expect_mistake(8, scale->str, "dataset-levels", 8, "51 levels");
  g_string_free(scale, TRUE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_choice),   cmocka_unit_test(test_references),
      cmocka_unit_test(test_levels),   cmocka_unit_test(test_cycles),
      cmocka_unit_test(test_contrast), cmocka_unit_test(test_values),
      cmocka_unit_test(test_blanks),   cmocka_unit_test(test_many_levels),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
