/* Pictures: what is read, what is measured, and what is refused. Run from the top folder. */
#include "layout/image.h"

#include "base/xml.h"

#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define FOLDER "fixtures/images"
#define BASE FOLDER "/document.fo"
#define POINTS(n) ((Length)((n)*LENGTH_PER_POINT))

typedef struct {
  Diagnostics *diagnostics;
  ImageStore *store;
} Fixture;

static int setup(void **state) {
  static const char *const ROOTS[] = {FOLDER, NULL};
  Fixture *fixture = g_new0(Fixture, 1);
  xml_init();
  fixture->diagnostics = diag_new(NULL, DIAG_TEXT);
  fixture->store = image_store_new(ROOTS);
  *state = fixture;
  return 0;
}

static int teardown(void **state) {
  Fixture *fixture = *state;
  image_store_free(fixture->store);
  diag_free(fixture->diagnostics);
  g_free(fixture);
  return 0;
}

static const Image *load(Fixture *fixture, const char *uri) {
  return image_load(fixture->store, fixture->diagnostics, uri, BASE, PLACE_NONE);
}

static unsigned said(const Fixture *fixture) {
  unsigned count;
  diag_all(fixture->diagnostics, &count);
  return count;
}

/* The picture is refused, and the one diagnostic that this gives has that id and names a reason. */
static void assert_refused(Fixture *fixture, const char *uri, const char *id, const char *reason) {
  unsigned before = said(fixture), after;
  assert_null(load(fixture, uri));
  const Diagnostic *all = diag_all(fixture->diagnostics, &after);
  assert_int_equal(after, before + 1);
  assert_string_equal(all[after - 1].id, id);
  if (!strstr(all[after - 1].message, reason))
    fail_msg("“%s” does not say “%s”", all[after - 1].message, reason);
  assert_null(load(fixture, uri)); /* a second time in silence */
  assert_int_equal(said(fixture), after);
}

static void assert_size(const Image *image, Length width, Length height) {
  assert_non_null(image);
  assert_int_equal(image->width, width);
  assert_int_equal(image->height, height);
}

static void png_has_its_resolution(void **state) {
  const Image *image = load(*state, "scene.png");
  /* 144 dpi is 5669 dots a metre, so a hair less than half of 120 pt. */
  assert_non_null(image);
  assert_int_equal(image->kind, IMAGE_PNG);
  assert_true(ABS(image->width - POINTS(60)) < 10);
  assert_true(ABS(image->height - POINTS(40)) < 10);
  assert_int_equal(image->pixel_width, 120);
  assert_size(load(*state, "scene-grey.png"), POINTS(120), POINTS(80));
}

static void jpeg_has_resolution_and_orientation(void **state) {
  const Image *image = load(*state, "url('scene.jpg')");
  assert_size(image, POINTS(60), POINTS(40));
  assert_int_equal(image->orientation, 1);
  assert_int_equal(image->components, 3);
  const Image *turned = load(*state, "scene-turned.jpg"); /* EXIF: 96 dpi, 6 */
  assert_size(turned, POINTS(60), POINTS(90));
  assert_int_equal(turned->orientation, 6);
  assert_int_equal(turned->pixel_width, 120);
  assert_int_equal(load(*state, "scene-grey.jpg")->components, 1);
  assert_int_equal(said(*state), 0);
  assert_int_equal(load(*state, "scene-cmyk.jpg")->components, 4);
  assert_int_equal(said(*state), 1);
}

static void svg_has_size_or_box(void **state) {
  assert_size(load(*state, "scene.svg"), POINTS(120), POINTS(80));
  assert_size(load(*state, "shadow.svg"), POINTS(100), POINTS(60));
  const Image *bars = load(*state, "bars.svg");
  assert_size(bars, length_from_points(80 * 72 / 25.4), length_from_points(40 * 72 / 25.4));
  assert_true(bars->live_text);
  assert_false(load(*state, "shadow.svg")->live_text);
  assert_int_equal(said(*state), 0);
}

static void svg_sizes(void **state) {
  static const struct {
    const char *attributes;
    double width, height;
  } CASES[] = {{"width='30' height='20'", 30, 20},
               {"width='1in' height='2.54cm'", 72, 72},
               {"width='60' viewBox='0 0 30 20'", 60, 40},
               {"height='10' viewBox='0 0 30 20'", 15, 10},
               {"width='100%' height='50%' viewBox='0 0 30 20'", 30, 20},
               {"width='12px' height='9pt' viewBox='0 0 300 200'", 12, 9},
               {"", 12, 7}};
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
    char *uri = g_strdup_printf("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' %s>"
                                "<rect width='12' height='7'/></svg>",
                                CASES[i].attributes);
    char *escaped = g_uri_escape_string(uri, ":/,<>=' ", TRUE);
    assert_size(load(*state, escaped), length_from_points(CASES[i].width),
                length_from_points(CASES[i].height));
    g_free(escaped);
    g_free(uri);
  }
}

