#include "transform/schematron.h"
#include "base/xml.h"

#include <libxslt/xsltInternals.h>
#include <string.h>

/* Each rule becomes a template that first-come order makes win over the later ones of its pattern
 * (priority), in a mode of the pattern's own. It is applied to the nodes of its context, and acts only
 * in its own turn ($rule): a node that an earlier rule has taken is passed over. */

typedef struct {
  const xmlDoc *schema;
  xmlNode *root; /* xsl:stylesheet */
  xmlNs *xsl, *rules;
  xmlNode *apply; /* where patterns are called from */
  Diagnostics *diagnostics;
  bool good;
  int pattern, rule; /* the numbers of those at work; rules count through the schema */
} Translation;

static const xmlChar *text(const char *string) {
  return (const xmlChar *)string;
}

static bool is(const xmlNode *node, const char *name) {
  return xml_is(node, SCHEMATRON_NAMESPACE, name);
}

bool schematron_is(const xmlDoc *doc) {
  const xmlNode *root = xmlDocGetRootElement(doc);
  return root && is(root, "schema");
}

/* A new last child in `ns`, with the place of `origin`. */
static xmlNode *add(xmlNode *parent, xmlNs *ns, const char *name, const xmlNode *origin) {
  xmlNode *node = xmlNewDocNode(parent->doc, ns, text(name), NULL);
  node->line = origin->line;
  node->_private = origin->_private;
  return xmlAddChild(parent, node);
}

static void set(xmlNode *node, const char *name, const char *value) {
  xmlNewProp(node, text(name), text(value));
}

static void fail_element(Translation *t, const xmlNode *node, const char *allowed) {
  diag_rules_element(t->diagnostics, xml_place(node), (const char *)node->name,
                     (const char *)node->parent->name, allowed);
  t->good = false;
}

/* The attribute, or NULL with its lack reported. */
static const char *require(Translation *t, const xmlNode *node, const char *name) {
  const char *value = xml_attribute(node, name);
  if (!value) {
    diag_rules_attribute(t->diagnostics, xml_place(node), (const char *)node->name, name);
    t->good = false;
  }
  return value;
}

static void add_let(Translation *t, xmlNode *parent, const xmlNode *let) {
  const char *name = require(t, let, "name");
  const char *value = require(t, let, "value");
  xmlNode *variable = add(parent, t->xsl, "variable", let);
  set(variable, "name", name ? name : "");
  set(variable, "select", value ? value : "");
}

/* Messages. */

static void add_words(Translation *t, xmlNode *parent, const xmlNode *from);

static void add_word(Translation *t, xmlNode *parent, const xmlNode *node) {
  if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
    xmlAddChild(add(parent, t->xsl, "text", node->parent),
                xmlNewDocText(parent->doc, node->content));
  } else if (is(node, "value-of")) {
    const char *select = require(t, node, "select");
    set(add(parent, t->xsl, "value-of", node), "select", select ? select : ".");
  } else if (is(node, "name")) {
    const char *path = xml_attribute(node, "path");
    char *select = g_strdup_printf("name(%s)", path ? path : ".");
    set(add(parent, t->xsl, "value-of", node), "select", select);
    g_free(select);
  } else if (is(node, "emph") || is(node, "dir") || is(node, "span")) {
    add_words(t, parent, node);
  } else if (node->type == XML_ELEMENT_NODE) {
    fail_element(t, node, "text, <value-of>, <name>, <emph>, <dir> and <span>");
  }
}

static void add_words(Translation *t, xmlNode *parent, const xmlNode *from) {
  for (const xmlNode *child = from->children; child; child = child->next)
    add_word(t, parent, child);
}

static const xmlNode *find_diagnostic(const Translation *t, const char *id) {
  const xmlNode *root = xmlDocGetRootElement(t->schema);
  for (const xmlNode *node = root; node; node = xml_next(node, root)) {
    if (is(node, "diagnostic") && g_strcmp0(xml_attribute(node, "id"), id) == 0)
      return node;
  }
  return NULL;
}

