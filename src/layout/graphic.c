/* The size of pictures: the viewport that the properties ask for and the picture scaled into it. */
#include "layout/reference.h"

#include <stdlib.h>

/* What is drawn where a picture should be that cannot be had: a grey frame of this size. */
enum { PLACEHOLDER_SIZE = 36 * LENGTH_PER_POINT };

/* One direction: `content` is content-width (-height), `viewport` width (height). */
typedef struct {
  Size content;
  const SizeRange *viewport;
  Length base, intrinsic;
  const char *allowed; /* scales as fo/strings.c writes them; NULL: any */
} Direction;

static bool is_length(Size size) {
  return size.keyword == KW_UNSET;
}

/* A percentage of the height of a block, which follows from its content, is auto (XSL 1.1 §7.15.6). */
static bool is_given(const Direction *d, Size size) {
  return is_length(size) && (d->base > 0 || !size.percent);
}

static Length viewport_length(const Direction *d) {
  const Size size = d->viewport->optimum;
  return is_given(d, size) ? size_resolve(size, d->base) : -1;
}

static Length limit(const Direction *d, Length length) {
  if (is_given(d, d->viewport->maximum))
    length = MIN(length, size_resolve(d->viewport->maximum, d->base));
  if (is_given(d, d->viewport->minimum))
    length = MAX(length, size_resolve(d->viewport->minimum, d->base));
  return length;
}

/* What the content is to fit into: the viewport's extent, or the limits that a viewport as large as
 * its content would break; -1: nothing. */
static Length room_of(const Direction *d) {
  const Length room = viewport_length(d);
  if (room >= 0)
    return limit(d, room);
  const Length limited = limit(d, d->intrinsic);
  return limited == d->intrinsic ? -1 : limited;
}

/* The content's extent as asked for, or -1 for auto. Percentages refer to the intrinsic size. */
static Length content_length(const Direction *d) {
  if (is_length(d->content))
    return size_resolve(d->content, d->intrinsic);
  const Length room = room_of(d);
  if (room < 0)
    return -1;
  switch (d->content.keyword) {
  case KW_SCALE_TO_FIT: return room;
  case KW_SCALE_DOWN_TO_FIT: return MIN(room, d->intrinsic);
  case KW_SCALE_UP_TO_FIT: return MAX(room, d->intrinsic);
  default: return -1;
  }
}

static Length in_proportion(Length length, Length from, Length to) {
  return from > 0 ? (Length)((double)length * (double)to / (double)from) : length;
}

/* The scaled picture: what is not asked for follows from the other direction (scaling="uniform"). */
static void scale(const Direction *x, const Direction *y, Keyword scaling, Length *width,
                  Length *height) {
  *width = content_length(x);
  *height = content_length(y);
  if (*width < 0 && *height < 0) {
    *width = x->intrinsic;
    *height = y->intrinsic;
  } else if (*width < 0) {
    *width = scaling == KW_NON_UNIFORM ? x->intrinsic
                                       : in_proportion(*height, y->intrinsic, x->intrinsic);
  } else if (*height < 0) {
    *height = scaling == KW_NON_UNIFORM ? y->intrinsic
                                        : in_proportion(*width, x->intrinsic, y->intrinsic);
  } else if (scaling != KW_NON_UNIFORM) {
    const Length fitting = in_proportion(*height, y->intrinsic, x->intrinsic);
    if (fitting < *width)
      *width = fitting;
    else
      *height = in_proportion(*width, x->intrinsic, y->intrinsic);
  }
}

/* ---- Scales that are allowed (§7.15.1, §7.15.2) ---- */

static bool is_fitted(const Direction *d) {
  switch (d->content.keyword) {
  case KW_SCALE_TO_FIT:
  case KW_SCALE_DOWN_TO_FIT:
  case KW_SCALE_UP_TO_FIT: return d->allowed != NULL;
  default: return false;
  }
}

static bool is_listed(const char *list, gint64 scale) {
  for (char *end; list && *list; list = end) {
    if (g_ascii_strtoll(list, &end, 10) == scale)
      return true;
    if (*end == ' ')
      end++;
  }
  return list == NULL;
}

/* The largest of the scales that is not larger than `fitting`, else the smallest; `other` has to allow it,
 * too. Less than 0: there is none. */
static double allowed_scale(const char *list, const char *other, double fitting) {
  gint64 best = -1, least = -1;
  for (char *end; *list; list = end) {
    const gint64 scale = g_ascii_strtoll(list, &end, 10);
    if (*end == ' ')
      end++;
    if (!is_listed(other, scale))
      continue;
    if (least < 0 || scale < least)
      least = scale;
    if ((double)scale <= fitting * SIZE_HUNDRED_PERCENT + 0.5 && scale > best)
      best = scale;
  }
  return (double)(best >= 0 ? best : least) / SIZE_HUNDRED_PERCENT;
}

