#include "dataset/history.h"
#include "base/xml.h"
#include "dataset/dataset.h"

#include <string.h>

typedef struct {
  Arena *arena;
  const xmlNode *root;
  GHashTable *indexes; /* id -> index + 1 in the table of what it names */
  History *history;
} Reading;

static bool is(const xmlNode *node, const char *name) {
  return xml_is(node, DATASET_NAMESPACE, name);
}

/* The next sibling, `node` included, of that name. */
static const xmlNode *find(const xmlNode *node, const char *name) {
  while (node && !is(node, name))
    node = node->next;
  return node;
}

#define EACH_CHILD(child, parent, name)                                                            \
  const xmlNode *child = find((parent) ? (parent)->children : NULL, name);                         \
  child;                                                                                           \
  child = find(child->next, name)

static const xmlNode *part(const Reading *reading, const char *name) {
  return find(reading->root->children, name);
}

static int lookup(const Reading *reading, const char *id) {
  return id ? GPOINTER_TO_INT(g_hash_table_lookup(reading->indexes, id)) - 1 : -1;
}

static int attribute_index(const Reading *reading, const xmlNode *node, const char *name) {
  return lookup(reading, xml_attribute(node, name));
}

static int attribute_number(const xmlNode *node, const char *name) {
  const char *value = xml_attribute(node, name);
  return value ? (int)CLAMP(g_ascii_strtoll(value, NULL, 10), G_MININT, G_MAXINT) : 0;
}

static CalendarDate attribute_date(const xmlNode *node, const char *name) {
  return calendar_read(node ? xml_attribute(node, name) : NULL);
}

static bool attribute_yes(const xmlNode *node, const char *name) {
  return g_strcmp0(xml_attribute(node, name), "yes") == 0;
}

/* What `node` is, as the next of a table that has `index` already. */
static HistoryThing thing(Reading *reading, const xmlNode *node, guint index) {
  const char *id = xml_attribute(node, "id");
  if (id)
    g_hash_table_insert(reading->indexes, (gpointer)id, GINT_TO_POINTER((int)index + 1));
  return (HistoryThing){id, node};
}

/* The array's elements in the arena; the array is freed. */
static void *keep(Reading *reading, GArray *array, int *count) {
  const gsize size = (gsize)array->len * g_array_get_element_size(array);
  *count = (int)array->len;
  void *kept = arena_alloc(reading->arena, size + 1);
  if (size > 0)
    memcpy(kept, array->data, size);
  g_array_unref(array);
  return kept;
}

#define NEW_ARRAY(Type) g_array_new(FALSE, TRUE, sizeof(Type))

static const HistoryThing *read_things(Reading *reading, const char *part_name, const char *name,
                                       int *count) {
  GArray *things = NEW_ARRAY(HistoryThing);
  for (EACH_CHILD(node, part(reading, part_name), name)) {
    const HistoryThing one = thing(reading, node, things->len);
    g_array_append_val(things, one);
  }
  return keep(reading, things, count);
}

/* Scales and levels. */

static void read_scales(Reading *reading) {
  History *history = reading->history;
  GArray *scales = NEW_ARRAY(HistoryScale), *levels = NEW_ARRAY(HistoryLevel);
  for (EACH_CHILD(node, part(reading, "scales"), "scale")) {
    HistoryScale scale = {thing(reading, node, scales->len), (int)levels->len, 0};
    for (EACH_CHILD(child, node, "level")) {
      const HistoryLevel level = {.thing = thing(reading, child, levels->len),
                                  .scale = (int)scales->len,
                                  .rank = attribute_number(child, "rank"),
                                  .closing = attribute_yes(child, "closing")};
      g_array_append_val(levels, level);
      scale.count++;
    }
    g_array_append_val(scales, scale);
  }
  for (guint i = 0; i < levels->len; i++) {
    HistoryLevel *level = &g_array_index(levels, HistoryLevel, i);
    level->same_as = attribute_index(reading, level->thing.node, "same-as");
  }
  history->scales = keep(reading, scales, &history->scale_count);
  history->levels = keep(reading, levels, &history->level_count);
}

/* Kinds, engagements, deadlines. */

