/* Page numbers, and citations of pages that may not exist yet. */
#include "layout/reference.h"
#include "layout/index.h"
#include "layout/late.h"
#include "layout/master.h"
#include "layout/respace.h"

/* What is known of a node that is cited: indices of pages. */
typedef struct {
  int first, last;
  int last_used;   /* that is not blank; -1: none */
  int last_normal; /* with something of it in the flow; -1: none */
} Entry;

/* A pending text on a page that waits. */
typedef struct {
  const Pending *pending;
  PageBuild *page;
  int behind; /* the number of the node behind that which it waits for */
  int order;  /* of its beginning to wait */
} Waiting;

struct References {
  Layout *layout;
  GHashTable *scales;   /* number of a node -> Scale *, of its picture */
  GHashTable *entries;  /* number of a node -> Entry *: a copy of it counts as the node */
  GArray *pages;        /* of PageName, by index */
  int closed;           /* all areas of nodes with smaller numbers are on pages */
  int passed;           /* the highest number of a node that is on a page */
  GHashTable *pendings; /* Area * -> Pending *, of lines not yet on a page */
  /* What waits is looked at again only when that which it waits for may have become known: */
  GHashTable *unmet;   /* number of a node -> GArray of Waiting, for its first area */
  GArray *met;         /* int: numbers among those of nodes that have been met since */
  GSequence *unpassed; /* of Waiting: for `passed` or `closed` to reach their `behind` */
  GSequence *unclosed; /* of Waiting: for `closed` to do so */
  int waited;          /* how many began to wait */
};

static void free_waitings(gpointer data) {
  g_array_unref(data);
}

References *references_new(Layout *layout) {
  References *references = g_new0(References, 1);
  references->layout = layout;
  references->entries = g_hash_table_new(NULL, NULL);
  references->scales = g_hash_table_new(NULL, NULL);
  references->pages = g_array_new(FALSE, FALSE, sizeof(PageName));
  references->pendings = g_hash_table_new(NULL, NULL);
  references->unmet = g_hash_table_new_full(NULL, NULL, NULL, free_waitings);
  references->met = g_array_new(FALSE, FALSE, sizeof(int));
  references->unpassed = g_sequence_new(g_free);
  references->unclosed = g_sequence_new(g_free);
  return references;
}

void references_free(References *references) {
  if (!references)
    return;
  g_hash_table_unref(references->entries);
  g_hash_table_unref(references->scales);
  g_array_unref(references->pages);
  g_hash_table_unref(references->pendings);
  g_hash_table_unref(references->unmet);
  g_array_unref(references->met);
  g_sequence_free(references->unpassed);
  g_sequence_free(references->unclosed);
  g_free(references);
}

/* ---- What is known -------------------------------------------------------------------------------- */

static const FoNode *cited_node(Layout *layout, const FoNode *citation) {
  const char *id = fo_attribute(citation, PROP_REF_ID);
  return id ? fo_lookup_id(layout->tree, id) : NULL;
}

static Entry *entry_of(const References *references, const FoNode *node) {
  return g_hash_table_lookup(references->entries, GINT_TO_POINTER(node->number));
}

/* The number of the node that follows on `node` and what is in it. */
static int number_behind(const References *references, const FoNode *node) {
  while (node && !node->next)
    node = node->parent;
  return node ? node->next->number : references->layout->tree->node_count;
}

/* Are all areas of the node and what is in it on pages? */
static bool is_closed(const References *references, const FoNode *node) {
  return number_behind(references, node) <= references->closed;
}

/* The same, earlier: what was passed is on pages, if it is not put off to a later one. */
static bool is_behind(const References *references, const FoNode *node) {
  const int behind = number_behind(references, node);
  if (behind <= references->closed || behind > references->passed)
    return behind <= references->closed;
  while (node && node->element != FO_FOOTNOTE_BODY && node->element != FO_FLOAT)
    node = node->parent;
  return !node;
}

bool reference_is_cited(const FoNode *node) {
  return fo_id(node) || node->element == FO_INDEX_RANGE_END || fo_attribute(node, PROP_INDEX_KEY);
}

void reference_passed(Layout *layout, const FoNode *node) {
  if (!layout->flows_turned)
    layout->references->passed = MAX(layout->references->passed, node->number);
}

bool reference_pages(const Layout *layout, const FoNode *node, int *first, int *last) {
  const Entry *entry = entry_of(layout->references, node);
  *first = entry ? entry->first : -1;
  *last = entry ? entry->last : -1;
  return is_behind(layout->references, node);
}

