#include "pdf/split.h"

#include <string.h>

struct Splitter {
  SplitSink *sink;
  void *context;
  GByteArray *buffer;
  size_t start;    /* of the object at work */
  size_t searched; /* its keyword is not before this */
  size_t data;     /* of its stream, 0: none found yet */
  size_t fresh;    /* bytes that were not looked at */
  bool failed, at_end;
};

/* cairo gives a few bytes at a time: looking at each would take longer than writing them. */
enum { FRESH_ENOUGH = 32 * 1024 };

Splitter *splitter_new(SplitSink *sink, void *context) {
  Splitter *splitter = g_new0(Splitter, 1);
  splitter->sink = sink;
  splitter->context = context;
  splitter->buffer = g_byte_array_sized_new(1); /* its data are never NULL */
  return splitter;
}

void splitter_free(Splitter *splitter) {
  if (!splitter)
    return;
  g_byte_array_unref(splitter->buffer);
  g_free(splitter);
}

static const char *text_at(const Splitter *splitter, size_t offset) {
  return (const char *)splitter->buffer->data + offset;
}

/* The offset of `word` at or after `from`, or G_MAXSIZE. */
static size_t find(const Splitter *splitter, size_t from, const char *word) {
  size_t length = strlen(word);
  const char *at = text_at(splitter, from), *end = text_at(splitter, splitter->buffer->len);
  while ((size_t)(end - at) >= length) {
    at = memchr(at, *word, (size_t)(end - at) - length + 1);
    if (!at)
      break;
    if (memcmp(at, word, length) == 0)
      return (size_t)(at - text_at(splitter, 0));
    at++;
  }
  return G_MAXSIZE;
}

typedef enum { STEP_DONE, STEP_WAIT, STEP_FAILED } Step;

/* "N G obj" at the start; moves `lexer` behind it. */
static Step read_head(Splitter *splitter, PdfLexer *lexer, int *number) {
  *lexer = (PdfLexer){text_at(splitter, splitter->start), text_at(splitter, splitter->buffer->len)};
  PdfToken first = pdf_next_token(lexer), generation = pdf_next_token(lexer),
           word = pdf_next_token(lexer);
  if (pdf_token_is(first, "xref")) {
    splitter->at_end = true;
    return STEP_WAIT;
  }
  if (word.kind == TOKEN_END || word.text + word.length == lexer->end)
    return STEP_WAIT;
  long value = slice_integer((Slice){first.text, first.length}, 0);
  if (!pdf_token_is(word, "obj") || generation.kind != TOKEN_NUMBER || value < 1 ||
      value > G_MAXINT32 / 2)
    return STEP_FAILED;
  *number = (int)value;
  return STEP_DONE;
}

static Step give(Splitter *splitter, const SplitObject *object, size_t end) {
  bool accepted = splitter->sink(splitter->context, object);
  splitter->start = splitter->searched = end;
  splitter->data = 0;
  return accepted ? STEP_DONE : STEP_FAILED;
}

/* Does the object behind a stream that ends at `end`, if it is the Length, say `length`? */
static Step length_agrees(Splitter *splitter, Slice dictionary, size_t end, size_t length) {
  int reference = slice_reference(dict_lookup(dictionary, "Length"));
  if (!reference)
    return STEP_DONE;
  PdfLexer lexer = {text_at(splitter, end), text_at(splitter, splitter->buffer->len)};
  PdfToken endobj = pdf_next_token(&lexer), number = pdf_next_token(&lexer),
           generation = pdf_next_token(&lexer);
  PdfToken obj = pdf_next_token(&lexer), value = pdf_next_token(&lexer),
           closing = pdf_next_token(&lexer);
  if (closing.kind == TOKEN_END || closing.text + closing.length == lexer.end)
    return STEP_WAIT;
  bool found = pdf_token_is(endobj, "endobj") && generation.kind == TOKEN_NUMBER &&
               pdf_token_is(obj, "obj") &&
               slice_integer((Slice){number.text, number.length}, 0) == reference &&
               slice_integer((Slice){value.text, value.length}, -1) == (long)length;
  return found ? STEP_DONE : STEP_FAILED;
}

