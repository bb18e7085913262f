/* Any file, read as a PDF, described and checked. */
#include "pdf/inspect.h"
#include "fuzz.h"

static void count_finding(const Finding *finding, void *context) {
  (void)finding;
  ++*(unsigned *)context;
}

static void inspect(PdfReader *reader) {
  unsigned findings = 0;
  if (inspect_check(reader, count_finding, &findings) != findings)
    fuzz_fail("the check counts otherwise than it reports");
  inspect_describe(reader, fuzz_nowhere());
  inspect_text(reader, fuzz_nowhere());
  g_array_unref(inspect_files(reader));
  for (unsigned i = 0; pdf_reader_warning(reader, i); i++)
    continue;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Diagnostics *diagnostics = fuzz_diagnostics();
  GBytes *bytes = fuzz_bytes(data, size);
  PdfReader *reader = pdf_reader_new(bytes, "input.pdf", diagnostics);
  if (reader)
    inspect(reader);
  pdf_reader_free(reader);
  g_bytes_unref(bytes);
  diag_free(diagnostics);
  return 0;
}
