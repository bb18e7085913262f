/* What the files of layout share. The model, in the order in which content meets it:
 *
 *   Queue   walks block-level formatting objects and flattens them into Items, as they are needed
 *           (queue.c; paragraphs in inline*.c and lines.c, lists and containers in row.c, tables in
 *           table*.c). Items know nothing of pages.
 *   fit()   fills a column of a given height from a Cursor on, choosing the best place to break, and
 *           gives a Part: finished areas and the Cursor to go on from (fit.c). Spaces are resolved
 *           (space.c) and boxes that were open at a break are closed and opened again (place.c).
 *   page.c  builds a page from Parts: regions, static content, footnotes, columns.
 *   layout.c  runs the page sequences, and holds back pages that wait for a reference forward.
 *
 * A Row is content side by side (the label and body of a list item, the cells of a table row, a
 * block container): each column is a Queue of its own, and fit() asks the row how much of it goes
 * into the room that is left, so nesting is recursion over rows only.
 *
 * Not chosen: FOP's merged lists of Knuth elements with replayed positions (hard to follow, and
 * quadratic in the depth of nesting), and cutting finished areas in two (they would not be
 * immutable). A Cursor is an index into the items plus, inside a row, the row's own cursor. */
#ifndef PEERPRESS_LAYOUT_INTERNAL_H
#define PEERPRESS_LAYOUT_INTERNAL_H

#include "layout/layout.h"

typedef struct Layout Layout;
typedef struct Queue Queue;
typedef struct Frame Frame;
typedef struct LineRest
    LineRest; /* of a paragraph whose lines are made as they are needed: lines.c */
typedef struct Row Row;
typedef struct PageBuild PageBuild;

/* ---- The document ------------------------------------------------------------------------- */

/* What text of a style looks like; one for each Style that has text, kept by the layout. */
typedef struct {
  TextStyle style;
  const FontMetrics *metrics;
  Length altitude, depth; /* around the baseline: text-altitude, text-depth, else of the font */
  Length above, below;    /* of its line-height around the baseline, half-leading included */
} TextLook;

typedef struct References References; /* ids, citations and their pages: reference.c */

struct Layout {
  const FoTree *tree;
  const LayoutOptions *options;
  Diagnostics *diagnostics;
  Arena *memory; /* lives as long as the layout */
  Arena *arena;  /* of the current generation: see layout.c */
  /* What is known of fo:index-page-citation-lists: index.h. */
  GHashTable *index_lists;
  unsigned generation;
  GHashTable *looks; /* Style * -> TextLook * */
  References *references;
  GPtrArray *change_bars; /* const FoNode *: fo:change-bar-begin that no page so far has closed */
  GPtrArray *retrieving;  /* of Table: what is laid out and has fo:retrieve-table-markers */
  GHashTable *retired;    /* of Queue: what was made anew on this page, see queue_retire */
  GHashTable *markers;    /* class name -> the last fo:marker of it on the pages so far */
  bool side_floats;       /* the document has some */
  bool inline_containers; /* … fo:inline-containers */
  bool positioned;        /* it has objects with relative-position or z-index */
  bool wide_pictures;     /* a column or body of a table has a picture behind several cells */
  bool flows_turned;      /* its flows stand in another order than they are laid out in */
  bool strings;           /* … text-align="<string>" */
  bool string_reported;   /* where that aligns nothing */
  bool widths_change;     /* bodies of the sequence at work differ in width */
  int page_count;
  const FoNode *sequence;         /* the fo:page-sequence at work */
  Length page_width, page_height; /* of the page at work */
  bool left_binding;              /* it is bound at its left */
  bool stop;                      /* a limit was met and reported */
  struct LateLines *late;         /* lines that wait, late.h; NULL: pages wait */
};

const TextLook *layout_look(Layout *layout, const FoNode *node);

/* ---- Areas (area.c) ------------------------------------------------------------------------- */

Area *area_new(Layout *layout, AreaKind kind, const FoNode *node);
void area_append(Area *parent, Area *child);
/* The baseline of the first line of text in `area`, below its top; false if it has none. */
bool area_first_baseline(const Area *area, Length *baseline);

