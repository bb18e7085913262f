/* Areas, their edges and decoration, and the look of text: what styles come to in units. */
#include "layout/internal.h"

Area *area_new(Layout *layout, AreaKind kind, const FoNode *node) {
  Area *area = arena_new_object(layout->arena, Area);
  area->kind = kind;
  area->node = node;
  return area;
}

void area_append(Area *parent, Area *child) {
  child->next = NULL;
  if (parent->last)
    parent->last->next = child;
  else
    parent->first = child;
  parent->last = child;
}

bool area_first_baseline(const Area *area, Length *baseline) {
  for (const Area *child = area->first; child; child = child->next) {
    if (child->kind == AREA_VIEWPORT && child->viewport.rotation)
      continue;
    if (child->kind == AREA_TEXT) {
      *baseline = child->y + child->text.baseline;
      return true;
    }
    if (area_first_baseline(child, baseline)) {
      *baseline += child->y;
      return true;
    }
  }
  return false;
}

/* ---- Edges -------------------------------------------------------------------------------------- */

Edges edges_of(const Style *style, Length base) {
  return (Edges){
      .border_before = size_resolve(style->border_before_width.size, base),
      .border_after = size_resolve(style->border_after_width.size, base),
      .border_start = size_resolve(style->border_start_width.size, base),
      .border_end = size_resolve(style->border_end_width.size, base),
      .padding_before = size_resolve(style->padding_before.size, base),
      .padding_after = size_resolve(style->padding_after.size, base),
      .padding_start = size_resolve(style->padding_start.size, base),
      .padding_end = size_resolve(style->padding_end.size, base),
      .border_before_retain = style->border_before_width.retain,
      .border_after_retain = style->border_after_width.retain,
      .padding_before_retain = style->padding_before.retain,
      .padding_after_retain = style->padding_after.retain,
      .border_start_retain = style->border_start_width.retain,
      .border_end_retain = style->border_end_width.retain,
      .padding_start_retain = style->padding_start.retain,
      .padding_end_retain = style->padding_end.retain,
  };
}

static BorderEdge edge(ConditionalSize width, Keyword line_style, Color color) {
  return (BorderEdge){width.size.length, line_style, color};
}

/* How large one copy of the picture is: what is asked for fits into the given width and height in the
 * picture's proportion, as in FOP. */
static void set_picture_size(Decoration *decoration, const Style *style) {
  const Image *image = decoration->background_image;
  const Length width = style->fox_background_image_width;
  const Length height = style->fox_background_image_height;
  double scale = 1;
  if (width > 0 && image->width > 0)
    scale = (double)width / (double)image->width;
  if (height > 0 && image->height > 0) {
    const double other = (double)height / (double)image->height;
    scale = width > 0 ? MIN(scale, other) : other;
  }
  decoration->background_width = (Length)(scale * (double)image->width);
  decoration->background_height = (Length)(scale * (double)image->height);
}

static void set_background(Layout *layout, Decoration *decoration, const FoNode *node) {
  const Style *style = node->style;
  decoration->background = style->background_color;
  if (!style->background_image)
    return;
  decoration->background_image =
      image_load(layout->options->images, layout->diagnostics, style->background_image,
                 layout->tree->file, fo_place(node));
  if (!decoration->background_image)
    return;
  set_picture_size(decoration, style);
  decoration->background_fixed = style->background_attachment == KW_FIXED;
  decoration->background_repeat = style->background_repeat;
  decoration->background_x = style->background_position_horizontal;
  decoration->background_y = style->background_position_vertical;
}

bool decoration_of(Layout *layout, const FoNode *node, bool rtl, Decoration *decoration) {
  const Style *s = node->style;
  Decoration d = {
      .edges =
          {
              [EDGE_TOP] =
                  edge(s->border_before_width, s->border_before_style, s->border_before_color),
              [EDGE_BOTTOM] =
                  edge(s->border_after_width, s->border_after_style, s->border_after_color),
              [EDGE_LEFT] =
                  edge(s->border_start_width, s->border_start_style, s->border_start_color),
              [EDGE_RIGHT] = edge(s->border_end_width, s->border_end_style, s->border_end_color),
          },
  };
  if (rtl) {
    const BorderEdge left = d.edges[EDGE_LEFT];
    d.edges[EDGE_LEFT] = d.edges[EDGE_RIGHT];
    d.edges[EDGE_RIGHT] = left;
  }
  set_background(layout, &d, node);
  if (s->visibility != KW_VISIBLE) {
    *decoration = (Decoration){0};
    return false;
  }
  bool paints = d.background.alpha || d.background_image;
  for (int i = 0; i < 4; i++)
    paints = paints || d.edges[i].width > 0;
  *decoration = d;
  return paints;
}

const Decoration *decoration_new(Layout *layout, const FoNode *node, bool rtl) {
  Decoration d;
  return decoration_of(layout, node, rtl, &d) ? arena_copy(layout->arena, &d, sizeof d) : NULL;
}

