/* Input that means harm, or was harmed. */
#include "support.h"

static void expect(const char *text, const char *id) {
  Reading reading = read_text(text);
  assert_null(reading.tree);
  assert_int_equal(diag_count(reading.diagnostics, DIAG_ERROR), 1);
  reported(&reading, id);
  reading_free(&reading);
}

static GString *repeat(GString *text, const char *part, int count) {
  for (int i = 0; i < count; i++)
    g_string_append(text, part);
  return text;
}

static void expect_too_deep(const char *before, const char *open, const char *close,
                            const char *after) {
  enum { DEPTH = 1000000 };
  GString *text = g_string_new(FO_HEAD);
  g_string_append(text, before);
  repeat(text, open, DEPTH);
  repeat(text, close, DEPTH);
  g_string_append(text, after);
  g_string_append(text, FO_TAIL);
  expect(text->str, "fo-too-deep");
  g_string_free(text, TRUE);
}

static void a_million_elements_deep(void **state) {
  (void)state;
  expect_too_deep("", "<fo:block>", "</fo:block>", "");
  expect_too_deep("<fo:block><fo:instream-foreign-object>", "<s>", "</s>",
                  "</fo:instream-foreign-object></fo:block>");
  expect_too_deep("<fo:table-row>", "<fo:block>", "</fo:block>", "</fo:table-row>");
}

static void as_deep_as_is_asked(void **state) {
  (void)state;
  enum { DEPTH = 200000 };
  GString *text = repeat(g_string_new(FO_HEAD), "<fo:block>", DEPTH);
  repeat(text, "</fo:block>", DEPTH);
  g_string_append(text, FO_TAIL);
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  Limits limits = limits_usual;
  limits.depth = 2 * DEPTH;
  const FoOptions options = {.diagnostics = diagnostics, .limits = &limits};
  FoTree *tree = fo_read_memory(text->str, text->len, "deep.fo", &options);
  assert_non_null(tree);
  assert_true(tree->node_count > DEPTH);
  fo_free(tree);
  diag_free(diagnostics);
  g_string_free(text, TRUE);
}

static void deep_trees_are_dumped_without_recursion(void **state) {
  (void)state;
  enum { DEPTH = 1900 };
  GString *text = repeat(g_string_new(NULL), "<fo:block>", DEPTH);
  repeat(text, "</fo:block>", DEPTH);
  Reading reading = read_flow(text->str);
  char *dump = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&dump, &size);
  fo_dump(reading.tree, out);
  fclose(out);
  assert_true(size > DEPTH * 10);
  free(dump);
  reading_free(&reading);
  g_string_free(text, TRUE);
}

static void entities(void **state) {
  (void)state;
  expect("<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>" FO_HEAD
         "<fo:block>&b;</fo:block>" FO_TAIL,
         "xml-entity-declared");
  expect("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" FO_HEAD
         "<fo:block>&x;</fo:block>" FO_TAIL,
         "xml-entity-declared");
  expect("<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://example.org/'>%x;]>" FO_HEAD FO_TAIL,
         "xml-entity-declared");
  GString *lengthy = g_string_new("<!DOCTYPE a [<!ENTITY x '");
  for (int i = 0; i < 1000; i++)
    g_string_append_c(lengthy, 'x');
  const gsize end = lengthy->len;
  g_string_append(lengthy, "x'>]>" FO_HEAD FO_TAIL);
  expect(lengthy->str, "xml-entity-declared");
  g_string_truncate(lengthy, end);
  g_string_append(lengthy, "'>]>" FO_HEAD "<fo:block>");
  for (int i = 0; i < 1010; i++)
    g_string_append(lengthy, "&x;");
  g_string_append(lengthy, "</fo:block>" FO_TAIL);
  expect(lengthy->str, "xml-entity-growth");
  g_string_free(lengthy, TRUE);
  expect(FO_HEAD "<fo:block>&nbsp;</fo:block>" FO_TAIL, "xml-entity");
  Reading reading = read_text("<!DOCTYPE fo:root SYSTEM 'http://example.org/fo.dtd'>" FO_HEAD
                              "<fo:block id='x'>&lt;&#233;&amp;<![CDATA[<]]></fo:block>" FO_TAIL);
  assert_silent(&reading);
  assert_string_equal(node_of(&reading, "x")->first->text, "<é&<");
  reading_free(&reading);
}

