/* What a file says of itself. */
#include "pdf/inspect.h"
#include "pdf/pagetext.h"
#include "pdf/tree.h"

#include <string.h>

enum { MAX_OUTLINE = 100000, MAX_NAME_DEPTH = 64 };

typedef struct {
  PdfReader *reader;
  FILE *out;
  PdfTree *tree;
  FontCache *fonts;
  GPtrArray *pages;     /* of PageText, by index */
  const MarkText *last; /* of the text that is gathered, on page last_page */
  int last_page;
} Describing;

/* ---- Text ---------------------------------------------------------------------------------------------- */

static void init(Describing *d, PdfReader *reader, FILE *out) {
  *d = (Describing){.reader = reader,
                    .out = out,
                    .tree = pdf_tree_new(reader),
                    .fonts = font_cache_new(),
                    .pages = g_ptr_array_new_with_free_func(page_text_free)};
  g_ptr_array_set_size(d->pages, pdf_reader_page_count(reader));
}

static void release(Describing *d) {
  g_ptr_array_unref(d->pages);
  g_hash_table_unref(d->fonts);
  pdf_tree_free(d->tree);
}

static const MarkText *mark_text(Describing *d, const Kid *kid) {
  if (kid->page < 0 || (guint)kid->page >= d->pages->len)
    return NULL;
  if (!d->pages->pdata[kid->page])
    d->pages->pdata[kid->page] = page_text_new(d->reader, kid->page, d->fonts);
  return page_text_mark(d->pages->pdata[kid->page], kid->stream, kid->value);
}

static char *entry_text(Describing *d, Slice dictionary, const char *key) {
  return slice_text(pdf_reader_key(d->reader, dictionary, key));
}

/* Text for people: a soft hyphen that divides a word over two lines goes, and what is no character to
 * be shown too. */
static void append_readable(GString *out, const char *text) {
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c == 0xad || (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
      continue;
    g_string_append_unichar(out, c == '\n' || c == '\t' ? ' ' : c);
  }
}

/* Text as it is read: U+200F only keeps it in order. */
static void append_read(GString *out, const char *text) {
  char **parts = g_strsplit(text, "\xe2\x80\x8f", -1);
  for (char **part = parts; *part; part++)
    append_readable(out, *part);
  g_strfreev(parts);
}

/* Appends the text of a mark, after a space if it begins another line. */
static void append_mark(Describing *d, GString *out, const Kid *kid) {
  const MarkText *mark = mark_text(d, kid);
  if (!mark || !mark->text->len)
    return;
  if (d->last && (d->last_page != kid->page || mark_text_breaks(d->last, mark)) &&
      !g_str_has_suffix(d->last->text->str, "\xc2\xad") && *mark->text->str != ' ')
    append_word_space(out);
  append_read(out, mark->text->str);
  d->last = mark;
  d->last_page = kid->page;
}

/* ---- Tags ---------------------------------------------------------------------------------------------- */

static void print_quoted(Describing *d, const char *label, char *text) {
  GString *readable = g_string_new(NULL);
  append_readable(readable, text);
  if (readable->len)
    fprintf(d->out, " %s=“%s”", label, readable->str);
  g_string_free(readable, TRUE);
  g_free(text);
}

static void print_attributes(Describing *d, const Element *element) {
  static const char *const KEYS[][2] = {{"List", "ListNumbering"},
                                        {"Table", "Scope"},
                                        {"Table", "ColSpan"},
                                        {"Table", "RowSpan"},
                                        {"PrintField", "Role"}};
  print_quoted(d, "lang", entry_text(d, element->dictionary, "Lang"));
  print_quoted(d, "alt", entry_text(d, element->dictionary, "Alt"));
  print_quoted(d, "actual", entry_text(d, element->dictionary, "ActualText"));
  print_quoted(d, "expansion", entry_text(d, element->dictionary, "E"));
  print_quoted(d, "id", entry_text(d, element->dictionary, "ID"));
  for (size_t i = 0; i < G_N_ELEMENTS(KEYS); i++) {
    Slice value = element_attribute(d->reader, element, KEYS[i][0], KEYS[i][1]);
    if (value.text)
      fprintf(d->out, " %s=%.*s", KEYS[i][1], (int)MIN(value.length, 60) - (*value.text == '/'),
              value.text + (*value.text == '/'));
  }
  Slice headers = element_attribute(d->reader, element, "Table", "Headers");
  SliceWalk walk = slice_walk(headers);
  for (Slice item; slice_walk_item(&walk, &item);)
    print_quoted(d, "header", slice_text(pdf_reader_resolve(d->reader, item)));
}

