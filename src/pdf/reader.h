/* Any PDF, of any maker: its objects as text (pdf/syntax.h reads them), its streams unpacked, its
 * pages. libqpdf reads the file, mends what is broken in it and decrypts; it is loaded when the first
 * reader is opened, so that publishing does not wait for it. */
#ifndef PEERPRESS_PDF_READER_H
#define PEERPRESS_PDF_READER_H

#include "base/diag.h"
#include "pdf/syntax.h"

#include <stdint.h>

typedef struct PdfReader PdfReader;

/* Reads `bytes`, which are kept; `name` is what diagnostics call them. NULL if they are no PDF that can
 * be read, reported. The caller ends the reader with pdf_reader_free. */
PdfReader *pdf_reader_new(GBytes *bytes, const char *name, Diagnostics *diagnostics);
void pdf_reader_free(PdfReader *reader);

/* The file as it stands. */
GBytes *pdf_reader_bytes(const PdfReader *reader);

/* The trailer and the catalog, and the number of the catalog's object. */
Slice pdf_reader_trailer(const PdfReader *reader);
Slice pdf_reader_catalog(const PdfReader *reader);

/* The text of an object, of a stream its dictionary; text NULL: there is none. All slices that a
 * reader gives live as long as it does. */
Slice pdf_reader_object(PdfReader *reader, int number);

/* The value itself, or the object that it refers to. */
Slice pdf_reader_resolve(PdfReader *reader, Slice value);

/* The value of a key of a dictionary (or of a reference to one), resolved; text NULL: it has none, or
 * the null object. */
Slice pdf_reader_key(PdfReader *reader, Slice dictionary, const char *key);

/* The unpacked bytes of a stream, the caller's to free; NULL: it is no stream, or cannot be
 * unpacked. */
GByteArray *pdf_reader_stream(PdfReader *reader, int number);

/* The content of a page, its streams joined; NULL as above. */
GByteArray *pdf_reader_content(PdfReader *reader, int page);

/* Pages from 0. */
int pdf_reader_page_count(const PdfReader *reader);
int pdf_reader_page(PdfReader *reader, int page);

/* How many objects there are at most; numbers are below it. */
int pdf_reader_object_limit(const PdfReader *reader);

/* What libqpdf had to say about the file's syntax: NULL when nothing (more). */
const char *pdf_reader_warning(PdfReader *reader, unsigned index);

/* The entries of an array (or of a reference to one), one after the other. */
typedef struct {
  PdfLexer lexer;
} SliceWalk;
SliceWalk slice_walk(Slice container);
/* The next item of an array. */
bool slice_walk_item(SliceWalk *walk, Slice *item);
/* The next entry of a dictionary; `key` with its slash. */
bool slice_walk_entry(SliceWalk *walk, Slice *key, Slice *value);

/* A text string as UTF-8, newly allocated; "" if it is none. */
char *slice_text(Slice value);

/* Big-endian UTF-16 as UTF-8, newly allocated; NULL if it is broken. A single byte at the end is left out. */
char *utf16_text(const uint8_t *bytes, size_t length);
double slice_number(Slice value, double otherwise);
/* The name without its slash and with its escapes undone, newly allocated; "" if it is none. */
char *slice_name(Slice value);

#endif
