#include "pdf/reader.h"
#include "base/library.h"
#include "pdf/deflate.h"

#include <math.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

/* What is used of libqpdf. */
#define FUNCTIONS(F)                                                                               \
  F(qpdf_init)                                                                                     \
  F(qpdf_cleanup)                                                                                  \
  F(qpdf_read_memory)                                                                              \
  F(qpdf_set_suppress_warnings)                                                                    \
  F(qpdf_silence_errors)                                                                           \
  F(qpdf_get_error)                                                                                \
  F(qpdf_has_error)                                                                                \
  F(qpdf_more_warnings)                                                                            \
  F(qpdf_next_warning)                                                                             \
  F(qpdf_get_error_message_detail)                                                                 \
  F(qpdf_get_num_pages)                                                                            \
  F(qpdf_get_page_n)                                                                               \
  F(qpdf_get_trailer)                                                                              \
  F(qpdf_get_object_by_id)                                                                         \
  F(qpdf_oh_get_object_id)                                                                         \
  F(qpdf_oh_get_type_code)                                                                         \
  F(qpdf_oh_get_dict)                                                                              \
  F(qpdf_oh_unparse_resolved)                                                                      \
  F(qpdf_oh_get_stream_data)                                                                       \
  F(qpdf_oh_get_page_content_data)                                                                 \
  F(qpdf_oh_release)

typedef struct {
  FUNCTIONS(LIBRARY_MEMBER)
} Library;

/* A chain of references longer than this is a ring. libqpdf keeps what it has parsed, some three
 * kilobytes for each object: after so many it starts afresh. */
enum { MAX_REFERENCES = 32, MAX_OBJECTS = 20000000, MOST_PARSED = 20000 };

struct PdfReader {
  Library library;
  qpdf_data data;
  char *name;
  GBytes *bytes;
  Deflater *deflater;
  GHashTable *objects; /* number -> text */
  int parsed;          /* of them, since libqpdf has begun */
  char *trailer;
  GArray *pages;       /* of int: their objects */
  GPtrArray *warnings; /* of text */
};

/* ---- The library -------------------------------------------------------------------------------- */

static bool load_library(Library *library) {
  static const char *const NAMES[] = {"libqpdf.so.29", "libqpdf.so.30", "libqpdf.so", NULL};
  static const char *const SYMBOLS[] = {FUNCTIONS(LIBRARY_SYMBOL) NULL};
  return library_load(NAMES, SYMBOLS, (gpointer *)(void *)library);
}

/* ---- Files --------------------------------------------------------------------------------------- */

static void gather_warnings(PdfReader *reader) {
  while (reader->library.qpdf_more_warnings(reader->data)) {
    qpdf_error warning = reader->library.qpdf_next_warning(reader->data);
    const char *text = reader->library.qpdf_get_error_message_detail(reader->data, warning);
    g_ptr_array_add(reader->warnings, g_utf8_make_valid(text ? text : "", -1));
  }
}

/* The text of an object handle, which is released. */
static char *take_text(PdfReader *reader, qpdf_oh object) {
  const Library *q = &reader->library;
  qpdf_oh dictionary = object;
  if (q->qpdf_oh_get_type_code(reader->data, object) == ot_stream)
    dictionary = q->qpdf_oh_get_dict(reader->data, object);
  const char *text = q->qpdf_oh_unparse_resolved(reader->data, dictionary);
  char *copy = g_strdup(text ? text : "null");
  if (dictionary != object)
    q->qpdf_oh_release(reader->data, dictionary);
  q->qpdf_oh_release(reader->data, object);
  return copy;
}

static bool begin(PdfReader *reader) {
  const Library *q = &reader->library;
  gsize length = 0;
  const char *bytes = g_bytes_get_data(reader->bytes, &length);
  reader->data = q->qpdf_init();
  reader->parsed = 0;
  q->qpdf_set_suppress_warnings(reader->data, QPDF_TRUE);
  q->qpdf_silence_errors(reader->data);
  return !(q->qpdf_read_memory(reader->data, reader->name, bytes ? bytes : "", length, NULL) &
           QPDF_ERRORS);
}

