/* From a source, by libxml2's SAX parser: nothing but the tree is kept. A long document is parsed in a thread beside the
 * one that builds the tree. */
#include "base/source.h"
#include "base/thread.h"
#include "base/xml.h"
#include "fo/events.h"
#include "fo/tree.h"

#include <errno.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

/* Shorter ones are read sooner than a thread is started. */
enum { LEAST_THREADED = 128 * 1024 };

/* What the parser needs. */
typedef struct {
  xmlParserCtxt *parser;
  Events *events;
  Diagnostics *diagnostics; /* deferred, as the builder has its own in use */
  const char *name;
  Source *source;
  size_t given;       /* how much of it the parser has */
  GByteArray *recent; /* what it was given last: from `offset` on, or earlier */
  size_t growth;      /* by entities */
  /* The place of the start tag that was met last: its offset, line and column. */
  size_t offset;
  int line, column;
  const Limits *limits;
  GArray *lines; /* of the start tags of the open elements */
  bool failed;   /* or no more is wanted */
} SaxReader;

/* What the builder is told by. */
typedef struct {
  Builder *builder;
  Foreign foreign;
  int skipped;        /* open elements that are passed over */
  GArray *attributes; /* of BuilderAttribute */
} Announcer;

/* ---- Places ---- */

static Place here(const SaxReader *reader) {
  const xmlParserInput *input = reader->parser->input;
  return place_at(reader->name, input ? input->line : 0, input ? input->col : 0);
}

/* Are its bytes other ones than those of the source? */
static bool is_converted(const SaxReader *reader) {
  const xmlParserInput *input = reader->parser ? reader->parser->input : NULL;
  return input && input->buf && input->buf->encoder;
}

/* The start tag begins at the last "<" before the parser, as attribute values hold none. Lines and
 * characters are counted on from the tag before it, so that the whole takes one pass. */
static void locate(SaxReader *reader) {
  const xmlParserInput *input = reader->parser->input;
  if (is_converted(reader)) {
    reader->line = input->line;
    reader->column = 0;
    return;
  }
  const guint8 *bytes = reader->recent->data;
  const size_t first = reader->given - reader->recent->len;
  size_t at = input->consumed + (size_t)(input->cur - input->base);
  at = MIN(at, reader->given ? reader->given - 1 : 0);
  while (at > reader->offset && bytes[at - first] != '<')
    at--;
  for (; reader->offset < at; reader->offset++) {
    const guint8 c = bytes[reader->offset - first];
    if (c == '\n') {
      reader->line++;
      reader->column = 1;
    } else if ((c & 0xC0) != 0x80) {
      reader->column++;
    }
  }
}

/* ---- What the parser finds ---- */

static SaxReader *reader_of(void *data) {
  return ((xmlParserCtxt *)data)->_private;
}

static void stop(SaxReader *reader) {
  reader->failed = true;
  xmlStopParser(reader->parser);
}

static bool check_depth(SaxReader *reader) {
  if (reader->lines->len < reader->limits->depth)
    return true;
  diag_fo_too_deep(reader->diagnostics, place_at(reader->name, reader->line, reader->column),
                   (long long)reader->limits->depth);
  stop(reader);
  return false;
}

static void start_element(void *data, const xmlChar *name, const xmlChar *prefix,
                          const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
                          int attribute_count, int defaulted, const xmlChar **attributes) {
  SaxReader *reader = reader_of(data);
  (void)defaulted;
  const SaxElement element = {name,       prefix,          uri,       namespace_count,
                              namespaces, attribute_count, attributes};
  locate(reader);
  /* A tag that is cut off is announced too, before its fault. */
  const xmlChar *end = reader->parser->input->cur;
  if ((*end != '>' && *end != '/') || !check_depth(reader))
    return;
  g_array_append_val(reader->lines, reader->line);
  if (!events_start(reader->events, &element, reader->line, reader->column))
    stop(reader);
}

static void end_element(void *data, const xmlChar *name, const xmlChar *prefix,
                        const xmlChar *uri) {
  SaxReader *reader = reader_of(data);
  (void)name, (void)prefix, (void)uri;
  if (reader->lines->len)
    g_array_set_size(reader->lines, reader->lines->len - 1);
  if (!events_end(reader->events))
    stop(reader);
}

static void characters(void *data, const xmlChar *text, int length) {
  SaxReader *reader = reader_of(data);
  if (!events_text(reader->events, (const char *)text, (size_t)length))
    stop(reader);
}

/* ---- Faults ---- */

static xmlEntity *get_entity(void *data, const xmlChar *name) {
  SaxReader *reader = reader_of(data);
  xmlEntity *declared = xmlSAX2GetEntity(reader->parser, name); /* or a predefined one */
  if (reader->failed ||
      (declared && xml_entity_in_bounds(declared, &reader->growth, reader->limits)))
    return declared;
  xml_entity_report(name, declared, reader->limits, here(reader), reader->diagnostics);
  stop(reader);
  return NULL;
}

