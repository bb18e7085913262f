/* Shorthands, compounds and which of several attributes wins. */
#include "support.h"

/* Reads <fo:block id='x' …/>, or another element if it begins with "<". */
static Reading read_block(const char *attributes) {
  char *content = g_strdup_printf("<fo:block id='x' %s/>", attributes);
  const Reading reading = read_flow(content);
  g_free(content);
  return reading;
}

static void borders(void **state) {
  (void)state;
  Reading reading = read_block("border='2pt dashed #ff0000' border-top='solid' "
                               "border-left-color='blue' color='green' border-style='dotted'");
  const Style *style = style_of(&reading, "x");
  assert_silent(&reading);
  assert_int_equal(style->border_before_style, KW_SOLID);
  assert_int_equal(style->border_before_width.size.length, pt(1));
  assert_true(is_color(style->border_before_color, 0x008000));
  assert_int_equal(style->border_after_style, KW_DOTTED);
  assert_int_equal(style->border_after_width.size.length, pt(2));
  assert_true(is_color(style->border_after_color, 0xff0000));
  assert_true(is_color(style->border_start_color, 0x0000ff));
  reading_free(&reading);
}

static void a_border_without_style_has_no_width(void **state) {
  (void)state;
  Reading reading = read_block("border-width='3pt' border-left-style='hidden'");
  assert_int_equal(style_of(&reading, "x")->border_before_width.size.length, 0);
  assert_int_equal(style_of(&reading, "x")->border_start_width.size.length, 0);
  reading_free(&reading);
}

static void absolute_beats_relative_beats_shorthand(void **state) {
  (void)state;
  Reading reading = read_block("padding='1pt' padding-before='2pt' padding-top='3pt' "
                               "padding-start='4pt' border-before='3pt solid' "
                               "border='1pt dotted' border-after-style='double' "
                               "border-bottom='2pt dashed'");
  const Style *style = style_of(&reading, "x");
  assert_int_equal(style->padding_before.size.length, pt(3));
  assert_int_equal(style->padding_start.size.length, pt(4));
  assert_int_equal(style->padding_end.size.length, pt(1));
  assert_int_equal(style->border_before_style, KW_SOLID);
  assert_int_equal(style->border_before_width.size.length, pt(3));
  assert_int_equal(style->border_after_style, KW_DOUBLE);
  assert_int_equal(style->border_after_width.size.length, pt(2));
  reading_free(&reading);
}

static void sides_take_one_to_four_values(void **state) {
  (void)state;
  static const struct {
    const char *value;
    double top, right, bottom, left;
  } cases[] = {{"1pt", 1, 1, 1, 1},
               {"1pt 2pt", 1, 2, 1, 2},
               {"1pt 2pt 3pt", 1, 2, 3, 2},
               {"1pt 2pt 3pt 4pt", 1, 2, 3, 4},
               {"1pt + 1pt 2pt * 3", 2, 6, 2, 6},
               {"max(1pt, 2pt) (1pt + 2pt)", 2, 3, 2, 3}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    char *attribute = g_strdup_printf("padding='%s'", cases[i].value);
    Reading reading = read_block(attribute);
    const Style *style = style_of(&reading, "x");
    assert_silent(&reading);
    assert_int_equal(style->padding_before.size.length, pt(cases[i].top));
    assert_int_equal(style->padding_end.size.length, pt(cases[i].right));
    assert_int_equal(style->padding_after.size.length, pt(cases[i].bottom));
    assert_int_equal(style->padding_start.size.length, pt(cases[i].left));
    reading_free(&reading);
    g_free(attribute);
  }
}

static void fonts(void **state) {
  (void)state;
  Reading reading =
      read_block("font=\"italic small-caps bold 12pt/1.5 'Times  New Roman', serif\"");
  const Style *style = style_of(&reading, "x");
  assert_silent(&reading);
  assert_int_equal(style->font_style, KW_ITALIC);
  assert_int_equal(style->font_variant, KW_SMALL_CAPS);
  assert_int_equal(style->font_weight, 700);
  assert_int_equal(style->font_size, pt(12));
  assert_int_equal(style->line_height.length, pt(18));
  assert_string_equal(style->font_family, "Times New Roman, serif");
  reading_free(&reading);

  reading = read_block("font-weight='bold' font='10pt / 14pt monospace' font-style='oblique'");
  style = style_of(&reading, "x");
  assert_silent(&reading);
  assert_int_equal(style->font_weight, 700);
  assert_int_equal(style->font_style, KW_OBLIQUE);
  assert_int_equal(style->line_height.length, pt(14));
  assert_string_equal(style->font_family, "monospace");
  reading_free(&reading);
}

