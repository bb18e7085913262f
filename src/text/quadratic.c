#include "text/quadratic.h"

#include <math.h>
#include <stdbool.h>

/* How far a quadratic curve may be from the cubic one, in font units, and into how many one is divided
 * at most. */
#define TOLERANCE 0.3
enum { MOST_PIECES = 8, MOST_POINTS = 0xffff };

/* Steps from point to point have 16 bits. */
#define FARTHEST (G_MAXINT16 / 2.0)

/* Flags of a point (OpenType, glyf). */
enum { ON_CURVE = 0x01, X_SHORT = 0x02, Y_SHORT = 0x04, X_SAME = 0x10, Y_SAME = 0x20 };

typedef struct {
  int x, y;
  bool on;
} Point;

typedef struct {
  GArray *points; /* of Point */
  GArray *ends;   /* of guint: the last point of each contour */
  guint first;    /* of the contour at hand */
  bool wrong;
} Sketch;

static void add_point(Sketch *sketch, double x, double y, bool on) {
  if (!(fabs(x) <= FARTHEST) || !(fabs(y) <= FARTHEST) || sketch->points->len == MOST_POINTS) {
    sketch->wrong = true;
    return;
  }
  const Point point = {(int)lrint(x), (int)lrint(y), on};
  g_array_append_val(sketch->points, point);
}

static void move_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y,
                    void *unused) {
  (void)funcs, (void)state, (void)unused;
  Sketch *sketch = data;
  sketch->first = sketch->points->len;
  add_point(sketch, x, y, true);
}

static void line_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y,
                    void *unused) {
  (void)funcs, (void)state, (void)unused;
  add_point(data, x, y, true);
}

static void quadratic_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float cx,
                         float cy, float x, float y, void *unused) {
  (void)funcs, (void)state, (void)unused;
  add_point(data, cx, cy, false);
  add_point(data, x, y, true);
}

/* The point of a cubic curve, or of its derivative, in one dimension. */
static double cubic_at(const double p[4], double t) {
  const double s = 1 - t;
  return s * s * s * p[0] + 3 * s * s * t * p[1] + 3 * s * t * t * p[2] + t * t * t * p[3];
}
static double slope_at(const double p[4], double t) {
  const double s = 1 - t;
  return 3 * (s * s * (p[1] - p[0]) + 2 * s * t * (p[2] - p[1]) + t * t * (p[3] - p[2]));
}

/* The control point of the quadratic curve for a piece of a cubic one, `step` long. */
static double control(const double p[4], double from, double step) {
  const double to = from + step;
  const double after = cubic_at(p, from) + slope_at(p, from) * step / 3;
  const double before = cubic_at(p, to) - slope_at(p, to) * step / 3;
  return (3 * (after + before) - cubic_at(p, from) - cubic_at(p, to)) / 4;
}

static void cubic_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float ax, float ay,
                     float bx, float by, float x, float y, void *unused) {
  (void)funcs, (void)unused;
  const double px[4] = {(double)state->current_x, (double)ax, (double)bx, (double)x};
  const double py[4] = {(double)state->current_y, (double)ay, (double)by, (double)y};
  /* One quadratic curve is so far from the cubic one; pieces are nearer by the cube of their number. */
  const double apart =
      sqrt(3) / 36 *
      hypot(px[3] - 3 * px[2] + 3 * px[1] - px[0], py[3] - 3 * py[2] + 3 * py[1] - py[0]);
  const int pieces = (int)CLAMP(ceil(cbrt(apart / TOLERANCE)), 1, MOST_PIECES);
  for (int i = 0; i < pieces; i++) {
    const double from = (double)i / pieces, step = 1.0 / pieces;
    add_point(data, control(px, from, step), control(py, from, step), false);
    add_point(data, cubic_at(px, from + step), cubic_at(py, from + step), true);
  }
}

/* A contour ends where it began, and that point stands once. */
static void close_path(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, void *unused) {
  (void)funcs, (void)state, (void)unused;
  Sketch *sketch = data;
  guint count = sketch->points->len - sketch->first;
  if (sketch->wrong || count == 0)
    return;
  const Point *begin = &g_array_index(sketch->points, Point, sketch->first);
  const Point *end = begin + count - 1;
  if (count > 1 && end->on && end->x == begin->x && end->y == begin->y)
    count--;
  g_array_set_size(sketch->points, sketch->first + (count < 3 ? 0 : count));
  if (count < 3)
    return;
  const guint last = sketch->points->len - 1;
  g_array_append_val(sketch->ends, last);
  sketch->first = sketch->points->len;
}

