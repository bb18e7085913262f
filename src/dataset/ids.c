#include "dataset/ids.h"
#include "base/xml.h"
#include "dataset/dataset.h"

#include <string.h>

struct DatasetIds {
  const xmlDoc *doc;
  GHashTable *by_id; /* id -> const xmlNode * */
  GPtrArray *all;    /* elements with one, in document order */
};

static xmlNode *root_of(const xmlDoc *doc) {
  return xmlDocGetRootElement((xmlDoc *)(gpointer)doc);
}

DatasetIds *dataset_ids_new(const xmlDoc *doc, Diagnostics *diagnostics) {
  DatasetIds *ids = g_new(DatasetIds, 1);
  *ids = (DatasetIds){doc, g_hash_table_new(g_str_hash, g_str_equal), g_ptr_array_new()};
  const xmlNode *root = root_of(doc);
  for (const xmlNode *node = root; node; node = xml_next(node, root)) {
    const char *id = node->type == XML_ELEMENT_NODE ? xml_attribute(node, "id") : NULL;
    const xmlNode *first = id ? g_hash_table_lookup(ids->by_id, id) : NULL;
    if (first)
      diag_dataset_id_twice(diagnostics, xml_place(node), id, xml_place(first).line);
    if (!id || first)
      continue;
    g_hash_table_insert(ids->by_id, (gpointer)id, (gpointer)node);
    g_ptr_array_add(ids->all, (gpointer)node);
  }
  return ids;
}

void dataset_ids_free(DatasetIds *ids) {
  if (!ids)
    return;
  g_hash_table_unref(ids->by_id);
  g_ptr_array_unref(ids->all);
  g_free(ids);
}

const xmlNode *dataset_ids_lookup(const DatasetIds *ids, const char *id) {
  return id ? g_hash_table_lookup(ids->by_id, id) : NULL;
}

/* "element attribute" -> the names of the elements that it may refer to, with blanks between;
 * borrowed from the grammar. */
static GHashTable *read_kinds(const Grammar *grammar) {
  GHashTable *kinds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  const xmlNode *root = root_of(grammar_doc(grammar));
  for (const xmlNode *node = root; node; node = xml_next(node, root)) {
    if (!xml_is(node, RNG_NAMESPACE, "attribute"))
      continue;
    const xmlAttr *refers = xmlHasNsProp(node, (const xmlChar *)"refers-to",
                                         (const xmlChar *)GRAMMAR_ANNOTATION_NAMESPACE);
    const xmlNode *element = node->parent;
    while (element && !xml_is(element, RNG_NAMESPACE, "element"))
      element = element->parent;
    if (!refers || !refers->children || !element)
      continue;
    char *key =
        g_strdup_printf("%s %s", xml_attribute(element, "name"), xml_attribute(node, "name"));
    g_hash_table_insert(kinds, key, refers->children->content);
  }
  return kinds;
}

/* An element's and an attribute's name, equal if their addresses are: those of a parsed document
 * are in its dictionary. */
typedef struct {
  const xmlChar *element, *attribute;
} Names;

struct DatasetReferences {
  GHashTable *kinds; /* as read */
  GHashTable *known; /* Names -> kinds, NULL for no reference */
};

static guint names_hash(gconstpointer data) {
  const Names *names = data;
  return g_direct_hash(names->element) * 31 + g_direct_hash(names->attribute);
}

static gboolean names_equal(gconstpointer a, gconstpointer b) {
  const Names *first = a, *second = b;
  return first->element == second->element && first->attribute == second->attribute;
}

DatasetReferences *dataset_references_new(const Grammar *grammar) {
  DatasetReferences *references = g_new(DatasetReferences, 1);
  *references = (DatasetReferences){read_kinds(grammar),
                                    g_hash_table_new_full(names_hash, names_equal, g_free, NULL)};
  return references;
}

void dataset_references_free(DatasetReferences *references) {
  g_hash_table_unref(references->known);
  g_hash_table_unref(references->kinds);
  g_free(references);
}

