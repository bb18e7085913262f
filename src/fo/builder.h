/* A tree that is being built: what builder.c and builder_open.c share. The public part is in fo/tree.h. */
#ifndef PEERPRESS_FO_BUILDER_H
#define PEERPRESS_FO_BUILDER_H

#include "fo/attributes.h"
#include "fo/content.h"
#include "fo/extension.h"
#include "fo/tree.h"

/* An element that is open. */
typedef struct {
  FoNode *node;
  FoNode *last;      /* child */
  FoElement element; /* as it was written: node->element is FO_WRAPPER for some */
  const ContentModel *model;
  const ContentModel *context; /* of the nearest ancestor or self that is no wrapper */
  ContentState state;
  unsigned inside; /* content_inside of it and its ancestors */
  bool anonymous;  /* a block that nobody wrote */
  bool passing;    /* texts in it are: fo_release_text */
  bool case_shown; /* fo:multi-switch: a case was taken */
} Open;

struct Builder {
  TreeRecord *record;
  Diagnostics *diagnostics;
  const char *name;
  const Limits *limits;
  AttributeReader *attributes;
  const ContentModel *models;
  GArray *stack;        /* of Open */
  GString *text;        /* since the last start or end */
  GHashTable *reported; /* names of foreign elements */
  bool reported_elements[FO_ELEMENT_COUNT];
  ExtensionFacts facts;
  bool parted; /* inline objects around blocks: numbers are out of order */
  bool failed, stopped;
};

/* The innermost element that is open; NULL: none. Valid until the next push. */
Open *builder_top(const Builder *builder);
/* Its place; PLACE_NONE without one. */
Place builder_place(const Open *open);

/* A node in the tree's arena, numbered, with the innermost open element as its parent. */
FoNode *builder_node_new(Builder *builder, FoElement element, Place place);
/* The number and parent of a node that was made elsewhere. */
void builder_node_place(Builder *builder, FoNode *node);
/* Makes it the last child of the innermost open element, or the root. */
void builder_append(Builder *builder, FoNode *node);
/* Appends it and opens it; `element`: as it was written. */
void builder_push(Builder *builder, FoNode *node, FoElement element);
/* Closes the innermost element; reports what it lacks, which fails the tree where nothing can do without. */
void builder_pop(Builder *builder);
/* Closes the block that nobody wrote, if that is the innermost element. */
void builder_pop_anonymous(Builder *builder);
/* Makes the innermost element ready for a child, by a block around it if need be; false: there is no place
 * for it, reported. */
bool builder_make_place(Builder *builder, FoElement child, Place place);

#endif
