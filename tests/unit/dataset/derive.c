/* What follows from a history: shares, positions, movement, groups, series, deadlines, indicators. */
#include "dataset/derive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Shares. */

static void expect_shares(int count, const int *counts, const int *shares) {
  LevelCount levels[8] = {{0}};
  for (int i = 0; i < count; i++)
    levels[i].count = counts[i];
  derive_shares(levels, count);
  for (int i = 0; i < count; i++)
    assert_int_equal(levels[i].share, shares[i]);
}

static void test_shares(void **state) {
  (void)state;
  expect_shares(3, (int[]){6, 6, 5}, (int[]){35, 35, 30});
  expect_shares(3, (int[]){1, 1, 1}, (int[]){34, 33, 33});      /* a tie: the first */
  expect_shares(3, (int[]){1, 3, 4}, (int[]){13, 37, 50});      /* 12.5, 37.5: the first */
  expect_shares(4, (int[]){0, 1, 0, 2}, (int[]){0, 33, 0, 67}); /* none stays none */
  expect_shares(2, (int[]){64, 50}, (int[]){56, 44});           /* 56.1, 43.9 */
  expect_shares(2, (int[]){0, 0}, (int[]){0, 0});
  expect_shares(1, (int[]){1}, (int[]){100});
  expect_shares(2, (int[]){1999, 1}, (int[]){100, 0});
  expect_shares(7, (int[]){1, 1, 1, 1, 1, 1, 1}, (int[]){15, 15, 14, 14, 14, 14, 14});
  expect_shares(2, (int[]){G_MAXINT, G_MAXINT}, (int[]){50, 50});
  expect_shares(0, NULL, NULL);
}

/* A history of three cycles and two scales: red and green, then slow, fast and even (as far as fast)
 * and done, which continue them. */

enum { RED, GREEN, SLOW, FAST, EVEN, DONE, LEVELS };
enum { OLD, NEW };

static const HistoryScale scales[] = {{{"old", NULL}, RED, 2}, {{"new", NULL}, SLOW, 4}};
static const HistoryLevel levels[] = {
    [RED] = {{"red", NULL}, OLD, 1, false, -1},    [GREEN] = {{"green", NULL}, OLD, 2, false, -1},
    [SLOW] = {{"slow", NULL}, NEW, 1, false, RED}, [FAST] = {{"fast", NULL}, NEW, 2, false, GREEN},
    [EVEN] = {{"even", NULL}, NEW, 2, false, -1},  [DONE] = {{"done", NULL}, NEW, 3, true, -1},
};
static const HistoryCycle cycles[] = {
    {{"one", NULL}, {2020, 3, 31}, 0, {OLD, OLD}},
    {{"two", NULL}, {2020, 9, 30}, -1, {NEW, OLD}},
    {{"three", NULL}, {2021, 3, 31}, -1, {NEW, NEW}},
};
static const HistoryThing themes[] = {{"money", NULL}, {"people", NULL}};
static const HistoryThing people[] = {{"ann", NULL}, {"bob", NULL}};
static const HistoryEngagement engagements[] = {{{"visit", NULL}, {2020, 1, 31}, {0}, 0, -1},
                                                {{"audit", NULL}, {2020, 5, 0}, {0}, 1, 0}};

#define UPDATES(...)                                                                               \
  .updates = (const HistoryUpdate[]){__VA_ARGS__},                                                 \
  .update_count = (int)(sizeof((const HistoryUpdate[]){__VA_ARGS__}) / sizeof(HistoryUpdate))

