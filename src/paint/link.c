/* Links, and the places that they go to.
 *
 * Only known schemes come through, and every byte that means something to PDF is percent-encoded, so that no
 * address breaks the file or becomes an action of its own, whoever copies it. */
#include "paint/internal.h"

#include <math.h>
#include <string.h>

typedef struct {
  const FoNode *node; /* the fo:basic-link */
  Box box;            /* on the page */
} LinkArea;

/* What is known of a node with an id, by its number. */
enum { DESTINATION_WANTED = 1, DESTINATION_PLACED = 2 };

/* ---- Names and addresses ------------------------------------------------------------------------ */

static void append_encoded(GString *out, unsigned char byte) {
  g_string_append_printf(out, "%%%02X", byte);
}

static const char *keep(Painter *painter, GString *text) {
  const char *kept = g_string_chunk_insert_len(painter->targets, text->str, (gssize)text->len);
  g_string_free(text, TRUE);
  return kept;
}

/* An id as the name of a destination, with the offset if it has one; different ones stay different. */
static const char *destination_name(Painter *painter, const char *id, Length offset) {
  GString *name = g_string_new(NULL);
  for (; *id; id++) {
    if (g_ascii_isalnum(*id) || strchr("._:-", *id))
      g_string_append_c(name, *id);
    else
      append_encoded(name, (unsigned char)*id);
  }
  if (offset)
    g_string_append_printf(name, "~%" G_GINT64_FORMAT, (gint64)offset);
  return keep(painter, name);
}

/* By how much a link's target stands below the top of what is shown. */
static Length offset_of(const FoNode *node) {
  return node->element == FO_BASIC_LINK ? node->style->destination_placement_offset : 0;
}

/* A file beside the document, or in a folder near it: its address has no scheme, and no host or root
 * either, which would mean another thing on each computer. */
static bool is_relative(const char *uri) {
  return *uri != '\0' && *uri != '/' && *uri != '#' && uri[strcspn(uri, ":/?#")] != ':';
}

static bool address_allowed(const char *uri) {
  static const char *const SCHEMES[] = {"http:", "https:", "mailto:", "tel:", "ftp:"};
  for (size_t i = 0; i < G_N_ELEMENTS(SCHEMES); i++) {
    size_t length = strlen(SCHEMES[i]);
    if (g_ascii_strncasecmp(uri, SCHEMES[i], length) == 0)
      return uri[length] != '\0';
  }
  return is_relative(uri);
}

static GString *encode_uri(const char *uri) {
  GString *encoded = g_string_new(NULL);
  for (; *uri; uri++) {
    unsigned char c = (unsigned char)*uri;
    if (c < 0x21 || c > 0x7e || strchr("()\\", c))
      append_encoded(encoded, c);
    else
      g_string_append_c(encoded, (char)c);
  }
  return encoded;
}

/* ---- Where links go ----------------------------------------------------------------------------- */

static bool is_new_fault(Painter *painter, const FoNode *node) {
  return g_hash_table_add(painter->bad_links, (gpointer)node);
}

static const FoNode *node_with(const Painter *painter, const char *id) {
  return painter->options.tree ? fo_lookup_id(painter->options.tree, id) : NULL;
}

static void report_unknown(Painter *painter, const FoNode *node, const char *id) {
  if (!is_new_fault(painter, node))
    return;
  if (node->element == FO_BOOKMARK)
    diag_paint_bookmark_unknown(painter->options.diagnostics, fo_place(node), id);
  else
    diag_paint_link_unknown(painter->options.diagnostics, fo_place(node), id);
}

bool link_is_internal(const FoTree *tree, const FoNode *node) {
  return fo_lookup_id(tree, fo_attribute(node, PROP_INTERNAL_DESTINATION)) &&
         !fo_attribute(node, PROP_EXTERNAL_DESTINATION);
}

static bool external_target(Painter *painter, const FoNode *node, const char *destination,
                            LinkTarget *target) {
  char *uri = g_strstrip(g_strdup(destination));
  GString *encoded = encode_uri(uri);
  g_free(uri);
  const bool allowed = address_allowed(encoded->str);
  if (!allowed && is_new_fault(painter, node))
    diag_paint_link_scheme(painter->options.diagnostics, fo_place(node), encoded->str);
  *target = (LinkTarget){.uri = keep(painter, encoded)};
  return allowed;
}

