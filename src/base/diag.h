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

#include "base/place.h"

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

typedef enum { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR } DiagSeverity;
typedef enum { DIAG_TEXT, DIAG_JSON, DIAG_SARIF } DiagFormat;

typedef struct Diagnostics Diagnostics;
typedef struct Source Source; /* base/source.h */

/* One reported diagnostic; all strings are owned by the Diagnostics. */
typedef struct {
  const char *id; /* "fo-unknown-property" */
  DiagSeverity severity;
  Place place;
  const char *trace;  /* all places that had a part, from the source on; NULL: only the place */
  const char *object; /* where it stands in what was made, as an XPath; NULL: not known */
  const char *message;
  const char *hint;    /* NULL: none */
  const char *excerpt; /* the line of the place and a caret below it, for a terminal; or NULL */
} Diagnostic;

/* A new collection that prints each diagnostic to `stream` as it comes (NULL: keeps silent) as text,
 * or as one JSON object a line; or all of them at its end as one SARIF log (OASIS SARIF 2.1.0). Text
 * on a terminal has colours, unless NO_COLOR is set, and the line of the source. The caller owns it.
 *
 * What has “fo-” in front of its id is placed where the formatting object was written, in a
 * stylesheet if the trace has one that is not built in; everything else where the trace begins, in
 * the dataset, or in a stylesheet of the trace whose own words they are. */
Diagnostics *diag_new(FILE *stream, DiagFormat format);
void diag_free(Diagnostics *diagnostics);

/* One that prints nothing and folds nothing, as all of it is going to be reported again to `receiver`
 * (diag_again), perhaps in another process. The caller owns it. */
Diagnostics *diag_new_silent(const Diagnostics *receiver);

/* One that keeps what is reported to it until diag_release, as another thread has `receiver` in use. The caller owns
 * it; `receiver` outlives it, and gets no more sources and describes objects no other way before diag_release. */
Diagnostics *diag_new_deferred(Diagnostics *receiver);

/* Reports to the receiver what was kept. From here on all that is asked of or reported to `deferred` is the receiver's. */
void diag_release(Diagnostics *deferred);

/* A copy of `file` that lives as long as `diagnostics`, one for equal names; NULL gives NULL. */
const char *diag_intern(Diagnostics *diagnostics, const char *file);

/* What the file `name` holds, so that its lines can be shown where messages go to a terminal; elsewhere it
 * is not kept. */
void diag_source(Diagnostics *diagnostics, const char *name, Source *source);

/* From here on, the object of a place (Place.object) is told by what `describe` gives, which the caller of
 * `describe` frees; NULL: objects are not told. */
void diag_describe_objects(Diagnostics *diagnostics, char *(*describe)(const void *object));

/* How many of a severity were reported; repeats that were folded count. */
unsigned diag_count(const Diagnostics *diagnostics, DiagSeverity severity);

/* The diagnostics in the order of report; owned by `diagnostics`. */
const Diagnostic *diag_all(const Diagnostics *diagnostics, unsigned *count);

/* Is an error of this id the system's (a file that cannot be read or written, memory or a process that it refuses), not
 * the input's? */
bool diag_is_of_system(const char *id);

/* Reports what a rule that stands outside the program has found; hint may be NULL. */
void diag_finding(Diagnostics *diagnostics, const char *id, DiagSeverity severity, Place place,
                  const char *message, const char *hint);

/* Reports again what another process has reported: all strings are copied. */
void diag_again(Diagnostics *diagnostics, const Diagnostic *diagnostic);

/* Equal messages (id and text) are printed three times, then counted; this prints the counts and
 * forgets them. Call it once a document. */
void diag_flush(Diagnostics *diagnostics);

/* The candidate nearest to `name` by edit distance, if near enough to be what was meant, else NULL.
 * `candidates` has `count` strings. */
const char *diag_did_you_mean(const char *name, const char *const *candidates, size_t count);

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
