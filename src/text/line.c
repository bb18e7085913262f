/* One line: its atoms, its spaces stretched, put into visual order and gathered into fragments. */
#include "text/paragraph.h"

#include <string.h>

/* An atom as it stands on this line. */
typedef struct {
  const Atom *atom;
  const ShapedWord *word; /* the part of it that is on this line */
  unsigned from;          /* where that part begins, in bytes of the word */
  Length width;           /* justification included */
  Length extra;           /* what justification added to a space or before an ideograph */
  bool hyphen;            /* a hyphen that ends a divided word */
  bool trimmed;           /* no letter-spacing after its last cluster */
  bool trailing;          /* a space kept at the line's end, outside its width */
  uint8_t level;
} LineAtom;

/* A piece of a run in visual order; `piece` is NULL for a space. */
typedef struct {
  const LineAtom *from;
  const ShapedPiece *piece;
  const Font *font;
} Slot;

struct LineScratch {
  GArray *atoms;     /* of LineAtom */
  GArray *order;     /* of unsigned */
  GArray *slots;     /* of Slot */
  GArray *fragments; /* of Fragment */
};

/* What is known while a line is made. */
typedef struct {
  Paragraph *paragraph;
  LineScratch *scratch;
  Length content;  /* without trailing spaces */
  Length trailing; /* of the spaces kept behind it */
  Length pen;
} Line;

LineScratch *line_scratch_new(void) {
  LineScratch *scratch = g_new0(LineScratch, 1);
  scratch->atoms = g_array_new(FALSE, FALSE, sizeof(LineAtom));
  scratch->order = g_array_new(FALSE, FALSE, sizeof(unsigned));
  scratch->slots = g_array_new(FALSE, FALSE, sizeof(Slot));
  scratch->fragments = g_array_new(FALSE, FALSE, sizeof(Fragment));
  return scratch;
}

void line_scratch_free(LineScratch *scratch) {
  g_array_unref(scratch->atoms);
  g_array_unref(scratch->order);
  g_array_unref(scratch->slots);
  g_array_unref(scratch->fragments);
  g_free(scratch);
}

static LineAtom *line_atom(const Line *line, unsigned index) {
  return &g_array_index(line->scratch->atoms, LineAtom, index);
}

static const TextStyle *style_of(const Line *line, const LineAtom *on_line) {
  return paragraph_node(line->paragraph, on_line->atom)->style;
}

/* Adds a word, or the part of it between two bytes. */
static void collect_word(Line *line, const Atom *atom, unsigned from, unsigned to) {
  LineAtom on_line = {.atom = atom, .word = atom->word, .width = atom->width, .level = atom->level};
  if (from > 0 || to < atom->word->length) {
    on_line.word = word_part(line->paragraph, atom->word, from, to);
    on_line.from = from;
    on_line.width = word_width(on_line.word, style_of(line, &on_line));
  }
  g_array_append_val(line->scratch->atoms, on_line);
}

static void collect(Line *line, const LineRange *range) {
  const Paragraph *paragraph = line->paragraph;
  const unsigned end = range->end.atom + (range->end.at > 0 ? 1 : 0);
  for (unsigned i = range->start.atom; i < end; i++) {
    const Atom *atom = paragraph_atom(paragraph, i);
    if (atom->kind == ATOM_WORD) {
      const unsigned from = i == range->start.atom ? range->start.at : 0;
      const unsigned to = i == range->end.atom ? range->end.at : atom->word->length;
      collect_word(line, atom, from, to);
    } else if (atom->kind != ATOM_BREAK) {
      const LineAtom on_line = {.atom = atom, .width = atom->width, .level = atom->level};
      g_array_append_val(line->scratch->atoms, on_line);
    }
  }
  if (range->hyphen) {
    const Atom *atom = paragraph_atom(paragraph, range->end.atom);
    const ShapedWord *word =
        word_hyphen(paragraph, atom->word, paragraph_node(paragraph, atom)->style);
    const LineAtom hyphen = {.atom = atom,
                             .word = word,
                             .from = range->end.at,
                             .width = word->width,
                             .hyphen = true,
                             .level = atom->level};
    g_array_append_val(line->scratch->atoms, hyphen);
  }
}

