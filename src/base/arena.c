#include "base/arena.h"

#include <glib.h>
#include <stdalign.h>
#include <string.h>

enum { CHUNK_SIZE = 16 * 1024 };

typedef struct Chunk Chunk;
struct Chunk {
  Chunk *previous;
  size_t used, size;
  alignas(max_align_t) unsigned char bytes[];
};

struct Arena {
  Chunk *chunk;
  size_t total;
};

Arena *arena_new(void) {
  return g_new0(Arena, 1);
}

void arena_free(Arena *arena) {
  if (!arena)
    return;
  for (Chunk *chunk = arena->chunk; chunk;) {
    Chunk *previous = chunk->previous;
    g_free(chunk);
    chunk = previous;
  }
  g_free(arena);
}

static Chunk *chunk_new(size_t size) {
  if (size > G_MAXSIZE - sizeof(Chunk))
    g_error("an allocation of %" G_GSIZE_FORMAT " bytes", size);
  Chunk *chunk = g_malloc(sizeof(Chunk) + size);
  *chunk = (Chunk){.size = size};
  return chunk;
}

/* An object of a quarter chunk or more gets its own, put behind the chunk that is being filled. */
static void *alloc_large(Arena *arena, size_t size) {
  Chunk *chunk = chunk_new(size);
  chunk->used = size;
  if (arena->chunk) {
    chunk->previous = arena->chunk->previous;
    arena->chunk->previous = chunk;
  } else {
    arena->chunk = chunk;
  }
  return memset(chunk->bytes, 0, size);
}

void *arena_alloc(Arena *arena, size_t size) {
  const size_t align = alignof(max_align_t);
  if (size > G_MAXSIZE - align)
    g_error("an allocation of %" G_GSIZE_FORMAT " bytes", size);
  size = (size + align - 1) / align * align;
  arena->total += size;
  if (size > CHUNK_SIZE / 4)
    return alloc_large(arena, size);
  Chunk *chunk = arena->chunk;
  if (!chunk || chunk->size - chunk->used < size) {
    chunk = chunk_new(CHUNK_SIZE);
    chunk->previous = arena->chunk;
    arena->chunk = chunk;
  }
  void *object = chunk->bytes + chunk->used;
  chunk->used += size;
  return memset(object, 0, size);
}

void *arena_copy(Arena *arena, const void *bytes, size_t size) {
  void *copy = arena_alloc(arena, size);
  return size ? memcpy(copy, bytes, size) : copy;
}

char *arena_strndup(Arena *arena, const char *text, size_t length) {
  char *copy = arena_alloc(arena, length + 1);
  if (length)
    memcpy(copy, text, length);
  return copy;
}

char *arena_strdup(Arena *arena, const char *text) {
  return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

size_t arena_size(const Arena *arena) {
  return arena->total;
}
