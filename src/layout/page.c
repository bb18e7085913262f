/* One page: the content of the flow, its footnotes, then static content, as that may ask for the
 * markers of the page. */
#include "layout/page.h"
#include "layout/reference.h"

/* ---- Footnotes --------------------------------------------------------------------------------------- */

typedef struct {
  NoteRoom room;
  Sequence *sequence;
  Context context;
  GHashTable *bodies; /* fo:footnote -> Area * */
  Area *separator;
} Footnotes;

static const FoNode *static_content(const FoNode *sequence, const char *flow_name) {
  for (const FoNode *child = sequence->first; child; child = child->next) {
    const char *name = fo_attribute(child, PROP_FLOW_NAME);
    if (child->element == FO_STATIC_CONTENT && name && strcmp(name, flow_name) == 0)
      return child;
  }
  return NULL;
}

static Area *note_body(Footnotes *f, const FoNode *footnote) {
  Area *area = g_hash_table_lookup(f->bodies, footnote);
  if (area)
    return area;
  Layout *layout = f->sequence->layout;
  Length height = 0;
  for (const FoNode *child = footnote->first; child; child = child->next)
    if (child->element == FO_FOOTNOTE_BODY)
      area = layout_whole(layout, child, f->context, &height, NULL);
  if (!area)
    area = area_new(layout, AREA_BOX, footnote);
  g_hash_table_insert(f->bodies, (gpointer)footnote, area);
  return area;
}

static Length notes_height(NoteRoom *room, const Note *notes) {
  Footnotes *f = (Footnotes *)room;
  Length height = room->used == 0 && f->separator ? f->separator->height : 0;
  for (const Note *note = notes; note; note = note->next)
    height += note_body(f, note->node)->height;
  return height;
}

static void footnotes_init(Footnotes *f, Sequence *sequence, Context context) {
  *f = (Footnotes){.room = {.height = notes_height}, .sequence = sequence, .context = context};
  f->bodies = g_hash_table_new(NULL, NULL);
  const FoNode *separator = static_content(sequence->node, "xsl-footnote-separator");
  Length height;
  if (separator) {
    f->separator = layout_whole(sequence->layout, separator, context, &height, NULL);
    f->separator->artifact = ARTIFACT_LAYOUT;
  }
}

static void place_notes(Footnotes *f, const Note *notes, Area *body, Rect content) {
  if (!notes)
    return;
  Length y = content.y + content.height - f->room.used;
  if (f->separator) {
    f->separator->x = content.x;
    f->separator->y = y;
    area_append(body, f->separator);
    y += f->separator->height;
  }
  for (const Note *note = notes; note; note = note->next) {
    Area *area = note_body(f, note->node);
    area->x = content.x;
    area->y = y;
    area_append(body, area);
    y += area->height;
  }
}

/* ---- Regions --------------------------------------------------------------------------------------------- */

static Area *region_area(Layout *layout, const FoNode *node, Rect rect, bool rtl) {
  Area *area = area_new(layout, AREA_BOX, node);
  area->x = rect.x;
  area->y = rect.y;
  area->width = rect.width;
  area->height = rect.height;
  area->decoration = decoration_new(layout, node, rtl);
  return area;
}

/* The content rectangle of a region, from its border rectangle's corner. */
static Rect content_rect(const FoNode *node, Rect rect, bool rtl) {
  const Edges e = edges_of(node->style, rect.width);
  return (Rect){
      rtl ? edges_end(&e) : edges_start(&e),
      edges_before(&e),
      MAX(0, rect.width - edges_start(&e) - edges_end(&e)),
      MAX(0, rect.height - edges_before(&e) - edges_after(&e)),
  };
}

static bool region_rtl(const FoNode *node) {
  return node->style->writing_mode == KW_RL_TB || node->style->writing_mode == KW_RL;
}

static Length display_offset(Keyword align, Length room) {
  if (room <= 0)
    return 0;
  return align == KW_CENTER ? room / 2 : align == KW_AFTER ? room : 0;
}

static ArtifactKind artifact_of(int region) {
  if (region == REGION_BEFORE)
    return ARTIFACT_HEADER;
  return region == REGION_AFTER ? ARTIFACT_FOOTER : ARTIFACT_PAGE;
}

