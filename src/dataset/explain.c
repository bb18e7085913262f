#include "dataset/explain.h"
#include "base/xml.h"
#include "dataset/dataset.h"
#include "dataset/value.h"

#include <string.h>

typedef struct {
  Grammar *grammar;
  Diagnostics *diagnostics;
  unsigned mistakes;
} Walk;

static Diagnostics *count_mistake(Walk *walk) {
  walk->mistakes++;
  return walk->diagnostics;
}

/* "<a>, <b> or <c>", at most so many; the caller frees it. */
static char *names_in_words(const GPtrArray *names, const char *open, const char *close) {
  enum { MOST = 12 };
  GString *words = g_string_new(NULL);
  const guint shown = MIN(names->len, MOST);
  for (guint i = 0; i < shown; i++) {
    const char *before = i == 0 ? "" : i + 1 == names->len ? " or " : ", ";
    g_string_append_printf(words, "%s%s%s%s", before, open,
                           (const char *)g_ptr_array_index(names, i), close);
  }
  if (shown < names->len)
    g_string_append(words, ", …");
  return g_string_free(words, names->len == 0);
}

static const char *nearest(const char *name, const GPtrArray *names) {
  return diag_did_you_mean(name, (const char *const *)names->pdata, names->len);
}

static const char *name_of(const xmlNode *element) {
  return (const char *)element->name;
}

/* Attributes. */

static const char *attribute_name(const xmlAttr *attribute, GString *buffer) {
  const bool is_xml = attribute->ns && xmlStrEqual(attribute->ns->href, XML_XML_NAMESPACE);
  g_string_printf(buffer, "%s%s%s",
                  is_xml          ? "xml"
                  : attribute->ns ? (const char *)attribute->ns->prefix
                                  : "",
                  attribute->ns ? ":" : "", (const char *)attribute->name);
  return buffer->str;
}

static void check_value(Walk *walk, const xmlNode *element, const char *name, const xmlNode *rule,
                        const char *value) {
  if (value_matches(walk->grammar, rule, value))
    return;
  GPtrArray *values = g_ptr_array_new();
  value_list(walk->grammar, rule, values);
  const char *meant = nearest(value, values);
  char *expected = value_expected(walk->grammar, rule);
  char *documentation = grammar_documentation(rule);
  const Place place = xml_place(element);
  if (meant)
    diag_dataset_value_meant(count_mistake(walk), place, name, value, expected, meant);
  else
    diag_dataset_value(count_mistake(walk), place, name, value, expected,
                       documentation ? documentation : "correct the value");
  g_free(documentation);
  g_free(expected);
  g_ptr_array_unref(values);
}

static const Pattern *unknown_attribute(Walk *walk, const xmlNode *element, const char *name,
                                        const Pattern *whole, const Pattern *left) {
  GPtrArray *names = g_ptr_array_new();
  pattern_attributes(left, names);
  const char *meant = nearest(name, names);
  const Pattern *taken = NULL;
  const Place place = xml_place(element);
  if (meant) {
    diag_dataset_attribute_meant(count_mistake(walk), place, name_of(element), name, meant);
    left = pattern_take_attribute(walk->grammar, left, meant, &taken);
  } else {
    g_ptr_array_set_size(names, 0);
    pattern_attributes(whole, names);
    char *allowed = names_in_words(names, "", "");
    diag_dataset_attribute(count_mistake(walk), place, name_of(element), name,
                           allowed ? allowed : "none");
    g_free(allowed);
  }
  g_ptr_array_unref(names);
  return left;
}

static void report_missing_attributes(Walk *walk, const xmlNode *element, const Pattern *left) {
  for (const Pattern *missing = pattern_required_attribute(left); missing;
       missing = pattern_required_attribute(left)) {
    char *documentation = grammar_documentation(missing->node);
    diag_dataset_attribute_missing(count_mistake(walk), xml_place(element), name_of(element),
                                   missing->name, documentation ? documentation : "add it");
    g_free(documentation);
    const Pattern *taken = NULL;
    left = pattern_take_attribute(walk->grammar, left, missing->name, &taken);
  }
}

/* Checks the attributes; returns what the content may be. */
static const Pattern *walk_attributes(Walk *walk, const xmlNode *element, const Pattern *whole) {
  const Pattern *left = whole;
  GString *buffer = g_string_new(NULL);
  for (const xmlAttr *a = element->properties; a && walk->mistakes < DATASET_MOST_MISTAKES;
       a = a->next) {
    const char *name = attribute_name(a, buffer);
    const Pattern *taken = NULL;
    const Pattern *rest = pattern_take_attribute(walk->grammar, left, name, &taken);
    if (!taken) {
      left = unknown_attribute(walk, element, name, whole, left);
      continue;
    }
    left = rest;
    xmlChar *value = xmlNodeListGetString(element->doc, a->children, 1);
    check_value(walk, element, name, taken->node, value ? (const char *)value : "");
    xmlFree(value);
  }
  g_string_free(buffer, TRUE);
  bool complete = true;
  const Pattern *content = pattern_end_attributes(walk->grammar, left, &complete);
  if (!complete)
    report_missing_attributes(walk, element, left);
  return content;
}

