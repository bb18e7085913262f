/* Diff: what moved between two cycles of a dataset, or between two datasets.
 *
 * Items are matched by their ids, and listed in the order of the later file; those that only the
 * earlier one has come after. Levels are compared on the scale of the later cycle, as derived values
 * are (docs/derived.md). */
#ifndef PEERPRESS_DATASET_DIFF_H
#define PEERPRESS_DATASET_DIFF_H

#include "dataset/dataset.h"
#include "dataset/derive.h"

typedef enum {
  DIFF_NEW,
  DIFF_REPLACED,  /* by another recommendation */
  DIFF_REMOVED,   /* from the file */
  DIFF_REFERENCE, /* which readers see */
  DIFF_TITLE,
  DIFF_WORDING,   /* of a recommendation: it must never change */
  DIFF_RECORD,    /* what a frozen cycle said: it must never change */
  DIFF_FIRST_DUE, /* the date that was first set: it must never change */
  DIFF_LEVEL,
  DIFF_OUTCOME,
  DIFF_CLOSED,
  DIFF_REOPENED,
  DIFF_DUE,
  DIFF_OVERDUE,
  DIFF_OFFICERS,
  DIFF_MEMBERS,
  DIFF_KINDS
} DiffKind;

/* An id with the words for it; for a date or a text, words alone. Nothing: both NULL. */
typedef struct {
  const char *id, *words;
} DiffName;

typedef struct {
  DiffKind kind;
  Movement movement; /* of a level */
  int days;          /* by which a due date was put off; negative: brought forward */
  DiffName from, to;
  const char *note; /* reasons given; or NULL */
} DiffChange;

typedef struct {
  ItemKind kind;
  const char *id, *reference, *title;
  const DiffChange *changes;
  int change_count;
} DiffItem;

typedef struct {
  DiffName level; /* nothing: without a level of the scale */
  int from, to;
} DiffLevel;

typedef struct {
  int total[2], closed[2], overdue[2]; /* before and after */
  const DiffLevel *levels;             /* from the highest rank down */
  int level_count;
} DiffTotals;

/* One of the two that are compared. */
typedef struct {
  const char *file, *cycle, *title, *as_of;
} DiffSide;

/* A cycle or an engagement that only one of two files has. */
typedef struct {
  bool added; /* else removed */
  const char *element, *id, *title;
} DiffPart;

typedef struct {
  DiffSide from, to;
  DiffTotals totals[ITEM_KINDS];
  const DiffItem *items;
  int item_count;
  const DiffPart *parts;
  int part_count;
} Diff;

/* Is it a change that must never be? */
bool diff_is_grave(DiffKind kind);

/* Compares the dataset's cycle with the one `since` (NULL: the one before); the dataset is cut down
 * to its cycle by that. Words are in `language` (NULL: the dataset's) where there are such. NULL if
 * there is no such cycle, reported. All in `arena` or borrowed from the dataset. */
const Diff *diff_cycles(Dataset *dataset, const char *since, const char *language, Arena *arena,
                        Diagnostics *diagnostics);

/* Compares two datasets, each as of its cycle; both are cut down to these. */
const Diff *diff_datasets(Dataset *from, Dataset *to, const char *language, Arena *arena,
                          Diagnostics *diagnostics);

typedef enum { DIFF_TEXT, DIFF_MARKDOWN, DIFF_JSON } DiffFormat;

/* Writes it. */
void diff_write(const Diff *diff, DiffFormat format, FILE *stream);

#endif
