/* Bookmarks (XSL 1.1 §6.11): the outline of a PDF. */
#include "paint/internal.h"

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

static const FoNode *child_of(const FoNode *node, FoElement element) {
  const FoNode *child = node->first;
  while (child && child->element != element)
    child = child->next;
  return child;
}

static void add_below(Painter *painter, const FoNode *parent, int place);

static void add_bookmark(Painter *painter, const FoNode *node, int parent) {
  const FoNode *title = child_of(node, FO_BOOKMARK_TITLE);
  PageBookmark bookmark = {.parent = parent, .open = node->style->starting_state != KW_HIDE};
  int place = parent;
  if (link_target(painter, node, &bookmark.target) && title) {
    char *text = bookmark_title(title);
    bookmark.title = g_string_chunk_insert(painter->titles, text);
    if (bookmark.target.destination)
      bookmark.target.destination =
          g_string_chunk_insert(painter->titles, bookmark.target.destination);
    if (bookmark.target.uri)
      bookmark.target.uri = g_string_chunk_insert(painter->titles, bookmark.target.uri);
    bookmark.bold = title->style->font_weight >= 600;
    bookmark.italic =
        title->style->font_style == KW_ITALIC || title->style->font_style == KW_OBLIQUE;
    place = (int)painter->bookmarks->len;
    g_array_append_val(painter->bookmarks, bookmark);
    g_free(text);
  }
  /* Those below a bookmark that goes nowhere take its place. */
  add_below(painter, node, place);
}

static void add_below(Painter *painter, const FoNode *parent, int place) {
  for (const FoNode *child = parent->first; child; child = child->next)
    if (child->element == FO_BOOKMARK)
      add_bookmark(painter, child, place);
}

static const FoNode *bookmarks_of(const FoTree *tree) {
  return tree ? child_of(tree->root, FO_BOOKMARK_TREE) : NULL;
}

void bookmarks_collect(Painter *painter) {
  const FoNode *bookmarks = bookmarks_of(painter->options.tree);
  if (bookmarks)
    add_below(painter, bookmarks, -1);
}

PageBookmarks bookmarks_gathered(const Painter *painter) {
  return (PageBookmarks){(const PageBookmark *)(const void *)painter->bookmarks->data,
                         (int)painter->bookmarks->len};
}

static bool is_sound(const FoTree *tree, const FoNode *node) {
  enum { LONGEST_TITLE = 8000 }; /* for which no reader has a limit */
  switch (node->element) {
  case FO_TEXT: return node->length <= LONGEST_TITLE;
  case FO_BOOKMARK: return link_is_internal(tree, node) && child_of(node, FO_BOOKMARK_TITLE);
  default: return true;
  }
}

bool paint_bookmarks_sound(const FoTree *tree) {
  const FoNode *bookmarks = bookmarks_of(tree);
  for (const FoNode *node = bookmarks; node; node = fo_next(node, bookmarks))
    if (!is_sound(tree, node))
      return false;
  return true;
}

static const FoNode *next_bookmark(const FoNode *node) {
  while (node && node->element != FO_BOOKMARK)
    node = node->next;
  return node;
}

void paint_bookmarks(Painter *painter, BookmarkSink *sink, void *context) {
  const FoNode *bookmarks = painter->options.bookmarks;
  const FoNode *bookmark = next_bookmark(bookmarks ? bookmarks->first : NULL);
  while (bookmark) {
    const FoNode *next = next_bookmark(bookmark->next);
    add_bookmark(painter, bookmark, -1);
    sink(context, bookmarks_gathered(painter), next);
    g_array_set_size(painter->bookmarks, 0);
    g_string_chunk_clear(painter->titles);
    bookmark = next;
  }
  painter->options.bookmarks = NULL;
}
