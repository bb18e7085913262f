/* Places, documents, foreign content, XMP, markers, the dump. */
#include "support.h"

#include <libxml/parser.h>

static void places_are_of_start_tags(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block id='a'/>\n  é<fo:block\n id='b'\n/><!-- \n --> "
                              "<fo:block id='c'/>");
  const FoNode *a = node_of(&reading, "a"), *b = node_of(&reading, "b");
  const FoNode *c = node_of(&reading, "c");
  assert_string_equal(fo_place(a).file, "test.fo");
  assert_int_equal(a->line, 1);
  assert_int_equal(a->column, strlen(FO_HEAD) + 1);
  assert_int_equal(b->line, 2);
  assert_int_equal(b->column, 4);
  assert_int_equal(c->line, 5);
  assert_int_equal(c->column, 6);
  reading_free(&reading);
}

static void other_encodings_have_lines(void **state) {
  (void)state;
  gsize size;
  char *utf16 =
      g_convert("<?xml version='1.0'?>\n" FO_HEAD "\n<fo:block id='é'>ü</fo:block>" FO_TAIL, -1,
                "UTF-16", "UTF-8", NULL, &size, NULL);
  Reading reading = {.diagnostics = diag_new(NULL, DIAG_TEXT)};
  const FoOptions options = {.diagnostics = reading.diagnostics};
  reading.tree = fo_read_memory(utf16, size, "test.fo", &options);
  const FoNode *node = node_of(&reading, "é");
  assert_int_equal(node->line, 3);
  assert_string_equal(node->first->text, "ü");
  reading_free(&reading);
  g_free(utf16);
}

static void white_space_is_kept_where_text_is(void **state) {
  (void)state;
  Reading reading = read_flow(" <fo:block id='x'> a\n b\t<fo:inline/> </fo:block> ");
  const FoNode *block = node_of(&reading, "x");
  assert_string_equal(block->first->text, " a\n b\t");
  assert_ptr_equal(block->first->style, block->style);
  assert_string_equal(block->first->next->next->text, " ");
  assert_null(block->next);
  assert_silent(&reading);
  reading_free(&reading);
}

static Reading read_as_doc(const char *text) {
  Reading reading = {.diagnostics = diag_new(NULL, DIAG_TEXT)};
  const FoOptions options = {.diagnostics = reading.diagnostics};
  xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), "x", NULL, 0);
  reading.tree = fo_read_doc(doc, "made.fo", &options);
  assert_null(reading.tree ? fo_foreign(reading.tree->root) : NULL);
  xmlFreeDoc(doc);
  return reading;
}

static void traces_are_places(void **state) {
  (void)state;
  Reading reading = read_as_doc(
      FO_HEAD "<fo:block xmlns:t='urn:peerpress:trace' t:at='C:/data%20set.xml:12:34 a.xsl:5:6 "
              "b.xsl:7:8' colour='x' "
              "id='a'><fo:inline id='b' t:at='other.xml:7' /><fo:inline id='c' color='&quot;&#x41;"
              "'/>a &amp; b</fo:block>" FO_TAIL);
  const FoNode *a = node_of(&reading, "a"), *b = node_of(&reading, "b"),
               *c = node_of(&reading, "c");
  assert_string_equal(fo_place(a).file, "C:/data set.xml");
  assert_int_equal(a->line, 12);
  assert_int_equal(a->column, 34);
  assert_string_equal(fo_place(a).trace, "a.xsl:5:6 b.xsl:7:8");
  assert_null(fo_place(b).trace);
  assert_string_equal(fo_place(b).file, "other.xml");
  assert_int_equal(b->line, 7);
  assert_int_equal(b->column, 0);
  assert_int_equal(c->line, 12);
  assert_string_equal(c->next->text, "a & b");
  assert_string_equal(reported(&reading, "fo-unknown-property")->place.file, "b.xsl");
  assert_string_equal(fo_place(reading.tree->root).file, "made.fo");
  reading_free(&reading);
}

static char *dump(const FoTree *tree) {
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  fo_dump(tree, out);
  fclose(out);
  return text;
}

#define SAME                                                                                       \
  FO_HEAD "<fo:block margin='1cm' font='bold 12pt serif'>a &lt; <fo:inline color='red'>b"          \
          "</fo:inline><![CDATA[c]]></fo:block><fo:wrapper/>text" FO_TAIL

/* Places apart, both ways of reading give the same tree. */
static void both_readers_agree(void **state) {
  (void)state;
  Reading memory = read_text(SAME), doc = read_as_doc(SAME);
  char *left = dump(memory.tree), *right = dump(doc.tree);
  GRegex *place = g_regex_new(" [a-z]+\\.fo:\\d+:\\d+", 0, 0, NULL);
  char *a = g_regex_replace(place, left, -1, 0, "", 0, NULL);
  char *b = g_regex_replace(place, right, -1, 0, "", 0, NULL);
  assert_string_equal(a, b);
  g_regex_unref(place);
  g_free(a);
  g_free(b);
  free(left);
  free(right);
  reading_free(&memory);
  reading_free(&doc);
}

