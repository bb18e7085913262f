/* What libxslt has to say, turned into diagnostics: it speaks through printf-like callbacks, in
 * pieces. */
#ifndef PEERPRESS_TRANSFORM_REPORT_H
#define PEERPRESS_TRANSFORM_REPORT_H

#include "base/diag.h"
#include "base/inputs.h"
#include "base/limits.h"
#include "transform/transform.h"

#include <libxslt/xsltInternals.h>

/* The state of one compilation or transformation. */
typedef struct {
  Diagnostics *diagnostics;
  const char *const *roots;
  Inputs *inputs; /* receives what is read, or NULL */
  Trace trace;
  const Limits *limits;
  xsltTransformContext *context; /* NULL while compiling */
  const char *stylesheet;        /* for what has no place of its own */
  Place place;                   /* announced by libxslt for its next words */
  bool announced;
  bool load_failed; /* reported already: what libxslt says of it is left out */
  char *missing; /* a document that does not exist: reported unless the stylesheet says it better */
  Place missing_place;
  GString *detail; /* of an XPath expression, until libxslt names the instruction */
  unsigned errors;
} Reporter;

void reporter_init(Reporter *reporter, Diagnostics *diagnostics, const char *stylesheet);
void reporter_release(Reporter *reporter);

/* From here to reporter_leave, everything that libxml2 and libxslt say goes to `reporter`. */
void reporter_enter(Reporter *reporter);

/* Reports what was left unsaid; libxml2 and libxslt are silent afterwards. */
void reporter_leave(Reporter *reporter);

/* libxslt's callback, for the transformation's own errors. */
void reporter_say(void *reporter, const char *format, ...) G_GNUC_PRINTF(2, 3);

#endif
