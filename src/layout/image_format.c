/* What a picture is, by its bytes. */
#include "layout/image_format.h"

#include <gio/gio.h>
#include <string.h>

enum { MAX_UNPACKED_BYTES = 64 * 1024 * 1024 };

Length image_pixels_length(int pixels, double resolution) {
  bool plausible = resolution >= 1 && resolution <= 100000;
  return MAX(1, length_from_points(pixels * 72.0 / (plausible ? resolution : 72)));
}

/* The name of a format that is known and not supported, or NULL. */
static const char *other_format(const uint8_t *bytes, size_t size) {
  static const struct {
    const char *magic;
    size_t length;
    const char *name;
  } FORMATS[] = {{"GIF8", 4, "a GIF"},
                 {"II*\0", 4, "a TIFF"},
                 {"MM\0*", 4, "a TIFF"},
                 {"BM", 2, "a BMP"},
                 {"%PDF", 4, "a PDF"},
                 {"%!PS", 4, "an EPS"},
                 {"\xc5\xd0\xd3\xc6", 4, "an EPS"},
                 {"RIFF", 4, "a WebP"},
                 {"\0\0\0\x0cjP", 6, "a JPEG 2000"}};
  for (size_t i = 0; i < G_N_ELEMENTS(FORMATS); i++)
    if (size >= FORMATS[i].length && memcmp(bytes, FORMATS[i].magic, FORMATS[i].length) == 0)
      return FORMATS[i].name;
  return NULL;
}

/* Could it be XML: does a tag begin after a byte order mark and white space, or is it UTF-16? */
static bool looks_like_xml(const uint8_t *bytes, size_t size) {
  size_t at = 0;
  if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
    at = 3;
  else if (size >= 2 && (memcmp(bytes, "\xfe\xff", 2) == 0 || memcmp(bytes, "\xff\xfe", 2) == 0))
    return true;
  while (at < size && g_ascii_isspace((char)bytes[at]))
    at++;
  return at < size && bytes[at] == '<';
}

/* Unpacks what gzip packed, if that is so. NULL, or a newly allocated reason why that cannot be done. */
static char *unpack(Image *image) {
  size_t size;
  const uint8_t *bytes = g_bytes_get_data(image->bytes, &size);
  if (size < 2 || bytes[0] != 0x1f || bytes[1] != 0x8b)
    return NULL;
  GInputStream *packed = g_memory_input_stream_new_from_bytes(image->bytes);
  GConverter *gzip = G_CONVERTER(g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  GInputStream *stream = g_converter_input_stream_new(packed, gzip);
  GByteArray *unpacked = g_byte_array_new();
  GError *error = NULL;
  guint8 part[16384];
  gssize got;
  while ((got = g_input_stream_read(stream, part, sizeof part, NULL, &error)) > 0 &&
         unpacked->len < MAX_UNPACKED_BYTES)
    g_byte_array_append(unpacked, part, (guint)got);
  g_bytes_unref(image->bytes);
  image->bytes = g_byte_array_free_to_bytes(unpacked);
  char *reason = error     ? g_strdup(error->message)
                 : got > 0 ? g_strdup("it unpacks to more than 64 MB")
                           : NULL;
  g_clear_error(&error);
  g_object_unref(stream);
  g_object_unref(gzip);
  g_object_unref(packed);
  return reason;
}

char *image_measure(Image *image, const ImageReport *report) {
  char *packed = unpack(image);
  if (packed)
    return packed;
  size_t size;
  const uint8_t *bytes = g_bytes_get_data(image->bytes, &size);
  if (image_is_png(bytes, size)) {
    image->kind = IMAGE_PNG;
    return image_png_measure(image);
  }
  if (image_is_jpeg(bytes, size)) {
    image->kind = IMAGE_JPEG;
    return image_jpeg_measure(image);
  }
  if (looks_like_xml(bytes, size)) {
    image->kind = IMAGE_SVG;
    return image_svg_read(image, report);
  }
  if (size == 0)
    return g_strdup("it is empty");
  if (image_is_pixbuf(bytes, size))
    return image_pixbuf_read(image, report->limits);
  const char *format = other_format(bytes, size);
  diag_image_format(report->diagnostics, report->place, report->name,
                    format ? format : "of an unknown format");
  return g_strdup("");
}
