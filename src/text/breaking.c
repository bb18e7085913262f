#include "text/breaking.h"

#include <math.h>
#include <string.h>

/* Demerits as FOP counts them, whose pages are the expectation, but for what it hardly minds: hyphens in a
 * row, a hyphen before the last line, and tight lines beside loose ones where they are justified. */
#define HYPHEN_BEFORE_LAST 3000.0
#define HYPHEN_BEFORE_STUB 300000.0 /* the last line is less than a quarter of the measure */
#define UNLIKE_NEIGHBOURS 3000.0
#define UNLIKE_RAGGED_NEIGHBOURS 50.0
/* Of the second hyphen in a row, the third, and each further one: two are usual, three are borne rather than
 * a line whose spaces are nearly twice as wide as they should be, more only rather than one that is torn. */
static const double consecutive_hyphens[] = {3000, 400000, 3000000};

/* How far lines may stretch in one attempt, as a multiple of what they give willingly. With hyphens it is
 * more than without: a loose line is the lesser evil beside a third hyphen in a row. */
#define FIRST_TOLERANCE 1.0
#define HYPHENS_TOLERANCE 3.0
#define LAST_TOLERANCE 5.0

/* Which opportunities an attempt considers; each includes those before it. */
typedef enum { BREAKS_GOOD, BREAKS_AVOIDED, BREAKS_HYPHENS, BREAKS_LAST_RESORT } Breaks;

enum {
  ROOM = 128,         /* for what is found in most paragraphs */
  ACTIVE_LIMIT = 512, /* hostile text only: thousands of opportunities within a line */
  FITNESS_CLASSES = 4,
  LADDER_CLASSES = 1 + G_N_ELEMENTS(consecutive_hyphens) /* hyphens in a row; the last: or more */
};

/* A line end that may be part of the best choice. */
typedef struct {
  int opportunity;
  int previous; /* node */
  int line;     /* that begins here, counted as far as lines differ in width */
  int fitness;
  int ladder;
  double demerits;
} BreakNode;

typedef struct {
  const Opportunity *opportunities;
  int count;
  const Measure *measure;
  double tolerance;
  GArray *nodes;  /* of BreakNode */
  GArray *active; /* of int, indices of nodes */
  GArray *ends;   /* of LineEnd: those that end at the opportunity at hand */
} Search;

/* A line that may end here. */
typedef struct {
  int node; /* that it begins at */
  double ratio;
} LineEnd;

/* What a line may be too short by besides its own stretch. A last line that is not justified may end
 * anywhere, but the shorter it is the less it is liked. */
static Length free_end(const Measure *measure, bool last, Length width) {
  if (!last)
    return measure->raggedness;
  if (measure->last_justified)
    return 0;
  return measure->last_counts ? measure->raggedness : width;
}

static Length line_width(const Measure *measure, const BreakNode *node) {
  if (node->line < measure->width_count)
    return measure->widths[node->line];
  return node->opportunity == 0 ? measure->first_width : measure->width;
}

/* The ratio by which the line from `node` to b is stretched (positive) or shrunk (negative): below -1 it
 * is too long. */
static double line_ratio(const Search *search, const BreakNode *node, int b) {
  const Opportunity *from = &search->opportunities[node->opportunity];
  const Opportunity *to = &search->opportunities[b];
  const Measure *measure = search->measure;
  const bool last = b == search->count - 1;
  const Length width = line_width(measure, node) - (last ? measure->last_indent : 0);
  const Length slack = width - (to->end - from->start);
  if (slack >= 0) {
    const Length stretch = to->end_stretch - from->start_stretch + free_end(measure, last, width);
    if (slack == 0)
      return 0;
    return stretch > 0 ? (double)slack / (double)stretch : HUGE_VAL;
  }
  if (slack >= -breaks_tolerance(width))
    return 0;
  const Length shrink = to->end_shrink - from->start_shrink;
  if (slack < -shrink && slack >= -shrink - breaks_tolerance(width))
    return -1;
  return shrink > 0 ? (double)slack / (double)shrink : -HUGE_VAL;
}

static int fitness_class(double ratio) {
  return ratio < -0.5 ? 0 : ratio <= 0.5 ? 1 : ratio <= 1 ? 2 : 3;
}

