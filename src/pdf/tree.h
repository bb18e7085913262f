/* The structure tree of any PDF. */
#ifndef PEERPRESS_PDF_TREE_H
#define PEERPRESS_PDF_TREE_H

#include "base/arena.h"
#include "pdf/reader.h"
#include "pdf/types.h"

typedef enum { KID_ELEMENT, KID_MARK, KID_OBJECT } KidKind;

typedef struct Element Element;

typedef struct Kid Kid;
struct Kid {
  KidKind kind;
  const Element *element;
  int page;   /* index, of a mark or object; -1: not known */
  int stream; /* of a mark in a form XObject: its object */
  int value;  /* the MCID, or the object's number */
  Kid *next;
};

struct Element {
  StructureType type; /* after the role map; TYPE_NONE: no standard type */
  const char *name;   /* as it was written */
  int object;
  Slice dictionary;
  const Element *parent;
  Kid *first, *last;
};

typedef struct {
  Arena *arena;
  const Element *root;  /* of no type, with the topmost elements as kids; NULL: no tree */
  GHashTable *elements; /* object number -> Element */
  GHashTable *pages;    /* object number -> index + 1 */
  bool broken;          /* a ring, or nesting without end, was cut */
} PdfTree;

/* The caller owns the tree, which does not outlive the reader. */
PdfTree *pdf_tree_new(PdfReader *reader);
void pdf_tree_free(PdfTree *tree);

/* Attributes (A, and C's classes are not looked into): the value of a key of the attribute object of
 * an owner ("Table"); text NULL: none. */
Slice element_attribute(PdfReader *reader, const Element *element, const char *owner,
                        const char *key);

/* Visits each element, parents first. */
typedef void ElementVisitor(const Element *element, void *context);
void pdf_tree_visit(const PdfTree *tree, ElementVisitor *visit, void *context);

#endif
