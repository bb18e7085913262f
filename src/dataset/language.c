#include "dataset/language.h"
#include "base/xml.h"
#include "dataset/dataset.h"

#include <string.h>

static const char *tag_of(const xmlNode *node) {
  for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
    const xmlAttr *tag =
        xmlHasNsProp(node, (const xmlChar *)"lang", (const xmlChar *)XML_XML_NAMESPACE);
    if (tag && tag->children && tag->children->content)
      return (const char *)tag->children->content;
  }
  return "";
}

bool language_is(const xmlNode *element, const char *language) {
  const char *tag = tag_of(element);
  const size_t main_part = strcspn(language, "-");
  return strcspn(tag, "-") == main_part && g_ascii_strncasecmp(tag, language, main_part) == 0;
}

/* What an element that holds no text stands for. */
static const char *stands_for(const xmlNode *node) {
  static const char *const attributes[] = {"datetime", "to", "of", NULL};
  for (int i = 0; attributes[i] && !node->children; i++) {
    const char *value = xml_attribute(node, attributes[i]);
    if (value)
      return value;
  }
  return "";
}

const char *language_words(const xmlNode *element, Arena *arena) {
  GString *words = g_string_new(NULL);
  for (const xmlNode *node = element; node; node = xml_next(node, element)) {
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
      g_string_append(words, (const char *)node->content);
    else if (node->type == XML_ELEMENT_NODE)
      g_string_append(words, stands_for(node));
  }
  char **parts = g_strsplit_set(words->str, " \t\r\n", -1);
  g_string_truncate(words, 0);
  for (char **part = parts; *part; part++) {
    if (**part)
      g_string_append_printf(words, "%s%s", words->len > 0 ? " " : "", *part);
  }
  const char *kept = arena_strdup(arena, words->str);
  g_strfreev(parts);
  g_string_free(words, TRUE);
  return kept;
}

const char *language_text(const xmlNode *parent, const char *name, const char *language,
                          Arena *arena) {
  const xmlNode *root = parent ? xmlDocGetRootElement(parent->doc) : NULL;
  const char *own = root ? tag_of(root) : "";
  const xmlNode *best = NULL;
  int best_rank = 0;
  for (const xmlNode *child = parent ? parent->children : NULL; child; child = child->next) {
    if (!xml_is(child, DATASET_NAMESPACE, name))
      continue;
    const int rank = language_is(child, language ? language : own) ? 3
                     : language_is(child, own)                     ? 2
                                                                   : 1;
    if (rank > best_rank) {
      best = child;
      best_rank = rank;
    }
  }
  return best ? language_words(best, arena) : NULL;
}

/* Sameness: a canonical form of each. */

static int compare_strings(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void append_attributes(GString *form, const xmlNode *node) {
  GPtrArray *attributes = g_ptr_array_new_with_free_func(g_free);
  for (const xmlAttr *a = node->properties; a; a = a->next)
    g_ptr_array_add(attributes,
                    g_strdup_printf(" %s%s=\"%s\"", a->ns ? "xml:" : "", (const char *)a->name,
                                    a->children && a->children->content
                                        ? (const char *)a->children->content
                                        : ""));
  g_ptr_array_sort(attributes, compare_strings);
  for (guint i = 0; i < attributes->len; i++)
    g_string_append(form, g_ptr_array_index(attributes, i));
  g_ptr_array_unref(attributes);
}

/* Each run of white space as one blank, none beside a tag: where lines are broken does not count. */
static void append_text(GString *form, const char *text) {
  for (; *text; text++) {
    if (!g_ascii_isspace(*text))
      g_string_append_c(form, *text);
    else if (form->len > 0 && form->str[form->len - 1] != ' ' && form->str[form->len - 1] != '>')
      g_string_append_c(form, ' ');
  }
}

static void trim_end(GString *form) {
  if (form->len > 0 && form->str[form->len - 1] == ' ')
    g_string_truncate(form, form->len - 1);
}

static GString *canonical(const xmlNode *top) {
  GString *form = g_string_new(NULL);
  const xmlNode *node = top;
  while (node) {
    const bool element = node->type == XML_ELEMENT_NODE;
    if (element) {
      trim_end(form);
      g_string_append_printf(form, "<%s", (const char *)node->name);
      append_attributes(form, node);
      g_string_append_c(form, '>');
    } else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
      append_text(form, (const char *)node->content);
    }
    if (element && node->children) {
      node = node->children;
      continue;
    }
    while (node != top && !node->next) {
      node = node->parent;
      trim_end(form);
      g_string_append(form, "</>");
    }
    node = node == top ? NULL : node->next;
  }
  return form;
}

bool language_same(const xmlNode *a, const xmlNode *b) {
  if (!a || !b)
    return a == b;
  GString *first = canonical(a), *second = canonical(b);
  const bool same = g_string_equal(first, second);
  g_string_free(first, TRUE);
  g_string_free(second, TRUE);
  return same;
}
