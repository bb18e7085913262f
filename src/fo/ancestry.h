/* Values that come from elsewhere in the tree: ancestors, table columns, page masters. Internal to
 * fo. */
#ifndef PEERPRESS_FO_ANCESTRY_H
#define PEERPRESS_FO_ANCESTRY_H

#include "fo/style.h"

/* The nearest ancestor of a kind, or NULL. */
const FoNode *ancestor_of(const FoNode *node, FoElement element);

/* The style of the nearest ancestor on which the property is specified; NULL: none is
 * (from-nearest-specified-value(), XSL 1.1 §5.10.4). */
const Style *ancestor_specifying(const FoNode *node, FoProperty property);

/* The style of the fo:table-column that is the cell's in which `node` is, or that it is itself;
 * NULL: there is none (from-table-column()). `grid` is the reader's memory of the rows that it has
 * seen, so that a table asks for one pass. */
typedef struct TableGrid TableGrid;
TableGrid *table_grid_new(void);
void table_grid_free(TableGrid *grid);
/* To be called before nodes are refined that may stand where earlier ones were freed. */
void table_grid_forget(TableGrid *grid);
const Style *table_column_style(TableGrid *grid, const FoNode *node);

/* The style of the region into which the flow goes that `node` is in, in the first page master
 * that its page sequence refers to; NULL: there is none (from-page-master-region()). */
const Style *page_master_region_style(const StyleEngine *engine, const FoNode *node);

#endif
