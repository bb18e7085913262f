/* Blocks inside inline objects. Internal to fo. */
#ifndef PEERPRESS_FO_INLINE_BLOCKS_H
#define PEERPRESS_FO_INLINE_BLOCKS_H

#include "fo/tree.h"

/* Parts each inline object among the children of `parent` (a block or a marker that was read whole) that
 * has blocks as well as something for the lines around them: into objects that have lines only and objects
 * that have blocks only, so that its lines go on in those of its siblings (XSL 1.1 §6.6.7). The first of
 * them keeps the id, the others have numbers that are not in document order. True if anything was parted. */
bool inline_blocks_part(TreeRecord *record, FoNode *parent);

#endif