/* Lets go of what libqpdf has parsed, if that is much. A file that it had to mend it reads once only. */
static void begin_again(PdfReader *reader) {
  if (reader->parsed < MOST_PARSED)
    return;
  gather_warnings(reader);
  if (reader->warnings->len > 0)
    return;
  reader->library.qpdf_cleanup(&reader->data);
  begin(reader);
}

static void find_pages(PdfReader *reader, int count) {
  const Library *q = &reader->library;
  reader->pages = g_array_new(FALSE, FALSE, sizeof(int));
  for (int i = 0; i < count; i++) {
    qpdf_oh page = q->qpdf_get_page_n(reader->data, (size_t)i);
    const int number = q->qpdf_oh_get_object_id(reader->data, page);
    q->qpdf_oh_release(reader->data, page);
    g_array_append_val(reader->pages, number);
  }
}

static bool read_file(PdfReader *reader, const char *name, Diagnostics *diagnostics) {
  const Library *q = &reader->library;
  const int pages = begin(reader) ? q->qpdf_get_num_pages(reader->data) : -1;
  gather_warnings(reader);
  if (pages >= 0) {
    find_pages(reader, pages);
    reader->trailer = take_text(reader, q->qpdf_get_trailer(reader->data));
    return true;
  }
  qpdf_error error = q->qpdf_get_error(reader->data);
  const char *reason = error ? q->qpdf_get_error_message_detail(reader->data, error) : NULL;
  char *valid = g_utf8_make_valid(reason && *reason ? reason : "its pages cannot be found", -1);
  diag_pdf_unreadable(diagnostics, (Place){.file = name}, valid);
  g_free(valid);
  return false;
}

PdfReader *pdf_reader_new(GBytes *bytes, const char *name, Diagnostics *diagnostics) {
  PdfReader *reader = g_new0(PdfReader, 1);
  reader->name = g_strdup(name);
  reader->bytes = g_bytes_ref(bytes);
  reader->deflater = deflater_new();
  reader->objects = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  reader->warnings = g_ptr_array_new_with_free_func(g_free);
  bool done = load_library(&reader->library);
  if (!done)
    diag_pdf_no_library(diagnostics, PLACE_NONE);
  if (done && read_file(reader, name, diagnostics))
    return reader;
  pdf_reader_free(reader);
  return NULL;
}

void pdf_reader_free(PdfReader *reader) {
  if (!reader)
    return;
  if (reader->data)
    reader->library.qpdf_cleanup(&reader->data);
  g_bytes_unref(reader->bytes);
  deflater_free(reader->deflater);
  g_hash_table_unref(reader->objects);
  g_ptr_array_unref(reader->warnings);
  if (reader->pages)
    g_array_unref(reader->pages);
  g_free(reader->trailer);
  g_free(reader->name);
  g_free(reader);
}

GBytes *pdf_reader_bytes(const PdfReader *reader) {
  return reader->bytes;
}

const char *pdf_reader_warning(PdfReader *reader, unsigned index) {
  gather_warnings(reader);
  return index < reader->warnings->len ? reader->warnings->pdata[index] : NULL;
}

/* ---- Objects -------------------------------------------------------------------------------------- */

static Slice slice_of(const char *text) {
  return (Slice){text, strlen(text)};
}

Slice pdf_reader_trailer(const PdfReader *reader) {
  return slice_of(reader->trailer);
}

int pdf_reader_object_limit(const PdfReader *reader) {
  long size = slice_integer(dict_lookup(slice_of(reader->trailer), "Size"), 0);
  /* An object takes some bytes, even in an object stream. */
  long most = (long)MIN(g_bytes_get_size(reader->bytes) * 20, MAX_OBJECTS);
  return (int)CLAMP(size, 0, most);
}

Slice pdf_reader_object(PdfReader *reader, int number) {
  gpointer known = NULL;
  if (number <= 0)
    return (Slice){0};
  if (!g_hash_table_lookup_extended(reader->objects, GINT_TO_POINTER(number), NULL, &known)) {
    begin_again(reader);
    reader->parsed++;
    known = take_text(reader, reader->library.qpdf_get_object_by_id(reader->data, number, 0));
    g_hash_table_insert(reader->objects, GINT_TO_POINTER(number), known);
  }
  return strcmp(known, "null") == 0 ? (Slice){0} : slice_of(known);
}