/* The widths of a box's four sides, logical, percentages resolved. */
typedef struct {
  Length border_before, border_after, border_start, border_end;
  Length padding_before, padding_after, padding_start, padding_end;
  bool border_before_retain, border_after_retain, padding_before_retain, padding_after_retain;
  bool border_start_retain, border_end_retain, padding_start_retain, padding_end_retain;
} Edges;

Edges edges_of(const Style *style, Length base);
static inline Length edges_before(const Edges *e) {
  return e->border_before + e->padding_before;
}
static inline Length edges_after(const Edges *e) {
  return e->border_after + e->padding_after;
}
static inline Length edges_start(const Edges *e) {
  return e->border_start + e->padding_start;
}
static inline Length edges_end(const Edges *e) {
  return e->border_end + e->padding_end;
}

/* What stands at the beginning (the end) of a line inside an inline box. */
static inline Length edges_start_retained(const Edges *e) {
  return (e->border_start_retain ? e->border_start : 0) +
         (e->padding_start_retain ? e->padding_start : 0);
}
static inline Length edges_end_retained(const Edges *e) {
  return (e->border_end_retain ? e->border_end : 0) + (e->padding_end_retain ? e->padding_end : 0);
}

/* Borders and background of a node as physical edges; false if there is nothing to paint. */
bool decoration_of(Layout *layout, const FoNode *node, bool rtl, Decoration *decoration);
/* A copy, without its top or bottom border if so asked: for a part of a box at a break. */
const Decoration *decoration_part(Layout *layout, const Decoration *whole, bool top, bool bottom);
/* The decoration of a box that is whole, or NULL. */
const Decoration *decoration_new(Layout *layout, const FoNode *node, bool rtl);

/* Is it worth a warning that content overflows? */
static inline bool overflow_matters(const Style *style) {
  return style->overflow != KW_VISIBLE && style->overflow != KW_SCROLL;
}
/* Is what is outside of its viewport hidden (overflow, clip)? `inset` gets how far the edges are moved
 * inwards. */
bool clip_of(const Style *style, Clip *inset);
/* The same of a viewport of lines, turned so far: characters that stick out into the margin are seen. */
bool clip_of_lines(const Style *style, int rotation, Clip *inset);

typedef struct FloatRest FloatRest;

/* Where to go on in a queue. */
typedef struct {
  size_t index;
  const void *row;         /* the row's own cursor, if inside items[index] (a row), else NULL */
  unsigned oldest;         /* generation of arenas that the row's cursor and those in it are in */
  Frame *open;             /* innermost frame open there */
  const FloatRest *floats; /* side-floats of the reference area that go on there, or NULL */
} Cursor;

/* What is left of a side-float (sidefloat.h). */
struct FloatRest {
  const FoNode *node;
  Cursor cursor;       /* in its content */
  unsigned generation; /* of the arena that this is in */
  const FloatRest *next;
};

/* ---- Items and queues (queue.c) ----------------------------------------------------------------- */

typedef enum {
  ITEM_BOX,   /* a finished area: a line, a picture, what cannot be broken */
  ITEM_ROW,   /* content side by side, which may break inside */
  ITEM_SPACE, /* a space specifier, resolved against its neighbours when its place is known */
  ITEM_BREAK, /* a place where the column may end, at a cost, or must end */
  ITEM_OPEN,  /* a block begins … */
  ITEM_CLOSE, /* … and ends */
  ITEM_POINT, /* an area without extent: an anchor, a marker */
  ITEM_NOTE,  /* the anchor of a float between blocks */
} ItemKind;

/* What a break costs: 0 is free, integers are strengths of keeps, more is forbidden unless nothing
 * else helps (a lone line is better than a broken keep "always"). */
enum {
  COST_STRONGEST = 1000000,
  COST_FORBIDDEN = 5000000,
  COST_ORPHAN = 5000000,
  COST_ALWAYS = 20000000
};

/* Where only the column ends, and where the page ends with it, which breaks what is kept within the column, too:
 * the latter is never less. */
typedef struct {
  int column, page;
} BreakCost;

static inline BreakCost cost_both(BreakCost a, BreakCost b) {
  return (BreakCost){MAX(a.column, b.column), MAX(a.page, b.page)};
}
static inline int cost_at(BreakCost cost, bool page_end) {
  return page_end ? cost.page : cost.column;
}

