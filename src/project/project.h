/* Project: what is to be published of which datasets, as a file in XML or a command line says it.
 * docs/project.md is the reference of the file. */
#ifndef PEERPRESS_PROJECT_PROJECT_H
#define PEERPRESS_PROJECT_PROJECT_H

#include "base/diag.h"

#include <glib.h>

#define PROJECT_NAMESPACE "urn:peerpress:project:1"

/* A word of a list, where it is written. */
typedef struct {
  const char *text;
  Place place;
} ProjectWord;

typedef struct {
  const char *path;  /* a file's name, or a pattern of such names with * ? [ ] */
  const char *theme; /* NULL: not said, as everywhere below */
  Place place;
} ProjectDataset;

/* A stylesheet for an edition, or a parameter of the stylesheets. */
typedef struct {
  const char *name, *value;
  Place place;
} ProjectSetting;

/* Reports × cycles × languages × editions, of each dataset. */
typedef struct {
  GArray *reports, *editions, *languages, *cycles; /* of ProjectWord; no language: the dataset's
                                                      own; no cycle: the latest */
  const char *since, *theme, *name;
  GArray *stylesheets, *parameters; /* of ProjectSetting */
  Place place;
} ProjectSet;

typedef struct {
  const char *file;   /* as it was named; NULL: a command line */
  const char *output; /* the folder that is published into */
  const char *name;   /* the pattern of names where a set has none */
  const char *theme;
  GArray *datasets;                /* of ProjectDataset */
  GArray *sets;                    /* of ProjectSet */
  GPtrArray *roots, *font_folders; /* names of folders, NULL-terminated */
  GStringChunk *strings;           /* has all of them */
} Project;

/* How files are called if nothing else is said. */
#define PROJECT_NAME "{council}-{report}-{cycle}-{lang}"

/* An empty project, to be filled by a command line. The caller ends it with project_free. */
Project *project_new(void);
void project_free(Project *project);

/* An empty set, which belongs to the project (as does what `name` points to afterwards). */
ProjectSet *project_add_set(Project *project, Place place);

/* The words of `list`, which are parted by white space or commas, appended to `words`. */
void project_add_words(Project *project, GArray *words, const char *list, Place place);

/* Whether the root element of the file says that it is a project; false too if it cannot be read. */
bool project_is(const char *path);

/* The project in the file at `path`, names of files in it resolved against its folder. NULL: what is
 * wrong was reported, each mistake with its place. */
Project *project_read(const char *path, Diagnostics *diagnostics);

#endif
