/* Shaping: a word's text to glyphs, by HarfBuzz. Pango is asked only for words that the style's own
 * font does not cover, to find a font for each of their characters. */
#include "text/words.h"

#include <string.h>

/* A stretch of a word in one font and script. */
typedef struct {
  const Font *font;
  hb_script_t script;
  unsigned start, end;
  bool capitals; /* small capitals to be drawn as capitals of a smaller face */
} Item;

/* What is being made. */
typedef struct {
  Fonts *fonts;
  const Face *face;
  const char *text;
  size_t length;
  bool backward;
  JoiningContext context;
  GArray *items, *pieces, *glyphs, *clusters;
  ShapedWord *word;
} Shaping;

static bool script_is_common(hb_script_t script) {
  return script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED || script == HB_SCRIPT_UNKNOWN;
}

static bool covers(const Font *font, gunichar c) {
  hb_codepoint_t glyph;
  return hb_font_get_nominal_glyph(font->hb, c, &glyph) || pango_is_zero_width(c);
}

static bool covers_word(const Font *font, const void *context) {
  const Shaping *shaping = context;
  const char *end = shaping->text + shaping->length;
  for (const char *p = shaping->text; p < end; p = g_utf8_next_char(p))
    if (!covers(font, g_utf8_get_char(p)))
      return false;
  return true;
}

/* Items by script alone, in a font that has every character. */
static void items_of_font(Shaping *shaping, const Font *font) {
  hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
  Item item = {.font = font, .script = HB_SCRIPT_COMMON};
  const char *end = shaping->text + shaping->length;
  for (const char *p = shaping->text; p < end; p = g_utf8_next_char(p)) {
    const hb_script_t script = hb_unicode_script(unicode, g_utf8_get_char(p));
    if (script_is_common(script) || script == item.script)
      continue;
    if (!script_is_common(item.script)) {
      item.end = (unsigned)(p - shaping->text);
      g_array_append_val(shaping->items, item);
      item.start = item.end;
    }
    item.script = script;
  }
  item.end = (unsigned)shaping->length;
  g_array_append_val(shaping->items, item);
}

/* Items as pango finds them, falling back from font to font. */
static void items_of_pango(Shaping *shaping) {
  const PangoDirection direction = shaping->backward ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR;
  GList *list =
      pango_itemize_with_base_dir(fonts_context(shaping->fonts), direction, shaping->text, 0,
                                  (int)shaping->length, shaping->face->attributes, NULL);
  for (GList *link = list; link; link = link->next) {
    PangoItem *found = link->data;
    const Item item = {
        .font = fonts_font(shaping->fonts, found->analysis.font),
        .script = hb_script_from_iso15924_tag(
            (hb_tag_t)g_unicode_script_to_iso15924((GUnicodeScript)found->analysis.script)),
        .start = (unsigned)found->offset,
        .end = (unsigned)(found->offset + found->length),
    };
    g_array_append_val(shaping->items, item);
    pango_item_free(found);
  }
  g_list_free(list);
}

/* Where the language is not said to be written with ideographs (Korean, English) pango takes any font that
 * has them: the first for the language is better. */
static void find_ideographs(Shaping *shaping) {
  for (unsigned i = 0; i < shaping->items->len; i++) {
    Item *item = &g_array_index(shaping->items, Item, i);
    if (item->script != HB_SCRIPT_HAN ||
        pango_language_includes_script(shaping->face->font_language, PANGO_SCRIPT_HAN))
      continue;
    const Shaping part = {.text = shaping->text + item->start, .length = item->end - item->start};
    const Font *font = fonts_find(shaping->fonts, shaping->face, covers_word, &part);
    if (font)
      item->font = font;
  }
}

/* Are all letters of one script? */
static bool is_of_one_script(const Shaping *shaping) {
  const Item *items = (const Item *)(const void *)shaping->items->data;
  hb_script_t script = HB_SCRIPT_COMMON;
  for (unsigned i = 0; i < shaping->items->len; i++) {
    if (!script_is_common(items[i].script) && !script_is_common(script) &&
        items[i].script != script)
      return false;
    if (!script_is_common(items[i].script))
      script = items[i].script;
  }
  return !script_is_common(script);
}

/* Pango finds fonts character by character; one that has the whole word keeps its letters together: one
 * of those, or if they are of one script the first that has it. */
static void find_items(Shaping *shaping) {
  const Font *whole = covers_word(shaping->face->font, shaping) ? shaping->face->font : NULL;
  if (!whole) {
    items_of_pango(shaping);
    find_ideographs(shaping);
    if (shaping->items->len < 2)
      return;
  }
  for (unsigned i = 0; !whole && i < shaping->items->len; i++) {
    const Font *font = g_array_index(shaping->items, Item, i).font;
    if (covers_word(font, shaping))
      whole = font;
  }
  if (!whole && is_of_one_script(shaping))
    whole = fonts_find(shaping->fonts, shaping->face, covers_word, shaping);
  if (!whole)
    return;
  g_array_set_size(shaping->items, 0);
  items_of_font(shaping, whole);
}