const PageName *reference_page(const Layout *layout, int index) {
  return &g_array_index(layout->references->pages, PageName, index);
}

/* How a picture is scaled. */
typedef struct {
  double width, height;
} Scale;

void reference_scaled(Layout *layout, const FoNode *node, Length width, Length intrinsic_width,
                      Length height, Length intrinsic_height) {
  if (!fo_id(node))
    return;
  Scale *scale = arena_new_object(layout->memory, Scale);
  scale->width = intrinsic_width > 0 ? (double)width / (double)intrinsic_width : 1;
  scale->height = intrinsic_height > 0 ? (double)height / (double)intrinsic_height : 1;
  g_hash_table_insert(layout->references->scales, GINT_TO_POINTER(node->number), scale);
}

/* A scale in percent of what the picture's own size stands for, without a sign (§6.6.15, §7.30.9). */
static const char *scale_text(References *references, const FoNode *citation, const FoNode *cited) {
  const Scale *scale = g_hash_table_lookup(references->scales, GINT_TO_POINTER(cited->number));
  if (!scale)
    return NULL;
  const Style *style = citation->style;
  const double one = style->scale_option == KW_HEIGHT ? scale->height : scale->width;
  const double percent = one * style->intrinsic_scale_value.percent * 100 / SIZE_HUNDRED_PERCENT;
  return page_number_text(citation, (int)CLAMP(percent + 0.5, 0, 1e9), references->layout->memory);
}

/* The last page as page-citation-strategy has it (§7.30.13); where there is none, the next best. */
static int last_page(const Entry *entry, Keyword strategy) {
  if (strategy == KW_NORMAL && entry->last_normal >= 0)
    return entry->last_normal;
  return strategy != KW_ALL && entry->last_used >= 0 ? entry->last_used : entry->last;
}

static const char *citation_text(References *references, const FoNode *citation) {
  const FoNode *cited = cited_node(references->layout, citation);
  if (citation->element == FO_SCALING_VALUE_CITATION)
    return cited ? scale_text(references, citation, cited) : NULL;
  const Entry *entry = cited ? entry_of(references, cited) : NULL;
  const bool last = citation->element == FO_PAGE_NUMBER_CITATION_LAST;
  if (!entry || (last && !is_closed(references, cited)))
    return NULL;
  const int page = last ? last_page(entry, citation->style->page_citation_strategy) : entry->first;
  return reference_page(references->layout, page)->text;
}

/* What is printed, and the node that it stands for. */
static const char *pending_text(References *references, const Pending *pending,
                                const FoNode **source) {
  *source = pending->node;
  return pending->node->element == FO_INDEX_PAGE_CITATION_LIST
             ? index_pending_text(references->layout, pending->node, pending->item, source)
             : citation_text(references, pending->node);
}

static bool is_picture(const FoNode *node) {
  return node->element == FO_EXTERNAL_GRAPHIC || node->element == FO_INSTREAM_FOREIGN_OBJECT;
}

const char *reference_text(Layout *layout, const FoNode *node, const PageBuild *page) {
  if (node->element == FO_PAGE_NUMBER)
    return page ? page->page.number : NULL;
  if (!cited_node(layout, node)) {
    const char *id = fo_attribute(node, PROP_REF_ID);
    diag_layout_unknown_id(layout->diagnostics, fo_place(node), id ? id : "");
    return "?";
  }
  if (node->element == FO_SCALING_VALUE_CITATION && !is_picture(cited_node(layout, node))) {
    diag_layout_scale_of_what(layout->diagnostics, fo_place(node), fo_attribute(node, PROP_REF_ID));
    return "?";
  }
  return citation_text(layout->references, node);
}

void references_page(Layout *layout, const Page *page, int number) {
  const PageName name = {
      .number = number,
      .text = arena_strdup(layout->memory, page->number),
      .sequence = page->sequence,
  };
  g_array_append_val(layout->references->pages, name);
}

static void note_page(Entry *entry, int page, Meeting meeting) {
  entry->last = page;
  if (meeting != MET_BLANK)
    entry->last_used = page;
  if (meeting == MET_NORMAL)
    entry->last_normal = page;
}

