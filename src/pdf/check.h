/* What the files of the checks share. */
#ifndef PEERPRESS_PDF_CHECK_H
#define PEERPRESS_PDF_CHECK_H

#include "pdf/inspect.h"
#include "pdf/pagetext.h"
#include "pdf/tree.h"

typedef struct {
  PdfReader *reader;
  FindingSink *sink;
  void *context;
  unsigned count;
  PdfTree *tree;
  FontCache *fonts;
  GHashTable *owners;        /* annotation or other object -> Element, by OBJR */
  GHashTable *fonts_seen;    /* of font objects */
  GHashTable *pictures_seen; /* of XObjects and patterns */
  GHashTable *marks;         /* key of page and MCID -> the Element that it is in */
  GHashTable *mark_counts;   /* index of a page -> how many of them are its */
  GHashTable *parents;       /* key of the parent tree -> Slice * */
  int part;                  /* of PDF/A */
  bool has_intent, has_language;
} Check;

/* Reports a finding. */
void check_found(Check *check, const char *rule, int page, int object, const char *format, ...)
    G_GNUC_PRINTF(5, 6);

/* The same of a rule that both standards have. */
void check_found_in_both(Check *check, const char *ua, const char *a, int page, int object,
                         const char *format, ...) G_GNUC_PRINTF(6, 7);

/* PDF/A lets a string have 32,767 bytes (ISO 19005-2 §6.1.13): reports one of a dictionary that has
 * more. */
void check_string_length(Check *check, int page, int object, Slice dictionary, const char *key);

/* Reports a text that is no language tag. */
void check_language_faults(Check *check, int page, int object, const char *language);

static inline gpointer check_mark_key(int page, int mcid) {
  return GSIZE_TO_POINTER(((gsize)(guint32)page << 32 | (guint32)mcid) + 1);
}

/* The usual hash would take the mark alone: those of all pages would stand in one place. */
static inline guint check_mark_hash(gconstpointer key) {
  const gsize bits = GPOINTER_TO_SIZE(key);
  return (guint)bits + (guint)(bits >> 32) * 0x9E3779B1u;
}

/* check_document.c: header, trailer, metadata, catalog, outline, actions, files. */
void check_document(Check *check);
/* check_tree.c: the structure tree. */
void check_tree(Check *check);
/* check_page.c: contents, annotations, fonts, pictures. */
void check_page(Check *check, int page);
/* check_features.c: what PDF/A does not allow in the catalog, in pages and in their resources. */
void check_catalog_features(Check *check);
void check_page_features(Check *check, int page, int object, Slice dictionary);
/* check_parents.c: does the parent tree lead back to the elements? */
void check_page_parents(Check *check, int page, int object, Slice dictionary);
/* The parent tree as a table, to be unreferenced. */
GHashTable *check_parent_tree(PdfReader *reader);
/* The element that an object with a StructParent leads back to; text NULL: none. */
Slice check_parent_of(Check *check, Slice object);
/* check_font.c */
void check_font(Check *check, int page, int font);

#endif
