/* Shaped words and the cache that keeps them.
 *
 * A word is whatever is shaped in one go: one face, one direction, no line break within but those at
 * hyphens. Words are kept in generations: when one has grown to its limit a new one is begun, into which words of the one
 * before are copied when they are met again. Generations before that end with the last paragraph that holds words of them. */
#ifndef PEERPRESS_TEXT_WORDS_H
#define PEERPRESS_TEXT_WORDS_H

#include "text/fonts.h"

typedef struct {
  uint16_t bytes;
  uint16_t glyphs : 15;
  uint16_t joined : 1; /* to the cluster before: divided there, both may look otherwise */
} ShapedCluster;

/* A part of a word in one font. */
typedef struct {
  const Font *font;
  uint16_t text_start, text_length;
  uint16_t glyph_start, glyph_count;
  uint16_t cluster_start, cluster_count;
} ShapedPiece;

/* A place where libhyphen divides a word: before byte `at`, with so many letters of the sequence of
 * letters that it divides on either side. */
typedef struct {
  uint16_t at, letters_before, letters_after;
  bool last_resort; /* in a name of a program or an address, where a hyphen may mislead */
} WordBreak;

/* The letters next to a word that was cut within (where the owner or the style changes, for one), if
 * theirs is a script whose letters join; else 0. */
typedef struct {
  gunichar before, after;
} JoiningContext;

typedef struct ShapedWord ShapedWord;
struct ShapedWord {
  const Face *face;
  const char *text;
  JoiningContext context;
  uint16_t length;
  bool backward;
  bool unknown; /* has glyphs missing in every font */
  bool cursive; /* joined letters: takes no letter-spacing */
  bool rigid;   /* takes no expansion */
  bool hyphens_sought;
  uint16_t piece_count, glyph_count, cluster_count, hyphen_count;
  Length width;
  int32_t kern_before, kern_after; /* what the word adds to a space before and behind it */
  const ShapedPiece *pieces;       /* logical order */
  const Glyph *glyphs;             /* visual order within a piece */
  const ShapedCluster *clusters;   /* logical order */
  const WordBreak *hyphens;        /* by libhyphen, once `hyphens_sought` */
};

/* The longest text of a word, in bytes. */
enum { WORD_LIMIT = 1024 };

typedef struct Words Words;         /* the cache */
typedef struct WordStore WordStore; /* one generation */

/* A cache whose generations hold about `limit` bytes each; there are two of them, as a rule. */
Words *words_new(Fonts *fonts, size_t limit);
void words_free(Words *words);

/* The generation to use for a new paragraph; end with word_store_unref. */
WordStore *words_store(Words *words);
void word_store_unref(WordStore *store);

/* The shaped word for `text` (1 … WORD_LIMIT bytes of UTF-8 without control characters), shaped now
 * if it was not before. Lives as long as `store`. */
ShapedWord *word_lookup(WordStore *store, const Face *face, bool backward, JoiningContext context,
                        const char *text, size_t length);

/* Memory that lives as long as the store. */
void *word_store_alloc(WordStore *store, size_t size);

/* What shaping works with, kept from word to word; `fonts` are borrowed. The caller owns it. */
typedef struct Shaper Shaper;
Shaper *shaper_new(Fonts *fonts);
void shaper_free(Shaper *shaper);

/* Shapes a word, everything in `arena`: the cache's way to make what it has not. */
ShapedWord *word_shape(Shaper *shaper, Arena *arena, const Face *face, bool backward,
                       JoiningContext context, const char *text, size_t length);

/* Shapes the text of a buffer in a font of a face. */
void shape_buffer(hb_buffer_t *buffer, const Face *face, const Font *font, hb_script_t script,
                  bool backward);

/* Characters of `word` that no font has, in order; `out` holds at most `limit`. Returns how many. */
int word_unknown_characters(const ShapedWord *word, gunichar *out, int limit);

#endif
