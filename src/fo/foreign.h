/* Foreign content, as a tree, from the events of a SAX parser. Internal to fo. */
#ifndef PEERPRESS_FO_FOREIGN_H
#define PEERPRESS_FO_FOREIGN_H

#include <libxml/tree.h>
#include <stdbool.h>

typedef struct {
  xmlDoc *doc;
  xmlNode *root, *at; /* NULL: nothing is open */
} Foreign;

/* The arguments of libxml2's startElementNs, as they come. */
typedef struct {
  const xmlChar *name, *prefix, *uri;
  int namespace_count;
  const xmlChar **namespaces;
  int attribute_count;
  const xmlChar **attributes;
} SaxElement;

/* An attribute is so many pointers: its name, prefix, namespace, and value up to its end. */
enum { SAX_NAME, SAX_PREFIX, SAX_URI, SAX_VALUE, SAX_END, SAX_FIELDS };

/* Opens an element: the root if none is open. It belongs to the document (which does not have it as
 * its root element, only frees it). */
void foreign_start(Foreign *foreign, const SaxElement *element);

/* Closes one; true: it was the root, which foreign->root still is. */
bool foreign_end(Foreign *foreign);

void foreign_text(Foreign *foreign, const char *text, int length);

#endif
