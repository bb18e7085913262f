/* The lines of every paragraph of the fixtures beside greedy ones: as much on each line as fits. */
#include "support.h"
#include "text/paragraph.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <math.h>

static const char *const files[] = {"fixtures/st-helens/dataset.xml",
                                    "fixtures/xhtml/everything.xhtml",
                                    "fixtures/xhtml/figures-and-notes.xhtml",
                                    "fixtures/xhtml/languages.xhtml",
                                    "fixtures/xhtml/long-table.xhtml",
                                    "fixtures/xhtml/right-to-left.xhtml",
                                    "fixtures/xhtml/scripts.xhtml"};

typedef struct {
  char *text, *language;
  bool backward;
} Passage;

static void passage_free(gpointer data) {
  Passage *passage = data;
  g_free(passage->text);
  g_free(passage->language);
  g_free(passage);
}

static bool has_text(const xmlNode *element) {
  for (const xmlNode *node = element->children; node; node = node->next)
    if (node->type == XML_TEXT_NODE && !xmlIsBlankNode(node))
      return true;
  return false;
}

/* A paragraph is the whole text of an outermost element that has some of its own. */
static void gather(GPtrArray *passages, xmlNode *element) {
  if (!has_text(element)) {
    for (xmlNode *node = element->children; node; node = node->next)
      if (node->type == XML_ELEMENT_NODE)
        gather(passages, node);
    return;
  }
  xmlChar *content = xmlNodeGetContent(element), *language = xmlNodeGetLang(element);
  char **words = g_strsplit_set((const char *)content, " \t\r\n", -1);
  GString *text = g_string_new(NULL);
  for (char **word = words; *word; word++)
    if (**word)
      g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", *word);
  Passage *passage = g_new(Passage, 1);
  passage->text = g_string_free(text, FALSE);
  passage->language = g_strdup(language ? (const char *)language : "en");
  passage->backward = g_str_has_prefix(passage->language, "ar") ||
                      g_str_has_prefix(passage->language, "he") ||
                      g_str_has_prefix(passage->language, "ur");
  g_ptr_array_add(passages, passage);
  g_strfreev(words);
  xmlFree(content);
  xmlFree(language);
}

static GPtrArray *passages_of_fixtures(void) {
  GPtrArray *passages = g_ptr_array_new_with_free_func(passage_free);
  for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
    xmlDoc *document = xmlReadFile(files[i], NULL, XML_PARSE_NONET);
    assert_non_null(document);
    gather(passages, xmlDocGetRootElement(document));
    xmlFreeDoc(document);
  }
  return passages;
}

/* The opportunities of a paragraph, and what its lines are measured by. */
typedef struct {
  Opportunity *items;
  int count;
  Measure measure;
} Choice;

static double demerits_of(const Choice *choice, const int *ends, int count) {
  return breaks_demerits(choice->items, choice->count, &choice->measure, ends, count);
}

static bool fits(const Choice *choice, int from, int to) {
  const Length width = choice->measure.width;
  return choice->items[to].end - choice->items[from].start <= width + breaks_tolerance(width);
}

/* Where a greedy line ends that begins at `from`: at the last place up to which it fits as it is, hyphens being as
 * good as spaces; in a name or an address only if nothing else fits, and if that does not either, at the first. */
static int greedy_end(const Choice *choice, int from, bool hyphens) {
  int best = -1, resort = -1;
  for (int to = from + 1; to < choice->count; to++) {
    const Opportunity *item = &choice->items[to];
    if (item->hyphen && !hyphens)
      continue;
    if (fits(choice, from, to))
      *(item->last_resort ? &resort : &best) = to;
    else if (!item->hyphen)
      return best >= 0 ? best : resort >= 0 ? resort : to;
  }
  return choice->count - 1;
}

static double greedy_demerits(const Choice *choice, bool hyphens) {
  int *ends = g_new(int, (gsize)choice->count);
  int count = 0;
  for (int from = 0; from < choice->count - 1; from = ends[count++])
    ends[count] = greedy_end(choice, from, hyphens);
  const double demerits = demerits_of(choice, ends, count);
  g_free(ends);
  return demerits;
}

/* The demerits of the lines that a paragraph was given, and whether one of them ends with a hyphen. */
static double given_demerits(const Choice *choice, const Paragraph *paragraph,
                             const TextLine *lines, int count, bool *hyphenated) {
  const GArray *places = paragraph->engine->places;
  int *ends = g_new(int, (gsize)count), at = 0;
  *hyphenated = false;
  for (int i = 0; i < count; i++) {
    while (position_offset(paragraph, g_array_index(places, Position, ++at)) < lines[i].end_offset)
      assert_true(at + 1 < choice->count);
    ends[i] = at;
    *hyphenated = *hyphenated || lines[i].hyphenated;
  }
  assert_int_equal(at, choice->count - 1);
  const double demerits = demerits_of(choice, ends, count);
  g_free(ends);
  return demerits;
}

