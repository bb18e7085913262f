/* What a font's tables say of its measures, and the names of families. */
#include "text/fonts.h"
#include "text/outlines.h"

#include <hb-ot.h>
#include <string.h>

static int table_s16(hb_blob_t *table, unsigned offset) {
  unsigned length;
  const unsigned char *bytes = (const unsigned char *)hb_blob_get_data(table, &length);
  if (offset + 2 > length)
    return 0;
  return (int16_t)(bytes[offset] << 8 | bytes[offset + 1]);
}

/* Font units to a Length. */
static Length scaled(int units, Length size, unsigned per_em) {
  const Length rounded = (ABS((Length)units) * size * 2 + per_em) / (2 * (Length)per_em);
  return units < 0 ? -rounded : rounded;
}

/* How high the glyph of a character is, or 0. */
static Length glyph_height(const Font *font, Length size, gunichar c) {
  hb_face_t *face = hb_font_get_face(font->hb);
  hb_font_t *unscaled = hb_font_create(face);
  hb_codepoint_t glyph;
  hb_glyph_extents_t extents = {0};
  const bool found = hb_font_get_nominal_glyph(unscaled, c, &glyph) &&
                     hb_font_get_glyph_extents(unscaled, glyph, &extents);
  hb_font_destroy(unscaled);
  return found ? scaled(extents.y_bearing, size, MAX(hb_face_get_upem(face), 1u)) : 0;
}

/* What the OS/2 and post tables leave out, from the outline's own extents. */
static void guess_missing(FontMetrics *metrics, const Font *font, Length size) {
  if (metrics->ascent + metrics->descent <= 0) {
    hb_font_extents_t extents;
    if (hb_font_get_h_extents(font->hb, &extents)) {
      metrics->ascent = extents.ascender;
      metrics->descent = -extents.descender;
    }
  }
  if (metrics->ascent + metrics->descent <= 0) {
    metrics->ascent = size * 4 / 5;
    metrics->descent = size / 5;
  }
  if (metrics->x_height <= 0)
    metrics->x_height = glyph_height(font, size, 'x');
  if (metrics->x_height <= 0)
    metrics->x_height = size / 2;
  if (metrics->cap_height <= 0)
    metrics->cap_height = glyph_height(font, size, 'H');
  if (metrics->cap_height <= 0)
    metrics->cap_height = size * 7 / 10;
  if (metrics->underline_thickness <= 0)
    metrics->underline_thickness = size / 20;
  if (metrics->strikeout_thickness <= 0)
    metrics->strikeout_thickness = metrics->underline_thickness;
  if (metrics->underline_position <= 0)
    metrics->underline_position = size / 8;
  if (metrics->strikeout_position <= 0)
    metrics->strikeout_position = metrics->x_height / 2;
}

/* A baseline of the BASE table, for no script in particular; false: it has none. */
static bool find_baseline(hb_font_t *font, hb_ot_layout_baseline_tag_t tag, hb_position_t *above) {
  static const hb_tag_t scripts[] = {HB_TAG('D', 'F', 'L', 'T'), HB_TAG('l', 'a', 't', 'n')};
  for (size_t i = 0; i < G_N_ELEMENTS(scripts); i++)
    if (hb_ot_layout_get_baseline(font, tag, HB_DIRECTION_LTR, scripts[i], HB_TAG_NONE, above))
      return true;
  return false;
}

/* `face` counts in `per_em`. */
static void set_baselines(FontMetrics *metrics, hb_face_t *face, Length size, unsigned per_em) {
  hb_font_t *font = hb_font_create(face);
  hb_position_t above;
  metrics->hanging = metrics->ascent * 4 / 5;
  metrics->mathematical = metrics->ascent / 2;
  metrics->central = (metrics->ascent - metrics->descent) / 2;
  metrics->ideographic = -metrics->descent;
  if (find_baseline(font, HB_OT_LAYOUT_BASELINE_TAG_HANGING, &above))
    metrics->hanging = scaled(above, size, per_em);
  if (find_baseline(font, HB_OT_LAYOUT_BASELINE_TAG_MATH, &above))
    metrics->mathematical = scaled(above, size, per_em);
  if (find_baseline(font, HB_OT_LAYOUT_BASELINE_TAG_IDEO_EMBOX_BOTTOM_OR_LEFT, &above))
    metrics->ideographic = scaled(above, size, per_em);
  if (find_baseline(font, HB_OT_LAYOUT_BASELINE_TAG_IDEO_EMBOX_CENTRAL, &above))
    metrics->central = scaled(above, size, per_em);
  hb_font_destroy(font);
}

