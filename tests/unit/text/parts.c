/* Parts of words are as wide as when they are shaped by themselves, though most are not. */
#include "support.h"
#include "text/paragraph.h"

/* Ligatures, pairs that kern, accents, scripts whose letters join, and several fonts in a word. */
static const char *const words[] = {
    "recommendations",
    "office",
    "AVATAR",
    "Tomorrow",
    "fjord",
    "efficiently",
    "Te.Vo,Ya",
    "e\xcc\x81lan",
    "naïve",
    "Łódź",
    "\xd0\x9a\xd0\xb8\xd1\x97\xd0\xb2",
    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
    "\xd8\xa7\xd9\x84\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85",
    "\xe0\xa6\xac\xe0\xa6\xbe\xe0\xa6\x82\xe0\xa6\xb2\xe0\xa6\xbe",
    "\xe0\xaa\x97\xe0\xab\x81\xe0\xaa\x9c\xe0\xaa\xb0\xe0\xaa\xbe\xe0\xaa\xa4\xe0\xab\x80",
    "a\xe6\xbc\xa2\xe5\xad\x97z",
};

static bool is_within_a_character(const char *text, unsigned at) {
  return ((unsigned char)text[at] & 0xc0) == 0x80;
}

/* Gives how many parts were compared. */
static int compare_parts(Bench *bench, const TextStyle *style, const char *text) {
  bench_renew(bench, TEXT_LTR);
  paragraph_text(bench->paragraph, style, text, strlen(text), true, false, NULL, PLACE_NONE);
  paragraph_prepare(bench->paragraph);
  int compared = 0;
  for (unsigned i = 0; i < bench->paragraph->atoms->len; i++) {
    const Atom *atom = paragraph_atom(bench->paragraph, i);
    for (unsigned from = 0; atom->kind == ATOM_WORD && from < atom->word->length; from++)
      for (unsigned to = from + 1; to <= atom->word->length; to++) {
        if (is_within_a_character(atom->word->text, from) ||
            (to < atom->word->length && is_within_a_character(atom->word->text, to)))
          continue;
        const ShapedWord *part = word_part(bench->paragraph, atom->word, from, to);
        Length letters;
        const Length width =
            word_part_width(bench->paragraph, atom->word, from, to, style, &letters);
        if (width != word_width(part, style))
          fail_msg("%s%s, %s, %u to %u: %lld, not %lld", style->families,
                   style->small_caps ? " (small capitals)" : "", text, from, to, (long long)width,
                   (long long)word_width(part, style));
        assert_int_equal(letters, word_letters(part));
        compared++;
      }
  }
  return compared;
}

static void parts_are_as_wide_by_themselves(void **state) {
  static const char *const families[] = {"Liberation Sans", "Liberation Serif", "DejaVu Sans",
                                         "Liberation Mono", "Noto Serif"};
  int compared = 0;
  for (size_t f = 0; f < G_N_ELEMENTS(families); f++)
    for (size_t w = 0; w < G_N_ELEMENTS(words); w++)
      for (int variant = 0; variant < 4; variant++) {
        TextStyle style = plain;
        style.families = families[f];
        style.kerning = variant != 1;
        style.letter_spacing = variant == 2 ? 300 : 0;
        style.small_caps = variant == 3;
        compared += compare_parts(*state, &style, words[w]);
      }
  assert_true(compared > 5000);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(parts_are_as_wide_by_themselves, bench_setup, bench_teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
