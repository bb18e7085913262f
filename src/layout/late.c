#include "layout/late.h"
#include "base/pack.h"
#include "layout/reference.h"

/* A page, its lines and what they wait for, packed, and where the lines begin. */
typedef struct {
  int index;
  Length width, height;
  guint line, pendings;
  const guint8 *packed;
} Entry;

/* A pending, of whose areas are kept where they are among those packed of its page, from 1; 0: none. */
typedef struct {
  Pending pending;
  guint text, child, line, leader;
} Kept;

struct LateLines {
  Arena *arena;         /* of what is kept */
  GArray *pages;        /* of Entry */
  GByteArray *packed;   /* of the last page */
  Area last;            /* that was packed of it */
  guint lines;          /* the n-th has the number n + 1 */
  GArray *pendings;     /* of Kept, of the last page */
  GHashTable *places;   /* Area -> its place among those packed, of the last page */
  GHashTable *children; /* const FoNode *: children of flows that have such lines */
  GHashTable *nodes;    /* FoNode that goes with its page -> its copy, of the last page */
};

LateLines *late_lines_new(void) {
  LateLines *late = g_new(LateLines, 1);
  *late = (LateLines){.arena = arena_new(),
                      .pages = g_array_new(FALSE, FALSE, sizeof(Entry)),
                      .packed = g_byte_array_new(),
                      .pendings = g_array_new(FALSE, FALSE, sizeof(Kept)),
                      .places = g_hash_table_new(NULL, NULL),
                      .children = g_hash_table_new(NULL, NULL),
                      .nodes = g_hash_table_new(NULL, NULL)};
  return late;
}

void late_lines_free(LateLines *late) {
  if (!late)
    return;
  arena_free(late->arena);
  g_array_unref(late->pages);
  g_byte_array_unref(late->packed);
  g_array_unref(late->pendings);
  g_hash_table_unref(late->places);
  g_hash_table_unref(late->nodes);
  g_hash_table_unref(late->children);
  g_free(late);
}

/* ---- Packing --------------------------------------------------------------------------------------- */

/* What was retrieved from a marker, or is in a first line, goes with its page: it and what it is in, without
 * children. */
static const FoNode *lasting(LateLines *late, const FoNode *node) {
  if (!node || fo_original(node) == node)
    return node;
  const FoNode *kept = g_hash_table_lookup(late->nodes, node);
  if (kept)
    return kept;
  kept = fo_node_keep(node, lasting(late, node->parent), late->arena);
  g_hash_table_insert(late->nodes, (gpointer)node, (gpointer)kept);
  return kept;
}

/* What fills `leader` is left out: it is filled anew when its width is known. */
static void pack_area(LateLines *late, const Area *area, const Area *leader) {
  Area own = *area;
  g_hash_table_insert(late->places, (gpointer)area,
                      GUINT_TO_POINTER(g_hash_table_size(late->places) + 1));
  own.first = own.last = own.next = NULL;
  own.node = lasting(late, area->node);
  if (own.kind == AREA_TEXT) {
    own.text.run.glyphs = NULL;
    own.text.run.clusters = NULL;
    own.text.run.text = NULL;
  }
  pack_words(late->packed, &own, &late->last, sizeof own);
  late->last = own;
  if (area->decoration)
    pack_words(late->packed, area->decoration, NULL, sizeof *area->decoration);
  if (area->kind == AREA_TEXT) {
    const GlyphRun *run = &area->text.run;
    pack_words(late->packed, run->glyphs, NULL, sizeof *run->glyphs * (size_t)run->glyph_count);
    pack_words(late->packed, run->clusters, NULL,
               sizeof *run->clusters * (size_t)run->cluster_count);
    g_byte_array_append(late->packed, (const guint8 *)run->text, (guint)run->text_length);
  }
  guint children = 0;
  for (const Area *child = area != leader ? area->first : NULL; child; child = child->next)
    children++;
  pack_words(late->packed, &children, NULL, sizeof children);
  for (const Area *child = children ? area->first : NULL; child; child = child->next)
    pack_area(late, child, leader);
}

/* The lines of the last page are complete. */
static void end_page(LateLines *late) {
  if (late->pages->len == 0)
    return;
  Entry *last = &g_array_index(late->pages, Entry, late->pages->len - 1);
  const Kept *before = NULL;
  for (guint i = 0; i < late->pendings->len; i++) {
    const Kept *kept = &g_array_index(late->pendings, Kept, i);
    pack_words(late->packed, kept, before, sizeof *kept);
    before = kept;
  }
  last->pendings = late->pendings->len;
  last->packed = arena_bytes(late->arena, late->packed->data, late->packed->len);
}

static void begin_page(LateLines *late, Page *page) {
  end_page(late);
  const Entry entry = {
      .index = page->index, .width = page->width, .height = page->height, .line = late->lines};
  g_array_append_val(late->pages, entry);
  g_byte_array_set_size(late->packed, 0);
  g_array_set_size(late->pendings, 0);
  memset(&late->last, 0, sizeof late->last);
  g_hash_table_remove_all(late->places);
  g_hash_table_remove_all(late->nodes);
  page->late = true;
}

