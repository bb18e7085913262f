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
  GArray *written; /* of int: the objects of its first kids, if they are written; else NULL */
  int number;      /* its object; 0: none yet */
  int page;        /* index; of an element that of its first mark, -1: none */
  int index; /* the MCID, or the object of the annotation; of an empty cell how many columns it spans */
};

/* What is known of one mark; there are as many as a book has lines. */
typedef struct {
  int node;             /* number */
  unsigned offset : 31; /* of text: its place in its paragraph */
  unsigned closed : 1;  /* what comes next is not joined to it */
} MarkRecord;

/* What is known of one annotation. */
typedef struct {
  const FoNode *node;
  int page;
  int object; /* its number */
  int key;    /* its StructParent */
} AnnotationRecord;

/* Marks that follow each other on one page, from `mark` on; its first has the MCID `mcid`. */
typedef struct {
  int page;
  guint mark;
  int mcid;
} PageRun;

/* What only the author can mend, as it was found. */
typedef struct {
  const FoNode *node; /* or NULL */
  int level,
      most; /* of a heading, and what it could be at most; 0: a figure without alternative text */
} Finding;

typedef struct {
  double x0, y0, x1, y1;
  const char *title; /* the picture's own, or NULL */
} FigureBox;

struct Structure {
  const FoTree *tree;
  const char *language;
  Diagnostics *diagnostics;
  Arena *memory;            /* of what lasts as long as the structure */
  guint8 *flags;            /* by number of a node: NodeFlag */
  GArray *marks;            /* of MarkRecord, in the order of painting */
  GArray *annotations;      /* of AnnotationRecord, by object */
  GArray *page_keys;        /* of int: StructParents by page index */
  GArray *pages;            /* of PageRun, by page index */
  GArray *lates;            /* of PageRun, by page: late lines */
  GHashTable *figure_boxes; /* const FoNode * -> FigureBox * */
  GHashTable *kept;         /* const FoNode *: all texts in it are read at the end */
  int next_key;
  guint *mark_start;       /* by node number: where its marks begin in mark_order */
  guint *mark_order;       /* indices of marks, by node */
  guint *annotation_order; /* indices of annotations, by node */
  int *mark_owners;        /* by mark: the object of the element that it is in, 0: none */
  int *annotation_owners;
  Tag *root;
  struct TreeWriting *writing;
  Arena *arena;       /* of the tags of the part at work: structure_build.c */
  GPtrArray *older;   /* of Arena: others that hold some */
  int tag_count;      /* of the part */
  GPtrArray *written; /* of GArray: those of tags */
  GPtrArray *ids;     /* of Tag: those of the part with an ID, in the order of their IDs' making */
  GPtrArray *id_names;
  GArray *id_objects; /* of int: as many of the first as are written */
  int heading;        /* the level of the last one; 0: none yet */
  GArray *findings;   /* of Finding */
  struct {
    int number; /* from 1; 0: none */
    double width, height;
  } odd_page; /* the first whose size PDF/A does not allow */
  bool strict, faulty;
  bool whole; /* it cannot be written by parts */
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

/* Finds what has texts that links need at the end, as they have none of their own. */
void structure_keep_targets(Structure *structure);

/* structure_repair.c: makes nestings what PDF allows. */
void structure_repair(Structure *structure, Tag *tag);
/* Gives `kid` the type that it can have in `tag`, whose own is settled. */
void structure_settle(const Tag *tag, Tag *kid);
/* structure_table.c: regular rows, spans, scopes and headers of a table whose nesting is right. */
void structure_table(Structure *structure, Tag *table);
/* What a picture's author says of it, else what the picture says of itself; NULL: nothing. */
const char *figure_alternative(const Structure *structure, const FoNode *node);

/* structure_author.c: what PDF/A limits. Called with each page, and at the end. */
/* The first private character of a text; 0: it has none. */
gunichar find_private(const char *text, size_t length);
void structure_check_page(Structure *structure, const Page *page);
void structure_check_author(Structure *structure);
/* structure_rules.c: attributes of lists, figures and notes, and what is to be reported. */
void structure_finish_tags(Structure *structure, Tag *tag);
/* Gives headings H in `root`, which is all that there is, their levels if they need them. */
void structure_number_headings(Tag *root);
void structure_report_findings(Structure *structure);

/* structure_write.c: what is written to. It ends with structure_write_all. */
struct TreeWriting *structure_writing_new(Structure *structure, PdfWriter *writer,
                                          const int *page_objects, const char *language);
/* Writes the kids of `tag`, which is complete save for kids that come behind these, and forgets
 * them. */
void structure_write_kids(Structure *structure, Tag *tag);
/* Writes all that is left; gives the structure tree root. */
int structure_write_all(Structure *structure);

#endif
