/* A finished PDF is judged before it is published: what does not hold is no longer claimed. */
#include "pdf/selfcheck.h"
#include "support.h"

static const char text[] =
    DOCUMENT("<fo:block role='H1'>A heading</fo:block><fo:block>A "
             "<fo:basic-link external-destination='url(https://example.org/)'>"
             "link</fo:basic-link></fo:block>");

/* The bytes in a file that can be read back. */
static FILE *stream_of(const Made *made) {
  FILE *stream = tmpfile();
  assert_non_null(stream);
  assert_int_equal(fwrite(made->bytes->data, 1, made->bytes->len, stream), made->bytes->len);
  return stream;
}

static char *content_of(FILE *stream, size_t *size) {
  *size = (size_t)ftell(stream);
  char *bytes = g_malloc0(*size + 1);
  rewind(stream);
  assert_int_equal(fread(bytes, 1, *size, stream), *size);
  return bytes;
}

static bool claims(FILE *stream) {
  size_t size;
  char *bytes = content_of(stream, &size);
  GBytes *file = g_bytes_new_take(bytes, size);
  PdfReader *reader = pdf_reader_new(file, "x.pdf", NULL);
  assert_non_null(reader);
  MetadataSummary *summary = metadata_summary_new(reader);
  assert_true(summary->well_formed);
  const bool claimed = summary->ua || summary->part;
  metadata_summary_free(summary);
  pdf_reader_free(reader);
  g_bytes_unref(file);
  return claimed;
}

static void a_clean_file_keeps_its_claims(void **state) {
  (void)state;
  Made made = make(text, NULL, NULL);
  FILE *stream = stream_of(&made);
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  assert_true(pdf_self_check(stream, "x.pdf", diagnostics));
  assert_int_equal(diag_count(diagnostics, DIAG_WARNING), 0);
  assert_int_equal(ftell(stream), made.bytes->len);
  assert_true(claims(stream));
  diag_free(diagnostics);
  fclose(stream);
  unmake(&made);
}

static void a_fault_takes_the_claims_away(void **state) {
  (void)state;
  Made made = make(text, NULL, &(PdfFinishOptions){.omit = PDF_OMIT_LINK_CONTENTS});
  FILE *stream = stream_of(&made);
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  assert_true(claims(stream));
  fseek(stream, 0, SEEK_END);
  assert_true(pdf_self_check(stream, "x.pdf", diagnostics));
  unsigned count;
  const Diagnostic *all = diag_all(diagnostics, &count);
  assert_int_equal(count, 2);
  assert_string_equal(all[0].id, "pdf-self-check");
  assert_non_null(strstr(all[0].message, "UA 7.18.5-2"));
  assert_string_equal(all[1].id, "pdf-unclaimed");
  assert_int_equal(ftell(stream), made.bytes->len);
  assert_false(claims(stream));
  diag_free(diagnostics);
  fclose(stream);
  unmake(&made);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_clean_file_keeps_its_claims),
      cmocka_unit_test(a_fault_takes_the_claims_away),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
