#include "dataset/derive_write.h"
#include "base/xml.h"

#include <string.h>

static const char *const kind_names[] = {
    [ITEM_RECOMMENDATION] = "recommendation", [ITEM_ACTION] = "action"};

/* A new last child, with the place of the element that it is about. */
static xmlNode *add(xmlNode *parent, const char *name, const HistoryThing *about) {
  xmlNode *node = xmlNewDocNode(parent->doc, parent->ns, (const xmlChar *)name, NULL);
  xmlAddChild(parent, node);
  const xmlNode *origin = about && about->node ? about->node : parent;
  node->_private = origin->_private;
  node->line = origin->line;
  return node;
}

static void set(xmlNode *node, const char *name, const char *value) {
  if (value && *value)
    xmlNewProp(node, (const xmlChar *)name, (const xmlChar *)value);
}

static void set_number(xmlNode *node, const char *name, int value) {
  char text[16];
  g_snprintf(text, sizeof text, "%d", value);
  set(node, name, text);
}

static void set_yes(xmlNode *node, const char *name, bool yes) {
  if (yes)
    set(node, name, "yes");
}

static void set_date(xmlNode *node, const char *name, CalendarDate date) {
  set(node, name, calendar_text(date).text);
}

static const char *level_id(const Derived *derived, int level) {
  return level >= 0 ? derived->history->levels[level].thing.id : NULL;
}

/* Items. */

static void set_leads(xmlNode *node, const char *name, const Derived *derived,
                      const HistoryItem *item, bool member) {
  const History *history = derived->history;
  const int day = calendar_first_day(history->cycles[derived->now].as_of);
  GString *ids = g_string_new(NULL);
  for (int i = 0; i < item->lead_count; i++) {
    const HistoryLead *lead = &item->leads[i];
    bool first = lead->member == member && lead->person >= 0 && derive_leads(lead, day);
    for (int j = 0; first && j < i; j++)
      first = item->leads[j].person != lead->person || item->leads[j].member != member ||
              !derive_leads(&item->leads[j], day);
    if (first)
      g_string_append_printf(ids, "%s%s", ids->len > 0 ? " " : "",
                             history->people[lead->person].id);
  }
  set(node, name, ids->str);
  g_string_free(ids, TRUE);
}

static void set_belonging(xmlNode *node, const Derived *derived, const HistoryItem *item) {
  const History *history = derived->history;
  set(node, "of", item->thing.id);
  set(node, "kind", kind_names[item->kind]);
  set(node, "engagement", history->engagements[item->engagement].thing.id);
  set(node, "recommendation", history->items[item->recommendation].thing.id);
  if (item->theme >= 0)
    set(node, "theme", history->themes[item->theme].id);
  const int scale = history->cycles[derived->now].scales[item->kind];
  if (scale >= 0)
    set(node, "scale", history->scales[scale].thing.id);
}

static void set_position(xmlNode *node, const Derived *derived, const State *state) {
  static const char *const movements[] = {[MOVED_FORWARD] = "forward",
                                          [MOVED_BACK] = "back",
                                          [MOVED_CHANGED] = "changed",
                                          [MOVED_SAME] = "same"};
  const HistoryUpdate *now = state->now.update, *base = state->base.update;
  if (now) {
    set(node, "said-in", derived->history->cycles[now->cycle].thing.id);
    set_yes(node, "carried", now->cycle != derived->now);
  }
  set(node, "level", level_id(derived, state->now.level));
  set(node, "base-level", level_id(derived, state->base.level));
  set(node, "outcome", now ? now->outcome : NULL);
  set(node, "base-outcome", base ? base->outcome : NULL);
  set(node, "trend", now ? now->trend : NULL);
  set(node, "movement", movements[state->movement]);
  set_yes(node, "closed", state->now.closed);
  set_yes(node, "base-closed", state->base.closed);
  if (derived->base < 0)
    return;
  set_yes(node, "new", !state->base.reported);
  set_yes(node, "closes", state->now.closed && !state->base.closed);
  set_yes(node, "reopened", !state->now.closed && state->base.closed);
}

