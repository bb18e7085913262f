/* Hyphenation by libhyphen, with the dictionaries that the system has in /usr/share/hyphen. */
#ifndef PEERPRESS_TEXT_HYPHENATE_H
#define PEERPRESS_TEXT_HYPHENATE_H

#include "text/paragraph.h"

typedef struct Hyphenator Hyphenator;

Hyphenator *hyphenator_new(void);
void hyphenator_free(Hyphenator *hyphenator);

/* Lets languages that have no dictionary be reported again. */
void hyphenator_begin_document(Hyphenator *hyphenator);

/* Finds where libhyphen divides a word, in the language of its style, and keeps that with the word;
 * a language without a dictionary is reported once at the node's place. */
void hyphenate_word(const Paragraph *paragraph, ShapedWord *word, const Node *node);

#endif
