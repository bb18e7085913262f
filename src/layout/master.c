#include "layout/master.h"
#include "layout/numbering.h"

#include <string.h>

/* ---- Choosing ------------------------------------------------------------------------------------- */

static const FoNode *simple_master(Layout *layout, const FoNode *reference) {
  const char *name = fo_attribute(reference, PROP_MASTER_REFERENCE);
  const FoNode *master = fo_lookup_master(layout->tree, name);
  if (master && master->element == FO_SIMPLE_PAGE_MASTER)
    return master;
  diag_layout_unknown_master(layout->diagnostics, fo_place(reference), name ? name : "");
  return NULL;
}

static const FoNode *any_simple_master(Layout *layout) {
  for (const FoNode *set = layout->tree->root->first; set; set = set->next)
    for (const FoNode *master = set->first; master; master = master->next)
      if (master->element == FO_SIMPLE_PAGE_MASTER)
        return master;
  return NULL;
}

bool master_begin(Layout *layout, const FoNode *sequence, MasterState *state) {
  const char *name = fo_attribute(sequence, PROP_MASTER_REFERENCE);
  const FoNode *master = fo_lookup_master(layout->tree, name);
  if (!master || !any_simple_master(layout)) {
    diag_layout_unknown_master(layout->diagnostics, fo_place(sequence), name ? name : "");
    return false;
  }
  *state = (MasterState){.master = master, .current = master->first};
  return true;
}

static bool condition(Keyword asked, Keyword positive, bool is) {
  return asked == KW_ANY || is == (asked == positive);
}

static bool position_holds(Keyword position, const PageTraits *traits) {
  switch (position) {
  case KW_FIRST: return traits->first;
  case KW_LAST: return traits->last;
  case KW_REST: return !traits->first && !traits->last;
  case KW_ONLY: return traits->first && traits->last;
  default: return true;
  }
}

static const FoNode *alternative(const FoNode *alternatives, const PageTraits *traits) {
  for (const FoNode *choice = alternatives->first; choice; choice = choice->next) {
    const Style *style = choice->style;
    if (position_holds(style->page_position, traits) &&
        condition(style->odd_or_even, KW_ODD, traits->odd) &&
        condition(style->blank_or_not_blank, KW_BLANK, traits->blank))
      return choice;
  }
  return NULL;
}

static bool used_up(const MasterState *state) {
  const FoNode *specifier = state->current;
  if (specifier->element == FO_SINGLE_PAGE_MASTER_REFERENCE)
    return state->used >= 1;
  const int most = specifier->style->maximum_repeats;
  return most != INTEGER_NO_LIMIT && state->used >= most;
}

/* The reference for the next page in the sequence of specifiers, or NULL at their end. */
static const FoNode *next_reference(MasterState *state, const PageTraits *traits) {
  while (state->current) {
    if (!used_up(state)) {
      state->used++;
      return state->current->element == FO_REPEATABLE_PAGE_MASTER_ALTERNATIVES
                 ? alternative(state->current, traits)
                 : state->current;
    }
    if (!state->current->next)
      return NULL;
    state->current = state->current->next;
    state->used = 0;
  }
  return NULL;
}

const FoNode *master_next(Layout *layout, MasterState *state, const PageTraits *traits) {
  if (state->master->element == FO_SIMPLE_PAGE_MASTER)
    return state->master;
  const FoNode *reference = next_reference(state, traits);
  const FoNode *master = reference ? simple_master(layout, reference) : NULL;
  if (master)
    return master;
  if (!reference)
    diag_layout_masters_exhausted(layout->diagnostics, fo_place(state->master));
  for (const FoNode *choice = state->current ? state->current->first : NULL; choice;
       choice = choice->next)
    if ((master = simple_master(layout, choice)))
      return master;
  if (state->current && state->current->element != FO_REPEATABLE_PAGE_MASTER_ALTERNATIVES &&
      (master = simple_master(layout, state->current)))
    return master;
  return any_simple_master(layout);
}

static void add_reachable(const Layout *layout, const FoNode *reference, GPtrArray *found) {
  const FoNode *master =
      fo_lookup_master(layout->tree, fo_attribute(reference, PROP_MASTER_REFERENCE));
  if (master && master->element == FO_SIMPLE_PAGE_MASTER)
    g_ptr_array_add(found, (gpointer)master);
}

