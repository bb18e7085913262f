/* The tags of formatting objects, as inspect prints them. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>

/* The tag tree of a document's flow, from its first element on; the caller frees it. */
static char *tags(const char *fo) {
  Made made = make(fo, NULL, &(PdfFinishOptions){.no_claim = true});
  assert_true(made.done);
  PdfReader *reader = open_made(&made);
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  inspect_describe(reader, out);
  fclose(out);
  pdf_reader_free(reader);
  unmake(&made);
  char *found = strstr(text, "  Document\n");
  assert_non_null(found);
  char *copy = g_strdup(found + strlen("  Document\n"));
  free(text);
  return copy;
}

static void assert_tags(const char *fo, const char *expected) {
  char *found = tags(fo);
  assert_string_equal(found, expected);
  g_free(found);
}

#define CELL(attributes, text)                                                                     \
  "<fo:table-cell " attributes "><fo:block>" text "</fo:block></fo:table-cell>"
#define ROW(cells) "<fo:table-row>" cells "</fo:table-row>"
#define ITEM(label, body)                                                                          \
  "<fo:list-item><fo:list-item-label><fo:block>" label "</fo:block></fo:list-item-label>"          \
  "<fo:list-item-body>" body "</fo:list-item-body></fo:list-item>"

static void blocks(void **state) {
  (void)state;
  assert_tags(DOCUMENT("<fo:block>a</fo:block>"), "    P\n      “a”\n");
  assert_tags(DOCUMENT("<fo:block><fo:block>a</fo:block></fo:block>"), "    P\n      “a”\n");
  assert_tags(DOCUMENT("<fo:block>a<fo:block>b</fo:block></fo:block>"),
              "    Div\n      P\n        “a”\n      P\n        “b”\n");
  assert_tags(DOCUMENT("<fo:block role='P'>a<fo:block>b</fo:block></fo:block>"),
              "    P\n      “a”\n      Span\n        “b”\n");
  assert_tags(DOCUMENT("<fo:block role='H1'>a<fo:block>b</fo:block></fo:block>"),
              "    H1\n      “a”\n      Span\n        “b”\n");
  assert_tags(DOCUMENT("<fo:block role='Sect'>a</fo:block>"), "    Sect\n      P\n        “a”\n");
  assert_tags(DOCUMENT("<fo:block role='Artifact'>a</fo:block><fo:block>b</fo:block>"),
              "    P\n      “b”\n");
  assert_tags(DOCUMENT("<fo:block/><fo:block role='NonStruct'><fo:block>b</fo:block></fo:block>"),
              "    P\n      “b”\n");
}

static void words_of_the_author_stay(void **state) {
  (void)state;
  assert_tags(DOCUMENT("<fo:block fox:actual-text='w'><fo:block>a</fo:block></fo:block>"),
              "    Div actual=“w”\n      P\n        “a”\n");
  assert_tags(
      DOCUMENT("<fo:table><fo:table-body>" ROW("<fo:table-cell><fo:block "
                                               "fox:actual-text='w'>a</fo:block></"
                                               "fo:table-cell>") "</fo:table-body></fo:table>"),
      "    Table\n      TBody\n        TR\n          TD\n            P actual=“w”\n"
      "              “a”\n");
}

static void a_block_over_pages_is_one(void **state) {
  (void)state;
  assert_tags(DOCUMENT("<fo:block linefeed-treatment='preserve' widows='1' orphans='1' "
                       "line-height='150pt'>one\ntwo\nthree</fo:block>"),
              "    P\n      “one two three”\n");
}

static void inlines(void **state) {
  (void)state;
  assert_tags(DOCUMENT("<fo:block>a <fo:inline font-weight='bold'>b</fo:inline>"
                       "<fo:inline xml:lang='cy'> c</fo:inline></fo:block>"),
              "    P\n      “a b”\n      Span lang=“cy”\n        “ c”\n");
  assert_tags(DOCUMENT("<fo:block><fo:inline fox:abbreviation='Corporate Peer Challenge'>CPC"
                       "</fo:inline></fo:block>"),
              "    P\n      Span expansion=“Corporate Peer Challenge”\n        “CPC”\n");
  assert_tags(DOCUMENT("<fo:block>a<fo:inline xml:lang='1x'>b</fo:inline></fo:block>"),
              "    P\n      “ab”\n");
  assert_tags(DOCUMENT("<fo:block><fo:basic-link external-destination='url(x:y)'>l"
                       "</fo:basic-link></fo:block>"),
              "    P\n      Span\n        “l”\n");
  assert_tags(DOCUMENT("<fo:block>a<fo:footnote><fo:inline>1</fo:inline><fo:footnote-body>"
                       "<fo:block>n</fo:block></fo:footnote-body></fo:footnote>b</fo:block>"),
              "    P\n      “a1”\n      Note id=“note000001”\n        P\n          “n”\n"
              "      “b”\n");
}

