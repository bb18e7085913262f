/* How one diagnostic looks: as text, as JSON. */
#ifndef PEERPRESS_BASE_DIAG_PRINT_H
#define PEERPRESS_BASE_DIAG_PRINT_H

#include "base/diag.h"
#include "base/json.h"

void diag_print_text(FILE *stream, const Diagnostic *diagnostic, bool colours);
void diag_print_json(FILE *stream, const Diagnostic *diagnostic);

/* The object that diag_print_json prints; the caller unrefs it. */
JsonObject *diag_to_json(const Diagnostic *diagnostic);

/* Adds those of all that was said, but no more than `most`, to `array`. */
void diag_all_to_json(const Diagnostics *diagnostics, unsigned most, JsonArray *array);

/* Reports what such an object holds (diag_again); false if it holds no diagnostic. */
bool diag_from_json(Diagnostics *diagnostics, JsonObject *object);

/* "error". */
const char *diag_severity_name(DiagSeverity severity);

/* The line of the place and a caret below it, both indented; NULL if the source has no such line. The
 * caller frees it. */
char *diag_excerpt(Source *source, const Place *place);

#endif
