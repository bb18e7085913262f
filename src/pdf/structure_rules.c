/* What lists, figures, notes and headings ask for beyond their place, and what of that only the author
 * can give. */
#include "pdf/tag.h"

#include <string.h>

const char *tag_identify(Structure *structure, Tag *tag, const char *prefix) {
  char *id = g_strdup_printf("%s%06u", prefix, structure->id_names->len + 1);
  char *text = g_strdup_printf("%s/ID(%s)", tag->attributes ? tag->attributes : "", id);
  const char *kept = arena_strdup(structure->memory, id);
  tag->attributes = arena_strdup(structure->arena, text);
  g_ptr_array_add(structure->ids, tag);
  g_ptr_array_add(structure->id_names, (gpointer)kept);
  g_free(text);
  g_free(id);
  return kept;
}

static void add_attributes(Structure *structure, Tag *tag, const char *attributes) {
  char *text = g_strconcat(tag->attributes ? tag->attributes : "", attributes, NULL);
  tag->attributes = arena_strdup(structure->arena, text);
  g_free(text);
}

/* ---- Lists ------------------------------------------------------------------------------------- */

static const Tag *find_type(const Tag *tag, StructureType type) {
  for (const Tag *kid = tag->first; kid; kid = kid->next)
    if (kid->kind == TAG_ELEMENT && kid->type == type)
      return kid;
  return NULL;
}

static const char *numbering_of_bullet(gunichar c) {
  switch (c) {
  case 0x2022:
  case 0x25cf:
  case 0x26ab:
  case 0xb7: return "Disc";
  case 0x25cb:
  case 0x25e6:
  case 0x26aa: return "Circle";
  case 0x25a0:
  case 0x25aa:
  case 0x25a1:
  case 0x25ab: return "Square";
  default: return "None";
  }
}

/* The kind of numbers that labels are, by the first one (PDF 1.7 table 347). */
static const char *numbering_of(const char *label) {
  while (*label == '(' || *label == '[')
    label++;
  gunichar c = g_utf8_get_char(label);
  size_t letters = 0;
  while (g_ascii_isalpha(label[letters]))
    letters++;
  bool ends = label[letters] == '\0' || strchr(".):]", label[letters]);
  if (g_ascii_isdigit(*label))
    return "Decimal";
  if (letters && ends && strspn(label, "ivxlcdm") == letters && (letters > 1 || *label == 'i'))
    return "LowerRoman";
  if (letters && ends && strspn(label, "IVXLCDM") == letters && (letters > 1 || *label == 'I'))
    return "UpperRoman";
  if (letters == 1 && ends)
    return g_ascii_islower(*label) ? "LowerAlpha" : "UpperAlpha";
  return numbering_of_bullet(c);
}

static void describe_list(Structure *structure, Tag *list) {
  const Tag *item = find_type(list, TYPE_LI);
  const Tag *label = item ? find_type(item, TYPE_LBL) : NULL;
  char *text = label && label->node ? node_text(label->node) : g_strdup("");
  char *attributes = g_strdup_printf("/A<</O/List/ListNumbering/%s>>", numbering_of(text));
  add_attributes(structure, list, attributes);
  g_free(attributes);
  g_free(text);
}

/* ---- Figures ----------------------------------------------------------------------------------- */

const char *figure_alternative(const Structure *structure, const FoNode *node) {
  const char *alternative = fo_attribute(node, PROP_FOX_ALT_TEXT);
  if (alternative && *alternative)
    return alternative;
  const FigureBox *box = g_hash_table_lookup(structure->figure_boxes, node);
  return box ? box->title : NULL;
}

