/* Where items stand, and what has moved. */
#include "dataset/derive.h"

#include <string.h>

/* Levels. */

const int *derive_present_levels(const History *history, ItemKind kind, Arena *arena) {
  int *present = arena_new_array(arena, int, history->level_count + 1);
  for (int i = 0; i < history->level_count; i++)
    present[i] = i;
  const HistoryCycle *now = &history->cycles[history->cycle_count - 1];
  const int scale = now->scales[kind];
  if (scale < 0)
    return present;
  const HistoryScale *own = &history->scales[scale];
  bool *taken = arena_new_array(arena, bool, history->level_count + 1);
  for (int i = own->first; i < own->first + own->count; i++)
    taken[i] = true;
  for (int i = own->first; i < own->first + own->count; i++) {
    int earlier = history->levels[i].same_as;
    while (earlier >= 0 && !taken[earlier]) { /* a level that is taken ends a loop, too */
      taken[earlier] = true;
      present[earlier] = i;
      earlier = history->levels[earlier].same_as;
    }
  }
  return present;
}

Movement derive_movement(const History *history, int scale, int from, int to) {
  if (from < 0 || to < 0)
    return MOVED_UNKNOWN;
  if (from == to)
    return MOVED_SAME;
  const HistoryLevel *before = &history->levels[from], *after = &history->levels[to];
  if (before->scale != scale || after->scale != scale)
    return MOVED_UNKNOWN;
  if (before->rank == after->rank)
    return MOVED_CHANGED;
  return after->rank > before->rank ? MOVED_FORWARD : MOVED_BACK;
}

/* Positions. */

Position derive_position(const History *history, const int *present, const HistoryItem *item,
                         int cycle) {
  Position position = {.reported = cycle >= item->start && cycle < item->end, .level = -1};
  if (!position.reported)
    return position;
  position.due = item->due;
  for (int i = 0; i < item->update_count && item->updates[i].cycle <= cycle; i++) {
    position.update = &item->updates[i];
    if (!calendar_known(position.update->moved))
      continue;
    position.due = position.update->moved;
    position.moves++;
  }
  if (position.update && position.update->level >= 0)
    position.level = present[position.update->level];
  position.closed = position.level >= 0 && history->levels[position.level].closing;
  const int day = calendar_first_day(history->cycles[cycle].as_of);
  position.overdue =
      !position.closed && calendar_known(position.due) && calendar_last_day(position.due) < day;
  return position;
}

bool derive_leads(const HistoryLead *lead, int day) {
  return calendar_first_day(lead->from) <= day &&
         (!calendar_known(lead->until) || calendar_last_day(lead->until) >= day);
}

bool derive_leads_first(const HistoryItem *item, int index, int day) {
  const HistoryLead *lead = &item->leads[index];
  for (int i = 0; i < index; i++) {
    if (item->leads[i].person == lead->person && derive_leads(&item->leads[i], day))
      return false;
  }
  return derive_leads(lead, day);
}

int derive_slip(const State *state) {
  if (!calendar_known(state->now.due) || !calendar_known(state->base.due))
    return 0;
  return calendar_last_day(state->now.due) - calendar_last_day(state->base.due);
}

void derive_states(Derived *derived, Arena *arena) {
  const History *history = derived->history;
  const int *present[ITEM_KINDS];
  for (int kind = 0; kind < ITEM_KINDS; kind++)
    present[kind] = derive_present_levels(history, (ItemKind)kind, arena);
  derived->states = arena_new_array(arena, State, history->item_count + 1);
  for (int i = 0; i < history->item_count; i++) {
    const HistoryItem *item = &history->items[i];
    State *state = &derived->states[i];
    *state = (State){.item = item, .base.level = -1};
    state->now = derive_position(history, present[item->kind], item, derived->now);
    if (derived->base >= 0)
      state->base = derive_position(history, present[item->kind], item, derived->base);
    const int scale = history->cycles[derived->now].scales[item->kind];
    state->movement = derive_movement(history, scale, state->base.level, state->now.level);
    derived->totals[item->kind] += state->now.reported;
  }
}

const Derived *derive(const History *history, int base, Arena *arena) {
  Derived *derived = arena_new_object(arena, Derived);
  derived->history = history;
  derived->now = history->cycle_count - 1;
  derived->base = base;
  derive_states(derived, arena);
  derive_groups(derived, arena);
  derive_movements(derived, arena);
  derive_series(derived, arena);
  derive_deadlines(derived, arena);
  derive_indicators(derived, arena);
  return derived;
}