static void svg_reaches_nothing_outside(void **state) {
  Fixture *fixture = *state;
  const Image *image = load(fixture, "outside.svg");
  assert_non_null(image);
  char *text = g_strndup(g_bytes_get_data(image->bytes, NULL), g_bytes_get_size(image->bytes));
  static const char *const GONE[] = {"javascript", "a)b", "README", "x.png", "data:", "72l"};
  for (size_t i = 0; i < G_N_ELEMENTS(GONE); i++)
    if (strstr(text, GONE[i]))
      fail_msg("still there: %s", GONE[i]);
  g_free(text);
  unsigned count;
  const Diagnostic *all = diag_all(fixture->diagnostics, &count);
  unsigned references = 0, links = 0, elements = 0;
  for (unsigned i = 0; i < count; i++) {
    references += strcmp(all[i].id, "image-svg-reference") == 0;
    links += strcmp(all[i].id, "image-svg-link") == 0;
    elements += strcmp(all[i].id, "image-svg-element") == 0;
  }
  assert_int_equal(references, 5);
  assert_int_equal(links, 1);
  assert_int_equal(elements, 1);
}

static void one_picture_is_read_once(void **state) {
  const Image *image = load(*state, "scene.png");
  assert_ptr_equal(image, load(*state, "./scene.png"));
  assert_ptr_equal(image, load(*state, "url(scene.png)"));
  assert_ptr_equal(image, load(*state, "%73cene.png"));
  assert_ptr_equal(image, load(*state, "file:scene.png"));
  assert_ptr_equal(image, load(*state, "../images/scene.png"));
}

static void references_stay_inside(void **state) {
  assert_refused(*state, "../../LICENSE", "image-outside", "outside");
  assert_refused(*state, "/etc/passwd", "image-outside", "outside");
  assert_refused(*state, "file:///etc/passwd", "image-outside", "outside");
  assert_refused(*state, "file://elsewhere/etc/passwd", "image-remote", "network");
  assert_refused(*state, "http://example.org/a.png", "image-remote", "network");
  assert_refused(*state, "//example.org/a.png", "image-remote", "network");
  assert_refused(*state, "none.png", "image-missing", "none.png");
  assert_refused(*state, "", "image-missing", "no name");
  assert_refused(*state, "a%00b.png", "image-missing", "a%00b.png");
  assert_refused(*state, "resource:///elsewhere/x.png", "image-missing", "resource");
  assert_refused(*state, ".", "image-outside", "outside");
  assert_refused(*state, "make", "image-format", "unknown format");
}

static void links_out_of_a_root_are_followed_first(void **state) {
  char *folder = g_dir_make_tmp("image-XXXXXX", NULL);
  char *link = g_build_filename(folder, "link.png", NULL);
  char *target = g_canonicalize_filename("fixtures/images/scene.png", NULL);
  assert_int_equal(symlink(target, link), 0);
  const char *const roots[] = {folder, NULL};
  Fixture *fixture = *state;
  ImageStore *store = image_store_new(roots);
  assert_null(image_load(store, fixture->diagnostics, link, NULL, PLACE_NONE));
  unsigned count;
  assert_string_equal(diag_all(fixture->diagnostics, &count)[0].id, "image-outside");
  image_store_free(store);
  g_unlink(link);
  g_rmdir(folder);
  g_free(target);
  g_free(link);
  g_free(folder);
}

/* A data: URI of the first `length` bytes of a file, the byte at `at` (if below) being changed. */
static char *spoiled(const char *file, size_t length, size_t at) {
  char *name = g_build_filename(FOLDER, file, NULL), *bytes;
  gsize size;
  assert_true(g_file_get_contents(name, &bytes, &size, NULL));
  if (at < size)
    bytes[at] ^= 0x55;
  char *base64 = g_base64_encode((const guchar *)bytes, MIN(length, size));
  char *uri = g_strconcat("data:application/octet-stream;base64,", base64, NULL);
  g_free(base64);
  g_free(bytes);
  g_free(name);
  return uri;
}

