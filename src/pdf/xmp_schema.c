#include "pdf/xmp_schema.h"
#include "base/xml.h"

#include <string.h>

#define NS_PROPERTY "http://www.aiim.org/pdfa/ns/property#"
#define NS_TYPE "http://www.aiim.org/pdfa/ns/type#"

typedef struct {
  char *namespace_uri, *name, *type;
} Described;

struct XmpSchemas {
  GPtrArray *elements;
  GArray *described; /* of Described */
  XmpSchemaFault *fault;
  void *context;
  /* Of the schema at work: */
  bool whole;
  GPtrArray *own_types; /* of char * */
  guint first;          /* of its properties in `described` */
};

static void clear_described(gpointer item) {
  Described *described = item;
  g_free(described->namespace_uri);
  g_free(described->name);
  g_free(described->type);
}

static void found(XmpSchemas *schemas, int rule, const char *fault) {
  schemas->whole = false;
  if (schemas->fault)
    schemas->fault(rule, fault, schemas->context);
}

bool xmp_is_description(const xmlNode *node) {
  return xml_is(node, NS_RDF, "Description") && xml_is(node->parent, NS_RDF, "RDF");
}

bool xmp_is_other_node(const xmlNode *node) {
  return node->type == XML_ELEMENT_NODE && xml_is(node->parent, NS_RDF, "RDF") &&
         !xml_is(node, NS_RDF, "Description");
}

/* ---- Fields -------------------------------------------------------------------------------------- */

/* An rdf:li, or the rdf:Description that it holds instead. */
static xmlNode *fields_of(xmlNode *item) {
  for (xmlNode *child = item->children; child; child = child->next)
    if (xml_is(child, NS_RDF, "Description"))
      return child;
  return item;
}

static xmlNode *field(xmlNode *fields, const char *namespace_uri, const char *name) {
  for (xmlNode *child = fields->children; child; child = child->next)
    if (xml_is(child, namespace_uri, name))
      return child;
  return NULL;
}

/* The text of a field, from its element or its attribute, whose prefix must be the one that the
 * standard sets; "" if there is none. Newly allocated. */
static char *field_text(xmlNode *fields, const char *namespace_uri, const char *prefix,
                        const char *name) {
  xmlNode *node = field(fields, namespace_uri, name);
  xmlAttr *attribute = xmlHasNsProp(fields, (const xmlChar *)name, (const xmlChar *)namespace_uri);
  const xmlNs *ns = node ? node->ns : attribute ? attribute->ns : NULL;
  if (!ns || g_strcmp0((const char *)ns->prefix, prefix) != 0)
    return g_strdup("");
  xmlChar *text =
      node ? xmlNodeGetContent(node) : xmlNodeListGetString(fields->doc, attribute->children, 1);
  char *value = g_strstrip(g_strdup(text ? (const char *)text : ""));
  xmlFree(text);
  return value;
}

/* The rdf:Seq of a field; NULL: there is none. */
static xmlNode *field_items(xmlNode *fields, const char *namespace_uri, const char *name) {
  xmlNode *node = field(fields, namespace_uri, name);
  return node ? field(node, NS_RDF, "Seq") : NULL;
}

/* ---- Schemas ------------------------------------------------------------------------------------- */

static bool is_own_type(const XmpSchemas *schemas, const char *type) {
  for (guint i = 0; i < schemas->own_types->len; i++)
    if (strcmp(schemas->own_types->pdata[i], type) == 0)
      return true;
  return false;
}

static void read_property(XmpSchemas *schemas, const char *namespace_uri, xmlNode *item) {
  xmlNode *fields = fields_of(item);
  char *name = field_text(fields, NS_PROPERTY, "pdfaProperty", "name");
  char *type = field_text(fields, NS_PROPERTY, "pdfaProperty", "valueType");
  char *category = field_text(fields, NS_PROPERTY, "pdfaProperty", "category");
  char *description = field_text(fields, NS_PROPERTY, "pdfaProperty", "description");
  bool own = is_own_type(schemas, type);
  if (!*name)
    found(schemas, 7, "a property has no pdfaProperty:name");
  if (!own && !xmp_is_type(type))
    found(schemas, 8, "the pdfaProperty:valueType of a property is missing or unknown");
  if (strcmp(category, "internal") != 0 && strcmp(category, "external") != 0)
    found(schemas, 9, "the pdfaProperty:category of a property is not internal or external");
  if (!*description)
    found(schemas, 10, "a property has no pdfaProperty:description");
  const Described described = {g_strdup(namespace_uri), name, g_strdup(own ? "" : type)};
  g_array_append_val(schemas->described, described);
  g_free(type);
  g_free(category);
  g_free(description);
}

