/* XML: places of elements, faults in words, nothing that a document brings in by itself. */
#include "base/xml.h"
#include "base/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static Diagnostics *diagnostics;

static int setup(void **state) {
  (void)state;
  xml_init();
  diagnostics = diag_new(NULL, DIAG_TEXT);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  diag_free(diagnostics);
  return 0;
}

static xmlDoc *read_bytes(const char *text, size_t length, bool allow_doctype) {
  GBytes *bytes = g_bytes_new(text, length);
  const XmlOptions options = {.diagnostics = diagnostics, .allow_doctype = allow_doctype};
  xmlDoc *doc = xml_read(bytes, "file.xml", NULL, &options);
  g_bytes_unref(bytes);
  return doc;
}

static xmlDoc *read_text(const char *text) {
  return read_bytes(text, strlen(text), true);
}

static void expect_place(const xmlNode *node, int line, int column) {
  const Place place = xml_place(node);
  assert_string_equal(place.file, "file.xml");
  assert_int_equal(place.line, line);
  assert_int_equal(place.column, column);
}

static void test_places(void **state) {
  (void)state;
  xmlDoc *doc = read_text("<a>\n  <b x='1'\n     y='2'>text</b>é<c/><!-- -->\n</a>");
  const xmlNode *a = xmlDocGetRootElement(doc);
  const xmlNode *b = a->children->next;
  expect_place(a, 1, 1);
  expect_place(b, 2, 3);
  expect_place(b->children, 2, 3);
  expect_place(b->next->next, 3, 21);
  expect_place((const xmlNode *)doc, 1, 1);
  assert_null(xml_place(NULL).file);
  xmlFreeDoc(doc);
}

/* libxml2 itself forgets lines beyond 65,535. */
static void test_many_lines(void **state) {
  (void)state;
  enum { LINES = 70000 };
  GString *text = g_string_new("<a>");
  for (int i = 0; i < LINES; i++)
    g_string_append_c(text, '\n');
  g_string_append(text, "<b/></a>");
  xmlDoc *doc = read_text(text->str);
  expect_place(xmlDocGetRootElement(doc)->last, LINES + 1, 1);
  xmlFreeDoc(doc);
  g_string_free(text, TRUE);
}

static void expect_fault_in(const char *text, size_t length, bool allow_doctype, const char *id,
                            int line) {
  const unsigned before = diag_count(diagnostics, DIAG_ERROR);
  assert_null(read_bytes(text, length, allow_doctype));
  assert_int_equal(diag_count(diagnostics, DIAG_ERROR), before + 1);
  unsigned count = 0;
  const Diagnostic *last = diag_all(diagnostics, &count);
  last += count - 1;
  assert_string_equal(last->id, id);
  assert_int_equal(last->place.line, line);
}

static void expect_fault(const char *text, const char *id, int line) {
  expect_fault_in(text, strlen(text), true, id, line);
}

static void test_faults(void **state) {
  (void)state;
  expect_fault("", "xml-syntax", 0);
  expect_fault("\n ", "xml-syntax", 2);
  expect_fault("words", "xml-syntax", 1);
  expect_fault("<a>\n<b>", "xml-cut-off", 2);
  expect_fault("<a>\n<b x='", "xml-cut-off", 2);
  expect_fault("<a>\n<b x='1'", "xml-cut-off", 2);
  expect_fault("<a>\n</", "xml-cut-off", 2);
  expect_fault("<a>\n<!-- ", "xml-cut-off", 2);
  expect_fault("<a>\n<b>\n</a>", "xml-mismatch", 3);
  expect_fault("<a>\n<b x='1' x='2'/></a>", "xml-syntax", 2);
  expect_fault("<a>\n<b x=1/></a>", "xml-syntax", 2);
  expect_fault("<a>&lt;\n& b</a>", "xml-syntax", 2);
  expect_fault("<a/><b/>", "xml-syntax", 1);
  expect_fault("<a>\n<p:b/></a>", "xml-syntax", 2);
  expect_fault_in("<a>\xff\xfe</a>", 9, true, "xml-syntax", 1);
  expect_fault_in("<a>\0</a>", 8, true, "xml-syntax", 1);
}

static void test_deep_nesting(void **state) {
  (void)state;
  GString *text = g_string_new(NULL);
  for (int i = 0; i < 100000; i++)
    g_string_append(text, "<a>");
  expect_fault(text->str, "xml-syntax", 1);
  g_string_free(text, TRUE);
}

