/* Flate (PDF 1.7 §7.4.4). */
#ifndef PEERPRESS_PDF_DEFLATE_H
#define PEERPRESS_PDF_DEFLATE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* What inflate gives at most: a bomb is an error, not a machine out of memory. */
#define INFLATE_LIMIT ((size_t)1 << 30)

typedef struct Deflater Deflater;

/* A compressor and decompressor that is used again and again; the caller owns it. */
Deflater *deflater_new(void);
void deflater_free(Deflater *deflater);

/* `out` becomes the compressed bytes (zlib format). */
void deflater_compress(Deflater *deflater, const void *bytes, size_t length, GByteArray *out);

/* Two checksums of bytes: CRC-32 and Adler-32. */
void deflater_sums(const void *bytes, size_t length, uint32_t sums[2]);

/* `out` becomes the decompressed bytes; false if they are broken or too many. */
bool deflater_inflate(Deflater *deflater, const void *bytes, size_t length, GByteArray *out);

#endif
