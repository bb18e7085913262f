/* Paragraphs: the lines that the text phase chose become items, and become others where they come to stand
 * beside side-floats. */
#include "layout/line.h"

#include <string.h>

/* ---- Paragraphs ------------------------------------------------------------------------------------------- */

static TextAlign physical_align(TextAlign align, bool rtl) {
  switch (align) {
  case ALIGN_CENTER: return ALIGN_CENTER;
  case ALIGN_RIGHT: return ALIGN_RIGHT;
  case ALIGN_END: return rtl ? ALIGN_LEFT : ALIGN_RIGHT;
  case ALIGN_LEFT: return ALIGN_LEFT;
  default: return rtl ? ALIGN_RIGHT : ALIGN_LEFT;
  }
}

/* Lines from `from` on, one way or the other, up to a forced line end, at most `most`. */
static int lines_from(const TextLine *lines, int count, int from, int step, int most) {
  int n = 0;
  for (int i = from; i >= 0 && i < count && n < most; i += step) {
    if (step < 0 && n > 0 && lines[i].forced)
      break;
    n++;
    if (step > 0 && lines[i].forced)
      break;
  }
  return n;
}

/* A break between lines of the run, that stands in an item. */
static void price_break(Item *item, const LineRun *run, bool allowed, bool hyphenated) {
  const Style *style = run->job.block->style;
  const int lone = allowed ? 0 : COST_ORPHAN;
  BreakCost cost = {run->keep_cost.column + lone, run->keep_cost.page + lone};
  if (hyphenated && style->hyphenation_keep != KW_AUTO)
    cost.page = MAX(cost.page, COST_ORPHAN);
  if (hyphenated && style->hyphenation_keep == KW_COLUMN)
    cost.column = MAX(cost.column, COST_ORPHAN);
  item->brk.cost = cost;
}

/* How many lines follow a break before line `i`, as far as widows ask: where what follows the last line is not made
 * yet, that is enough of them. */
static int lines_behind(const LineRun *run, const TextLine *lines, int count, int i) {
  const int most = run->job.block->style->widows;
  const int behind = lines_from(lines, count, i, 1, most);
  const bool more = i + behind == count && !lines[count - 1].forced;
  return more ? most : behind;
}

/* The break before line `i`, with `preceding` lines before the first. A forced line end ends a
 * paragraph: widows and orphans count from it to the next, so a listing may break after any of its
 * lines (FOP's reading of §7.20.6), but not after an empty one that it begins with. */
static void add_line_break(Queue *queue, const LineRun *run, const TextLine *lines, int count,
                           int i, int preceding) {
  const Style *style = run->job.block->style;
  int before = lines_from(lines, count, i - 1, -1, style->orphans);
  if (before == i)
    before += preceding;
  const int after = lines_behind(run, lines, count, i);
  const bool blank = i == 1 && preceding == 0 && lines[0].count == 0;
  const bool allowed =
      !blank && (lines[i - 1].forced || (before >= style->orphans && after >= style->widows));
  price_break(queue_add(queue, ITEM_BREAK, NULL), run, allowed, lines[i - 1].hyphenated);
}

static void report_overflow(Layout *layout, const LineJob *job, Length overflow) {
  char amount[LENGTH_TEXT_SIZE];
  if (overflow > LENGTH_PER_POINT / 2)
    diag_layout_line_overflow(layout->diagnostics, fo_place(job->block),
                              length_to_text(overflow, amount));
}

void lines_report_overflow(Queue *queue, size_t index) {
  Item *item = &queue->items[index - queue->base];
  if (item->box.line && item->box.overflow > 0)
    report_overflow(queue->layout, &item->box.line->run->job, item->box.overflow);
  item->box.overflow = 0;
}

/* ---- Lines into items ------------------------------------------------------------------------------------- */

static void work_init(LineWork *w, Queue *queue, const LineJob *job) {
  *w = (LineWork){
      .queue = queue,
      .layout = queue->layout,
      .job = job,
      .strut = layout_look(queue->layout, job->block),
      .open = g_ptr_array_new(),
      .levels = g_array_new(FALSE, FALSE, sizeof(Level)),
      .rtl = job_rtl(queue, job),
      .pendings = g_array_new(FALSE, FALSE, sizeof(Pending)),
  };
}

