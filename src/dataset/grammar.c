#include "dataset/grammar.h"
#include "base/xml.h"

#include <gio/gio.h>
#include <string.h>

#define GRAMMAR_RESOURCE "/peerpress/stylesheets/progress/progress.rng"
#define DOCUMENTATION_NAMESPACE "http://relaxng.org/ns/compatibility/annotations/1.0"

struct Grammar {
  Arena *arena;
  xmlDoc *doc;
  GHashTable *defines;  /* name -> const xmlNode * */
  GHashTable *contents; /* node of an element -> const Pattern * */
  GHashTable *patterns; /* every pattern, as its own key: equal ones are one */
};

static const Pattern not_allowed = {.kind = PATTERN_NOT_ALLOWED};
static const Pattern empty = {.kind = PATTERN_EMPTY};
static const Pattern text = {.kind = PATTERN_TEXT};

static bool is_rng(const xmlNode *node, const char *name) {
  return xml_is(node, RNG_NAMESPACE, name);
}

static void index_defines(Grammar *grammar) {
  const xmlNode *root = xmlDocGetRootElement(grammar->doc);
  for (const xmlNode *node = root; node; node = xml_next(node, root)) {
    if (is_rng(node, "define"))
      g_hash_table_insert(grammar->defines, (gpointer)xml_attribute(node, "name"), (gpointer)node);
  }
}

static guint pattern_hash(gconstpointer key) {
  const Pattern *pattern = key;
  guint hash = (guint)pattern->kind;
  const void *parts[] = {pattern->node, pattern->a, pattern->b};
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
    hash = hash * 31 + g_direct_hash(parts[i]);
  return hash;
}

static gboolean pattern_equal(gconstpointer a, gconstpointer b) {
  const Pattern *p = a, *q = b;
  return p->kind == q->kind && p->node == q->node && p->a == q->a && p->b == q->b;
}

