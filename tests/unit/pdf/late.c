/* Pages whose lines with references forward come after all pages look, read and weigh as those that waited. */
#include "support.h"

#include <glib/gstdio.h>

/* What a command prints, of both streams, of the file that holds the PDF: FILE in its arguments. */
static char *output_of(const Made *made, const char *const *command) {
  char *file = NULL, *out = NULL, *err = NULL;
  int fd = g_file_open_tmp("late-XXXXXX.pdf", &file, NULL), status = 0;
  assert_true(fd >= 0);
  g_close(fd, NULL);
  assert_true(g_file_set_contents(file, (const char *)made->bytes->data, made->bytes->len, NULL));
  GPtrArray *argv = g_ptr_array_new();
  for (; *command; command++)
    g_ptr_array_add(argv, (gpointer)(strcmp(*command, "FILE") == 0 ? file : *command));
  g_ptr_array_add(argv, NULL);
  const bool ran = g_spawn_sync(NULL, (char **)argv->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                                &out, &err, &status, NULL);
  assert_true(ran && g_spawn_check_wait_status(status, NULL));
  char *both = g_strconcat(out, err, NULL);
  char **parts = g_strsplit(both, file, -1);
  g_free(both);
  both = g_strjoinv("FILE", parts);
  g_strfreev(parts);
  g_ptr_array_unref(argv);
  g_unlink(file);
  g_free(file);
  g_free(out);
  g_free(err);
  return both;
}

static int by_text(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Of a character what it is and where, to a hundredth of a point. */
static char *essence(char *line) {
  double x = 0, y = 0;
  char *at = strstr(line, " x="), *c = strstr(line, " c=");
  if (!at || !c || sscanf(at, " x=\"%lf\" y=\"%lf\"", &x, &y) != 2)
    return line;
  char *short_line = g_strdup_printf("<char x=%.2f y=%.2f%s", x + 1e-6, y + 1e-6, c);
  g_free(line);
  return short_line;
}

/* The lines that have `kind` in them, in order of their text: NULL-terminated. */
static char **sorted_lines_of(const Made *made, const char *const *command, const char *kind) {
  char *output = output_of(made, command), **lines = g_strsplit(output, "\n", -1);
  size_t count = 0;
  for (size_t i = 0; lines[i]; i++) {
    if (strstr(lines[i], kind))
      lines[count++] = essence(lines[i]);
    else
      g_free(lines[i]);
  }
  lines[count] = NULL;
  qsort(lines, count, sizeof *lines, by_text);
  g_free(output);
  return lines;
}

/* The characters and where they stand, and the ink of each page as a checksum. */
static void assert_same_look(const Made *late, const Made *waited) {
  static const char *const KINDS[] = {"<char ", "page "};
  static const char *const LOOKS[][8] = {{"mutool", "draw", "-F", "stext", "FILE", NULL},
                                         {"mutool", "draw", "-s5", "-r60", "FILE", NULL}};
  for (size_t i = 0; i < G_N_ELEMENTS(LOOKS); i++) {
    char **look = sorted_lines_of(late, LOOKS[i], KINDS[i]),
         **expected = sorted_lines_of(waited, LOOKS[i], KINDS[i]);
    assert_true(g_strv_length(expected) >= 3);
    for (size_t n = 0; look[n] || expected[n]; n++)
      assert_string_equal(look[n], expected[n]);
    g_strfreev(look);
    g_strfreev(expected);
  }
}

/* Readers that take the words as they come find them in the same order; not where cairo marks text alone. */
static void assert_same_order(const Made *late, const Made *waited) {
  static const char *const RAW[] = {"pdftotext", "-raw", "FILE", "-", NULL};
  if (paint_marks_text_only())
    return;
  char *words = output_of(late, RAW), *expected = output_of(waited, RAW);
  assert_true(strlen(expected) > 20);
  assert_string_equal(words, expected);
  g_free(words);
  g_free(expected);
}

static char *read_document(const char *name) {
  char *text = NULL;
  assert_true(g_file_get_contents(name, &text, NULL, NULL));
  return text;
}

static void late_lines_stand_where_waiting_ones_do(void **state) {
  (void)state;
  char *fo = read_document("tests/pdf/late-lines.fo");
  Made late = make_with(fo, NULL, NULL, made_late), waited = make_with(fo, NULL, NULL, NULL);
  assert_true(late.done && waited.done);
  assert_clean(&late);
  assert_clean(&waited);
  assert_same_look(&late, &waited);
  assert_same_order(&late, &waited);
  unmake(&late);
  unmake(&waited);
  g_free(fo);
}

/* A line that a stacking context is in cannot be parted from its page. */
static void a_stacked_line_keeps_its_page_waiting(void **state) {
  (void)state;
  static const char fo[] = DOCUMENT(
      "<fo:block>See <fo:inline relative-position='relative' z-index='1'>page "
      "<fo:page-number-citation ref-id='last'/></fo:inline>.</fo:block>"
      "<fo:block break-before='page'>And <fo:page-number-citation ref-id='last'/>.</fo:block>"
      "<fo:block break-before='page' id='last'>Last</fo:block>");
  Made late = make_with(fo, NULL, NULL, made_late), waited = make_with(fo, NULL, NULL, NULL);
  assert_clean(&late);
  assert_same_look(&late, &waited);
  unmake(&late);
  unmake(&waited);
}

static void assert_labels(const char *numbers, const char *labels) {
  char *fo = g_strdup_printf(
      "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format' xml:lang='en'><fo:layout-master-set>"
      "<fo:simple-page-master master-name='a'><fo:region-body/></fo:simple-page-master>"
      "</fo:layout-master-set><fo:page-sequence master-reference='a' %s><fo:flow "
      "flow-name='xsl-region-body'><fo:block>1</fo:block><fo:block break-before='page'>2</fo:block>"
      "</fo:flow></fo:page-sequence><fo:page-sequence master-reference='a' "
      "initial-page-number='5'><fo:flow flow-name='xsl-region-body'><fo:block>3</fo:block>"
      "<fo:block break-before='page'>4</fo:block></fo:flow></fo:page-sequence></fo:root>",
      numbers);
  static const char *const OBJECTS[] = {"qpdf", "--json", "--json-key=pagelabels", "FILE", NULL};
  Made made = make(fo, NULL, NULL);
  assert_clean(&made);
  char *found = output_of(&made, OBJECTS);
  g_strdelimit(found, " \n", ' ');
  char **words = g_strsplit(found, " ", -1), *packed = g_strjoinv("", words);
  assert_non_null(strstr(packed, labels));
  g_strfreev(words);
  g_free(packed);
  g_free(found);
  g_free(fo);
  unmake(&made);
}

static void pages_have_their_numbers_as_labels(void **state) {
  (void)state;
  assert_labels("", "{\"index\":0,\"label\":{\"/S\":\"/D\",\"/St\":1}},"
                    "{\"index\":2,\"label\":{\"/S\":\"/D\",\"/St\":5}}]");
  assert_labels("format='i'", "{\"index\":0,\"label\":{\"/P\":\"u:i\",\"/St\":1}},"
                              "{\"index\":1,\"label\":{\"/P\":\"u:ii\",\"/St\":1}},"
                              "{\"index\":2,\"label\":{\"/S\":\"/D\",\"/St\":5}}]");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(late_lines_stand_where_waiting_ones_do),
      cmocka_unit_test(a_stacked_line_keeps_its_page_waiting),
      cmocka_unit_test(pages_have_their_numbers_as_labels),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
