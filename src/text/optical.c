/* Optical margin alignment: what sticks out at the ends of lines, so that their edges look straight. */
#include "text/line_internal.h"

typedef struct {
  gunichar character;
  int start, end;
} Protrusion;

static const Protrusion protrusions[] = {
#define PROTRUSION(character, start, end) {character, start, end},
#include "text/protrusion.def"
#undef PROTRUSION
};

/* In thousandths of the character's width. */
static int protrusion_of(gunichar character, bool end) {
  size_t low = 0, high = G_N_ELEMENTS(protrusions);
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (protrusions[middle].character < character)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == G_N_ELEMENTS(protrusions) || protrusions[low].character != character)
    return 0;
  return end ? protrusions[low].end : protrusions[low].start;
}

Length word_protrusion(const Paragraph *paragraph, const Atom *atom, const ShapedWord *word,
                       bool end) {
  const uint8_t level = paragraph->direction == TEXT_RTL ? 1 : 0;
  if (atom->level != level || word->piece_count == 0 || word->face->scaled_away)
    return 0;
  const ShapedPiece *piece = &word->pieces[end ? word->piece_count - 1 : 0];
  const ShapedCluster *cluster =
      &word->clusters[piece->cluster_start + (end ? piece->cluster_count - 1 : 0)];
  if (piece->cluster_count == 0 || cluster->glyphs != 1)
    return 0;
  const char *text = word->text + piece->text_start;
  const char *at = end ? text + piece->text_length - cluster->bytes : text;
  const int share = protrusion_of(g_utf8_get_char(at), end);
  if (share == 0 || g_utf8_skip[(unsigned char)*at] != cluster->bytes || piece->font->monospaced)
    return 0; /* the columns of a listing stay straight */
  const Glyph *glyphs = &word->glyphs[piece->glyph_start];
  const Glyph *glyph = &glyphs[end == word->backward ? 0 : piece->glyph_count - 1];
  return hb_font_get_glyph_h_advance(piece->font->hb, glyph->id) * share / 1000;
}

/* Edges of boxes and whatever is no text keep to the margin. */
static Length protrusion_at(const Line *line, bool end) {
  const unsigned count = line->scratch->atoms->len;
  for (unsigned i = 0; i < count; i++) {
    const LineAtom *on_line = line_atom(line, end ? count - 1 - i : i);
    if (on_line->word && on_line->atom->kind == ATOM_WORD)
      return word_protrusion(line->paragraph, on_line->atom, on_line->word, end);
    if (!on_line->trailing && (on_line->width != 0 || atom_has_extent(on_line->atom)))
      return 0;
  }
  return 0;
}

void line_protrude(Line *line, const LineSpec *spec, Length before, Length after) {
  if (!spec->optical_margins)
    return;
  line->start = before ? 0 : protrusion_at(line, false);
  line->end = after ? 0 : protrusion_at(line, true);
}
