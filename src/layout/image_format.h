/* The formats of pictures, one file each: what image.c knows of them. */
#ifndef PEERPRESS_LAYOUT_IMAGE_FORMAT_H
#define PEERPRESS_LAYOUT_IMAGE_FORMAT_H

#include "layout/image.h"

#include <stddef.h>
#include <stdint.h>

/* Where a picture is spoken of, and what it is called there. */
typedef struct {
  Diagnostics *diagnostics;
  Place place;
  const Limits *limits;
  const char *name; /* its reference, shortened */
} ImageReport;

/* Finds out what image->bytes hold and reads it, unpacked first if gzip packed it (SVGZ): NULL, or a newly
 * allocated reason why that cannot be done, "" when it was reported already. */
char *image_measure(Image *image, const ImageReport *report);

/* Each fills in `image`, whose bytes are set, and gives NULL, or a newly allocated reason why it is
 * broken. Pixels are not unpacked: a PNG's parts are compared with their checksums, a JPEG's
 * segments are followed to the end. */
char *image_png_measure(Image *image);
char *image_jpeg_measure(Image *image);

/* Is it one, by its first bytes? */
bool image_is_png(const uint8_t *bytes, size_t length);
bool image_is_jpeg(const uint8_t *bytes, size_t length);

/* GIF, TIFF, BMP, WebP: can the installed gdk-pixbuf read it? If so, makes a PNG of its (first) picture,
 * with the size that the file asks for, if that is within the limits: NULL, or a newly allocated reason. */
bool image_is_pixbuf(const uint8_t *bytes, size_t length);
char *image_pixbuf_read(Image *image, const Limits *limits);

/* More pixels than the limits allow, or than can be drawn? */
bool image_is_too_large(const Image *image, const Limits *limits);

/* Reads an SVG document from image->bytes, or takes `doc` (which it may change), cleans it of all
 * that reaches outside (image_svg.c), and makes image->svg and a new image->bytes. Gives NULL, or a
 * newly allocated reason; what was taken out is reported. */
char *image_svg_read(Image *image, const ImageReport *report);
char *image_svg_adopt(Image *image, xmlDoc *doc, const ImageReport *report);

/* Does the document, which image_svg.c has cleaned, draw no more, and is it nested no deeper, than the
 * limits allow? False: reported as an error. `*depth` receives how deep it is nested, references followed. */
bool image_svg_is_within(const xmlDoc *doc, const ImageReport *report, int *depth);

/* Is its text, however its elements are nested to `depth`, of no size that librsvg cannot draw? */
bool image_svg_text_fits(const xmlDoc *doc, int depth);

/* CSS in lower case with its escapes resolved: "u\72l(" is "url(". The caller frees it. */
char *image_css_plain(const char *text);

/* The bytes of a data: URI (RFC 2397), base64 or percent-encoded; NULL if it is none. */
GBytes *image_data_uri(const char *uri);

/* Width or height in points of so many pixels at `resolution` dots per inch; a resolution that no
 * device has counts as 72. */
Length image_pixels_length(int pixels, double resolution);

static inline uint32_t image_be16(const uint8_t *p) {
  return (uint32_t)p[0] << 8 | p[1];
}
static inline uint32_t image_be32(const uint8_t *p) {
  return image_be16(p) << 16 | image_be16(p + 2);
}

#endif
