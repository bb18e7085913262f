/* Surveys: all datasets that a project names, found and surveyed. As nobody vouches for a dataset, this is
 * done by processes of their own, which are confined and limited. */
#ifndef PEERPRESS_PROJECT_SURVEYS_H
#define PEERPRESS_PROJECT_SURVEYS_H

#include "base/limits.h"
#include "project/project.h"
#include "project/survey.h"

typedef struct {
  const ProjectDataset *dataset; /* that names it, perhaps by a pattern */
  const char *path;
  Survey *survey; /* NULL: nothing can be published of it, reported */
  bool system;    /* then: all that was reported is the system's (diag_is_of_system) */
} Surveyed;

typedef struct {
  GArray *all;          /* of Surveyed, in the order of the project, each file once */
  GHashTable *absolute; /* their names, as g_canonicalize_filename makes them */
  GStringChunk *strings;
} Surveys;

typedef struct {
  const Limits *limits; /* time and memory, for each dataset */
  unsigned jobs;        /* processes at once, at least 1 */
  bool no_sandbox;      /* they are not confined (base/confine.h) */
} SurveyOptions;

/* NULL: a pattern stands for no file, or no process can be started, reported; or a signal ended it, which
 * *signal receives (0: none). The project outlives the result, which the caller ends with surveys_free. */
Surveys *surveys_new(const Project *project, const SurveyOptions *options, Diagnostics *diagnostics,
                     int *signal);
void surveys_free(Surveys *surveys);

#endif
