/* The streaming finish: cairo's PDF in, the published PDF out.
 *
 * It stands between the painter's PaintWrite and the output. Each object is taken as it passes: marks
 * in page contents are rewritten, fonts and images completed, cairo's own structure is
 * dropped. At the end come the structure tree made from the formatting objects, bookmarks, metadata, output
 * intent and cross-references in streams. Memory grows with the page at hand and the structure tree,
 * not with the document's pages.
 *
 * What is made is PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2), PDF/A-3a with attachments, and
 * says so unless the author left out what only the author can give; that is reported. */
#ifndef PEERPRESS_PDF_FINISH_H
#define PEERPRESS_PDF_FINISH_H

#include "paint/paint.h"
#include "pdf/writer.h"

/* A file to be embedded (PDF/A-3): the source of the document. */
typedef struct {
  GBytes *bytes;
  const char *name;        /* as a reader shows it */
  const char *mime_type;   /* "application/xml" */
  const char *description; /* or NULL */
} PdfAttachment;

/* What tests have left out, to see that each check finds it. */
typedef enum {
  PDF_OMIT_METADATA = 1 << 0,
  PDF_OMIT_LANGUAGE = 1 << 1,
  PDF_OMIT_DISPLAY_TITLE = 1 << 2,
  PDF_OMIT_MARK_INFO = 1 << 3,
  PDF_OMIT_STRUCTURE = 1 << 4,
  PDF_OMIT_ARTIFACTS = 1 << 5,
  PDF_OMIT_LINK_CONTENTS = 1 << 6,
  PDF_OMIT_LINK_PARENT = 1 << 7,
  PDF_OMIT_PRINT_FLAG = 1 << 8,
  PDF_OMIT_TABS = 1 << 9,
  PDF_OMIT_CID_MAP = 1 << 10,
  PDF_OMIT_OUTPUT_INTENT = 1 << 11,
  PDF_OMIT_INTERPOLATE = 1 << 12,
  PDF_OMIT_ID = 1 << 13,
  PDF_OMIT_OUTLINE_COUNT = 1 << 14,
  PDF_OMIT_ASSOCIATION = 1 << 15,
} PdfOmission;

typedef struct {
  const FoTree *tree;
  DocumentInfo info;
  Diagnostics *diagnostics;
  PdfWrite *write;
  void *context;
  const PdfAttachment *attachments;
  int attachment_count;
  bool no_claim; /* no standard is claimed, and what is missing for one is no fault */
  unsigned omit; /* PdfOmission; 0 but in tests */
} PdfFinishOptions;

typedef struct PdfFinish PdfFinish;

/* What is passed outlives the finish. The caller ends it with pdf_finish_free. */
PdfFinish *pdf_finish_new(const PdfFinishOptions *options);
void pdf_finish_free(PdfFinish *finish);

/* Writes bookmarks that paint_bookmarks gave, if there are any; `more`: others follow. */
void pdf_finish_bookmarks(PdfFinish *finish, PageBookmarks bookmarks, bool more);

/* Takes the marks of a page, directly after it was painted. */
void pdf_finish_page(PdfFinish *finish, const Page *page, PageMarks marks);

/* Takes the marks of the late lines of a page, directly after they were painted. */
void pdf_finish_late(PdfFinish *finish, const LatePage *page, PageMarks marks);

/* Takes cairo's bytes, as PaintWrite gives them. False if they cannot be finished or written;
 * reported by the time of pdf_finish_end. */
bool pdf_finish_bytes(PdfFinish *finish, const unsigned char *bytes, size_t length);

/* Layout has passed a child of a flow; it may be called while another thread finishes pages. */
void pdf_finish_passed(PdfFinish *finish, const FoNode *child);

/* Ends the file, after paint_finish, with what paint_end gave. False if it is none; reported. Call it once. */
bool pdf_finish_end(PdfFinish *finish, PaintEnd end);

/* Does the file that was ended claim PDF/UA-1 and PDF/A? */
bool pdf_finish_claims(const PdfFinish *finish);

#endif
