/* Tables (PDF 1.7 §14.8.4.3.4, §14.8.5.7): the order of their parts, rows of equal width, and how each
 * cell finds its headers.
 *
 * A scope says it where a header stands at the top of a column or at the side of a row. Where there is
 * more than one row of column headers, or a header of rows spans, each data cell names its headers. */
#include "base/gridrow.h"
#include "pdf/tag.h"

#include <string.h>

/* In a table of so many columns each empty place of the grid is a cell of its own. In a wider one those side by side
 * are one, and so are the columns in which no cell begins or ends: a column number is only a number. */
enum { PLAIN_COLUMNS = 1000 };

/* A header at the side of rows that are to come. */
typedef struct {
  const char *id;
  int rows;
} SideHeader;

/* Columns are numbered from 0 as the formatting objects have them, but where it says "of the tags". */
typedef struct {
  Structure *structure;
  Tag *table;
  int columns; /* 0: not known yet, nothing is added */
  int widest;
  GridRow row;          /* at work */
  GHashTable *edges;    /* where cells and columns of headers begin and end */
  GArray *numbers;      /* int: the first column of each of the tags; NULL: they are the same */
  GPtrArray *above;     /* of GString or NULL, by column of the tags: IDs of its headers */
  GArray *beside;       /* of SideHeader, of the row at work */
  GridRow side_headers; /* columns that are taken: fox:header */
  bool named;           /* data cells name their headers */
} Grid;

static bool is_type(const Tag *tag, StructureType type) {
  return tag && tag->kind == TAG_ELEMENT && tag->type == type;
}

static bool is_row_group(const Tag *tag) {
  return is_type(tag, TYPE_THEAD) || is_type(tag, TYPE_TBODY) || is_type(tag, TYPE_TFOOT);
}

static bool is_fo_cell(const Tag *cell) {
  return cell->node && cell->node->element == FO_TABLE_CELL;
}

static int column_span(const Tag *cell) {
  const int span = is_fo_cell(cell) ? cell->node->style->number_columns_spanned : cell->index;
  return MAX(span, 1);
}

static int row_span(const Tag *cell, int rows_left) {
  int span = is_fo_cell(cell) ? cell->node->style->number_rows_spanned : 1;
  return CLAMP(span, 1, rows_left);
}

/* ---- Parts ------------------------------------------------------------------------------------- */

static bool has_rows(const Tag *table) {
  const Tag *kid = table->first;
  while (kid && !is_type(kid, TYPE_TR))
    kid = kid->next;
  return kid;
}

/* The foot after the bodies; one head; rows in a body where there is a head. */
static void order_parts(Structure *structure, Tag *table) {
  Tag *head = NULL, *foot = NULL, *body = NULL;
  for (Tag *kid = table->first, *next; kid; kid = next) {
    next = kid->next;
    if (is_type(kid, TYPE_TFOOT) && !foot)
      foot = kid;
    else if ((is_type(kid, TYPE_THEAD) && head) || (is_type(kid, TYPE_TFOOT) && foot))
      kid->type = TYPE_TBODY;
    else if (is_type(kid, TYPE_THEAD))
      head = kid;
    if (is_type(kid, TYPE_TBODY))
      body = kid;
  }
  if (!body && !has_rows(table)) { /* a head and a foot ask for a body */
    if (head)
      tag_splice(head);
    if (foot)
      tag_splice(foot);
    return;
  }
  for (Tag *kid = table->first, *next; kid && (head || foot || body); kid = next) {
    next = kid->next;
    if (!is_type(kid, TYPE_TR))
      continue;
    Tag *own = is_type(kid->previous, TYPE_TBODY) ? kid->previous : NULL;
    Tag *before = kid->previous;
    tag_remove(kid);
    if (!own) {
      own = tag_new(structure, TAG_ELEMENT, TYPE_TBODY, NULL);
      tag_insert(table, before, own);
    }
    tag_append(own, kid);
  }
  if (foot) {
    Tag *last = table->last;
    bool caption_last = is_type(last, TYPE_CAPTION) && last != table->first;
    tag_remove(foot);
    if (caption_last)
      tag_insert(table, table->last->previous, foot);
    else
      tag_append(table, foot);
  }
}

/* ---- Columns of headers ------------------------------------------------------------------------ */

static void note_edges(Grid *grid, int column, int end) {
  g_hash_table_add(grid->edges, GINT_TO_POINTER(column));
  g_hash_table_add(grid->edges, GINT_TO_POINTER(end));
}

static void read_columns(Grid *grid) {
  int column = 0;
  const FoNode *node = grid->table->node;
  for (const FoNode *child = node ? node->first : NULL; child; child = child->next) {
    if (child->element != FO_TABLE_COLUMN)
      continue;
    if (child->style->column_number > 0)
      column = child->style->column_number - 1;
    const int end = column + CLAMP(child->style->number_columns_repeated, 1, G_MAXINT - column);
    if (g_strcmp0(fo_attribute(child, PROP_FOX_HEADER), "true") == 0) {
      grid_row_take(&grid->side_headers, column, end - column, 1, 0);
      note_edges(grid, column, end);
    }
    column = MIN(end, G_MAXINT - 1);
  }
}