Slice pdf_reader_resolve(PdfReader *reader, Slice value) {
  for (int i = 0; i < MAX_REFERENCES; i++) {
    int number = slice_reference(value);
    if (!number)
      return slice_is(value, "null") ? (Slice){0} : value;
    value = pdf_reader_object(reader, number);
  }
  return (Slice){0};
}

Slice pdf_reader_key(PdfReader *reader, Slice dictionary, const char *key) {
  return pdf_reader_resolve(reader, dict_lookup(pdf_reader_resolve(reader, dictionary), key));
}

Slice pdf_reader_catalog(const PdfReader *reader) {
  return pdf_reader_key((PdfReader *)reader, slice_of(reader->trailer), "Root");
}

int pdf_reader_page_count(const PdfReader *reader) {
  return (int)reader->pages->len;
}

int pdf_reader_page(PdfReader *reader, int page) {
  return g_array_index(reader->pages, int, page);
}

/* ---- Streams -------------------------------------------------------------------------------------- */

static GByteArray *take_bytes(unsigned char *bytes, size_t length) {
  GByteArray *array = g_byte_array_new();
  if (bytes)
    g_byte_array_append(array, bytes, (guint)MIN(length, G_MAXUINT / 2));
  free(bytes);
  return array;
}

/* Unpacked with a limit, where that is simple: what the library unpacks has none. */
static GByteArray *inflate_plain(PdfReader *reader, qpdf_oh stream) {
  unsigned char *bytes = NULL;
  size_t length = 0;
  int result = reader->library.qpdf_oh_get_stream_data(reader->data, stream, qpdf_dl_none, NULL,
                                                       &bytes, &length);
  GByteArray *out = g_byte_array_new();
  bool done =
      !(result & QPDF_ERRORS) && bytes && deflater_inflate(reader->deflater, bytes, length, out);
  free(bytes);
  if (done)
    return out;
  g_byte_array_unref(out);
  return NULL;
}

GByteArray *pdf_reader_stream(PdfReader *reader, int number) {
  const Library *q = &reader->library;
  if (number <= 0)
    return NULL;
  qpdf_oh stream = q->qpdf_get_object_by_id(reader->data, number, 0);
  GByteArray *out = NULL;
  if (q->qpdf_oh_get_type_code(reader->data, stream) == ot_stream) {
    Slice dictionary = pdf_reader_object(reader, number);
    if (slice_is(pdf_reader_key(reader, dictionary, "Filter"), "/FlateDecode") &&
        !dict_lookup(dictionary, "DecodeParms").text)
      out = inflate_plain(reader, stream);
    unsigned char *bytes = NULL;
    size_t length = 0;
    QPDF_BOOL filtered = QPDF_FALSE;
    if (!out && !(q->qpdf_oh_get_stream_data(reader->data, stream, qpdf_dl_specialized, &filtered,
                                             &bytes, &length) &
                  QPDF_ERRORS))
      out = take_bytes(bytes, length);
    else
      free(bytes);
  }
  q->qpdf_oh_release(reader->data, stream);
  return out;
}

GByteArray *pdf_reader_content(PdfReader *reader, int page) {
  Slice dictionary = pdf_reader_object(reader, pdf_reader_page(reader, page));
  int single = slice_reference(dict_lookup(dictionary, "Contents"));
  if (single) {
    Slice text = pdf_reader_object(reader, single);
    if (text.text && *text.text == '<')
      return pdf_reader_stream(reader, single);
  }
  const Library *q = &reader->library;
  qpdf_oh object = q->qpdf_get_page_n(reader->data, (size_t)page);
  unsigned char *bytes = NULL;
  size_t length = 0;
  int result = q->qpdf_oh_get_page_content_data(reader->data, object, &bytes, &length);
  q->qpdf_oh_release(reader->data, object);
  if (!(result & QPDF_ERRORS))
    return take_bytes(bytes, length);
  free(bytes);
  return NULL;
}

/* ---- Values --------------------------------------------------------------------------------------- */

SliceWalk slice_walk(Slice container) {
  SliceWalk walk = {pdf_lexer(container.text, container.length)};
  PdfToken open = pdf_next_token(&walk.lexer);
  if (open.kind != TOKEN_ARRAY_OPEN && open.kind != TOKEN_DICT_OPEN)
    walk.lexer.at = walk.lexer.end;
  return walk;
}

