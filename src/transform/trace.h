/* The trace: stylesheets are rewritten before they are compiled, so that each XHTML or FO element (and
 * finding of a rule) that they make is stamped with the place of its context node (or the stamp that this
 * node carries, being a result itself) and with the place of the instruction that makes it: a trace as
 * base/place.h has it. */
#ifndef PEERPRESS_TRANSFORM_TRACE_H
#define PEERPRESS_TRANSFORM_TRACE_H

#include "base/diag.h"
#include "transform/transform.h"

#include <libxslt/xsltInternals.h>

/* Rewrites a stylesheet's tree in place: literal result elements get an attribute value template,
 * xsl:element a first child, that call the function below. */
void trace_instrument(xmlDoc *stylesheet, Trace trace);

/* Has copies that the compiled stylesheet makes stamped, too. */
void trace_compiled(xsltStylesheet *style, Trace trace);

/* Is what is in this namespace stamped? */
bool trace_covers(const char *namespace_uri);

/* The stamp of what the instruction at `instruction` makes for the source node `node`; the caller frees
 * it. */
char *trace_stamp(const xsltTransformContext *context, const xmlNode *node,
                  const Place *instruction);

/* Gives an element that stamp in place of the one that it has. */
void trace_set(xmlNode *node, const char *stamp);

/* Makes the function known to one transformation. */
void trace_register(xsltTransformContext *context);

/* The place that a source node was written at: its stamp's, or its own. The file is interned in
 * `diagnostics`. */
Place trace_place(const xmlNode *node, Diagnostics *diagnostics);

/* Takes the stamps and their namespace off one element, not off what it holds. */
void trace_remove(xmlNode *node);

#endif
