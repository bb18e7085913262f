#include "fo/extension.h"

#include <string.h>

static const char fox[] = "http://xmlgraphics.apache.org/fop/extensions";
static const char rx[] = "http://www.renderx.com/XSL/Extensions";
static const char axf[] = "http://www.antennahouse.com/names/XSL/Extensions";

/* ---- Names ------------------------------------------------------------------------------------ */

const char *extension_element(const char *uri, const char *name) {
  static const struct {
    const char *uri, *name, *equal;
  } equals[] = {
      {fox, "bookmarks", "bookmark-tree"},
      {fox, "outline", "bookmark"},
      {fox, "label", "bookmark-title"},
      {rx, "outline", "bookmark-tree"},
      {rx, "bookmark", "bookmark"},
      {rx, "bookmark-label", "bookmark-title"},
      {rx, "change-bar-begin", "change-bar-begin"},
      {rx, "change-bar-end", "change-bar-end"},
      {rx, "begin-index-range", "index-range-begin"},
      {rx, "end-index-range", "index-range-end"},
      {rx, "page-index", "index-page-citation-list"},
      {rx, "index-item", "index-key-reference"},
  };
  for (size_t i = 0; uri && i < G_N_ELEMENTS(equals); i++)
    if (strcmp(uri, equals[i].uri) == 0 && strcmp(name, equals[i].name) == 0)
      return equals[i].equal;
  return NULL;
}