static Area *static_region(Sequence *sequence, PageBuild *page, const PageGeometry *g, int region) {
  Layout *layout = sequence->layout;
  const FoNode *node = g->regions[region].node;
  const FoNode *content = static_content(sequence->node, g->regions[region].name);
  const bool rtl = region_rtl(node);
  Area *area = region_area(layout, node, g->regions[region].rect, rtl);
  area->artifact = artifact_of(region);
  if (!content)
    return area;
  const Rect inside = content_rect(node, g->regions[region].rect, rtl);
  const Context context = {
      .width = inside.width, .height = inside.height, .rtl = rtl, .page = page};
  Length height;
  Area *part = layout_whole(layout, content, context, &height, NULL);
  part->x = inside.x;
  part->y = inside.y + display_offset(node->style->display_align, inside.height - height);
  area_append(area, part);
  char over[LENGTH_TEXT_SIZE];
  if (height > inside.height + LENGTH_PER_POINT / 2 && node->style->overflow != KW_VISIBLE)
    diag_layout_region_overflow(layout->diagnostics, fo_place(content),
                                fo_element_name(node->element),
                                length_to_text(height - inside.height, over));
  return area;
}

/* ---- The body ------------------------------------------------------------------------------------------------ */

static bool parity_matches(Keyword forced, int number) {
  if (forced == KW_EVEN_PAGE)
    return number % 2 == 0;
  return forced != KW_ODD_PAGE || number % 2 != 0;
}

static void append_notes(Note **notes, Note *more) {
  while (*notes)
    notes = &(*notes)->next;
  *notes = more;
}

typedef struct {
  Sequence *sequence;
  Area *region;
  Rect content;
  int columns;
  Length gap, column_width;
  bool rtl;
  Footnotes footnotes;
  Note *notes;
} Body;

static Length column_x(const Body *body, int column) {
  const Length offset = (body->column_width + body->gap) * column;
  return body->content.x + (body->rtl ? body->content.width - body->column_width - offset : offset);
}

/* Fills one column; false when the page is full, or the flow is at its end. */
static bool fill_column(Body *body, int column) {
  Sequence *s = body->sequence;
  const Room room = {
      .height = body->content.height,
      .must_place = body->footnotes.room.used < body->content.height,
      .top = true,
      .notes = &body->footnotes.room,
  };
  Part part = fit(s->queue, s->cursor, room);
  s->cursor = part.next;
  append_notes(&body->notes, part.notes);
  if (part.areas) {
    const Keyword align = body->region->node->style->display_align;
    const Length free_height = body->content.height - body->footnotes.room.used - part.height;
    part.areas->x = column_x(body, column);
    part.areas->y = body->content.y + display_offset(align, free_height);
    part.areas->node = s->flow;
    area_append(body->region, part.areas);
  }
  s->flow_ended = part.end == FIT_END;
  s->forced = part.end == FIT_BREAK ? part.forced : KW_UNSET;
  if (part.end == FIT_BREAK && !part.any && column == 0 && s->forced != KW_COLUMN &&
      parity_matches(s->forced, s->number) && !(part.areas && part.areas->first)) {
    s->forced = KW_UNSET;
    return fill_column(body, column);
  }
  return !s->flow_ended && (part.end == FIT_FULL || part.forced == KW_COLUMN);
}

static void fill_body(Sequence *sequence, const PageGeometry *g, Area *region) {
  const Style *style = region->node->style;
  Body body = {
      .sequence = sequence,
      .region = region,
      .rtl = region_rtl(region->node),
      .columns = MAX(1, style->column_count),
  };
  body.content = content_rect(region->node, g->regions[REGION_BODY].rect, body.rtl);
  body.gap = body.columns > 1 ? size_resolve(style->column_gap, body.content.width) : 0;
  body.column_width = MAX(0, (body.content.width - body.gap * (body.columns - 1)) / body.columns);
  const Context context = {
      .width = body.column_width, .height = body.content.height, .rtl = body.rtl};
  if (!sequence->queue)
    sequence->queue = queue_new(sequence->layout, sequence->flow, context, 0);
  Context note_context = context;
  note_context.width = body.content.width;
  footnotes_init(&body.footnotes, sequence, note_context);
  for (int column = 0; column < body.columns; column++)
    if (!fill_column(&body, column))
      break;
  place_notes(&body.footnotes, body.notes, region, body.content);
  g_hash_table_unref(body.footnotes.bodies);
}

