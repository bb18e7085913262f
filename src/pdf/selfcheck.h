/* The judge over our own work: a PDF that claims the standards is read back before it is published. */
#ifndef PEERPRESS_PDF_SELFCHECK_H
#define PEERPRESS_PDF_SELFCHECK_H

#include "base/diag.h"

/* Reads the finished PDF in `stream` (open for reading and writing, at any position) and checks it.
 * Each rule that is not kept is reported as a warning (pdf-self-check), and what its metadata claim is
 * blanked out in place, so that the file claims nothing that does not hold; that is reported too
 * (pdf-unclaimed). `name` is what diagnostics call the file. Returns false if the stream could not be
 * read or written: reported. A stream that cannot be read back (a pipe) is left as it is. */
bool pdf_self_check(FILE *stream, const char *name, Diagnostics *diagnostics);

#endif
