/* What a parser tells comes whole and in order, in one thread and in two; and what is wrong in a long document, which is
 * parsed beside the builder, is told as in a short one. */
#include "fo/events.h"
#include "support.h"

/* What is told is made of the number of the event alone, so that both sides know it. */
enum { EVENTS = 20000, LONG = 300000 };

static size_t length_of(int number) {
  return number % 5000 == 999 ? LONG : (size_t)(number * 7 % 60);
}

static char letter_of(int number) {
  return (char)('a' + number % 26);
}

typedef struct {
  GString *text;
  int told; /* the last */
} Teller;

typedef struct {
  int got, stop_at;
  size_t of_text; /* of the text at hand that came */
} Listener;

static bool tell_start(Events *events, const Teller *teller, int number) {
  const xmlChar *const value = (const xmlChar *)teller->text->str;
  const xmlChar *namespaces[] = {NULL, BAD_CAST "urn:x"};
  const xmlChar *attributes[] = {
      BAD_CAST "one",
      NULL,
      NULL,
      value,
      value + teller->text->len,
      BAD_CAST "two",
      BAD_CAST "p",
      BAD_CAST "urn:x",
      value,
      value,
  };
  const SaxElement element = {BAD_CAST "name", NULL,       BAD_CAST "urn:x", number % 2,
                              namespaces,      number % 3, attributes};
  return events_start(events, &element, number, -number);
}

static void tell(Events *events, void *context) {
  Teller *teller = context;
  bool wanted = true;
  for (int number = 0; wanted && number < EVENTS; number++) {
    g_string_truncate(teller->text, 0);
    for (size_t i = length_of(number); i > 0; i--)
      g_string_append_c(teller->text, letter_of(number));
    switch (number % 3) {
    case 0: wanted = tell_start(events, teller, number / 3); break;
    case 1: wanted = events_text(events, teller->text->str, teller->text->len); break;
    default: wanted = events_end(events);
    }
    teller->told = number;
  }
}

static bool is_repeated(const char *text, size_t length, char letter) {
  for (size_t i = 0; i < length; i++)
    if (text[i] != letter)
      return false;
  return true;
}

/* Texts come in parts, an empty one in none. */
static void end_text(Listener *listener) {
  if (listener->got % 3 == 1) {
    assert_int_equal(listener->of_text, length_of(listener->got));
    listener->of_text = 0;
    listener->got++;
  }
}

static bool hear_start(void *context, const SaxElement *element, int line, int column) {
  Listener *listener = context;
  const int number = listener->got / 3;
  assert_int_equal(listener->got % 3, 0);
  assert_int_equal(line, number);
  assert_int_equal(column, -number);
  assert_string_equal(element->name, "name");
  assert_null(element->prefix);
  assert_string_equal(element->uri, "urn:x");
  assert_int_equal(element->namespace_count, number % 2);
  if (element->namespace_count)
    assert_string_equal(element->namespaces[1], "urn:x");
  assert_int_equal(element->attribute_count, number % 3);
  const char *value = element->attribute_count ? (const char *)element->attributes[3] : NULL;
  if (value) {
    assert_string_equal(element->attributes[0], "one");
    assert_int_equal((const char *)element->attributes[4] - value, length_of(listener->got));
    assert_true(is_repeated(value, length_of(listener->got), letter_of(listener->got)));
  }
  if (element->attribute_count > 1) {
    assert_string_equal(element->attributes[6], "p");
    assert_ptr_equal(element->attributes[8], element->attributes[9]);
  }
  return listener->got++ != listener->stop_at;
}

static bool hear_text(void *context, const char *text, size_t length) {
  Listener *listener = context;
  assert_int_equal(listener->got % 3, 1);
  assert_true(is_repeated(text, length, letter_of(listener->got)));
  listener->of_text += length;
  return true;
}

static bool hear_end(void *context) {
  Listener *listener = context;
  end_text(listener);
  assert_int_equal(listener->got % 3, 2);
  return listener->got++ != listener->stop_at;
}

static const EventSink sink = {hear_start, hear_end, hear_text};

static void all_comes_in_order(void **state) {
  (void)state;
  for (int threaded = 0; threaded <= 1; threaded++) {
    Teller teller = {.text = g_string_new(NULL)};
    Listener listener = {.stop_at = -1};
    assert_true(events_pass(threaded, tell, &teller, &sink, &listener));
    end_text(&listener);
    assert_int_equal(listener.got, EVENTS);
    g_string_free(teller.text, TRUE);
  }
}

