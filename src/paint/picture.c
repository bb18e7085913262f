/* Pictures as cairo surfaces. A surface is kept for the next time, as cairo then writes it into the
 * PDF once; when they take too much memory, those not used for longest go. */
#include "layout/svglibrary.h"
#include "paint/internal.h"

#include <math.h>
#include <string.h>

enum { KEEP_BYTES = 64 * 1024 * 1024 };

/* What filters and masks of an SVG make pixels at, and the most pixels on a side. */
enum { EFFECTS_DPI = 288, EFFECTS_MAX_SIDE = 4096 };

typedef struct {
  const Image *image;
  int number;               /* by first use: the surface's name when it has to be made again */
  cairo_surface_t *surface; /* NULL: not made yet, or let go */
  bool broken;              /* reported */
  size_t bytes;
  int page;   /* index of the page that it was last drawn on, or -1 */
  GList link; /* in painter->recent, while there is a surface */
} Picture;

static void picture_free(gpointer data) {
  Picture *picture = data;
  g_clear_pointer(&picture->surface, cairo_surface_destroy);
  g_free(picture);
}

void pictures_free(Painter *painter) {
  g_clear_pointer(&painter->pictures, g_hash_table_unref);
}

static Picture *picture_lookup(Painter *painter, const Image *image) {
  if (!painter->pictures)
    painter->pictures = g_hash_table_new_full(NULL, NULL, NULL, picture_free);
  Picture *picture = g_hash_table_lookup(painter->pictures, image);
  if (!picture) {
    picture = g_new0(Picture, 1);
    picture->image = image;
    picture->number = painter->picture_count++;
    picture->page = -1;
    picture->link.data = picture;
    g_hash_table_insert(painter->pictures, (gpointer)image, picture);
  }
  return picture;
}

/* ---- Surfaces --------------------------------------------------------------------------------- */

typedef struct {
  const unsigned char *bytes;
  size_t left;
} Reader;

static cairo_status_t read_bytes(void *closure, unsigned char *data, unsigned int length) {
  Reader *reader = closure;
  if (length > reader->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy(data, reader->bytes, length);
  reader->bytes += length;
  reader->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *png_surface(const Image *image) {
  Reader reader;
  reader.bytes = g_bytes_get_data(image->bytes, &reader.left);
  return cairo_image_surface_create_from_png_stream(read_bytes, &reader);
}

static void release_bytes(void *bytes) {
  g_bytes_unref(bytes);
}

/* A surface whose pixels nobody looks at, as the JPEG goes into the output as it is. Its memory is
 * never touched, so the system does not provide it. */
static cairo_surface_t *jpeg_surface(const Image *image) {
  cairo_surface_t *surface =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, image->pixel_width, image->pixel_height);
  size_t size;
  const unsigned char *bytes = g_bytes_get_data(image->bytes, &size);
  cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG, bytes, (unsigned long)size,
                              release_bytes, g_bytes_ref(image->bytes));
  return surface;
}

/* What a library says of a picture is a message about that picture. */
static void keep_message(const char *domain, GLogLevelFlags level, const char *message,
                         gpointer reason) {
  (void)domain;
  (void)level;
  char **kept = reason;
  if (!*kept)
    *kept = g_strdup(message);
}

/* Draws an SVG; what is wrong with it, if anything, the caller owns. */
static char *render_svg(const Image *image, cairo_t *cr, double width, double height) {
  const RsvgRectangle viewport = {0, 0, width, height};
  GError *error = NULL;
  char *reason = NULL;
  g_log_set_default_handler(keep_message, &reason);
  const bool drawn = svg_library()->rsvg_handle_render_document(image->svg, cr, &viewport, &error);
  g_log_set_default_handler(g_log_default_handler, NULL);
  if (!drawn && !reason)
    reason = g_strdup(error->message);
  g_clear_error(&error);
  return reason;
}

/* An SVG as a recording, so large that its effects have the resolution that they should. */
static cairo_surface_t *svg_surface(const Image *image, double shown_width, char **reason) {
  double width = length_to_points(image->width), height = length_to_points(image->height);
  double scale = MAX(shown_width / width, 0.01) * EFFECTS_DPI / 72;
  scale = MIN(scale, EFFECTS_MAX_SIDE / MAX(width, height));
  cairo_rectangle_t extents = {0, 0, width * scale, height * scale};
  cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
  cairo_t *cr = cairo_create(surface);
  *reason = render_svg(image, cr, extents.width, extents.height);
  cairo_destroy(cr);
  return surface;
}

static cairo_surface_t *make_surface(const Painter *painter, const Image *image, double shown_width,
                                     char **reason) {
  switch (image->kind) {
  case IMAGE_PNG: return png_surface(image);
  case IMAGE_SVG: return svg_surface(image, shown_width, reason);
  case IMAGE_JPEG:
    return painter->options.kind == PAINT_PNG || image->components == 4 ? jpeg_unpack(image, reason)
                                                                        : jpeg_surface(image);
  }
  return NULL;
}

