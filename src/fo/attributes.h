/* The attributes of an element as it is read: to the style, to the node, or to a warning. Internal
 * to fo. */
#ifndef PEERPRESS_FO_ATTRIBUTES_H
#define PEERPRESS_FO_ATTRIBUTES_H

#include "fo/tree.h"

typedef struct AttributeReader AttributeReader;

AttributeReader *attribute_reader_new(TreeRecord *record, Diagnostics *diagnostics);
void attribute_reader_free(AttributeReader *reader);

/* Sets the place from an attribute of the trace namespace, if there is one. A place in a file that was
 * `read` stays as the last of the trace. */
void attribute_trace(AttributeReader *reader, const BuilderAttribute *attributes, int count,
                     bool read, Place *place);

/* Gives the node its style, id, role and own properties. `written` is the element that the author
 * wrote. */
void attribute_read(AttributeReader *reader, FoNode *node, FoElement written,
                    const BuilderAttribute *attributes, int count);

/* Reports properties that the element cannot do without; false: nor can the document. */
bool attribute_check_required(AttributeReader *reader, const FoNode *node);

#endif