static const Font *small_capitals_of(const Shaping *shaping, const Font *font) {
  const Face *face = shaping->face;
  return face->small && font == face->font ? face->small->font
                                           : fonts_small_capitals(shaping->fonts, font);
}

/* Splits items where lower-case letters begin and end, for small capitals that their font lacks. */
static void split_small_capitals(Shaping *shaping) {
  GArray *split = g_array_new(FALSE, FALSE, sizeof(Item));
  for (unsigned i = 0; i < shaping->items->len; i++) {
    Item item = g_array_index(shaping->items, Item, i);
    const unsigned last = item.end;
    const Font *whole = item.font, *small = small_capitals_of(shaping, item.font);
    if (small == whole) {
      g_array_append_val(split, item);
      continue;
    }
    while (item.start < last) {
      unsigned at = item.start;
      item.capitals = g_unichar_islower(g_utf8_get_char(shaping->text + at));
      do
        at = (unsigned)(g_utf8_next_char(shaping->text + at) - shaping->text);
      while (at < last &&
             (bool)g_unichar_islower(g_utf8_get_char(shaping->text + at)) == item.capitals);
      item.end = at;
      item.font = item.capitals ? small : whole;
      g_array_append_val(split, item);
      item.start = at;
    }
  }
  g_array_set_size(shaping->items, 0);
  g_array_append_vals(shaping->items, split->data, split->len);
  g_array_unref(split);
}

/* Fills hb's buffer; a cluster is the byte of its character in the word. */
static void fill_buffer(hb_buffer_t *buffer, const Shaping *shaping, const Item *item) {
  const hb_codepoint_t before = shaping->context.before, after = shaping->context.after;
  if (before && item->start == 0)
    hb_buffer_add_utf32(buffer, &before, 1, 1, 0);
  if (!item->capitals) {
    hb_buffer_add_utf8(buffer, shaping->text, (int)shaping->length, item->start,
                       (int)(item->end - item->start));
    if (after && item->end == shaping->length)
      hb_buffer_add_utf32(buffer, &after, 1, 0, 0);
    return;
  }
  for (unsigned at = item->start; at < item->end;) {
    const unsigned next = (unsigned)(g_utf8_next_char(shaping->text + at) - shaping->text);
    char *upper = g_utf8_strup(shaping->text + at, (gssize)(next - at));
    for (const char *p = upper; *p; p = g_utf8_next_char(p))
      hb_buffer_add(buffer, g_utf8_get_char(p), at);
    g_free(upper);
    at = next;
  }
  hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
}

static bool is_joined(const hb_glyph_info_t *info) {
  return hb_glyph_info_get_glyph_flags(info) & HB_GLYPH_FLAG_UNSAFE_TO_BREAK;
}

/* Clusters from hb's glyphs, in logical order: glyphs that share a value make one. */
static void add_clusters(Shaping *shaping, const Item *item, const hb_glyph_info_t *infos,
                         unsigned count) {
  const int step = shaping->backward ? -1 : 1;
  unsigned i = 0;
  unsigned start = item->start;
  while (i < count) {
    const unsigned first = shaping->backward ? count - 1 - i : i;
    unsigned glyphs = 1;
    bool joined = is_joined(&infos[first]) || (i == 0 && item->start > 0);
    for (; i + glyphs < count; glyphs++) {
      const hb_glyph_info_t *info = &infos[(int)first + step * (int)glyphs];
      if (info->cluster != infos[first].cluster)
        break;
      joined = joined || is_joined(info);
    }
    i += glyphs;
    const unsigned next = i < count ? infos[(int)first + step * (int)glyphs].cluster : item->end;
    const ShapedCluster cluster = {
        .bytes = (uint16_t)(next - start), .glyphs = glyphs & 0x7fff, .joined = joined};
    g_array_append_val(shaping->clusters, cluster);
    start = next;
  }
}

static void add_glyphs(Shaping *shaping, const hb_glyph_info_t *infos,
                       const hb_glyph_position_t *positions, unsigned count) {
  const bool drawn = !shaping->face->scaled_away;
  for (unsigned i = 0; i < count; i++) {
    const Glyph glyph = {
        .id = infos[i].codepoint,
        .advance = drawn ? positions[i].x_advance : 0,
        .dx = drawn ? positions[i].x_offset : 0,
        .dy = drawn ? -positions[i].y_offset : 0,
    };
    if (glyph.id == 0)
      shaping->word->unknown = true;
    shaping->word->width += glyph.advance;
    g_array_append_val(shaping->glyphs, glyph);
  }
}

