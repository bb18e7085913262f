/* Tasks: the publications that a project asks for, each with its name. */
#ifndef PEERPRESS_PROJECT_TASKS_H
#define PEERPRESS_PROJECT_TASKS_H

#include "press.h"
#include "project/surveys.h"

typedef struct {
  const ProjectSet *set;
  const char *source; /* the dataset */
  const char *report; /* a name or a stylesheet, as are the next ones */
  const char *edition;
  const char *language;           /* NULL: the dataset's */
  const char *cycle_id;           /* of the latest, too; "" if there is none */
  const char *theme, *stylesheet; /* NULL: the usual one */
  const char *name;               /* of the output, in the project's folder for outputs */
  const char *output;             /* with that folder */
  const char *alternates; /* “LANGUAGE=REFERENCE …” of the same in other languages; NULL: none */
  GArray *parameters;     /* of ProjectSetting */
  Place place;
  const PressJob *job; /* NULL until it is made */
} Task;

typedef struct {
  GArray *tasks; /* of Task, in the order of the project: by dataset, set, report, cycle, language,
                    edition */
  GPtrArray *datasets; /* paths of those that were found */
  GPtrArray *unread;   /* of const Surveyed: those of which nothing can be published, reported */
  GStringChunk *strings;
} TaskList;

/* NULL: a mistake in the project itself, or two publications of one name, was reported. The project and
 * the surveys of its datasets outlive the list. */
TaskList *tasks_new(const Project *project, const Surveys *surveys, Diagnostics *diagnostics);
void tasks_free(TaskList *list);

#endif