static void read_kinds(Reading *reading) {
  GArray *deadlines = NEW_ARRAY(HistoryDeadline);
  guint kinds = 0;
  for (EACH_CHILD(node, part(reading, "kinds"), "kind")) {
    thing(reading, node, kinds);
    for (EACH_CHILD(child, node, "deadline")) {
      const HistoryDeadline deadline = {.thing = thing(reading, child, deadlines->len),
                                        .kind = (int)kinds,
                                        .months = attribute_number(child, "months")};
      g_array_append_val(deadlines, deadline);
    }
    kinds++;
  }
  reading->history->deadlines = keep(reading, deadlines, &reading->history->deadline_count);
}

static void read_engagements(Reading *reading) {
  GArray *engagements = NEW_ARRAY(HistoryEngagement);
  for (EACH_CHILD(node, part(reading, "engagements"), "engagement")) {
    const HistoryEngagement engagement = {.thing = thing(reading, node, engagements->len),
                                          .date = attribute_date(node, "date"),
                                          .until = attribute_date(node, "until"),
                                          .kind = attribute_index(reading, node, "kind")};
    g_array_append_val(engagements, engagement);
  }
  for (guint i = 0; i < engagements->len; i++) {
    HistoryEngagement *engagement = &g_array_index(engagements, HistoryEngagement, i);
    engagement->follows = attribute_index(reading, engagement->thing.node, "follows");
  }
  reading->history->engagements = keep(reading, engagements, &reading->history->engagement_count);
}

static void append_publications(const Reading *reading, GArray *publications, const xmlNode *parent,
                                int engagement) {
  for (EACH_CHILD(node, parent, "publication")) {
    const HistoryPublication publication = {attribute_index(reading, node, "deadline"), engagement,
                                            attribute_date(node, "date")};
    if (publication.deadline >= 0 && calendar_known(publication.date))
      g_array_append_val(publications, publication);
  }
}

static void read_publications(Reading *reading) {
  History *history = reading->history;
  GArray *publications = NEW_ARRAY(HistoryPublication);
  for (int i = 0; i < history->engagement_count; i++)
    append_publications(reading, publications, history->engagements[i].thing.node, i);
  for (int i = 0; i < history->cycle_count; i++)
    append_publications(reading, publications, history->cycles[i].thing.node,
                        history->cycles[i].engagement);
  history->publications = keep(reading, publications, &history->publication_count);
}

/* Cycles: the chain is what remains, and its dates order it. */

static int compare_cycles(const void *a, const void *b) {
  const HistoryCycle *first = a, *second = b;
  return calendar_first_day(first->as_of) - calendar_first_day(second->as_of);
}

static void read_cycles(Reading *reading) {
  GArray *cycles = NEW_ARRAY(HistoryCycle);
  for (EACH_CHILD(node, part(reading, "cycles"), "cycle")) {
    const int scale = attribute_index(reading, node, "scale");
    const int own = attribute_index(reading, node, "action-scale");
    const HistoryCycle cycle = {.thing = {xml_attribute(node, "id"), node},
                                .as_of = attribute_date(node, "as-of"),
                                .engagement = attribute_index(reading, node, "engagement"),
                                .scales = {scale, own >= 0 ? own : scale}};
    g_array_append_val(cycles, cycle);
  }
  g_array_sort(cycles, compare_cycles);
  for (guint i = 0; i < cycles->len; i++)
    thing(reading, g_array_index(cycles, HistoryCycle, i).thing.node, i);
  reading->history->cycles = keep(reading, cycles, &reading->history->cycle_count);
}

/* Items. */

/* The first cycle that is not earlier than the engagement, or that reports it. */
static int start_of_engagement(const History *history, int engagement) {
  const int begins = calendar_first_day(history->engagements[engagement].date);
  int start = 0;
  while (start + 1 < history->cycle_count && history->cycles[start].engagement != engagement &&
         calendar_first_day(history->cycles[start].as_of) < begins)
    start++;
  return start;
}

typedef struct {
  Reading *reading;
  GArray *items, *leads;
  int engagement, recommendation;
} Items;

