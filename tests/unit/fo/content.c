/* Content models: what breaks them is told, and put right where one sensible way is seen. */
#include "support.h"

static const FoNode *child(const FoNode *node, int index) {
  const FoNode *found = node->first;
  while (found && index-- > 0)
    found = found->next;
  assert_non_null(found);
  return found;
}

static const FoNode *flow_of(const Reading *reading) {
  assert_non_null(reading->tree);
  return child(child(reading->tree->root, 1), 0);
}

static void text_among_blocks_gets_a_block(void **state) {
  (void)state;
  Reading reading =
      read_flow(" one <fo:inline>two</fo:inline> three <fo:block id='b'/> <fo:page-number/>");
  const FoNode *flow = flow_of(&reading);
  const FoNode *first = child(flow, 0);
  assert_int_equal(first->element, FO_BLOCK);
  assert_int_equal(child(first, 1)->element, FO_INLINE);
  assert_int_equal(child(first, 2)->element, FO_TEXT);
  assert_string_equal(fo_id(child(flow, 1)), "b");
  assert_int_equal(child(child(flow, 2), 0)->element, FO_PAGE_NUMBER);
  assert_int_equal(count_of(&reading, "fo-anonymous-block"), 2);
  reading_free(&reading);
}

static void wrappers_are_seen_through(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:wrapper><fo:block>a</fo:block>text</fo:wrapper><fo:block>"
                              "<fo:wrapper color='red'>text<fo:block/></fo:wrapper></fo:block>");
  const FoNode *wrapper = child(flow_of(&reading), 0);
  assert_int_equal(wrapper->element, FO_WRAPPER);
  assert_int_equal(child(wrapper, 1)->element, FO_BLOCK);
  assert_int_equal(count_of(&reading, "fo-anonymous-block"), 1);
  reading_free(&reading);
}

static void unknown_elements_leave_their_content(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:blok color='red'><fo:block id='x'>a</fo:block></fo:blok>");
  assert_int_equal(count_of(&reading, "fo-unknown-element"), 1);
  assert_non_null(strstr(reported(&reading, "fo-unknown-element")->hint, "fo:block"));
  assert_int_equal(node_of(&reading, "x")->parent->element, FO_WRAPPER);
  assert_true(is_color(style_of(&reading, "x")->color, 0xff0000));
  reading_free(&reading);
}

static void misplaced_elements_are_left_out(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block id='x'><fo:table-row><fo:table-cell><fo:block id='y'/>"
                              "</fo:table-cell></fo:table-row><fo:page-sequence/></fo:block>"
                              "<fo:list-block><fo:block>a</fo:block></fo:list-block>");
  assert_int_equal(count_of(&reading, "fo-misplaced"), 3);
  assert_non_null(strstr(reported(&reading, "fo-misplaced")->hint, "fo:block may contain"));
  assert_int_equal(count_of(&reading, "fo-incomplete"), 1);
  assert_null(fo_lookup_id(reading.tree, "y"));
  assert_null(node_of(&reading, "x")->first);
  reading_free(&reading);
}

static void order_and_number(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:table><fo:table-body><fo:table-row><fo:table-cell><fo:block/></fo:table-cell>"
      "</fo:table-row></fo:table-body><fo:table-header id='late'><fo:table-row><fo:table-cell>"
      "<fo:block/></fo:table-cell></fo:table-row></fo:table-header></fo:table>"
      "<fo:list-block><fo:list-item id='item'><fo:list-item-label><fo:block/>"
      "</fo:list-item-label><fo:list-item-label id='second'><fo:block/></fo:list-item-label>"
      "<fo:list-item-body><fo:block/></fo:list-item-body></fo:list-item></fo:list-block>");
  assert_int_equal(count_of(&reading, "fo-order"), 1);
  assert_non_null(fo_lookup_id(reading.tree, "late"));
  assert_int_equal(count_of(&reading, "fo-repeated"), 1);
  assert_null(fo_lookup_id(reading.tree, "second"));
  assert_int_equal(child(node_of(&reading, "item"), 1)->element, FO_LIST_ITEM_BODY);
  reading_free(&reading);
}

static void good_content_is_silent(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:marker marker-class-name='m'>text</fo:marker>\n<fo:block> <fo:marker "
      "marker-class-name='m'/> a<fo:footnote><fo:inline>1</fo:inline>"
      "<fo:footnote-body><fo:block/></fo:footnote-body></fo:footnote><fo:basic-link "
      "external-destination='url(http://example.org/)' id='link'><fo:block/></fo:basic-link>"
      "<fo:block/><fo:table><fo:marker marker-class-name='m'/><fo:table-column "
      "column-width='1pt'/><fo:table-header><fo:table-cell><fo:block/></fo:table-cell>"
      "</fo:table-header><fo:table-body><fo:table-row><fo:table-cell><fo:block/>"
      "</fo:table-cell></fo:table-row></fo:table-body></fo:table></fo:block>");
  assert_silent(&reading);
  assert_string_equal(fo_attribute(node_of(&reading, "link"), PROP_EXTERNAL_DESTINATION),
                      "http://example.org/");
  reading_free(&reading);
}

