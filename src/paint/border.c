/* Borders, rules and backgrounds (XSL 1.1 §7.8).
 *
 * A border is four edges between two rectangles. Edge i runs from corner i to corner i + 1,
 * clockwise from the top left. Solid, double and shaded styles are bands: the part of an edge
 * between two fractions of its width, cut along the mitres. Bands of one colour are filled as one
 * path, so that corners have no seam; where colours meet, the band that is drawn first runs on
 * square below the other, so that nothing shines through the mitre. */
#include "paint/internal.h"

#include <math.h>

enum { CORNERS = 4, MAX_BANDS = 8, MAX_DASHES = 20000 };

typedef struct {
  double x, y;
} Point;

typedef struct {
  Box outer;
  BorderEdge edges[4]; /* width 0: not drawn */
  double width[4];     /* in points */
} Frame;

typedef struct {
  int edge;
  double from, to; /* fractions of the edge's width, from outside */
  Color color;
} Band;

typedef struct {
  Band bands[MAX_BANDS];
  int count;
} Bands;

static bool same_color(Color a, Color b) {
  return a.red == b.red && a.green == b.green && a.blue == b.blue && a.alpha == b.alpha;
}

/* A corner of the rectangle that lies so far between the outer (0) and the inner one (1). */
static Point corner(const Frame *frame, int which, double depth) {
  const Box *outer = &frame->outer;
  int i = which % CORNERS;
  Point point;
  point.x = i == 0 || i == 3 ? outer->x + depth * frame->width[EDGE_LEFT]
                             : outer->x + outer->width - depth * frame->width[EDGE_RIGHT];
  point.y = i < 2 ? outer->y + depth * frame->width[EDGE_TOP]
                  : outer->y + outer->height - depth * frame->width[EDGE_BOTTOM];
  return point;
}

/* ---- Colours ---------------------------------------------------------------------------------- */

static uint8_t shade_channel(uint8_t value, bool light) {
  return (uint8_t)lround(light ? value + (255 - value) * 0.4 : value * 0.6);
}

/* Lit from the top left: the colours of relief, as far apart as FOP's. */
static Color shade(Color color, bool light) {
  return (Color){shade_channel(color.red, light), shade_channel(color.green, light),
                 shade_channel(color.blue, light), color.alpha};
}

static void add_band(Bands *bands, int edge, double from, double to, Color color) {
  if (bands->count < MAX_BANDS)
    bands->bands[bands->count++] = (Band){edge, from, to, color};
}

static void add_bands(Bands *bands, int edge, Keyword style, Color color) {
  bool lit = edge == EDGE_TOP || edge == EDGE_LEFT;
  switch (style) {
  case KW_DOUBLE:
    add_band(bands, edge, 0, 1.0 / 3, color);
    add_band(bands, edge, 2.0 / 3, 1, color);
    break;
  case KW_GROOVE:
    add_band(bands, edge, 0, 0.5, shade(color, !lit));
    add_band(bands, edge, 0.5, 1, shade(color, lit));
    break;
  case KW_RIDGE:
    add_band(bands, edge, 0, 0.5, shade(color, lit));
    add_band(bands, edge, 0.5, 1, shade(color, !lit));
    break;
  case KW_INSET: add_band(bands, edge, 0, 1, shade(color, !lit)); break;
  case KW_OUTSET: add_band(bands, edge, 0, 1, shade(color, lit)); break;
  default: add_band(bands, edge, 0, 1, color);
  }
}

/* ---- Bands ------------------------------------------------------------------------------------ */

/* Adds the outline of an edge's band to the path; square ends instead of mitres where told. */
static void band_path(cairo_t *cr, const Frame *frame, const Band *band, bool square_start,
                      bool square_end) {
  Point a = corner(frame, band->edge, band->from), b = corner(frame, band->edge + 1, band->from);
  Point c = corner(frame, band->edge + 1, band->to), d = corner(frame, band->edge, band->to);
  bool horizontal = band->edge == EDGE_TOP || band->edge == EDGE_BOTTOM;
  if (square_start)
    *(horizontal ? &d.x : &d.y) = horizontal ? a.x : a.y;
  if (square_end)
    *(horizontal ? &c.x : &c.y) = horizontal ? b.x : b.y;
  cairo_move_to(cr, a.x, a.y);
  cairo_line_to(cr, b.x, b.y);
  cairo_line_to(cr, c.x, c.y);
  cairo_line_to(cr, d.x, d.y);
  cairo_close_path(cr);
}

