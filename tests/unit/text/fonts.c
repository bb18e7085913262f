/* Fonts, their metrics, and the cache of shaped words. */
#include "support.h"

#include "../sfnt.h"
#include "text/words.h"

static const FontMetrics *metrics_of(Bench *bench, const TextStyle *style) {
  return text_metrics(bench->engine, bench->diagnostics, style, PLACE_NONE);
}

/* The figures of Liberation Sans's OS/2 table: 1491, -431, of 2048 to the em. */
static void metrics_are_the_typographic_ones(void **state) {
  Bench *bench = *state;
  TextStyle style = plain;
  style.size = pt(1000);
  const FontMetrics *metrics = metrics_of(bench, &style);
  assert_int_equal(metrics->ascent, pt(1000 * 1491 / 2048.0));
  assert_int_equal(metrics->descent, pt(1000 * 431 / 2048.0));
  assert_true(metrics->x_height > pt(500) && metrics->x_height < pt(550));
  assert_true(metrics->cap_height > pt(680) && metrics->cap_height < pt(740));
  assert_int_equal(metrics->space, pt(1000 * 569 / 2048.0));
  assert_true(metrics->underline_position > 0 && metrics->underline_thickness > 0);
  assert_true(metrics->strikeout_position > 0 && metrics->strikeout_thickness > 0);
}

/* The measures of a font of 1000 units to the em, at 10 pt. */
static FontMetrics metrics_with_base(const char *table, unsigned length) {
  Sfnt sfnt = sfnt_begin();
  sfnt_empty(&sfnt);
  hb_face_t *face = sfnt_face_with(&sfnt, table ? "BASE" : NULL, table, length);
  Font font = {.hb = hb_font_create(face)};
  const FontMetrics metrics = font_metrics(&font, pt(10));
  hb_font_destroy(font.hb);
  hb_face_destroy(face);
  return metrics;
}

static void baselines_are_read_or_guessed(void **state) {
  (void)state;
  static const char table[] = "\0\1\0\0\0\10\0\0"       /* version, axes */
                              "\0\4\0\22"               /* tags, scripts */
                              "\0\3hangideomath"        /* what the values are */
                              "\0\1DFLT\0\10"           /* one script, */
                              "\0\6\0\0\0\0"            /* its values, */
                              "\0\0\0\3\0\12\0\16\0\22" /* which are three */
                              "\0\1\2\130\0\1\377\210\0\1\0\372";
  const FontMetrics read = metrics_with_base(table, sizeof table - 1);
  assert_int_equal(read.hanging, pt(6));
  assert_int_equal(read.ideographic, pt(-1.2));
  assert_int_equal(read.mathematical, pt(2.5));
  const FontMetrics guessed = metrics_with_base(NULL, 0);
  assert_int_equal(guessed.hanging, guessed.ascent * 4 / 5);
  assert_int_equal(guessed.mathematical, guessed.ascent / 2);
  assert_int_equal(guessed.ideographic, -guessed.descent);
  assert_int_equal(guessed.central, (guessed.ascent - guessed.descent) / 2);
  assert_int_equal(read.central, guessed.central);
}

static void equal_styles_share_a_font(void **state) {
  Bench *bench = *state;
  char families[] = "Liberation Sans";
  TextStyle style = plain;
  style.families = families;
  assert_ptr_equal(metrics_of(bench, &plain), metrics_of(bench, &style));
  style.word_spacing = pt(3);
  assert_ptr_equal(metrics_of(bench, &plain), metrics_of(bench, &style));
  style.weight = 700;
  assert_ptr_not_equal(metrics_of(bench, &plain), metrics_of(bench, &style));
}

static const char *family_used(Bench *bench, const char *families) {
  TextStyle style = plain;
  style.families = families;
  const TextLine *line = text_single_line(bench->engine, bench->diagnostics, bench->arena, &style,
                                          TEXT_LTR, "x", 1, NULL, PLACE_NONE);
  PangoFontDescription *got = pango_font_describe(font_pango(line->fragments[0].run.font));
  const char *family = arena_strdup(bench->arena, pango_font_description_get_family(got));
  pango_font_description_free(got);
  return family;
}

