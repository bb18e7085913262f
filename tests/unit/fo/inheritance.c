/* What comes from the parent, from further up, and from elsewhere. */
#include "support.h"

static void inherited_and_own(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block color='red' text-indent='1em' background-color='blue' "
                              "font-size='20pt'><fo:block id='x' font-size='10pt'/></fo:block>");
  const Style *style = style_of(&reading, "x");
  assert_silent(&reading);
  assert_true(is_color(style->color, 0xff0000));
  assert_int_equal(style->text_indent.length, pt(20));
  assert_int_equal(style->background_color.alpha, 0);
  reading_free(&reading);
}

static void inherit_takes_any_property(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block background-color='blue' space-before='3pt' "
                              "space-before.maximum='9pt' border-left='2pt solid'>"
                              "<fo:block id='x' background-color='inherit' space-before='inherit' "
                              "border-left-width='inherit' border-left-style='inherit'/>"
                              "</fo:block>");
  const Style *style = style_of(&reading, "x");
  assert_true(is_color(style->background_color, 0x0000ff));
  assert_int_equal(style->space_before.maximum.length, pt(9));
  assert_int_equal(style->border_start_width.size.length, pt(2));
  assert_silent(&reading);
  reading_free(&reading);
}

static void line_heights(void **state) {
  (void)state;
  Reading reading =
      read_flow("<fo:block font-size='10pt'><fo:block id='normal' font-size='20pt'/>"
                "<fo:block line-height='1.5'><fo:block id='number' font-size='20pt'/></fo:block>"
                "<fo:block line-height='150%'><fo:block id='percent' font-size='20pt'/></fo:block>"
                "<fo:block line-height='13pt'><fo:block id='length' font-size='20pt'/></fo:block>"
                "<fo:block id='em' font-size='20pt' line-height='2em' "
                "line-height.conditionality='retain'/></fo:block>");
  assert_silent(&reading);
  assert_int_equal(style_of(&reading, "normal")->line_height.length, pt(24));
  assert_int_equal(style_of(&reading, "number")->line_height.length, pt(30));
  assert_int_equal(style_of(&reading, "percent")->line_height.length, pt(15));
  assert_int_equal(style_of(&reading, "length")->line_height.length, pt(13));
  assert_int_equal(style_of(&reading, "em")->line_height.length, pt(40));
  assert_true(style_of(&reading, "em")->line_height.retain);
  reading_free(&reading);
}

static void font_weights_and_stretches_step(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block><fo:inline id='a' font-weight='bolder' "
                              "font-stretch='wider'><fo:inline id='b' font-weight='bolder' "
                              "font-stretch='narrower'/><fo:inline id='c' "
                              "font-weight='lighter'/></fo:inline><fo:inline id='d' "
                              "font-weight='300'/></fo:block>");
  assert_silent(&reading);
  assert_int_equal(style_of(&reading, "a")->font_weight, 700);
  assert_int_equal(style_of(&reading, "b")->font_weight, 900);
  assert_int_equal(style_of(&reading, "c")->font_weight, 400);
  assert_int_equal(style_of(&reading, "d")->font_weight, 300);
  assert_int_equal(style_of(&reading, "a")->font_stretch, KW_SEMI_EXPANDED);
  assert_int_equal(style_of(&reading, "b")->font_stretch, KW_NORMAL);
  reading_free(&reading);
}

static void decorations_add_up(void **state) {
  (void)state;
  Reading reading =
      read_flow("<fo:block color='red' text-decoration='underline'><fo:inline id='a' color='blue' "
                "text-decoration='line-through'><fo:inline id='b' text-decoration='no-underline'/>"
                "</fo:inline><fo:inline id='c' text-decoration='none'/></fo:block>");
  assert_silent(&reading);
  const TextDecoration *a = &style_of(&reading, "a")->text_decoration;
  assert_true(a->underline && a->line_through && !a->overline);
  assert_true(is_color(a->underline_color, 0xff0000));
  assert_true(is_color(a->line_through_color, 0x0000ff));
  const TextDecoration *b = &style_of(&reading, "b")->text_decoration;
  assert_true(!b->underline && b->line_through);
  const TextDecoration *c = &style_of(&reading, "c")->text_decoration;
  assert_true(!c->underline && !c->line_through);
  reading_free(&reading);
}

