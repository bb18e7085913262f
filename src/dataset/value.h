/* Values: whether a text is what the grammar asks of an attribute or of an element's text, and what
 * it asks in words. */
#ifndef PEERPRESS_DATASET_VALUE_H
#define PEERPRESS_DATASET_VALUE_H

#include "dataset/grammar.h"

/* Does `text` match the first pattern of `node`'s children (an attribute), or `node` itself (data,
 * value, list)? */
bool value_matches(const Grammar *grammar, const xmlNode *node, const char *text);

/* What is asked: "“open” or “frozen”", "a day, as 2021-03-17", "a whole number from 0 to 1000". The
 * caller frees it. */
char *value_expected(const Grammar *grammar, const xmlNode *node);

/* The fixed values that are allowed, borrowed, appended to `values`; none if others are too. */
void value_list(const Grammar *grammar, const xmlNode *node, GPtrArray *values);

#endif