/* ---- Columns of the tags ----------------------------------------------------------------------- */

static int by_number(gconstpointer a, gconstpointer b) {
  const int x = *(const int *)a, y = *(const int *)b;
  return x < y ? -1 : x > y;
}

/* Makes the columns of a wide table between which nothing begins or ends one. */
static void join_columns(Grid *grid) {
  if (grid->widest <= PLAIN_COLUMNS)
    return;
  grid->numbers = g_array_new(FALSE, FALSE, sizeof(int));
  note_edges(grid, 0, grid->widest);
  GHashTableIter all;
  gpointer edge;
  for (g_hash_table_iter_init(&all, grid->edges); g_hash_table_iter_next(&all, &edge, NULL);) {
    const int number = GPOINTER_TO_INT(edge);
    if (number <= grid->widest)
      g_array_append_val(grid->numbers, number);
  }
  g_array_sort(grid->numbers, by_number);
}

/* The column of the tags that begins at an edge. */
static int column_of_tags(const Grid *grid, int edge) {
  guint found = 0;
  if (!grid->numbers)
    return edge;
  g_array_binary_search(grid->numbers, &edge, by_number, &found);
  return (int)found;
}

/* ---- The grid ---------------------------------------------------------------------------------- */

/* An empty cell over some columns before `next` (NULL: at the end) in a row. */
static void add_empty(Grid *grid, Tag *row, Tag *next, int columns) {
  Tag *cell = tag_new(grid->structure, TAG_ELEMENT, TYPE_TD, NULL);
  cell->index = columns;
  if (next)
    tag_insert(row, next->previous, cell);
  else
    tag_append(row, cell);
}

/* Fills what is free of the columns [column, end) of a row with empty cells. */
static void fill_gap(Grid *grid, Tag *row, Tag *next, int column, int end) {
  const bool plain = grid->columns <= PLAIN_COLUMNS;
  while (grid->columns && (column = grid_row_first_free(&grid->row, column)) < end) {
    const int columns = plain ? 1 : grid_row_free(&grid->row, column, end - column);
    add_empty(grid, row, next, columns);
    column += columns;
  }
}

typedef void CellVisitor(Grid *grid, Tag *cell, int column, int columns, int rows);

/* Where a cell begins: at the column that it names, if that is free, else at the next free one. */
static int column_of(Grid *grid, Tag *row, Tag *cell, int column) {
  const int asked = is_fo_cell(cell) ? cell->node->style->column_number - 1 : -1;
  const int from = column;
  column = grid_row_first_free(&grid->row, MAX(column, asked));
  fill_gap(grid, row, cell, from, column);
  return MIN(column, G_MAXINT - 1);
}

static void end_beside(Grid *grid) {
  for (guint i = grid->beside->len; i-- > 0;)
    if (--g_array_index(grid->beside, SideHeader, i).rows <= 0)
      g_array_remove_index(grid->beside, i);
}

static void visit_row(Grid *grid, Tag *row, int rows_left, CellVisitor *visit) {
  int column = 0;
  for (Tag *cell = row->first; cell; cell = cell->next) {
    column = column_of(grid, row, cell, column);
    const int columns = MIN(column_span(cell), G_MAXINT - column);
    const int rows = row_span(cell, rows_left);
    visit(grid, cell, column, columns, rows);
    grid_row_take(&grid->row, column, columns, rows, 0);
    column += columns;
  }
  fill_gap(grid, row, NULL, column, grid->columns);
  column = grid_row_first_free(&grid->row, MAX(column, grid->columns));
  grid->widest = MAX(grid->widest, column);
  grid_row_next(&grid->row);
  end_beside(grid);
}

static void visit_rows(Grid *grid, Tag *first_row, CellVisitor *visit) {
  int rows = 0;
  for (const Tag *row = first_row; row; row = row->next)
    rows += is_type(row, TYPE_TR);
  grid_row_restart(&grid->row);
  g_array_set_size(grid->beside, 0);
  for (Tag *row = first_row; row; row = row->next)
    if (is_type(row, TYPE_TR))
      visit_row(grid, row, rows--, visit);
}

static void visit_table(Grid *grid, CellVisitor *visit) {
  bool groups = false;
  for (Tag *kid = grid->table->first; kid; kid = kid->next) {
    if (is_row_group(kid))
      visit_rows(grid, kid->first, visit);
    groups |= is_row_group(kid);
  }
  if (!groups)
    visit_rows(grid, grid->table->first, visit);
}

/* ---- Headers ----------------------------------------------------------------------------------- */

static bool has_role(const Tag *cell) {
  return cell->node && fo_role(cell->node);
}

static void see_cell(Grid *grid, Tag *cell, int column, int columns, int rows) {
  (void)cell, (void)rows;
  note_edges(grid, column, column + columns);
}

