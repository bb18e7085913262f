/* The formatting object tree: what was asked for.
 *
 * fo_read_* turns XSL-FO 1.1 into typed nodes with computed styles. The tree is immutable once
 * returned; it owns its arena, and every pointer in it lives as long as the tree: all but what the functions named
 * fo_release_… let go.
 *
 * An element is one row of fo/elements.def, a property one row of fo/properties.def, a keyword one
 * row of fo/keywords.def. */
#ifndef PEERPRESS_FO_FO_H
#define PEERPRESS_FO_FO_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/limits.h"
#include "fo/value.h"

#include <glib.h>
#include <libxml/tree.h>

/* FO_ROOT, FO_BLOCK, …: one for each row of elements.def; FO_TEXT is a run of characters and
 * FO_FOREIGN an element of another namespace inside fo:instream-foreign-object. */
typedef enum {
  FO_TEXT,
  FO_FOREIGN,
#define ELEMENT(id, name, ...) FO_##id,
#include "fo/elements.def"
#undef ELEMENT
  FO_ELEMENT_COUNT
} FoElement;

typedef enum {
  PROP_NONE,
#define PROPERTY(id, ...) PROP_##id,
#define NODE_PROPERTY(id, ...) PROP_##id,
#define CORRESPONDING(id, ...) PROP_##id,
#define SHORTHAND(id, ...) PROP_##id,
#include "fo/properties.def"
#undef PROPERTY
#undef NODE_PROPERTY
#undef CORRESPONDING
#undef SHORTHAND
  PROP_COUNT
} FoProperty;

/* The C type of each kind of value that a row of properties.def can name. */
typedef Keyword KIND_KEYWORD;
typedef int KIND_INTEGER;
typedef double KIND_NUMBER;
typedef Length KIND_LENGTH; /* always absolute: font-size, border-separation, … */
typedef Size KIND_SIZE;
typedef ConditionalSize KIND_CONDITIONAL;
typedef SizeRange KIND_RANGE;
typedef Space KIND_SPACE;
typedef Keep KIND_KEEP;
typedef Color KIND_COLOR;
typedef const char *KIND_STRING; /* interned; NULL when the initial value is "none" or empty */
typedef LineHeight KIND_LINE_HEIGHT;
typedef TextDecoration KIND_DECORATION;
typedef const TextShadow *KIND_SHADOW; /* NULL: none */
typedef Clip KIND_CLIP;
typedef TextAlignment KIND_ALIGNMENT;

/* All properties of a node after refinement (XSL 1.1 §5), one field a property, named as the
 * property with underscores: style->font_size, style->keep_with_next.within_page. Nodes with equal
 * styles share one, so equal pointers mean equal styles (not the reverse).
 *
 * Refinement has mapped absolute names to relative ones by the writing mode (§5.3): border-top-width
 * is in border_before_width, width in inline_progression_dimension, margin-left of a block in
 * start_indent (with its border and padding, §5.3.2), margin-top in space_before. The absolute
 * margins themselves (margin_top, …) stay for page masters and regions, where they are used as they
 * are. start_indent and end_indent are complete: inherited, body-start(), label-end() included;
 * their percentages refer to the content width of the nearest ancestor reference area. */
typedef struct {
#define PROPERTY(id, name, kind, field, ...) KIND_##kind field;
#define NODE_PROPERTY(id, ...)
#define CORRESPONDING(id, ...)
#define SHORTHAND(id, ...)
#include "fo/properties.def"
#undef PROPERTY
#undef NODE_PROPERTY
#undef CORRESPONDING
#undef SHORTHAND
} Style;

typedef struct FoNode FoNode;

/* A property that is kept with its node and not in the style, as its value is the node's own: id,
 * ref-id, src, internal-destination, role, … */
typedef struct {
  FoProperty property;
  const char *value;
} FoAttribute;