/* ---- What is on the page ------------------------------------------------------------------------------------------ */

static void take_stock(Layout *layout, PageBuild *page, Area *area, Length x, Length y) {
  x += area->x;
  y += area->y;
  const FoNode *node = area->node;
  const bool whole = area->kind != AREA_LINE && area->kind != AREA_TEXT;
  if (node && node->id && whole && reference_met(layout, node, page->page.number)) {
    const Anchor anchor = {node, x, y};
    g_array_append_val(page->anchors, anchor);
  }
  if (area->kind == AREA_TEXT && !area->text.run.font)
    pending_on_page(layout, area, page);
  for (Area *child = area->first; child; child = child->next)
    take_stock(layout, page, child, x, y);
}

static void find_markers(PageBuild *page, const Area *area) {
  if (area->node && area->node->element == FO_MARKER) {
    const PageMarker marker = {area->node, true};
    g_array_append_val(page->markers, marker);
  }
  for (const Area *child = area->first; child; child = child->next)
    if (child->kind == AREA_BOX || child->kind == AREA_VIEWPORT)
      find_markers(page, child);
}

/* The markers of what was open when the page began. */
static void carried_markers(PageBuild *page, const Frame *frame) {
  if (!frame)
    return;
  carried_markers(page, frame->parent);
  const FoNode *child = frame->node ? frame->node->first : NULL;
  for (; child && child->element == FO_MARKER; child = child->next) {
    const PageMarker marker = {child, false};
    g_array_append_val(page->markers, marker);
  }
}

static void remember_markers(Layout *layout, const PageBuild *page) {
  for (guint i = 0; i < page->markers->len; i++) {
    const FoNode *marker = g_array_index(page->markers, PageMarker, i).marker;
    const char *class = fo_attribute(marker, PROP_MARKER_CLASS_NAME);
    if (class)
      g_hash_table_insert(layout->markers, (gpointer) class, (gpointer)marker);
  }
}

/* ---- Retrieving markers --------------------------------------------------------------------------------------------- */

static const FoNode *marker_on_page(const PageBuild *page, const char *class, bool last,
                                    bool starting) {
  const FoNode *found = NULL;
  for (guint i = 0; i < page->markers->len; i++) {
    const PageMarker *marker = &g_array_index(page->markers, PageMarker, i);
    const char *its = fo_attribute(marker->marker, PROP_MARKER_CLASS_NAME);
    if (!its || strcmp(its, class) != 0 || (starting && !marker->starts))
      continue;
    if (!last)
      return marker->marker;
    found = marker->marker;
  }
  return found;
}

static const FoNode *marker_before(Layout *layout, const char *class, Keyword boundary) {
  const FoNode *marker = g_hash_table_lookup(layout->markers, class);
  if (!marker || boundary == KW_PAGE)
    return NULL;
  const FoNode *node = marker;
  while (node && node->element != FO_PAGE_SEQUENCE)
    node = node->parent;
  return boundary == KW_DOCUMENT || node == layout->sequence ? marker : NULL;
}

const FoNode *marker_retrieve(Layout *layout, const FoNode *retriever, PageBuild *page) {
  const char *class = fo_attribute(retriever, PROP_RETRIEVE_CLASS_NAME);
  if (!class || !page)
    return NULL;
  const Keyword position = retriever->style->retrieve_position;
  const bool last =
      position == KW_LAST_STARTING_WITHIN_PAGE || position == KW_LAST_ENDING_WITHIN_PAGE;
  const bool starting =
      position == KW_FIRST_STARTING_WITHIN_PAGE || position == KW_LAST_STARTING_WITHIN_PAGE;
  const FoNode *marker = marker_on_page(page, class, last, starting);
  if (!marker && starting)
    marker = marker_on_page(page, class, last, false);
  if (!marker)
    marker = marker_before(layout, class, retriever->style->retrieve_boundary);
  return marker ? fo_retrieve_marker(layout->tree, marker, retriever, layout->arena,
                                     layout->diagnostics)
                : NULL;
}

