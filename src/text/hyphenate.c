#include "text/hyphenate.h"

#include <hyphen.h>
#include <string.h>

static const char dictionary_folder[] = "/usr/share/hyphen";

enum { SHORTEST_WORD = 4, LONGEST_WORD = 90 }; /* letters; libhyphen's own limit is 100 */

struct Hyphenator {
  GHashTable *dictionaries; /* language tag -> HyphenDict, or NULL when there is none */
  GHashTable *told;         /* tags without one that were reported in this document */
};

static void dictionary_free(gpointer dictionary) {
  if (dictionary)
    hnj_hyphen_free(dictionary);
}

Hyphenator *hyphenator_new(void) {
  Hyphenator *hyphenator = g_new0(Hyphenator, 1);
  hyphenator->dictionaries =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, dictionary_free);
  hyphenator->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return hyphenator;
}

void hyphenator_begin_document(Hyphenator *hyphenator) {
  g_hash_table_remove_all(hyphenator->told);
}

void hyphenator_free(Hyphenator *hyphenator) {
  g_hash_table_unref(hyphenator->dictionaries);
  g_hash_table_unref(hyphenator->told);
  g_free(hyphenator);
}

/* The dictionary of a file name's ending, such as "en_GB", or NULL. */
static HyphenDict *load(const char *ending) {
  char *path = g_strdup_printf("%s/hyph_%s.dic", dictionary_folder, ending);
  HyphenDict *dictionary = g_file_test(path, G_FILE_TEST_IS_REGULAR) ? hnj_hyphen_load(path) : NULL;
  g_free(path);
  return dictionary;
}

/* The first dictionary, in the order of names, of a language whatever its region: "cy" for "cy-GB",
 * "de_DE" for "de". */
static HyphenDict *load_any_region(const char *language) {
  GDir *folder = g_dir_open(dictionary_folder, 0, NULL);
  if (!folder)
    return NULL;
  char *prefix = g_strdup_printf("hyph_%s", language);
  const size_t length = strlen(prefix);
  char *first = NULL;
  for (const char *name; (name = g_dir_read_name(folder));)
    if (g_str_has_prefix(name, prefix) && (name[length] == '_' || name[length] == '.') &&
        g_str_has_suffix(name, ".dic") && (!first || strcmp(name, first) < 0)) {
      g_free(first);
      first = g_strdup(name);
    }
  g_dir_close(folder);
  g_free(prefix);
  HyphenDict *dictionary = NULL;
  if (first) {
    first[strlen(first) - strlen(".dic")] = '\0';
    dictionary = load(first + strlen("hyph_"));
  }
  g_free(first);
  return dictionary;
}

/* A BCP 47 tag is tried as language and region, then as language. English without a region is American
 * where Debian's hyphen-en-us is installed, as it is in FOP and TeX. */
static HyphenDict *find(const char *tag) {
  char **parts = g_strsplit(tag, "-", 4);
  HyphenDict *dictionary = NULL;
  char *language = g_ascii_strdown(parts[0] ? parts[0] : "", -1);
  bool plain = *language != '\0';
  for (const char *p = language; *p; p++)
    plain = plain && g_ascii_isalpha(*p);
  for (size_t i = 1; plain && parts[0] && parts[i] && !dictionary; i++)
    if (strlen(parts[i]) == 2 && g_ascii_isalpha(parts[i][0]) && g_ascii_isalpha(parts[i][1])) {
      char *region = g_ascii_strup(parts[i], -1);
      char *ending = g_strdup_printf("%s_%s", language, region);
      dictionary = load(ending);
      g_free(ending);
      g_free(region);
    }
  if (plain && !dictionary)
    dictionary = load(language);
  if (plain && !dictionary && strcmp(language, "en") == 0)
    dictionary = load("en_GB");
  if (plain && !dictionary)
    dictionary = load_any_region(language);
  g_free(language);
  g_strfreev(parts);
  return dictionary;
}

static HyphenDict *dictionary_for(const Paragraph *paragraph, const Node *node) {
  const char *tag = node->style->language;
  Hyphenator *hyphenator = paragraph->engine->hyphenator;
  if (!tag || !*tag)
    return NULL;
  gpointer dictionary;
  if (!g_hash_table_lookup_extended(hyphenator->dictionaries, tag, NULL, &dictionary)) {
    dictionary = find(tag);
    g_hash_table_insert(hyphenator->dictionaries, g_strdup(tag), dictionary);
  }
  if (!dictionary && g_hash_table_add(hyphenator->told, g_strdup(tag)))
    diag_text_no_hyphenation(paragraph->diagnostics, node->place, tag);
  return dictionary;
}

/* A sequence of letters within a word. */
typedef struct {
  uint16_t at[LONGEST_WORD + 1]; /* byte of each letter in the word, and of the end */
  int count;
  bool too_long;    /* for libhyphen */
  bool last_resort; /* a hyphen would mislead */
} Letters;

