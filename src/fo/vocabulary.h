/* The tables of elements.def, properties.def and keywords.def as data, and their names as a
 * dictionary. Internal to fo. */
#ifndef PEERPRESS_FO_VOCABULARY_H
#define PEERPRESS_FO_VOCABULARY_H

#include "fo/fo.h"

typedef enum { SUPPORTED, UNSUPPORTED, VISUAL_NA } Support;

typedef enum {
  ROW_NONE,
  ROW_PROPERTY,
  ROW_NODE_PROPERTY,
  ROW_CORRESPONDING,
  ROW_SHORTHAND
} RowType;

typedef enum {
  VALUE_KEYWORD,
  VALUE_INTEGER,
  VALUE_NUMBER,
  VALUE_LENGTH,
  VALUE_SIZE,
  VALUE_CONDITIONAL,
  VALUE_RANGE,
  VALUE_SPACE,
  VALUE_KEEP,
  VALUE_COLOR,
  VALUE_STRING,
  VALUE_LINE_HEIGHT,
  VALUE_DECORATION,
  VALUE_SHADOW,
  VALUE_CLIP,
  VALUE_ALIGNMENT
} ValueKind;

typedef enum { NODE_STRING, NODE_ID, NODE_IDREF, NODE_NAME, NODE_URI } NodeType;

typedef enum { SIDE_TOP, SIDE_BOTTOM, SIDE_LEFT, SIDE_RIGHT, SIDE_HORIZONTAL, SIDE_VERTICAL } Side;

/* The parts of a compound value, as they follow the full stop in an attribute's name. The three of
 * `language` are attributes of their own. */
typedef enum {
  COMPONENT_ALL,
  COMPONENT_MINIMUM,
  COMPONENT_OPTIMUM,
  COMPONENT_MAXIMUM,
  COMPONENT_PRECEDENCE,
  COMPONENT_CONDITIONALITY,
  COMPONENT_LENGTH,
  COMPONENT_WITHIN_LINE,
  COMPONENT_WITHIN_COLUMN,
  COMPONENT_WITHIN_PAGE,
  COMPONENT_LANGUAGE,
  COMPONENT_SCRIPT,
  COMPONENT_COUNTRY,
  COMPONENT_COUNT
} Component;

typedef struct Expansion Expansion; /* fo/shorthand.h */
typedef bool (*ShorthandHandler)(Expansion *expansion, const char *value);

/* A row of properties.def; which members are set depends on `type`. */
typedef struct {
  const char *name;
  RowType type;
  Support support;
  /* ROW_PROPERTY */
  ValueKind kind;
  size_t offset; /* of the field in Style */
  bool inherited;
  const char *initial, *values;
  NodeType node_type; /* ROW_NODE_PROPERTY */
  /* ROW_CORRESPONDING */
  FoProperty target;
  Side side;
  Component component;
  ShorthandHandler expand; /* ROW_SHORTHAND */
} PropertyRow;

extern const PropertyRow fo_properties[PROP_COUNT];

typedef enum { STRUCTURAL, BLOCK_LEVEL, INLINE_LEVEL, BOTH, POINT } Level;

typedef struct {
  const char *name; /* "fo:block" */
  Level level;
  Support support;
  const char *structure; /* or NULL */
  const char *model;
} ElementRow;

/* Indexed by FoElement; FO_TEXT and FO_FOREIGN have rows too. */
extern const ElementRow fo_elements[FO_ELEMENT_COUNT];

/* What a row's `values` allow. */
enum {
  ALLOW_LENGTH = 1 << 0,
  ALLOW_PERCENTAGE = 1 << 1,             /* kept for layout */
  ALLOW_PERCENTAGE_FONT_SIZE = 1 << 2,   /* resolved in refinement */
  ALLOW_PERCENTAGE_LINE_HEIGHT = 1 << 3, /* resolved in refinement */
  ALLOW_NUMBER = 1 << 4,
  ALLOW_INTEGER = 1 << 5,
  ALLOW_COUNT = 1 << 6,        /* an integer from 0 */
  ALLOW_NON_NEGATIVE = 1 << 7, /* lengths and percentages from 0 only */
  ALLOW_TENTH = 1 << 8,        /* percentages up to 10 only */
};

enum { GRAMMAR_INTEGERS = 10, KEYWORD_WORDS = (KW_COUNT + 63) / 64 };

typedef struct {
  unsigned allow;
  uint64_t keywords[KEYWORD_WORDS];
  int integers[GRAMMAR_INTEGERS]; /* the only ones allowed, if any are listed */
  int integer_count;
} Grammar;

static inline bool grammar_has(const Grammar *grammar, Keyword keyword) {
  return grammar->keywords[keyword / 64] >> (keyword % 64) & 1;
}

typedef struct Vocabulary Vocabulary;

/* The one of the process, made of the tables when it is first asked for; nothing changes it. */
const Vocabulary *vocabulary_shared(void);

/* The property of an attribute's name, with the component after its full stop; PROP_NONE if there
 * is none of that name, or no such component of its kind. */
FoProperty vocabulary_property(const Vocabulary *vocabulary, const char *name,
                               Component *component);

/* The element of a local name in the fo namespace; FO_TEXT if there is none. */
FoElement vocabulary_element(const Vocabulary *vocabulary, const char *local_name);

/* KW_UNSET if it is no keyword of any property. */
Keyword vocabulary_keyword(const Vocabulary *vocabulary, const char *name, size_t length);

const Grammar *vocabulary_grammar(const Vocabulary *vocabulary, FoProperty property);

/* "minimum"; an empty string for all and for those that are no components of an attribute. */
const char *vocabulary_component_name(Component component);

/* The name that was most likely meant, or NULL. */
const char *vocabulary_property_meant(const char *name);
const char *vocabulary_element_meant(const char *local_name);

/* How much of Style a value of a kind takes. */
size_t value_size(ValueKind kind);

#endif
