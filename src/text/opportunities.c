/* From atoms to what the breaking algorithm sees: sums of widths at each place where a line may end. */
#include "text/hyphenate.h"
#include "text/paragraph.h"

#include <string.h>

enum {
  HYPHEN_PENALTY = 50,
  LONE_LETTER_PENALTY = 800,
  LONE_LETTER_PENALTY_RAGGED = 12000,
  LAST_RESORT_PENALTY = 2000
};

typedef struct {
  Paragraph *paragraph;
  const LineSpec *spec;
  bool hyphenate;
  int expansion; /* of letters, in thousandths */
  Length sum, stretch, shrink;
  /* Of the spaces since the latest thing that does not vanish at a line's end. */
  Length trailing, trailing_stretch, trailing_shrink;
  Length last_spacing;      /* letter-spacing behind that thing */
  Length closing;           /* conditional spaces behind it */
  Length protrusion;        /* what of it sticks out at a line's end */
  bool lone_letter;         /* it is a word that is not left behind at a line's end */
  const ShapedWord *hyphen; /* the latest, or NULL */
  const TextStyle *hyphen_style;
  unsigned count; /* of opportunities: the arrays are longer */
} Sums;

static Length protrusion(const Sums *sums, const Atom *atom, const ShapedWord *word, bool end) {
  return sums->spec->optical_margins ? word_protrusion(sums->paragraph, atom, word, end) : 0;
}

/* What sticks out of a line that begins, and of one that ends, at the place makes the lines narrower, if there are no
 * edges of boxes that go on. */
static void add(Sums *sums, Opportunity opportunity, Position place, Length begin, Length end) {
  GArray *opportunities = sums->paragraph->engine->opportunities;
  GArray *places = sums->paragraph->engine->places;
  const Retained retained = paragraph_retained(sums->paragraph, place.atom);
  opportunity.end += retained.end ? retained.end : -end;
  opportunity.start += retained.start ? -retained.start : begin;
  if (sums->count == places->len) {
    g_array_set_size(opportunities, places->len * 2 + 64);
    g_array_set_size(places, places->len * 2 + 64);
  }
  g_array_index(opportunities, Opportunity, sums->count) = opportunity;
  g_array_index(places, Position, sums->count++) = place;
}

/* The conditional spaces, and the characters that vanish there, that a line which begins at `place` begins
 * with; `*word` becomes the atom behind them if that is a word, else NULL. */
static Length leading_spaces(const Paragraph *paragraph, Position place, const Atom **word) {
  Length spaces = 0;
  *word = NULL;
  for (unsigned i = place.atom; i < paragraph->atoms->len; i++) {
    const Atom *atom = paragraph_atom(paragraph, i);
    if (atom->kind == ATOM_POINT)
      continue;
    if (atom_vanishes_first(paragraph, atom)) {
      spaces += atom->width;
      continue;
    }
    if (atom->kind == ATOM_WORD)
      *word = atom;
    if (atom->kind != ATOM_OPEN)
      break;
    const Length discard = paragraph_node(paragraph, atom)->discard;
    spaces += discard;
    if (atom->width != discard)
      break;
  }
  return spaces;
}

/* What the word of an atom sticks out by where a line begins before its byte `at`. */
static Length begin_protrusion(const Sums *sums, const Atom *atom, unsigned at) {
  if (!atom || !sums->spec->optical_margins)
    return 0;
  const ShapedWord *word = atom->word;
  if (at > 0)
    word = word_part(sums->paragraph, word, at, word->length);
  return protrusion(sums, atom, word, false);
}

/* As dear as spaces that are twice as wide as they should be, or a ragged line that is some 50 pt too short. */
static int lone_letter_penalty(const Sums *sums) {
  return !sums->lone_letter                   ? 0
         : sums->spec->align == ALIGN_JUSTIFY ? LONE_LETTER_PENALTY
                                              : LONE_LETTER_PENALTY_RAGGED;
}

/* `gap` is what the atom behind would stretch if no line began with it. */
static void add_between(Sums *sums, Position place, Length gap) {
  const Atom *word = NULL;
  Length spaces = 0;
  if (place.at == 0)
    spaces = leading_spaces(sums->paragraph, place, &word);
  else
    word = paragraph_atom(sums->paragraph, place.atom);
  add(sums,
      (Opportunity){
          .end = sums->sum - sums->trailing - sums->last_spacing - sums->closing,
          .end_stretch = sums->stretch - sums->trailing_stretch,
          .end_shrink = sums->shrink - sums->trailing_shrink,
          .start = sums->sum + spaces,
          .start_stretch = sums->stretch + gap,
          .start_shrink = sums->shrink,
          .penalty = lone_letter_penalty(sums),
          .avoided = sums->lone_letter,
      },
      place, begin_protrusion(sums, word, place.at), sums->protrusion);
}

