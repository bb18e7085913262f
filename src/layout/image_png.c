/* PNG (ISO/IEC 15948): size, resolution, and whether all of it is there. */
#include "layout/image_format.h"

#include <libdeflate.h>
#include <string.h>

static const uint8_t SIGNATURE[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

enum { CHUNK_FRAME = 12 }; /* length, type and checksum of a chunk */

bool image_is_png(const uint8_t *bytes, size_t length) {
  return length >= sizeof SIGNATURE && memcmp(bytes, SIGNATURE, sizeof SIGNATURE) == 0;
}

typedef struct {
  double resolution_x, resolution_y;
  bool header, data, end;
} PngState;

static char *read_header(Image *image, PngState *state, const uint8_t *body, uint32_t length) {
  if (length != 13 || state->header)
    return g_strdup("its header is damaged");
  uint32_t width = image_be32(body), height = image_be32(body + 4);
  if (width == 0 || height == 0 || width > INT32_MAX || height > INT32_MAX)
    return g_strdup("it has no size");
  image->pixel_width = (int)width;
  image->pixel_height = (int)height;
  state->header = true;
  return NULL;
}

/* pHYs: pixels per unit, the unit being a metre or unknown (then only the shape of a pixel). */
static void read_resolution(PngState *state, const uint8_t *body, uint32_t length) {
  if (length != 9)
    return;
  double x = image_be32(body), y = image_be32(body + 4);
  if (body[8] == 1) {
    state->resolution_x = x * 0.0254;
    state->resolution_y = y * 0.0254;
  } else if (x > 0 && y > 0) {
    state->resolution_y = state->resolution_x * y / x;
  }
}

static char *read_chunk(Image *image, PngState *state, const uint8_t *chunk, uint32_t length) {
  const uint8_t *type = chunk + 4, *body = chunk + 8;
  if (libdeflate_crc32(0, type, (size_t)length + 4) != image_be32(body + length))
    return g_strdup("a checksum does not agree");
  if (memcmp(type, "IHDR", 4) == 0)
    return read_header(image, state, body, length);
  if (!state->header)
    return g_strdup("it does not begin with a header");
  if (memcmp(type, "pHYs", 4) == 0)
    read_resolution(state, body, length);
  else if (memcmp(type, "IDAT", 4) == 0)
    state->data = true;
  else if (memcmp(type, "IEND", 4) == 0)
    state->end = true;
  return NULL;
}

char *image_png_measure(Image *image) {
  size_t size;
  const uint8_t *bytes = g_bytes_get_data(image->bytes, &size);
  PngState state = {.resolution_x = 72, .resolution_y = 72};
  size_t at = sizeof SIGNATURE;
  while (!state.end) {
    if (size - at < CHUNK_FRAME || image_be32(bytes + at) > size - at - CHUNK_FRAME)
      return g_strdup("it is cut off");
    uint32_t length = image_be32(bytes + at);
    char *reason = read_chunk(image, &state, bytes + at, length);
    if (reason)
      return reason;
    at += (size_t)length + CHUNK_FRAME;
  }
  if (!state.data)
    return g_strdup("it has no pixels");
  image->orientation = 1;
  image->width = image_pixels_length(image->pixel_width, state.resolution_x);
  image->height = image_pixels_length(image->pixel_height, state.resolution_y);
  return NULL;
}
