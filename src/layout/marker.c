/* Markers: which ones a page has, and which of them running heads take (XSL 1.1 §6.13). */
#include "layout/marker.h"

#include <string.h>

void markers_find(PageBuild *page, const Area *area) {
  if (area->node && area->node->element == FO_MARKER) {
    const PageMarker marker = {area->node, true, true};
    g_array_append_val(page->markers, marker);
  }
  for (const Area *child = area->first; child; child = child->next)
    if (child->kind == AREA_BOX || child->kind == AREA_VIEWPORT || child->kind == AREA_LINE)
      markers_find(page, child);
}

void markers_carried(PageBuild *page, Queue *queue, Cursor cursor) {
  GPtrArray *nodes = g_ptr_array_new();
  if (queue)
    cursor_open_nodes(queue, cursor, nodes);
  for (guint i = 0; i < nodes->len; i++) {
    const FoNode *node = nodes->pdata[i], *child = node ? node->first : NULL;
    for (; child && child->element == FO_MARKER; child = child->next) {
      const PageMarker marker = {child, false, true};
      g_array_append_val(page->markers, marker);
    }
  }
  g_ptr_array_unref(nodes);
}

void markers_left_open(PageBuild *page, Queue *queue, Cursor cursor) {
  GPtrArray *nodes = g_ptr_array_new();
  cursor_open_nodes(queue, cursor, nodes);
  for (guint i = 0; i < page->markers->len; i++) {
    PageMarker *marker = &g_array_index(page->markers, PageMarker, i);
    if (g_ptr_array_find(nodes, marker->marker->parent, NULL))
      marker->ends = false;
  }
  g_ptr_array_unref(nodes);
}

void markers_remember(Layout *layout, const PageBuild *page) {
  for (guint i = 0; i < page->markers->len; i++) {
    const FoNode *marker = g_array_index(page->markers, PageMarker, i).marker;
    const char *class = fo_attribute(marker, PROP_MARKER_CLASS_NAME);
    if (class)
      g_hash_table_insert(layout->markers, (gpointer) class, (gpointer)marker);
  }
}

/* ---- Retrieving markers ------------------------------------------------------------------------- */

/* The first or the last of a class on the page; `begun`, `ended` there if so asked. */
static const FoNode *marker_on_page(const PageBuild *page, const char *class, bool last, bool begun,
                                    bool ended) {
  const FoNode *found = NULL;
  for (guint i = 0; i < page->markers->len; i++) {
    const PageMarker *marker = &g_array_index(page->markers, PageMarker, i);
    const char *its = fo_attribute(marker->marker, PROP_MARKER_CLASS_NAME);
    if (!its || strcmp(its, class) != 0 || (begun && !marker->starts) || (ended && !marker->ends))
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
  if (retriever->element == FO_RETRIEVE_TABLE_MARKER)
    return table_marker_retrieve(layout, retriever);
  const char *class = fo_attribute(retriever, PROP_RETRIEVE_CLASS_NAME);
  if (!class || !page)
    return NULL;
  const Keyword position = retriever->style->retrieve_position;
  const bool last =
      position == KW_LAST_STARTING_WITHIN_PAGE || position == KW_LAST_ENDING_WITHIN_PAGE;
  const bool starting =
      position == KW_FIRST_STARTING_WITHIN_PAGE || position == KW_LAST_STARTING_WITHIN_PAGE;
  const bool ending = position == KW_LAST_ENDING_WITHIN_PAGE;
  const FoNode *marker = marker_on_page(page, class, last, starting, ending);
  if (!marker && (starting || ending))
    marker = marker_on_page(page, class, last, false, false);
  if (!marker)
    marker = marker_before(layout, class, retriever->style->retrieve_boundary);
  return marker ? fo_retrieve_marker(layout->tree, marker, retriever, layout->arena,
                                     layout->diagnostics)
                : NULL;
}