bool reference_met(Layout *layout, const FoNode *node, const Page *page, Meeting meeting) {
  References *references = layout->references;
  Entry *entry = entry_of(references, node);
  if (entry) {
    note_page(entry, page->index, meeting);
    return false;
  }
  entry = arena_new_object(layout->memory, Entry);
  entry->first = page->index;
  entry->last_used = entry->last_normal = -1;
  note_page(entry, page->index, meeting);
  g_hash_table_insert(references->entries, GINT_TO_POINTER(node->number), entry);
  if (g_hash_table_contains(references->unmet, GINT_TO_POINTER(node->number)))
    g_array_append_val(references->met, node->number);
  return true;
}

/* ---- Making the text ------------------------------------------------------------------------------- */

/* Moves what is behind the text, on every level, and widens the boxes that it is in. */
static bool make_room(Area *parent, const Area *text, Length grown) {
  bool behind = false;
  for (Area *area = parent->first; area; area = area->next) {
    if (behind) {
      area->x += grown;
    } else if (area == text) {
      behind = true;
    } else if (make_room(area, text, grown)) {
      area->width += grown;
      behind = true;
    }
  }
  return behind;
}

/* Moves the areas of a line so that a change of width leaves its alignment as it was. */
static void realign(Layout *layout, const Pending *pending, Length grown) {
  Length before = 0; /* what lies left of the text moves by this much */
  if (pending->leader) {
    pending->leader->width -= grown;
    leader_fill(layout, pending->leader, layout_look(layout, pending->leader->node),
                pending->line->x + pending->leader->x);
  } else if (pending->align == ALIGN_RIGHT) {
    before = -grown;
  } else if (pending->align == ALIGN_CENTER) {
    before = -grown / 2;
  }
  bool after_leader = false;
  for (Area *area = pending->line->first; area; area = area->next) {
    area->x += before;
    if (after_leader)
      area->x -= grown;
    after_leader = after_leader || area == pending->leader;
  }
  make_room(pending->line, pending->text, grown);
  if (pending->justified && !pending->leader)
    line_respace(layout, pending->line, -grown, pending->align == ALIGN_RIGHT);
}

/* A number that an index list turns out not to have takes the space before it along; returns its width. */
static Length drop_space(const Pending *pending) {
  Area *before = pending->line->first;
  while (before && before->next != pending->text)
    before = before->next;
  if (!before || before->kind != AREA_TEXT || before->text.run.text_length != 1 ||
      before->text.run.text[0] != ' ')
    return 0;
  const Length width = before->width;
  before->kind = AREA_BOX;
  before->width = 0;
  pending->text->x -= width;
  return width;
}

static void resolve(Layout *layout, const Pending *pending, const char *text,
                    const FoNode *source) {
  const TextLine *line = text_single_line(
      layout->options->text, layout->diagnostics, layout->arena, &pending->look->style, TEXT_LTR,
      arena_strdup(layout->arena, text), strlen(text), pending, fo_place(pending->node));
  Area *area = pending->text;
  Length grown = line->width - area->width;
  area->node = source;
  if (line->count > 0)
    area->text.run = line->fragments[0].run;
  else
    area->kind = AREA_BOX;
  if (line->count == 0)
    grown -= drop_space(pending);
  area->width = line->width;
  realign(layout, pending, grown);
}

void pending_add(Layout *layout, const Pending *pending) {
  Pending *kept = arena_copy(layout->arena, pending, sizeof *pending);
  g_hash_table_insert(layout->references->pendings, kept->text, kept);
}

/* ---- Waiting --------------------------------------------------------------------------------------- */

static int by_behind(const void *a, const void *b, void *unused) {
  const Waiting *one = a, *other = b;
  (void)unused;
  if (one->behind != other->behind)
    return one->behind < other->behind ? -1 : 1;
  return one->order < other->order ? -1 : one->order > other->order;
}

static void await_area(References *references, const FoNode *node, const Waiting *waiting) {
  const gpointer key = GINT_TO_POINTER(node->number);
  GArray *others = g_hash_table_lookup(references->unmet, key);
  if (!others) {
    others = g_array_new(FALSE, FALSE, sizeof(Waiting));
    g_hash_table_insert(references->unmet, key, others);
  }
  g_array_append_vals(others, waiting, 1);
}

/* Puts what waits where it is found again when it may be known: a page when its first area is met, the
 * last page and the pages of an index when what they are of is behind. */
