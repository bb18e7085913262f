/* Counts: groups, the matrix of movement, series. */
#include "dataset/derive.h"

#include <stdlib.h>
#include <string.h>

/* Shares. */

typedef struct {
  gint64 remainder;
  int index;
} Remainder;

static int compare_remainders(const void *a, const void *b) {
  const Remainder *first = a, *second = b;
  if (first->remainder != second->remainder)
    return first->remainder > second->remainder ? -1 : 1;
  return first->index - second->index;
}

void derive_shares(LevelCount *counts, int count) {
  enum { WHOLE = 100 };
  gint64 total = 0;
  for (int i = 0; i < count; i++)
    total += counts[i].count;
  if (total == 0)
    return;
  Remainder *remainders = g_new(Remainder, (gsize)count);
  int missing = WHOLE;
  for (int i = 0; i < count; i++) {
    const gint64 parts = (gint64)counts[i].count * WHOLE;
    counts[i].share = (int)(parts / total);
    missing -= counts[i].share;
    remainders[i] = (Remainder){parts % total, i};
  }
  qsort(remainders, (size_t)count, sizeof *remainders, compare_remainders);
  for (int i = 0; i < missing; i++)
    counts[remainders[i].index].share++;
  g_free(remainders);
}

/* Columns. */

int derive_column(const Columns *columns, int level) {
  return level >= 0 ? columns->column[level] : columns->count;
}

/* From the highest rank down; of equal ranks in the order of the file. */
static Columns columns_of(const History *history, ItemKind kind, Arena *arena) {
  const int scale = history->cycles[history->cycle_count - 1].scales[kind];
  const HistoryScale none = {0};
  const HistoryScale *own = scale >= 0 ? &history->scales[scale] : &none;
  Columns columns = {arena_new_array(arena, int, own->count + 1),
                     arena_new_array(arena, int, history->level_count + 1), own->count};
  for (int i = 0; i < own->count; i++) {
    const int rank = history->levels[own->first + i].rank;
    int at = i;
    for (; at > 0 && history->levels[columns.levels[at - 1]].rank < rank; at--)
      columns.levels[at] = columns.levels[at - 1];
    columns.levels[at] = own->first + i;
  }
  for (int i = 0; i < history->level_count; i++)
    columns.column[i] = own->count;
  for (int i = 0; i < own->count; i++)
    columns.column[columns.levels[i]] = i;
  return columns;
}

/* Groups. */

static void count_base(Group *group, const State *state, const Columns *columns) {
  group->counts[COUNT_BASE_TOTAL]++;
  group->counts[COUNT_BASE_CLOSED] += state->base.closed;
  group->counts[COUNT_BASE_OVERDUE] += state->base.overdue;
  group->base[derive_column(columns, state->base.level)].count++;
}

static void count_now(Group *group, const State *state, const Columns *columns, int now) {
  int *counts = group->counts;
  counts[COUNT_TOTAL]++;
  counts[COUNT_CLOSED] += state->now.closed;
  counts[COUNT_OVERDUE] += state->now.overdue;
  counts[COUNT_CARRIED] += state->now.update && state->now.update->cycle != now;
  group->now[derive_column(columns, state->now.level)].count++;
}

static void count_change(Group *group, const State *state) {
  static const Count of_movement[] = {[MOVED_FORWARD] = COUNT_FORWARD,
                                      [MOVED_BACK] = COUNT_BACK,
                                      [MOVED_CHANGED] = COUNT_CHANGED,
                                      [MOVED_SAME] = COUNT_SAME};
  int *counts = group->counts;
  counts[COUNT_GONE] += state->base.reported && !state->now.reported;
  if (!state->now.reported)
    return;
  counts[COUNT_NEW] += !state->base.reported;
  counts[COUNT_CLOSES] += state->now.closed && !state->base.closed;
  counts[COUNT_REOPENED] += !state->now.closed && state->base.closed;
  if (state->movement != MOVED_UNKNOWN)
    counts[of_movement[state->movement]]++;
  const int slip = derive_slip(state);
  counts[COUNT_SLIPPED] += slip > 0;
  counts[COUNT_ADVANCED] += slip < 0;
}

/* One group for each key of a way of grouping, and a last one for the items without a key. */
typedef struct {
  const Derived *derived;
  GroupBy by;
  ItemKind kind;
  Group *groups;
  int keys;
} Grouping;

static int key_count(const History *history, GroupBy by) {
  switch (by) {
  case GROUP_ENGAGEMENT: return history->engagement_count;
  case GROUP_THEME: return history->theme_count;
  case GROUP_LEAD: return history->person_count;
  case GROUP_RECOMMENDATION: return history->item_count;
  default: return 0;
  }
}

static int key_of(const HistoryItem *item, GroupBy by) {
  switch (by) {
  case GROUP_ENGAGEMENT: return item->engagement;
  case GROUP_THEME: return item->theme;
  case GROUP_RECOMMENDATION: return item->recommendation;
  default: return -1;
  }
}

static Group *group_at(const Grouping *grouping, int key) {
  return &grouping->groups[key >= 0 ? key : grouping->keys];
}

typedef void (*CountSide)(Group *group, const State *state, const Derived *derived);

static void count_side_now(Group *group, const State *state, const Derived *derived) {
  count_now(group, state, &derived->columns[state->item->kind], derived->now);
  if (derived->base >= 0)
    count_change(group, state);
}

