/* Marks: what is painted stands in a tag of cairo's without children, as those alone get a
 * marked-content id. */
#include "paint/internal.h"

#include <math.h>

/* What is thinner counts as a strip. */
#define STRIP_POINTS 3

/* What lies nearer together touches. */
#define TOUCH_POINTS 0.005

static void record(Painter *painter, const FoNode *node, ArtifactKind artifact, size_t offset) {
  Mark mark = {.node = node, .artifact = artifact, .offset = offset};
  g_array_append_val(painter->marks, mark);
}

static void open_tag(Painter *painter, OpenTag open, const char *name) {
  if (!painter->plain)
    cairo_tag_begin(painter->cr, name, "");
  painter->open_tag = open;
  painter->open_name = name;
}

void mark_close(Painter *painter) {
  ink_flush(painter);
  if (painter->open_tag != TAG_NONE && !painter->plain)
    cairo_tag_end(painter->cr, painter->open_name);
  painter->open_tag = TAG_NONE;
  painter->open_text = NULL;
}

void mark_content(Painter *painter, const char *tag, const FoNode *node, size_t offset) {
  if (painter->options.kind != PAINT_PDF) {
    ink_flush(painter);
    return;
  }
  mark_close(painter);
  record(painter, node, ARTIFACT_NONE, offset);
  painter->open_offset = offset;
  open_tag(painter, TAG_CONTENT, tag);
}

void mark_artifact(Painter *painter, ArtifactKind artifact) {
  if (painter->options.kind != PAINT_PDF) {
    ink_flush(painter);
    return;
  }
  if (!artifact)
    artifact = ARTIFACT_LAYOUT;
  if (painter->open_tag == TAG_ARTIFACT && painter->open_artifact == artifact) {
    ink_flush(painter);
    return;
  }
  mark_close(painter);
  record(painter, NULL, artifact, 0);
  open_tag(painter, TAG_ARTIFACT, "NonStruct");
  painter->open_artifact = artifact;
}

/* Newer cairos write no mark without text: there, all late lines are one part, behind the rest. */
int mark_late(Painter *painter) {
  const Mark *last =
      painter->marks->len ? &g_array_index(painter->marks, Mark, painter->marks->len - 1) : NULL;
  if (painter->late_parts && (paint_marks_text_only() || (last && last->late)))
    return painter->late_parts;
  painter->late_parts++;
  if (paint_marks_text_only())
    return painter->late_parts;
  mark_close(painter);
  record(painter, NULL, ARTIFACT_LAYOUT, 0);
  g_array_index(painter->marks, Mark, painter->marks->len - 1).late = true;
  cairo_tag_begin(painter->cr, "NonStruct", "");
  cairo_tag_end(painter->cr, "NonStruct");
  return painter->late_parts;
}

bool paint_marks_text_only(void) {
  return cairo_version() >= CAIRO_VERSION_ENCODE(1, 17, 8);
}

static Mark *last_mark(Painter *painter) {
  if (painter->options.kind != PAINT_PDF || !painter->marks || painter->marks->len == 0)
    return NULL;
  return &g_array_index(painter->marks, Mark, painter->marks->len - 1);
}

void mark_text(Painter *painter, bool plain) {
  Mark *mark = last_mark(painter);
  if (!mark)
    return;
  mark->text = true;
  painter->open_text = plain && painter->open_tag == TAG_CONTENT ? mark->node : NULL;
}

bool mark_continue(Painter *painter, const FoNode *node, size_t offset) {
  if (painter->options.kind != PAINT_PDF || !node || painter->open_text != node ||
      painter->open_offset >= offset)
    return false;
  painter->open_offset = offset;
  return true;
}

void mark_run(Painter *painter, const MarkRun *run) {
  Mark *mark = last_mark(painter);
  if (!mark)
    return;
  g_array_append_val(painter->runs, *run);
  mark->run = (int)painter->runs->len;
}

bool mark_runs(Painter *painter, const FoNode *node, size_t offset, ArtifactKind artifact,
               const MarkRun *run) {
  const bool opens = painter->open_tag != TAG_RUNS;
  if (opens)
    mark_close(painter);
  record(painter, node, artifact, offset);
  if (opens)
    open_tag(painter, TAG_RUNS, "Span");
  Mark *mark = &g_array_index(painter->marks, Mark, painter->marks->len - 1);
  mark->text = true;
  mark->follows = !opens;
  mark_run(painter, run);
  return opens;
}

void mark_end_runs(Painter *painter) {
  if (painter->open_tag == TAG_RUNS)
    mark_close(painter);
}

void mark_unseen(Painter *painter, const char *text, size_t length) {
  Mark *mark = last_mark(painter);
  if (mark)
    mark->unseen = g_string_chunk_insert_len(painter->unseen, text, (gssize)length);
}

static bool needs_groups(const Painter *painter) {
  return painter->options.kind == PAINT_PDF && paint_marks_text_only();
}

void mark_object_begin(Painter *painter) {
  if (needs_groups(painter))
    cairo_push_group(painter->cr);
}

