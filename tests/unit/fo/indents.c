/* Margins, spaces and indents (XSL 1.1 §5.3.2), and the functions of lists. */
#include "support.h"

static Length start_of(const Reading *reading, const char *id) {
  return style_of(reading, id)->start_indent.length;
}

static void margins_become_indents(void **state) {
  (void)state;
  Reading reading =
      read_flow("<fo:block start-indent='10pt' end-indent='5pt'>"
                "<fo:block id='plain' padding='2pt' border='1pt solid'/>"
                "<fo:block id='margin' margin-left='4pt' padding='2pt' border='1pt solid'/>"
                "<fo:block id='shorthand' margin='0pt' padding='2pt'/>"
                "<fo:block id='specified' margin='3pt' start-indent='7pt'/>"
                "<fo:block id='both' margin-left='3pt' start-indent='7pt'/>"
                "<fo:block id='auto' margin-left='auto'/>"
                "<fo:block id='percent' margin-left='10%' margin-right='-1pt'/></fo:block>");
  assert_silent(&reading);
  assert_int_equal(start_of(&reading, "plain"), pt(10));
  assert_int_equal(start_of(&reading, "margin"), pt(17));
  assert_int_equal(style_of(&reading, "margin")->end_indent.length, pt(5));
  assert_int_equal(start_of(&reading, "shorthand"), pt(12));
  assert_int_equal(start_of(&reading, "specified"), pt(7));
  assert_int_equal(style_of(&reading, "specified")->end_indent.length, pt(8));
  assert_int_equal(start_of(&reading, "both"), pt(13));
  assert_int_equal(start_of(&reading, "auto"), pt(10));
  const Style *percent = style_of(&reading, "percent");
  assert_int_equal(percent->start_indent.percent, 10000);
  assert_int_equal(percent->start_indent.length, pt(10));
  assert_int_equal(percent->end_indent.length, pt(4));
  reading_free(&reading);
}

static void margins_become_spaces(void **state) {
  (void)state;
  Reading reading =
      read_flow("<fo:block id='a' margin-top='4pt' margin-bottom='auto'/>"
                "<fo:block id='b' margin='4pt' space-before='6pt'/>"
                "<fo:block id='c' margin-top='4pt' space-before.minimum='6pt'/>"
                "<fo:block><fo:inline id='d' margin-left='3pt' margin-top='9pt'/></fo:block>");
  assert_silent(&reading);
  const Space *space = &style_of(&reading, "a")->space_before;
  assert_int_equal(space->optimum.length, pt(4));
  assert_int_equal(space->minimum.length, pt(4));
  assert_true(space->retain);
  assert_int_equal(style_of(&reading, "a")->space_after.optimum.length, 0);
  assert_int_equal(style_of(&reading, "b")->space_before.optimum.length, pt(6));
  assert_false(style_of(&reading, "b")->space_before.retain);
  assert_int_equal(style_of(&reading, "b")->space_after.optimum.length, pt(4));
  assert_int_equal(style_of(&reading, "c")->space_before.minimum.length, pt(4));
  assert_int_equal(style_of(&reading, "d")->space_start.optimum.length, pt(3));
  assert_int_equal(style_of(&reading, "d")->space_before.optimum.length, 0);
  assert_int_equal(style_of(&reading, "d")->start_indent.length, 0);
  reading_free(&reading);
}

/* Indents are inherited into tables, cells and containers, as the specification has it; a margin
 * on what makes a reference area begins anew. */
