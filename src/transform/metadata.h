/* What an XSL-FO document says of itself: the XMP of its fo:declarations, and its language. */
#ifndef PEERPRESS_TRANSFORM_METADATA_H
#define PEERPRESS_TRANSFORM_METADATA_H

#include <glib.h>
#include <libxml/tree.h>

/* What is not said is NULL. */
typedef struct {
  char *title, *author, *subject, *keywords, *language;
  char *created; /* ISO 8601, as it was written */
} Metadata;

/* Of a parsed document. */
void metadata_init(Metadata *metadata, const xmlDoc *fo);

/* Of bytes: reads no further than the first page sequence; faults are left to the reader of the
 * whole. */
void metadata_init_bytes(Metadata *metadata, GBytes *fo);

void metadata_release(Metadata *metadata);

#endif
