/* The columns of a section: filled side by side, ended where that costs least, balanced above a span. */
#include "layout/body_columns.h"
#include "layout/changebar.h"

/* How often columns are filled until each leaves the room that the footnotes of all take. */
enum { NOTE_ATTEMPTS = 4 };

/* So many columns are balanced one by one; of more all are of one height, as the time for the former grows
 * with the square of their number. */
enum { COLUMNS_BALANCED = 100 };

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

Length body_height_left(const Body *body) {
  return body->content.height - body->y;
}

/* Of two fillings, each of which makes the cursors in rows and floats anew. */
static bool same_cursor(Cursor a, Cursor b) {
  return a.index == b.index && !a.row == !b.row && !a.floats == !b.floats;
}

/* `most`: as in Room; `last`: of the page's columns. */
static Part fill_one(Body *body, Cursor from, Length most, bool last) {
  const Length height = body_height_left(body);
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
      floats->most = (most ? most : body_height_left(body)) - highest - body->footnotes.room.used;
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

/* Fills the section's columns so that each leaves room for the footnotes of all: one whose reference
 * stands in a later column would else find those before it full. */
static void fill_above_notes(Body *body, Cursor from, Columns *columns) {
  NoteRoom *room = &body->footnotes.room;
  const Length notes = room->used;
  Length most = 0;
  for (int attempt = 0; attempt < NOTE_ATTEMPTS; attempt++) {
    room->used = notes;
    fill_columns(body, from, most, columns, 0);
    const Length left = body_height_left(body) - room->used - room->head;
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

/* Columns end where that breaks no keeps within columns. If with the last one those within the page
 * are broken, the page ends in another column, those behind it empty, if that costs less. Beside side-floats each try
 * makes lines anew, and the columns are filled once more for cursors to be in those that there are now. */
static void choose_page_end(Body *body, Cursor from, Length notes, Columns *columns) {
  Columns tried = columns_copy(columns);
  const int last = columns->count - 1;
  int cost = page_end_cost(body, &columns->parts[last], false), best = last;
  const bool again = breaks_keeps(cost) && body->sequence->layout->side_floats;
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
  if (again) {
    body->footnotes.room.used = notes;
    fill_columns(body, from, body->most, columns, 0);
    if (columns->count <= last)
      return;
  }
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
  Length high = body->most ? body->most : body_height_left(body);
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
void body_add_change_bars(Body *body, Area *area, Length width, int index, int columns) {
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
    body_add_change_bars(body, part->areas, width, i, across);
    for (Note **tail = &body->notes; part->notes; tail = &(*tail)->next)
      if (!*tail) {
        *tail = part->notes;
        break;
      }
  }
  return height;
}

/* ---- Sections ---------------------------------------------------------------------------------- */

Part body_fill_columns(Body *body) {
  Sequence *s = body->sequence;
  Columns columns = {0};
  const Length notes = body->footnotes.room.used;
  fill_above_notes(body, s->cursor, &columns);
  g_assert(columns.count > 0); /* a section has a first column */
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

Part body_fill_span(Body *body) {
  Sequence *s = body->sequence;
  Part part = fill_one(body, s->cursor, 0, true);
  const Columns one = {.parts = &part, .count = 1};
  s->cursor = part.next;
  body->y += place_columns(body, &one, 1);
  return part;
}