static const char *language(const char *parent, const char *attributes) {
  static char result[64];
  char *content =
      g_strdup_printf("<fo:block %s><fo:block id='x' %s/></fo:block>", parent, attributes);
  Reading reading = read_flow(content);
  const char *found = style_of(&reading, "x")->language;
  assert_silent(&reading);
  g_strlcpy(result, found ? found : "", sizeof result);
  reading_free(&reading);
  g_free(content);
  return result;
}

static void languages_are_tags(void **state) {
  (void)state;
  assert_string_equal(language("", ""), "");
  assert_string_equal(language("xml:lang='en-gb'", ""), "en-GB");
  assert_string_equal(language("", "language='EN' country='gb' script='latn'"), "en-Latn-GB");
  assert_string_equal(language("", "xml:lang='de' language='fr'"), "fr");
  assert_string_equal(language("language='en' country='GB'", "country='US'"), "en-US");
  assert_string_equal(language("language='en' country='GB'", "language='cy'"), "cy");
  assert_string_equal(language("language='en' country='GB'", "language='en'"), "en-GB");
  assert_string_equal(language("language='en'", "language='none'"), "");
  assert_string_equal(language("xml:lang='en'", "xml:lang=''"), "");
  assert_string_equal(language("", "language='pt_BR'"), "pt-BR");
}

static void nearest_specified(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:block background-color='red' padding='4pt'><fo:block><fo:block id='x' "
      "background-color='from-nearest-specified-value()' "
      "padding-left='from-nearest-specified-value(padding-left)'/></fo:block></fo:block>"
      "<fo:block background-color='blue'><fo:block><fo:block id='y' "
      "background-color='from-nearest-specified-value()' "
      "padding-left='from-nearest-specified-value(padding-left)'/></fo:block></fo:block>");
  assert_true(is_color(style_of(&reading, "x")->background_color, 0xff0000));
  assert_true(is_color(style_of(&reading, "y")->background_color, 0x0000ff));
  assert_int_equal(style_of(&reading, "y")->padding_start.size.length, 0);
  reading_free(&reading);
}

static void table_columns(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:table table-layout='fixed'><fo:table-column number-columns-repeated='2' "
      "column-width='1pt' text-align='end'/><fo:table-column column-width='1pt' color='red' "
      "text-align='center'/><fo:table-body><fo:table-row><fo:table-cell id='a' "
      "text-align='from-table-column()'><fo:block/></fo:table-cell><fo:table-cell id='b'>"
      "<fo:block id='c' text-align='from-table-column(text-align)'/></fo:table-cell>"
      "<fo:table-cell id='d' text-align='from-table-column()'><fo:block id='e' "
      "color='from-table-column()'/></fo:table-cell></fo:table-row></fo:table-body></fo:table>");
  assert_silent(&reading);
  assert_int_equal(style_of(&reading, "a")->text_align.keyword, KW_END);
  assert_int_equal(style_of(&reading, "b")->text_align.keyword, KW_START);
  assert_int_equal(style_of(&reading, "c")->text_align.keyword, KW_END);
  assert_int_equal(style_of(&reading, "d")->text_align.keyword, KW_CENTER);
  assert_true(is_color(style_of(&reading, "e")->color, 0xff0000));
  reading_free(&reading);
}

