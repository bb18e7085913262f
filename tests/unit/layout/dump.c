/* area_dump: the areas of a page as XML. */
#include "layout/area.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Length pt(double points) {
  return length_from_points(points);
}

static void adopt(Area *parent, Area *child) {
  if (parent->last)
    parent->last->next = child;
  else
    parent->first = child;
  parent->last = child;
}

/* The page as a document; the caller frees it. */
static xmlDoc *dump(const Page *page) {
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  area_dump(page, out);
  fclose(out);
  xmlDoc *doc = xmlReadMemory(text, (int)size, "page.xml", NULL, XML_PARSE_NONET);
  free(text);
  assert_non_null(doc);
  return doc;
}

static void assert_value(xmlDoc *doc, const char *path, const char *expected) {
  xmlXPathContext *context = xmlXPathNewContext(doc);
  xmlXPathObject *result = xmlXPathEvalExpression(BAD_CAST path, context);
  assert_non_null(result);
  xmlChar *value = xmlXPathCastToString(result);
  assert_string_equal((const char *)value, expected);
  xmlFree(value);
  xmlXPathFreeObject(result);
  xmlXPathFreeContext(context);
}

/* A box in a viewport in a viewport, each turned, stands where it would be painted. */
static void places_are_those_on_the_page(void **state) {
  (void)state;
  static const struct {
    int outer, inner;
    const char *place;
  } CASES[] = {{0, 0, "34 47 5 7"},   {90, 0, "37 101 7 5"},  {180, 0, "101 73 5 7"},
               {270, 0, "96 44 7 5"}, {90, 90, "51 98 5 7"},  {0, 90, "35 61 7 5"},
               {-90, 0, "96 44 7 5"}, {180, 180, "88 62 5 7"}};
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
    Area root = {.kind = AREA_BOX, .width = pt(200), .height = pt(200)};
    bool across = CASES[i].outer % 180 == 0;
    Area outer = {.kind = AREA_VIEWPORT,
                  .x = pt(20),
                  .y = pt(30),
                  .width = pt(100),
                  .height = pt(across ? 67 : 90),
                  .viewport = {.rotation = CASES[i].outer}};
    Area inner = {.kind = AREA_VIEWPORT,
                  .x = pt(11),
                  .y = pt(13),
                  .width = pt(24),
                  .height = pt(26),
                  .viewport = {.rotation = CASES[i].inner}};
    Area box = {.kind = AREA_BOX, .x = pt(3), .y = pt(4), .width = pt(5), .height = pt(7)};
    adopt(&root, &outer);
    adopt(&outer, &inner);
    adopt(&inner, &box);
    Page page = {.number = "1", .width = pt(200), .height = pt(200), .root = &root};
    xmlDoc *doc = dump(&page);
    assert_value(doc,
                 "concat(//viewport/box/@x,' ',//viewport/box/@y,' ',"
                 "//viewport/box/@width,' ',//viewport/box/@height)",
                 CASES[i].place);
    xmlFreeDoc(doc);
  }
}

static void what_is_not_there_is_not_said(void **state) {
  (void)state;
  Decoration decoration = {.edges = {[EDGE_LEFT] = {pt(1.5), KW_DOTTED, {1, 2, 255, 255}}},
                           .background = {255, 0, 0, 128}};
  Area root = {.kind = AREA_BOX, .width = pt(10), .height = pt(10)};
  Area plain = {.kind = AREA_BOX, .artifact = ARTIFACT_FOOTER};
  Area decorated = {.kind = AREA_LINE, .decoration = &decoration};
  Area rule = {.kind = AREA_RULE, .rule = {KW_DOUBLE, {0, 0, 0, 255}, false}};
  Area picture = {.kind = AREA_IMAGE};
  adopt(&root, &plain);
  adopt(&root, &decorated);
  adopt(&root, &rule);
  adopt(&root, &picture);
  Page page = {.index = 3, .number = "iv", .width = pt(10), .height = pt(10), .root = &root};
  xmlDoc *doc = dump(&page);
  assert_value(doc, "count(/page/box/*)", "4");
  assert_value(doc, "concat(/page/@index, /page/@number)", "3iv");
  assert_value(doc, "/page/box/box/@artifact", "footer");
  assert_value(doc, "count(/page/box/box/@*)", "5");
  assert_value(doc, "/page/box/line/@border-left", "1.5 dotted #0102ff");
  assert_value(doc, "/page/box/line/@background", "#ff000080");
  assert_value(doc, "count(/page/box/line/@border-top)", "0");
  assert_value(doc, "/page/box/rule/@style", "double");
  assert_value(doc, "/page/box/image/@format", "none");
  xmlFreeDoc(doc);
}

static void text_is_escaped(void **state) {
  (void)state;
  static const char TEXT[] = "a<b> & \"ŵ\"\x01 c";
  Area root = {.kind = AREA_BOX};
  Area text = {.kind = AREA_TEXT,
               .text = {.run = {.text = TEXT, .text_length = (int)strlen(TEXT)},
                        .baseline = pt(9),
                        .decoration = {.line_through = true},
                        .color = {0, 0, 0, 255}}};
  adopt(&root, &text);
  Page page = {.number = "<1>", .root = &root};
  xmlDoc *doc = dump(&page);
  assert_value(doc, "//text", "a<b> & \"ŵ\"\xef\xbf\xbd c");
  assert_value(doc, "//text/@baseline", "9");
  assert_value(doc, "//text/@line-through", "true");
  assert_value(doc, "count(//text/@underline)", "0");
  assert_value(doc, "/page/@number", "<1>");
  xmlFreeDoc(doc);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(places_are_those_on_the_page),
                                     cmocka_unit_test(what_is_not_there_is_not_said),
                                     cmocka_unit_test(text_is_escaped)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