static void lists(void **state) {
  (void)state;
  assert_tags(DOCUMENT("<fo:list-block>" ITEM("1.", "<fo:block>a</fo:block>") "</fo:list-block>"),
              "    L ListNumbering=Decimal\n      LI\n        Lbl\n          “1.”\n"
              "        LBody\n          P\n            “a”\n");
  static const char *const LABELS[][2] = {{"a)", "LowerAlpha"},  {"B.", "UpperAlpha"},
                                          {"iv.", "LowerRoman"}, {"I", "UpperRoman"},
                                          {"•", "Disc"},         {"–", "None"}};
  for (size_t i = 0; i < G_N_ELEMENTS(LABELS); i++) {
    char *fo = g_strdup_printf(
        DOCUMENT("<fo:list-block>" ITEM("%s", "<fo:block>x</fo:block>") "</fo:list-block>"),
        LABELS[i][0]);
    char *found = tags(fo);
    assert_non_null(strstr(found, LABELS[i][1]));
    g_free(found);
    g_free(fo);
  }
  assert_tags(DOCUMENT("<fo:block role='L'><fo:block>stray</fo:block></fo:block>"),
              "    L ListNumbering=None\n      LI\n        LBody\n          P\n"
              "            “stray”\n");
  assert_tags(DOCUMENT("<fo:block role='LI'>stray</fo:block>"),
              "    Div\n      P\n        “stray”\n");
}

static void tables(void **state) {
  (void)state;
  assert_tags(
      DOCUMENT(
          "<fo:block role='Caption'>c</fo:block><fo:table><fo:table-column "
          "fox:header='true'/><fo:table-column/><fo:table-header>" ROW(CELL("", "h1") CELL(
              "",
              "h2")) "</fo:table-header><fo:table-footer>" ROW(CELL("number-columns-spanned='2'",
                                                                    "f")) "</"
                                                                          "fo:table-footer><fo:"
                                                                          "table-body>" ROW(CELL(
                                                                              "", "r") CELL("", ""))
                                                                              ROW(CELL(
                                                                                  "",
                                                                                  "s")) "</"
                                                                                        "fo:table-"
                                                                                        "body></"
                                                                                        "fo:"
                                                                                        "table>"),
      "    Table\n      Caption\n        “c”\n      THead\n        TR\n"
      "          TH Scope=Column\n            “h1”\n          TH Scope=Column\n            “h2”\n"
      "      TBody\n        TR\n          TH Scope=Row\n            “r”\n          TD\n"
      "        TR\n          TH Scope=Row\n            “s”\n          TD\n"
      "      TFoot\n        TR\n          TD ColSpan=2\n            “f”\n");
}

/* Column numbers are only numbers: columns in which nothing begins or ends are one, and nothing is cut. */
static void tables_of_any_width(void **state) {
  (void)state;
  assert_tags(
      DOCUMENT(
          "<fo:table><fo:table-column column-number='900000000' fox:header='true'/>"
          "<fo:table-body>" ROW(CELL("", "a") CELL("column-number='900000000'", "b")
                                    CELL("", "c")) ROW(CELL("number-columns-spanned='5000'", "d"))
              ROW(CELL("number-columns-spanned='900000000'", "e")) "</fo:table-body></fo:table>"),
      "    Table\n      TBody\n        TR\n          TD\n            “a”\n"
      "          TD ColSpan=2\n          TH Scope=Row\n            “b”\n"
      "          TD\n            “c”\n        TR\n          TD ColSpan=2\n"
      "            “d”\n          TD ColSpan=3\n        TR\n          TD ColSpan=4\n"
      "            “e”\n          TD\n");
}

