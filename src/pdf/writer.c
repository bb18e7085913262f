#include "pdf/writer.h"
#include "pdf/packer.h"
#include "pdf/syntax.h"

#include <string.h>

/* Objects and bytes of an object stream at most: readers unpack one whole to get an object. */
enum { GROUP_OBJECTS = 200, GROUP_BYTES = 64 * 1024 };

typedef enum { ENTRY_FREE, ENTRY_OFFSET, ENTRY_COMPRESSED } EntryKind;

/* Where an object is: its offset, or its object stream and its place in that. */
typedef struct {
  guint64 where : 48;
  guint64 index : 14;
  guint64 kind : 2; /* EntryKind */
} Entry;

static Entry entry_new(guint64 where, guint index, EntryKind kind) {
  return (Entry){.where = where & 0xffffffffffff, .index = index & 0x3fff, .kind = kind & 3};
}

struct PdfWriter {
  Packer *packer; /* streams come back from it to be written */
  PdfWrite *write;
  void *context;
  bool failed;
  guint64 offset;
  GChecksum *checksum;
  GArray *entries;  /* of Entry, by object number */
  GArray *grouped;  /* of int: numbers in the object stream at work */
  GString *offsets; /* its head */
  GString *group;   /* its objects */
};

/* The file's identity comes from what is in it, of long pieces from two sums of it: it tells files apart, and need
 * not withstand who wants two to be alike. */
static void add_to_identity(PdfWriter *writer, const void *bytes, size_t length) {
  enum { SHORT = 16 };
  if (length <= SHORT) {
    g_checksum_update(writer->checksum, bytes, (gssize)length);
    return;
  }
  uint32_t sums[3];
  deflater_sums(bytes, length, sums);
  sums[2] = (uint32_t)length;
  for (size_t i = 0; i < G_N_ELEMENTS(sums); i++)
    sums[i] = GUINT32_TO_LE(sums[i]);
  g_checksum_update(writer->checksum, (const guchar *)sums, sizeof sums);
}

static void put(PdfWriter *writer, const void *bytes, size_t length) {
  if (writer->failed || length == 0)
    return;
  writer->offset += length;
  add_to_identity(writer, bytes, length);
  writer->failed = !writer->write(writer->context, bytes, length);
}

static void put_text(PdfWriter *writer, const char *text) {
  put(writer, text, strlen(text));
}

static void write_stream(void *context, int number, const char *entries, bool packed,
                         const void *bytes, size_t length);

