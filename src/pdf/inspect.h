/* The judge: what a PDF of any maker says of itself, and whether it keeps the machine rules of PDF/UA-1
 * and PDF/A-2a. */
#ifndef PEERPRESS_PDF_INSPECT_H
#define PEERPRESS_PDF_INSPECT_H

#include "pdf/reader.h"

/* Writes title, language, standards claimed, fonts, pages, outline, attached files, and the tag tree
 * with the text as a reader meets it. */
void inspect_describe(PdfReader *reader, FILE *out);

/* Writes the text of the tag tree alone: a line for each paragraph, heading, cell, label, …, in the
 * order of reading; of a picture its alternative text. Nothing if the file is not tagged. */
void inspect_text(PdfReader *reader, FILE *out);

/* A rule that is not kept. */
typedef struct {
  const char *rule; /* "UA 7.1-10", "A 6.2.8-3": clause and test as veraPDF numbers them */
  int page;         /* from 1; 0: of no page */
  int object;       /* number; 0: of none */
  const char *fault;
} Finding;
typedef void FindingSink(const Finding *finding, void *context);

/* Checks both standards, whether they are claimed or not; part 3 of PDF/A where that is claimed, else
 * part 2. Returns how many findings there were. */
unsigned inspect_check(PdfReader *reader, FindingSink *sink, void *context);

/* Files inside the PDF. */
typedef struct {
  char *name, *mime_type, *relationship;
  int object; /* of the stream */
} EmbeddedFile;
/* All of them, in the order of their names in the file; free with g_array_unref. */
GArray *inspect_files(PdfReader *reader);

/* A rule that the metadata do not keep; `rule` as in Finding. */
typedef struct {
  char *rule, *fault;
} MetadataFault;

/* What the XMP of the document says. */
typedef struct {
  bool well_formed; /* else nothing of it is read */
  bool ua;
  int part;         /* of PDF/A; 0: none */
  char conformance; /* 'A', 'B', 'U'; 0: none */
  char *title;      /* dc:title, or NULL */
  GArray *faults;   /* of MetadataFault: schemas, properties and values */
} MetadataSummary;
/* NULL if the file has no metadata stream. Free with metadata_summary_free. */
MetadataSummary *metadata_summary_new(PdfReader *reader);
void metadata_summary_free(MetadataSummary *summary);

#endif