static void work_release(LineWork *w) {
  g_ptr_array_unref(w->open);
  g_array_unref(w->levels);
  g_array_unref(w->pendings);
  if (w->leading)
    g_ptr_array_unref(w->leading);
}

/* `origin`: or NULL. */
static void add_line(LineWork *w, LineOrigin *origin, const TextLine *line) {
  Layout *layout = w->layout;
  if (!origin)
    report_overflow(layout, w->job, line->overflow);
  if (origin && w->open->len > 0) {
    origin->open_count = w->open->len;
    origin->open = arena_copy(layout->arena, w->open->pdata, w->open->len * sizeof(gpointer));
  }
  Area *area = line_area(w, line);
  queue_add_box(w->queue, area, w->notes);
  Item *item = &w->queue->items[w->queue->count - 1];
  item->box.line = origin;
  item->box.overflow = origin ? line->overflow : 0;
  line_leave_first(w);
}

/* Adds the lines that were broken from `start` on. Only where they may be broken anew, beside
 * side-floats or on pages of another width, it is remembered what they are lines of. */
static void add_lines(LineWork *w, const LineRun *run, const LineSpec *spec, const TextLine *lines,
                      int count, const LineOrigin *start, const LineShape *shapes,
                      int shape_count) {
  const LineJob *job = w->job;
  LineOrigin *origins = (w->layout->side_floats || w->layout->widths_change) && count > 0
                            ? arena_new_array(w->layout->arena, LineOrigin, count)
                            : NULL;
  int number = start->number;
  for (int i = 0; i < count; i++) {
    const TextAlign align = lines[i].forced ? spec->align_last : spec->align;
    const LineShape shape = shapes && i < shape_count ? shapes[i] : (LineShape){0, 0};
    w->align = physical_align(align, w->queue->context.rtl);
    w->justified = align == ALIGN_JUSTIFY;
    w->x = job->x + shape.left;
    w->width = job->width - shape.left - shape.right;
    if (i > 0)
      add_line_break(w->queue, run, lines, count, i, start->number);
    if (origins)
      origins[i] = (LineOrigin){.run = run,
                                .offset = i > 0 ? lines[i - 1].end_offset : start->offset,
                                .number = number,
                                .left = shape.left,
                                .right = shape.right};
    const TextLine line = line_string_align(w, &lines[i]);
    add_line(w, origins ? &origins[i] : NULL, &line);
    number = lines[i].forced ? 0 : number + 1;
  }
}

/* Finds the side-floats whose anchors stand before all else in a paragraph: the first line stands beside
 * them already. True if something visible was met. */
static bool find_leading(const FoNode *first, const FoNode *end, GPtrArray *found) {
  for (const FoNode *node = first; node && node != end; node = node->next) {
    if (node->element == FO_FLOAT && float_of(node) != KW_BEFORE)
      g_ptr_array_add(found, (gpointer)node);
    else if (node->element == FO_FOOTNOTE || (!node->first && inline_visible(node, node->next)))
      return true;
    else if (node->element != FO_FLOAT && find_leading(node->first, NULL, found))
      return true;
  }
  return false;
}

static void work_find_leading(LineWork *w, const Note *lifted) {
  if (!w->layout->side_floats)
    return;
  w->leading = g_ptr_array_new();
  find_leading(w->job->first, w->job->end, w->leading);
  for (; lifted; lifted = lifted->next)
    g_ptr_array_add(w->leading, (gpointer)lifted->node);
}

/* Where lines may be broken anew, a long paragraph is not broken to its end each time: only so many lines are
 * made ahead. */
static void limit_lines(LineSpec *spec, const LineJob *job) {
  enum { LINES_AHEAD = 100, LINES_LEFT = 20, MOST_WIDOWS = 1000000 };
  spec->most_lines = LINES_AHEAD;
  spec->more_lines = CLAMP(job->block->style->widows, LINES_LEFT, MOST_WIDOWS);
}

