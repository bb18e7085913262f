/* A page as XML: for tests and for people. */
#include "layout/area.h"

#include <math.h>
#include <string.h>

/* Where a coordinate system stands on the page: turned counter-clockwise by quarters of a circle
 * about its origin, which is at (x, y). */
typedef struct {
  Length x, y;
  int quarters;
} System;

typedef struct {
  Length x, y, width, height;
} Rectangle;

static void place_point(const System *system, Length x, Length y, Length *page_x, Length *page_y) {
  switch (system->quarters) {
  case 1:
    *page_x = system->x + y;
    *page_y = system->y - x;
    break;
  case 2:
    *page_x = system->x - x;
    *page_y = system->y - y;
    break;
  case 3:
    *page_x = system->x - y;
    *page_y = system->y + x;
    break;
  default: *page_x = system->x + x; *page_y = system->y + y;
  }
}

static Rectangle place_area(const System *system, const Area *area) {
  Length x0, y0, x1, y1;
  place_point(system, area->x, area->y, &x0, &y0);
  place_point(system, area->x + area->width, area->y + area->height, &x1, &y1);
  return (Rectangle){MIN(x0, x1), MIN(y0, y1), ABS(x1 - x0), ABS(y1 - y0)};
}

/* The system of an area's children. */
static System inner_system(const System *system, const Area *area) {
  System inner = {.quarters = system->quarters};
  Length x = area->x, y = area->y;
  if (area->kind == AREA_VIEWPORT) {
    int quarters = ((area->viewport.rotation / 90) % 4 + 4) % 4;
    x += quarters == 2 || quarters == 3 ? area->width : 0;
    y += quarters == 1 || quarters == 2 ? area->height : 0;
    inner.quarters = (inner.quarters + quarters) % 4;
  }
  place_point(system, x, y, &inner.x, &inner.y);
  return inner;
}

/* ---- Attributes ------------------------------------------------------------------------------- */

static void write_escaped(FILE *out, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c == '&' || c == '<' || c == '>' || c == '"')
      fprintf(out, "&#%d;", c);
    else if (c < 0x20)
      fputs("\xef\xbf\xbd", out); /* most of them XML cannot hold at all */
    else
      putc(c, out);
  }
}

static void write_string(FILE *out, const char *name, const char *value) {
  if (!value)
    return;
  fprintf(out, " %s=\"", name);
  write_escaped(out, value, strlen(value));
  putc('"', out);
}

static void write_length(FILE *out, const char *name, Length length) {
  char buffer[LENGTH_TEXT_SIZE];
  fprintf(out, " %s=\"%s\"", name, length_to_text(length, buffer));
}

static void write_color(FILE *out, const char *name, Color color) {
  fprintf(out, " %s=\"#%02x%02x%02x", name, color.red, color.green, color.blue);
  if (color.alpha != 255)
    fprintf(out, "%02x", color.alpha);
  putc('"', out);
}

static void write_size(FILE *out, const char *name, Size size) {
  if (size.keyword)
    write_string(out, name, fo_keyword_name(size.keyword));
  else if (size.percent != 0)
    fprintf(out, " %s=\"%d%%\"", name, size.percent / 1000);
  else
    write_length(out, name, size.length);
}

static void write_border(FILE *out, const char *name, const BorderEdge *edge) {
  if (edge->width == 0)
    return;
  char buffer[LENGTH_TEXT_SIZE];
  fprintf(out, " %s=\"%s %s #%02x%02x%02x\"", name, length_to_text(edge->width, buffer),
          fo_keyword_name(edge->style), edge->color.red, edge->color.green, edge->color.blue);
}

static void write_decoration(FILE *out, const Decoration *decoration) {
  static const char *const NAMES[4] = {"border-top", "border-right", "border-bottom",
                                       "border-left"};
  if (!decoration)
    return;
  for (int i = 0; i < 4; i++)
    write_border(out, NAMES[i], &decoration->edges[i]);
  if (decoration->background.alpha)
    write_color(out, "background", decoration->background);
  if (!decoration->background_image)
    return;
  write_string(out, "background-repeat", fo_keyword_name(decoration->background_repeat));
  write_size(out, "background-x", decoration->background_x);
  write_size(out, "background-y", decoration->background_y);
  write_length(out, "background-width", decoration->background_width);
  write_length(out, "background-height", decoration->background_height);
  if (decoration->background_fixed)
    write_string(out, "background-attachment", "fixed");
  const BackgroundOrigin *origin = &decoration->background_origin;
  char x[LENGTH_TEXT_SIZE], y[LENGTH_TEXT_SIZE], width[LENGTH_TEXT_SIZE], height[LENGTH_TEXT_SIZE];
  if (origin->set)
    fprintf(out, " background-origin=\"%s %s %s %s\"", length_to_text(origin->x, x),
            length_to_text(origin->y, y), length_to_text(origin->width, width),
            length_to_text(origin->height, height));
}

/* The formatting object: its name without "fo:", its id, and its structure type. */
static void write_node(FILE *out, const FoNode *node) {
  if (!node)
    return;
  const FoNode *element = node->element == FO_TEXT && node->parent ? node->parent : node;
  const char *name = fo_element_name(element->element);
  const char *colon = strchr(name, ':');
  write_string(out, "node", colon ? colon + 1 : name);
  write_string(out, "id", fo_id(element));
  write_string(out, "role", fo_structure_type(element));
}

static void write_artifact(FILE *out, ArtifactKind artifact) {
  static const char *const NAMES[] = {NULL, "layout", "header", "footer", "page"};
  write_string(out, "artifact", NAMES[artifact]);
}

/* ---- Areas ------------------------------------------------------------------------------------ */

