/* The outline (PDF 1.7 §12.3.3): cairo's items with counts that are right. */
#include "pdf/finish_internal.h"

#include <string.h>

static OutlineItem *item_at(const PdfFinish *finish, guint index) {
  return &g_array_index(finish->outline, OutlineItem, index);
}

/* How many items show below each one when it is open, as deep as those below are open. */
static int *count_visible(const PdfFinish *finish, GHashTable *places) {
  guint count = finish->outline->len;
  int *visible = g_new0(int, count + 1);
  /* An item comes behind its parent, so from the end each one is complete when it is added. */
  for (guint i = count; i-- > 0;) {
    const OutlineItem *item = item_at(finish, i);
    gpointer parent = NULL;
    if (g_hash_table_lookup_extended(places, GINT_TO_POINTER(item->parent), NULL, &parent))
      visible[GPOINTER_TO_INT(parent)] += 1 + (item->open ? visible[i] : 0);
  }
  return visible;
}

int finish_outline(PdfFinish *finish) {
  static const char *const DROPPED[] = {"Count", NULL};
  int root = 0;
  GHashTable *places = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < finish->outline->len; i++)
    g_hash_table_insert(places, GINT_TO_POINTER(item_at(finish, i)->number), GINT_TO_POINTER(i));
  int *visible = count_visible(finish, places);
  for (guint i = 0; i < finish->outline->len; i++) {
    const OutlineItem *item = item_at(finish, i);
    int number = finish_number(finish, item->number);
    bool is_root = item->parent == 0;
    if (is_root)
      root = number;
    char *extra =
        visible[i] == 0
            ? g_strdup("")
            : g_strdup_printf("/Count %d", is_root || item->open ? visible[i] : -visible[i]);
    bool keep = is_omitted(finish, PDF_OMIT_OUTLINE_COUNT);
    g_string_truncate(finish->text, 0);
    finish_copy(finish, finish->text, (Slice){item->text, strlen(item->text)},
                keep ? NULL : DROPPED, keep ? NULL : extra);
    pdf_writer_object(finish->writer, number, finish->text->str, finish->text->len);
    g_free(extra);
  }
  g_free(visible);
  g_hash_table_unref(places);
  return root;
}