static const HistoryItem items[] = {
    {.thing = {"rec", NULL},
     .theme = 0,
     .end = G_MAXINT,
     .due = {2020, 12, 0},
     UPDATES({.cycle = 0, .level = RED}, {.cycle = 1, .level = FAST})},
    {.thing = {"kept", NULL},
     .kind = ITEM_ACTION,
     .theme = 0,
     .end = G_MAXINT,
     .due = {2020, 9, 30},
     UPDATES({.cycle = 0, .level = GREEN}, {.cycle = 1, .level = GREEN, .moved = {2020, 9, 0}},
             {.cycle = 2, .level = DONE, .completed = {2021, 1, 0}})},
    {.thing = {"fallen", NULL},
     .kind = ITEM_ACTION,
     .theme = 0,
     .end = G_MAXINT,
     .due = {2020, 9, 29},
     UPDATES({.cycle = 0, .level = GREEN}, {.cycle = 2, .level = SLOW, .moved = {2021, 6, 1}})},
    {.thing = {"late", NULL},
     .kind = ITEM_ACTION,
     .theme = 1,
     .start = 2,
     .end = G_MAXINT,
     UPDATES({.cycle = 2, .level = EVEN})},
    {.thing = {"silent", NULL}, .kind = ITEM_ACTION, .theme = -1, .start = 1, .end = G_MAXINT},
    {.thing = {"replaced", NULL},
     .engagement = 0,
     .recommendation = 5,
     .theme = -1,
     .end = 2,
     UPDATES({.cycle = 0, .level = GREEN})},
    {.thing = {"successor", NULL},
     .engagement = 1,
     .recommendation = 6,
     .theme = -1,
     .start = 2,
     .end = G_MAXINT,
     UPDATES({.cycle = 2, .level = SLOW})},
};
enum { REC, KEPT, FALLEN, LATE, SILENT, REPLACED, SUCCESSOR };

static const History history = {
    .cycles = cycles,
    .cycle_count = 3,
    .scales = scales,
    .scale_count = 2,
    .levels = levels,
    .level_count = LEVELS,
    .engagements = engagements,
    .engagement_count = 2,
    .themes = themes,
    .theme_count = 2,
    .people = people,
    .person_count = 2,
    .items = items,
    .item_count = (int)(sizeof items / sizeof *items),
};

static const Group *group(const Derived *derived, GroupBy by, int of, ItemKind kind) {
  for (int i = 0; i < derived->group_count; i++) {
    const Group *one = &derived->groups[i];
    if (one->by == by && one->of == of && one->kind == kind)
      return one;
  }
  return NULL;
}

static void test_levels(void **state) {
  (void)state;
  Arena *arena = arena_new();
  const int *present = derive_present_levels(&history, ITEM_ACTION, arena);
  const int expected[] = {SLOW, FAST, SLOW, FAST, EVEN, DONE};
  for (int i = 0; i < LEVELS; i++)
    assert_int_equal(present[i], expected[i]);
  arena_free(arena);
}

/* Over three scales; of two that continue one the first; a loop comes to an end. */
static void test_level_chains(void **state) {
  (void)state;
  const HistoryScale three[] = {{{"a", NULL}, 0, 1}, {{"b", NULL}, 1, 2}, {{"c", NULL}, 3, 2}};
  const HistoryCycle cycle = {{"x", NULL}, {2020, 1, 1}, -1, {2, 2}};
  HistoryLevel chain[] = {{{"a1", NULL}, 0, 1, false, -1},
                          {{"b1", NULL}, 1, 1, false, 0},
                          {{"b2", NULL}, 1, 2, false, 0},
                          {{"c1", NULL}, 2, 1, false, 1},
                          {{"c2", NULL}, 2, 2, false, 2}};
  const History few = {.cycles = &cycle,
                       .cycle_count = 1,
                       .scales = three,
                       .scale_count = 3,
                       .levels = chain,
                       .level_count = 5};
  Arena *arena = arena_new();
  const int *present = derive_present_levels(&few, ITEM_ACTION, arena);
  assert_int_equal(present[0], 3);
  assert_int_equal(present[1], 3);
  assert_int_equal(present[2], 4);
  chain[0].same_as = 3;
  present = derive_present_levels(&few, ITEM_RECOMMENDATION, arena);
  assert_int_equal(present[0], 3);
  assert_int_equal(present[3], 3);
  arena_free(arena);
}

static void test_movement(void **state) {
  (void)state;
  assert_int_equal(derive_movement(&history, NEW, SLOW, FAST), MOVED_FORWARD);
  assert_int_equal(derive_movement(&history, NEW, DONE, EVEN), MOVED_BACK);
  assert_int_equal(derive_movement(&history, NEW, FAST, EVEN), MOVED_CHANGED);
  assert_int_equal(derive_movement(&history, NEW, FAST, FAST), MOVED_SAME);
  assert_int_equal(derive_movement(&history, NEW, RED, RED), MOVED_SAME);
  assert_int_equal(derive_movement(&history, NEW, RED, FAST), MOVED_UNKNOWN);
  assert_int_equal(derive_movement(&history, NEW, -1, FAST), MOVED_UNKNOWN);
  assert_int_equal(derive_movement(&history, NEW, FAST, -1), MOVED_UNKNOWN);
}