/* Of paragraphs in one setting. */
typedef struct {
  int compared, better, spared;
  double ours, greedy;
} Totals;

/* A line that no choice could have helped outweighs all others: such paragraphs are not in the totals. */
#define HOPELESS 1e7

/* No greedy lines are better over the same opportunities. Ours have no hyphens where good lines can do without
 * (as in TeX); greedy ones with hyphens may have fewer demerits then, which `spared` counts. */
static void compare(Totals *totals, double ours, bool hyphenated, double plain_greedy,
                    double greedy) {
  if (ours == HUGE_VAL) {
    assert_true(greedy == HUGE_VAL && plain_greedy == HUGE_VAL);
    return;
  }
  assert_true(ours <= plain_greedy);
  assert_true(ours <= greedy || !hyphenated);
  totals->compared++;
  totals->better += ours < greedy;
  totals->spared += ours > greedy;
  if (ours >= HOPELESS || greedy == HUGE_VAL)
    return;
  totals->ours += ours;
  totals->greedy += greedy;
}

static void compare_passage(Bench *bench, const Passage *passage, const LineSpec *spec,
                            Totals *totals) {
  TextStyle style = plain;
  style.language = passage->language;
  style.size = pt(10);
  bench_renew(bench, passage->backward ? TEXT_RTL : TEXT_LTR);
  Paragraph *paragraph = bench->paragraph;
  paragraph_text(paragraph, &style, passage->text, strlen(passage->text), true, false, NULL,
                 PLACE_NONE);
  int count;
  const TextLine *lines = paragraph_break(paragraph, spec, 0, &count);
  if (count < 2)
    return;
  bool cut, hyphenated;
  paragraph_opportunities(paragraph, (Position){0, 0}, spec, spec->hyphenate, G_MAXINT64, &cut);
  const GArray *all = paragraph->engine->opportunities;
  const Choice choice = {
      .items = (Opportunity *)(void *)all->data,
      .count = (int)all->len,
      .measure = {.first_width = spec->width,
                  .width = spec->width,
                  .raggedness = spec->align == ALIGN_JUSTIFY ? 0
                                : spec->hyphenate            ? 2 * RAGGEDNESS
                                                             : RAGGEDNESS},
  };
  const double ours = given_demerits(&choice, paragraph, lines, count, &hyphenated);
  compare(totals, ours, hyphenated, greedy_demerits(&choice, false),
          greedy_demerits(&choice, spec->hyphenate));
}

static Totals compare_passages(Bench *bench, const GPtrArray *passages, int width, TextAlign align,
                               bool hyphenate) {
  const LineSpec spec = {.width = pt(width),
                         .align = align,
                         .align_last = ALIGN_START,
                         .hyphenate = hyphenate,
                         .hyphenation_push_count = 2,
                         .hyphenation_remain_count = 2};
  Totals totals = {0};
  for (guint i = 0; i < passages->len; i++)
    compare_passage(bench, g_ptr_array_index(passages, i), &spec, &totals);
  print_message("# %3d pt, %-9s %-10s: %3d paragraphs, %3d better than greedy, %d spared a hyphen; "
                "demerits %.3g, greedy %.3g\n",
                width, align == ALIGN_JUSTIFY ? "justified" : "ragged",
                hyphenate ? "hyphenated" : "", totals.compared, totals.better, totals.spared,
                totals.ours, totals.greedy);
  return totals;
}

/* In each measure the total of ours is less, over all at most such a part of the greedy one. */
static void compare_with_greedy(Bench *bench, TextAlign align, double most) {
  static const int widths[] = {120, 160, 220, 320, 420};
  GPtrArray *passages = passages_of_fixtures();
  for (int hyphenate = 0; hyphenate < 2; hyphenate++) {
    double ours = 0, greedy = 0;
    int compared = 0, spared = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
      const Totals totals = compare_passages(bench, passages, widths[i], align, hyphenate);
      assert_true(totals.ours < totals.greedy);
      ours += totals.ours;
      greedy += totals.greedy;
      compared += totals.compared;
      spared += totals.spared;
    }
    assert_true(compared > 800);
    assert_true(spared <= (hyphenate ? compared / 100 : 0));
    assert_true(ours < greedy * most);
  }
  g_ptr_array_unref(passages);
}

static void justified_lines_are_better_than_greedy_ones(void **state) {
  compare_with_greedy(*state, ALIGN_JUSTIFY, 0.01);
}

static void ragged_lines_are_better_than_greedy_ones(void **state) {
  compare_with_greedy(*state, ALIGN_START, 0.75);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(justified_lines_are_better_than_greedy_ones, bench_setup,
                                      bench_teardown),
      cmocka_unit_test_setup_teardown(ragged_lines_are_better_than_greedy_ones, bench_setup,
                                      bench_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