void shape_buffer(hb_buffer_t *buffer, const Face *face, const Font *font, hb_script_t script,
                  bool backward) {
  hb_buffer_set_direction(buffer, backward ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
  hb_buffer_set_script(buffer, script);
  hb_buffer_set_language(buffer, face->language);
  hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
  hb_shape(font->hb, buffer, face->features, face->feature_count);
}

static void shape_item(Shaping *shaping, hb_buffer_t *buffer, const Item *item) {
  hb_buffer_clear_contents(buffer);
  fill_buffer(buffer, shaping, item);
  if (!hb_buffer_allocation_successful(buffer))
    g_error("no memory for a word"); /* HarfBuzz would leave it out in silence */
  shape_buffer(buffer, shaping->face, item->font, item->script, shaping->backward);
  unsigned count;
  const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &count);
  const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, &count);
  ShapedPiece piece = {
      .font = item->font,
      .text_start = (uint16_t)item->start,
      .text_length = (uint16_t)(item->end - item->start),
      .glyph_start = (uint16_t)shaping->glyphs->len,
      .glyph_count = (uint16_t)count,
      .cluster_start = (uint16_t)shaping->clusters->len,
  };
  add_clusters(shaping, item, infos, count);
  add_glyphs(shaping, infos, positions, count);
  piece.cluster_count = (uint16_t)(shaping->clusters->len - piece.cluster_start);
  if (count > 0)
    g_array_append_val(shaping->pieces, piece);
  const hb_script_t script = item->script;
  if (script == HB_SCRIPT_ARABIC || script == HB_SCRIPT_SYRIAC || script == HB_SCRIPT_MONGOLIAN ||
      script == HB_SCRIPT_NKO || script == HB_SCRIPT_ADLAM || script == HB_SCRIPT_MANDAIC)
    shaping->word->cursive = true;
}

struct Shaper {
  Fonts *fonts;
  GArray *items, *pieces, *glyphs, *clusters;
  hb_buffer_t *buffer;
};

Shaper *shaper_new(Fonts *fonts) {
  Shaper *shaper = g_new(Shaper, 1);
  *shaper = (Shaper){.fonts = fonts,
                     .items = g_array_new(FALSE, FALSE, sizeof(Item)),
                     .pieces = g_array_new(FALSE, FALSE, sizeof(ShapedPiece)),
                     .glyphs = g_array_new(FALSE, FALSE, sizeof(Glyph)),
                     .clusters = g_array_new(FALSE, FALSE, sizeof(ShapedCluster)),
                     .buffer = hb_buffer_create()};
  return shaper;
}

void shaper_free(Shaper *shaper) {
  g_array_unref(shaper->items);
  g_array_unref(shaper->pieces);
  g_array_unref(shaper->glyphs);
  g_array_unref(shaper->clusters);
  hb_buffer_destroy(shaper->buffer);
  g_free(shaper);
}

static void *keep(Arena *arena, GArray *array) {
  void *kept = arena_copy(arena, array->data, array->len * g_array_get_element_size(array));
  g_array_set_size(array, 0);
  return kept;
}

/* Columns stay straight, and ideographs square. */
static bool is_rigid(const char *text, const GArray *pieces) {
  bool rigid = g_unichar_iswide(g_utf8_get_char(text));
  for (unsigned i = 0; i < pieces->len && !rigid; i++)
    rigid = g_array_index(pieces, ShapedPiece, i).font->monospaced;
  return rigid;
}

ShapedWord *word_shape(Shaper *shaper, Arena *arena, const Face *face, bool backward,
                       JoiningContext context, const char *text, size_t length) {
  ShapedWord *word = arena_new_object(arena, ShapedWord);
  Shaping shaping = {
      .fonts = shaper->fonts,
      .face = face,
      .text = text,
      .length = length,
      .backward = backward,
      .context = context,
      .items = shaper->items,
      .pieces = shaper->pieces,
      .glyphs = shaper->glyphs,
      .clusters = shaper->clusters,
      .word = word,
  };
  find_items(&shaping);
  if (face->style.small_caps)
    split_small_capitals(&shaping);
  for (unsigned i = 0; i < shaping.items->len; i++)
    shape_item(&shaping, shaper->buffer, &g_array_index(shaping.items, Item, i));
  g_array_set_size(shaping.items, 0);

  word->face = face;
  word->text = arena_strndup(arena, text, length);
  word->length = (uint16_t)length;
  word->backward = backward;
  word->context = context;
  word->piece_count = (uint16_t)shaping.pieces->len;
  word->rigid = is_rigid(text, shaping.pieces);
  word->glyph_count = (uint16_t)shaping.glyphs->len;
  word->cluster_count = (uint16_t)shaping.clusters->len;
  word->pieces = keep(arena, shaping.pieces);
  word->glyphs = keep(arena, shaping.glyphs);
  word->clusters = keep(arena, shaping.clusters);
  return word;
}

int word_unknown_characters(const ShapedWord *word, gunichar *out, int limit) {
  int found = 0;
  for (int i = 0; i < word->piece_count; i++) {
    const ShapedPiece *piece = &word->pieces[i];
    unsigned at = piece->text_start;
    unsigned glyph = word->backward ? piece->glyph_count : 0;
    for (unsigned c = 0; c < piece->cluster_count && found < limit; c++) {
      const ShapedCluster *cluster = &word->clusters[piece->cluster_start + c];
      if (word->backward)
        glyph -= cluster->glyphs;
      for (unsigned g = 0; g < cluster->glyphs; g++)
        if (word->glyphs[piece->glyph_start + glyph + g].id == 0) {
          out[found++] = g_utf8_get_char(word->text + at);
          break;
        }
      if (!word->backward)
        glyph += cluster->glyphs;
      at += cluster->bytes;
    }
  }
  return found;
}
