/* What pages tell, and the tree that is built of it. */
#include "pdf/structure.h"
#include "pdf/syntax.h"
#include "pdf/tag.h"

#include <string.h>

static void free_written(gpointer written) {
  g_array_unref(written);
}

Structure *structure_new(const FoTree *tree, const char *language, Diagnostics *diagnostics) {
  Structure *structure = g_new0(Structure, 1);
  structure->tree = tree;
  structure->language = language;
  structure->diagnostics = diagnostics;
  structure->memory = arena_new();
  structure->arena = arena_new();
  structure->older = g_ptr_array_new();
  structure->written = g_ptr_array_new_with_free_func(free_written);
  structure->flags = g_new0(guint8, (gsize)tree->node_count + 1);
  structure->marks = g_array_new(FALSE, FALSE, sizeof(MarkRecord));
  structure->annotations = g_array_new(FALSE, FALSE, sizeof(AnnotationRecord));
  structure->page_keys = g_array_new(FALSE, FALSE, sizeof(int));
  structure->pages = g_array_new(FALSE, FALSE, sizeof(PageRun));
  structure->lates = g_array_new(FALSE, FALSE, sizeof(PageRun));
  structure->figure_boxes = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  structure->kept = g_hash_table_new(NULL, NULL);
  structure_keep_targets(structure);
  structure->ids = g_ptr_array_new();
  structure->id_names = g_ptr_array_new();
  structure->id_objects = g_array_new(FALSE, FALSE, sizeof(int));
  structure->findings = g_array_new(FALSE, FALSE, sizeof(Finding));
  return structure;
}

void structure_free(Structure *structure) {
  if (!structure)
    return;
  arena_free(structure->memory);
  arena_free(structure->arena);
  g_ptr_array_unref(structure->older);
  g_ptr_array_unref(structure->written);
  g_free(structure->flags);
  g_array_unref(structure->marks);
  g_array_unref(structure->annotations);
  g_array_unref(structure->page_keys);
  g_array_unref(structure->pages);
  g_array_unref(structure->lates);
  g_hash_table_unref(structure->figure_boxes);
  g_hash_table_unref(structure->kept);
  g_ptr_array_unref(structure->ids);
  g_ptr_array_unref(structure->id_names);
  g_array_unref(structure->id_objects);
  g_array_unref(structure->findings);
  g_free(structure->mark_start);
  g_free(structure->mark_order);
  g_free(structure->annotation_order);
  g_free(structure->mark_owners);
  g_free(structure->annotation_owners);
  g_free(structure);
}

/* ---- Pages ------------------------------------------------------------------------------------ */

const FoNode *structure_node(const FoNode *node) {
  return node ? fo_original(node) : NULL;
}

static bool is_artifact(Structure *structure, const FoNode *node) {
  if (!node)
    return false;
  guint8 *flags = &structure->flags[node->number];
  if (*flags & NODE_KNOWN)
    return *flags & NODE_ARTIFACT;
  const char *role = fo_role(node);
  bool artifact = node->element == FO_STATIC_CONTENT || node->element == FO_MARKER ||
                  (role && type_from_role(role) == TYPE_ARTIFACT) ||
                  is_artifact(structure, node->parent);
  *flags |= (guint8)(NODE_KNOWN | (artifact ? NODE_ARTIFACT : 0));
  return artifact;
}

static void note_used(Structure *structure, const FoNode *node) {
  for (; node && !(structure->flags[node->number] & NODE_USED); node = node->parent)
    structure->flags[node->number] |= NODE_USED;
}

static bool is_picture(const FoNode *node) {
  return node->element == FO_EXTERNAL_GRAPHIC || node->element == FO_INSTREAM_FOREIGN_OBJECT;
}

/* Decides on one mark and notes it, if it is content. */
static MarkPlan plan_mark(Structure *structure, const Mark *mark, const PageRun *run) {
  const FoNode *node = structure_node(mark->node);
  if (mark->late)
    return (MarkPlan){.fate = MARK_SPLIT};
  if (mark->artifact || !node || is_artifact(structure, node))
    return (MarkPlan){.fate = MARK_ARTIFACT, .artifact = mark->artifact};
  const guint count = structure->marks->len;
  const int mcid = run->mcid + (int)(count - run->mark);
  const unsigned offset = (unsigned)MIN(mark->offset, G_MAXINT);
  if (count > run->mark && !is_picture(node)) {
    MarkRecord *last = &g_array_index(structure->marks, MarkRecord, count - 1);
    if (last->node == node->number && !last->closed && last->offset < offset) {
      last->offset = offset & G_MAXINT;
      return (MarkPlan){.fate = MARK_JOINED, .mcid = mcid - 1};
    }
  }
  const MarkRecord record = {.node = node->number, .offset = offset & G_MAXINT};
  g_array_append_val(structure->marks, record);
  note_used(structure, node);
  return (MarkPlan){.fate = is_picture(node) ? MARK_FIGURE : MARK_SPAN, .mcid = mcid};
}

/* Keeps the next content from being joined to the one before. */
static void separate(Structure *structure) {
  if (structure->marks->len)
    g_array_index(structure->marks, MarkRecord, structure->marks->len - 1).closed = true;
}