/* Cells after spans of earlier rows, and rows made of cells alone. */
static void table_columns_past_spans(void **state) {
  (void)state;
#define COLUMNS                                                                                    \
  "<fo:table table-layout='fixed'><fo:table-column column-width='1pt' text-indent='1pt'/>"         \
  "<fo:table-column column-width='1pt' text-indent='2pt'/><fo:table-column column-width='1pt' "    \
  "text-indent='3pt'/><fo:table-body>"
#define CELL "<fo:table-cell text-indent='from-table-column()' "
  Reading reading = read_flow(
      COLUMNS "<fo:table-row>" CELL
              "id='a1' number-rows-spanned='2'><fo:block/></fo:table-cell>" CELL
              "id='a2' number-columns-spanned='2'><fo:block/></fo:table-cell></fo:table-row>"
              "<fo:table-row>" CELL "id='b2'><fo:block/></fo:table-cell>" CELL
              "id='b3'><fo:block/></fo:table-cell></fo:table-row><fo:table-row>" CELL
              "id='c1'><fo:block/></fo:table-cell>" CELL
              "id='c3' column-number='3'><fo:block/></fo:table-cell></fo:table-row>"
              "</fo:table-body></fo:table>" COLUMNS CELL
              "id='d1' number-rows-spanned='2'><fo:block/></fo:table-cell>" CELL
              "id='d2' ends-row='true'><fo:block/></fo:table-cell>" CELL
              "id='e2'><fo:block/></fo:table-cell>" CELL
              "id='f1' starts-row='true'><fo:block/></fo:table-cell></fo:table-body></fo:table>");
  assert_silent(&reading);
  static const struct {
    const char *id;
    int column;
  } cells[] = {{"a1", 1}, {"a2", 2}, {"b2", 2}, {"b3", 3}, {"c1", 1},
               {"c3", 3}, {"d1", 1}, {"d2", 2}, {"e2", 2}, {"f1", 1}};
  for (size_t i = 0; i < G_N_ELEMENTS(cells); i++)
    if (style_of(&reading, cells[i].id)->text_indent.length != pt(cells[i].column))
      fail_msg("%s", cells[i].id);
  reading_free(&reading);
}

/* Far columns, the first of two for the same one, and a table in a cell between two others. */
static void table_columns_by_number(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:table table-layout='fixed'><fo:table-column column-width='1pt' text-indent='1pt' "
      "column-number='5' number-columns-repeated='2000000000'/><fo:table-column column-width='1pt' "
      "text-indent='2pt' column-number='1' number-columns-repeated='30000'/><fo:table-body>"
      "<fo:table-row>" CELL "id='a' column-number='4'><fo:block/></fo:table-cell>" CELL
      "id='b'>" COLUMNS CELL "id='c'><fo:block/></fo:table-cell>" CELL
      "id='d'><fo:block/></fo:table-cell></fo:table-body></fo:table></fo:table-cell>" CELL
      "id='e' column-number='1'><fo:block/></fo:table-cell>" CELL
      "id='f' column-number='1000000000'><fo:block/></fo:table-cell></fo:table-row>"
      "</fo:table-body></fo:table>");
  static const struct {
    const char *id;
    int column;
  } cells[] = {{"a", 2}, {"b", 1}, {"c", 1}, {"d", 2}, {"e", 2}, {"f", 1}};
  for (size_t i = 0; i < G_N_ELEMENTS(cells); i++)
    if (style_of(&reading, cells[i].id)->text_indent.length != pt(cells[i].column))
      fail_msg("%s", cells[i].id);
  reading_free(&reading);
}

static void page_master_regions(void **state) {
  (void)state;
  Reading reading = read_text(
      "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format'><fo:layout-master-set>"
      "<fo:simple-page-master master-name='a'><fo:region-body display-align='center'/>"
      "</fo:simple-page-master><fo:page-sequence-master master-name='s'>"
      "<fo:single-page-master-reference master-reference='a'/></fo:page-sequence-master>"
      "</fo:layout-master-set><fo:page-sequence master-reference='s'>"
      "<fo:flow flow-name='xsl-region-body'><fo:block-container id='x' "
      "display-align='from-page-master-region()'><fo:block/></fo:block-container></fo:flow>"
      "</fo:page-sequence></fo:root>");
  assert_silent(&reading);
  assert_int_equal(style_of(&reading, "x")->display_align, KW_CENTER);
  reading_free(&reading);
}

