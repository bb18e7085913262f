#include "fo/ancestry.h"

#include "fo/corresponding.h"

#include <string.h>

const FoNode *ancestor_of(const FoNode *node, FoElement element) {
  for (node = node->parent; node && node->element != element;)
    node = node->parent;
  return node;
}

static bool specifies(const FoNode *node, FoProperty property) {
  const SpecifiedList *list = node_specified(node);
  for (int i = 0; list && i < list->count; i++)
    if (corresponding_property(list->items[i].property, node->style->writing_mode) == property)
      return true;
  return false;
}

const Style *ancestor_specifying(const FoNode *node, FoProperty property) {
  for (node = node->parent; node; node = node->parent)
    if (specifies(node, property))
      return node->style;
  return NULL;
}

/* ---- Page masters ---- */

static const FoNode *find_master(const StyleEngine *engine, const char *name) {
  return name ? g_hash_table_lookup(style_masters(engine), name) : NULL;
}

/* The first reference to a page master under a page sequence master. */
static const char *first_reference(const FoNode *sequence_master) {
  for (const FoNode *choice = sequence_master->first; choice; choice = choice->next) {
    const FoNode *holder = choice->first ? choice->first : choice;
    const char *name = fo_attribute(holder, PROP_MASTER_REFERENCE);
    if (name)
      return name;
  }
  return NULL;
}

static const char *region_name(const FoNode *region) {
  static const char *const reserved[] = {"xsl-region-body", "xsl-region-before", "xsl-region-after",
                                         "xsl-region-start", "xsl-region-end"};
  const char *name = fo_attribute(region, PROP_REGION_NAME);
  if (name || region->element < FO_REGION_BODY || region->element > FO_REGION_END)
    return name;
  return reserved[region->element - FO_REGION_BODY];
}

const Style *page_master_region_style(const StyleEngine *engine, const FoNode *node) {
  const FoNode *flow = node;
  while (flow && flow->element != FO_FLOW && flow->element != FO_STATIC_CONTENT)
    flow = flow->parent;
  const FoNode *sequence = flow ? flow->parent : NULL;
  if (!sequence)
    return NULL;
  const FoNode *master = find_master(engine, fo_attribute(sequence, PROP_MASTER_REFERENCE));
  if (master && master->element == FO_PAGE_SEQUENCE_MASTER)
    master = find_master(engine, first_reference(master));
  const char *wanted = fo_flow_region(flow);
  for (const FoNode *region = master && wanted ? master->first : NULL; region;
       region = region->next) {
    const char *name = region_name(region);
    if (name && strcmp(name, wanted) == 0)
      return region->style;
  }
  return NULL;
}
