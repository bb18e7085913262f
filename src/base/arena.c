#include "base/arena.h"

#include <glib.h>
#include <stdalign.h>
#include <stdbool.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* What is longer than the rest of a chunk begins a new one, if that wastes no more than LARGEST_REST of the old. */
enum { CHUNK_SIZE = 16 * 1024, LARGEST_REST = CHUNK_SIZE / 16 };

typedef union {
  void *pointer;
  double number;
  gint64 integer;
} Widest;

typedef struct Chunk Chunk;
struct Chunk {
  Chunk *previous;
  size_t used, size;
  alignas(Widest) unsigned char bytes[];
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

/* A chunk of its own, put behind the one that is being filled. */
static void *alloc_large(Arena *arena, size_t size) {
  Chunk *chunk = chunk_new(size);
  chunk->used = size;
  if (arena->chunk) {
    chunk->previous = arena->chunk->previous;
    arena->chunk->previous = chunk;
  } else {
    arena->chunk = chunk;
  }
  return chunk->bytes;
}

/* `size` bytes of any content that begin at a multiple of `align`. */
static void *allocate(Arena *arena, size_t size, size_t align) {
  if (size > G_MAXSIZE - align)
    g_error("an allocation of %" G_GSIZE_FORMAT " bytes", size);
  arena->total += size;
  Chunk *chunk = arena->chunk;
  const size_t at = chunk ? (chunk->used + align - 1) / align * align : 0;
  if (chunk && at <= chunk->size && chunk->size - at >= size) {
    chunk->used = at + size;
    return chunk->bytes + at;
  }
  const bool wasteful = chunk && chunk->size - chunk->used > LARGEST_REST;
  if (size > CHUNK_SIZE / 4 || (wasteful && size > LARGEST_REST))
    return alloc_large(arena, size);
  chunk = chunk_new(CHUNK_SIZE);
  chunk->previous = arena->chunk;
  chunk->used = size;
  arena->chunk = chunk;
  return chunk->bytes;
}

void *arena_alloc(Arena *arena, size_t size) {
  void *object = allocate(arena, size, alignof(Widest));
  return size ? memset(object, 0, size) : object;
}

void *arena_unfilled(Arena *arena, size_t size) {
  return allocate(arena, size, alignof(Widest));
}

void *arena_copy(Arena *arena, const void *bytes, size_t size) {
  void *copy = allocate(arena, size, alignof(Widest));
  return size ? memcpy(copy, bytes, size) : copy;
}

void *arena_bytes(Arena *arena, const void *bytes, size_t size) {
  void *copy = allocate(arena, size, 1);
  return size ? memcpy(copy, bytes, size) : copy;
}

char *arena_strndup(Arena *arena, const char *text, size_t length) {
  if (length == G_MAXSIZE)
    g_error("a text of %" G_GSIZE_FORMAT " bytes", length);
  char *copy = allocate(arena, length + 1, 1);
  if (length)
    memcpy(copy, text, length);
  copy[length] = '\0';
  return copy;
}

char *arena_strdup(Arena *arena, const char *text) {
  return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

size_t arena_size(const Arena *arena) {
  return arena->total;
}

void memory_give_back(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}
