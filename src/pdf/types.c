#include "pdf/types.h"

#include <glib.h>
#include <string.h>

static const struct {
  const char *name;
  TypeCategory category;
} types[TYPE_COUNT] = {
    [TYPE_NONE] = {"", CATEGORY_NONE},
    [TYPE_ARTIFACT] = {"Artifact", CATEGORY_NONE},
#define TYPE(id, name, category) [TYPE_##id] = {name, CATEGORY_##category},
#include "pdf/types.def"
#undef TYPE
};

/* Roles that stylesheets use besides the standard types of PDF 1.7. */
static const struct {
  const char *role;
  StructureType type;
} others[] = {
    {"Title", TYPE_P},
    {"Sub", TYPE_SPAN},
    {"Em", TYPE_SPAN},
    {"Strong", TYPE_SPAN},
    {"FENote", TYPE_NOTE},
    {"Aside", TYPE_DIV},
    {"DocumentFragment", TYPE_PART},
    {"h1", TYPE_H1},
    {"h2", TYPE_H2},
    {"h3", TYPE_H3},
    {"h4", TYPE_H4},
    {"h5", TYPE_H5},
    {"h6", TYPE_H6},
    {"p", TYPE_P},
    {"div", TYPE_DIV},
    {"section", TYPE_SECT},
    {"article", TYPE_ART},
    {"aside", TYPE_DIV},
    {"blockquote", TYPE_BLOCK_QUOTE},
    {"ul", TYPE_L},
    {"ol", TYPE_L},
    {"li", TYPE_LI},
    {"table", TYPE_TABLE},
    {"thead", TYPE_THEAD},
    {"tbody", TYPE_TBODY},
    {"tfoot", TYPE_TFOOT},
    {"tr", TYPE_TR},
    {"th", TYPE_TH},
    {"td", TYPE_TD},
    {"caption", TYPE_CAPTION},
    {"figcaption", TYPE_CAPTION},
    {"figure", TYPE_FIGURE},
    {"img", TYPE_FIGURE},
    {"span", TYPE_SPAN},
    {"em", TYPE_SPAN},
    {"strong", TYPE_SPAN},
    {"code", TYPE_CODE},
    {"q", TYPE_QUOTE},
    {"a", TYPE_LINK},
    {"presentation", TYPE_ARTIFACT},
    {"artifact", TYPE_ARTIFACT},
};

const char *type_name(StructureType type) {
  return types[type].name;
}

TypeCategory type_category(StructureType type) {
  return types[type].category;
}

StructureType type_from_name(const char *name) {
  for (StructureType type = TYPE_ARTIFACT + 1; type < TYPE_COUNT; type++)
    if (*types[type].name == *name && strcmp(types[type].name, name) == 0)
      return type;
  return TYPE_NONE;
}

StructureType type_from_role(const char *role) {
  StructureType type = type_from_name(role);
  if (type || strcmp(role, "Artifact") == 0)
    return type ? type : TYPE_ARTIFACT;
  for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
    if (strcmp(others[i].role, role) == 0)
      return others[i].type;
  return TYPE_NONE;
}

bool type_allows_child(StructureType parent, StructureType child) {
  switch (parent) {
  case TYPE_L: return child == TYPE_LI || child == TYPE_CAPTION || child == TYPE_L;
  case TYPE_LI: return child == TYPE_LBL || child == TYPE_LBODY;
  case TYPE_TOC: return child == TYPE_TOCI || child == TYPE_TOC || child == TYPE_CAPTION;
  case TYPE_TABLE:
    return child == TYPE_CAPTION || child == TYPE_TR || child == TYPE_THEAD ||
           child == TYPE_TBODY || child == TYPE_TFOOT;
  case TYPE_THEAD:
  case TYPE_TBODY:
  case TYPE_TFOOT: return child == TYPE_TR;
  case TYPE_TR: return child == TYPE_TH || child == TYPE_TD;
  default: return true;
  }
}

bool type_allows_parent(StructureType child, StructureType parent) {
  switch (child) {
  case TYPE_LI: return parent == TYPE_L;
  case TYPE_LBODY: return parent == TYPE_LI;
  case TYPE_TOCI: return parent == TYPE_TOC;
  case TYPE_THEAD:
  case TYPE_TBODY:
  case TYPE_TFOOT: return parent == TYPE_TABLE;
  case TYPE_TR:
    return parent == TYPE_TABLE || parent == TYPE_THEAD || parent == TYPE_TBODY ||
           parent == TYPE_TFOOT;
  case TYPE_TH:
  case TYPE_TD: return parent == TYPE_TR;
  default: return true;
  }
}
