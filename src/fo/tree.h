/* What a FoTree is inside, and how it is built. Internal to fo. */
#ifndef PEERPRESS_FO_TREE_H
#define PEERPRESS_FO_TREE_H

#include "fo/store.h"
#include "fo/style.h"

/* Public functions see the first member only. */
typedef struct IndexKeys IndexKeys; /* index.h */

typedef struct {
  FoTree tree;
  Arena *arena;    /* what is read goes here: into `memory`, or … */
  Arena *memory;   /* which lasts as long as the tree */
  GQueue *outline; /* … of what is in fo:bookmark-tree: of OutlinePiece, not released yet */
  Store *texts, *text_nodes; /* of those that are passing */
  StyleEngine *styles;
  GHashTable *ids; /* id → FoNode * */
  IndexKeys *index_keys;
  xmlDoc *foreign_doc; /* that foreign content was built in, or NULL */
} TreeRecord;

/* Some of the bookmarks directly below fo:bookmark-tree, with all that is in them. */
typedef struct {
  Arena *arena;
  const FoNode *first; /* of them; NULL: there is none yet */
} OutlinePiece;

/* Begins one, and gives its arena. */
Arena *outline_piece_new(TreeRecord *record);
/* A bookmark is made in the last one. */
void outline_piece_add(TreeRecord *record, const FoNode *bookmark);

typedef struct Builder Builder;

/* An attribute as it was written. */
typedef struct {
  const char *uri; /* of its namespace; NULL: none */
  const char *name;
  const char *value; /* not NUL-terminated */
  size_t length;
} BuilderAttribute;

/* What the reader is to do with the element that it just announced. */
typedef enum {
  BUILD_DESCEND, /* announce its content and its end */
  BUILD_SKIP,    /* pass over it: no builder_end */
  BUILD_FOREIGN  /* make a tree of it and give it to builder_foreign: no builder_end */
} BuildAction;

/* `name` is what diagnostics call the document. */
Builder *builder_new(const char *name, const FoOptions *options);

/* Attributes of the trace namespace set the place in stead of line and column. */
BuildAction builder_start(Builder *builder, const char *uri, const char *name, int line, int column,
                          const BuilderAttribute *attributes, int count);
void builder_end(Builder *builder);
void builder_text(Builder *builder, const char *text, size_t length);

/* The tree of a foreign element; borrowed, it must live as long as the tree. */
void builder_foreign(Builder *builder, xmlNode *element);

/* A document that lives as long as the tree, for foreign content; made when first asked for. */
xmlDoc *builder_foreign_doc(Builder *builder);

/* Has it come to something that makes reading on useless? Already reported. */
bool builder_stopped(const Builder *builder);

/* Ends the builder and gives the tree; NULL if an error was reported, or if `failed`. */
FoTree *builder_finish(Builder *builder, bool failed);

/* The fo:flow-map of that name, or NULL. */
const FoNode *flow_map_named(const FoNode *root, const char *name);
/* What is reported of the flows of a page sequence. */
void flow_map_check_sequence(const FoNode *root, const FoNode *sequence, Diagnostics *diagnostics);

/* An element without attributes, or a text, that nobody wrote, with the place of `from`. */
FoNode *node_made(TreeRecord *record, FoElement element, const FoNode *from);
/* Gives a node an id in stead of the one that it has; returns it. */
const char *node_name(TreeRecord *record, FoNode *node, const char *id);

/* Numbers the nodes in document order again. */
void tree_renumber(FoTree *tree);

/* Checks what can be checked only with the whole tree in sight; false: an error was reported. */
bool tree_check(const FoTree *tree, Diagnostics *diagnostics);

#endif