static void a_bad_shorthand_sets_nothing(void **state) {
  (void)state;
  static const char *const cases[] = {"font='bold'",
                                      "font='12pt'",
                                      "font='bold 12pt/ x y'",
                                      "border='1pt 2pt'",
                                      "border='solid sold'",
                                      "padding='1pt 2pt 3pt 4pt 5pt'",
                                      "margin=''",
                                      "white-space='wrap'",
                                      "background='red blue'",
                                      "background-position='left left'",
                                      "position='here'",
                                      "page-break-before='maybe'",
                                      "font='12pt/' "};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    Reading reading = read_block(cases[i]);
    const Style *style = style_of(&reading, "x");
    if (count_of(&reading, "fo-bad-value") != 1)
      fail_msg("%s was taken, or reported more than once", cases[i]);
    assert_int_equal(style->font_size, pt(12));
    assert_int_equal(style->font_weight, 400);
    assert_int_equal(style->border_before_style, KW_NONE);
    assert_int_equal(style->padding_before.size.length, 0);
    assert_int_equal(style->background_color.alpha, 0);
    reading_free(&reading);
  }
}

static void backgrounds(void **state) {
  (void)state;
  Reading reading = read_block("background=\"url('a b.png') no-repeat #eee top right\"");
  const Style *style = style_of(&reading, "x");
  assert_int_equal(count_of(&reading, "fo-bad-value"), 0);
  assert_string_equal(style->background_image, "a b.png");
  assert_int_equal(style->background_repeat, KW_NO_REPEAT);
  assert_true(is_color(style->background_color, 0xeeeeee));
  assert_int_equal(style->background_position_horizontal.percent, SIZE_HUNDRED_PERCENT);
  assert_int_equal(style->background_position_vertical.percent, 0);
  reading_free(&reading);
}

static void keywords_for_several(void **state) {
  (void)state;
  Reading reading =
      read_block("white-space='pre' page-break-before='right' page-break-after='avoid' "
                 "page-break-inside='avoid' wrap-option='wrap'");
  const Style *style = style_of(&reading, "x");
  assert_silent(&reading);
  assert_int_equal(style->linefeed_treatment, KW_PRESERVE);
  assert_int_equal(style->white_space_collapse, KW_FALSE);
  assert_int_equal(style->wrap_option, KW_WRAP);
  assert_int_equal(style->break_before, KW_ODD_PAGE);
  assert_int_equal(style->keep_with_next.within_page, KEEP_ALWAYS);
  assert_int_equal(style->keep_together.within_column, KEEP_ALWAYS);
  reading_free(&reading);
}

static void vertical_alignment(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block line-height='20pt'><fo:inline id='x' "
                              "vertical-align='super'/><fo:inline id='y' vertical-align='3pt'/>"
                              "<fo:inline id='z' baseline-shift='50%'/></fo:block>");
  assert_int_equal(count_of(&reading, "fo-bad-value"), 0);
  assert_int_equal(style_of(&reading, "x")->baseline_shift.keyword, KW_SUPER);
  assert_int_equal(style_of(&reading, "y")->alignment_adjust.length, pt(3));
  assert_int_equal(style_of(&reading, "z")->baseline_shift.length, pt(10));
  reading_free(&reading);
}

static void components_refine_the_whole(void **state) {
  (void)state;
  Reading reading =
      read_block("space-before.maximum='6pt' space-before='4pt' space-before.precedence='force' "
                 "space-before.conditionality='retain' space-after.optimum='5pt' "
                 "keep-together='3' keep-together.within-line='always' "
                 "border-before-width.conditionality='retain' border-before-style='solid' "
                 "leader-length.minimum='2pt' space-end='9pt' space-end.maximum='1pt'");
  const Style *style = style_of(&reading, "x");
  assert_silent(&reading);
  assert_int_equal(style->space_before.minimum.length, pt(4));
  assert_int_equal(style->space_before.maximum.length, pt(6));
  assert_true(style->space_before.force && style->space_before.retain);
  assert_int_equal(style->space_after.minimum.length, 0);
  assert_int_equal(style->space_after.maximum.length, pt(5));
  assert_int_equal(style->keep_together.within_page, 3);
  assert_int_equal(style->keep_together.within_line, KEEP_ALWAYS);
  assert_true(style->border_before_width.retain);
  assert_int_equal(style->border_before_width.size.length, pt(1));
  assert_int_equal(style->leader_length.minimum.length, pt(2));
  assert_int_equal(style->leader_length.optimum.length, pt(12));
  assert_int_equal(style->leader_length.maximum.percent, SIZE_HUNDRED_PERCENT);
  assert_int_equal(style->space_end.maximum.length, pt(9));
  reading_free(&reading);
}

