/* A small dataset and what checking it gives, for the tests of this phase. */
#ifndef PEERPRESS_TESTS_DATASET_SUPPORT_H
#define PEERPRESS_TESTS_DATASET_SUPPORT_H

#include "base/xml.h"
#include "dataset/dataset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* The lines of a valid dataset, to be changed; the line numbers are those of the file. */
static const char *const dataset_lines[] = {
    "<progress xmlns='urn:peerpress:progress:1' version='1' xml:lang='en' council='town'>",
    "<title>Progress</title>",
    "<organisations><council id='town'><name>Town</name></council></organisations>",
    "<people><person id='clerk'><role organisation='town'><title>Clerk</title></role></person>",
    "</people><scales><scale id='steps' measures='progress'><label>Steps</label>",
    "<level id='begun' rank='1' colour='#000000' background='#ffffff'><label>Begun</label>",
    "<meaning>Begun.</meaning></level>",
    "</scale><scale id='effect' measures='outcome'><label>Effect</label>",
    "<level id='felt' rank='1' colour='#000000' background='#ffffff'><label>Felt</label>",
    "<meaning>Felt.</meaning></level></scale></scales>",
    "<kinds><kind id='review' publication='required'><label>Review</label></kind></kinds>",
    "<engagements><engagement id='first' kind='review' by='town' date='2020-02-11'>",
    "<title>First</title>",
    "<recommendation id='rec' reference='R 1'>",
    "<title>Budget</title>",
    "<wording>Agree a budget.</wording>",
    "<lead person='clerk' as='officer'/>",
    "</recommendation></engagement></engagements><cycles>",
    "<cycle id='spring' as-of='2020-05-01' state='frozen' scale='steps'><title>Spring</title>",
    "<update of='rec' level='begun'/>",
    "</cycle>",
    "<cycle id='autumn' as-of='2020-11-01' previous='spring' state='open' scale='steps'>",
    "<title>Autumn</title>",
    "</cycle></cycles></progress>",
};

/* The dataset with one line replaced (0: none); the caller frees it. */
static inline char *dataset_with(int line, const char *replacement) {
  GString *text = g_string_new(NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(dataset_lines); i++)
    g_string_append_printf(text, "%s\n", (int)i + 1 == line ? replacement : dataset_lines[i]);
  return g_string_free(text, FALSE);
}

static inline Dataset *read_dataset(const char *text, const char *cycle, Diagnostics *diagnostics) {
  GBytes *bytes = g_bytes_new(text, strlen(text));
  Dataset *dataset = dataset_read(bytes, "data.xml", cycle, diagnostics);
  g_bytes_unref(bytes);
  return dataset;
}

/* Checks the dataset with a line replaced: exactly one diagnostic, of this id, at this line, with
 * these words in its message or hint. */
static inline void expect_mistake(int line, const char *replacement, const char *id, int at,
                                  const char *words) {
  Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
  char *text = dataset_with(line, replacement);
  Dataset *dataset = read_dataset(text, NULL, diagnostics);
  unsigned count = 0;
  const Diagnostic *all = diag_all(diagnostics, &count);
  for (unsigned i = 0; i < count && count != 1; i++)
    print_message("%s:%d %s: %s\n", replacement, all[i].place.line, all[i].id, all[i].message);
  assert_null(dataset);
  assert_int_equal(count, 1);
  assert_string_equal(all[0].id, id);
  assert_int_equal(all[0].place.line, at);
  if (!strstr(all[0].message, words) && !strstr(all[0].hint, words))
    fail_msg("“%s” is neither in “%s” nor in “%s”", words, all[0].message, all[0].hint);
  g_free(text);
  diag_free(diagnostics);
}

#endif
