/* The document: page sequences one after the other, and the pages that wait.
 *
 * A page is given to the sink when no citation on it waits any more and all pages before it are gone;
 * where the sink takes late lines, hardly any page waits.
 * What layout makes is allocated in generations, one arena for each page: the items generated while
 * page n was filled, and its areas. An arena goes when no page that waits or is still being painted and no item that
 * is left points into it or an older one. */
#include "layout/body.h"
#include "layout/changebar.h"
#include "layout/folio.h"
#include "layout/footnote.h"
#include "layout/index.h"
#include "layout/late.h"
#include "layout/page.h"
#include "layout/passed.h"
#include "layout/position.h"
#include "layout/reference.h"

typedef struct {
  unsigned generation;
  Arena *arena;
} Generation;

typedef struct {
  Layout layout;
  GQueue pages;        /* of PageBuild, that wait */
  GQueue given;        /* of PageBuild, that the sink has not done with */
  int gone;            /* pages that it has done with */
  GArray *generations; /* of Generation, oldest first */
  Passed passed;
  PageSink *sink;
  void *context;
} Document;

/* ---- Generations -------------------------------------------------------------------------------- */

static void begin_generation(Document *d) {
  const Generation next = {++d->layout.generation, arena_new()};
  g_array_append_val(d->generations, next);
  d->layout.arena = next.arena;
}

static void free_queue(gpointer queue) {
  queue_free(queue);
}

static void free_generations(Document *d, unsigned oldest) {
  guint gone = 0;
  while (gone < d->generations->len) {
    const Generation *generation = &g_array_index(d->generations, Generation, gone);
    if (generation->generation >= oldest)
      break;
    arena_free(generation->arena);
    gone++;
  }
  if (gone)
    g_array_remove_range(d->generations, 0, gone);
}

/* ---- Pages ------------------------------------------------------------------------------------------ */

static void emit_ready(Document *d) {
  for (PageBuild *page; (page = g_queue_peek_head(&d->pages)) && page->waiting == 0;) {
    page->page.anchors = (const Anchor *)(const void *)page->anchors->data;
    page->page.anchor_count = (int)page->anchors->len;
    d->sink(&page->page, d->context);
    g_queue_push_tail(&d->given, g_queue_pop_head(&d->pages));
  }
}

static void free_given(Document *d, bool wait) {
  PagesDone *const done = d->layout.options->done;
  const int gone = done ? done(d->context, wait) : G_MAXINT;
  for (; d->gone < gone && !g_queue_is_empty(&d->given); d->gone++)
    page_free(g_queue_pop_head(&d->given));
  passed_give(&d->passed, &d->layout, d->gone, d->context);
}

static unsigned oldest_of(GQueue *pages, unsigned oldest) {
  const PageBuild *page = g_queue_peek_head(pages);
  return page ? MIN(oldest, page->oldest) : oldest;
}

static void finish_page(Document *d, Sequence *s, PageBuild *page) {
  Layout *layout = &d->layout;
  layout->page_count++;
  s->number++;
  s->count++;
  g_queue_push_tail(&d->pages, page);
  references_settle(layout, false);
  emit_ready(d);
  if (s->queue)
    queue_release(s->queue, s->cursor);
  if (s->rest.queue)
    queue_release(s->rest.queue, s->rest.cursor);
  queue_free_retired(layout);
  passed_reach(&d->passed, s, layout->page_count);
  free_given(d, false);
  const unsigned oldest = oldest_of(&d->given, oldest_of(&d->pages, sequence_oldest(s)));
  begin_generation(d);
  free_generations(d, oldest);
}

/* Where the flow goes on. */
static Place place_reached(const Sequence *s) {
  const Frame *open = s->cursor.open;
  while (open && !open->node)
    open = open->parent;
  return fo_place(open ? open->node : s->node);
}

/* `moved`: gets whether something of the flow was placed. */
static bool add_page(Document *d, Sequence *s, bool blank, bool *moved) {
  const Limits *limits = d->layout.options->limits ? d->layout.options->limits : &limits_usual;
  const bool late = guard_reached(limits->guard);
  if (late || d->layout.page_count >= limits->pages) {
    if (late)
      guard_report(limits->guard, d->layout.diagnostics, place_reached(s));
    else
      diag_layout_too_many_pages(d->layout.diagnostics, fo_place(s->node),
                                 (long long)limits->pages);
    d->layout.stop = true;
    return false;
  }
  const Cursor before = s->cursor;
  PageBuild *page = page_build(s, blank);
  *moved = !cursor_same(before, s->cursor); /* finish_page lets go of what `before` points to */
  finish_page(d, s, page);
  return !d->layout.stop;
}

/* ---- Page sequences ------------------------------------------------------------------------------------- */

static bool parity_asked(Keyword forced, int number) {
  return (forced == KW_EVEN_PAGE && number % 2 != 0) || (forced == KW_ODD_PAGE && number % 2 == 0);
}

int sequence_first_number(const FoNode *sequence, int next) {
  const Style *style = sequence->style;
  switch (style->initial_page_number) {
  case INTEGER_AUTO: return next;
  case INTEGER_AUTO_ODD: return next + (next % 2 == 0);
  case INTEGER_AUTO_EVEN: return next + (next % 2 != 0);
  default: return MAX(1, style->initial_page_number);
  }
}

bool sequence_adds_blank(const Sequence *s, int count, int next) {
  const FoNode *following = s->following;
  const int last = next - 1;
  switch (s->node->style->force_page_count) {
  case KW_EVEN: return count % 2 != 0;
  case KW_ODD: return count % 2 == 0;
  case KW_END_ON_EVEN: return last % 2 != 0;
  case KW_END_ON_ODD: return last % 2 == 0;
  case KW_NO_FORCE: return false;
  default: break;
  }
  return following && following->style->initial_page_number != INTEGER_AUTO &&
         sequence_first_number(following, next) % 2 != next % 2;
}

