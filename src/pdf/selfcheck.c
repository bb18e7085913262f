#define _GNU_SOURCE /* memmem */
#include "pdf/selfcheck.h"
#include "pdf/inspect.h"

#include <errno.h>
#include <string.h>

typedef struct {
  Diagnostics *diagnostics;
  Place place;
} Report;

static void report_finding(const Finding *finding, void *context) {
  const Report *report = context;
  diag_pdf_self_check(report->diagnostics, report->place, finding->rule, finding->fault,
                      finding->page, finding->object);
}

/* The whole stream, or NULL: it cannot be read back. */
static GBytes *read_back(FILE *stream) {
  if (fflush(stream) != 0 || fseek(stream, 0, SEEK_END) != 0)
    return NULL;
  const long size = ftell(stream);
  if (size <= 0 || fseek(stream, 0, SEEK_SET) != 0)
    return NULL;
  unsigned char *bytes = g_malloc((gsize)size);
  const bool whole = fread(bytes, 1, (size_t)size, stream) == (size_t)size;
  fseek(stream, 0, SEEK_END);
  if (whole)
    return g_bytes_new_take(bytes, (gsize)size);
  clearerr(stream);
  g_free(bytes);
  return NULL;
}

static bool blank(FILE *stream, const char *start, const char *found, size_t length) {
  if (fseek(stream, found - start, SEEK_SET) != 0)
    return false;
  for (size_t i = 0; i < length; i++)
    if (putc(' ', stream) == EOF)
      return false;
  return true;
}

/* The metadata stand in the file as they are (PDF/A wants them so): their claims become spaces. */
static bool blank_claims(FILE *stream, GBytes *file) {
  static const char *const claims[] = {
      "<pdfuaid:part>1</pdfuaid:part>", "<pdfaid:part>2</pdfaid:part>",
      "<pdfaid:part>3</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>"};
  gsize size;
  const char *start = g_bytes_get_data(file, &size);
  bool done = true;
  for (size_t i = 0; i < G_N_ELEMENTS(claims); i++) {
    const size_t length = strlen(claims[i]);
    const char *found = memmem(start, size, claims[i], length);
    if (found)
      done = done && blank(stream, start, found, length);
  }
  return done && fseek(stream, 0, SEEK_END) == 0;
}

bool pdf_self_check(FILE *stream, const char *name, Diagnostics *diagnostics) {
  GBytes *file = read_back(stream);
  if (!file)
    return true;
  PdfReader *reader = pdf_reader_new(file, name, diagnostics);
  Report report = {diagnostics, {.file = name}};
  bool done = reader != NULL;
  if (reader && inspect_check(reader, report_finding, &report) > 0) {
    done = blank_claims(stream, file);
    if (done)
      diag_pdf_unclaimed(diagnostics, report.place);
    else
      diag_file_write(diagnostics, report.place, g_strerror(errno));
  }
  pdf_reader_free(reader);
  g_bytes_unref(file);
  return done;
}