static void restrict_one(const Direction *d, const char *other, Length *length) {
  const double scale =
      d->intrinsic > 0 ? allowed_scale(d->allowed, other, (double)*length / (double)d->intrinsic)
                       : -1;
  if (scale >= 0)
    *length = (Length)(scale * (double)d->intrinsic + 0.5);
}

/* What is scaled to fit gets a scale that is allowed. */
static void restrict_scales(const Direction *x, const Direction *y, Keyword scaling, Length *width,
                            Length *height) {
  const bool uniform = scaling != KW_NON_UNIFORM;
  if (uniform && is_fitted(x)) {
    restrict_one(x, is_fitted(y) ? y->allowed : NULL, width);
    *height = in_proportion(*width, x->intrinsic, y->intrinsic);
  } else if (uniform && is_fitted(y)) {
    restrict_one(y, NULL, height);
    *width = in_proportion(*height, y->intrinsic, x->intrinsic);
  } else {
    if (is_fitted(x))
      restrict_one(x, NULL, width);
    if (is_fitted(y))
      restrict_one(y, NULL, height);
  }
}

static Length align(Keyword keyword, Length room) {
  if (keyword == KW_CENTER)
    return room / 2;
  return keyword == KW_END || keyword == KW_RIGHT || keyword == KW_AFTER ? room : 0;
}

static const Image *find_image(Layout *layout, const FoNode *node) {
  ImageStore *images = layout->options->images;
  if (node->element == FO_INSTREAM_FOREIGN_OBJECT)
    return fo_foreign(node)
               ? image_from_element(images, layout->diagnostics, fo_foreign(node), fo_place(node))
               : NULL;
  const char *src = fo_attribute(node, PROP_SRC);
  return src ? image_load(images, layout->diagnostics, src, layout->tree->file, fo_place(node))
             : NULL;
}

static const Decoration *placeholder_frame(Layout *layout) {
  Decoration frame = {0};
  const Color grey = {0x80, 0x80, 0x80, 0xff};
  for (int i = 0; i < 4; i++)
    frame.edges[i] = (BorderEdge){LENGTH_PER_POINT, KW_SOLID, grey};
  return arena_copy(layout->arena, &frame, sizeof frame);
}

/* A picture that is larger than its viewport is shown whole unless overflow says otherwise, as in
 * FOP. */
static void set_clip(AreaImage *image, const Style *style, const Edges *edges, bool larger) {
  image->clip = clip_of(style, &image->inset) && (larger || image->inset.shape);
  image->inset.top += edges_before(edges);
  image->inset.bottom += edges_after(edges);
  image->inset.left += edges_start(edges);
  image->inset.right += edges_end(edges);
}

Area *graphic_area(Layout *layout, const FoNode *node, Length width) {
  const Style *style = node->style;
  const Image *image = find_image(layout, node);
  const Direction x = {style->content_width, &style->inline_progression_dimension, width,
                       image ? image->width : PLACEHOLDER_SIZE, style->allowed_width_scale};
  const Direction y = {style->content_height, &style->block_progression_dimension, 0,
                       image ? image->height : PLACEHOLDER_SIZE, style->allowed_height_scale};
  Length content_width, content_height;
  scale(&x, &y, style->scaling, &content_width, &content_height);
  restrict_scales(&x, &y, style->scaling, &content_width, &content_height);
  reference_scaled(layout, node, content_width, x.intrinsic, content_height, y.intrinsic);
  const Length room_x = viewport_length(&x), room_y = viewport_length(&y);
  const Length view_x = limit(&x, room_x < 0 ? content_width : room_x);
  const Length view_y = limit(&y, room_y < 0 ? content_height : room_y);
  const Edges edges = edges_of(style, width);
  Area *area = area_new(layout, image ? AREA_IMAGE : AREA_BOX, node);
  area->width = MAX(0, view_x) + edges_start(&edges) + edges_end(&edges);
  area->height = MAX(0, view_y) + edges_before(&edges) + edges_after(&edges);
  area->decoration = image ? decoration_new(layout, node, false) : placeholder_frame(layout);
  if (style->visibility != KW_VISIBLE) {
    area->kind = AREA_BOX;
    area->decoration = NULL;
  } else if (image) {
    area->image = (AreaImage){
        .image = image,
        .x = edges_start(&edges) + align(style->text_align.keyword, view_x - content_width),
        .y = edges_before(&edges) + align(style->display_align, view_y - content_height),
        .width = content_width,
        .height = content_height,
    };
    set_clip(&area->image, style, &edges, content_width > view_x || content_height > view_y);
  }
  return area;
}
