#include "transform/rules.h"
#include "base/xml.h"
#include "transform/schematron.h"
#include "transform/trace.h"

#include <string.h>

static bool is(const xmlNode *node, const char *name) {
  return xml_is(node, RULES_NAMESPACE, name);
}

/* The text of `node`, without that of its hint, white space collapsed; the caller frees it. */
static char *words(const xmlNode *node) {
  GString *gathered = g_string_new(NULL);
  for (const xmlNode *child = node->children; child; child = child->next) {
    xmlChar *content = is(child, "hint") ? NULL : xmlNodeGetContent(child);
    if (content)
      g_string_append(gathered, (const char *)content);
    xmlFree(content);
  }
  char **split = g_strsplit_set(gathered->str, " \t\r\n", -1);
  g_string_truncate(gathered, 0);
  for (char **word = split; *word; word++) {
    if (**word)
      g_string_append_printf(gathered, "%s%s", gathered->len ? " " : "", *word);
  }
  g_strfreev(split);
  return g_string_free(gathered, FALSE);
}

static DiagSeverity severity(const char *role) {
  if (g_strcmp0(role, "warning") == 0)
    return DIAG_WARNING;
  return g_strcmp0(role, "info") == 0 ? DIAG_NOTE : DIAG_ERROR;
}

/* Where in the dataset; the trace names the rule if somebody can look into it. */
static Place place_of(const xmlNode *finding, Diagnostics *diagnostics) {
  Place place = trace_place(finding, diagnostics);
  GString *file = g_string_new(NULL);
  const char *rest = place.trace ? place.trace : "";
  Place rule;
  if (trace_next(&rest, file, &rule) && place_is_built_in(&rule))
    place.trace = NULL;
  g_string_free(file, TRUE);
  return place;
}

static void report(const xmlNode *finding, Diagnostics *diagnostics) {
  char *message = words(finding), *hint = NULL;
  for (const xmlNode *child = finding->children; child && !hint; child = child->next) {
    if (is(child, "hint"))
      hint = words(child);
  }
  const char *id = xml_attribute(finding, "id");
  diag_finding(diagnostics, id ? id : "rule", severity(xml_attribute(finding, "role")),
               place_of(finding, diagnostics), message, hint && *hint ? hint : NULL);
  g_free(hint);
  g_free(message);
}

bool rules_apply(Transformer *transformer, const char *rules, xmlDoc *source,
                 Diagnostics *diagnostics, Inputs *inputs, const Limits *limits) {
  const unsigned before = diag_count(diagnostics, DIAG_ERROR);
  const TransformOptions options = {
      .diagnostics = diagnostics, .trace = TRACE_ALL, .inputs = inputs, .limits = limits};
  xmlDoc *findings = transform_apply(transformer, rules, source, &options);
  const xmlNode *root = findings ? xmlDocGetRootElement(findings) : NULL;
  if (findings && !(root && is(root, "findings")))
    diag_rules_result(diagnostics, (Place){.file = rules});
  for (const xmlNode *node = root; node; node = xml_next(node, root)) {
    if (is(node, "finding"))
      report(node, diagnostics);
  }
  xmlFreeDoc(findings);
  return diag_count(diagnostics, DIAG_ERROR) == before;
}
