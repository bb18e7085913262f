#include "paint/paint.h"
#include "paint/internal.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

enum { DEFAULT_RESOLUTION = 96 };

/* What readers of PDF show: PDF 1.7 Annex C. */
#define PAGE_MIN_POINTS 3
#define PAGE_MAX_POINTS 14400

#ifndef PEERPRESS_VERSION
#define PEERPRESS_VERSION ""
#endif

/* ---- Output ----------------------------------------------------------------------------------- */

static cairo_status_t write_pdf(void *closure, const unsigned char *data, unsigned int length) {
  Painter *painter = closure;
  if (!painter->write_failed && !painter->options.write(painter->options.context, -1, data, length))
    painter->write_failed = true;
  return painter->write_failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static cairo_status_t keep_bytes(void *closure, const unsigned char *data, unsigned int length) {
  g_byte_array_append(((Painter *)closure)->written, data, length);
  return CAIRO_STATUS_SUCCESS;
}

void painter_check(Painter *painter, cairo_status_t status) {
  if (status == CAIRO_STATUS_SUCCESS)
    return;
  if (!painter->failed && !painter->write_failed)
    diag_paint_failed(painter->options.diagnostics, PLACE_NONE, painter->page + 1,
                      cairo_status_to_string(status));
  painter->failed = true;
}

/* ---- Painters --------------------------------------------------------------------------------- */

bool is_noncharacter(gunichar c) {
  return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

char *clean_text(const char *text) {
  GString *clean = g_string_new(NULL);
  for (; *text; text = g_utf8_next_char(text)) {
    const gunichar c = g_utf8_get_char(text);
    if (!is_noncharacter(c))
      g_string_append_unichar(clean, c);
  }
  return g_string_free(clean, FALSE);
}

static void set_metadata(Painter *painter) {
  const DocumentInfo *info = &painter->options.info;
  const struct {
    cairo_pdf_metadata_t name;
    const char *value;
  } METADATA[] = {
      {CAIRO_PDF_METADATA_TITLE, info->title},
      {CAIRO_PDF_METADATA_AUTHOR, info->author},
      {CAIRO_PDF_METADATA_SUBJECT, info->subject},
      {CAIRO_PDF_METADATA_KEYWORDS, info->keywords},
      {CAIRO_PDF_METADATA_CREATOR, "peerpress " PEERPRESS_VERSION},
      {CAIRO_PDF_METADATA_CREATE_DATE, info->created ? info->created : "1970-01-01T00:00:00Z"}};
  for (size_t i = 0; i < G_N_ELEMENTS(METADATA); i++)
    if (METADATA[i].value) {
      char *value = clean_text(METADATA[i].value);
      cairo_pdf_surface_set_metadata(painter->surface, METADATA[i].name, value);
      g_free(value);
    }
}

Painter *paint_new(const PaintOptions *options) {
  Painter *painter = g_new0(Painter, 1);
  painter->options = *options;
  painter->page = -1;
  painter->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
  painter->written = g_byte_array_new();
  painter->unseen = g_string_chunk_new(256);
  painter->runs = g_array_new(FALSE, FALSE, sizeof(MarkRun));
  painter->late_places = g_array_new(FALSE, TRUE, sizeof(LatePlace));
  painter->late_around = g_array_new(FALSE, TRUE, sizeof(LateAround));
  painter->outlines = g_hash_table_new_full(NULL, NULL, NULL, font_outlines_free);
  links_collect(painter);
  if (options->kind == PAINT_PDF) {
    painter->surface = cairo_pdf_surface_create_for_stream(write_pdf, painter, 595, 842);
    cairo_pdf_surface_restrict_to_version(painter->surface, CAIRO_PDF_VERSION_1_5);
    painter->cr = cairo_create(painter->surface);
    set_metadata(painter);
  }
  return painter;
}

static void end_surface(Painter *painter) {
  if (!painter->surface)
    return;
  painter_check(painter, cairo_status(painter->cr));
  cairo_destroy(painter->cr);
  cairo_surface_finish(painter->surface);
  painter_check(painter, cairo_surface_status(painter->surface));
  cairo_surface_destroy(painter->surface);
  painter->cr = NULL;
  painter->surface = NULL;
}

void paint_free(Painter *painter) {
  if (!painter)
    return;
  painter->write_failed = true; /* nothing more is written of a file that was not finished */
  end_surface(painter);
  pictures_free(painter);
  links_free(painter);
  g_array_unref(painter->marks);
  g_byte_array_unref(painter->written);
  g_string_chunk_free(painter->unseen);
  g_array_unref(painter->runs);
  g_array_unref(painter->late_places);
  g_array_unref(painter->late_around);
  g_hash_table_unref(painter->outlines);
  cairo_scaled_font_destroy(painter->sign.font);
  g_free(painter);
}

/* ---- Pages ------------------------------------------------------------------------------------ */

static void show_page(Painter *painter) {
  if (!painter->page_open)
    return;
  painter->page_open = false;
  cairo_show_page(painter->cr);
  painter_check(painter, cairo_status(painter->cr));
}

static void begin_marks(Painter *painter, int index, double width, double height) {
  painter->page = index;
  g_array_set_size(painter->runs, 0);
  g_array_set_size(painter->marks, 0);
  painter->late_parts = 0;
  painter->clip = (Box){0, 0, width, height};
  cairo_save(painter->cr);
}

static void begin_pdf_page(Painter *painter, int index, double width, double height) {
  show_page(painter);
  begin_marks(painter, index, width, height);
  cairo_pdf_surface_set_size(painter->surface, width, height);
  painter->page_open = true;
  /* Without a clip, what covers the whole page makes cairo forget all before it, tags included. */
  cairo_rectangle(painter->cr, 0, 0, width, height);
  cairo_clip(painter->cr);
}

static void end_pdf_page(Painter *painter, const Page *page) {
  cairo_restore(painter->cr);
  links_end_page(painter, page);
  mark_close(painter);
  painter_check(painter, cairo_status(painter->cr));
}

double paint_page_side(Length length) {
  return MAX(length_to_points(length), 1);
}

/* False if a page of this size cannot be a PNG, reported. */
static bool begin_png_page(Painter *painter, const Page *page, double width, double height) {
  double resolution =
      painter->options.resolution > 0 ? painter->options.resolution : DEFAULT_RESOLUTION;
  double scale = resolution / 72;
  double columns = ceil(width * scale - 0.01), rows = ceil(height * scale - 0.01);
  const Limits *limits = painter->options.limits ? painter->options.limits : &limits_usual;
  if (columns > IMAGE_MAX_SIDE || rows > IMAGE_MAX_SIDE ||
      columns * rows > (double)limits->pixels * IMAGE_PIXELS_OF_LIMIT) {
    diag_paint_page_pixels(painter->options.diagnostics, PLACE_NONE, page->index + 1, columns, rows,
                           (long long)limits->pixels);
    painter->failed = true;
    return false;
  }
  painter->surface =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)MAX(columns, 1), (int)MAX(rows, 1));
  painter->cr = cairo_create(painter->surface);
  cairo_set_source_rgb(painter->cr, 1, 1, 1);
  cairo_paint(painter->cr);
  cairo_scale(painter->cr, scale, scale);
  painter->grid = 1 / scale;
  return true;
}

