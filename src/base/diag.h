/* Diagnostics: what a user is told, each with an id, a severity, the place in the file that its
 * author wrote, what is wrong and how to mend it.
 *
 * Every message is a row of base/diagnostics.def, which makes one function for it: the row
 *   DIAG(fo_unknown_property, WARNING, (DIAG_AT, const char *name, const char *meant),
 *        ("unknown property “%s”", name), ("did you mean “%s”?", meant))
 * gives diag_fo_unknown_property(diagnostics, place, name, meant), its id being
 * "fo-unknown-property"; the compiler checks the arguments against both formats. */
#ifndef PEERPRESS_BASE_DIAG_H
#define PEERPRESS_BASE_DIAG_H

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

/* A place in a file: lines and columns count from 1, 0 is unknown; file may be NULL. The string
 * belongs to whoever made the place and outlives the diagnostics (see diag_intern). */
typedef struct {
  const char *file;
  int line, column;
} Place;

typedef enum { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR } DiagSeverity;
typedef enum { DIAG_TEXT, DIAG_JSON, DIAG_SARIF } DiagFormat;

typedef struct Diagnostics Diagnostics;

/* One reported diagnostic; all strings are owned by the Diagnostics. */
typedef struct {
  const char *id; /* "fo-unknown-property" */
  DiagSeverity severity;
  Place place;
  const char *message;
  const char *hint; /* NULL: none */
} Diagnostic;

/* A new collection that prints each diagnostic to `stream` as it comes (NULL: keeps silent) as
 * text, or as one JSON object a line; or all of them at its end as one SARIF log (OASIS SARIF 2.1.0).
 * The caller owns it. */
Diagnostics *diag_new(FILE *stream, DiagFormat format);
void diag_free(Diagnostics *diagnostics);

/* A copy of `file` that lives as long as `diagnostics`, one for equal names; NULL gives NULL. */
const char *diag_intern(Diagnostics *diagnostics, const char *file);

/* How many of a severity were reported; repeats that were folded count. */
unsigned diag_count(const Diagnostics *diagnostics, DiagSeverity severity);

/* The diagnostics in the order of report; owned by `diagnostics`. */
const Diagnostic *diag_all(const Diagnostics *diagnostics, unsigned *count);

/* Reports what a rule that stands outside the program has found; hint may be NULL. */
void diag_finding(Diagnostics *diagnostics, const char *id, DiagSeverity severity, Place place,
                  const char *message, const char *hint);

/* Equal messages (id and text) are printed three times, then counted; this prints the counts and
 * forgets them. Call it once a document. */
void diag_flush(Diagnostics *diagnostics);

/* The candidate nearest to `name` by edit distance, if near enough to be what was meant, else NULL.
 * `candidates` has `count` strings. */
const char *diag_did_you_mean(const char *name, const char *const *candidates, size_t count);

/* A place with nothing known, for what is wrong with a command line or a system. */
#define PLACE_NONE ((Place){0})

/* Machinery of the rows; not for other use. */
void diag_begin(Diagnostics *diagnostics, const char *id, DiagSeverity severity, Place place);
void diag_say(Diagnostics *diagnostics, const char *format, ...) G_GNUC_PRINTF(2, 3);
void diag_hint(Diagnostics *diagnostics, const char *format, ...) G_GNUC_PRINTF(2, 3);
void diag_end(Diagnostics *diagnostics);

#define DIAG_AT Diagnostics *diag_to, Place diag_at
#define DIAG_NO_HINT (NULL)
#define DIAG_CALL_SAY(...) diag_say(diag_to, __VA_ARGS__)
#define DIAG_CALL_HINT(...) diag_hint(diag_to, __VA_ARGS__)
#define DIAG(name, severity, parameters, message, hint)                                            \
  static inline void diag_##name parameters {                                                      \
    diag_begin(diag_to, #name, DIAG_##severity, diag_at);                                          \
    DIAG_CALL_SAY message;                                                                         \
    DIAG_CALL_HINT hint;                                                                           \
    diag_end(diag_to);                                                                             \
  }
#include "base/diagnostics.def"
#undef DIAG

#endif