static void test_states(void **state) {
  (void)state;
  Arena *arena = arena_new();
  const Derived *derived = derive(&history, 1, arena);
  const State *s = derived->states;

  assert_int_equal(s[REC].now.level, FAST); /* carried over */
  assert_int_equal(s[REC].now.update->cycle, 1);
  assert_int_equal(s[REC].movement, MOVED_SAME);
  assert_true(s[REC].now.overdue);
  assert_false(s[REC].base.overdue);

  assert_int_equal(s[KEPT].base.level, FAST); /* green, in present words */
  assert_int_equal(s[KEPT].movement, MOVED_FORWARD);
  assert_true(s[KEPT].now.closed);
  assert_false(s[KEPT].now.overdue);  /* it is closed */
  assert_false(s[KEPT].base.overdue); /* September's last day is the cycle's */
  assert_int_equal(s[KEPT].now.moves, 1);
  assert_int_equal(derive_slip(&s[KEPT]), 0);

  assert_int_equal(s[FALLEN].movement, MOVED_BACK);
  assert_true(s[FALLEN].base.overdue);
  assert_false(s[FALLEN].now.overdue);
  assert_int_equal(s[FALLEN].base.moves, 0);
  assert_int_equal(derive_slip(&s[FALLEN]), 245);

  assert_false(s[LATE].base.reported);
  assert_int_equal(s[LATE].movement, MOVED_UNKNOWN);
  assert_null(s[SILENT].now.update);
  assert_int_equal(s[SILENT].now.level, -1);
  assert_true(s[REPLACED].base.reported);
  assert_false(s[REPLACED].now.reported);
  arena_free(arena);
}

static void test_reopened(void **state) {
  (void)state;
  HistoryItem again = items[KEPT];
  const HistoryUpdate updates[] = {{.cycle = 1, .level = DONE}, {.cycle = 2, .level = SLOW}};
  again.updates = updates;
  again.update_count = 2;
  History one = history;
  one.items = &again;
  one.item_count = 1;
  Arena *arena = arena_new();
  const Derived *derived = derive(&one, 1, arena);
  const Group *all = group(derived, GROUP_ALL, -1, ITEM_ACTION);
  assert_int_equal(all->counts[COUNT_REOPENED], 1);
  assert_int_equal(all->counts[COUNT_BASE_CLOSED], 1);
  assert_int_equal(all->counts[COUNT_CLOSED], 0);
  assert_int_equal(all->counts[COUNT_CLOSES], 0);
  assert_int_equal(all->counts[COUNT_BACK], 1);
  /* Since the first cycle it was opened for the first time. */
  derived = derive(&one, 0, arena);
  all = group(derived, GROUP_ALL, -1, ITEM_ACTION);
  assert_int_equal(all->counts[COUNT_REOPENED], 0);
  assert_int_equal(all->counts[COUNT_NEW], 0);
  arena_free(arena);
}