static Step find_stream_end(Splitter *splitter, Slice dictionary, size_t *end) {
  long direct = slice_integer(dict_lookup(dictionary, "Length"), -1);
  if (slice_reference(dict_lookup(dictionary, "Length")) == 0 && direct >= 0) {
    *end = splitter->data + (size_t)direct;
    return *end + 32 > splitter->buffer->len ? STEP_WAIT : STEP_DONE;
  }
  for (;;) {
    size_t at = find(splitter, splitter->searched, "\nendstream");
    if (at == G_MAXSIZE) {
      size_t back = splitter->buffer->len > 16 ? splitter->buffer->len - 16 : 0;
      splitter->searched = MAX(splitter->data - 1, back);
      return STEP_WAIT;
    }
    Step step = length_agrees(splitter, dictionary, at + strlen("\nendstream"),
                              at - MIN(splitter->data, at));
    *end = MAX(at, splitter->data);
    if (step != STEP_FAILED)
      return step;
    splitter->searched = at + 1;
  }
}

static Step read_stream(Splitter *splitter, int number, const char *object) {
  size_t object_start = (size_t)(object - text_at(splitter, 0)), end = 0;
  size_t dictionary_end = splitter->data;
  while (dictionary_end > object_start && text_at(splitter, dictionary_end)[-1] != '>')
    dictionary_end--;
  Slice dictionary = {object, dictionary_end - object_start};
  Step step = find_stream_end(splitter, dictionary, &end);
  if (step != STEP_DONE)
    return step;
  size_t close = find(splitter, end, "endobj");
  if (close == G_MAXSIZE)
    return STEP_WAIT;
  SplitObject found = {number, dictionary, text_at(splitter, splitter->data), end - splitter->data};
  return give(splitter, &found, close + strlen("endobj"));
}

/* Is `object` whole, up to a keyword? A string may hold that word too. */
static bool is_whole(Slice object) {
  PdfLexer lexer = pdf_lexer(object.text, object.length);
  return pdf_skip_object(&lexer, pdf_next_token(&lexer)) &&
         pdf_next_token(&lexer).kind == TOKEN_END;
}

static Step step(Splitter *splitter) {
  PdfLexer lexer;
  int number = 0;
  Step head = read_head(splitter, &lexer, &number);
  if (head != STEP_DONE)
    return head;
  const char *object = lexer.at;
  if (splitter->data)
    return read_stream(splitter, number, object);
  size_t from = MAX(splitter->searched, (size_t)(object - text_at(splitter, 0)));
  for (;;) {
    size_t close = find(splitter, from, "endobj"), stream = find(splitter, from, "stream\n");
    if (stream < close) {
      if (is_whole((Slice){object, stream - (size_t)(object - text_at(splitter, 0))})) {
        splitter->data = stream + strlen("stream\n");
        splitter->searched = splitter->data - 1;
        return read_stream(splitter, number, object);
      }
      from = stream + 1;
      continue;
    }
    if (close == G_MAXSIZE) {
      splitter->searched = MAX(from, splitter->buffer->len - MIN(splitter->buffer->len, 16));
      return STEP_WAIT;
    }
    SplitObject found = {.number = number,
                         .object = {object, close - (size_t)(object - text_at(splitter, 0))}};
    if (is_whole(found.object))
      return give(splitter, &found, close + strlen("endobj"));
    from = close + 1;
  }
}

/* What was given goes, once it is worth moving the rest. */
static void drop_given(Splitter *splitter) {
  size_t gone = splitter->start;
  if (gone < splitter->buffer->len / 2 && gone < 1 << 16)
    return;
  g_byte_array_remove_range(splitter->buffer, 0, (guint)gone);
  splitter->start = 0;
  splitter->searched -= MIN(gone, splitter->searched);
  splitter->data -= MIN(gone, splitter->data);
}

bool splitter_flush(Splitter *splitter) {
  if (splitter->failed)
    return false;
  Step result = STEP_DONE;
  while (result == STEP_DONE && !splitter->at_end)
    result = step(splitter);
  splitter->failed = result == STEP_FAILED;
  splitter->fresh = 0;
  drop_given(splitter);
  return !splitter->failed;
}

bool splitter_feed(Splitter *splitter, const void *bytes, size_t length) {
  g_byte_array_append(splitter->buffer, bytes, (guint)length);
  splitter->fresh += length;
  return splitter->fresh < FRESH_ENOUGH ? !splitter->failed : splitter_flush(splitter);
}

Slice splitter_trailer(Splitter *splitter) {
  size_t at = splitter->at_end ? find(splitter, splitter->start, "trailer") : G_MAXSIZE;
  if (at == G_MAXSIZE)
    return (Slice){0};
  at += strlen("trailer");
  return (Slice){text_at(splitter, at), splitter->buffer->len - at};
}
