/* JPEG (ITU-T T.81): size, colour channels, resolution (JFIF, EXIF), orientation (EXIF), and whether
 * it has an end. */
#include "layout/image_format.h"

#include <string.h>

enum { SOI = 0xd8, EOI = 0xd9, SOS = 0xda, APP0 = 0xe0, APP1 = 0xe1, TEM = 0x01, RST0 = 0xd0 };

enum { TAG_ORIENTATION = 0x112, TAG_X_RESOLUTION = 0x11a, TAG_Y_RESOLUTION = 0x11b };
enum { TAG_RESOLUTION_UNIT = 0x128, TYPE_SHORT = 3, TYPE_RATIONAL = 5 };

typedef struct {
  double x, y; /* dots per inch; 0: not said */
} Resolution;

typedef struct {
  Resolution jfif, exif;
  int orientation;
  bool frame, scan;
  size_t at; /* where the next segment begins */
} JpegState;

bool image_is_jpeg(const uint8_t *bytes, size_t length) {
  return length >= 3 && bytes[0] == 0xff && bytes[1] == SOI && bytes[2] == 0xff;
}

/* ---- EXIF: a TIFF file of one directory in an APP1 segment ------------------------------------ */

typedef struct {
  const uint8_t *bytes;
  size_t size;
  bool big_endian;
} Tiff;

static uint32_t tiff_number(const Tiff *tiff, size_t at, int width) {
  if (at > tiff->size || tiff->size - at < (size_t)width)
    return 0;
  uint32_t value = 0;
  for (int i = 0; i < width; i++)
    value = value << 8 | tiff->bytes[at + (size_t)(tiff->big_endian ? i : width - 1 - i)];
  return value;
}

static double tiff_rational(const Tiff *tiff, size_t entry) {
  size_t at = tiff_number(tiff, entry + 8, 4);
  uint32_t divisor = tiff_number(tiff, at + 4, 4);
  return divisor ? (double)tiff_number(tiff, at, 4) / divisor : 0;
}

static void tiff_entry(const Tiff *tiff, size_t entry, JpegState *state, uint32_t *unit) {
  uint32_t tag = tiff_number(tiff, entry, 2), type = tiff_number(tiff, entry + 2, 2);
  if (tag == TAG_ORIENTATION && type == TYPE_SHORT) {
    uint32_t value = tiff_number(tiff, entry + 8, 2);
    state->orientation = value >= 1 && value <= 8 ? (int)value : 1;
  } else if (tag == TAG_RESOLUTION_UNIT && type == TYPE_SHORT) {
    *unit = tiff_number(tiff, entry + 8, 2);
  } else if (tag == TAG_X_RESOLUTION && type == TYPE_RATIONAL) {
    state->exif.x = tiff_rational(tiff, entry);
  } else if (tag == TAG_Y_RESOLUTION && type == TYPE_RATIONAL) {
    state->exif.y = tiff_rational(tiff, entry);
  }
}

static void read_exif(JpegState *state, const uint8_t *body, size_t length) {
  if (length < 14 || memcmp(body, "Exif\0\0", 6) != 0)
    return;
  Tiff tiff = {body + 6, length - 6, body[6] == 'M'};
  size_t directory = tiff_number(&tiff, 4, 4);
  uint32_t count = tiff_number(&tiff, directory, 2), unit = 2;
  for (uint32_t i = 0; i < count && directory + 2 + (i + 1) * 12 <= tiff.size; i++)
    tiff_entry(&tiff, directory + 2 + i * 12, state, &unit);
  double inch = unit == 2 ? 1 : unit == 3 ? 2.54 : 0; /* 2: inch, 3: centimetre */
  state->exif.x *= inch;
  state->exif.y *= inch;
}

/* ---- The segments ---------------------------------------------------------------------------- */

static void read_jfif(JpegState *state, const uint8_t *body, size_t length) {
  if (length < 12 || memcmp(body, "JFIF\0", 5) != 0)
    return;
  double inch = body[7] == 1 ? 1 : body[7] == 2 ? 2.54 : 0; /* dots per inch, per centimetre */
  state->jfif.x = image_be16(body + 8) * inch;
  state->jfif.y = image_be16(body + 10) * inch;
}

