/* What stands on a page of any PDF: the text of each of its marks, and how it was painted. */
#ifndef PEERPRESS_PDF_PAGETEXT_H
#define PEERPRESS_PDF_PAGETEXT_H

#include "pdf/reader.h"

/* What was seen in contents that a rule may forbid. */
typedef enum {
  SEEN_UNMARKED = 1 << 0, /* painted outside of all marks */
  SEEN_ARTIFACT_IN_CONTENT = 1 << 1,
  SEEN_CONTENT_IN_ARTIFACT = 1 << 2,
  SEEN_RGB = 1 << 3, /* device colours */
  SEEN_GRAY = 1 << 4,
  SEEN_CMYK = 1 << 5,
  SEEN_NOTDEF = 1 << 6, /* a glyph for a character that the font lacks */
  SEEN_BROKEN = 1 << 7, /* the content cannot be read to its end */
  SEEN_NO_OPERATOR = 1 << 8,
  SEEN_PRIVATE = 1 << 9, /* a character of the private use area, in no mark and not replaced */
} PageSight;

/* One mark. Where its text begins and ends on the page, and the size of the last font: tells whether
 * the next mark is on another line. */
typedef struct {
  GString *text;
  double start_x, start_y, end_x, end_y, size;
  bool placed; /* any text was shown */
  bool
      has_private; /* a character of the private use area that no ActualText of the page replaces */
} MarkText;

typedef struct {
  GHashTable *texts; /* key of a mark -> MarkText */
  GPtrArray *fonts;  /* of the numbers of font objects that were used, as pointers */
  unsigned seen;     /* PageSight */
  int mark_count;    /* content marks in the page's own stream */
} PageText;

/* Fonts that were read, for all pages: number -> TextMap. */
typedef GHashTable FontCache;
FontCache *font_cache_new(void);

/* Reads page `page`; the caller owns the result. */
PageText *page_text_new(PdfReader *reader, int page, FontCache *fonts);
void page_text_free(gpointer text);

/* Mark `mcid` of the page's content (`stream` 0) or of a form XObject; NULL: there is no such mark. */
const MarkText *page_text_mark(const PageText *text, int stream, int mcid);

/* Does `next` begin a line of its own after `mark`, on the same page? */
bool mark_text_breaks(const MarkText *mark, const MarkText *next);

/* Appends a space unless the text ends so that none belongs there. */
void append_word_space(GString *text);

/* A value that is inherited along the page tree (Resources, MediaBox), resolved. */
Slice page_inherited(PdfReader *reader, Slice page, const char *key);

#endif
