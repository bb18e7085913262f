#include "dataset/value.h"
#include "base/xml.h"

#include <libxml/xmlregexp.h>
#include <libxml/xmlschemastypes.h>
#include <string.h>

#define SCHEMA_NAMESPACE "http://www.w3.org/2001/XMLSchema"

static bool is_rng(const xmlNode *node, const char *name) {
  return xml_is(node, RNG_NAMESPACE, name);
}

static const char *content(const xmlNode *node) {
  return node->children && node->children->content ? (const char *)node->children->content : "";
}

/* White space at the ends removed and collapsed within; the caller frees it. */
static char *collapse(const char *text) {
  xmlChar *collapsed = xmlSchemaCollapseString((const xmlChar *)text);
  char *copy = g_strdup(collapsed ? (const char *)collapsed : text);
  xmlFree(collapsed);
  return copy;
}

/* The pattern in a node: the child that is no annotation, or what a reference names. */
static const xmlNode *inner(const Grammar *grammar, const xmlNode *node) {
  if (is_rng(node, "ref"))
    return grammar_define(grammar, xml_attribute(node, "name"));
  for (const xmlNode *child = node->children; child; child = child->next) {
    if (child->type == XML_ELEMENT_NODE && child->ns &&
        strcmp((const char *)child->ns->href, RNG_NAMESPACE) == 0 && !is_rng(child, "param"))
      return child;
  }
  return NULL;
}

static bool matches_expression(const char *expression, const char *text) {
  xmlRegexp *compiled = xmlRegexpCompile((const xmlChar *)expression);
  const bool matches = compiled && xmlRegexpExec(compiled, (const xmlChar *)text) == 1;
  xmlRegFreeRegexp(compiled);
  return matches;
}

static bool satisfies(const xmlNode *parameter, const char *text) {
  const char *name = xml_attribute(parameter, "name");
  const char *limit = content(parameter);
  const double number = g_ascii_strtod(text, NULL), bound = g_ascii_strtod(limit, NULL);
  const double length = (double)g_utf8_strlen(text, -1);
  if (strcmp(name, "pattern") == 0)
    return matches_expression(limit, text);
  if (strcmp(name, "minInclusive") == 0)
    return number >= bound;
  if (strcmp(name, "maxInclusive") == 0)
    return number <= bound;
  if (strcmp(name, "minLength") == 0)
    return length >= bound;
  return strcmp(name, "maxLength") != 0 || length <= bound;
}

static bool matches_data(const xmlNode *data, const char *text) {
  xmlSchemaType *type = xmlSchemaGetPredefinedType((const xmlChar *)xml_attribute(data, "type"),
                                                   (const xmlChar *)SCHEMA_NAMESPACE);
  if (!type || xmlSchemaValidatePredefinedType(type, (const xmlChar *)text, NULL) != 0)
    return false;
  for (const xmlNode *child = data->children; child; child = child->next) {
    if (is_rng(child, "param") && !satisfies(child, text))
      return false;
  }
  return true;
}

static bool matches_list(const Grammar *grammar, const xmlNode *list, const char *text) {
  char **items = g_strsplit(text, " ", -1);
  const xmlNode *repeated = inner(grammar, list);
  bool matches = *text != '\0';
  for (char **item = items; matches && *item; item++)
    matches = value_matches(grammar, inner(grammar, repeated), *item);
  g_strfreev(items);
  return matches;
}

static bool matches_collapsed(const Grammar *grammar, const xmlNode *node, const char *text) {
  if (!node || is_rng(node, "text"))
    return true;
  if (is_rng(node, "data"))
    return matches_data(node, text);
  if (is_rng(node, "value"))
    return strcmp(content(node), text) == 0;
  if (is_rng(node, "list"))
    return matches_list(grammar, node, text);
  if (is_rng(node, "empty"))
    return *text == '\0';
  if (!is_rng(node, "choice"))
    return matches_collapsed(grammar, inner(grammar, node), text);
  for (const xmlNode *child = node->children; child; child = child->next) {
    if (child->type == XML_ELEMENT_NODE && matches_collapsed(grammar, child, text))
      return true;
  }
  return false;
}

bool value_matches(const Grammar *grammar, const xmlNode *node, const char *text) {
  char *collapsed = collapse(text);
  const bool matches = matches_collapsed(grammar, node, collapsed);
  g_free(collapsed);
  return matches;
}

void value_list(const Grammar *grammar, const xmlNode *node, GPtrArray *values) {
  if (!node)
    return;
  if (is_rng(node, "value"))
    g_ptr_array_add(values, (gpointer)content(node));
  else if (is_rng(node, "attribute") || is_rng(node, "ref") || is_rng(node, "define"))
    value_list(grammar, inner(grammar, node), values);
  else if (is_rng(node, "choice")) {
    for (const xmlNode *child = node->children; child; child = child->next)
      value_list(grammar, child, values);
  }
}

static const char *parameter(const xmlNode *data, const char *name) {
  for (const xmlNode *child = data->children; child; child = child->next) {
    if (is_rng(child, "param") && strcmp(xml_attribute(child, "name"), name) == 0)
      return content(child);
  }
  return NULL;
}

static char *data_in_words(const xmlNode *data) {
  const char *type = xml_attribute(data, "type");
  const char *least = parameter(data, "minInclusive"), *most = parameter(data, "maxInclusive");
  const char *longest = parameter(data, "maxLength");
  if (strcmp(type, "integer") == 0 && least && most)
    return g_strdup_printf("a whole number from %s to %s", least, most);
  if (strcmp(type, "integer") == 0)
    return g_strdup_printf("a whole number%s%s", least ? " of at least " : "", least ? least : "");
  if (strcmp(type, "NCName") == 0)
    return g_strdup("a name of letters, digits, hyphens and full stops that begins with a letter");
  if (longest)
    return g_strdup_printf("text of at most %s characters", longest);
  return strcmp(type, "token") == 0 ? g_strdup("text")
                                    : g_strdup_printf("a value of type %s", type);
}

static char *values_in_words(const GPtrArray *values) {
  GString *words = g_string_new(NULL);
  for (guint i = 0; i < values->len; i++) {
    const char *before = i == 0 ? "" : i + 1 == values->len ? " or " : ", ";
    g_string_append_printf(words, "%s“%s”", before, (const char *)g_ptr_array_index(values, i));
  }
  return g_string_free(words, FALSE);
}

char *value_expected(const Grammar *grammar, const xmlNode *node) {
  GPtrArray *values = g_ptr_array_new();
  value_list(grammar, node, values);
  char *words = values->len > 0 ? values_in_words(values) : NULL;
  g_ptr_array_unref(values);
  if (words)
    return words;
  const xmlNode *pattern = is_rng(node, "attribute") ? inner(grammar, node) : node;
  while (pattern && is_rng(pattern, "ref")) {
    const xmlNode *define = inner(grammar, pattern);
    words = define ? grammar_documentation(define) : NULL;
    if (words)
      return words;
    pattern = define ? inner(grammar, define) : NULL;
  }
  if (pattern && is_rng(pattern, "data"))
    return data_in_words(pattern);
  if (pattern && is_rng(pattern, "list"))
    return g_strdup("one or more values with blanks between them");
  return g_strdup("text");
}