static void test_groups(void **state) {
  (void)state;
  Arena *arena = arena_new();
  const Derived *derived = derive(&history, 1, arena);
  const Group *actions = group(derived, GROUP_ALL, -1, ITEM_ACTION);
  const int expected[COUNTS] = {
      [COUNT_TOTAL] = 4,   [COUNT_BASE_TOTAL] = 3, [COUNT_NEW] = 1,         [COUNT_CLOSED] = 1,
      [COUNT_CLOSES] = 1,  [COUNT_FORWARD] = 1,    [COUNT_BACK] = 1,        [COUNT_SLIPPED] = 1,
      [COUNT_CARRIED] = 0, [COUNT_OVERDUE] = 0,    [COUNT_BASE_OVERDUE] = 1};
  for (int i = 0; i < COUNTS; i++)
    assert_int_equal(actions->counts[i], expected[i]);
  /* From the highest rank down, of equal ranks as in the file: done, fast, even, slow, none. */
  const int now[] = {1, 0, 1, 1, 1}, base[] = {0, 2, 0, 0, 1};
  for (int i = 0; i < 5; i++) {
    assert_int_equal(actions->now[i].count, now[i]);
    assert_int_equal(actions->base[i].count, base[i]);
  }
  const Group *recommendations = group(derived, GROUP_ALL, -1, ITEM_RECOMMENDATION);
  assert_int_equal(recommendations->counts[COUNT_TOTAL], 2);
  assert_int_equal(recommendations->counts[COUNT_BASE_TOTAL], 2);
  assert_int_equal(recommendations->counts[COUNT_NEW], 1);
  assert_int_equal(recommendations->counts[COUNT_GONE], 1);
  assert_int_equal(recommendations->counts[COUNT_CARRIED], 1);
  /* Themes: money, people, none; and no group without an item. */
  assert_int_equal(group(derived, GROUP_THEME, 0, ITEM_ACTION)->counts[COUNT_TOTAL], 2);
  assert_int_equal(group(derived, GROUP_THEME, 1, ITEM_ACTION)->counts[COUNT_TOTAL], 1);
  assert_int_equal(group(derived, GROUP_THEME, -1, ITEM_ACTION)->counts[COUNT_TOTAL], 1);
  assert_null(group(derived, GROUP_THEME, 1, ITEM_RECOMMENDATION));
  assert_null(group(derived, GROUP_ENGAGEMENT, 1, ITEM_ACTION));
  assert_int_equal(group(derived, GROUP_RECOMMENDATION, REC, ITEM_ACTION)->counts[COUNT_TOTAL], 4);
  assert_null(group(derived, GROUP_RECOMMENDATION, REC, ITEM_RECOMMENDATION));
  arena_free(arena);
}

static void test_leads(void **state) {
  (void)state;
  const HistoryLead leads[] = {
      {.person = 0, .until = {2020, 9, 0}},                /* ann, to the end of September */
      {.person = 1, .from = {2020, 10, 0}},                /* then bob */
      {.person = 1, .member = true, .from = {2020, 10, 0}} /* in two roles */
  };
  HistoryItem led = items[KEPT];
  led.leads = leads;
  led.lead_count = 3;
  History one = history;
  one.items = &led;
  one.item_count = 1;
  Arena *arena = arena_new();
  const Derived *derived = derive(&one, 1, arena);
  const Group *bob = group(derived, GROUP_LEAD, 1, ITEM_ACTION);
  assert_int_equal(bob->counts[COUNT_TOTAL], 1); /* once, though in two roles */
  assert_int_equal(bob->counts[COUNT_BASE_TOTAL], 0);
  assert_null(group(derived, GROUP_LEAD, 0, ITEM_ACTION)); /* ann led it in the base */
  assert_null(group(derived, GROUP_LEAD, -1, ITEM_ACTION));
  const int last = calendar_last_day((CalendarDate){2020, 9, 30});
  assert_true(derive_leads(&leads[0], last));
  assert_false(derive_leads(&leads[0], last + 1));
  assert_false(derive_leads(&leads[1], last));
  assert_true(derive_leads(&leads[1], last + 1));
  arena_free(arena);
}

static void test_matrix(void **state) {
  (void)state;
  Arena *arena = arena_new();
  const Derived *derived = derive(&history, 1, arena);
  enum { SIDE = 5, IS_DONE = 0, IS_FAST = 1, IS_EVEN = 2, IS_SLOW = 3, NONE = 4 };
  int expected[SIDE * SIDE] = {0};
  expected[IS_FAST * SIDE + IS_DONE] = 1; /* kept */
  expected[IS_FAST * SIDE + IS_SLOW] = 1; /* fallen */
  expected[NONE * SIDE + IS_EVEN] = 1;    /* late */
  expected[NONE * SIDE + NONE] = 1;       /* silent */
  assert_memory_equal(derived->moved[ITEM_ACTION], expected, sizeof expected);
  assert_int_equal(derived->vanished[ITEM_RECOMMENDATION][IS_FAST], 1);
  arena_free(arena);
}

