/* Comparing, shared by the files that do it; not for other use. */
#ifndef PEERPRESS_DATASET_DIFF_INTERNAL_H
#define PEERPRESS_DATASET_DIFF_INTERNAL_H

#include "dataset/diff.h"

/* One side: a history with where its items stand in a cycle. */
typedef struct {
  const History *history;
  int cycle;
  const Position *positions; /* of the items, in their order */
  GHashTable *items;         /* id -> index + 1 */
} Side;

typedef struct {
  Side from, to;
  bool files;        /* two files, else two cycles of one */
  const int *levels; /* of each level of from, the level of to that is or continues it; or -1 */
  int scales[ITEM_KINDS];
  const char *language;
  Arena *arena;
  GHashTable *successors; /* id of a recommendation -> the HistoryThing that replaces it */
  GArray *changes;        /* of the item at hand */
} Comparison;

/* The words of a child of what `thing` is, in the language of the comparison; or NULL. */
const char *diff_words(const Comparison *c, const HistoryThing *thing, const char *name);

/* A level with its label; nothing if it is -1. */
DiffName diff_level(const Comparison *c, const History *history, int level);

/* The level of the earlier side's position on the later side's scale; -1 if there is none. */
int diff_earlier_level(const Comparison *c, const Position *position, const int *present);

/* Collects the changes of an item that both sides have, by its indexes. */
void diff_compare(Comparison *c, int from, int to, const int *const *present);

/* The change that an item is new; and the one that it is gone from the file. */
void diff_arrival(Comparison *c, const Position *to);
void diff_removal(Comparison *c, const Position *from);

#endif
