/* What the files of paint share.
 *
 *   paint.c    surfaces, pages, information of the document
 *   walk.c     the areas of a page in the order of painting
 *   lateplace.c  where the lines stand that are painted after all pages
 *   mark.c     marks, and rectangles of one colour drawn together
 *   text.c     glyph runs and the lines under, over and through them
 *   shadow.c   shadows of text
 *   border.c   borders, rules and backgrounds
 *   picture.c  pictures as cairo surfaces, kept for the next time; jpeg.c unpacks
 *   link.c     link annotations and destinations;  bookmark.c  bookmarks
 *   svgpage.c  SVG pages with the same ids each time
 *
 * Lengths become points (double) here, at the last moment. */
#ifndef PEERPRESS_PAINT_INTERNAL_H
#define PEERPRESS_PAINT_INTERNAL_H

#include "paint/paint.h"

/* A rectangle in points. */
typedef struct {
  double x, y, width, height;
} Box;

typedef enum {
  TAG_NONE,
  TAG_CONTENT,
  TAG_ARTIFACT,
  TAG_RUNS /* has the sign of text that finish draws, and more of it may follow */
} OpenTag;

/* A border, rule or underline that waits to be drawn. */
typedef struct {
  Box box;
  Color color;
} Strip;

/* Where a late line stands: the page's transformation and clip there, and what is around it. */
typedef struct {
  cairo_matrix_t matrix;
  Box clip;
} LateAround;

typedef struct {
  guint around; /* LateAround, from 0 */
  int part;     /* of its page's late lines; 0: it is not painted at all */
  Length x, y;
  ArtifactKind artifact;
} LatePlace;

enum { MAX_STRIPS = 32 };

struct Painter {
  PaintOptions options;
  cairo_surface_t *surface;
  cairo_t *cr;
  GByteArray *written; /* of the PNG or SVG page at work */
  bool write_failed, failed;
  int page;   /* index of the page at work; -1: none yet */
  Box around; /* the page, or the turned viewport at work, in user space */
  Box clip;   /* PDF: the clip at work in the page's points; cairo tells it in whole ones only */
  bool page_open; /* PDF: its page is not shown yet */
  double grid;    /* PNG: size of a pixel in points, for edges to fall on; else 0 */

  GArray *marks;        /* of the page at work */
  GArray *runs;         /* of MarkRun, of the page at work */
  GHashTable *outlines; /* PangoFont -> what finish knows of its outlines (text.c) */
  struct {
    cairo_scaled_font_t *font; /* NULL: none yet */
    unsigned long glyph;
    int bytes;
    char text[8];       /* not terminated */
  } sign;               /* what stands for text that finish draws (text.c) */
  GStringChunk *unseen; /* texts of marks */
  OpenTag open_tag;
  const char *open_name;
  ArtifactKind open_artifact;
  const FoNode
      *open_text; /* the open mark has plain text of this node up to open_offset; or NULL */
  size_t open_offset;
  bool filling; /* the current path is rectangles that wait to be filled with fill_color */
  Color fill_color;
  Strip strips[MAX_STRIPS]; /* that wait to be drawn over them */
  int strip_count;

  bool plain;          /* nothing is given to cairo, as all is text for finish so far … */
  bool not_plain;      /* … or there is more than that, and it has to be painted again */
  GArray *late_places; /* of LatePlace, by the numbers of late lines */
  GArray *late_around; /* of LateAround: lines that have the same share it */
  int late_parts;      /* of the page at work */

  GHashTable *pictures; /* const Image * -> Picture * */
  GQueue recent;        /* of Picture, the last used first */
  size_t picture_bytes;
  int picture_count;

  GArray *link_areas;      /* of LinkArea, of the page at work */
  GArray *links;           /* of PageLink, of the page at work */
  GArray *places;          /* of PageDestination, of the page at work; at the end those left */
  GArray *bookmarks;       /* of PageBookmark: before the first page, or at the end */
  GStringChunk *targets;   /* texts of those of the page */
  GStringChunk *titles;    /* … of bookmarks */
  guint8 *destinations;    /* by number of a node: what links and bookmarks go to; see link.c */
  int missing;             /* of those on no page so far */
  GHashTable *offsets;     /* const FoNode * -> GArray of Length: offsets of links to it */
  GHashTable *bad_links;   /* const FoNode * of links that were reported */
  const FoNode *last_link; /* in this line, directly before what comes now */
};

/* ---- paint.c --------------------------------------------------------------------------------- */

/* Reports what went wrong in cairo, once; a write that failed was reported by who wrote. Nothing is published then. */
void painter_check(Painter *painter, cairo_status_t status);

/* ---- mark.c ---------------------------------------------------------------------------------- */

/* Begins a mark for content of `node` (`offset` as in Mark), or goes on with artifacts of a kind; the
 * earlier one ends. */
void mark_content(Painter *painter, const char *tag, const FoNode *node, size_t offset);
void mark_artifact(Painter *painter, ArtifactKind artifact);
/* True if text of `node` can go on in the open mark, as text of the same node before it stands there: cairo
 * keeps each mark of a document until its end. */
bool mark_continue(Painter *painter, const FoNode *node, size_t offset);
void mark_close(Painter *painter);
/* The place of a late line in what is painted. Lines with nothing painted between them are one part: its
 * number, from 1. */
int mark_late(Painter *painter);
/* Notes that text is drawn in the mark; `plain`: as it stands, so that more may follow in it. */
void mark_text(Painter *painter, bool plain);
/* Notes that finish draws the mark's text. */
void mark_run(Painter *painter, const MarkRun *run);
/* A mark of text that finish draws, of `node` or an artifact. It follows those before it, if there are any in the
 * open mark of cairo's. Else one is opened, in which the caller draws the sign: true. */
