/* What equal things share: styles, lists of attributes, and which style a list gave under which
 * parent. Internal to fo. */
#ifndef PEERPRESS_FO_INTERN_H
#define PEERPRESS_FO_INTERN_H

#include "fo/style.h"

typedef struct StyleStore StyleStore;

/* Everything is allocated in `arena`; the caller owns the store. */
StyleStore *style_store_new(Arena *arena);
void style_store_free(StyleStore *store);

/* The list, or style, equal to the one given; copied when first seen. */
const SpecifiedList *style_store_list(StyleStore *store, const Specified *items, int count);
const Style *style_store_style(StyleStore *store, const Style *style);

/* The style that was remembered for these, or NULL. */
const Style *style_store_lookup(const StyleStore *store, const Style *parent, FoElement element,
                                const SpecifiedList *specified);
void style_store_remember(StyleStore *store, const Style *parent, FoElement element,
                          const SpecifiedList *specified, const Style *style);

#endif
