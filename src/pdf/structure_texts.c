/* What is read of the texts of a document, and when they may go. */
#include "pdf/syntax.h"
#include "pdf/tag.h"

#include <string.h>

enum { TEXT_LIMIT = 2000 };

static void append_node_text(GString *text, const FoNode *node) {
  for (const FoNode *child = node->first; child && text->len < TEXT_LIMIT; child = child->next) {
    if (child->element == FO_TEXT)
      g_string_append_len(text, child->text, (gssize)MIN(child->length, TEXT_LIMIT));
    else if (child->element == FO_BLOCK)
      g_string_append_c(text, ' ');
    if (child->element != FO_MARKER && child->element != FO_FOOTNOTE)
      append_node_text(text, child);
  }
}

char *node_text(const FoNode *node) {
  GString *raw = g_string_new(NULL), *text = g_string_new(NULL);
  if (node->element == FO_TEXT)
    g_string_append_len(raw, node->text, (gssize)MIN(node->length, TEXT_LIMIT));
  append_node_text(raw, node);
  for (const char *p = raw->str; *p; p++) {
    if (!g_ascii_isspace(*p))
      g_string_append_c(text, *p);
    else if (text->len && text->str[text->len - 1] != ' ')
      g_string_append_c(text, ' ');
  }
  if (text->len && text->str[text->len - 1] == ' ')
    g_string_truncate(text, text->len - 1);
  g_string_free(raw, TRUE);
  return g_string_free(text, FALSE);
}

char *structure_link_text(const Structure *structure, const FoNode *link) {
  const char *alternative = fo_attribute(link, PROP_FOX_ALT_TEXT);
  if (alternative && *alternative)
    return g_strdup(alternative);
  char *text = node_text(link);
  if (*text)
    return text;
  g_free(text);
  const char *id = fo_attribute(link, PROP_INTERNAL_DESTINATION);
  const FoNode *target = id && *id ? fo_lookup_id(structure->tree, id) : NULL;
  if (target) {
    text = node_text(target);
    if (*text)
      return text;
    g_free(text);
  }
  const char *uri = fo_attribute(link, PROP_EXTERNAL_DESTINATION);
  return g_strdup(uri && *uri ? uri : id ? id : "");
}

const char *structure_language(const Structure *structure) {
  if (structure->language && is_language_tag(structure->language))
    return structure->language;
  const FoNode *root = structure->tree->root;
  if (root->style->language)
    return root->style->language;
  for (const FoNode *node = root->first; node; node = fo_next(node, root))
    if (node->element == FO_PAGE_SEQUENCE && node->style->language)
      return node->style->language;
  return NULL;
}

/* Text of the flow whose font is the largest, and larger than some other's; NULL: none is. */
static const FoNode *largest_text(Structure *structure) {
  const FoNode *largest = NULL;
  Length smallest = LENGTH_LIMIT;
  const FoNode *root = structure->tree->root;
  for (const FoNode *node = root; node; node = fo_next(node, root)) {
    if (node->element != FO_TEXT || !(structure->flags[node->number] & NODE_USED))
      continue;
    if (!largest || node->style->font_size > largest->style->font_size)
      largest = node;
    smallest = MIN(smallest, node->style->font_size);
  }
  if (!largest || largest->style->font_size <= smallest)
    return NULL;
  while (largest->parent && largest->element != FO_BLOCK)
    largest = largest->parent;
  return largest;
}

/* What says the title: fo:title, else the first heading; or NULL. */
static const FoNode *title_said(const Structure *structure) {
  const FoNode *heading = NULL;
  const FoNode *root = structure->tree->root;
  for (const FoNode *node = root; node; node = fo_next(node, root)) {
    const char *role = heading ? NULL : fo_role(node);
    if (node->element == FO_TITLE)
      return node;
    if (role && type_is_heading(type_from_role(role)))
      heading = node;
  }
  return heading;
}

char *structure_title(Structure *structure) {
  const FoNode *said = title_said(structure);
  const FoNode *found = said ? said : largest_text(structure);
  char *text = found ? node_text(found) : NULL;
  if (text && *text)
    return text;
  g_free(text);
  return NULL;
}

/* ---- Letting go -------------------------------------------------------------------------------- */

static bool has_words(const FoNode *node) {
  char *text = node_text(node);
  const bool has = *text;
  g_free(text);
  return has;
}

void structure_keep_targets(Structure *structure) {
  const FoNode *root = structure->tree->root;
  for (const FoNode *node = root; node; node = fo_next(node, root)) {
    if (node->element != FO_BASIC_LINK || has_words(node))
      continue;
    const FoNode *target =
        fo_lookup_id(structure->tree, fo_attribute(node, PROP_INTERNAL_DESTINATION));
    if (target)
      g_hash_table_add(structure->kept, (gpointer)target);
  }
}

void structure_expect_title(Structure *structure) {
  const FoNode *title = title_said(structure);
  g_hash_table_add(structure->kept, (gpointer)(title ? title : structure->tree->root));
}

/* Is the node one whose texts are read at the end? That of a label tells how its list is numbered. */
static bool is_kept(const Structure *structure, const FoNode *node) {
  const char *role = fo_role(node);
  return g_hash_table_contains(structure->kept, node) ||
         (role && strcmp(role, type_name(TYPE_LBL)) == 0);
}

static void release_text(Structure *structure, const FoNode *text) {
  /* What no page so far has may be in a line that comes late, or is none of the title. */
  if (!text->passing || text->length == 0 || !(structure->flags[text->number] & NODE_USED))
    return;
  if (!find_private(text->text, text->length)) /* which is to be reported */
    fo_release_text(structure->tree, text);
}

void structure_release_texts(Structure *structure, const FoNode *child) {
  for (const FoNode *up = child; up; up = up->parent)
    if (is_kept(structure, up))
      return;
  for (const FoNode *node = child, *next; node; node = next) {
    next = node->first && !is_kept(structure, node) ? node->first : fo_behind(node, child);
    if (node->element == FO_TEXT)
      release_text(structure, node);
  }
}
