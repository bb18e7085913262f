/* Arena: memory for everything that one phase makes, freed at once.
 *
 * A tree points only into its own arena or into one that lives longer. Out of memory ends the
 * program (GLib's rule), so no caller tests for NULL. */
#ifndef PEERPRESS_BASE_ARENA_H
#define PEERPRESS_BASE_ARENA_H

#include <stddef.h>

typedef struct Arena Arena;

/* A new, empty arena; the caller owns it and ends it with arena_free. */
Arena *arena_new(void);

/* Frees the arena and all that was allocated from it. NULL is allowed. */
void arena_free(Arena *arena);

/* `size` bytes, zeroed, aligned for pointers and numbers of 64 bits; valid until the arena is freed. */
void *arena_alloc(Arena *arena, size_t size);

/* The same with any content, for who fills them at once. */
void *arena_unfilled(Arena *arena, size_t size);

/* A copy of `size` bytes, aligned like them. */
void *arena_copy(Arena *arena, const void *bytes, size_t size);

/* The same, aligned like nothing. */
void *arena_bytes(Arena *arena, const void *bytes, size_t size);

/* A NUL-terminated copy of the first `length` bytes of `text`. */
char *arena_strndup(Arena *arena, const char *text, size_t length);

/* A copy of `text`; NULL gives NULL. */
char *arena_strdup(Arena *arena, const char *text);

/* Bytes asked for so far: for limits and for statistics. */
size_t arena_size(const Arena *arena);

/* Gives memory that was freed back to the system, where the C library would keep it for later: for who has freed much and goes
 * on for long. It takes some milliseconds. */
void memory_give_back(void);

/* A zeroed object, or `n` of them, of a type. */
#define arena_new_object(arena, Type) ((Type *)arena_alloc((arena), sizeof(Type)))
#define arena_new_array(arena, Type, n) ((Type *)arena_alloc((arena), sizeof(Type) * (size_t)(n)))

#define arena_unfilled_array(arena, Type, n)                                                       \
  ((Type *)arena_unfilled((arena), sizeof(Type) * (size_t)(n)))

#endif
