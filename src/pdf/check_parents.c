/* The parent tree (PDF 1.7 §14.7.4.4): from marks and annotations back to the elements. */
#include "pdf/check.h"

enum { MOST_DEPTH = 32 };

static void read_node(PdfReader *reader, GHashTable *parents, Slice node, int depth) {
  SliceWalk entries = slice_walk(pdf_reader_key(reader, node, "Nums"));
  for (Slice key, value; slice_walk_item(&entries, &key) && slice_walk_item(&entries, &value);) {
    Slice *kept = g_new(Slice, 1);
    *kept = pdf_reader_resolve(reader, value);
    g_hash_table_insert(parents, GINT_TO_POINTER((int)slice_integer(key, -1)), kept);
  }
  SliceWalk kids = slice_walk(pdf_reader_key(reader, node, "Kids"));
  for (Slice kid; depth < MOST_DEPTH && slice_walk_item(&kids, &kid);)
    read_node(reader, parents, pdf_reader_resolve(reader, kid), depth + 1);
}

GHashTable *check_parent_tree(PdfReader *reader) {
  GHashTable *parents = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  Slice root = pdf_reader_key(reader, pdf_reader_catalog(reader), "StructTreeRoot");
  read_node(reader, parents, pdf_reader_key(reader, root, "ParentTree"), 0);
  return parents;
}

static Slice lookup(const Check *check, Slice key) {
  const Slice *found =
      g_hash_table_lookup(check->parents, GINT_TO_POINTER((int)slice_integer(key, -1)));
  return found && key.text ? *found : (Slice){0};
}

Slice check_parent_of(Check *check, Slice object) {
  return lookup(check, pdf_reader_key(check->reader, object, "StructParent"));
}

/* Each mark that the tree has of a page must be found from the page. */
void check_page_parents(Check *check, int page, int object, Slice dictionary) {
  SliceWalk walk = slice_walk(lookup(check, dict_lookup(dictionary, "StructParents")));
  int mcid = 0;
  int lost = GPOINTER_TO_INT(g_hash_table_lookup(check->mark_counts, GINT_TO_POINTER(page)));
  for (Slice item; slice_walk_item(&walk, &item); mcid++) {
    Slice element = pdf_reader_resolve(check->reader, item);
    lost -= element.text && *element.text == '<' &&
            g_hash_table_contains(check->marks, check_mark_key(page, mcid));
  }
  if (lost > 0)
    check_found(check, "UA 7.1-3", page + 1, object,
                "the parent tree does not lead from %d marks of the page to their elements", lost);
}
