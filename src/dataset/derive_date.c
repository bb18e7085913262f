/* What depends on dates and figures: deadlines of engagements, indicators and their targets. */
#include "dataset/derive.h"

#include <math.h>
#include <string.h>

/* Deadlines. */

/* The engagement whose deadline a publication meets: the one in which it stands, or one that this
 * follows, or else the latest of the kind that had begun. */
static int engagement_met(const History *history, const HistoryPublication *publication) {
  const int kind = history->deadlines[publication->deadline].kind;
  int engagement = publication->engagement;
  for (int steps = 0; engagement >= 0 && steps < history->engagement_count; steps++) {
    if (history->engagements[engagement].kind == kind)
      return engagement;
    engagement = history->engagements[engagement].follows;
  }
  const int day = calendar_last_day(publication->date);
  int latest = -1, latest_day = 0;
  for (int i = 0; i < history->engagement_count; i++) {
    const int begins = calendar_first_day(history->engagements[i].date);
    if (history->engagements[i].kind == kind && begins > 0 && begins <= day &&
        begins >= latest_day) {
      latest = i;
      latest_day = begins;
    }
  }
  return latest;
}

/* Met if the publication may have come in time, as exactly as both dates are known. */
static void judge(DerivedDeadline *deadline, int now) {
  const int last = calendar_last_day(deadline->date);
  deadline->days = last - now;
  if (calendar_known(deadline->published))
    deadline->state = calendar_first_day(deadline->published) > last ? DEADLINE_LATE : DEADLINE_MET;
  else
    deadline->state = deadline->days < 0 ? DEADLINE_OVERDUE : DEADLINE_DUE;
}

static int compare_deadlines(const void *a, const void *b) {
  const DerivedDeadline *first = a, *second = b;
  const int days = first->days - second->days;
  if (days != 0)
    return days;
  if (first->engagement != second->engagement)
    return first->engagement - second->engagement;
  return first->deadline - second->deadline;
}

/* "engagement deadline" -> the date of its first publication. */
static GHashTable *first_publications(const History *history) {
  GHashTable *dates = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  for (int i = 0; i < history->publication_count; i++) {
    const HistoryPublication *publication = &history->publications[i];
    const int engagement = engagement_met(history, publication);
    if (engagement < 0)
      continue;
    const gint64 key = (gint64)engagement << 32 | publication->deadline;
    const HistoryPublication *earlier = g_hash_table_lookup(dates, &key);
    if (!earlier || calendar_first_day(publication->date) < calendar_first_day(earlier->date))
      g_hash_table_insert(dates, g_memdup2(&key, sizeof key), (gpointer)publication);
  }
  return dates;
}

void derive_deadlines(Derived *derived, Arena *arena) {
  const History *history = derived->history;
  const int now = calendar_first_day(history->cycles[derived->now].as_of);
  GHashTable *published = first_publications(history);
  GArray *deadlines = g_array_new(FALSE, FALSE, sizeof(DerivedDeadline));
  for (int i = 0; i < history->engagement_count; i++) {
    const HistoryEngagement *engagement = &history->engagements[i];
    const CalendarDate end =
        calendar_known(engagement->until) ? engagement->until : engagement->date;
    for (int j = 0; j < history->deadline_count && calendar_known(end); j++) {
      const HistoryDeadline *deadline = &history->deadlines[j];
      if (deadline->kind != engagement->kind)
        continue;
      const gint64 key = (gint64)i << 32 | j;
      const HistoryPublication *met = g_hash_table_lookup(published, &key);
      DerivedDeadline one = {.deadline = j,
                             .engagement = i,
                             .date = calendar_add_months(end, deadline->months),
                             .published = met ? met->date : (CalendarDate){0}};
      judge(&one, now);
      g_array_append_val(deadlines, one);
    }
  }
  g_array_sort(deadlines, compare_deadlines);
  derived->deadline_count = (int)deadlines->len;
  derived->deadlines = arena_new_array(arena, DerivedDeadline, deadlines->len + 1);
  if (deadlines->len > 0)
    memcpy(derived->deadlines, deadlines->data, deadlines->len * sizeof(DerivedDeadline));
  g_array_unref(deadlines);
  g_hash_table_unref(published);
}

