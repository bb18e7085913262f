/* What of a tree is let go before the tree: texts that are passing, bookmarks; and where such texts are. */
#include "fo/store.h"
#include "fo/tree.h"
#include "support.h"

#include <stdint.h>

static void pieces_are_given_back_by_chunks(void **state) {
  (void)state;
  enum { MANY = 3000, SIZE = 200 };
  static char *pieces[MANY];
  for (size_t align = 1; align <= 8; align *= 8) {
    Store *store = store_new(align);
    for (int i = 0; i < MANY; i++) {
      const size_t size = i % 500 == 7 ? 100000 : SIZE;
      pieces[i] = store_add(store, size);
      assert_int_equal((uintptr_t)pieces[i] % align, 0);
      memset(pieces[i], i % 100, size);
    }
    /* Every other one goes: the others stay what they were. */
    for (int i = 0; i < MANY; i += 2)
      store_release(store, pieces[i], SIZE);
    for (int i = 1; i < MANY; i += 2)
      for (int k = 0; k < SIZE; k++)
        assert_int_equal(pieces[i][k], i % 100);
    for (int i = 1; i < MANY - 2; i += 2)
      store_release(store, pieces[i], SIZE);
    char *last = store_add(store, SIZE);
    store_release(store, last, SIZE);
    store_free(store);
  }
  store_free(NULL);
}

#define LONG "A text that is long enough to be let go."

static const FoNode *child(const FoNode *node, int number) {
  for (node = node->first; number > 0; number--)
    node = node->next;
  return node;
}

static void texts_that_are_passing_go(void **state) {
  (void)state;
  Reading reading =
      read_flow("<fo:block id='only'>" LONG "</fo:block>"
                "<fo:block id='mixed'>" LONG "<fo:inline>" LONG "</fo:inline></fo:block>"
                "<fo:block id='short'>Short.</fo:block>");
  const FoNode *only = node_of(&reading, "only"), *mixed = node_of(&reading, "mixed");
  const int number = only->first->number;
  assert_true(only->first->passing);
  fo_release_text(reading.tree, only->first);
  assert_null(only->first);
  assert_true(only->hollow);
  assert_int_equal(number, only->number + 1);
  const FoNode *text = mixed->first;
  fo_release_text(reading.tree, text);
  assert_ptr_equal(mixed->first, text);
  assert_string_equal(text->text, "");
  assert_int_equal(text->length, 0);
  assert_false(mixed->hollow);
  fo_release_text(reading.tree, text); /* nothing more happens */
  assert_string_equal(child(mixed, 1)->first->text, LONG);
  fo_release_text(reading.tree, child(mixed, 1)->first);
  assert_non_null(child(mixed, 1)->first);
  const FoNode *kept = node_of(&reading, "short")->first;
  fo_release_text(reading.tree, kept);
  assert_string_equal(kept->text, "Short.");
  reading_free(&reading);
}

static void texts_that_are_read_again_stay(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:block id='a'><fo:marker marker-class-name='m'>" LONG "</fo:marker><fo:basic-link "
      "external-destination='x.html'>" LONG
      "</fo:basic-link></fo:block><fo:list-block><fo:list-item>"
      "<fo:list-item-label><fo:block id='b'>" LONG "</fo:block></fo:list-item-label>"
      "<fo:list-item-body><fo:block>" LONG
      "</fo:block></fo:list-item-body></fo:list-item></fo:list-block>");
  const FoNode *texts[] = {node_of(&reading, "a")->first->first,
                           child(node_of(&reading, "a"), 1)->first, node_of(&reading, "b")->first};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    assert_false(texts[i]->passing);
    fo_release_text(reading.tree, texts[i]);
    assert_string_equal(texts[i]->text, LONG);
  }
  reading_free(&reading);
}

#define MASTERS                                                                                    \
  "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format'><fo:layout-master-set>"                   \
  "<fo:simple-page-master master-name='a'><fo:region-body/></fo:simple-page-master>"               \
  "</fo:layout-master-set>"
#define BOOKMARK(attributes)                                                                       \
  "<fo:bookmark-tree><fo:bookmark internal-destination='x'" attributes                             \
  "><fo:bookmark-title>Title</fo:bookmark-title></fo:bookmark></fo:bookmark-tree>"
#define SEQUENCE                                                                                   \
  "<fo:page-sequence master-reference='a'><fo:flow flow-name='xsl-region-body'>"                   \
  "<fo:block id='x'>x</fo:block></fo:flow></fo:page-sequence></fo:root>"

static const FoNode *bookmarks_of(const Reading *reading) {
  const FoNode *node = reading->tree->root->first;
  while (node && node->element != FO_BOOKMARK_TREE)
    node = node->next;
  return node;
}

static void bookmarks_leave_the_tree(void **state) {
  (void)state;
  Reading reading = read_text(MASTERS BOOKMARK("") SEQUENCE);
  assert_silent(&reading);
  const FoNode *bookmarks = bookmarks_of(&reading);
  assert_ptr_equal(fo_detach_bookmarks(reading.tree), bookmarks);
  assert_string_equal(bookmarks->first->first->first->text, "Title");
  assert_null(bookmarks_of(&reading));
  assert_int_equal(reading.tree->root->first->next->element, FO_PAGE_SEQUENCE);
  assert_string_equal(node_of(&reading, "x")->first->text, "x");
  fo_release_bookmarks(reading.tree, NULL);
  assert_null(fo_detach_bookmarks(reading.tree)); /* there are none */
  reading_free(&reading);
  reading = read_text(MASTERS BOOKMARK(" id='named'") SEQUENCE);
  assert_null(fo_detach_bookmarks(reading.tree));
  assert_ptr_equal(node_of(&reading, "named"), bookmarks_of(&reading)->first);
  reading_free(&reading);
}

/* What stands before a bookmark may go while those from it on are read. Address sanitizers see if more goes. */
static void bookmarks_go_by_pieces(void **state) {
  (void)state;
  enum { COUNT = 5000 };
  GString *text = g_string_new(MASTERS "<fo:bookmark-tree>");
  for (int i = 0; i < COUNT; i++)
    g_string_append_printf(text,
                           "<fo:bookmark internal-destination='x'><fo:bookmark-title>Title "
                           "%d</fo:bookmark-title></fo:bookmark>",
                           i);
  g_string_append(text, "</fo:bookmark-tree>" SEQUENCE);
  Reading reading = read_text(text->str);
  assert_silent(&reading);
  const FoNode *bookmark = fo_detach_bookmarks(reading.tree)->first;
  GQueue *pieces = ((const TreeRecord *)reading.tree)->outline;
  const guint whole = g_queue_get_length(pieces);
  assert_true(whole > 8);
  for (int i = 0; i < COUNT; i++) {
    const guint left = g_queue_get_length(pieces);
    assert_in_range((guint)((COUNT - i) * (int)whole / COUNT), MAX(left, 2) - 2, left + 1);
    char title[20];
    g_snprintf(title, sizeof title, "Title %d", i);
    assert_string_equal(bookmark->first->first->text, title);
    const FoNode *next = bookmark->next;
    fo_release_bookmarks(reading.tree, next);
    bookmark = next;
  }
  assert_null(bookmark);
  assert_int_equal(g_queue_get_length(pieces), 0);
  g_string_free(text, TRUE);
  reading_free(&reading);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pieces_are_given_back_by_chunks),
      cmocka_unit_test(texts_that_are_passing_go),
      cmocka_unit_test(texts_that_are_read_again_stay),
      cmocka_unit_test(bookmarks_leave_the_tree),
      cmocka_unit_test(bookmarks_go_by_pieces),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