static void families_are_found(void **state) {
  Bench *bench = *state;
  assert_string_equal(family_used(bench, "serif"), "Liberation Serif");
  assert_string_equal(family_used(bench, "'Times New Roman', serif"), "Liberation Serif");
  assert_string_equal(family_used(bench, "HELVETICA"), "Liberation Sans");
  assert_string_equal(family_used(bench, "monospace"), "Liberation Mono");
  assert_string_equal(family_used(bench, "No Such Family, \"Courier New\""), "Liberation Mono");
  assert_int_equal(reported(bench, "text-font-substituted"), 0);
  assert_string_equal(family_used(bench, "No Such Family"), "Liberation Sans");
  assert_int_equal(reported(bench, "text-font-substituted"), 1);
  assert_string_equal(family_used(bench, ""), "Liberation Sans");
}

static void an_unknown_family_is_told_once_a_document(void **state) {
  Bench *bench = *state;
  TextStyle style = plain;
  style.families = "No Such Family";
  for (int i = 1; i < 5; i++) {
    style.size = pt(i);
    metrics_of(bench, &style);
  }
  assert_int_equal(reported(bench, "text-font-substituted"), 1);
  text_engine_begin(bench->engine);
  metrics_of(bench, &style);
  assert_int_equal(reported(bench, "text-font-substituted"), 2);
}

static void bad_features_are_told(void **state) {
  Bench *bench = *state;
  TextStyle style = plain;
  style.features = "kern=0, no feature at all, onum";
  metrics_of(bench, &style);
  assert_int_equal(reported(bench, "text-bad-feature"), 1);
}

static Length width_of(Bench *bench, const TextStyle *style, const char *text) {
  return text_single_line(bench->engine, bench->diagnostics, bench->arena, style, TEXT_LTR, text,
                          strlen(text), NULL, PLACE_NONE)
      ->width;
}

static void kerning_can_be_switched_off(void **state) {
  Bench *bench = *state;
  TextStyle style = plain;
  style.kerning = false;
  assert_true(width_of(bench, &plain, "AVAV") < width_of(bench, &style, "AVAV"));
  style.kerning = true;
  style.features = "kern=0";
  assert_true(width_of(bench, &plain, "AVAV") < width_of(bench, &style, "AVAV"));
}

/* Liberation has no small capitals: capitals of four fifths of the size stand for them, and the
 * text stays as it was written. */
static void small_capitals_are_made(void **state) {
  Bench *bench = *state;
  TextStyle style = plain, small = plain;
  style.small_caps = true;
  style.kerning = small.kerning = false;
  small.size = (Length)((double)plain.size * 0.8);
  const TextLine *line = text_single_line(bench->engine, bench->diagnostics, bench->arena, &style,
                                          TEXT_LTR, "Peer", 4, NULL, PLACE_NONE);
  assert_string_equal(line_text(bench, line), "P|eer");
  assert_int_equal(line->fragments[1].width, width_of(bench, &small, "EER"));
  /* Liberation Sans has no Armenian letters; the font that has them is not left as it is. */
  line = text_single_line(bench->engine, bench->diagnostics, bench->arena, &style, TEXT_LTR,
                          "\u0531\u0562", 4, NULL, PLACE_NONE);
  assert_string_equal(line_text(bench, line), "\u0531|\u0562");
  assert_int_equal(line->fragments[1].width, width_of(bench, &small, "\u0532"));
  line = text_single_line(bench->engine, bench->diagnostics, bench->arena, &style, TEXT_LTR,
                          "\xc3\x9f", 2, NULL, PLACE_NONE);
  assert_int_equal(line->fragments[0].run.glyph_count, 2);
  assert_int_equal(line->fragments[0].run.cluster_count, 1);
}

/* A cache of words in a face of its own. */
typedef struct {
  Fonts *fonts;
  Words *words;
  const Face *face;
} Cache;

static Cache cache_new(const Bench *bench, size_t limit) {
  Fonts *fonts = fonts_new(NULL);
  return (Cache){fonts, words_new(fonts, limit),
                 fonts_face(fonts, bench->diagnostics, &plain, PLACE_NONE)};
}

static void cache_free(const Cache *cache) {
  words_free(cache->words);
  fonts_free(cache->fonts);
}

static const JoiningContext none = {0, 0};