/* Demerits of a line that ends at b alone. Ratios are held where their sixth power is exact enough. */
static double line_demerits(const Search *search, int b, double ratio) {
  const Opportunity *to = &search->opportunities[b];
  const double size = MIN(fabs(ratio), 1e4);
  const double cost = 1 + 100 * size * size * size + MAX(to->penalty, 0);
  return cost * cost;
}

static double unlike_neighbours(const Search *search) {
  return search->measure->raggedness > 0 ? UNLIKE_RAGGED_NEIGHBOURS : UNLIKE_NEIGHBOURS;
}

static bool is_stub(const Search *search, const BreakNode *node, int b) {
  const Opportunity *from = &search->opportunities[node->opportunity];
  return search->opportunities[b].end - from->start < line_width(search->measure, node) / 4;
}

static double pair_demerits(const Search *search, const BreakNode *node, int b, int fitness) {
  double demerits = 0;
  if (search->opportunities[node->opportunity].hyphen) {
    if (search->opportunities[b].hyphen)
      demerits += consecutive_hyphens[MIN(node->ladder, LADDER_CLASSES - 1) - 1];
    if (b == search->count - 1)
      demerits += is_stub(search, node, b) ? HYPHEN_BEFORE_STUB : HYPHEN_BEFORE_LAST;
  }
  if (ABS(fitness - node->fitness) > 1)
    demerits += unlike_neighbours(search);
  return demerits;
}

static bool ladder_allows(const Search *search, const BreakNode *node, int b) {
  return !search->opportunities[b].hyphen || search->measure->ladder <= 0 ||
         node->ladder < search->measure->ladder;
}

/* The best way found to end a line at one opportunity, for each class; HUGE_VAL: none. */
typedef struct {
  int node;
  double demerits;
} Candidate;

typedef struct {
  Candidate of[LADDER_CLASSES][FITNESS_CLASSES];
} Candidates;

/* At opportunity b; only a hyphen has a ladder. */
static int ladder_classes(const Search *search, int b) {
  return search->opportunities[b].hyphen ? LADDER_CLASSES : 1;
}

static void candidates_init(const Search *search, int b, Candidates *candidates) {
  for (int ladder = 0; ladder < ladder_classes(search, b); ladder++)
    for (int i = 0; i < FITNESS_CLASSES; i++)
      candidates->of[ladder][i] = (Candidate){-1, HUGE_VAL};
}

static void consider(Search *search, int index, int b, double ratio, Candidates *candidates) {
  const BreakNode *node = &g_array_index(search->nodes, BreakNode, index);
  const int fitness = fitness_class(ratio);
  const double demerits =
      node->demerits + line_demerits(search, b, ratio) + pair_demerits(search, node, b, fitness);
  const int ladder = MIN(node->ladder + 1, ladder_classes(search, b) - 1);
  Candidate *candidate = &candidates->of[ladder][fitness];
  if (demerits < candidate->demerits)
    *candidate = (Candidate){index, demerits};
}

static void activate(Search *search, int b, int fitness, const Candidate *candidate) {
  const BreakNode *before = &g_array_index(search->nodes, BreakNode, candidate->node);
  const BreakNode node = {
      .opportunity = b,
      .previous = candidate->node,
      .line = MIN(before->line + 1, search->measure->width_count),
      .fitness = fitness,
      .ladder = search->opportunities[b].hyphen ? before->ladder + 1 : 0,
      .demerits = candidate->demerits,
  };
  const int index = (int)search->nodes->len;
  g_array_append_val(search->nodes, node);
  g_array_append_val(search->active, index);
}

/* Classes that cannot win, whatever follows, are not worth a node: those that cost more, by what neighbours
 * may, than another one with no more hyphens in a row. */
static bool activate_best(Search *search, int b, const Candidates *candidates) {
  const double unlike = unlike_neighbours(search);
  double best = HUGE_VAL;
  for (int ladder = 0; ladder < ladder_classes(search, b); ladder++) {
    const Candidate *of = candidates->of[ladder];
    for (int i = 0; i < FITNESS_CLASSES; i++)
      best = MIN(best, of[i].demerits);
    for (int i = 0; i < FITNESS_CLASSES; i++)
      if (of[i].node >= 0 && of[i].demerits <= best + unlike)
        activate(search, b, i, &of[i]);
  }
  return best < HUGE_VAL;
}

