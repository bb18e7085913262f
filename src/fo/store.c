#include "fo/store.h"
#include "base/sanitized.h"

#include <stdalign.h>
#include <string.h>
#ifdef SANITIZED
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

/* Large enough for the C library to give it back to the system. */
enum { CHUNK_SIZE = 256 * 1024, LARGEST_SHARED = CHUNK_SIZE / 8 };

/* Pieces one behind the other, each behind the number of its chunk. */
typedef struct {
  size_t used, size;
  guint64 pieces; /* that are not released */
  alignas(guint64) char bytes[];
} Chunk;

struct Store {
  size_t align;
  GPtrArray *chunks; /* of Chunk, or NULL */
  guint filling;     /* the number of the one that is being filled; no chunk: none is */
};

Store *store_new(size_t align) {
  Store *store = g_new(Store, 1);
  *store = (Store){.align = align, .chunks = g_ptr_array_new_with_free_func(g_free)};
  return store;
}

void store_free(Store *store) {
  if (!store)
    return;
  g_ptr_array_unref(store->chunks);
  g_free(store);
}

static Chunk *chunk_at(const Store *store, guint number) {
  return number < store->chunks->len ? store->chunks->pdata[number] : NULL;
}

static guint add_chunk(Store *store, size_t size) {
  if (size > G_MAXSIZE - sizeof(Chunk))
    g_error("an allocation of %" G_GSIZE_FORMAT " bytes", size);
  Chunk *chunk = g_malloc(sizeof(Chunk) + size);
  *chunk = (Chunk){.size = size};
  g_ptr_array_add(store->chunks, chunk);
  return store->chunks->len - 1;
}

/* Where a piece begins behind `used` bytes and its number. */
static size_t place_behind(const Store *store, size_t used) {
  return (used + sizeof(guint) + store->align - 1) & ~(store->align - 1);
}

void *store_add(Store *store, size_t size) {
  if (size > G_MAXSIZE / 2)
    g_error("an allocation of %" G_GSIZE_FORMAT " bytes", size);
  guint number = store->filling;
  const Chunk *filling = chunk_at(store, number);
  if (size > LARGEST_SHARED)
    number = add_chunk(store, place_behind(store, 0) + size);
  else if (!filling || place_behind(store, filling->used) + size > filling->size)
    number = store->filling = add_chunk(store, CHUNK_SIZE - sizeof(Chunk));
  Chunk *chunk = chunk_at(store, number);
  const size_t at = place_behind(store, chunk->used);
  memcpy(chunk->bytes + at - sizeof number, &number, sizeof number);
  chunk->used = at + size;
  chunk->pieces++;
  return chunk->bytes + at;
}

void store_release(Store *store, const void *piece, size_t size) {
  guint number;
  memcpy(&number, (const char *)piece - sizeof number, sizeof number);
  Chunk *chunk = chunk_at(store, number);
  if (--chunk->pieces > 0) {
    ASAN_POISON_MEMORY_REGION(piece, size);
    return;
  }
  store->chunks->pdata[number] = NULL;
  g_free(chunk);
}