struct LineRest {
  Paragraph *paragraph;
  LineRun run;
  LineOrigin start;    /* of the next line */
  bool hyphenated;     /* the line before that is */
  unsigned generation; /* of the arena of the paragraph */
};

void lines_rest_free(LineRest *rest) {
  if (rest)
    paragraph_free(rest->paragraph);
  g_free(rest);
}

unsigned lines_rest_oldest(const LineRest *rest) {
  return rest->generation;
}

/* The lines from `start` on are made: what is not broken yet is left to lines_continue(). */
static void leave_rest(LineWork *w, const LineRun *run, const LineOrigin *start,
                       Paragraph *paragraph, unsigned generation, const TextLine *lines,
                       int count) {
  if (count == 0 || lines[count - 1].end_offset >= paragraph_length(paragraph)) {
    paragraph_free(paragraph);
    return;
  }
  const int before = lines[count - 1].forced ? 0 : lines_from(lines, count, count - 1, -1, count);
  LineRest *rest = g_new0(LineRest, 1);
  rest->paragraph = paragraph;
  rest->run = *run;
  rest->generation = generation;
  rest->hyphenated = lines[count - 1].hyphenated;
  rest->start = (LineOrigin){.offset = lines[count - 1].end_offset,
                             .number = before + (before == count ? start->number : 0),
                             .open_count = w->open->len};
  rest->start.open = arena_copy(w->layout->arena, w->open->pdata, w->open->len * sizeof(gpointer));
  w->queue->rest = rest;
}

static void take_open(LineWork *w, const LineOrigin *start) {
  for (guint i = 0; i < start->open_count; i++)
    g_ptr_array_add(w->open, start->open[i]);
}

void lines_continue(Queue *queue) {
  LineRest *rest = queue->rest;
  const size_t fresh = queue->count;
  queue->rest = NULL;
  LineRun *run = arena_copy(queue->layout->arena, &rest->run, sizeof *run);
  job_measure(queue, &run->job);
  LineSpec spec = job_spec(&run->job);
  limit_lines(&spec, &run->job);
  LineWork work;
  work_init(&work, queue, &run->job);
  work_find_leading(&work, run->lifted);
  take_open(&work, &rest->start);
  int count;
  const TextLine *lines = paragraph_break(rest->paragraph, &spec, rest->start.offset, &count);
  const Style *style = run->job.block->style;
  const bool allowed =
      rest->start.number == 0 ||
      (rest->start.number >= style->orphans && lines_behind(run, lines, count, 0) >= style->widows);
  price_break(queue_add(queue, ITEM_BREAK, NULL), run, allowed, rest->hyphenated);
  add_lines(&work, run, &spec, lines, count, &rest->start, NULL, 0);
  leave_rest(&work, run, &rest->start, rest->paragraph, rest->generation, lines, count);
  work_release(&work);
  for (size_t i = fresh; i < queue->count; i++)
    queue->items[i].generation = rest->generation;
  g_free(rest);
}

void lines_add(Queue *queue, const LineJob *job) {
  LineSpec spec = job_spec(job);
  const bool anew = queue->layout->side_floats || queue->layout->widths_change;
  if (anew)
    limit_lines(&spec, job);
  const FoNode *initial = job_initial(job);
  Paragraph *paragraph =
      initial ? job_collect_first(queue, job, initial, &spec) : job_collect(queue, job, NULL);
  int count;
  const TextLine *lines = paragraph_break(paragraph, &spec, 0, &count);
  LineWork work;
  work_init(&work, queue, job);
  work.initial = initial;
  work_find_leading(&work, NULL);
  for (guint i = 0; work.leading && i < work.leading->len; i++)
    queue_add_float(queue, work.leading->pdata[i]);
  LineRun own = {.job = *job, .keep_cost = queue_keep_cost(queue)};
  own.first_end = initial && count > 1 ? lines[0].end_offset : 0;
  const LineRun *run = anew ? arena_copy(queue->layout->arena, &own, sizeof own) : &own;
  add_lines(&work, run, &spec, lines, count, &(LineOrigin){0}, NULL, 0);
  leave_rest(&work, run, &(LineOrigin){0}, paragraph, queue->layout->generation, lines, count);
  work_release(&work);
}

