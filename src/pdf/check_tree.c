/* The structure tree (ISO 14289-1 §7). */
#include "base/gridrow.h"
#include "pdf/check.h"

#include <string.h>

typedef struct {
  Check *check;
  int heading;                   /* level of the one before */
  const Element *plain_headings; /* the first H */
  GHashTable *notes;             /* IDs of notes */
} TreeCheck;

static int page_of(const Element *element) {
  for (const Kid *kid = element->first; kid; kid = kid->next) {
    int page = kid->kind == KID_ELEMENT ? page_of(kid->element) : kid->page + 1;
    if (page > 0)
      return page;
  }
  return 0;
}

#define FOUND(t, element, rule, ...)                                                               \
  check_found((t)->check, rule, page_of(element), (element)->object, __VA_ARGS__)

static bool has_text(TreeCheck *t, const Element *element, const char *key) {
  char *text = slice_text(pdf_reader_key(t->check->reader, element->dictionary, key));
  bool has = *text != '\0';
  g_free(text);
  return has;
}

/* ---- Nesting ------------------------------------------------------------------------------------------ */

static const char *rule_of_parent(StructureType child) {
  switch (child) {
  case TYPE_TR: return "UA 7.2-4";
  case TYPE_THEAD: return "UA 7.2-5";
  case TYPE_TBODY: return "UA 7.2-6";
  case TYPE_TFOOT: return "UA 7.2-7";
  case TYPE_TH: return "UA 7.2-8";
  case TYPE_TD: return "UA 7.2-9";
  case TYPE_LI: return "UA 7.2-17";
  case TYPE_LBODY: return "UA 7.2-18";
  default: return "UA 7.2-26";
  }
}

static const char *rule_of_child(StructureType parent) {
  switch (parent) {
  case TYPE_TABLE: return "UA 7.2-3";
  case TYPE_TR: return "UA 7.2-10";
  case TYPE_L: return "UA 7.2-19";
  case TYPE_LI: return "UA 7.2-20";
  case TYPE_TOC: return "UA 7.2-27";
  case TYPE_THEAD: return "UA 7.2-36";
  case TYPE_TBODY: return "UA 7.2-37";
  default: return "UA 7.2-38";
  }
}

/* The type of the nearest element that is not only a grouping without meaning. */
static StructureType standing_in(const Element *element) {
  const Element *parent = element->parent;
  while (parent && (parent->type == TYPE_NON_STRUCT || parent->type == TYPE_PRIVATE))
    parent = parent->parent;
  return parent ? parent->type : TYPE_NONE;
}

static void check_nesting(TreeCheck *t, const Element *element) {
  StructureType parent = standing_in(element);
  if (element->type == TYPE_NON_STRUCT || element->type == TYPE_PRIVATE)
    return;
  if (!type_allows_parent(element->type, parent))
    FOUND(t, element, rule_of_parent(element->type), "%s is in %s", type_name(element->type),
          *type_name(parent) ? type_name(parent) : "no element");
  else if (!type_allows_child(parent, element->type))
    FOUND(t, element, rule_of_child(parent), "%s has %s in it", type_name(parent),
          *type_name(element->type) ? type_name(element->type) : element->name);
}

/* ---- Tables ----------------------------------------------------------------------------------------- */

static int span(TreeCheck *t, const Element *cell, const char *key) {
  Slice value = element_attribute(t->check->reader, cell, "Table", key);
  return (int)CLAMP(slice_integer(value, 1), 1, G_MAXINT);
}

/* The width of a row, with what hangs down into it. */
static int measure_row(TreeCheck *t, const Element *row, GridRow *grid) {
  int column = 0;
  for (const Kid *kid = row->first; kid; kid = kid->next) {
    if (kid->kind != KID_ELEMENT ||
        (kid->element->type != TYPE_TH && kid->element->type != TYPE_TD))
      continue;
    column = grid_row_first_free(grid, column);
    grid_row_take(grid, column, span(t, kid->element, "ColSpan"), span(t, kid->element, "RowSpan"),
                  0);
    column = grid->next;
  }
  column = grid_row_first_free(grid, column);
  grid_row_next(grid);
  return column;
}

