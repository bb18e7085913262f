/* Shorthands (XSL 1.1 §5.2, §7.31): from one attribute to assignments of properties. Internal to
 * fo. */
#ifndef PEERPRESS_FO_SHORTHAND_H
#define PEERPRESS_FO_SHORTHAND_H

#include "fo/corresponding.h"

/* One property, or a component of it, that an attribute asks to be set. */
typedef struct {
  FoProperty property;
  Component component;
  Rank rank;
  FoProperty source; /* whose attribute it is, for messages */
  const char *text;
} Assignment;

/* Where a handler puts what it finds. */
struct Expansion {
  Refinement *refinement;
  GArray *assignments;   /* of Assignment */
  GStringChunk *strings; /* for their texts */
  FoProperty source;
};

void expansion_add(Expansion *expansion, FoProperty property, Component component, Rank rank,
                   const char *text, size_t length);

/* A handler gives false if the value is none of its shorthand. */
#define PROPERTY(...)
#define NODE_PROPERTY(...)
#define CORRESPONDING(...)
#define SHORTHAND(id, name, handler)                                                               \
  bool shorthand_##handler(Expansion *expansion, const char *value);
#include "fo/properties.def"
#undef PROPERTY
#undef NODE_PROPERTY
#undef CORRESPONDING
#undef SHORTHAND

/* ---- For the files of handlers ---- */

/* Is `value` one for all properties of a shorthand: "inherit", from-parent(…) and its like? Then
 * *each is what to give to each of them. */
bool shorthand_is_whole(const char *value, const char **each);

/* Could `text` be the value of the property? */
bool shorthand_fits(Expansion *expansion, FoProperty property, const char *text);

/* Splits a value in at most `maximum` words kept in the expansion; how many, or -1 if more. */
int shorthand_split(Expansion *expansion, const char *value, const char **words, int maximum);

/* Gives the property `text`, at the rank of a plain shorthand. */
void shorthand_set(Expansion *expansion, FoProperty property, const char *text);

#endif