static void who_wants_no_more_gets_no_more(void **state) {
  (void)state;
  static const int STOPS[] = {0, 2, 999, 15000, EVENTS - 2};
  for (size_t i = 0; i < 2 * G_N_ELEMENTS(STOPS); i++) {
    const int at = STOPS[i / 2] / 3 * 3;
    Teller teller = {.text = g_string_new(NULL)};
    Listener listener = {.stop_at = at};
    assert_false(events_pass(i % 2, tell, &teller, &sink, &listener));
    assert_int_equal(listener.got, at + 1);
    /* Nor is much told in vain. */
    assert_true(teller.told >= at && (teller.told < at + 10000 || at + 10000 > EVENTS));
    g_string_free(teller.text, TRUE);
  }
}

static void nothing_is_told(Events *events, void *context) {
  (void)events, (void)context;
}

static void there_may_be_nothing_to_tell(void **state) {
  (void)state;
  for (int threaded = 0; threaded <= 1; threaded++) {
    Listener listener = {.stop_at = -1};
    assert_true(events_pass(threaded, nothing_is_told, NULL, &sink, &listener));
    assert_int_equal(listener.got, 0);
  }
}

/* ---- Long documents ------------------------------------------------------------------------------ */

/* A document long enough to be parsed in a thread, with `end` for its end. */
static Reading read_long(const char *begin, const char *end) {
  GString *text = g_string_new(FO_HEAD);
  g_string_append(text, begin);
  for (int i = 0; text->len < 400000; i++)
    g_string_append_printf(text, "<fo:block id='b%d'>Some words of paragraph %d.</fo:block>\n", i,
                           i);
  g_string_append(text, end);
  const Reading reading = read_text(text->str);
  g_string_free(text, TRUE);
  return reading;
}

static void assert_told(const Reading *reading, const char *const *ids) {
  unsigned count = 0, expected = 0;
  const Diagnostic *all = diag_all(reading->diagnostics, &count);
  for (; ids[expected]; expected++) {
    assert_true(expected < count);
    assert_string_equal(all[expected].id, ids[expected]);
  }
  assert_int_equal(count, expected);
}

static void a_long_document_is_read_whole(void **state) {
  (void)state;
  Reading reading = read_long("", "<fo:block id='end'>The end.</fo:block>" FO_TAIL);
  assert_silent(&reading);
  assert_string_equal(node_of(&reading, "b1234")->first->text, "Some words of paragraph 1234.");
  assert_string_equal(node_of(&reading, "end")->first->text, "The end.");
  assert_int_equal(node_of(&reading, "b1234")->line, 1235);
  reading_free(&reading);
}

/* What the builder finds before a fault of the XML comes before it. */
static void faults_come_in_order(void **state) {
  (void)state;
  Reading reading = read_long("<fo:nothing/>", "<fo:block colour='red'/></fo:blocks>");
  assert_null(reading.tree);
  assert_told(&reading, (const char *const[]){"fo-unknown-element", "fo-unknown-property",
                                              "xml-mismatch", NULL});
  reading_free(&reading);
  reading = read_long("", "<fo:block>");
  assert_null(reading.tree);
  assert_told(&reading, (const char *const[]){"xml-cut-off", NULL});
  reading_free(&reading);
}

/* Where the builder stops, nothing that comes later is told. */
static void nothing_is_told_behind_the_end(void **state) {
  (void)state;
  GString *text = g_string_new("<fo:block xmlns:fo='http://www.w3.org/1999/XSL/Format'>");
  while (text->len < 400000)
    g_string_append(text, "<fo:block>x</fo:block>");
  g_string_append(text, "</fo:blocks>");
  Reading reading = read_text(text->str);
  assert_null(reading.tree);
  assert_told(&reading, (const char *const[]){"fo-not-root", NULL});
  reading_free(&reading);
  g_string_free(text, TRUE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_comes_in_order),
      cmocka_unit_test(who_wants_no_more_gets_no_more),
      cmocka_unit_test(there_may_be_nothing_to_tell),
      cmocka_unit_test(a_long_document_is_read_whole),
      cmocka_unit_test(faults_come_in_order),
      cmocka_unit_test(nothing_is_told_behind_the_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