static void count_side_base(Group *group, const State *state, const Derived *derived) {
  count_base(group, state, &derived->columns[state->item->kind]);
  if (!state->now.reported)
    count_change(group, state);
}

/* Counts the item with each of those who lead it on the day of a cycle, once with each. */
static void count_with_leads(const Grouping *grouping, const State *state, int cycle,
                             CountSide count) {
  const HistoryItem *item = state->item;
  const int day = calendar_first_day(grouping->derived->history->cycles[cycle].as_of);
  bool led = false;
  for (int i = 0; i < item->lead_count; i++) {
    if (!derive_leads_first(item, i, day))
      continue;
    count(group_at(grouping, item->leads[i].person), state, grouping->derived);
    led = true;
  }
  if (!led)
    count(group_at(grouping, -1), state, grouping->derived);
}

static void count_item(const Grouping *grouping, const State *state, int cycle, CountSide count) {
  if (grouping->by == GROUP_LEAD)
    count_with_leads(grouping, state, cycle, count);
  else
    count(group_at(grouping, key_of(state->item, grouping->by)), state, grouping->derived);
}

static void append_groups(const Grouping *grouping, GArray *kept) {
  const int columns = grouping->derived->columns[grouping->kind].count + 1;
  for (int i = 0; i <= grouping->keys; i++) {
    Group *group = &grouping->groups[i];
    if (group->counts[COUNT_TOTAL] == 0)
      continue;
    derive_shares(group->now, columns);
    derive_shares(group->base, columns);
    g_array_append_val(kept, *group);
  }
}

static void group_by(const Derived *derived, GroupBy by, ItemKind kind, GArray *kept,
                     Arena *arena) {
  Grouping grouping = {derived, by, kind, NULL, key_count(derived->history, by)};
  const int columns = derived->columns[kind].count + 1;
  grouping.groups = g_new0(Group, (gsize)grouping.keys + 1);
  LevelCount *counts =
      arena_new_array(arena, LevelCount, 2 * (size_t)columns * ((size_t)grouping.keys + 1));
  for (int i = 0; i <= grouping.keys; i++) {
    grouping.groups[i] = (Group){.by = by, .of = i < grouping.keys ? i : -1, .kind = kind};
    grouping.groups[i].now = counts + 2 * (size_t)columns * (size_t)i;
    grouping.groups[i].base = grouping.groups[i].now + columns;
  }
  for (int i = 0; i < derived->history->item_count; i++) {
    const State *state = &derived->states[i];
    if (state->item->kind != kind)
      continue;
    if (state->now.reported)
      count_item(&grouping, state, derived->now, count_side_now);
    if (state->base.reported)
      count_item(&grouping, state, derived->base, count_side_base);
  }
  append_groups(&grouping, kept);
  g_free(grouping.groups);
}

void derive_groups(Derived *derived, Arena *arena) {
  for (int kind = 0; kind < ITEM_KINDS; kind++)
    derived->columns[kind] = columns_of(derived->history, (ItemKind)kind, arena);
  GArray *groups = g_array_new(FALSE, FALSE, sizeof(Group));
  for (int by = 0; by < GROUP_BYS; by++) {
    for (int kind = 0; kind < ITEM_KINDS; kind++) {
      if (by != GROUP_RECOMMENDATION || kind == ITEM_ACTION)
        group_by(derived, (GroupBy)by, (ItemKind)kind, groups, arena);
    }
  }
  derived->group_count = (int)groups->len;
  derived->groups = arena_new_array(arena, Group, groups->len + 1);
  if (groups->len > 0)
    memcpy(derived->groups, groups->data, groups->len * sizeof(Group));
  g_array_unref(groups);
}

/* Movement and series. */

void derive_movements(Derived *derived, Arena *arena) {
  for (int kind = 0; kind < ITEM_KINDS; kind++) {
    const int side = derived->columns[kind].count + 1;
    derived->moved[kind] = arena_new_array(arena, int, side *side);
    derived->vanished[kind] = arena_new_array(arena, int, side);
  }
  for (int i = 0; i < derived->history->item_count; i++) {
    const State *state = &derived->states[i];
    const ItemKind kind = state->item->kind;
    const Columns *columns = &derived->columns[kind];
    const int from = derive_column(columns, state->base.level);
    const int to = derive_column(columns, state->now.level);
    if (state->now.reported)
      derived->moved[kind][from * (columns->count + 1) + to]++;
    else if (state->base.reported)
      derived->vanished[kind][from]++;
  }
}

void derive_series(Derived *derived, Arena *arena) {
  const History *history = derived->history;
  for (int kind = 0; kind < ITEM_KINDS; kind++) {
    const Columns *columns = &derived->columns[kind];
    const int *present = derive_present_levels(history, (ItemKind)kind, arena);
    Point *points = arena_new_array(arena, Point, history->cycle_count);
    for (int cycle = 0; cycle < history->cycle_count; cycle++) {
      Point *point = &points[cycle];
      point->levels = arena_new_array(arena, LevelCount, columns->count + 1);
      for (int i = 0; i < history->item_count; i++) {
        const HistoryItem *item = &history->items[i];
        if ((int)item->kind != kind)
          continue;
        const Position position = derive_position(history, present, item, cycle);
        if (!position.reported)
          continue;
        point->total++;
        point->closed += position.closed;
        point->overdue += position.overdue;
        point->levels[derive_column(columns, position.level)].count++;
      }
      derive_shares(point->levels, columns->count + 1);
    }
    derived->series[kind] = points;
  }
}
