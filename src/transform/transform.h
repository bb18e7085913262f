/* Transform: XSLT 1.0 with EXSLT, within limits, and a trace from the result to its source.
 *
 * A stylesheet reads what is built into the program (resource:///peerpress/…) and files in the
 * declared roots; it writes nothing and reaches no network. Whatever it says (xsl:message) or does
 * wrong is a diagnostic with the stylesheet's or the source's place. */
#ifndef PEERPRESS_TRANSFORM_TRANSFORM_H
#define PEERPRESS_TRANSFORM_TRANSFORM_H

#include "base/diag.h"
#include "base/inputs.h"
#include "base/limits.h"

#include <libxml/tree.h>

/* Attribute `at` in this namespace on elements that a traced transform made: a trace (base/place.h) from
 * the source to the instruction. */
#define TRACE_NAMESPACE "urn:peerpress:trace"

/* Stylesheets, compiled once each, for many documents. */
typedef struct Transformer Transformer;

/* `roots` (NULL-terminated, absolute, symbolic links resolved; copied) are the folders from which
 * document(), xsl:import and xsl:include may read. The caller owns the transformer; it outlives its
 * results. */
Transformer *transform_new(const char *const *roots);
void transform_free(Transformer *transformer);

typedef struct {
  const char *name, *value; /* a string, not an expression */
  bool optional;            /* no mistake if no stylesheet declares it */
} TransformParameter;

/* What a stylesheet adds to its xsl:message in this namespace: `hint`, how to mend what the message is about;
 * `nothing="yes"` on one that terminates: there is nothing to report (transform-nothing), which for one of
 * many publications is no failure. */
#define TRANSFORM_NAMESPACE "urn:peerpress:transform:1"

/* Which elements of the result are stamped with the place of the node that they were made for: in
 * results that stay in the process, have it removed (trace_remove) before they are written out, or are asked
 * to keep it. */
typedef enum {
  TRACE_NONE,
  TRACE_PICTURES, /* img of XHTML */
  TRACE_ALL       /* each of XHTML or FO */
} Trace;

typedef struct {
  Diagnostics *diagnostics;
  const TransformParameter
      *parameters; /* those that the stylesheet does not declare are left out */
  int parameter_count;
  Trace trace;
  Inputs *inputs;       /* receives the stylesheets and all that they read, or NULL */
  const Limits *limits; /* NULL: the usual ones */
} TransformOptions;

/* Applies the stylesheet at `stylesheet`, a file's name or a resource:/// address, to `source`. The
 * result, which the caller frees, or NULL: what is wrong was reported. The source may lose white
 * space that the stylesheet strips. */
xmlDoc *transform_apply(Transformer *transformer, const char *stylesheet, xmlDoc *source,
                        const TransformOptions *options);

/* Writes a result of that stylesheet as its xsl:output says. False if `stream` failed. */
bool transform_write(Transformer *transformer, const char *stylesheet, xmlDoc *result,
                     FILE *stream);

/* Whether each parameter in `options` that is not optional is declared by one of the stylesheets
 * (NULL-terminated) that will be applied with it. False: reported, as is a stylesheet that cannot be
 * used. */
bool transform_check_parameters(Transformer *transformer, const char *const *stylesheets,
                                const TransformOptions *options);

#endif
