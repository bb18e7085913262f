/* As of a cycle: a dataset cut down to what was known in it, so that what later reviews add to the
 * file cannot change the result of an earlier one. docs/derived.md lists what goes. */
#ifndef PEERPRESS_DATASET_ASOF_H
#define PEERPRESS_DATASET_ASOF_H

#include "base/diag.h"
#include "dataset/history.h"

#include <libxml/tree.h>

/* Cuts the tree of a valid dataset down to what was known in the cycle `cycle`, which it has. What
 * remains keeps its place. */
void asof_cut(xmlDoc *doc, const char *cycle, Diagnostics *diagnostics);

/* The index of the cycle `since` of the history, which must be before the last one, or of the one
 * before that if `since` is NULL. ASOF_NO_BASE if there is none before, ASOF_WRONG_BASE, reported, if
 * `since` is none of them. */
enum { ASOF_NO_BASE = -1, ASOF_WRONG_BASE = -2 };
int asof_base(const History *history, const char *since, Diagnostics *diagnostics);

#endif
