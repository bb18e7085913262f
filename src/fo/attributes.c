#include "fo/attributes.h"

#include "fo/extension.h"
#include "fo/values.h"

#include <string.h>

/* What the name of an attribute without a namespace was found to be. Parsers give the same name at the same address. */
typedef struct {
  const char *address;
  char *name;
  FoProperty property;
  Component component;
} KnownName;

enum { KNOWN_NAMES = 256 };

struct AttributeReader {
  KnownName names[KNOWN_NAMES]; /* by a hash of the address, the latest */
  TreeRecord *record;
  Diagnostics *diagnostics;
  GArray *specified; /* of Specified, for one element; values are offsets into `values` */
  GArray *own;       /* of FoAttribute, for one element */
  GString *values, *name, *rest;
  GHashTable *reported; /* names of attributes of other namespaces */
};

AttributeReader *attribute_reader_new(TreeRecord *record, Diagnostics *diagnostics) {
  AttributeReader *reader = g_new0(AttributeReader, 1);
  reader->record = record;
  reader->diagnostics = diagnostics;
  reader->specified = g_array_new(FALSE, FALSE, sizeof(Specified));
  reader->own = g_array_new(FALSE, FALSE, sizeof(FoAttribute));
  reader->values = g_string_new(NULL);
  reader->name = g_string_new(NULL);
  reader->rest = g_string_new(NULL);
  reader->reported = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return reader;
}

void attribute_reader_free(AttributeReader *reader) {
  g_array_unref(reader->specified);
  g_array_unref(reader->own);
  g_string_free(reader->values, TRUE);
  g_string_free(reader->name, TRUE);
  g_string_free(reader->rest, TRUE);
  g_hash_table_unref(reader->reported);
  for (int i = 0; i < KNOWN_NAMES; i++)
    g_free(reader->names[i].name);
  g_free(reader);
}

/* ---- Places ---- */

void attribute_trace(AttributeReader *reader, const BuilderAttribute *attributes, int count,
                     bool read, Place *place) {
  for (int i = 0; i < count; i++) {
    if (g_strcmp0(attributes[i].uri, FO_TRACE_NAMESPACE) != 0 ||
        strcmp(attributes[i].name, "at") != 0)
      continue;
    const Place own = *place;
    GString *trace = g_string_new_len(attributes[i].value, (gssize)attributes[i].length);
    const char *rest = trace->str;
    Place first;
    if (trace_next(&rest, reader->name, &first)) {
      *place = place_at(diag_intern(reader->diagnostics, first.file), first.line, first.column);
      g_string_assign(reader->rest, rest + strspn(rest, " "));
      if (read)
        trace_append(reader->rest, &own);
      place->trace =
          reader->rest->len > 0 ? diag_intern(reader->diagnostics, reader->rest->str) : NULL;
    }
    g_string_free(trace, TRUE);
  }
}

/* ---- Names ---- */

typedef struct {
  const char *uri, *prefix; /* NULL: its attributes are of no interest to a formatter */
} KnownNamespace;

static const KnownNamespace known_namespaces[] = {
    {"http://www.w3.org/XML/1998/namespace", "xml"},
    {"http://xmlgraphics.apache.org/fop/extensions", "fox"},
    {"http://www.renderx.com/XSL/Extensions", "rx"},
    {"http://www.antennahouse.com/names/XSL/Extensions", "axf"},
    {"urn:peerpress:fo", "pp"},
};

/* The name that properties.def would have it by, in reader->name; false: none of ours. */
static bool qualify(AttributeReader *reader, const BuilderAttribute *attribute) {
  g_string_truncate(reader->name, 0);
  if (attribute->uri && *attribute->uri) {
    size_t i = 0;
    while (i < G_N_ELEMENTS(known_namespaces) &&
           strcmp(known_namespaces[i].uri, attribute->uri) != 0)
      i++;
    if (i == G_N_ELEMENTS(known_namespaces))
      return false;
    g_string_append(reader->name, known_namespaces[i].prefix);
    g_string_append_c(reader->name, ':');
  }
  g_string_append(reader->name, attribute->name);
  const char *equal = extension_attribute(reader->name->str);
  if (equal)
    g_string_assign(reader->name, equal);
  return true;
}

