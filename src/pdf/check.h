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
  GHashTable *marks;         /* key of page and MCID that the tree has */
  int part;                  /* of PDF/A */
  bool has_intent, has_language;
} Check;

/* Reports a finding. */
void check_found(Check *check, const char *rule, int page, int object, const char *format, ...)
    G_GNUC_PRINTF(5, 6);

static inline gpointer check_mark_key(int page, int mcid) {
  return GSIZE_TO_POINTER(((gsize)(guint32)page << 32 | (guint32)mcid) + 1);
}

/* check_document.c: header, trailer, metadata, catalog, outline, actions, files. */
void check_document(Check *check);
/* check_tree.c: the structure tree. */
void check_tree(Check *check);
/* check_page.c: contents, annotations, fonts, pictures. */
void check_page(Check *check, int page);
/* check_font.c */
void check_font(Check *check, int page, int font);

#endif