static void foreign_content_is_a_tree(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:block xmlns:x='urn:x'><fo:instream-foreign-object id='a'> <svg xmlns='urn:svg' "
      "x:a='1&amp;2'><x:g/>te<![CDATA[xt]]></svg></fo:instream-foreign-object>"
      "<fo:instream-foreign-object id='b'><x:math/></fo:instream-foreign-object></fo:block>");
  assert_silent(&reading);
  const xmlNode *svg = fo_foreign(node_of(&reading, "a"));
  assert_string_equal((const char *)svg->name, "svg");
  assert_string_equal((const char *)svg->ns->href, "urn:svg");
  assert_string_equal((const char *)svg->properties->ns->href, "urn:x");
  assert_string_equal((const char *)svg->properties->children->content, "1&2");
  assert_string_equal((const char *)svg->children->ns->href, "urn:x");
  xmlChar *text = xmlNodeGetContent(svg);
  assert_string_equal((const char *)text, "text");
  xmlFree(text);
  const xmlNode *math = fo_foreign(node_of(&reading, "b"));
  assert_string_equal((const char *)math->ns->href, "urn:x");
  reading_free(&reading);
}

static void xmp_is_kept(void **state) {
  (void)state;
  Reading reading = read_text(
      "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format'><fo:layout-master-set>"
      "<fo:simple-page-master master-name='a'><fo:region-body/></fo:simple-page-master>"
      "</fo:layout-master-set><fo:declarations><x:xmpmeta xmlns:x='adobe:ns:meta/'><a>1</a>"
      "</x:xmpmeta></fo:declarations><fo:page-sequence master-reference='a'><fo:flow "
      "flow-name='xsl-region-body'><fo:block/></fo:flow></fo:page-sequence></fo:root>");
  assert_silent(&reading);
  assert_string_equal(reading.tree->xmp,
                      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><a>1</a></x:xmpmeta>");
  reading_free(&reading);
}

static void node_properties(void **state) {
  (void)state;
  Reading reading = read_flow("<fo:block><fo:external-graphic id='x' src=\" url( 'a b.png' ) \" "
                              "fox:alt-text=' two  words ' content-type='image/png'/>"
                              "<fo:character id='c' character=' '/></fo:block>");
  const FoNode *node = node_of(&reading, "x");
  assert_silent(&reading);
  assert_string_equal(fo_attribute(node, PROP_SRC), "a b.png");
  assert_string_equal(fo_attribute(node, PROP_FOX_ALT_TEXT), " two  words ");
  assert_string_equal(fo_attribute(node_of(&reading, "c"), PROP_CHARACTER), " ");
  assert_null(fo_attribute(node, PROP_REF_ID));
  assert_null(fo_lookup_id(reading.tree, "nothing"));
  assert_null(fo_lookup_id(reading.tree, NULL));
  reading_free(&reading);
}

static void markers_inherit_from_their_retriever(void **state) {
  (void)state;
  Reading reading = read_flow(
      "<fo:block color='red' font-size='10pt'><fo:marker id='m' marker-class-name='m'>a<fo:inline "
      "font-size='2em'><fo:inline>b</fo:inline></fo:inline>c</fo:marker></fo:block>"
      "<fo:block color='blue' font-size='20pt'><fo:wrapper id='r' color='green'/></fo:block>");
  Arena *arena = arena_new();
  const FoNode *retriever = node_of(&reading, "r");
  const FoNode *copy = fo_retrieve_marker(reading.tree, node_of(&reading, "m"), retriever, arena,
                                          reading.diagnostics);
  assert_int_equal(copy->element, FO_WRAPPER);
  assert_ptr_equal(copy->parent, retriever->parent);
  assert_string_equal(copy->first->text, "a");
  assert_true(is_color(copy->first->style->color, 0x008000));
  const FoNode *outer = copy->first->next, *inner = outer->first;
  assert_int_equal(outer->style->font_size, pt(40));
  assert_int_equal(inner->style->font_size, pt(40));
  assert_string_equal(inner->first->text, "b");
  assert_ptr_equal(inner->first->parent, inner);
  assert_string_equal(outer->next->text, "c");
  assert_null(outer->next->next);
  assert_int_equal(node_of(&reading, "m")->first->next->style->font_size, pt(20));
  assert_silent(&reading);
  arena_free(arena);
  reading_free(&reading);
}

static void the_dump_tells_what_differs(void **state) {
  (void)state;
  Reading reading =
      read_flow("<fo:block id='x' color='red' start-indent='50% - 1pt' "
                "space-before='1pt' space-before.maximum='2pt' "
                "keep-together.within-page='5' border-top='1pt solid'>a\n\"b\"</fo:block>");
  char *text = dump(reading.tree);
  assert_non_null(strstr(text, " id='x' color=\"#ff0000\" border-before-style=\"solid\""));
  assert_non_null(strstr(text, "start-indent=\"-1pt+50%\""));
  assert_non_null(strstr(text, "space-before=\"1pt..1pt..2pt\""));
  assert_non_null(strstr(text, "keep-together=\"auto/auto/5\""));
  assert_non_null(strstr(text, "text \"a\\n\\\"b\\\"\"\n"));
  assert_null(strstr(text, "font-size"));
  free(text);
  reading_free(&reading);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(places_are_of_start_tags),
      cmocka_unit_test(other_encodings_have_lines),
      cmocka_unit_test(white_space_is_kept_where_text_is),
      cmocka_unit_test(traces_are_places),
      cmocka_unit_test(both_readers_agree),
      cmocka_unit_test(foreign_content_is_a_tree),
      cmocka_unit_test(xmp_is_kept),
      cmocka_unit_test(node_properties),
      cmocka_unit_test(markers_inherit_from_their_retriever),
      cmocka_unit_test(the_dump_tells_what_differs),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