static void print_element(Describing *d, const Element *element, int depth) {
  fprintf(d->out, "%*s%s", 2 * depth, "", element->name);
  if (element->type && strcmp(type_name(element->type), element->name) != 0)
    fprintf(d->out, " (%s)", type_name(element->type));
  print_attributes(d, element);
  fputc('\n', d->out);
  GString *text = g_string_new(NULL);
  for (const Kid *kid = element->first; kid; kid = kid->next) {
    if (kid->kind == KID_MARK)
      append_mark(d, text, kid);
    bool ends = !kid->next || kid->next->kind != KID_MARK;
    if (ends && text->len) {
      fprintf(d->out, "%*s“%s”\n", 2 * (depth + 1), "", text->str);
      g_string_truncate(text, 0);
    }
    if (kid->kind == KID_OBJECT)
      fprintf(d->out, "%*s[annotation, object %d]\n", 2 * (depth + 1), "", kid->value);
    else if (kid->kind == KID_ELEMENT)
      print_element(d, kid->element, depth + 1);
  }
  g_string_free(text, TRUE);
}

/* ---- The document ---------------------------------------------------------------------------------------- */

static void print_claims(Describing *d) {
  MetadataSummary *summary = metadata_summary_new(d->reader);
  fputs("Claims:", d->out);
  if (summary && summary->ua)
    fputs(" PDF/UA-1", d->out);
  if (summary && summary->part && g_ascii_isalnum(summary->conformance))
    fprintf(d->out, "%s PDF/A-%d%c", summary->ua ? "," : "", summary->part,
            g_ascii_tolower(summary->conformance));
  if (!summary || (!summary->ua && !summary->part))
    fputs(" none", d->out);
  fputc('\n', d->out);
  metadata_summary_free(summary);
}

static void print_line(Describing *d, const char *label, char *text) {
  GString *readable = g_string_new(NULL);
  append_readable(readable, text);
  fprintf(d->out, "%s: %s\n", label, readable->len ? readable->str : "none");
  g_string_free(readable, TRUE);
  g_free(text);
}

static void print_font(Describing *d, Slice font) {
  Slice descendants = pdf_reader_key(d->reader, font, "DescendantFonts"), first = {0};
  SliceWalk walk = slice_walk(descendants);
  Slice base = slice_walk_item(&walk, &first) ? pdf_reader_resolve(d->reader, first) : font;
  Slice descriptor = pdf_reader_key(d->reader, base, "FontDescriptor");
  bool embedded = dict_lookup(descriptor, "FontFile").text ||
                  dict_lookup(descriptor, "FontFile2").text ||
                  dict_lookup(descriptor, "FontFile3").text;
  char *name = slice_name(pdf_reader_key(d->reader, font, "BaseFont"));
  char *kind = slice_name(pdf_reader_key(d->reader, base, "Subtype"));
  fprintf(d->out, "  %s (%s%s)\n", name, kind, embedded ? "" : ", not embedded");
  g_free(name);
  g_free(kind);
}

static void print_fonts(Describing *d) {
  GHashTable *seen = g_hash_table_new(NULL, NULL);
  fputs("Fonts:\n", d->out);
  for (guint page = 0; page < d->pages->len; page++) {
    if (!d->pages->pdata[page])
      d->pages->pdata[page] = page_text_new(d->reader, (int)page, d->fonts);
    const PageText *text = d->pages->pdata[page];
    for (guint i = 0; i < text->fonts->len; i++)
      if (g_hash_table_add(seen, text->fonts->pdata[i]))
        print_font(d, pdf_reader_object(d->reader, GPOINTER_TO_INT(text->fonts->pdata[i])));
  }
  g_hash_table_unref(seen);
}

static void print_outline(Describing *d, Slice item, int depth, int *left, GHashTable *seen) {
  while (item.text && --*left > 0 && g_hash_table_add(seen, (gpointer)item.text)) {
    GString *title = g_string_new(NULL);
    char *text = entry_text(d, item, "Title");
    append_readable(title, text);
    fprintf(d->out, "%*s%s\n", 2 * depth, "", title->str);
    g_string_free(title, TRUE);
    g_free(text);
    if (depth < MAX_NAME_DEPTH)
      print_outline(d, pdf_reader_key(d->reader, item, "First"), depth + 1, left, seen);
    item = pdf_reader_key(d->reader, item, "Next");
  }
}

static void print_files(Describing *d) {
  GArray *files = inspect_files(d->reader);
  for (guint i = 0; i < files->len; i++) {
    const EmbeddedFile *file = &g_array_index(files, EmbeddedFile, i);
    fprintf(d->out, "Attached: %s (%s, %s)\n", file->name,
            *file->mime_type ? file->mime_type : "no type",
            *file->relationship ? file->relationship : "no relationship");
  }
  g_array_unref(files);
}