static void set_dates(xmlNode *node, const Derived *derived, const State *state) {
  const Position *now = &state->now;
  set_date(node, "first-due", state->item->due);
  set_date(node, "base-due", state->base.due);
  set_date(node, "due", now->due);
  if (calendar_known(now->due)) {
    const int last = calendar_last_day(now->due);
    const int day = calendar_first_day(derived->history->cycles[derived->now].as_of);
    set(node, "due-day", calendar_day_text(last).text);
    set_number(node, "moves", now->moves);
    set_yes(node, "slipped", derive_slip(state) > 0);
    set_yes(node, "advanced", derive_slip(state) < 0);
    set_yes(node, "overdue", now->overdue);
    if (!now->closed)
      set_number(node, "days-left", last - day);
  }
  if (now->update)
    set_date(node, "completed", now->update->completed);
}

static void write_states(xmlNode *root, const Derived *derived) {
  for (int i = 0; i < derived->history->item_count; i++) {
    const State *state = &derived->states[i];
    if (!state->now.reported)
      continue;
    xmlNode *node = add(root, "state", &state->item->thing);
    set_belonging(node, derived, state->item);
    set_position(node, derived, state);
    set_dates(node, derived, state);
    set_leads(node, "officers", derived, state->item, false);
    set_leads(node, "members", derived, state->item, true);
  }
}

/* Counts. */

static void write_levels(xmlNode *parent, const Derived *derived, ItemKind kind,
                         const LevelCount *now, const LevelCount *base) {
  const Columns *columns = &derived->columns[kind];
  for (int i = 0; i <= columns->count; i++) {
    const bool none = i == columns->count;
    if (none && now[i].count == 0 && (!base || base[i].count == 0))
      continue;
    const HistoryThing *level = none ? NULL : &derived->history->levels[columns->levels[i]].thing;
    xmlNode *node = add(parent, "level", level);
    set(node, "of", level ? level->id : NULL);
    set_number(node, "count", now[i].count);
    set_number(node, "share", now[i].share);
    if (base) {
      set_number(node, "base-count", base[i].count);
      set_number(node, "base-share", base[i].share);
    }
  }
}

static const HistoryThing *key_of(const Derived *derived, const Group *group) {
  const History *history = derived->history;
  if (group->of < 0)
    return NULL;
  switch (group->by) {
  case GROUP_ENGAGEMENT: return &history->engagements[group->of].thing;
  case GROUP_THEME: return &history->themes[group->of];
  case GROUP_LEAD: return &history->people[group->of];
  case GROUP_RECOMMENDATION: return &history->items[group->of].thing;
  default: return NULL;
  }
}

/* The counts that need no base; the others are absent without one. */
static bool needs_no_base(int count) {
  return count == COUNT_TOTAL || count == COUNT_CLOSED || count == COUNT_OVERDUE ||
         count == COUNT_CARRIED;
}

static void write_groups(xmlNode *root, const Derived *derived) {
  static const char *const bys[] = {[GROUP_ALL] = "all",
                                    [GROUP_ENGAGEMENT] = "engagement",
                                    [GROUP_THEME] = "theme",
                                    [GROUP_LEAD] = "lead",
                                    [GROUP_RECOMMENDATION] = "recommendation"};
  static const char *const names[] = {
      [COUNT_TOTAL] = "total",     [COUNT_BASE_TOTAL] = "base-total",
      [COUNT_NEW] = "new",         [COUNT_GONE] = "gone",
      [COUNT_CLOSED] = "closed",   [COUNT_BASE_CLOSED] = "base-closed",
      [COUNT_CLOSES] = "closes",   [COUNT_REOPENED] = "reopened",
      [COUNT_FORWARD] = "forward", [COUNT_BACK] = "back",
      [COUNT_CHANGED] = "changed", [COUNT_SAME] = "same",
      [COUNT_SLIPPED] = "slipped", [COUNT_ADVANCED] = "advanced",
      [COUNT_OVERDUE] = "overdue", [COUNT_BASE_OVERDUE] = "base-overdue",
      [COUNT_CARRIED] = "carried"};
  for (int i = 0; i < derived->group_count; i++) {
    const Group *group = &derived->groups[i];
    const HistoryThing *key = key_of(derived, group);
    xmlNode *node = add(root, "group", key);
    set(node, "by", bys[group->by]);
    set(node, "of", key ? key->id : NULL);
    set(node, "kind", kind_names[group->kind]);
    for (int count = 0; count < COUNTS; count++) {
      if (derived->base >= 0 || needs_no_base(count))
        set_number(node, names[count], group->counts[count]);
    }
    write_levels(node, derived, group->kind, group->now, derived->base >= 0 ? group->base : NULL);
  }
}

