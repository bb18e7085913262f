#include "fo/events.h"
#include "base/thread.h"

#include <glib.h>
#include <stdalign.h>
#include <string.h>

/* So much is passed on at once, in so many batches: to wake a thread takes as long as some elements. */
enum { BATCH_SIZE = 64 * 1024, BATCHES = 4 };

/* libxml2's parser needs little: it does not go down with the elements. */
#define STACK_SIZE ((size_t)8 << 20)

typedef enum { EVENT_START, EVENT_END, EVENT_TEXT } EventKind;

/* Followed by `length` bytes: of a text its own; of a start an ElementRecord, what it points to, and the values. */
typedef struct {
  EventKind kind;
  size_t length;
} Event;

typedef struct {
  int line, column;
  SaxElement element;
} ElementRecord;

typedef struct {
  guint8 *bytes;
  size_t used, size;
} Batch;

struct Events {
  const EventSink *sink;
  void *context;
  void (*parse)(Events *events, void *parser);
  void *parser;
  bool threaded;
  pthread_mutex_t lock;         /* for what follows, but for the batch at work on either side */
  pthread_cond_t filled, taken; /* a batch, or the end; a batch */
  Batch batches[BATCHES];       /* number n at n % BATCHES */
  int ready, done;
  bool ended, stopped;
};

/* ---- Delivery ---- */

static bool deliver_start(const Events *events, guint8 *bytes) {
  ElementRecord *record = (void *)bytes;
  SaxElement *element = &record->element;
  const xmlChar **pointers = (void *)(record + 1);
  element->namespaces = pointers;
  element->attributes = pointers + 2 * element->namespace_count;
  const xmlChar *value = (void *)(element->attributes + SAX_FIELDS * element->attribute_count);
  for (int i = 0; i < element->attribute_count; i++) {
    const xmlChar **attribute = element->attributes + i * SAX_FIELDS;
    const ptrdiff_t length = attribute[SAX_END] - attribute[SAX_VALUE];
    attribute[SAX_VALUE] = value;
    value += length;
    attribute[SAX_END] = value;
  }
  return events->sink->start(events->context, element, record->line, record->column);
}

static size_t rounded(size_t size) {
  const size_t unit = alignof(Event);
  return (size + unit - 1) / unit * unit;
}

/* False: no more is wanted. */
static bool deliver(const Events *events, Batch *batch) {
  bool wanted = true;
  for (size_t at = 0; wanted && at < batch->used;) {
    const Event *event = (const void *)(batch->bytes + at);
    guint8 *bytes = batch->bytes + at + sizeof(Event);
    switch (event->kind) {
    case EVENT_START: wanted = deliver_start(events, bytes); break;
    case EVENT_END: wanted = events->sink->end(events->context); break;
    case EVENT_TEXT:
      wanted = events->sink->text(events->context, (const char *)bytes, event->length);
      break;
    }
    at += sizeof(Event) + rounded(event->length);
  }
  batch->used = 0;
  if (batch->size > BATCH_SIZE) { /* for one long value */
    g_clear_pointer(&batch->bytes, g_free);
    batch->size = 0;
  }
  return wanted;
}

/* ---- Batches ---- */

/* The batch at work is full, or all that there is. False: no more is wanted. */
static bool pass_batch(Events *events) {
  if (!events->threaded) {
    events->stopped = events->stopped || !deliver(events, &events->batches[0]);
    return !events->stopped;
  }
  pthread_mutex_lock(&events->lock);
  events->ready++;
  pthread_cond_signal(&events->filled);
  while (events->ready - events->done == BATCHES && !events->stopped)
    pthread_cond_wait(&events->taken, &events->lock);
  const bool wanted = !events->stopped;
  pthread_mutex_unlock(&events->lock);
  return wanted;
}

static void *work(void *context) {
  Events *events = context;
  events->parse(events, events->parser);
  pass_batch(events);
  pthread_mutex_lock(&events->lock);
  events->ended = true;
  pthread_cond_signal(&events->filled);
  pthread_mutex_unlock(&events->lock);
  return NULL;
}

