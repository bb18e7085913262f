/* What was derived, as a tree for the stylesheets: docs/derived.md is its reference. */
#ifndef PEERPRESS_DATASET_DERIVE_WRITE_H
#define PEERPRESS_DATASET_DERIVE_WRITE_H

#include "dataset/derive.h"

#define DERIVED_NAMESPACE "urn:peerpress:derived:1"

/* Appends the tree to the root of the document that the history was read from. Each element has the
 * place of what it is about. */
void derive_write(const Derived *derived, xmlDoc *doc);

/* Breaks the tree's lines for a human reader; stylesheets do not need it. */
void derive_indent(xmlDoc *doc);

#endif