static void append_item(Items *items, const xmlNode *node, ItemKind kind, int start, int theme) {
  Reading *reading = items->reading;
  const int since = attribute_index(reading, node, "since");
  const int own_theme = attribute_index(reading, node, "theme");
  const guint leads = items->leads->len;
  for (EACH_CHILD(child, node, "lead")) {
    const HistoryLead lead = {.person = attribute_index(reading, child, "person"),
                              .member = g_strcmp0(xml_attribute(child, "as"), "member") == 0,
                              .from = attribute_date(child, "from"),
                              .until = attribute_date(child, "until")};
    g_array_append_val(items->leads, lead);
  }
  const xmlNode *due = find(node->children, "due");
  const HistoryItem item = {.thing = thing(reading, node, items->items->len),
                            .kind = kind,
                            .engagement = items->engagement,
                            .recommendation = items->recommendation,
                            .theme = own_theme >= 0 ? own_theme : theme,
                            .start = since >= 0 ? since : start,
                            .end = G_MAXINT,
                            .due = attribute_date(due, "date"),
                            .lead_count = (int)(items->leads->len - leads)};
  g_array_append_val(items->items, item);
}

static void append_recommendation(Items *items, const xmlNode *node, int start) {
  const guint index = items->items->len;
  items->recommendation = (int)index;
  append_item(items, node, ITEM_RECOMMENDATION, start, -1);
  const HistoryItem own = g_array_index(items->items, HistoryItem, index);
  for (EACH_CHILD(child, node, "action")) {
    append_item(items, child, ITEM_ACTION, own.start, own.theme);
    HistoryItem *action = &g_array_index(items->items, HistoryItem, items->items->len - 1);
    action->start = MAX(action->start, own.start);
  }
}

/* A recommendation ends, with its actions, when the first that replaces it starts. */
static void end_superseded(const Reading *reading, GArray *items) {
  for (guint i = 0; i < items->len; i++) {
    const HistoryItem *item = &g_array_index(items, HistoryItem, i);
    const char *supersedes =
        item->kind == ITEM_RECOMMENDATION ? xml_attribute(item->thing.node, "supersedes") : NULL;
    char **ids = g_strsplit(supersedes ? supersedes : "", " ", -1);
    for (char **id = ids; *id; id++) {
      const int earlier = lookup(reading, *id);
      if (earlier >= 0 && earlier != (int)i) {
        HistoryItem *replaced = &g_array_index(items, HistoryItem, earlier);
        replaced->end = MIN(replaced->end, item->start);
      }
    }
    g_strfreev(ids);
  }
  for (guint i = 0; i < items->len; i++) {
    HistoryItem *item = &g_array_index(items, HistoryItem, i);
    item->end = g_array_index(items, HistoryItem, item->recommendation).end;
  }
}

static void read_items(Reading *reading) {
  History *history = reading->history;
  Items items = {
      .reading = reading, .items = NEW_ARRAY(HistoryItem), .leads = NEW_ARRAY(HistoryLead)};
  for (int i = 0; i < history->engagement_count; i++) {
    items.engagement = i;
    const int start = start_of_engagement(history, i);
    for (EACH_CHILD(node, history->engagements[i].thing.node, "recommendation"))
      append_recommendation(&items, node, start);
  }
  end_superseded(reading, items.items);
  int lead_count;
  const HistoryLead *leads = keep(reading, items.leads, &lead_count);
  for (guint i = 0; i < items.items->len; i++) {
    HistoryItem *item = &g_array_index(items.items, HistoryItem, i);
    item->leads = leads;
    leads += item->lead_count;
  }
  history->items = keep(reading, items.items, &history->item_count);
}

/* Updates: they stand by cycle in the file, and by item here. */

typedef struct {
  int item;
  HistoryUpdate update;
} FiledUpdate;

static GArray *read_filed_updates(Reading *reading) {
  const History *history = reading->history;
  GArray *filed = NEW_ARRAY(FiledUpdate);
  int *said_in =
      g_new(int, (gsize)history->item_count + 1); /* the last cycle of an update, for each */
  memset(said_in, -1, sizeof *said_in * (size_t)(history->item_count + 1));
  for (int i = 0; i < history->cycle_count; i++) {
    for (EACH_CHILD(node, history->cycles[i].thing.node, "update")) {
      const int item = attribute_index(reading, node, "of");
      if (item < 0 || said_in[item] == i)
        continue; /* of two in one cycle the first holds */
      said_in[item] = i;
      const xmlNode *moved = find(node->children, "moved-due");
      const FiledUpdate one = {item,
                               {.cycle = i,
                                .level = attribute_index(reading, node, "level"),
                                .outcome = xml_attribute(node, "outcome"),
                                .trend = xml_attribute(node, "trend"),
                                .moved = attribute_date(moved, "date"),
                                .completed = attribute_date(node, "completed"),
                                .node = node}};
      g_array_append_val(filed, one);
    }
  }
  g_free(said_in);
  return filed;
}

