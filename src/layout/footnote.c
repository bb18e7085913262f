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

static Length notes_height(NoteRoom *room, const Note *notes) {
  Footnotes *f = (Footnotes *)room;
  Length height = room->used == 0 && f->separator ? f->separator->height : 0;
  for (const Note *note = notes; note; note = note->next)
    height += note_body(f, note->node)->height;
  return height;
}

void footnotes_init(Footnotes *f, Sequence *sequence, Context context) {
  *f = (Footnotes){.room = {.height = notes_height}, .sequence = sequence, .context = context};
  f->bodies = g_hash_table_new(NULL, NULL);
  const FoNode *separator = sequence_static(sequence->node, "xsl-footnote-separator");
  Length height;
  if (separator) {
    f->separator = layout_whole(sequence->layout, separator, context, &height, NULL);
    f->separator->artifact = ARTIFACT_LAYOUT;
  }
}

void footnotes_place(Footnotes *f, const Note *notes, Area *body, Rect content) {
  if (!notes)
    return;
  Length y = content.y + content.height - f->room.used;
  if (f->separator) {
    f->separator->x = content.x;
    f->separator->y = y;
    area_append(body, f->separator);
    y += f->separator->height;
  }
  for (const Note *note = notes; note; note = note->next) {
    Area *area = note_body(f, note->node);
    area->x = content.x;
    area->y = y;
    area_append(body, area);
    y += area->height;
  }
}

void footnotes_release(Footnotes *f) {
  g_hash_table_unref(f->bodies);
}
