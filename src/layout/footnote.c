#include "layout/footnote.h"

static Area *note_body(Footnotes *f, const FoNode *footnote) {
  Area *area = g_hash_table_lookup(f->bodies, footnote);
  if (area)
    return area;
  Layout *layout = f->sequence->layout;
  Length height = 0;
  for (const FoNode *child = footnote->first; child; child = child->next)
    if (child->element == FO_FOOTNOTE_BODY)
      area = layout_whole(layout, child, f->context, &height, NULL);
  if (!area)
    area = area_new(layout, AREA_BOX, footnote);
  g_hash_table_insert(f->bodies, (gpointer)footnote, area);
  return area;
}

/* ---- Room ------------------------------------------------------------------------------------- */

/* A note of which a page can hold no more than its beginning. */
static bool too_long(Footnotes *f, const Note *note) {
  const Length most = f->context.height - f->context.height / 8;
  const Length separator = f->separator ? f->separator->height : 0;
  return note_body(f, note->node)->height + separator > most;
}

static bool is_footnote(const Note *note) {
  return note->node->element == FO_FOOTNOTE;
}

static bool note_goes_on(NoteRoom *room, const Note *note) {
  return is_footnote(note) && too_long((Footnotes *)room, note);
}

/* Of a note that goes on two lines at least are to stand on the page of its reference. */
static Length least_height(Footnotes *f, const Note *note) {
  const Length height = note_body(f, note->node)->height;
  return too_long(f, note) ? MIN(height, 2 * note->node->style->line_height.length) : height;
}

static Length notes_height(NoteRoom *room, const Note *notes) {
  Footnotes *f = (Footnotes *)room;
  Length height = 0;
  for (const Note *note = notes; note; note = note->next) {
    if (!is_footnote(note))
      continue;
    if (room->used == 0 && height == 0 && f->separator)
      height = f->separator->height;
    height += least_height(f, note);
  }
  return height;
}

static void decide_floats(NoteRoom *room, const Note *notes, Length left) {
  Footnotes *f = (Footnotes *)room;
  for (const Note *note = notes; note; note = note->next) {
    if (is_footnote(note) || note->node->style->float_ != KW_BEFORE)
      continue;
    const Length takes = before_float_decide(&f->floats, note->node, left, room->head);
    room->head += takes;
    left -= takes;
  }
}

/* ---- What goes on on the next page ------------------------------------------------------------- */

static const FoNode *body_node(const FoNode *footnote) {
  for (const FoNode *child = footnote->first; child; child = child->next)
    if (child->element == FO_FOOTNOTE_BODY)
      return child;
  return footnote;
}

void footnotes_rest_release(NotesRest *rest) {
  queue_free(rest->queue);
  *rest = (NotesRest){0};
}

static void next_note(NotesRest *rest) {
  Note *next = rest->notes->next;
  footnotes_rest_release(rest);
  rest->notes = next;
}

static void leave_rest(Footnotes *f, const Note *notes) {
  Layout *layout = f->sequence->layout;
  Note **tail = &f->sequence->rest.notes;
  while (*tail)
    tail = &(*tail)->next;
  for (; notes; notes = notes->next, tail = &(*tail)->next) {
    *tail = arena_new_object(layout->memory, Note);
    (*tail)->node = notes->node;
  }
}

/* As much of the rest as goes into `most`; something in any case if `must` says so. */
static Area *take_rest(Footnotes *f, Length most, bool must) {
  Layout *layout = f->sequence->layout;
  NotesRest *rest = &f->sequence->rest;
  Area *all = area_new(layout, AREA_BOX, NULL);
  all->width = f->context.width;
  while (rest->notes && !layout->stop) {
    const FoNode *body = body_node(rest->notes->node);
    if (!rest->queue)
      rest->queue = queue_new(layout, body, f->context, (BreakCost){0, 0});
    queue_set_context(rest->queue, rest->cursor, f->context);
    const Room room = {.height = most - all->height,
                       .must_place = must && all->height == 0,
                       .rigid = true,
                       .top = true,
                       .page_end = true};
    const Part part = fit(rest->queue, rest->cursor, room);
    if (part.areas) {
      part.areas->node = body;
      part.areas->y = all->height;
      area_append(all, part.areas);
      all->height += part.height;
    }
    rest->cursor = part.next;
    if (part.end == FIT_FULL)
      break;
    if (part.end == FIT_END)
      next_note(rest);
  }
  return all;
}

/* ---- The page ------------------------------------------------------------------------------------ */

void footnotes_init(Footnotes *f, Sequence *sequence, Context context) {
  *f = (Footnotes){
      .room = {.height = notes_height, .goes_on = note_goes_on, .decide = decide_floats},
      .sequence = sequence,
      .context = context};
  f->bodies = g_hash_table_new(NULL, NULL);
  const FoNode *separator = sequence_static(sequence->node, "xsl-footnote-separator");
  Length height;
  if (separator) {
    f->separator = layout_whole(sequence->layout, separator, context, &height, NULL);
    f->separator->artifact = ARTIFACT_LAYOUT;
  }
  if (sequence->rest.notes) {
    f->carried = take_rest(f, context.height * 3 / 4, true);
    f->room.used = f->carried->height + (f->separator ? f->separator->height : 0);
  }
  f->room.head = before_floats_init(&f->floats, sequence, context, context.height - f->room.used);
}

static Length append_below(Area *body, Area *area, Length x, Length y) {
  area->x = x;
  area->y = y;
  area_append(body, area);
  return y + area->height;
}

/* Adds up the notes that stand whole in `room`; the first that does not is returned. */
static const Note *count_whole(Footnotes *f, const Note *notes, Length room, Length *height) {
  for (; notes && !f->sequence->rest.notes; notes = notes->next) {
    const Length own = note_body(f, notes->node)->height;
    if (*height + own > room + LENGTH_PER_POINT)
      break;
    *height += own;
  }
  return notes;
}

/* Leaves `notes` to the next page, but for as much of them as goes into `room`, or NULL. */
static Area *begin_rest(Footnotes *f, const Note *notes, Length room) {
  const bool waiting = f->sequence->rest.notes != NULL;
  leave_rest(f, notes);
  if (waiting || !notes)
    return NULL;
  Area *begun = take_rest(f, room, false);
  return begun->first ? begun : NULL;
}

void footnotes_place(Footnotes *f, const Note *notes, Area *body, Rect content, Length text) {
  if (!notes && !f->carried)
    return;
  const Length room = content.height - text;
  Length height = f->separator ? f->separator->height : 0;
  height += f->carried ? f->carried->height : 0;
  const Note *rest = count_whole(f, notes, room, &height);
  Area *begun = begin_rest(f, rest, room - height);
  height += begun ? begun->height : 0;
  if (rest == notes && !begun && !f->carried)
    return; /* columns before that of the reference are full */
  Length y = content.y + content.height - height;
  if (f->separator)
    y = append_below(body, f->separator, content.x, y);
  if (f->carried)
    y = append_below(body, f->carried, content.x, y);
  for (const Note *note = notes; note != rest; note = note->next)
    y = append_below(body, note_body(f, note->node), content.x, y);
  if (begun)
    append_below(body, begun, content.x, y);
}

void footnotes_release(Footnotes *f) {
  before_floats_release(&f->floats);
  g_hash_table_unref(f->bodies);
}
