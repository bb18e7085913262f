/* The tree as objects: elements, the parent tree and the tree of IDs. */
#include "pdf/syntax.h"
#include "pdf/tag.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  Structure *structure;
  PdfWriter *writer;
  const int *pages;
  GString *text;
} TreeWriting;

static void number_tags(Tag *tag, PdfWriter *writer) {
  tag->number = pdf_writer_reserve(writer, 1);
  for (Tag *kid = tag->first; kid; kid = kid->next)
    if (kid->kind == TAG_ELEMENT)
      number_tags(kid, writer);
}

static void append_kid(TreeWriting *w, const Tag *tag, const Tag *kid) {
  int page = kid->page >= 0 ? w->pages[kid->page] : 0;
  if (kid->kind == TAG_ELEMENT)
    append_reference(w->text, kid->number);
  else if (kid->kind == TAG_OBJECT)
    g_string_append_printf(w->text, "<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>", page, kid->index);
  else if (kid->page == tag->page)
    append_integer(w->text, kid->index);
  else
    g_string_append_printf(w->text, "<</Type/MCR/Pg %d 0 R/MCID %d>>", page, kid->index);
}

static void append_kids(TreeWriting *w, const Tag *tag) {
  if (!tag->first)
    return;
  bool several = tag->first != tag->last;
  g_string_append(w->text, several ? "/K[" : "/K ");
  for (const Tag *kid = tag->first; kid; kid = kid->next) {
    append_kid(w, tag, kid);
    if (kid->next)
      g_string_append_c(w->text, ' ');
  }
  if (several)
    g_string_append_c(w->text, ']');
}

static void append_text_entry(TreeWriting *w, const char *key, const char *text) {
  if (!text || !*text)
    return;
  g_string_append(w->text, key);
  append_text_string(w->text, text);
}

/* What the node's author says of it. */
static void append_words(TreeWriting *w, const Tag *tag, const char *language) {
  const FoNode *node = tag->node;
  if (!node)
    return;
  if (node->style->language && g_strcmp0(node->style->language, language) != 0)
    append_text_entry(w, "/Lang", node->style->language);
  bool picture = type_category(tag->type) == CATEGORY_PICTURE;
  if (node->element != FO_BASIC_LINK || picture) /* a link's words are its annotation's Contents */
    append_text_entry(w, "/Alt", figure_alternative(w->structure, node));
  append_text_entry(w, "/ActualText", fo_attribute(node, PROP_FOX_ACTUAL_TEXT));
  append_text_entry(w, "/E", fo_attribute(node, PROP_FOX_ABBREVIATION));
}

static void write_tag(TreeWriting *w, const Tag *tag, int parent, const char *language) {
  g_string_assign(w->text, "<</Type/StructElem/S/");
  g_string_append(w->text, type_name(tag->type));
  g_string_append(w->text, "/P ");
  append_reference(w->text, parent);
  if (tag->page >= 0) {
    g_string_append(w->text, "/Pg ");
    append_reference(w->text, w->pages[tag->page]);
  }
  if (tag->parent)
    append_words(w, tag, language);
  if (tag->attributes)
    g_string_append(w->text, tag->attributes);
  append_kids(w, tag);
  g_string_append(w->text, ">>");
  pdf_writer_object(w->writer, tag->number, w->text->str, w->text->len);
  if (tag->node && tag->node->style->language)
    language = tag->node->style->language;
  for (const Tag *kid = tag->first; kid; kid = kid->next)
    if (kid->kind == TAG_ELEMENT)
      write_tag(w, kid, tag->number, language);
}

/* ---- Parent tree --------------------------------------------------------------------------------- */

typedef struct {
  int key, object;
} ParentEntry;

static int by_key(const void *a, const void *b) {
  const ParentEntry *first = a, *second = b;
  return first->key < second->key ? -1 : first->key > second->key;
}

static void append_parents(TreeWriting *w, guint mark, guint end) {
  for (; mark < end; mark++) {
    const Tag *owner = w->structure->mark_owners[mark];
    if (owner)
      append_reference(w->text, owner->number);
    else
      g_string_append(w->text, "null");
    g_string_append_c(w->text, ' ');
  }
}

