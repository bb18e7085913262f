/* Survey: what must be known of a dataset before its publications can be named. */
#ifndef PEERPRESS_PROJECT_SURVEY_H
#define PEERPRESS_PROJECT_SURVEY_H

#include "base/diag.h"

#include <glib.h>

typedef struct {
  char *council, *language; /* as the root element says; "" if it does not */
  GPtrArray *cycles, *days; /* ids, and dates as written, in the order of the file */
  guint latest;             /* index of the latest; meaningless without a cycle */
} Survey;

/* Reads the dataset at `path` without judging it. NULL: it is not well-formed or no dataset,
 * reported. The caller ends it with survey_free. */
Survey *survey_read(const char *path, Diagnostics *diagnostics);
void survey_free(Survey *survey);

#endif