static void write_movement(xmlNode *root, const Derived *derived, ItemKind kind) {
  const Columns *columns = &derived->columns[kind];
  const int side = columns->count + 1;
  const int scale = derived->history->cycles[derived->now].scales[kind];
  int without = 0;
  for (int from = 0; from < side; from++)
    without += derived->moved[kind][from * side + columns->count];
  xmlNode *movement = add(root, "movement", NULL);
  set(movement, "kind", kind_names[kind]);
  set(movement, "scale", scale >= 0 ? derived->history->scales[scale].thing.id : NULL);
  for (int i = 0; i < side; i++) {
    const int *row = &derived->moved[kind][i * side];
    int count = 0;
    for (int j = 0; j < side; j++)
      count += row[j];
    if (i == columns->count && count == 0 && derived->vanished[kind][i] == 0)
      continue;
    xmlNode *from = add(movement, "from", NULL);
    set(from, "level", i < columns->count ? level_id(derived, columns->levels[i]) : NULL);
    set_number(from, "count", count);
    if (derived->vanished[kind][i] > 0)
      set_number(from, "gone", derived->vanished[kind][i]);
    for (int j = 0; j < (without > 0 ? side : columns->count); j++) {
      xmlNode *to = add(from, "to", NULL);
      set(to, "level", j < columns->count ? level_id(derived, columns->levels[j]) : NULL);
      set_number(to, "count", row[j]);
    }
  }
}

static void write_series(xmlNode *root, const Derived *derived, ItemKind kind) {
  xmlNode *series = add(root, "series", NULL);
  set(series, "kind", kind_names[kind]);
  for (int i = 0; i < derived->history->cycle_count; i++) {
    const HistoryCycle *cycle = &derived->history->cycles[i];
    const Point *point = &derived->series[kind][i];
    xmlNode *node = add(series, "point", &cycle->thing);
    set(node, "cycle", cycle->thing.id);
    set_date(node, "as-of", cycle->as_of);
    set_number(node, "total", point->total);
    set_number(node, "closed", point->closed);
    set_number(node, "overdue", point->overdue);
    write_levels(node, derived, kind, point->levels, NULL);
  }
}

/* Dates and figures. */

static void write_deadlines(xmlNode *root, const Derived *derived) {
  static const char *const states[] = {[DEADLINE_DUE] = "due",
                                       [DEADLINE_OVERDUE] = "overdue",
                                       [DEADLINE_MET] = "met",
                                       [DEADLINE_LATE] = "late"};
  const History *history = derived->history;
  for (int i = 0; i < derived->deadline_count; i++) {
    const DerivedDeadline *deadline = &derived->deadlines[i];
    const HistoryThing *engagement = &history->engagements[deadline->engagement].thing;
    xmlNode *node = add(root, "deadline", engagement);
    set(node, "of", history->deadlines[deadline->deadline].thing.id);
    set(node, "engagement", engagement->id);
    set_date(node, "date", deadline->date);
    set_number(node, "days", deadline->days);
    set(node, "state", states[deadline->state]);
    set_date(node, "published", deadline->published);
  }
}