/* The elements of a page's marks, in the order of their MCIDs; `late` is the next of late_starts. */
static int write_page_parents(TreeWriting *w, guint page, guint *late) {
  const Structure *structure = w->structure;
  const GArray *starts = structure->page_starts, *lates = structure->late_starts;
  const guint all = structure->marks->len;
  const guint pages_end = lates->len ? g_array_index(lates, LateStart, 0).mark : all;
  const guint end = page + 1 < starts->len ? g_array_index(starts, guint, page + 1) : pages_end;
  g_string_assign(w->text, "[");
  append_parents(w, g_array_index(starts, guint, page), end);
  while (*late < lates->len && g_array_index(lates, LateStart, *late).page == (int)page) {
    const guint first = g_array_index(lates, LateStart, *late).mark;
    ++*late;
    append_parents(w, first,
                   *late < lates->len ? g_array_index(lates, LateStart, *late).mark : all);
  }
  g_string_append_c(w->text, ']');
  int object = pdf_writer_reserve(w->writer, 1);
  pdf_writer_object(w->writer, object, w->text->str, w->text->len);
  return object;
}

static int write_parent_tree(TreeWriting *w) {
  const Structure *structure = w->structure;
  GArray *entries = g_array_new(FALSE, FALSE, sizeof(ParentEntry));
  guint late = 0;
  for (guint i = 0; i < structure->page_keys->len; i++) {
    const ParentEntry entry = {g_array_index(structure->page_keys, int, i),
                               write_page_parents(w, i, &late)};
    g_array_append_val(entries, entry);
  }
  for (guint i = 0; i < structure->annotations->len; i++) {
    const Tag *owner = structure->annotation_owners[i];
    const ParentEntry entry = {g_array_index(structure->annotations, MarkRecord, i).key,
                               owner ? owner->number : structure->root->number};
    g_array_append_val(entries, entry);
  }
  g_array_sort(entries, by_key);
  g_string_assign(w->text, "<</Nums[");
  for (guint i = 0; i < entries->len; i++) {
    const ParentEntry *entry = &g_array_index(entries, ParentEntry, i);
    g_string_append_printf(w->text, "%d %d 0 R ", entry->key, entry->object);
  }
  g_string_append(w->text, "]>>");
  g_array_unref(entries);
  int object = pdf_writer_reserve(w->writer, 1);
  pdf_writer_object(w->writer, object, w->text->str, w->text->len);
  return object;
}

/* ---- IDs ----------------------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  int object;
} IdEntry;

static int by_name(const void *a, const void *b) {
  return strcmp(((const IdEntry *)a)->name, ((const IdEntry *)b)->name);
}

static int write_id_tree(TreeWriting *w) {
  const Structure *structure = w->structure;
  GArray *entries = g_array_new(FALSE, FALSE, sizeof(IdEntry));
  for (guint i = 0; i < structure->ids->len; i++) {
    const IdEntry entry = {structure->id_names->pdata[i],
                           ((const Tag *)structure->ids->pdata[i])->number};
    g_array_append_val(entries, entry);
  }
  g_array_sort(entries, by_name);
  g_string_assign(w->text, "<</Names[");
  for (guint i = 0; i < entries->len; i++) {
    const IdEntry *entry = &g_array_index(entries, IdEntry, i);
    g_string_append_printf(w->text, "(%s)%d 0 R ", entry->name, entry->object);
  }
  g_string_append(w->text, "]>>");
  g_array_unref(entries);
  int object = pdf_writer_reserve(w->writer, 1);
  pdf_writer_object(w->writer, object, w->text->str, w->text->len);
  return object;
}

int structure_write(Structure *structure, PdfWriter *writer, const int *page_objects) {
  TreeWriting w = {structure, writer, page_objects, g_string_new(NULL)};
  int root = pdf_writer_reserve(writer, 1);
  number_tags(structure->root, writer);
  write_tag(&w, structure->root, root, structure_language(structure));
  int parents = write_parent_tree(&w);
  int ids = structure->ids->len ? write_id_tree(&w) : 0;
  g_string_printf(w.text, "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d",
                  structure->root->number, parents, structure->next_key);
  if (ids)
    g_string_append_printf(w.text, "/IDTree %d 0 R", ids);
  g_string_append(w.text, ">>");
  pdf_writer_object(writer, root, w.text->str, w.text->len);
  g_string_free(w.text, TRUE);
  return root;
}
