/* Attributes of characters, beside pango's. */
#include "text/attributes.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Of a copy, as sanitizers know the bounds of that. */
static void assert_as_pango(const char *own_text) {
  const int length = (int)strlen(own_text), count = (int)g_utf8_strlen(own_text, length) + 1;
  char *text = g_strdup(own_text);
  PangoLogAttr *own = g_new0(PangoLogAttr, count), *expected = g_new0(PangoLogAttr, count);
  text_attributes(text, length, own);
  pango_default_break(text, length, NULL, expected, count);
  for (int i = 0; i < count; i++)
    if (own[i].is_line_break != expected[i].is_line_break ||
        own[i].is_cursor_position != expected[i].is_cursor_position)
      fail_msg("“%s”, character %d: a line breaks %d, not %d; the cursor stands %d, not %d", text,
               i, own[i].is_line_break, expected[i].is_line_break, own[i].is_cursor_position,
               expected[i].is_cursor_position);
  g_free(own);
  g_free(expected);
  g_free(text);
}

static void texts(void **state) {
  (void)state;
  static const char *const TEXTS[] = {
      "",
      "a",
      " ",
      "a b",
      "a  b",
      " a",
      "a ",
      "a  ",
      "The council’s well-known plan (2021/22), “owned” by all: 12.5 % more; see p. 3.",
      "(LGA) and (the council), but ( not ) this. (a)b a(b) don't 'quote' it'",
      "Łódź, Dŵr a’r Tŷ; naïve café × ÷ 3×4",
      "e\xcc\x81t\xcc\x81 a e\xcc\x81 b",
      "two\nlines\xe2\x80\xa8three a b",
      "no\u00a0break soft\u00adhyphen zero\u200bwidth a b",
      "漢字 and kana かな, a 漢 b",
      "مرحبا a b (مرحبا)",
      "$5 £5.00 5% 1,000.50 -3 a-b a- b --",
      "a. b, c; d: e) f (g",
      "1.2.1 1,000,000 10:30 1.a a.1 a.b.c 3.4.",
      "• one •• two • •a",
      "42-b 7/8",
      "12/b",
      "🇬🇧🇬🇧 a 👩‍👩‍👧 b",
  };
  for (size_t i = 0; i < G_N_ELEMENTS(TEXTS); i++)
    assert_as_pango(TEXTS[i]);
}

static void single_characters(void **state) {
  (void)state;
  for (gunichar c = 1; c <= 0x1ffff; c++) {
    char text[7] = "";
    if (g_unichar_validate(c) && g_unichar_to_utf8(c, text))
      assert_as_pango(text);
  }
}

/* What may stand beside what, by the thousand. */
static void random_texts(void **state) {
  (void)state;
  static const char *const PIECES[] = {
      "a",
      "Z",
      "word",
      "7",
      "42",
      " ",
      " ",
      " ",
      "  ",
      ".",
      ",",
      ":",
      ";",
      "(",
      ")",
      "'",
      "’",
      "“",
      "”",
      "-",
      "–",
      "/",
      "!",
      "?",
      "%",
      "$",
      "£",
      "[",
      "]",
      "é",
      "ŵ",
      "×",
      "ɐ",
      "\n",
      "\t",
      "‑",
      "\xc2\xa0",
      "\xc2\xad",
      "\xcc\x81",
      "\xe2\x80\x8b",
      "漢",
      "か",
      "ء",
      "ก",
      "\xe2\x80\x8d",
      "€",
      "…",
      "«",
      "»",
      "\"",
      "•",
      "3.4",
      "e.g.",
      "a.b",
      "_",
      "#",
      "&",
      "*",
      "<",
      "=",
      ">",
      "@",
      "^",
      "`",
      "~",
      "()",
      "f(x)",
      "a-b",
      "a/b",
      "7-8",
      "7/8",
      "and/or",
      "well-known",
      "x_y",
      "-b",
      "+",
      "|",
      "→",
      "’s",
      "\xe2\x80\xa8",
      "“a”",
      "‘a’",
      "\"a\"",
      "(“a”)",
      "a.”",
      ".\u00a0",
      "p.\u00a03",
      "   ",
      "  \xe2\x80\xa8",
      "a:\xe2\x80\xa8",
      "” (",
      "‘",
  };
  GRand *random = g_rand_new_with_seed(7);
  GString *text = g_string_new(NULL);
  for (int n = 0; n < 60000; n++) {
    g_string_truncate(text, 0);
    for (int pieces = g_rand_int_range(random, 1, 14); pieces > 0; pieces--)
      g_string_append(text, PIECES[g_rand_int_range(random, 0, G_N_ELEMENTS(PIECES))]);
    assert_as_pango(text->str);
  }
  g_string_free(text, TRUE);
  g_rand_free(random);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(texts), cmocka_unit_test(single_characters),
                                     cmocka_unit_test(random_texts)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