/* A space-specifier with its lengths resolved. */
typedef struct {
  Length minimum, optimum, maximum;
  int precedence;
  bool force, retain;
} SpaceLength;

/* What is out of line: a footnote whose reference, or a float whose anchor stands in a line or between
 * blocks. */
typedef struct Note Note;
struct Note {
  const FoNode *node; /* fo:footnote, fo:float */
  Area *side;         /* of a side-float that was laid out; else NULL */
  Note *next;
};

typedef struct {
  ItemKind kind;
  unsigned generation; /* of the arena that its areas are in */
  const FoNode *node;
  union {
    struct {
      Area *area;
      Length height;
      Note *notes;
      const struct LineOrigin *line; /* of a line that may come to stand beside a float, or NULL */
      Length overflow;               /* by which the line is too long, while that is not reported */
    } box;
    Row *row;
    SpaceLength space;
    struct {
      BreakCost cost;
      Keyword forced; /* KW_UNSET: may break; else KW_COLUMN, KW_PAGE, KW_EVEN_PAGE, KW_ODD_PAGE;
                         KW_ALL, KW_NONE: a span over all columns begins, ends */
    } brk;
    Frame *frame; /* OPEN, CLOSE */
    struct {
      Area *area;
      bool absolute; /* its place is its own, in the reference area (absolute-position) */
      bool parts;    /* the spaces before and after it are resolved apart */
    } point;
    Note *note;
  };
} Item;

/* What a table repeats when it breaks (table.c). The builders give a fresh area of the frame's
 * width, or NULL; `placed` is the frame's area with what is in it. */
typedef struct TableRepeat {
  Length footer_height; /* at a break */
  Area *(*header)(Layout *layout, void *table);
  Area *(*footer)(Layout *layout, void *table, const Area *placed);
  void *table;
} TableRepeat;

typedef struct {
  Length left, right; /* what is taken from the measure of a line; less than 0: added */
} LineShape;

/* A block that is being laid out, from its OPEN to its CLOSE. */
struct Frame {
  Frame *parent;
  const FoNode *node; /* NULL: what a table repeats around */
  Length x, width;    /* of the border rectangle, in the reference area */
  Edges edges;
  Decoration decoration;
  bool painted;        /* has a decoration */
  BreakCost keep_cost; /* of a break inside it, its ancestors' included */
  struct Table *table; /* of the frames of a table: a reference to it; else NULL */
  const TableRepeat *repeat;
  size_t body_index; /* with repeat: the first item after its own header */
  /* Beside side-floats, set anew each time it is placed: */
  Length shift;       /* of it and all that is in it, to the right */
  Length left, right; /* by which its edges and the lines in it are moved inwards */
  Length displaced_left, displaced_right; /* by which a table or container is measured narrower */
};

/* The reference area that content is laid out for. */
typedef struct {
  Length width;  /* of its content rectangle */
  Length height; /* of a region; 0 where it follows from the content */
  bool rtl;
  PageBuild *page; /* in static content: the page; else NULL */
  bool strings;    /* a cell of a column in which strings of text-align stand … */
  Length string_x; /* … at this place, from its left edge */
} Context;

/* How a node that is not a plain sequence of blocks is walked (a table). */
typedef struct {
  bool (*advance)(Queue *queue, void *state); /* generates something; false: there is no more */
  void (*free)(void *state);
} WalkKind;

/* One node on the walker's way. */
typedef struct {
  const FoNode *node;
  const FoNode *child;  /* next to be looked at */
  Frame *frame;         /* NULL: the node opened none (wrapper) */
  const WalkKind *kind; /* NULL: its children are walked as blocks */
  void *state;
} WalkStep;

