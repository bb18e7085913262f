/* Elements and attributes of other makers (Apache FOP, RenderX, Antenna House) that have an equal here.
 * Internal to fo; docs/extensions.md lists them. */
#ifndef PEERPRESS_FO_EXTENSION_H
#define PEERPRESS_FO_EXTENSION_H

#include "fo/tree.h"

/* The local name of the formatting object that an element of another namespace is; NULL: none. */
const char *extension_element(const char *uri, const char *name);

/* The name in properties.def of an attribute with its usual prefix ("axf:alttext"); else NULL. */
const char *extension_attribute(const char *qualified);

/* What the attributes of rx:page-index say that are elements here; NULL: nothing. */
typedef struct {
  const BuilderAttribute *list, *range;
} ExtensionSeparators;

/* Writes the attributes of an element that extension_element knows to `own`, room for `count`, those that
 * have other names or values here (rx:index-item's) in our words; returns how many. Strings are borrowed. */
int extension_attributes(const char *uri, const char *name, const BuilderAttribute *attributes,
                         int count, BuilderAttribute *own, ExtensionSeparators *separators);

/* What such elements say of the document as a whole. */
typedef struct {
  GString *metadata; /* properties of an XMP packet; NULL: none */
  GPtrArray
      *destinations; /* const char *, ids that links from other documents lead to; NULL: none */
  Place place;       /* of the first metadata */
} ExtensionFacts;

/* Is it an element that extension_take understands? */
bool extension_is_fact(const char *uri, const char *name);
/* Takes what the element says; strings are copied to `arena`. What it says besides is reported. */
void extension_take(ExtensionFacts *facts, const xmlNode *element, Arena *arena,
                    Diagnostics *diagnostics, Place place);
/* Gives the tree its facts and ends them. Metadata give way to an XMP packet, which is reported. */
void extension_finish(ExtensionFacts *facts, TreeRecord *record, Diagnostics *diagnostics);

/* Makes bookmarks of the objects with axf:outline-level, if there is no fo:bookmark-tree. */
void extension_outline(TreeRecord *record);

#endif
