/* What PDF/A limits and only the author can mend: long texts, large pages, private characters. */
#include "pdf/syntax.h"
#include "pdf/tag.h"

#include <string.h>

/* ISO 19005-2 §6.1.13 */
enum { MOST_STRING_BYTES = 32767, LEAST_PAGE_SIDE = 3, MOST_PAGE_SIDE = 14400 };

static void check_length(Structure *structure, const FoNode *node, const char *what,
                         const char *text, size_t length) {
  if (!text || text_string_length(text, length) <= MOST_STRING_BYTES)
    return;
  if (structure->strict)
    diag_pdf_long_text(structure->diagnostics, fo_place(node), what);
  structure->faulty = true;
}

static void check_words(Structure *structure, const FoNode *node) {
  static const struct {
    FoProperty property;
    const char *name;
  } WORDS[] = {{PROP_FOX_ALT_TEXT, "fox:alt-text"},
               {PROP_FOX_ACTUAL_TEXT, "fox:actual-text"},
               {PROP_FOX_ABBREVIATION, "fox:abbreviation"}};
  for (size_t i = 0; i < G_N_ELEMENTS(WORDS); i++) {
    const char *text = fo_attribute(node, WORDS[i].property);
    check_length(structure, node, WORDS[i].name, text, text ? strlen(text) : 0);
  }
  if (node->element == FO_TEXT && node->parent->element == FO_BOOKMARK_TITLE)
    check_length(structure, node, "the title of the bookmark", node->text, node->length);
}

static bool is_private(gunichar c) {
  return (c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000;
}

/* Does an element around the text say what it stands for? Artifacts are no elements. */
static bool is_spelt_out(const FoNode *node) {
  for (; node && node->element != FO_STATIC_CONTENT; node = node->parent) {
    const char *actual = fo_attribute(node, PROP_FOX_ACTUAL_TEXT);
    const char *role = fo_role(node);
    if (role && type_from_role(role) == TYPE_ARTIFACT)
      return false;
    if (actual && *actual)
      return true;
  }
  return false;
}

/* The first private character of a text; 0: it has none. */
gunichar find_private(const char *text, size_t length) {
  enum { LEAST_LEAD = 0xee }; /* of U+E000 */
  for (const char *end = text + length; text < end; text++)
    if ((guchar)*text >= LEAST_LEAD && is_private(g_utf8_get_char(text)))
      return g_utf8_get_char(text);
  return 0;
}

static bool is_printed(const FoNode *node) {
  while (node && node->element != FO_FLOW && node->element != FO_STATIC_CONTENT)
    node = node->parent;
  return node;
}

static void check_characters(Structure *structure, const FoNode *node) {
  const char *character = node->element == FO_CHARACTER ? fo_attribute(node, PROP_CHARACTER) : NULL;
  gunichar found = character ? find_private(character, strlen(character)) : 0;
  if (node->element == FO_TEXT)
    found = find_private(node->text, node->length);
  if (!found || is_spelt_out(node))
    return;
  if (structure->strict)
    diag_pdf_private_character(structure->diagnostics, fo_place(node), (unsigned)found);
  structure->faulty = true;
}

static bool is_page_side(Length side) {
  return side >= length_from_points(LEAST_PAGE_SIDE) && side <= length_from_points(MOST_PAGE_SIDE);
}

void structure_check_page(Structure *structure, const Page *page) {
  if (structure->odd_page.number || (is_page_side(page->width) && is_page_side(page->height)))
    return;
  structure->odd_page.number = page->index + 1;
  structure->odd_page.width = length_to_points(page->width);
  structure->odd_page.height = length_to_points(page->height);
}

void structure_check_author(Structure *structure) {
  if (structure->odd_page.number) {
    if (structure->strict)
      diag_pdf_page_size(structure->diagnostics, fo_place(structure->tree->root),
                         structure->odd_page.number, structure->odd_page.width,
                         structure->odd_page.height);
    structure->faulty = true;
  }
  const FoNode *root = structure->tree->root;
  for (const FoNode *node = root; node; node = fo_next(node, root)) {
    check_words(structure, node);
    if (is_printed(node))
      check_characters(structure, node);
  }
}
