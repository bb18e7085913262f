/* The ends of a line, and its width: what vanishes, and what stretches and shrinks. */
#include "text/line_internal.h"

/* ---- The ends ----------------------------------------------------------------------------------- */

/* Drops the spaces at the line's end, or sets them aside where they are to be kept (UAX 9 rule L1
 * gives those the paragraph's level), and the letter-spacing of the last cluster. Where the line ends
 * between two words one space stays, without a width: whoever reads the text needs it. */
static void trim_spaces(Line *line, bool between_words) {
  const Paragraph *paragraph = line->paragraph;
  GArray *atoms = line->scratch->atoms;
  unsigned kept = G_MAXUINT;
  for (unsigned i = atoms->len; i-- > 0;) {
    LineAtom *on_line = line_atom(line, i);
    const Atom *atom = on_line->atom;
    if (!atom_has_extent(atom))
      continue;
    if (!atom->vanishes) {
      if (atom->kind == ATOM_WORD && !on_line->hyphen) {
        on_line->trimmed = true;
        on_line->width -= word_last_spacing(on_line->word, style_of(line, on_line));
      }
      if (kept != G_MAXUINT)
        line_atom(line, kept)->level = on_line->level;
      break;
    }
    if (atom->kind == ATOM_WORD) {
      g_array_remove_index(atoms, i);
      kept -= kept != G_MAXUINT;
    } else if (paragraph_node(paragraph, atom)->preserve) {
      on_line->trailing = true;
      on_line->level = paragraph->direction == TEXT_RTL ? 1 : 0;
      line->trailing += on_line->width;
    } else {
      if (!between_words || kept != G_MAXUINT)
        g_array_remove_index(atoms, between_words ? kept : i);
      if (between_words) {
        kept = i;
        *on_line = (LineAtom){.atom = atom, .level = atom->level, .trailing = true};
      }
    }
  }
}

/* Conditional spaces at the beginning of the line, up to the first border or padding, vanish … */
static void discard_leading(Line *line) {
  for (unsigned i = 0; i < line->scratch->atoms->len; i++) {
    LineAtom *on_line = line_atom(line, i);
    if (on_line->atom->kind == ATOM_POINT)
      continue;
    if (atom_vanishes_first(line->paragraph, on_line->atom)) {
      g_array_remove_index(line->scratch->atoms, i--);
      continue;
    }
    if (on_line->atom->kind != ATOM_OPEN)
      break;
    on_line->width -= paragraph_node(line->paragraph, on_line->atom)->discard;
    if (on_line->width != 0)
      break;
  }
}

/* … and those at its end, behind the last thing with extent. */
static void discard_trailing(Line *line) {
  for (unsigned i = line->scratch->atoms->len; i-- > 0;) {
    LineAtom *on_line = line_atom(line, i);
    if (on_line->atom->kind == ATOM_CLOSE) {
      on_line->width -= paragraph_node(line->paragraph, on_line->atom)->discard;
      if (on_line->width != 0)
        break;
    } else if (atom_has_extent(on_line->atom) && !on_line->trailing) {
      break;
    }
  }
}

void line_trim(Line *line, bool between_words) {
  trim_spaces(line, between_words);
  discard_leading(line);
  discard_trailing(line);
}

/* ---- The width ---------------------------------------------------------------------------------- */

Length line_measure(const Line *line) {
  Length content = 0;
  for (unsigned i = 0; i < line->scratch->atoms->len; i++)
    content += line_atom(line, i)->width;
  return content - line->trailing;
}

/* How much the objects can give, or take. */
static Length objects_room(const Line *line, Length slack, bool fills) {
  Length room = 0;
  for (unsigned i = 0; i < line->scratch->atoms->len; i++) {
    const LineAtom *on_line = line_atom(line, i);
    const InlineObject *object = &paragraph_node(line->paragraph, on_line->atom)->object;
    if (on_line->atom->kind == ATOM_OBJECT && object->fills == fills)
      room += slack > 0 ? object->maximum - object->optimum : object->optimum - object->minimum;
  }
  return room;
}

