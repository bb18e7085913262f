/* Contrast: ratios of WCAG 2.2, and the nearest colour that has enough. */
#include "base/contrast.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static Rgb colour(const char *text) {
  Rgb value;
  assert_true(rgb_read(text, &value));
  return value;
}

static void test_reading(void **state) {
  (void)state;
  assert_string_equal(rgb_text(colour(" #00B05f\n")).text, "#00b05f");
  static const char *const bad[] = {NULL,       "",       "#",   "#00b05",  "#00b05g",
                                    "#00b05ff", "00b05f", "red", "# 00b05f"};
  Rgb value;
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
    assert_false(rgb_read(bad[i], &value));
}

static void test_ratios(void **state) {
  (void)state;
  assert_true(contrast_ratio(colour("#ffffff"), colour("#000000")) == 21);
  assert_true(contrast_ratio(colour("#777777"), colour("#777777")) == 1);
  static const struct {
    const char *background;
    int hundredths;
  } with_white[] = {{"#d4351c", 486}, {"#00703c", 621}, {"#1d70b8", 517},
                    {"#ff0000", 400}, {"#ffbf00", 165}, {"#00b050", 287}};
  for (size_t i = 0; i < G_N_ELEMENTS(with_white); i++) {
    const double ratio = contrast_ratio(colour("#ffffff"), colour(with_white[i].background));
    assert_int_equal((int)(ratio * 100 + 0.5), with_white[i].hundredths);
    assert_true(ratio == contrast_ratio(colour(with_white[i].background), colour("#ffffff")));
  }
}

static void test_ratio_text(void **state) {
  (void)state;
  assert_string_equal(contrast_text(21).text, "21.00");
  assert_string_equal(contrast_text(2.866).text, "2.87");
  assert_string_equal(contrast_text(4.4999).text, "4.49");
}

static void expect_nearest(const char *from, const char *on, const char *nearest) {
  const Rgb ground = colour(on);
  Rgb found;
  assert_true(contrast_nearest(colour(from), &ground, 1, CONTRAST_TEXT, &found));
  assert_string_equal(rgb_text(found).text, nearest);
  assert_true(contrast_ratio(found, ground) >= CONTRAST_TEXT);
}

static void test_nearest(void **state) {
  (void)state;
  expect_nearest("#1a5a96", "#ffffff", "#1a5a96");
  expect_nearest("#777777", "#ffffff", "#767676");
  expect_nearest("#777777", "#000000", "#777777");
  expect_nearest("#ffffff", "#000000", "#ffffff");
  expect_nearest("#ff0000", "#ffffff", "#ee0000");
  expect_nearest("#808080", "#808080", "#171717");
}

/* Each colour gets one that passes, whose hue it keeps, and no lightness between the two passes. */
static void test_all_hues(void **state) {
  (void)state;
  const Rgb white = {255, 255, 255};
  for (unsigned i = 0; i < 4096; i++) {
    const Rgb from = {(guint8)(i >> 8 & 15) * 17, (guint8)(i >> 4 & 15) * 17,
                      (guint8)(i & 15) * 17};
    Rgb found;
    assert_true(contrast_nearest(from, &white, 1, CONTRAST_TEXT, &found));
    const double ratio = contrast_ratio(found, white);
    assert_true(ratio >= CONTRAST_TEXT);
    if (contrast_ratio(from, white) < CONTRAST_TEXT)
      assert_true(ratio < 4.65);
    assert_true((from.red > from.green) >= (found.red > found.green));
    assert_true((from.green > from.blue) >= (found.green > found.blue));
    assert_true((from.blue > from.red) >= (found.blue > found.red));
  }
}

static void test_several(void **state) {
  (void)state;
  const Rgb grounds[] = {colour("#ffffff"), colour("#f2f5f7")};
  Rgb found;
  assert_true(contrast_nearest(colour("#777777"), grounds, 2, CONTRAST_TEXT, &found));
  assert_true(contrast_ratio(found, grounds[0]) >= CONTRAST_TEXT);
  assert_true(contrast_ratio(found, grounds[1]) >= CONTRAST_TEXT);
  const Rgb opposite[] = {colour("#ffffff"), colour("#000000")};
  const Rgb none[] = {colour("#ffffff"), colour("#555555"), colour("#000000")};
  assert_true(contrast_nearest(colour("#ffffff"), opposite, 2, CONTRAST_TEXT, &found));
  assert_false(contrast_nearest(colour("#ff0000"), none, 3, CONTRAST_TEXT, &found));
  assert_string_equal(rgb_text(found).text, "#ff0000");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_reading),    cmocka_unit_test(test_ratios),
      cmocka_unit_test(test_ratio_text), cmocka_unit_test(test_nearest),
      cmocka_unit_test(test_all_hues),   cmocka_unit_test(test_several),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
