/* XML in: parsed without network, DTD or external entities, with a place on every element, and its
 * faults in words. */
#ifndef PEERPRESS_BASE_XML_H
#define PEERPRESS_BASE_XML_H

#include "base/diag.h"
#include "base/limits.h"

#include <glib.h>
#include <libxml/tree.h>
#include <libxml/xmlreader.h>

typedef struct {
  Diagnostics *diagnostics;
  struct _xmlDict *dict; /* to share names with, or NULL */
  const Limits *limits;  /* NULL: the usual ones */
  bool allow_doctype; /* a document type is let pass; of what it declares only entities are used */
} XmlOptions;

/* What libxml2 must be told once before it is used: no external entity is ever loaded, except
 * resources of the program (resource:///peerpress/…); memory is GLib's, which ends the process when there is
 * none. */
void xml_init(void);

/* Parses `bytes`; `name` is what diagnostics call it, `url` what relative references are resolved
 * against (NULL: `name`). NULL if it is not well-formed, reported once. Entities that the document declares
 * itself stand for a short text, or are refused; ones that nobody declared are errors. The caller ends it with
 * xmlFreeDoc. */
xmlDoc *xml_read(GBytes *bytes, const char *name, const char *url, const XmlOptions *options);

/* Does an entity declared so (as xmlSAX2EntityDecl has it) stand for nothing but a short text: no markup, no
 * entity in turn, nothing from elsewhere? */
bool xml_entity_is_text(int type, const xmlChar *content);

/* Counts in `growth`, which begins at 0, what a reference to this entity makes a file longer by. False once that is
 * more than the limit says. */
bool xml_entity_in_bounds(const xmlEntity *entity, size_t *growth, const Limits *limits);

/* Reports a reference that is not followed: to an entity that is not in bounds or, if `declared` is NULL, to none. */
void xml_entity_report(const xmlChar *name, const xmlEntity *declared, const Limits *limits,
                       Place place, Diagnostics *diagnostics);

/* A copy of the document, with its name and its places. The caller ends it with xmlFreeDoc. */
xmlDoc *xml_copy(const xmlDoc *doc);

/* Where an element's start tag (for other nodes: the nearest element's) begins: in the file that
 * doc->name or doc->URL names, line and column as far as known. The file belongs to the document. */
Place xml_place(const xmlNode *node);

/* The value of an attribute without a namespace, or NULL; borrowed from the tree. */
const char *xml_attribute(const xmlNode *node, const char *name);

/* Is it an element of that name in that namespace (NULL: in none)? */
bool xml_is(const xmlNode *node, const char *namespace_uri, const char *name);

/* The next node of the subtree under `top` in document order, or NULL after the last. */
xmlNode *xml_next(const xmlNode *node, const xmlNode *top);

/* A reader of `source`, which outlives it, that keeps no more of it than it has to and says nothing of faults; NULL if
 * there is nothing to read. The caller ends it with xmlFreeTextReader. */
xmlTextReader *xml_reader_new(Source *source);

/* The root element's namespace (NULL: none) and local name, the caller's to free; false with both
 * NULL if there is none to be seen. */
bool xml_sniff_root(Source *source, char **namespace_uri, char **name);

#endif
