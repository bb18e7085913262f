#include "pdf/tree.h"

#include <string.h>

/* Deeper nesting is cut: no document means it, and readers give up earlier. */
enum { MAX_DEPTH = 1000, MAX_ROLES = 20 };

typedef struct {
  PdfReader *reader;
  PdfTree *tree;
  Slice roles;
  int depth;
} Growing;

static StructureType type_of(const Growing *growing, const char *name) {
  char *current = g_strdup(name);
  StructureType type = type_from_name(current);
  for (int i = 0; i < MAX_ROLES && type == TYPE_NONE; i++) {
    Slice mapped = pdf_reader_key(growing->reader, growing->roles, current);
    if (!mapped.text)
      break;
    g_free(current);
    current = slice_name(mapped);
    type = type_from_name(current);
  }
  g_free(current);
  return type;
}

static Kid *add_kid(Growing *growing, Element *element, KidKind kind) {
  Kid *kid = arena_new_object(growing->tree->arena, Kid);
  kid->kind = kind;
  if (element->last)
    element->last->next = kid;
  else
    element->first = kid;
  element->last = kid;
  return kid;
}

static int page_index(const Growing *growing, Slice reference) {
  return GPOINTER_TO_INT(g_hash_table_lookup(growing->tree->pages,
                                             GINT_TO_POINTER(slice_reference(reference)))) -
         1;
}

/* Of what an element holds: the page that it names itself, else its element's. That of an element
 * further out says nothing (§14.7.2): where pages were taken out of a file, Pg is missing. */
static int own_page(const Growing *growing, Slice kid, int page) {
  const Slice own = dict_lookup(kid, "Pg");
  return own.text ? page_index(growing, own) : page;
}

static void grow(Growing *growing, Element *parent, Slice kid, int page);

static void grow_kids(Growing *growing, Element *element, Slice kids, int page) {
  Slice list = pdf_reader_resolve(growing->reader, kids);
  if (!list.text)
    return;
  if (*list.text != '[') {
    grow(growing, element, kids, page);
    return;
  }
  SliceWalk walk = slice_walk(list);
  for (Slice kid; slice_walk_item(&walk, &kid);)
    grow(growing, element, kid, page);
}

static void grow_element(Growing *growing, Element *parent, Slice dictionary, int object) {
  if (growing->depth >= MAX_DEPTH ||
      (object && g_hash_table_contains(growing->tree->elements, GINT_TO_POINTER(object)))) {
    growing->tree->broken = true;
    return;
  }
  Element *element = arena_new_object(growing->tree->arena, Element);
  char *name = slice_name(pdf_reader_key(growing->reader, dictionary, "S"));
  element->name = arena_strdup(growing->tree->arena, name);
  element->type = type_of(growing, name);
  element->object = object;
  element->dictionary = dictionary;
  element->parent = parent;
  g_free(name);
  if (object)
    g_hash_table_insert(growing->tree->elements, GINT_TO_POINTER(object), element);
  add_kid(growing, parent, KID_ELEMENT)->element = element;
  growing->depth++;
  grow_kids(growing, element, dict_lookup(dictionary, "K"), own_page(growing, dictionary, -1));
  growing->depth--;
}

static void grow(Growing *growing, Element *parent, Slice kid, int page) {
  int object = slice_reference(kid);
  Slice value = pdf_reader_resolve(growing->reader, kid);
  if (!value.text)
    return;
  if (*value.text != '<') {
    long mcid = slice_integer(value, -1);
    if (mcid >= 0 && mcid <= G_MAXINT) {
      Kid *mark = add_kid(growing, parent, KID_MARK);
      mark->page = page;
      mark->value = (int)mcid;
    }
    return;
  }
  Slice type = pdf_reader_key(growing->reader, value, "Type");
  if (slice_is(type, "/MCR")) {
    Kid *mark = add_kid(growing, parent, KID_MARK);
    mark->page = own_page(growing, value, page);
    mark->stream = slice_reference(dict_lookup(value, "Stm"));
    mark->value = (int)slice_integer(pdf_reader_key(growing->reader, value, "MCID"), -1);
  } else if (slice_is(type, "/OBJR")) {
    Kid *reference = add_kid(growing, parent, KID_OBJECT);
    reference->page = own_page(growing, value, page);
    reference->value = slice_reference(dict_lookup(value, "Obj"));
  } else {
    grow_element(growing, parent, value, object);
  }
}

PdfTree *pdf_tree_new(PdfReader *reader) {
  PdfTree *tree = g_new0(PdfTree, 1);
  tree->arena = arena_new();
  tree->elements = g_hash_table_new(NULL, NULL);
  tree->pages = g_hash_table_new(NULL, NULL);
  for (int i = 0; i < pdf_reader_page_count(reader); i++)
    g_hash_table_insert(tree->pages, GINT_TO_POINTER(pdf_reader_page(reader, i)),
                        GINT_TO_POINTER(i + 1));
  Slice root = pdf_reader_key(reader, pdf_reader_catalog(reader), "StructTreeRoot");
  if (!root.text)
    return tree;
  Growing growing = {reader, tree, pdf_reader_key(reader, root, "RoleMap"), 0};
  Element *top = arena_new_object(tree->arena, Element);
  top->name = "";
  top->dictionary = root;
  tree->root = top;
  grow_kids(&growing, top, dict_lookup(root, "K"), -1);
  return tree;
}

void pdf_tree_free(PdfTree *tree) {
  if (!tree)
    return;
  arena_free(tree->arena);
  g_hash_table_unref(tree->elements);
  g_hash_table_unref(tree->pages);
  g_free(tree);
}

static Slice attribute_in(PdfReader *reader, Slice object, const char *owner, const char *key) {
  Slice owned = pdf_reader_key(reader, object, "O");
  bool own = owned.text && *owned.text == '/' && owned.length == strlen(owner) + 1 &&
             memcmp(owned.text + 1, owner, owned.length - 1) == 0;
  return own ? pdf_reader_key(reader, object, key) : (Slice){0};
}

Slice element_attribute(PdfReader *reader, const Element *element, const char *owner,
                        const char *key) {
  Slice attributes = pdf_reader_key(reader, element->dictionary, "A");
  if (!attributes.text || *attributes.text != '[')
    return attribute_in(reader, attributes, owner, key);
  SliceWalk walk = slice_walk(attributes);
  for (Slice item; slice_walk_item(&walk, &item);) {
    Slice found = attribute_in(reader, pdf_reader_resolve(reader, item), owner, key);
    if (found.text)
      return found;
  }
  return (Slice){0};
}

static void visit_kids(const Element *element, ElementVisitor *visit, void *context) {
  for (const Kid *kid = element->first; kid; kid = kid->next)
    if (kid->kind == KID_ELEMENT) {
      visit(kid->element, context);
      visit_kids(kid->element, visit, context);
    }
}

void pdf_tree_visit(const PdfTree *tree, ElementVisitor *visit, void *context) {
  if (tree->root)
    visit_kids(tree->root, visit, context);
}