/* Paints a page that is a file of its own. */
static void paint_single_page(Painter *painter, const Page *page, double width, double height) {
  bool png = painter->options.kind == PAINT_PNG;
  g_byte_array_set_size(painter->written, 0);
  if (!png) {
    painter->surface = cairo_svg_surface_create_for_stream(keep_bytes, painter, width, height);
    painter->cr = cairo_create(painter->surface);
  } else if (!begin_png_page(painter, page, width, height)) {
    return;
  }
  walk_page(painter, page);
  if (png)
    painter_check(painter,
                  cairo_surface_write_to_png_stream(painter->surface, keep_bytes, painter));
  end_surface(painter);
  if (!png)
    svg_page_renumber(painter->written);
  if (painter->failed || painter->write_failed)
    return;
  if (!painter->options.write(painter->options.context, page->index, painter->written->data,
                              painter->written->len))
    painter->write_failed = true;
}

void paint_page(Painter *painter, const Page *page) {
  double width = length_to_points(page->width), height = length_to_points(page->height);
  if (MIN(width, height) < PAGE_MIN_POINTS || MAX(width, height) > PAGE_MAX_POINTS)
    diag_paint_page_size(painter->options.diagnostics,
                         page->master ? fo_place(page->master) : PLACE_NONE, page->index + 1);
  width = paint_page_side(page->width);
  height = paint_page_side(page->height);
  if (painter->options.kind != PAINT_PDF) {
    painter->page = page->index;
    paint_single_page(painter, page, width, height);
    return;
  }
  begin_pdf_page(painter, page->index, width, height);
  walk_page(painter, page);
  end_pdf_page(painter, page);
}

