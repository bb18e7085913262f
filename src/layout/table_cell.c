/* The box of a cell: its edges, and its content aligned in it. */
#include "layout/table.h"

/* ---- Edges ------------------------------------------------------------------------------------ */

/* The widest collapsed border above (below) a cell. */
static Length widest_above(const TableGroup *group, const TableCell *cell, TableTop top) {
  Length widest = 0;
  for (int c = cell->column; c < cell->column + cell->columns; c++)
    widest = MAX(widest, table_line_above(group, cell->row, c, top).width);
  return widest;
}

static Length widest_below(const TableGroup *group, const TableCell *cell, TableBottom bottom) {
  Length widest = 0;
  const int row = cell->row + cell->rows - 1;
  for (int c = cell->column; c < cell->column + cell->columns; c++)
    widest = MAX(widest, table_line_below(group, row, c, bottom).width);
  return widest;
}

static void collapse_edges(const TableGroup *group, const TableCell *cell, TableTop top,
                           TableBottom bottom, Edges *edges) {
  edges->border_before = edges->border_after = edges->border_start = edges->border_end = 0;
  if (!group->table->lines)
    return;
  edges->border_before = widest_above(group, cell, top) / 2;
  edges->border_after = widest_below(group, cell, bottom) / 2;
  edges->border_start = cell->beside_start / 2;
  edges->border_end = cell->beside_end / 2;
}

/* Half the separation stands outside the border on each side; it is counted with the border. */
static void separate_edges(const Table *table, TableTop top, TableBottom bottom, Edges *edges) {
  if (top == TOP_CONTINUED && !edges->border_before_retain)
    edges->border_before = 0;
  if (bottom == BOTTOM_BROKEN && !edges->border_after_retain)
    edges->border_after = 0;
  edges->border_before += table->separation_block / 2;
  edges->border_after += table->separation_block - table->separation_block / 2;
  edges->border_start += table->separation_inline / 2;
  edges->border_end += table->separation_inline - table->separation_inline / 2;
}

Edges table_cell_edges(const TableGroup *group, const TableCell *cell, TableTop top,
                       TableBottom bottom) {
  const Table *table = group->table;
  const Length base = table->width > 0 ? table->width : table->context.width;
  Edges edges = edges_of(cell->node->style, base);
  if (top == TOP_CONTINUED && !edges.padding_before_retain)
    edges.padding_before = 0;
  if (bottom == BOTTOM_BROKEN && !edges.padding_after_retain)
    edges.padding_after = 0;
  if (table->collapse)
    collapse_edges(group, cell, top, bottom, &edges);
  else
    separate_edges(table, top, bottom, &edges);
  return edges;
}

void table_cell_content(const TableGroup *group, const TableCell *cell, Length *start,
                        Length *width) {
  const Edges edges = table_cell_edges(group, cell, TOP_NORMAL, BOTTOM_NORMAL);
  const Length outer = table_columns_width(group->table, cell->column, cell->columns);
  *start = group->table->columns[cell->column].x + edges_start(&edges);
  *width = MAX(0, outer - edges_start(&edges) - edges_end(&edges));
}

/* What aligns on strings stands at the end of the column, which it keeps to with its widest parts on both sides. */
static Length string_place(const Table *table, const TableCell *cell, const Edges *edges) {
  const TableColumn *column = &table->columns[cell->column];
  return table->rtl ? column->reach.left - edges_end(edges)
                    : column->width - column->reach.right - edges_start(edges);
}

Context table_cell_context(const TableGroup *group, const TableCell *cell) {
  const Table *table = group->table;
  Length start;
  Context context = {.rtl = table->rtl, .page = table->context.page};
  table_cell_content(group, cell, &start, &context.width);
  context.strings =
      table_in_one_column(table->columns, cell) && table->columns[cell->column].reach.any;
  if (context.strings) {
    const Edges edges = table_cell_edges(group, cell, TOP_NORMAL, BOTTOM_NORMAL);
    context.string_x = string_place(table, cell, &edges);
  }
  return context;
}

/* ---- Alignment ----------------------------------------------------------------------------------- */

bool table_first_baseline(const Area *content, Length *baseline) {
  if (content->kind == AREA_TEXT) {
    *baseline = content->y + content->text.baseline;
    return true;
  }
  for (const Area *child = content->first; child; child = child->next) {
    Length inner;
    if (child->kind != AREA_VIEWPORT && table_first_baseline(child, &inner)) {
      *baseline = content->y + inner;
      return true;
    }
  }
  return false;
}

static Length aligned(const TableCellBox *box, Length room) {
  const Length left = room - box->content_height - box->shift;
  if (left <= 0)
    return box->shift;
  switch (box->cell->node->style->display_align) {
  case KW_CENTER: return box->shift + left / 2;
  case KW_AFTER: return box->shift + left;
  default: return box->shift;
  }
}

/* ---- The area --------------------------------------------------------------------------------------- */

static bool hidden(const Table *table, const TableCellBox *box) {
  return !table->collapse && !box->visible && box->cell->node->style->empty_cells == KW_HIDE;
}

static const Decoration *cell_decoration(Layout *layout, const Table *table,
                                         const TableCellBox *box) {
  Decoration whole;
  if (hidden(table, box) || !decoration_of(layout, box->cell->node, table->rtl, &whole))
    return NULL;
  const Style *style = box->cell->node->style;
  bool top = box->at_top != TOP_CONTINUED || style->border_before_width.retain;
  bool bottom = box->at_bottom != BOTTOM_BROKEN || style->border_after_width.retain;
  if (table->collapse) {
    top = bottom = false;
    whole.edges[EDGE_LEFT].width = whole.edges[EDGE_RIGHT].width = 0;
    if (!whole.background.alpha && !whole.background_image)
      return NULL;
  }
  return decoration_part(layout, &whole, top, bottom);
}

Area *table_cell_area(Layout *layout, const TableGroup *group, const TableCellBox *box) {
  const Table *table = group->table;
  const TableCell *cell = box->cell;
  const Length block = table->collapse ? 0 : table->separation_block;
  const Length gap = table->collapse ? 0 : table->separation_inline;
  Area *area = area_new(layout, AREA_BOX, cell->node);
  area->y = box->top + block / 2;
  area->height = MAX(0, box->height - block);
  table_area_place(table, area, table->columns[cell->column].x + gap / 2,
                   MAX(0, table_columns_width(table, cell->column, cell->columns) - gap));
  area->decoration = cell_decoration(layout, table, box);
  if (!box->content)
    return area;
  const Edges edges = table_cell_edges(group, cell, box->at_top, box->at_bottom);
  Length start, width;
  table_cell_content(group, cell, &start, &width);
  box->content->width = width;
  table_area_place(table, box->content, start, width);
  box->content->x -= area->x;
  const Length room = box->height - edges_before(&edges) - edges_after(&edges);
  box->content->y = edges_before(&edges) - block / 2 + aligned(box, room);
  area_append(area, box->content);
  return area;
}
