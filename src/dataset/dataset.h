/* Dataset: what is true. An XML file of the progress vocabulary, checked against its grammar and
 * its rules, with one review cycle chosen.
 *
 * The grammar is stylesheets/progress/progress.rng, which is built into the program; docs/dataset.md
 * is its reference. */
#ifndef PEERPRESS_DATASET_DATASET_H
#define PEERPRESS_DATASET_DATASET_H

#include "base/diag.h"

#include <glib.h>
#include <libxml/tree.h>

#define DATASET_NAMESPACE "urn:peerpress:progress:1"

/* After so many mistakes of a kind (grammar, references) no more are looked for. */
enum { DATASET_MOST_MISTAKES = 100 };

typedef struct {
  xmlDoc *doc; /* as it was read, until dataset_derive; what a transform strips is white space */
  const char *cycle; /* the id of the chosen cycle; owned by doc */
  const char *as_of; /* its date, ISO 8601; owned by doc */
} Dataset;

/* Reads and checks the dataset in `bytes`; `name` is what diagnostics call it, `cycle` the id of the
 * cycle to report on (NULL: the latest). NULL if anything is wrong: each mistake is reported once,
 * with its place. The caller ends it with dataset_free. */
Dataset *dataset_read(GBytes *bytes, const char *name, const char *cycle, Diagnostics *diagnostics);
void dataset_free(Dataset *dataset);

/* A dataset that says the same, with a tree of its own, derived or not: a transform may change it. */
Dataset *dataset_copy(const Dataset *dataset);

/* Cuts the dataset down to what was known in its cycle, and attaches what follows from it: the last
 * child of the root, in the namespace urn:peerpress:derived:1 (docs/derived.md). It is compared with
 * the cycle `since` (NULL: the one before). False if that is no earlier one of the chain, reported. */
bool dataset_derive(Dataset *dataset, const char *since, Diagnostics *diagnostics);

/* Writes the tree, as stylesheets see it, for a reader: call it last. False if `stream` failed. */
bool dataset_write(Dataset *dataset, FILE *stream);

#endif
