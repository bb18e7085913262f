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

/* ---- Assignments ---- */

static const char *source_name(const FoNode *source) {
  const char *name = fo_attribute(source, PROP_FLOW_NAME_REFERENCE);
  return name ? name : "";
}

static const FoNode *first_source(const FoNode *assignment) {
  return child_of(child_of(assignment, FO_FLOW_SOURCE_LIST), FO_FLOW_NAME_SPECIFIER);
}

/* The first place in the list that names the flow, or NULL. */
static const FoNode *source_of(const FoNode *assignment, const char *flow) {
  const FoNode *source = first_source(assignment);
  while (source && strcmp(source_name(source), flow) != 0)
    source = source->next;
  return source;
}

/* The assignment of the flow in the flow map of its page sequence, or NULL. */
static const FoNode *assignment_of(const FoNode *flow) {
  const FoNode *root = flow;
  while (root->parent)
    root = root->parent;
  const char *name = fo_attribute(flow, PROP_FLOW_NAME);
  const char *reference = fo_attribute(flow->parent, PROP_FLOW_MAP_REFERENCE);
  const FoNode *map = name && reference ? flow_map_named(root, reference) : NULL;
  const FoNode *assignment = map ? map->first : NULL;
  while (assignment && !source_of(assignment, name))
    assignment = assignment->next;
  return assignment;
}

const char *fo_flow_target(const FoNode *flow, int index) {
  const FoNode *list = child_of(assignment_of(flow), FO_FLOW_TARGET_LIST);
  const FoNode *target = child_of(list, FO_REGION_NAME_SPECIFIER);
  if (!target)
    return index == 0 ? fo_attribute(flow, PROP_FLOW_NAME) : NULL;
  for (; target && index > 0; index--)
    target = target->next;
  const char *region = target ? fo_attribute(target, PROP_REGION_NAME_REFERENCE) : NULL;
  return target && !region ? fo_attribute(flow, PROP_FLOW_NAME) : region;
}

const char *fo_flow_region(const FoNode *flow) {
  return fo_flow_target(flow, 0);
}

/* ---- Flows one after the other ---- */

static const FoNode *flow_named(const FoNode *sequence, const char *name) {
  for (const FoNode *flow = sequence->first; flow; flow = flow->next) {
    const char *its = fo_attribute(flow, PROP_FLOW_NAME);
    if (flow->element == FO_FLOW && its && strcmp(its, name) == 0)
      return flow;
  }
  return NULL;
}

/* The first flow of the sequence that the list names from `source` on, and not before. */
static const FoNode *flow_from(const FoNode *assignment, const FoNode *source,
                               const FoNode *sequence) {
  for (; source; source = source->next) {
    const FoNode *flow = flow_named(sequence, source_name(source));
    if (flow && source_of(assignment, source_name(source)) == source)
      return flow;
  }
  return NULL;
}

const FoNode *fo_flow_first(const FoNode *sequence) {
  const FoNode *flow = child_of(sequence, FO_FLOW);
  const FoNode *assignment = flow ? assignment_of(flow) : NULL;
  return assignment ? flow_from(assignment, first_source(assignment), sequence) : flow;
}

const FoNode *fo_flow_next(const FoNode *flow) {
  const FoNode *assignment = assignment_of(flow);
  const FoNode *source =
      assignment ? source_of(assignment, fo_attribute(flow, PROP_FLOW_NAME)) : NULL;
  return source ? flow_from(assignment, source->next, flow->parent) : NULL;
}

/* ---- What is left out ---- */

/* Static content goes to one region, the first that the list names. */
static void check_static(const FoNode *content, Diagnostics *diagnostics) {
  const char *name;
  for (int i = 1; (name = fo_flow_target(content, i)); i++)
    diag_fo_flow_targets(diagnostics, fo_place(content), name);
}

/* Those of the list that the first flow is in are printed. */
static bool is_printed(const FoNode *flow) {
  const FoNode *first = child_of(flow->parent, FO_FLOW);
  const FoNode *assignment = assignment_of(first);
  const char *name = fo_attribute(flow, PROP_FLOW_NAME);
  if (!assignment || !name)
    return flow == first;
  return assignment_of(flow) == assignment && flow_named(flow->parent, name) == flow;
}

/* One list of flows goes through the pages of a sequence. */
void flow_map_check_sequence(const FoNode *root, const FoNode *sequence, Diagnostics *diagnostics) {
  const char *reference = fo_attribute(sequence, PROP_FLOW_MAP_REFERENCE);
  if (reference && !flow_map_named(root, reference))
    diag_fo_unknown_flow_map(diagnostics, fo_place(sequence), reference);
  for (const FoNode *flow = sequence->first; flow; flow = flow->next) {
    const char *name = fo_attribute(flow, PROP_FLOW_NAME);
    if (flow->element == FO_STATIC_CONTENT)
      check_static(flow, diagnostics);
    else if (flow->element == FO_FLOW && !is_printed(flow))
      diag_fo_flow_left_out(diagnostics, fo_place(flow), name ? name : "");
  }
}
