#include "base/xml.h"
#include "base/source.h"

#include <gio/gio.h>
#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlreader.h>
#include <string.h>

/* An element's _private holds the line and column of its start tag: libxml2 itself knows the line
 * on which the tag ends, and no column. */
enum { COLUMN_BITS = 16, LARGEST_COLUMN = (1 << COLUMN_BITS) - 1 };

/* Of an entity's text; of what all references to entities make a file longer by. */
enum { MOST_ENTITY_BYTES = 1000, BYTES_OF_LIMIT = 1000 };
G_STATIC_ASSERT(sizeof(void *) >= 8);

typedef struct {
  const XmlOptions *options;
  const char *name;
  bool failed;
  size_t growth;      /* by entities */
  gsize line, offset; /* of the last tag, the offset in bytes from the beginning */
  glong column;
} Reading;

static xmlParserInput *load_resource_only(const char *url, const char *id, xmlParserCtxt *context) {
  (void)id;
  GBytes *bytes = NULL;
  if (url && g_str_has_prefix(url, "resource:///"))
    bytes =
        g_resources_lookup_data(url + strlen("resource://"), G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (!bytes)
    return NULL;
  gsize size = 0;
  const char *data = g_bytes_get_data(bytes, &size);
  xmlParserInputBuffer *buffer =
      xmlParserInputBufferCreateMem(data, (int)size, XML_CHAR_ENCODING_NONE);
  g_bytes_unref(bytes);
  xmlParserInput *input = xmlNewIOInputStream(context, buffer, XML_CHAR_ENCODING_NONE);
  if (input)
    input->filename = (char *)xmlStrdup((const xmlChar *)url);
  return input;
}

/* libxml2 and libxslt would go on without what they had no memory for, and a document without some of its
 * text is worse than none: as everywhere else, the process ends. */
static void *allocate(size_t size) {
  return g_malloc(MAX(size, 1));
}

static void *reallocate(void *old, size_t size) {
  return g_realloc(old, MAX(size, 1));
}

static char *duplicate(const char *text) {
  return g_strdup(text);
}

void xml_init(void) {
  xmlMemSetup(g_free, allocate, reallocate, duplicate);
  xmlInitParser();
  xmlSetExternalEntityLoader(load_resource_only);
}

static Place here(const Reading *reading, const xmlParserCtxt *context) {
  const xmlParserInput *input = context->input;
  return place_at(reading->name, input ? input->line : 0, input ? input->col : 0);
}

/* Reports only the first fault: those after it follow from it. */
static bool fail(xmlParserCtxt *context) {
  Reading *reading = context->_private;
  if (reading->failed)
    return false;
  reading->failed = true;
  return true;
}

static bool at_end(const xmlParserCtxt *context, const xmlError *error) {
  enum { PART_OF_A_CHARACTER = 3 };
  const xmlParserInput *input = context->input;
  if (!input || error->code == XML_ERR_DOCUMENT_END)
    return false;
  const xmlChar *p = input->cur;
  if (input->end - p <= PART_OF_A_CHARACTER &&
      (error->code == XML_ERR_INVALID_CHAR || error->code == XML_ERR_INVALID_ENCODING))
    return true;
  while (p < input->end && g_ascii_isspace(*p))
    p++;
  return p >= input->end;
}

/* libxml2's own words for the faults that have no better ones here, on one line. */
static char *own_words(const xmlError *error) {
  if (strstr(error->message, "Excessive depth"))
    return g_strdup("elements are nested too deep");
  if (error->code == XML_ERR_DOCUMENT_EMPTY)
    return g_strdup("it does not begin with an element");
  return g_strdelimit(g_strstrip(g_strdup(error->message)), "\n\r", ' ');
}

static void report_syntax(void *data, xmlError *error) {
  xmlParserCtxt *context = data;
  const Reading *reading = context->_private;
  if (error->level < XML_ERR_ERROR || !fail(context))
    return;
  Diagnostics *to = reading->options->diagnostics;
  const Place place = here(reading, context);
  const xmlNode *open = context->node;
  if (error->code == XML_ERR_TAG_NAME_MISMATCH && error->str1 && error->str2) {
    diag_xml_mismatch(to, place, error->str2, error->str1,
                      open ? xml_place(open).line : error->int1);
  } else if (open && at_end(context, error)) {
    diag_xml_cut_off(to, place, (const char *)open->name, xml_place(open).line);
  } else {
    char *words = own_words(error);
    diag_xml_syntax(to, place, words);
    g_free(words);
  }
  xmlStopParser(context);
}

/* The column of `p`, counted from the last tag if that is on the same line: many tags on one long
 * line then take no longer than on many. 0: the parser has let go of the line's beginning. */
static glong column_of(const Reading *reading, const xmlParserInput *input, const xmlChar *p,
                       gsize line) {
  const gsize base = input->consumed;
  if (line == reading->line && reading->column > 0 && reading->offset >= base) {
    const xmlChar *last = input->base + (reading->offset - base);
    return reading->column + g_utf8_strlen((const char *)last, p - last);
  }
  const xmlChar *start = p;
  while (start > input->base && start[-1] != '\n')
    start--;
  const bool whole = start > input->base || input->consumed == 0;
  return whole ? g_utf8_strlen((const char *)start, p - start) + 1 : 0;
}

/* The tag's beginning is the last "<" before the parser: attribute values cannot hold one. */
static void note_place(xmlParserCtxt *context) {
  Reading *reading = context->_private;
  const xmlParserInput *input = context->input;
  const xmlChar *p = input->cur;
  gsize line = (gsize)input->line;
  while (p > input->base && *p != '<') {
    p--;
    line -= *p == '\n';
  }
  reading->column = column_of(reading, input, p, line);
  reading->line = line;
  reading->offset = input->consumed + (gsize)(p - input->base);
  context->node->_private =
      GSIZE_TO_POINTER(line << COLUMN_BITS | (gsize)MIN(reading->column, LARGEST_COLUMN));
}

static void start_element(void *data, const xmlChar *name, const xmlChar *prefix,
                          const xmlChar *uri, int namespaces, const xmlChar **namespace_list,
                          int attributes, int defaulted, const xmlChar **attribute_list) {
  xmlParserCtxt *context = data;
  xmlSAX2StartElementNs(data, name, prefix, uri, namespaces, namespace_list, attributes, defaulted,
                        attribute_list);
  if (context->node)
    note_place(context);
}

static void internal_subset(void *data, const xmlChar *name, const xmlChar *id,
                            const xmlChar *system) {
  xmlParserCtxt *context = data;
  const Reading *reading = context->_private;
  xmlSAX2InternalSubset(data, name, id, system);
  if (reading->options->allow_doctype || !fail(context))
    return;
  diag_xml_doctype(reading->options->diagnostics, here(reading, context));
  xmlStopParser(context);
}

bool xml_entity_is_text(int type, const xmlChar *content) {
  return type == XML_INTERNAL_GENERAL_ENTITY && content &&
         xmlStrlen(content) <= MOST_ENTITY_BYTES && !strpbrk((const char *)content, "&<");
}

bool xml_entity_in_bounds(const xmlEntity *entity, size_t *growth, const Limits *limits) {
  const size_t reference = strlen((const char *)entity->name) + strlen("&;");
  const size_t text = entity->content ? strlen((const char *)entity->content) : 0;
  *growth += text > reference ? text - reference : 0;
  return *growth <= (size_t)limits->entities * BYTES_OF_LIMIT;
}

void xml_entity_report(const xmlChar *name, const xmlEntity *declared, const Limits *limits,
                       Place place, Diagnostics *diagnostics) {
  if (declared) {
    diag_xml_entity_growth(diagnostics, place, (const char *)name, (long long)limits->entities);
    return;
  }
  const htmlEntityDesc *known = htmlEntityLookup(name);
  char *instead = known ? g_strdup_printf("write &#%u;", known->value)
                        : g_strdup("write the character itself, or its number as &#160;");
  diag_xml_entity(diagnostics, place, (const char *)name, instead);
  g_free(instead);
}

static void entity_declaration(void *data, const xmlChar *name, int type, const xmlChar *id,
                               const xmlChar *system, xmlChar *content) {
  xmlParserCtxt *context = data;
  const Reading *reading = context->_private;
  if (xml_entity_is_text(type, content)) {
    xmlSAX2EntityDecl(data, name, type, id, system, content);
    return;
  }
  if (!fail(context))
    return;
  diag_xml_entity_declared(reading->options->diagnostics, here(reading, context),
                           (const char *)name);
  xmlStopParser(context);
}

static xmlEntity *get_entity(void *data, const xmlChar *name) {
  xmlParserCtxt *context = data;
  Reading *reading = context->_private;
  const Limits *limits = reading->options->limits ? reading->options->limits : &limits_usual;
  xmlEntity *declared = xmlSAX2GetEntity(data, name);
  if (declared && xml_entity_in_bounds(declared, &reading->growth, limits))
    return declared;
  if (!fail(context))
    return NULL;
  xml_entity_report(name, declared, limits, here(reading, context), reading->options->diagnostics);
  xmlStopParser(context);
  return NULL;
}

static void set_handlers(xmlParserCtxt *context) {
  xmlSAXHandler *sax = context->sax;
  sax->startElementNs = start_element;
  sax->internalSubset = internal_subset;
  sax->entityDecl = entity_declaration;
  sax->getEntity = get_entity;
  sax->serror = report_syntax;
}

static void share_dictionary(xmlParserCtxt *context, xmlDict *dict) {
  if (!dict)
    return;
  xmlDictFree(context->dict);
  context->dict = dict;
  xmlDictReference(dict);
}

xmlDoc *xml_read(GBytes *bytes, const char *name, const char *url, const XmlOptions *options) {
  gsize size = 0;
  const char *data = g_bytes_get_data(bytes, &size);
  const Place place = {.file = name};
  Source *source = source_new(bytes);
  diag_source(options->diagnostics, name, source);
  source_unref(source);
  if (size == 0 || size > G_MAXINT) {
    diag_xml_syntax(options->diagnostics, place,
                    size == 0 ? "the file is empty" : "the file is too long");
    return NULL;
  }
  xmlParserCtxt *context = xmlCreateMemoryParserCtxt(data, (int)size);
  Reading reading = {.options = options, .name = name};
  context->_private = &reading;
  set_handlers(context);
  share_dictionary(context, options->dict);
  xmlCtxtUseOptions(context,
                    XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES);
  context->input->filename = (char *)xmlStrdup((const xmlChar *)(url ? url : name));
  xmlParseDocument(context);
  xmlDoc *doc = context->myDoc;
  if (!context->wellFormed && !reading.failed)
    diag_xml_syntax(options->diagnostics, place, "it cannot be understood");
  if (!context->wellFormed || reading.failed) {
    xmlFreeDoc(doc);
    doc = NULL;
  }
  xmlFreeParserCtxt(context);
  if (doc)
    doc->name = (char *)xmlStrdup((const xmlChar *)name);
  return doc;
}

static const char *file_of(const xmlDoc *doc) {
  /* libxslt marks its fragments by a name that begins with a space. */
  if (doc && doc->name && doc->name[0] != ' ')
    return doc->name;
  return doc ? (const char *)doc->URL : NULL;
}

xmlDoc *xml_copy(const xmlDoc *doc) {
  xmlDoc *copy = xmlCopyDoc((xmlDoc *)(gpointer)doc, 1);
  if (!copy->URL && doc->URL)
    copy->URL = xmlStrdup(doc->URL);
  const xmlNode *root = xmlDocGetRootElement((xmlDoc *)(gpointer)doc);
  xmlNode *copied = xmlDocGetRootElement(copy), *top = copied;
  for (const xmlNode *node = root; node && copied; node = xml_next(node, root)) {
    if (node->type == XML_ELEMENT_NODE)
      copied->_private = node->_private;
    copied = xml_next(copied, top);
  }
  return copy;
}

Place xml_place(const xmlNode *node) {
  if (!node)
    return PLACE_NONE;
  const xmlNode *element = node;
  if (node->type == XML_DOCUMENT_NODE)
    element = xmlDocGetRootElement((const xmlDoc *)node);
  while (element && element->type != XML_ELEMENT_NODE)
    element = element->parent;
  if (!element)
    return (Place){.file = node->doc ? file_of(node->doc) : NULL};
  const gsize packed = GPOINTER_TO_SIZE(element->_private);
  if (packed)
    return place_at(file_of(element->doc), (int)(packed >> COLUMN_BITS),
                    (int)(packed & LARGEST_COLUMN));
  const long line = xmlGetLineNo(element);
  return place_at(file_of(element->doc), line > 0 ? (int)line : 0, 0);
}

const char *xml_attribute(const xmlNode *node, const char *name) {
  const xmlAttr *attribute = xmlHasNsProp(node, (const xmlChar *)name, NULL);
  if (!attribute)
    return NULL;
  return attribute->children && attribute->children->content
             ? (const char *)attribute->children->content
             : "";
}

bool xml_is(const xmlNode *node, const char *namespace_uri, const char *name) {
  if (!node || node->type != XML_ELEMENT_NODE || strcmp((const char *)node->name, name) != 0)
    return false;
  const char *own = node->ns ? (const char *)node->ns->href : NULL;
  return g_strcmp0(own, namespace_uri) == 0;
}

xmlNode *xml_next(const xmlNode *node, const xmlNode *top) {
  if (node->children && node->type != XML_ENTITY_REF_NODE)
    return node->children;
  while (node != top && !node->next)
    node = node->parent;
  return node == top ? NULL : node->next;
}

static void ignore_error(void *data, xmlError *error) {
  (void)data, (void)error;
}

/* Where a reader stands in a source. */
typedef struct {
  Source *source;
  size_t at;
} Standing;

static int read_on(void *data, char *to, int length) {
  Standing *standing = data;
  const ssize_t got = source_read(standing->source, standing->at, to, (size_t)MAX(length, 0));
  standing->at += got > 0 ? (size_t)got : 0;
  return (int)got;
}

static int end_reading(void *data) {
  g_free(data);
  return 0;
}

xmlTextReader *xml_reader_new(Source *source) {
  if (source_size(source) == 0 || source_size(source) > G_MAXINT)
    return NULL;
  Standing *standing = g_new0(Standing, 1);
  standing->source = source;
  xmlTextReader *reader =
      xmlReaderForIO(read_on, end_reading, standing, NULL, NULL, XML_PARSE_NONET);
  if (reader)
    xmlTextReaderSetStructuredErrorHandler(reader, ignore_error, NULL);
  return reader;
}

bool xml_sniff_root(Source *source, char **namespace_uri, char **name) {
  *namespace_uri = *name = NULL;
  xmlTextReader *reader = xml_reader_new(source);
  if (!reader)
    return false;
  while (!*name && xmlTextReaderRead(reader) == 1) {
    if (xmlTextReaderNodeType(reader) != XML_READER_TYPE_ELEMENT)
      continue;
    *namespace_uri = g_strdup((const char *)xmlTextReaderConstNamespaceUri(reader));
    *name = g_strdup((const char *)xmlTextReaderConstLocalName(reader));
  }
  xmlFreeTextReader(reader);
  return *name != NULL;
}
