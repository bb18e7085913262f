/* Packing: structures that are kept long, with few of their bits set, in fewer bytes. For memory only: what is packed
 * is read by the process that packed it. */
#ifndef PEERPRESS_BASE_PACK_H
#define PEERPRESS_BASE_PACK_H

#include <glib.h>

/* Appends `size` bytes of `object` to `packed`: one byte for eight zeros that begin at a multiple of eight, and for
 * eight others one more than are not zero. `object` may be NULL where `size` is 0. What is equal in `like` (NULL: in
 * nothing), which is as long, counts as zero. */
void pack_words(GByteArray *packed, const void *object, const void *like, size_t size);

/* Writes the `size` bytes that were packed at `packed`, `like` the same, to `object`; returns what follows them. */
const guint8 *unpack_words(const guint8 *packed, void *object, const void *like, size_t size);

#endif