/* Content. */

static void walk_element(Walk *walk, const xmlNode *element, const Pattern *pattern);

static const xmlNode *later_sibling(const xmlNode *child, const char *name) {
  for (const xmlNode *next = child->next; next; next = next->next) {
    if (next->type == XML_ELEMENT_NODE && strcmp(name_of(next), name) == 0)
      return next;
  }
  return NULL;
}

static bool holds(const GPtrArray *names, const char *name) {
  return g_ptr_array_find_with_equal_func((GPtrArray *)(gpointer)names, name, g_str_equal, NULL);
}

/* Where a parent's content has got to. */
typedef struct {
  const xmlNode *parent;
  const Pattern *whole, *left;
  GPtrArray *next, *all; /* names that can come now, and anywhere in the parent */
  const Pattern *late;   /* of an element that was reported as coming too late */
} Progress;

/* The child would fit if something that is missing before it were there: says so, and goes on after
 * the child. False if that is not the mistake. */
static bool explain_missing_before(Walk *walk, Progress *progress, const xmlNode *child) {
  const Pattern *needed = pattern_required_element(progress->left);
  if (!needed)
    return false;
  const char *required = needed->name;
  const Pattern *taken = NULL;
  const Pattern *after = pattern_take_element(walk->grammar, progress->left, required, &taken);
  const Pattern *rest = pattern_take_element(walk->grammar, after, name_of(child), &taken);
  if (rest->kind == PATTERN_NOT_ALLOWED)
    return false;
  const xmlNode *later = later_sibling(child, required);
  if (later)
    diag_dataset_order(count_mistake(walk), xml_place(child), required, xml_place(later).line,
                       name_of(child));
  else
    diag_dataset_element_missing(count_mistake(walk), xml_place(child), name_of(progress->parent),
                                 required, name_of(child));
  walk_element(walk, child, taken);
  progress->late = later ? needed : NULL;
  progress->left = rest;
  return true;
}

static void explain_place(Walk *walk, const Progress *progress, const xmlNode *child) {
  char *next = names_in_words(progress->next, "<", ">");
  char *all = names_in_words(progress->all, "<", ">");
  const Place place = xml_place(child);
  if (holds(progress->all, name_of(child)))
    diag_dataset_element_place(count_mistake(walk), place, name_of(child),
                               name_of(progress->parent), next ? next : "nothing more");
  else
    diag_dataset_element_not_here(count_mistake(walk), place, name_of(child),
                                  name_of(progress->parent), all ? all : "no element");
  g_free(next);
  g_free(all);
}

static bool is_known(const Walk *walk, const char *name) {
  const xmlNode *root = xmlDocGetRootElement(grammar_doc(walk->grammar));
  for (const xmlNode *node = root; node; node = xml_next(node, root)) {
    if (xml_is(node, RNG_NAMESPACE, "element") && strcmp(xml_attribute(node, "name"), name) == 0)
      return true;
  }
  return false;
}

/* A name that the vocabulary does not have. Goes on as if it were the one that was meant. */
static void explain_unknown(Walk *walk, Progress *progress, const xmlNode *child) {
  const char *meant = nearest(name_of(child), progress->next);
  if (!meant)
    meant = nearest(name_of(child), progress->all);
  if (!meant) {
    char *all = names_in_words(progress->all, "<", ">");
    diag_dataset_element(count_mistake(walk), xml_place(child), name_of(child),
                         name_of(progress->parent), all ? all : "no element");
    g_free(all);
    return;
  }
  diag_dataset_element_meant(count_mistake(walk), xml_place(child), name_of(child), meant);
  const Pattern *taken = NULL;
  const Pattern *rest = pattern_take_element(walk->grammar, progress->left, meant, &taken);
  if (rest->kind != PATTERN_NOT_ALLOWED) {
    progress->left = rest;
    walk_element(walk, child, taken);
  }
}

static void explain_child(Walk *walk, Progress *progress, const xmlNode *child) {
  g_ptr_array_set_size(progress->next, 0);
  g_ptr_array_set_size(progress->all, 0);
  pattern_elements(progress->left, false, progress->next);
  pattern_elements(progress->whole, true, progress->all);
  const char *expected = grammar_namespace(walk->grammar);
  if (!child->ns || strcmp((const char *)child->ns->href, expected) != 0)
    diag_dataset_namespace(count_mistake(walk), xml_place(child), name_of(child),
                           child->ns ? (const char *)child->ns->href : "", expected);
  else if (!is_known(walk, name_of(child)))
    explain_unknown(walk, progress, child);
  else if (!explain_missing_before(walk, progress, child))
    explain_place(walk, progress, child);
}

