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

/* The resources of a page, to whose fonts ours come; and other dictionaries. */
static void write_dictionary(PdfFinish *finish, int number, const char *dictionary, bool page) {
  static const char *const FONT[] = {"Font", NULL};
  const Slice object = slice_of(dictionary);
  const Slice font = dict_lookup(object, "Font");
  GString *text = finish->text, *ours = g_string_new(NULL), *fonts = g_string_new("/Font");
  if (page)
    glyph_texts_append_fonts(finish->glyph_texts, ours);
  if (page && (font.text || ours->len > 0))
    finish_copy(finish, fonts, font.text ? font : slice_of("<<>>"), NULL, ours->str);
  else
    page = false;
  g_string_truncate(text, 0);
  finish_copy(finish, text, object, page ? FONT : NULL, page ? fonts->str : NULL);
  write_text(finish, number, text);
  g_string_free(fonts, TRUE);
  g_string_free(ours, TRUE);
}

static void write_held(PdfFinish *finish, int number, bool page) {
  const char *dictionary = g_hash_table_lookup(finish->resources, GINT_TO_POINTER(number));
  if (!dictionary)
    return;
  write_dictionary(finish, number, dictionary, page);
  g_hash_table_remove(finish->resources, GINT_TO_POINTER(number));
}

void finish_write_resources(PdfFinish *finish, int number) {
  write_held(finish, number, true);
}

/* ---- Several dictionaries as one -------------------------------------------------------------------- */

/* The resources of one kind: "/Font". */
typedef struct {
  char *name;
  GString *entries; /* cairo's text */
  GHashTable *seen; /* names of entries */
} Kind;

static void kind_free(gpointer data) {
  Kind *kind = data;
  g_free(kind->name);
  g_string_free(kind->entries, TRUE);
  g_hash_table_unref(kind->seen);
  g_free(kind);
}

/* A key of a dictionary and its value. */
typedef struct {
  PdfLexer lexer;
  char *name; /* with its slash */
  Slice value;
} Entry;

/* Before the first key; false if it is no dictionary. */
static bool entries_begin(Entry *entry, Slice dictionary) {
  *entry = (Entry){.lexer = pdf_lexer(dictionary.text, dictionary.length)};
  return pdf_next_token(&entry->lexer).kind == TOKEN_DICT_OPEN;
}

/* The next key; false behind the last. Call it until then: it frees the name. */
static bool entries_next(Entry *entry) {
  g_free(entry->name);
  entry->name = NULL;
  const PdfToken name = pdf_next_token(&entry->lexer);
  const PdfToken first = name.kind == TOKEN_NAME ? pdf_next_token(&entry->lexer) : name;
  if (name.kind != TOKEN_NAME || first.kind <= TOKEN_BROKEN ||
      !pdf_skip_object(&entry->lexer, first))
    return false;
  entry->name = g_strndup(name.text, name.length);
  entry->value = (Slice){first.text, (size_t)(entry->lexer.at - first.text)};
  return true;
}

