/* A region-body is filled from the top in sections: columns side by side, or one column over all of
 * them where blocks have span="all" (XSL 1.1 §7.21.4). Columns above a span are balanced: they get
 * the least height in which their content fits. The last ones of a flow are not, as in FOP. */
#include "layout/body.h"
#include "layout/changebar.h"
#include "layout/footnote.h"

/* How often columns are filled until each leaves the room that the footnotes of all take. */
enum { NOTE_ATTEMPTS = 4 };

/* So many columns are balanced one by one; of more all are of one height, as the time for the former grows
 * with the square of their number. */
enum { COLUMNS_BALANCED = 100 };

typedef struct {
  Sequence *sequence;
  PageBuild *page;
  Area *region;
  Rect content;
  int columns;
  Length gap, column_width;
  bool rtl;
  Length y;    /* what the sections above take */
  Length most; /* of the section's columns, above the footnotes of all; 0: no limit */
  bool trying; /* heights: what does not fit need not be placed */
  bool quiet;  /* as in Room */
  int before_span;
  Footnotes footnotes;
  Note *notes;
} Body;

/* The parts of a section's columns, of those that hold something. */
typedef struct {
  Part *parts;
  Length *notes; /* what footnotes take up to each */
  int count, capacity;
  Cursor end;
} Columns;

static int columns_add(Columns *columns) {
  if (columns->count == columns->capacity) {
    columns->capacity = MAX(4, 2 * columns->capacity);
    columns->parts = g_renew(Part, columns->parts, columns->capacity);
    columns->notes = g_renew(Length, columns->notes, columns->capacity);
  }
  return columns->count++;
}

static Columns columns_copy(const Columns *columns) {
  Columns copy = *columns;
  copy.parts = g_memdup2(columns->parts, (gsize)columns->capacity * sizeof(Part));
  copy.notes = g_memdup2(columns->notes, (gsize)columns->capacity * sizeof(Length));
  return copy;
}

static void columns_release(Columns *columns) {
  g_free(columns->parts);
  g_free(columns->notes);
}

static Length column_x(const Body *body, int column) {
  const Length offset = (body->column_width + body->gap) * column;
  return body->content.x + (body->rtl ? body->content.width - body->column_width - offset : offset);
}

static Length height_left(const Body *body) {
  return body->content.height - body->y;
}

static bool same_cursor(Cursor a, Cursor b) {
  return a.index == b.index && !a.row == !b.row && !a.floats == !b.floats;
}

/* `most`: as in Room; `last`: of the page's columns. */
static Part fill_one(Body *body, Cursor from, Length most, bool last) {
  const Length height = height_left(body);
  const bool room_left = body->footnotes.room.used < height;
  const Room room = {
      .height = height,
      .most = most,
      .whole = body->content.height,
      .must_place = !body->trying && body->y == 0 && !body->footnotes.floats.carried && room_left,
      .top = true,
      .below = body->y > 0,
      .page_end = last,
      .last_column = last && body->columns > 1,
      .before_span = body->before_span,
      .quiet = body->quiet,
      .notes = &body->footnotes.room,
  };
  return fit(body->sequence->queue, from, room);
}

/* ---- Columns ---------------------------------------------------------------------------------- */

/* Does the section go on in its next column after this part? */
static bool goes_on(const Part *part) {
  return part->end == FIT_FULL || (part->end == FIT_BREAK && part->forced == KW_COLUMN);
}

/* Fills the columns from number `first` on, which begins at `from`; they are at most `most` high (0: no
 * limit). */
