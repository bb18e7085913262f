/* A region-body is filled from the top in sections: columns side by side, or one column over all of
 * them where blocks have span="all" (XSL 1.1 §7.21.4). Columns above a span are balanced: they get
 * the least height in which their content fits. The last ones of a flow are not, as in FOP. */
#include "layout/body.h"
#include "layout/body_columns.h"

static bool parity_matches(Keyword forced, int number) {
  if (forced == KW_EVEN_PAGE)
    return number % 2 == 0;
  return forced != KW_ODD_PAGE || number % 2 != 0;
}

/* A break to a page like this one, before anything stands on it, has been obeyed already. */
static bool obeyed(const Body *body, const Part *part) {
  return part->end == FIT_BREAK && !part->any && body->y == 0 && part->forced != KW_COLUMN &&
         !body->sequence->page_begun && parity_matches(part->forced, body->sequence->number) &&
         !(part->areas && part->areas->first);
}

/* Where a section begins. */
typedef struct {
  Cursor cursor;
  bool spanning;
  Length y, notes_used;
  Area *last; /* in the region */
  Note *last_note;
  GPtrArray *change_bars;
} Mark;

static Mark mark_here(const Body *body) {
  const Sequence *s = body->sequence;
  Note *last_note = body->notes;
  while (last_note && last_note->next)
    last_note = last_note->next;
  return (Mark){
      .cursor = s->cursor,
      .spanning = s->spanning,
      .y = body->y,
      .notes_used = body->footnotes.room.used,
      .last = body->region->last,
      .last_note = last_note,
      .change_bars = g_ptr_array_copy(body->page->change_bars, NULL, NULL),
  };
}

static void mark_clear(gpointer mark) {
  g_ptr_array_unref(((Mark *)mark)->change_bars);
}

/* The page is filled again from there. */
static void rewind_to(Body *body, const Mark *mark) {
  Sequence *s = body->sequence;
  s->cursor = mark->cursor;
  s->spanning = mark->spanning;
  body->y = mark->y;
  body->footnotes.room.used = mark->notes_used;
  *(mark->last_note ? &mark->last_note->next : &body->notes) = NULL;
  *(mark->last ? &mark->last->next : &body->region->first) = NULL;
  body->region->last = mark->last;
  g_ptr_array_set_size(body->page->change_bars, 0);
  g_ptr_array_extend(body->page->change_bars, mark->change_bars, NULL, NULL);
}

/* What it costs that the page ends before the section that begins there. */
static int cost_before(Body *body, const Mark *mark) {
  const Item *item =
      mark->cursor.row ? NULL : queue_item(body->sequence->queue, mark->cursor.index);
  return item && item->kind == ITEM_BREAK && !item->brk.forced ? item->brk.cost.page : 0;
}

static void report_broken_keep(Body *body, const Mark *mark) {
  if (cost_before(body, mark) >= COST_ALWAYS)
    diag_layout_keep_broken(body->sequence->layout->diagnostics,
                            fo_place(queue_item(body->sequence->queue, mark->cursor.index)->node));
}

/* Fills a section; false: the page ends with it. */
static bool fill_section(Body *body) {
  Sequence *s = body->sequence;
  const Part part = s->spanning ? body_fill_span(body) : body_fill_columns(body);
  s->flow_ended = part.end == FIT_END;
  s->forced = KW_UNSET;
  if (part.end != FIT_BREAK)
    return false;
  if (part.forced == KW_ALL || part.forced == KW_NONE)
    s->spanning = part.forced == KW_ALL;
  else if (!obeyed(body, &part))
    s->forced = part.forced;
  return !s->forced;
}

/* The last of the sections found no room on the page, and is kept with the one before it, which is to end earlier, or
 * not to begin. False: that cannot be. */
static bool end_before_kept(Body *body, const GArray *marks) {
  const int kept = cost_before(body, &g_array_index(marks, Mark, marks->len - 1));
  body->before_span = kept;
  bool done = false;
  for (guint i = marks->len - 1; i > 0 && !done; i--) {
    const Mark *mark = &g_array_index(marks, Mark, i - 1);
    rewind_to(body, mark);
    fill_section(body);
    done = !cursor_same(body->sequence->cursor, mark->cursor) ||
           (mark->y > 0 && cost_before(body, mark) < kept);
  }
  body->before_span = 0;
  return done;
}

static void fill_sections(Body *body) {
  Sequence *s = body->sequence;
  GArray *marks = g_array_new(FALSE, FALSE, sizeof(Mark));
  g_array_set_clear_func(marks, mark_clear);
  do {
    const Mark mark = mark_here(body);
    g_array_append_val(marks, mark);
  } while (fill_section(body));
  const Mark *last = &g_array_index(marks, Mark, marks->len - 1);
  if (marks->len > 1 && !s->flow_ended && cursor_same(s->cursor, last->cursor) &&
      cost_before(body, last) > 0 && !end_before_kept(body, marks)) {
    report_broken_keep(body, last);
    rewind_to(body, &g_array_index(marks, Mark, 0));
    while (fill_section(body))
      continue;
  }
  g_array_unref(marks);
}

