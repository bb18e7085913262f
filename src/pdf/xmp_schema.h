/* What XMP properties may hold: the types of their values (XMP specification of 2005), and the
 * extension schemas by which PDF/A lets a file describe its own (ISO 19005-2 §6.6.2.3). */
#ifndef PEERPRESS_PDF_XMP_SCHEMA_H
#define PEERPRESS_PDF_XMP_SCHEMA_H

#include <glib.h>
#include <libxml/tree.h>
#include <stdbool.h>

#define NS_RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define NS_DC "http://purl.org/dc/elements/1.1/"
#define NS_XMP "http://ns.adobe.com/xap/1.0/"
#define NS_PDF "http://ns.adobe.com/pdf/1.3/"
#define NS_XMP_RIGHTS "http://ns.adobe.com/xap/1.0/rights/"
#define NS_PHOTOSHOP "http://ns.adobe.com/photoshop/1.0/"
#define NS_PDFA_EXTENSION "http://www.aiim.org/pdfa/ns/extension/"
#define NS_PDFA_SCHEMA "http://www.aiim.org/pdfa/ns/schema#"
#define NS_PDFA_ID "http://www.aiim.org/pdfa/ns/id/"
#define NS_PDFUA_ID "http://www.aiim.org/pdfua/ns/id/"

/* The type of a property that the specification defines, such as "Text" or "bag ProperName"; "" where
 * it has a structure, or stands in a schema whose properties are not listed here; NULL: there is no
 * such property. Static. */
const char *xmp_predefined_type(const char *namespace_uri, const char *name);

/* Is it the name of a type of values? */
bool xmp_is_type(const char *type);

/* May a text stand for one value of a type? That of a container's items is asked of "bag Date" and the
 * like. Structures and unknown types take any. */
bool xmp_value_fits(const char *type, const char *text);

/* Does the element of a property hold what its type asks for: the container, and values that fit? */
bool xmp_node_fits(const char *type, xmlNode *property);

/* Is it the rdf:Description of some properties? Of nodes in rdf:RDF, XMP has no others: RDF's typed
 * nodes are none (ISO 16684-1 §7.4), and readers refuse a packet with one. */
bool xmp_is_description(const xmlNode *node);
/* Is it such a node that XMP does not have? */
bool xmp_is_other_node(const xmlNode *node);

/* The extension schemas of a packet. */
typedef struct XmpSchemas XmpSchemas;

/* A field of a schema that is missing or wrong; `rule` is its number in ISO 19005-2 §6.6.2.3.3 as
 * veraPDF counts them. */
typedef void XmpSchemaFault(int rule, const char *fault, void *context);

/* Reads what a packet describes; `fault` may be NULL. Schemas with faults describe nothing. `root`
 * outlives the result. Frees: xmp_schemas_free. */
XmpSchemas *xmp_schemas_new(xmlNode *root, XmpSchemaFault *fault, void *context);
void xmp_schemas_free(XmpSchemas *schemas);

/* The schemas without faults, as their elements rdf:li. Borrowed. */
const GPtrArray *xmp_schemas_elements(const XmpSchemas *schemas);

/* Is a schema, by its rdf:li, that of a namespace? */
bool xmp_schema_describes(xmlNode *schema, const char *namespace_uri);

/* The type of a property that a schema describes, "" for one with a structure of the schema's own;
 * NULL: none does. Borrowed. */
const char *xmp_schemas_type(const XmpSchemas *schemas, const char *namespace_uri,
                             const char *name);

#endif