bool link_target(Painter *painter, const FoNode *node, LinkTarget *target) {
  const char *id = fo_attribute(node, PROP_INTERNAL_DESTINATION);
  const char *uri = fo_attribute(node, PROP_EXTERNAL_DESTINATION);
  if ((!id || !*id) && uri && *uri)
    return external_target(painter, node, uri, target);
  if (!id || !*id) {
    if (is_new_fault(painter, node))
      diag_paint_link_nowhere(painter->options.diagnostics, fo_place(node));
    return false;
  }
  if (!node_with(painter, id)) {
    report_unknown(painter, node, id);
    return false;
  }
  if (uri && *uri && is_new_fault(painter, node))
    diag_paint_link_both(painter->options.diagnostics, fo_place(node), id);
  *target = (LinkTarget){.destination = destination_name(painter, id, offset_of(node))};
  return true;
}

static void free_offsets(gpointer offsets) {
  g_array_unref(offsets);
}

static void add_offset(Painter *painter, const FoNode *target, Length offset) {
  GArray *offsets = g_hash_table_lookup(painter->offsets, target);
  if (!offsets) {
    offsets = g_array_new(FALSE, FALSE, sizeof(Length));
    g_hash_table_insert(painter->offsets, (gpointer)(uintptr_t)target, offsets);
  }
  for (guint i = 0; i < offsets->len; i++)
    if (g_array_index(offsets, Length, i) == offset)
      return;
  g_array_append_val(offsets, offset);
}

static void collect(Painter *painter, const char *id, Length offset) {
  const FoNode *target = node_with(painter, id);
  if (!target)
    return;
  guint8 *destination = &painter->destinations[target->number];
  painter->missing += *destination == 0;
  *destination = DESTINATION_WANTED;
  if (offset)
    add_offset(painter, target, offset);
}

static void collect_in(Painter *painter, const FoNode *top) {
  for (const FoNode *node = top; node; node = fo_next(node, top))
    if (node->element == FO_BASIC_LINK || node->element == FO_BOOKMARK)
      collect(painter, fo_attribute(node, PROP_INTERNAL_DESTINATION), offset_of(node));
}

void links_collect(Painter *painter) {
  const FoTree *tree = painter->options.tree;
  painter->destinations = g_new0(guint8, tree ? (gsize)tree->node_count : 0);
  painter->offsets = g_hash_table_new_full(NULL, NULL, NULL, free_offsets);
  painter->bad_links = g_hash_table_new(NULL, NULL);
  painter->link_areas = g_array_new(FALSE, FALSE, sizeof(LinkArea));
  painter->links = g_array_new(FALSE, FALSE, sizeof(PageLink));
  painter->places = g_array_new(FALSE, FALSE, sizeof(PageDestination));
  painter->bookmarks = g_array_new(FALSE, FALSE, sizeof(PageBookmark));
  painter->targets = g_string_chunk_new(1024);
  painter->titles = g_string_chunk_new(1024);
  collect_in(painter, painter->options.bookmarks);
  collect_in(painter, tree ? tree->root : NULL);
  for (int i = 0; tree && i < tree->destination_count; i++)
    collect(painter, tree->destinations[i], 0);
}

void links_free(Painter *painter) {
  g_free(painter->destinations);
  g_hash_table_unref(painter->offsets);
  g_hash_table_unref(painter->bad_links);
  g_array_unref(painter->link_areas);
  g_array_unref(painter->links);
  g_array_unref(painter->places);
  g_array_unref(painter->bookmarks);
  g_string_chunk_free(painter->targets);
  g_string_chunk_free(painter->titles);
}

/* ---- Where links are ----------------------------------------------------------------------------- */

const FoNode *link_of(const FoNode *node) {
  for (; node; node = node->parent) {
    if (node->element == FO_BASIC_LINK)
      return node;
    if (node->element == FO_FOOTNOTE_BODY || node->element == FO_FLOAT)
      return NULL; /* stands elsewhere */
  }
  return NULL;
}

static Box intersection(Box a, Box b) {
  double x = MAX(a.x, b.x), y = MAX(a.y, b.y);
  return (Box){x, y, MIN(a.x + a.width, b.x + b.width) - x,
               MIN(a.y + a.height, b.y + b.height) - y};
}

