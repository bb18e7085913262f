/* An XSL-FO document, read, laid out and painted. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Diagnostics *diagnostics = fuzz_diagnostics();
  GBytes *bytes = fuzz_bytes(data, size);
  FoTree *tree = fo_read_memory(g_bytes_get_data(bytes, NULL), size, "input.fo",
                                &(FoOptions){.diagnostics = diagnostics});
  g_bytes_unref(bytes);
  fuzz_publish(tree, &(DocumentInfo){.title = "A title"}, diagnostics, false);
  diag_free(diagnostics);
  return 0;
}
