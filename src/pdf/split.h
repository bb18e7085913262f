/* A PDF as cairo writes it, cut into its objects as the bytes come: "N 0 obj … endobj", streams with
 * an indirect Length behind them, then "xref" and the trailer. */
#ifndef PEERPRESS_PDF_SPLIT_H
#define PEERPRESS_PDF_SPLIT_H

#include "pdf/syntax.h"

typedef struct {
  int number;
  Slice object;      /* the object, of a stream its dictionary */
  const void *bytes; /* of the stream, or NULL */
  size_t length;
} SplitObject;

/* Receives one object, valid during the call; false stops. */
typedef bool SplitSink(void *context, const SplitObject *object);

typedef struct Splitter Splitter;

Splitter *splitter_new(SplitSink *sink, void *context);
void splitter_free(Splitter *splitter);

/* Takes the next bytes; now and then gives what is complete. False if they are no such PDF, or the sink
 * said so. */
bool splitter_feed(Splitter *splitter, const void *bytes, size_t length);

/* Gives all that is complete; false as above. Call it after the last bytes. */
bool splitter_flush(Splitter *splitter);

/* The trailer's dictionary, once all bytes were given; text NULL if the file has no end. Borrowed. */
Slice splitter_trailer(Splitter *splitter);

#endif