static void report_unknown(AttributeReader *reader, const FoNode *node,
                           const BuilderAttribute *attribute) {
  const char *name = reader->name->str;
  if (attribute->uri && *attribute->uri) {
    if (strcmp(name, "xml:space") == 0 || strcmp(name, "xml:base") == 0 ||
        g_hash_table_contains(reader->reported, name))
      return;
    g_hash_table_add(reader->reported, g_strdup(name));
    diag_fo_unsupported_property(reader->diagnostics, fo_place(node), name);
    return;
  }
  const char *meant = vocabulary_property_meant(name);
  char *hint = meant ? g_strdup_printf("did you mean %s?", meant)
                     : g_strdup("no property of XSL 1.1 has that name");
  diag_fo_unknown_property(reader->diagnostics, fo_place(node), name, hint);
  g_free(hint);
}

/* ---- Values ---- */

static void strip(const char **text, size_t *length) {
  for (; *length > 0 && g_ascii_isspace(**text); (*length)--)
    (*text)++;
  while (*length > 0 && g_ascii_isspace((*text)[*length - 1]))
    (*length)--;
}

/* Properties of the node itself. Text that people read is kept to the letter. */
static void read_own(AttributeReader *reader, FoProperty property,
                     const BuilderAttribute *attribute) {
  const PropertyRow *row = &fo_properties[property];
  const char *text = attribute->value;
  size_t length = attribute->length;
  if (row->node_type == NODE_URI)
    value_strip_uri(&text, &length);
  else if (row->node_type != NODE_STRING)
    strip(&text, &length);
  if (row->support == VISUAL_NA || length == 0)
    return;
  const FoAttribute own = {property, arena_strndup(reader->record->arena, text, length)};
  g_array_append_val(reader->own, own);
}

/* A property of the style; the value's place in reader->values stands for the pointer until all
 * are there. */
static void read_style(AttributeReader *reader, FoProperty property, Component component,
                       const BuilderAttribute *attribute) {
  const char *text = attribute->value;
  size_t length = attribute->length;
  if (property != PROP_FORMAT && property != PROP_GROUPING_SEPARATOR)
    strip(&text, &length);
  const Specified specified = {property, component, GSIZE_TO_POINTER(reader->values->len)};
  g_array_append_val(reader->specified, specified);
  g_string_append_len(reader->values, text, (gssize)length);
  g_string_append_c(reader->values, '\0');
}

static KnownName *known_name(AttributeReader *reader, const BuilderAttribute *attribute) {
  const size_t address = GPOINTER_TO_SIZE(attribute->name);
  return &reader->names[(address ^ address >> 8) % KNOWN_NAMES];
}

static bool is_known(const KnownName *known, const BuilderAttribute *attribute) {
  return known->address == attribute->name && (!attribute->uri || !*attribute->uri) &&
         strcmp(known->name, attribute->name) == 0;
}

/* False: the attribute is of no interest. What is found is known from then on. */
static bool find_name(AttributeReader *reader, const BuilderAttribute *attribute,
                      KnownName *found) {
  if (!qualify(reader, attribute))
    return false;
  const Vocabulary *vocabulary = style_vocabulary(reader->record->styles);
  found->property = vocabulary_property(vocabulary, reader->name->str, &found->component);
  if (found->property != PROP_NONE && (!attribute->uri || !*attribute->uri)) {
    KnownName *known = known_name(reader, attribute);
    g_free(known->name);
    *known =
        (KnownName){attribute->name, g_strdup(attribute->name), found->property, found->component};
  }
  return true;
}

static void read_one(AttributeReader *reader, const FoNode *node,
                     const BuilderAttribute *attribute) {
  KnownName found = *known_name(reader, attribute);
  if (!is_known(&found, attribute) && !find_name(reader, attribute, &found))
    return;
  const FoProperty property = found.property;
  if (property == PROP_NONE)
    report_unknown(reader, node, attribute);
  else if (fo_properties[property].type == ROW_NODE_PROPERTY)
    read_own(reader, property, attribute);
  else
    read_style(reader, property, found.component, attribute);
}

static void report_own(AttributeReader *reader, const FoNode *node) {
  for (unsigned i = 0; i < node->attribute_count; i++) {
    const FoProperty property = node->attributes[i].property;
    const char *name = fo_property_name(property);
    if (fo_properties[property].support == SUPPORTED ||
        g_hash_table_contains(reader->reported, name))
      continue;
    g_hash_table_add(reader->reported, g_strdup(name));
    diag_fo_unsupported_property(reader->diagnostics, fo_place(node), name);
  }
}

