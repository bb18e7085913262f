/* Where the characters of texts are that are let go when their pages are out. Internal to fo. */
#ifndef PEERPRESS_FO_TEXTSTORE_H
#define PEERPRESS_FO_TEXTSTORE_H

#include <glib.h>

typedef struct TextStore TextStore;

TextStore *text_store_new(void);
void text_store_free(TextStore *store);

/* A copy of the text, with a NUL behind it, until it is released or the store freed. */
const char *text_store_add(TextStore *store, const char *text, size_t length);

/* Forgets such a copy. Memory is given back when all texts are gone that were added at about the same time. */
void text_store_release(TextStore *store, const char *text);

#endif
