#include "dataset/diff.h"
#include "base/xml.h"
#include "dataset/asof.h"
#include "dataset/diff_internal.h"
#include "dataset/language.h"

#include <string.h>

bool diff_is_grave(DiffKind kind) {
  return kind == DIFF_WORDING || kind == DIFF_RECORD || kind == DIFF_FIRST_DUE;
}

const char *diff_words(const Comparison *c, const HistoryThing *thing, const char *name) {
  return language_text(thing->node, name, c->language, c->arena);
}

DiffName diff_level(const Comparison *c, const History *history, int level) {
  if (level < 0)
    return (DiffName){0};
  const HistoryThing *thing = &history->levels[level].thing;
  const char *label = diff_words(c, thing, "label");
  return (DiffName){thing->id, label ? label : thing->id};
}

/* Reads a history as of the dataset's cycle. */
static const History *read_history(Dataset *dataset, Arena *arena, Diagnostics *diagnostics) {
  asof_cut(dataset->doc, dataset->cycle, diagnostics);
  return history_read(dataset->doc, arena);
}

/* Levels: those of the earlier side in the words of the later one. */

static GHashTable *level_indexes(const History *history) {
  GHashTable *indexes = g_hash_table_new(g_str_hash, g_str_equal);
  for (int i = 0; i < history->level_count; i++)
    g_hash_table_insert(indexes, (gpointer)history->levels[i].thing.id, GINT_TO_POINTER(i + 1));
  return indexes;
}

static const int *map_levels(const History *from, const History *to, Arena *arena) {
  GHashTable *indexes = level_indexes(to);
  int *levels = arena_new_array(arena, int, from->level_count + 1);
  for (int i = 0; i < from->level_count; i++)
    levels[i] = GPOINTER_TO_INT(g_hash_table_lookup(indexes, from->levels[i].thing.id)) - 1;
  g_hash_table_unref(indexes);
  return levels;
}

int diff_earlier_level(const Comparison *c, const Position *position, const int *present) {
  const int level = position->level >= 0 ? c->levels[position->level] : -1;
  return level >= 0 ? present[level] : -1;
}

/* Items. */

/* The item with the changes that were found of it, if any. */
static void keep_item(Comparison *c, const HistoryItem *item, GArray *kept) {
  if (c->changes->len == 0)
    return;
  const size_t size = c->changes->len * sizeof(DiffChange);
  const DiffItem one = {.kind = item->kind,
                        .id = item->thing.id,
                        .reference = xml_attribute(item->thing.node, "reference"),
                        .title = diff_words(c, &item->thing, "title"),
                        .changes = arena_copy(c->arena, c->changes->data, size),
                        .change_count = (int)c->changes->len};
  g_array_append_val(kept, one);
  g_array_set_size(c->changes, 0);
}

static int index_of(GHashTable *indexes, const char *id) {
  return GPOINTER_TO_INT(g_hash_table_lookup(indexes, id)) - 1;
}

/* Which recommendation replaces which; of several the first. */
static GHashTable *find_successors(const History *history) {
  GHashTable *successors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (int i = 0; i < history->item_count; i++) {
    const HistoryThing *thing = &history->items[i].thing;
    const char *supersedes = xml_attribute(thing->node, "supersedes");
    char **ids = g_strsplit(supersedes ? supersedes : "", " ", -1);
    for (char **id = ids; *id; id++) {
      if (!g_hash_table_contains(successors, *id))
        g_hash_table_insert(successors, g_strdup(*id), (gpointer)thing);
    }
    g_strfreev(ids);
  }
  return successors;
}

static void compare_items(Comparison *c, Diff *diff) {
  GArray *kept = g_array_new(FALSE, FALSE, sizeof(DiffItem));
  const int *present[ITEM_KINDS];
  for (int kind = 0; kind < ITEM_KINDS; kind++)
    present[kind] = derive_present_levels(c->to.history, (ItemKind)kind, c->arena);
  for (int i = 0; i < c->to.history->item_count; i++) {
    const HistoryItem *item = &c->to.history->items[i];
    const int from = index_of(c->from.items, item->thing.id);
    if (from >= 0)
      diff_compare(c, from, i, present);
    else if (c->to.positions[i].reported)
      diff_arrival(c, &c->to.positions[i]);
    keep_item(c, item, kept);
  }
  for (int i = 0; i < c->from.history->item_count; i++) {
    const HistoryItem *item = &c->from.history->items[i];
    if (index_of(c->to.items, item->thing.id) >= 0)
      continue;
    diff_removal(c, &c->from.positions[i]);
    keep_item(c, item, kept);
  }
  diff->item_count = (int)kept->len;
  diff->items = arena_copy(c->arena, kept->len > 0 ? kept->data : "",
                           kept->len > 0 ? kept->len * sizeof(DiffItem) : 1);
  g_array_unref(kept);
}

/* Totals. */

static void count_side(const Comparison *c, const Side *side, int which, const Derived *derived,
                       const int *const *present, Diff *diff) {
  for (int i = 0; i < side->history->item_count; i++) {
    const Position *position = &side->positions[i];
    const ItemKind kind = side->history->items[i].kind;
    if (!position->reported)
      continue;
    DiffTotals *totals = &diff->totals[kind];
    const int level = which == 0 ? diff_earlier_level(c, position, present[kind]) : position->level;
    totals->total[which]++;
    totals->closed[which] += position->closed;
    totals->overdue[which] += position->overdue;
    DiffLevel *row =
        (DiffLevel *)(gpointer)totals->levels + derive_column(&derived->columns[kind], level);
    *(which == 0 ? &row->from : &row->to) += 1;
  }
}

