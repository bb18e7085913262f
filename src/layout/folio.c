#include "layout/folio.h"
#include "layout/master.h"

/* ---- Plain text ----------------------------------------------------------------------------------- */

static void append_text(const char *text, size_t length, GString *out) {
  for (size_t i = 0; i < length; i++) {
    const bool space = g_ascii_isspace(text[i]);
    if (!space)
      g_string_append_c(out, text[i]);
    else if (out->len == 0 || out->str[out->len - 1] != ' ')
      g_string_append_c(out, ' ');
  }
}

bool plain_text(const FoNode *node, GString *out) {
  bool rich = false;
  for (const FoNode *child = node->first; child; child = child->next) {
    const char *character = fo_attribute(child, PROP_CHARACTER);
    if (child->element == FO_TEXT) {
      append_text(child->text, child->length, out);
      continue;
    }
    rich = rich || child->style != node->style;
    if (child->element == FO_CHARACTER && character)
      g_string_append(out, character);
    else
      rich = plain_text(child, out) || !child->first || rich;
  }
  return rich;
}

/* ---- Prefix and suffix ------------------------------------------------------------------------------ */

static const FoNode *child_of(const FoNode *node, FoElement element) {
  const FoNode *child = node->first;
  while (child && child->element != element)
    child = child->next;
  return child;
}

const char *folio_text(const FoNode *sequence, int number, Arena *arena) {
  const char *text = page_number_text(sequence, number, arena);
  const FoNode *prefix = child_of(sequence, FO_FOLIO_PREFIX);
  const FoNode *suffix = child_of(sequence, FO_FOLIO_SUFFIX);
  if (!prefix && !suffix)
    return text;
  GString *all = g_string_new(NULL);
  if (prefix)
    plain_text(prefix, all);
  g_string_append(all, text);
  if (suffix)
    plain_text(suffix, all);
  text = arena_strdup(arena, all->str);
  g_string_free(all, TRUE);
  return text;
}

static void check(Layout *layout, const FoNode *node) {
  GString *unused = g_string_new(NULL);
  if (node && plain_text(node, unused))
    diag_layout_plain_text(layout->diagnostics, fo_place(node), fo_element_name(node->element));
  g_string_free(unused, TRUE);
}

void folio_check(Layout *layout, const FoNode *sequence) {
  check(layout, child_of(sequence, FO_FOLIO_PREFIX));
  check(layout, child_of(sequence, FO_FOLIO_SUFFIX));
}