static void entity_declaration(void *data, const xmlChar *name, int type, const xmlChar *id,
                               const xmlChar *system, xmlChar *content) {
  SaxReader *reader = reader_of(data);
  if (reader->failed)
    return;
  if (xml_entity_is_text(type, content)) {
    xmlSAX2EntityDecl(reader->parser, name, type, id, system, content);
    return;
  }
  diag_xml_entity_declared(reader->diagnostics, here(reader), (const char *)name);
  stop(reader);
}

/* Is what the parser was not given yet blank? */
static bool rest_is_blank(const SaxReader *reader) {
  char rest[256];
  ssize_t got;
  for (size_t at = reader->given; (got = source_read(reader->source, at, rest, sizeof rest)) > 0;
       at += (size_t)got)
    for (ssize_t i = 0; i < got; i++)
      if (!g_ascii_isspace(rest[i]))
        return false;
  return true;
}

static bool at_end(const SaxReader *reader) {
  const xmlParserInput *input = reader->parser->input;
  const xmlChar *at = input ? input->cur : NULL;
  while (at && at < input->end && g_ascii_isspace(*at))
    at++;
  return at && at >= input->end && rest_is_blank(reader);
}

static void report_fault(SaxReader *reader, const xmlError *error) {
  const GArray *lines = reader->lines;
  const char *open = (const char *)reader->parser->name;
  const int line = lines->len ? g_array_index(lines, int, lines->len - 1) : 0;
  const Place place = here(reader);
  if (error->code == XML_ERR_TAG_NAME_MISMATCH && error->str1 && error->str2) {
    diag_xml_mismatch(reader->diagnostics, place, error->str2, error->str1, line);
  } else if (open && lines->len && at_end(reader)) {
    diag_xml_cut_off(reader->diagnostics, place, open, line);
  } else {
    char *words = g_strdelimit(g_strstrip(g_strdup(error->message)), "\n\r", ' ');
    diag_xml_syntax(reader->diagnostics, place, words);
    g_free(words);
  }
}

/* Only the first fault is reported: those after it follow from it. */
static void on_error(void *data, xmlError *error) {
  SaxReader *reader = reader_of(data);
  if (error->level < XML_ERR_ERROR || reader->failed)
    return;
  report_fault(reader, error);
  stop(reader);
}

/* ---- Reading ---- */

/* Keeps what places are counted in: from the last start tag on. */
static void keep_recent(SaxReader *reader, const char *bytes, size_t length) {
  GByteArray *recent = reader->recent;
  const size_t first = reader->given - recent->len;
  if (is_converted(reader))
    g_byte_array_set_size(recent, 0);
  else if (reader->offset > first)
    g_byte_array_remove_range(recent, 0, (guint)(reader->offset - first));
  g_byte_array_append(recent, (const guint8 *)bytes, (guint)length);
  reader->given += length;
}

static int give_bytes(void *data, char *to, int length) {
  SaxReader *reader = data;
  const ssize_t got =
      reader->failed ? 0 : source_read(reader->source, reader->given, to, (size_t)MAX(length, 0));
  if (got < 0) {
    diag_file_read(reader->diagnostics, (Place){.file = reader->name}, g_strerror(errno));
    reader->failed = true; /* as the parser is in the middle of it, to it the document ends here */
  }
  if (got > 0)
    keep_recent(reader, to, (size_t)got);
  return (int)MAX(got, 0);
}

static void set_handlers(xmlParserCtxt *parser) {
  xmlSAXHandler *sax = parser->sax;
  memset(sax, 0, sizeof *sax);
  sax->initialized = XML_SAX2_MAGIC;
  sax->startDocument = xmlSAX2StartDocument; /* a document to keep the entities in */
  sax->internalSubset = xmlSAX2InternalSubset;
  sax->startElementNs = start_element;
  sax->endElementNs = end_element;
  sax->characters = characters;
  sax->ignorableWhitespace = characters;
  sax->cdataBlock = characters;
  sax->getEntity = get_entity;
  sax->entityDecl = entity_declaration;
  sax->serror = on_error;
}

static void parse(Events *events, void *context) {
  SaxReader *reader = context;
  xmlParserCtxt *parser = reader->parser;
  reader->events = events;
  parser->_private = reader;
  set_handlers(parser);
  /* Depth and entities are limited here, so libxml2's own limits are not needed. */
  xmlCtxtUseOptions(parser,
                    XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_HUGE | XML_PARSE_BIG_LINES);
  xmlParseDocument(parser);
  if (!parser->wellFormed && !reader->failed) {
    diag_xml_syntax(reader->diagnostics, here(reader), "it cannot be understood");
    reader->failed = true;
  }
  xmlFreeDoc(parser->myDoc);
  parser->myDoc = NULL;
}