static void test_series(void **state) {
  (void)state;
  Arena *arena = arena_new();
  const Derived *derived = derive(&history, 1, arena);
  const Point *points = derived->series[ITEM_ACTION];
  assert_int_equal(points[0].total, 2);
  assert_int_equal(points[1].total, 3);
  assert_int_equal(points[2].total, 4);
  assert_int_equal(points[0].levels[1].count, 2); /* green, as fast */
  assert_int_equal(points[0].levels[1].share, 100);
  assert_int_equal(points[1].overdue, 1);
  assert_int_equal(points[2].overdue, 0);
  assert_int_equal(points[2].closed, 1);
  arena_free(arena);
}

/* Without a base, and without items, themes and scales. */
static void test_little(void **state) {
  (void)state;
  Arena *arena = arena_new();
  const Derived *derived = derive(&history, -1, arena);
  assert_false(derived->states[REC].base.reported);
  assert_int_equal(group(derived, GROUP_ALL, -1, ITEM_ACTION)->counts[COUNT_NEW], 0);
  const HistoryCycle bare = {{"bare", NULL}, {2020, 1, 1}, -1, {-1, -1}};
  const History none = {.cycles = &bare, .cycle_count = 1};
  derived = derive(&none, -1, arena);
  assert_int_equal(derived->group_count, 0);
  assert_int_equal(derived->deadline_count, 0);
  assert_int_equal(derived->indicator_count, 0);
  assert_int_equal(derived->totals[ITEM_ACTION], 0);
  arena_free(arena);
}

/* Deadlines. */

static void test_deadlines(void **state) {
  (void)state;
  const HistoryDeadline deadlines[] = {{{"plan", NULL}, 0, 5},
                                       {{"report", NULL}, 0, 1},
                                       {{"next", NULL}, 0, 60},
                                       {{"note", NULL}, 1, 2}};
  const HistoryPublication publications[] = {
      {1, 0, {2020, 3, 1}},   /* the report, a day late */
      {0, 1, {2020, 6, 0}},   /* the plan, in the audit that follows the visit */
      {0, -1, {2020, 6, 20}}, /* and again, in a cycle without an engagement */
  };
  History dated = history;
  dated.deadlines = deadlines;
  dated.deadline_count = 4;
  dated.publications = publications;
  dated.publication_count = 3;
  Arena *arena = arena_new();
  const Derived *derived = derive(&dated, 1, arena);
  assert_int_equal(derived->deadline_count, 4);
  static const struct {
    const char *id, *date;
    DeadlineState state;
  } expected[] = {{"report", "2020-02-29", DEADLINE_LATE},
                  {"plan", "2020-06-30", DEADLINE_MET},
                  {"note", "2020-07", DEADLINE_OVERDUE},
                  {"next", "2025-01-31", DEADLINE_DUE}};
  for (int i = 0; i < 4; i++) {
    const DerivedDeadline *one = &derived->deadlines[i];
    assert_string_equal(deadlines[one->deadline].thing.id, expected[i].id);
    assert_string_equal(calendar_text(one->date).text, expected[i].date);
    assert_int_equal(one->state, expected[i].state);
  }
  assert_string_equal(calendar_text(derived->deadlines[1].published).text, "2020-06");
  assert_int_equal(derived->deadlines[2].days, -243);
  arena_free(arena);
}

/* An engagement that follows itself leads nowhere; the latest of the kind is met. */
static void test_deadline_loop(void **state) {
  (void)state;
  const HistoryEngagement loop[] = {{{"a", NULL}, {2020, 1, 1}, {0}, 1, 0},
                                    {{"b", NULL}, {2020, 2, 0}, {0}, 0, -1},
                                    {{"c", NULL}, {2020, 3, 1}, {0}, 0, -1},
                                    {{"d", NULL}, {2020, 4, 1}, {0}, 0, -1}};
  const HistoryDeadline deadline = {{"report", NULL}, 0, 0};
  const HistoryPublication publication = {0, 0, {2020, 3, 2}};
  History dated = history;
  dated.engagements = loop;
  dated.engagement_count = 4;
  dated.item_count = 0;
  dated.deadlines = &deadline;
  dated.deadline_count = 1;
  dated.publications = &publication;
  dated.publication_count = 1;
  Arena *arena = arena_new();
  const Derived *derived = derive(&dated, 1, arena);
  const DeadlineState expected[] = {DEADLINE_OVERDUE, DEADLINE_LATE, DEADLINE_OVERDUE};
  assert_int_equal(derived->deadline_count, 3);
  for (int i = 0; i < 3; i++)
    assert_int_equal(derived->deadlines[i].state, expected[i]);
  arena_free(arena);
}

