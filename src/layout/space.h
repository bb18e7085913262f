/* Space resolution. */
#ifndef PEERPRESS_LAYOUT_SPACE_H
#define PEERPRESS_LAYOUT_SPACE_H

#include "layout/internal.h"

/* Resolves adjacent space-specifiers in place, in their order: those that do not remain become zero.
 * `leading` (`trailing`): they begin (end) a reference area, so conditional ones are discarded. */
void spaces_resolve(SpaceLength *spaces, size_t count, bool leading, bool trailing);

#endif
