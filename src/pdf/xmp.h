/* The metadata of the document (XMP, ISO 16684-1), as PDF/UA-1 and PDF/A-2 ask for them. */
#ifndef PEERPRESS_PDF_XMP_H
#define PEERPRESS_PDF_XMP_H

#include "paint/paint.h"

typedef struct {
  bool ua;  /* PDF/UA-1 is claimed */
  int part; /* of PDF/A, level a, that is claimed; 0: none */
} PdfClaims;

typedef struct {
  DocumentInfo info;
  const char *producer;
  const char *author_xmp; /* the author's x:xmpmeta as XML, or NULL */
  PdfClaims claims;
  Diagnostics *diagnostics;
  Place place; /* of the document, for what is left out */
} XmpInput;

/* The packet. What the author's metadata say goes in where PDF/A has a definition for it: the schemas
 * dc, xmp, pdf, xmpRights and photoshop, and those that the author describes in an extension schema;
 * the rest is reported. Values of `info` are used where the author's metadata lack them; dates and
 * producer are always those of the document itself. */
GString *xmp_packet(const XmpInput *input);

#endif
