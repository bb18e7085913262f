/* What the tests of paint share: pages of areas made by hand, painted into memory. */
#ifndef PEERPRESS_TESTS_PAINT_SUPPORT_H
#define PEERPRESS_TESTS_PAINT_SUPPORT_H

#include "paint/paint.h"

#include "base/xml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define IMAGES "fixtures/images"

typedef struct {
  Diagnostics *diagnostics;
  Arena *arena;
  TextEngine *text;
  ImageStore *images;
  FoTree *tree;
  const FoNode *bookmarks; /* taken out of it, or NULL */
  GByteArray *output;      /* the PDF, or the last page */
  int writes, fail_at;
} Bench;

static inline int bench_setup(void **state) {
  static const char *const ROOTS[] = {IMAGES, NULL};
  xml_init();
  Bench *bench = g_new0(Bench, 1);
  bench->diagnostics = diag_new(NULL, DIAG_TEXT);
  bench->arena = arena_new();
  bench->text = text_engine_new(NULL);
  bench->images = image_store_new(ROOTS);
  bench->output = g_byte_array_new();
  bench->fail_at = -1;
  *state = bench;
  return 0;
}

static inline int bench_teardown(void **state) {
  Bench *bench = *state;
  fo_free(bench->tree);
  g_byte_array_unref(bench->output);
  image_store_free(bench->images);
  text_engine_free(bench->text);
  arena_free(bench->arena);
  diag_free(bench->diagnostics);
  g_free(bench);
  return 0;
}

#define BENCH_TEST(name) cmocka_unit_test_setup_teardown(name, bench_setup, bench_teardown)

static inline Length pt(double points) {
  return length_from_points(points);
}

static inline bool bench_write(void *context, int page, const unsigned char *bytes, size_t length) {
  Bench *bench = context;
  if (bench->writes++ == bench->fail_at)
    return false;
  if (page >= 0)
    g_byte_array_set_size(bench->output, 0);
  g_byte_array_append(bench->output, bytes, (guint)length);
  return true;
}

static inline Painter *bench_painter(Bench *bench, PaintKind kind, double resolution) {
  g_byte_array_set_size(bench->output, 0);
  PaintOptions options = {.kind = kind,
                          .resolution = resolution,
                          .info = {.title = "Title (1)", .created = "2025-03-31T12:00:00Z"},
                          .diagnostics = bench->diagnostics,
                          .tree = bench->tree,
                          .bookmarks = bench->bookmarks,
                          .write = bench_write,
                          .context = bench};
  return paint_new(&options);
}

/* ---- Areas ------------------------------------------------------------------------------------ */

static inline Area *area(Bench *bench, Area *parent, AreaKind kind, double x, double y,
                         double width, double height) {
  Area *made = arena_new_object(bench->arena, Area);
  *made = (Area){.kind = kind, .x = pt(x), .y = pt(y), .width = pt(width), .height = pt(height)};
  if (parent && parent->last)
    parent->last->next = made;
  else if (parent)
    parent->first = made;
  if (parent)
    parent->last = made;
  return made;
}

static inline Decoration *decorate(Bench *bench, Area *box) {
  Decoration *decoration = arena_new_object(bench->arena, Decoration);
  box->decoration = decoration;
  return decoration;
}

static inline BorderEdge edge(double width, Keyword style, Color color) {
  return (BorderEdge){pt(width), style, color};
}

/* A run of text in 10 pt with its baseline 10 pt below `y`. */
static inline Area *text(Bench *bench, Area *parent, double x, double y, const char *words,
                         const FoNode *node) {
  static const TextStyle STYLE = {.families = "Liberation Sans",
                                  .size = 10 * LENGTH_PER_POINT,
                                  .weight = 400,
                                  .stretch = PANGO_STRETCH_NORMAL};
  const TextLine *line = text_single_line(bench->text, bench->diagnostics, bench->arena, &STYLE,
                                          TEXT_LTR, words, strlen(words), NULL, PLACE_NONE);
  Area *made = area(bench, parent, AREA_TEXT, x, y, 0, 12);
  made->width = line->width;
  made->node = node;
  made->text =
      (AreaText){.run = line->fragments[0].run,
                 .style = &STYLE,
                 .metrics = text_metrics(bench->text, bench->diagnostics, &STYLE, PLACE_NONE),
                 .baseline = pt(10),
                 .color = {0, 0, 0, 255}};
  return made;
}

static inline Page page_of(Bench *bench, double width, double height) {
  Page page = {.number = "1", .width = pt(width), .height = pt(height)};
  page.root = area(bench, NULL, AREA_BOX, 0, 0, width, height);
  return page;
}

/* ---- Results ---------------------------------------------------------------------------------- */

/* Paints one page. */
static inline void bench_paint(Bench *bench, PaintKind kind, double resolution, const Page *page) {
  Painter *painter = bench_painter(bench, kind, resolution);
  paint_page(painter, page);
  assert_true(paint_finish(painter));
  paint_free(painter);
}

static inline bool contains(const Bench *bench, const char *what) {
  size_t length = strlen(what);
  for (size_t i = 0; i + length <= bench->output->len; i++)
    if (memcmp(bench->output->data + i, what, length) == 0)
      return true;
  return false;
}

static inline int said(const Bench *bench, const char *id) {
  unsigned count;
  const Diagnostic *all = diag_all(bench->diagnostics, &count);
  int found = 0;
  for (unsigned i = 0; i < count; i++)
    found += strcmp(all[i].id, id) == 0;
  return found;
}

#endif
