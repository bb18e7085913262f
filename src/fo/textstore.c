#include "fo/textstore.h"

#include <string.h>

/* Large enough for the C library to give it back to the system. */
enum { CHUNK_SIZE = 256 * 1024, LARGEST_SHARED = CHUNK_SIZE / 8 };

/* Texts one behind the other, each behind the number of its chunk. */
typedef struct {
  size_t used, size;
  guint texts; /* that are not released */
  char bytes[];
} Chunk;

struct TextStore {
  GPtrArray *chunks; /* of Chunk, or NULL */
  guint filling;     /* the number of the one that is being filled; no chunk: none is */
};

TextStore *text_store_new(void) {
  TextStore *store = g_new(TextStore, 1);
  *store = (TextStore){.chunks = g_ptr_array_new_with_free_func(g_free)};
  return store;
}

void text_store_free(TextStore *store) {
  if (!store)
    return;
  g_ptr_array_unref(store->chunks);
  g_free(store);
}

static Chunk *chunk_at(const TextStore *store, guint number) {
  return number < store->chunks->len ? store->chunks->pdata[number] : NULL;
}

static guint add_chunk(TextStore *store, size_t size) {
  Chunk *chunk = g_malloc(sizeof(Chunk) + size);
  *chunk = (Chunk){.size = size};
  g_ptr_array_add(store->chunks, chunk);
  return store->chunks->len - 1;
}

const char *text_store_add(TextStore *store, const char *text, size_t length) {
  guint number = store->filling;
  const size_t size = sizeof number + length + 1;
  const Chunk *filling = chunk_at(store, number);
  if (size > LARGEST_SHARED)
    number = add_chunk(store, size);
  else if (!filling || filling->size - filling->used < size)
    number = store->filling = add_chunk(store, CHUNK_SIZE - sizeof(Chunk));
  Chunk *chunk = chunk_at(store, number);
  char *to = chunk->bytes + chunk->used;
  memcpy(to, &number, sizeof number);
  to += sizeof number;
  memcpy(to, text, length);
  to[length] = '\0';
  chunk->used += size;
  chunk->texts++;
  return to;
}

void text_store_release(TextStore *store, const char *text) {
  guint number;
  memcpy(&number, text - sizeof number, sizeof number);
  Chunk *chunk = chunk_at(store, number);
  if (--chunk->texts > 0)
    return;
  store->chunks->pdata[number] = NULL;
  g_free(chunk);
}