void master_reachable(const Layout *layout, const MasterState *state, GPtrArray *found) {
  if (state->master->element == FO_SIMPLE_PAGE_MASTER)
    g_ptr_array_add(found, (gpointer)state->master);
  for (const FoNode *specifier = state->current; specifier; specifier = specifier->next) {
    add_reachable(layout, specifier, found);
    for (const FoNode *choice = specifier->first; choice; choice = choice->next)
      add_reachable(layout, choice, found);
  }
}

bool master_knows_last(const MasterState *state) {
  for (const FoNode *specifier = state->current; specifier; specifier = specifier->next)
    for (const FoNode *choice = specifier->first; choice; choice = choice->next) {
      const Keyword position = choice->style->page_position;
      if (position == KW_LAST || position == KW_ONLY)
        return true;
    }
  return false;
}

/* ---- Geometry ---------------------------------------------------------------------------------------- */

enum { A4_WIDTH = 609449, A4_HEIGHT = 862011 }; /* 210 mm and 297 mm, rounded up: FOP's page */

static Length page_side(Size size, Length otherwise) {
  const Length side = size.keyword ? otherwise : size_resolve(size, otherwise);
  return MAX(side, LENGTH_PER_POINT);
}

static Length margin(Size size, Length base) {
  return size.keyword ? 0 : size_resolve(size, base);
}

static Rect inset(Rect rect, const Style *style) {
  const Length base = rect.width;
  rect.x += margin(style->margin_left, base);
  rect.y += margin(style->margin_top, base);
  rect.width -= margin(style->margin_left, base) + margin(style->margin_right, base);
  rect.height -= margin(style->margin_top, base) + margin(style->margin_bottom, base);
  rect.width = MAX(rect.width, 0);
  rect.height = MAX(rect.height, 0);
  return rect;
}

static Length extent_of(const FoNode *region, Length base) {
  return region ? CLAMP(size_resolve(region->style->extent, base), 0, base) : 0;
}

/* Before and after go over the whole width, or give way to start and end (precedence="false"). */
static void place_sides(PageGeometry *g, const Rect *page) {
  const FoNode *before = g->regions[REGION_BEFORE].node, *after = g->regions[REGION_AFTER].node;
  const FoNode *start = g->regions[REGION_START].node, *end = g->regions[REGION_END].node;
  const Length top = extent_of(before, page->height), bottom = extent_of(after, page->height);
  const Length left = extent_of(g->rtl ? end : start, page->width);
  const Length right = extent_of(g->rtl ? start : end, page->width);
  const bool before_whole = before && before->style->precedence == KW_TRUE;
  const bool after_whole = after && after->style->precedence == KW_TRUE;
  const Length x = page->x, y = page->y, width = page->width, height = page->height;
  const Length inner = MAX(0, width - left - right);
  g->regions[REGION_BEFORE].rect =
      before_whole ? (Rect){x, y, width, top} : (Rect){x + left, y, inner, top};
  g->regions[REGION_AFTER].rect = after_whole
                                      ? (Rect){x, y + height - bottom, width, bottom}
                                      : (Rect){x + left, y + height - bottom, inner, bottom};
  const Length side_y = y + (before_whole ? top : 0);
  const Length side_height = MAX(0, height - (before_whole ? top : 0) - (after_whole ? bottom : 0));
  const Rect at_left = {x, side_y, left, side_height};
  const Rect at_right = {x + width - right, side_y, right, side_height};
  g->regions[REGION_START].rect = g->rtl ? at_right : at_left;
  g->regions[REGION_END].rect = g->rtl ? at_left : at_right;
}

static bool is_container(const FoNode *node) {
  return node->element == FO_BLOCK_CONTAINER || node->element == FO_INLINE_CONTAINER;
}

/* What an object that has no reference-area of its own says counts for the containers in it
 * (§7.21.3: the trait derives from the object or its ancestors); what a container says turns itself,
 * and its content with it. */
int orientation_of(const FoNode *node) {
  const FoNode *from = node;
  while (is_container(node) && from->style->reference_orientation == 0 &&
         from->element != FO_FLOW && from->element != FO_STATIC_CONTENT && from->parent &&
         !is_container(from->parent))
    from = from->parent;
  return ((from->style->reference_orientation % 360) + 360) % 360;
}

/* A rectangle in the coordinates of its turned content. */
static Rect turned(Rect rect, int orientation) {
  return orientation % 180 ? (Rect){0, 0, rect.height, rect.width}
                           : (Rect){0, 0, rect.width, rect.height};
}

