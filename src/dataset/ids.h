/* DatasetIds: each id once, each reference to something that exists and is of the right kind. Which
 * attributes refer to what is written in the grammar (pp:refers-to). */
#ifndef PEERPRESS_DATASET_IDS_H
#define PEERPRESS_DATASET_IDS_H

#include "dataset/grammar.h"

typedef struct DatasetIds DatasetIds;

/* Reads the ids of a valid document and reports those that stand twice. The caller ends it with
 * dataset_ids_free. */
DatasetIds *dataset_ids_new(const xmlDoc *doc, Diagnostics *diagnostics);
void dataset_ids_free(DatasetIds *ids);

/* The element with that id, or NULL. */
const xmlNode *dataset_ids_lookup(const DatasetIds *ids, const char *id);

/* Which attributes refer to what. The caller ends it with dataset_references_free. */
typedef struct DatasetReferences DatasetReferences;
DatasetReferences *dataset_references_new(const Grammar *grammar);
void dataset_references_free(DatasetReferences *references);

/* The names of the elements that an attribute of a parsed document may refer to, with blanks between
 * them; NULL if it refers to nothing. */
const char *dataset_references_of(DatasetReferences *references, const xmlAttr *attribute);

/* Reports each reference that leads nowhere or to the wrong kind of element. */
void dataset_ids_check(const DatasetIds *ids, DatasetReferences *references,
                       Diagnostics *diagnostics);

#endif