static bool in_namespace(const Walk *walk, const xmlNode *element) {
  return element->ns &&
         strcmp((const char *)element->ns->href, grammar_namespace(walk->grammar)) == 0;
}

static void walk_child(Walk *walk, Progress *progress, const xmlNode *child) {
  if (walk->mistakes >= DATASET_MOST_MISTAKES)
    return;
  const Pattern *taken = NULL;
  const Pattern *rest = pattern_take_element(walk->grammar, progress->left, name_of(child), &taken);
  const bool fits = rest->kind != PATTERN_NOT_ALLOWED && in_namespace(walk, child);
  if (!fits && progress->late && strcmp(progress->late->name, name_of(child)) == 0) {
    walk_element(walk, child, progress->late);
    return;
  }
  if (!fits) {
    explain_child(walk, progress, child);
    return;
  }
  progress->left = rest;
  walk_element(walk, child, taken);
}

static bool is_blank(const xmlNode *node) {
  return xmlIsBlankNode(node) == 1;
}

static void walk_text(Walk *walk, Progress *progress, const xmlNode *node) {
  if (is_blank(node))
    return;
  const Pattern *rest = pattern_take_text(walk->grammar, progress->left);
  if (rest->kind != PATTERN_NOT_ALLOWED) {
    progress->left = rest;
    return;
  }
  enum { SHOWN = 40 };
  char *words = g_strstrip(g_strdup((const char *)node->content));
  char *start = g_utf8_substring(words, 0, MIN(SHOWN, g_utf8_strlen(words, -1)));
  diag_dataset_text(count_mistake(walk), xml_place(node), start, name_of(progress->parent));
  g_free(start);
  g_free(words);
}

static void end_content(Walk *walk, const Progress *progress) {
  if (pattern_nullable(progress->left))
    return;
  const Pattern *needed = pattern_required_element(progress->left);
  g_ptr_array_set_size(progress->next, 0);
  if (needed)
    g_ptr_array_add(progress->next, (gpointer)needed->name);
  else
    pattern_elements(progress->left, false, progress->next);
  char *expected = names_in_words(progress->next, "<", ">");
  diag_dataset_incomplete(count_mistake(walk), xml_place(progress->parent),
                          name_of(progress->parent), expected ? expected : "text");
  g_free(expected);
}

/* An element whose content is a value. */
static void walk_value(Walk *walk, const xmlNode *element, const Pattern *data) {
  for (const xmlNode *child = element->children; child; child = child->next) {
    if (child->type == XML_ELEMENT_NODE) {
      diag_dataset_element_not_here(count_mistake(walk), xml_place(child), name_of(child),
                                    name_of(element), "only text");
      return;
    }
  }
  xmlChar *value = xmlNodeGetContent(element);
  char *name = g_strdup_printf("<%s>", name_of(element));
  check_value(walk, element, name, data->node, (const char *)value);
  g_free(name);
  xmlFree(value);
}

static void walk_element(Walk *walk, const xmlNode *element, const Pattern *pattern) {
  if (walk->mistakes >= DATASET_MOST_MISTAKES)
    return;
  const Pattern *whole = walk_attributes(walk, element, grammar_content(walk->grammar, pattern));
  const Pattern *data = pattern_data(whole);
  if (data) {
    walk_value(walk, element, data);
    return;
  }
  Progress progress = {element, whole, whole, g_ptr_array_new(), g_ptr_array_new(), NULL};
  const unsigned before = walk->mistakes;
  for (const xmlNode *child = element->children; child; child = child->next) {
    if (child->type == XML_ELEMENT_NODE)
      walk_child(walk, &progress, child);
    else if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
      walk_text(walk, &progress, child);
  }
  /* What is missing at the end of something with a mistake may be what the mistake hides. */
  if (walk->mistakes == before)
    end_content(walk, &progress);
  g_ptr_array_unref(progress.next);
  g_ptr_array_unref(progress.all);
}

unsigned explain(Grammar *grammar, const xmlDoc *doc, Diagnostics *diagnostics) {
  Walk walk = {.grammar = grammar, .diagnostics = diagnostics};
  const xmlNode *root = xmlDocGetRootElement((xmlDoc *)(gpointer)doc);
  const Pattern *taken = NULL;
  pattern_take_element(grammar, grammar_start(grammar), name_of(root), &taken);
  if (!in_namespace(&walk, root))
    diag_dataset_namespace(count_mistake(&walk), xml_place(root), name_of(root),
                           root->ns ? (const char *)root->ns->href : "",
                           grammar_namespace(grammar));
  else if (!taken)
    diag_dataset_root(count_mistake(&walk), xml_place(root), name_of(root));
  else
    walk_element(&walk, root, taken);
  if (walk.mistakes >= DATASET_MOST_MISTAKES)
    diag_dataset_more(diagnostics, (Place){.file = xml_place(root).file}, DATASET_MOST_MISTAKES);
  return walk.mistakes;
}
