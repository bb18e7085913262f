/* Files inside the document, as PDF/A-3 wants them (ISO 19005-3 §6.8). */
#include "pdf/finish_internal.h"

#include <string.h>

/* A name as PDF 1.7 §7.3.5 writes it. */
static void append_name(GString *out, const char *name) {
  g_string_append_c(out, '/');
  for (; *name; name++) {
    if (g_ascii_isalnum(*name) || strchr("-+._", *name))
      g_string_append_c(out, *name);
    else
      g_string_append_printf(out, "#%02X", (unsigned)(guchar)*name);
  }
}

/* The name for readers that know no Unicode. */
static char *plain_name(const char *name) {
  char *plain = g_strdup(name);
  for (char *p = plain; *p; p++)
    if ((guchar)*p < 0x20 || (guchar)*p > 0x7e)
      *p = '_';
  return plain;
}

static int write_file(PdfFinish *finish, const PdfAttachment *attachment, const char *date) {
  gsize length = 0;
  const void *bytes = g_bytes_get_data(attachment->bytes, &length);
  char *checksum = g_compute_checksum_for_bytes(G_CHECKSUM_MD5, attachment->bytes);
  GString *entries = g_string_new("/Type/EmbeddedFile/Subtype");
  append_name(entries, attachment->mime_type);
  g_string_append_printf(entries, "/Params<</Size %" G_GSIZE_FORMAT "/CheckSum<%s>/ModDate", length,
                         checksum);
  append_date(entries, date);
  g_string_append(entries, ">>");
  int number = pdf_writer_reserve(finish->writer, 1);
  pdf_writer_compressed(finish->writer, number, entries->str, bytes, length);
  g_string_free(entries, TRUE);
  g_free(checksum);
  return number;
}

static int write_specification(PdfFinish *finish, const PdfAttachment *attachment,
                               const char *date) {
  int file = write_file(finish, attachment, date);
  char *plain = plain_name(attachment->name);
  GString *text = g_string_new("<</Type/Filespec/F");
  append_byte_string(text, plain, strlen(plain));
  g_string_append(text, "/UF");
  append_text_string(text, attachment->name);
  if (attachment->description) {
    g_string_append(text, "/Desc");
    append_text_string(text, attachment->description);
  }
  if (!is_omitted(finish, PDF_OMIT_ASSOCIATION))
    g_string_append(text, "/AFRelationship/Source");
  g_string_append_printf(text, "/EF<</F %d 0 R/UF %d 0 R>>>>", file, file);
  int number = pdf_writer_reserve(finish->writer, 1);
  pdf_writer_object(finish->writer, number, text->str, text->len);
  g_string_free(text, TRUE);
  g_free(plain);
  return number;
}

void finish_attachments(PdfFinish *finish, GString *catalog, GString *names, const char *date) {
  int count = finish->options.attachment_count;
  if (count == 0)
    return;
  g_string_append(names, "/EmbeddedFiles<</Names[");
  g_string_append(catalog, "/AF[");
  for (int i = 0; i < count; i++) {
    const PdfAttachment *attachment = &finish->options.attachments[i];
    int number = write_specification(finish, attachment, date);
    g_string_append_printf(catalog, "%d 0 R ", number);
    append_text_string(names, attachment->name);
    g_string_append_printf(names, "%d 0 R ", number);
  }
  g_string_append(names, "]>>");
  g_string_append_c(catalog, ']');
}
