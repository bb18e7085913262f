/* What the tests of pdf share: documents made in memory, and what the checks find in them. */
#ifndef PEERPRESS_TESTS_PDF_SUPPORT_H
#define PEERPRESS_TESTS_PDF_SUPPORT_H

#include "fo/fo.h"
#include "layout/layout.h"
#include "paint/paint.h"
#include "pdf/finish.h"
#include "pdf/inspect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define ROOT(attributes, declarations, content)                                                    \
  "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format' "                                         \
  "xmlns:fox='http://xmlgraphics.apache.org/fop/extensions' " attributes                           \
  "><fo:layout-master-set><fo:simple-page-master master-name='a' page-width='300pt' "              \
  "page-height='300pt'><fo:region-body margin='20pt'/><fo:region-after extent='15pt'/>"            \
  "</fo:simple-page-master></fo:layout-master-set>" declarations                                   \
  "<fo:page-sequence master-reference='a'><fo:static-content flow-name='xsl-region-after'>"        \
  "<fo:block>Page <fo:page-number/></fo:block></fo:static-content>"                                \
  "<fo:flow flow-name='xsl-region-body'>" content "</fo:flow></fo:page-sequence></fo:root>"
#define DOCUMENT(content) ROOT("xml:lang='en'", "", content)

/* A picture of four pixels in an SVG, which cairo writes as an interpolated image. */
#define PICTURE(attributes)                                                                        \
  "<fo:instream-foreign-object " attributes "><svg xmlns='http://www.w3.org/2000/svg' "            \
  "width='20' height='20'><image xmlns:xlink='http://www.w3.org/1999/xlink' width='20' "           \
  "height='20' xlink:href='data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD9"         \
  "1JpzAAAAEElEQVR42mP4zwAE/xkgFAAb8gP9PpddpAAAAABJRU5ErkJggg=="                                   \
  "'/></svg></fo:instream-foreign-object>"

typedef struct {
  GByteArray *bytes;
  Diagnostics *diagnostics;
  bool done;
} Made;

typedef struct {
  Painter *painter;
  PdfFinish *finish;
} Pages;

static inline bool made_write(void *context, const unsigned char *bytes, size_t length) {
  g_byte_array_append(((Made *)context)->bytes, bytes, (guint)length);
  return true;
}

static inline bool made_paint(void *context, int page, const unsigned char *bytes, size_t length) {
  (void)page;
  return pdf_finish_bytes(((Pages *)context)->finish, bytes, length);
}

static inline void made_page(const Page *page, void *context) {
  Pages *pages = context;
  paint_page(pages->painter, page);
  pdf_finish_page(pages->finish, page, paint_marks(pages->painter, page->index));
}

static inline void made_late(const LatePage *page, void *context) {
  Pages *pages = context;
  for (int part = 1; part <= paint_late_parts(pages->painter, page); part++) {
    paint_late(pages->painter, page, part);
    pdf_finish_late(pages->finish, page, paint_marks(pages->painter, page->index));
  }
}

/* A finished PDF of a document, whose lines come with their pages or after them; `info` and `options` may
 * be NULL. */
static inline Made make_with(const char *fo, const DocumentInfo *info,
                             const PdfFinishOptions *options, LateSink *late) {
  static const char *const roots[] = {NULL};
  Made made = {g_byte_array_new(), diag_new(NULL, DIAG_TEXT), false};
  FoTree *tree =
      fo_read_memory(fo, strlen(fo), "document.fo", &(FoOptions){.diagnostics = made.diagnostics});
  assert_non_null(tree);
  PdfFinishOptions finish = options ? *options : (PdfFinishOptions){0};
  finish.tree = tree;
  finish.info = info ? *info : (DocumentInfo){.title = "A title"};
  finish.diagnostics = made.diagnostics;
  finish.write = made_write;
  finish.context = &made;
  Pages pages = {.finish = pdf_finish_new(&finish)};
  pages.painter = paint_new(&(PaintOptions){.kind = PAINT_PDF,
                                            .finished = true,
                                            .info = finish.info,
                                            .diagnostics = made.diagnostics,
                                            .tree = tree,
                                            .write = made_paint,
                                            .context = &pages});
  TextEngine *text = text_engine_new(NULL);
  ImageStore *images = image_store_new(roots);
  const LayoutOptions layout = {
      .diagnostics = made.diagnostics, .text = text, .images = images, .late = late};
  made.done = layout_document(tree, &layout, made_page, &pages) && paint_finish(pages.painter) &&
              pdf_finish_end(pages.finish, paint_end(pages.painter));
  paint_free(pages.painter);
  pdf_finish_free(pages.finish);
  image_store_free(images);
  text_engine_free(text);
  fo_free(tree);
  return made;
}

static inline Made make(const char *fo, const DocumentInfo *info, const PdfFinishOptions *options) {
  return make_with(fo, info, options, made_late);
}

static inline void unmake(Made *made) {
  g_byte_array_unref(made->bytes);
  diag_free(made->diagnostics);
}

static inline bool reported(const Made *made, const char *id) {
  unsigned count = 0;
  const Diagnostic *all = diag_all(made->diagnostics, &count);
  for (unsigned i = 0; i < count; i++)
    if (strcmp(all[i].id, id) == 0)
      return true;
  return false;
}

static inline PdfReader *open_made(const Made *made) {
  GBytes *bytes = g_bytes_new(made->bytes->data, made->bytes->len);
  PdfReader *reader = pdf_reader_new(bytes, "made.pdf", made->diagnostics);
  g_bytes_unref(bytes);
  assert_non_null(reader);
  return reader;
}

static inline void gather_rule(const Finding *finding, void *context) {
  g_string_append_printf(context, "%s: %s\n", finding->rule, finding->fault);
}

/* What the checks find, a line for each; the caller frees it. */
static inline char *findings(const Made *made) {
  GString *found = g_string_new(NULL);
  PdfReader *reader = open_made(made);
  unsigned count = inspect_check(reader, gather_rule, found);
  assert_int_equal(count == 0, found->len == 0);
  pdf_reader_free(reader);
  return g_string_free(found, FALSE);
}

static inline void assert_clean(const Made *made) {
  char *found = findings(made);
  assert_string_equal(found, "");
  g_free(found);
}

static inline void assert_finds(const Made *made, const char *rule) {
  char *found = findings(made);
  if (!strstr(found, rule))
    fail_msg("%s is not among:\n%s", rule, found);
  g_free(found);
}

#endif