const Decoration *decoration_part(Layout *layout, const Decoration *whole, bool top, bool bottom) {
  if (!whole)
    return NULL;
  Decoration *part = arena_copy(layout->arena, whole, sizeof *whole);
  if (!top)
    part->edges[EDGE_TOP].width = 0;
  if (!bottom)
    part->edges[EDGE_BOTTOM].width = 0;
  return part;
}

/* A shape clips unless content shall be visible; paper shows what it could only scroll to. */
bool clip_of(const Style *style, Clip *inset) {
  *inset = style->clip;
  switch (style->overflow) {
  case KW_HIDDEN:
  case KW_ERROR_IF_OVERFLOW: return true;
  case KW_VISIBLE: return false;
  default: return inset->shape;
  }
}

bool clip_of_lines(const Style *style, int rotation, Clip *inset) {
  const bool clips = clip_of(style, inset);
  if (style->optical_margin_alignment != KW_TRUE || inset->shape)
    return clips;
  const Length aside = style->font_size / 2;
  Length *left = rotation % 180 ? &inset->top : &inset->left;
  Length *right = rotation % 180 ? &inset->bottom : &inset->right;
  *left -= aside;
  *right -= aside;
  return clips;
}

/* ---- The look of text ------------------------------------------------------------------------------ */

static PangoStyle slant_of(Keyword font_style) {
  if (font_style == KW_ITALIC)
    return PANGO_STYLE_ITALIC;
  return font_style == KW_OBLIQUE || font_style == KW_BACKSLANT ? PANGO_STYLE_OBLIQUE
                                                                : PANGO_STYLE_NORMAL;
}

static PangoStretch stretch_of(Keyword stretch) {
  static const struct {
    Keyword keyword;
    PangoStretch stretch;
  } rows[] = {
      {KW_ULTRA_CONDENSED, PANGO_STRETCH_ULTRA_CONDENSED},
      {KW_EXTRA_CONDENSED, PANGO_STRETCH_EXTRA_CONDENSED},
      {KW_CONDENSED, PANGO_STRETCH_CONDENSED},
      {KW_SEMI_CONDENSED, PANGO_STRETCH_SEMI_CONDENSED},
      {KW_SEMI_EXPANDED, PANGO_STRETCH_SEMI_EXPANDED},
      {KW_EXPANDED, PANGO_STRETCH_EXPANDED},
      {KW_EXTRA_EXPANDED, PANGO_STRETCH_EXTRA_EXPANDED},
      {KW_ULTRA_EXPANDED, PANGO_STRETCH_ULTRA_EXPANDED},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    if (rows[i].keyword == stretch)
      return rows[i].stretch;
  return PANGO_STRETCH_NORMAL;
}

/* text-altitude or text-depth (§7.29.4, §7.29.5). */
static Length font_or_size(Size size, Length of_font, Length em) {
  return size.keyword ? of_font : size_resolve(size, em);
}

/* The size at which a font is as high in its lower case as font-size-adjust has it (§7.9.6): the value is
 * the x-height of the font that was meant, for a font-size of 1. */
static void adjust_size(Layout *layout, const FoNode *node, TextLook *look) {
  const Length x_height = look->metrics->x_height;
  const double size = (double)look->style.size;
  const double wanted = node->style->font_size_adjust * size;
  if (wanted <= 0 || x_height <= 0)
    return;
  look->style.size = (Length)MIN(size * wanted / (double)x_height + 0.5, (double)LENGTH_LIMIT);
  look->metrics =
      text_metrics(layout->options->text, layout->diagnostics, &look->style, fo_place(node));
}

static TextLook *look_new(Layout *layout, const FoNode *node) {
  const Style *style = node->style;
  TextLook *look = arena_new_object(layout->memory, TextLook);
  look->style = (TextStyle){
      .families = style->font_family,
      .size = style->font_size,
      .weight = style->font_weight,
      .slant = slant_of(style->font_style),
      .stretch = stretch_of(style->font_stretch),
      .small_caps = style->font_variant == KW_SMALL_CAPS,
      .kerning = true,
      .features = style->font_feature_settings,
      .hyphen = style->hyphenation_character,
      .language = style->language,
      .letter_spacing = size_resolve(style->letter_spacing.optimum, 0),
      .word_spacing = size_resolve(style->word_spacing.optimum, 0),
  };
  look->metrics =
      text_metrics(layout->options->text, layout->diagnostics, &look->style, fo_place(node));
  adjust_size(layout, node, look);
  look->altitude = font_or_size(style->text_altitude, look->metrics->ascent, style->font_size);
  look->depth = font_or_size(style->text_depth, look->metrics->descent, style->font_size);
  look->above = (style->line_height.length - look->altitude - look->depth) / 2 + look->altitude;
  look->below = style->line_height.length - look->above;
  return look;
}

const TextLook *layout_look(Layout *layout, const FoNode *node) {
  TextLook *look = g_hash_table_lookup(layout->looks, node->style);
  if (!look) {
    look = look_new(layout, node);
    g_hash_table_insert(layout->looks, (gpointer)node->style, look);
  }
  return look;
}
