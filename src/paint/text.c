/* Glyph runs, and the lines that text-decoration draws. */
#include "paint/internal.h"

#include <pango/pangocairo.h>

/* pango's way to say in a glyph's id that it has no ink, or that the font has no such glyph. */
static bool glyph_is_empty(uint32_t id) {
  return (id & PANGO_GLYPH_EMPTY) == PANGO_GLYPH_EMPTY && !(id & PANGO_GLYPH_UNKNOWN_FLAG);
}

typedef struct {
  cairo_glyph_t *glyphs;
  cairo_text_cluster_t *clusters;
  int glyph_count, cluster_count;
} CairoRun;

/* Positions in points, from the left end of the baseline. */
static void place_glyphs(CairoRun *made, const GlyphRun *run, double x, double baseline) {
  Length pen = 0;
  for (int i = 0; i < run->glyph_count; i++) {
    const Glyph *glyph = &run->glyphs[i];
    if (!glyph_is_empty(glyph->id))
      made->glyphs[made->glyph_count++] =
          (cairo_glyph_t){.index = glyph->id & PANGO_GLYPH_UNKNOWN_FLAG ? 0 : glyph->id,
                          .x = x + length_to_points(pen + glyph->dx),
                          .y = baseline + length_to_points(glyph->dy)};
    pen += glyph->advance;
  }
}

/* How many of the glyphs of a cluster have ink; `first` is its first in logical order. */
static int count_inked(const GlyphRun *run, int first, int count) {
  int inked = 0;
  for (int i = first; i < first + count; i++) {
    int index = run->backward ? run->glyph_count - 1 - i : i;
    inked += index >= 0 && index < run->glyph_count && !glyph_is_empty(run->glyphs[index].id);
  }
  return inked;
}

static void place_clusters(CairoRun *made, const GlyphRun *run) {
  int first = 0;
  for (int i = 0; i < run->cluster_count; i++) {
    int inked = count_inked(run, first, run->clusters[i].glyphs);
    first += run->clusters[i].glyphs;
    if (inked || run->clusters[i].bytes)
      made->clusters[made->cluster_count++] =
          (cairo_text_cluster_t){.num_bytes = run->clusters[i].bytes, .num_glyphs = inked};
  }
}

/* In points: cairo counts in 1/256, and may leave out what is less. */
#define LEAST_INK 0.02

typedef enum {
  RUN_DRAWN,
  RUN_BLANK,  /* white space: no ink */
  RUN_UNSEEN, /* its ink is transparent, or all of it outside of the clip or the page */
} RunFate;

/* cairo leaves out text that cannot be seen, and 1.18 its mark too: so this decides for both. `box` is
 * where blank text stands. */
static RunFate run_fate(Painter *painter, const Area *area, const CairoRun *made, Box box) {
  cairo_text_extents_t ink = {0};
  if (made->glyph_count > 0)
    cairo_glyph_extents(painter->cr, made->glyphs, made->glyph_count, &ink);
  const bool inked = ink.width > 0 && ink.height > 0;
  if (inked)
    box = (Box){made->glyphs[0].x + ink.x_bearing, made->glyphs[0].y + ink.y_bearing, ink.width,
                ink.height};
  const double least = inked ? LEAST_INK : 0;
  double left, top, right, bottom;
  cairo_clip_extents(painter->cr, &left, &top, &right, &bottom);
  if (area->text.color.alpha == 0 || MIN(box.x + box.width, right) - MAX(box.x, left) < least ||
      MIN(box.y + box.height, bottom) - MAX(box.y, top) < least)
    return RUN_UNSEEN;
  return inked ? RUN_DRAWN : RUN_BLANK;
}

void paint_glyphs(Painter *painter, const Area *area, double x, double baseline,
                  ArtifactKind artifact) {
  const GlyphRun *run = &area->text.run;
  if (run->glyph_count == 0 || !run->font)
    return;
  if (artifact)
    mark_artifact(painter, artifact);
  else
    mark_content(painter, "Span", area->node, run->offset);
  CairoRun made = {.glyphs = g_new(cairo_glyph_t, run->glyph_count),
                   .clusters = g_new(cairo_text_cluster_t, MAX(run->cluster_count, 1))};
  place_glyphs(&made, run, x, baseline);
  place_clusters(&made, run);
  PangoFont *font = font_pango(run->font);
  cairo_set_scaled_font(painter->cr, pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font)));
  ink_color(painter, area->text.color);
  RunFate fate = RUN_DRAWN;
  if (painter->options.kind == PAINT_PDF)
    fate = run_fate(painter, area, &made, (Box){x, baseline, length_to_points(area->width), 0});
  if (fate == RUN_UNSEEN && !artifact) {
    mark_unseen(painter, run->text, (size_t)run->text_length);
  } else if (fate == RUN_DRAWN || !paint_marks_text_only()) {
    mark_text(painter);
    cairo_show_text_glyphs(painter->cr, run->text, run->text_length, made.glyphs, made.glyph_count,
                           made.clusters, made.cluster_count,
                           run->backward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD
                                         : (cairo_text_cluster_flags_t)0);
  }
  g_free(made.glyphs);
  g_free(made.clusters);
}

/* A line along the text, its middle `above` the baseline. */
static void line_along(Painter *painter, const Area *area, double x, double baseline, double above,
                       Length thickness, Color color, ArtifactKind artifact) {
  double height = MAX(length_to_points(thickness), 0.1);
  Box box = {x, baseline - above - height / 2, length_to_points(area->width), height};
  if (painter->grid > 0) { /* at least a pixel, on whole pixels, or it would be a grey smear */
    box.height = MAX(box.height, painter->grid);
    box = ink_snap(painter, box);
  }
  ink_rectangle(painter, artifact, color, box);
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
