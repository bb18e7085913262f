#include "text/kerning.h"
#include "text/outlines.h"
#include "text/paragraph.h"

#include <hb-ot.h>

struct Kerning {
  GHashTable *faces; /* hb_face_t -> whether it kerns spaces */
  GHashTable *edges; /* of Edge */
};

/* A glyph at an end of words: what it does to the space there. */
typedef struct {
  const Face *face;
  const Font *font;
  hb_script_t script;
  hb_codepoint_t glyph;
  bool before, backward;
  int32_t kern;
} Edge;

static guint edge_hash(gconstpointer key) {
  const Edge *edge = key;
  guint hash = g_direct_hash(edge->face) * 31 + g_direct_hash(edge->font);
  hash = hash * 31 + (guint)edge->script;
  return (hash * 31 + edge->glyph) * 4 + (edge->before ? 2 : 0) + (edge->backward ? 1 : 0);
}

static gboolean edge_equal(gconstpointer a, gconstpointer b) {
  const Edge *one = a, *other = b;
  return one->face == other->face && one->font == other->font && one->script == other->script &&
         one->glyph == other->glyph && one->before == other->before &&
         one->backward == other->backward;
}

Kerning *kerning_new(void) {
  Kerning *kerning = g_new(Kerning, 1);
  kerning->faces = g_hash_table_new(NULL, NULL);
  kerning->edges = g_hash_table_new_full(edge_hash, edge_equal, g_free, NULL);
  return kerning;
}

void kerning_free(Kerning *kerning) {
  g_hash_table_unref(kerning->faces);
  g_hash_table_unref(kerning->edges);
  g_free(kerning);
}

/* Whether a lookup of the GPOS table that kerns looks at the space. A font without any may kern by its old
 * table, which is not looked into: it is taken for one that does. */
static bool face_kerns_spaces(hb_face_t *face, hb_codepoint_t space) {
  static const hb_tag_t features[] = {HB_TAG('k', 'e', 'r', 'n'), HB_TAG('d', 'i', 's', 't'), 0};
  hb_set_t *lookups = hb_set_create(), *glyphs = hb_set_create();
  hb_ot_layout_collect_lookups(face, HB_OT_TAG_GPOS, NULL, NULL, features, lookups);
  bool found = hb_set_is_empty(lookups) && face_has_table(face, HB_TAG('k', 'e', 'r', 'n'));
  for (hb_codepoint_t i = HB_SET_VALUE_INVALID; !found && hb_set_next(lookups, &i);) {
    hb_ot_layout_lookup_collect_glyphs(face, HB_OT_TAG_GPOS, i, NULL, glyphs, NULL, NULL);
    found = hb_set_has(glyphs, space);
  }
  hb_set_destroy(glyphs);
  hb_set_destroy(lookups);
  return found;
}

static bool kerns_spaces(Kerning *kerning, const Font *font) {
  hb_face_t *face = hb_font_get_face(font->hb);
  gpointer known;
  if (g_hash_table_lookup_extended(kerning->faces, face, NULL, &known))
    return known != NULL;
  const bool kerns = font->space_glyph && face_kerns_spaces(face, font->space_glyph);
  g_hash_table_insert(kerning->faces, face, GINT_TO_POINTER(kerns));
  return kerns;
}

/* Of the first letter that tells it, as words are divided into pieces. */
static hb_script_t script_of(const char *text, unsigned length) {
  hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    const hb_script_t script = hb_unicode_script(unicode, g_utf8_get_char(p));
    if (script != HB_SCRIPT_COMMON && script != HB_SCRIPT_INHERITED && script != HB_SCRIPT_UNKNOWN)
      return script;
  }
  return HB_SCRIPT_COMMON;
}

/* By how much text with a space before (behind) it is wider than the space and the text's `count` glyphs, in visual
 * order and `width` wide. False, and 0, if it has other glyphs beside a space. */