static bool is_frame(uint8_t marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static char *read_frame(Image *image, JpegState *state, uint8_t marker, const uint8_t *body,
                        size_t length) {
  if (length < 6)
    return g_strdup("its header is damaged");
  if (marker > 0xc2 || body[0] != 8)
    return g_strdup("it is of a kind (lossless, hierarchical, arithmetic or with more than 8 bits) "
                    "that PDF does not know");
  image->pixel_height = (int)image_be16(body + 1);
  image->pixel_width = (int)image_be16(body + 3);
  image->components = body[5];
  if (image->pixel_width == 0 || image->pixel_height == 0)
    return g_strdup("it has no size");
  if (image->components != 1 && image->components != 3 && image->components != 4)
    return g_strdup_printf("it has %d colour channels", image->components);
  state->frame = true;
  return NULL;
}

static char *read_segment(Image *image, JpegState *state, uint8_t marker, const uint8_t *body,
                          size_t length) {
  if (marker == APP0)
    read_jfif(state, body, length);
  else if (marker == APP1)
    read_exif(state, body, length);
  else if (marker == SOS)
    state->scan = true;
  else if (is_frame(marker) && !state->frame)
    return read_frame(image, state, marker, body, length);
  return NULL;
}

/* Follows one segment; fill bytes (0xff) may stand before a marker. */
static char *follow_segment(Image *image, JpegState *state, const uint8_t *bytes, size_t size) {
  size_t at = state->at;
  while (at + 1 < size && bytes[at] == 0xff && bytes[at + 1] == 0xff)
    at++;
  if (size - at < 4)
    return g_strdup("it is cut off");
  if (bytes[at] != 0xff)
    return g_strdup("a segment is damaged");
  uint8_t marker = bytes[at + 1];
  if (marker == TEM || (marker >= RST0 && marker <= SOI)) { /* no body */
    state->at = at + 2;
    return NULL;
  }
  size_t length = image_be16(bytes + at + 2);
  if (marker == EOI || length < 2 || length > size - at - 2)
    return g_strdup("it is cut off");
  state->at = at + 2 + length;
  return read_segment(image, state, marker, bytes + at + 4, length - 2);
}

static char *read_segments(Image *image, JpegState *state, const uint8_t *bytes, size_t size) {
  while (!state->scan) {
    char *reason = follow_segment(image, state, bytes, size);
    if (reason)
      return reason;
  }
  return state->frame ? NULL : g_strdup("it has no frame header");
}

/* Some makers pad a file after its end, so the end may stand anywhere after the first scan began. */
static bool has_end(const uint8_t *bytes, size_t size, size_t scan) {
  for (size_t at = size; at >= scan + 2; at--)
    if (bytes[at - 2] == 0xff && bytes[at - 1] == EOI)
      return true;
  return false;
}

char *image_jpeg_measure(Image *image) {
  size_t size;
  const uint8_t *bytes = g_bytes_get_data(image->bytes, &size);
  JpegState state = {.orientation = 1, .at = 2};
  char *reason = read_segments(image, &state, bytes, size);
  if (reason)
    return reason;
  if (!has_end(bytes, size, state.at))
    return g_strdup("it is cut off");
  /* Each block of 8 × 8 pixels takes a bit at the least (ITU-T T.81 §F.1.2, §G.1.2). */
  if ((uint64_t)image->pixel_width * (uint64_t)image->pixel_height / 64 > (uint64_t)size * 8)
    return g_strdup("it has fewer data than pixels");
  Resolution resolution = state.jfif.x > 0 && state.jfif.y > 0 ? state.jfif : state.exif;
  Length width = image_pixels_length(image->pixel_width, resolution.x);
  Length height = image_pixels_length(image->pixel_height, resolution.y);
  bool turned = state.orientation >= 5;
  image->orientation = state.orientation;
  image->width = turned ? height : width;
  image->height = turned ? width : height;
  return NULL;
}