void inspect_describe(PdfReader *reader, FILE *out) {
  Describing d;
  init(&d, reader, out);
  Slice catalog = pdf_reader_catalog(reader);
  Slice info = pdf_reader_key(reader, pdf_reader_trailer(reader), "Info");
  MetadataSummary *summary = metadata_summary_new(reader);
  print_line(&d, "Title",
             summary && summary->title ? g_strdup(summary->title) : entry_text(&d, info, "Title"));
  metadata_summary_free(summary);
  print_line(&d, "Author", entry_text(&d, info, "Author"));
  print_line(&d, "Language", entry_text(&d, catalog, "Lang"));
  print_line(&d, "Producer", entry_text(&d, info, "Producer"));
  print_claims(&d);
  fprintf(out, "Pages: %d\n", pdf_reader_page_count(reader));
  print_fonts(&d);
  print_files(&d);
  Slice outline = pdf_reader_key(reader, catalog, "Outlines");
  fprintf(out, "Outline:%s\n", outline.text ? "" : " none");
  int left = MAX_OUTLINE;
  GHashTable *seen = g_hash_table_new(NULL, NULL);
  print_outline(&d, pdf_reader_key(reader, outline, "First"), 1, &left, seen);
  g_hash_table_unref(seen);
  fprintf(out, "Tags:%s\n", d.tree->root ? "" : " none");
  for (const Kid *kid = d.tree->root ? d.tree->root->first : NULL; kid; kid = kid->next)
    if (kid->kind == KID_ELEMENT)
      print_element(&d, kid->element, 1);
  release(&d);
}

/* ---- Text alone --------------------------------------------------------------------------------------------- */

static bool is_in_line(StructureType type) {
  TypeCategory category = type_category(type);
  return category == CATEGORY_INLINE || category == CATEGORY_NONE;
}

static void end_line(GString *line, FILE *out) {
  if (line->len)
    fprintf(out, "%s\n", line->str);
  g_string_truncate(line, 0);
}

/* What stands for the content of an element, if something does; newly allocated, or "". */
static char *replacement(Describing *d, const Element *element) {
  char *actual = entry_text(d, element->dictionary, "ActualText");
  if (*actual || type_category(element->type) != CATEGORY_PICTURE)
    return actual;
  g_free(actual);
  return entry_text(d, element->dictionary, "Alt");
}

static void print_text(Describing *d, const Element *element, GString *line) {
  bool block = !is_in_line(element->type);
  if (block)
    end_line(line, d->out);
  char *actual = replacement(d, element);
  append_readable(line, actual);
  for (const Kid *kid = *actual ? NULL : element->first; kid; kid = kid->next) {
    if (kid->kind == KID_MARK)
      append_mark(d, line, kid);
    else if (kid->kind == KID_ELEMENT)
      print_text(d, kid->element, line);
  }
  g_free(actual);
  if (block)
    end_line(line, d->out);
}

void inspect_text(PdfReader *reader, FILE *out) {
  Describing d;
  init(&d, reader, out);
  GString *line = g_string_new(NULL);
  for (const Kid *kid = d.tree->root ? d.tree->root->first : NULL; kid; kid = kid->next)
    if (kid->kind == KID_ELEMENT)
      print_text(&d, kid->element, line);
  end_line(line, out);
  g_string_free(line, TRUE);
  release(&d);
}

/* ---- Embedded files ------------------------------------------------------------------------------------------ */

static void clear_file(gpointer data) {
  EmbeddedFile *file = data;
  g_free(file->name);
  g_free(file->mime_type);
  g_free(file->relationship);
}

static void add_file(PdfReader *reader, GArray *files, Slice specification) {
  Slice streams = pdf_reader_key(reader, specification, "EF");
  Slice stream = dict_lookup(streams, "UF");
  if (!stream.text)
    stream = dict_lookup(streams, "F");
  int object = slice_reference(stream);
  if (!object)
    return;
  Slice name = pdf_reader_key(reader, specification, "UF");
  if (!name.text)
    name = pdf_reader_key(reader, specification, "F");
  const EmbeddedFile file = {
      .name = slice_text(name),
      .mime_type = slice_name(pdf_reader_key(reader, pdf_reader_object(reader, object), "Subtype")),
      .relationship = slice_name(pdf_reader_key(reader, specification, "AFRelationship")),
      .object = object};
  g_array_append_val(files, file);
}

static void walk_names(PdfReader *reader, GArray *files, Slice node, int depth) {
  SliceWalk names = slice_walk(pdf_reader_key(reader, node, "Names"));
  for (Slice name, value; slice_walk_item(&names, &name) && slice_walk_item(&names, &value);)
    add_file(reader, files, pdf_reader_resolve(reader, value));
  SliceWalk kids = slice_walk(pdf_reader_key(reader, node, "Kids"));
  for (Slice kid; depth < MAX_NAME_DEPTH / 8 && slice_walk_item(&kids, &kid);)
    walk_names(reader, files, pdf_reader_resolve(reader, kid), depth + 1);
}

GArray *inspect_files(PdfReader *reader) {
  GArray *files = g_array_new(FALSE, FALSE, sizeof(EmbeddedFile));
  g_array_set_clear_func(files, clear_file);
  Slice names = pdf_reader_key(reader, pdf_reader_catalog(reader), "Names");
  walk_names(reader, files, pdf_reader_key(reader, names, "EmbeddedFiles"), 0);
  return files;
}