static void mark_side_header(Grid *grid, Tag *cell, int column, int columns, int rows) {
  (void)columns, (void)rows;
  if (cell->type == TYPE_TD && grid_row_at(&grid->side_headers, column) && !has_role(cell) &&
      cell->node && is_type(cell->parent->parent, TYPE_TBODY))
    cell->type = TYPE_TH;
}

/* Nothing but headers, and more than one of them, or one across the table. */
static bool row_is_headers(const Grid *grid, const Tag *row) {
  gint64 headers = 0, width = 0;
  for (const Tag *cell = row->first; cell; cell = cell->next) {
    if (!cell->node)
      continue;
    if (cell->type != TYPE_TH)
      return false;
    headers++;
    width += column_span(cell);
  }
  return headers > 1 || width == grid->columns;
}

/* Does a header stand over columns? In the head, or in a row of nothing but headers. */
static bool heads_columns(const Grid *grid, const Tag *cell) {
  return is_type(cell->parent->parent, TYPE_THEAD) || row_is_headers(grid, cell->parent);
}

static void note_complexity(Grid *grid, Tag *cell, int column, int columns, int rows) {
  (void)column;
  if (cell->type != TYPE_TH)
    return;
  bool head = heads_columns(grid, cell);
  if ((head && cell->parent->previous && is_type(cell->parent->previous, TYPE_TR)) ||
      (!head && (rows > 1 || columns > 1)))
    grid->named = true;
}

/* Appends IDs, "(a)(b)", those left out that are there already. */
static void append_ids(GString *out, const GString *ids) {
  for (const char *at = ids->str; *at;) {
    const char *end = strchr(at, ')') + 1;
    char *id = g_strndup(at, (gsize)(end - at));
    if (!strstr(out->str, id))
      g_string_append(out, id);
    g_free(id);
    at = end;
  }
}

static GString *ids_above(Grid *grid, int column) {
  if ((guint)column >= grid->above->len)
    g_ptr_array_set_size(grid->above, column + 1);
  if (!grid->above->pdata[column])
    grid->above->pdata[column] = g_string_new(NULL);
  return grid->above->pdata[column];
}

static void append_beside(const Grid *grid, GString *out) {
  for (guint i = 0; i < grid->beside->len; i++)
    g_string_append_printf(out, "(%s)", g_array_index(grid->beside, SideHeader, i).id);
}

static void describe_cell(Grid *grid, Tag *cell, int column, int columns, int rows) {
  GString *a = g_string_new(NULL);
  const int first = column_of_tags(grid, column), end = column_of_tags(grid, column + columns);
  bool header = cell->type == TYPE_TH, head = header && heads_columns(grid, cell);
  if (header)
    g_string_append_printf(a, "/Scope/%s", head ? "Column" : "Row");
  if (end - first > 1)
    g_string_append_printf(a, "/ColSpan %d", end - first);
  if (rows > 1)
    g_string_append_printf(a, "/RowSpan %d", rows);
  const char *id = header && grid->named ? tag_identify(grid->structure, cell, "header") : NULL;
  if (id && head) {
    for (int i = first; i < end; i++)
      g_string_append_printf(ids_above(grid, i), "(%s)", id);
  } else if (grid->named && cell->node) {
    GString *headers = g_string_new(NULL);
    for (int i = first; i < end; i++)
      append_ids(headers, ids_above(grid, i));
    append_beside(grid, headers);
    if (headers->len)
      g_string_append_printf(a, "/Headers[%s]", headers->str);
    g_string_free(headers, TRUE);
  }
  if (id && !head) {
    const SideHeader side = {id, rows};
    g_array_append_val(grid->beside, side);
  }
  if (a->len) {
    char *text =
        g_strdup_printf("/A<</O/Table%s>>%s", a->str, cell->attributes ? cell->attributes : "");
    cell->attributes = arena_strdup(grid->structure->arena, text);
    g_free(text);
  }
  g_string_free(a, TRUE);
}

static void free_ids(gpointer ids) {
  if (ids)
    g_string_free(ids, TRUE);
}

void structure_table(Structure *structure, Tag *table) {
  order_parts(structure, table);
  Grid grid = {.structure = structure,
               .table = table,
               .row = grid_row_new(G_MAXINT),
               .edges = g_hash_table_new(NULL, NULL),
               .side_headers = grid_row_new(G_MAXINT),
               .beside = g_array_new(FALSE, FALSE, sizeof(SideHeader)),
               .above = g_ptr_array_new_with_free_func(free_ids)};
  read_columns(&grid);
  visit_table(&grid, see_cell);
  join_columns(&grid);
  if (grid.side_headers.taken->len)
    visit_table(&grid, mark_side_header);
  grid.columns = grid.widest;
  visit_table(&grid, note_complexity);
  visit_table(&grid, describe_cell);
  grid_row_clear(&grid.row);
  grid_row_clear(&grid.side_headers);
  g_hash_table_unref(grid.edges);
  if (grid.numbers)
    g_array_unref(grid.numbers);
  g_array_unref(grid.beside);
  g_ptr_array_unref(grid.above);
}
