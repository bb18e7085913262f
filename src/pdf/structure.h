/* The structure tree (PDF 1.7 §14.7, §14.8): made of the formatting object tree and of the marks that
 * each page's paint left.
 *
 * While pages pass, only what a mark belongs to is noted (8 bytes a mark). At the end the elements
 * are built in the order of the formatting objects, so a block that was continued over pages is one
 * element; nestings that PDF does not allow are repaired; and the elements are written. That is done by parts of a
 * long flow, so that never all elements stand in memory. */
#ifndef PEERPRESS_PDF_STRUCTURE_H
#define PEERPRESS_PDF_STRUCTURE_H

#include "paint/paint.h"
#include "pdf/content.h"
#include "pdf/writer.h"

typedef struct Structure Structure;

/* `language` is the document's or NULL. All that is passed outlives the structure; the caller owns
 * it. */
Structure *structure_new(const FoTree *tree, const char *language, Diagnostics *diagnostics);
/* structure_title will be asked for; before the first page. */
void structure_expect_title(Structure *structure);
void structure_free(Structure *structure);

typedef enum {
  PLAN_WHOLE, /* of a page */
  PLAN_EARLY, /* of a page whose late lines are to come */
  PLAN_LATE,  /* of the late lines of a page */
} PlanPart;

/* What becomes of the marks of one page. */
typedef struct {
  PlanPart part;
  int page, key;   /* its index, and its StructParents */
  MarkPlan *plans; /* one for each mark */
  int plan_count;
  /* Filled by finish: */
  GString *annotations; /* references to those of its links */
  bool plain;           /* cairo has no page of it */
  double height;        /* of the page, in points */
} PagePlan;

/* Notes the marks of a page that was just painted. The caller ends the plan with page_plan_free. */
PagePlan *structure_page(Structure *structure, const Page *page, PageMarks marks);
/* The same for the late lines of page `page`; after all pages. */
PagePlan *structure_late(Structure *structure, int page, PageMarks marks);
void page_plan_free(PagePlan *plan);

/* The node of the tree that a mark or a link has, which may be a copy; or NULL. */
const FoNode *structure_node(const FoNode *node);

/* Notes that object `object` is the annotation of a link; returns its StructParent. */
int structure_annotation(Structure *structure, int page, const FoNode *link, int object);

/* What a reader hears of a link (Contents): its alternative text, its own text, or where it goes. Newly
 * allocated. */
char *structure_link_text(const Structure *structure, const FoNode *link);

/* Lets go of the texts of the tree in a child of a flow that layout has passed, but those that are read again at the end.
 * It may be called while another thread notes pages. */
void structure_release_texts(Structure *structure, const FoNode *child);

/* The language of the document: the one given, else the root's, else that of the first page sequence
 * that has one; NULL: none is known. Borrowed. */
const char *structure_language(const Structure *structure);

/* The document's title where metadata have none: fo:title, else the first heading, else the text in the
 * largest font; newly allocated, or NULL. Call it after the last page. */
char *structure_title(Structure *structure);

/* Builds and writes the tree and all that belongs to it, a part after the other; `page_objects` has the object number
 * of each page. Returns the number of the structure tree root. `sound` gets false if something is not there that
 * PDF/UA-1 asks of the author, which is reported if `strict`. Call it once, after the last page. */
int structure_write(Structure *structure, PdfWriter *writer, const int *page_objects, bool strict,
                    bool *sound);

#endif
