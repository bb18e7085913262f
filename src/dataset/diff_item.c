/* What moved of one item. */
#include "base/xml.h"
#include "dataset/diff_internal.h"
#include "dataset/language.h"

#include <string.h>

static DiffName date_name(const Comparison *c, CalendarDate date) {
  return (DiffName){NULL,
                    calendar_known(date) ? arena_strdup(c->arena, calendar_text(date).text) : NULL};
}

static DiffChange *add(Comparison *c, DiffKind kind, DiffName from, DiffName to) {
  const DiffChange change = {.kind = kind, .from = from, .to = to};
  g_array_append_val(c->changes, change);
  return &g_array_index(c->changes, DiffChange, c->changes->len - 1);
}

/* What is compared of one item. */

static void compare_level(Comparison *c, ItemKind kind, const Position *from, const Position *to,
                          const int *present) {
  const History *history = c->to.history;
  const int before = diff_earlier_level(c, from, present);
  if (before == to->level && (before >= 0 || from->level < 0))
    return;
  const DiffName name =
      before >= 0 ? diff_level(c, history, before) : diff_level(c, c->from.history, from->level);
  DiffChange *change = add(c, DIFF_LEVEL, name, diff_level(c, history, to->level));
  change->movement = derive_movement(history, c->scales[kind], before, to->level);
  if (to->update)
    change->note = language_text(to->update->node, "reason", c->language, c->arena);
}

/* An outcome as the update says it; its level is found by its id. */
static DiffName outcome_name(const Comparison *c, const History *history, const char *id) {
  for (int i = 0; id && i < history->level_count; i++) {
    if (strcmp(history->levels[i].thing.id, id) == 0)
      return diff_level(c, history, i);
  }
  return (DiffName){0};
}

static void compare_outcome(Comparison *c, const Position *from, const Position *to) {
  const char *before = from->update ? from->update->outcome : NULL;
  const char *after = to->update ? to->update->outcome : NULL;
  if (g_strcmp0(before, after) != 0)
    add(c, DIFF_OUTCOME, outcome_name(c, c->from.history, before),
        outcome_name(c, c->to.history, after));
}

static void compare_closing(Comparison *c, const Position *from, const Position *to) {
  if (to->closed && !from->closed) {
    const CalendarDate completed = to->update->completed;
    add(c, DIFF_CLOSED, (DiffName){0}, date_name(c, completed));
  } else if (from->closed && !to->closed) {
    add(c, DIFF_REOPENED, (DiffName){0}, (DiffName){0});
  }
}

static const xmlNode *child_of(const xmlNode *node, const char *name) {
  const xmlNode *child = node ? node->children : NULL;
  while (child && !xml_is(child, DATASET_NAMESPACE, name))
    child = child->next;
  return child;
}

/* The reasons of the moves that the earlier side did not have, with semicolons between them. */
static const char *reasons_of_moves(const Comparison *c, const HistoryItem *item, int moves,
                                    int cycle) {
  GString *reasons = g_string_new(NULL);
  for (int i = 0, move = 0; i < item->update_count && item->updates[i].cycle <= cycle; i++) {
    const HistoryUpdate *update = &item->updates[i];
    if (!calendar_known(update->moved) || move++ < moves)
      continue;
    const char *reason =
        language_text(child_of(update->node, "moved-due"), "reason", c->language, c->arena);
    if (reason)
      g_string_append_printf(reasons, "%s%s", reasons->len > 0 ? "; " : "", reason);
  }
  const char *kept = reasons->len > 0 ? arena_strdup(c->arena, reasons->str) : NULL;
  g_string_free(reasons, TRUE);
  return kept;
}

static bool same_date(CalendarDate a, CalendarDate b) {
  return a.year == b.year && a.month == b.month && a.day == b.day;
}

static void compare_due(Comparison *c, const HistoryItem *item, const Position *from,
                        const Position *to) {
  if (!same_date(from->due, to->due)) {
    DiffChange *change = add(c, DIFF_DUE, date_name(c, from->due), date_name(c, to->due));
    if (calendar_known(from->due) && calendar_known(to->due))
      change->days = calendar_last_day(to->due) - calendar_last_day(from->due);
    change->note = reasons_of_moves(c, item, from->moves, c->to.cycle);
  }
  if (to->overdue && !from->overdue)
    add(c, DIFF_OVERDUE, (DiffName){0}, date_name(c, to->due));
}

/* The name of a person, or the post held on that day. */
static const char *person_words(const Comparison *c, const HistoryThing *person, int day) {
  const char *words = diff_words(c, person, "name");
  const xmlNode *child = words || !person->node ? NULL : person->node->children;
  for (; child; child = child->next) {
    if (!xml_is(child, DATASET_NAMESPACE, "role"))
      continue;
    const HistoryLead held = {.from = calendar_read(xml_attribute(child, "from")),
                              .until = calendar_read(xml_attribute(child, "until"))};
    if (!words || derive_leads(&held, day))
      words = language_text(child, "title", c->language, c->arena);
    if (derive_leads(&held, day))
      break;
  }
  return words ? words : person->id;
}

/* Those who lead the item on the side's day, as officers or as members. */
static DiffName lead_names(const Comparison *c, const Side *side, const HistoryItem *item,
                           bool member) {
  const int day = calendar_first_day(side->history->cycles[side->cycle].as_of);
  GString *ids = g_string_new(NULL), *words = g_string_new(NULL);
  for (int i = 0; i < item->lead_count; i++) {
    const HistoryLead *lead = &item->leads[i];
    if (lead->member != member || lead->person < 0 || !derive_leads(lead, day))
      continue;
    const HistoryThing *person = &side->history->people[lead->person];
    g_string_append_printf(ids, "%s%s", ids->len > 0 ? " " : "", person->id);
    g_string_append_printf(words, "%s%s", words->len > 0 ? ", " : "", person_words(c, person, day));
  }
  DiffName names = {0};
  if (ids->len > 0)
    names = (DiffName){arena_strdup(c->arena, ids->str), arena_strdup(c->arena, words->str)};
  g_string_free(ids, TRUE);
  g_string_free(words, TRUE);
  return names;
}