struct Queue {
  Layout *layout;
  Context context;
  Item *items; /* a window of the whole list: items[0] is number `base` */
  size_t base, count, capacity;
  bool ended;
  GArray *steps;       /* of WalkStep */
  GPtrArray *anchors;  /* of const FoNode: without extent, they go with what follows */
  Frame *frame;        /* innermost open at the end of what was generated */
  LineRest *rest;      /* of the paragraph that the walk is in, or NULL */
  BreakCost base_keep; /* the cost of a break from around the queue */
  BreakCost pending_keep;
  Keyword pending_break;
  Length column_width, span_width; /* of a flow; equal where there is one column */
  bool spanning;
  unsigned retrieved; /* generation of the first nodes that a marker gave, or 0 */
  GHashTable *floats; /* const FoNode * -> content of side-floats that are broken, or NULL */
  bool at_first;      /* nothing was emitted since the innermost OPEN */
};

/* A queue over the children of `node` for the reference area `context`. `keep_cost`: of breaking
 * inside at all. Nothing is generated yet. */
Queue *queue_new(Layout *layout, const FoNode *node, Context context, BreakCost keep_cost);
/* A queue over a flow: blocks with span="all" are laid out for `span_width`, between forced breaks
 * KW_ALL and KW_NONE. */
Queue *queue_new_flow(Layout *layout, const FoNode *flow, Context context, Length span_width);
/* What `cursor` stands before is for columns in `column` and spans of these widths from here on (resize.c). What was
 * generated for other widths already is made anew, and so is the rest of a paragraph or row that the
 * cursor stands in; the frames that are open there get their new widths. */
void queue_set_widths(Queue *queue, Cursor cursor, Context column, Length span_width);
/* The same for a queue that is not a flow. */
void queue_set_context(Queue *queue, Cursor cursor, Context context);
/* Makes a table's or container's frame narrower by so much, or as wide again, and what it holds from the cursor
 * on anew. */
void queue_displace(Queue *queue, Cursor cursor, Frame *frame, LineShape by);
/* The width of the column or span that stands at the cursor. */
Length queue_width_at(const Queue *queue, Cursor cursor);
void queue_free(Queue *queue);

/* The content of a row is made anew, and what `queue` has is not placed any more but from cursors that are in it: a
 * column may have been filled that goes on there, or a break been chosen. So a cursor in a row keeps its queue, and
 * the queue stays until the page is done (cursor.c). NULL: nothing is done. */
void queue_retire(Queue *queue);
/* The page that is done ends in `begun` (NULL: before it): it is the content of its row again. */
void queue_go_back(Queue **content, Queue *begun);
/* No cursor is left but those that were released to. */
void queue_free_retired(Layout *layout);

/* Item number `index`, generated if need be; NULL after the last. Valid until the next call. */
const Item *queue_item(Queue *queue, size_t index);

/* Forgets the items before the cursor, inside rows too. */
void queue_release(Queue *queue, Cursor cursor);
/* The oldest generation of arenas that what is left points into. */
unsigned queue_oldest(const Queue *queue);

/* For those who generate items. */
Item *queue_add(Queue *queue, ItemKind kind, const FoNode *node);
void queue_add_box(Queue *queue, Area *area, Note *notes);
void queue_add_row(Queue *queue, Row *row);
/* The anchor of a float between blocks, or at the beginning of a paragraph. */
void queue_add_float(Queue *queue, const FoNode *node);
void queue_add_space(Queue *queue, const FoNode *node, const Space *space);
/* The place of a node without extent. A marker leaves spaces alone; an area `parts` them. */
void queue_add_point(Queue *queue, const FoNode *node, bool parts);
void queue_add_absolute(Queue *queue, Area *area);
/* The boundary before a child: keeps and breaks between it and what came before it. */
void queue_boundary(Queue *queue, const FoNode *child);
/* Opens (closes) a block with its space, edges, anchors and markers. */
Frame *queue_open(Queue *queue, const FoNode *node);
void queue_close(Queue *queue, const FoNode *node, Frame *frame);
/* The place, width and edges of a block in the queue's reference area. */
void queue_measure_frame(const Queue *queue, Frame *frame);
void frame_free(Frame *frame);
/* A space-specifier of something in the queue. */
SpaceLength queue_space(const Queue *queue, const Space *space);
/* The keeps and breaks after the last blocks in a column, which nothing in the column follows, are
 * those of what the column is in. */
void queue_after_column(Queue *queue, const FoNode *column);
/* The cost of a break inside what is open now. */
BreakCost queue_keep_cost(const Queue *queue);

