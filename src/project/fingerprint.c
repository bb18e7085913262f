#include "project/fingerprint.h"
#include "base/xml.h"
#include "dataset/dataset.h"
#include "project/manifest.h"

#include <string.h>

#define DERIVED_NAMESPACE "urn:peerpress:derived:1"

/* What parts begin with; characters that XML's text cannot hold. */
#define ELEMENT_BEGINS "\x01"
#define NAME_FOLLOWS "\x02"
#define ATTRIBUTE_BEGINS "\x03"
#define VALUE_FOLLOWS "\x04"
#define ELEMENT_ENDS "\x05"

/* Where white space between elements is text. */
static const char *const inline_names[] = {"em",   "strong", "q",   "a",     "abbr",  "br",
                                           "span", "time",   "ref", "count", "value", NULL};

static void add(GChecksum *sum, const void *text) {
  if (text)
    g_checksum_update(sum, text, (gssize)strlen(text));
}

static void add_name(GChecksum *sum, const xmlNs *ns, const xmlChar *name) {
  add(sum, ns ? ns->href : NULL);
  add(sum, NAME_FOLLOWS);
  add(sum, name);
}

static int compare_attributes(gconstpointer a, gconstpointer b) {
  const xmlAttr *one = *(const xmlAttr *const *)a, *other = *(const xmlAttr *const *)b;
  const int names = strcmp((const char *)one->name, (const char *)other->name);
  return names ? names
               : g_strcmp0(one->ns ? (const char *)one->ns->href : NULL,
                           other->ns ? (const char *)other->ns->href : NULL);
}

static void add_attributes(GChecksum *sum, const xmlNode *node) {
  GPtrArray *attributes = g_ptr_array_new();
  for (xmlAttr *a = node->properties; a; a = a->next)
    g_ptr_array_add(attributes, a);
  g_ptr_array_sort(attributes, compare_attributes);
  for (guint i = 0; i < attributes->len; i++) {
    const xmlAttr *a = g_ptr_array_index(attributes, i);
    xmlChar *value = xmlNodeGetContent((const xmlNode *)a);
    add(sum, ATTRIBUTE_BEGINS);
    add_name(sum, a->ns, a->name);
    add(sum, VALUE_FOLLOWS);
    add(sum, value);
    xmlFree(value);
  }
  g_ptr_array_unref(attributes);
}

static bool is_text(const xmlNode *node) {
  return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

/* Does the element hold text, among it such as is white space alone? */
static bool holds_text(const xmlNode *element) {
  for (xmlNode *child = element->children; child; child = child->next) {
    if (is_text(child) ? !xmlIsBlankNode(child)
                       : child->type == XML_ELEMENT_NODE &&
                             g_strv_contains(inline_names, (const char *)child->name))
      return true;
  }
  return false;
}

static void add_element(GChecksum *sum, const xmlNode *element) {
  const bool mixed = holds_text(element);
  add(sum, ELEMENT_BEGINS);
  add_name(sum, element->ns, element->name);
  add_attributes(sum, element);
  for (const xmlNode *child = element->children; child; child = child->next) {
    if (child->type == XML_ELEMENT_NODE)
      add_element(sum, child);
    else if (mixed && is_text(child))
      add(sum, child->content);
  }
  add(sum, ELEMENT_ENDS);
}

/* Enough of a checksum to see a change: the file's own is kept whole. */
static void put(JsonObject *parts, const char *name, GChecksum *sum) {
  enum { LENGTH = 24 };
  char *text = g_strndup(g_checksum_get_string(sum), LENGTH);
  json_object_set_string_member(parts, name, text);
  g_free(text);
  g_checksum_free(sum);
}

static void put_element(JsonObject *parts, const xmlNode *element) {
  const char *id = xml_attribute(element, "id");
  char *name = g_strjoin(id ? " " : "", (const char *)element->name, id ? id : "", NULL);
  GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
  add_element(sum, element);
  put(parts, name, sum);
  g_free(name);
}

static bool has_parts(const xmlNode *element) {
  return xml_is(element, DATASET_NAMESPACE, "cycles") ||
         xml_is(element, DATASET_NAMESPACE, "engagements");
}

JsonObject *fingerprint(const xmlDoc *doc) {
  JsonObject *parts = json_object_new();
  const xmlNode *root = xmlDocGetRootElement((xmlDoc *)(gpointer)doc);
  GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
  add_attributes(sum, root);
  for (const xmlNode *child = root->children; child; child = child->next) {
    if (child->type != XML_ELEMENT_NODE ||
        (child->ns && strcmp((const char *)child->ns->href, DERIVED_NAMESPACE) == 0))
      continue;
    add(sum, child->name); /* their order */
    if (!has_parts(child)) {
      put_element(parts, child);
      continue;
    }
    add_attributes(sum, child);
    for (const xmlNode *part = child->children; part; part = part->next) {
      if (part->type == XML_ELEMENT_NODE) {
        add(sum, xml_attribute(part, "id"));
        put_element(parts, part);
      }
    }
  }
  put(parts, "order of its parts", sum);
  return parts;
}

static void collect(GPtrArray *names, JsonObject *one, JsonObject *other, bool same_too) {
  GList *members = json_object_get_members(one);
  for (const GList *m = members; m; m = m->next) {
    const char *theirs = json_string(other, m->data);
    const bool differs = g_strcmp0(json_string(one, m->data), theirs) != 0;
    if (same_too ? differs : !theirs)
      g_ptr_array_add(names, g_strdup(m->data));
  }
  g_list_free(members);
}

char *fingerprint_difference(JsonObject *before, JsonObject *after) {
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  collect(names, after, before, true);
  collect(names, before, after, false);
  /* What was added or removed changes the order too. */
  if (names->len > 1) {
    for (guint i = 0; i < names->len; i++) {
      if (strcmp(g_ptr_array_index(names, i), "order of its parts") == 0)
        g_ptr_array_remove_index(names, i--);
    }
  }
  GString *words = g_string_new(NULL);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf(words, "%s%s",
                           i == 0                ? ""
                           : i + 1 == names->len ? " and "
                                                 : ", ",
                           (char *)g_ptr_array_index(names, i));
  g_ptr_array_unref(names);
  return g_string_free(words, words->len == 0);
}