static void compare_leads(Comparison *c, const HistoryItem *from, const HistoryItem *to) {
  for (int member = 0; member < 2; member++) {
    const DiffName before = lead_names(c, &c->from, from, member);
    const DiffName after = lead_names(c, &c->to, to, member);
    if (g_strcmp0(before.id, after.id) != 0)
      add(c, member ? DIFF_MEMBERS : DIFF_OFFICERS, before, after);
  }
}

/* What is compared of two files only. */

static void compare_words(Comparison *c, DiffKind kind, const char *from, const char *to) {
  if (g_strcmp0(from, to) != 0)
    add(c, kind, (DiffName){NULL, from}, (DiffName){NULL, to});
}

/* In each language that the earlier file has. */
static void compare_wording(Comparison *c, const xmlNode *from, const xmlNode *to) {
  for (const xmlNode *child = from->children; child; child = child->next) {
    if (!xml_is(child, DATASET_NAMESPACE, "wording"))
      continue;
    xmlChar *tag = xmlNodeGetLang(child);
    const char *language = tag ? (const char *)tag : "";
    const xmlNode *other = to->children;
    while (other && !(xml_is(other, DATASET_NAMESPACE, "wording") && language_is(other, language)))
      other = other->next;
    if (!language_same(child, other))
      compare_words(c, DIFF_WORDING, language_words(child, c->arena),
                    other ? language_words(other, c->arena) : NULL);
    xmlFree(tag);
  }
}

static const HistoryUpdate *update_in(const Side *side, const HistoryItem *item,
                                      const char *cycle) {
  for (int i = 0; i < item->update_count; i++) {
    if (strcmp(side->history->cycles[item->updates[i].cycle].thing.id, cycle) == 0)
      return &item->updates[i];
  }
  return NULL;
}

/* What the frozen cycles of the earlier file said of the item, and the later file's same cycles. */
static void compare_records(Comparison *c, const HistoryItem *from, const HistoryItem *to) {
  for (int i = 0; i < c->from.history->cycle_count; i++) {
    const HistoryThing *cycle = &c->from.history->cycles[i].thing;
    if (g_strcmp0(xml_attribute(cycle->node, "state"), "frozen") != 0)
      continue;
    const HistoryUpdate *before = update_in(&c->from, from, cycle->id);
    const HistoryUpdate *after = update_in(&c->to, to, cycle->id);
    if (language_same(before ? before->node : NULL, after ? after->node : NULL))
      continue;
    const char *title = diff_words(c, cycle, "title");
    add(c, DIFF_RECORD, (DiffName){cycle->id, title ? title : cycle->id},
        before && after ? (DiffName){cycle->id, "changed"}
                        : (DiffName){cycle->id, after ? "added" : "removed"});
  }
}

static void compare_files(Comparison *c, const HistoryItem *from, const HistoryItem *to) {
  const xmlNode *before = from->thing.node, *after = to->thing.node;
  compare_words(c, DIFF_REFERENCE, xml_attribute(before, "reference"),
                xml_attribute(after, "reference"));
  compare_words(c, DIFF_TITLE, diff_words(c, &from->thing, "title"),
                diff_words(c, &to->thing, "title"));
  if (from->kind == ITEM_RECOMMENDATION)
    compare_wording(c, before, after);
  compare_records(c, from, to);
  if (calendar_known(from->due) && !same_date(from->due, to->due))
    add(c, DIFF_FIRST_DUE, date_name(c, from->due), date_name(c, to->due));
}

/* Items. */

void diff_arrival(Comparison *c, const Position *to) {
  add(c, DIFF_NEW, (DiffName){0}, diff_level(c, c->to.history, to->level));
  if (calendar_known(to->due))
    add(c, DIFF_DUE, (DiffName){0}, date_name(c, to->due));
  if (to->overdue)
    add(c, DIFF_OVERDUE, (DiffName){0}, date_name(c, to->due));
}

void diff_removal(Comparison *c, const Position *from) {
  add(c, DIFF_REMOVED, diff_level(c, c->from.history, from->level), (DiffName){0});
}

/* The recommendation that replaces the one of the item. */
static DiffName replacement_of(const Comparison *c, const HistoryItem *item) {
  const char *id = c->to.history->items[item->recommendation].thing.id;
  const HistoryThing *successor = g_hash_table_lookup(c->successors, id);
  return successor ? (DiffName){successor->id, xml_attribute(successor->node, "reference")}
                   : (DiffName){0};
}

void diff_compare(Comparison *c, int from, int to, const int *const *present) {
  const HistoryItem *before = &c->from.history->items[from], *after = &c->to.history->items[to];
  const Position *was = &c->from.positions[from], *is = &c->to.positions[to];
  if (c->files)
    compare_files(c, before, after);
  if (!was->reported && is->reported) {
    diff_arrival(c, is);
  } else if (was->reported && !is->reported) {
    add(c, DIFF_REPLACED, diff_level(c, c->from.history, was->level), replacement_of(c, after));
  } else if (is->reported) {
    compare_level(c, after->kind, was, is, present[after->kind]);
    compare_outcome(c, was, is);
    compare_closing(c, was, is);
    compare_due(c, after, was, is);
    compare_leads(c, before, after);
  }
}
