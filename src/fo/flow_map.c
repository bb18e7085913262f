/* Flow maps (XSL 1.1 §6.4.22 to §6.4.27): which flow goes to which region. */
#include "fo/ancestry.h"
#include "fo/tree.h"

#include <string.h>

static const FoNode *child_of(const FoNode *node, FoElement element) {
  const FoNode *child = node ? node->first : NULL;
  while (child && child->element != element)
    child = child->next;
  return child;
}

const FoNode *flow_map_named(const FoNode *root, const char *name) {
  const FoNode *set = child_of(root, FO_LAYOUT_MASTER_SET);
  for (const FoNode *map = child_of(set, FO_FLOW_MAP); map; map = map->next) {
    const char *its = fo_attribute(map, PROP_FLOW_MAP_NAME);
    if (map->element == FO_FLOW_MAP && its && strcmp(its, name) == 0)
      return map;
  }
  return NULL;
}

/* Does the list of sources of an assignment have the flow? */
static bool has_source(const FoNode *assignment, const char *flow) {
  const FoNode *source =
      child_of(child_of(assignment, FO_FLOW_SOURCE_LIST), FO_FLOW_NAME_SPECIFIER);
  for (; source; source = source->next) {
    const char *name = fo_attribute(source, PROP_FLOW_NAME_REFERENCE);
    if (name && strcmp(name, flow) == 0)
      return true;
  }
  return false;
}

const char *fo_flow_region(const FoNode *flow) {
  const FoNode *root = flow;
  while (root->parent)
    root = root->parent;
  const char *name = fo_attribute(flow, PROP_FLOW_NAME);
  const char *reference = fo_attribute(flow->parent, PROP_FLOW_MAP_REFERENCE);
  const FoNode *map = name && reference ? flow_map_named(root, reference) : NULL;
  for (const FoNode *assignment = map ? map->first : NULL; assignment;
       assignment = assignment->next) {
    if (!has_source(assignment, name))
      continue;
    const FoNode *target =
        child_of(child_of(assignment, FO_FLOW_TARGET_LIST), FO_REGION_NAME_SPECIFIER);
    const char *region = target ? fo_attribute(target, PROP_REGION_NAME_REFERENCE) : NULL;
    return region ? region : name;
  }
  return name;
}

/* A flow goes to one region, the first that the list names. */
static void check_targets(const FoNode *assignment, Diagnostics *diagnostics) {
  const FoNode *list = child_of(assignment, FO_FLOW_TARGET_LIST);
  const FoNode *target = child_of(list, FO_REGION_NAME_SPECIFIER);
  for (target = target ? target->next : NULL; target; target = target->next) {
    const char *name = fo_attribute(target, PROP_REGION_NAME_REFERENCE);
    diag_fo_flow_targets(diagnostics, fo_place(target), name ? name : "");
  }
}

void flow_maps_check(const FoNode *set, Diagnostics *diagnostics) {
  for (const FoNode *map = set ? set->first : NULL; map; map = map->next)
    for (const FoNode *assignment = map->first; map->element == FO_FLOW_MAP && assignment;
         assignment = assignment->next)
      check_targets(assignment, diagnostics);
}

/* One flow goes through the pages of a sequence. */
void flow_map_check_sequence(const FoNode *root, const FoNode *sequence, Diagnostics *diagnostics) {
  const char *reference = fo_attribute(sequence, PROP_FLOW_MAP_REFERENCE);
  if (reference && !flow_map_named(root, reference))
    diag_fo_unknown_flow_map(diagnostics, fo_place(sequence), reference);
  const FoNode *flow = child_of(sequence, FO_FLOW);
  for (flow = flow ? flow->next : NULL; flow; flow = flow->next) {
    const char *name = fo_attribute(flow, PROP_FLOW_NAME);
    if (flow->element == FO_FLOW)
      diag_fo_flow_left_out(diagnostics, fo_place(flow), name ? name : "");
  }
}