Grammar *grammar_new(Diagnostics *diagnostics) {
  GBytes *bytes = g_resources_lookup_data(GRAMMAR_RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  const XmlOptions options = {.diagnostics = diagnostics};
  xmlDoc *doc =
      bytes ? xml_read(bytes, "progress.rng", "resource://" GRAMMAR_RESOURCE, &options) : NULL;
  g_bytes_unref(bytes);
  if (!doc)
    g_error("the grammar %s is missing from the program", GRAMMAR_RESOURCE);
  Grammar *grammar = g_new(Grammar, 1);
  *grammar = (Grammar){.arena = arena_new(),
                       .doc = doc,
                       .defines = g_hash_table_new(g_str_hash, g_str_equal),
                       .contents = g_hash_table_new(NULL, NULL),
                       .patterns = g_hash_table_new(pattern_hash, pattern_equal)};
  index_defines(grammar);
  return grammar;
}

void grammar_free(Grammar *grammar) {
  if (!grammar)
    return;
  g_hash_table_unref(grammar->defines);
  g_hash_table_unref(grammar->contents);
  g_hash_table_unref(grammar->patterns);
  xmlFreeDoc(grammar->doc);
  arena_free(grammar->arena);
  g_free(grammar);
}

xmlDoc *grammar_doc(const Grammar *grammar) {
  return grammar->doc;
}

const char *grammar_namespace(const Grammar *grammar) {
  return xml_attribute(xmlDocGetRootElement(grammar->doc), "ns");
}

const xmlNode *grammar_define(const Grammar *grammar, const char *name) {
  return g_hash_table_lookup(grammar->defines, name);
}

char *grammar_documentation(const xmlNode *node) {
  for (const xmlNode *child = node->children; child; child = child->next) {
    if (xml_is(child, DOCUMENTATION_NAMESPACE, "documentation")) {
      xmlChar *content = xmlNodeGetContent(child);
      char *documentation = g_strdup((const char *)content);
      xmlFree(content);
      return documentation;
    }
  }
  return NULL;
}

/* Making patterns, simplified at once. */

/* The pattern that equals `wanted`, kept once: a long document asks for the same ones again. */
static const Pattern *intern(Grammar *grammar, Pattern wanted) {
  const Pattern *known = g_hash_table_lookup(grammar->patterns, &wanted);
  if (known)
    return known;
  Pattern *pattern = arena_copy(grammar->arena, &wanted, sizeof wanted);
  g_hash_table_add(grammar->patterns, pattern);
  return pattern;
}

static const Pattern *make(Grammar *grammar, PatternKind kind, const Pattern *a, const Pattern *b) {
  return intern(grammar, (Pattern){.kind = kind, .a = a, .b = b});
}

static const Pattern *choice(Grammar *grammar, const Pattern *a, const Pattern *b) {
  if (a == &not_allowed || a == b)
    return b;
  if (b == &not_allowed || (b == &empty && pattern_nullable(a)))
    return a;
  if (a == &empty && pattern_nullable(b))
    return b;
  return make(grammar, PATTERN_CHOICE, a, b);
}

static const Pattern *both(Grammar *grammar, PatternKind kind, const Pattern *a, const Pattern *b) {
  if (a == &not_allowed || b == &not_allowed)
    return &not_allowed;
  if (a == &empty)
    return b;
  return b == &empty ? a : make(grammar, kind, a, b);
}

static const Pattern *one_or_more(Grammar *grammar, const Pattern *a) {
  if (a == &not_allowed || a == &empty)
    return a;
  return make(grammar, PATTERN_ONE_OR_MORE, a, NULL);
}

static const Pattern *leaf(Grammar *grammar, PatternKind kind, const xmlNode *node) {
  return intern(grammar,
                (Pattern){.kind = kind, .name = xml_attribute(node, "name"), .node = node});
}

static const Pattern *compile(Grammar *grammar, const xmlNode *node);

static const Pattern *compile_children(Grammar *grammar, const xmlNode *parent, PatternKind kind) {
  const Pattern *all = NULL;
  for (const xmlNode *child = parent->children; child; child = child->next) {
    if (child->type != XML_ELEMENT_NODE || !child->ns ||
        strcmp((const char *)child->ns->href, RNG_NAMESPACE) != 0)
      continue;
    const Pattern *one = compile(grammar, child);
    if (!all)
      all = one;
    else
      all = kind == PATTERN_CHOICE ? choice(grammar, all, one) : both(grammar, kind, all, one);
  }
  return all ? all : &empty;
}

static const Pattern *compile(Grammar *grammar, const xmlNode *node) {
  if (is_rng(node, "element"))
    return leaf(grammar, PATTERN_ELEMENT, node);
  if (is_rng(node, "attribute"))
    return leaf(grammar, PATTERN_ATTRIBUTE, node);
  if (is_rng(node, "data") || is_rng(node, "value") || is_rng(node, "list"))
    return leaf(grammar, PATTERN_DATA, node);
  if (is_rng(node, "text"))
    return &text;
  if (is_rng(node, "empty"))
    return &empty;
  if (is_rng(node, "notAllowed"))
    return &not_allowed;
  if (is_rng(node, "ref")) {
    const xmlNode *define = grammar_define(grammar, xml_attribute(node, "name"));
    return define ? compile_children(grammar, define, PATTERN_GROUP) : &not_allowed;
  }
  if (is_rng(node, "choice"))
    return compile_children(grammar, node, PATTERN_CHOICE);
  if (is_rng(node, "interleave"))
    return compile_children(grammar, node, PATTERN_INTERLEAVE);
  const Pattern *group = compile_children(grammar, node, PATTERN_GROUP);
  if (is_rng(node, "optional"))
    return choice(grammar, group, &empty);
  if (is_rng(node, "oneOrMore"))
    return one_or_more(grammar, group);
  if (is_rng(node, "zeroOrMore"))
    return choice(grammar, one_or_more(grammar, group), &empty);
  if (is_rng(node, "mixed"))
    return both(grammar, PATTERN_INTERLEAVE, group,
                choice(grammar, one_or_more(grammar, &text), &empty));
  return group;
}

const Pattern *grammar_start(Grammar *grammar) {
  const xmlNode *root = xmlDocGetRootElement(grammar->doc);
  for (const xmlNode *node = root; node; node = xml_next(node, root)) {
    if (is_rng(node, "start"))
      return compile_children(grammar, node, PATTERN_GROUP);
  }
  return &not_allowed;
}

const Pattern *grammar_content(Grammar *grammar, const Pattern *element) {
  const Pattern *content = g_hash_table_lookup(grammar->contents, element->node);
  if (!content) {
    content = compile_children(grammar, element->node, PATTERN_GROUP);
    g_hash_table_insert(grammar->contents, (gpointer)element->node, (gpointer)content);
  }
  return content;
}

bool pattern_nullable(const Pattern *pattern) {
  switch (pattern->kind) {
  case PATTERN_EMPTY:
  case PATTERN_TEXT: return true;
  case PATTERN_CHOICE: return pattern_nullable(pattern->a) || pattern_nullable(pattern->b);
  case PATTERN_GROUP:
  case PATTERN_INTERLEAVE: return pattern_nullable(pattern->a) && pattern_nullable(pattern->b);
  case PATTERN_ONE_OR_MORE: return pattern_nullable(pattern->a);
  default: return false;
  }
}

/* Taking something from a pattern. */

typedef struct {
  Grammar *grammar;
  PatternKind kind; /* of what is taken: element, attribute or text */
  const char *name;
  const Pattern *taken;
} Taking;

static const Pattern *take(Taking *taking, const Pattern *pattern);

static const Pattern *take_leaf(Taking *taking, const Pattern *pattern) {
  if (pattern->kind != taking->kind)
    return &not_allowed;
  if (pattern->kind == PATTERN_TEXT)
    return pattern;
  if (strcmp(pattern->name, taking->name) != 0)
    return &not_allowed;
  if (!taking->taken)
    taking->taken = pattern;
  return &empty;
}

static const Pattern *take_first_or_second(Taking *taking, const Pattern *pattern) {
  Grammar *grammar = taking->grammar;
  const Pattern *first = both(grammar, pattern->kind, take(taking, pattern->a), pattern->b);
  const bool ordered = pattern->kind == PATTERN_GROUP && taking->kind != PATTERN_ATTRIBUTE;
  if (ordered)
    return pattern_nullable(pattern->a) ? choice(grammar, first, take(taking, pattern->b)) : first;
  return choice(grammar, first, both(grammar, pattern->kind, pattern->a, take(taking, pattern->b)));
}

static const Pattern *take(Taking *taking, const Pattern *pattern) {
  Grammar *grammar = taking->grammar;
  switch (pattern->kind) {
  case PATTERN_CHOICE: return choice(grammar, take(taking, pattern->a), take(taking, pattern->b));
  case PATTERN_GROUP:
  case PATTERN_INTERLEAVE: return take_first_or_second(taking, pattern);
  case PATTERN_ONE_OR_MORE:
    return both(grammar, PATTERN_GROUP, take(taking, pattern->a), choice(grammar, pattern, &empty));
  default: return take_leaf(taking, pattern);
  }
}

const Pattern *pattern_take_element(Grammar *grammar, const Pattern *pattern, const char *name,
                                    const Pattern **taken) {
  Taking taking = {.grammar = grammar, .kind = PATTERN_ELEMENT, .name = name};
  const Pattern *rest = take(&taking, pattern);
  *taken = taking.taken;
  return rest;
}

const Pattern *pattern_take_attribute(Grammar *grammar, const Pattern *pattern, const char *name,
                                      const Pattern **taken) {
  Taking taking = {.grammar = grammar, .kind = PATTERN_ATTRIBUTE, .name = name};
  const Pattern *rest = take(&taking, pattern);
  *taken = taking.taken;
  return rest;
}

const Pattern *pattern_take_text(Grammar *grammar, const Pattern *pattern) {
  Taking taking = {.grammar = grammar, .kind = PATTERN_TEXT};
  return take(&taking, pattern);
}

/* The pattern with each attribute replaced. */
static const Pattern *replace_attributes(Grammar *grammar, const Pattern *pattern,
                                         const Pattern *by) {
  switch (pattern->kind) {
  case PATTERN_ATTRIBUTE: return by;
  case PATTERN_CHOICE:
    return choice(grammar, replace_attributes(grammar, pattern->a, by),
                  replace_attributes(grammar, pattern->b, by));
  case PATTERN_GROUP:
  case PATTERN_INTERLEAVE:
    return both(grammar, pattern->kind, replace_attributes(grammar, pattern->a, by),
                replace_attributes(grammar, pattern->b, by));
  case PATTERN_ONE_OR_MORE:
    return one_or_more(grammar, replace_attributes(grammar, pattern->a, by));
  default: return pattern;
  }
}

const Pattern *pattern_end_attributes(Grammar *grammar, const Pattern *pattern, bool *complete) {
  const Pattern *rest = replace_attributes(grammar, pattern, &not_allowed);
  *complete = rest != &not_allowed;
  return *complete ? rest : replace_attributes(grammar, pattern, &empty);
}

/* What cannot be left out. Of a choice between two attributes the first stands for both; of one
 * between different elements none does. */
static const Pattern *required(const Pattern *pattern, PatternKind kind) {
  if (pattern->kind == kind)
    return pattern;
  const Pattern *a = pattern->a ? required(pattern->a, kind) : NULL;
  const Pattern *b = pattern->b ? required(pattern->b, kind) : NULL;
  if (pattern->kind != PATTERN_CHOICE)
    return a ? a : b;
  return a && b && (kind == PATTERN_ATTRIBUTE || strcmp(a->name, b->name) == 0) ? a : NULL;
}

const Pattern *pattern_required_attribute(const Pattern *pattern) {
  return required(pattern, PATTERN_ATTRIBUTE);
}

const Pattern *pattern_required_element(const Pattern *pattern) {
  return required(pattern, PATTERN_ELEMENT);
}

static void add_name(GPtrArray *names, const char *name) {
  if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
    g_ptr_array_add(names, (gpointer)name);
}

static void collect(const Pattern *pattern, PatternKind kind, bool all, GPtrArray *names) {
  if (pattern->kind == kind)
    add_name(names, pattern->name);
  if (pattern->a)
    collect(pattern->a, kind, all, names);
  const bool hidden = pattern->kind == PATTERN_GROUP && pattern->a && !pattern_nullable(pattern->a);
  if (pattern->b && (all || !hidden))
    collect(pattern->b, kind, all, names);
}

void pattern_elements(const Pattern *pattern, bool all, GPtrArray *names) {
  collect(pattern, PATTERN_ELEMENT, all, names);
}

void pattern_attributes(const Pattern *pattern, GPtrArray *names) {
  collect(pattern, PATTERN_ATTRIBUTE, true, names);
}

const Pattern *pattern_data(const Pattern *pattern) {
  if (pattern->kind == PATTERN_DATA)
    return pattern;
  const Pattern *a = pattern->a ? pattern_data(pattern->a) : NULL;
  return a || !pattern->b ? a : pattern_data(pattern->b);
}