static void write_shadow(FILE *out, const TextShadow *shadow) {
  char x[LENGTH_TEXT_SIZE], y[LENGTH_TEXT_SIZE], blur[LENGTH_TEXT_SIZE];
  fputs(shadow ? " text-shadow=\"" : "", out);
  for (; shadow; shadow = shadow->next) {
    fprintf(out, "#%02x%02x%02x %s %s", shadow->color.red, shadow->color.green, shadow->color.blue,
            length_to_text(shadow->x, x), length_to_text(shadow->y, y));
    if (shadow->blur > 0)
      fprintf(out, " %s", length_to_text(shadow->blur, blur));
    fputs(shadow->next ? ", " : "\"", out);
  }
}

static void write_text(FILE *out, const AreaText *text) {
  write_length(out, "baseline", text->baseline);
  if (text->style) {
    write_string(out, "font-family", text->style->families);
    write_length(out, "font-size", text->style->size);
    if (text->style->weight != 400)
      fprintf(out, " font-weight=\"%d\"", text->style->weight);
    if (text->style->slant != PANGO_STYLE_NORMAL)
      write_string(out, "font-style",
                   text->style->slant == PANGO_STYLE_ITALIC ? "italic" : "oblique");
    write_string(out, "language", text->style->language);
  }
  write_color(out, "color", text->color);
  if (text->decoration.underline)
    write_string(out, "underline", "true");
  if (text->decoration.overline)
    write_string(out, "overline", "true");
  if (text->decoration.line_through)
    write_string(out, "line-through", "true");
  write_shadow(out, text->shadow);
  if (text->run.expansion)
    fprintf(out, " expansion=\"%d\"", text->run.expansion);
  if (text->skips_spaces)
    write_string(out, "score-spaces", "false");
}

static void write_clip(FILE *out, const Clip *inset) {
  write_string(out, "clip", "true");
  char top[LENGTH_TEXT_SIZE], right[LENGTH_TEXT_SIZE];
  char bottom[LENGTH_TEXT_SIZE], left[LENGTH_TEXT_SIZE];
  if (inset->top || inset->right || inset->bottom || inset->left)
    fprintf(out, " clip-inset=\"%s %s %s %s\"", length_to_text(inset->top, top),
            length_to_text(inset->right, right), length_to_text(inset->bottom, bottom),
            length_to_text(inset->left, left));
}

static void write_own(FILE *out, const Area *area) {
  static const char *const KINDS[] = {"PNG", "JPEG", "SVG"};
  switch (area->kind) {
  case AREA_TEXT: write_text(out, &area->text); break;
  case AREA_IMAGE:
    write_string(out, "format", area->image.image ? KINDS[area->image.image->kind] : "none");
    write_length(out, "picture-x", area->image.x);
    write_length(out, "picture-y", area->image.y);
    write_length(out, "picture-width", area->image.width);
    write_length(out, "picture-height", area->image.height);
    if (area->image.clip)
      write_clip(out, &area->image.inset);
    break;
  case AREA_RULE:
    write_string(out, "style", fo_keyword_name(area->rule.style));
    write_color(out, "color", area->rule.color);
    break;
  case AREA_VIEWPORT:
    if (area->viewport.rotation)
      fprintf(out, " rotation=\"%d\"", area->viewport.rotation);
    if (area->viewport.clip)
      write_clip(out, &area->viewport.inset);
    break;
  case AREA_BOX:
  case AREA_LINE: break;
  }
}

static void write_area(FILE *out, const Area *area, const System *system, int depth) {
  static const char *const NAMES[] = {"box", "line", "text", "image", "rule", "viewport"};
  const char *name = NAMES[area->kind];
  Rectangle place = place_area(system, area);
  fprintf(out, "%*s<%s", 2 * MIN(depth, 40), "", name);
  write_length(out, "x", place.x);
  write_length(out, "y", place.y);
  write_length(out, "width", place.width);
  write_length(out, "height", place.height);
  write_node(out, area->node);
  write_artifact(out, area->artifact);
  if (area->stacked)
    fprintf(out, " z-index=\"%d\"", area->z_index);
  write_own(out, area);
  if (area->kind != AREA_TEXT && area->kind != AREA_RULE)
    write_decoration(out, area->decoration);
  if (area->kind == AREA_TEXT) {
    putc('>', out);
    write_escaped(out, area->text.run.text, (size_t)area->text.run.text_length);
    fprintf(out, "</%s>\n", name);
  } else if (!area->first) {
    fputs("/>\n", out);
  } else {
    fputs(">\n", out);
    System inner = inner_system(system, area);
    for (const Area *child = area->first; child; child = child->next)
      write_area(out, child, &inner, depth + 1);
    fprintf(out, "%*s</%s>\n", 2 * MIN(depth, 40), "", name);
  }
}

void area_dump(const Page *page, FILE *out) {
  fprintf(out, "<page index=\"%d\"", page->index);
  write_string(out, "number", page->number);
  write_length(out, "width", page->width);
  write_length(out, "height", page->height);
  write_string(out, "master", page->master ? fo_attribute(page->master, PROP_MASTER_NAME) : NULL);
  fputs(">\n", out);
  for (int i = 0; i < page->anchor_count; i++) {
    fputs("  <anchor", out);
    write_string(out, "id", page->anchors[i].node ? fo_id(page->anchors[i].node) : NULL);
    write_length(out, "x", page->anchors[i].x);
    write_length(out, "y", page->anchors[i].y);
    fputs("/>\n", out);
  }
  System system = {0};
  if (page->root)
    write_area(out, page->root, &system, 1);
  fputs("</page>\n", out);
}
