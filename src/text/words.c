#include "text/kerning.h"

#include <string.h>

/* A place in the table: words of other hashes are passed over without a look at them. */
typedef struct {
  unsigned hash;
  ShapedWord *word; /* NULL: none */
} Slot;

struct WordStore {
  Words *words;
  Arena *arena;
  Slot *slots; /* open addressing, a power of two; a quarter of them is free at least */
  size_t slot_count, word_count;
  int references;
};

struct Words {
  Shaper *shaper;
  Kerning *kerning;
  size_t limit;
  WordStore *store;    /* the current generation */
  WordStore *previous; /* words that are met again are copied from it; NULL: there is none */
};

enum { FIRST_SLOTS = 2048 };

static WordStore *store_new(Words *words) {
  WordStore *store = g_new0(WordStore, 1);
  store->words = words;
  store->arena = arena_new();
  store->slot_count = FIRST_SLOTS;
  store->slots = g_new0(Slot, store->slot_count);
  store->references = 1;
  return store;
}

void word_store_unref(WordStore *store) {
  if (!store || --store->references > 0)
    return;
  arena_free(store->arena);
  g_free(store->slots);
  g_free(store);
}

Words *words_new(Fonts *fonts, size_t limit) {
  Words *words = g_new0(Words, 1);
  words->shaper = shaper_new(fonts);
  words->kerning = kerning_new();
  words->limit = limit;
  words->store = store_new(words);
  return words;
}

void words_free(Words *words) {
  if (!words)
    return;
  word_store_unref(words->store);
  word_store_unref(words->previous);
  kerning_free(words->kerning);
  shaper_free(words->shaper);
  g_free(words);
}

WordStore *words_store(Words *words) {
  if (arena_size(words->store->arena) > words->limit) {
    word_store_unref(words->previous);
    words->previous = words->store;
    words->store = store_new(words);
  }
  words->store->references++;
  return words->store;
}

void *word_store_alloc(WordStore *store, size_t size) {
  return arena_alloc(store->arena, size);
}

static uint64_t load(const char *from, size_t length) {
  uint64_t value = 0;
  memcpy(&value, from, length);
  return value;
}

/* Of the text, eight bytes at a time, and what else tells words apart. */
static unsigned word_hash(const Face *face, bool backward, JoiningContext context, const char *text,
                          size_t length) {
  const uint64_t factor = 0x9e3779b97f4a7c15u;
  uint64_t hash = length ^ ((uint64_t)face->hash << 1 | (backward ? 1 : 0)) << 8 ^
                  (uint64_t)context.before << 33 ^ (uint64_t)context.after << 43;
  for (; length > 8; text += 8, length -= 8) {
    hash = (hash ^ load(text, 8)) * factor;
    hash ^= hash >> 32;
  }
  uint64_t rest = 0;
  switch (length) {
  case 8: rest = load(text, 8); break;
  case 7:
  case 6:
  case 5: rest = load(text, 4) | load(text + length - 4, 4) << 32; break;
  case 4: rest = load(text, 4); break;
  case 3: rest = load(text, 2) | (uint64_t)(unsigned char)text[2] << 16; break;
  case 2: rest = load(text, 2); break;
  case 1: rest = (unsigned char)*text; break;
  default: break;
  }
  hash = (hash ^ rest) * factor;
  hash ^= hash >> 32;
  hash *= factor;
  return (unsigned)(hash >> 32);
}

/* The free place for a hash. */
static Slot *free_slot(Slot *slots, size_t count, unsigned hash) {
  size_t at = hash & (count - 1);
  while (slots[at].word)
    at = (at + 1) & (count - 1);
  return &slots[at];
}

static void grow(WordStore *store) {
  const size_t count = store->slot_count * 2;
  Slot *slots = g_new0(Slot, count);
  for (size_t i = 0; i < store->slot_count; i++)
    if (store->slots[i].word)
      *free_slot(slots, count, store->slots[i].hash) = store->slots[i];
  g_free(store->slots);
  store->slots = slots;
  store->slot_count = count;
}

/* What tells words apart. */
typedef struct {
  const Face *face;
  bool backward;
  JoiningContext context;
  const char *text;
  size_t length;
} Key;

static ShapedWord *find(const WordStore *store, unsigned hash, const Key *key) {
  const size_t mask = store->slot_count - 1;
  for (size_t at = hash & mask; store->slots[at].word; at = (at + 1) & mask) {
    ShapedWord *word = store->slots[at].word;
    if (store->slots[at].hash == hash && word->face == key->face &&
        word->backward == key->backward && word->length == key->length &&
        word->context.before == key->context.before && word->context.after == key->context.after &&
        memcmp(word->text, key->text, key->length) == 0)
      return word;
  }
  return NULL;
}

static ShapedWord *copy(Arena *arena, const ShapedWord *word) {
  ShapedWord *own = arena_copy(arena, word, sizeof *word);
  own->text = arena_strndup(arena, word->text, word->length);
  own->pieces = arena_copy(arena, word->pieces, sizeof *word->pieces * word->piece_count);
  own->glyphs = arena_copy(arena, word->glyphs, sizeof *word->glyphs * word->glyph_count);
  own->clusters = arena_copy(arena, word->clusters, sizeof *word->clusters * word->cluster_count);
  if (word->hyphen_count)
    own->hyphens = arena_copy(arena, word->hyphens, sizeof *word->hyphens * word->hyphen_count);
  return own;
}

static ShapedWord *add(WordStore *store, unsigned hash, const Key *key) {
  Words *words = store->words;
  const WordStore *previous = words->previous;
  const ShapedWord *known = previous && previous != store ? find(previous, hash, key) : NULL;
  ShapedWord *word = NULL;
  if (known) {
    word = copy(store->arena, known);
  } else {
    word = word_shape(words->shaper, store->arena, key->face, key->backward, key->context,
                      key->text, key->length);
    kerning_of_word(words->kerning, word);
  }
  if (++store->word_count > store->slot_count / 4 * 3)
    grow(store);
  *free_slot(store->slots, store->slot_count, hash) = (Slot){hash, word};
  return word;
}

ShapedWord *word_lookup(WordStore *store, const Face *face, bool backward, JoiningContext context,
                        const char *text, size_t length) {
  const Key key = {face, backward, context, text, length};
  const unsigned hash = word_hash(face, backward, context, text, length);
  ShapedWord *word = find(store, hash, &key);
  return word ? word : add(store, hash, &key);
}