static bool is_letter(gunichar c) {
  return g_unichar_isalpha(c) || g_unichar_ismark(c) || c == '\'' || c == 0x2019;
}

/* Whether letters next to this character are part of an address, a path, a number or a name in a
 * program, in which a hyphen would mislead. */
static bool marks_identifier(gunichar c) {
  return g_unichar_isdigit(c) || (c < 0x80 && c != 0 && strchr("_/@\\=#%&+~", (int)c));
}

/* Reads letters from byte `from` on; returns the byte to go on from. Names with capitals inside and parts
 * of identifiers are divided only where a line would be too long otherwise. */
static unsigned read_letters(const ShapedWord *word, unsigned from, Letters *letters) {
  unsigned at = from;
  gunichar c = 0, before = 0;
  bool capital_inside = false, small = false;
  letters->count = 0;
  letters->too_long = letters->last_resort = false;
  for (; at < word->length; before = c) {
    c = g_utf8_get_char(word->text + at);
    if (is_letter(c)) {
      capital_inside = capital_inside || (letters->count > 0 && g_unichar_isupper(c));
      small = small || g_unichar_islower(c);
      letters->too_long = letters->count == LONGEST_WORD;
      if (!letters->too_long)
        letters->at[letters->count++] = (uint16_t)at;
    } else if (letters->count > 0) {
      break;
    }
    at = (unsigned)(g_utf8_next_char(word->text + at) - word->text);
    if (letters->count == 1)
      letters->last_resort = marks_identifier(before);
  }
  letters->at[letters->count] = (uint16_t)at;
  letters->last_resort = letters->last_resort || (capital_inside && small) ||
                         (at < word->length && marks_identifier(c));
  return at;
}

/* The letters in lower case, as the patterns are, in the dictionary's encoding, one unit of hyphens
 * each; NULL if they cannot be written in it. */
static char *spell(const HyphenDict *dictionary, const ShapedWord *word, const Letters *letters) {
  GString *spelt = g_string_new(NULL);
  for (int i = 0; i < letters->count; i++) {
    const gunichar c = g_unichar_tolower(g_utf8_get_char(word->text + letters->at[i]));
    g_string_append_unichar(spelt, c == 0x2019 ? '\'' : c);
  }
  if (dictionary->utf8)
    return g_string_free(spelt, FALSE);
  char *converted =
      g_convert(spelt->str, (gssize)spelt->len, dictionary->cset, "UTF-8", NULL, NULL, NULL);
  g_string_free(spelt, TRUE);
  return converted;
}

static void divide(HyphenDict *dictionary, const ShapedWord *word, const Letters *letters,
                   GArray *breaks) {
  char *spelt = spell(dictionary, word, letters);
  if (!spelt)
    return;
  const int length = (int)strlen(spelt);
  char *hyphens = g_malloc0((gsize)length + 5);
  char **replacements = NULL;
  int *positions = NULL, *cuts = NULL;
  hnj_hyphen_hyphenate2(dictionary, spelt, length, hyphens, NULL, &replacements, &positions, &cuts);
  for (int i = 0; i + 1 < letters->count && i < length; i++) {
    /* A division that changes the spelling is not made. */
    if (!(hyphens[i] & 1) || (replacements && replacements[i]))
      continue;
    const WordBreak found = {.at = letters->at[i + 1],
                             .letters_before = (uint16_t)(i + 1),
                             .letters_after = (uint16_t)(letters->count - i - 1),
                             .last_resort = letters->last_resort};
    g_array_append_val(breaks, found);
  }
  for (int i = 0; replacements && i < length; i++)
    free(replacements[i]);
  free(replacements);
  free(positions);
  free(cuts);
  g_free(hyphens);
  g_free(spelt);
}

void hyphenate_word(const Paragraph *paragraph, ShapedWord *word, const Node *node) {
  if (word->hyphens_sought)
    return;
  HyphenDict *dictionary = word->length >= SHORTEST_WORD ? dictionary_for(paragraph, node) : NULL;
  if (!dictionary)
    return;
  word->hyphens_sought = true;
  GArray *breaks = g_array_new(FALSE, FALSE, sizeof(WordBreak));
  Letters letters;
  for (unsigned at = 0; at < word->length;) {
    at = read_letters(word, at, &letters);
    if (letters.count >= SHORTEST_WORD && !letters.too_long)
      divide(dictionary, word, &letters, breaks);
  }
  word->hyphen_count = (uint16_t)breaks->len;
  if (breaks->len > 0) {
    const size_t size = breaks->len * sizeof(WordBreak);
    word->hyphens = memcpy(word_store_alloc(paragraph->store, size), breaks->data, size);
  }
  g_array_unref(breaks);
}