/* ---- Lines anew, beside floats and on other pages ----------------------------------------------- */

/* How many items from `at` to `end` are lines of the paragraph, and what is between them. */
static size_t items_of_paragraph(const Queue *queue, size_t at, size_t end, const LineRun *run) {
  size_t last = at;
  for (size_t i = at; i < end; i++) {
    const Item *item = &queue->items[i];
    if (item->kind == ITEM_BOX && item->box.line &&
        item->box.line->run->job.first == run->job.first)
      last = i;
    else if (item->kind != ITEM_NOTE && (item->kind != ITEM_BREAK || item->node))
      break;
  }
  return last - at + 1;
}

/* Puts the items from number `fresh` of the window on, which point into arenas from `oldest` on, in the place of the
 * `old` ones at `at`. They count as being as old as those were, so that no arena goes that an item behind them
 * points into. */
static void splice(Queue *queue, size_t at, size_t old, size_t fresh, unsigned oldest) {
  const size_t added = queue->count - fresh, after = fresh - at - old;
  const unsigned generation = MIN(queue->items[at].generation, oldest);
  Item *copy = g_memdup2(queue->items + fresh, added * sizeof(Item));
  memmove(queue->items + at + added, queue->items + at + old, after * sizeof(Item));
  for (size_t i = 0; i < added; i++) {
    queue->items[at + i] = copy[i];
    queue->items[at + i].generation = generation;
  }
  g_free(copy);
  queue->count = at + added + after;
  for (size_t i = at + added; i < queue->count; i++)
    if (queue->items[i].kind == ITEM_OPEN && queue->items[i].frame->repeat)
      queue->items[i].frame->body_index += added - old;
}

/* Adds the side-floats among `notes` as items, and remembers in the run that they are. */
static void lift(Queue *queue, LineRun *run, const Note *notes) {
  for (; notes; notes = notes->next) {
    if (notes->node->element != FO_FLOAT || float_of(notes->node) == KW_BEFORE)
      continue;
    Note *note = arena_new_object(queue->layout->arena, Note);
    note->node = notes->node;
    note->next = run->lifted;
    run->lifted = note;
    queue_add_float(queue, notes->node);
  }
}

/* The lines are broken with the widths that the shapes leave. `rest`: of the paragraph, which is then made as it
 * is needed, or NULL. Gives the oldest generation that they point into. */
static unsigned add_lines_anew(Queue *queue, LineRun *run, const LineOrigin *start,
                               const LineShape *shapes, int count, const LineRest *rest) {
  LineSpec spec = job_spec(&run->job);
  Length *widths = g_new(Length, MAX(1, count));
  for (int i = 0; i < count; i++)
    widths[i] = spec.width - shapes[i].left - shapes[i].right;
  spec.widths = widths;
  spec.width_count = count;
  LineWork work;
  work_init(&work, queue, &run->job);
  work.initial = start->offset == 0 ? job_initial(&run->job) : NULL;
  work_find_leading(&work, run->lifted);
  take_open(&work, start);
  const bool again = rest && !work.initial;
  const unsigned generation = again ? rest->generation : queue->layout->generation;
  Paragraph *paragraph = again ? rest->paragraph : job_collect_again(queue, run, start, &spec);
  if (rest && !again)
    paragraph_free(rest->paragraph);
  if (rest)
    limit_lines(&spec, &run->job);
  int line_count;
  const TextLine *lines = paragraph_break(paragraph, &spec, start->offset, &line_count);
  if (work.initial)
    run->first_end = line_count > 1 ? lines[0].end_offset : 0;
  add_lines(&work, run, &spec, lines, line_count, start, shapes, count);
  leave_rest(&work, run, start, paragraph, generation, lines, line_count);
  work_release(&work);
  g_free(widths);
  return generation;
}

/* The rest of this paragraph, if the queue has one; the caller owns it. */
static LineRest *rest_of(Queue *queue, const LineRun *run) {
  LineRest *rest = queue->rest;
  if (!rest || rest->run.job.first != run->job.first)
    return NULL;
  queue->rest = NULL;
  return rest;
}

