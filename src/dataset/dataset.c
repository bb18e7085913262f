#include "dataset/dataset.h"
#include "base/xml.h"
#include "dataset/asof.h"
#include "dataset/derive_write.h"
#include "dataset/explain.h"
#include "dataset/rules.h"

#include <libxml/relaxng.h>
#include <libxml/xmlschemastypes.h>
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

static bool is_collapsed(const char *text) {
  char before = ' ';
  for (; *text; before = *text++) {
    if (*text == ' ' && before == ' ')
      return false;
  }
  return before != ' ';
}

/* As the grammar reads them: without blanks at the ends, and single ones within. */
static void collapse_attributes(xmlDoc *doc) {
  const xmlNode *root = xmlDocGetRootElement(doc);
  for (const xmlNode *node = root; node; node = xml_next(node, root)) {
    if (node->type != XML_ELEMENT_NODE)
      continue;
    for (xmlAttr *a = node->properties; a; a = a->next) {
      xmlNode *text = a->children;
      if (!text || text->next || text->type != XML_TEXT_NODE || !text->content ||
          is_collapsed((const char *)text->content))
        continue;
      xmlChar *collapsed = xmlSchemaCollapseString(text->content);
      xmlNode *replacement = xmlNewDocText(doc, collapsed);
      xmlReplaceNode(text, replacement);
      xmlFreeNode(text);
      xmlFree(collapsed);
    }
  }
}

/* Everything that can be wrong, from the outside in: each step relies on the one before. */
static bool check(xmlDoc *doc, Diagnostics *diagnostics) {
  const unsigned before = diag_count(diagnostics, DIAG_ERROR);
  Grammar *grammar = grammar_new(diagnostics);
  check_grammar(grammar, doc, diagnostics);
  if (diag_count(diagnostics, DIAG_ERROR) == before) {
    collapse_attributes(doc);
    DatasetIds *ids = dataset_ids_new(doc, diagnostics);
    DatasetReferences *references = dataset_references_new(grammar);
    dataset_ids_check(ids, references, diagnostics);
    dataset_references_free(references);
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

Dataset *dataset_copy(const Dataset *dataset) {
  Dataset *copy = g_new0(Dataset, 1);
  copy->doc = xml_copy(dataset->doc);
  const xmlNode *root = xmlDocGetRootElement(copy->doc);
  for (const xmlNode *node = root; node && !copy->cycle; node = xml_next(node, root)) {
    if (!xml_is(node, DATASET_NAMESPACE, "cycle") ||
        g_strcmp0(xml_attribute(node, "id"), dataset->cycle) != 0)
      continue;
    copy->cycle = xml_attribute(node, "id");
    copy->as_of = xml_attribute(node, "as-of");
  }
  return copy;
}

bool dataset_derive(Dataset *dataset, const char *since, Diagnostics *diagnostics) {
  Arena *arena = arena_new();
  asof_cut(dataset->doc, dataset->cycle, diagnostics);
  const History *history = history_read(dataset->doc, arena);
  const int base = asof_base(history, since, diagnostics);
  if (base != ASOF_WRONG_BASE)
    derive_write(derive(history, base, arena), dataset->doc);
  arena_free(arena);
  return base != ASOF_WRONG_BASE;
}

bool dataset_write(Dataset *dataset, FILE *stream) {
  derive_indent(dataset->doc);
  return xmlDocDump(stream, dataset->doc) >= 0;
}

void dataset_free(Dataset *dataset) {
  if (!dataset)
    return;
  xmlFreeDoc(dataset->doc);
  g_free(dataset);
}
