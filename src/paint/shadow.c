/* Shadows of text (text-shadow, XSL 1.1 §7.17.5): outlines and no text, which would be read twice. With a blur they
 * are pictures of the outlines, softened: few pixels, as these grow with the blur. */
#include "paint/internal.h"

#include <math.h>

static const double LEAST_PIXEL = 0.2; /* points */
static const double MOST_PIXELS = 4e6; /* of one picture */
static const double MOST_BLUR = 300;   /* points: no text is seen that is softened more */
static const double FINENESS = 4.47;   /* pixels for the standard deviation */

/* What is drawn in a space where the shadow is the text. */
typedef struct {
  Box box;      /* of the picture */
  double pixel; /* points */
  int radius;   /* of each of three averages, in pixels */
} Soft;

/* ---- Softening -------------------------------------------------------------------------------- */

/* Replaces each of `count` values, `step` apart, by the mean of those up to `radius` away. */
static void average(unsigned char *values, size_t step, int count, int radius,
                    unsigned char *copy) {
  unsigned sum = 0;
  const unsigned width = 2 * (unsigned)radius + 1;
  for (int i = 0; i < count; i++)
    copy[i] = values[(size_t)i * step];
  for (int i = 0; i < MIN(radius, count); i++)
    sum += copy[i];
  for (int i = 0; i < count; i++) {
    if (i + radius < count)
      sum += copy[i + radius];
    if (i - radius - 1 >= 0)
      sum -= copy[i - radius - 1];
    values[(size_t)i * step] = (unsigned char)((sum + width / 2) / width);
  }
}

/* Three averages of rows and of columns are as good as a normal distribution. */
static void soften(cairo_surface_t *mask, int radius) {
  enum { TIMES = 3 };
  cairo_surface_flush(mask);
  const int width = cairo_image_surface_get_width(mask);
  const int height = cairo_image_surface_get_height(mask);
  const size_t stride = (size_t)cairo_image_surface_get_stride(mask);
  unsigned char *data = cairo_image_surface_get_data(mask);
  unsigned char *copy = g_malloc((gsize)MAX(width, height));
  for (int time = 0; time < TIMES; time++) {
    for (int y = 0; y < height; y++)
      average(data + (size_t)y * stride, 1, width, radius, copy);
    for (int x = 0; x < width; x++)
      average(data + x, stride, height, radius, copy);
  }
  g_free(copy);
  cairo_surface_mark_dirty(mask);
}

/* ---- Pictures ----------------------------------------------------------------------------------- */

/* Measures the picture of the current path; false: nothing of it is on the page. */
static bool measure(cairo_t *cr, double blur, Soft *soft) {
  const double deviation = MIN(blur, MOST_BLUR) / 2; /* as in CSS */
  double ink[4], clip[4];
  cairo_path_extents(cr, &ink[0], &ink[1], &ink[2], &ink[3]);
  cairo_clip_extents(cr, &clip[0], &clip[1], &clip[2], &clip[3]);
  soft->pixel = MAX(LEAST_PIXEL, deviation / FINENESS);
  for (;;) {
    const double pixels = deviation / soft->pixel;
    soft->radius = MAX(1, (int)lround((sqrt(4 * pixels * pixels + 1) - 1) / 2));
    const double around = (3 * soft->radius + 1) * soft->pixel;
    const double left = MAX(ink[0], clip[0] - around), top = MAX(ink[1], clip[1] - around);
    const double right = MIN(ink[2], clip[2] + around), bottom = MIN(ink[3], clip[3] + around);
    if (!(right > left && bottom > top))
      return false;
    soft->box =
        (Box){left - around, top - around, right - left + 2 * around, bottom - top + 2 * around};
    if (soft->box.width * soft->box.height <= MOST_PIXELS * soft->pixel * soft->pixel)
      return true;
    soft->pixel *= 2;
  }
}

static void place(cairo_t *cr, const Soft *soft) {
  cairo_scale(cr, 1 / soft->pixel, 1 / soft->pixel);
  cairo_translate(cr, -soft->box.x, -soft->box.y);
}

static cairo_surface_t *mask_of(cairo_t *cr, const Soft *soft) {
  const int width = (int)ceil(soft->box.width / soft->pixel);
  const int height = (int)ceil(soft->box.height / soft->pixel);
  cairo_surface_t *mask = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height);
  cairo_path_t *path = cairo_copy_path(cr);
  cairo_t *on = cairo_create(mask);
  place(on, soft);
  cairo_append_path(on, path);
  cairo_fill(on);
  cairo_destroy(on);
  cairo_path_destroy(path);
  soften(mask, soft->radius);
  return mask;
}

/* A picture of one colour, as opaque as the mask. */
static cairo_surface_t *colored(cairo_surface_t *mask, Color color) {
  const int width = cairo_image_surface_get_width(mask);
  const int height = cairo_image_surface_get_height(mask);
  cairo_surface_t *picture = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *on = cairo_create(picture);
  cairo_set_source_rgba(on, color.red / 255.0, color.green / 255.0, color.blue / 255.0,
                        color.alpha / 255.0);
  cairo_mask_surface(on, mask, 0, 0);
  cairo_destroy(on);
  return picture;
}

static void draw_soft(Painter *painter, const TextShadow *shadow) {
  cairo_t *cr = painter->cr;
  Soft soft;
  if (!measure(cr, length_to_points(shadow->blur), &soft))
    return;
  cairo_surface_t *mask = mask_of(cr, &soft);
  cairo_surface_t *picture = colored(mask, shadow->color);
  const double width = cairo_image_surface_get_width(picture) * soft.pixel;
  const double height = cairo_image_surface_get_height(picture) * soft.pixel;
  cairo_new_path(cr);
  cairo_rectangle(cr, soft.box.x, soft.box.y, width, height);
  cairo_translate(cr, soft.box.x, soft.box.y);
  cairo_scale(cr, soft.pixel, soft.pixel);
  cairo_set_source_surface(cr, picture, 0, 0);
  /* PDF/A forbids that a reader smooths a picture, which cairo asks for with better filters. */
  cairo_pattern_set_filter(cairo_get_source(cr), painter->options.kind == PAINT_PNG
                                                     ? CAIRO_FILTER_GOOD
                                                     : CAIRO_FILTER_FAST);
  mark_object_begin(painter);
  cairo_fill(cr);
  mark_object_end(painter);
  cairo_surface_destroy(picture);
  cairo_surface_destroy(mask);
}

/* ---- Shadows ------------------------------------------------------------------------------------ */

void paint_shadows(Painter *painter, const TextShadow *shadow, const cairo_glyph_t *glyphs,
                   int count) {
  cairo_t *cr = painter->cr;
  for (; shadow; shadow = shadow->next) {
    cairo_save(cr);
    cairo_translate(cr, length_to_points(shadow->x), length_to_points(shadow->y));
    cairo_new_path(cr);
    cairo_glyph_path(cr, glyphs, count);
    if (shadow->blur > 0) {
      draw_soft(painter, shadow);
    } else {
      ink_color(painter, shadow->color);
      cairo_fill(cr);
    }
    cairo_restore(cr);
  }
}
