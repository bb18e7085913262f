/* Glyph runs. */
#include "paint/internal.h"
#include "text/outlines.h"

#include <fontconfig/fontconfig.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-font.h>
#include <string.h>

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

/* cairo leaves out a blank glyph that stands exactly on a point of its grid, as its box is empty. */
static void move_off_grid(Painter *painter, cairo_glyph_t *glyph) {
  double x = glyph->x, y = glyph->y;
  cairo_user_to_device(painter->cr, &x, &y);
  glyph->x += fabs(x - round(x)) < LEAST_INK ? LEAST_INK : 0;
  glyph->y += fabs(y - round(y)) < LEAST_INK ? LEAST_INK : 0;
}

/* ---- Text that finish draws --------------------------------------------------------------------- */

/* What finish knows of a font's outlines. */
typedef struct {
  PangoFont *font;
  Outlines *outlines; /* once `sought`; NULL: finish cannot draw it */
  bool sought;
  guint8 *sound; /* by glyph: whether its outline is sound, once it was asked */
  bool broken;   /* cairo does not draw all of its glyphs */
} FontOutlines;

void font_outlines_free(gpointer data) {
  FontOutlines *known = data;
  outlines_close(known->outlines);
  g_free(known->sound);
  g_free(known);
}

/* Does the font show its outlines as they are? */
static bool is_plain(PangoFont *font) {
  if (!PANGO_IS_FC_FONT(font))
    return false;
  FcPattern *pattern = pango_fc_font_get_pattern(PANGO_FC_FONT(font));
  FcBool bold = FcFalse;
  FcMatrix *slanted = NULL;
  FcPatternGetBool(pattern, FC_EMBOLDEN, 0, &bold);
  FcPatternGetMatrix(pattern, FC_MATRIX, 0, &slanted);
  return !bold && !slanted;
}

static FontOutlines *font_outlines(Painter *painter, PangoFont *font) {
  FontOutlines *known = g_hash_table_lookup(painter->outlines, font);
  if (!known) {
    known = g_new0(FontOutlines, 1);
    known->font = font;
    known->broken = cairo_version() < CAIRO_VERSION_ENCODE(1, 17, 4) &&
                    face_is_cid_keyed(hb_font_get_face(pango_font_get_hb_font(font)));
    g_hash_table_insert(painter->outlines, font, known);
  }
  return known;
}

static void seek_outlines(FontOutlines *font) {
  if (is_plain(font->font))
    font->outlines = outlines_open(hb_font_get_face(pango_font_get_hb_font(font->font)));
  if (font->outlines)
    font->sound = g_malloc0(outlines_count(font->outlines) + 1);
  font->sought = true;
}

static bool is_sound(const FontOutlines *font, uint32_t glyph) {
  enum { SOUND = 1, UNSOUND };
  if (glyph >= outlines_count(font->outlines))
    return false;
  guint8 *sound = &font->sound[glyph];
  if (!*sound)
    *sound = outlines_parts(font->outlines, glyph) ? SOUND : UNSOUND;
  return *sound == SOUND;
}

/* Can finish draw the glyphs? */
static bool are_drawable(FontOutlines *font, const GlyphRun *run) {
  if (!font->sought)
    seek_outlines(font);
  if (!font->outlines)
    return false;
  for (int i = 0; i < run->glyph_count; i++)
    if (!glyph_is_empty(run->glyphs[i].id) && !is_sound(font, run->glyphs[i].id))
      return false;
  if (run->glyph_count <= MARK_RUN_MAX_WORD)
    return true;
  const char *text = run->text;
  for (int i = 0, glyphs = 0; i < run->cluster_count; text += run->clusters[i++].bytes) {
    const bool space = run->clusters[i].bytes > 0 && g_unichar_isspace(g_utf8_get_char(text));
    glyphs = run->clusters[i].glyphs + (space ? 0 : glyphs);
    if (glyphs > MARK_RUN_MAX_WORD)
      return false;
  }
  return true;
}

/* Do all its glyphs, from left to right, stand for one character or a ligature each? */
static bool is_spelt(const GlyphRun *run) {
  for (int i = 0; i < run->cluster_count; i++)
    if (run->clusters[i].glyphs > 1)
      return false;
  return !run->backward;
}

