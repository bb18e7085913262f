/* How many columns a table has, and which of them are one.
 *
 * Columns are numbered (column-number), and a number, a span or number-columns-repeated can be as large
 * as an integer can. What a table costs does not depend on them: beyond TABLE_COLUMNS_APART columns
 * those between which no cell and no fo:table-column begins or ends are a single TableColumn, which is
 * as wide as all of them. So there are never more TableColumns than twice the cells and
 * fo:table-columns, and nothing is cut. */
#include "layout/table.h"

/* ---- Counting ----------------------------------------------------------------------------------- */

/* A column number and so many columns on. */
static int number_behind(int number, gint64 columns) {
  return (int)MIN(number + columns, G_MAXINT);
}

/* The columns that an fo:table-column is about are numbers [first, end); it gives how many each of its
 * repetitions spans. */
static int columns_of(const FoNode *column, int next, int *first, int *end) {
  const Style *style = column->style;
  const int spanned = MAX(1, style->number_columns_spanned);
  *first = style->column_number > 0 ? style->column_number - 1 : next;
  *end = number_behind(*first, (gint64)MAX(1, style->number_columns_repeated) * spanned);
  return spanned;
}

int table_declared_columns(const FoNode *table) {
  int first, next = 0, count = 0;
  for (const FoNode *node = table->first; node; node = node->next) {
    if (node->element != FO_TABLE_COLUMN)
      continue;
    columns_of(node, next, &first, &next);
    count = MAX(count, next);
  }
  return count;
}

/* How far the cells reach. */
typedef struct {
  int begin; /* the number behind the last column that one begins in */
  int end;   /* … that one ends with */
} Reach;

static void reach_of_cell(void *data, int column, int columns) {
  Reach *reach = data;
  reach->begin = MAX(reach->begin, column + 1);
  reach->end = MAX(reach->end, column + columns);
}

/* With columns that are declared it counts only where cells begin, as a span that is too wide is clipped.
 * So it is if a span alone makes more columns than anybody means: it is taken for "all there are". */
static int count_columns(Table *table) {
  const int declared = table_declared_columns(table->node);
  Reach reach = {1, 1};
  table_see_cells(table, reach_of_cell, &reach);
  if (declared > 0)
    return MAX(declared, reach.begin);
  return reach.end - reach.begin > TABLE_COLUMNS_BY_SPAN ? reach.begin : reach.end;
}

/* ---- Columns that are one ----------------------------------------------------------------------------- */

static void note_edge(GHashTable *edges, int number) {
  g_hash_table_add(edges, GINT_TO_POINTER(number));
}

static void edges_of_cell(void *data, int column, int columns) {
  note_edge(data, column);
  note_edge(data, column + columns);
}

static void edges_of_columns(const FoNode *table, GHashTable *edges) {
  int first, next = 0;
  for (const FoNode *node = table->first; node; node = node->next) {
    if (node->element != FO_TABLE_COLUMN)
      continue;
    columns_of(node, next, &first, &next);
    note_edge(edges, first);
    note_edge(edges, next);
  }
}

static int by_number(gconstpointer a, gconstpointer b) {
  const int x = *(const int *)a, y = *(const int *)b;
  return x < y ? -1 : x > y;
}

/* Sets where each TableColumn begins: at the edges of cells and fo:table-columns. */
static void join_columns(Table *table) {
  GHashTable *edges = g_hash_table_new(NULL, NULL);
  note_edge(edges, 0);
  edges_of_columns(table->node, edges);
  table_see_cells(table, edges_of_cell, edges);
  table->numbers = g_array_new(FALSE, FALSE, sizeof(int));
  GHashTableIter all;
  gpointer edge;
  for (g_hash_table_iter_init(&all, edges); g_hash_table_iter_next(&all, &edge, NULL);) {
    const int number = GPOINTER_TO_INT(edge);
    if (number < table->number_count)
      g_array_append_val(table->numbers, number);
  }
  g_hash_table_unref(edges);
  g_array_sort(table->numbers, by_number);
}

int table_column_at(const Table *table, int number) {
  if (number >= table->number_count)
    return table->column_count;
  if (!table->numbers)
    return number;
  guint low = 0, high = table->numbers->len;
  while (high - low > 1) {
    const guint middle = low + (high - low) / 2;
    if (g_array_index(table->numbers, int, middle) <= number)
      low = middle;
    else
      high = middle;
  }
  return (int)low;
}

/* ---- The columns ---------------------------------------------------------------------------------------- */

static int number_of(const Table *table, int column) {
  if (column == table->column_count)
    return table->number_count;
  return table->numbers ? g_array_index(table->numbers, int, column) : column;
}

/* What an fo:table-column says of some columns. */
static void describe(Table *table, const FoNode *node, int first, int end, int spanned) {
  const Style *style = node->style;
  table->column_painted =
      table->column_painted ||
      (first < end && (style->background_color.alpha || style->background_image));
  for (int c = first; c < end; c++) {
    table->columns[c].node = node;
    if (style->visibility == KW_COLLAPSE)
      table->columns[c].size = (Size){0};
    else if (spanned == 1)
      table->columns[c].size = style->column_width;
  }
}

void table_make_columns(Table *table) {
  table->number_count = count_columns(table);
  if (table->number_count > TABLE_COLUMNS_APART)
    join_columns(table);
  table->column_count = table->numbers ? (int)table->numbers->len : table->number_count;
  table->columns = g_new0(TableColumn, (gsize)table->column_count);
  for (int c = 0; c < table->column_count; c++) {
    table->columns[c].size.keyword = KW_AUTO;
    table->columns[c].more = number_of(table, c + 1) - number_of(table, c) - 1;
  }
  int first, next = 0;
  for (const FoNode *node = table->node->first; node; node = node->next) {
    if (node->element != FO_TABLE_COLUMN)
      continue;
    const int spanned = columns_of(node, next, &first, &next);
    describe(table, node, table_column_at(table, first), table_column_at(table, next), spanned);
  }
}