/* The part of a page in points, PDF's axes, that an area takes: only pictures are asked for. */
static void note_figures(Structure *structure, const Area *area, const cairo_matrix_t *outer,
                         double page_height) {
  double x = length_to_points(area->x), y = length_to_points(area->y);
  double width = length_to_points(area->width), height = length_to_points(area->height);
  cairo_matrix_t inner = *outer;
  cairo_matrix_translate(&inner, x, y);
  const FoNode *node = structure_node(area->node);
  if (area->kind == AREA_IMAGE && node && !area->artifact &&
      !g_hash_table_contains(structure->figure_boxes, node)) {
    double x1 = width, y1 = height, x0 = 0, y0 = 0;
    cairo_matrix_transform_point(&inner, &x0, &y0);
    cairo_matrix_transform_point(&inner, &x1, &y1);
    FigureBox *box = g_new(FigureBox, 1);
    const Image *image = area->image.image;
    *box =
        (FigureBox){MIN(x0, x1), page_height - MAX(y0, y1), MAX(x0, x1), page_height - MIN(y0, y1),
                    image && image->title ? arena_strdup(structure->memory, image->title) : NULL};
    g_hash_table_insert(structure->figure_boxes, (gpointer)node, box);
  }
  if (area->kind == AREA_VIEWPORT && area->viewport.rotation % 360) {
    static const cairo_matrix_t TURNS[4] = {
        {1, 0, 0, 1, 0, 0}, {0, -1, 1, 0, 0, 0}, {-1, 0, 0, -1, 0, 0}, {0, 1, -1, 0, 0, 0}};
    int quarters = ((area->viewport.rotation / 90) % 4 + 4) % 4;
    cairo_matrix_translate(&inner, quarters >= 2 ? width : 0,
                           quarters == 1 || quarters == 2 ? height : 0);
    cairo_matrix_multiply(&inner, &TURNS[quarters], &inner);
  }
  for (const Area *child = area->first; child; child = child->next)
    note_figures(structure, child, &inner, page_height);
}

static PagePlan *plan_page(Structure *structure, PlanPart part, PageRun run, PageMarks marks) {
  PagePlan *plan = g_new0(PagePlan, 1);
  plan->part = part;
  plan->page = run.page;
  plan->key = g_array_index(structure->page_keys, int, run.page);
  plan->plans = g_new0(MarkPlan, (gsize)marks.count + 1);
  plan->annotations = g_string_new(NULL);
  plan->plan_count = marks.count;
  const bool text_only = paint_marks_text_only();
  for (int i = 0; i < marks.count; i++) {
    plan->plans[i] = plan_mark(structure, &marks.marks[i], &run);
    plan->plans[i].absent = text_only && !marks.marks[i].text;
    plan->plans[i].objects = marks.marks[i].objects;
    plan->plans[i].unseen = marks.marks[i].unseen;
    plan->plans[i].follows = marks.marks[i].follows;
    if (plan->plans[i].fate == MARK_ARTIFACT || plan->plans[i].fate == MARK_SPLIT)
      separate(structure);
  }
  separate(structure);
  return plan;
}

PagePlan *structure_page(Structure *structure, const Page *page, PageMarks marks) {
  const PageRun run = {.page = (int)structure->page_keys->len, .mark = structure->marks->len};
  const int key = structure->next_key++;
  structure_check_page(structure, page);
  g_array_append_val(structure->page_keys, key);
  g_array_append_val(structure->pages, run);
  PagePlan *plan = plan_page(structure, page->late ? PLAN_EARLY : PLAN_WHOLE, run, marks);
  if (page->root) {
    cairo_matrix_t identity;
    cairo_matrix_init_identity(&identity);
    note_figures(structure, page->root, &identity, length_to_points(page->height));
  }
  return plan;
}

/* The end of a page's own marks. */
static guint page_end(const Structure *structure, int page) {
  if (page + 1 < (int)structure->pages->len)
    return g_array_index(structure->pages, PageRun, page + 1).mark;
  return structure->lates->len ? g_array_index(structure->lates, PageRun, 0).mark
                               : structure->marks->len;
}

PagePlan *structure_late(Structure *structure, int page, PageMarks marks) {
  const guint count = structure->lates->len;
  const PageRun *before = count ? &g_array_index(structure->lates, PageRun, count - 1) : NULL;
  PageRun run = {.page = page, .mark = structure->marks->len};
  if (before && before->page == page)
    run.mcid = before->mcid + (int)(run.mark - before->mark);
  else
    run.mcid =
        (int)(page_end(structure, page) - g_array_index(structure->pages, PageRun, page).mark);
  g_array_append_val(structure->lates, run);
  return plan_page(structure, PLAN_LATE, run, marks);
}

void page_plan_free(PagePlan *plan) {
  if (!plan)
    return;
  for (int i = 0; i < plan->plan_count; i++)
    if (plan->plans[i].text)
      g_string_free(plan->plans[i].text, TRUE);
  g_free(plan->plans);
  g_string_free(plan->annotations, TRUE);
  g_free(plan);
}

int structure_annotation(Structure *structure, int page, const FoNode *link, int object) {
  const AnnotationRecord record = {
      .node = link, .page = page, .object = object, .key = structure->next_key++};
  g_array_append_val(structure->annotations, record);
  if (!is_artifact(structure, link))
    note_used(structure, link);
  return record.key;
}