static bool is_complete(const GlyphRun *run) {
  for (int i = 0; i < run->glyph_count; i++)
    if (run->glyphs[i].id & PANGO_GLYPH_UNKNOWN_FLAG && !glyph_is_empty(run->glyphs[i].id))
      return false;
  return true;
}

/* Can finish draw the run? */
static bool is_for_finish(Painter *painter, const GlyphRun *run) {
  return painter->options.finished && is_complete(run) &&
         are_drawable(font_outlines(painter, font_pango(run->font)), run);
}

/* Must it, as cairo would not draw what can be read? */
static bool is_complex(Painter *painter, const GlyphRun *run) {
  return !is_spelt(run) || font_outlines(painter, font_pango(run->font))->broken;
}

/* The font of a run, without expansion. One that cairo cannot load is in error or NULL, and the page fails. */
static cairo_scaled_font_t *scaled_font(Painter *painter, const GlyphRun *run) {
  cairo_scaled_font_t *font =
      pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font_pango(run->font)));
  painter_check(painter, font ? cairo_scaled_font_status(font) : CAIRO_STATUS_NO_MEMORY);
  return font;
}

/* cairo keeps the latest fonts of such a kind, and there are few: as many as whole thousandths. */
static void set_font(Painter *painter, const GlyphRun *run) {
  cairo_scaled_font_t *plain = scaled_font(painter, run);
  if (!plain || !run->expansion) {
    cairo_set_scaled_font(painter->cr, plain);
    return;
  }
  cairo_matrix_t em, user, stretch;
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_scaled_font_get_font_matrix(plain, &em);
  cairo_scaled_font_get_ctm(plain, &user);
  cairo_scaled_font_get_font_options(plain, options);
  cairo_matrix_init_scale(&stretch, glyph_run_stretch(run), 1);
  cairo_matrix_multiply(&em, &em, &stretch);
  cairo_scaled_font_t *stretched =
      cairo_scaled_font_create(cairo_scaled_font_get_font_face(plain), &em, &user, options);
  cairo_set_scaled_font(painter->cr, stretched);
  cairo_scaled_font_destroy(stretched);
  cairo_font_options_destroy(options);
}

static MarkRun run_at(Painter *painter, const Area *area, double x, double baseline) {
  const GlyphRun *run = &area->text.run;
  cairo_scaled_font_t *font = scaled_font(painter, run);
  cairo_matrix_t em, user;
  cairo_matrix_init_identity(&em);
  if (font)
    cairo_scaled_font_get_font_matrix(font, &em);
  cairo_get_matrix(painter->cr, &user);
  MarkRun mark = {.run = run, .size = em.xx, .color = area->text.color};
  cairo_matrix_init(&mark.matrix, em.xx * glyph_run_stretch(run), 0, 0, -em.xx, x, baseline);
  cairo_matrix_multiply(&mark.matrix, &mark.matrix, &user);
  return mark;
}

/* Remembers a glyph of text that cairo draws, as the sign of text that it does not: else each font of such
 * text would be in the file twice. */
static void keep_sign(Painter *painter, const Area *area, const CairoRun *made) {
  const GlyphRun *run = &area->text.run;
  if (painter->sign.font || run->cluster_count == 0 || run->clusters[0].glyphs != 1 ||
      run->clusters[0].bytes > (int)sizeof painter->sign.text || run->backward)
    return;
  const CairoRun one = {.glyphs = made->glyphs, .glyph_count = 1};
  if (run_fate(painter, area, &one, (Box){0}) != RUN_DRAWN)
    return;
  painter->sign.font = cairo_scaled_font_reference(cairo_get_scaled_font(painter->cr));
  painter->sign.glyph = made->glyphs[0].index;
  painter->sign.bytes = run->clusters[0].bytes;
  memcpy(painter->sign.text, run->text, (size_t)run->clusters[0].bytes);
}

