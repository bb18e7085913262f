/* Kerning over spaces: lines of words that were shaped one by one stand as pango sets the whole. */
#include "support.h"

#include <pango/pangocairo.h>

static const char sentence[] =
    "All AT Avery, To Aunt LA Year P. Tall V A W. Your Part T After A TA Yes, P Q A.";

/* Where each glyph that is no space is drawn, from the left edge of the line. */
typedef struct {
  GArray *glyphs; /* of guint */
  GArray *places; /* of Length */
  Length width;
} Drawn;

static Drawn drawn_new(void) {
  return (Drawn){g_array_new(FALSE, FALSE, sizeof(guint)),
                 g_array_new(FALSE, FALSE, sizeof(Length)), 0};
}

static void drawn_free(Drawn *drawn) {
  g_array_unref(drawn->glyphs);
  g_array_unref(drawn->places);
}

static void draw(Drawn *drawn, guint glyph, guint space, Length advance, Length offset) {
  const Length place = drawn->width + offset;
  if (glyph != space && glyph != PANGO_GLYPH_EMPTY) {
    g_array_append_val(drawn->glyphs, glyph);
    g_array_append_val(drawn->places, place);
  }
  drawn->width += advance;
}

static guint space_of(PangoFont *font) {
  hb_codepoint_t glyph = 0;
  hb_font_get_nominal_glyph(pango_font_get_hb_font(font), ' ', &glyph);
  return glyph;
}

static Drawn drawn_by_pango(const TextStyle *style, const char *text, bool backward) {
  PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
  PangoContext *context = pango_font_map_create_context(map);
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context, FALSE);
  pango_context_set_language(context, pango_language_from_string(style->language));
  pango_context_set_base_dir(context, backward ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  PangoLayout *layout = pango_layout_new(context);
  PangoFontDescription *font = pango_font_description_new();
  pango_font_description_set_family(font, style->families);
  pango_font_description_set_size(font, (int)style->size);
  pango_font_description_set_weight(font, (PangoWeight)style->weight);
  pango_font_description_set_style(font, style->slant);
  pango_layout_set_font_description(layout, font);
  pango_layout_set_auto_dir(layout, FALSE);
  pango_layout_set_text(layout, text, -1);
  Drawn drawn = drawn_new();
  for (const GSList *link = pango_layout_get_line_readonly(layout, 0)->runs; link;
       link = link->next) {
    const PangoGlyphItem *run = link->data;
    const guint space = space_of(run->item->analysis.font);
    for (int i = 0; i < run->glyphs->num_glyphs; i++) {
      const PangoGlyphInfo *glyph = &run->glyphs->glyphs[i];
      draw(&drawn, glyph->glyph, space, glyph->geometry.width, glyph->geometry.x_offset);
    }
  }
  pango_font_description_free(font);
  g_object_unref(layout);
  g_object_unref(context);
  g_object_unref(map);
  return drawn;
}

static const TextLine *line_of(Bench *bench, const TextStyle *style, const char *text,
                               bool backward) {
  return text_single_line(bench->engine, bench->diagnostics, bench->arena, style,
                          backward ? TEXT_RTL : TEXT_LTR, text, strlen(text), NULL, PLACE_NONE);
}

static Drawn drawn_by_us(const TextLine *line) {
  Drawn drawn = drawn_new();
  for (int f = 0; f < line->count; f++) {
    const GlyphRun *run = &line->fragments[f].run;
    const guint space = space_of(font_pango(run->font));
    for (int i = 0; i < run->glyph_count; i++)
      draw(&drawn, run->glyphs[i].id, space, run->glyphs[i].advance, run->glyphs[i].dx);
  }
  return drawn;
}

/* HarfBuzz rounds once where pango shapes a run, and once for each pair where words are shaped. */
static void assert_near(Length one, Length other) {
  assert_in_range(one - other + 16, 0, 32);
}

