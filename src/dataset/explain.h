/* Explain: what is wrong with an invalid dataset, in words that its author understands.
 *
 * Walks the document along the grammar and goes on after each mistake as if it had been put right,
 * so that one mistake is told once. */
#ifndef PEERPRESS_DATASET_EXPLAIN_H
#define PEERPRESS_DATASET_EXPLAIN_H

#include "dataset/grammar.h"

/* Reports every mistake found; returns how many. */
unsigned explain(Grammar *grammar, const xmlDoc *doc, Diagnostics *diagnostics);

#endif
