/* Areas: where everything is. What layout hands to paint, and nothing changes it after that.
 *
 * A page is a tree of areas with physical coordinates: writing modes, indents, alignment and space
 * resolution are all done. Each area names the formatting object that it came from: the structure
 * tree, links, languages and diagnostics are found through it. */
#ifndef PEERPRESS_LAYOUT_AREA_H
#define PEERPRESS_LAYOUT_AREA_H

#include "fo/fo.h"
#include "layout/image.h"
#include "text/text.h"

typedef enum {
  AREA_BOX,      /* a block, cell, region, line or inline box: decoration and children */
  AREA_LINE,     /* a line: children on one baseline */
  AREA_TEXT,     /* a glyph run */
  AREA_IMAGE,    /* a picture, clipped to its viewport */
  AREA_RULE,     /* a leader's rule or a collapsed border: a line with a style and a colour */
  AREA_VIEWPORT, /* its children are turned and may be clipped */
} AreaKind;

/* What is painted but is no content (PDF 1.7 §14.8.2.2): holds for all descendants too. */
typedef enum {
  ARTIFACT_NONE,
  ARTIFACT_LAYOUT, /* rules, leader dots, the repeated head of a table */
  ARTIFACT_HEADER, /* /Pagination /Header: static content in a region before */
  ARTIFACT_FOOTER, /* /Pagination /Footer: in a region after */
  ARTIFACT_PAGE,   /* /Page: static content elsewhere */
} ArtifactKind;

typedef struct {
  Length width;
  Keyword style; /* KW_SOLID, KW_DASHED, … */
  Color color;
} BorderEdge;

enum { EDGE_TOP, EDGE_RIGHT, EDGE_BOTTOM, EDGE_LEFT };

/* What the position of a background picture counts from, from the area's corner. */
typedef struct {
  bool set; /* else it is the area's padding rectangle */
  Length x, y, width, height;
} BackgroundOrigin;

/* Borders are drawn inside the area's rectangle, the background under borders and padding. */
typedef struct {
  BorderEdge edges[4];
  Color background; /* alpha 0: none */
  const Image *background_image;
  Keyword background_repeat;
  Size background_x, background_y; /* background-position: percentages as in XSL 1.1 §7.8.6 */
  Length background_width, background_height; /* of one copy of the picture */
  bool background_fixed;                      /* positions count from the page, or what is turned */
  BackgroundOrigin background_origin;         /* of cells in a row, a column, a body */
} Decoration;

typedef struct {
  GlyphRun run;
  const TextStyle *style;
  const FontMetrics *metrics;
  Length baseline; /* below the area's top */
  Color color;
  TextDecoration decoration;
  const TextShadow *shadow; /* under the glyphs, or NULL */
  bool skips_spaces;        /* the decoration is not drawn along spaces (score-spaces) */
} AreaText;

typedef struct {
  const Image *image;
  Length x, y, width, height; /* the scaled picture, in the area's rectangle */
  bool clip;                  /* nothing is seen outside of the area's rectangle … */
  Clip inset;                 /* … with its edges moved inwards by this much */
} AreaImage;

typedef struct {
  Keyword style; /* KW_SOLID, KW_DOTTED, KW_DASHED, KW_DOUBLE, KW_GROOVE, KW_RIDGE */
  Color color;
  bool vertical;
} AreaRule;

/* The style of a rule that stands for a border: a single line has no inside, so inset and outset are
 * drawn as ridge and groove (CSS 2.1 §17.6.2.1). */
static inline Keyword area_rule_style(Keyword border) {
  return border == KW_INSET ? KW_RIDGE : border == KW_OUTSET ? KW_GROOVE : border;
}

typedef struct {
  int rotation; /* of the children, counter-clockwise: 0, 90, 180, 270 (reference-orientation) */
  bool clip;    /* as for a picture */
  Clip inset;
} AreaViewport;

/* A line that waits for what later pages tell (layout.h, LateSink): it is not painted with its page. */
typedef struct {
  int late; /* its number in the document, from 1; 0: it does not wait */
} AreaLine;

typedef struct Area Area;
struct Area {
  AreaKind kind;
  ArtifactKind artifact;
  Length x, y;          /* of the border rectangle's top left corner, from the parent's corner; of
                           a viewport's children: in the turned coordinate system */
  Length width, height; /* of the border rectangle */
  bool stacked;         /* it is a stacking context of its own … */
  int z_index;          /* … at this level of the one around it */
  const FoNode *node;   /* it came from; NULL only for what no object asked for */
  const Decoration *decoration; /* AREA_BOX, AREA_LINE, AREA_VIEWPORT, AREA_IMAGE; or NULL */
  Area *first, *last, *next;
  union {
    AreaText text;
    AreaImage image;
    AreaRule rule;
    AreaViewport viewport;
    AreaLine line;
  };
};

/* A place that links and bookmarks go to. */
typedef struct {
  const FoNode *node; /* with the id */
  Length x, y;        /* from the page's top left corner */
  Length line;        /* the top of the line that it is in, else y */
} Anchor;

typedef struct {
  int index;          /* of the page in the document, from 0 */
  const char *number; /* as fo:page-number prints it: "iv", "12" */
  Length width, height;
  const FoNode *sequence; /* its fo:page-sequence */
  const FoNode *master;   /* its fo:simple-page-master */
  Area *root;             /* a box of the page's size */
  bool stacked;           /* some area in it is */
  const Anchor *anchors;
  int anchor_count;
  bool late; /* some of its lines come later */
} Page;

/* The lines of a page that came too late for it, in the order of the page. */
typedef struct {
  int index; /* of the page */
  Length width, height;
  const Area *const
      *lines; /* the n-th takes the place of the page's line with the number first + n */
  int first, count;
} LatePage;

/* Writes a page as XML, for tests (XPath) and for people; `--to areas`:
 *
 *   page index number width height master?   anchor (id x y)*, then the root area
 *   box line text image rule viewport        one for each area, in the order of painting:
 *     x y width height       the border rectangle as it stands on the page, from the page's top left
 *                            corner, turned with all the viewports around it; in points
 *     node? id? role?        the formatting object (its name without "fo:"; of a text the element
 *                            that it stands in), its id and its structure type
 *     artifact?              layout, header, footer or page
 *     z-index?               of a stacking context
 *     border-top? border-right? border-bottom? border-left?   "1 solid #000000"
 *     background?            and of a background picture: background-repeat background-x -y -width -height,
 *                            background-attachment? (fixed), background-origin? (x y width height in the area)
 *   text      baseline (below the top), font-family font-size font-weight? font-style? language?
 *             color underline? overline? line-through? text-shadow? expansion? (in thousandths)
 *             score-spaces?, and the characters as its content
 *   image     format (PNG, JPEG, SVG or none), picture-x -y -width -height in the area
 *   rule      style color
 *   viewport  rotation? clip? clip-inset? (top right bottom left)
 *
 * Attributes stand in this order; those marked ? only where there is something to say. Colours are
 * #rrggbb, or #rrggbbaa when not opaque. */
void area_dump(const Page *page, FILE *out);

#endif