/* Line ends at one opportunity whose next lines have different widths are no rivals: of each line there
 * is a best one for itself. Lines come in no order, but those at one opportunity are few. */
static bool activate_by_line(Search *search, int b, const GArray *ends) {
  bool found = false;
  for (int line = 0, seen = 0; seen < (int)ends->len; line++) {
    Candidates candidates;
    candidates_init(search, b, &candidates);
    int next = G_MAXINT;
    for (unsigned i = 0; i < ends->len; i++) {
      const LineEnd *end = &g_array_index(ends, LineEnd, i);
      const int its = g_array_index(search->nodes, BreakNode, end->node).line;
      if (its == line) {
        consider(search, end->node, b, end->ratio, &candidates);
        seen++;
      } else if (its > line) {
        next = MIN(next, its);
      }
    }
    found = activate_best(search, b, &candidates) || found;
    line = MIN(next, G_MAXINT - 1) - 1;
  }
  return found;
}

/* Considers a line end at opportunity b. False if no line can go on from here. */
static bool try_opportunity(Search *search, int b, bool rescue) {
  Candidates candidates;
  const bool last = b == search->count - 1;
  const bool alike = search->measure->width_count == 0;
  int *active = (int *)(void *)search->active->data;
  unsigned kept = 0;
  int dropped = -1;
  candidates_init(search, b, &candidates);
  g_array_set_size(search->ends, 0);
  for (unsigned i = 0; i < search->active->len; i++) {
    const BreakNode *node = &g_array_index(search->nodes, BreakNode, active[i]);
    const double ratio = line_ratio(search, node, b);
    const bool fits = ratio >= -1;
    const LineEnd end = {active[i], ratio};
    const bool good = fits && ratio <= search->tolerance && ladder_allows(search, node, b);
    if (good && alike)
      consider(search, active[i], b, ratio, &candidates);
    else if (good)
      g_array_append_val(search->ends, end);
    if (fits && !last)
      active[kept++] = active[i];
    else
      dropped = active[i];
  }
  g_array_set_size(search->active, kept);
  const bool found =
      alike ? activate_best(search, b, &candidates) : activate_by_line(search, b, search->ends);
  if (found || kept > 0)
    return true;
  if (!rescue || dropped < 0)
    return false;
  /* One unbreakable thing is wider than the line: it stands there all the same. The latest start
   * leaves the shortest line. */
  const BreakNode *node = &g_array_index(search->nodes, BreakNode, dropped);
  const Candidate forced = {dropped, node->demerits + 1e12};
  activate(search, b, 0, &forced);
  return true;
}

static Breaks kind_of(const Opportunity *opportunity) {
  return opportunity->last_resort ? BREAKS_LAST_RESORT
         : opportunity->hyphen    ? BREAKS_HYPHENS
         : opportunity->avoided   ? BREAKS_AVOIDED
                                  : BREAKS_GOOD;
}

/* One attempt; the index of the best last node, or -1. The final attempt (`rescue`) finds lines. */
static int attempt(Search *search, double tolerance, Breaks breaks, bool rescue) {
  const BreakNode start = {.opportunity = 0, .previous = -1, .fitness = 1};
  const int first = 0;
  search->tolerance = tolerance;
  g_array_set_size(search->nodes, 0);
  g_array_set_size(search->active, 0);
  g_array_append_val(search->nodes, start);
  g_array_append_val(search->active, first);
  for (int b = 1; b < search->count; b++) {
    if (kind_of(&search->opportunities[b]) > breaks)
      continue;
    if (!try_opportunity(search, b, rescue))
      return -1;
    if (search->active->len > ACTIVE_LIMIT)
      g_array_remove_range(search->active, 0, search->active->len - ACTIVE_LIMIT / 2);
  }
  int best = -1;
  for (unsigned i = 0; i < search->active->len; i++) {
    const int index = g_array_index(search->active, int, i);
    const BreakNode *node = &g_array_index(search->nodes, BreakNode, index);
    if (node->opportunity == search->count - 1 &&
        (best < 0 || node->demerits < g_array_index(search->nodes, BreakNode, best).demerits))
      best = index;
  }
  return best;
}