static void test_entities(void **state) {
  (void)state;
  expect_fault("<!DOCTYPE a [<!ENTITY e '<b/>'>]><a>&e;</a>", "xml-entity-declared", 1);
  expect_fault("<!DOCTYPE a [<!ENTITY e '&#38;e;'>]><a>&e;</a>", "xml-entity-declared", 1);
  expect_fault("<!DOCTYPE a [<!ENTITY % e SYSTEM 'x'> %e;]><a/>", "xml-entity-declared", 1);
  expect_fault("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
               "xml-entity-declared", 1);
  expect_fault("<!DOCTYPE a>\n<a>&nbsp;</a>", "xml-entity", 2);
  expect_fault("<!DOCTYPE a SYSTEM 'a.dtd'>\n<a b='&nbsp;'/>", "xml-entity", 2);
  expect_fault("<a>&nbsp;</a>", "xml-entity", 1);
  expect_fault_in("<!DOCTYPE a><a/>", 16, false, "xml-doctype", 1);
  GString *growing = g_string_new("<!DOCTYPE a [<!ENTITY e '");
  for (int i = 0; i < 500; i++)
    g_string_append_c(growing, 'x');
  g_string_append(growing, "'>]><a b='");
  for (int i = 0; i < 2020; i++)
    g_string_append(growing, "&e;");
  g_string_append(growing, "'/>");
  expect_fault(growing->str, "xml-entity-growth", 1);
  g_string_free(growing, TRUE);
  xmlDoc *own = read_text("<!DOCTYPE a [<!ENTITY e 'x&#233;'>]><a b='&e;&e;'>&e;-&e;</a>");
  assert_non_null(own);
  xmlChar *content = xmlNodeGetContent(xmlDocGetRootElement(own));
  assert_string_equal((const char *)content, "xé-xé");
  assert_string_equal(xml_attribute(xmlDocGetRootElement(own), "b"), "xéxé");
  xmlFree(content);
  xmlFreeDoc(own);
  xmlDoc *doc = read_text("<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'><a>&amp;&#160;</a>");
  assert_non_null(doc);
  xmlFreeDoc(doc);
}

static void test_other_encodings(void **state) {
  (void)state;
  xmlDoc *doc = read_text("<?xml version='1.0' encoding='ISO-8859-1'?>\n<a>\xe9<b/></a>");
  expect_place(xmlDocGetRootElement(doc)->last, 2, 5);
  xmlFreeDoc(doc);
}

static void test_sniffing(void **state) {
  (void)state;
  static const struct {
    const char *text, *uri, *name;
  } cases[] = {
      {"<?xml version='1.0'?><!-- c --><x:a xmlns:x='urn:x'", NULL, NULL},
      {"<!-- c --><x:a xmlns:x='urn:x'>", "urn:x", "a"},
      {"<b/>", NULL, "b"},
      {"words", NULL, NULL},
      {"", NULL, NULL},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    GBytes *bytes = g_bytes_new(cases[i].text, strlen(cases[i].text));
    char *uri = NULL, *name = NULL;
    Source *source = source_new(bytes);
    assert_int_equal(xml_sniff_root(source, &uri, &name), cases[i].name != NULL);
    source_unref(source);
    assert_int_equal(g_strcmp0(uri, cases[i].uri), 0);
    assert_int_equal(g_strcmp0(name, cases[i].name), 0);
    g_free(uri);
    g_free(name);
    g_bytes_unref(bytes);
  }
}

static void test_queries(void **state) {
  (void)state;
  xmlDoc *doc = read_text("<a xmlns='urn:a' x='1' y=''><b/>t<c><d/></c></a>");
  const xmlNode *a = xmlDocGetRootElement(doc);
  assert_true(xml_is(a, "urn:a", "a"));
  assert_false(xml_is(a, NULL, "a"));
  assert_false(xml_is(a, "urn:a", "b"));
  assert_false(xml_is(NULL, "urn:a", "a"));
  assert_string_equal(xml_attribute(a, "x"), "1");
  assert_string_equal(xml_attribute(a, "y"), "");
  assert_null(xml_attribute(a, "z"));
  GString *order = g_string_new(NULL);
  for (const xmlNode *n = a; n; n = xml_next(n, a))
    g_string_append(order, (const char *)n->name);
  assert_string_equal(order->str, "abtextcd");
  g_string_free(order, TRUE);
  xmlFreeDoc(doc);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_places),   TEST(test_many_lines),      TEST(test_faults),   TEST(test_deep_nesting),
      TEST(test_entities), TEST(test_other_encodings), TEST(test_sniffing), TEST(test_queries),
  };
  const int failed = cmocka_run_group_tests(tests, NULL, NULL);
  xmlCleanupParser();
  return failed;
}