static int region_index(FoElement element) {
  switch (element) {
  case FO_REGION_BODY: return REGION_BODY;
  case FO_REGION_BEFORE: return REGION_BEFORE;
  case FO_REGION_AFTER: return REGION_AFTER;
  case FO_REGION_START: return REGION_START;
  case FO_REGION_END: return REGION_END;
  default: return -1;
  }
}

/* Is `name` that of the region that the flow goes to, and not the one found before? */
static bool is_better_body(const PageGeometry *g, int index, const char *name, const char *flow) {
  return index == REGION_BODY && flow && strcmp(g->regions[index].name, flow) != 0 &&
         strcmp(name, flow) == 0;
}

PageGeometry master_geometry(const FoNode *master, const char *flow_region) {
  static const char *const default_names[REGION_COUNT] = {"xsl-region-body", "xsl-region-before",
                                                          "xsl-region-after", "xsl-region-start",
                                                          "xsl-region-end"};
  const Style *style = master->style;
  PageGeometry g = {
      .width = page_side(style->page_width, A4_WIDTH),
      .height = page_side(style->page_height, A4_HEIGHT),
      .rtl = style->writing_mode == KW_RL_TB || style->writing_mode == KW_RL,
  };
  for (const FoNode *child = master->first; child; child = child->next) {
    const int index = region_index(child->element);
    if (index < 0)
      continue;
    const char *given = fo_attribute(child, PROP_REGION_NAME);
    const char *name = given ? given : default_names[index];
    if (g.regions[index].node && !is_better_body(&g, index, name, flow_region))
      continue;
    g.regions[index].node = child;
    g.regions[index].name = name;
  }
  g.page = inset((Rect){0, 0, g.width, g.height}, style);
  const int orientation = orientation_of(master);
  const Rect page = orientation ? turned(g.page, orientation) : g.page;
  place_sides(&g, &page);
  if (g.regions[REGION_BODY].node)
    g.regions[REGION_BODY].rect = inset(page, g.regions[REGION_BODY].node->style);
  return g;
}

/* ---- Regions ---- */

/* The content rectangle of a region, from its border rectangle's corner. */
Rect region_content(const FoNode *node, Rect rect, bool rtl) {
  const Edges e = edges_of(node->style, rect.width);
  return (Rect){
      rtl ? edges_end(&e) : edges_start(&e),
      edges_before(&e),
      MAX(0, rect.width - edges_start(&e) - edges_end(&e)),
      MAX(0, rect.height - edges_before(&e) - edges_after(&e)),
  };
}

Area *region_viewport(Layout *layout, Area *area, const FoNode *node, Rect *content) {
  const int orientation = orientation_of(node);
  Clip inset;
  const bool clips = clip_of_lines(node->style, orientation, &inset);
  if (orientation == 0 && !clips)
    return area;
  Area *viewport = area_new(layout, AREA_VIEWPORT, node);
  viewport->x = content->x;
  viewport->y = content->y;
  viewport->width = content->width;
  viewport->height = content->height;
  viewport->viewport = (AreaViewport){.rotation = orientation, .clip = clips, .inset = inset};
  area_append(area, viewport);
  *content = turned(*content, orientation);
  return viewport;
}

bool region_rtl(const FoNode *node) {
  return node->style->writing_mode == KW_RL_TB || node->style->writing_mode == KW_RL;
}

Length display_offset(Keyword align, Length room) {
  if (room <= 0)
    return 0;
  return align == KW_CENTER ? room / 2 : align == KW_AFTER ? room : 0;
}

const FoNode *sequence_static(const FoNode *sequence, const char *region) {
  for (const FoNode *child = sequence->first; child; child = child->next) {
    const char *name = child->element == FO_STATIC_CONTENT ? fo_flow_region(child) : NULL;
    if (name && strcmp(name, region) == 0)
      return child;
  }
  return NULL;
}

/* ---- Page numbers ---------------------------------------------------------------------------------------- */

const char *page_number_text(const FoNode *sequence, int number, Arena *arena) {
  const Style *style = sequence->style;
  const char *format = style->format && *style->format ? style->format : "1";
  const char *token = format;
  while (*token && !numbering_is_token(g_utf8_get_char(token)))
    token = g_utf8_next_char(token);
  const char *end = token;
  while (*end && numbering_is_token(g_utf8_get_char(end)))
    end = g_utf8_next_char(end);
  const size_t length = (size_t)(end - token);
  GString *out = g_string_new_len(format, token - format);
  numbering_append(out, number, length ? token : "1", length ? length : 1, style);
  g_string_append(out, token + length);
  const char *text = arena_strdup(arena, out->str);
  g_string_free(out, TRUE);
  return text;
}