/* Offsets are those of the OpenType specification's tables "OS/2" and "post"; both give the top of
 * a stroke, where we give its middle. */
FontMetrics font_metrics(const Font *font, Length size) {
  enum { STRIKEOUT_SIZE = 26, STRIKEOUT_POSITION = 28, TYPO_ASCENDER = 68, TYPO_DESCENDER = 70 };
  enum { X_HEIGHT = 86, CAP_HEIGHT = 88, UNDERLINE_POSITION = 8, UNDERLINE_THICKNESS = 10 };
  hb_face_t *face = hb_font_get_face(font->hb);
  const unsigned per_em = MAX(hb_face_get_upem(face), 1u);
  size = MAX(size, 0);
  hb_blob_t *os2 = face_table(face, HB_TAG('O', 'S', '/', '2'));
  hb_blob_t *post = face_table(face, HB_TAG('p', 'o', 's', 't'));
  const bool has_heights = table_s16(os2, 0) >= 2;
  FontMetrics metrics = {
      .ascent = scaled(table_s16(os2, TYPO_ASCENDER), size, per_em),
      .descent = -scaled(table_s16(os2, TYPO_DESCENDER), size, per_em),
      .x_height = has_heights ? scaled(table_s16(os2, X_HEIGHT), size, per_em) : 0,
      .cap_height = has_heights ? scaled(table_s16(os2, CAP_HEIGHT), size, per_em) : 0,
      .underline_thickness = scaled(table_s16(post, UNDERLINE_THICKNESS), size, per_em),
      .strikeout_thickness = scaled(table_s16(os2, STRIKEOUT_SIZE), size, per_em),
      .space = size > 0 ? font->space : 0,
  };
  metrics.underline_position =
      metrics.underline_thickness / 2 - scaled(table_s16(post, UNDERLINE_POSITION), size, per_em);
  metrics.strikeout_position =
      scaled(table_s16(os2, STRIKEOUT_POSITION), size, per_em) - metrics.strikeout_thickness / 2;
  hb_blob_destroy(os2);
  hb_blob_destroy(post);
  guess_missing(&metrics, font, size);
  set_baselines(&metrics, face, size, per_em);
  return metrics;
}

bool font_has_feature(const Font *font, hb_tag_t feature) {
  hb_set_t *lookups = hb_set_create();
  const hb_tag_t features[] = {feature, HB_TAG_NONE};
  hb_ot_layout_collect_lookups(hb_font_get_face(font->hb), HB_OT_TAG_GSUB, NULL, NULL, features,
                               lookups);
  const bool has = !hb_set_is_empty(lookups);
  hb_set_destroy(lookups);
  return has;
}

static const char *family_alias(const char *family) {
  static const struct {
    const char *asked, *given;
  } rows[] = {
      {"sans-serif", "Liberation Sans"},   {"Helvetica", "Liberation Sans"},
      {"Arial", "Liberation Sans"},        {"SansSerif", "Liberation Sans"},
      {"sans", "Liberation Sans"},         {"any", "Liberation Sans"},
      {"cursive", "Liberation Sans"},      {"fantasy", "Liberation Sans"},
      {"system-ui", "Liberation Sans"},    {"serif", "Liberation Serif"},
      {"Times", "Liberation Serif"},       {"Times Roman", "Liberation Serif"},
      {"Times-Roman", "Liberation Serif"}, {"Times New Roman", "Liberation Serif"},
      {"monospace", "Liberation Mono"},    {"Courier", "Liberation Mono"},
      {"Courier New", "Liberation Mono"},  {"Monospaced", "Liberation Mono"},
      {"Symbol", "DejaVu Sans"},           {"ZapfDingbats", "DejaVu Sans"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    if (g_ascii_strcasecmp(rows[i].asked, family) == 0)
      return rows[i].given;
  return family;
}

char **family_list(const char *families) {
  char **names = g_strsplit(families, ",", -1);
  GPtrArray *list = g_ptr_array_new();
  for (size_t i = 0; names[i]; i++) {
    char *name = g_strstrip(names[i]);
    const size_t length = strlen(name);
    if (length >= 2 && (*name == '"' || *name == '\'') && name[length - 1] == *name) {
      name[length - 1] = '\0';
      name = g_strstrip(name + 1);
    }
    if (*name)
      g_ptr_array_add(list, g_strdup(family_alias(name)));
  }
  g_strfreev(names);
  g_ptr_array_add(list, NULL);
  return (char **)g_ptr_array_free(list, FALSE);
}