/* The first band of the same colour: bands are drawn in the order of these. */
static int turn_of(const Bands *bands, int index) {
  for (int i = 0; i < index; i++)
    if (same_color(bands->bands[i].color, bands->bands[index].color))
      return i;
  return index;
}

/* Does the band run on below its neighbour on `edge`, which is drawn after it? */
static bool runs_below(const Bands *bands, int index, int edge) {
  const Band *band = &bands->bands[index];
  for (int i = 0; i < bands->count; i++) {
    const Band *other = &bands->bands[i];
    if (other->edge == edge && other->from == band->from && other->to == band->to)
      return other->color.alpha == 255 && turn_of(bands, i) > turn_of(bands, index);
  }
  return false;
}

static void fill_bands(Painter *painter, const Frame *frame, const Bands *bands) {
  for (int turn = 0; turn < bands->count; turn++) {
    if (turn_of(bands, turn) != turn)
      continue;
    for (int i = turn; i < bands->count; i++)
      if (turn_of(bands, i) == turn)
        band_path(painter->cr, frame, &bands->bands[i],
                  runs_below(bands, i, (bands->bands[i].edge + 3) % CORNERS),
                  runs_below(bands, i, (bands->bands[i].edge + 1) % CORNERS));
    ink_color(painter, bands->bands[turn].color);
    cairo_fill(painter->cr);
  }
}

/* ---- Dashes and dots --------------------------------------------------------------------------- */

static bool is_broken(Keyword style) {
  return style == KW_DASHED || style == KW_DOTTED;
}

/* Whole dashes, one at each end, with gaps half as long; thin lines have longer ones (as in FOP). */
static void stroke_dashes(cairo_t *cr, Point from, Point to, double width) {
  double length = hypot(to.x - from.x, to.y - from.y);
  double wanted = MAX((width < 2 ? 4 : 2) * width, 0.5);
  double count = CLAMP(round((length / wanted + 0.5) / 1.5), 1, MAX_DASHES);
  double dash = length / (1.5 * count - 0.5);
  if (count > 1)
    cairo_set_dash(cr, (const double[]){dash, dash / 2}, 2, 0);
  cairo_move_to(cr, from.x, from.y);
  cairo_line_to(cr, to.x, to.y);
  cairo_stroke(cr);
}

/* Whole round dots a diameter apart, one at each end. */
static void stroke_dots(cairo_t *cr, Point from, Point to, double width) {
  double length = hypot(to.x - from.x, to.y - from.y);
  double along = MAX(length - width, 0), x = (to.x - from.x) / length, y = (to.y - from.y) / length;
  int count = (int)CLAMP(along / MAX(2 * width, 0.5) + 0.5, 1, MAX_DASHES);
  double dash[2] = {0, along / count};
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  if (along > width / 4)
    cairo_set_dash(cr, dash, 2, 0);
  /* A little longer, or rounding would lose the last dot. */
  double end = width / 2 + along + 0.01;
  cairo_move_to(cr, from.x + x * width / 2, from.y + y * width / 2);
  cairo_line_to(cr, from.x + x * end, from.y + y * end);
  cairo_stroke(cr);
}

/* Is the corner between two edges nothing to be seen: one is absent, or both are alike? */
static bool joins_plainly(const Frame *frame, int one, int other) {
  const BorderEdge *a = &frame->edges[one], *b = &frame->edges[other];
  return frame->width[one] <= 0 || frame->width[other] <= 0 ||
         (a->style == b->style && frame->width[one] == frame->width[other] &&
          same_color(a->color, b->color));
}

static void stroke_edge(Painter *painter, const Frame *frame, int edge) {
  cairo_t *cr = painter->cr;
  bool horizontal = edge == EDGE_TOP || edge == EDGE_BOTTOM;
  Point middle = corner(frame, edge, 0.5), from = corner(frame, edge, 0);
  Point to = corner(frame, edge + 1, 0);
  *(horizontal ? &from.y : &from.x) = horizontal ? middle.y : middle.x;
  *(horizontal ? &to.y : &to.x) = horizontal ? middle.y : middle.x;
  if (hypot(to.x - from.x, to.y - from.y) <= 0)
    return;
  bool start = joins_plainly(frame, edge, (edge + 3) % CORNERS);
  bool end = joins_plainly(frame, edge, (edge + 1) % CORNERS);
  cairo_save(cr);
  if (!start || !end) {
    band_path(cr, frame, &(Band){.edge = edge, .to = 1}, start, end);
    cairo_clip(cr);
  }
  ink_color(painter, frame->edges[edge].color);
  cairo_set_line_width(cr, frame->width[edge]);
  if (frame->edges[edge].style == KW_DOTTED)
    stroke_dots(cr, from, to, frame->width[edge]);
  else
    stroke_dashes(cr, from, to, frame->width[edge]);
  cairo_restore(cr);
}

