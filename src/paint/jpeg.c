/* Unpacks JPEG with libjpeg, where its bytes cannot go into the output as they are. */
#include "paint/internal.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

/* A progressive JPEG may hold scan upon scan of nothing, each as slow as a picture. */
enum { MAX_SCANS = 200 };

#if G_BYTE_ORDER == G_LITTLE_ENDIAN
#define CAIRO_RGB JCS_EXT_BGRX
#else
#define CAIRO_RGB JCS_EXT_XRGB
#endif

typedef struct {
  struct jpeg_error_mgr base; /* first: libjpeg knows it by this */
  jmp_buf escape;
  char message[JMSG_LENGTH_MAX];
} Errors;

typedef struct {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_progress_mgr progress;
  Errors errors;
  cairo_surface_t *surface;
  unsigned char *row; /* CMYK */
} Unpacking;

static void on_error(j_common_ptr jpeg) {
  Errors *errors = (Errors *)jpeg->err;
  errors->base.format_message(jpeg, errors->message);
  longjmp(errors->escape, 1); /* banned: libjpeg has no other way out */
}

static void on_message(j_common_ptr jpeg) {
  (void)jpeg; /* libjpeg prints warnings otherwise */
}

static void on_progress(j_common_ptr jpeg) {
  Errors *errors = (Errors *)jpeg->err;
  if (((j_decompress_ptr)jpeg)->input_scan_number <= MAX_SCANS)
    return;
  g_strlcpy(errors->message, "too many scans", sizeof errors->message);
  longjmp(errors->escape, 1); /* banned: libjpeg has no other way out */
}

/* One row of inks to light. Adobe's programs write inks inverted, and say so with a segment. */
static void convert_row(const unsigned char *cmyk, unsigned char *row, unsigned width,
                        bool inverted) {
  uint32_t *pixels = (uint32_t *)(void *)row;
  for (unsigned i = 0; i < width; i++, cmyk += 4) {
    unsigned light[4];
    for (int c = 0; c < 4; c++)
      light[c] = inverted ? cmyk[c] : 255u - cmyk[c];
    pixels[i] = (light[0] * light[3] / 255) << 16 | (light[1] * light[3] / 255) << 8 |
                (light[2] * light[3] / 255);
  }
}

static void read_rows(Unpacking *work) {
  j_decompress_ptr jpeg = &work->jpeg;
  unsigned char *pixels = cairo_image_surface_get_data(work->surface);
  size_t stride = (size_t)cairo_image_surface_get_stride(work->surface);
  bool cmyk = jpeg->out_color_space == JCS_CMYK;
  while (jpeg->output_scanline < jpeg->output_height) {
    unsigned char *row = pixels + stride * jpeg->output_scanline;
    JSAMPROW rows[1] = {cmyk ? work->row : row};
    jpeg_read_scanlines(jpeg, rows, 1);
    if (cmyk)
      convert_row(work->row, row, jpeg->output_width, jpeg->saw_Adobe_marker);
  }
}

/* What may end in a jump: on_error leaves through it. */
static void unpack(Unpacking *work, const Image *image) {
  size_t size;
  const unsigned char *bytes = g_bytes_get_data(image->bytes, &size);
  j_decompress_ptr jpeg = &work->jpeg;
  jpeg_create_decompress(jpeg);
  work->progress.progress_monitor = on_progress;
  jpeg->progress = &work->progress;
  jpeg_mem_src(jpeg, bytes, (unsigned long)size);
  jpeg_read_header(jpeg, TRUE);
  jpeg->out_color_space = jpeg->num_components == 4 ? JCS_CMYK : CAIRO_RGB;
  jpeg_start_decompress(jpeg);
  work->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)jpeg->output_width,
                                             (int)jpeg->output_height);
  work->row = g_malloc((size_t)jpeg->output_width * 4);
  if (cairo_surface_status(work->surface) == CAIRO_STATUS_SUCCESS)
    read_rows(work);
  jpeg_finish_decompress(jpeg);
  cairo_surface_mark_dirty(work->surface);
}

cairo_surface_t *jpeg_unpack(const Image *image, char **reason) {
  Unpacking *work = g_new0(Unpacking, 1);
  work->jpeg.err = jpeg_std_error(&work->errors.base);
  work->errors.base.error_exit = on_error;
  work->errors.base.output_message = on_message;
  if (setjmp(work->errors.escape) == 0) { /* banned: as above */
    unpack(work, image);
  } else {
    *reason = g_strdup(work->errors.message);
    g_clear_pointer(&work->surface, cairo_surface_destroy);
  }
  jpeg_destroy_decompress(&work->jpeg);
  cairo_surface_t *surface = work->surface;
  g_free(work->row);
  g_free(work);
  return surface;
}
