/* Marks: what is painted stands in a tag of cairo's without children, as those alone get a
 * marked-content id. */
#include "paint/internal.h"

#include <math.h>

static void record(Painter *painter, const FoNode *node, ArtifactKind artifact, bool annotation) {
  Mark mark = {node, artifact, annotation};
  g_array_append_val(painter->marks, mark);
}

static void open_tag(Painter *painter, OpenTag open, const char *name) {
  cairo_tag_begin(painter->cr, name, "");
  painter->open_tag = open;
  painter->open_name = name;
}

void mark_close(Painter *painter) {
  ink_flush(painter);
  if (painter->open_tag != TAG_NONE)
    cairo_tag_end(painter->cr, painter->open_name);
  painter->open_tag = TAG_NONE;
}

void mark_content(Painter *painter, const char *tag, const FoNode *node) {
  if (painter->options.kind != PAINT_PDF) {
    ink_flush(painter);
    return;
  }
  mark_close(painter);
  record(painter, node, ARTIFACT_NONE, false);
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
  record(painter, NULL, artifact, false);
  open_tag(painter, TAG_ARTIFACT, "NonStruct");
  painter->open_artifact = artifact;
}

void mark_link(Painter *painter, const FoNode *node, const char *attributes) {
  mark_close(painter);
  record(painter, node, ARTIFACT_LAYOUT, true);
  cairo_tag_begin(painter->cr, CAIRO_TAG_LINK, attributes);
  cairo_tag_end(painter->cr, CAIRO_TAG_LINK);
}

/* ---- Rectangles ------------------------------------------------------------------------------- */

void ink_color(Painter *painter, Color color) {
  cairo_set_source_rgba(painter->cr, color.red / 255.0, color.green / 255.0, color.blue / 255.0,
                        color.alpha / 255.0);
}

static bool same_color(Color a, Color b) {
  return a.red == b.red && a.green == b.green && a.blue == b.blue && a.alpha == b.alpha;
}

void ink_flush(Painter *painter) {
  if (!painter->filling)
    return;
  painter->filling = false;
  ink_color(painter, painter->fill_color);
  cairo_fill(painter->cr);
}

static bool same_artifact(const Painter *painter, ArtifactKind artifact) {
  return painter->options.kind != PAINT_PDF ||
         (painter->open_tag == TAG_ARTIFACT &&
          painter->open_artifact == (artifact ? artifact : ARTIFACT_LAYOUT));
}

void ink_rectangle(Painter *painter, ArtifactKind artifact, Color color, Box box) {
  if (color.alpha == 0 || !(box.width > 0 && box.height > 0))
    return;
  /* Translucent rectangles stay apart: where two overlap both show. */
  bool join = painter->filling && color.alpha == 255 && same_color(color, painter->fill_color) &&
              same_artifact(painter, artifact);
  if (!join)
    mark_artifact(painter, artifact);
  cairo_rectangle(painter->cr, box.x, box.y, box.width, box.height);
  painter->filling = true;
  painter->fill_color = color;
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
