#include "dataset/asof.h"
#include "base/xml.h"
#include "dataset/calendar.h"
#include "dataset/dataset.h"
#include "dataset/ids.h"

#include <string.h>

typedef struct {
  xmlNode *root;
  DatasetIds *ids;
  DatasetReferences *references;
  GHashTable *chain; /* the cycles that remain, and their engagements */
  GHashTable *gone;  /* elements that go, with all that they hold */
  GHashTable *used;  /* declarations that something refers to */
  GPtrArray *queue;  /* of those, the ones whose own references were not looked at */
  GPtrArray *order;  /* what is gone, in the order in which it was found */
  int day;
} Cut;

static bool is(const xmlNode *node, const char *name) {
  return xml_is(node, DATASET_NAMESPACE, name);
}

static bool is_one_of(const xmlNode *node, const char *const *names) {
  return node->type == XML_ELEMENT_NODE && g_strv_contains(names, (const char *)node->name);
}

static void remove_later(Cut *cut, const xmlNode *node) {
  if (g_hash_table_add(cut->gone, (gpointer)node))
    g_ptr_array_add(cut->order, (gpointer)node);
}

/* Is it, or what holds it, to go? */
static bool is_gone(const Cut *cut, const xmlNode *node) {
  for (; node; node = node->parent) {
    if (g_hash_table_contains(cut->gone, node))
      return true;
  }
  return false;
}

/* The next node under `top` in document order, without the content of `node` if `skip`. */
static xmlNode *next_node(const xmlNode *node, const xmlNode *top, bool skip) {
  if (!skip)
    return xml_next(node, top);
  while (node != top && !node->next)
    node = node->parent;
  return node == top ? NULL : node->next;
}

/* What had not begun. */

static const xmlNode *lookup(const Cut *cut, const xmlNode *node, const char *attribute) {
  return dataset_ids_lookup(cut->ids, xml_attribute(node, attribute));
}

static void follow_chain(Cut *cut, const char *cycle) {
  const xmlNode *node = dataset_ids_lookup(cut->ids, cycle);
  cut->day = calendar_first_day(calendar_read(xml_attribute(node, "as-of")));
  for (; node && g_hash_table_add(cut->chain, (gpointer)node);
       node = lookup(cut, node, "previous")) {
    const xmlNode *engagement = lookup(cut, node, "engagement");
    if (engagement)
      g_hash_table_add(cut->chain, (gpointer)engagement);
  }
}

static bool is_later(const Cut *cut, const xmlNode *node, const char *attribute) {
  return calendar_first_day(calendar_read(xml_attribute(node, attribute))) > cut->day;
}

static bool is_since_later(const Cut *cut, const xmlNode *node) {
  const xmlNode *since = lookup(cut, node, "since");
  return since && !g_hash_table_contains(cut->chain, since);
}

static bool has_appeared(const Cut *cut, const xmlNode *publication) {
  return xml_attribute(publication, "date") && !is_later(cut, publication, "date");
}

static bool had_begun(const Cut *cut, const xmlNode *node) {
  if (is(node, "cycle"))
    return g_hash_table_contains(cut->chain, node);
  if (is(node, "engagement"))
    return !is_later(cut, node, "date") || g_hash_table_contains(cut->chain, node);
  if (is(node, "recommendation") || is(node, "action") || is(node, "target"))
    return !is_since_later(cut, node);
  if (is(node, "publication"))
    return has_appeared(cut, node);
  if (is(node, "response"))
    return !is_later(cut, node, "date");
  if (is(node, "lead") || is(node, "role"))
    return !is_later(cut, node, "from");
  return true;
}

/* An end that was still to come says nothing of the day, and may have been written later. */
static void forget_end(const Cut *cut, xmlNode *node) {
  if ((is(node, "lead") || is(node, "role")) && is_later(cut, node, "until"))
    xmlUnsetProp(node, (const xmlChar *)"until");
}

