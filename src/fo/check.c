/* What can be checked only with the whole tree in sight: names that refer to page masters and
 * regions. */
#include "fo/tree.h"

#include <string.h>

typedef struct {
  GHashTable *masters; /* name → FoNode * */
  Diagnostics *diagnostics;
  bool failed;
} Check;

static const FoNode *child_of(const FoNode *node, FoElement element) {
  const FoNode *child = node->first;
  while (child && child->element != element)
    child = child->next;
  return child;
}

static void collect_masters(Check *check, const FoNode *set) {
  for (const FoNode *master = set ? set->first : NULL; master; master = master->next) {
    const char *name = fo_attribute(master, PROP_MASTER_NAME);
    const FoNode *first = name ? g_hash_table_lookup(check->masters, name) : NULL;
    if (first)
      diag_fo_duplicate_master(check->diagnostics, fo_place(master), name, first->line);
    else if (name)
      g_hash_table_insert(check->masters, (gpointer)(uintptr_t)name, (gpointer)(uintptr_t)master);
  }
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *master_meant(const Check *check, const char *name) {
  guint count = 0;
  const char **names = (const char **)g_hash_table_get_keys_as_array(check->masters, &count);
  qsort(names, count, sizeof *names, compare_names);
  const char *meant = diag_did_you_mean(name, names, count);
  g_free(names);
  return meant;
}

/* A reference that is missing was reported when it was read. */
static void check_reference(Check *check, const FoNode *node, bool simple) {
  const char *name = fo_attribute(node, PROP_MASTER_REFERENCE);
  const FoNode *master = name ? g_hash_table_lookup(check->masters, name) : NULL;
  if (!name || (master && (!simple || master->element == FO_SIMPLE_PAGE_MASTER)))
    return;
  const char *meant = master_meant(check, name);
  char *hint = meant && !master ? g_strdup_printf("did you mean “%s”?", meant)
                                : g_strdup("define an fo:simple-page-master of that name");
  diag_fo_unknown_master(check->diagnostics, fo_place(node), name, hint);
  g_free(hint);
  check->failed = true;
}

static void check_master(Check *check, const FoNode *master) {
  if (master->element != FO_PAGE_SEQUENCE_MASTER)
    return;
  for (const FoNode *choice = master->first; choice; choice = choice->next) {
    if (choice->element != FO_REPEATABLE_PAGE_MASTER_ALTERNATIVES)
      check_reference(check, choice, true);
    for (const FoNode *condition = choice->first; condition; condition = condition->next)
      check_reference(check, condition, true);
  }
}

static void check_sequences(Check *check, const FoNode *top) {
  bool found = false;
  for (const FoNode *node = top->first; node;) {
    found = found || node->element == FO_PAGE_SEQUENCE;
    if (node->element == FO_PAGE_SEQUENCE) {
      check_reference(check, node, false);
      flow_map_check_sequence(top, node, check->diagnostics);
    }
    if (node->element == FO_PAGE_SEQUENCE_WRAPPER && node->first) {
      node = node->first;
      continue;
    }
    while (node->parent != top && !node->next)
      node = node->parent;
    node = node->next;
  }
  if (!found)
    diag_fo_missing(check->diagnostics, fo_place(top), "fo:root", "fo:page-sequence",
                    fo_elements[FO_ROOT].model);
  check->failed = check->failed || !found;
}

bool tree_check(const FoTree *tree, Diagnostics *diagnostics) {
  Check check = {.masters = g_hash_table_new(g_str_hash, g_str_equal), .diagnostics = diagnostics};
  const FoNode *set = child_of(tree->root, FO_LAYOUT_MASTER_SET);
  collect_masters(&check, set);
  for (const FoNode *master = set ? set->first : NULL; master; master = master->next)
    check_master(&check, master);
  check_sequences(&check, tree->root);
  g_hash_table_unref(check.masters);
  return !check.failed;
}