static void receive(Events *events) {
  pthread_mutex_lock(&events->lock);
  while (!events->stopped) {
    while (events->ready == events->done && !events->ended)
      pthread_cond_wait(&events->filled, &events->lock);
    if (events->ready == events->done)
      break;
    Batch *batch = &events->batches[events->done % BATCHES];
    pthread_mutex_unlock(&events->lock);
    const bool wanted = deliver(events, batch);
    pthread_mutex_lock(&events->lock);
    events->done++;
    events->stopped = !wanted;
    pthread_cond_signal(&events->taken);
  }
  pthread_mutex_unlock(&events->lock);
}

bool events_pass(bool threaded, void (*parse)(Events *events, void *parser), void *parser,
                 const EventSink *sink, void *context) {
  Events events = {.sink = sink, .context = context, .parse = parse, .parser = parser};
  pthread_t thread;
  pthread_mutex_init(&events.lock, NULL);
  pthread_cond_init(&events.filled, NULL);
  pthread_cond_init(&events.taken, NULL);
  events.threaded = threaded;
  if (threaded && thread_start(&thread, STACK_SIZE, work, &events)) {
    receive(&events);
    pthread_join(thread, NULL);
  } else {
    events.threaded = false;
    parse(&events, parser);
    pass_batch(&events);
  }
  pthread_cond_destroy(&events.taken);
  pthread_cond_destroy(&events.filled);
  pthread_mutex_destroy(&events.lock);
  for (int i = 0; i < BATCHES; i++)
    g_free(events.batches[i].bytes);
  return !events.stopped;
}

/* ---- What the parser tells ---- */

static Batch *batch_at_work(Events *events) {
  return &events->batches[events->threaded ? events->ready % BATCHES : 0];
}

/* Room for an event whose bytes are to be filled in; NULL: no more is wanted. */
static void *add(Events *events, EventKind kind, size_t length) {
  const size_t size = sizeof(Event) + rounded(length);
  Batch *batch = batch_at_work(events);
  if (batch->used && batch->used + size > BATCH_SIZE) {
    if (!pass_batch(events))
      return NULL;
    batch = batch_at_work(events);
  }
  if (batch->used + size > batch->size) {
    batch->size = MAX(BATCH_SIZE, size);
    batch->bytes = g_realloc(batch->bytes, batch->size);
  }
  Event *event = (void *)(batch->bytes + batch->used);
  *event = (Event){kind, length};
  batch->used += size;
  return event + 1;
}

bool events_start(Events *events, const SaxElement *element, int line, int column) {
  const int namespaces = 2 * element->namespace_count;
  const int attributes = SAX_FIELDS * element->attribute_count;
  const size_t pointers = (size_t)(namespaces + attributes) * sizeof(xmlChar *);
  size_t values = 0;
  for (int i = 0; i < attributes; i += SAX_FIELDS)
    values += (size_t)(element->attributes[i + SAX_END] - element->attributes[i + SAX_VALUE]);
  ElementRecord *record = add(events, EVENT_START, sizeof *record + pointers + values);
  if (!record)
    return false;
  *record = (ElementRecord){line, column, *element};
  const xmlChar **to = (void *)(record + 1);
  if (namespaces)
    memcpy(to, element->namespaces, (size_t)namespaces * sizeof *to);
  if (attributes)
    memcpy(to + namespaces, element->attributes, (size_t)attributes * sizeof *to);
  xmlChar *value = (void *)(to + namespaces + attributes);
  for (int i = 0; i < attributes; i += SAX_FIELDS) {
    const xmlChar *from = element->attributes[i + SAX_VALUE];
    const size_t length = (size_t)(element->attributes[i + SAX_END] - from);
    memcpy(value, from, length);
    value += length;
  }
  return true;
}

bool events_end(Events *events) {
  return add(events, EVENT_END, 0);
}

/* A long text comes in several, so that no batch is larger for it. */
bool events_text(Events *events, const char *text, size_t length) {
  enum { LONGEST = BATCH_SIZE / 4 };
  for (size_t part; length; text += part, length -= part) {
    part = MIN(length, LONGEST);
    char *copy = add(events, EVENT_TEXT, part);
    if (!copy)
      return false;
    memcpy(copy, text, part);
  }
  return true;
}