static Length expansion_of(const Sums *sums, Length letters) {
  return letters * sums->expansion / 1000;
}

/* The hyphen of a word, most often the same as that of the word before. */
static const ShapedWord *hyphen_of(Sums *sums, const Atom *atom) {
  const TextStyle *style = paragraph_node(sums->paragraph, atom)->style;
  const ShapedWord *word = atom->word;
  if (!sums->hyphen || sums->hyphen_style != style || sums->hyphen->face != word->face ||
      sums->hyphen->backward != word->backward)
    sums->hyphen = word_hyphen(sums->paragraph, word, style);
  sums->hyphen_style = style;
  return sums->hyphen;
}

/* The places within a word, its text before `from` left out. `width` and `expansion` are those of the rest. */
static void add_within(Sums *sums, unsigned index, unsigned from, Length width, Length expansion,
                       unsigned at, bool last_resort) {
  const Paragraph *paragraph = sums->paragraph;
  const Atom *atom = paragraph_atom(paragraph, index);
  const TextStyle *style = paragraph_node(paragraph, atom)->style;
  if (at <= from || at >= atom->word->length)
    return;
  Length letters_before, letters_after;
  const Length before = word_part_width(paragraph, atom->word, from, at, style, &letters_before);
  const Length after =
      word_part_width(paragraph, atom->word, at, atom->word->length, style, &letters_after);
  const ShapedWord *hyphen = hyphen_of(sums, atom);
  const Length ended = expansion_of(sums, letters_before + word_letters(hyphen));
  const Length begun = expansion - expansion_of(sums, letters_after);
  add(sums,
      (Opportunity){
          .end = sums->sum + before + hyphen->width,
          .end_stretch = sums->stretch + ended,
          .end_shrink = sums->shrink + ended,
          .start = sums->sum + width - after,
          .start_stretch = sums->stretch + begun,
          .start_shrink = sums->shrink + begun,
          .penalty = last_resort ? LAST_RESORT_PENALTY : HYPHEN_PENALTY,
          .hyphen = true,
          .last_resort = last_resort,
      },
      (Position){index, at}, begin_protrusion(sums, atom, at),
      protrusion(sums, atom, hyphen, true));
}

/* A word with soft hyphens is divided there and nowhere else. */
static void add_hyphens(Sums *sums, unsigned index, unsigned from, Length width, Length expansion) {
  const Paragraph *paragraph = sums->paragraph;
  Atom *atom = paragraph_atom(paragraph, index);
  const Node *node = paragraph_node(paragraph, atom);
  if (!node->wrap)
    return;
  for (int i = 0; i < atom->soft_count; i++)
    add_within(sums, index, from, width, expansion, atom->soft[i], false);
  if (atom->soft_count > 0 || !sums->hyphenate)
    return;
  hyphenate_word(paragraph, atom->word, node);
  for (int i = 0; i < atom->word->hyphen_count; i++) {
    const WordBreak *point = &atom->word->hyphens[i];
    if (point->letters_before >= sums->spec->hyphenation_remain_count &&
        point->letters_after >= sums->spec->hyphenation_push_count)
      add_within(sums, index, from, width, expansion, point->at, point->last_resort);
  }
}

static Length gap_of(const Sums *sums, const Atom *atom) {
  if (!atom->gap_before || sums->spec->align != ALIGN_JUSTIFY)
    return 0;
  return gap_stretch(paragraph_node(sums->paragraph, atom)->style);
}

/* Whether a word is one of a single letter in a language whose printers keep these, prepositions and conjunctions, with
 * the word that follows. */
static bool is_lone_letter(const Paragraph *paragraph, const Atom *atom) {
  static const char *const languages[] = {"be", "cs", "pl", "ru", "sk", "uk"};
  const ShapedWord *word = atom->word;
  if (word->length > 2 || g_utf8_skip[(guchar)word->text[0]] != word->length ||
      !g_unichar_isalpha(g_utf8_get_char(word->text)))
    return false;
  const char *language = paragraph_node(paragraph, atom)->style->language;
  for (size_t i = 0; language && i < G_N_ELEMENTS(languages); i++)
    if (strncmp(language, languages[i], 2) == 0)
      return language[2] == '\0' || language[2] == '-';
  return false;
}

