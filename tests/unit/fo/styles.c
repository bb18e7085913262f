/* Styles are shared; bad values leave what was there and are told. */
#include "support.h"

static void equal_styles_are_one(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:block id='a' color='red' space-before='1pt'/><fo:block id='b' color='red' "
      "space-before='1pt'/><fo:block id='c' space-before='1pt' color='#f00'/>"
      "<fo:block id='d' color='blue' space-before='1pt'/>"
      "<fo:block id='e' start-indent='body-start() - 24pt' color='red' space-before='1pt'/>");
  const Style *style = style_of(&reading, "a");
  assert_ptr_equal(style, style_of(&reading, "b"));
  assert_ptr_equal(style, style_of(&reading, "c"));
  assert_ptr_not_equal(style, style_of(&reading, "d"));
  assert_ptr_equal(style, style_of(&reading, "e"));
  reading_free(&reading);
}

/* The same attributes under the same parent's style, but in another list item. */
static void what_depends_on_ancestors_is_not_shared(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:list-block><fo:list-item start-indent='1pt'><fo:list-item-label><fo:block/>"
      "</fo:list-item-label><fo:list-item-body><fo:block start-indent='0pt'><fo:block id='a' "
      "start-indent='body-start()'/></fo:block></fo:list-item-body></fo:list-item>"
      "<fo:list-item start-indent='2pt'><fo:list-item-label><fo:block/></fo:list-item-label>"
      "<fo:list-item-body><fo:block start-indent='0pt'><fo:block id='b' "
      "start-indent='body-start()'/></fo:block></fo:list-item-body></fo:list-item>"
      "</fo:list-block>");
  assert_int_equal(style_of(&reading, "a")->start_indent.length, pt(25));
  assert_int_equal(style_of(&reading, "b")->start_indent.length, pt(26));
  reading_free(&reading);
}

static void many_nodes_take_little_time(void **state) {
  (void)state;
  enum { BLOCKS = 50000 };
  GString *content = g_string_new(NULL);
  for (int i = 0; i < BLOCKS; i++)
    g_string_append_printf(content,
                           "<fo:block id='n%d' space-before='6pt' border='1pt solid black' "
                           "font='bold 10pt/1.4 serif'>text</fo:block>",
                           i);
  const gint64 before = g_get_monotonic_time();
  Reading reading = read_flow(content->str);
  const gint64 taken = g_get_monotonic_time() - before;
  assert_true(reading.tree->node_count > 2 * BLOCKS);
  assert_ptr_equal(style_of(&reading, "n0"), style_of(&reading, "n49999"));
  assert_true(taken < 5 * G_USEC_PER_SEC);
  reading_free(&reading);
  g_string_free(content, TRUE);
}

static void a_bad_value_keeps_the_inherited_one(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block color='red' font-size='20pt' text-align='end'>\n"
                              " <fo:block id='x' color='rde' font-size='-1pt' text-align='rihgt' "
                              "padding='-1pt' widows='few' span='2'/></fo:block>");
  const Style *style = style_of(&reading, "x");
  assert_true(is_color(style->color, 0xff0000));
  assert_int_equal(style->font_size, pt(20));
  assert_int_equal(style->text_align.keyword, KW_END);
  assert_int_equal(style->padding_before.size.length, 0);
  assert_int_equal(style->widows, 2);
  assert_int_equal(style->span, KW_NONE);
  assert_int_equal(count_of(&reading, "fo-bad-value"), 6);
  assert_int_equal(diag_count(reading.diagnostics, DIAG_ERROR), 0);
  reading_free(&reading);
}

static void a_bad_value_is_told_with_place_and_remedy(void **state) {
  (void)state;
  Reading reading = read_flow("\n  <fo:block keep-with-next.within-page='alwyas'/>");
  const Diagnostic *bad = reported(&reading, "fo-bad-value");
  assert_string_equal(bad->place.file, "test.fo");
  assert_int_equal(bad->place.line, 2);
  assert_int_equal(bad->place.column, 3);
  assert_non_null(strstr(bad->message, "“alwyas”"));
  assert_non_null(strstr(bad->message, "keep-with-next.within-page"));
  assert_non_null(strstr(bad->hint, "did you mean “always”"));
  reading_free(&reading);
}

static void the_value_before_a_bad_one_stays(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block id='x' border='2pt solid' border-top-width='thic' "
                              "space-before='4pt' space-before.maximum='much'/>");
  assert_int_equal(style_of(&reading, "x")->border_before_width.size.length, pt(2));
  assert_int_equal(style_of(&reading, "x")->space_before.maximum.length, pt(4));
  reading_free(&reading);
}

static void unknown_properties_are_told(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block colr='red' space-before.optimal='3pt' "
                              "xmlns:other='urn:other' other:thing='1' fox:nonsense='1'/>");
  assert_int_equal(count_of(&reading, "fo-unknown-property"), 2);
  assert_string_equal(reported(&reading, "fo-unknown-property")->hint, "did you mean color?");
  assert_int_equal(count_of(&reading, "fo-unsupported-property"), 1);
  reading_free(&reading);
}

static void aural_properties_are_silent(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block id='x' volume='loud' azimuth='behind' "
                              "source-document='a.xml' speak='none'/>");
  assert_silent(&reading);
  assert_int_equal(node_of(&reading, "x")->attribute_count, 1);
  reading_free(&reading);
}

/* Once, and only where it would have made a difference. */
static void what_is_not_supported_is_told(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block leader-alignment='none'/>");
  assert_silent(&reading);
  reading_free(&reading);
  reading = read_flow("<fo:block leader-alignment='page'/>"
                      "<fo:block leader-alignment='page' color='red'/>");
  assert_int_equal(count_of(&reading, "fo-unsupported-property"), 1);
  reading_free(&reading);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(equal_styles_are_one),
      cmocka_unit_test(what_depends_on_ancestors_is_not_shared),
      cmocka_unit_test(many_nodes_take_little_time),
      cmocka_unit_test(a_bad_value_keeps_the_inherited_one),
      cmocka_unit_test(a_bad_value_is_told_with_place_and_remedy),
      cmocka_unit_test(the_value_before_a_bad_one_stays),
      cmocka_unit_test(unknown_properties_are_told),
      cmocka_unit_test(aural_properties_are_silent),
      cmocka_unit_test(what_is_not_supported_is_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