int paint_late_parts(const Painter *painter, const LatePage *page) {
  int parts = 0;
  for (int i = 0; i < page->count; i++) {
    const LatePlace *place = late_place(painter, page->first + i);
    parts = MAX(parts, place ? place->part : 0);
  }
  return parts;
}

static void walk_part(Painter *painter, const LatePage *page, int part) {
  for (int i = 0; i < page->count; i++) {
    const LatePlace *place = late_place(painter, page->first + i);
    if (place && place->part == part)
      walk_late(painter, page->lines[i], place);
  }
}

/* Gathers the part without cairo, if it is all text for finish; else nothing of it is left. */
static bool paint_plain(Painter *painter, const LatePage *page, int part) {
  if (!painter->options.finished || paint_marks_text_only())
    return false;
  show_page(painter);
  painter->plain = true;
  begin_marks(painter, page->index, paint_page_side(page->width), paint_page_side(page->height));
  walk_part(painter, page, part);
  end_pdf_page(painter, &(Page){.index = page->index});
  painter->plain = !painter->not_plain;
  painter->not_plain = false;
  return painter->plain;
}

void paint_late(Painter *painter, const LatePage *page, int part) {
  if (paint_plain(painter, page, part))
    return;
  begin_pdf_page(painter, page->index, paint_page_side(page->width), paint_page_side(page->height));
  walk_part(painter, page, part);
  end_pdf_page(painter, &(Page){.index = page->index});
}

bool paint_finish(Painter *painter) {
  if (painter->options.kind == PAINT_PDF && painter->surface) {
    if (painter->page >= 0) {
      links_finish(painter);
      bookmarks_collect(painter);
    }
    show_page(painter);
    end_surface(painter);
  }
  return painter->page >= 0 && !painter->failed && !painter->write_failed;
}

PageMarks paint_marks(const Painter *painter, int index) {
  if (index < 0 || index != painter->page)
    return (PageMarks){0};
  return (PageMarks){
      .marks = (const Mark *)(const void *)painter->marks->data,
      .count = (int)painter->marks->len,
      .runs = (const MarkRun *)(const void *)painter->runs->data,
      .links = (const PageLink *)(const void *)painter->links->data,
      .link_count = (int)painter->links->len,
      .destinations = (const PageDestination *)(const void *)painter->places->data,
      .destination_count = (int)painter->places->len,
      .plain = painter->plain,
  };
}

PaintEnd paint_end(const Painter *painter) {
  return (PaintEnd){
      .bookmarks = bookmarks_gathered(painter),
      .destinations = (const PageDestination *)(const void *)painter->places->data,
      .destination_count = (int)painter->places->len,
  };
}