static void check_rows(TreeCheck *t, const Element *group, GridRow *grid, int *columns) {
  for (const Kid *kid = group->first; kid; kid = kid->next) {
    if (kid->kind != KID_ELEMENT)
      continue;
    StructureType type = kid->element->type;
    if (type == TYPE_THEAD || type == TYPE_TBODY || type == TYPE_TFOOT) {
      grid_row_restart(grid);
      check_rows(t, kid->element, grid, columns);
    } else if (type == TYPE_TR) {
      int width = measure_row(t, kid->element, grid);
      if (*columns >= 0 && width != *columns)
        FOUND(t, kid->element, "UA 7.2-42", "a row is %d columns wide, those before %d", width,
              *columns);
      *columns = *columns < 0 ? width : *columns;
    }
  }
}

static int count_type(const Element *element, StructureType type) {
  int count = 0;
  for (const Kid *kid = element->first; kid; kid = kid->next)
    count += kid->kind == KID_ELEMENT && kid->element->type == type;
  return count;
}

static void check_table(TreeCheck *t, const Element *table) {
  int heads = count_type(table, TYPE_THEAD), feet = count_type(table, TYPE_TFOOT);
  if (heads > 1)
    FOUND(t, table, "UA 7.2-11", "a table has %d THead", heads);
  if (feet > 1)
    FOUND(t, table, "UA 7.2-12", "a table has %d TFoot", feet);
  if (heads && !count_type(table, TYPE_TBODY))
    FOUND(t, table, "UA 7.2-14", "a table has a THead and no TBody");
  if (feet && !count_type(table, TYPE_TBODY))
    FOUND(t, table, "UA 7.2-13", "a table has a TFoot and no TBody");
  GridRow grid = grid_row_new(G_MAXINT);
  int columns = -1;
  check_rows(t, table, &grid, &columns);
  grid_row_clear(&grid);
}

static void check_header(TreeCheck *t, const Element *header) {
  Slice scope = element_attribute(t->check->reader, header, "Table", "Scope");
  bool identified = pdf_reader_key(t->check->reader, header->dictionary, "ID").text;
  if (!scope.text && !identified)
    FOUND(t, header, "UA 7.5-1", "a header cell has no Scope and no ID");
}

/* ---- Captions ------------------------------------------------------------------------------------------- */

static void check_caption(TreeCheck *t, const Element *parent) {
  const bool table = parent->type == TYPE_TABLE;
  if (!table && parent->type != TYPE_L && parent->type != TYPE_TOC)
    return;
  if (table && count_type(parent, TYPE_CAPTION) > 1)
    FOUND(t, parent, "UA 7.2-39", "a Table has more than one Caption");
  const char *rule = table ? "UA 7.2-16" : parent->type == TYPE_L ? "UA 7.2-40" : "UA 7.2-28";
  for (const Kid *kid = parent->first; kid; kid = kid->next)
    if (kid->kind == KID_ELEMENT && kid->element->type == TYPE_CAPTION && kid != parent->first &&
        !(table && kid == parent->last))
      FOUND(t, kid->element, rule, "a Caption is not first%s in %s", table ? " or last" : "",
            type_name(parent->type));
}

/* ---- Headings, notes, figures -------------------------------------------------------------------------- */

static void check_heading(TreeCheck *t, const Element *element) {
  if (element->type == TYPE_H) {
    t->plain_headings = t->plain_headings ? t->plain_headings : element;
    return;
  }
  int level = (int)element->type - TYPE_H1 + 1;
  if (level > t->heading + 1)
    FOUND(t, element, "UA 7.4.2-1", "a heading of level %d follows one of level %d", level,
          t->heading);
  t->heading = level;
}

static void check_note(TreeCheck *t, const Element *note) {
  char *id = slice_text(pdf_reader_key(t->check->reader, note->dictionary, "ID"));
  if (!*id)
    FOUND(t, note, "UA 7.9-1", "a note has no ID");
  else if (g_hash_table_contains(t->notes, id))
    FOUND(t, note, "UA 7.9-2", "two notes have the ID “%s”", id);
  else
    g_hash_table_add(t->notes, g_strdup(id));
  g_free(id);
}

static void check_figure(TreeCheck *t, const Element *figure, const char *rule) {
  if (!has_text(t, figure, "Alt") && !has_text(t, figure, "ActualText"))
    FOUND(t, figure, rule, "a %s has no alternative text", type_name(figure->type));
}

static void check_language(TreeCheck *t, const Element *element) {
  char *language = slice_text(pdf_reader_key(t->check->reader, element->dictionary, "Lang"));
  if (*language && !is_language_tag(language))
    check_language_faults(t->check, page_of(element), element->object, language);
  g_free(language);
}