/* A group without ink on the page is not drawn: cairo may leave it out, which the count of the mark's
 * objects must not. */
static bool has_ink(cairo_pattern_t *group) {
  cairo_surface_t *surface = NULL;
  double x = 0, y = 0, width = 1, height = 1;
  if (cairo_pattern_get_surface(group, &surface) == CAIRO_STATUS_SUCCESS &&
      cairo_surface_get_type(surface) == CAIRO_SURFACE_TYPE_RECORDING)
    cairo_recording_surface_ink_extents(surface, &x, &y, &width, &height);
  return width > 0 && height > 0;
}

void mark_object_end(Painter *painter) {
  if (!needs_groups(painter))
    return;
  cairo_pattern_t *group = cairo_pop_group(painter->cr);
  Mark *mark = last_mark(painter);
  if (has_ink(group)) {
    cairo_set_source(painter->cr, group);
    cairo_paint(painter->cr);
    if (mark)
      mark->objects++;
  }
  cairo_pattern_destroy(group);
}

/* ---- Rectangles ------------------------------------------------------------------------------- */

void ink_color(Painter *painter, Color color) {
  cairo_set_source_rgba(painter->cr, color.red / 255.0, color.green / 255.0, color.blue / 255.0,
                        color.alpha / 255.0);
}

static bool same_color(Color a, Color b) {
  return a.red == b.red && a.green == b.green && a.blue == b.blue && a.alpha == b.alpha;
}

static void add_rectangle(Painter *painter, Box box) {
  cairo_rectangle(painter->cr, box.x, box.y, box.width, box.height);
}

void ink_flush(Painter *painter) {
  if (painter->filling) {
    painter->filling = false;
    ink_color(painter, painter->fill_color);
    cairo_fill(painter->cr);
  }
  for (int i = 0; i < painter->strip_count; i++) {
    ink_color(painter, painter->strips[i].color);
    add_rectangle(painter, painter->strips[i].box);
    cairo_fill(painter->cr);
  }
  painter->strip_count = 0;
}

static bool touches(double end, double start) {
  return fabs(end - start) < TOUCH_POINTS;
}

static bool overlaps(Box a, Box b) {
  return a.x + a.width > b.x + TOUCH_POINTS && b.x + b.width > a.x + TOUCH_POINTS &&
         a.y + a.height > b.y + TOUCH_POINTS && b.y + b.height > a.y + TOUCH_POINTS;
}

/* Does the box overlap a waiting strip from the n-th on? */
static bool overlaps_strips(const Painter *painter, Box box, int n) {
  for (int i = n; i < painter->strip_count; i++)
    if (overlaps(painter->strips[i].box, box))
      return true;
  return false;
}

/* Lengthens a strip by one that goes on where it ends. */
static bool extend(Box *strip, Box box) {
  bool row = touches(strip->y, box.y) && touches(strip->height, box.height) &&
             touches(strip->x + strip->width, box.x);
  bool column = touches(strip->x, box.x) && touches(strip->width, box.width) &&
                touches(strip->y + strip->height, box.y);
  if (row)
    strip->width = box.x + box.width - strip->x;
  else if (column)
    strip->height = box.y + box.height - strip->y;
  return row || column;
}

static void add_strip(Painter *painter, Color color, Box box) {
  for (int i = painter->strip_count - 1; i >= 0 && color.alpha == 255; i--)
    if (same_color(painter->strips[i].color, color) && !overlaps_strips(painter, box, i + 1) &&
        extend(&painter->strips[i].box, box))
      return;
  if (painter->strip_count == MAX_STRIPS)
    ink_flush(painter);
  painter->strips[painter->strip_count++] = (Strip){box, color};
}

/* Adds to the current path, which is drawn before the strips that wait. */
static void add_fill(Painter *painter, Color color, Box box) {
  /* Translucent rectangles stay apart: where two overlap both show. */
  bool join = !painter->filling || (color.alpha == 255 && same_color(color, painter->fill_color));
  if (!join || overlaps_strips(painter, box, 0))
    ink_flush(painter);
  add_rectangle(painter, box);
  painter->filling = true;
  painter->fill_color = color;
}

void ink_rectangle(Painter *painter, ArtifactKind artifact, Color color, Box box) {
  if (color.alpha == 0 || !(box.width > 0 && box.height > 0))
    return;
  bool open = painter->options.kind != PAINT_PDF ||
              (painter->open_tag == TAG_ARTIFACT &&
               painter->open_artifact == (artifact ? artifact : ARTIFACT_LAYOUT));
  if (!open)
    mark_artifact(painter, artifact);
  if (MIN(box.width, box.height) < STRIP_POINTS)
    add_strip(painter, color, box);
  else
    add_fill(painter, color, box);
}

static double snap(double value, double grid) {
  return round(value / grid) * grid;
}

Box ink_snap(const Painter *painter, Box box) {
  if (painter->grid <= 0)
    return box;
  double x = snap(box.x, painter->grid), y = snap(box.y, painter->grid);
  return (Box){x, y, snap(box.x + box.width, painter->grid) - x,
               snap(box.y + box.height, painter->grid) - y};
}