static void put16(GByteArray *out, int value) {
  const guint8 bytes[2] = {(guint8)((unsigned)value >> 8), (guint8)value};
  g_byte_array_append(out, bytes, 2);
}

/* The flags that say how a step is written, those of x or of y. */
static unsigned step_flags(int step, unsigned is_short, unsigned same) {
  if (step == 0)
    return same;
  if (ABS(step) < 256)
    return is_short | (step > 0 ? same : 0);
  return 0;
}

static void put_step(GByteArray *out, int step) {
  const guint8 size = (guint8)ABS(step);
  if (step != 0 && ABS(step) < 256)
    g_byte_array_append(out, &size, 1);
  else if (step != 0)
    put16(out, step);
}

static void put_points(GByteArray *out, const Sketch *sketch) {
  const Point *points = (const Point *)(const void *)sketch->points->data;
  GByteArray *xs = g_byte_array_new(), *ys = g_byte_array_new();
  Point before = {0};
  for (guint i = 0; i < sketch->points->len; i++) {
    const int dx = points[i].x - before.x, dy = points[i].y - before.y;
    const guint8 flags = (guint8)((points[i].on ? ON_CURVE : 0) | step_flags(dx, X_SHORT, X_SAME) |
                                  step_flags(dy, Y_SHORT, Y_SAME));
    g_byte_array_append(out, &flags, 1);
    put_step(xs, dx);
    put_step(ys, dy);
    before = points[i];
  }
  g_byte_array_append(out, xs->data, xs->len);
  g_byte_array_append(out, ys->data, ys->len);
  g_byte_array_unref(xs);
  g_byte_array_unref(ys);
}

static GBytes *outline_of(const Sketch *sketch) {
  GByteArray *out = g_byte_array_new();
  int left = G_MAXINT16, bottom = G_MAXINT16, right = G_MININT16, top = G_MININT16;
  for (guint i = 0; i < sketch->points->len; i++) {
    const Point *point = &g_array_index(sketch->points, Point, i);
    left = MIN(left, point->x);
    bottom = MIN(bottom, point->y);
    right = MAX(right, point->x);
    top = MAX(top, point->y);
  }
  if (sketch->ends->len > 0) {
    const int head[] = {(int)sketch->ends->len, left, bottom, right, top};
    for (size_t i = 0; i < G_N_ELEMENTS(head); i++)
      put16(out, head[i]);
    for (guint i = 0; i < sketch->ends->len; i++)
      put16(out, (int)g_array_index(sketch->ends, guint, i));
    put16(out, 0); /* instructions */
    put_points(out, sketch);
  }
  return g_byte_array_free_to_bytes(out);
}

GBytes *quadratic_outline(hb_font_t *font, hb_codepoint_t glyph) {
  Sketch sketch = {.points = g_array_new(FALSE, FALSE, sizeof(Point)),
                   .ends = g_array_new(FALSE, FALSE, sizeof(guint))};
  hb_draw_funcs_t *funcs = hb_draw_funcs_create();
  hb_draw_funcs_set_move_to_func(funcs, move_to, NULL, NULL);
  hb_draw_funcs_set_line_to_func(funcs, line_to, NULL, NULL);
  hb_draw_funcs_set_quadratic_to_func(funcs, quadratic_to, NULL, NULL);
  hb_draw_funcs_set_cubic_to_func(funcs, cubic_to, NULL, NULL);
  hb_draw_funcs_set_close_path_func(funcs, close_path, NULL, NULL);
#if HB_VERSION_ATLEAST(7, 0, 0)
  hb_font_draw_glyph(font, glyph, funcs, &sketch);
#else
  hb_font_get_glyph_shape(font, glyph, funcs, &sketch);
#endif
  hb_draw_funcs_destroy(funcs);
  GBytes *outline = sketch.wrong ? NULL : outline_of(&sketch);
  g_array_unref(sketch.points);
  g_array_unref(sketch.ends);
  return outline;
}
