/* Rules: what a grammar cannot say of a dataset. */
#ifndef PEERPRESS_DATASET_RULES_H
#define PEERPRESS_DATASET_RULES_H

#include "dataset/ids.h"

/* Reports levels of a scale other than their cycle's, colours of too little contrast, and cycles
 * that are not in order. The document is valid and its ids resolve. */
void rules_check(const xmlDoc *doc, const DatasetIds *ids, Diagnostics *diagnostics);

#endif
