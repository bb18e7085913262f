/* An XSL-FO document all the way to the finished PDF, which is read back and judged; or, of an input that
 * begins as a PDF does, bytes in place of cairo's. */
#include "pdf/finish.h"
#include "base/source.h"
#include "fuzz.h"
#include "transform/metadata.h"

#include <string.h>

static bool forget(void *context, const unsigned char *bytes, size_t length) {
  (void)context, (void)bytes, (void)length;
  return true;
}

static FoTree *small_tree(Diagnostics *diagnostics) {
  static const char fo[] =
      "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format' xml:lang='en'><fo:layout-master-set>"
      "<fo:simple-page-master master-name='a' page-width='300pt' page-height='300pt'>"
      "<fo:region-body/></fo:simple-page-master></fo:layout-master-set>"
      "<fo:page-sequence master-reference='a'><fo:flow flow-name='xsl-region-body'>"
      "<fo:block id='a'>One <fo:inline id='b'>two</fo:inline></fo:block></fo:flow>"
      "</fo:page-sequence></fo:root>";
  return fo_read_memory(fo, strlen(fo), "small.fo", &(FoOptions){.diagnostics = diagnostics});
}

/* The bytes come in parts of different sizes, as a painter's do. */
static void finish_bytes(const uint8_t *data, size_t size, Diagnostics *diagnostics) {
  FoTree *tree = small_tree(diagnostics);
  PdfFinish *finish = pdf_finish_new(&(PdfFinishOptions){
      .tree = tree, .info = {.title = "A title"}, .diagnostics = diagnostics, .write = forget});
  const Mark marks[] = {{.node = tree->root, .text = true}, {.artifact = ARTIFACT_LAYOUT}};
  const Page page = {.width = 300 * LENGTH_PER_POINT,
                     .height = 300 * LENGTH_PER_POINT,
                     .number = "1",
                     .sequence = tree->root};
  pdf_finish_page(finish, &page, (PageMarks){.marks = marks, .count = G_N_ELEMENTS(marks)});
  bool good = true;
  for (size_t at = 0, part = 1; at < size && good; at += part, part = part * 7 % 257 + 1)
    good = pdf_finish_bytes(finish, data + at, MIN(part, size - at));
  pdf_finish_end(finish, (PaintEnd){0});
  pdf_finish_free(finish);
  fo_free(tree);
}

static void finish_document(const uint8_t *data, size_t size, Diagnostics *diagnostics) {
  GBytes *bytes = fuzz_bytes(data, size);
  Metadata metadata;
  Source *source = source_new(bytes);
  metadata_init_source(&metadata, source);
  FoTree *tree = fo_read_source(source, "input.fo", &(FoOptions){.diagnostics = diagnostics});
  source_unref(source);
  g_bytes_unref(bytes);
  const DocumentInfo info = {metadata.title ? metadata.title : "A title",
                             metadata.author,
                             metadata.subject,
                             metadata.keywords,
                             metadata.language,
                             metadata.created};
  fuzz_publish(tree, &info, diagnostics, true);
  metadata_release(&metadata);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Diagnostics *diagnostics = fuzz_diagnostics();
  if (size > 4 && memcmp(data, "%PDF", 4) == 0)
    finish_bytes(data, size, diagnostics);
  else
    finish_document(data, size, diagnostics);
  diag_free(diagnostics);
  return 0;
}