static void words_are_shaped_once(void **state) {
  const Cache cache = cache_new(*state, 1 << 20);
  Words *words = cache.words;
  const Face *face = cache.face;
  WordStore *store = words_store(words);
  const ShapedWord *word = word_lookup(store, face, false, none, "word", 4);
  assert_ptr_equal(word, word_lookup(store, face, false, none, "words", 4));
  assert_ptr_not_equal(word, word_lookup(store, face, true, none, "word", 4));
  assert_ptr_not_equal(word, word_lookup(store, face, false, none, "words", 5));
  assert_int_equal(word->glyph_count, 4);
  assert_int_equal(word->cluster_count, 4);
  word_store_unref(store);
  cache_free(&cache);
}

/* A full generation is followed by a new one, and lives on while a paragraph holds it. */
static void the_cache_is_bounded(void **state) {
  const Cache cache = cache_new(*state, 4096);
  Words *words = cache.words;
  const Face *face = cache.face;
  WordStore *held = words_store(words);
  const ShapedWord *first = word_lookup(held, face, false, none, "first", 5);
  for (int i = 0; i < 5000; i++) {
    char text[16];
    WordStore *store = words_store(words);
    const int length = g_snprintf(text, sizeof text, "w%d", i);
    assert_int_equal(word_lookup(store, face, false, none, text, (size_t)length)->length, length);
    word_store_unref(store);
  }
  WordStore *last = words_store(words);
  assert_ptr_not_equal(held, last);
  assert_memory_equal(first->text, "first", 5);
  assert_ptr_equal(first, word_lookup(held, face, false, none, "first", 5));
  assert_ptr_not_equal(first, word_lookup(last, face, false, none, "first", 5));
  word_store_unref(last);
  word_store_unref(held);
  cache_free(&cache);
}

/* Fills generations with words that nobody meets again until there is a new one. */
static WordStore *next_generation(Words *words, const Face *face, WordStore *store) {
  static int number;
  WordStore *next = words_store(words);
  while (next == store) {
    char text[16];
    const int length = g_snprintf(text, sizeof text, "x%d", number++);
    word_lookup(next, face, false, none, text, (size_t)length);
    word_store_unref(next);
    next = words_store(words);
  }
  word_store_unref(store);
  return next;
}

/* What is known of a word goes with it, as long as it is met in each generation. */
static void words_that_are_met_again_are_kept(void **state) {
  const Cache cache = cache_new(*state, 65536);
  Words *words = cache.words;
  const Face *face = cache.face;
  WordStore *store = words_store(words);
  ShapedWord *word = word_lookup(store, face, false, none, "hyphen", 6);
  const Length width = word->width;
  const WordBreak found = {.at = 2, .letters_before = 2, .letters_after = 4};
  word->hyphens = memcpy(word_store_alloc(store, sizeof found), &found, sizeof found);
  word->hyphen_count = 1;
  word->hyphens_sought = true;
  for (int i = 0; i < 3; i++) {
    store = next_generation(words, face, store);
    word = word_lookup(store, face, false, none, "hyphen", 6);
    assert_ptr_equal(word, word_lookup(store, face, false, none, "hyphen", 6));
    assert_true(word->hyphens_sought);
    assert_int_equal(word->hyphens[0].at, 2);
    assert_memory_equal(word->text, "hyphen", 7);
    assert_int_equal(word->glyph_count, 6);
    assert_true(word->glyphs[5].id != 0 && word->width == width);
    assert_int_equal(word->clusters[5].bytes, 1);
    assert_int_equal(word->pieces[0].glyph_count, 6);
  }
  store = next_generation(words, face, next_generation(words, face, store));
  assert_false(word_lookup(store, face, false, none, "hyphen", 6)->hyphens_sought);
  word_store_unref(store);
  cache_free(&cache);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_setup, bench_teardown)
  const struct CMUnitTest tests[] = {
      TEST(metrics_are_the_typographic_ones),
      TEST(baselines_are_read_or_guessed),
      TEST(equal_styles_share_a_font),
      TEST(families_are_found),
      TEST(an_unknown_family_is_told_once_a_document),
      TEST(bad_features_are_told),
      TEST(kerning_can_be_switched_off),
      TEST(small_capitals_are_made),
      TEST(words_are_shaped_once),
      TEST(the_cache_is_bounded),
      TEST(words_that_are_met_again_are_kept),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