/* Draws the sign in the place of one of the glyphs where it can be seen; false if there is none. */
static bool show_kept_sign(Painter *painter, const Area *area, const CairoRun *made) {
  if (!painter->sign.font)
    return false;
  cairo_scaled_font_t *own = cairo_scaled_font_reference(cairo_get_scaled_font(painter->cr));
  cairo_set_scaled_font(painter->cr, painter->sign.font);
  bool shown = false;
  for (int i = 0; i < made->glyph_count && !shown; i++) {
    cairo_glyph_t glyph = made->glyphs[i];
    glyph.index = painter->sign.glyph;
    const CairoRun one = {.glyphs = &glyph, .glyph_count = 1};
    const cairo_text_cluster_t cluster = {painter->sign.bytes, 1};
    shown = run_fate(painter, area, &one, (Box){0}) == RUN_DRAWN;
    if (shown)
      cairo_show_text_glyphs(painter->cr, painter->sign.text, painter->sign.bytes, &glyph, 1,
                             &cluster, 1, (cairo_text_cluster_flags_t)0);
  }
  cairo_set_scaled_font(painter->cr, own);
  cairo_scaled_font_destroy(own);
  return shown;
}

/* Draws one glyph, as a sign where finish is to draw them all, and in what colour: one that can be seen,
 * if there is one. */
static void show_sign(Painter *painter, const Area *area, const CairoRun *made) {
  if (show_kept_sign(painter, area, made))
    return;
  for (int i = 0; i < made->glyph_count; i++) {
    const CairoRun one = {.glyphs = &made->glyphs[i], .glyph_count = 1};
    if (i == made->glyph_count - 1 || run_fate(painter, area, &one, (Box){0}) == RUN_DRAWN) {
      cairo_show_glyphs(painter->cr, &made->glyphs[i], 1);
      return;
    }
  }
}

/* ---- Runs --------------------------------------------------------------------------------------- */

/* A copy with other characters of as many bytes in the place of noncharacters, for which cairo takes
 * the text for broken; NULL: there are none. */
static char *without_noncharacters(const char *text, size_t length) {
  char *copy = NULL;
  for (const char *p = text, *end = text + length; p < end; p = g_utf8_next_char(p)) {
    if ((guchar)*p < 0xef || !is_noncharacter(g_utf8_get_char(p)))
      continue;
    copy = copy ? copy : g_strndup(text, length);
    g_unichar_to_utf8((guchar)*p == 0xef ? 0xfffd : 0x10fffd, copy + (p - text));
  }
  return copy;
}

static void show_text(Painter *painter, const GlyphRun *run, const CairoRun *made) {
  char *mended = without_noncharacters(run->text, (size_t)run->text_length);
  cairo_show_text_glyphs(painter->cr, mended ? mended : run->text, run->text_length, made->glyphs,
                         made->glyph_count, made->clusters, made->cluster_count,
                         run->backward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD
                                       : (cairo_text_cluster_flags_t)0);
  g_free(mended);
}

static void show_complex(Painter *painter, const Area *area, const CairoRun *made, double x,
                         double baseline) {
  const MarkRun run = run_at(painter, area, x, baseline);
  mark_run(painter, &run);
  show_sign(painter, area, made);
}

/* In points: advances of smaller text are too rough in lengths for its codes to stand where readers see words. */
#define LEAST_SIZE 1

/* In points: of a square that is no text, but stands for some. */
#define SIGN_SIDE 0.25

/* Is all of a run within the page and the clip? The box is in the page's points. */
static bool is_in_sight(const Painter *painter, Box box) {
  const Box clip = painter->clip;
  return MIN(clip.width, clip.height) > SIGN_SIDE + 2 * LEAST_INK && box.x >= clip.x - LEAST_INK &&
         box.y >= clip.y - LEAST_INK && box.x + box.width <= clip.x + clip.width + LEAST_INK &&
         box.y + box.height <= clip.y + clip.height + LEAST_INK;
}

/* Draws the sign of a run with such a box. It is wholly within the clip: if any of it were cut off, the clip would
 * come into the content where finish puts the text. */
