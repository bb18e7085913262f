/* One line: its atoms, its spaces stretched, put into visual order and gathered into fragments. */
#include "text/line_internal.h"

#include <string.h>

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

/* There is room for all. */
static LineAtom *next_atom(Line *line) {
  return &g_array_index(line->scratch->atoms, LineAtom, line->atom_count++);
}

/* Adds a word, or the part of it between two bytes. */
static void collect_word(Line *line, const Atom *atom, unsigned from, unsigned to) {
  LineAtom on_line = {.atom = atom, .word = atom->word, .width = atom->width, .level = atom->level};
  if (from > 0 || to < atom->word->length) {
    on_line.word = word_part(line->paragraph, atom->word, from, to);
    on_line.from = from;
    on_line.width = word_width(on_line.word, style_of(line, &on_line));
  }
  *next_atom(line) = on_line;
}

static void collect(Line *line, const LineRange *range) {
  const Paragraph *paragraph = line->paragraph;
  const unsigned end = range->end.atom + (range->end.at > 0 ? 1 : 0);
  line->atom_count = 0;
  g_array_set_size(line->scratch->atoms, end - MIN(range->start.atom, end) + 1);
  for (unsigned i = range->start.atom; i < end; i++) {
    const Atom *atom = paragraph_atom(paragraph, i);
    if (atom->kind == ATOM_WORD) {
      const unsigned from = i == range->start.atom ? range->start.at : 0;
      const unsigned to = i == range->end.atom ? range->end.at : atom->word->length;
      collect_word(line, atom, from, to);
    } else if (atom->kind != ATOM_BREAK) {
      *next_atom(line) = (LineAtom){.atom = atom, .width = atom->width, .level = atom->level};
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
    *next_atom(line) = hyphen;
  }
  g_array_set_size(line->scratch->atoms, line->atom_count);
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

/* No glyph stands by more than a unit beside where it should. */
static void expand_glyphs(Glyph *glyphs, int count, int expansion) {
  int64_t pen = 0, expanded = 0;
  for (int i = 0; i < count; i++) {
    pen += glyphs[i].advance;
    const int64_t next = pen + pen * expansion / 1000;
    glyphs[i].advance = (int32_t)(next - expanded);
    glyphs[i].dx += (int32_t)((int64_t)glyphs[i].dx * expansion / 1000);
    expanded = next;
  }
}

static Length fill_glyphs(const Line *line, const Slot *slot, Glyph *glyphs) {
  if (!slot->piece) {
    glyphs[0] = (Glyph){.id = slot->font->space_glyph, .advance = (int32_t)slot->from->width};
    return slot->from->width;
  }
  const TextStyle *style = style_of(line, slot->from);
  const Glyph *shaped = &slot->from->word->glyphs[slot->piece->glyph_start];
  memcpy(glyphs, shaped, sizeof *glyphs * slot->piece->glyph_count);
  if (slot->from->expansion)
    expand_glyphs(glyphs, slot->piece->glyph_count, slot->from->expansion);
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
  if (line->slot_count == 0)
    return;
  const Slot *slots = &g_array_index(line->scratch->slots, Slot, 0), *first = slots;
  const unsigned count = line->slot_count;
  const Node *node = paragraph_node(line->paragraph, first->from->atom);
  GlyphRun size = {0};
  for (unsigned i = 0; i < count; i++)
    slot_size(&slots[i], &size);
  Arena *arena = line->paragraph->arena;
  Glyph *glyphs = arena_unfilled_array(arena, Glyph, size.glyph_count);
  GlyphCluster *clusters = arena_unfilled_array(arena, GlyphCluster, size.cluster_count);
  char *text = arena_unfilled_array(arena, char, size.text_length);
  const bool backward = first->from->level & 1;
  fonts_use(line->paragraph->engine->fonts, first->font);
  GlyphRun run = {.font = first->font,
                  .glyphs = glyphs,
                  .clusters = clusters,
                  .text = text,
                  .offset = slot_offset(&slots[backward ? count - 1 : 0]),
                  .backward = backward,
                  .expansion = first->from->expansion};
  Length width = 0;
  for (unsigned i = 0; i < count; i++) {
    const Slot *slot = &slots[i];
    width += fill_glyphs(line, slot, glyphs + run.glyph_count);
    run.glyph_count += slot->piece ? slot->piece->glyph_count : 1;
  }
  for (unsigned i = 0; i < count; i++) {
    const unsigned logical = run.backward ? count - 1 - i : i;
    fill_text(line, &slots[logical], text + run.text_length, clusters + run.cluster_count, &run);
  }
  const Fragment fragment = {.kind = FRAGMENT_TEXT,
                             .owner = node->owner,
                             .style = node->style,
                             .x = line->pen,
                             .width = width,
                             .run = run};
  g_array_append_val(line->scratch->fragments, fragment);
  line->pen += width;
  line->slot_count = 0;
}

static void add_slot(Line *line, const Slot *slot) {
  Slot *slots = &g_array_index(line->scratch->slots, Slot, 0);
  if (line->slot_count > 0) {
    const Slot *first = slots;
    const Node *one = paragraph_node(line->paragraph, first->from->atom);
    const Node *other = paragraph_node(line->paragraph, slot->from->atom);
    if (first->font != slot->font || one->owner != other->owner || one->style != other->style ||
        (first->from->level & 1) != (slot->from->level & 1) ||
        first->from->expansion != slot->from->expansion)
      flush_run(line);
  }
  slots[line->slot_count++] = *slot;
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

/* All slots of the line may be one run. */
static void make_room(Line *line) {
  unsigned count = 0;
  for (unsigned i = 0; i < line->atom_count; i++) {
    const ShapedWord *word = line_atom(line, i)->word;
    count += word ? word->piece_count : 1;
  }
  g_array_set_size(line->scratch->slots, count);
  line->slot_count = 0;
}

static void place(Line *line) {
  reorder(line);
  make_room(line);
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
  line_trim(&line, !range->last);
  const Length start_indent = range->first ? spec->text_indent : 0;
  const Length end_indent = range->last ? spec->last_line_end_indent : 0;
  const Length before = paragraph_retained(paragraph, range->start.atom).start;
  const Length after = paragraph_retained(paragraph, range->end.atom).end;
  const Length available = spec->width - start_indent - end_indent;
  const TextAlign align = range->last ? spec->align_last : spec->align;
  line_protrude(&line, spec, before, after);
  const Length protruding = line.start + line.end;
  Length slack = available - line_measure(&line) - before - after + protruding;
  slack = line_adjust(&line, spec, align, slack);
  const bool backward = paragraph->direction == TEXT_RTL;
  const Length x = aligned(align, backward, start_indent, end_indent, slack) -
                   (backward ? line.end : line.start);
  const Length width = before + line_measure(&line) + after, over = width - protruding - available;
  line.pen = backward ? x + after - line.trailing : x + before;
  place(&line);
  const GArray *fragments = line.scratch->fragments;
  return (TextLine){
      .fragments = arena_copy(paragraph->arena, fragments->data, fragments->len * sizeof(Fragment)),
      .count = (int)fragments->len,
      .x = x,
      .width = width,
      .overflow = over > breaks_tolerance(available) ? over : 0,
      .hyphenated = range->hyphen,
      .forced = range->last,
      .end_offset = position_offset(paragraph, range->end),
  };
}
