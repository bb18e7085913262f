/* The lines that text-decoration draws along text. */
#include "paint/internal.h"

/* A stretch of the text, from its left end. */
typedef struct {
  Length x, width;
} Stretch;

static bool is_space(gunichar c) {
  return g_unichar_type(c) == G_UNICODE_SPACE_SEPARATOR;
}

/* The part of the text that cluster number `index` takes, in the order in which it is read; `glyphs` have
 * gone before it, which took `pen`. */
static Stretch stretch_of_cluster(const Area *area, int index, int glyphs, Length pen) {
  const GlyphRun *run = &area->text.run;
  Stretch stretch = {pen, 0};
  for (int i = glyphs; i < glyphs + run->clusters[index].glyphs && i < run->glyph_count; i++)
    stretch.width += run->glyphs[run->backward ? run->glyph_count - 1 - i : i].advance;
  if (run->backward)
    stretch.x = area->width - pen - stretch.width;
  return stretch;
}

/* The stretches between the spaces of the text; the caller frees the array. */
static GArray *stretches_between_spaces(const Area *area) {
  const GlyphRun *run = &area->text.run;
  GArray *stretches = g_array_new(FALSE, FALSE, sizeof(Stretch));
  const char *text = run->text;
  Length pen = 0;
  bool open = false;
  for (int i = 0, glyphs = 0; i < run->cluster_count; i++) {
    const Stretch own = stretch_of_cluster(area, i, glyphs, pen);
    Stretch *last = open ? &g_array_index(stretches, Stretch, stretches->len - 1) : NULL;
    const bool space = run->clusters[i].bytes > 0 && is_space(g_utf8_get_char(text));
    if (last && !space) {
      last->x = MIN(last->x, own.x);
      last->width += own.width;
    } else if (!space) {
      g_array_append_val(stretches, own);
    }
    open = !space;
    pen += own.width;
    glyphs += run->clusters[i].glyphs;
    text += run->clusters[i].bytes;
  }
  return stretches;
}

static void line_along_stretch(Painter *painter, Box box, Color color, ArtifactKind artifact) {
  if (painter->grid > 0) { /* at least a pixel, on whole pixels, or it would be a grey smear */
    box.height = MAX(box.height, painter->grid);
    box = ink_snap(painter, box);
  }
  ink_rectangle(painter, artifact, color, box);
}

/* A line along the text, its middle `above` the baseline. */
static void line_along(Painter *painter, const Area *area, double x, double baseline, double above,
                       Length thickness, Color color, ArtifactKind artifact) {
  const double height = MAX(length_to_points(thickness), 0.1);
  Box box = {x, baseline - above - height / 2, length_to_points(area->width), height};
  if (!area->text.skips_spaces) {
    line_along_stretch(painter, box, color, artifact);
    return;
  }
  GArray *stretches = stretches_between_spaces(area);
  for (guint i = 0; i < stretches->len; i++) {
    const Stretch *stretch = &g_array_index(stretches, Stretch, i);
    box.x = x + length_to_points(stretch->x);
    box.width = length_to_points(stretch->width);
    line_along_stretch(painter, box, color, artifact);
  }
  g_array_unref(stretches);
}

void paint_text_lines(Painter *painter, const Area *area, double x, double baseline,
                      ArtifactKind artifact, DecorationLines lines) {
  const TextDecoration *decoration = &area->text.decoration;
  const FontMetrics *metrics = area->text.metrics;
  if (!metrics)
    return;
  if (lines == LINES_OVER) {
    if (decoration->line_through)
      line_along(painter, area, x, baseline, length_to_points(metrics->strikeout_position),
                 metrics->strikeout_thickness, decoration->line_through_color, artifact);
    return;
  }
  if (decoration->underline)
    line_along(painter, area, x, baseline, -length_to_points(metrics->underline_position),
               metrics->underline_thickness, decoration->underline_color, artifact);
  if (decoration->overline)
    line_along(painter, area, x, baseline,
               length_to_points(metrics->ascent + metrics->underline_thickness / 2),
               metrics->underline_thickness, decoration->overline_color, artifact);
}