static void pass_word(Sums *sums, unsigned index, unsigned from) {
  const Paragraph *paragraph = sums->paragraph;
  const Atom *atom = paragraph_atom(paragraph, index);
  const TextStyle *style = paragraph_node(paragraph, atom)->style;
  Length width = atom->width, letters = word_letters(atom->word);
  if (from == 0)
    sums->stretch += gap_of(sums, atom);
  if (from > 0)
    width = word_part_width(paragraph, atom->word, from, atom->word->length, style, &letters);
  const Length expansion = expansion_of(sums, letters);
  if (atom->soft_count > 0 || sums->hyphenate)
    add_hyphens(sums, index, from, width, expansion);
  sums->sum += width;
  sums->stretch += expansion;
  sums->shrink += expansion;
  if (atom->vanishes) {
    sums->trailing += width;
    sums->trailing_stretch += expansion + (from == 0 ? gap_of(sums, atom) : 0);
    sums->trailing_shrink += expansion;
    return;
  }
  sums->lone_letter = sums->trailing > 0 && is_lone_letter(paragraph, atom);
  sums->trailing = sums->trailing_stretch = sums->trailing_shrink = sums->closing = 0;
  sums->last_spacing = word_last_spacing(atom->word, style);
  sums->protrusion = protrusion(sums, atom, atom->word, true);
}

static void pass_space(Sums *sums, const Atom *atom) {
  /* TeX's proportions, and FOP's. */
  const bool justified = sums->spec->align == ALIGN_JUSTIFY && atom->stretches;
  const Length stretch = justified ? atom->space_font->space / 2 : 0;
  const Length shrink = justified ? atom->space_font->space / 3 : 0;
  sums->sum += atom->width;
  sums->stretch += stretch;
  sums->shrink += shrink;
  if (atom->vanishes) {
    sums->trailing += atom->width;
    sums->trailing_stretch += stretch;
    sums->trailing_shrink += shrink;
  } else {
    sums->trailing = sums->trailing_stretch = sums->trailing_shrink = sums->closing = 0;
    sums->last_spacing = paragraph_node(sums->paragraph, atom)->style->letter_spacing;
    sums->protrusion = 0;
  }
}

static void pass_object(Sums *sums, const Atom *atom) {
  const InlineObject *object = &paragraph_node(sums->paragraph, atom)->object;
  sums->sum += atom->width;
  sums->stretch += object->maximum - object->optimum;
  sums->shrink += object->optimum - object->minimum;
  sums->trailing = sums->trailing_stretch = sums->trailing_shrink = sums->closing = 0;
  sums->last_spacing = sums->protrusion = 0;
  sums->lone_letter = false;
}

/* A border or padding keeps the spaces within it. */
static void pass_close(Sums *sums, const Atom *atom) {
  const Length discard = paragraph_node(sums->paragraph, atom)->discard;
  sums->sum += atom->width;
  if (atom->width != discard)
    sums->closing = sums->protrusion = 0;
  sums->closing += discard;
}

static void pass(Sums *sums, unsigned index, unsigned from) {
  const Atom *atom = paragraph_atom(sums->paragraph, index);
  switch ((AtomKind)atom->kind) {
  case ATOM_WORD: pass_word(sums, index, from); break;
  case ATOM_SPACE: pass_space(sums, atom); break;
  case ATOM_OBJECT: pass_object(sums, atom); break;
  case ATOM_OPEN: sums->sum += atom->width; break;
  case ATOM_CLOSE: pass_close(sums, atom); break;
  case ATOM_BREAK:
  case ATOM_POINT: break;
  }
}

unsigned paragraph_opportunities(Paragraph *paragraph, Position start, const LineSpec *spec,
                                 bool hyphenate, Length most, bool *cut) {
  Sums sums = {.paragraph = paragraph,
               .spec = spec,
               .hyphenate = hyphenate,
               .expansion = spec->align == ALIGN_JUSTIFY ? spec->expansion : 0};
  add_between(&sums, start, 0);
  unsigned index = start.atom;
  *cut = false;
  for (bool forced = false; index < paragraph->atoms->len; index++) {
    const Atom *atom = paragraph_atom(paragraph, index);
    if (atom->break_before && index > start.atom) {
      *cut = !forced && sums.sum > most;
      if (forced || *cut)
        break;
      add_between(&sums, (Position){index, 0}, gap_of(&sums, atom));
    }
    pass(&sums, index, index == start.atom ? start.at : 0);
    forced = forced || atom->kind == ATOM_BREAK;
  }
  sums.lone_letter = false; /* a line ends there in any case */
  add_between(&sums, (Position){index, 0}, 0);
  g_array_set_size(paragraph->engine->opportunities, sums.count);
  g_array_set_size(paragraph->engine->places, sums.count);
  return index;
}
