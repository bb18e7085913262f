/* What a SAX parser tells, on its way to who builds the tree. The parser of a long document works in a thread of its own;
 * what it tells comes in order, some at a time. Internal to fo. */
#ifndef PEERPRESS_FO_EVENTS_H
#define PEERPRESS_FO_EVENTS_H

#include "fo/foreign.h"

#include <stddef.h>

typedef struct Events Events;

/* Who receives them. What is passed lasts as long as the call, but names, prefixes and namespaces, which are the parser's.
 * False: no more is wanted, and nothing more comes. */
typedef struct {
  bool (*start)(void *context, const SaxElement *element, int line, int column);
  bool (*end)(void *context);
  bool (*text)(void *context, const char *text, size_t length);
} EventSink;

/* Calls `parse`, which tells what it finds by the functions below, and the sink with all of that. `threaded`: `parse` is called
 * in a thread of its own, if one can be had, beside the sink; what `parser` leads to, nobody else uses meanwhile. False if the
 * sink wanted no more. */
bool events_pass(bool threaded, void (*parse)(Events *events, void *parser), void *parser,
                 const EventSink *sink, void *context);

/* For `parse`: names, prefixes and namespaces must last until events_pass returns; all else is copied. False: no more is
 * wanted. */
bool events_start(Events *events, const SaxElement *element, int line, int column);
bool events_end(Events *events);
bool events_text(Events *events, const char *text, size_t length);

#endif