/* ---- Frames ----------------------------------------------------------------------------------- */

static void draw_frame(Painter *painter, const Frame *frame) {
  Bands bands = {0};
  for (int i = 0; i < CORNERS; i++)
    if (frame->width[i] > 0 && !is_broken(frame->edges[i].style))
      add_bands(&bands, i, frame->edges[i].style, frame->edges[i].color);
  fill_bands(painter, frame, &bands);
  for (int i = 0; i < CORNERS; i++)
    if (frame->width[i] > 0 && is_broken(frame->edges[i].style))
      stroke_edge(painter, frame, i);
}

/* The alpha that all edges have, if they have the same; else -1. */
static int common_alpha(const Frame *frame) {
  int alpha = -1;
  for (int i = 0; i < CORNERS; i++) {
    if (frame->width[i] <= 0)
      continue;
    if (alpha >= 0 && frame->edges[i].color.alpha != alpha)
      return -1;
    alpha = frame->edges[i].color.alpha;
  }
  return alpha;
}

/* Edges lap over each other at the corners: translucent ones are drawn opaque, then shown as one. */
static void draw_translucent(Painter *painter, const Frame *frame, int alpha) {
  Frame opaque = *frame;
  for (int i = 0; i < CORNERS; i++)
    opaque.edges[i].color.alpha = 255;
  cairo_t *cr = painter->cr;
  cairo_save(cr);
  cairo_rectangle(cr, frame->outer.x, frame->outer.y, frame->outer.width, frame->outer.height);
  cairo_clip(cr);
  mark_object_begin(painter);
  cairo_push_group(cr);
  draw_frame(painter, &opaque);
  cairo_pop_group_to_source(cr);
  cairo_paint_with_alpha(cr, alpha / 255.0);
  mark_object_end(painter);
  cairo_restore(cr);
}

/* The rectangle of an edge, corners included. */
static Box edge_box(const Frame *frame, int edge) {
  Box box = frame->outer;
  double width = frame->width[edge];
  if (edge == EDGE_RIGHT)
    box.x += box.width - width;
  if (edge == EDGE_BOTTOM)
    box.y += box.height - width;
  if (edge == EDGE_TOP || edge == EDGE_BOTTOM)
    box.height = width;
  else
    box.width = width;
  return box;
}

/* Solid edges of one opaque colour are plain rectangles: most borders are. */
static bool is_plain(const Frame *frame) {
  const BorderEdge *first = NULL;
  for (int i = 0; i < CORNERS; i++) {
    const BorderEdge *edge = &frame->edges[i];
    if (frame->width[i] <= 0)
      continue;
    if (edge->style != KW_SOLID || edge->color.alpha != 255)
      return false;
    if (first && !same_color(first->color, edge->color))
      return false;
    first = edge;
  }
  return true;
}

static void paint_frame(Painter *painter, const Frame *frame, ArtifactKind artifact) {
  if (is_plain(frame)) {
    for (int i = 0; i < CORNERS; i++)
      if (frame->width[i] > 0)
        ink_rectangle(painter, artifact, frame->edges[i].color, edge_box(frame, i));
    return;
  }
  mark_artifact(painter, artifact);
  int alpha = common_alpha(frame);
  if (alpha >= 0 && alpha < 255)
    draw_translucent(painter, frame, alpha);
  else
    draw_frame(painter, frame);
}

/* ---- From areas ------------------------------------------------------------------------------- */

static double edge_width(const Painter *painter, const BorderEdge *edge) {
  bool drawn = edge->width > 0 && edge->color.alpha > 0 && edge->style != KW_NONE &&
               edge->style != KW_HIDDEN && edge->style != KW_UNSET;
  double width = drawn ? length_to_points(edge->width) : 0;
  if (drawn && painter->grid > 0) /* whole pixels, one at least */
    width = MAX(1, floor(width / painter->grid)) * painter->grid;
  return width;
}

/* Two opposite edges fill the box between them at most. */
static void limit(double *one, double *other, double room) {
  double sum = *one + *other;
  if (sum > room && sum > 0) {
    *one *= MAX(room, 0) / sum;
    *other *= MAX(room, 0) / sum;
  }
}