/* There are as many as a book has paragraphs, so what few of them have is asked for by functions: fo_place,
 * fo_id, fo_role, fo_foreign, fo_original. Only the functions below make and copy nodes, which are longer than this. */
struct FoNode {
  FoElement element : 8;
  unsigned wide : 1;             /* it has what few have; internal to fo */
  unsigned passing : 1;          /* FO_TEXT: fo_release_text may be called with it */
  unsigned hollow : 1;           /* FO_BLOCK: its only child is gone, a text with the next number */
  unsigned attribute_count : 16; /* 0 of a text */
  int number;                    /* in document order, from 0: unique */
  const FoNode *parent, *next, *first;
  const Style *style; /* of an element; a text has its parent's */
  union {
    const char *text;              /* FO_TEXT: UTF-8, white space as it was written */
    const FoAttribute *attributes; /* all others */
  };
  union {
    size_t length; /* FO_TEXT */
    struct {
      int line, column; /* of the start tag, in the file that fo_place names */
    };
  };
};

typedef struct {
  const FoNode *root;
  int node_count;
  const char *file; /* name of what was read, for diagnostics */
  const char *xmp;  /* XMP packet of fo:declarations (x:xmpmeta), as XML text; NULL: none */
  const char *const
      *destinations; /* ids that links from other documents lead to, linked here or not */
  int destination_count;
} FoTree;

typedef struct {
  Diagnostics *diagnostics;
  const Limits *limits; /* NULL: the usual ones */
} FoOptions;

/* Reads XSL-FO from `source`; `name` is what diagnostics call it. Streaming (SAX), without network,
 * DTD or external entities. NULL if it cannot be formatted at all, every reason reported as an
 * error; a warning for each thing that is not understood or not supported. The caller ends the tree
 * with fo_free. */
FoTree *fo_read_source(Source *source, const char *name, const FoOptions *options);
/* The same from `bytes`, which may be NULL where `length` is 0. */
FoTree *fo_read_memory(const char *bytes, size_t length, const char *name,
                       const FoOptions *options);

/* The same from a parsed document, such as a transform's result. The traces (base/place.h) that the
 * transform stamped (attribute at of the namespace FO_TRACE_NAMESPACE) become the
 * places of the nodes; without one a node has its parent's place. `doc` may be freed before the
 * tree. */
FoTree *fo_read_doc(xmlDoc *doc, const char *name, const FoOptions *options);
#define FO_TRACE_NAMESPACE "urn:peerpress:trace"

void fo_free(FoTree *tree);

/* Lets go of the characters of a text that is passing: it is in a flow, and in nothing that is read again later (a marker, a
 * link, a label). It is empty from here on, or even gone, if it is all that a block has (FoNode.hollow). Call it when layout has passed it (layout.h, PassedSink). */
void fo_release_text(const FoTree *tree, const FoNode *text);

/* Takes fo:bookmark-tree out of the tree, which still owns it, and gives it. NULL: there is none, or it stays, as one of its nodes
 * has a name by which the tree knows it. */
const FoNode *fo_detach_bookmarks(const FoTree *tree);

/* Lets go of what was detached and stands before `next`, a child of fo:bookmark-tree; NULL: of all. Another thread may
 * use the tree meanwhile. */
void fo_release_bookmarks(const FoTree *tree, const FoNode *next);

/* The node whose id it is, or NULL. */
const FoNode *fo_lookup_id(const FoTree *tree, const char *id);

/* The page master or page sequence master of this name, or NULL. */
const FoNode *fo_lookup_master(const FoTree *tree, const char *name);

/* The nodes of the flows that have the index-key, in document order; NULL if there are none. Borrowed. */
const FoNode *const *fo_index_items(const FoTree *tree, const char *key, int *count);

/* The fo:index-range-end of an fo:index-range-begin, or NULL. */
const FoNode *fo_index_range_end(const FoTree *tree, const FoNode *begin);

