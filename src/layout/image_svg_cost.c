/* What an SVG document draws, before librsvg is asked to: a few <use> elements that refer to one
 * another are billions of shapes. Each element's cost is found once, so that this takes no longer than
 * the document is. References of style sheets are not followed: which elements they are of, librsvg
 * alone knows; for these the limit of time is there. */
#include "layout/image_format.h"

#include "base/xml.h"

#include <string.h>

/* A cost that is being found: whoever refers to it draws nothing (SVG 1.1 §5.6). */
enum { AT_WORK = -1 };

typedef struct {
  int64_t cost; /* the element, what is in it and what these refer to; or AT_WORK */
  int height;   /* and how deep that is nested */
} Known;

typedef struct {
  const Limits *limits;
  GHashTable *ids;   /* id -> element */
  GHashTable *known; /* element -> Known */
  bool too_deep;
} Costs;

static Known cost_of(Costs *costs, const xmlNode *element, int depth);

static void add(Costs *costs, Known *sum, const xmlNode *element, int depth) {
  const Known part = cost_of(costs, element, depth);
  if (part.cost == AT_WORK)
    return;
  sum->cost = MIN(sum->cost + part.cost, costs->limits->svg_elements + 1);
  sum->height = MAX(sum->height, part.height + 1);
}

static void add_reference(Costs *costs, Known *sum, const char *id, size_t length, int depth) {
  char *name = g_strndup(id, length);
  const xmlNode *element = g_hash_table_lookup(costs->ids, name);
  g_free(name);
  if (element)
    add(costs, sum, element, depth);
}

/* href="#id", and each url(#id) of a property. */
static void add_references(Costs *costs, Known *sum, const xmlNode *element, int depth) {
  for (const xmlAttr *a = element->properties; a; a = a->next) {
    const char *value = a->children ? (const char *)a->children->content : NULL;
    if (!value)
      continue;
    if (strcmp((const char *)a->name, "href") == 0 && *value == '#')
      add_reference(costs, sum, value + 1, strlen(value + 1), depth);
    for (const char *p = value; (p = strstr(p, "url(")) != NULL;) {
      p += strlen("url(");
      p += strspn(p, " \t\r\n\"'");
      if (*p == '#')
        add_reference(costs, sum, p + 1, strcspn(p + 1, "\"') \t\r\n"), depth);
    }
  }
}

static Known cost_of(Costs *costs, const xmlNode *element, int depth) {
  Known *known = g_hash_table_lookup(costs->known, element);
  if (depth + (known ? known->height : 0) >= costs->limits->svg_depth)
    costs->too_deep = true;
  if (known || costs->too_deep)
    return known ? *known : (Known){0};
  known = g_new(Known, 1);
  *known = (Known){.cost = AT_WORK};
  g_hash_table_insert(costs->known, (gpointer)element, known);
  Known sum = {.cost = 1};
  add_references(costs, &sum, element, depth + 1);
  for (const xmlNode *child = element->children; child && !costs->too_deep; child = child->next) {
    if (child->type == XML_ELEMENT_NODE)
      add(costs, &sum, child, depth + 1);
  }
  *known = sum;
  return sum;
}

static void collect_ids(Costs *costs, xmlNode *root) {
  for (xmlNode *node = root; node; node = xml_next(node, root)) {
    const char *id = node->type == XML_ELEMENT_NODE ? xml_attribute(node, "id") : NULL;
    if (id && !g_hash_table_contains(costs->ids, id))
      g_hash_table_insert(costs->ids, (gpointer)id, node);
  }
}

bool image_svg_is_within(const xmlDoc *doc, const ImageReport *report, int *depth) {
  xmlNode *root = xmlDocGetRootElement((xmlDoc *)(gpointer)doc);
  Costs costs = {.limits = report->limits,
                 .ids = g_hash_table_new(g_str_hash, g_str_equal),
                 .known = g_hash_table_new_full(NULL, NULL, NULL, g_free)};
  collect_ids(&costs, root);
  const Known all = root ? cost_of(&costs, root, 0) : (Known){0};
  const bool complex = all.cost > report->limits->svg_elements;
  if (costs.too_deep)
    diag_image_svg_deep(report->diagnostics, report->place, report->name,
                        (long long)report->limits->svg_depth);
  else if (complex)
    diag_image_svg_complex(report->diagnostics, report->place, report->name,
                           (long long)report->limits->svg_elements);
  *depth = all.height + 1;
  g_hash_table_unref(costs.known);
  g_hash_table_unref(costs.ids);
  return !costs.too_deep && !complex;
}