/* What a surface keeps in memory, about. */
static size_t surface_bytes(cairo_surface_t *surface, const Image *image) {
  if (cairo_surface_get_type(surface) != CAIRO_SURFACE_TYPE_IMAGE)
    return g_bytes_get_size(image->bytes) * 8;
  const unsigned char *bytes;
  unsigned long packed;
  cairo_surface_get_mime_data(surface, CAIRO_MIME_TYPE_JPEG, &bytes, &packed);
  return bytes ? packed
               : (size_t)cairo_image_surface_get_stride(surface) *
                     (size_t)cairo_image_surface_get_height(surface);
}

/* The name lets cairo find what it has written already when a surface is made a second time. */
static void name_surface(const Picture *picture) {
  char *name = g_strdup_printf("picture-%d", picture->number);
  cairo_surface_set_mime_data(picture->surface, CAIRO_MIME_TYPE_UNIQUE_ID, (unsigned char *)name,
                              strlen(name), g_free, name);
}

static void let_go(Painter *painter, const Picture *keep) {
  while (painter->picture_bytes > KEEP_BYTES) {
    Picture *last = g_queue_peek_tail(&painter->recent);
    if (last == keep)
      return;
    g_queue_unlink(&painter->recent, &last->link);
    painter->picture_bytes -= last->bytes;
    g_clear_pointer(&last->surface, cairo_surface_destroy);
  }
}

