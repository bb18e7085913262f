/* Fonts of any PDF: what the codes in a string stand for, and how wide they are. */
#ifndef PEERPRESS_PDF_TEXTMAP_H
#define PEERPRESS_PDF_TEXTMAP_H

#include "pdf/reader.h"

typedef struct TextMap TextMap;

/* Of a font dictionary (or a reference to one); the caller owns it. */
TextMap *text_map_new(PdfReader *reader, Slice font);
void text_map_free(gpointer map);

/* One code of a string. */
typedef struct {
  const char *text; /* UTF-8, valid until the next call; NULL: not known */
  double width;     /* in text space units of 1/1000 */
  bool space;       /* the single byte 32, to which word spacing applies */
  bool notdef;      /* certainly no character of the font */
} TextCode;

/* Reads the code at `bytes`; returns how many bytes it takes (at least 1, at most `length`). */
size_t text_map_read(TextMap *map, const guint8 *bytes, size_t length, TextCode *code);

/* Does the font say what its codes stand for, by ToUnicode or by an encoding that is known? */
bool text_map_is_readable(const TextMap *map);

#endif
