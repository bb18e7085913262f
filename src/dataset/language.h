/* Texts of a dataset in one language, as plain words. */
#ifndef PEERPRESS_DATASET_LANGUAGE_H
#define PEERPRESS_DATASET_LANGUAGE_H

#include "base/arena.h"

#include <libxml/tree.h>
#include <stdbool.h>

/* The words of the children of `parent` that are called `name`: the one in `language` (a tag; NULL:
 * the dataset's), else the one in the dataset's, else the first; white space collapsed. NULL if
 * there is none. In `arena`. */
const char *language_text(const xmlNode *parent, const char *name, const char *language,
                          Arena *arena);

/* The words of one element, with dates and figures as they are written. In `arena`. */
const char *language_words(const xmlNode *element, Arena *arena);

/* Whether two elements say the same: names, attributes in any order, words; white space and comments
 * do not count. NULL equals NULL only. */
bool language_same(const xmlNode *a, const xmlNode *b);

/* Is the element's text in that language (the main part of the tags decides)? */
bool language_is(const xmlNode *element, const char *language);

#endif
