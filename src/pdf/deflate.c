#include "pdf/deflate.h"

#include <libdeflate.h>

/* The next one saves 1.2 % of the bytes of 600 pages for 4 % of the time, higher ones 3 % of a large table for a third. */
enum { LEVEL = 5 };

struct Deflater {
  struct libdeflate_compressor *compressor;
  struct libdeflate_decompressor *decompressor;
};

Deflater *deflater_new(void) {
  Deflater *deflater = g_new0(Deflater, 1);
  deflater->compressor = libdeflate_alloc_compressor(LEVEL);
  deflater->decompressor = libdeflate_alloc_decompressor();
  if (!deflater->compressor || !deflater->decompressor)
    g_error("out of memory");
  return deflater;
}

void deflater_free(Deflater *deflater) {
  if (!deflater)
    return;
  libdeflate_free_compressor(deflater->compressor);
  libdeflate_free_decompressor(deflater->decompressor);
  g_free(deflater);
}

void deflater_compress(Deflater *deflater, const void *bytes, size_t length, GByteArray *out) {
  size_t bound = libdeflate_zlib_compress_bound(deflater->compressor, length);
  g_byte_array_set_size(out, (guint)bound);
  size_t used = libdeflate_zlib_compress(deflater->compressor, bytes, length, out->data, bound);
  g_byte_array_set_size(out, (guint)used);
}

void deflater_sums(const void *bytes, size_t length, uint32_t sums[2]) {
  sums[0] = libdeflate_crc32(0, bytes, length);
  sums[1] = libdeflate_adler32(1, bytes, length);
}

bool deflater_inflate(Deflater *deflater, const void *bytes, size_t length, GByteArray *out) {
  size_t room = MAX(length * 6, 4096);
  for (;;) {
    room = MIN(room, INFLATE_LIMIT);
    g_byte_array_set_size(out, (guint)room);
    size_t used = 0;
    enum libdeflate_result result =
        libdeflate_zlib_decompress(deflater->decompressor, bytes, length, out->data, room, &used);
    if (result == LIBDEFLATE_SUCCESS) {
      g_byte_array_set_size(out, (guint)used);
      return true;
    }
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE || room == INFLATE_LIMIT) {
      g_byte_array_set_size(out, 0);
      return false;
    }
    room *= 4;
  }
}
