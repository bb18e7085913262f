/* Index keys (XSL 1.1 §6.10): what has which key, and the links of index-page-citation-lists. Internal to
 * fo. */
#ifndef PEERPRESS_FO_INDEX_H
#define PEERPRESS_FO_INDEX_H

#include "fo/tree.h"

IndexKeys *index_keys_new(void);
void index_keys_free(IndexKeys *keys);

/* Notes a node that was read, if it has a key, ends a range or lists pages. */
void index_register(TreeRecord *record, FoNode *node, Diagnostics *diagnostics);

/* The whole tree was read: reports ranges without an end, and gives each list an fo:basic-link for each
 * page number that it may cite (page-number-treatment="link"). These stand at the end of the list in the
 * order of what they go to, each after an fo:wrapper for what separates it from the one before. */
void index_finish(TreeRecord *record, Diagnostics *diagnostics);

#endif
