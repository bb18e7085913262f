/* Transform: results, the trace, parameters, what is said and what is refused. */
#include "transform/transform.h"
#include "base/source.h"
#include "transform/metadata.h"
#include "transform/trace.h"

#include "support.h"

#define HEAD                                                                                       \
  "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'\n"               \
  " xmlns='http://www.w3.org/1999/xhtml' xmlns:fo='http://www.w3.org/1999/XSL/Format'>\n"
#define FOOT "</xsl:stylesheet>"

typedef struct {
  Diagnostics *diagnostics;
  Transformer *transformer;
  char *folder, *sheet;
} Fixture;

static int setup(void **state) {
  Fixture *fixture = g_new(Fixture, 1);
  fixture->diagnostics = diag_new(NULL, DIAG_TEXT);
  fixture->folder = scratch_folder();
  fixture->sheet = g_build_filename(fixture->folder, "sheet.xsl", NULL);
  fixture->transformer = transform_new((const char *const[]){fixture->folder, NULL});
  *state = fixture;
  return 0;
}

static int teardown(void **state) {
  Fixture *fixture = *state;
  g_remove(fixture->sheet);
  g_rmdir(fixture->folder);
  transform_free(fixture->transformer);
  diag_free(fixture->diagnostics);
  g_free(fixture->sheet);
  free(fixture->folder);
  g_free(fixture);
  return 0;
}

static xmlDoc *parse(const Fixture *fixture, const char *text) {
  return parse_source(text, fixture->diagnostics);
}

/* The result of a stylesheet with these templates, which a transformer sees for the first time. */
static xmlDoc *apply(Fixture *fixture, const char *templates, xmlDoc *source, Trace trace,
                     const TransformParameter *parameters, int count) {
  char *text = g_strconcat(HEAD, templates, FOOT, NULL);
  assert_true(g_file_set_contents(fixture->sheet, text, -1, NULL));
  g_free(text);
  transform_free(fixture->transformer);
  fixture->transformer = transform_new((const char *const[]){fixture->folder, NULL});
  const TransformOptions options = {fixture->diagnostics, parameters, count, trace, NULL, NULL};
  return transform_apply(fixture->transformer, fixture->sheet, source, &options);
}

static void expect_trace(const xmlNode *node, const char *expected) {
  const xmlAttr *stamp =
      xmlHasNsProp(node, (const xmlChar *)"at", (const xmlChar *)TRACE_NAMESPACE);
  assert_non_null(stamp);
  assert_string_equal((const char *)stamp->children->content, expected);
}

/* The stamp, with SHEET in place of the stylesheet's name. */
static void expect_made(const Fixture *fixture, const xmlNode *node, const char *expected) {
  char **parts = g_strsplit(expected, "SHEET", -1);
  char *whole = g_strjoinv(fixture->sheet, parts);
  g_strfreev(parts);
  expect_trace(node, whole);
  g_free(whole);
}

static void test_trace(void **state) {
  Fixture *fixture = *state;
  xmlDoc *source = parse(fixture, "<a>\n <b/>\n  <c/></a>");
  xmlDoc *content = apply(fixture,
                          "<xsl:template match='/'><html><xsl:apply-templates select='//c'/>"
                          "</html></xsl:template>\n"
                          "<xsl:template match='c'><p><xsl:element name='span'/><x xmlns='urn:x'/>"
                          "</p></xsl:template>",
                          source, TRACE_ALL, NULL, 0);
  assert_int_equal(diag_count(fixture->diagnostics, DIAG_ERROR), 0);
  const xmlNode *html = xmlDocGetRootElement(content);
  const xmlNode *p = html->children;
  expect_made(fixture, html, "source.xml:1:1 SHEET:3:25");
  expect_made(fixture, p, "source.xml:3:3 SHEET:4:25");
  expect_made(fixture, p->children, "source.xml:3:3 SHEET:4:28");
  assert_null(p->children->next->properties);
  const Place place = trace_place(p->children, fixture->diagnostics);
  assert_string_equal(place.file, "source.xml");
  assert_int_equal(place.line, 3);
  assert_int_equal(place.column, 3);
  /* A second step carries the first one's stamps on. */
  xmlDoc *fo = apply(fixture,
                     "<xsl:template match='/'><fo:root><xsl:for-each xmlns:h='"
                     "http://www.w3.org/1999/xhtml' select='//h:p'><fo:block/></xsl:for-each>"
                     "</fo:root></xsl:template>",
                     content, TRACE_ALL, NULL, 0);
  expect_made(fixture, xmlDocGetRootElement(fo), "source.xml:1:1 SHEET:3:25 SHEET:3:25");
  const xmlNode *block = xmlDocGetRootElement(fo)->children;
  expect_made(fixture, block, "source.xml:3:3 SHEET:4:25 SHEET:3:102!");
  const Place of_block = trace_place(block, fixture->diagnostics);
  assert_string_equal(of_block.file, "source.xml");
  GString *file = g_string_new(NULL);
  const char *rest = of_block.trace;
  Place by;
  assert_true(trace_next(&rest, file, &by));
  assert_string_equal(by.file, fixture->sheet);
  assert_int_equal(by.line, 4);
  assert_int_equal(by.column, 25);
  assert_true(trace_next(&rest, file, &by));
  assert_int_equal(by.column, 102);
  assert_false(trace_next(&rest, file, &by));
  g_string_free(file, TRUE);
  xmlFreeDoc(fo);
  xmlFreeDoc(content);
  xmlFreeDoc(source);
}