const char *extension_attribute(const char *qualified) {
  static const struct {
    const char *name, *equal;
  } equals[] = {
      {"axf:alttext", "fox:alt-text"},        {"axf:pdftag", "role"},
      {"rx:alt-description", "fox:alt-text"}, {"rx:actual-text", "fox:actual-text"},
      {"rx:pdf-structure-tag", "role"},       {"rx:key", "index-key"},
      {"ref-key", "ref-index-key"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(equals); i++)
    if (strcmp(qualified, equals[i].name) == 0)
      return equals[i].equal;
  return NULL;
}

static bool is_element(const char *uri, const char *name, const char *of, const char *wanted) {
  return uri && strcmp(uri, of) == 0 && strcmp(name, wanted) == 0;
}

static bool is_true(const BuilderAttribute *attribute) {
  return attribute->length == strlen("true") &&
         memcmp(attribute->value, "true", strlen("true")) == 0;
}

/* What rx:index-item says of its numbers; false: nothing of that. */
static bool say_item(const BuilderAttribute *attribute, BuilderAttribute *own, int *kept) {
  static const struct {
    const char *name, *equal, *yes, *no;
  } equals[] = {
      {"link-back", "page-number-treatment", "link", "no-link"},
      {"merge-subsequent-page-numbers", "merge-sequential-page-numbers", "merge", "leave-separate"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(equals); i++) {
    if (strcmp(attribute->name, equals[i].name) != 0)
      continue;
    const char *value = is_true(attribute) ? equals[i].yes : equals[i].no;
    own[(*kept)++] =
        (BuilderAttribute){.name = equals[i].equal, .value = value, .length = strlen(value)};
    return true;
  }
  return false;
}

int extension_attributes(const char *uri, const char *name, const BuilderAttribute *attributes,
                         int count, BuilderAttribute *own, ExtensionSeparators *separators) {
  const bool list = is_element(uri, name, rx, "page-index");
  const bool item = is_element(uri, name, rx, "index-item");
  int kept = 0;
  for (int i = 0; i < count; i++) {
    const BuilderAttribute *attribute = &attributes[i];
    const bool bare = !attribute->uri || !*attribute->uri;
    const bool said = bare || strcmp(attribute->uri, rx) == 0;
    if (list && bare && strcmp(attribute->name, "list-separator") == 0)
      separators->list = attribute;
    else if (list && bare && strcmp(attribute->name, "range-separator") == 0)
      separators->range = attribute;
    else if (!item || !said || !say_item(attribute, own, &kept))
      own[kept++] = *attribute;
  }
  return kept;
}

/* ---- What is said of the document ---------------------------------------------------------------- */

bool extension_is_fact(const char *uri, const char *name) {
  return is_element(uri, name, fox, "destination") || is_element(uri, name, rx, "meta-info") ||
         is_element(uri, name, axf, "document-info");
}

/* The property of XMP that a name of document information is, or NULL. */
static const char *metadata_property(const char *name) {
  static const struct {
    const char *name, *property;
  } properties[] = {
      {"title", "dc:title"},         {"document-title", "dc:title"},
      {"author", "dc:creator"},      {"creator", "dc:creator"},
      {"subject", "dc:description"}, {"description", "dc:description"},
      {"keywords", "pdf:Keywords"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(properties); i++)
    if (g_ascii_strcasecmp(name, properties[i].name) == 0)
      return properties[i].property;
  return NULL;
}

/* Adds a property that is not there yet. */
static void add_metadata(GString *metadata, const char *property, const char *value) {
  char *escaped = g_markup_escape_text(value, -1);
  char *element = g_strdup_printf("<%s>", property);
  const bool list = strcmp(property, "dc:creator") == 0;
  if (!strstr(metadata->str, element))
    g_string_append_printf(metadata, "%s%s%s%s</%s>", element, list ? "<rdf:Seq><rdf:li>" : "",
                           escaped, list ? "</rdf:li></rdf:Seq>" : "", property);
  g_free(element);
  g_free(escaped);
}

static void take_metadata(ExtensionFacts *facts, const xmlNode *element, Diagnostics *diagnostics,
                          Place place) {
  xmlChar *name = xmlGetNoNsProp((xmlNode *)element, (const xmlChar *)"name");
  xmlChar *value = xmlGetNoNsProp((xmlNode *)element, (const xmlChar *)"value");
  const char *property = name ? metadata_property((const char *)name) : NULL;
  if (property && value) {
    if (!facts->metadata) {
      facts->metadata = g_string_new(NULL);
      facts->place = place;
    }
    add_metadata(facts->metadata, property, (const char *)value);
  } else if (!name || strcmp((const char *)name, "displaydoctitle") != 0) { /* that is so anyway */
    char *said = g_strdup_printf("<%s name=\"%s\">", (const char *)element->name,
                                 name ? (const char *)name : "");
    diag_fo_unsupported_property(diagnostics, place, said);
    g_free(said);
  }
  xmlFree(name);
  xmlFree(value);
}

void extension_take(ExtensionFacts *facts, const xmlNode *element, Arena *arena,
                    Diagnostics *diagnostics, Place place) {
  const char *name = (const char *)element->name;
  if (strcmp(name, "document-info") == 0) {
    take_metadata(facts, element, diagnostics, place);
  } else if (strcmp(name, "meta-info") == 0) {
    for (const xmlNode *field = element->children; field; field = field->next)
      if (field->type == XML_ELEMENT_NODE)
        take_metadata(facts, field, diagnostics, place);
  } else {
    xmlChar *id = xmlGetNoNsProp((xmlNode *)element, (const xmlChar *)"internal-destination");
    if (!facts->destinations)
      facts->destinations = g_ptr_array_new();
    if (id)
      g_ptr_array_add(facts->destinations, (gpointer)arena_strdup(arena, (const char *)id));
    else
      diag_fo_property_expected(diagnostics, place, "fox:destination", "internal-destination");
    xmlFree(id);
  }
}

static const char *metadata_packet(const GString *properties, Arena *arena) {
  char *packet =
      g_strconcat("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
                  "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                  "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                  " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">",
                  properties->str, "</rdf:Description></rdf:RDF></x:xmpmeta>", NULL);
  const char *kept = arena_strdup(arena, packet);
  g_free(packet);
  return kept;
}

void extension_finish(ExtensionFacts *facts, TreeRecord *record, Diagnostics *diagnostics) {
  FoTree *tree = &record->tree;
  if (facts->metadata) {
    if (tree->xmp)
      diag_fo_metadata_twice(diagnostics, facts->place);
    else
      tree->xmp = metadata_packet(facts->metadata, record->arena);
    g_string_free(facts->metadata, TRUE);
  }
  if (facts->destinations) {
    tree->destination_count = (int)facts->destinations->len;
    if (tree->destination_count > 0)
      tree->destinations =
          arena_copy(record->arena, facts->destinations->pdata,
                     facts->destinations->len * sizeof *facts->destinations->pdata);
    g_ptr_array_unref(facts->destinations);
  }
  *facts = (ExtensionFacts){0};
}

/* ---- Bookmarks from axf:outline-level ------------------------------------------------------------ */

/* Nodes of the tree that are not yet out of our hands. */
static FoNode *mutable(const FoNode *node) {
  return (FoNode *)(uintptr_t)node;
}

typedef struct {
  TreeRecord *record;
  FoNode *tree; /* fo:bookmark-tree; NULL: no bookmark yet */
  GArray *open; /* of OutlineEntry: the bookmark that came last and those around it */
} Outline;

typedef struct {
  int level;
  FoNode *bookmark, *last; /* child */
} OutlineEntry;

static FoNode *outline_node(Outline *outline, FoElement element, const FoNode *from) {
  FoTree *tree = &outline->record->tree;
  FoNode *node = node_made(outline->record, element, from);
  node->number = tree->node_count++;
  node->style = tree->root->style;
  return node;
}

static void add_text(GString *text, const FoNode *node) {
  if (node->element == FO_TEXT)
    g_string_append_len(text, node->text, (gssize)node->length);
  for (const FoNode *child = node->first; child; child = child->next)
    if (child->element != FO_MARKER && child->element != FO_FOOTNOTE)
      add_text(text, child);
}

static FoNode *outline_title(Outline *outline, const FoNode *node) {
  const char *said = fo_attribute(node, PROP_AXF_OUTLINE_TITLE);
  GString *text = g_string_new(said);
  if (!said)
    add_text(text, node);
  FoNode *title = outline_node(outline, FO_BOOKMARK_TITLE, node);
  FoNode *run = outline_node(outline, FO_TEXT, node);
  run->text = arena_strdup(outline->record->arena, text->str);
  run->length = text->len;
  run->parent = title;
  title->first = run;
  g_string_free(text, TRUE);
  return title;
}

/* The id that the bookmark leads to: the node's own, or a new one. */
static const char *outline_target(Outline *outline, const FoNode *node) {
  if (fo_id(node))
    return fo_id(node);
  char name[40];
  g_snprintf(name, sizeof name, "axf-outline-%d", node->number);
  return node_name(outline->record, mutable(node), name);
}

static OutlineEntry *innermost(const Outline *outline) {
  return &g_array_index(outline->open, OutlineEntry, outline->open->len - 1);
}

static void outline_add(Outline *outline, const FoNode *node, int level) {
  FoNode *bookmark = outline_node(outline, FO_BOOKMARK, node);
  FoAttribute *target = arena_new_object(outline->record->arena, FoAttribute);
  *target = (FoAttribute){PROP_INTERNAL_DESTINATION, outline_target(outline, node)};
  bookmark->attributes = target;
  bookmark->attribute_count = 1;
  if (g_strcmp0(fo_attribute(node, PROP_AXF_OUTLINE_EXPAND), "false") == 0) {
    Style *closed = arena_copy(outline->record->arena, bookmark->style, sizeof(Style));
    closed->starting_state = KW_HIDE;
    bookmark->style = closed;
  }
  FoNode *title = outline_title(outline, node);
  title->parent = bookmark;
  bookmark->first = title;
  while (outline->open->len > 1 && innermost(outline)->level >= level)
    g_array_set_size(outline->open, outline->open->len - 1);
  OutlineEntry *parent = innermost(outline);
  bookmark->parent = parent->bookmark;
  if (parent->last)
    parent->last->next = bookmark;
  else
    parent->bookmark->first = bookmark;
  parent->last = bookmark;
  const OutlineEntry entry = {level, bookmark, title};
  g_array_append_val(outline->open, entry);
}

static void outline_begin(Outline *outline) {
  FoNode *root = mutable(outline->record->tree.root);
  outline->tree = outline_node(outline, FO_BOOKMARK_TREE, root);
  outline->tree->parent = root;
  outline->tree->next = root->first->next; /* behind fo:layout-master-set */
  mutable(root->first)->next = outline->tree;
  const OutlineEntry entry = {0, outline->tree, NULL};
  g_array_append_val(outline->open, entry);
}

static void outline_visit(Outline *outline, const FoNode *node) {
  const char *said = fo_attribute(node, PROP_AXF_OUTLINE_LEVEL);
  const int level = said ? (int)CLAMP(g_ascii_strtoll(said, NULL, 10), 0, 1000) : 0;
  if (level == 0)
    return;
  if (!outline->tree)
    outline_begin(outline);
  outline_add(outline, node, level);
}

void extension_outline(TreeRecord *record) {
  const FoNode *root = record->tree.root;
  for (const FoNode *child = root->first; child; child = child->next)
    if (child->element == FO_BOOKMARK_TREE)
      return;
  Outline outline = {.record = record, .open = g_array_new(FALSE, FALSE, sizeof(OutlineEntry))};
  for (const FoNode *node = root->first; node;) {
    outline_visit(&outline, node);
    if (node->first && node->element != FO_STATIC_CONTENT && node != outline.tree) {
      node = node->first;
      continue;
    }
    while (node != root && !node->next)
      node = node->parent;
    node = node == root ? NULL : node->next;
  }
  g_array_unref(outline.open);
}