static void drop_what_had_not_begun(Cut *cut) {
  bool skip = false;
  for (xmlNode *node = cut->root; node; node = next_node(node, cut->root, skip)) {
    skip = false;
    if (node->type != XML_ELEMENT_NODE)
      continue;
    skip = !had_begun(cut, node);
    if (skip)
      remove_later(cut, node);
    else
      forget_end(cut, node);
  }
}

/* DatasetReferences to what is gone. */

/* Those without which the element says nothing; and those that are left as they are: in a sentence,
 * and in an update, which is a mistake that the rules report. */
static const char *const bound[] = {"depends", NULL};
static const char *const kept[] = {"ref", "count", "value", "update", NULL};

static bool leads_to_gone(const Cut *cut, const char *id) {
  const xmlNode *target = dataset_ids_lookup(cut->ids, id);
  return target && is_gone(cut, target);
}

/* Drops the ids that lead to what is gone, and the attribute if none remains. */
static void trim(const Cut *cut, xmlNode *node, const xmlAttr *attribute) {
  char *name = g_strdup((const char *)attribute->name);
  char **ids = g_strsplit(xml_attribute(node, name), " ", -1);
  GString *rest = g_string_new(NULL);
  bool trimmed = false;
  for (char **id = ids; *id; id++) {
    if (leads_to_gone(cut, *id))
      trimmed = true;
    else
      g_string_append_printf(rest, "%s%s", rest->len > 0 ? " " : "", *id);
  }
  if (trimmed && rest->len > 0)
    xmlSetProp(node, (const xmlChar *)name, (const xmlChar *)rest->str);
  else if (trimmed)
    xmlUnsetProp(node, (const xmlChar *)name);
  g_string_free(rest, TRUE);
  g_strfreev(ids);
  g_free(name);
}

static void drop_references(Cut *cut, xmlNode *node) {
  for (xmlAttr *a = node->properties, *next; a; a = next) {
    next = a->next;
    if (!dataset_references_of(cut->references, a))
      continue;
    if (!is_one_of(node, bound))
      trim(cut, node, a);
    else if (leads_to_gone(cut, xml_attribute(node, (const char *)a->name)))
      remove_later(cut, node);
  }
}

static void drop_dangling(Cut *cut) {
  bool skip = false;
  for (xmlNode *node = cut->root; node; node = next_node(node, cut->root, skip)) {
    skip = g_hash_table_contains(cut->gone, node);
    if (!skip && node->type == XML_ELEMENT_NODE && !is_one_of(node, kept))
      drop_references(cut, node);
  }
}

/* Declarations that nothing refers to. */

static const char *const containers[] = {"organisations", "people", "bodies",     "themes",
                                         "scales",        "kinds",  "indicators", NULL};

static bool is_declaration(const Cut *cut, const xmlNode *node) {
  const xmlNode *parent = node->parent;
  return is(node, "package") ||
         (parent && parent->parent == cut->root && is_one_of(parent, containers));
}

/* The declaration that the node is or belongs to, or NULL. */
static const xmlNode *declaration_of(const Cut *cut, const xmlNode *node) {
  while (node && node != cut->root && !is_declaration(cut, node))
    node = node->parent;
  return node == cut->root ? NULL : node;
}

static void use(Cut *cut, const char *id) {
  const xmlNode *target = dataset_ids_lookup(cut->ids, id);
  const xmlNode *declaration = target ? declaration_of(cut, target) : NULL;
  if (declaration && g_hash_table_add(cut->used, (gpointer)declaration))
    g_ptr_array_add(cut->queue, (gpointer)declaration);
}

/* Uses what the elements under `top` refer to, declarations left out unless `top` is one. */
static void use_references(Cut *cut, const xmlNode *top) {
  bool skip = false;
  for (const xmlNode *node = top; node; node = next_node(node, top, skip)) {
    skip = node->type != XML_ELEMENT_NODE || g_hash_table_contains(cut->gone, node) ||
           (top == cut->root && is_declaration(cut, node));
    for (const xmlAttr *a = skip ? NULL : node->properties; a; a = a->next) {
      if (!dataset_references_of(cut->references, a))
        continue;
      char **ids = g_strsplit(xml_attribute(node, (const char *)a->name), " ", -1);
      for (char **id = ids; *id; id++)
        use(cut, *id);
      g_strfreev(ids);
    }
  }
}

