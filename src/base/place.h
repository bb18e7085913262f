/* Places in files, and traces: the places that had a part in something, one after the other. */
#ifndef PEERPRESS_BASE_PLACE_H
#define PEERPRESS_BASE_PLACE_H

#include <glib.h>
#include <stdbool.h>

/* A place in a file: lines and columns count from 1, 0 is unknown; file may be NULL. The strings
 * belong to whoever made the place and outlive the diagnostics (see diag_intern). */
typedef struct {
  const char *file;
  int line, column;
  const char
      *trace; /* the places after this one that had a part in what stands there; NULL: none */
  const void *object; /* what stands there, for diag_describe_objects; or NULL */
  bool literal;       /* in a trace: what stands there comes from nowhere else */
} Place;

/* A place with nothing known, for what is wrong with a command line or a system. */
#define PLACE_NONE ((Place){0})

/* A place without a trace. */
static inline Place place_at(const char *file, int line, int column) {
  return (Place){.file = file, .line = line, .column = column};
}

/* A trace is "file:line:column file:line:column …", with a "!" behind what is literal; in a file's
 * name, what would be misunderstood there or in an XPath string is written as %XX. */

/* Appends one place, its own trace aside. */
void trace_append(GString *trace, const Place *place);

/* Takes the next place off the front of `trace`; its file's name is put into `file`, to which the place
 * points. False: there are no more. */
bool trace_next(const char **trace, GString *file, Place *place);

/* Is the file built into the program, so that no author can change it? */
bool place_is_built_in(const Place *place);

#endif