/* The picture's surface, owned by it; NULL if it cannot be made, reported once. */
static cairo_surface_t *picture_surface(Painter *painter, Picture *picture, double shown_width,
                                        Place place) {
  if (picture->broken)
    return NULL;
  if (picture->surface) {
    g_queue_unlink(&painter->recent, &picture->link);
    g_queue_push_head_link(&painter->recent, &picture->link);
    return picture->surface;
  }
  char *reason = NULL;
  cairo_surface_t *surface = make_surface(painter, picture->image, shown_width, &reason);
  if (surface && !reason && cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
    reason = g_strdup(cairo_status_to_string(cairo_surface_status(surface)));
  if (!surface || reason) {
    diag_paint_picture(painter->options.diagnostics, place, reason ? reason : "no surface");
    picture->broken = true;
    cairo_surface_destroy(surface);
    g_free(reason);
    return NULL;
  }
  picture->surface = surface;
  picture->bytes = surface_bytes(surface, picture->image);
  painter->picture_bytes += picture->bytes;
  if (picture->image->kind != IMAGE_SVG)
    name_surface(picture);
  g_queue_push_head_link(&painter->recent, &picture->link);
  let_go(painter, picture);
  return surface;
}

/* ---- Drawing ---------------------------------------------------------------------------------- */

/* From the unit square of the stored picture to that of the picture as seen (EXIF 2.3 §4.6.4). */
static cairo_matrix_t orientation_matrix(int orientation) {
  static const cairo_matrix_t MATRICES[] = {
      {1, 0, 0, 1, 0, 0}, {-1, 0, 0, 1, 1, 0}, {-1, 0, 0, -1, 1, 1}, {1, 0, 0, -1, 0, 1},
      {0, 1, 1, 0, 0, 0}, {0, 1, -1, 0, 1, 0}, {0, -1, -1, 0, 1, 1}, {0, -1, 1, 0, 0, 1}};
  return MATRICES[CLAMP(orientation, 1, 8) - 1];
}

static void surface_size(cairo_surface_t *surface, double *width, double *height) {
  if (cairo_surface_get_type(surface) == CAIRO_SURFACE_TYPE_IMAGE) {
    *width = cairo_image_surface_get_width(surface);
    *height = cairo_image_surface_get_height(surface);
    return;
  }
  cairo_rectangle_t extents;
  cairo_recording_surface_get_extents(surface, &extents);
  *width = extents.width;
  *height = extents.height;
}

/* Sets the source so that one copy of the picture fills `box`. */
static void set_source(Painter *painter, const Image *image, cairo_surface_t *surface, Box box,
                       cairo_extend_t extend) {
  cairo_t *cr = painter->cr;
  double width, height;
  surface_size(surface, &width, &height);
  cairo_matrix_t turned = orientation_matrix(image->orientation);
  cairo_translate(cr, box.x, box.y);
  cairo_scale(cr, box.width, box.height);
  cairo_transform(cr, &turned);
  cairo_scale(cr, 1 / width, 1 / height);
  cairo_set_source_surface(cr, surface, 0, 0);
  cairo_pattern_set_extend(cairo_get_source(cr), extend);
  /* PDF/A forbids that a reader smooths a picture, which cairo asks for with better filters. */
  cairo_pattern_set_filter(cairo_get_source(cr), painter->options.kind == PAINT_PNG
                                                     ? CAIRO_FILTER_GOOD
                                                     : CAIRO_FILTER_FAST);
}

static void add_box(cairo_t *cr, Box box) {
  cairo_rectangle(cr, box.x, box.y, box.width, box.height);
}

/* Something to see where a picture should be: a thin grey frame with its diagonals. */
static void paint_placeholder(Painter *painter, Box box) {
  cairo_t *cr = painter->cr;
  double half = 0.25;
  ink_color(painter, (Color){128, 128, 128, 255});
  cairo_set_line_width(cr, 2 * half);
  cairo_rectangle(cr, box.x + half, box.y + half, MAX(box.width - 2 * half, 0),
                  MAX(box.height - 2 * half, 0));
  cairo_move_to(cr, box.x, box.y);
  cairo_line_to(cr, box.x + box.width, box.y + box.height);
  cairo_move_to(cr, box.x + box.width, box.y);
  cairo_line_to(cr, box.x, box.y + box.height);
  cairo_stroke(cr);
}

/* Draws an SVG on the page itself. */
static bool draw_svg(Painter *painter, const Image *image, Box box, Place place) {
  cairo_t *cr = painter->cr;
  double width = length_to_points(image->width), height = length_to_points(image->height);
  cairo_translate(cr, box.x, box.y);
  cairo_scale(cr, box.width / width, box.height / height);
  char *reason = render_svg(image, cr, width, height);
  if (!reason)
    return true;
  diag_paint_picture(painter->options.diagnostics, place, reason);
  g_free(reason);
  return false;
}

/* The surface inside a recording of its own: cairo 1.16 names an object once for each time that it
 * is drawn on a page, and names must not repeat. */
static cairo_surface_t *wrap_surface(cairo_surface_t *surface) {
  cairo_rectangle_t extents = {0};
  surface_size(surface, &extents.width, &extents.height);
  cairo_surface_t *wrapped = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
  cairo_t *cr = cairo_create(wrapped);
  cairo_set_source_surface(cr, surface, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_FAST);
  cairo_rectangle(cr, 0, 0, extents.width, extents.height);
  cairo_fill(cr);
  cairo_destroy(cr);
  return wrapped;
}

static void draw_surface(Painter *painter, Picture *picture, cairo_surface_t *surface, Box box) {
  bool again = painter->options.kind == PAINT_PDF && picture->page == painter->page;
  cairo_surface_t *wrapped = again ? wrap_surface(surface) : NULL;
  picture->page = painter->page;
  add_box(painter->cr, box);
  set_source(painter, picture->image, wrapped ? wrapped : surface, box,
             painter->options.kind == PAINT_PNG ? CAIRO_EXTEND_PAD : CAIRO_EXTEND_NONE);
  cairo_fill(painter->cr);
  cairo_surface_destroy(wrapped);
}

/* Pango has no fonts that are larger still: text is scaled as a drawing. */
enum { SVG_MOST_ENLARGED = 50 };

static bool drawn_as_svg(const Painter *painter, const Image *image, Box box) {
  return image->kind == IMAGE_SVG && (image->live_text || painter->options.kind != PAINT_PDF) &&
         box.width <= SVG_MOST_ENLARGED * length_to_points(image->width) &&
         box.height <= SVG_MOST_ENLARGED * length_to_points(image->height);
}

static bool draw_picture(Painter *painter, const Image *image, Box box, Box clip, Place place) {
  cairo_t *cr = painter->cr;
  add_box(cr, clip);
  cairo_clip(cr);
  if (drawn_as_svg(painter, image, box))
    return draw_svg(painter, image, box, place);
  Picture *picture = picture_lookup(painter, image);
  cairo_surface_t *surface = picture_surface(painter, picture, box.width, place);
  if (!surface)
    return false;
  draw_surface(painter, picture, surface, box);
  return true;
}

void paint_picture(Painter *painter, const Image *image, Box box, Box clip, Place place) {
  ink_flush(painter);
  if (!(box.width > 0 && box.height > 0 && clip.width > 0 && clip.height > 0))
    return;
  cairo_save(painter->cr);
  bool drawn = image && draw_picture(painter, image, box, clip, place);
  cairo_restore(painter->cr);
  if (!drawn)
    paint_placeholder(painter, clip);
}

void paint_background_image(Painter *painter, const Image *image, Box first, Keyword repeat,
                            Box box) {
  Picture *picture = picture_lookup(painter, image);
  cairo_surface_t *surface = picture_surface(painter, picture, first.width, PLACE_NONE);
  if (!surface)
    return;
  cairo_t *cr = painter->cr;
  bool across = repeat == KW_REPEAT || repeat == KW_REPEAT_X;
  bool down = repeat == KW_REPEAT || repeat == KW_REPEAT_Y;
  Box area = {across ? box.x : first.x, down ? box.y : first.y, across ? box.width : first.width,
              down ? box.height : first.height};
  cairo_save(cr);
  add_box(cr, box);
  cairo_clip(cr);
  add_box(cr, area);
  set_source(painter, image, surface, first,
             across || down ? CAIRO_EXTEND_REPEAT : CAIRO_EXTEND_NONE);
  cairo_fill(cr);
  cairo_restore(cr);
}