static void add_hint(Translation *t, xmlNode *finding, const xmlNode *test) {
  const char *ids = xml_attribute(test, "diagnostics");
  if (!ids)
    return;
  xmlNode *hint = add(finding, t->rules, "hint", test);
  char **list = g_strsplit_set(ids, " \t\r\n", -1);
  for (char **id = list; *id; id++) {
    if (!**id)
      continue;
    const xmlNode *diagnostic = find_diagnostic(t, *id);
    if (!diagnostic) {
      diag_rules_diagnostic(t->diagnostics, xml_place(test), *id);
      t->good = false;
    } else {
      add_words(t, hint, diagnostic);
    }
  }
  g_strfreev(list);
}

/* Tests. */

static const char *role_of(Translation *t, const xmlNode *test) {
  const char *role = xml_attribute(test, "role");
  if (!role || strcmp(role, "error") == 0)
    return "error";
  if (strcmp(role, "warning") == 0 || strcmp(role, "warn") == 0)
    return "warning";
  if (strcmp(role, "info") == 0 || strcmp(role, "information") == 0)
    return "info";
  diag_rules_role(t->diagnostics, xml_place(test), role);
  t->good = false;
  return "error";
}

static void add_test(Translation *t, xmlNode *parent, const xmlNode *test) {
  const char *expression = require(t, test, "test");
  const char *id = xml_attribute(test, "id");
  char *fails =
      g_strdup_printf(is(test, "assert") ? "not(%s)" : "%s", expression ? expression : "");
  xmlNode *condition = add(parent, t->xsl, "if", test);
  set(condition, "test", fails);
  g_free(fails);
  xmlNode *finding = add(condition, t->rules, "finding", test);
  set(finding, "id", id ? id : "rule");
  set(finding, "role", role_of(t, test));
  add_words(t, finding, test);
  add_hint(t, finding, test);
}

static void add_rule_content(Translation *t, xmlNode *parent, const xmlNode *rule) {
  for (const xmlNode *child = rule->children; child; child = child->next) {
    if (is(child, "let"))
      add_let(t, parent, child);
    else if (is(child, "assert") || is(child, "report"))
      add_test(t, parent, child);
    else if (child->type == XML_ELEMENT_NODE && !is(child, "p"))
      fail_element(t, child, "<let>, <assert>, <report> and <p>");
  }
}

/* The nodes of the document that a context can mean: each part of a union from anywhere, unless it
 * says from where. Bars within brackets or quotes do not part. */
static char *anywhere(const char *context) {
  GString *path = g_string_new(NULL);
  bool begins = true;
  int depth = 0;
  char quote = 0;
  for (const char *p = context; *p; p++) {
    if (begins && !g_ascii_isspace(*p)) {
      if (*p != '/')
        g_string_append(path, "//");
      begins = false;
    }
    if (quote)
      quote = *p == quote ? '\0' : quote;
    else if (*p == '"' || *p == '\'')
      quote = *p;
    else if (*p == '[' || *p == '(')
      depth++;
    else if (*p == ']' || *p == ')')
      depth--;
    else if (*p == '|' && depth == 0)
      begins = true;
    g_string_append_c(path, *p);
  }
  return g_string_free(path, FALSE);
}

static void call_rule(const Translation *t, const xmlNode *rule, const char *context) {
  xmlNode *apply = add(t->apply, t->xsl, "apply-templates", rule);
  char *select = anywhere(context);
  char *mode = g_strdup_printf("pattern-%d", t->pattern);
  char *number = g_strdup_printf("%d", t->rule);
  set(apply, "select", select);
  set(apply, "mode", mode);
  xmlNode *parameter = add(apply, t->xsl, "with-param", rule);
  set(parameter, "name", "peerpress-rule");
  set(parameter, "select", number);
  g_free(number);
  g_free(mode);
  g_free(select);
}

static void add_rule(Translation *t, const xmlNode *rule) {
  const char *context = require(t, rule, "context");
  if (!context)
    return;
  call_rule(t, rule, context);
  xmlNode *template = add(t->root, t->xsl, "template", rule);
  char *mode = g_strdup_printf("pattern-%d", t->pattern);
  char *priority = g_strdup_printf("%d", -t->rule);
  char *turn = g_strdup_printf("$peerpress-rule = %d", t->rule);
  set(template, "match", context);
  set(template, "mode", mode);
  set(template, "priority", priority);
  set(add(template, t->xsl, "param", rule), "name", "peerpress-rule");
  xmlNode *condition = add(template, t->xsl, "if", rule);
  set(condition, "test", turn);
  add_rule_content(t, condition, rule);
  g_free(turn);
  g_free(priority);
  g_free(mode);
  t->rule++;
}