/* A form on paper says what kind of field it is; another one holds its widget. */
static void check_form(TreeCheck *t, const Element *form) {
  int widgets = 0;
  for (const Kid *kid = form->first; kid; kid = kid->next)
    widgets += kid->kind == KID_OBJECT;
  if (widgets != 1 && !element_attribute(t->check->reader, form, "PrintField", "Role").text)
    FOUND(t, form, "UA 7.18.4-2", "a Form has neither one widget nor a Role (PrintField)");
}

static void check_strings(TreeCheck *t, const Element *element) {
  static const char *const KEYS[] = {"Alt", "ActualText", "E", "T"};
  for (size_t i = 0; i < G_N_ELEMENTS(KEYS); i++)
    check_string_length(t->check, page_of(element), element->object, element->dictionary, KEYS[i]);
}

static void check_element(const Element *element, void *context) {
  TreeCheck *t = context;
  if (element->type == TYPE_NONE)
    check_found_in_both(t->check, "UA 7.1-5", "A 6.7.3.4-1", page_of(element), element->object,
                        "“%s” is no standard type and mapped to none", element->name);
  if (count_type(element, TYPE_H) > 1)
    FOUND(t, element, "UA 7.4.4-1", "an element has more than one heading H");
  if (!dict_lookup(element->dictionary, "P").text)
    FOUND(t, element, "UA 7.1-12", "an element does not name its parent (P)");
  check_strings(t, element);
  check_nesting(t, element);
  check_caption(t, element);
  check_language(t, element);
  switch (element->type) {
  case TYPE_TABLE: check_table(t, element); break;
  case TYPE_TH: check_header(t, element); break;
  case TYPE_FIGURE: check_figure(t, element, "UA 7.3-1"); break;
  case TYPE_FORMULA: check_figure(t, element, "UA 7.7-1"); break;
  case TYPE_FORM: check_form(t, element); break;
  case TYPE_NOTE: check_note(t, element); break;
  default:
    if (element->type == TYPE_H || type_is_heading(element->type))
      check_heading(t, element);
  }
}

/* ---- The parent tree ------------------------------------------------------------------------------------- */

/* The role map may not send a type in a ring, nor give a standard type another meaning. */
static void check_roles(Check *check) {
  enum { MOST_STEPS = 64 };
  Slice root = pdf_reader_key(check->reader, pdf_reader_catalog(check->reader), "StructTreeRoot");
  Slice roles = pdf_reader_key(check->reader, root, "RoleMap");
  SliceWalk walk = slice_walk(roles);
  for (Slice key, value; slice_walk_entry(&walk, &key, &value);) {
    char *name = slice_name(key), *current = slice_name(value);
    int steps = 0;
    for (; steps < MOST_STEPS && type_from_name(current) == TYPE_NONE; steps++) {
      Slice next = pdf_reader_key(check->reader, roles, current);
      if (!next.text)
        break;
      g_free(current);
      current = slice_name(next);
    }
    if (steps == MOST_STEPS)
      check_found_in_both(check, "UA 7.1-6", "A 6.7.3.4-2", 0, 0,
                          "the role map sends “%s” in a ring", name);
    if (type_from_name(name) != TYPE_NONE)
      check_found_in_both(check, "UA 7.1-7", "A 6.7.3.4-3", 0, 0,
                          "the role map gives the standard type %s another", name);
    g_free(name);
    g_free(current);
  }
}

static void check_parents(Check *check) {
  Slice root = pdf_reader_key(check->reader, pdf_reader_catalog(check->reader), "StructTreeRoot");
  if (root.text && !pdf_reader_key(check->reader, root, "ParentTree").text)
    check_found(check, "UA 7.1-11", 0, 0, "the structure tree has no parent tree");
  if (check->tree->broken)
    check_found(check, "UA 7.1-11", 0, 0, "the structure tree runs in a ring or has no end");
}

void check_tree(Check *check) {
  TreeCheck t = {.check = check,
                 .notes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
  pdf_tree_visit(check->tree, check_element, &t);
  if (t.plain_headings && t.heading) {
    FOUND(&t, t.plain_headings, "UA 7.4.4-2", "there is a heading H beside H1 to H6");
    FOUND(&t, t.plain_headings, "UA 7.4.4-3", "there are headings H1 to H6 beside H");
  }
  check_roles(check);
  check_parents(check);
  g_hash_table_unref(t.notes);
}
