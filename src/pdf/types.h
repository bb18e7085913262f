/* Structure types: their names, and which may stand where. */
#ifndef PEERPRESS_PDF_TYPES_H
#define PEERPRESS_PDF_TYPES_H

#include <stdbool.h>

typedef enum {
  TYPE_NONE,     /* no type: its content belongs to what is around it */
  TYPE_ARTIFACT, /* no content at all */
#define TYPE(id, name, category) TYPE_##id,
#include "pdf/types.def"
#undef TYPE
  TYPE_COUNT
} StructureType;

typedef enum {
  CATEGORY_NONE,
  CATEGORY_GROUP,
  CATEGORY_CONTAINER,
  CATEGORY_PARAGRAPH,
  CATEGORY_TABULAR,
  CATEGORY_INLINE,
  CATEGORY_PICTURE,
} TypeCategory;

/* "P"; "" for TYPE_NONE. */
const char *type_name(StructureType type);
TypeCategory type_category(StructureType type);

/* The type that a role asks for: a standard type; one of PDF 2.0 or an element of HTML by what it is
 * nearest to ("Em" is Span, "h2" is H2); TYPE_ARTIFACT for "Artifact". TYPE_NONE: it is none that is known. */
StructureType type_from_role(const char *role);

/* The standard type of exactly that name, or TYPE_NONE. */
StructureType type_from_name(const char *name);

static inline bool type_is_heading(StructureType type) {
  return type >= TYPE_H1 && type <= TYPE_H6;
}

/* May `child` stand directly in `parent`, as far as lists, tables and tables of contents decide it
 * (PDF 1.7 §14.8.4.3.2 to .4)? */
bool type_allows_child(StructureType parent, StructureType child);
bool type_allows_parent(StructureType child, StructureType parent);

#endif