/* ---- The page ----------------------------------------------------------------------------------------------------------- */

static PageBuild *page_new(Sequence *s, const FoNode *master, const PageGeometry *g) {
  Layout *layout = s->layout;
  PageBuild *page = g_new0(PageBuild, 1);
  page->oldest = layout->generation;
  page->anchors = g_array_new(FALSE, FALSE, sizeof(Anchor));
  page->markers = g_array_new(FALSE, FALSE, sizeof(PageMarker));
  page->page = (Page){
      .index = layout->page_count,
      .number = page_number_text(s->node, s->number, layout->arena),
      .width = g->width,
      .height = g->height,
      .sequence = s->node,
      .master = master,
      .root = area_new(layout, AREA_BOX, NULL),
  };
  page->page.root->width = g->width;
  page->page.root->height = g->height;
  page->page.root->decoration = decoration_new(layout, master, g->rtl);
  return page;
}

void page_free(PageBuild *page) {
  g_array_unref(page->anchors);
  g_array_unref(page->markers);
  g_free(page);
}

/* The regions in the order in which they are painted and read. */
static void append_regions(PageBuild *page, Area *regions[REGION_COUNT]) {
  static const int order[] = {REGION_BEFORE, REGION_START, REGION_BODY, REGION_END, REGION_AFTER};
  for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
    if (regions[order[i]])
      area_append(page->page.root, regions[order[i]]);
}

static PageBuild *build_with(Sequence *s, const FoNode *master, bool blank) {
  const PageGeometry g = master_geometry(master);
  Layout *layout = s->layout;
  PageBuild *page = page_new(s, master, &g);
  const FoNode *body = g.regions[REGION_BODY].node;
  Area *regions[REGION_COUNT] = {NULL};
  if (!body)
    diag_layout_no_body(layout->diagnostics, fo_place(master));
  else
    regions[REGION_BODY] = region_area(layout, body, g.regions[REGION_BODY].rect, region_rtl(body));
  if (!blank && body) {
    carried_markers(page, s->cursor.open);
    fill_body(s, &g, regions[REGION_BODY]);
    find_markers(page, regions[REGION_BODY]);
  }
  if (s->queue) {
    const unsigned oldest = queue_oldest(s->queue);
    page->oldest = MIN(page->oldest, oldest);
  }
  for (int i = REGION_BEFORE; i < REGION_COUNT; i++)
    if (g.regions[i].node)
      regions[i] = static_region(s, page, &g, i);
  append_regions(page, regions);
  return page;
}

/* What is taken back when a page turns out to be the last one. */
typedef struct {
  Cursor cursor;
  MasterState masters;
} Before;

/* The flow ended on `page`: is there another master for a last page, and does it all go in there? */
static PageBuild *rebuild_as_last(Sequence *s, PageBuild *page, const Before *before,
                                  PageTraits traits) {
  const Before after = {s->cursor, s->masters};
  traits.last = true;
  s->masters = before->masters;
  const FoNode *other = master_next(s->layout, &s->masters, &traits);
  if (other == page->page.master)
    return page;
  s->cursor = before->cursor;
  PageBuild *again = build_with(s, other, false);
  if (s->flow_ended) {
    page_free(page);
    return again;
  }
  page_free(again);
  s->masters = after.masters;
  s->cursor = after.cursor;
  s->flow_ended = true;
  return page;
}

PageBuild *page_build(Sequence *s, bool blank) {
  Layout *layout = s->layout;
  const PageTraits traits = {.first = s->count == 0, .blank = blank, .odd = s->number % 2 != 0};
  const Before before = {s->cursor, s->masters};
  const FoNode *master = master_next(layout, &s->masters, &traits);
  PageBuild *page = build_with(s, master, blank);
  if (!blank && s->flow_ended && master_knows_last(&before.masters))
    page = rebuild_as_last(s, page, &before, traits);
  reference_met(layout, layout->tree->root, page->page.number);
  reference_met(layout, s->node, page->page.number);
  take_stock(layout, page, page->page.root, 0, 0);
  remember_markers(layout, page);
  return page;
}