static void write_indicators(xmlNode *root, const Derived *derived) {
  static const char *const directions[] = {
      [DIRECTION_BETTER] = "better", [DIRECTION_WORSE] = "worse", [DIRECTION_SAME] = "same"};
  static const char *const mets[] = {[TARGET_MET] = "yes", [TARGET_MISSED] = "no"};
  for (int i = 0; i < derived->indicator_count; i++) {
    const DerivedIndicator *one = &derived->indicators[i];
    const HistoryThing *indicator = &derived->history->indicators[one->indicator].thing;
    xmlNode *node = add(root, "indicator", indicator);
    set(node, "of", indicator->id);
    set(node, "cycle", derived->history->cycles[one->now->cycle].thing.id);
    set(node, "value", one->now->value);
    set_date(node, "date", one->now->date);
    set_yes(node, "provisional", one->now->provisional);
    if (one->base) {
      set(node, "base", one->base->value);
      set_date(node, "base-date", one->base->date);
      set(node, "change", one->change);
      set(node, "direction", directions[one->direction]);
    }
    if (one->target) {
      set(node, "target", one->target->value);
      set_date(node, "target-date", one->target->date);
      set(node, "met", mets[one->met]);
    }
  }
}

static void write_cycles(xmlNode *root, const Derived *derived) {
  for (int i = 0; i < derived->history->cycle_count; i++) {
    const HistoryCycle *cycle = &derived->history->cycles[i];
    xmlNode *node = add(root, "cycle", &cycle->thing);
    set(node, "of", cycle->thing.id);
    set_number(node, "number", i + 1);
    set_date(node, "as-of", cycle->as_of);
  }
}

void derive_write(const Derived *derived, xmlDoc *doc) {
  const HistoryCycle *now = &derived->history->cycles[derived->now];
  xmlNode *root = add(xmlDocGetRootElement(doc), "derived", &now->thing);
  xmlSetNs(root, xmlNewNs(root, (const xmlChar *)DERIVED_NAMESPACE, (const xmlChar *)"d"));
  set(root, "cycle", now->thing.id);
  set_date(root, "as-of", now->as_of);
  if (derived->base >= 0) {
    const HistoryCycle *base = &derived->history->cycles[derived->base];
    set(root, "base", base->thing.id);
    set_date(root, "base-as-of", base->as_of);
  }
  write_cycles(root, derived);
  write_states(root, derived);
  write_groups(root, derived);
  for (int kind = 0; kind < ITEM_KINDS; kind++) {
    if (derived->totals[kind] > 0 && derived->base >= 0)
      write_movement(root, derived, (ItemKind)kind);
  }
  for (int kind = 0; kind < ITEM_KINDS; kind++) {
    if (derived->totals[kind] > 0)
      write_series(root, derived, (ItemKind)kind);
  }
  write_deadlines(root, derived);
  write_indicators(root, derived);
}

static void indent(xmlNode *parent, int depth) {
  enum { MOST = 16 };
  char space[2 + 2 * MOST] = "\n";
  memset(space + 1, ' ', 2 * MOST);
  space[1 + 2 * MIN(depth, MOST)] = '\0';
  for (xmlNode *child = parent->children; child; child = child->next) {
    xmlAddPrevSibling(child, xmlNewDocText(parent->doc, (const xmlChar *)space));
    indent(child, depth + 1);
  }
  if (!parent->children)
    return;
  space[1 + 2 * MIN(depth - 1, MOST)] = '\0';
  xmlAddChild(parent, xmlNewDocText(parent->doc, (const xmlChar *)space));
}

void derive_indent(xmlDoc *doc) {
  xmlNode *derived = xmlDocGetRootElement(doc)->last;
  xmlAddPrevSibling(derived, xmlNewDocText(doc, (const xmlChar *)"  "));
  indent(derived, 2);
  xmlAddNextSibling(derived, xmlNewDocText(doc, (const xmlChar *)"\n"));
}
