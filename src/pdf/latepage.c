/* Pages whose late lines come after all pages: cairo gives those as pages of their own, a part of the lines
 * each, which are put into the pages that they belong to. Such a page has several content streams: its own,
 * parted where late lines belong, and theirs in between; and the resources and annotations of all. */
#include "pdf/finish_internal.h"

#include <string.h>

/* ---- Resources -------------------------------------------------------------------------------------- */

static Slice slice_of(const char *text) {
  return (Slice){text, text ? strlen(text) : 0};
}

void finish_hold_resources(PdfFinish *finish, const SplitObject *object) {
  g_hash_table_insert(finish->resources, GINT_TO_POINTER(object->number),
                      g_strndup(object->object.text, object->object.length));
}

static void write_text(PdfFinish *finish, int cairo_number, const GString *text) {
  pdf_writer_object(finish->writer, finish_number(finish, cairo_number), text->str, text->len);
}

/* Resources with fonts, to which ours come; and other dictionaries. */
static void write_dictionary(PdfFinish *finish, int number, const char *dictionary) {
  static const char *const FONT[] = {"Font", NULL};
  const Slice object = slice_of(dictionary);
  const Slice font = dict_lookup(object, "Font");
  GString *text = finish->text, *ours = g_string_new(NULL), *fonts = g_string_new("/Font");
  if (font.text) {
    glyph_texts_append_fonts(finish->glyph_texts, ours);
    finish_copy(finish, fonts, font, NULL, ours->str);
  }
  g_string_truncate(text, 0);
  finish_copy(finish, text, object, font.text ? FONT : NULL, font.text ? fonts->str : NULL);
  write_text(finish, number, text);
  g_string_free(fonts, TRUE);
  g_string_free(ours, TRUE);
}

void finish_write_resources(PdfFinish *finish, int number) {
  const char *dictionary = g_hash_table_lookup(finish->resources, GINT_TO_POINTER(number));
  if (!dictionary)
    return;
  write_dictionary(finish, number, dictionary);
  g_hash_table_remove(finish->resources, GINT_TO_POINTER(number));
}

/* ---- Two dictionaries as one ------------------------------------------------------------------------ */

typedef struct {
  PdfLexer lexer;
  PdfToken name;
  Slice value;
} Entries;

static bool is_dictionary(Slice object) {
  PdfLexer lexer = pdf_lexer(object.text, object.length);
  return pdf_next_token(&lexer).kind == TOKEN_DICT_OPEN;
}

static Entries entries_of(Slice dictionary) {
  Entries entries = {.lexer = pdf_lexer(dictionary.text, dictionary.length)};
  pdf_next_token(&entries.lexer);
  return entries;
}

static bool next_entry(Entries *entries) {
  entries->name = pdf_next_token(&entries->lexer);
  if (entries->name.kind != TOKEN_NAME)
    return false;
  const PdfToken first = pdf_next_token(&entries->lexer);
  if (first.kind <= TOKEN_BROKEN || !pdf_skip_object(&entries->lexer, first))
    return false;
  entries->value = (Slice){first.text, (size_t)(entries->lexer.at - first.text)};
  return true;
}

static Slice value_of(Slice dictionary, PdfToken name) {
  char *key = g_strndup(name.text + 1, name.length - 1);
  const Slice value = dict_lookup(dictionary, key);
  g_free(key);
  return value;
}

static void append_slice(GString *out, Slice slice) {
  g_string_append_len(out, slice.text, (gssize)slice.length);
  g_string_append_c(out, ' ');
}

static Slice name_of(const Entries *entries) {
  return (Slice){entries->name.text, entries->name.length};
}

/* The resources of one kind; those of late lines under the names that their content has. */
static void append_kind(GString *out, Slice early, Slice late, int part) {
  g_string_append(out, "<<");
  for (Entries e = entries_of(early); next_entry(&e);) {
    append_slice(out, name_of(&e));
    append_slice(out, e.value);
  }
  for (Entries e = entries_of(late); next_entry(&e);) {
    GString *name = g_string_new(NULL);
    content_append_state(name, name_of(&e), part);
    if (!dict_lookup(early, name->str + 1).text) {
      append_slice(out, (Slice){name->str, name->len});
      append_slice(out, e.value);
    }
    g_string_free(name, TRUE);
  }
  g_string_append(out, ">>");
}

/* The resources of a page and of a part of its late lines, as cairo's text. False if a kind of them is no
 * dictionary in its place. */
static bool append_merged(GString *out, Slice early, Slice late, int part) {
  bool sound = true;
  g_string_append(out, "<<");
  for (Entries e = entries_of(early); next_entry(&e);) {
    const Slice other = value_of(late, e.name);
    append_slice(out, name_of(&e));
    if (is_dictionary(e.value))
      append_kind(out, e.value, other, part);
    else
      append_slice(out, e.value);
    sound = sound && (is_dictionary(e.value) || !other.text);
  }
  for (Entries e = entries_of(late); next_entry(&e);) {
    if (value_of(early, e.name).text)
      continue;
    append_slice(out, name_of(&e));
    append_kind(out, (Slice){0}, e.value, part);
    sound = sound && is_dictionary(e.value);
  }
  g_string_append(out, ">>");
  return sound;
}

/* ---- Pages ------------------------------------------------------------------------------------------- */

