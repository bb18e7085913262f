/* One page: the content of the flow, its footnotes, then static content, as that may ask for the
 * markers of the page. */
#include "layout/page.h"
#include "layout/body.h"
#include "layout/folio.h"
#include "layout/marker.h"
#include "layout/position.h"
#include "layout/reference.h"

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

static ArtifactKind artifact_of(int region) {
  if (region == REGION_BEFORE)
    return ARTIFACT_HEADER;
  return region == REGION_AFTER ? ARTIFACT_FOOTER : ARTIFACT_PAGE;
}

static Area *static_region(Sequence *sequence, PageBuild *page, const PageGeometry *g, int region) {
  Layout *layout = sequence->layout;
  const FoNode *node = g->regions[region].node;
  const FoNode *content = sequence_static(sequence->node, g->regions[region].name);
  const bool rtl = region_rtl(node);
  Area *area = region_area(layout, node, g->regions[region].rect, rtl);
  area->artifact = artifact_of(region);
  if (!content)
    return area;
  Rect inside = region_content(node, g->regions[region].rect, rtl);
  Area *within = region_viewport(layout, area, node, &inside);
  const Context context = {
      .width = inside.width, .height = inside.height, .rtl = rtl, .page = page};
  Length height;
  Area *part = layout_whole(layout, content, context, &height, NULL);
  part->x = inside.x;
  part->y = inside.y + display_offset(node->style->display_align, inside.height - height);
  area_append(within, part);
  char over[LENGTH_TEXT_SIZE];
  if (height > inside.height + LENGTH_PER_POINT / 2 && overflow_matters(node->style))
    diag_layout_region_overflow(layout->diagnostics, fo_place(content),
                                fo_element_name(node->element),
                                length_to_text(height - inside.height, over));
  return area;
}

/* ---- What is on the page ------------------------------------------------------------------------ */

/* The box of a container that stands at a place of its own on the page. */
static bool fixed_on_page(const Area *area, const Area *parent) {
  const FoNode *node = area->node;
  return area->kind == AREA_BOX && node && node != parent->node &&
         node->element == FO_BLOCK_CONTAINER && node->style->absolute_position == KW_FIXED;
}

/* Where an area stands. What is in a viewport that is turned counts as being at its corner. */
typedef struct {
  Length x, y;
  Area *line;         /* the outermost one around the area, or NULL */
  Length top;         /* of the innermost */
  bool turned, apart; /* apart: out of line */
} Spot;

static bool is_apart(const FoNode *node) {
  const Keyword position = node->style ? node->style->absolute_position : KW_AUTO;
  return node->element == FO_FOOTNOTE_BODY || node->element == FO_FLOAT ||
         (node->element == FO_BLOCK_CONTAINER && position != KW_AUTO);
}

/* Is there something of the flow in the area? */
static bool holds_flow(const Area *area) {
  if (area->node && area->node->element == FO_FLOW)
    return area->first != NULL;
  for (const Area *child = area->first; child; child = child->next)
    if (!child->artifact && holds_flow(child))
      return true;
  return false;
}

static void take_stock(Layout *layout, PageBuild *page, Area *area, Spot spot) {
  if (!spot.turned) {
    spot.x += area->x;
    spot.y += area->y;
  }
  if (area->kind == AREA_LINE) {
    spot.line = spot.line ? spot.line : area;
    spot.top = spot.y;
  }
  const FoNode *node = area->node;
  const bool whole = area->kind != AREA_LINE && area->kind != AREA_TEXT;
  if (node)
    reference_passed(layout, node);
  spot.apart = spot.apart || (node && is_apart(node));
  const Meeting meeting = page->blank ? MET_BLANK : spot.apart ? MET_APART : MET_NORMAL;
  if (node && whole && reference_is_cited(node) &&
      reference_met(layout, node, &page->page, meeting) && fo_id(node)) {
    const Anchor anchor = {node, spot.x, spot.y, spot.line ? spot.top : spot.y};
    g_array_append_val(page->anchors, anchor);
  }
  if (area->kind == AREA_TEXT && !area->text.run.font)
    pending_on_page(layout, area, spot.line, page);
  spot.turned = spot.turned || (area->kind == AREA_VIEWPORT && area->viewport.rotation != 0);
  for (Area *child = area->first; child; child = child->next) {
    if (fixed_on_page(child, area) && !spot.turned) {
      child->x -= spot.x;
      child->y -= spot.y;
    }
    take_stock(layout, page, child, spot);
  }
}

/* ---- The page ----------------------------------------------------------------------------------- */

static PageBuild *page_new(Sequence *s, const FoNode *master, const PageGeometry *g) {
  Layout *layout = s->layout;
  PageBuild *page = g_new0(PageBuild, 1);
  page->oldest = layout->generation;
  page->anchors = g_array_new(FALSE, FALSE, sizeof(Anchor));
  page->markers = g_array_new(FALSE, FALSE, sizeof(PageMarker));
  page->change_bars = g_ptr_array_copy(layout->change_bars, NULL, NULL);
  page->page = (Page){
      .index = layout->page_count,
      .number = folio_text(s->node, s->number, layout->arena),
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
  g_ptr_array_unref(page->change_bars);
  g_free(page);
}

/* The regions in the order in which they are painted and read; the flow goes through `bodies`. */
static void append_regions(Area *page, Area *regions[REGION_COUNT], const GPtrArray *bodies) {
  static const int order[] = {REGION_BEFORE, REGION_START, REGION_BODY, REGION_END, REGION_AFTER};
  for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
    if (regions[order[i]])
      area_append(page, regions[order[i]]);
    for (guint k = 0; order[i] == REGION_BODY && k < bodies->len; k++)
      area_append(page, bodies->pdata[k]);
  }
}