/* Copies have the places of what they are copies of; fragments keep those that they were made with. */
static void test_copies(void **state) {
  Fixture *fixture = *state;
  xmlDoc *source =
      parse(fixture, "<a xmlns:h='http://www.w3.org/1999/xhtml'>\n<b/>\n<h:p>x<h:em>y</h:em>\n"
                     "z<c/><h:q/></h:p>\n<h:p/></a>");
  xmlDoc *content =
      apply(fixture,
            "<xsl:template match='/'><html><xsl:variable name='f'><i/></xsl:variable>\n"
            "<xsl:copy-of select='$f'/>\n"
            "<b>t</b><xsl:copy-of select='//b | //text() | a/*[2] | a/*[3]'/>\n"
            "<xsl:for-each select='//*[local-name() = \"q\"]'><xsl:copy/></xsl:for-each>"
            "</html></xsl:template>",
            source, TRACE_ALL, NULL, 0);
  assert_int_equal(diag_count(fixture->diagnostics, DIAG_ERROR), 0);
  const xmlNode *i = xmlDocGetRootElement(content)->children;
  expect_made(fixture, i, "source.xml:1:1 SHEET:3:54!");
  const xmlNode *node = i->next->next; /* the copy of <b>, which is no XHTML */
  while (node->type != XML_ELEMENT_NODE)
    node = node->next;
  assert_string_equal((const char *)node->name, "b");
  assert_null(node->properties);
  while (strcmp((const char *)node->name, "p") != 0)
    node = node->next;
  expect_made(fixture, node, "source.xml:3:1 SHEET:5:9");
  expect_made(fixture, node->children->next, "source.xml:3:7 SHEET:5:9");
  expect_made(fixture, xmlGetLastChild(node), "source.xml:4:6 SHEET:5:9");
  const xmlNode *q = xmlGetLastChild(xmlDocGetRootElement(content));
  expect_made(fixture, q, "source.xml:4:6 SHEET:6:48");
  while (node->next != q)
    node = node->next;
  while (node->type != XML_ELEMENT_NODE)
    node = node->prev;
  expect_made(fixture, node, "source.xml:5:1 SHEET:5:9");
  xmlFreeDoc(content);
  xmlFreeDoc(source);
}

static void test_pictures_alone(void **state) {
  Fixture *fixture = *state;
  xmlDoc *source = parse(fixture, "<a>\n <b/>\n  <c/></a>");
  xmlDoc *page = apply(fixture,
                       "<xsl:template match='/'><html><xsl:apply-templates select='//c'/>"
                       "</html></xsl:template>"
                       "<xsl:template match='c'><p><img/></p><xsl:element name='img'/>"
                       "</xsl:template>",
                       source, TRACE_PICTURES, NULL, 0);
  xmlNode *html = xmlDocGetRootElement(page);
  xmlNode *p = html->children;
  assert_null(html->properties);
  assert_null(p->properties);
  expect_made(fixture, p->children, "source.xml:3:3 SHEET:3:115!");
  expect_made(fixture, p->next, "source.xml:3:3 SHEET:3:125");
  trace_remove(p->children);
  trace_remove(p->next);
  xmlChar *text = NULL;
  xmlDocDumpMemory(page, &text, NULL);
  assert_null(strstr((const char *)text, "trace"));
  xmlFree(text);
  xmlFreeDoc(page);
  xmlFreeDoc(source);
}