const char *dataset_references_of(DatasetReferences *references, const xmlAttr *attribute) {
  const Names names = {attribute->parent->name, attribute->name};
  gpointer kinds = NULL;
  if (attribute->ns)
    return NULL;
  if (g_hash_table_lookup_extended(references->known, &names, NULL, &kinds))
    return kinds;
  char *key = g_strdup_printf("%s %s", (const char *)names.element, (const char *)names.attribute);
  kinds = g_hash_table_lookup(references->kinds, key);
  g_hash_table_insert(references->known, g_memdup2(&names, sizeof names), kinds);
  g_free(key);
  return kinds;
}

static bool is_kind(const xmlNode *element, char *const *kinds) {
  return g_strv_contains((const char *const *)kinds, (const char *)element->name);
}

/* "a <person> or a <body>"; the caller frees it. */
static char *kinds_in_words(char *const *kinds) {
  GString *words = g_string_new(NULL);
  for (int i = 0; kinds[i]; i++)
    g_string_append_printf(words, "%s<%s>", i == 0 ? "a " : kinds[i + 1] ? ", " : " or ", kinds[i]);
  return g_string_free(words, FALSE);
}

static const char *nearest_id(const DatasetIds *ids, const char *id, char *const *kinds) {
  GPtrArray *candidates = g_ptr_array_new();
  for (guint i = 0; i < ids->all->len; i++) {
    const xmlNode *element = g_ptr_array_index(ids->all, i);
    if (is_kind(element, kinds))
      g_ptr_array_add(candidates, (gpointer)xml_attribute(element, "id"));
  }
  const char *meant =
      diag_did_you_mean(id, (const char *const *)candidates->pdata, candidates->len);
  g_ptr_array_unref(candidates);
  return meant;
}

static void check_one(const DatasetIds *ids, Diagnostics *diagnostics, const xmlAttr *attribute,
                      const char *id, char *const *kinds) {
  const xmlNode *element = attribute->parent;
  const xmlNode *found = dataset_ids_lookup(ids, id);
  if (found && is_kind(found, kinds))
    return;
  const char *name = (const char *)attribute->name;
  char *expected = kinds_in_words(kinds);
  const char *meant = found ? NULL : nearest_id(ids, id, kinds);
  if (found)
    diag_dataset_reference_kind(diagnostics, xml_place(element), name, id,
                                (const char *)found->name, xml_place(found).line, expected);
  else if (meant)
    diag_dataset_reference_meant(diagnostics, xml_place(element), (const char *)element->name, name,
                                 id, meant);
  else
    diag_dataset_reference(diagnostics, xml_place(element), (const char *)element->name, name, id,
                           expected);
  g_free(expected);
}

static void check_attribute(const DatasetIds *ids, Diagnostics *diagnostics,
                            const xmlAttr *attribute, const char *allowed) {
  char **kinds = g_strsplit(allowed, " ", -1);
  xmlChar *value = xmlNodeListGetString(attribute->doc, attribute->children, 1);
  char **given = g_strsplit_set(value ? (const char *)value : "", " \t\r\n", -1);
  for (char **id = given; *id; id++) {
    if (**id)
      check_one(ids, diagnostics, attribute, *id, kinds);
  }
  g_strfreev(given);
  xmlFree(value);
  g_strfreev(kinds);
}

void dataset_ids_check(const DatasetIds *ids, DatasetReferences *references,
                       Diagnostics *diagnostics) {
  const xmlNode *root = root_of(ids->doc);
  const unsigned most = diag_count(diagnostics, DIAG_ERROR) + DATASET_MOST_MISTAKES;
  for (const xmlNode *node = root; node; node = xml_next(node, root)) {
    if (diag_count(diagnostics, DIAG_ERROR) >= most) {
      diag_dataset_more(diagnostics, (Place){.file = xml_place(root).file}, DATASET_MOST_MISTAKES);
      break;
    }
    if (node->type != XML_ELEMENT_NODE)
      continue;
    for (const xmlAttr *a = node->properties; a; a = a->next) {
      const char *allowed = dataset_references_of(references, a);
      if (allowed)
        check_attribute(ids, diagnostics, a, allowed);
    }
  }
}
