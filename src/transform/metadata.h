/* What an XSL-FO document says of itself: the XMP of its fo:declarations, and its language. */
#ifndef PEERPRESS_TRANSFORM_METADATA_H
#define PEERPRESS_TRANSFORM_METADATA_H

#include "base/diag.h"

#include <glib.h>
#include <libxml/tree.h>

/* What is not said is NULL. */
typedef struct {
  char *title, *author, *subject, *keywords, *language;
  char *created; /* ISO 8601, as it was written */
} Metadata;

/* Of a parsed document. */
void metadata_init(Metadata *metadata, const xmlDoc *fo);

/* Of what was not parsed: reads no further than the first page sequence; faults are left to the reader of the
 * whole. */
void metadata_init_source(Metadata *metadata, Source *fo);

void metadata_release(Metadata *metadata);

#endif