static void fill_columns(Body *body, Cursor from, Length most, Columns *columns, int first) {
  BeforeFloats *floats = &body->footnotes.floats;
  Length highest = 0;
  for (int i = 0; i < first; i++)
    highest = MAX(highest, columns->parts[i].height);
  columns->count = first;
  columns->end = from;
  while (columns->count < body->columns) {
    const int i = columns_add(columns);
    Part *part = &columns->parts[i];
    if (i > 0) /* a float in this column moves the others down, too */
      floats->most = (most ? most : height_left(body)) - highest - body->footnotes.room.used;
    const bool last = i + 1 == body->columns;
    body->quiet = last && i > 0;
    *part = fill_one(body, columns->end, most, last);
    body->quiet = false;
    columns->notes[i] = body->footnotes.room.used;
    highest = MAX(highest, part->height);
    columns->end = part->next;
    if (!goes_on(part))
      break;
  }
  floats->most = G_MAXINT64;
}

/* Fills the section's columns so that each leaves room for the footnotes of all: one whose reference stands in a later
 * column would else find those before it full. */
static void fill_above_notes(Body *body, Cursor from, Columns *columns) {
  NoteRoom *room = &body->footnotes.room;
  const Length notes = room->used;
  Length most = 0;
  for (int attempt = 0; attempt < NOTE_ATTEMPTS; attempt++) {
    room->used = notes;
    fill_columns(body, from, most, columns, 0);
    const Length left = height_left(body) - room->used - room->head;
    Length highest = 0;
    for (int i = 0; i < columns->count; i++)
      highest = MAX(highest, columns->parts[i].height);
    body->most = most;
    if (columns->count == 1 || left <= 0 || highest <= left + LENGTH_PER_POINT / 16)
      return;
    most = left;
  }
}

/* ---- Where the page ends ---------------------------------------------------------------------- */

/* What it costs that the page ends with this part; `first`: it is that of the first column. */
static int page_end_cost(Body *body, const Part *part, bool first) {
  if (part->end == FIT_FULL && !part->any)
    return first ? COST_ALWAYS - 1 : G_MAXINT;
  if (part->end == FIT_FULL || part->next.row)
    return part->cost;
  return queue_item(body->sequence->queue, part->next.index - 1)->brk.cost.page;
}

/* Does an end that costs so much break keeps, and not only leave lines alone? */
static bool breaks_keeps(int cost) {
  return cost >= COST_ALWAYS || cost % COST_ORPHAN > 0;
}

static void refill(Body *body, Cursor from, Length notes, Columns *columns, int column) {
  body->footnotes.room.used = column > 0 ? columns->notes[column - 1] : notes;
  columns->parts[column] =
      fill_one(body, column > 0 ? columns->parts[column - 1].next : from, body->most, true);
  columns->notes[column] = body->footnotes.room.used;
  columns->count = column + 1;
  columns->end = columns->parts[column].next;
}

/* Columns end where that breaks no keeps within columns. If with the last one those within the page are broken, the page
 * ends in another column, those behind it empty, if that costs less. */
static void choose_page_end(Body *body, Cursor from, Length notes, Columns *columns) {
  Columns tried = columns_copy(columns);
  const int last = columns->count - 1;
  int cost = page_end_cost(body, &columns->parts[last], false), best = last;
  body->quiet = true;
  for (int i = last - 1; i >= 0 && breaks_keeps(cost); i--) {
    refill(body, from, notes, &tried, i);
    const int own = page_end_cost(body, &tried.parts[i], i == 0);
    if (own < cost) {
      best = i;
      cost = own;
    }
  }
  body->quiet = false;
  columns_release(&tried);
  if (best < last || (cost >= COST_ALWAYS && columns->parts[last].any))
    refill(body, from, notes, columns, best);
  else
    body->footnotes.room.used = columns->notes[last];
}

/* ---- Columns of one height -------------------------------------------------------------------- */

/* Do columns of this height hold all that the section holds? */
static bool holds(Body *body, Cursor from, Cursor end, Length height, Columns *columns, int first) {
  const Length notes = body->footnotes.room.used;
  body->trying = true;
  fill_columns(body, from, height, columns, first);
  body->trying = false;
  body->footnotes.room.used = notes;
  const Part *last = &columns->parts[columns->count - 1];
  return !goes_on(last) && same_cursor(columns->end, end);
}