static void assert_as_pango(Bench *bench, const TextStyle *style, const char *text, bool backward) {
  const TextLine *line = line_of(bench, style, text, backward);
  Drawn ours = drawn_by_us(line), theirs = drawn_by_pango(style, text, backward);
  assert_int_equal(ours.glyphs->len, theirs.glyphs->len);
  assert_memory_equal(ours.glyphs->data, theirs.glyphs->data, ours.glyphs->len * sizeof(guint));
  for (guint i = 0; i < ours.places->len; i++)
    assert_near(g_array_index(ours.places, Length, i), g_array_index(theirs.places, Length, i));
  assert_near(ours.width, theirs.width);
  assert_near(line->width, theirs.width);
  drawn_free(&ours);
  drawn_free(&theirs);
}

static TextStyle style_in(const char *family, int weight, PangoStyle slant) {
  TextStyle style = plain;
  style.families = family;
  style.weight = weight;
  style.slant = slant;
  return style;
}

/* Without the spaces' kerning the first two families would miss by more than two points. */
static void lines_stand_as_pango_sets_them(void **state) {
  static const char *const families[] = {"Liberation Sans",        "Liberation Serif",
                                         "Liberation Sans Narrow", "DejaVu Sans",
                                         "DejaVu Serif",           "Liberation Mono"};
  for (size_t i = 0; i < G_N_ELEMENTS(families); i++) {
    for (int bold = 0; bold < 2; bold++) {
      const TextStyle upright = style_in(families[i], bold ? 700 : 400, PANGO_STYLE_NORMAL);
      const TextStyle italic = style_in(families[i], bold ? 700 : 400, PANGO_STYLE_ITALIC);
      assert_as_pango(*state, &upright, sentence, false);
      assert_as_pango(*state, &italic, sentence, false);
    }
  }
}

static void prose_and_other_alphabets_stand_so_too(void **state) {
  const TextStyle sans = style_in("Liberation Sans", 400, PANGO_STYLE_NORMAL);
  assert_as_pango(*state, &sans,
                  "The Authority asked what All Towns Are To do with A \xe2\x80\x93 or with TV.",
                  false);
  assert_as_pango(*state, &sans,
                  "\xce\x91 \xce\x91\xce\xb8\xce\xae\xce\xbd\xce\xb1 \xce\xa5 \xd0\x90 "
                  "\xd0\xa2\xd0\x90 \xd0\x90",
                  false);
}

/* Latin letters that run right to left, by an override. */
static void backward_lines_stand_so_too(void **state) {
  const TextStyle sans = style_in("Liberation Sans", 400, PANGO_STYLE_NORMAL);
  assert_as_pango(*state, &sans, "\xe2\x80\xaeTo A T P. A Y LA A\xe2\x80\xac", true);
  assert_as_pango(*state, &sans, "\xe2\x80\xaeTo A T P. A Y LA A\xe2\x80\xac", false);
}

/* By how much a space is narrower between two words; widths of the words are looked up alone. */
static Length loss(Bench *bench, const TextStyle *style, const char *first, const char *second) {
  char *both = g_strdup_printf("%s %s", first, second);
  const Length width = line_of(bench, style, both, false)->width;
  g_free(both);
  return line_of(bench, style, first, false)->width + line_of(bench, style, second, false)->width +
         text_metrics(bench->engine, bench->diagnostics, style, PLACE_NONE)->space - width;
}

static void kerning_is_of_both_sides_and_may_be_off(void **state) {
  Bench *bench = *state;
  TextStyle style = plain;
  assert_int_equal(loss(bench, &style, "no", "no"), 0);
  const Length before = loss(bench, &style, "no", "A"), after = loss(bench, &style, "A", "no");
  assert_in_range(before, pt(0.6), pt(0.7)); /* 113/2048 of 12 pt */
  assert_in_range(after, pt(0.6), pt(0.7));
  assert_int_equal(loss(bench, &style, "A", "A"), before + after);
  style.letter_spacing = pt(2);
  assert_int_equal(loss(bench, &style, "no", "A"), before - pt(4));
  style = plain;
  style.kerning = false;
  assert_int_equal(loss(bench, &style, "A", "A"), 0);
  style = plain;
  style.features = "kern=0";
  assert_int_equal(loss(bench, &style, "A", "A"), 0);
}

