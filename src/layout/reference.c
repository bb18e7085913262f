/* Page numbers, and citations of pages that may not exist yet. */
#include "layout/reference.h"
#include "layout/index.h"

/* What is known of a node that is cited: indices of pages. */
typedef struct {
  int first, last;
  int last_used; /* that is not blank; -1: none */
} Entry;

/* A pending text on a page that waits. */
typedef struct {
  const Pending *pending;
  PageBuild *page;
} Waiting;

struct References {
  Layout *layout;
  GHashTable *entries;  /* number of a node -> Entry *: a copy of it counts as the node */
  GArray *pages;        /* of PageName, by index */
  int closed;           /* all areas of nodes with smaller numbers are on pages */
  int passed;           /* the highest number of a node that is on a page */
  GHashTable *pendings; /* Area * -> Pending *, of lines not yet on a page */
  GArray *waiting;      /* of Waiting */
};

References *references_new(Layout *layout) {
  References *references = g_new0(References, 1);
  references->layout = layout;
  references->entries = g_hash_table_new(NULL, NULL);
  references->pages = g_array_new(FALSE, FALSE, sizeof(PageName));
  references->pendings = g_hash_table_new(NULL, NULL);
  references->waiting = g_array_new(FALSE, FALSE, sizeof(Waiting));
  return references;
}

void references_free(References *references) {
  if (!references)
    return;
  g_hash_table_unref(references->entries);
  g_array_unref(references->pages);
  g_hash_table_unref(references->pendings);
  g_array_unref(references->waiting);
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
  return node->id || node->element == FO_INDEX_RANGE_END || fo_attribute(node, PROP_INDEX_KEY);
}

void reference_passed(Layout *layout, const FoNode *node) {
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

static const char *citation_text(References *references, const FoNode *citation) {
  const FoNode *cited = cited_node(references->layout, citation);
  const Entry *entry = cited ? entry_of(references, cited) : NULL;
  const bool last = citation->element == FO_PAGE_NUMBER_CITATION_LAST;
  if (!entry || (last && !is_closed(references, cited)))
    return NULL;
  const bool used = citation->style->page_citation_strategy != KW_ALL && entry->last_used >= 0;
  const int page = !last ? entry->first : used ? entry->last_used : entry->last;
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

const char *reference_text(Layout *layout, const FoNode *node, const PageBuild *page) {
  if (node->element == FO_PAGE_NUMBER)
    return page ? page->page.number : NULL;
  if (!cited_node(layout, node)) {
    const char *id = fo_attribute(node, PROP_REF_ID);
    diag_layout_unknown_id(layout->diagnostics, fo_place(node), id ? id : "");
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

bool reference_met(Layout *layout, const FoNode *node, const Page *page, bool blank) {
  References *references = layout->references;
  Entry *entry = entry_of(references, node);
  if (entry) {
    entry->last = page->index;
    entry->last_used = blank ? entry->last_used : page->index;
    return false;
  }
  entry = arena_new_object(layout->memory, Entry);
  entry->first = entry->last = page->index;
  entry->last_used = blank ? -1 : page->index;
  g_hash_table_insert(references->entries, GINT_TO_POINTER(node->number), entry);
  return true;
}

/* ---- Making the text ------------------------------------------------------------------------------- */

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
  bool after_leader = false, after_text = false;
  for (Area *area = pending->line->first; area; area = area->next) {
    area->x += before;
    if (after_text)
      area->x += grown;
    if (after_leader)
      area->x -= grown;
    after_leader = after_leader || area == pending->leader;
    after_text = after_text || area == pending->child;
  }
  if (pending->child != pending->text)
    pending->child->width += grown;
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

void pending_on_page(Layout *layout, Area *text, PageBuild *page) {
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
  const Waiting waiting = {pending, page};
  g_array_append_val(references->waiting, waiting);
  page->waiting++;
}

void references_settle(Layout *layout, bool final) {
  GArray *all = layout->references->waiting;
  guint kept = 0;
  for (guint i = 0; i < all->len; i++) {
    const Waiting waiting = g_array_index(all, Waiting, i);
    const FoNode *source;
    const char *text = pending_text(layout->references, waiting.pending, &source);
    if (!text && final) {
      const char *id = fo_attribute(waiting.pending->node, PROP_REF_ID);
      diag_layout_id_without_area(layout->diagnostics, fo_place(waiting.pending->node), id);
      text = "?";
    }
    if (text) {
      resolve(layout, waiting.pending, text, source);
      waiting.page->waiting--;
    } else {
      g_array_index(all, Waiting, kept++) = waiting;
    }
  }
  g_array_set_size(all, kept);
}

void references_close(Layout *layout, const FoNode *ancestor) {
  while (ancestor && !ancestor->next)
    ancestor = ancestor->parent;
  layout->references->closed = ancestor ? ancestor->next->number : layout->tree->node_count;
}