/* Indicators. */

/* Of the latest cycle, up to `cycle`, that has one: the reading of the latest date. */
static const HistoryReading *reading_in(const HistoryIndicator *indicator, int cycle) {
  const HistoryReading *best = NULL;
  for (int i = 0; i < indicator->reading_count && indicator->readings[i].cycle <= cycle; i++) {
    const HistoryReading *reading = &indicator->readings[i];
    if (!best || reading->cycle > best->cycle ||
        calendar_last_day(reading->date) >= calendar_last_day(best->date))
      best = reading;
  }
  return best;
}

static int decimals_of(const char *value) {
  enum { MOST = 12 };
  const char *point = strchr(value, '.');
  return point ? MIN((int)strlen(point + 1), MOST) : 0;
}

/* The difference as it is written, exact to the decimals that the values have; NULL if it is too
 * large for a number. */
static char *difference(const char *from, const char *to, Arena *arena) {
  char text[G_ASCII_DTOSTR_BUF_SIZE * 16], format[16];
  g_snprintf(format, sizeof format, "%%.%df", MAX(decimals_of(from), decimals_of(to)));
  const double change = g_ascii_strtod(to, NULL) - g_ascii_strtod(from, NULL);
  if (!isfinite(change))
    return NULL;
  g_ascii_formatd(text, sizeof text, format, change);
  const bool zero = strspn(text, "-0.") == strlen(text);
  return arena_strdup(arena, zero && text[0] == '-' ? text + 1 : text);
}

static Direction direction_of(Better better, const char *change) {
  if (better == BETTER_NEITHER || !change)
    return DIRECTION_UNKNOWN;
  if (strspn(change, "0.") == strlen(change))
    return DIRECTION_SAME;
  return (change[0] == '-') == (better == BETTER_LOWER) ? DIRECTION_BETTER : DIRECTION_WORSE;
}

/* The next that is not past on that day, else the last. */
static const HistoryTarget *target_on(const HistoryIndicator *indicator, int day) {
  const HistoryTarget *best = NULL;
  for (int i = 0; i < indicator->target_count; i++) {
    const HistoryTarget *target = &indicator->targets[i];
    const int own = calendar_last_day(target->date);
    const int known = best ? calendar_last_day(best->date) : 0;
    const bool better = known >= day ? own >= day && own < known : own > known;
    if (!best || better)
      best = target;
  }
  return best;
}

static TargetMet is_met(Better better, const char *value, const char *target) {
  const double reached = g_ascii_strtod(value, NULL), wanted = g_ascii_strtod(target, NULL);
  if (better == BETTER_NEITHER)
    return TARGET_UNKNOWN;
  return (better == BETTER_HIGHER ? reached >= wanted : reached <= wanted) ? TARGET_MET
                                                                           : TARGET_MISSED;
}

void derive_indicators(Derived *derived, Arena *arena) {
  const History *history = derived->history;
  const int day = calendar_first_day(history->cycles[derived->now].as_of);
  derived->indicators = arena_new_array(arena, DerivedIndicator, history->indicator_count + 1);
  for (int i = 0; i < history->indicator_count; i++) {
    const HistoryIndicator *indicator = &history->indicators[i];
    DerivedIndicator one = {.indicator = i, .now = reading_in(indicator, derived->now)};
    if (!one.now)
      continue;
    one.base = derived->base >= 0 ? reading_in(indicator, derived->base) : NULL;
    if (one.base) {
      one.change = difference(one.base->value, one.now->value, arena);
      one.direction = direction_of(indicator->better, one.change);
    }
    one.target = target_on(indicator, day);
    if (one.target)
      one.met = is_met(indicator->better, one.now->value, one.target->value);
    derived->indicators[derived->indicator_count++] = one;
  }
}
