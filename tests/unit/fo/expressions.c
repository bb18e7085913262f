/* Arithmetic, units, functions and colours. */
#include "support.h"

/* What text-indent becomes in a block of 10 pt inside one of 20 pt with text-indent 6 pt. */
static Size indent_of(const char *expression) {
  char *content =
      g_strdup_printf("<fo:block font-size='20pt' text-indent='6pt' start-indent='7pt' "
                      "space-before='3pt' column-gap='50%%'><fo:block id='x' font-size='10pt' "
                      "text-indent=\"%s\"/></fo:block>",
                      expression);
  Reading reading = read_flow(content);
  if (count_of(&reading, "fo-bad-value"))
    fail_msg("%s: %s", expression, reported(&reading, "fo-bad-value")->message);
  const Size size = style_of(&reading, "x")->text_indent;
  reading_free(&reading);
  g_free(content);
  return size;
}

static bool is_refused(const char *expression) {
  char *content = g_strdup_printf("<fo:block id='x' text-indent=\"%s\"/>", expression);
  Reading reading = read_flow(content);
  const bool refused = count_of(&reading, "fo-bad-value") == 1;
  const Size size = style_of(&reading, "x")->text_indent;
  assert_true(!refused || (size.length == 0 && size.percent == 0));
  reading_free(&reading);
  g_free(content);
  return refused;
}

static void lengths(void **state) {
  (void)state;
  static const struct {
    const char *expression;
    double points;
  } cases[] = {
      {"12pt", 12},
      {" 1in ", 72},
      {"1pc", 12},
      {"2.54cm", 72},
      {"25.4mm", 72},
      {"10px", 10},
      {"1.5em", 15},
      {".5em", 5},
      {"2.em", 20},
      {"-3pt", -3},
      {"+3pt", 3},
      {"- -3pt", 3},
      {"1pt + 2pt", 3},
      {"10pt -2pt", 8},
      {"(1pt+2pt)*3", 9},
      {"2 * 3pt + 4pt div 5", 6.8},
      {"2pt*3pt div 1pt", 6},
      {"10pt mod 4pt", 2},
      {"-10pt mod 4pt", -2},
      {"10pt - 2pt - 3pt", 5},
      {"100pt div 10 div 5", 2},
      {"0", 0},
      {"floor(1.9)*1pt", 1},
      {"ceiling(1.1)*1pt", 2},
      {"round(2.5)*1pt", 3},
      {"round(-2.5)*1pt", -2},
      {"min(3pt, 2pt)", 2},
      {"max(3pt, 2pt)", 3},
      {"abs(-3pt)", 3},
      {"max(1em, 12pt)", 12},
      {"from-parent()", 6},
      {"from-parent(start-indent) + 1pt", 8},
      {"from-parent(font-size)", 20},
      {"from-parent(line-height)", 24},
      {"from-parent(space-before.optimum) * 2", 6},
      {"inherited-property-value(text-indent) * 2", 12},
      {"inherited-property-value(start-indent)", 7},
      {"from-nearest-specified-value(font-size) div 2", 10},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    const Size size = indent_of(cases[i].expression);
    if (size.length != pt(cases[i].points) || size.percent || size.keyword)
      fail_msg("%s gives %g pt, not %g", cases[i].expression, length_to_points(size.length),
               cases[i].points);
  }
}

static void percentages_stay_linear(void **state) {
  (void)state;
  Size size = indent_of("50% - 1cm");
  assert_int_equal(size.percent, SIZE_HUNDRED_PERCENT / 2);
  assert_int_equal(size.length, -pt(72 / 2.54));
  size = indent_of("(10% + 2pt) * 3 - 6pt");
  assert_int_equal(size.percent, 30000);
  assert_int_equal(size.length, 0);
  size = indent_of("min(20%, 10%)");
  assert_int_equal(size.percent, 10000);
  assert_int_equal(size_resolve((Size){.percent = 25000, .length = 5}, 400), 105);
}

