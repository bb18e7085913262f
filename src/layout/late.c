#include "layout/late.h"
#include "layout/reference.h"

/* A page, and where its lines and what they wait for begin. */
typedef struct {
  int index;
  Length width, height;
  guint line, pending;
} Entry;

struct LateLines {
  Arena *arena;       /* of the copies */
  GArray *pages;      /* of Entry */
  GPtrArray *lines;   /* of Area: copies; the n-th has the number n + 1 */
  GArray *pendings;   /* of Pending, that point into the copies */
  GHashTable *copies; /* Area -> its copy, of the last page */
  GHashTable *nodes;  /* FoNode that goes with its page -> its copy, of the last page */
};

LateLines *late_lines_new(void) {
  LateLines *late = g_new(LateLines, 1);
  *late = (LateLines){.arena = arena_new(),
                      .pages = g_array_new(FALSE, FALSE, sizeof(Entry)),
                      .lines = g_ptr_array_new(),
                      .pendings = g_array_new(FALSE, FALSE, sizeof(Pending)),
                      .copies = g_hash_table_new(NULL, NULL),
                      .nodes = g_hash_table_new(NULL, NULL)};
  return late;
}

void late_lines_free(LateLines *late) {
  if (!late)
    return;
  arena_free(late->arena);
  g_array_unref(late->pages);
  g_ptr_array_unref(late->lines);
  g_array_unref(late->pendings);
  g_hash_table_unref(late->copies);
  g_hash_table_unref(late->nodes);
  g_free(late);
}

/* ---- Copies --------------------------------------------------------------------------------------- */

static void *copy(LateLines *late, const void *bytes, size_t size) {
  return bytes && size ? arena_copy(late->arena, bytes, size) : NULL;
}

static void copy_run(LateLines *late, GlyphRun *run) {
  run->glyphs = copy(late, run->glyphs, sizeof(Glyph) * (size_t)run->glyph_count);
  run->clusters = copy(late, run->clusters, sizeof(GlyphCluster) * (size_t)run->cluster_count);
  run->text = copy(late, run->text, (size_t)run->text_length);
}

/* What was retrieved from a marker, or is in a first line, goes with its page: it and what it is in, without
 * children. */
static const FoNode *lasting(LateLines *late, const FoNode *node) {
  if (!node || !node->original)
    return node;
  FoNode *kept = g_hash_table_lookup(late->nodes, node);
  if (kept)
    return kept;
  kept = copy(late, node, sizeof *node);
  g_hash_table_insert(late->nodes, (gpointer)node, kept);
  kept->first = kept->next = NULL;
  kept->original = NULL;
  kept->parent = lasting(late, node->parent);
  return kept;
}

/* What fills `leader` is left out: it is filled anew when its width is known. */
static Area *copy_area(LateLines *late, const Area *area, const Area *leader) {
  Area *copied = copy(late, area, sizeof *area);
  g_hash_table_insert(late->copies, (gpointer)area, copied);
  copied->first = copied->last = copied->next = NULL;
  copied->node = lasting(late, area->node);
  copied->decoration = copy(late, area->decoration, sizeof(Decoration));
  if (copied->kind == AREA_TEXT)
    copy_run(late, &copied->text.run);
  for (const Area *child = area != leader ? area->first : NULL; child; child = child->next)
    area_append(copied, copy_area(late, child, leader));
  return copied;
}

static void begin_page(LateLines *late, Page *page) {
  const Entry entry = {page->index, page->width, page->height, late->lines->len,
                       late->pendings->len};
  g_array_append_val(late->pages, entry);
  g_hash_table_remove_all(late->copies);
  g_hash_table_remove_all(late->nodes);
  page->late = true;
}

static Area *copy_of(const LateLines *late, const Area *area) {
  return area ? g_hash_table_lookup(late->copies, area) : NULL;
}

/* What was placed of the pending's line may be another area with the same children. */
static Area *parent_of(Area *area, const Area *wanted) {
  for (Area *child = area ? area->first : NULL; child; child = child->next) {
    Area *parent = child == wanted ? area : parent_of(child, wanted);
    if (parent)
      return parent;
  }
  return NULL;
}

/* Does something in it stand in a stacking context of the page? */
static bool has_stacked(const Area *area) {
  for (const Area *child = area->first; child; child = child->next)
    if (child->stacked || has_stacked(child))
      return true;
  return false;
}

bool late_add(LateLines *late, const Pending *pending, Area *line, Page *page) {
  if (!line->line.late && has_stacked(line))
    return false;
  if (!page->late)
    begin_page(late, page);
  if (!line->line.late) {
    g_ptr_array_add(late->lines, copy_area(late, line, pending->leader));
    line->line.late = (int)late->lines->len;
  }
  Pending own = *pending;
  own.node = fo_original(pending->node);
  own.text = copy_of(late, pending->text);
  own.child = copy_of(late, pending->child);
  own.line = parent_of(copy_of(late, line), own.child);
  own.leader = copy_of(late, pending->leader);
  g_array_append_val(late->pendings, own);
  return true;
}

/* ---- The end --------------------------------------------------------------------------------------- */

static void settle_page(LateLines *late, Layout *layout, guint number, void *context) {
  const Entry *entry = &g_array_index(late->pages, Entry, number);
  const Entry *next =
      number + 1 < late->pages->len ? &g_array_index(late->pages, Entry, number + 1) : NULL;
  const guint lines = next ? next->line : late->lines->len;
  const guint pendings = next ? next->pending : late->pendings->len;
  for (guint i = entry->pending; i < pendings; i++)
    reference_resolve(layout, &g_array_index(late->pendings, Pending, i));
  const LatePage page = {
      .index = entry->index,
      .width = entry->width,
      .height = entry->height,
      .lines = (const Area *const *)(const void *)(late->lines->pdata + entry->line),
      .count = (int)(lines - entry->line),
      .first = (int)entry->line + 1,
  };
  layout->options->late(&page, context);
}

void late_settle(LateLines *late, Layout *layout, void *context) {
  Arena *arena = layout->arena;
  for (guint i = 0; i < late->pages->len; i++) {
    layout->arena = arena_new();
    settle_page(late, layout, i, context);
    arena_free(layout->arena);
  }
  layout->arena = arena;
}
