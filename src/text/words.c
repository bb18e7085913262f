#include "text/kerning.h"

#include <string.h>

struct WordStore {
  Words *words;
  Arena *arena;
  ShapedWord **buckets;
  size_t bucket_count, word_count;
  int references;
};

struct Words {
  Fonts *fonts;
  Kerning *kerning;
  size_t limit;
  WordStore *store; /* the current generation */
};

enum { FIRST_BUCKETS = 1024 };

static WordStore *store_new(Words *words) {
  WordStore *store = g_new0(WordStore, 1);
  store->words = words;
  store->arena = arena_new();
  store->bucket_count = FIRST_BUCKETS;
  store->buckets = g_new0(ShapedWord *, store->bucket_count);
  store->references = 1;
  return store;
}

void word_store_unref(WordStore *store) {
  if (!store || --store->references > 0)
    return;
  arena_free(store->arena);
  g_free(store->buckets);
  g_free(store);
}

Words *words_new(Fonts *fonts, size_t limit) {
  Words *words = g_new0(Words, 1);
  words->fonts = fonts;
  words->kerning = kerning_new();
  words->limit = limit;
  words->store = store_new(words);
  return words;
}

void words_free(Words *words) {
  if (!words)
    return;
  word_store_unref(words->store);
  kerning_free(words->kerning);
  g_free(words);
}

WordStore *words_store(Words *words) {
  if (arena_size(words->store->arena) > words->limit) {
    word_store_unref(words->store);
    words->store = store_new(words);
  }
  words->store->references++;
  return words->store;
}

void *word_store_alloc(WordStore *store, size_t size) {
  return arena_alloc(store->arena, size);
}

/* FNV-1a over the text, begun from what else tells words apart. */
static unsigned word_hash(const Face *face, bool backward, JoiningContext context, const char *text,
                          size_t length) {
  uint64_t hash = 14695981039346656037u ^ ((uint64_t)face->hash << 1 | (backward ? 1 : 0)) ^
                  (uint64_t)context.before << 33 ^ (uint64_t)context.after << 43;
  for (size_t i = 0; i < length; i++)
    hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
  return (unsigned)(hash ^ hash >> 32);
}

static void grow(WordStore *store) {
  const size_t count = store->bucket_count * 2;
  ShapedWord **buckets = g_new0(ShapedWord *, count);
  for (size_t i = 0; i < store->bucket_count; i++)
    for (ShapedWord *word = store->buckets[i]; word;) {
      ShapedWord *next = word->next;
      word->next = buckets[word->hash & (count - 1)];
      buckets[word->hash & (count - 1)] = word;
      word = next;
    }
  g_free(store->buckets);
  store->buckets = buckets;
  store->bucket_count = count;
}

ShapedWord *word_lookup(WordStore *store, const Face *face, bool backward, JoiningContext context,
                        const char *text, size_t length) {
  const unsigned hash = word_hash(face, backward, context, text, length);
  ShapedWord *word = store->buckets[hash & (store->bucket_count - 1)];
  for (; word; word = word->next)
    if (word->hash == hash && word->face == face && word->backward == backward &&
        word->length == length && word->context.before == context.before &&
        word->context.after == context.after && memcmp(word->text, text, length) == 0)
      return word;
  if (store->word_count++ > store->bucket_count)
    grow(store);
  word = word_shape(store->words->fonts, store->arena, face, backward, context, text, length);
  kerning_of_word(store->words->kerning, word);
  word->hash = hash;
  word->next = store->buckets[hash & (store->bucket_count - 1)];
  store->buckets[hash & (store->bucket_count - 1)] = word;
  return word;
}
