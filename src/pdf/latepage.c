/* Pages whose late lines come after all pages: cairo gives those as pages of their own, which are laid
 * over the pages that they belong to. One page has two content streams then, the resources of both, and
 * the annotations of both. */
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

/* The resources of one kind; those of late lines under the names that their content has. */
static void append_kind(PdfFinish *finish, GString *out, Slice early, Slice late) {
  for (Entries e = entries_of(early); next_entry(&e);) {
    g_string_append_len(out, e.name.text, (gssize)e.name.length);
    g_string_append_c(out, ' ');
    finish_copy(finish, out, e.value, NULL, NULL);
  }
  for (Entries e = entries_of(late); next_entry(&e);) {
    const Slice name = {e.name.text, e.name.length};
    const bool counted = content_is_counted_state(name);
    if (!counted && value_of(early, e.name).text)
      continue;
    const size_t skipped = counted ? strlen(CONTENT_LATE_STATE) : 0;
    g_string_append(out, counted ? CONTENT_LATE_STATE : "");
    g_string_append_len(out, e.name.text + skipped, (gssize)(e.name.length - skipped));
    g_string_append_c(out, ' ');
    finish_copy(finish, out, e.value, NULL, NULL);
  }
}

/* The resources of a page and of its late lines. False if a kind of them is no dictionary in its place. */
static bool append_merged(PdfFinish *finish, GString *out, Slice early, Slice late) {
  bool sound = true;
  g_string_append(out, "<<");
  for (Entries e = entries_of(early); next_entry(&e);) {
    const Slice other = value_of(late, e.name);
    g_string_append_len(out, e.name.text, (gssize)e.name.length);
    if (is_dictionary(e.value)) {
      g_string_append(out, "<<");
      append_kind(finish, out, e.value, other);
      if (pdf_token_is(e.name, "/Font"))
        glyph_texts_append_fonts(finish->glyph_texts, out);
      g_string_append(out, ">>");
    } else {
      sound = sound && !other.text;
      g_string_append_c(out, ' ');
      finish_copy(finish, out, e.value, NULL, NULL);
    }
  }
  for (Entries e = entries_of(late); next_entry(&e);) {
    if (value_of(early, e.name).text)
      continue;
    g_string_append_len(out, e.name.text, (gssize)e.name.length);
    sound = sound && is_dictionary(e.value);
    g_string_append(out, "<<");
    append_kind(finish, out, (Slice){0}, e.value);
    if (pdf_token_is(e.name, "/Font"))
      glyph_texts_append_fonts(finish->glyph_texts, out);
    g_string_append(out, ">>");
  }
  g_string_append(out, ">>");
  return sound;
}

/* ---- Pages ------------------------------------------------------------------------------------------- */

void finish_early_page(PdfFinish *finish, const SplitObject *object, const PagePlan *plan,
                       int content) {
  LateObject *late = g_new0(LateObject, 1);
  late->number = finish_number(finish, object->number);
  late->page = g_strndup(object->object.text, object->object.length);
  late->content = content;
  late->resources[0] = slice_reference(dict_lookup(object->object, "Resources"));
  late->key = plan->key;
  g_hash_table_insert(finish->late, GINT_TO_POINTER(plan->page), late);
}

bool finish_late_page(PdfFinish *finish, const SplitObject *object, const PagePlan *plan,
                      int content) {
  LateObject *late = g_hash_table_lookup(finish->late, GINT_TO_POINTER(plan->page));
  if (!late)
    return false;
  late->late = content;
  late->resources[1] = slice_reference(dict_lookup(object->object, "Resources"));
  const Slice annotations = dict_lookup(object->object, "Annots");
  late->annotations = g_strndup(annotations.text, annotations.length);
  /* What refers to cairo's page refers to the page. */
  finish_alias(finish, object->number, late->number);
  return true;
}

/* The references of an array, without its brackets. */
static void append_items(PdfFinish *finish, GString *out, Slice array) {
  if (array.length < 2 || array.text[0] != '[')
    return;
  finish_copy(finish, out, (Slice){array.text + 1, array.length - 2}, NULL, NULL);
  g_string_append_c(out, ' ');
}

static bool write_late(PdfFinish *finish, const LateObject *late) {
  static const char *const DROPPED[] = {"StructParents", "Tabs",   "Contents",
                                        "Resources",     "Annots", NULL};
  const Slice page = slice_of(late->page);
  const char *resources[2];
  for (int i = 0; i < 2; i++)
    resources[i] = g_hash_table_lookup(finish->resources, GINT_TO_POINTER(late->resources[i]));
  GString *text = finish->text;
  g_string_truncate(text, 0);
  const bool sound = append_merged(finish, text, slice_of(resources[0]), slice_of(resources[1]));
  write_text(finish, late->resources[0], text);
  GString *extra = g_string_new(NULL);
  finish_page_entries(finish, late->key, extra);
  g_string_append_printf(extra, "/Resources %d 0 R/Contents[",
                         finish_number(finish, late->resources[0]));
  if (late->content)
    g_string_append_printf(extra, "%d 0 R ", late->content);
  if (late->late)
    g_string_append_printf(extra, "%d 0 R", late->late);
  g_string_append(extra, "]/Annots[");
  append_items(finish, extra, dict_lookup(page, "Annots"));
  append_items(finish, extra, slice_of(late->annotations));
  g_string_append_c(extra, ']');
  g_string_truncate(text, 0);
  finish_copy(finish, text, page, DROPPED, extra->str);
  pdf_writer_object(finish->writer, late->number, text->str, text->len);
  g_string_free(extra, TRUE);
  for (int i = 0; i < 2; i++)
    g_hash_table_remove(finish->resources, GINT_TO_POINTER(late->resources[i]));
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
