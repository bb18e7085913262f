/* Where texts and their nodes are that are let go when their pages are out. Internal to fo. */
#ifndef PEERPRESS_FO_STORE_H
#define PEERPRESS_FO_STORE_H

#include <glib.h>

typedef struct Store Store;

/* A store of pieces that begin at multiples of `align`, a power of 2 up to 8. */
Store *store_new(size_t align);
void store_free(Store *store); /* NULL is allowed */

/* A piece of `size` bytes of any content, until it is released or the store freed. */
void *store_add(Store *store, size_t size);

/* Forgets such a piece, of `size` bytes. Memory is given back when all pieces are gone that were added at about the same time. */
void store_release(Store *store, const void *piece, size_t size);

#endif
