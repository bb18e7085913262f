/* What stands around the numbers of pages: fo:folio-prefix and fo:folio-suffix (XSL 1.1 §6.6.13, §6.6.14).
 */
#ifndef PEERPRESS_LAYOUT_FOLIO_H
#define PEERPRESS_LAYOUT_FOLIO_H

#include "layout/internal.h"

/* Appends the characters in `node`, white space collapsed. True if anything in it has properties of its
 * own, which a number cannot take over. */
bool plain_text(const FoNode *node, GString *out);

/* The number of a page of `sequence` as it is printed: formatted, with the prefix and suffix of the
 * sequence; in `arena`. */
const char *folio_text(const FoNode *sequence, int number, Arena *arena);

/* Reports what of the prefix and suffix of a sequence has no effect. */
void folio_check(Layout *layout, const FoNode *sequence);

#endif