/* The least height, to a point, at which the columns from number `first` on hold what they hold. */
static Length least_height(Body *body, Cursor from, Cursor end, Length high, Columns *columns,
                           int first) {
  Length low = 0;
  for (int i = first; i < columns->count; i++)
    low += columns->parts[i].height;
  low /= body->columns - first;
  while (high - low > LENGTH_PER_POINT) {
    const Length middle = (low + high) / 2;
    if (holds(body, from, end, middle, columns, first))
      high = middle;
    else
      low = middle;
  }
  return high;
}

/* Fills the columns anew: each as high as it must be so that those after it need not be higher, which
 * leaves no column empty that could have a line. */
static void balance(Body *body, Cursor from, Columns *columns) {
  const Cursor end = columns->end;
  Length high = body->most ? body->most : height_left(body);
  for (int first = 0; first < body->columns; first++) {
    high = least_height(body, from, end, high, columns, first);
    fill_columns(body, from, high, columns, first);
    if (!goes_on(&columns->parts[first]) || columns->count > COLUMNS_BALANCED)
      return;
    from = columns->parts[first].next;
    body->footnotes.room.used = columns->notes[first];
  }
}

/* The page is bound at the side where its sequence begins, on odd pages. */
static void add_change_bars(Body *body, Area *area, Length width, int index, int columns) {
  const BarColumn column = {
      .area = area,
      .width = width,
      .index = index,
      .columns = columns,
      .rtl = body->rtl,
      .left_binding = (body->sequence->number % 2 != 0) != body->rtl,
  };
  change_bars_add(body->sequence->layout, body->page->change_bars, &column, body->region);
}

/* `across`: how many columns stand side by side. */
static Length place_columns(Body *body, const Columns *columns, int across) {
  const Length width = across == 1 ? body->content.width : body->column_width;
  Length height = 0;
  for (int i = 0; i < columns->count; i++) {
    const Part *part = &columns->parts[i];
    height = MAX(height, part->height);
    if (!part->areas)
      continue;
    part->areas->x = column_x(body, i);
    part->areas->y = body->content.y + body->y;
    part->areas->node = body->sequence->flow;
    area_append(body->region, part->areas);
    add_change_bars(body, part->areas, width, i, across);
    for (Note **tail = &body->notes; part->notes; tail = &(*tail)->next)
      if (!*tail) {
        *tail = part->notes;
        break;
      }
  }
  return height;
}

/* ---- Sections ------------------------------------------------------------------------------------ */

static Part section_of_columns(Body *body) {
  Sequence *s = body->sequence;
  Columns columns = {0};
  const Length notes = body->footnotes.room.used;
  fill_above_notes(body, s->cursor, &columns);
  Part last = columns.parts[columns.count - 1];
  if (last.end == FIT_BREAK && last.forced == KW_ALL && body->columns > 1) {
    body->footnotes.room.used = notes;
    balance(body, s->cursor, &columns);
  } else if (columns.count == body->columns && body->columns > 1 && goes_on(&last)) {
    choose_page_end(body, s->cursor, notes, &columns);
  }
  last = columns.parts[columns.count - 1];
  s->cursor = columns.end;
  body->y += place_columns(body, &columns, body->columns);
  columns_release(&columns);
  return last;
}

static Part section_of_span(Body *body) {
  Sequence *s = body->sequence;
  Part part = fill_one(body, s->cursor, 0, true);
  const Columns one = {.parts = &part, .count = 1};
  s->cursor = part.next;
  body->y += place_columns(body, &one, 1);
  return part;
}

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
  const Part part = s->spanning ? section_of_span(body) : section_of_columns(body);
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
  const Length room = height_left(body) - body->footnotes.room.used - floats;
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
      add_change_bars(body, note, body->content.width, 0, 1);
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
