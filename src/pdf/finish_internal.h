/* What the files of the finish share. */
#ifndef PEERPRESS_PDF_FINISH_INTERNAL_H
#define PEERPRESS_PDF_FINISH_INTERNAL_H

#include "pdf/finish.h"
#include "pdf/glyphtext.h"
#include "pdf/split.h"
#include "pdf/structure.h"
#include "pdf/xmp.h"

/* A stream that waits until it is known what it is for. */
typedef struct {
  int number; /* cairo's */
  char *dictionary;
  GBytes *bytes;
} HeldStream;

/* A named place of a page, in PDF's axes. */
typedef struct {
  const char *name;
  int page;
  double x, y;
} Destination;

/* A page whose late lines cairo gives as further pages: what is known of all of them until the end. */
typedef struct {
  int number; /* our object */
  const char
      *page; /* its dictionary without what is added at the end: one for all that are alike */
  GArray *contents;  /* of int, our objects: the page's content, parted where late lines belong */
  GArray *lates;     /* of int, our objects: the content of each part of them */
  GArray *resources; /* of int, cairo's objects: the page's, then those of the parts; 0: none */
  bool opaque;       /* content uses the state of LATE_OPAQUE */
  GString *annotations; /* of the page and of late lines: references; NULL: none */
  const char
      *turn; /* what cairo's content begins with: its axes. It undoes itself. NULL: unknown */
  int key;   /* StructParents */
} LateObject;

/* Objects of the outline so far, and how many bookmarks show when it is opened. */
typedef struct {
  int root; /* 0: there is none */
  int first, last, next;
  int visible;
} DocumentOutline;

struct PdfFinish {
  bool claims; /* PDF/UA-1 and PDF/A, once ended */
  PdfFinishOptions options;
  Deflater *deflater;
  PdfWriter *writer;
  Splitter *splitter;
  Structure *structure;
  GlyphTexts *glyph_texts;
  GArray *numbers;      /* of int: our number by cairo's, 0: none yet */
  GQueue *plans;        /* of PagePlan: pages whose objects have not come */
  GHashTable *held;     /* number -> HeldStream */
  GArray *page_objects; /* of int */
  int pages;            /* cairo's number of the page tree; 0: none yet */
  DocumentOutline outline;
  GPtrArray *labels;     /* of char *: page numbers as printed, or NULL */
  double last_height;    /* of the last page, in points */
  GHashTable *resources; /* number -> char *: dictionaries without a type, until their page comes */
  GHashTable *late;      /* page -> LateObject */
  GArray *destinations;  /* of Destination */
  GStringChunk *strings; /* names of destinations; page dictionaries and axes, one of each kind */
  char *catalog;         /* cairo's, as text */
  GByteArray *inflated;
  GString *text, *content;
  GArray *splits;      /* of gsize, of the content at hand */
  bool ended;          /* by a cross-reference stream */
  const char *failure; /* why it cannot be finished; NULL: it can */
};

static inline bool is_omitted(const PdfFinish *finish, PdfOmission omission) {
  return finish->options.omit & omission;
}

/* Our number of one of cairo's objects. */
int finish_number(PdfFinish *finish, int cairo_number);

/* Gives one of cairo's objects a number that is taken; it must have none yet. */
void finish_alias(PdfFinish *finish, int cairo_number, int number);

/* Appends an object of cairo's with our numbers and without needless space; of a dictionary the keys
 * in `dropped` (NULL-terminated, or NULL) are left out and `extra` added. */
void finish_copy(PdfFinish *finish, GString *out, Slice object, const char *const *dropped,
                 const char *extra);

/* Has the standard entries of a page's dictionary appended, and its annotations (references, or NULL). */
void finish_page_entries(const PdfFinish *finish, int key, const GString *annotations,
                         GString *out);

/* Takes a dictionary that may be the resources of a page. */
void finish_hold_resources(PdfFinish *finish, const SplitObject *object);
/* Writes the resources of a page, if they have come. */
void finish_write_resources(PdfFinish *finish, int cairo_number);

/* Keep a page, and what cairo gives as the page of a part of its late lines. */
void finish_early_page(PdfFinish *finish, const SplitObject *object, LateObject *late,
                       const PagePlan *plan);
void finish_late_page(PdfFinish *finish, const SplitObject *object, LateObject *late,
                      const PagePlan *plan);
/* Notes a part of which cairo has no page. */
void finish_late_plain(LateObject *late, const PagePlan *plan);
/* The name of a graphics state without transparency, which late lines of a page have where some of the page may be
 * transparent; or NULL: they need none. */
const char *finish_late_state(const PdfFinish *finish, LateObject *late);
/* Writes the parts of late lines whose turn it is and of which cairo has no page. */
void finish_plain_pages(PdfFinish *finish);
/* What is kept of page `page`, which is new or not. */
LateObject *finish_late_object(PdfFinish *finish, int page);
void late_object_free(gpointer late);
/* Writes them, and the resources that were held; false if one cannot be. */
bool finish_late_end(PdfFinish *finish);

/* Takes one of cairo's objects (a SplitSink). */
bool finish_object(void *finish, const SplitObject *object);

/* Writes the link annotations of a page (from 0) of such a height in points; references to them are appended. */
void finish_annotations(PdfFinish *finish, PageMarks marks, int page, double page_height,
                        GString *references);
/* Takes destinations on a page. */
void finish_destinations(PdfFinish *finish, const PageDestination *places, int count, int page,
                         double page_height);
/* Writes the tree of names of the destinations; its number, or 0. */
int finish_names(PdfFinish *finish);

/* Writes the files to be attached and appends what tells of them to the catalog and to its dictionary
 * of names. */
void finish_attachments(PdfFinish *finish, GString *catalog, GString *names, const char *date);

/* "2021-03-17T00:00:00Z" as "D:20210317000000Z", appended as a string. */
void append_date(GString *out, const char *date);

#endif