/* ---- Keeps and breaks (keep.c) -------------------------------------------------------------- */

BreakCost keep_cost(const Keep *keep);
/* Of two breaks at one place the stronger; KW_UNSET: neither is one. */
Keyword stronger_break(Keyword a, Keyword b);
/* Adds what `node` and its first children ask for before them. The two parts of a list item begin together. */
void keeps_before(const FoNode *node, BreakCost *cost, Keyword *forced);

/* ---- The walk (queue.c) --------------------------------------------------------------------- */

/* Goes on generating in `node`, whose children are walked as blocks; `frame` from queue_open. */
void queue_push(Queue *queue, const FoNode *node, Frame *frame);
/* The same in a way of its own; `state` is freed by kind->free. */
void queue_push_kind(Queue *queue, const FoNode *node, Frame *frame, const WalkKind *kind,
                     void *state);

/* ---- Inline content (inline*.c, lines.c, line.c) --------------------------------------------------------- */

/* Is this node set in lines (text, fo:inline without blocks in it, …)? */
bool inline_level(const FoNode *node);
/* Where an fo:float goes: its `float`, or KW_NONE if its content is set where it stands. */
Keyword float_of(const FoNode *node);
/* Is it the beginning or the end of a change bar? */
bool inline_change_bar(const FoNode *node);
/* Is it one of a change bar or of an index range? It makes no line. */
bool inline_edge(const FoNode *node);
/* Does this run of siblings hold anything that makes a line? */
bool inline_visible(const FoNode *first, const FoNode *end);
/* Is nothing visible among them but empty wrappers? Between blocks they make no line. */
bool inline_anchors(const FoNode *first, const FoNode *end);
/* Is the block, in a reference area so wide, nothing but the place of what follows it: with an id, but
 * without content, spaces, edges, keeps and breaks? */
bool block_is_anchor(const FoNode *node, Length base);

/* What a fragment of a line came from: the owner that paragraphs carry. */
typedef enum {
  OWNER_TEXT,
  OWNER_BOX,     /* fo:inline and others with borders, padding or background */
  OWNER_GRAPHIC, /* a finished area on the baseline */
  OWNER_LEADER,
  OWNER_NUMBER, /* a page number that is not known yet */
  OWNER_NOTE,   /* where a footnote's reference ends, or a float's anchor */
  OWNER_POINT,  /* an anchor */
} OwnerKind;

typedef struct Owner Owner;
struct Owner {
  OwnerKind kind;
  const FoNode *node;
  const TextLook *look;
  const Style *style;  /* what its characters look like, besides: colour, decoration */
  int item;            /* OWNER_NUMBER: which number of an index list, from 0 */
  Length shift;        /* of the baseline, upwards; from the line's edge if there is one */
  Keyword edge;        /* KW_BEFORE_EDGE, KW_AFTER_EDGE: it hangs from there; else KW_UNSET */
  Length above, below; /* with edge: of what hangs there, around its baseline */
  Area *area;          /* OWNER_GRAPHIC */
  const Owner
      *behind; /* OWNER_BOX that began in a first line with properties of its own: what it is
                          on the lines behind that; else NULL */
  bool artifact;
};

typedef struct {
  const FoNode *block;       /* whose lines they are: alignment, strut */
  const FoNode *first, *end; /* the siblings [first, end) */
  Length x, width;           /* of the lines, in the reference area; x is the left edge */
  bool first_in_block;       /* text-indent applies */
} LineJob;

/* Where the lines begin and how wide they are, by the queue's reference area. */
void job_measure(const Queue *queue, LineJob *job);
/* Lays the siblings out as lines and adds boxes and breaks to the queue. */
void lines_add(Queue *queue, const LineJob *job);

/* What a paragraph's lines were made from. */
typedef struct {
  LineJob job;
  BreakCost keep_cost; /* of a break between them */
  size_t first_end;    /* where a first line with properties of its own ends, or 0 */
  int reflows;         /* how often lines were made anew … */
  size_t reflowed;     /* … from this place in its text on, the last one of those */
  Note *lifted;        /* side-floats in the lines that have items of their own */
} LineRun;

