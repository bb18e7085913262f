/* Pages that are worked on after the sink has returned: they stay as they are until that is done. */
#include "layout/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { HELD = 5, MOST = 2000 };

typedef struct {
  const Page *pages[MOST];
  char *dumps[MOST]; /* as they came */
  int given, done, held;
} Pages;

static char *dumped(const Page *page) {
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  area_dump(page, out);
  fclose(out);
  return text;
}

static void take(const Page *page, void *context) {
  Pages *pages = context;
  assert_true(pages->given < MOST);
  pages->pages[pages->given] = page;
  pages->dumps[pages->given++] = dumped(page);
}

/* Compares each page that goes with what it was when it came. */
static int done(void *context, bool wait) {
  Pages *pages = context;
  while (pages->done < pages->given - (wait ? 0 : HELD)) {
    char *text = dumped(pages->pages[pages->done]);
    assert_string_equal(text, pages->dumps[pages->done]);
    free(text);
    free(pages->dumps[pages->done++]);
  }
  pages->held += !wait && pages->done < pages->given;
  return pages->done;
}

#define NOTE                                                                                       \
  "a<fo:footnote><fo:inline>1</fo:inline><fo:footnote-body><fo:block>b</fo:block>"                 \
  "</fo:footnote-body></fo:footnote> "

/* Footnotes that go on from page to page, in blocks, a list and a table with a header. */
static char *document(void) {
  GString *fo = g_string_new(
      "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format'><fo:layout-master-set>"
      "<fo:simple-page-master master-name='p' page-width='300pt' "
      "page-height='200pt'><fo:region-body/>"
      "</fo:simple-page-master></fo:layout-master-set><fo:page-sequence master-reference='p'>"
      "<fo:flow flow-name='xsl-region-body'><fo:block>");
  for (int i = 0; i < 2000; i++)
    g_string_append(fo, NOTE);
  g_string_append(fo, "</fo:block><fo:table><fo:table-header><fo:table-cell><fo:block>h</fo:block>"
                      "</fo:table-cell></fo:table-header><fo:table-body>");
  for (int i = 0; i < 40; i++)
    g_string_append(fo, "<fo:table-row><fo:table-cell><fo:block>" NOTE
                        "</fo:block></fo:table-cell></fo:table-row>");
  g_string_append(fo, "</fo:table-body></fo:table></fo:flow></fo:page-sequence></fo:root>");
  return g_string_free(fo, FALSE);
}

static void pages_last_until_they_are_done(void **state) {
  (void)state;
  char *fo = document();
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  FoTree *tree =
      fo_read_memory(fo, strlen(fo), "pages.fo", &(FoOptions){.diagnostics = diagnostics});
  assert_non_null(tree);
  TextEngine *text = text_engine_new(NULL);
  text_engine_begin(text);
  ImageStore *images = image_store_new(NULL);
  Pages *pages = g_new0(Pages, 1);
  const LayoutOptions options = {
      .diagnostics = diagnostics, .text = text, .images = images, .done = done};
  assert_true(layout_document(tree, &options, take, pages));
  assert_true(pages->given > 20);
  assert_true(pages->held > 20);
  assert_int_equal(pages->done, pages->given);
  g_free(pages);
  image_store_free(images);
  text_engine_free(text);
  fo_free(tree);
  diag_free(diagnostics);
  g_free(fo);
}

/* ---- What is passed -------------------------------------------------------------------------------- */

typedef struct {
  int given, done;
  const FoNode *passed; /* the last */
  int count, at[200];   /* pages that were done with when each came */
} Passing;

static void take_one(const Page *page, void *context) {
  (void)page;
  ((Passing *)context)->given++;
}

static int done_later(void *context, bool wait) {
  Passing *passing = context;
  passing->done = wait ? passing->given : MAX(0, passing->given - HELD);
  return passing->done;
}

static void note_passed(const FoNode *child, void *context) {
  Passing *passing = context;
  assert_ptr_equal(child, passing->passed ? passing->passed->next : child->parent->first);
  passing->passed = child;
  passing->at[passing->count++] = passing->done;
}

/* 100 blocks of a page each but the last: each child is passed once, in order, not before its page is done with. */
static void children_are_passed_when_their_pages_are_done(void **state) {
  (void)state;
  GString *fo = g_string_new(
      "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format'><fo:layout-master-set>"
      "<fo:simple-page-master master-name='p' page-width='300pt' page-height='200pt'>"
      "<fo:region-body/></fo:simple-page-master></fo:layout-master-set><fo:page-sequence "
      "master-reference='p'><fo:flow flow-name='xsl-region-body'>");
  for (int i = 0; i < 100; i++)
    g_string_append_printf(fo, "<fo:block%s>a</fo:block>", i ? " break-before='page'" : "");
  g_string_append(fo, "<fo:block>b</fo:block></fo:flow></fo:page-sequence></fo:root>");
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  FoTree *tree =
      fo_read_memory(fo->str, fo->len, "passed.fo", &(FoOptions){.diagnostics = diagnostics});
  TextEngine *text = text_engine_new(NULL);
  text_engine_begin(text);
  ImageStore *images = image_store_new(NULL);
  Passing passing = {0};
  const LayoutOptions options = {.diagnostics = diagnostics,
                                 .text = text,
                                 .images = images,
                                 .done = done_later,
                                 .passed = note_passed};
  assert_true(layout_document(tree, &options, take_one, &passing));
  assert_int_equal(passing.given, 100);
  assert_int_equal(passing.count, 101);
  for (int i = 0; i < passing.count; i++)
    assert_in_range(passing.at[i], MIN(i + 1, 100), 100);
  assert_true(passing.at[0] < HELD + 3); /* and not much later */
  image_store_free(images);
  text_engine_free(text);
  fo_free(tree);
  diag_free(diagnostics);
  g_string_free(fo, TRUE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pages_last_until_they_are_done),
      cmocka_unit_test(children_are_passed_when_their_pages_are_done),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