static void count_totals(const Comparison *c, const Derived *derived, Diff *diff) {
  const int *present[ITEM_KINDS];
  for (int kind = 0; kind < ITEM_KINDS; kind++) {
    const Columns *columns = &derived->columns[kind];
    DiffLevel *levels = arena_new_array(c->arena, DiffLevel, columns->count + 1);
    for (int i = 0; i < columns->count; i++)
      levels[i].level = diff_level(c, c->to.history, columns->levels[i]);
    diff->totals[kind].levels = levels;
    diff->totals[kind].level_count = columns->count + 1;
    present[kind] = derive_present_levels(c->to.history, (ItemKind)kind, c->arena);
  }
  count_side(c, &c->from, 0, derived, present, diff);
  count_side(c, &c->to, 1, derived, present, diff);
}

/* Cycles and engagements that only one of the files has. */

static GHashTable *ids_of_parts(const History *history) {
  GHashTable *ids = g_hash_table_new(g_str_hash, g_str_equal);
  for (int i = 0; i < history->cycle_count; i++)
    g_hash_table_add(ids, (gpointer)history->cycles[i].thing.id);
  for (int i = 0; i < history->engagement_count; i++)
    g_hash_table_add(ids, (gpointer)history->engagements[i].thing.id);
  return ids;
}

static void append_part(const Comparison *c, GHashTable *others, const HistoryThing *thing,
                        bool added, GArray *parts) {
  if (g_hash_table_contains(others, thing->id))
    return;
  const DiffPart part = {added, (const char *)thing->node->name, thing->id,
                         diff_words(c, thing, "title")};
  g_array_append_val(parts, part);
}

static void compare_parts(const Comparison *c, Diff *diff) {
  GArray *parts = g_array_new(FALSE, FALSE, sizeof(DiffPart));
  for (int added = 1; added >= 0; added--) {
    const History *own = added ? c->to.history : c->from.history;
    GHashTable *others = ids_of_parts(added ? c->from.history : c->to.history);
    for (int i = 0; i < own->engagement_count; i++)
      append_part(c, others, &own->engagements[i].thing, added, parts);
    for (int i = 0; i < own->cycle_count; i++)
      append_part(c, others, &own->cycles[i].thing, added, parts);
    g_hash_table_unref(others);
  }
  diff->part_count = (int)parts->len;
  diff->parts = arena_copy(c->arena, parts->len > 0 ? parts->data : "",
                           parts->len > 0 ? parts->len * sizeof(DiffPart) : 1);
  g_array_unref(parts);
}

/* Sides. */

static Side side_of(const Derived *derived, bool base, Arena *arena) {
  const History *history = derived->history;
  Side side = {.history = history,
               .cycle = base ? derived->base : derived->now,
               .items = g_hash_table_new(g_str_hash, g_str_equal)};
  Position *positions = arena_new_array(arena, Position, history->item_count + 1);
  for (int i = 0; i < history->item_count; i++) {
    positions[i] = base ? derived->states[i].base : derived->states[i].now;
    g_hash_table_insert(side.items, (gpointer)history->items[i].thing.id, GINT_TO_POINTER(i + 1));
  }
  side.positions = positions;
  return side;
}

static DiffSide describe(const Comparison *c, const Side *side) {
  const HistoryCycle *cycle = &side->history->cycles[side->cycle];
  return (DiffSide){.file = (const char *)xml_place(cycle->thing.node).file,
                    .cycle = cycle->thing.id,
                    .title = diff_words(c, &cycle->thing, "title"),
                    .as_of = arena_strdup(c->arena, calendar_text(cycle->as_of).text)};
}

static const Diff *compare(Comparison *c, const Derived *derived) {
  Diff *diff = arena_new_object(c->arena, Diff);
  c->changes = g_array_new(FALSE, FALSE, sizeof(DiffChange));
  c->successors = find_successors(c->to.history);
  c->levels = map_levels(c->from.history, c->to.history, c->arena);
  for (int kind = 0; kind < ITEM_KINDS; kind++)
    c->scales[kind] = c->to.history->cycles[c->to.cycle].scales[kind];
  diff->from = describe(c, &c->from);
  diff->to = describe(c, &c->to);
  count_totals(c, derived, diff);
  compare_items(c, diff);
  if (c->files)
    compare_parts(c, diff);
  g_array_unref(c->changes);
  g_hash_table_unref(c->successors);
  g_hash_table_unref(c->from.items);
  g_hash_table_unref(c->to.items);
  return diff;
}

const Diff *diff_cycles(Dataset *dataset, const char *since, const char *language, Arena *arena,
                        Diagnostics *diagnostics) {
  const History *history = read_history(dataset, arena, diagnostics);
  const int base = asof_base(history, since, diagnostics);
  if (base == ASOF_WRONG_BASE)
    return NULL;
  if (base == ASOF_NO_BASE) {
    const xmlNode *node = history->cycles[history->cycle_count - 1].thing.node;
    diag_diff_first(diagnostics, xml_place(node), dataset->cycle);
    return NULL;
  }
  const Derived *derived = derive(history, base, arena);
  Comparison c = {.from = side_of(derived, true, arena),
                  .to = side_of(derived, false, arena),
                  .language = language,
                  .arena = arena};
  return compare(&c, derived);
}

const Diff *diff_datasets(Dataset *from, Dataset *to, const char *language, Arena *arena,
                          Diagnostics *diagnostics) {
  const Derived *earlier = derive(read_history(from, arena, diagnostics), -1, arena);
  const Derived *later = derive(read_history(to, arena, diagnostics), -1, arena);
  Comparison c = {.from = side_of(earlier, false, arena),
                  .to = side_of(later, false, arena),
                  .files = true,
                  .language = language,
                  .arena = arena};
  return compare(&c, later);
}