/* False if no edge is drawn. */
static bool frame_init(Frame *frame, const Painter *painter, const Decoration *decoration,
                       Box box) {
  *frame = (Frame){.outer = ink_snap(painter, box)};
  for (int i = 0; i < CORNERS; i++) {
    frame->edges[i] = decoration->edges[i];
    frame->width[i] = edge_width(painter, &decoration->edges[i]);
  }
  limit(&frame->width[EDGE_TOP], &frame->width[EDGE_BOTTOM], frame->outer.height);
  limit(&frame->width[EDGE_LEFT], &frame->width[EDGE_RIGHT], frame->outer.width);
  return frame->width[0] > 0 || frame->width[1] > 0 || frame->width[2] > 0 || frame->width[3] > 0;
}

/* A background-position: a percentage puts that point of the picture on that point of the room. */
static double position(Size size, double room, double picture) {
  switch (size.keyword) {
  case KW_CENTER: return (room - picture) / 2;
  case KW_RIGHT:
  case KW_BOTTOM: return room - picture;
  case KW_UNSET:
    return length_to_points(size.length) + (room - picture) * size.percent / SIZE_HUNDRED_PERCENT;
  default: return 0; /* left, top */
  }
}

static Box padding_box(const Decoration *decoration, Box box) {
  const BorderEdge *edges = decoration->edges;
  return (Box){
      box.x + length_to_points(edges[EDGE_LEFT].width),
      box.y + length_to_points(edges[EDGE_TOP].width),
      box.width - length_to_points(edges[EDGE_LEFT].width + edges[EDGE_RIGHT].width),
      box.height - length_to_points(edges[EDGE_TOP].width + edges[EDGE_BOTTOM].width),
  };
}

/* What the position counts from. */
static Box background_origin(const Painter *painter, const Decoration *decoration, Box box,
                             Box padding) {
  const BackgroundOrigin *origin = &decoration->background_origin;
  if (decoration->background_fixed)
    return painter->around;
  if (!origin->set)
    return padding;
  return (Box){box.x + length_to_points(origin->x), box.y + length_to_points(origin->y),
               length_to_points(origin->width), length_to_points(origin->height)};
}

static void paint_image_behind(Painter *painter, const Decoration *decoration, Box box,
                               ArtifactKind artifact) {
  const Box padding = padding_box(decoration, box);
  const Box origin = background_origin(painter, decoration, box, padding);
  const double width = length_to_points(decoration->background_width);
  const double height = length_to_points(decoration->background_height);
  const Box first = {origin.x + position(decoration->background_x, origin.width, width),
                     origin.y + position(decoration->background_y, origin.height, height), width,
                     height};
  if (!(padding.width > 0 && padding.height > 0 && width > 0 && height > 0))
    return;
  mark_artifact(painter, artifact);
  mark_object_begin(painter);
  paint_background_image(painter, decoration->background_image, first,
                         decoration->background_repeat, padding);
  mark_object_end(painter);
}

void paint_decoration(Painter *painter, const Decoration *decoration, Box box,
                      ArtifactKind artifact) {
  ink_rectangle(painter, artifact, decoration->background, ink_snap(painter, box));
  if (decoration->background_image)
    paint_image_behind(painter, decoration, box, artifact);
  Frame frame;
  if (frame_init(&frame, painter, decoration, box))
    paint_frame(painter, &frame, artifact);
}

/* A rule is the one edge of a box of its own size. In collapsed borders inset is drawn as ridge and
 * outset as groove (CSS 2.1 §17.6.3, which XSL's model is). */
void paint_rule(Painter *painter, const AreaRule *rule, Box box, ArtifactKind artifact) {
  Frame frame = {.outer = box};
  int edge = rule->vertical ? EDGE_LEFT : EDGE_TOP;
  Keyword style = rule->style == KW_INSET    ? KW_RIDGE
                  : rule->style == KW_OUTSET ? KW_GROOVE
                                             : rule->style;
  if (style == KW_NONE || style == KW_HIDDEN || rule->color.alpha == 0)
    return;
  if (painter->grid > 0) {
    double *across = rule->vertical ? &frame.outer.width : &frame.outer.height;
    *across = MAX(*across, painter->grid);
    frame.outer = ink_snap(painter, frame.outer);
  }
  frame.edges[edge] = (BorderEdge){.style = style, .color = rule->color};
  frame.width[edge] = rule->vertical ? frame.outer.width : frame.outer.height;
  if (frame.outer.width > 0 && frame.outer.height > 0)
    paint_frame(painter, &frame, artifact);
}