static void writing_modes_map_sides(void **state) {
  (void)state;
  static const char sides[] = "border-left='1pt solid' padding-top='2pt' padding-right='3pt' "
                              "border-bottom='4pt dotted'";
  char *content = g_strdup_printf("<fo:block-container writing-mode='rl'><fo:block id='rl' %s/>"
                                  "</fo:block-container><fo:block-container "
                                  "writing-mode='tb-rl'><fo:block id='tb' %s/>"
                                  "</fo:block-container>",
                                  sides, sides);
  Reading reading = read_flow(content);
  const Style *rl = style_of(&reading, "rl"), *tb = style_of(&reading, "tb");
  assert_int_equal(count_of(&reading, "fo-unsupported-property"), 1);
  assert_int_equal(rl->writing_mode, KW_RL_TB);
  assert_int_equal(rl->border_end_width.size.length, pt(1));
  assert_int_equal(rl->padding_before.size.length, pt(2));
  assert_int_equal(rl->padding_start.size.length, pt(3));
  assert_int_equal(rl->border_after_width.size.length, pt(4));
  assert_int_equal(tb->border_after_width.size.length, pt(1));
  assert_int_equal(tb->padding_start.size.length, pt(2));
  assert_int_equal(tb->padding_before.size.length, pt(3));
  assert_int_equal(tb->border_end_style, KW_DOTTED);
  reading_free(&reading);
  g_free(content);
}

/* The region's writing mode is that of its content, unless the tree asks for another. */
static void regions_give_their_writing_mode(void **state) {
  (void)state;
  static const char text[] =
      "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format' %s><fo:layout-master-set>"
      "<fo:simple-page-master master-name='a' writing-mode='rl-tb'><fo:region-body "
      "region-name='body'/></fo:simple-page-master></fo:layout-master-set><fo:page-sequence "
      "master-reference='a'><fo:flow flow-name='body'><fo:block id='x' "
      "margin-left='3pt'/></fo:flow>"
      "</fo:page-sequence></fo:root>";
  static const char *const attributes[] = {"", "writing-mode='lr-tb'"};
  for (int i = 0; i < 2; i++) {
    char *document = g_strdup_printf(text, attributes[i]);
    Reading reading = read_text(document);
    const Style *style = style_of(&reading, "x");
    assert_int_equal(style->writing_mode, i ? KW_LR_TB : KW_RL_TB);
    assert_int_equal(style->end_indent.length, i ? 0 : pt(3));
    reading_free(&reading);
    g_free(document);
  }
}

static void parts_are_inherited_alone(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:block-container width='9cm' max-width='10pt'><fo:block-container id='x' "
      "max-width='inherit' min-width='from-parent(max-width)'><fo:block id='y' "
      "text-indent='from-parent(max-width) div 2'/></fo:block-container></fo:block-container>");
  assert_silent(&reading);
  const SizeRange *range = &style_of(&reading, "x")->inline_progression_dimension;
  assert_int_equal(range->maximum.length, pt(10));
  assert_int_equal(range->minimum.length, pt(10));
  assert_int_equal(range->optimum.keyword, KW_AUTO);
  assert_int_equal(style_of(&reading, "y")->text_indent.length, pt(5));
  reading_free(&reading);
}

static void orientations_and_counts(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:block-container id='x' reference-orientation='-90'><fo:block id='y' widows='0' "
      "orphans='2.6' hyphenation-ladder-count='no-limit'/></fo:block-container>");
  assert_silent(&reading);
  assert_int_equal(style_of(&reading, "x")->reference_orientation, 270);
  assert_int_equal(style_of(&reading, "y")->reference_orientation, 0);
  assert_int_equal(style_of(&reading, "y")->widows, 1);
  assert_int_equal(style_of(&reading, "y")->orphans, 3);
  assert_int_equal(style_of(&reading, "y")->hyphenation_ladder_count, INTEGER_NO_LIMIT);
  reading_free(&reading);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(inherited_and_own),
      cmocka_unit_test(inherit_takes_any_property),
      cmocka_unit_test(line_heights),
      cmocka_unit_test(font_weights_and_stretches_step),
      cmocka_unit_test(decorations_add_up),
      cmocka_unit_test(languages_are_tags),
      cmocka_unit_test(nearest_specified),
      cmocka_unit_test(table_columns),
      cmocka_unit_test(table_columns_past_spans),
      cmocka_unit_test(table_columns_by_number),
      cmocka_unit_test(page_master_regions),
      cmocka_unit_test(writing_modes_map_sides),
      cmocka_unit_test(regions_give_their_writing_mode),
      cmocka_unit_test(parts_are_inherited_alone),
      cmocka_unit_test(orientations_and_counts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
