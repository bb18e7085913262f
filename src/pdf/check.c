#include "pdf/check.h"

#include <stdarg.h>

void check_found(Check *check, const char *rule, int page, int object, const char *format, ...) {
  va_list list;
  va_start(list, format);
  char *fault = g_strdup_vprintf(format, list);
  va_end(list);
  check->count++;
  check->sink(&(Finding){rule, page, object, fault}, check->context);
  g_free(fault);
}

void check_found_in_both(Check *check, const char *ua, const char *a, int page, int object,
                         const char *format, ...) {
  va_list list;
  va_start(list, format);
  char *fault = g_strdup_vprintf(format, list);
  va_end(list);
  check_found(check, ua, page, object, "%s", fault);
  check_found(check, a, page, object, "%s", fault);
  g_free(fault);
}

void check_string_length(Check *check, int page, int object, Slice dictionary, const char *key) {
  enum { MOST_BYTES = 32767 };
  Slice value = pdf_reader_key(check->reader, dictionary, key);
  if (value.length <= MOST_BYTES)
    return;
  GByteArray *bytes = string_bytes(value.text, value.length);
  if (bytes->len > MOST_BYTES)
    check_found(check, "A 6.1.13-3", page, object, "%s has %u bytes: 32,767 are the most", key,
                bytes->len);
  g_byte_array_unref(bytes);
}

void check_language_faults(Check *check, int page, int object, const char *language) {
  if (!is_language_tag(language))
    check_found_in_both(check, "UA 7.2-29", "A 6.7.4-1", page, object,
                        "Lang is “%s”, no language tag", language);
}

static void note_element(const Element *element, void *context) {
  Check *check = context;
  for (const Kid *kid = element->first; kid; kid = kid->next) {
    gpointer page = GINT_TO_POINTER(kid->page);
    if (kid->kind == KID_OBJECT)
      g_hash_table_insert(check->owners, GINT_TO_POINTER(kid->value), (gpointer)element);
    else if (kid->kind == KID_MARK && kid->stream == 0 &&
             g_hash_table_insert(check->marks, check_mark_key(kid->page, kid->value),
                                 (gpointer)element))
      g_hash_table_insert(
          check->mark_counts, page,
          GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(check->mark_counts, page)) + 1));
  }
}

unsigned inspect_check(PdfReader *reader, FindingSink *sink, void *context) {
  Check check = {.reader = reader,
                 .sink = sink,
                 .context = context,
                 .tree = pdf_tree_new(reader),
                 .fonts = font_cache_new(),
                 .owners = g_hash_table_new(NULL, NULL),
                 .fonts_seen = g_hash_table_new(NULL, NULL),
                 .pictures_seen = g_hash_table_new(NULL, NULL),
                 .marks = g_hash_table_new(check_mark_hash, NULL),
                 .mark_counts = g_hash_table_new(NULL, NULL),
                 .parents = check_parent_tree(reader)};
  pdf_tree_visit(check.tree, note_element, &check);
  check_document(&check);
  check_catalog_features(&check);
  check_tree(&check);
  for (int page = 0; page < pdf_reader_page_count(reader); page++)
    check_page(&check, page);
  g_hash_table_unref(check.parents);
  g_hash_table_unref(check.mark_counts);
  g_hash_table_unref(check.marks);
  g_hash_table_unref(check.pictures_seen);
  g_hash_table_unref(check.fonts_seen);
  g_hash_table_unref(check.owners);
  g_hash_table_unref(check.fonts);
  pdf_tree_free(check.tree);
  return check.count;
}
