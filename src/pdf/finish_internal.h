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

/* An object of the outline; `number` is cairo's. */
typedef struct {
  int number, parent;
  bool open;
  char *text;
} OutlineItem;

/* A page whose late lines cairo gives as further pages: what is known of all of them until the end. */
typedef struct {
  int number;        /* our object */
  char *page;        /* cairo's dictionary */
  GArray *contents;  /* of int, our objects: the page's content, parted where late lines belong */
  GArray *lates;     /* of int, our objects: the content of each part of them */
  GArray *resources; /* of int, cairo's objects: the page's, then those of the parts */
  GString *annotations; /* of late lines: items of an array, with our numbers */
  char *turn; /* what cairo's content begins with: its axes. It undoes itself. NULL: unknown */
  int key;    /* StructParents */
} LateObject;

struct PdfFinish {
  bool claims; /* PDF/UA-1 and PDF/A, once ended */
  PdfFinishOptions options;
  Deflater *deflater;
  PdfWriter *writer;
  Splitter *splitter;
  Structure *structure;
  GlyphTexts *glyph_texts;
  GArray *numbers;       /* of int: our number by cairo's, 0: none yet */
  GQueue *plans;         /* of PagePlan: pages whose objects have not come */
  GList *link_page;      /* in plans: the page whose links pass; NULL: the first */
  GHashTable *held;      /* number -> HeldStream */
  GArray *page_objects;  /* of int */
  int pages;             /* cairo's number of the page tree; 0: none yet */
  GPtrArray *labels;     /* of char *: page numbers as printed, or NULL */
  GHashTable *resources; /* number -> char *: dictionaries without a type, until their page comes */
  GHashTable *late;      /* page -> LateObject */
  GArray *outline;       /* of OutlineItem */
  char *destinations;    /* the Dests of cairo's names, as text; or NULL */
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

/* Has the standard entries of a page's dictionary appended. */
void finish_page_entries(const PdfFinish *finish, int key, GString *out);

/* Takes a dictionary that may be the resources of a page. */
void finish_hold_resources(PdfFinish *finish, const SplitObject *object);
/* Writes the resources of a page, if they have come. */
void finish_write_resources(PdfFinish *finish, int cairo_number);

/* Keep a page, and what cairo gives as the page of a part of its late lines. */
void finish_early_page(PdfFinish *finish, const SplitObject *object, LateObject *late, int key);
void finish_late_page(PdfFinish *finish, const SplitObject *object, LateObject *late);
/* What is kept of page `page`, which is new or not. */
LateObject *finish_late_object(PdfFinish *finish, int page);
void late_object_free(gpointer late);
/* Writes them, and the resources that were held; false if one cannot be. */
bool finish_late_end(PdfFinish *finish);

/* Takes one of cairo's objects (a SplitSink). */
bool finish_object(void *finish, const SplitObject *object);

/* Writes the outline that was gathered; its number, or 0. */
int finish_outline(PdfFinish *finish);

/* Writes the files to be attached and appends what tells of them to the catalog and to its dictionary
 * of names. */
void finish_attachments(PdfFinish *finish, GString *catalog, GString *names, const char *date);

/* "2021-03-17T00:00:00Z" as "D:20210317000000Z", appended as a string. */
void append_date(GString *out, const char *date);

#endif