static void damaged_files(void **state) {
  (void)state;
  expect("", "fo-empty");
  expect("not XML", "xml-syntax");
  expect(FO_HEAD "<fo:block>text", "xml-cut-off");
  expect(FO_HEAD "<fo:block>text</fo:blo", "xml-cut-off");
  expect(FO_HEAD "<fo:block color='re", "xml-cut-off");
  expect(FO_HEAD "<fo:block>text</fo:inline>" FO_TAIL, "xml-mismatch");
  expect(FO_HEAD "<fo:block>\xff\xfe</fo:block>" FO_TAIL, "xml-syntax");
  expect(FO_HEAD "<fo:block color='red' color='blue'/>" FO_TAIL, "xml-syntax");
  expect(FO_HEAD "<x:block/>" FO_TAIL, "xml-syntax");
}

/* Every beginning of a good document is an error, never a crash. */
static void every_prefix(void **state) {
  (void)state;
  static const char text[] = FO_HEAD
      "<!-- c --><fo:block font='bold 10pt/1.4 serif' margin='1pt + (2pt'>a&#x41;<fo:inline "
      "fox:alt-text='é'/><fo:instream-foreign-object><s xmlns='u' a='b'><t/>x</s>"
      "</fo:instream-foreign-object><![CDATA[x]]><?pi x?></fo:block>" FO_TAIL;
  for (size_t length = 0; length < strlen(text); length++) {
    char *prefix = g_strndup(text, length);
    Reading reading = read_text(prefix);
    assert_null(reading.tree);
    assert_int_equal(diag_count(reading.diagnostics, DIAG_ERROR), 1);
    reading_free(&reading);
    g_free(prefix);
  }
}

/* Each byte replaced in turn: something comes of it, and nothing breaks. */
static void every_byte_changed(void **state) {
  (void)state;
  static const char changes[] = {'<', '>', '\'', '&', ' ', '\0', '\x80', '9', '(', '-', ':'};
  static const char original[] = FO_HEAD "<fo:block margin='1pt 2em' color='rgb(1,2,3)' "
                                         "start-indent='body-start()'>a&#65;</fo:block>" FO_TAIL;
  char text[sizeof original];
  const FoOptions options = {.diagnostics = diag_new(NULL, DIAG_TEXT)};
  for (size_t at = 0; at + 1 < sizeof original; at++)
    for (size_t i = 0; i < sizeof changes; i++) {
      memcpy(text, original, sizeof text);
      text[at] = changes[i];
      fo_free(fo_read_memory(text, sizeof text - 1, "changed.fo", &options));
    }
  diag_free(options.diagnostics);
}

static void long_values(void **state) {
  (void)state;
  GString *text = g_string_new("<fo:block id='x' font-family='");
  repeat(text, "a, ", 100000);
  g_string_append(text, "b' color='");
  repeat(text, "red", 100000);
  g_string_append(text, "' padding='");
  repeat(text, "1pt ", 100000);
  g_string_append(text, "' ");
  repeat(text, "x", 100000);
  g_string_append(text, "='1' start-indent='1pt");
  repeat(text, " + 1pt", 100000);
  g_string_append(text, "'/>");
  Reading reading = read_flow(text->str);
  assert_int_equal(count_of(&reading, "fo-bad-value"), 2);
  assert_int_equal(count_of(&reading, "fo-unknown-property"), 1);
  assert_int_equal(style_of(&reading, "x")->start_indent.length, pt(100001));
  reading_free(&reading);
  g_string_free(text, TRUE);
}

static void huge_counts(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:table><fo:table-column number-columns-repeated='99999999999' column-number='999999999' "
      "column-width='1pt'/><fo:table-body><fo:table-cell number-columns-spanned='99999999999' "
      "text-align='from-table-column()'><fo:block/></fo:table-cell><fo:table-cell "
      "text-align='from-table-column()'><fo:block id='x' widows='-99999999999' "
      "z-index='99999999999'/></fo:table-cell></fo:table-body></fo:table>");
  assert_int_equal(style_of(&reading, "x")->widows, 1);
  assert_int_equal(style_of(&reading, "x")->z_index, 1000000000);
  reading_free(&reading);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_million_elements_deep),
      cmocka_unit_test(as_deep_as_is_asked),
      cmocka_unit_test(deep_trees_are_dumped_without_recursion),
      cmocka_unit_test(entities),
      cmocka_unit_test(damaged_files),
      cmocka_unit_test(every_prefix),
      cmocka_unit_test(every_byte_changed),
      cmocka_unit_test(long_values),
      cmocka_unit_test(huge_counts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