static void test_untraced_is_clean(void **state) {
  Fixture *fixture = *state;
  xmlDoc *source = parse(fixture, "<a/>");
  xmlDoc *result =
      apply(fixture,
            "<xsl:output omit-xml-declaration='yes'/><xsl:template match='/'><p/></xsl:template>",
            source, TRACE_NONE, NULL, 0);
  char *text = NULL;
  size_t size = 0;
  FILE *stream = open_memstream(&text, &size);
  assert_true(transform_write(fixture->transformer, fixture->sheet, result, stream));
  fclose(stream);
  assert_string_equal(text, "<p xmlns=\"http://www.w3.org/1999/xhtml\" "
                            "xmlns:fo=\"http://www.w3.org/1999/XSL/Format\"/>\n");
  free(text);
  xmlFreeDoc(result);
  xmlFreeDoc(source);
}

static void test_parameters(void **state) {
  Fixture *fixture = *state;
  xmlDoc *source = parse(fixture, "<a/>");
  const TransformParameter parameters[] = {{"word", "it's \"so\"", false}, {"thme", "x", false}};
  xmlDoc *result = apply(fixture,
                         "<xsl:param name='word'/><xsl:param name='theme'/>"
                         "<xsl:template match='/'><p><xsl:value-of select='$word'/></p>"
                         "</xsl:template>",
                         source, TRACE_NONE, parameters, 2);
  xmlChar *content = xmlNodeGetContent(xmlDocGetRootElement(result));
  assert_string_equal((const char *)content, "it's \"so\"");
  xmlFree(content);
  const char *sheets[] = {fixture->sheet, NULL};
  TransformOptions options = {fixture->diagnostics, parameters, 1, TRACE_NONE, NULL, NULL};
  assert_true(transform_check_parameters(fixture->transformer, sheets, &options));
  options.parameter_count = 2;
  assert_false(transform_check_parameters(fixture->transformer, sheets, &options));
  unsigned count = 0;
  const Diagnostic *all = diag_all(fixture->diagnostics, &count);
  assert_int_equal(count, 1);
  assert_string_equal(all[0].hint, "did you mean “theme”?");
  const TransformParameter optional = {"other", "x", true};
  options = (TransformOptions){fixture->diagnostics, &optional, 1, TRACE_NONE, NULL, NULL};
  assert_true(transform_check_parameters(fixture->transformer, sheets, &options));
  xmlFreeDoc(result);
  xmlFreeDoc(source);
}

/* The one diagnostic of a stylesheet, and the severity that decides whether there is a result. */
static void expect_said(Fixture *fixture, const char *templates, const char *id, const char *file,
                        int line, const char *words) {
  diag_free(fixture->diagnostics);
  fixture->diagnostics = diag_new(NULL, DIAG_TEXT);
  xmlDoc *source = parse(fixture, "<a>\n<b/></a>");
  xmlDoc *result = apply(fixture, templates, source, TRACE_NONE, NULL, 0);
  unsigned count = 0;
  const Diagnostic *all = diag_all(fixture->diagnostics, &count);
  for (unsigned i = 0; i < count && count != 1; i++)
    print_message("%s: %s\n", all[i].id, all[i].message);
  assert_int_equal(count, 1);
  assert_string_equal(all[0].id, id);
  assert_true(g_str_has_suffix(all[0].place.file, file));
  assert_int_equal(all[0].place.line, line);
  if (!strstr(all[0].message, words))
    fail_msg("“%s” is not in “%s”", words, all[0].message);
  assert_int_equal(result == NULL, all[0].severity == DIAG_ERROR);
  xmlFreeDoc(result);
  xmlFreeDoc(source);
}

#define ROOT(content) "\n<xsl:template match='/'><p>" content "</p></xsl:template>"

static void test_messages(void **state) {
  Fixture *fixture = *state;
  expect_said(fixture, ROOT("<xsl:message>look\n here</xsl:message>"), "transform-message",
              "source.xml", 1, "look here");
  expect_said(fixture,
              ROOT("<xsl:for-each select='//b'><xsl:message>b</xsl:message></xsl:for-each>"),
              "transform-message", "source.xml", 2, "b");
  expect_said(fixture, ROOT("<xsl:message terminate='yes'>stop</xsl:message>"), "transform-stopped",
              "source.xml", 1, "stop");
}

