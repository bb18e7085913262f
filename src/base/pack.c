#include "base/pack.h"

#include <string.h>

enum { WORD = 8 };

void pack_words(GByteArray *packed, const void *object, const void *like, size_t size) {
  const guint8 *from = object, *same = like;
  for (size_t at = 0; at < size; at += WORD) {
    guint8 word[WORD + 1] = {0};
    guint count = 1;
    for (size_t i = 0; i < MIN(WORD, size - at); i++) {
      const guint8 byte = same ? from[at + i] ^ same[at + i] : from[at + i];
      if (byte) {
        word[0] |= (guint8)(1u << i);
        word[count++] = byte;
      }
    }
    g_byte_array_append(packed, word, count);
  }
}

const guint8 *unpack_words(const guint8 *packed, void *object, const void *like, size_t size) {
  guint8 *to = object;
  if (size && like)
    memcpy(to, like, size);
  else if (size)
    memset(to, 0, size);
  for (size_t at = 0; at < size; at += WORD) {
    const unsigned set = *packed++;
    for (size_t i = 0; set >> i; i++)
      if (set >> i & 1)
        to[at + i] ^= *packed++;
  }
  return packed;
}