bool mark_runs(Painter *painter, const FoNode *node, size_t offset, ArtifactKind artifact,
               const MarkRun *run);
/* What is drawn from here on has another clip or other axes. */
void mark_end_runs(Painter *painter);
/* Notes that text belongs to the mark and is not drawn. */
void mark_unseen(Painter *painter, const char *text, size_t length);
/* What is drawn between the two is one external object where finish needs that. */
void mark_object_begin(Painter *painter);
void mark_object_end(Painter *painter);

/* Sets the colour to draw with. */
void ink_color(Painter *painter, Color color);
/* Fills a rectangle as an artifact. Neighbours of one colour are joined, so that no hairline shows
 * between them: large ones in one path, strips (borders, rules, underlines) end to end. A strip is a
 * path of its own, which readers of PDF draw crisply. They are drawn by ink_flush, which all other
 * drawing calls first. */
void ink_rectangle(Painter *painter, ArtifactKind artifact, Color color, Box box);
void ink_flush(Painter *painter);
/* The box with its edges on whole pixels (PNG), else as it is. */
Box ink_snap(const Painter *painter, Box box);

/* ---- text.c ---------------------------------------------------------------------------------- */

/* Frees a value of Painter.outlines. */
void font_outlines_free(gpointer known);

/* The glyphs, with the left end of the baseline at (x, baseline). */
void paint_glyphs(Painter *painter, const Area *area, double x, double baseline,
                  ArtifactKind artifact);
/* Their shadows: outlines and no text, which would be read twice. */
void paint_text_shadow(Painter *painter, const Area *area, double x, double baseline,
                       ArtifactKind artifact);

/* ---- shadow.c -------------------------------------------------------------------------------- */

/* The shadows of glyphs in the font that is set, within an artifact's mark. */
void paint_shadows(Painter *painter, const TextShadow *shadow, const cairo_glyph_t *glyphs,
                   int count);

/* ---- scoring.c ------------------------------------------------------------------------------- */

typedef enum { LINES_BEHIND, LINES_OVER } DecorationLines;
/* Underline and overline (behind the text), or line-through (over it). */
void paint_text_lines(Painter *painter, const Area *area, double x, double baseline,
                      ArtifactKind artifact, DecorationLines lines);

/* ---- border.c -------------------------------------------------------------------------------- */

void paint_decoration(Painter *painter, const Decoration *decoration, Box box,
                      ArtifactKind artifact);
void paint_rule(Painter *painter, const AreaRule *rule, Box box, ArtifactKind artifact);

/* ---- picture.c, jpeg.c ----------------------------------------------------------------------- */

/* The picture in `box`, nothing of it outside of `clip`. */
void paint_picture(Painter *painter, const Image *image, Box box, Box clip, Place place);
/* The picture, as large as `first` and its first copy there, repeated over `box`. */
void paint_background_image(Painter *painter, const Image *image, Box first, Keyword repeat,
                            Box box);
void pictures_free(Painter *painter);
/* A JPEG's pixels as stored (not turned), as an RGB surface; NULL and a newly allocated reason if
 * they cannot be unpacked. CMYK is converted as if by ideal inks. */
cairo_surface_t *jpeg_unpack(const Image *image, char **reason);

/* ---- link.c, bookmark.c, svgpage.c ------------------------------------------------------------ */

/* Finds what all links and bookmarks of the tree go to. */
void links_collect(Painter *painter);
void links_free(Painter *painter);
/* The fo:basic-link around a node, or NULL; a footnote in a link is not part of it. */
const FoNode *link_of(const FoNode *node);
/* Something of `node` was painted in `box` (user space); it is a link's, or separates two. */
void links_note(Painter *painter, const FoNode *node, Box box);
/* Ends a line: what comes next is not joined to it. */
void links_end_line(Painter *painter);
/* Gathers the page's links and destinations. */
void links_end_page(Painter *painter, const Page *page);
/* Gathers the destinations that no page had: reported. */
void links_finish(Painter *painter);
/* Where a link or bookmark goes; false if nowhere, reported once for a node. */
bool link_target(Painter *painter, const FoNode *node, LinkTarget *target);

/* Is it a code point that never is a character (U+FDD0 to U+FDEF, U+FFFE, U+FFFF, …)? */
bool is_noncharacter(gunichar c);

/* A copy of UTF-8 text without noncharacters, for which cairo takes all of it for broken. */
char *clean_text(const char *text);

/* Does it lead to an object of the document, and nowhere else? */
bool link_is_internal(const FoTree *tree, const FoNode *node);
/* Gathers the bookmarks in the tree. */
void bookmarks_collect(Painter *painter);
PageBookmarks bookmarks_gathered(const Painter *painter);

/* Renames the ids of an SVG document that cairo numbered through the whole process by the order in
 * which they occur. */
void svg_page_renumber(GByteArray *bytes);

/* ---- walk.c ---------------------------------------------------------------------------------- */

void walk_page(Painter *painter, const Page *page);
/* A box in user space as one in the page's points. */
Box page_box(const Painter *painter, Box box);
/* Paints a late line where the page had it. */
void walk_late(Painter *painter, const Area *line, const LatePlace *place);

/* ---- lateplace.c ------------------------------------------------------------------------------ */

/* Notes where late line `number` will stand: what is around it and its part are found here. */
void late_place_note(Painter *painter, guint number, LatePlace place);
/* What was noted, or NULL. */
const LatePlace *late_place(const Painter *painter, int number);

#endif