static void test_faults(void **state) {
  Fixture *fixture = *state;
  expect_said(fixture, ROOT("<xsl:value-of select='nothing()'/>"), "transform-expression",
              "sheet.xsl", 4, "");
  expect_said(fixture, ROOT("<xsl:value-of select='1 +'/>"), "transform-expression", "sheet.xsl", 4,
              "");
  expect_said(fixture, ROOT("<xsl:value-of select='$nothing'/>"), "transform-failed", "sheet.xsl",
              4, "nothing");
  expect_said(fixture, ROOT("<xsl:nothing/>"), "transform-failed", "sheet.xsl", 4, "nothing");
  expect_said(fixture, ROOT("<xsl:call-template name='nothing'/>"), "transform-failed", "sheet.xsl",
              4, "nothing");
  expect_said(fixture, ROOT("<xsl:apply-templates select='.'/>"), "transform-depth", "sheet.xsl", 4,
              "are nested more than 3000 deep");
  expect_said(fixture, "\n<xsl:template>", "xml-mismatch", "sheet.xsl", 4, "does not close");
}

static void test_confinement(void **state) {
  Fixture *fixture = *state;
  expect_said(fixture, ROOT("<xsl:copy-of select=\"document('/etc/passwd')\"/>"),
              "transform-outside", "sheet.xsl", 4, "/etc/passwd");
  expect_said(fixture, ROOT("<xsl:copy-of select=\"document('http://127.0.0.1:9/')\"/>"),
              "transform-failed", "sheet.xsl", 4, "refused");
  expect_said(fixture, ROOT("<xsl:copy-of select=\"document('nothing.xml')\"/>"),
              "transform-missing", "sheet.xsl", 4, "nothing.xml");
  expect_said(fixture, "<xsl:import href='nothing.xsl'/>" ROOT(""), "transform-missing",
              "sheet.xsl", 0, "nothing.xsl");
}

static void test_resources(void **state) {
  Fixture *fixture = *state;
  xmlDoc *source = parse(fixture, "<a/>");
  xmlDoc *result = apply(
      fixture,
      "<xsl:template match='/'><p><xsl:value-of select=\"document('"
      "resource:///peerpress/stylesheets/theme/default.xml')/theme/@name\"/></p></xsl:template>",
      source, TRACE_NONE, NULL, 0);
  assert_int_equal(diag_count(fixture->diagnostics, DIAG_ERROR), 0);
  xmlChar *content = xmlNodeGetContent(xmlDocGetRootElement(result));
  assert_string_equal((const char *)content, "default");
  xmlFree(content);
  xmlFreeDoc(result);
  xmlFreeDoc(source);
}

static const char metadata_fo[] =
    "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format' xml:lang='cy'><fo:declarations>"
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF"
    " xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description"
    " xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:xmp='http://ns.adobe.com/xap/1.0/'"
    " xmlns:pdf='http://ns.adobe.com/pdf/1.3/'><dc:title><rdf:Alt><rdf:li>A\n title</rdf:li>"
    "</rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>One</rdf:li> <rdf:li>Two</rdf:li></rdf:Seq>"
    "</dc:creator><pdf:Keywords>k</pdf:Keywords><xmp:CreateDate>2021-03-17</xmp:CreateDate>"
    "</rdf:Description></rdf:RDF></x:xmpmeta></fo:declarations><fo:page-sequence/></fo:root>";

static void expect_metadata(const Metadata *metadata) {
  assert_string_equal(metadata->title, "A title");
  assert_string_equal(metadata->author, "One, Two");
  assert_string_equal(metadata->keywords, "k");
  assert_string_equal(metadata->created, "2021-03-17");
  assert_string_equal(metadata->language, "cy");
  assert_null(metadata->subject);
}

static void test_metadata(void **state) {
  Fixture *fixture = *state;
  xmlDoc *doc = parse(fixture, metadata_fo);
  Metadata metadata;
  metadata_init(&metadata, doc);
  expect_metadata(&metadata);
  metadata_release(&metadata);
  xmlFreeDoc(doc);
  GBytes *bytes = g_bytes_new_static(metadata_fo, sizeof metadata_fo - 1);
  Source *source = source_new(bytes);
  metadata_init_source(&metadata, source);
  expect_metadata(&metadata);
  metadata_release(&metadata);
  source_unref(source);
  g_bytes_unref(bytes);
  bytes = g_bytes_new_static("<no xml", 7);
  source = source_new(bytes);
  metadata_init_source(&metadata, source);
  assert_null(metadata.title);
  metadata_release(&metadata);
  source_unref(source);
  g_bytes_unref(bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_trace),          TEST(test_copies),
      TEST(test_pictures_alone), TEST(test_untraced_is_clean),
      TEST(test_parameters),     TEST(test_messages),
      TEST(test_faults),         TEST(test_confinement),
      TEST(test_resources),      TEST(test_metadata),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
