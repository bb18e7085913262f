/* What an fo:index-page-citation-list prints (XSL 1.1 §6.10.7). */
#ifndef PEERPRESS_LAYOUT_INDEX_H
#define PEERPRESS_LAYOUT_INDEX_H

#include "layout/internal.h"

/* A page number of the list, or a range of them. */
typedef struct {
  const FoNode *reference;  /* fo:index-key-reference: its properties, prefix and suffix */
  const char *first, *last; /* the numbers; last is NULL where it is one page */
  const FoNode *first_link, *last_link; /* fo:basic-link that they are, or the list */
  const FoNode *before; /* what separates it from the one before stands for this node */
} IndexNumber;

/* The numbers that `list` has, in `numbers`; false if that is not known yet: then there is one for each
 * that is likely to come, of likely width. */
bool index_numbers(Layout *layout, const FoNode *list, GArray *numbers);

/* What stands between numbers and in ranges where the list does not say it. */
#define INDEX_SEPARATOR ", "
#define INDEX_RANGE_SEPARATOR "\u2013"

/* The child of a list or a reference that has this element, or NULL. */
const FoNode *index_part(const FoNode *node, FoElement element);

/* The memory of lists that wait; ends with g_hash_table_unref. */
GHashTable *index_lists_new(void);

/* What a place that was kept free for number `item` of a list prints, "" if the list has fewer; NULL while
 * it is not known. `source` receives the node that the text stands for. */
const char *index_pending_text(Layout *layout, const FoNode *list, int item, const FoNode **source);

/* What a list of which index_pending_text() knows nothing waits for: the end of this node. */
const FoNode *index_waits_for(const Layout *layout, const FoNode *list);

/* Appends what is printed of a number as plain text, with what separates it from the next one if `more`,
 * but for a space at its end. */
void index_number_text(const FoNode *list, const IndexNumber *number, bool more, GString *out);

#endif
