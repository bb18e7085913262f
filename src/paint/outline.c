/* Bookmarks (XSL 1.1 §6.11) as the outline of the PDF. */
#include "paint/internal.h"

#include <cairo-pdf.h>

static void append_text(GString *title, const FoNode *node) {
  for (const FoNode *child = node->first; child; child = child->next) {
    if (child->element == FO_TEXT)
      g_string_append_len(title, child->text, (gssize)child->length);
    else
      append_text(title, child);
  }
}

/* The title with white space collapsed. */
static char *bookmark_title(const FoNode *node) {
  GString *raw = g_string_new(NULL), *title = g_string_new(NULL);
  append_text(raw, node);
  for (const char *p = raw->str; *p; p = g_utf8_next_char(p)) {
    const gunichar c = g_utf8_get_char(p);
    if (c > ' ')
      g_string_append_unichar(title, c);
    else if (title->len && title->str[title->len - 1] != ' ')
      g_string_append_c(title, ' ');
  }
  if (title->len && title->str[title->len - 1] == ' ')
    g_string_truncate(title, title->len - 1);
  g_string_free(raw, TRUE);
  char *clean = clean_text(title->str);
  g_string_free(title, TRUE);
  return clean;
}

static int bookmark_flags(const FoNode *bookmark, const FoNode *title) {
  int flags = bookmark->style->starting_state == KW_HIDE ? 0 : CAIRO_PDF_OUTLINE_FLAG_OPEN;
  if (title->style->font_weight >= 600)
    flags |= CAIRO_PDF_OUTLINE_FLAG_BOLD;
  if (title->style->font_style == KW_ITALIC || title->style->font_style == KW_OBLIQUE)
    flags |= CAIRO_PDF_OUTLINE_FLAG_ITALIC;
  return flags;
}

static const FoNode *child_of(const FoNode *node, FoElement element) {
  const FoNode *child = node->first;
  while (child && child->element != element)
    child = child->next;
  return child;
}

static void write_bookmarks(Painter *painter, const FoNode *parent, int parent_id);

static void write_bookmark(Painter *painter, const FoNode *bookmark, int parent_id) {
  const FoNode *title = child_of(bookmark, FO_BOOKMARK_TITLE);
  char *target = link_attributes(painter, bookmark);
  int id = parent_id;
  if (title && target) {
    char *text = bookmark_title(title);
    id = cairo_pdf_surface_add_outline(painter->surface, parent_id, text, target,
                                       (cairo_pdf_outline_flags_t)bookmark_flags(bookmark, title));
    g_free(text);
  }
  g_free(target);
  /* Those below a bookmark that goes nowhere take its place. */
  write_bookmarks(painter, bookmark, id);
}

static void write_bookmarks(Painter *painter, const FoNode *parent, int parent_id) {
  for (const FoNode *child = parent->first; child; child = child->next)
    if (child->element == FO_BOOKMARK)
      write_bookmark(painter, child, parent_id);
}

void outline_write(Painter *painter) {
  const FoNode *root = painter->options.tree ? painter->options.tree->root : NULL;
  const FoNode *tree = root ? child_of(root, FO_BOOKMARK_TREE) : NULL;
  if (tree)
    write_bookmarks(painter, tree, CAIRO_PDF_OUTLINE_ROOT);
}
