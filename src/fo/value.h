/* Computed values of XSL-FO properties: what is left after expressions, inheritance, shorthands
 * and the mapping from absolute to writing-mode-relative names. */
#ifndef PEERPRESS_FO_VALUE_H
#define PEERPRESS_FO_VALUE_H

#include "base/length.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

/* Every keyword of every property, KW_ and its name: KW_AUTO, KW_KEEP_… (fo/keywords.def). */
typedef enum {
  KW_UNSET,
#define KEYWORD(id, name) KW_##id,
#include "fo/keywords.def"
#undef KEYWORD
  KW_COUNT
} Keyword;

/* A length that may depend on something known only in layout: a keyword alone (KW_AUTO, KW_NONE, …),
 * or keyword KW_UNSET and length + percent of a base + proportional column units. Linear, so that
 * "50% - 1cm" and "proportional-column-width(2) + 3pt" stay exact. */
typedef struct {
  Length length;
  int32_t percent;      /* 1/1000 of a percent: 100 % is 100000 */
  int32_t proportional; /* 1/1000 of a proportional-column-width() unit */
  Keyword keyword;
} Size;

enum { SIZE_HUNDRED_PERCENT = 100000 };

/* The size in units when percentages refer to `base`; a keyword gives 0. */
static inline Length size_resolve(Size size, Length base) {
  const Length part = length_clamp(base) * size.percent / SIZE_HUNDRED_PERCENT;
  return size.keyword ? 0 : length_clamp(size.length + part);
}

static inline bool size_is(Size size, Keyword keyword) {
  return size.keyword == keyword;
}

/* <length-conditional>: border widths and padding. A border whose style is none has length 0. */
typedef struct {
  Size size;
  bool retain; /* .conditionality="retain" */
} ConditionalSize;

/* <length-range>: inline- and block-progression-dimension, leader-length. A single length sets all
 * three; KW_AUTO in each that was not given. */
typedef struct {
  Size minimum, optimum, maximum;
} SizeRange;

/* <space> (XSL 1.1 §4.3). */
typedef struct {
  Size minimum, optimum, maximum;
  int precedence;
  bool force;  /* .precedence="force" */
  bool retain; /* .conditionality="retain" */
} Space;

/* <keep>: KEEP_AUTO, an integer strength, or KEEP_ALWAYS. */
enum { KEEP_AUTO = INT_MIN, KEEP_ALWAYS = INT_MAX };
typedef struct {
  int within_line, within_column, within_page;
} Keep;

/* What an integer property can be besides a number: maximum-repeats and hyphenation-ladder-count
 * "no-limit", border-…-precedence "force"; initial-page-number "auto", "auto-odd", "auto-even";
 * z-index "auto". column-number is 0 where none was given. */
enum {
  INTEGER_NO_LIMIT = INT_MAX,
  INTEGER_FORCE = INT_MAX,
  INTEGER_AUTO = INT_MIN,
  INTEGER_AUTO_ODD = INT_MIN + 1,
  INTEGER_AUTO_EVEN = INT_MIN + 2
};

/* Device colours, 0 to 255; alpha 0 is transparent. */
typedef struct {
  uint8_t red, green, blue, alpha;
} Color;

/* line-height: `length` is the computed height for this node's font; a number or "normal" (1.2)
 * is inherited as `factor` (0: inherited as the length). */
typedef struct {
  Length length;
  double factor;
  bool retain; /* .conditionality */
} LineHeight;

/* text-decoration as it acts on the text of this node, its own and its ancestors' together, each
 * line in the colour of the object that asked for it (XSL 1.1 §7.17.4). */
typedef struct {
  bool underline, overline, line_through;
  Color underline_color, overline_color, line_through_color;
} TextDecoration;

/* text-align: a keyword, or the string that lines of the cells of a table column align on, KW_START then; it
 * is interned. */
typedef struct {
  Keyword keyword;
  const char *string; /* NULL: none */
} TextAlignment;

/* text-shadow (XSL 1.1 §7.17.5): a list in the order of painting, so that the first that was written lies
 * on top. It acts on the text of the object and, as with text-decoration, on that of all in it. */
typedef struct TextShadow TextShadow;
struct TextShadow {
  Length x, y; /* to the right and downwards */
  Length blur;
  Color color;
  const TextShadow *next;
};
/* clip: how far the edges of a rect() stand inwards from those of the box; without one all are 0. */
typedef struct {
  bool shape;
  Length top, right, bottom, left;
} Clip;

#endif
