/* A picture of any format, or what pretends to be one, in a document of one page. */
#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Diagnostics *diagnostics = fuzz_diagnostics();
  char *base64 = g_base64_encode(data, size);
  char *fo = g_strconcat(
      "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format' "
      "xmlns:fox='http://xmlgraphics.apache.org/fop/extensions' xml:lang='en'>"
      "<fo:layout-master-set><fo:simple-page-master master-name='a' page-width='200pt' "
      "page-height='200pt'><fo:region-body/></fo:simple-page-master></fo:layout-master-set>"
      "<fo:page-sequence master-reference='a'><fo:flow flow-name='xsl-region-body'><fo:block>"
      "<fo:external-graphic fox:alt-text='A picture' content-width='scale-to-fit' "
      "content-height='scale-to-fit' inline-progression-dimension='100pt' "
      "block-progression-dimension='100pt' src='data:;base64,",
      base64, "'/></fo:block></fo:flow></fo:page-sequence></fo:root>", NULL);
  FoTree *tree =
      fo_read_memory(fo, strlen(fo), "input.fo", &(FoOptions){.diagnostics = diagnostics});
  fuzz_publish(tree, &(DocumentInfo){.title = "A title"}, diagnostics, true);
  g_free(fo);
  g_free(base64);
  diag_free(diagnostics);
  return 0;
}