static guint place_of(const LateLines *late, const Area *area) {
  return area ? GPOINTER_TO_UINT(g_hash_table_lookup(late->places, area)) : 0;
}

/* Does something in it stand in a stacking context of the page? */
static bool has_stacked(const Area *area) {
  for (const Area *child = area->first; child; child = child->next)
    if (child->stacked || has_stacked(child))
      return true;
  return false;
}

static void note_child(LateLines *late, const FoNode *node) {
  for (node = fo_original(node); node->parent; node = node->parent)
    if (node->parent->element == FO_FLOW)
      g_hash_table_add(late->children, (gpointer)node);
}

bool late_has(const LateLines *late, const FoNode *child) {
  return g_hash_table_contains(late->children, child);
}

bool late_add(LateLines *late, const Pending *pending, Area *line, Page *page) {
  if (!line->line.late && has_stacked(line))
    return false;
  if (!page->late)
    begin_page(late, page);
  if (!line->line.late) {
    note_child(late, pending->node);
    pack_area(late, line, pending->leader); /* as one that does not wait */
    line->line.late = (int)++late->lines;
  }
  Kept kept = {.pending = *pending,
               .text = place_of(late, pending->text),
               .child = place_of(late, pending->child),
               .line = place_of(late, line),
               .leader = place_of(late, pending->leader)};
  kept.pending.node = fo_original(pending->node);
  g_array_append_val(late->pendings, kept);
  return true;
}

/* ---- Unpacking ------------------------------------------------------------------------------------- */

/* What is left of a page's lines, and what came of them. */
typedef struct {
  Arena *arena;
  const guint8 *packed;
  GPtrArray *areas; /* by their places, from 0 */
  Area last;        /* as it was packed */
} Unpacking;

static const void *unpack(Unpacking *u, size_t size) {
  void *to = arena_alloc(u->arena, size);
  u->packed = unpack_words(u->packed, to, NULL, size);
  return to;
}

static Area *unpack_area(Unpacking *u) {
  Area *area = arena_new_object(u->arena, Area);
  u->packed = unpack_words(u->packed, area, &u->last, sizeof *area);
  u->last = *area;
  g_ptr_array_add(u->areas, area);
  if (area->decoration)
    area->decoration = unpack(u, sizeof *area->decoration);
  if (area->kind == AREA_TEXT) {
    GlyphRun *run = &area->text.run;
    run->glyphs = unpack(u, sizeof *run->glyphs * (size_t)run->glyph_count);
    run->clusters = unpack(u, sizeof *run->clusters * (size_t)run->cluster_count);
    run->text = arena_strndup(u->arena, (const char *)u->packed, (size_t)run->text_length);
    u->packed += run->text_length;
  }
  guint children = 0;
  u->packed = unpack_words(u->packed, &children, NULL, sizeof children);
  for (guint i = 0; i < children; i++)
    area_append(area, unpack_area(u));
  return area;
}

static Area *area_at(const Unpacking *u, guint place) {
  return place ? u->areas->pdata[place - 1] : NULL;
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

static Pending pending_of(const Unpacking *u, const Kept *kept) {
  Pending pending = kept->pending;
  pending.text = area_at(u, kept->text);
  pending.child = area_at(u, kept->child);
  pending.line = parent_of(area_at(u, kept->line), pending.child);
  pending.leader = area_at(u, kept->leader);
  return pending;
}

/* ---- The end --------------------------------------------------------------------------------------- */

static void settle_page(LateLines *late, Layout *layout, guint number, void *context) {
  const Entry *entry = &g_array_index(late->pages, Entry, number);
  const Entry *next =
      number + 1 < late->pages->len ? &g_array_index(late->pages, Entry, number + 1) : NULL;
  const guint lines = (next ? next->line : late->lines) - entry->line;
  Unpacking u = {layout->arena, entry->packed, g_ptr_array_new(), {0}};
  const Area **unpacked = arena_new_array(u.arena, const Area *, lines);
  for (guint i = 0; i < lines; i++)
    unpacked[i] = unpack_area(&u);
  Kept kept[2];
  for (guint i = 0; i < entry->pendings; i++) {
    u.packed = unpack_words(u.packed, &kept[i % 2], i ? &kept[(i + 1) % 2] : NULL, sizeof *kept);
    const Pending pending = pending_of(&u, &kept[i % 2]);
    reference_resolve(layout, &pending);
  }
  g_ptr_array_unref(u.areas);
  const LatePage page = {
      .index = entry->index,
      .width = entry->width,
      .height = entry->height,
      .lines = unpacked,
      .count = (int)lines,
      .first = (int)entry->line + 1,
  };
  layout->options->late(&page, context);
}

void late_settle(LateLines *late, Layout *layout, void *context) {
  Arena *arena = layout->arena;
  end_page(late);
  for (guint i = 0; i < late->pages->len; i++) {
    layout->arena = arena_new();
    settle_page(late, layout, i, context);
    arena_free(layout->arena);
  }
  layout->arena = arena;
}