static bool run_pages(Document *d, Sequence *s) {
  do {
    bool moved = false;
    if (parity_asked(s->forced, s->number) && !add_page(d, s, true, &moved))
      return false;
    const bool carried = sequence_owes(s);
    if (!add_page(d, s, false, &moved))
      return false;
    if (!s->flow_ended && !carried && !moved) {
      diag_layout_no_progress(d->layout.diagnostics, fo_place(s->node));
      return false;
    }
  } while (!s->flow_ended || sequence_owes(s));
  return true;
}

/* Do its flows stand in the order in which they are laid out? */
static bool flows_in_order(const FoNode *flow) {
  for (const FoNode *next; flow && (next = fo_flow_next(flow)); flow = next)
    if (next->number < flow->number)
      return false;
  return true;
}

static bool run_sequence(Document *d, const FoNode *node, const FoNode *following, int *number) {
  Sequence s = {
      .layout = &d->layout,
      .node = node,
      .flow = fo_flow_first(node),
      .following = following,
      .cursor = cursor_start(),
      .number = sequence_first_number(node, *number),
  };
  if (!s.flow || !master_begin(&d->layout, node, &s.masters))
    return false;
  d->layout.sequence = node;
  d->layout.widths_change = s.flow && body_widths_change(&s);
  d->layout.flows_turned = !flows_in_order(s.flow);
  folio_check(&d->layout, node);
  bool ok = run_pages(d, &s);
  if (ok && sequence_adds_blank(&s, s.count, s.number))
    ok = add_page(d, &s, true, &(bool){false});
  queue_free(s.queue);
  footnotes_rest_release(&s.rest);
  queue_free_retired(&d->layout);
  g_queue_clear(&s.floats);
  references_close(&d->layout, node);
  references_settle(&d->layout, false);
  emit_ready(d);
  *number = s.number;
  return ok;
}

/* ---- The document ------------------------------------------------------------------------------------------- */

/* The page sequences in document order, those in fo:page-sequence-wrapper too. */
static void find_sequences(const FoNode *node, GPtrArray *found) {
  for (const FoNode *child = node->first; child; child = child->next) {
    if (child->element == FO_PAGE_SEQUENCE)
      g_ptr_array_add(found, (gpointer)child);
    else if (child->element == FO_PAGE_SEQUENCE_WRAPPER)
      find_sequences(child, found);
  }
}

static void take_note(Layout *layout, const FoNode *node) {
  const Keyword side = node->element == FO_FLOAT ? node->style->float_ : KW_NONE;
  layout->side_floats = layout->side_floats || (side != KW_NONE && side != KW_BEFORE);
  layout->positioned = layout->positioned || position_asked(node);
  layout->strings = layout->strings || node->style->text_align.string;
  layout->inline_containers = layout->inline_containers || node->element == FO_INLINE_CONTAINER;
}

/* What the document has some of, which costs work on every page. */
static void look_through(Layout *layout) {
  const FoNode *root = layout->tree->root;
  for (const FoNode *node = root; node; node = fo_next(node, root))
    take_note(layout, node);
}

static bool run_document(Document *d) {
  GPtrArray *sequences = g_ptr_array_new();
  find_sequences(d->layout.tree->root, sequences);
  int number = 1;
  bool ok = true;
  for (guint i = 0; ok && i < sequences->len; i++) {
    const FoNode *next = i + 1 < sequences->len ? g_ptr_array_index(sequences, i + 1) : NULL;
    ok = run_sequence(d, g_ptr_array_index(sequences, i), next, &number);
  }
  g_ptr_array_unref(sequences);
  change_bars_end(&d->layout);
  references_close(&d->layout, d->layout.tree->root);
  references_settle(&d->layout, true);
  emit_ready(d);
  free_given(d, true);
  if (d->layout.late)
    late_settle(d->layout.late, &d->layout, d->context);
  return ok;
}

bool layout_document(const FoTree *tree, const LayoutOptions *options, PageSink *sink,
                     void *context) {
  Document d = {
      .layout =
          {
              .tree = tree,
              .options = options,
              .diagnostics = options->diagnostics,
              .memory = arena_new(),
              .looks = g_hash_table_new(NULL, NULL),
              .markers = g_hash_table_new(g_str_hash, g_str_equal),
              .change_bars = g_ptr_array_new(),
              .retrieving = g_ptr_array_new(),
              .retired = g_hash_table_new_full(NULL, NULL, free_queue, NULL),
          },
      .pages = G_QUEUE_INIT,
      .generations = g_array_new(FALSE, FALSE, sizeof(Generation)),
      .passed = passed_new(),
      .sink = sink,
      .context = context,
  };
  look_through(&d.layout);
  d.layout.references = references_new(&d.layout);
  d.layout.index_lists = index_lists_new();
  d.layout.late = options->late ? late_lines_new() : NULL;
  begin_generation(&d);
  const bool ok = run_document(&d);
  g_hash_table_unref(d.layout.retired);
  references_free(d.layout.references);
  late_lines_free(d.layout.late);
  g_hash_table_unref(d.layout.index_lists);
  free_generations(&d, G_MAXUINT);
  g_array_unref(d.generations);
  passed_release(&d.passed);
  g_hash_table_unref(d.layout.looks);
  g_hash_table_unref(d.layout.markers);
  g_ptr_array_unref(d.layout.change_bars);
  g_ptr_array_unref(d.layout.retrieving);
  arena_free(d.layout.memory);
  return ok;
}
