/* The tree as objects: elements, the parent tree and the tree of IDs. */
#include "pdf/syntax.h"
#include "pdf/tag.h"

#include <stdlib.h>
#include <string.h>

typedef struct TreeWriting {
  Structure *structure;
  PdfWriter *writer;
  const int *pages;
  const char *language; /* the document's */
  GString *text;
  int root; /* the structure tree root; 0: it has no number yet */
} TreeWriting;

struct TreeWriting *structure_writing_new(Structure *structure, PdfWriter *writer,
                                          const int *page_objects, const char *language) {
  TreeWriting *w = g_new(TreeWriting, 1);
  *w = (TreeWriting){structure, writer, page_objects, language, g_string_new(NULL), 0};
  return w;
}

/* Elements are on the page of the first mark in them. */
static void find_pages(Tag *tag) {
  for (Tag *kid = tag->first; kid; kid = kid->next) {
    if (kid->kind == TAG_ELEMENT)
      find_pages(kid);
    if (tag->page < 0 && kid->page >= 0)
      tag->page = kid->page;
  }
}

static void number_tag(Tag *tag, PdfWriter *writer) {
  if (tag->number == 0)
    tag->number = pdf_writer_reserve(writer, 1);
}

static void number_tags(Tag *tag, PdfWriter *writer) {
  number_tag(tag, writer);
  for (Tag *kid = tag->first; kid; kid = kid->next)
    if (kid->kind == TAG_ELEMENT)
      number_tags(kid, writer);
}

static void append_kid(TreeWriting *w, const Tag *tag, const Tag *kid) {
  int page = kid->page >= 0 ? w->pages[kid->page] : 0;
  if (kid->kind == TAG_MARK)
    w->structure->mark_owners[kid->number] = tag->number;
  else if (kid->kind == TAG_OBJECT)
    w->structure->annotation_owners[kid->number] = tag->number;
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
  if (!tag->first && !tag->written)
    return;
  bool several = tag->first != tag->last || tag->written;
  g_string_append(w->text, several ? "/K[" : "/K ");
  for (guint i = 0; tag->written && i < tag->written->len; i++) {
    append_reference(w->text, g_array_index(tag->written, int, i));
    g_string_append_c(w->text, ' ');
  }
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

/* ---- Parts --------------------------------------------------------------------------------------- */

static void note_ids(Structure *structure) {
  for (guint i = 0; i < structure->ids->len; i++) {
    const Tag *tag = structure->ids->pdata[i];
    g_array_append_val(structure->id_objects, tag->number);
  }
  g_ptr_array_set_size(structure->ids, 0);
}

/* The object of what `tag` is in. */
static int parent_object(TreeWriting *w, Tag *tag) {
  if (w->root == 0)
    w->root = pdf_writer_reserve(w->writer, 1);
  if (!tag->parent)
    return w->root;
  parent_object(w, tag->parent);
  number_tag(tag->parent, w->writer);
  return tag->parent->number;
}

/* The language of the text around an element's kids. */
static const char *language_in(const TreeWriting *w, const Tag *tag) {
  while (tag && !(tag->node && tag->node->style->language))
    tag = tag->parent;
  return tag ? tag->node->style->language : w->language;
}

void structure_write_kids(Structure *structure, Tag *tag) {
  TreeWriting *w = structure->writing;
  structure_repair(structure, tag);
  parent_object(w, tag);
  number_tag(tag, w->writer);
  for (Tag *kid = tag->first; kid; kid = kid->next) {
    structure_finish_tags(structure, kid);
    find_pages(kid);
    number_tags(kid, w->writer);
    if (tag->page < 0)
      tag->page = kid->page;
  }
  if (!tag->written) {
    tag->written = g_array_new(FALSE, FALSE, sizeof(int));
    g_ptr_array_add(structure->written, tag->written);
  }
  for (Tag *kid = tag->first; kid; kid = kid->next) {
    write_tag(w, kid, tag->number, language_in(w, tag));
    g_array_append_val(tag->written, kid->number);
  }
  note_ids(structure);
  tag->first = tag->last = NULL;
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
    const int owner = w->structure->mark_owners[mark];
    if (owner)
      append_reference(w->text, owner);
    else
      g_string_append(w->text, "null");
    g_string_append_c(w->text, ' ');
  }
}

/* The elements of a page's marks, in the order of their MCIDs; `late` is the next of the late ones. */
static int write_page_parents(TreeWriting *w, guint page, guint *late) {
  const Structure *structure = w->structure;
  const GArray *starts = structure->pages, *lates = structure->lates;
  const guint all = structure->marks->len;
  const guint pages_end = lates->len ? g_array_index(lates, PageRun, 0).mark : all;
  const guint end =
      page + 1 < starts->len ? g_array_index(starts, PageRun, page + 1).mark : pages_end;
  g_string_assign(w->text, "[");
  append_parents(w, g_array_index(starts, PageRun, page).mark, end);
  while (*late < lates->len && g_array_index(lates, PageRun, *late).page == (int)page) {
    const guint first = g_array_index(lates, PageRun, *late).mark;
    ++*late;
    append_parents(w, first, *late < lates->len ? g_array_index(lates, PageRun, *late).mark : all);
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
    const int owner = structure->annotation_owners[i];
    const ParentEntry entry = {g_array_index(structure->annotations, AnnotationRecord, i).key,
                               owner ? owner : structure->root->number};
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
  for (guint i = 0; i < structure->id_names->len; i++) {
    const IdEntry entry = {structure->id_names->pdata[i],
                           g_array_index(structure->id_objects, int, i)};
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

int structure_write_all(Structure *structure) {
  TreeWriting *w = structure->writing;
  Tag *top = structure->root;
  const int root = parent_object(w, top);
  find_pages(top);
  number_tags(top, w->writer);
  write_tag(w, top, root, w->language);
  note_ids(structure);
  int parents = write_parent_tree(w);
  int ids = structure->id_names->len ? write_id_tree(w) : 0;
  g_string_printf(w->text, "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d",
                  top->number, parents, structure->next_key);
  if (ids)
    g_string_append_printf(w->text, "/IDTree %d 0 R", ids);
  g_string_append(w->text, ">>");
  pdf_writer_object(w->writer, root, w->text->str, w->text->len);
  g_string_free(w->text, TRUE);
  g_free(w);
  structure->writing = NULL;
  return root;
}