/* Indicators. */

typedef struct {
  Better better;
  const char *base, *now, *target;
  const char *change;
  Direction direction;
  TargetMet met;
} Measured;

static void expect_measured(const Measured *m) {
  const HistoryReading readings[] = {{1, m->base, {2020, 8, 31}, false},
                                     {2, m->now, {2021, 3, 0}, true},
                                     {2, "999", {2021, 2, 28}, false}};
  const HistoryTarget targets[] = {
      {"998", {2020, 12, 31}}, {"997", {2022, 3, 31}}, {m->target, {2021, 3, 0}}};
  const HistoryIndicator indicator = {{"x", NULL}, m->better, readings, 3, targets, 3};
  History measured = history;
  measured.indicators = &indicator;
  measured.indicator_count = 1;
  Arena *arena = arena_new();
  const Derived *derived = derive(&measured, 1, arena);
  assert_int_equal(derived->indicator_count, 1);
  const DerivedIndicator *one = derived->indicators;
  assert_string_equal(one->now->value, m->now);
  assert_string_equal(one->target->value, m->target);
  assert_string_equal(one->change, m->change);
  assert_int_equal(one->direction, m->direction);
  assert_int_equal(one->met, m->met);
  arena_free(arena);
}

static void test_indicators(void **state) {
  (void)state;
  static const Measured cases[] = {
      {BETTER_HIGHER, "10.9", "11.2", "12.5", "0.3", DIRECTION_BETTER, TARGET_MISSED},
      {BETTER_LOWER, "10.9", "11.25", "12.5", "0.35", DIRECTION_WORSE, TARGET_MET},
      {BETTER_LOWER, "3", "-1", "-1", "-4", DIRECTION_BETTER, TARGET_MET},
      {BETTER_HIGHER, "3", "2.50", "2.5", "-0.50", DIRECTION_WORSE, TARGET_MET},
      {BETTER_HIGHER, "0.1", "0.10", "1", "0.00", DIRECTION_SAME, TARGET_MISSED},
      {BETTER_NEITHER, "1", "2", "2", "1", DIRECTION_UNKNOWN, TARGET_UNKNOWN},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    expect_measured(&cases[i]);
}

/* Numbers as long as a hostile file makes them. */
static void test_long_numbers(void **state) {
  (void)state;
  char *longest = g_strnfill(5000, '9');
  const Measured huge = {BETTER_HIGHER, "0.00000000000000000000001", longest, "1", NULL, 0, 0};
  const HistoryReading readings[] = {{1, huge.base, {2020, 8, 31}, false},
                                     {2, huge.now, {2021, 3, 0}, false}};
  const HistoryIndicator indicator = {{"x", NULL}, BETTER_HIGHER, readings, 2, NULL, 0};
  History measured = history;
  measured.indicators = &indicator;
  measured.indicator_count = 1;
  Arena *arena = arena_new();
  const Derived *derived = derive(&measured, 1, arena);
  assert_null(derived->indicators[0].change);
  assert_int_equal(derived->indicators[0].direction, DIRECTION_UNKNOWN);
  assert_null(derived->indicators[0].target);
  arena_free(arena);
  g_free(longest);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_shares),        cmocka_unit_test(test_levels),
      cmocka_unit_test(test_level_chains),  cmocka_unit_test(test_movement),
      cmocka_unit_test(test_states),        cmocka_unit_test(test_reopened),
      cmocka_unit_test(test_groups),        cmocka_unit_test(test_leads),
      cmocka_unit_test(test_matrix),        cmocka_unit_test(test_series),
      cmocka_unit_test(test_little),        cmocka_unit_test(test_deadlines),
      cmocka_unit_test(test_deadline_loop), cmocka_unit_test(test_indicators),
      cmocka_unit_test(test_long_numbers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