static bool kern_of(const Edge *edge, const char *text, unsigned length, const Glyph *glyphs,
                    unsigned count, Length width, int32_t *kern) {
  hb_buffer_t *buffer = hb_buffer_create();
  hb_buffer_add_utf8(buffer, edge->before ? " " : text, edge->before ? 1 : (int)length, 0, -1);
  hb_buffer_add_utf8(buffer, edge->before ? text : " ", edge->before ? (int)length : 1, 0, -1);
  shape_buffer(buffer, edge->face, edge->font, edge->script, edge->backward);
  unsigned got;
  const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &got);
  const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, &got);
  const bool left = edge->before != edge->backward;
  bool same = got == count + 1 && infos[left ? 0 : count].codepoint == edge->font->space_glyph;
  Length sum = 0;
  for (unsigned i = 0; same && i < count; i++)
    same = infos[left ? i + 1 : i].codepoint == glyphs[i].id;
  for (unsigned i = 0; i < got; i++)
    sum += positions[i].x_advance;
  hb_buffer_destroy(buffer);
  *kern = same ? (int32_t)(sum - width - edge->font->space) : 0;
  return same;
}

/* What a word does to the space before (behind) it. Where the cluster at its end is one glyph, which looks like
 * that without the word too, that depends on the glyph alone. */
static int32_t kern_at(Kerning *kerning, const ShapedWord *word, bool before) {
  const ShapedPiece *piece = &word->pieces[before ? 0 : word->piece_count - 1];
  if (piece->glyph_count == 0 || piece->cluster_count == 0 || !kerns_spaces(kerning, piece->font))
    return 0;
  const Glyph *glyphs = &word->glyphs[piece->glyph_start];
  const ShapedCluster *clusters = &word->clusters[piece->cluster_start];
  const ShapedCluster *cluster = &clusters[before ? 0 : piece->cluster_count - 1];
  const Glyph *glyph = &glyphs[before == word->backward ? piece->glyph_count - 1 : 0];
  const char *text = word->text + piece->text_start;
  Edge edge = {
      .face = word->face,
      .font = piece->font,
      .script = script_of(text, piece->text_length),
      .glyph = glyph->id,
      .before = before,
      .backward = word->backward,
  };
  if (cluster->glyphs == 1) {
    const Edge *known = g_hash_table_lookup(kerning->edges, &edge);
    if (known)
      return known->kern;
    const char *own = before ? text : text + piece->text_length - cluster->bytes;
    const Length width = hb_font_get_glyph_h_advance(piece->font->hb, glyph->id);
    if (kern_of(&edge, own, cluster->bytes, glyph, 1, width, &edge.kern)) {
      g_hash_table_add(kerning->edges, g_memdup2(&edge, sizeof edge));
      return edge.kern;
    }
  }
  Length width = 0;
  for (unsigned i = 0; i < piece->glyph_count; i++)
    width += glyphs[i].advance;
  kern_of(&edge, text, piece->text_length, glyphs, piece->glyph_count, width, &edge.kern);
  return edge.kern;
}

void kerning_of_word(Kerning *kerning, ShapedWord *word) {
  if (word->piece_count == 0 || word->face->scaled_away || !word->face->style.kerning)
    return;
  word->kern_before = kern_at(kerning, word, true);
  word->kern_after = kern_at(kerning, word, false);
}

static bool is_between(const Atom *atom) {
  return atom->kind == ATOM_POINT ||
         ((atom->kind == ATOM_OPEN || atom->kind == ATOM_CLOSE) && atom->width == 0);
}

/* Whether a space stands in a run with the end of a word. */
static bool are_of_one_run(const Paragraph *paragraph, const Atom *space, const Atom *word,
                           bool before) {
  const ShapedPiece *piece = &word->word->pieces[before ? word->word->piece_count - 1 : 0];
  return space->space_font == piece->font && space->level == word->level &&
         paragraph_node(paragraph, space)->face == paragraph_node(paragraph, word)->face;
}

void kerning_of_spaces(const Paragraph *paragraph) {
  Atom *latest = NULL;
  for (unsigned i = 0; i < paragraph->atoms->len; i++) {
    Atom *atom = paragraph_atom(paragraph, i);
    if (is_between(atom))
      continue;
    if (latest && latest->kind == ATOM_WORD && atom->kind == ATOM_SPACE &&
        latest->word->kern_after && are_of_one_run(paragraph, atom, latest, true))
      atom->width += latest->word->kern_after;
    if (latest && latest->kind == ATOM_SPACE && atom->kind == ATOM_WORD &&
        atom->word->kern_before && are_of_one_run(paragraph, latest, atom, false))
      latest->width += atom->word->kern_before;
    latest = atom;
  }
}