static void take_own(AttributeReader *reader, FoNode *node) {
  node->attribute_count = (guint16)reader->own->len;
  node->attributes = node->attribute_count ? arena_copy(reader->record->arena, reader->own->data,
                                                        reader->own->len * sizeof(FoAttribute))
                                           : NULL;
}

void attribute_read(AttributeReader *reader, FoNode *node, FoElement written,
                    const BuilderAttribute *attributes, int count) {
  StyleEngine *styles = reader->record->styles;
  g_array_set_size(reader->specified, 0);
  g_array_set_size(reader->own, 0);
  g_string_truncate(reader->values, 0);
  for (int i = 0; i < count; i++)
    read_one(reader, node, &attributes[i]);
  Specified *specified = (Specified *)(void *)reader->specified->data;
  for (guint i = 0; i < reader->specified->len; i++)
    specified[i].value = reader->values->str + GPOINTER_TO_SIZE(specified[i].value);
  const SpecifiedList *list = style_intern_list(styles, specified, (int)reader->specified->len);
  ((NodeRecord *)node)->specified = list;
  take_own(reader, node);
  node->style = style_refine(styles, node, list);
  if (fo_elements[written].support == SUPPORTED)
    report_own(reader, node);
}

/* ---- What must be there ---- */

bool attribute_check_required(AttributeReader *reader, const FoNode *node) {
  static const struct {
    FoElement element;
    FoProperty property;
    bool fatal;
  } required[] = {
      {FO_SIMPLE_PAGE_MASTER, PROP_MASTER_NAME, true},
      {FO_PAGE_SEQUENCE_MASTER, PROP_MASTER_NAME, true},
      {FO_PAGE_SEQUENCE, PROP_MASTER_REFERENCE, true},
      {FO_SINGLE_PAGE_MASTER_REFERENCE, PROP_MASTER_REFERENCE, true},
      {FO_REPEATABLE_PAGE_MASTER_REFERENCE, PROP_MASTER_REFERENCE, true},
      {FO_CONDITIONAL_PAGE_MASTER_REFERENCE, PROP_MASTER_REFERENCE, true},
      {FO_FLOW, PROP_FLOW_NAME, true},
      {FO_STATIC_CONTENT, PROP_FLOW_NAME, false},
      {FO_EXTERNAL_GRAPHIC, PROP_SRC, false},
      {FO_PAGE_NUMBER_CITATION, PROP_REF_ID, false},
      {FO_PAGE_NUMBER_CITATION_LAST, PROP_REF_ID, false},
      {FO_SCALING_VALUE_CITATION, PROP_REF_ID, false},
      {FO_MARKER, PROP_MARKER_CLASS_NAME, false},
      {FO_RETRIEVE_MARKER, PROP_RETRIEVE_CLASS_NAME, false},
      {FO_RETRIEVE_TABLE_MARKER, PROP_RETRIEVE_CLASS_NAME, false},
      {FO_CHARACTER, PROP_CHARACTER, false},
      {FO_FLOW_MAP, PROP_FLOW_MAP_NAME, false},
      {FO_FLOW_NAME_SPECIFIER, PROP_FLOW_NAME_REFERENCE, false},
      {FO_REGION_NAME_SPECIFIER, PROP_REGION_NAME_REFERENCE, false},
      {FO_INDEX_RANGE_BEGIN, PROP_ID, false},
      {FO_INDEX_RANGE_BEGIN, PROP_INDEX_KEY, false},
      {FO_INDEX_RANGE_END, PROP_REF_ID, false},
      {FO_INDEX_KEY_REFERENCE, PROP_REF_INDEX_KEY, false},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(required); i++) {
    if (required[i].element != node->element || fo_attribute(node, required[i].property))
      continue;
    const char *element = fo_element_name(node->element);
    const char *property = fo_property_name(required[i].property);
    if (required[i].fatal)
      diag_fo_missing_property(reader->diagnostics, fo_place(node), element, property);
    else
      diag_fo_property_expected(reader->diagnostics, fo_place(node), element, property);
    return !required[i].fatal;
  }
  if ((node->element == FO_BASIC_LINK || node->element == FO_BOOKMARK) &&
      !fo_attribute(node, PROP_INTERNAL_DESTINATION) &&
      !fo_attribute(node, PROP_EXTERNAL_DESTINATION))
    diag_fo_property_expected(reader->diagnostics, fo_place(node), fo_element_name(node->element),
                              "internal-destination or external-destination");
  return true;
}