/* ---- What the builder is told ---- */

static void collect_attributes(Announcer *announcer, const SaxElement *element) {
  g_array_set_size(announcer->attributes, 0);
  for (int i = 0; i < element->attribute_count; i++) {
    const xmlChar **from = element->attributes + i * SAX_FIELDS;
    const BuilderAttribute attribute = {.uri = (const char *)from[SAX_URI],
                                        .name = (const char *)from[SAX_NAME],
                                        .value = (const char *)from[SAX_VALUE],
                                        .length = (size_t)(from[SAX_END] - from[SAX_VALUE])};
    g_array_append_val(announcer->attributes, attribute);
  }
}

static void announce(Announcer *announcer, const SaxElement *element, int line, int column) {
  Builder *builder = announcer->builder;
  collect_attributes(announcer, element);
  const BuildAction action =
      builder_start(builder, (const char *)element->uri, (const char *)element->name, line, column,
                    (const BuilderAttribute *)(void *)announcer->attributes->data,
                    (int)announcer->attributes->len);
  if (action == BUILD_SKIP) {
    announcer->skipped = 1;
  } else if (action == BUILD_FOREIGN) {
    announcer->foreign.doc = builder_foreign_doc(builder);
    foreign_start(&announcer->foreign, element);
  }
}

static bool announce_start(void *context, const SaxElement *element, int line, int column) {
  Announcer *announcer = context;
  if (announcer->skipped)
    announcer->skipped++;
  else if (announcer->foreign.at)
    foreign_start(&announcer->foreign, element);
  else
    announce(announcer, element, line, column);
  return !builder_stopped(announcer->builder);
}

static bool announce_end(void *context) {
  Announcer *announcer = context;
  if (announcer->skipped)
    announcer->skipped--;
  else if (!announcer->foreign.at)
    builder_end(announcer->builder);
  else if (foreign_end(&announcer->foreign))
    builder_foreign(announcer->builder, announcer->foreign.root);
  return true;
}

static bool announce_text(void *context, const char *text, size_t length) {
  Announcer *announcer = context;
  if (announcer->skipped)
    return true;
  if (announcer->foreign.at)
    foreign_text(&announcer->foreign, text, (int)length);
  else
    builder_text(announcer->builder, text, length);
  return true;
}

/* False: the tree is not whole. */
static bool read_all(SaxReader *reader, Builder *builder) {
  static const EventSink sink = {announce_start, announce_end, announce_text};
  Announcer announcer = {.builder = builder,
                         .attributes = g_array_new(FALSE, FALSE, sizeof(BuilderAttribute))};
  const bool threaded = source_size(reader->source) >= LEAST_THREADED && threads_wanted();
  const bool wanted = events_pass(threaded, parse, reader, &sink, &announcer);
  g_array_unref(announcer.attributes);
  /* What the parser found behind the place where the builder stopped is nobody's business. */
  if (wanted)
    diag_release(reader->diagnostics);
  return wanted && !reader->failed;
}

FoTree *fo_read_source(Source *source, const char *name, const FoOptions *options) {
  Builder *builder = builder_new(name, options);
  SaxReader reader = {.diagnostics = diag_new_deferred(options->diagnostics),
                      .name = diag_intern(options->diagnostics, name),
                      .source = source,
                      .recent = g_byte_array_new(),
                      .line = 1,
                      .column = 1,
                      .limits = options->limits ? options->limits : &limits_usual,
                      .lines = g_array_new(FALSE, FALSE, sizeof(int))};
  bool whole = false;
  if (source_size(source) > 0 && source_size(source) <= G_MAXINT)
    reader.parser =
        xmlCreateIOParserCtxt(NULL, NULL, give_bytes, NULL, &reader, XML_CHAR_ENCODING_NONE);
  if (reader.parser) {
    whole = read_all(&reader, builder);
    xmlFreeParserCtxt(reader.parser);
  } else {
    diag_fo_empty(options->diagnostics, (Place){.file = reader.name});
  }
  diag_free(reader.diagnostics);
  g_array_unref(reader.lines);
  g_byte_array_unref(reader.recent);
  return builder_finish(builder, !whole);
}

FoTree *fo_read_memory(const char *bytes, size_t length, const char *name,
                       const FoOptions *options) {
  GBytes *all = g_bytes_new_static(bytes, bytes ? length : 0);
  Source *source = source_new(all);
  FoTree *tree = fo_read_source(source, name, options);
  source_unref(source);
  g_bytes_unref(all);
  return tree;
}