static void broken_pictures_say_why(void **state) {
  static const struct {
    const char *file;
    size_t length, at;
    const char *reason;
  } CASES[] = {
      {"scene.png", 200, SIZE_MAX, "cut off"},   {"scene.png", SIZE_MAX, 130, "checksum"},
      {"scene.png", 20, SIZE_MAX, "cut off"},    {"scene.jpg", 1000, SIZE_MAX, "cut off"},
      {"scene.jpg", 100, SIZE_MAX, "cut off"},   {"scene.jpg", SIZE_MAX, 20, "damaged"},
      {"scene.svg", 100, SIZE_MAX, "line 2"},    {"scene.svg", SIZE_MAX, 1, "line 1"},
      {"scene.svg", 0, SIZE_MAX, "it is empty"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
    char *uri = spoiled(CASES[i].file, CASES[i].length, CASES[i].at);
    assert_refused(*state, uri, "image-broken", CASES[i].reason);
    g_free(uri);
  }
  assert_refused(*state, "data:image/png;base64", "image-broken", "RFC 2397");
  assert_refused(*state, "data:image/gif;base64,R0lGODlhAQABAAAAACw=", "image-broken", "GIF");
  assert_refused(*state, "data:application/postscript,%25!PS-Adobe", "image-format", "EPS");
  assert_refused(*state, "data:image/svg+xml;base64,H4sIAAAAAAAC", "image-broken", "input");
}

/* No prefix of a picture crashes, and none is taken for the whole. */
static void every_prefix_is_refused(void **state) {
  static const char *const FILES[] = {"palette.png", "scene-turned.jpg", "scene.svg"};
  for (size_t f = 0; f < G_N_ELEMENTS(FILES); f++) {
    char *name = g_build_filename(FOLDER, FILES[f], NULL), *bytes;
    gsize size;
    assert_true(g_file_get_contents(name, &bytes, &size, NULL));
    for (size_t length = 0; length + 8 < size; length += f == 2 ? 7 : 1) {
      char *uri = spoiled(FILES[f], length, SIZE_MAX);
      assert_null(load(*state, uri));
      g_free(uri);
    }
    g_free(bytes);
    g_free(name);
  }
}

static void bombs_are_refused(void **state) {
  /* A PNG of 20,000 by 20,000 pixels in 66 bytes; its checksums are right. */
  assert_refused(
      *state,
      "data:;base64,iVBORw0KGgoAAAANSUhEUgAATiAAAE4gCAIAAABsEtFuAAAACUlEQVR42mMAAAABAAGxDb"
      "aTAAAAAElFTkSuQmCC",
      "image-too-large", "20000 × 20000");
}

static const Image *load_element(Fixture *fixture, const char *xml) {
  xmlDoc *doc = xmlReadMemory(xml, (int)strlen(xml), "test.fo", NULL, XML_PARSE_NONET);
  const xmlNode *element = xmlDocGetRootElement(doc)->children;
  const Image *image =
      image_from_element(fixture->store, fixture->diagnostics, element, PLACE_NONE);
  xmlFreeDoc(doc);
  return image;
}

static void elements_keep_their_namespaces(void **state) {
  static const char XML[] =
      "<x xmlns:s='http://www.w3.org/2000/svg' xmlns:l='http://www.w3.org/1999/xlink' "
      "xml:lang='cy'><s:svg width='30' height='20'><s:g id='g'><s:rect width='5' height='5'/></s:g>"
      "<s:use l:href='#g'/></s:svg></x>";
  const Image *image = load_element(*state, XML);
  assert_size(image, POINTS(30), POINTS(20));
  char *text = g_strndup(g_bytes_get_data(image->bytes, NULL), g_bytes_get_size(image->bytes));
  assert_non_null(strstr(text, "xml:lang=\"cy\""));
  assert_non_null(strstr(text, "l:href=\"#g\""));
  g_free(text);
  assert_ptr_equal(image, load_element(*state, XML));
  assert_int_equal(said(*state), 0);
  assert_null(load_element(*state, "<x><m xmlns='http://www.w3.org/1998/Math/MathML'/></x>"));
  assert_int_equal(said(*state), 1);
  assert_null(load_element(*state, "<x><svg xmlns='http://www.w3.org/2000/svg' width='0'/></x>"));
  assert_int_equal(said(*state), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(png_has_its_resolution),      TEST(jpeg_has_resolution_and_orientation),
      TEST(svg_has_size_or_box),         TEST(svg_sizes),
      TEST(svg_reaches_nothing_outside), TEST(one_picture_is_read_once),
      TEST(references_stay_inside),      TEST(links_out_of_a_root_are_followed_first),
      TEST(broken_pictures_say_why),     TEST(every_prefix_is_refused),
      TEST(bombs_are_refused),           TEST(elements_keep_their_namespaces)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