static bool reflow(Queue *queue, size_t index, const LineShape *shapes, int count,
                   const Note *notes) {
  enum { MOST_REFLOWS = 64 }; /* of what begins with one line */
  const size_t at = index - queue->base, fresh = queue->count;
  const LineOrigin *start = queue->items[at].box.line;
  const bool further = start->offset > start->run->reflowed;
  if (!further && start->run->reflows >= MOST_REFLOWS)
    return false;
  const bool at_first = queue->at_first;
  LineRun *run = arena_copy(queue->layout->arena, start->run, sizeof *run);
  run->reflows = further ? 1 : run->reflows + 1;
  run->reflowed = start->offset;
  lift(queue, run, notes);
  LineRest *rest = rest_of(queue, run);
  const unsigned generation = add_lines_anew(queue, run, start, shapes, count, rest);
  g_free(rest);
  queue->at_first = at_first;
  splice(queue, at, items_of_paragraph(queue, at, fresh, run), fresh, generation);
  return true;
}

bool lines_reflow(Queue *queue, size_t index, const LineShape *shapes, int count) {
  return reflow(queue, index, shapes, count, NULL);
}

bool lines_lift_floats(Queue *queue, size_t index) {
  return reflow(queue, index, NULL, 0, queue->items[index - queue->base].box.notes);
}

/* A copy of the origin of a line and what it leads to, so that what is made from it does not keep the arena
 * that it was in. */
static LineOrigin origin_copy(Arena *arena, const LineOrigin *origin, LineRun *run) {
  LineOrigin copy = *origin;
  run->lifted = NULL;
  for (const Note *note = origin->run->lifted; note; note = note->next) {
    Note *kept = arena_copy(arena, note, sizeof *note);
    kept->next = run->lifted;
    run->lifted = kept;
  }
  copy.run = run;
  copy.open = arena_new_array(arena, Owner *, MAX(1, origin->open_count));
  for (guint i = 0; i < origin->open_count; i++) {
    Owner *owner = arena_copy(arena, origin->open[i], sizeof *owner);
    if (owner->behind)
      owner->behind = arena_copy(arena, owner->behind, sizeof *owner);
    copy.open[i] = owner;
  }
  return copy;
}

size_t lines_resize(Queue *queue, size_t index) {
  const size_t at = index - queue->base, fresh = queue->count;
  const bool at_first = queue->at_first;
  Arena *arena = queue->layout->arena;
  LineRun *run = arena_copy(arena, queue->items[at].box.line->run, sizeof *run);
  const LineOrigin start = origin_copy(arena, queue->items[at].box.line, run);
  job_measure(queue, &run->job);
  LineRest *rest = rest_of(queue, run);
  const unsigned generation = add_lines_anew(queue, run, &start, NULL, 0, rest);
  g_free(rest);
  queue->at_first = at_first;
  const size_t added = queue->count - fresh;
  splice(queue, at, items_of_paragraph(queue, at, fresh, run), fresh, generation);
  for (size_t i = at; i < at + added; i++)
    queue->items[i].generation = generation;
  return index + added - (added > 0);
}

/* ---- Patterns ----------------------------------------------------------------------------------- */

Area *lines_pattern(Layout *layout, const FoNode *leader, Length *baseline) {
  enum { WIDE = 1 << 30 };
  Queue queue = {.layout = layout};
  const LineJob job = {.block = leader, .first = leader->first, .width = WIDE};
  const LineSpec spec = {.width = WIDE, .align = ALIGN_LEFT, .align_last = ALIGN_LEFT};
  Paragraph *paragraph = job_collect(&queue, &job, NULL);
  int count;
  const TextLine *lines = paragraph_break(paragraph, &spec, 0, &count);
  LineWork work;
  work_init(&work, &queue, &job);
  work.align = ALIGN_LEFT;
  work.width = count > 0 ? lines[0].width : 0;
  Area *area = count > 0 ? line_area(&work, &lines[0]) : NULL;
  *baseline = work.above;
  work_release(&work);
  paragraph_free(paragraph);
  return area;
}