static void read_updates(Reading *reading) {
  const History *history = reading->history;
  HistoryItem *items = (HistoryItem *)(gpointer)history->items;
  GArray *filed = read_filed_updates(reading);
  HistoryUpdate *updates = arena_new_array(reading->arena, HistoryUpdate, filed->len + 1);
  for (guint i = 0; i < filed->len; i++)
    items[g_array_index(filed, FiledUpdate, i).item].update_count++;
  HistoryUpdate *next = updates;
  for (int i = 0; i < history->item_count; i++) {
    items[i].updates = next;
    next += items[i].update_count;
    items[i].update_count = 0;
  }
  for (guint i = 0; i < filed->len; i++) {
    const FiledUpdate *one = &g_array_index(filed, FiledUpdate, i);
    HistoryItem *item = &items[one->item];
    updates[(item->updates - updates) + item->update_count++] = one->update;
  }
  g_array_unref(filed);
}

/* Indicators. */

static Better better_of(const xmlNode *node) {
  const char *better = xml_attribute(node, "better");
  if (g_strcmp0(better, "higher") == 0)
    return BETTER_HIGHER;
  return g_strcmp0(better, "lower") == 0 ? BETTER_LOWER : BETTER_NEITHER;
}

static void read_readings(Reading *reading, GArray **of_indicator) {
  const History *history = reading->history;
  for (int i = 0; i < history->cycle_count; i++) {
    for (EACH_CHILD(node, history->cycles[i].thing.node, "reading")) {
      const int indicator = attribute_index(reading, node, "of");
      HistoryReading one = {.cycle = i,
                            .value = xml_attribute(node, "value"),
                            .date = attribute_date(node, "date"),
                            .provisional = attribute_yes(node, "provisional")};
      if (!calendar_known(one.date))
        one.date = history->cycles[i].as_of;
      if (indicator >= 0)
        g_array_append_val(of_indicator[indicator], one);
    }
  }
}

static void read_indicators(Reading *reading) {
  History *history = reading->history;
  const HistoryThing *things =
      read_things(reading, "indicators", "indicator", &history->indicator_count);
  const int count = history->indicator_count;
  GArray **readings = g_new(GArray *, (gsize)count + 1);
  for (int i = 0; i < count; i++)
    readings[i] = NEW_ARRAY(HistoryReading);
  read_readings(reading, readings);
  HistoryIndicator *indicators = arena_new_array(reading->arena, HistoryIndicator, count + 1);
  for (int i = 0; i < count; i++) {
    HistoryIndicator *indicator = &indicators[i];
    *indicator = (HistoryIndicator){.thing = things[i], .better = better_of(things[i].node)};
    indicator->readings = keep(reading, readings[i], &indicator->reading_count);
    GArray *targets = NEW_ARRAY(HistoryTarget);
    for (EACH_CHILD(node, things[i].node, "target")) {
      const HistoryTarget target = {xml_attribute(node, "value"), attribute_date(node, "date")};
      g_array_append_val(targets, target);
    }
    indicator->targets = keep(reading, targets, &indicator->target_count);
  }
  g_free(readings);
  history->indicators = indicators;
}

const History *history_read(const xmlDoc *doc, Arena *arena) {
  Reading reading = {.arena = arena,
                     .root = xmlDocGetRootElement((xmlDoc *)(gpointer)doc),
                     .indexes = g_hash_table_new(g_str_hash, g_str_equal),
                     .history = arena_new_object(arena, History)};
  History *history = reading.history;
  history->people = read_things(&reading, "people", "person", &history->person_count);
  history->themes = read_things(&reading, "themes", "theme", &history->theme_count);
  read_scales(&reading);
  read_kinds(&reading);
  read_engagements(&reading);
  read_cycles(&reading);
  read_items(&reading);
  read_updates(&reading);
  read_publications(&reading);
  read_indicators(&reading);
  g_hash_table_unref(reading.indexes);
  return history;
}