/* Drops the spaces at the line's end, or sets them aside where they are to be kept (UAX 9 rule L1
 * gives those the paragraph's level), and the letter-spacing of the last cluster. Where the line ends
 * between two words one space stays, without a width: whoever reads the text needs it. */
static void trim(Line *line, bool between_words) {
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

static Length measure(const Line *line) {
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

/* UAX 9 rule L2: indices of the line's atoms in visual order. */
static void reorder(Line *line) {
  GArray *order = line->scratch->order;
  const unsigned count = line->scratch->atoms->len;
  g_array_set_size(order, count);
  unsigned *at = (unsigned *)(void *)order->data;
  uint8_t highest = 0;
  for (unsigned i = 0; i < count; i++) {
    at[i] = i;
    highest = MAX(highest, line_atom(line, i)->level);
  }
  for (unsigned level = highest; level > 0; level--)
    for (unsigned i = 0; i < count; i++) {
      unsigned end = i;
      while (end < count && line_atom(line, at[end])->level >= level)
        end++;
      for (unsigned a = i, b = end; a + 1 < b; a++, b--) {
        const unsigned kept = at[a];
        at[a] = at[b - 1];
        at[b - 1] = kept;
      }
      i = end;
    }
}

static void slot_size(const Slot *slot, GlyphRun *run) {
  const bool space = !slot->piece;
  run->glyph_count += space ? 1 : slot->piece->glyph_count;
  run->cluster_count += space ? 1 : slot->piece->cluster_count;
  run->text_length += slot->from->hyphen ? 2
                      : space            ? (int)slot->from->atom->length
                                         : slot->piece->text_length;
}

/* Adds letter-spacing to the glyphs of a piece, after each cluster in the direction of reading. */
static void space_letters(const Slot *slot, Length spacing, Glyph *glyphs) {
  const ShapedWord *word = slot->from->word;
  const ShapedPiece *piece = slot->piece;
  const bool ends_word = piece == &word->pieces[word->piece_count - 1];
  int at = word->backward ? piece->glyph_count : 0;
  for (int i = 0; i < piece->cluster_count; i++) {
    const int size = word->clusters[piece->cluster_start + i].glyphs;
    const bool last = slot->from->trimmed && ends_word && i == piece->cluster_count - 1;
    at += word->backward ? -size : size;
    if (last || size == 0)
      continue;
    Glyph *glyph = &glyphs[word->backward ? at : at - 1];
    glyph->advance += (int32_t)spacing;
    if (word->backward)
      glyph->dx += (int32_t)spacing;
  }
}

static Length fill_glyphs(const Line *line, const Slot *slot, Glyph *glyphs) {
  if (!slot->piece) {
    glyphs[0] = (Glyph){.id = slot->font->space_glyph, .advance = (int32_t)slot->from->width};
    return slot->from->width;
  }
  const TextStyle *style = style_of(line, slot->from);
  const Glyph *shaped = &slot->from->word->glyphs[slot->piece->glyph_start];
  for (int i = 0; i < slot->piece->glyph_count; i++)
    glyphs[i] = shaped[i];
  if (style->letter_spacing && !slot->from->hyphen && !slot->from->word->cursive)
    space_letters(slot, style->letter_spacing, glyphs);
  if (slot->piece == slot->from->word->pieces) { /* the gap before an ideograph */
    glyphs[0].advance += (int32_t)slot->from->extra;
    glyphs[0].dx += (int32_t)slot->from->extra;
  }
  Length advance = 0;
  for (int i = 0; i < slot->piece->glyph_count; i++)
    advance += glyphs[i].advance;
  return advance;
}

static void fill_text(const Line *line, const Slot *slot, char *text, GlyphCluster *clusters,
                      GlyphRun *run) {
  static const char soft_hyphen[] = "\xc2\xad";
  const LineAtom *from = slot->from;
  GlyphRun own = {0};
  slot_size(slot, &own);
  if (!slot->piece || from->hyphen) {
    const char *source =
        from->hyphen ? soft_hyphen : line->paragraph->buffer->str + from->atom->offset;
    memcpy(text, *source == '\t' ? " " : source, (size_t)own.text_length);
    clusters[0] = (GlyphCluster){own.text_length, own.glyph_count};
    own.cluster_count = 1;
  } else {
    memcpy(text, from->word->text + slot->piece->text_start, (size_t)own.text_length);
    const ShapedCluster *shaped = &from->word->clusters[slot->piece->cluster_start];
    for (int i = 0; i < own.cluster_count; i++)
      clusters[i] = (GlyphCluster){shaped[i].bytes, shaped[i].glyphs};
  }
  run->cluster_count += own.cluster_count;
  run->text_length += own.text_length;
}

/* Where the text of a slot begins in the paragraph's. */
static size_t slot_offset(const Slot *slot) {
  return slot->from->atom->offset + slot->from->from +
         (size_t)(slot->piece && !slot->from->hyphen ? slot->piece->text_start : 0);
}

/* Ends the run of slots that was gathered and makes a fragment of it. */
static void flush_run(Line *line) {
  GArray *slots = line->scratch->slots;
  if (slots->len == 0)
    return;
  const Slot *first = &g_array_index(slots, Slot, 0);
  const Node *node = paragraph_node(line->paragraph, first->from->atom);
  GlyphRun size = {0};
  for (unsigned i = 0; i < slots->len; i++)
    slot_size(&g_array_index(slots, Slot, i), &size);
  Arena *arena = line->paragraph->arena;
  Glyph *glyphs = arena_new_array(arena, Glyph, size.glyph_count);
  GlyphCluster *clusters = arena_new_array(arena, GlyphCluster, size.cluster_count);
  char *text = arena_new_array(arena, char, size.text_length);
  const bool backward = first->from->level & 1;
  fonts_use(line->paragraph->engine->fonts, first->font);
  GlyphRun run = {.font = first->font,
                  .glyphs = glyphs,
                  .clusters = clusters,
                  .text = text,
                  .offset = slot_offset(&g_array_index(slots, Slot, backward ? slots->len - 1 : 0)),
                  .backward = backward};
  Length width = 0;
  for (unsigned i = 0; i < slots->len; i++) {
    const Slot *slot = &g_array_index(slots, Slot, i);
    width += fill_glyphs(line, slot, glyphs + run.glyph_count);
    run.glyph_count += slot->piece ? slot->piece->glyph_count : 1;
  }
  for (unsigned i = 0; i < slots->len; i++) {
    const unsigned logical = run.backward ? slots->len - 1 - i : i;
    fill_text(line, &g_array_index(slots, Slot, logical), text + run.text_length,
              clusters + run.cluster_count, &run);
  }
  const Fragment fragment = {.kind = FRAGMENT_TEXT,
                             .owner = node->owner,
                             .style = node->style,
                             .x = line->pen,
                             .width = width,
                             .run = run};
  g_array_append_val(line->scratch->fragments, fragment);
  line->pen += width;
  g_array_set_size(slots, 0);
}

static void add_slot(Line *line, const Slot *slot) {
  GArray *slots = line->scratch->slots;
  if (slots->len > 0) {
    const Slot *first = &g_array_index(slots, Slot, 0);
    const Node *one = paragraph_node(line->paragraph, first->from->atom);
    const Node *other = paragraph_node(line->paragraph, slot->from->atom);
    if (first->font != slot->font || one->owner != other->owner || one->style != other->style ||
        (first->from->level & 1) != (slot->from->level & 1))
      flush_run(line);
  }
  g_array_append_val(slots, *slot);
}

static void place_text(Line *line, const LineAtom *on_line) {
  if (on_line->atom->kind == ATOM_SPACE) {
    add_slot(line, &(Slot){.from = on_line, .font = on_line->atom->space_font});
    return;
  }
  const ShapedWord *word = on_line->word;
  for (int i = 0; i < word->piece_count; i++) {
    const ShapedPiece *piece = &word->pieces[on_line->level & 1 ? word->piece_count - 1 - i : i];
    add_slot(line, &(Slot){.from = on_line, .piece = piece, .font = piece->font});
  }
}

static void place_other(Line *line, const LineAtom *on_line) {
  static const FragmentKind kinds[] = {
      [ATOM_OBJECT] = FRAGMENT_OBJECT,
      [ATOM_OPEN] = FRAGMENT_OPEN,
      [ATOM_CLOSE] = FRAGMENT_CLOSE,
      [ATOM_POINT] = FRAGMENT_POINT,
  };
  flush_run(line);
  const Fragment fragment = {
      .kind = kinds[on_line->atom->kind],
      .owner = paragraph_node(line->paragraph, on_line->atom)->owner,
      .x = line->pen,
      .width = on_line->width,
  };
  g_array_append_val(line->scratch->fragments, fragment);
  line->pen += on_line->width;
}

static void place(Line *line) {
  reorder(line);
  for (unsigned i = 0; i < line->scratch->order->len; i++) {
    const LineAtom *on_line = line_atom(line, g_array_index(line->scratch->order, unsigned, i));
    if (on_line->atom->kind <= ATOM_SPACE)
      place_text(line, on_line);
    else
      place_other(line, on_line);
  }
  flush_run(line);
}

/* Where the content begins, the space that is left over being put where `align` says. */
static Length aligned(TextAlign align, bool backward, Length start_indent, Length end_indent,
                      Length slack) {
  const Length left = backward ? end_indent : start_indent;
  if (align == ALIGN_CENTER)
    return left + slack / 2;
  const bool at_right = align == ALIGN_RIGHT || (align == ALIGN_END && !backward) ||
                        ((align == ALIGN_START || align == ALIGN_JUSTIFY) && backward);
  return at_right ? left + slack : left;
}

TextLine paragraph_line(Paragraph *paragraph, const LineSpec *spec, const LineRange *range) {
  Line line = {.paragraph = paragraph, .scratch = paragraph->engine->scratch};
  g_array_set_size(line.scratch->atoms, 0);
  g_array_set_size(line.scratch->fragments, 0);
  collect(&line, range);
  trim(&line, !range->last);
  discard_leading(&line);
  discard_trailing(&line);
  const Length start_indent = range->first ? spec->text_indent : 0;
  const Length end_indent = range->last ? spec->last_line_end_indent : 0;
  const Length available = spec->width - start_indent - end_indent;
  const TextAlign align = range->last ? spec->align_last : spec->align;
  Length slack = available - measure(&line);
  if (align == ALIGN_JUSTIFY)
    slack = justify_beside_leaders(&line, slack);
  if (align == ALIGN_JUSTIFY || slack < 0)
    slack = flex_objects(&line, slack, true);
  slack = flex_objects(&line, slack, false);
  if (align == ALIGN_JUSTIFY || (slack < 0 && spec->align == ALIGN_JUSTIFY))
    slack = justify(&line, slack);
  const bool backward = paragraph->direction == TEXT_RTL;
  const Length x = aligned(align, backward, start_indent, end_indent, slack);
  const Length width = measure(&line);
  line.pen = backward ? x - line.trailing : x;
  place(&line);
  const GArray *fragments = line.scratch->fragments;
  return (TextLine){
      .fragments = arena_copy(paragraph->arena, fragments->data, fragments->len * sizeof(Fragment)),
      .count = (int)fragments->len,
      .x = x,
      .width = width,
      .overflow = width > available + breaks_tolerance(available) ? width - available : 0,
      .hyphenated = range->hyphen,
      .forced = range->last,
      .end_offset = position_offset(paragraph, range->end),
  };
}
