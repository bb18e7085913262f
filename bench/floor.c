/* The least that pango and cairo can do with a text: floor TEXT OUTPUT.pdf
 *
 * TEXT has a paragraph on each line, its kind before the first tab: h1 to h4, p or li. Paragraphs are broken greedily by
 * pango at the measure of an A4 page with margins of 20 mm; pages are broken where the height is used up. There are no tags,
 * no links, no page numbers, no bookmarks and no contents: what bench/peers compares others with. */
#include <pango/pangocairo.h>

#include <cairo-pdf.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { WIDTH = 595, HEIGHT = 842, MARGIN = 57, FOOTER = 12 };
static const double SPACE = 4, INDENT = 14, LINE = 1.25;

typedef struct {
  cairo_t *cairo;
  cairo_surface_t *surface;
  PangoLayout *layout;
  double y;

} Floor;

static PangoLayout *floor_layout(cairo_t *cairo) {
  PangoLayout *layout = pango_cairo_create_layout(cairo);
  PangoContext *context = pango_layout_get_context(layout);
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context, options);
  pango_cairo_context_set_resolution(context, 72);
  pango_context_set_round_glyph_positions(context, FALSE);
  cairo_font_options_destroy(options);
  return layout;
}

static double size_of(const char *kind) {
  static const double SIZES[] = {15, 12.5, 11, 10};
  return kind[0] == 'h' && kind[1] >= '1' && kind[1] <= '4' ? SIZES[kind[1] - '1'] : 10;
}

static void draw_line(Floor *out, PangoLayoutLine *line, double x, double size) {
  double height = LINE * size;
  if (out->y + height > HEIGHT - MARGIN - FOOTER) {
    cairo_show_page(out->cairo);
    out->y = MARGIN;
  }
  cairo_move_to(out->cairo, x, out->y + size);
  pango_cairo_show_layout_line(out->cairo, line);
  out->y += height;
}

static void draw_paragraph(Floor *out, char *text) {
  char *tab = strchr(text, '\t');
  if (!tab)
    return;
  *tab = '\0';
  double size = size_of(text), indent = strcmp(text, "li") == 0 ? INDENT : 0;
  PangoFontDescription *font = pango_font_description_from_string("Liberation Sans");
  pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
  if (*text == 'h')
    pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description(out->layout, font);
  pango_font_description_free(font);
  pango_layout_set_width(out->layout, (int)((WIDTH - 2 * MARGIN - indent) * PANGO_SCALE));
  pango_layout_set_text(out->layout, tab + 1, -1);
  for (GSList *line = pango_layout_get_lines_readonly(out->layout); line; line = line->next)
    draw_line(out, line->data, MARGIN + indent, size);
  out->y += SPACE;
}

static bool draw(char *text, const char *path) {
  Floor out = {.surface = cairo_pdf_surface_create(path, WIDTH, HEIGHT), .y = MARGIN};
  cairo_pdf_surface_set_metadata(out.surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                 "2021-03-17T00:00:00Z");
  out.cairo = cairo_create(out.surface);
  out.layout = floor_layout(out.cairo);
  for (char *line = text, *end; *line; line = end) {
    end = strchr(line, '\n');
    if (end)
      *end++ = '\0';
    else
      end = line + strlen(line);
    draw_paragraph(&out, line);
  }
  cairo_show_page(out.cairo);
  g_object_unref(out.layout);
  cairo_destroy(out.cairo);
  cairo_surface_finish(out.surface);
  bool done = cairo_surface_status(out.surface) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy(out.surface);
  return done;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fputs("usage: floor TEXT OUTPUT.pdf\n", stderr);
    return 2;
  }
  char *text = NULL;
  GError *error = NULL;
  if (!g_file_get_contents(argv[1], &text, NULL, &error)) {
    fprintf(stderr, "floor: %s\n", error->message);
    g_error_free(error);
    return 3;
  }
  bool done = draw(text, argv[2]);
  g_free(text);
  return done ? 0 : 3;
}