static void read_type(XmpSchemas *schemas, xmlNode *item) {
  static const char *const FIELDS[] = {"type", "namespaceURI", "prefix", "description"};
  for (int i = 0; i < (int)G_N_ELEMENTS(FIELDS); i++) {
    char *text = field_text(fields_of(item), NS_TYPE, "pdfaType", FIELDS[i]);
    if (!*text)
      found(schemas, 11 + i, "a value type lacks its type, namespaceURI, prefix or description");
    if (i == 0)
      g_ptr_array_add(schemas->own_types, text);
    else
      g_free(text);
  }
}

static void read_types(XmpSchemas *schemas, xmlNode *fields) {
  if (!field(fields, NS_PDFA_SCHEMA, "valueType"))
    return;
  xmlNode *items = field_items(fields, NS_PDFA_SCHEMA, "valueType");
  if (!items)
    found(schemas, 6, "pdfaSchema:valueType is no rdf:Seq");
  for (xmlNode *item = items ? items->children : NULL; item; item = item->next)
    if (xml_is(item, NS_RDF, "li"))
      read_type(schemas, item);
}

static void read_properties(XmpSchemas *schemas, xmlNode *fields, const char *namespace_uri) {
  xmlNode *items = field_items(fields, NS_PDFA_SCHEMA, "property");
  if (!items &&
      (field(fields, NS_PDFA_SCHEMA, "property") || !field(fields, NS_PDFA_SCHEMA, "valueType")))
    found(schemas, 5, "pdfaSchema:property is no rdf:Seq");
  for (xmlNode *item = items ? items->children : NULL; item; item = item->next)
    if (xml_is(item, NS_RDF, "li"))
      read_property(schemas, namespace_uri, item);
}

static void read_schema(XmpSchemas *schemas, xmlNode *item) {
  xmlNode *fields = fields_of(item);
  schemas->whole = true;
  schemas->own_types = g_ptr_array_new_with_free_func(g_free);
  schemas->first = schemas->described->len;
  char *name = field_text(fields, NS_PDFA_SCHEMA, "pdfaSchema", "schema");
  char *namespace_uri = field_text(fields, NS_PDFA_SCHEMA, "pdfaSchema", "namespaceURI");
  char *prefix = field_text(fields, NS_PDFA_SCHEMA, "pdfaSchema", "prefix");
  if (!*name)
    found(schemas, 2, "a schema has no pdfaSchema:schema");
  if (!*namespace_uri || !xmp_value_fits("URI", namespace_uri))
    found(schemas, 3, "a schema has no pdfaSchema:namespaceURI, or none that is an address");
  if (!*prefix)
    found(schemas, 4, "a schema has no pdfaSchema:prefix");
  read_types(schemas, fields);
  read_properties(schemas, fields, namespace_uri);
  if (schemas->whole)
    g_ptr_array_add(schemas->elements, item);
  else
    g_array_set_size(schemas->described, schemas->first);
  g_ptr_array_unref(schemas->own_types);
  g_free(name);
  g_free(namespace_uri);
  g_free(prefix);
}

XmpSchemas *xmp_schemas_new(xmlNode *root, XmpSchemaFault *fault, void *context) {
  XmpSchemas *schemas = g_new0(XmpSchemas, 1);
  schemas->elements = g_ptr_array_new();
  schemas->described = g_array_new(FALSE, FALSE, sizeof(Described));
  g_array_set_clear_func(schemas->described, clear_described);
  schemas->fault = fault;
  schemas->context = context;
  for (xmlNode *n = root; n; n = xml_next(n, root)) {
    if (!xml_is(n, NS_PDFA_EXTENSION, "schemas"))
      continue;
    xmlNode *bag = field(n, NS_RDF, "Bag");
    if (!bag || g_strcmp0((const char *)n->ns->prefix, "pdfaExtension") != 0) {
      found(schemas, 1, "the extension schemas are no rdf:Bag in pdfaExtension:schemas");
      continue;
    }
    for (xmlNode *item = bag->children; item; item = item->next)
      if (xml_is(item, NS_RDF, "li"))
        read_schema(schemas, item);
  }
  return schemas;
}

void xmp_schemas_free(XmpSchemas *schemas) {
  if (!schemas)
    return;
  g_ptr_array_unref(schemas->elements);
  g_array_unref(schemas->described);
  g_free(schemas);
}

const GPtrArray *xmp_schemas_elements(const XmpSchemas *schemas) {
  return schemas->elements;
}

bool xmp_schema_describes(xmlNode *schema, const char *namespace_uri) {
  char *own = field_text(fields_of(schema), NS_PDFA_SCHEMA, "pdfaSchema", "namespaceURI");
  bool same = strcmp(own, namespace_uri) == 0;
  g_free(own);
  return same;
}

const char *xmp_schemas_type(const XmpSchemas *schemas, const char *namespace_uri,
                             const char *name) {
  for (guint i = 0; i < schemas->described->len; i++) {
    const Described *described = &g_array_index(schemas->described, Described, i);
    if (strcmp(described->namespace_uri, namespace_uri) == 0 && strcmp(described->name, name) == 0)
      return described->type;
  }
  return NULL;
}