/* Objects give and take what they can, leaders before others; the rest of `slack` is returned. */
static Length flex_objects(Line *line, Length slack, bool fills) {
  Length room = objects_room(line, slack, fills);
  if (room <= 0)
    return slack;
  Length share = CLAMP(slack, -room, room);
  const Length rest = slack - share;
  for (unsigned i = 0; i < line->scratch->atoms->len && room > 0; i++) {
    LineAtom *on_line = line_atom(line, i);
    const InlineObject *object = &paragraph_node(line->paragraph, on_line->atom)->object;
    if (on_line->atom->kind != ATOM_OBJECT || object->fills != fills)
      continue;
    const Length own =
        slack > 0 ? object->maximum - object->optimum : object->optimum - object->minimum;
    const Length given = (Length)((double)share * (double)own / (double)room);
    on_line->width += given;
    share -= given;
    room -= own;
  }
  return rest;
}

/* What an atom takes part with when `slack` is shared out; the first of a line has no gap before. */
static Length justification_share(const Line *line, unsigned index, Length slack) {
  const LineAtom *on_line = line_atom(line, index);
  if (on_line->atom->kind == ATOM_SPACE)
    return on_line->trailing || !on_line->atom->stretches ? 0 : on_line->atom->space_font->space;
  if (on_line->atom->gap_before && index > 0 && slack > 0 && !on_line->hyphen)
    return 2 * gap_stretch(style_of(line, on_line));
  return 0;
}

/* Letters take `slack` as far as they may, in whole thousandths; the rest is returned. */
static Length expand_letters(Line *line, int limit, Length slack) {
  Length letters = 0;
  for (unsigned i = 0; limit > 0 && i < line->scratch->atoms->len; i++)
    letters += line_atom(line, i)->word ? word_letters(line_atom(line, i)->word) : 0;
  if (letters <= 0)
    return slack;
  const int expansion = (int)CLAMP(slack * 1000 / letters, -limit, limit);
  int16_t latest = 0;
  for (unsigned i = 0; i < line->scratch->atoms->len; i++) {
    LineAtom *on_line = line_atom(line, i);
    const Length given = on_line->word ? word_letters(on_line->word) * expansion / 1000 : 0;
    if (on_line->word)
      latest = on_line->word->rigid ? 0 : (int16_t)expansion;
    on_line->expansion = latest;
    on_line->width += given;
    slack -= given;
  }
  return slack;
}

static Length spaces_room(const Line *line, Length slack) {
  Length room = 0;
  for (unsigned i = 0; i < line->scratch->atoms->len; i++)
    room += justification_share(line, i, slack);
  return room;
}

/* Word spaces, and gaps between ideographs, take `slack`; spaces in proportion to their fonts', but
 * they shrink to two thirds at most. */
static Length justify(Line *line, Length slack) {
  Length room = spaces_room(line, slack);
  if (room <= 0)
    return slack;
  Length share = MAX(slack, -room / 3);
  const Length rest = slack - share;
  for (unsigned i = 0; i < line->scratch->atoms->len && room > 0; i++) {
    LineAtom *on_line = line_atom(line, i);
    const Length own = justification_share(line, i, slack);
    on_line->extra = (Length)((double)share * (double)own / (double)room);
    on_line->width += on_line->extra;
    share -= on_line->extra;
    room -= own;
  }
  return rest;
}

/* A justified line with a leader: word spaces stretch along with it, each by half of itself where the
 * leader stretches by all it can. That is FOP's table of contents; what is left is returned. */
static Length justify_beside_leaders(Line *line, Length slack) {
  const Length leaders = slack > 0 ? objects_room(line, slack, true) : 0;
  if (leaders <= 0)
    return slack;
  const Length spaces = spaces_room(line, slack) / 2;
  const Length share = (Length)((double)slack * (double)spaces / (double)(leaders + spaces));
  return slack - share + justify(line, share);
}

Length line_adjust(Line *line, const LineSpec *spec, TextAlign align, Length slack) {
  if (align == ALIGN_JUSTIFY)
    slack = justify_beside_leaders(line, slack);
  if (align == ALIGN_JUSTIFY || slack < 0)
    slack = flex_objects(line, slack, true);
  slack = flex_objects(line, slack, false);
  if (align == ALIGN_JUSTIFY || (slack < 0 && spec->align == ALIGN_JUSTIFY))
    slack = justify(line, expand_letters(line, spec->expansion, slack));
  return slack;
}
