/* A PDF file as it is written: objects in the order in which they come, those without a stream
 * gathered in object streams (PDF 1.7 §7.5.7), and a cross-reference stream at the end. Nothing of
 * what was written is kept but where it is. Streams are compressed by a thread (packer.h) before they are written; it is
 * all there after pdf_writer_end. */
#ifndef PEERPRESS_PDF_WRITER_H
#define PEERPRESS_PDF_WRITER_H

#include "pdf/deflate.h"

#include <glib.h>
#include <stdbool.h>

/* Returns false when it could not write, and has reported that; nothing more is written then. */
typedef bool PdfWrite(void *context, const unsigned char *bytes, size_t length);

typedef struct PdfWriter PdfWriter;

/* Begins a file of version 1.7. The caller owns the writer and ends it with pdf_writer_free;
 * `deflater` is borrowed. */
PdfWriter *pdf_writer_new(Deflater *deflater, PdfWrite *write, void *context);
void pdf_writer_free(PdfWriter *writer);

/* The first of `count` new object numbers, which follow each other. */
int pdf_writer_reserve(PdfWriter *writer, int count);

/* Writes object `number`, the text of one object without "obj". */
void pdf_writer_object(PdfWriter *writer, int number, const char *text, size_t length);

/* Writes a stream: `entries` is the text between << and >> without Length, then the bytes as they
 * are. */
void pdf_writer_stream(PdfWriter *writer, int number, const char *entries, const void *bytes,
                       size_t length);

/* The same, compressed; `entries` without Filter. */
void pdf_writer_compressed(PdfWriter *writer, int number, const char *entries, const void *bytes,
                           size_t length);

/* Ends the file; `trailer` is the text of the trailer's entries (Root, Info). The file's ID is a
 * hash of all that was written unless `identify` is false. False if anything failed, or if a number
 * was reserved and never written (`missing` receives it, else 0). */
bool pdf_writer_end(PdfWriter *writer, const char *trailer, bool identify, int *missing);

#endif