static Kind *kind_named(GPtrArray *kinds, const char *name) {
  for (guint i = 0; i < kinds->len; i++)
    if (strcmp(((Kind *)kinds->pdata[i])->name, name) == 0)
      return kinds->pdata[i];
  Kind *kind = g_new(Kind, 1);
  *kind = (Kind){.name = g_strdup(name),
                 .entries = g_string_new(NULL),
                 .seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
  g_ptr_array_add(kinds, kind);
  return kind;
}

/* Those of late lines (`part` from 1) have the names that their content has. A name is the same resource in
 * all dictionaries. */
static void add_entries(Kind *kind, Entry *entry, int part) {
  while (entries_next(entry)) {
    GString *name = g_string_new(NULL);
    content_append_state(name, slice_of(entry->name), part);
    char *key = g_string_free(name, FALSE);
    if (g_hash_table_contains(kind->seen, key)) {
      g_free(key);
      continue;
    }
    g_string_append_printf(kind->entries, "%s %.*s ", key, (int)entry->value.length,
                           entry->value.text);
    g_hash_table_add(kind->seen, key);
  }
}

/* Adds the resources of a page (part 0) or of a part of its late lines. False if a kind of them is no
 * dictionary in its place. */
static bool add_resources(GPtrArray *kinds, Slice resources, int part) {
  Entry kind, entry;
  bool sound = entries_begin(&kind, resources);
  while (sound && entries_next(&kind)) {
    if (entries_begin(&entry, kind.value))
      add_entries(kind_named(kinds, kind.name), &entry, part);
    else
      sound = false;
  }
  g_free(kind.name);
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
  g_hash_table_insert(finish->late, GINT_TO_POINTER(page), late);
  return late;
}

void late_object_free(gpointer data) {
  LateObject *late = data;
  g_array_unref(late->contents);
  g_array_unref(late->lates);
  g_array_unref(late->resources);
  if (late->annotations)
    g_string_free(late->annotations, TRUE);
  g_free(late);
}

static void note_resources(LateObject *late, const SplitObject *page) {
  const int number = slice_reference(dict_lookup(page->object, "Resources"));
  g_array_append_val(late->resources, number);
}

static void add_annotations(LateObject *late, const PagePlan *plan) {
  if (plan->annotations->len == 0)
    return;
  late->annotations = late->annotations ? late->annotations : g_string_new(NULL);
  g_string_append(late->annotations, plan->annotations->str);
}

void finish_early_page(PdfFinish *finish, const SplitObject *object, LateObject *late,
                       const PagePlan *plan) {
  late->number = finish_number(finish, object->number);
  static const char *const DROPPED[] = {"StructParents", "Tabs", "Contents", "Resources", NULL};
  g_string_truncate(finish->text, 0);
  finish_copy(finish, finish->text, object->object, DROPPED, NULL);
  g_string_truncate(finish->text, MAX(finish->text->len, 2) - 2); /* without >> */
  late->page = g_string_chunk_insert_const(finish->strings, finish->text->str);
  late->key = plan->key;
  add_annotations(late, plan);
  note_resources(late, object);
}

void finish_late_page(PdfFinish *finish, const SplitObject *object, LateObject *late,
                      const PagePlan *plan) {
  note_resources(late, object);
  add_annotations(late, plan);
  /* What refers to cairo's page refers to the page. */
  finish_alias(finish, object->number, late->number);
}

/* No name of cairo's, nor of content_append_state. */
#define LATE_OPAQUE "/O"

const char *finish_late_state(const PdfFinish *finish, LateObject *late) {
  const char *resources =
      late->resources->len
          ? g_hash_table_lookup(finish->resources,
                                GINT_TO_POINTER(g_array_index(late->resources, int, 0)))
          : NULL;
  if (!dict_lookup(slice_of(resources), "ExtGState").text)
    return NULL;
  late->opaque = true;
  return LATE_OPAQUE;
}

void finish_late_plain(LateObject *late, const PagePlan *plan) {
  const int none = 0;
  g_array_append_val(late->resources, none);
  add_annotations(late, plan);
}

/* Writes the resources of the page and of all parts as one dictionary. */
static bool write_merged(PdfFinish *finish, const LateObject *late) {
  GPtrArray *kinds = g_ptr_array_new_with_free_func(kind_free);
  bool sound = true;
  for (guint i = 0; i < late->resources->len; i++) {
    const gpointer number = GINT_TO_POINTER(g_array_index(late->resources, int, i));
    if (!number)
      continue;
    sound =
        add_resources(kinds, slice_of(g_hash_table_lookup(finish->resources, number)), (int)i) &&
        sound;
    g_hash_table_remove(finish->resources, number);
  }
  if (late->opaque)
    g_string_append(kind_named(kinds, "/ExtGState")->entries, LATE_OPAQUE "<</CA 1/ca 1>> ");
  GString *merged = g_string_new("<<");
  for (guint i = 0; i < kinds->len; i++) {
    const Kind *kind = kinds->pdata[i];
    g_string_append_printf(merged, "%s<<%s>>", kind->name, kind->entries->str);
  }
  g_string_append(merged, ">>");
  write_dictionary(finish, g_array_index(late->resources, int, 0), merged->str, true);
  g_string_free(merged, TRUE);
  g_ptr_array_unref(kinds);
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
  const bool sound = write_merged(finish, late);
  GString *extra = g_string_new(NULL);
  finish_page_entries(finish, late->key, late->annotations, extra);
  g_string_append_printf(extra, "/Resources %d 0 R",
                         finish_number(finish, g_array_index(late->resources, int, 0)));
  append_contents(late, extra);
  g_string_append(extra, ">>");
  g_string_assign(finish->text, late->page);
  g_string_append(finish->text, extra->str);
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
    write_held(finish, GPOINTER_TO_INT(item->data), false);
  g_list_free(numbers);
  return sound;
}