static Box bounds(Box a, Box b) {
  double x = MIN(a.x, b.x), y = MIN(a.y, b.y);
  return (Box){x, y, MAX(a.x + a.width, b.x + b.width) - x,
               MAX(a.y + a.height, b.y + b.height) - y};
}

/* The visible part of a box, on the page; turns are by right angles only. */
static Box visible_part(cairo_t *cr, Box box) {
  double x0, y0, x1, y1;
  cairo_clip_extents(cr, &x0, &y0, &x1, &y1);
  box = intersection(box, (Box){x0, y0, x1 - x0, y1 - y0});
  if (!(box.width > 0 && box.height > 0))
    return (Box){0};
  x0 = box.x, y0 = box.y, x1 = box.x + box.width, y1 = box.y + box.height;
  cairo_user_to_device(cr, &x0, &y0);
  cairo_user_to_device(cr, &x1, &y1);
  return (Box){MIN(x0, x1), MIN(y0, y1), fabs(x1 - x0), fabs(y1 - y0)};
}

void links_note(Painter *painter, const FoNode *node, Box box) {
  if (painter->options.kind != PAINT_PDF)
    return;
  const FoNode *link = link_of(node);
  bool joined = link && link == painter->last_link;
  painter->last_link = link;
  if (!link)
    return;
  LinkArea area = {link, visible_part(painter->cr, box)};
  if (area.box.width <= 0)
    return;
  if (joined && painter->link_areas->len) {
    LinkArea *last = &g_array_index(painter->link_areas, LinkArea, painter->link_areas->len - 1);
    last->box = bounds(last->box, area.box);
  } else {
    g_array_append_val(painter->link_areas, area);
  }
}

void links_end_line(Painter *painter) {
  painter->last_link = NULL;
}

/* ---- Pages ---------------------------------------------------------------------------------------- */

static void add_link(Painter *painter, const LinkArea *area) {
  PageLink link = {area->node,  {NULL, NULL},    area->box.x,
                   area->box.y, area->box.width, area->box.height};
  if (link_target(painter, area->node, &link.target))
    g_array_append_val(painter->links, link);
}

static void add_place(Painter *painter, const FoNode *target, Length offset, Length x, Length y) {
  const PageDestination place = {destination_name(painter, fo_id(target), offset),
                                 length_to_points(x), length_to_points(y)};
  g_array_append_val(painter->places, place);
}

/* Adds a node that is wanted and not placed yet. With an offset, the line of the target is that far below, if the page reaches
 * up so far (§7.23.7). */
static void add_destination(Painter *painter, const FoNode *target, const Anchor *anchor) {
  guint8 *destination = &painter->destinations[target->number];
  if (*destination != DESTINATION_WANTED)
    return;
  *destination |= DESTINATION_PLACED;
  painter->missing--;
  add_place(painter, target, 0, anchor->x, anchor->y);
  const GArray *offsets = g_hash_table_lookup(painter->offsets, target);
  for (guint i = 0; offsets && i < offsets->len; i++) {
    const Length offset = g_array_index(offsets, Length, i);
    add_place(painter, target, offset, anchor->x, MAX(0, anchor->line - offset));
  }
}

void links_end_page(Painter *painter, const Page *page) {
  g_string_chunk_clear(painter->targets);
  g_array_set_size(painter->links, 0);
  g_array_set_size(painter->places, 0);
  for (guint i = 0; i < painter->link_areas->len; i++)
    add_link(painter, &g_array_index(painter->link_areas, LinkArea, i));
  g_array_set_size(painter->link_areas, 0);
  for (int i = 0; i < page->anchor_count; i++) {
    const Anchor *anchor = &page->anchors[i];
    const char *id = anchor->node ? fo_id(anchor->node) : NULL;
    const FoNode *target = node_with(painter, id);
    if (target)
      add_destination(painter, target, anchor);
  }
}

void links_finish(Painter *painter) {
  g_string_chunk_clear(painter->targets);
  g_array_set_size(painter->links, 0);
  g_array_set_size(painter->places, 0);
  const FoNode *root = painter->options.tree ? painter->options.tree->root : NULL;
  for (const FoNode *node = root; node && painter->missing > 0; node = fo_next(node, root)) {
    if (painter->destinations[node->number] != DESTINATION_WANTED)
      continue;
    diag_paint_destination(painter->options.diagnostics, fo_place(node), fo_id(node));
    add_destination(painter, node, &(Anchor){.node = node});
  }
}
