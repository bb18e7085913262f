/* References: each id once, each reference to something that exists and is of the right kind. Which
 * attributes refer to what is written in the grammar (pp:refers-to). */
#ifndef PEERPRESS_DATASET_REFERENCES_H
#define PEERPRESS_DATASET_REFERENCES_H

#include "dataset/grammar.h"

typedef struct References References;

/* Reads the ids of a valid document and reports those that stand twice. The caller ends it with
 * references_free. */
References *references_new(const xmlDoc *doc, Diagnostics *diagnostics);
void references_free(References *references);

/* The element with that id, or NULL. */
const xmlNode *references_lookup(const References *references, const char *id);

/* Reports each reference that leads nowhere or to the wrong kind of element. */
void references_check(const References *references, const Grammar *grammar,
                      Diagnostics *diagnostics);

#endif
