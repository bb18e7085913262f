/* Which fonts stand in for a style's own: by the language of the text, and for whole words. The fonts
 * are made for these tests, and fontconfig knows no others. */
#include "support.h"

#include "../sfnt.h"

#include <glib/gstdio.h>
#include <stdlib.h>

enum { JAPANESE = 17, SIMPLIFIED = 18, KOREAN = 19, TRADITIONAL = 20 };

static char *folder;

/* Fonts that have what their language needs, and not what the others do: kana, hangul, U+5011. */
static void write_fonts(void) {
  static const SfntRange latin = {0x20, 0x7e};
  static const SfntRange japanese[] = {{0x20, 0x5010}, {0x5012, 0xabff}};
  static const SfntRange chinese[] = {{0x20, 0x3040}, {0x3100, 0xabff}};
  static const SfntRange korean[] = {{0x20, 0x3040}, {0x3100, 0x5010}, {0x5012, 0xfffd}};
  sfnt_write(folder, "Plain", &latin, 1, 0);
  sfnt_write(folder, "Fan", chinese, 2, 1u << TRADITIONAL);
  sfnt_write(folder, "Han", korean, 3, 1u << KOREAN);
  sfnt_write(folder, "Jian", chinese, 2, 1u << SIMPLIFIED);
  sfnt_write(folder, "Wa", japanese, 2, 1u << JAPANESE);
  static const SfntRange ab[] = {{' ', ' '}, {'a', 'b'}}, c[] = {{'c', 'c'}, {0x3b1, 0x3b1}};
  static const SfntRange abc[] = {{'a', 'c'}, {0x3b1, 0x3b1}};
  sfnt_write(folder, "First", ab, 2, 0);
  sfnt_write(folder, "Second", c, 2, 0);
  sfnt_write(folder, "Third", abc, 2, 0);
}

static int setup_fonts(void **state) {
  (void)state;
  folder = g_dir_make_tmp("peerpress-fonts-XXXXXX", NULL);
  write_fonts();
  char *configuration = g_strdup_printf("<?xml version='1.0'?><fontconfig><dir>%s</dir>"
                                        "<cachedir>%s/cache</cachedir></fontconfig>",
                                        folder, folder);
  char *path = g_build_filename(folder, "fonts.conf", NULL);
  g_file_set_contents(path, configuration, -1, NULL);
  g_setenv("FONTCONFIG_FILE", path, TRUE);
  g_free(path);
  g_free(configuration);
  return 0;
}

static void remove_all(const char *path) {
  GDir *dir = g_dir_open(path, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    char *within = g_build_filename(path, name, NULL);
    remove_all(within);
    g_free(within);
  }
  if (dir)
    g_dir_close(dir);
  g_remove(path);
}

static int teardown_fonts(void **state) {
  (void)state;
  remove_all(folder);
  g_free(folder);
  return 0;
}

/* The families of the runs of a text, "|" between them. */
static const char *families_of(Bench *bench, const char *families, const char *language,
                               const char *text) {
  bench_renew(bench, TEXT_LTR);
  TextStyle style = plain;
  style.families = families;
  style.language = language;
  paragraph_text(bench->paragraph, &style, text, strlen(text), true, false, NULL, PLACE_NONE);
  int count;
  const LineSpec spec = {.width = pt(900)};
  const TextLine *lines = paragraph_break(bench->paragraph, &spec, 0, &count);
  assert_int_equal(count, 1);
  GString *found = g_string_new(NULL);
  for (int i = 0; i < lines[0].count; i++) {
    PangoFontDescription *description =
        pango_font_describe(font_pango(lines[0].fragments[i].run.font));
    g_string_append_printf(found, "%s%s", i ? "|" : "",
                           pango_font_description_get_family(description));
    pango_font_description_free(description);
  }
  const char *kept = arena_strdup(bench->arena, found->str);
  g_string_free(found, TRUE);
  return kept;
}

#define BONE "\xe9\xaa\xa8"

static void ideographs_have_the_face_of_their_language(void **state) {
  static const struct {
    const char *language, *family;
  } cases[] = {{"ja", "Wa"},      {"zh-Hans", "Jian"},   {"zh-hans", "Jian"},    {"zh", "Jian"},
               {"zh-CN", "Jian"}, {"zh-SG", "Jian"},     {"zh-Hans-HK", "Jian"}, {"zh-Hant", "Fan"},
               {"zh-TW", "Fan"},  {"zh-Hant-TW", "Fan"}, {"cmn-Hant", "Fan"},    {"ko", "Han"},
               {"ko-KR", "Han"},  {"ja-JP", "Wa"}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    const char *found = families_of(*state, "Plain", cases[i].language, BONE);
    if (strcmp(found, cases[i].family) != 0)
      fail_msg("%s is set in %s, not %s", cases[i].language, found, cases[i].family);
  }
}

/* What the author names stands before the language. */
static void a_named_family_is_taken(void **state) {
  assert_string_equal(families_of(*state, "Plain, Wa", "zh-Hans", BONE), "Wa");
  assert_string_equal(families_of(*state, "Jian", "ja", BONE), "Jian");
}

static void a_word_is_set_in_one_font(void **state) {
  assert_string_equal(families_of(*state, "First, Second, Third", "en", "ab"), "First");
  assert_string_equal(families_of(*state, "First, Second, Third", "en", "abc"), "Third");
  assert_string_equal(families_of(*state, "First, Second, Third", "en", "ab abc ab"),
                      "First|Third|First");
}

/* A word in two scripts may have two fonts: each is what its family is for. */
static void scripts_are_not_kept_together(void **state) {
  assert_string_equal(families_of(*state, "First, Second, Third", "en", "ab\xce\xb1"),
                      "First|Second");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(ideographs_have_the_face_of_their_language, bench_setup,
                                      bench_teardown),
      cmocka_unit_test_setup_teardown(a_named_family_is_taken, bench_setup, bench_teardown),
      cmocka_unit_test_setup_teardown(a_word_is_set_in_one_font, bench_setup, bench_teardown),
      cmocka_unit_test_setup_teardown(scripts_are_not_kept_together, bench_setup, bench_teardown),
  };
  return cmocka_run_group_tests(tests, setup_fonts, teardown_fonts);
}