static void await(References *references, const Waiting *waiting) {
  const FoNode *node = waiting->pending->node;
  const bool index = node->element == FO_INDEX_PAGE_CITATION_LIST;
  const FoNode *cited =
      index ? index_waits_for(references->layout, node) : cited_node(references->layout, node);
  if (!index && (node->element != FO_PAGE_NUMBER_CITATION_LAST || is_closed(references, cited))) {
    await_area(references, cited, waiting);
    return;
  }
  Waiting *kept = g_memdup2(waiting, sizeof *waiting);
  kept->behind = number_behind(references, cited);
  const bool passing = index && kept->behind > references->passed;
  g_sequence_insert_sorted(passing ? references->unpassed : references->unclosed, kept, by_behind,
                           NULL);
}

void pending_on_page(Layout *layout, Area *text, Area *line, PageBuild *page) {
  References *references = layout->references;
  const Pending *pending = g_hash_table_lookup(references->pendings, text);
  if (!pending)
    return;
  g_hash_table_remove(references->pendings, text);
  const FoNode *source = pending->node;
  const char *known = source->element == FO_PAGE_NUMBER
                          ? page->page.number
                          : pending_text(references, pending, &source);
  if (known) {
    resolve(layout, pending, known, source);
    return;
  }
  if (layout->late && line && late_add(layout->late, pending, line, &page->page))
    return;
  page->waiting++;
  const Waiting waiting = {.pending = pending, .page = page, .order = references->waited++};
  await(references, &waiting);
}

/* Ends the waiting if the text is known. */
static bool satisfy(References *references, const Waiting *waiting) {
  const FoNode *source;
  const char *text = pending_text(references, waiting->pending, &source);
  if (!text)
    return false;
  resolve(references->layout, waiting->pending, text, source);
  waiting->page->waiting--;
  return true;
}

static void settle_met(References *references) {
  for (guint i = 0; i < references->met->len; i++) {
    const gpointer key = GINT_TO_POINTER(g_array_index(references->met, int, i));
    GArray *waiting = g_hash_table_lookup(references->unmet, key);
    for (guint k = 0; k < waiting->len; k++)
      satisfy(references, &g_array_index(waiting, Waiting, k));
    g_hash_table_remove(references->unmet, key);
  }
  g_array_set_size(references->met, 0);
}

/* Those whose node is behind; one that is not satisfied then waits for something else. */
static void settle_reached(References *references, GSequence *waiting, int reached) {
  for (;;) {
    GSequenceIter *first = g_sequence_get_begin_iter(waiting);
    if (g_sequence_iter_is_end(first))
      return;
    const Waiting one = *(const Waiting *)g_sequence_get(first);
    if (one.behind > reached)
      return;
    g_sequence_remove(first);
    if (!satisfy(references, &one))
      await(references, &one);
  }
}

static int by_order(const void *a, const void *b) {
  const Waiting *one = a, *other = b;
  return one->order < other->order ? -1 : one->order > other->order;
}

/* The document has ended: what waits for an area waits in vain. */
static void resolve_in_vain(Layout *layout, const Pending *pending) {
  const FoNode *node = pending->node;
  diag_layout_id_without_area(layout->diagnostics, fo_place(node), fo_attribute(node, PROP_REF_ID));
  resolve(layout, pending, "?", node);
}

void reference_resolve(Layout *layout, const Pending *pending) {
  const FoNode *source;
  const char *text = pending_text(layout->references, pending, &source);
  if (text)
    resolve(layout, pending, text, source);
  else
    resolve_in_vain(layout, pending);
}

static void give_up(References *references) {
  Layout *layout = references->layout;
  GArray *all = g_array_new(FALSE, FALSE, sizeof(Waiting));
  GHashTableIter iter;
  gpointer waiting;
  g_hash_table_iter_init(&iter, references->unmet);
  while (g_hash_table_iter_next(&iter, NULL, &waiting))
    g_array_append_vals(all, ((GArray *)waiting)->data, ((GArray *)waiting)->len);
  g_hash_table_remove_all(references->unmet);
  g_array_sort(all, by_order);
  for (guint i = 0; i < all->len; i++) {
    const Waiting *one = &g_array_index(all, Waiting, i);
    resolve_in_vain(layout, one->pending);
    one->page->waiting--;
  }
  g_array_unref(all);
}

void references_settle(Layout *layout, bool final) {
  References *references = layout->references;
  settle_met(references);
  settle_reached(references, references->unpassed, MAX(references->passed, references->closed));
  settle_reached(references, references->unclosed, references->closed);
  if (final)
    give_up(references);
}

void references_close(Layout *layout, const FoNode *ancestor) {
  while (ancestor && !ancestor->next)
    ancestor = ancestor->parent;
  layout->references->closed = ancestor ? ancestor->next->number : layout->tree->node_count;
}