PdfWriter *pdf_writer_new(Deflater *deflater, PdfWrite *write, void *context) {
  PdfWriter *writer = g_new0(PdfWriter, 1);
  writer->packer = packer_new(deflater, write_stream, writer);
  writer->write = write;
  writer->context = context;
  writer->checksum = g_checksum_new(G_CHECKSUM_SHA256);
  writer->entries = g_array_new(FALSE, TRUE, sizeof(Entry));
  g_array_set_size(writer->entries, 1);
  writer->grouped = g_array_new(FALSE, FALSE, sizeof(int));
  writer->offsets = g_string_new(NULL);
  writer->group = g_string_new(NULL);
  put_text(writer, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
  return writer;
}

void pdf_writer_free(PdfWriter *writer) {
  if (!writer)
    return;
  packer_free(writer->packer);
  g_checksum_free(writer->checksum);
  g_array_unref(writer->entries);
  g_array_unref(writer->grouped);
  g_string_free(writer->offsets, TRUE);
  g_string_free(writer->group, TRUE);
  g_free(writer);
}

int pdf_writer_reserve(PdfWriter *writer, int count) {
  guint first = writer->entries->len;
  g_array_set_size(writer->entries, first + (guint)count);
  return (int)first;
}

static Entry *entry_of(PdfWriter *writer, int number) {
  return &g_array_index(writer->entries, Entry, number);
}

static void write_stream(void *context, int number, const char *entries, bool packed,
                         const void *bytes, size_t length) {
  PdfWriter *writer = context;
  *entry_of(writer, number) = entry_new(writer->offset, 0, ENTRY_OFFSET);
  char *head = g_strdup_printf("%d 0 obj\n<<%s%s/Length %" G_GSIZE_FORMAT ">>\nstream\n", number,
                               entries, packed ? "/Filter/FlateDecode" : "", length);
  put_text(writer, head);
  put(writer, bytes, length);
  put_text(writer, "\nendstream\nendobj\n");
  g_free(head);
}

void pdf_writer_stream(PdfWriter *writer, int number, const char *entries, const void *bytes,
                       size_t length) {
  packer_add(writer->packer, number, entries, false, bytes, length);
}

void pdf_writer_compressed(PdfWriter *writer, int number, const char *entries, const void *bytes,
                           size_t length) {
  packer_add(writer->packer, number, entries, true, bytes, length);
}

static void end_group(PdfWriter *writer) {
  if (writer->grouped->len == 0)
    return;
  int stream = pdf_writer_reserve(writer, 1);
  for (guint i = 0; i < writer->grouped->len; i++)
    *entry_of(writer, g_array_index(writer->grouped, int, i)) =
        entry_new((guint64)stream, i, ENTRY_COMPRESSED);
  char *entries = g_strdup_printf("/Type/ObjStm/N %u/First %" G_GSIZE_FORMAT, writer->grouped->len,
                                  writer->offsets->len);
  g_string_prepend_len(writer->group, writer->offsets->str, (gssize)writer->offsets->len);
  pdf_writer_compressed(writer, stream, entries, writer->group->str, writer->group->len);
  g_free(entries);
  g_array_set_size(writer->grouped, 0);
  g_string_truncate(writer->offsets, 0);
  g_string_truncate(writer->group, 0);
}

void pdf_writer_object(PdfWriter *writer, int number, const char *text, size_t length) {
  append_integer(writer->offsets, number);
  g_string_append_c(writer->offsets, ' ');
  append_integer(writer->offsets, (int64_t)writer->group->len);
  g_string_append_c(writer->offsets, ' ');
  g_string_append_len(writer->group, text, (gssize)length);
  g_string_append_c(writer->group, '\n');
  g_array_append_val(writer->grouped, number);
  entry_of(writer, number)->kind = ENTRY_COMPRESSED;
  if (writer->grouped->len >= GROUP_OBJECTS || writer->group->len >= GROUP_BYTES)
    end_group(writer);
}

/* ---- The end ----------------------------------------------------------------------------------- */

static int first_missing(const PdfWriter *writer) {
  for (guint i = 1; i < writer->entries->len; i++)
    if (g_array_index(writer->entries, Entry, i).kind == ENTRY_FREE)
      return (int)i;
  return 0;
}

static void append_field(GByteArray *out, guint64 value, int width) {
  guint8 bytes[8];
  for (int i = 0; i < width; i++)
    bytes[i] = (guint8)(value >> (8 * (width - 1 - i)));
  g_byte_array_append(out, bytes, (guint)width);
}

static int width_of(guint64 value) {
  int width = 1;
  while (width < 8 && value >> (8 * width))
    width++;
  return width;
}

static GByteArray *cross_reference(const PdfWriter *writer, int width) {
  GByteArray *table = g_byte_array_new();
  for (guint i = 0; i < writer->entries->len; i++) {
    const Entry *entry = &g_array_index(writer->entries, Entry, i);
    append_field(table, entry->kind, 1);
    append_field(table, entry->where, width);
    append_field(table, i == 0 ? 0xffff : entry->index, 2);
  }
  return table;
}

bool pdf_writer_end(PdfWriter *writer, const char *trailer, bool identify, int *missing) {
  end_group(writer);
  packer_flush(writer->packer);
  *missing = first_missing(writer);
  int number = pdf_writer_reserve(writer, 1);
  guint64 start = writer->offset;
  *entry_of(writer, number) = entry_new(start, 0, ENTRY_OFFSET);
  int width = width_of(MAX(start, writer->entries->len));
  GString *entries = g_string_new(NULL);
  g_string_append_printf(entries, "/Type/XRef/Size %u/W[1 %d 2]%s", writer->entries->len, width,
                         trailer);
  if (identify) {
    char id[33];
    g_strlcpy(id, g_checksum_get_string(writer->checksum), sizeof id);
    g_string_append_printf(entries, "/ID[<%s><%s>]", id, id);
    g_checksum_reset(writer->checksum);
  }
  GByteArray *table = cross_reference(writer, width);
  pdf_writer_compressed(writer, number, entries->str, table->data, table->len);
  packer_flush(writer->packer);
  g_byte_array_unref(table);
  g_string_free(entries, TRUE);
  char *tail = g_strdup_printf("startxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n", start);
  put_text(writer, tail);
  g_free(tail);
  return !writer->failed && *missing == 0;
}