static void add_pattern(Translation *t, const xmlNode *pattern) {
  for (const xmlNode *child = pattern->children; child; child = child->next) {
    if (is(child, "let"))
      add_let(t, t->root, child);
    else if (is(child, "rule"))
      add_rule(t, child);
    else if (child->type == XML_ELEMENT_NODE && !is(child, "title") && !is(child, "p"))
      fail_element(t, child, "<title>, <p>, <let> and <rule>");
  }
  t->pattern++;
}

static void add_namespace(Translation *t, const xmlNode *ns) {
  const char *prefix = require(t, ns, "prefix");
  const char *uri = require(t, ns, "uri");
  if (prefix && uri && !xmlSearchNs(t->root->doc, t->root, text(prefix)))
    xmlNewNs(t->root, text(uri), text(prefix));
}

static void copy_with_places(xmlNode *to, const xmlNode *from) {
  to->_private = from->_private;
  const xmlNode *source = from->children;
  for (xmlNode *child = to->children; child && source; child = child->next, source = source->next) {
    if (child->type == XML_ELEMENT_NODE)
      copy_with_places(child, source);
  }
}

static void add_key(const Translation *t, const xmlNode *key) {
  xmlNode *copy = xmlDocCopyNode((xmlNode *)(gpointer)key, t->root->doc, 1);
  copy_with_places(copy, key);
  xmlAddChild(t->root, copy);
}

static void add_schema_child(Translation *t, const xmlNode *child) {
  if (is(child, "let"))
    add_let(t, t->root, child);
  else if (is(child, "pattern"))
    add_pattern(t, child);
  else if (xml_is(child, (const char *)XSLT_NAMESPACE, "key"))
    add_key(t, child);
  else if (!is(child, "ns") && !is(child, "title") && !is(child, "p") && !is(child, "diagnostics"))
    fail_element(t, child, "<title>, <p>, <ns>, <let>, <pattern>, <diagnostics> and xsl:key");
}

static void begin(Translation *t) {
  const xmlNode *schema = xmlDocGetRootElement(t->schema);
  xmlDoc *doc = xmlNewDoc(text("1.0"));
  doc->URL = t->schema->URL ? xmlStrdup(t->schema->URL) : NULL;
  doc->name = t->schema->name ? (char *)xmlStrdup(text(t->schema->name)) : NULL;
  t->root = xmlNewDocNode(doc, NULL, text("stylesheet"), NULL);
  xmlDocSetRootElement(doc, t->root);
  t->root->line = schema->line;
  t->root->_private = schema->_private;
  t->xsl = xmlNewNs(t->root, XSLT_NAMESPACE, text("peerpress-xsl"));
  t->rules = xmlNewNs(t->root, text(RULES_NAMESPACE), text("peerpress-rules"));
  xmlSetNs(t->root, t->xsl);
  set(t->root, "version", "1.0");
  xmlNode *template = add(t->root, t->xsl, "template", schema);
  set(template, "match", "/");
  t->apply = add(template, t->rules, "findings", schema);
}

xmlDoc *schematron_compile(const xmlDoc *schema, Diagnostics *diagnostics) {
  const xmlNode *root = xmlDocGetRootElement(schema);
  const char *binding = xml_attribute(root, "queryBinding");
  Translation t = {.schema = schema, .diagnostics = diagnostics, .good = true};
  if (binding && strcmp(binding, "xslt") != 0 && strcmp(binding, "exslt") != 0) {
    diag_rules_binding(diagnostics, xml_place(root), binding);
    return NULL;
  }
  begin(&t);
  for (const xmlNode *child = root->children; child; child = child->next) {
    if (is(child, "ns"))
      add_namespace(&t, child);
  }
  for (const xmlNode *child = root->children; child; child = child->next) {
    if (child->type == XML_ELEMENT_NODE)
      add_schema_child(&t, child);
  }
  if (t.good)
    return t.root->doc;
  xmlFreeDoc(t.root->doc);
  return NULL;
}
