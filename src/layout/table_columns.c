/* How wide the columns of a table are (XSL 1.1 §6.7.4, §7.28; CSS 2.1 §17.5.2). */
#include "layout/table.h"

/* ---- Sharing out -------------------------------------------------------------------------------- */

/* Gives `amount` to the columns that `weight` is above zero for, in its proportion, in whole units:
 * each column ends where its share of the running sum is, so nothing is lost or made. */
static void share_out(TableColumn *columns, int count, const Length *weight, Length amount) {
  double total = 0;
  for (int i = 0; i < count; i++)
    total += (double)weight[i];
  double sum = 0;
  Length given = 0;
  for (int i = 0; i < count && total > 0; i++) {
    sum += (double)weight[i];
    const Length upto = (Length)((double)amount * (sum / total) + 0.5);
    columns[i].width += upto - given;
    given = upto;
  }
}

/* What columns that are one weigh when each weighs so much, up to what a sum of doubles is exact for. */
static Length weight_of(const TableColumn *column, Length each) {
  const gint64 count = (gint64)column->more + 1;
  return each <= 0 ? 0 : MIN(count, ((Length)1 << 52) / each) * each;
}

static bool is_automatic(const TableColumn *column) {
  return column->size.keyword != KW_UNSET;
}

static bool is_proportional(const TableColumn *column) {
  return !column->size.keyword && column->size.proportional > 0;
}

/* ---- Columns by content ------------------------------------------------------------------------------ */

typedef struct {
  Length minimum, maximum;
} Sums;

static Sums sums_of_automatic(const TableColumn *columns, int count) {
  Sums sums = {0, 0};
  for (int i = 0; i < count; i++) {
    if (is_automatic(&columns[i])) {
      sums.minimum += table_columns_sum(&columns[i], columns[i].content.minimum);
      sums.maximum += table_columns_sum(&columns[i], columns[i].content.maximum);
    }
  }
  return sums;
}

/* What the content of proportional columns needs at least, so that automatic ones leave it. */
static Length kept_for_proportional(const TableColumn *columns, int count) {
  Length sum = 0;
  for (int i = 0; i < count; i++)
    if (is_proportional(&columns[i]))
      sum += table_columns_sum(&columns[i], columns[i].content.minimum);
  return sum;
}

/* Their natural widths if these fit, else as near to them as there is room. Returns what is left. */
static Length share_by_content(TableColumn *columns, int count, Length room) {
  const Sums sums = sums_of_automatic(columns, count);
  const Length available = room - kept_for_proportional(columns, count);
  const bool natural = sums.maximum <= available;
  Length *weight = g_new0(Length, (gsize)count);
  for (int i = 0; i < count; i++) {
    if (!is_automatic(&columns[i]))
      continue;
    const ParagraphWidths *content = &columns[i].content;
    const Length width = natural ? content->maximum : content->minimum;
    columns[i].width = table_columns_sum(&columns[i], width);
    weight[i] = natural ? 0 : weight_of(&columns[i], content->maximum - content->minimum);
  }
  if (!natural && available > sums.minimum)
    share_out(columns, count, weight, available - sums.minimum);
  g_free(weight);
  return room - (natural ? sums.maximum : MAX(available, sums.minimum));
}

/* Room that nothing asked for: to automatic columns by their content, or evenly without any. */
static void share_surplus(TableColumn *columns, int count, Length room) {
  Length *weight = g_new0(Length, (gsize)count);
  const bool empty = sums_of_automatic(columns, count).maximum == 0;
  for (int i = 0; i < count; i++)
    if (is_automatic(&columns[i]))
      weight[i] = weight_of(&columns[i], empty ? 1 : columns[i].content.maximum);
  share_out(columns, count, weight, room);
  g_free(weight);
}

/* ---- All columns ---------------------------------------------------------------------------------------- */

static Length factor(const TableColumn *column, bool by_content) {
  if (is_automatic(column))
    return by_content ? 0 : 1000;
  return column->size.proportional;
}

void table_columns_share(TableColumn *columns, int count, Length width, bool by_content) {
  Length room = width;
  bool proportional = false, automatic = false;
  Length *weight = g_new0(Length, (gsize)count);
  for (int i = 0; i < count; i++) {
    const Length given = size_resolve(columns[i].size, width);
    columns[i].width =
        table_columns_sum(&columns[i], is_proportional(&columns[i]) ? given : MAX(0, given));
    room -= columns[i].width;
    weight[i] = weight_of(&columns[i], MAX(0, factor(&columns[i], by_content)));
    proportional = proportional || weight[i] > 0;
    automatic = automatic || (by_content && is_automatic(&columns[i]));
  }
  if (automatic)
    room = share_by_content(columns, count, room);
  if (room > 0 && proportional)
    share_out(columns, count, weight, room);
  else if (room > 0 && automatic)
    share_surplus(columns, count, room);
  g_free(weight);
  Length x = 0;
  for (int i = 0; i < count; i++) {
    columns[i].x = x;
    columns[i].width = MAX(0, columns[i].width);
    x += columns[i].width;
  }
}
