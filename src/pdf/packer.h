/* Streams are compressed in a thread of their own, and in the caller's while it waits, and come back in the order in
 * which they went. Where the process has one processor only, they come back at once. */
#ifndef PEERPRESS_PDF_PACKER_H
#define PEERPRESS_PDF_PACKER_H

#include "pdf/deflate.h"

typedef struct Packer Packer;

/* Receives a stream: its number, the entries of its dictionary without Filter and Length, whether it is compressed, and its
 * bytes. Called by packer_add and packer_flush. */
typedef void PackSink(void *context, int number, const char *entries, bool packed,
                      const void *bytes, size_t length);

/* `deflater` is borrowed, for the threads that call. The caller owns the packer. */
Packer *packer_new(Deflater *deflater, PackSink *sink, void *context);

/* Forgets what did not come back. */
void packer_free(Packer *packer);

/* Takes a stream, to be compressed or not; both are copied. Waits while many are on their way. */
void packer_add(Packer *packer, int number, const char *entries, bool pack, const void *bytes,
                size_t length);

/* Waits until all have come back. */
void packer_flush(Packer *packer);

#endif