static void nonsense_is_refused(void **state) {
  (void)state;
  static const char *const cases[] = {
      "12pt 3pt",
      "12furlong",
      "10pt-2pt",
      "1pt + 1",
      "1pt * 1pt",
      "1 div 0pt",
      "1pt mod 0pt",
      "(1pt",
      "1pt)",
      "floor(1pt)",
      "min(1pt)",
      "min(1pt, 2)",
      "nothing(1pt)",
      "min(1pt, 10%)",
      "50% * 50%",
      "'12pt'",
      "left",
      "#ff0000",
      "1pt,2pt",
      "+",
      "12pt div",
      "from-parent(nothing)",
      "from-parent(color)",
      "inherited-property-value(column-gap)",
      "1pt div 1pt div 1pt",
      "rgb(1,2,3)",
      "\\",
      "1pt..2pt",
      "from-table-column()",
      "proportional-column-width(1)",
      "--",
      "",
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    if (!is_refused(cases[i]))
      fail_msg("“%s” was taken", cases[i]);
}

static void nesting_is_bounded(void **state) {
  (void)state;
  GString *deep = g_string_new(NULL);
  for (int i = 0; i < 100000; i++)
    g_string_append(deep, i % 2 ? "(" : "-");
  assert_true(is_refused(deep->str));
  g_string_free(deep, TRUE);
}

static void huge_numbers_are_clamped(void **state) {
  (void)state;
  assert_int_equal(indent_of("99999999999999999999999999999999pt").length, LENGTH_LIMIT);
  assert_int_equal(indent_of("-99999999999in * 9999").length, -LENGTH_LIMIT);
  GString *digits = g_string_new("1");
  for (int i = 0; i < 400; i++)
    g_string_append_c(digits, '0');
  g_string_append(digits, "pt");
  assert_true(is_refused(digits->str));
  g_string_free(digits, TRUE);
}

static void a_number_is_pixels(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block id='x' text-indent='7'/>");
  assert_int_equal(style_of(&reading, "x")->text_indent.length, pt(7));
  assert_int_equal(count_of(&reading, "fo-unitless"), 1);
  reading_free(&reading);
}

static void colors(void **state) {
  (void)state;
  static const struct {
    const char *expression;
    unsigned rgb;
  } cases[] = {
      {"red", 0xff0000},
      {"RebeccaPurple", 0},
      {"LightGoldenRodYellow", 0xfafad2},
      {"#abc", 0xaabbcc},
      {"#A1B2C3", 0xa1b2c3},
      {"rgb(1, 2, 300)", 0x0102ff},
      {"rgb(100%, 50%, 0%)", 0xff8000},
      {"rgb(127 + 1, 2*3, abs(-4))", 0x800604},
      {"rgb-icc(10,20,30,#CMYK,0.1,0.2,0.3,0.4)", 0x0a141e},
      {"rgb-icc(10,20,30,'profile',1)", 0x0a141e},
      {"cmyk(0,1,1,0)", 0xff0000},
      {"cmyk(0%,0%,0%,50%)", 0x808080},
      {"system-color(windowtext)", 0x000000},
      {"from-parent()", 0x123456},
      {"from-parent(background-color)", 0x654321},
      {"inherit", 0x123456},
      {"currentColor", 0x123456},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    char *content = g_strdup_printf("<fo:block color='#123456' background-color='#654321'>"
                                    "<fo:block id='x' color=\"%s\"/></fo:block>",
                                    cases[i].expression);
    Reading reading = read_flow(content);
    const bool refused = count_of(&reading, "fo-bad-value") > 0;
    assert_true(refused == (cases[i].rgb == 0 && cases[i].expression[0] == 'R'));
    if (!refused && !is_color(style_of(&reading, "x")->color, cases[i].rgb))
      fail_msg("%s", cases[i].expression);
    reading_free(&reading);
    g_free(content);
  }
}

static void transparency(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block id='x' background-color='#11223380'/>"
                              "<fo:block id='y' background-color='transparent'/>"
                              "<fo:block id='z'/>");
  assert_int_equal(style_of(&reading, "x")->background_color.alpha, 0x80);
  assert_int_equal(style_of(&reading, "y")->background_color.alpha, 0);
  assert_int_equal(style_of(&reading, "z")->background_color.alpha, 0);
  assert_silent(&reading);
  reading_free(&reading);
}

static void font_sizes(void **state) {
  (void)state;
  static const struct {
    const char *value;
    double points;
  } cases[] = {{"medium", 12},       {"large", 14.4},       {"x-small", 12 / 1.44},
               {"larger", 24},       {"smaller", 20 / 1.2}, {"50%", 10},
               {"1.5em", 30},        {"120% + 1pt", 25},    {"inherit", 20},
               {"from-parent()", 20}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    char *content = g_strdup_printf(
        "<fo:block font-size='20pt'><fo:block id='x' font-size='%s'/></fo:block>", cases[i].value);
    Reading reading = read_flow(content);
    assert_silent(&reading);
    assert_int_equal(style_of(&reading, "x")->font_size, pt(cases[i].points));
    reading_free(&reading);
    g_free(content);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lengths),
      cmocka_unit_test(percentages_stay_linear),
      cmocka_unit_test(nonsense_is_refused),
      cmocka_unit_test(nesting_is_bounded),
      cmocka_unit_test(huge_numbers_are_clamped),
      cmocka_unit_test(a_number_is_pixels),
      cmocka_unit_test(colors),
      cmocka_unit_test(transparency),
      cmocka_unit_test(font_sizes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
