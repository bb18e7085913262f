/* Tags: the structure elements while they are put together. Internal to the structure's files. */
#ifndef PEERPRESS_PDF_TAG_H
#define PEERPRESS_PDF_TAG_H

#include "pdf/structure.h"
#include "pdf/types.h"

typedef enum { TAG_ELEMENT, TAG_MARK, TAG_OBJECT } TagKind;

/* A structure element, or one of its kids that is none. */
typedef struct Tag Tag;
struct Tag {
  TagKind kind;
  StructureType type;
  const FoNode *node; /* that it was made of; NULL: of none */
  Tag *parent, *first, *last, *next, *previous;
  const char *attributes; /* its entries A and ID as text, or NULL */
  int number;             /* its object */
  int page;               /* index; of an element that of its first mark, -1: none */
  int index; /* the MCID, or the object of the annotation; of an empty cell how many columns it spans */
};

/* What is known of one mark or annotation. */
typedef struct {
  int node; /* number */
  int page;
  int index;      /* MCID, or object number */
  int key;        /* of an annotation: its StructParent */
  guint32 offset; /* of text: its place in its paragraph */
  bool closed;    /* what comes next is not joined to it */
} MarkRecord;

typedef struct {
  int page;
  guint mark;
} LateStart;

typedef struct {
  double x0, y0, x1, y1;
  const char *title; /* the picture's own, or NULL */
} FigureBox;

struct Structure {
  const FoTree *tree;
  const char *language;
  Diagnostics *diagnostics;
  Arena *arena;             /* of the tags */
  const FoNode **nodes;     /* by number */
  guint8 *flags;            /* by number: NodeFlag */
  GArray *marks;            /* of MarkRecord, in the order of painting */
  GArray *annotations;      /* the same, by object */
  GArray *page_keys;        /* of int: StructParents by page index */
  GArray *page_starts;      /* of guint: where each page's marks begin */
  GArray *late_starts;      /* of LateStart, by page: the same for late lines */
  GHashTable *figure_boxes; /* const FoNode * -> FigureBox * */
  int next_key;
  guint *mark_start;       /* by node number: where its marks begin in mark_order */
  guint *mark_order;       /* indices of marks, by node */
  guint *annotation_order; /* indices of annotations, by node */
  Tag **mark_owners;       /* by mark: the element that it is in */
  Tag **annotation_owners;
  Tag *root;
  GPtrArray *ids; /* of Tag: those with an ID, in the order of their IDs' making */
  GPtrArray *id_names;
  struct {
    int number; /* from 1; 0: none */
    double width, height;
  } odd_page; /* the first whose size PDF/A does not allow */
  bool strict, faulty;
};

typedef enum {
  NODE_USED = 1,     /* it or what is in it was painted */
  NODE_ARTIFACT = 2, /* no content, by its role or its place */
  NODE_KNOWN = 4,    /* NODE_ARTIFACT is decided */
} NodeFlag;

Tag *tag_new(Structure *structure, TagKind kind, StructureType type, const FoNode *node);
void tag_append(Tag *parent, Tag *tag);
/* Puts `tag` behind `before`, or first where that is NULL. */
void tag_insert(Tag *parent, Tag *before, Tag *tag);
void tag_remove(Tag *tag);
/* The kids of `tag` take its place. */
void tag_splice(Tag *tag);

/* Gives a tag an ID, unique in the document, that begins with `prefix`. Returns its text. */
const char *tag_identify(Structure *structure, Tag *tag, const char *prefix);

/* The text in a node, white space collapsed; newly allocated. */
char *node_text(const FoNode *node);

/* structure_repair.c: makes nestings what PDF allows. */
void structure_repair(Structure *structure, Tag *tag);
/* structure_table.c: regular rows, spans, scopes and headers of a table whose nesting is right. */
void structure_table(Structure *structure, Tag *table);
/* What a picture's author says of it, else what the picture says of itself; NULL: nothing. */
const char *figure_alternative(const Structure *structure, const FoNode *node);

/* structure_author.c: what PDF/A limits. Called with each page, and at the end. */
void structure_check_page(Structure *structure, const Page *page);
void structure_check_author(Structure *structure);
/* structure_rules.c: attributes of lists, figures and notes, and what is reported. */
void structure_finish_tags(Structure *structure, Tag *root);

#endif