static void draw_sign(Painter *painter, Box box) {
  const Box clip = painter->clip;
  const double right = clip.x + clip.width - SIGN_SIDE - LEAST_INK;
  const double bottom = clip.y + clip.height - SIGN_SIDE - LEAST_INK;
  cairo_save(painter->cr);
  cairo_identity_matrix(painter->cr);
  cairo_rectangle(painter->cr, CLAMP(box.x, clip.x + LEAST_INK, right),
                  CLAMP(box.y, clip.y + LEAST_INK, bottom), SIGN_SIDE, SIGN_SIDE);
  cairo_fill(painter->cr);
  cairo_restore(painter->cr);
}

/* Leaves a run to finish together with others. The sign is a square; cairos that mark text alone need text.
 * False: that cannot be. */
static bool leave_run(Painter *painter, const Area *area, double x, double baseline,
                      ArtifactKind artifact) {
  const FontMetrics *metrics = area->text.metrics;
  if (!metrics || area->text.color.alpha != 255 || paint_marks_text_only())
    return false;
  const double ascent = length_to_points(metrics->ascent);
  const Box box = page_box(painter, (Box){x, baseline - ascent, length_to_points(area->width),
                                          ascent + length_to_points(metrics->descent)});
  if (!is_in_sight(painter, box))
    return false;
  const MarkRun run = run_at(painter, area, x, baseline);
  if (run.size < LEAST_SIZE)
    return false;
  if (mark_runs(painter, artifact ? NULL : area->node, area->text.run.offset, artifact, &run) &&
      !painter->plain) {
    ink_color(painter, area->text.color);
    draw_sign(painter, box);
  }
  return true;
}

void paint_glyphs(Painter *painter, const Area *area, double x, double baseline,
                  ArtifactKind artifact) {
  const GlyphRun *run = &area->text.run;
  if (run->glyph_count == 0 || !run->font)
    return;
  const bool drawable = is_for_finish(painter, run);
  if (drawable && leave_run(painter, area, x, baseline, artifact))
    return;
  if (painter->plain) {
    painter->not_plain = true;
    return;
  }
  CairoRun made = {.glyphs = g_new(cairo_glyph_t, run->glyph_count),
                   .clusters = g_new(cairo_text_cluster_t, MAX(run->cluster_count, 1))};
  place_glyphs(&made, run, x, baseline);
  place_clusters(&made, run);
  const bool complex = drawable && is_complex(painter, run);
  set_font(painter, run);
  RunFate fate = RUN_DRAWN;
  if (painter->options.kind == PAINT_PDF)
    fate = made.glyph_count == 0 ? RUN_UNSEEN
                                 : run_fate(painter, area, &made,
                                            (Box){x, baseline, length_to_points(area->width), 0});
  if (fate == RUN_BLANK && made.glyph_count)
    move_off_grid(painter, &made.glyphs[0]);
  if (complex) /* it has a mark of its own */
    mark_close(painter);
  if (artifact)
    mark_artifact(painter, artifact);
  else if (complex || fate != RUN_DRAWN || !mark_continue(painter, area->node, run->offset))
    mark_content(painter, "Span", area->node, run->offset);
  ink_color(painter, area->text.color);
  if (fate == RUN_UNSEEN && !artifact) {
    mark_unseen(painter, run->text, (size_t)run->text_length);
  } else if (fate == RUN_DRAWN || !paint_marks_text_only()) {
    mark_text(painter, !complex && fate == RUN_DRAWN);
    if (!complex && fate == RUN_DRAWN)
      keep_sign(painter, area, &made);
    if (complex)
      show_complex(painter, area, &made, x, baseline);
    else
      show_text(painter, run, &made);
  }
  if (complex && artifact)
    mark_close(painter);
  g_free(made.glyphs);
  g_free(made.clusters);
}

/* ---- Shadows ------------------------------------------------------------------------------------ */

void paint_text_shadow(Painter *painter, const Area *area, double x, double baseline,
                       ArtifactKind artifact) {
  const GlyphRun *run = &area->text.run;
  if (!area->text.shadow || run->glyph_count == 0 || !run->font)
    return;
  CairoRun made = {.glyphs = g_new(cairo_glyph_t, run->glyph_count)};
  place_glyphs(&made, run, x, baseline);
  mark_artifact(painter, artifact);
  set_font(painter, run);
  paint_shadows(painter, area->text.shadow, made.glyphs, made.glyph_count);
  g_free(made.glyphs);
}