static void drop_unused_in(Cut *cut, const xmlNode *container) {
  static const char *const optional[] = {"people", "bodies", "themes", "indicators", NULL};
  bool any = false;
  for (const xmlNode *child = container->children; child; child = child->next) {
    if (child->type != XML_ELEMENT_NODE)
      continue;
    if (!is_declaration(cut, child) || g_hash_table_contains(cut->used, child))
      any = true;
    else
      remove_later(cut, child);
  }
  if (!any && is_one_of(container, optional))
    remove_later(cut, container);
}

static void drop_unused(Cut *cut) {
  use_references(cut, cut->root);
  while (cut->queue->len > 0)
    use_references(cut, g_ptr_array_steal_index(cut->queue, cut->queue->len - 1));
  for (const xmlNode *child = cut->root->children; child; child = child->next) {
    if (child->type == XML_ELEMENT_NODE &&
        (is_one_of(child, containers) || is(child, "engagements")))
      drop_unused_in(cut, child);
  }
}

/* The removal. */

/* With the space and the comments before it, so that the file is as if it had never stood there. */
static void remove_element(xmlNode *node) {
  for (xmlNode *before = node->prev, *next; before; before = next) {
    next = before->prev;
    if (before->type != XML_COMMENT_NODE && !xmlIsBlankNode(before))
      break;
    xmlUnlinkNode(before);
    xmlFreeNode(before);
  }
  xmlUnlinkNode(node);
  xmlFreeNode(node);
}

void asof_cut(xmlDoc *doc, const char *cycle, Diagnostics *diagnostics) {
  Grammar *grammar = grammar_new(diagnostics);
  Cut cut = {.root = xmlDocGetRootElement(doc),
             .ids = dataset_ids_new(doc, diagnostics),
             .references = dataset_references_new(grammar),
             .chain = g_hash_table_new(NULL, NULL),
             .gone = g_hash_table_new(NULL, NULL),
             .used = g_hash_table_new(NULL, NULL),
             .queue = g_ptr_array_new(),
             .order = g_ptr_array_new()};
  follow_chain(&cut, cycle);
  drop_what_had_not_begun(&cut);
  drop_dangling(&cut);
  drop_unused(&cut);
  dataset_ids_free(cut.ids);
  /* In the order in which they were found: what is within another one was found before it. */
  for (guint i = 0; i < cut.order->len; i++)
    remove_element(g_ptr_array_index(cut.order, i));
  g_hash_table_unref(cut.chain);
  g_hash_table_unref(cut.gone);
  g_hash_table_unref(cut.used);
  g_ptr_array_unref(cut.queue);
  g_ptr_array_unref(cut.order);
  dataset_references_free(cut.references);
  grammar_free(grammar);
}

/* The cycle to compare with. */

static void report_base(const History *history, const char *since, Diagnostics *diagnostics) {
  const HistoryThing *now = &history->cycles[history->cycle_count - 1].thing;
  GString *ids = g_string_new(NULL);
  for (int i = 0; i < history->cycle_count - 1; i++)
    g_string_append_printf(ids, "%s%s", i > 0 ? ", " : "", history->cycles[i].thing.id);
  if (ids->len > 0)
    diag_dataset_since(diagnostics, xml_place(now->node), since, now->id, ids->str);
  else
    diag_dataset_since_first(diagnostics, xml_place(now->node), since, now->id);
  g_string_free(ids, TRUE);
}

int asof_base(const History *history, const char *since, Diagnostics *diagnostics) {
  const int before = history->cycle_count - 2;
  if (!since)
    return before >= 0 ? before : ASOF_NO_BASE;
  for (int i = before; i >= 0; i--) {
    if (strcmp(history->cycles[i].thing.id, since) == 0)
      return i;
  }
  report_base(history, since, diagnostics);
  return ASOF_WRONG_BASE;
}
