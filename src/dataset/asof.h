/* As of a cycle: a dataset cut down to what was known in it, so that what later reviews add to the
 * file cannot change the result of an earlier one. docs/derived.md lists what goes. */
#ifndef PEERPRESS_DATASET_ASOF_H
#define PEERPRESS_DATASET_ASOF_H

#include "base/diag.h"

#include <libxml/tree.h>

/* Cuts the tree of a valid dataset down to what was known in the cycle `cycle`, which it has. What
 * remains keeps its place. */
void asof_cut(xmlDoc *doc, const char *cycle, Diagnostics *diagnostics);

#endif
