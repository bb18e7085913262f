/* A progress dataset: its grammar, its references, its rules, what is derived of it and what has moved. */
#include "dataset/dataset.h"
#include "base/xml.h"
#include "dataset/diff.h"
#include "fuzz.h"
#include "transform/rules.h"

#define RULES "resource:///peerpress/stylesheets/progress/rules.sch"

static Transformer *transformer;

static void compare(GBytes *bytes, Diagnostics *diagnostics) {
  Dataset *dataset = dataset_read(bytes, "input.xml", NULL, diagnostics);
  if (!dataset)
    return;
  Arena *arena = arena_new();
  const Diff *diff = diff_cycles(dataset, NULL, NULL, arena, diagnostics);
  for (DiffFormat format = DIFF_TEXT; diff && format <= DIFF_JSON; format++)
    diff_write(diff, format, fuzz_nowhere());
  arena_free(arena);
  dataset_free(dataset);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (!transformer)
    transformer = transform_new(NULL);
  Diagnostics *diagnostics = fuzz_diagnostics();
  GBytes *bytes = fuzz_bytes(data, size);
  Dataset *dataset = dataset_read(bytes, "input.xml", NULL, diagnostics);
  if (dataset && dataset_derive(dataset, NULL, diagnostics)) {
    rules_apply(transformer, RULES, dataset->doc, diagnostics, NULL, NULL);
    dataset_write(dataset, fuzz_nowhere());
    compare(bytes, diagnostics);
  }
  dataset_free(dataset);
  g_bytes_unref(bytes);
  diag_free(diagnostics);
  return 0;
}