/* The sizes of the words' own glyphs do not change: a word at the end of a line is as wide as alone. */
static void nothing_is_kerned_at_line_ends(void **state) {
  Bench *bench = *state;
  say(bench, "LA A TA");
  const LineSpec spec = {.width = pt(20), .align = ALIGN_START, .align_last = ALIGN_START};
  int count;
  const TextLine *lines = paragraph_break(bench->paragraph, &spec, 0, &count);
  assert_int_equal(count, 3);
  assert_int_equal(lines[0].width, line_of(bench, &plain, "LA", false)->width);
  assert_int_equal(lines[1].width, line_of(bench, &plain, "A", false)->width);
  assert_int_equal(lines[2].width, line_of(bench, &plain, "TA", false)->width);
}

/* A line that fits only because its spaces are narrower is one line; and a justified one is full. */
static void breaking_counts_it(void **state) {
  Bench *bench = *state;
  static const char text[] = "A A A A A A A A A A";
  const Length width = line_of(bench, &plain, text, false)->width;
  LineSpec spec = {.width = width, .align = ALIGN_START, .align_last = ALIGN_START};
  int count;
  assert_true(loss(bench, &plain, "A A A A", "A A A A A A") > pt(1.2));
  say(bench, text);
  assert_int_equal(paragraph_break(bench->paragraph, &spec, 0, &count)->width, width);
  assert_int_equal(count, 1);
  assert_int_equal(paragraph_widths(bench->paragraph).maximum, width);
  spec.width += pt(18);
  spec.align = spec.align_last = ALIGN_JUSTIFY;
  const TextLine *line = paragraph_break(bench->paragraph, &spec, 0, &count);
  assert_int_equal(line->width, spec.width);
  const GlyphRun *run = &line->fragments[0].run;
  for (int i = 1; i < run->glyph_count; i += 2) /* nine spaces, each two points wider than it was */
    assert_near(run->glyphs[i].advance, (width - 10 * run->glyphs[0].advance) / 9 + pt(2));
}

/* Boxes without edges are nothing between; those with a width, or another style, are. */
static void boxes_are_looked_through(void **state) {
  Bench *bench = *state;
  const TextStyle bold = style_in("Liberation Sans", 700, PANGO_STYLE_NORMAL);
  const LineSpec spec = {.width = pt(300), .align = ALIGN_START, .align_last = ALIGN_START};
  const Length kern = loss(bench, &plain, "see", "A");
  for (int i = 0; i < 3; i++) {
    const TextStyle *style = i == 2 ? &bold : &plain;
    const Length edge = i == 1 ? pt(1) : 0;
    bench_renew(bench, TEXT_LTR);
    say(bench, "see ");
    paragraph_open(bench->paragraph, edge, BIDI_NORMAL, TEXT_LTR, NULL);
    paragraph_text(bench->paragraph, style, "A", 1, true, false, NULL, PLACE_NONE);
    paragraph_close(bench->paragraph, 0, NULL);
    int count;
    const Length width = paragraph_break(bench->paragraph, &spec, 0, &count)->width;
    const Length unkerned =
        line_of(bench, &plain, "see", false)->width + edge +
        text_metrics(bench->engine, bench->diagnostics, &plain, PLACE_NONE)->space +
        line_of(bench, style, "A", false)->width;
    assert_int_equal(width, unkerned - (i == 0 ? kern : 0));
  }
  assert_true(kern > pt(0.6));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(lines_stand_as_pango_sets_them, bench_setup, bench_teardown),
      cmocka_unit_test_setup_teardown(prose_and_other_alphabets_stand_so_too, bench_setup,
                                      bench_teardown),
      cmocka_unit_test_setup_teardown(backward_lines_stand_so_too, bench_setup, bench_teardown),
      cmocka_unit_test_setup_teardown(kerning_is_of_both_sides_and_may_be_off, bench_setup,
                                      bench_teardown),
      cmocka_unit_test_setup_teardown(nothing_is_kerned_at_line_ends, bench_setup, bench_teardown),
      cmocka_unit_test_setup_teardown(breaking_counts_it, bench_setup, bench_teardown),
      cmocka_unit_test_setup_teardown(boxes_are_looked_through, bench_setup, bench_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