static void describe_figure(Structure *structure, Tag *figure) {
  const FigureBox *box =
      figure->node ? g_hash_table_lookup(structure->figure_boxes, figure->node) : NULL;
  if (box) {
    GString *text = g_string_new("/A<</O/Layout/BBox[");
    const double corners[4] = {box->x0, box->y0, box->x1, box->y1};
    for (int i = 0; i < 4; i++) {
      append_number(text, corners[i]);
      g_string_append_c(text, i < 3 ? ' ' : ']');
    }
    g_string_append(text, ">>");
    add_attributes(structure, figure, text->str);
    g_string_free(text, TRUE);
  }
  const char *alternative = figure->node ? figure_alternative(structure, figure->node) : NULL;
  const char *actual = figure->node ? fo_attribute(figure->node, PROP_FOX_ACTUAL_TEXT) : NULL;
  if ((!alternative || !*alternative) && (!actual || !*actual)) {
    const Finding finding = {.node = figure->node};
    g_array_append_val(structure->findings, finding);
  }
}

/* ---- All ---------------------------------------------------------------------------------------- */

/* A heading may be at most one level below the one before it; the first is of level 1. */
static void check_heading(Structure *structure, const Tag *heading) {
  const Finding finding = {heading->node, (int)heading->type - TYPE_H1 + 1, structure->heading + 1};
  if (finding.level > finding.most)
    g_array_append_val(structure->findings, finding);
  structure->heading = finding.level;
}

void structure_report_findings(Structure *structure) {
  for (guint i = 0; i < structure->findings->len; i++) {
    const Finding *finding = &g_array_index(structure->findings, Finding, i);
    const FoNode *node = finding->node;
    const Place place = node ? fo_place(node) : PLACE_NONE;
    structure->faulty = true;
    if (structure->strict && finding->level)
      diag_pdf_heading_skipped(structure->diagnostics, place, finding->level, finding->most);
    else if (structure->strict)
      diag_pdf_figure_alternative(structure->diagnostics, place,
                                  node ? fo_element_name(node->element) : "");
  }
}

/* Where headings H stand beside H1 to H6, or twice in one element, nesting does not tell their levels. */
static bool has_loose_headings(const Tag *tag, bool *plain, bool *numbered) {
  int count = 0;
  bool loose = false;
  for (const Tag *kid = tag->first; kid; kid = kid->next) {
    if (kid->kind != TAG_ELEMENT)
      continue;
    count += kid->type == TYPE_H;
    *plain |= kid->type == TYPE_H;
    *numbered |= type_is_heading(kid->type);
    loose |= has_loose_headings(kid, plain, numbered);
  }
  return loose || count > 1 || (*plain && *numbered);
}

/* Gives each H the level that it has by the elements around it that had a heading before. */
static void number_headings(Tag *tag, int level) {
  enum { MOST_LEVELS = 6 };
  int inner = level;
  for (Tag *kid = tag->first; kid; kid = kid->next) {
    if (kid->kind != TAG_ELEMENT)
      continue;
    if (kid->type == TYPE_H)
      kid->type = TYPE_H1 + (StructureType)MIN(level, MOST_LEVELS - 1);
    number_headings(kid, inner);
    if (type_is_heading(kid->type))
      inner = level + 1;
  }
}

void structure_number_headings(Tag *root) {
  bool plain = false, numbered = false;
  if (has_loose_headings(root, &plain, &numbered))
    number_headings(root, 0);
}

void structure_finish_tags(Structure *structure, Tag *tag) {
  if (type_is_heading(tag->type))
    check_heading(structure, tag);
  switch (tag->type) {
  case TYPE_L: describe_list(structure, tag); break;
  case TYPE_FIGURE:
  case TYPE_FORMULA: describe_figure(structure, tag); break;
  case TYPE_FORM: /* a field of a form on paper: what is in it is its value */
    add_attributes(structure, tag, "/A<</O/PrintField/Role/tv>>");
    break;
  case TYPE_NOTE: tag_identify(structure, tag, "note"); break;
  default: break;
  }
  for (Tag *kid = tag->first; kid; kid = kid->next)
    if (kid->kind == TAG_ELEMENT)
      structure_finish_tags(structure, kid);
}