static unsigned rest_oldest(const Layout *layout, const Queue *queue, Cursor cursor) {
  if (!queue)
    return layout->generation;
  const unsigned items = queue_oldest(queue), way = cursor_oldest(layout, cursor);
  return MIN(items, way);
}

unsigned sequence_oldest(const Sequence *s) {
  const unsigned flow = rest_oldest(s->layout, s->queue, s->cursor);
  const unsigned notes = rest_oldest(s->layout, s->rest.queue, s->rest.cursor);
  return MIN(flow, notes);
}

/* The page holds what the sequence has in its queues now, until the page is gone. */
static void note_oldest(const Sequence *s, PageBuild *page) {
  const unsigned oldest = sequence_oldest(s);
  page->oldest = MIN(page->oldest, oldest);
}

/* Is there more for the next region that the flow goes to on the page? */
static bool goes_on(const Sequence *s) {
  return (!s->flow_ended || sequence_owes(s)) && (s->forced == KW_UNSET || s->forced == KW_COLUMN);
}

static bool is_target(const PageGeometry *g, const char *name) {
  return g->regions[REGION_BODY].node && strcmp(g->regions[REGION_BODY].name, name) == 0;
}

/* Was the region filled already: does the list name it twice? */
static bool is_filled(const GPtrArray *bodies, const FoNode *region) {
  for (guint i = 0; i < bodies->len; i++)
    if (((const Area *)bodies->pdata[i])->node == region)
      return true;
  return false;
}

static void fill_bodies(Sequence *s, PageBuild *page, bool blank, GPtrArray *bodies) {
  const char *target;
  for (int i = 0; (target = fo_flow_target(s->flow, i)) || i == 0; i++) {
    const PageGeometry g = master_geometry(page->page.master, target);
    const FoNode *node = g.regions[REGION_BODY].node;
    if (!node || (i > 0 && !is_target(&g, target)) || is_filled(bodies, node))
      continue;
    Area *area = region_area(s->layout, node, g.regions[REGION_BODY].rect, region_rtl(node));
    g_ptr_array_add(bodies, area);
    if (blank || (i > 0 && !goes_on(s)))
      continue;
    s->page_begun = bodies->len > 1;
    body_fill(s, &g, page, area);
    markers_find(page, area);
  }
}

static PageBuild *build_with(Sequence *s, const FoNode *master, bool blank) {
  const PageGeometry g = master_geometry(master, fo_flow_region(s->flow));
  Layout *layout = s->layout;
  layout->page_width = g.width;
  layout->page_height = g.height;
  layout->left_binding = (s->number % 2 != 0) != g.rtl;
  PageBuild *page = page_new(s, master, &g);
  GPtrArray *bodies = g_ptr_array_new();
  const bool filled = !blank && g.regions[REGION_BODY].node;
  if (!g.regions[REGION_BODY].node)
    diag_layout_no_body(layout->diagnostics, fo_place(master));
  if (filled)
    markers_carried(page, s->queue, s->cursor);
  note_oldest(s, page); /* a queue that ends on the page is gone after it */
  fill_bodies(s, page, blank, bodies);
  if (filled)
    markers_left_open(page, s->queue, s->cursor);
  note_oldest(s, page);
  Area *regions[REGION_COUNT] = {NULL};
  for (int i = REGION_BEFORE; i < REGION_COUNT; i++)
    if (g.regions[i].node)
      regions[i] = static_region(s, page, &g, i);
  Rect inside = g.page;
  append_regions(region_viewport(layout, page->page.root, master, &inside), regions, bodies);
  g_ptr_array_unref(bodies);
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
  if (s->flow_ended && g_queue_is_empty(&s->floats)) {
    page_free(page);
    return again;
  }
  page_free(again);
  g_queue_clear(&s->floats);
  s->masters = after.masters;
  s->cursor = after.cursor;
  s->flow_ended = true;
  return page;
}

PageBuild *page_build(Sequence *s, bool blank) {
  Layout *layout = s->layout;
  const PageTraits traits = {
      .first = s->count == 0,
      .last = blank && s->flow_ended, /* force-page-count asked for it */
      .blank = blank,
      .odd = s->number % 2 != 0,
  };
  const Before before = {s->cursor, s->masters};
  const bool carried = sequence_owes(s);
  const FoNode *master = master_next(layout, &s->masters, &traits);
  PageBuild *page = build_with(s, master, blank);
  const bool ended = s->flow_ended && !sequence_owes(s);
  if (!blank && ended && !carried && master_knows_last(&before.masters) &&
      !sequence_adds_blank(s, s->count + 1, s->number + 1))
    page = rebuild_as_last(s, page, &before, traits);
  references_page(layout, &page->page, s->number);
  page->blank = blank;
  const Meeting meeting = blank ? MET_BLANK : holds_flow(page->page.root) ? MET_NORMAL : MET_APART;
  reference_met(layout, layout->tree->root, &page->page, meeting);
  reference_met(layout, s->node, &page->page, meeting);
  if (layout->wide_pictures)
    backgrounds_join(layout, page->page.root);
  if (layout->positioned)
    positions_apply(page);
  take_stock(layout, page, page->page.root, (Spot){0});
  markers_remember(layout, page);
  g_ptr_array_unref(layout->change_bars);
  layout->change_bars = g_ptr_array_ref(page->change_bars);
  return page;
}