/* Which line of its paragraph a box is. */
typedef struct LineOrigin {
  const LineRun *run;
  size_t offset;      /* where it begins in the paragraph's text */
  int number;         /* of lines before it since a forced line end */
  Length left, right; /* by which it is narrower than its measure: beside floats */
  Owner **open;       /* the inline boxes that are open where it begins */
  guint open_count;
} LineOrigin;

/* Makes the lines of a paragraph anew from the one in item number `index` on: the first `count` narrower
 * as `shapes` says, the others not. Items behind it get other numbers. False if that was done too often
 * from this line on. */
bool lines_reflow(Queue *queue, size_t index, const LineShape *shapes, int count);
/* Reports that the line in item number `index`, which has found its place, is too long, if it is; once. */
void lines_report_overflow(Queue *queue, size_t index);
/* More lines of the paragraph that is not yet at its end. */
void lines_continue(Queue *queue);
void lines_rest_free(LineRest *rest);
/* The oldest generation of arenas that it points into. */
unsigned lines_rest_oldest(const LineRest *rest);
/* Makes the rest of a paragraph, from the line in item number `index` on, anew for the width that the queue
 * has now. Returns the number of its last item. */
size_t lines_resize(Queue *queue, size_t index);
/* The same, at full width, with the anchors of the side-floats in that line as items before it. */
bool lines_lift_floats(Queue *queue, size_t index);

/* The first line of a block that has an fo:initial-property-set. */
typedef struct {
  const FoNode *first;   /* of the siblings, as fo_initial_line copied them */
  GHashTable *originals; /* copy -> original */
  size_t end;            /* where the line ends in the paragraph's text; G_MAXSIZE: not known yet */
} FirstLine;

/* Gives the inline content of the job to the paragraph, white space treated (inline*.c); up to the end of
 * the first line, if there is one, in the styles of that. */
void inline_collect(Queue *queue, Paragraph *paragraph, const LineJob *job,
                    const FirstLine *first_line);

/* The widths that inline content takes: for automatic table columns. */
ParagraphWidths lines_widths(Layout *layout, const LineJob *job, Context context);

/* How far lines reach on both sides of the place where the strings that they align on stand, from there to the
 * edges of the reference area, indents included. */
typedef struct {
  bool any;
  Length left, right;
  Length word_left, word_right; /* of the lines without spaces, which cannot be broken */
} LineReach;

/* Adds those of the content given whose block has text-align="<string>"; `context` without a width: of what the lines
 * would be with room for all. What takes more lines than its forced ends ask for does not count. */
void lines_reach(Layout *layout, const LineJob *given, Context context, LineReach *reach);

/* The content of an fo:leader in one line, whose baseline is `baseline` below its top; NULL: there is none. */
Area *lines_pattern(Layout *layout, const FoNode *leader, Length *baseline);

/* ---- Fitting (fit.c, place.c) ----------------------------------------------------------------------- */

typedef enum {
  FIT_END,   /* all content is placed */
  FIT_FULL,  /* the room is used up */
  FIT_BREAK, /* a forced break; `forced` tells which */
} FitEnd;

/* The side-floats of a reference area; all of them stand no higher than those before them. */
typedef struct {
  bool left;
  Length top, bottom;
  Length reach;          /* how far it comes in from its edge of the reference area */
  const FloatRest *rest; /* goes on in the next column, or NULL */
} SideFloat;

typedef struct {
  GArray *list;   /* of SideFloat */
  Queue *queue;   /* of the reference area: has the content of those that are broken */
  Length reserve; /* what those leave free at the end of the column: for footnotes beside them */
  Length wanted;  /* what footnotes would need of that */
  Length used;    /* by footnotes when the column began */
} SideFloats;

/* What goes into a column. */
typedef struct {
  Area *areas; /* a box whose origin is the reference area's; its children are what was placed */
  Length height;
  Cursor next;
  FitEnd end;
  Keyword forced;
  int cost;    /* of the break chosen */
  bool any;    /* some box was placed */
  Note *notes; /* footnotes of what was placed, in order */
} Part;

