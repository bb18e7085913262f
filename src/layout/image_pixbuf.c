/* GIF, TIFF, BMP and WebP: what gdk-pixbuf can read becomes a PNG. */
#include "layout/image_format.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

typedef struct {
  const char *magic;
  size_t offset, length;
  const char *type; /* as gdk-pixbuf calls it */
} Format;

static const Format FORMATS[] = {
    {"GIF8", 0, 4, "gif"},  {"II*\0", 0, 4, "tiff"}, {"MM\0*", 0, 4, "tiff"},
    {"WEBP", 8, 4, "webp"}, {"BM", 0, 2, "bmp"},
};

static const Format *format_of(const uint8_t *bytes, size_t size) {
  for (size_t i = 0; i < G_N_ELEMENTS(FORMATS); i++) {
    const Format *format = &FORMATS[i];
    if (size >= format->offset + format->length &&
        memcmp(bytes + format->offset, format->magic, format->length) == 0)
      return format;
  }
  return NULL;
}

static GdkPixbufLoader *loader_for(const uint8_t *bytes, size_t size) {
  const Format *format = format_of(bytes, size);
  return format ? gdk_pixbuf_loader_new_with_type(format->type, NULL) : NULL;
}

bool image_is_pixbuf(const uint8_t *bytes, size_t size) {
  GdkPixbufLoader *loader = loader_for(bytes, size);
  if (!loader)
    return false;
  gdk_pixbuf_loader_close(loader, NULL);
  g_object_unref(loader);
  return true;
}

typedef struct {
  Image *image;
  const Limits *limits;
} Measured;

/* What is too large is not unpacked; admitting it fails by the size that it says it has. */
static void refuse_large(GdkPixbufLoader *loader, int width, int height, gpointer data) {
  Measured *measured = data;
  measured->image->pixel_width = width;
  measured->image->pixel_height = height;
  if (image_is_too_large(measured->image, measured->limits))
    gdk_pixbuf_loader_set_size(loader, 0, 0);
}

static double option(GdkPixbuf *pixbuf, const char *name) {
  const char *value = gdk_pixbuf_get_option(pixbuf, name);
  return value ? g_ascii_strtod(value, NULL) : 0;
}

static uint32_t little_endian(const uint8_t *p) {
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* A BMP says where its pixels begin and how long its second header is: the loader would make room for as
 * much as either says. */
static bool reaches_outside(const uint8_t *bytes, size_t size) {
  enum { BMP_PIXELS = 10, BMP_HEADER = 14 };
  return size >= BMP_HEADER + 4 && memcmp(bytes, "BM", 2) == 0 &&
         (little_endian(bytes + BMP_PIXELS) > size ||
          little_endian(bytes + BMP_HEADER) > size - BMP_HEADER);
}

/* Dots per inch in one direction: of a BMP, its header tells them, in pixels a metre. */
static double resolution(const Image *image, GdkPixbuf *pixbuf, const char *name, size_t offset) {
  size_t size;
  const uint8_t *bytes = g_bytes_get_data(image->bytes, &size);
  const double dpi = option(pixbuf, name);
  if (dpi > 0 || size < offset + 4 || memcmp(bytes, "BM", 2) != 0)
    return dpi;
  return little_endian(bytes + offset) * 0.0254;
}

/* Takes the pixels as those of the picture. */
static char *adopt(Image *image, GdkPixbuf *pixbuf) {
  enum { BMP_X_PER_METRE = 38, BMP_Y_PER_METRE = 42 };
  const double x = resolution(image, pixbuf, "x-dpi", BMP_X_PER_METRE);
  const double y = resolution(image, pixbuf, "y-dpi", BMP_Y_PER_METRE);
  char *png;
  gsize size;
  GError *error = NULL;
  if (!gdk_pixbuf_save_to_buffer(pixbuf, &png, &size, "png", &error, NULL)) {
    char *reason = g_strdup(error->message);
    g_error_free(error);
    return reason;
  }
  g_bytes_unref(image->bytes);
  image->bytes = g_bytes_new_take(png, size);
  image->kind = IMAGE_PNG;
  char *reason = image_png_measure(image);
  image->width = image_pixels_length(image->pixel_width, x);
  image->height = image_pixels_length(image->pixel_height, y);
  return reason;
}

char *image_pixbuf_read(Image *image, const Limits *limits) {
  size_t size;
  const uint8_t *bytes = g_bytes_get_data(image->bytes, &size);
  if (reaches_outside(bytes, size))
    return g_strdup("its header or its pixels lie behind its end");
  GdkPixbufLoader *loader = loader_for(bytes, size);
  Measured measured = {image, limits};
  g_signal_connect(loader, "size-prepared", G_CALLBACK(refuse_large), &measured);
  GError *error = NULL;
  bool good = gdk_pixbuf_loader_write(loader, bytes, size, &error);
  good = gdk_pixbuf_loader_close(loader, good ? &error : NULL) && good;
  GdkPixbuf *pixbuf = good ? gdk_pixbuf_loader_get_pixbuf(loader) : NULL;
  char *reason = NULL;
  const bool large = image_is_too_large(image, limits);
  if (!large && !pixbuf) {
    reason = g_strdup(error ? error->message : "it has no pixels");
  } else if (pixbuf && !large) {
    GdkPixbuf *upright = gdk_pixbuf_apply_embedded_orientation(pixbuf);
    reason = adopt(image, upright);
    g_object_unref(upright);
  }
  g_clear_error(&error);
  g_object_unref(loader);
  return reason;
}
