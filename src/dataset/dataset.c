#include "dataset/dataset.h"
#include "base/xml.h"
#include "dataset/explain.h"
#include "dataset/rules.h"

#include <libxml/relaxng.h>
#include <string.h>

static void ignore_words(void *data, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void ignore_words(void *data, const char *format, ...) {
  (void)data, (void)format;
}

static void keep_first(void *data, xmlError *error) {
  char **fault = data;
  if (!*fault && error->message)
    *fault = g_strdelimit(g_strstrip(g_strdup(error->message)), "\n", ' ');
}

/* libxml2's judgement; `fault` receives its first words if it is against the document. */
static bool is_valid(const Grammar *grammar, xmlDoc *doc, char **fault) {
  xmlSetGenericErrorFunc(NULL, ignore_words);
  xmlRelaxNGParserCtxt *parser = xmlRelaxNGNewDocParserCtxt(grammar_doc(grammar));
  xmlRelaxNGSetParserStructuredErrors(parser, keep_first, fault);
  xmlRelaxNG *schema = xmlRelaxNGParse(parser);
  xmlRelaxNGFreeParserCtxt(parser);
  if (!schema)
    g_error("the grammar in the program is broken: %s", *fault);
  xmlRelaxNGValidCtxt *validation = xmlRelaxNGNewValidCtxt(schema);
  xmlRelaxNGSetValidStructuredErrors(validation, keep_first, fault);
  const bool valid = xmlRelaxNGValidateDoc(validation, doc) == 0;
  xmlRelaxNGFreeValidCtxt(validation);
  xmlRelaxNGFree(schema);
  return valid;
}

static void check_grammar(Grammar *grammar, xmlDoc *doc, Diagnostics *diagnostics) {
  char *fault = NULL;
  if (!is_valid(grammar, doc, &fault) && explain(grammar, doc, diagnostics) == 0)
    diag_dataset_invalid(diagnostics, xml_place(xmlDocGetRootElement(doc)),
                         fault ? fault : "no reason is known");
  g_free(fault);
}

/* Everything that can be wrong, from the outside in: each step relies on the one before. */
static bool check(xmlDoc *doc, Diagnostics *diagnostics) {
  const unsigned before = diag_count(diagnostics, DIAG_ERROR);
  Grammar *grammar = grammar_new(diagnostics);
  check_grammar(grammar, doc, diagnostics);
  if (diag_count(diagnostics, DIAG_ERROR) == before) {
    DatasetIds *ids = dataset_ids_new(doc, diagnostics);
    dataset_ids_check(ids, grammar, diagnostics);
    if (diag_count(diagnostics, DIAG_ERROR) == before)
      rules_check(doc, ids, diagnostics);
    dataset_ids_free(ids);
  }
  grammar_free(grammar);
  return diag_count(diagnostics, DIAG_ERROR) == before;
}

/* The cycle of that id, or the latest; NULL, reported, if there is none. */
static const xmlNode *choose_cycle(const xmlDoc *doc, const char *id, const char *name,
                                   Diagnostics *diagnostics) {
  const xmlNode *root = xmlDocGetRootElement((xmlDoc *)(gpointer)doc);
  const xmlNode *chosen = NULL;
  GString *ids = g_string_new(NULL);
  for (const xmlNode *node = root; node; node = xml_next(node, root)) {
    if (!xml_is(node, DATASET_NAMESPACE, "cycle"))
      continue;
    const char *own = xml_attribute(node, "id");
    g_string_append_printf(ids, "%s%s", ids->len ? ", " : "", own);
    if (id ? strcmp(own, id) == 0
           : !chosen || strcmp(xml_attribute(node, "as-of"), xml_attribute(chosen, "as-of")) >= 0)
      chosen = node;
  }
  if (!chosen)
    diag_dataset_no_cycle(diagnostics, (Place){.file = name}, id ? id : "", ids->str);
  g_string_free(ids, TRUE);
  return chosen;
}

Dataset *dataset_read(GBytes *bytes, const char *name, const char *cycle,
                      Diagnostics *diagnostics) {
  const XmlOptions options = {.diagnostics = diagnostics};
  xmlDoc *doc = xml_read(bytes, name, NULL, &options);
  const xmlNode *chosen =
      doc && check(doc, diagnostics) ? choose_cycle(doc, cycle, name, diagnostics) : NULL;
  if (!chosen) {
    xmlFreeDoc(doc);
    return NULL;
  }
  Dataset *dataset = g_new(Dataset, 1);
  *dataset = (Dataset){doc, xml_attribute(chosen, "id"), xml_attribute(chosen, "as-of")};
  return dataset;
}

void dataset_free(Dataset *dataset) {
  if (!dataset)
    return;
  xmlFreeDoc(dataset->doc);
  g_free(dataset);
}