static bool has(const Opportunity *opportunities, int count, Breaks kind) {
  for (int i = 1; i < count - 1; i++)
    if (kind_of(&opportunities[i]) == kind)
      return true;
  return false;
}

static int best_node(Search *search) {
  const bool hyphens = has(search->opportunities, search->count, BREAKS_HYPHENS);
  const bool last_resort = has(search->opportunities, search->count, BREAKS_LAST_RESORT);
  /* Hyphens come only where good lines cannot do without, as in TeX and FOP. */
  int best = -1;
  if (!search->measure->not_plain)
    best = attempt(search, FIRST_TOLERANCE, BREAKS_GOOD, false);
  if (best < 0 && hyphens)
    best = attempt(search, HYPHENS_TOLERANCE, BREAKS_HYPHENS, false);
  if (best < 0)
    best = attempt(search, LAST_TOLERANCE, BREAKS_HYPHENS, false);
  if (best < 0)
    best = attempt(search, HUGE_VAL, BREAKS_HYPHENS, !last_resort);
  if (best < 0)
    best = attempt(search, HUGE_VAL, BREAKS_LAST_RESORT, true);
  return best;
}

static void search_init(Search *search, const Opportunity *opportunities, int count,
                        const Measure *measure) {
  *search = (Search){
      .opportunities = opportunities,
      .count = count,
      .measure = measure,
      .tolerance = HUGE_VAL,
      .nodes = g_array_sized_new(FALSE, FALSE, sizeof(BreakNode), ROOM),
      .active = g_array_sized_new(FALSE, FALSE, sizeof(int), ROOM),
      .ends = g_array_new(FALSE, FALSE, sizeof(LineEnd)),
  };
}

static void search_release(Search *search) {
  g_array_unref(search->nodes);
  g_array_unref(search->active);
  g_array_unref(search->ends);
}

/* Writes the line ends that lead to a node (-1: none), and returns how many. */
static int line_ends(const Search *search, int best, int *ends) {
  const BreakNode *nodes = (const BreakNode *)(const void *)search->nodes->data;
  int lines = 0;
  for (int i = best; i > 0; i = nodes[i].previous)
    lines++;
  int line = lines;
  for (int i = best; i > 0; i = nodes[i].previous)
    ends[--line] = nodes[i].opportunity;
  return lines;
}

int breaks_choose(const Opportunity *opportunities, int count, const Measure *measure, int *ends) {
  if (count < 2)
    return 0;
  Search search;
  search_init(&search, opportunities, count, measure);
  const int lines = line_ends(&search, best_node(&search), ends);
  search_release(&search);
  return lines;
}

int breaks_choose_plain(const Opportunity *opportunities, int count, const Measure *measure,
                        int *ends) {
  if (count < 2)
    return 0;
  Search search;
  search_init(&search, opportunities, count, measure);
  const int lines = line_ends(&search, attempt(&search, FIRST_TOLERANCE, BREAKS_GOOD, false), ends);
  search_release(&search);
  return lines;
}

double breaks_demerits(const Opportunity *opportunities, int count, const Measure *measure,
                       const int *ends, int end_count) {
  Search search;
  search_init(&search, opportunities, count, measure);
  BreakNode before = {.opportunity = 0, .fitness = 1};
  for (int i = 0; i < end_count && before.demerits < HUGE_VAL; i++) {
    const int b = ends[i];
    const double ratio = line_ratio(&search, &before, b);
    const int fitness = fitness_class(ratio);
    before.demerits +=
        line_demerits(&search, b, ratio) + pair_demerits(&search, &before, b, fitness);
    if (ratio < -1 || !ladder_allows(&search, &before, b))
      before.demerits = HUGE_VAL;
    before.ladder = opportunities[b].hyphen ? before.ladder + 1 : 0;
    before.fitness = fitness;
    before.opportunity = b;
    before.line = MIN(before.line + 1, measure->width_count);
  }
  search_release(&search);
  return before.demerits;
}
