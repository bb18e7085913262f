/* Footnotes and before-floats while a column is filled: what they take of its room. */
#include "layout/fit.h"

Length fit_notes_height(Fit *fit, const Note *notes) {
  NoteRoom *room = fit->room.notes;
  return room && notes ? room->height(room, notes) : 0;
}

void fit_take_notes(Fit *fit, Note *notes) {
  if (!notes)
    return;
  if (fit->room.notes)
    fit->room.notes->used += fit_notes_height(fit, notes);
  for (Note *note = notes; note; note = note->next) {
    Note *copy = arena_copy(fit->queue->layout->arena, note, sizeof *note);
    copy->next = NULL;
    if (fit->last_note)
      fit->last_note->next = copy;
    else
      fit->notes = copy;
    fit->last_note = copy;
  }
}

void fit_decide_floats(Fit *fit, const Note *notes, Length left) {
  if (fit->room.notes && notes)
    fit->room.notes->decide(fit->room.notes, notes, left);
}

NoteMark fit_note_mark(const Fit *fit) {
  return (NoteMark){fit->last_note, fit->room.notes ? fit->room.notes->used : 0};
}

void fit_note_rewind(Fit *fit, NoteMark mark) {
  fit->last_note = mark.last;
  if (mark.last)
    mark.last->next = NULL;
  else
    fit->notes = NULL;
  if (fit->room.notes)
    fit->room.notes->used = mark.used;
}