static void shorthands_inherit_part_by_part(void **state) {
  (void)state;
  Reading reading =
      read_flow("<fo:block border='2pt solid red' padding='1pt 2pt' font='bold 10pt a'>"
                "<fo:block font='9pt b'><fo:block id='x' border='inherit' "
                "font='from-parent()' padding='inherit'/></fo:block>"
                "<fo:block id='y' border='inherit' padding='inherit'/></fo:block>");
  assert_silent(&reading);
  assert_int_equal(style_of(&reading, "x")->border_before_style, KW_NONE);
  assert_int_equal(style_of(&reading, "x")->font_size, pt(9));
  assert_int_equal(style_of(&reading, "x")->font_weight, 400);
  assert_int_equal(style_of(&reading, "y")->border_end_width.size.length, pt(2));
  assert_int_equal(style_of(&reading, "y")->padding_end.size.length, pt(2));
  assert_int_equal(style_of(&reading, "y")->padding_before.size.length, pt(1));
  reading_free(&reading);
}

static void dimensions(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:block-container id='x' width='5cm' max-width='none' min-height='10pt' "
      "inline-progression-dimension='1cm'><fo:block/></fo:block-container>"
      "<fo:block-container id='y' writing-mode='tb-rl' width='5pt' height='50%'><fo:block/>"
      "</fo:block-container>");
  const Style *style = style_of(&reading, "x");
  assert_int_equal(style->inline_progression_dimension.optimum.length, pt(5 * 72 / 2.54));
  assert_int_equal(style->inline_progression_dimension.maximum.keyword, KW_AUTO);
  assert_int_equal(style->block_progression_dimension.minimum.length, pt(10));
  assert_int_equal(style->block_progression_dimension.optimum.keyword, KW_AUTO);
  style = style_of(&reading, "y");
  assert_int_equal(style->block_progression_dimension.optimum.length, pt(5));
  assert_int_equal(style->inline_progression_dimension.optimum.percent, 50000);
  reading_free(&reading);
}

static void page_sizes(void **state) {
  (void)state;
  static const char text[] =
      "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format'><fo:layout-master-set>"
      "<fo:simple-page-master id='x' master-name='a' size='landscape' margin='1cm 2cm'>"
      "<fo:region-body id='y' margin-top='3pt'/></fo:simple-page-master></fo:layout-master-set>"
      "<fo:page-sequence master-reference='a'><fo:flow flow-name='xsl-region-body'><fo:block/>"
      "</fo:flow></fo:page-sequence></fo:root>";
  Reading reading = read_text(text);
  assert_silent(&reading);
  assert_int_equal(style_of(&reading, "x")->page_width.length, pt(297 * 72 / 25.4));
  assert_int_equal(style_of(&reading, "x")->margin_left.length, pt(2 * 72 / 2.54));
  assert_int_equal(style_of(&reading, "x")->start_indent.length, 0);
  assert_int_equal(style_of(&reading, "y")->margin_top.length, pt(3));
  assert_int_equal(style_of(&reading, "y")->space_before.optimum.length, 0);
  reading_free(&reading);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(borders),
      cmocka_unit_test(a_border_without_style_has_no_width),
      cmocka_unit_test(absolute_beats_relative_beats_shorthand),
      cmocka_unit_test(sides_take_one_to_four_values),
      cmocka_unit_test(fonts),
      cmocka_unit_test(a_bad_shorthand_sets_nothing),
      cmocka_unit_test(backgrounds),
      cmocka_unit_test(keywords_for_several),
      cmocka_unit_test(vertical_alignment),
      cmocka_unit_test(components_refine_the_whole),
      cmocka_unit_test(shorthands_inherit_part_by_part),
      cmocka_unit_test(dimensions),
      cmocka_unit_test(page_sizes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