/* The footnotes' claim on a column: what a candidate line's notes would take (page.c). */
typedef struct NoteRoom NoteRoom;
struct NoteRoom {
  Length (*height)(NoteRoom *room,
                   const Note *notes); /* of these notes when added, measured once */
  /* Does the note go on on the next page, so that nothing more fits on this one? */
  bool (*goes_on)(NoteRoom *room, const Note *note);
  /* Decides which floats among the notes stand on the page, of which `left` can still be had, and adds
   * them to `head`. A decision holds for the page. */
  void (*decide)(NoteRoom *room, const Note *notes, Length left);
  Length used; /* by the notes placed so far */
  Length head; /* by before-floats */
};

typedef struct {
  Length height;    /* G_MAXINT64: unlimited */
  Length most;      /* what is placed is at most this high, whatever footnotes take; 0: no limit */
  Length whole;     /* of a column in which nothing stands; 0: not known */
  bool must_place;  /* the column is empty: something has to be placed, however high */
  bool rigid;       /* spaces stay at their optimum (in rows) */
  bool top;         /* begins at the top of a column: leading spaces are discarded */
  bool below;       /* with top: a span or columns stand above it on the page */
  bool page_end;    /* the page ends where it does */
  bool last_column; /* with page_end: of several */
  bool first;       /* no box or row stands above it in the column (rows only) */
  bool trying;      /* whether a row can be broken that went in whole */
  int before_span; /* it ends before a span begins or ends, where that costs less than this; 0: no */
  bool quiet;      /* keeps that are broken are not reported, as it may be filled again */
  NoteRoom *notes;     /* NULL: footnotes take no room here */
  SideFloats *floats;  /* of the reference area that the room is only a part of (rows); else NULL */
  Length float_y;      /* with floats: of the room's top in it */
  LineShape displaced; /* with floats: by how much the edges of the block around are moved in */
} Room;

Cursor cursor_start(void);
/* Is something before it in its queue, or of a float that goes on? */
bool cursor_begun(Cursor cursor);
/* Do they stand at the same place? A row that takes nothing gives its cursor back. */
bool cursor_same(Cursor a, Cursor b);
/* The oldest generation of arenas that a cursor, or what it is in, points into. */
unsigned cursor_oldest(const Layout *layout, Cursor cursor);
Part fit(Queue *queue, Cursor from, Room room);

/* ---- Rows (row.c) -------------------------------------------------------------------------------------- */

typedef struct {
  Area *area; /* with x set, y to be set by the caller; its height is the part's */
  Length height;
  const void *next; /* cursor of the rest */
  unsigned oldest;  /* generation that it and the cursors in it are in */
  bool complete, any;
  int cost;
  FitEnd end;
  Keyword forced;
  Note *notes;
} RowPart;

struct Row {
  const FoNode *node;
  BreakCost keep_cost; /* of a break inside */
  /* What goes into the room from `cursor` (NULL: from the beginning) on. Called again and again, also
   * for a room that was tried before: it changes nothing that a later call can see. */
  RowPart (*fit)(Layout *layout, Row *row, const void *cursor, Room room);
  /* What is left from `cursor` on (NULL: all) is for the width that `queue`, in which the row stands in
   * `frame`, has now. */
  void (*resize)(Row *row, const void *cursor, const Queue *queue, Frame *frame);
  /* The content before `cursor` is on a page that is done: forget it. */
  void (*release)(Row *row, const void *cursor);
  /* The oldest generation of arenas that the rest still points into. */
  unsigned (*oldest)(const Row *row);
  /* Adds the nodes (const FoNode *) whose content goes on behind `cursor`, the outer before the inner. */
  void (*open)(const Row *row, const void *cursor, GPtrArray *nodes);
  void (*free)(Row *row);
};

/* The same for a cursor in a queue. */
void cursor_open_nodes(Queue *queue, Cursor cursor, GPtrArray *nodes);

/* A row whose columns lie at their own x, broken at one height: list items. */
Row *row_new_columns(const FoNode *node, BreakCost keep_cost);
void row_add_column(Layout *layout, Row *row, const FoNode *node, Context context, Length x);

void list_item_enter(Queue *queue, const FoNode *node);
void block_container_enter(Queue *queue, const FoNode *node);
/* Gives the area of a container at a place of its own (absolute-position) its place in a containing block of
 * this size. */