static void a_switch_shows_one_case(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:multi-switch><fo:multi-case starting-state='hide'><fo:block id='a'/></fo:multi-case>"
      "<fo:multi-case><fo:block id='b'><fo:multi-properties><fo:multi-property-set "
      "active-state='hover' color='red'/><fo:wrapper color='merge-property-values()'>d"
      "</fo:wrapper></fo:multi-properties><fo:multi-toggle>c</fo:multi-toggle></fo:block>"
      "</fo:multi-case><fo:multi-case><fo:block id='c'/></fo:multi-case></fo:multi-switch>");
  assert_null(fo_lookup_id(reading.tree, "a"));
  assert_non_null(fo_lookup_id(reading.tree, "b"));
  assert_null(fo_lookup_id(reading.tree, "c"));
  assert_silent(&reading);
  reading_free(&reading);
}

static void what_may_not_be_deep_inside(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:block id='m'><fo:footnote><fo:inline>1</fo:inline><fo:footnote-body><fo:block id='a'>x"
      "<fo:footnote><fo:inline>2</fo:inline><fo:footnote-body><fo:block id='b'/>"
      "</fo:footnote-body></fo:footnote></fo:block></fo:footnote-body></fo:footnote>"
      "<fo:retrieve-marker retrieve-class-name='m'/><fo:leader>a<fo:inline><fo:leader/></fo:inline>"
      "</fo:leader></fo:block>");
  assert_int_equal(count_of(&reading, "fo-forbidden-inside"), 3);
  assert_int_equal(node_of(&reading, "a")->parent->element, FO_FOOTNOTE_BODY);
  assert_int_equal(node_of(&reading, "b")->parent->element, FO_WRAPPER);
  assert_int_equal(node_of(&reading, "m")->first->next->element, FO_LEADER);
  reading_free(&reading);
}

static void foreign_elements_are_told_once(void **state) {
  (void)state;
  Reading reading = read_flow("<a xmlns='urn:a'><b/>text</a><a xmlns='urn:a'/>"
                              "<fo:block id='x'>a<b xmlns='urn:a'>b</b></fo:block>");
  assert_int_equal(count_of(&reading, "fo-foreign-element"), 2);
  assert_int_equal(node_of(&reading, "x")->first->length, 1);
  reading_free(&reading);
}

static void expect_error(const char *text, const char *id, int line) {
  Reading reading = read_text(text);
  assert_null(reading.tree);
  const Diagnostic *error = reported(&reading, id);
  assert_int_equal(error->severity, DIAG_ERROR);
  assert_int_equal(error->place.line, line);
  reading_free(&reading);
}

#define ROOT "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format'>\n"
#define MASTERS                                                                                    \
  "<fo:layout-master-set><fo:simple-page-master master-name='a'><fo:region-body/>"                 \
  "</fo:simple-page-master></fo:layout-master-set>\n"

static void what_cannot_be_formatted(void **state) {
  (void)state;
  expect_error("<html/>", "fo-not-fo", 0);
  expect_error("<fo:block xmlns:fo='http://www.w3.org/1999/XSL/Format'/>", "fo-not-root", 1);
  expect_error(ROOT "</fo:root>", "fo-missing", 1);
  expect_error(ROOT MASTERS "</fo:root>", "fo-missing", 1);
  expect_error(ROOT MASTERS "<fo:page-sequence-wrapper/></fo:root>", "fo-missing", 1);
  expect_error(ROOT MASTERS "<fo:page-sequence master-reference='a'/></fo:root>", "fo-missing", 3);
  expect_error(ROOT MASTERS "<fo:page-sequence><fo:flow flow-name='xsl-region-body'><fo:block/>"
                            "</fo:flow></fo:page-sequence></fo:root>",
               "fo-missing-property", 3);
  expect_error(ROOT MASTERS "<fo:page-sequence master-reference='b'><fo:flow "
                            "flow-name='xsl-region-body'><fo:block/></fo:flow></fo:page-sequence>"
                            "</fo:root>",
               "fo-unknown-master", 3);
}

static void duplicate_names(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block id='x'/>\n<fo:block id='x' color='red'/>");
  assert_int_equal(count_of(&reading, "fo-duplicate-id"), 1);
  assert_non_null(strstr(reported(&reading, "fo-duplicate-id")->message, "line 1"));
  assert_int_equal(reported(&reading, "fo-duplicate-id")->place.line, 2);
  assert_true(is_color(style_of(&reading, "x")->color, 0));
  reading_free(&reading);
}

static void structure_types(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block id='a'/><fo:block id='b' role='H1'><fo:inline id='c' "
                              "role='none'/><fo:leader id='d'/></fo:block>");
  assert_string_equal(fo_structure_type(node_of(&reading, "a")), "P");
  assert_string_equal(fo_structure_type(node_of(&reading, "b")), "H1");
  assert_string_equal(fo_structure_type(node_of(&reading, "c")), "Span");
  assert_null(fo_structure_type(node_of(&reading, "d")));
  reading_free(&reading);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(text_among_blocks_gets_a_block),
      cmocka_unit_test(wrappers_are_seen_through),
      cmocka_unit_test(unknown_elements_leave_their_content),
      cmocka_unit_test(misplaced_elements_are_left_out),
      cmocka_unit_test(order_and_number),
      cmocka_unit_test(good_content_is_silent),
      cmocka_unit_test(a_switch_shows_one_case),
      cmocka_unit_test(what_may_not_be_deep_inside),
      cmocka_unit_test(foreign_elements_are_told_once),
      cmocka_unit_test(what_cannot_be_formatted),
      cmocka_unit_test(duplicate_names),
      cmocka_unit_test(structure_types),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