static void headers_are_named_where_scopes_do_not_suffice(void **state) {
  (void)state;
  char *found =
      tags(DOCUMENT("<fo:table><fo:table-header>" ROW(CELL("number-columns-spanned='2'", "both"))
                        ROW(CELL("", "a") CELL("", "b")) "</fo:table-header><fo:table-body>" ROW(
                            CELL("", "1") CELL("", "2")) "</fo:table-body></fo:table>"));
  assert_non_null(strstr(found, "TD header=“header000001” header=“header000002”\n            “1”"));
  assert_non_null(strstr(found, "TD header=“header000001” header=“header000003”\n            “2”"));
  g_free(found);
}

static void text_from_right_to_left(void **state) {
  (void)state;
  assert_tags(DOCUMENT("<fo:block direction='rtl' unicode-bidi='embed' font-family='DejaVu Sans' "
                       "xml:lang='he'>שלום abc עולם</fo:block>"),
              "    P lang=“he”\n      “שלום abc עולם”\n");
}

static void a_link_keeps_its_annotations(void **state) {
  (void)state;
  static const char *const CASES[][2] = {
      {"Reference", "    P\n      Reference\n        Link\n          “l”\n          [annotation"},
      {"NonStruct", "    P\n      Link\n        “l”\n        [annotation"},
      {"TOCI", "    Div\n      P\n        Link\n          “l”\n          [annotation"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
    char *fo = g_strdup_printf(DOCUMENT("<fo:block><fo:basic-link role='%s' external-destination="
                                        "'url(http://example.org/)'>l</fo:basic-link></fo:block>"),
                               CASES[i][0]);
    char *found = tags(fo);
    if (!g_str_has_prefix(found, CASES[i][1]))
      fail_msg("%s:\n%s", CASES[i][0], found);
    g_free(found);
    g_free(fo);
  }
}

static void headings_without_a_number(void **state) {
  (void)state;
  assert_tags(DOCUMENT("<fo:block role='H'>a</fo:block><fo:block role='Sect'><fo:block role='H'>b"
                       "</fo:block></fo:block>"),
              "    H\n      “a”\n    Sect\n      H\n        “b”\n");
  assert_tags(DOCUMENT("<fo:block role='H'>a</fo:block><fo:block role='Sect'><fo:block role='H'>b"
                       "</fo:block><fo:block role='H'>c</fo:block></fo:block>"),
              "    H1\n      “a”\n    Sect\n      H2\n        “b”\n      H2\n        “c”\n");
  assert_tags(DOCUMENT("<fo:block role='H1'>a</fo:block><fo:block role='Sect'><fo:block role='H'>b"
                       "</fo:block></fo:block>"),
              "    H1\n      “a”\n    Sect\n      H2\n        “b”\n");
}

static void captions_stand_where_they_may(void **state) {
  (void)state;
  assert_tags(DOCUMENT("<fo:block role='L'><fo:block role='Caption'>a</fo:block>"
                       "<fo:block role='Caption'>b</fo:block></fo:block>"),
              "    L ListNumbering=None\n      Caption\n        “a”\n      LI\n        LBody\n"
              "          P\n            “b”\n");
  assert_tags(DOCUMENT("<fo:block role='TOC'><fo:block role='TOCI'>a</fo:block>"
                       "<fo:block role='Caption'>b</fo:block></fo:block>"),
              "    TOC\n      TOCI\n        “a”\n      TOCI\n        P\n          “b”\n");
  assert_tags(DOCUMENT("<fo:block role='Table'><fo:block role='Caption'>a</fo:block>"
                       "<fo:block role='Caption'>b</fo:block></fo:block>"),
              "    Table\n      Caption\n        “a”\n      TR\n        TD\n          P\n"
              "            “b”\n");
}

static void a_table_has_a_body_or_no_head(void **state) {
  (void)state;
  assert_tags(
      DOCUMENT(
          "<fo:table><fo:table-header>" ROW(CELL("", "h")) "</fo:table-header><fo:table-body>" ROW(
              CELL("", "")) "</fo:table-body></fo:table>"),
      "    Table\n      THead\n        TR\n          TH Scope=Column\n            “h”\n"
      "      TBody\n        TR\n          TD\n");
  assert_tags(DOCUMENT("<fo:table><fo:table-header>" ROW(CELL(
                  "", "h")) "</fo:table-header><fo:table-body "
                            "role='Artifact'>" ROW(CELL("", "x")) "</fo:table-body></fo:table>"),
              "    Table\n      TR\n        TH Scope=Column\n          “h”\n");
}

static void a_drawing_says_what_it_is(void **state) {
  (void)state;
#define DRAWING(attributes)                                                                        \
  "<fo:block><fo:instream-foreign-object " attributes                                              \
  "><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><title>A\n square</title>"        \
  "<rect width='9' height='9'/></svg></fo:instream-foreign-object></fo:block>"
  Made made = make(DOCUMENT(DRAWING("")), NULL, NULL);
  assert_clean(&made);
  assert_false(reported(&made, "pdf-figure-alternative"));
  unmake(&made);
  char *own = tags(DOCUMENT(DRAWING(""))), *given = tags(DOCUMENT(DRAWING("fox:alt-text='Box'")));
  assert_non_null(strstr(own, "alt=“A square”"));
  assert_non_null(strstr(given, "alt=“Box”"));
  assert_null(strstr(given, "square"));
  g_free(own);
  g_free(given);
}

static void a_form_on_paper(void **state) {
  (void)state;
  assert_tags(DOCUMENT("<fo:block>a<fo:inline role='Form'>b</fo:inline></fo:block>"),
              "    P\n      “a”\n      Form Role=tv\n        “b”\n");
}

/* What layout was given in other shapes than a tree of tags may have keeps the rules all the same. */
static void repaired_trees_are_clean(void **state) {
  (void)state;
  static const char *const DOCUMENTS[] = {
      DOCUMENT("<fo:block role='TD'>x</fo:block><fo:block role='THead'>x</fo:block>"),
      DOCUMENT("<fo:block role='Table'>x<fo:block role='LI'>y</fo:block></fo:block>"),
      DOCUMENT("<fo:block role='TOC'>x<fo:block>y</fo:block></fo:block>"),
      DOCUMENT("<fo:block role='TOCI'>x</fo:block><fo:block role='LBody'>x</fo:block>"),
      DOCUMENT(
          "<fo:table role='Div'><fo:table-body>" ROW(CELL("", "x")) "</fo:table-body></fo:table>"),
      DOCUMENT("<fo:table><fo:table-body>" ROW(CELL("number-rows-spanned='9'", "x") CELL(
          "number-columns-spanned='3'", "y")) ROW(CELL("", "z")) "</fo:table-body></fo:table>"),
      DOCUMENT("<fo:block><fo:inline role='P'><fo:inline role='Table'>x</fo:inline>"
               "</fo:inline></fo:block>"),
      DOCUMENT("<fo:block role='Nonsense'>x</fo:block><fo:block role='Document'>y</fo:block>"),
      DOCUMENT("<fo:block>x<fo:inline role='Note'>y</fo:inline><fo:inline role='Note'>z"
               "</fo:inline></fo:block>"),
  };
  for (size_t i = 0; i < G_N_ELEMENTS(DOCUMENTS); i++) {
    Made made = make(DOCUMENTS[i], NULL, NULL);
    assert_true(made.done);
    assert_clean(&made);
    unmake(&made);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(blocks),
      cmocka_unit_test(words_of_the_author_stay),
      cmocka_unit_test(a_block_over_pages_is_one),
      cmocka_unit_test(inlines),
      cmocka_unit_test(lists),
      cmocka_unit_test(tables),
      cmocka_unit_test(tables_of_any_width),
      cmocka_unit_test(headers_are_named_where_scopes_do_not_suffice),
      cmocka_unit_test(text_from_right_to_left),
      cmocka_unit_test(a_link_keeps_its_annotations),
      cmocka_unit_test(headings_without_a_number),
      cmocka_unit_test(captions_stand_where_they_may),
      cmocka_unit_test(a_table_has_a_body_or_no_head),
      cmocka_unit_test(a_drawing_says_what_it_is),
      cmocka_unit_test(a_form_on_paper),
      cmocka_unit_test(repaired_trees_are_clean),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