/* The floats at the top move all that was placed down; display-align does, too. */
static void align_sections(Body *body, const Style *style) {
  Area *last = body->region->last;
  const Length floats =
      before_floats_place(&body->footnotes.floats, body->notes, body->region, body->content);
  const Length room = body_height_left(body) - body->footnotes.room.used - floats;
  const Length down = floats + display_offset(style->display_align, room);
  for (Area *area = last ? body->region->first : NULL; area; area = area->next) {
    area->y += down;
    if (area == last)
      break;
  }
  body->y += floats;
}

static Note *footnotes_among(Note *notes) {
  Note *first = NULL, **tail = &first;
  for (Note *note = notes; note; note = note->next)
    if (note->node->element == FO_FOOTNOTE) {
      *tail = note;
      tail = &note->next;
    }
  *tail = NULL;
  return first;
}

/* The first page makes the queue. */
static void set_widths(Sequence *s, Context column, Length span_width) {
  if (s->queue)
    queue_set_widths(s->queue, s->cursor, column, span_width);
  else
    s->queue = queue_new_flow(s->layout, s->flow, column, span_width);
}

/* Footnotes and floats stand apart from the text: a bar begins and ends in one of them. */
static void add_note_bars(Body *body, Area *first) {
  GPtrArray *outside = body->page->change_bars;
  body->page->change_bars = g_ptr_array_new();
  for (Area *note = first; note; note = note->next)
    if (note->kind == AREA_BOX)
      body_add_change_bars(body, note, body->content.width, 0, 1);
  g_ptr_array_unref(body->page->change_bars);
  body->page->change_bars = outside;
}

/* The columns of a region-body whose content rectangle is known: as many as are asked for, as long as each
 * is a point wide. */
static void measure_columns(Body *body, const Style *style) {
  const Length width = body->content.width;
  const Length gap = size_resolve(style->column_gap, width);
  const Length room = (width + MAX(0, gap)) / (LENGTH_PER_POINT + MAX(0, gap));
  body->columns = (int)CLAMP(style->column_count, 1, MAX(1, room));
  body->gap = body->columns > 1 ? gap : 0;
  body->column_width = MAX(0, (width - body->gap * (body->columns - 1)) / body->columns);
}

/* A body of the master, without anything in it; false if it has none. */
static bool measure_body(const FoNode *master, const char *name, Body *body) {
  const PageGeometry g = master_geometry(master, name);
  const FoNode *node = g.regions[REGION_BODY].node;
  if (!node)
    return false;
  *body = (Body){.rtl = region_rtl(node)};
  body->content = region_content(node, g.regions[REGION_BODY].rect, body->rtl);
  if (orientation_of(node) % 180 != 0)
    body->content.width = body->content.height;
  measure_columns(body, node->style);
  return true;
}

bool body_widths_change(const Sequence *sequence) {
  GPtrArray *masters = g_ptr_array_new();
  master_reachable(sequence->layout, &sequence->masters, masters);
  bool changes = false, any = false;
  Body first = {.columns = 0}, body;
  const char *target;
  for (guint i = 0; i < masters->len; i++)
    for (int k = 0; (target = fo_flow_target(sequence->flow, k)) || k == 0; k++) {
      if (!measure_body(g_ptr_array_index(masters, i), target, &body))
        continue;
      first = any ? first : body;
      any = true;
      changes = changes || body.content.width != first.content.width || body.rtl != first.rtl ||
                body.column_width != first.column_width;
    }
  g_ptr_array_unref(masters);
  return changes;
}

void body_fill(Sequence *sequence, const PageGeometry *g, PageBuild *page, Area *region) {
  const FoNode *node = region->node;
  const Style *style = node->style;
  const bool rtl = region_rtl(node);
  Rect content = region_content(node, g->regions[REGION_BODY].rect, rtl);
  region = region_viewport(sequence->layout, region, node, &content);
  Body body = {
      .sequence = sequence, .page = page, .region = region, .content = content, .rtl = rtl};
  measure_columns(&body, style);
  if (style->column_count > body.columns)
    diag_layout_column_count(sequence->layout->diagnostics, fo_place(node), style->column_count,
                             body.columns);
  const Context whole = {
      .width = body.content.width, .height = body.content.height, .rtl = body.rtl};
  Context column = whole;
  column.width = body.column_width;
  set_widths(sequence, column, whole.width);
  footnotes_init(&body.footnotes, sequence, whole);
  fill_sections(&body);
  const Area *last = region->last;
  align_sections(&body, style);
  footnotes_place(&body.footnotes, footnotes_among(body.notes), region, body.content, body.y);
  add_note_bars(&body, last ? last->next : region->first);
  footnotes_release(&body.footnotes);
}