void block_container_place(Area *area, Length width, Length height);
/* The area of an fo:inline-container in lines as wide as `around`. */
Area *inline_container_area(Layout *layout, const FoNode *node, const Context *around);
/* Is it in the flow, and does its content break over pages? */
bool block_container_breaks(const FoNode *node);
/* Measures the frame of a container in the flow and gives what its content is in; `x`: where that begins. */
Context block_container_measure(const Queue *queue, Frame *frame, Length *x);
/* Makes the item of a container that does not break anew, for the width that the queue has now. */
void block_container_resize(const Queue *queue, Item *item, Frame *frame);
/* The same for one at a place of its own. */
void block_container_move(const Queue *queue, Item *item);
void table_enter(Queue *queue, const FoNode *node);
/* Measures one of the frames of a table, and with its outermost one the table. */
void table_measure_frame(Queue *queue, Frame *frame);
void table_unref(struct Table *table);
/* The same for fo:retrieve-table-marker, in the header or footer of a table that is laid out; NULL:
 * nothing is retrieved. */
const FoNode *table_marker_retrieve(Layout *layout, const FoNode *retriever);
/* The rows that tables which go on from `from` begin with. */
void table_spans_begin(Queue *queue, Cursor from);
/* Takes note of the rows that a part holds; true: headers and footers in it are out of date, and it
 * should be made again. */
bool table_spans_change(Queue *queue, Cursor from, const Part *part);
void table_and_caption_enter(Queue *queue, const FoNode *node);

/* Content of `node` laid out at once in a reference area of `context`, unbroken. `height` receives
 * its natural height. */
Area *layout_whole(Layout *layout, const FoNode *node, Context context, Length *height,
                   Note **notes);

/* ---- References (reference.c) ---------------------------------------------------------------------------- */

References *references_new(Layout *layout);
void references_free(References *references);

/* Text that waits: a page number in a line of the flow. `line` and `align` tell how to make room. */
typedef struct Pending {
  const FoNode *node; /* page-number, page-number-citation, -last, index-page-citation-list */
  int item;           /* which number of the list, from 0 */
  Area *text;         /* the placeholder, AREA_TEXT with run.font NULL */
  Area *child;        /* the line's child that it is, or is in */
  Area *line;
  Area *leader;    /* that gives or takes the difference, or NULL */
  TextAlign align; /* of the line: ALIGN_LEFT, ALIGN_CENTER or ALIGN_RIGHT */
  bool justified;  /* and its word spaces fill it */
  const TextLook *look;
  bool rtl;
} Pending;

/* The baselines of a leader, which its pattern stands on. */
FontMetrics leader_baselines(const Style *style, const TextLook *look);
/* Fills the area of a leader with its pattern for the area's width; it begins at `x` of the reference
 * area. */
void leader_fill(Layout *layout, Area *area, const TextLook *look, Length x);

/* May its pages be cited: by an id or an index-key? */
bool reference_is_cited(const FoNode *node);

/* The text of a page number or citation if it is known now, else NULL. */
const FoNode *marker_retrieve(Layout *layout, const FoNode *retriever, PageBuild *page);
const char *reference_text(Layout *layout, const FoNode *node, const PageBuild *page);
void pending_add(Layout *layout, const Pending *pending);

/* ---- Pages (page.c, master.c) --------------------------------------------------------------------------------- */

/* A marker met on a page. */
typedef struct {
  const FoNode *marker;
  bool starts, ends; /* its object's first (last) area is on this page */
} PageMarker;

struct PageBuild {
  Page page;
  Arena *arena;
  unsigned generation, oldest; /* of the areas that it may point to */
  GArray *anchors;             /* of Anchor */
  GArray *markers;             /* of PageMarker */
  GPtrArray *change_bars;      /* as the layout's, after this page */
  int waiting;                 /* pendings not yet resolved */
  bool first, last, blank;
  PageBuild *next;
};

/* ---- Pictures (graphic.c) -------------------------------------------------------------------- */

/* The area of fo:external-graphic or fo:instream-foreign-object, sized and scaled (XSL 1.1 §6.6.5,
 * §7.15); percentages refer to `width`. A picture that cannot be had gives a visible placeholder. */
Area *graphic_area(Layout *layout, const FoNode *node, Length width);

#endif
