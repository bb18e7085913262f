/* Refinement (XSL 1.1 §5): from the attributes of a formatting object and the style of its parent to
 * its own style. Styles and attribute lists are interned: a pattern that recurs costs one look-up.
 * Internal to fo. */
#ifndef PEERPRESS_FO_STYLE_H
#define PEERPRESS_FO_STYLE_H

#include "fo/vocabulary.h"

/* One attribute that is a property of the style. */
typedef struct {
  FoProperty property;
  Component component;
  const char *value;
} Specified;

/* The attributes of a node, one list for equal ones. */
typedef struct {
  guint hash;
  int count;
  const Specified *items;
} SpecifiedList;

/* What an element is inside: public functions see the first member only. A text is a FoNode and no more. */
typedef struct {
  FoNode node;
  const SpecifiedList *specified;
} NodeRecord;

/* What a node that is wide is inside. */
typedef struct {
  NodeRecord record;
  const char *file;  /* NULL: this and the trace are those of the next wide node around it */
  const char *trace; /* base/place.h; or NULL */
  const FoNode
      *original;    /* of a copy that does not last, for a marker or a first line; else NULL */
  xmlNode *foreign; /* FO_INSTREAM_FOREIGN_OBJECT: its child of another namespace */
} WideRecord;

/* A node without anything, in the memory of one or in `arena`; or a copy of all of `node` that is wide. */
FoNode *node_init(void *memory, FoElement element);
FoNode *node_new(Arena *arena, FoElement element, bool wide);
WideRecord *node_copy(Arena *arena, const FoNode *node);
/* The nearest wide node that says a file: itself or one around it. */
const WideRecord *node_origin(const FoNode *node);

static inline const SpecifiedList *node_specified(const FoNode *node) {
  return ((const NodeRecord *)node)->specified;
}

typedef struct StyleEngine StyleEngine;

/* Styles are allocated in `arena`, which outlives the engine. The caller owns the engine. */
StyleEngine *style_engine_new(Arena *arena, Diagnostics *diagnostics);
void style_engine_free(StyleEngine *engine);

/* Ends all use of the diagnostics that the engine was made with: what is refined later (markers that
 * are retrieved) was reported where it was written. */
void style_engine_finish_reading(StyleEngine *engine);

const Vocabulary *style_vocabulary(const StyleEngine *engine);

/* The memory of from-table-column(): fo/ancestry.h. */
struct TableGrid *style_table_grid(StyleEngine *engine);

/* The page masters and page sequence masters that were read so far: master-name → const FoNode *, the first
 * of a name. */
GHashTable *style_masters(const StyleEngine *engine);

/* A copy of the string, one for equal ones. */
const char *style_intern_string(StyleEngine *engine, const char *text, size_t length);

/* A copy that lives as long as styles. */
const TextShadow *style_keep_shadow(StyleEngine *engine, const TextShadow *shadow);

/* The list equal to `items`; copies what it keeps. */
const SpecifiedList *style_intern_list(StyleEngine *engine, const Specified *items, int count);

/* The style of `node`, whose parent, element and place are set and whose list is `specified`. */
const Style *style_refine(StyleEngine *engine, const FoNode *node, const SpecifiedList *specified);

/* The style that holds the initial value of every property. */
const Style *style_initial(const StyleEngine *engine);

/* The initial border-…-precedence, which is the element's (XSL 1.1 §7.28.1). */
int style_border_precedence(FoElement element);

/* Are the values of a property equal in two styles? */
bool style_same(const Style *a, const Style *b, FoProperty property);

/* ---- One refinement, as its files share it ---- */

typedef struct {
  StyleEngine *engine;
  const FoNode *node;           /* its style is not yet set */
  const Style *parent;          /* the parent's, or the initial values */
  Style *style;                 /* in the making */
  FoProperty property;          /* whose value is evaluated */
  bool shareable;               /* depends on nothing but element, parent's style and attributes */
  const char *reason;           /* why a value was refused: a clause without full stop, or NULL */
  bool unitless;                /* a number without a unit was taken as pixels */
  FoProperty unitless_reported; /* whose attribute it was, the last time */
} Refinement;

/* Records why a value is refused; false. */
static inline bool refuse(Refinement *refinement, const char *reason) {
  refinement->reason = reason;
  return false;
}

static inline const void *style_field(const Style *style, FoProperty property) {
  return (const char *)style + fo_properties[property].offset;
}

/* font-size: the parent's while font-size itself is evaluated (§5.9.2). */
static inline Length refinement_em(const Refinement *refinement) {
  return refinement->property == PROP_FONT_SIZE ? refinement->parent->font_size
                                                : refinement->style->font_size;
}

#endif