LateObject *finish_late_object(PdfFinish *finish, int page) {
  LateObject *late = g_hash_table_lookup(finish->late, GINT_TO_POINTER(page));
  if (late)
    return late;
  late = g_new0(LateObject, 1);
  late->contents = g_array_new(FALSE, FALSE, sizeof(int));
  late->lates = g_array_new(FALSE, FALSE, sizeof(int));
  late->resources = g_array_new(FALSE, FALSE, sizeof(int));
  late->annotations = g_string_new(NULL);
  g_hash_table_insert(finish->late, GINT_TO_POINTER(page), late);
  return late;
}

void late_object_free(gpointer data) {
  LateObject *late = data;
  g_free(late->page);
  g_array_unref(late->contents);
  g_array_unref(late->lates);
  g_array_unref(late->resources);
  g_string_free(late->annotations, TRUE);
  g_free(late->turn);
  g_free(late);
}

static void add_resources(LateObject *late, const SplitObject *page) {
  const int number = slice_reference(dict_lookup(page->object, "Resources"));
  g_array_append_val(late->resources, number);
}

void finish_early_page(PdfFinish *finish, const SplitObject *object, LateObject *late, int key) {
  late->number = finish_number(finish, object->number);
  late->page = g_strndup(object->object.text, object->object.length);
  late->key = key;
  add_resources(late, object);
}

/* The references of an array, without its brackets. */
static void append_items(PdfFinish *finish, GString *out, Slice array) {
  if (array.length < 2 || array.text[0] != '[')
    return;
  finish_copy(finish, out, (Slice){array.text + 1, array.length - 2}, NULL, NULL);
  g_string_append_c(out, ' ');
}

void finish_late_page(PdfFinish *finish, const SplitObject *object, LateObject *late) {
  add_resources(late, object);
  append_items(finish, late->annotations, dict_lookup(object->object, "Annots"));
  /* What refers to cairo's page refers to the page. */
  finish_alias(finish, object->number, late->number);
}

static const char *resources_at(const PdfFinish *finish, const LateObject *late, guint i) {
  return g_hash_table_lookup(finish->resources,
                             GINT_TO_POINTER(g_array_index(late->resources, int, i)));
}

/* The resources of the page and of all parts, as one dictionary. */
static bool write_merged(PdfFinish *finish, const LateObject *late) {
  GString *merged = g_string_new(resources_at(finish, late, 0));
  bool sound = true;
  const guint last = late->resources->len - 1;
  for (guint i = 1; i <= last; i++) {
    GString *next = g_string_new(NULL);
    sound = append_merged(next, (Slice){merged->str, merged->len},
                          slice_of(resources_at(finish, late, i)), (int)i) &&
            sound;
    g_string_free(merged, TRUE);
    merged = next;
  }
  write_dictionary(finish, g_array_index(late->resources, int, 0), merged->str);
  for (guint i = 0; i <= last; i++)
    g_hash_table_remove(finish->resources, GINT_TO_POINTER(g_array_index(late->resources, int, i)));
  g_string_free(merged, TRUE);
  return sound;
}

/* A part of the late lines stands between two of the page's, what is left behind the last. */
static void append_contents(const LateObject *late, GString *out) {
  g_string_append(out, "/Contents[");
  for (guint i = 0; i < MAX(late->contents->len, late->lates->len + 1); i++) {
    if (i < late->contents->len)
      g_string_append_printf(out, "%d 0 R ", g_array_index(late->contents, int, i));
    if (i < late->lates->len && i + 1 < late->contents->len)
      g_string_append_printf(out, "%d 0 R ", g_array_index(late->lates, int, i));
  }
  for (guint i = MAX(late->contents->len, 1) - 1; i < late->lates->len; i++)
    g_string_append_printf(out, "%d 0 R ", g_array_index(late->lates, int, i));
  g_string_append_c(out, ']');
}

static bool write_late(PdfFinish *finish, const LateObject *late) {
  static const char *const DROPPED[] = {"StructParents", "Tabs",   "Contents",
                                        "Resources",     "Annots", NULL};
  const Slice page = slice_of(late->page);
  const bool sound = write_merged(finish, late);
  GString *extra = g_string_new(NULL);
  finish_page_entries(finish, late->key, extra);
  g_string_append_printf(extra, "/Resources %d 0 R",
                         finish_number(finish, g_array_index(late->resources, int, 0)));
  append_contents(late, extra);
  g_string_append(extra, "/Annots[");
  append_items(finish, extra, dict_lookup(page, "Annots"));
  g_string_append_printf(extra, "%s]", late->annotations->str);
  g_string_truncate(finish->text, 0);
  finish_copy(finish, finish->text, page, DROPPED, extra->str);
  pdf_writer_object(finish->writer, late->number, finish->text->str, finish->text->len);
  g_string_free(extra, TRUE);
  return sound;
}

static int by_number(const void *a, const void *b) {
  return GPOINTER_TO_INT(a) < GPOINTER_TO_INT(b) ? -1 : 1;
}

bool finish_late_end(PdfFinish *finish) {
  bool sound = true;
  GList *pages = g_list_sort(g_hash_table_get_keys(finish->late), by_number);
  for (GList *item = pages; item; item = item->next)
    sound = write_late(finish, g_hash_table_lookup(finish->late, item->data)) && sound;
  g_list_free(pages);
  GList *numbers = g_list_sort(g_hash_table_get_keys(finish->resources), by_number);
  for (GList *item = numbers; item; item = item->next)
    finish_write_resources(finish, GPOINTER_TO_INT(item->data));
  g_list_free(numbers);
  return sound;
}
