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

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(pages_last_until_they_are_done)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
