/* Derive: what follows from a history, computed: where each item stands and stood, counts, movement,
 * series, deadlines, indicators. docs/derived.md says what each value means; this is arithmetic on
 * plain tables, without XML.
 *
 * "Now" is the last cycle of the history, the base is the one that it is compared with. */
#ifndef PEERPRESS_DATASET_DERIVE_H
#define PEERPRESS_DATASET_DERIVE_H

#include "dataset/history.h"

typedef enum { MOVED_UNKNOWN, MOVED_FORWARD, MOVED_BACK, MOVED_CHANGED, MOVED_SAME } Movement;

/* Where an item stands in a cycle. */
typedef struct {
  bool reported;               /* the cycle reports on it; if not, nothing else is known */
  const HistoryUpdate *update; /* the one that holds, or NULL */
  int level;                   /* of now's scale, or what nothing on it continues; or -1 */
  bool closed, overdue;
  CalendarDate due;
  int moves; /* of the due date, up to this cycle */
} Position;

typedef struct {
  const HistoryItem *item;
  Position now, base;
  Movement movement;
} State;

/* What is told apart by a count. */
typedef enum {
  COUNT_TOTAL,
  COUNT_BASE_TOTAL,
  COUNT_NEW,
  COUNT_GONE, /* the base reported on it, now does not */
  COUNT_CLOSED,
  COUNT_BASE_CLOSED,
  COUNT_CLOSES,
  COUNT_REOPENED,
  COUNT_FORWARD,
  COUNT_BACK,
  COUNT_CHANGED,
  COUNT_SAME,
  COUNT_SLIPPED,
  COUNT_ADVANCED,
  COUNT_OVERDUE,
  COUNT_BASE_OVERDUE,
  COUNT_CARRIED,
  COUNTS
} Count;

typedef enum {
  GROUP_ALL,
  GROUP_ENGAGEMENT,
  GROUP_THEME,
  GROUP_LEAD,
  GROUP_RECOMMENDATION,
  GROUP_BYS
} GroupBy;

/* Levels are counted in columns: one for each level of now's scale, from the highest rank down, and
 * a last one for the items without a level on it. */
typedef struct {
  int count, share;
} LevelCount;

typedef struct {
  GroupBy by;
  int of; /* an index in the table of what `by` says, or -1 */
  ItemKind kind;
  int counts[COUNTS];
  LevelCount *now, *base; /* columns */
} Group;

typedef struct {
  int *levels; /* of now's scale, from the highest rank down */
  int *column; /* of each level of the history */
  int count;   /* the column after the last is that without a level */
} Columns;

typedef struct {
  int total, closed, overdue;
  LevelCount *levels; /* columns */
} Point;

typedef enum { DEADLINE_DUE, DEADLINE_OVERDUE, DEADLINE_MET, DEADLINE_LATE } DeadlineState;

typedef struct {
  int deadline, engagement;
  CalendarDate date, published;
  int days; /* from now to its last day */
  DeadlineState state;
} DerivedDeadline;

typedef enum { DIRECTION_UNKNOWN, DIRECTION_BETTER, DIRECTION_WORSE, DIRECTION_SAME } Direction;
typedef enum { TARGET_UNKNOWN, TARGET_MET, TARGET_MISSED } TargetMet;

typedef struct {
  int indicator;
  const HistoryReading *now, *base; /* base: NULL if it had none */
  char *change;                     /* with as many decimals as the values have */
  Direction direction;
  const HistoryTarget *target; /* or NULL */
  TargetMet met;
} DerivedIndicator;

typedef struct {
  const History *history;
  int now, base; /* cycles; base -1: none */
  State *states; /* one for each item of the history, in its order */
  Columns columns[ITEM_KINDS];
  int totals[ITEM_KINDS]; /* of items that the cycle reports on */
  Group *groups;          /* by, then kind, then in the order of the file */
  int group_count;
  int *moved[ITEM_KINDS];     /* columns + 1 rows (from) of columns + 1 (to) */
  int *vanished[ITEM_KINDS];  /* of each row, the items that now does not report on any more */
  Point *series[ITEM_KINDS];  /* one for each cycle */
  DerivedDeadline *deadlines; /* in the order of their dates */
  int deadline_count;
  DerivedIndicator *indicators;
  int indicator_count;
} Derived;

/* Everything that follows from `history`, compared with the cycle `base` (-1: none). In `arena`,
 * as long as the history. */
const Derived *derive(const History *history, int base, Arena *arena);

/* The parts of it, each on its own. */

/* For each level, the one of the present scale of that kind that is it or continues it, over however
 * many scales; itself if none does. In `arena`. */
const int *derive_present_levels(const History *history, ItemKind kind, Arena *arena);
Position derive_position(const History *history, const int *present, const HistoryItem *item,
                         int cycle);
Movement derive_movement(const History *history, int scale, int from, int to);
void derive_states(Derived *derived, Arena *arena);

/* How many days later the due date is than in the base; negative if it is earlier, 0 if either is not
 * known. */
int derive_slip(const State *state);

/* Does the lead hold on that day? */
bool derive_leads(const HistoryLead *lead, int day);

/* Does the item's lead at `index` hold on that day, none before it being of the same person? */
bool derive_leads_first(const HistoryItem *item, int index, int day);

/* Whole per cents of `total` that add up to 100, by the method of the largest remainder; of equal
 * remainders the first is rounded up. All 0 if the counts are. */
void derive_shares(LevelCount *counts, int count);
void derive_groups(Derived *derived, Arena *arena);
void derive_movements(Derived *derived, Arena *arena);
void derive_series(Derived *derived, Arena *arena);

/* The column of a level. */
int derive_column(const Columns *columns, int level);

void derive_deadlines(Derived *derived, Arena *arena);
void derive_indicators(Derived *derived, Arena *arena);

#endif