bool slice_walk_item(SliceWalk *walk, Slice *item) {
  if (!walk->lexer.at)
    return false;
  PdfToken token = pdf_next_token(&walk->lexer);
  if (token.kind == TOKEN_ARRAY_CLOSE || !pdf_skip_object(&walk->lexer, token))
    return false;
  *item = (Slice){token.text, (size_t)(walk->lexer.at - token.text)};
  return true;
}

bool slice_walk_entry(SliceWalk *walk, Slice *key, Slice *value) {
  if (!walk->lexer.at)
    return false;
  PdfToken name = pdf_next_token(&walk->lexer);
  if (name.kind != TOKEN_NAME)
    return false;
  *key = (Slice){name.text, name.length};
  return slice_walk_item(walk, value);
}

/* PDFDocEncoding where it differs from Latin-1 (PDF 1.7 Annex D.2). */
static gunichar doc_character(guint8 byte) {
  static const gunichar LOW[] = {0x2d8, 0x2c7, 0x2c6, 0x2d9, 0x2dd, 0x2db, 0x2da, 0x2dc};
  static const gunichar HIGH[] = {
      0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x192,  0x2044, 0x2039, 0x203a, 0x2212,
      0x2030, 0x201e, 0x201c, 0x201d, 0x2018, 0x2019, 0x201a, 0x2122, 0xfb01, 0xfb02, 0x141,
      0x152,  0x160,  0x178,  0x17d,  0x131,  0x142,  0x153,  0x161,  0x17e,  0xfffd, 0x20ac};
  if (byte >= 0x18 && byte < 0x20)
    return LOW[byte - 0x18];
  if (byte >= 0x80 && byte <= 0xa0)
    return HIGH[byte - 0x80];
  return byte;
}

/* g_convert would open a converter for each. */
char *utf16_text(const uint8_t *bytes, size_t length) {
  gunichar2 *units = g_new(gunichar2, length / 2 + 1);
  for (size_t i = 0; i < length / 2; i++)
    units[i] = (gunichar2)(bytes[2 * i] << 8 | bytes[2 * i + 1]);
  char *text = g_utf16_to_utf8(units, (glong)(length / 2), NULL, NULL, NULL);
  g_free(units);
  return text;
}

char *slice_text(Slice value) {
  if (!value.text || (*value.text != '(' && *value.text != '<'))
    return g_strdup("");
  GByteArray *bytes = string_bytes(value.text, value.length);
  char *text = NULL;
  if (bytes->len >= 2 && bytes->data[0] == 0xfe && bytes->data[1] == 0xff) {
    text = utf16_text(bytes->data + 2, bytes->len - 2);
  } else if (bytes->len >= 3 && memcmp(bytes->data, "\xef\xbb\xbf", 3) == 0) {
    text = g_utf8_make_valid((const char *)bytes->data + 3, (gssize)bytes->len - 3);
  } else {
    GString *decoded = g_string_new(NULL);
    for (guint i = 0; i < bytes->len; i++)
      if (bytes->data[i])
        g_string_append_unichar(decoded, doc_character(bytes->data[i]));
    text = g_string_free(decoded, FALSE);
  }
  g_byte_array_unref(bytes);
  return text ? text : g_strdup("\xef\xbf\xbd");
}

double slice_number(Slice value, double otherwise) {
  if (!value.text || value.length > 40 ||
      !(g_ascii_isdigit(*value.text) || strchr("+-.", *value.text)))
    return otherwise;
  char text[48] = {0};
  memcpy(text, value.text, value.length);
  double number = g_ascii_strtod(text, NULL);
  return isfinite(number) ? number : otherwise;
}

char *slice_name(Slice value) {
  GString *name = g_string_new(NULL);
  for (size_t i = 1; value.text && *value.text == '/' && i < value.length; i++) {
    bool escape = value.text[i] == '#' && i + 2 < value.length &&
                  g_ascii_isxdigit(value.text[i + 1]) && g_ascii_isxdigit(value.text[i + 2]);
    int byte = escape ? g_ascii_xdigit_value(value.text[i + 1]) * 16 +
                            g_ascii_xdigit_value(value.text[i + 2])
                      : (guchar)value.text[i];
    if (byte)
      g_string_append_c(name, (char)byte);
    i += escape ? 2 : 0;
  }
  return g_string_free(name, FALSE);
}