static void reference_areas(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:block start-indent='10pt'>"
      "<fo:block-container id='bare'><fo:block id='in'/></fo:block-container>"
      "<fo:block-container id='margin' margin-left='3pt' padding-left='1pt'><fo:block/>"
      "</fo:block-container>"
      "<fo:table id='table' margin-left='2pt' table-layout='fixed'><fo:table-body><fo:table-cell "
      "id='cell'><fo:block id='deep' margin-left='1pt'/></fo:table-cell></fo:table-body>"
      "</fo:table></fo:block>");
  assert_int_equal(start_of(&reading, "bare"), pt(10));
  assert_int_equal(start_of(&reading, "in"), pt(10));
  assert_int_equal(start_of(&reading, "margin"), pt(4));
  assert_int_equal(start_of(&reading, "table"), pt(12));
  assert_int_equal(start_of(&reading, "cell"), pt(12));
  assert_int_equal(start_of(&reading, "deep"), pt(13));
  reading_free(&reading);
}

static void right_to_left(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block-container writing-mode='rl-tb'><fo:block id='x' "
                              "margin-left='3pt' margin-right='5pt' padding-right='1pt'/>"
                              "</fo:block-container>");
  assert_int_equal(style_of(&reading, "x")->start_indent.length, pt(6));
  assert_int_equal(style_of(&reading, "x")->end_indent.length, pt(3));
  reading_free(&reading);
}

static const char list[] =
    "<fo:list-block start-indent='10pt' provisional-distance-between-starts='20pt' "
    "provisional-label-separation='5%%'><fo:list-item id='item'%s><fo:list-item-label id='label' "
    "end-indent='label-end()'><fo:block id='in-label'/></fo:list-item-label><fo:list-item-body "
    "id='body' start-indent='body-start()'><fo:block id='in-body' margin-left='2pt'>"
    "<fo:block id='again' start-indent='body-start() + 1pt'/>%s"
    "</fo:block></fo:list-item-body></fo:list-item></fo:list-block>";

static void lists(void **state) {
  (void)state;
  char *content = g_strdup_printf(list, "", "");
  Reading reading = read_flow(content);
  assert_silent(&reading);
  assert_int_equal(start_of(&reading, "label"), pt(10));
  const Size end = style_of(&reading, "label")->end_indent;
  assert_int_equal(end.length, -pt(30));
  assert_int_equal(end.percent, 105000);
  assert_int_equal(style_of(&reading, "in-label")->end_indent.percent, 105000);
  assert_int_equal(start_of(&reading, "body"), pt(30));
  assert_int_equal(style_of(&reading, "body")->end_indent.length, 0);
  assert_int_equal(start_of(&reading, "in-body"), pt(32));
  assert_int_equal(start_of(&reading, "again"), pt(31));
  reading_free(&reading);
  g_free(content);
}

static void an_indented_item(void **state) {
  (void)state;
  char *content = g_strdup_printf(list, " margin-left='4pt'", "");
  Reading reading = read_flow(content);
  assert_int_equal(start_of(&reading, "item"), pt(14));
  assert_int_equal(start_of(&reading, "body"), pt(34));
  reading_free(&reading);
  g_free(content);
}

static void nested_lists(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:list-block><fo:list-item><fo:list-item-label end-indent='label-end()'><fo:block/>"
      "</fo:list-item-label><fo:list-item-body start-indent='body-start()'>"
      "<fo:list-block provisional-distance-between-starts='10pt'><fo:list-item>"
      "<fo:list-item-label id='label' end-indent='label-end()'><fo:block/></fo:list-item-label>"
      "<fo:list-item-body id='body' start-indent='body-start()'><fo:block/></fo:list-item-body>"
      "</fo:list-item></fo:list-block></fo:list-item-body></fo:list-item></fo:list-block>");
  assert_silent(&reading);
  assert_int_equal(start_of(&reading, "body"), pt(34));
  assert_int_equal(style_of(&reading, "label")->end_indent.length, -pt(28));
  reading_free(&reading);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(margins_become_indents),
      cmocka_unit_test(margins_become_spaces),
      cmocka_unit_test(reference_areas),
      cmocka_unit_test(right_to_left),
      cmocka_unit_test(lists),
      cmocka_unit_test(an_indented_item),
      cmocka_unit_test(nested_lists),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