/* The name of the region that an fo:flow or fo:static-content goes to: the one that the flow map of its page
 * sequence has for it, else its flow-name; NULL if it has none. */
const char *fo_flow_region(const FoNode *flow);
/* The names of all regions that it goes on in one after the other on each page, from 0; NULL after the last. */
const char *fo_flow_target(const FoNode *flow, int index);
/* The fo:flow that the pages of a sequence begin with, and the one behind it in the list of its flow map; or
 * NULL. */
const FoNode *fo_flow_first(const FoNode *sequence);
const FoNode *fo_flow_next(const FoNode *flow);

/* The value of a node property, or NULL. */
const char *fo_attribute(const FoNode *node, FoProperty property);
/* Its id, or NULL. */
const char *fo_id(const FoNode *node);
/* The structure type that was asked for (role), or NULL: then elements.def's default. */
const char *fo_role(const FoNode *node);
/* Of an fo:instream-foreign-object its child of another namespace, else NULL. Borrowed. */
xmlNode *fo_foreign(const FoNode *node);

/* The node after `node` (after all that is in it) in document order under `top` (itself not included), or NULL at the
 * end: fo_next (fo_behind). */
static inline const FoNode *fo_behind(const FoNode *node, const FoNode *top) {
  while (node != top && !node->next)
    node = node->parent;
  return node == top ? NULL : node->next;
}
static inline const FoNode *fo_next(const FoNode *node, const FoNode *top) {
  return node->first ? node->first : fo_behind(node, top);
}

/* Where it was written: the file is the one that the author wrote (the trace's, else the FO's own), and a text has
 * its parent's place. The place's object is for fo_path. */
Place fo_place(const FoNode *node);

/* The XPath of a node of the tree, in the form that diag_describe_objects wants:
 * "/fo:root/fo:page-sequence[2]/fo:flow" (a position only where others of the name are beside it).
 * The caller frees it. */
char *fo_path(const void *object);

/* "fo:block": for messages and dumps. */
const char *fo_element_name(FoElement element);
/* "font-size". */
const char *fo_property_name(FoProperty property);
/* "start"; KW_UNSET gives "". */
const char *fo_keyword_name(Keyword keyword);

/* The structure type of a node: its role, else its element's default, else NULL (none of its own).
 * (docs/accessibility.md lists them.) */
const char *fo_structure_type(const FoNode *node);
/* The same without its role. */
const char *fo_structure_default(FoElement element);

/* The node of the tree that `node` is or is a copy of: it lasts as long as the tree. */
const FoNode *fo_original(const FoNode *node);

/* A copy of an element or text in `arena`, without children, siblings and characters, for what outlasts the copies of a marker or a
 * first line. Its parent is `parent`. */
const FoNode *fo_node_keep(const FoNode *node, const FoNode *parent, Arena *arena);

/* The children of `marker` with their properties inherited from `retriever` instead (XSL 1.1
 * §6.13.6), under a new node of element FO_WRAPPER whose parent is the retriever's parent. Allocated
 * in `arena`. */
const FoNode *fo_retrieve_marker(const FoTree *tree, const FoNode *marker, const FoNode *retriever,
                                 Arena *arena, Diagnostics *diagnostics);

/* The siblings [first, end) of inline content as they are in the first line of their block: copies that
 * inherit from `initial`, the block's fo:initial-property-set, as if an fo:wrapper with its properties
 * stood around them (XSL 1.1 §6.6.4). Gives the first copy, or NULL; `originals` receives each copy and
 * what it is a copy of, and the wrapper with the block. Allocated in `arena`. */
const FoNode *fo_initial_line(const FoTree *tree, const FoNode *initial, const FoNode *first,
                              const FoNode *end, Arena *arena, GHashTable *originals);

/* Writes the tree as indented text, one node a line with place, id and the properties that differ
 * from the parent's or the initial value: for tests and for people. */
void fo_dump(const FoTree *tree, FILE *out);

#endif
