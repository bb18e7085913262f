/* History: what a dataset says of recommendations and actions through the cycles, as plain tables.
 *
 * Everything that is computed (dataset/derive.h) is computed from these tables, not from the XML.
 * An index of -1 is nothing. Cycles are those of one chain, from the first to the one reported. */
#ifndef PEERPRESS_DATASET_HISTORY_H
#define PEERPRESS_DATASET_HISTORY_H

#include "base/arena.h"
#include "dataset/calendar.h"

#include <libxml/tree.h>

typedef enum { ITEM_RECOMMENDATION, ITEM_ACTION, ITEM_KINDS } ItemKind;

/* Anything with an id; `node` is its element, for its place and its words (NULL in tests). */
typedef struct {
  const char *id;
  const xmlNode *node;
} HistoryThing;

typedef struct {
  HistoryThing thing;
  int scale, rank;
  bool closing;
  int same_as; /* the level of an earlier scale that it continues */
} HistoryLevel;

typedef struct {
  HistoryThing thing;
  int first, count; /* its levels */
} HistoryScale;

typedef struct {
  HistoryThing thing;
  CalendarDate as_of;
  int engagement;
  int scales[ITEM_KINDS]; /* the scale of progress on which items of a kind stand */
} HistoryCycle;

typedef struct {
  int cycle, level;
  const char *outcome, *trend; /* ids of levels, or NULL */
  CalendarDate moved, completed;
  const xmlNode *node;
} HistoryUpdate;

typedef struct {
  int person;
  bool member; /* else an officer */
  CalendarDate from, until;
} HistoryLead;

typedef struct {
  HistoryThing thing;
  ItemKind kind;
  int engagement, theme;
  int recommendation; /* an item: its own or itself */
  int start, end;     /* the first cycle that reports on it, the first that does not any more */
  CalendarDate due;
  const HistoryUpdate *updates; /* in the order of their cycles */
  int update_count;
  const HistoryLead *leads;
  int lead_count;
} HistoryItem;

typedef struct {
  HistoryThing thing;
  CalendarDate date, until;
  int kind, follows;
} HistoryEngagement;

typedef struct {
  HistoryThing thing;
  int kind, months;
} HistoryDeadline;

typedef struct {
  int deadline;
  int engagement; /* in which it stands, or that of the cycle in which it stands */
  CalendarDate date;
} HistoryPublication;

typedef enum { BETTER_HIGHER, BETTER_LOWER, BETTER_NEITHER } Better;

typedef struct {
  int cycle;
  const char *value; /* as it is written */
  CalendarDate date;
  bool provisional;
} HistoryReading;

typedef struct {
  const char *value;
  CalendarDate date;
} HistoryTarget;

typedef struct {
  HistoryThing thing;
  Better better;
  const HistoryReading *readings; /* in the order of their cycles */
  int reading_count;
  const HistoryTarget *targets;
  int target_count;
} HistoryIndicator;

typedef struct {
  const HistoryCycle *cycles;
  const HistoryScale *scales;
  const HistoryLevel *levels;
  const HistoryEngagement *engagements;
  const HistoryThing *themes, *people;
  const HistoryItem *items; /* in the order of the file */
  const HistoryDeadline *deadlines;
  const HistoryPublication *publications;
  const HistoryIndicator *indicators;
  int cycle_count, scale_count, level_count, engagement_count, theme_count, person_count,
      item_count, deadline_count, publication_count, indicator_count;
} History;

/* Reads the history of a valid dataset that was cut down to a chain of cycles (dataset/asof.h). All
 * of it is in `arena` or borrowed from the document. */
const History *history_read(const xmlDoc *doc, Arena *arena);

#endif
