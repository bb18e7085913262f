/* Structured content through the stylesheet of the print edition, layout and painting to a finished
 * PDF. */
#include "base/xml.h"
#include "fuzz.h"
#include "transform/metadata.h"
#include "transform/transform.h"

#define STYLESHEET "resource:///peerpress/stylesheets/edition/print.xsl"

static Transformer *transformer;

static void publish(xmlDoc *fo, Diagnostics *diagnostics) {
  Metadata metadata;
  metadata_init(&metadata, fo);
  FoTree *tree = fo_read_doc(fo, "input.xhtml", &(FoOptions){.diagnostics = diagnostics});
  xmlFreeDoc(fo);
  const DocumentInfo info = {metadata.title,    metadata.author,   metadata.subject,
                             metadata.keywords, metadata.language, metadata.created};
  fuzz_publish(tree, &info, diagnostics, true);
  metadata_release(&metadata);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (!transformer)
    transformer = transform_new(NULL);
  Diagnostics *diagnostics = fuzz_diagnostics();
  GBytes *bytes = fuzz_bytes(data, size);
  const XmlOptions options = {.diagnostics = diagnostics, .allow_doctype = true};
  xmlDoc *content = xml_read(bytes, "input.xhtml", NULL, &options);
  xmlDoc *fo =
      content ? transform_apply(transformer, STYLESHEET, content,
                                &(TransformOptions){.diagnostics = diagnostics, .trace = TRACE_ALL})
              : NULL;
  xmlFreeDoc(content);
  if (fo)
    publish(fo, diagnostics);
  g_bytes_unref(bytes);
  diag_free(diagnostics);
  return 0;
}
