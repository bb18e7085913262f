/* What painting looks like: pages as PNG, looked at pixel by pixel. Run from the top folder. */
#include "support.h"

#include <math.h>

#define RED ((Color){255, 0, 0, 255})
#define GREEN ((Color){0, 128, 0, 255})
#define BLUE ((Color){0, 0, 255, 255})
#define YELLOW ((Color){255, 255, 0, 255})
#define WHITE 0xffffffu

typedef struct {
  cairo_surface_t *surface;
  const unsigned char *bytes;
  int width, height, stride;
} Picture;

typedef struct {
  const unsigned char *bytes;
  size_t left;
} Written;

static cairo_status_t read_source(void *closure, unsigned char *data, unsigned int length) {
  Written *source = closure;
  if (length > source->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy(data, source->bytes, length);
  source->bytes += length;
  source->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

/* The page at `resolution`. */
static Picture look(Bench *bench, const Page *page, double resolution) {
  bench_paint(bench, PAINT_PNG, resolution, page);
  Written source = {bench->output->data, bench->output->len};
  Picture picture = {.surface = cairo_image_surface_create_from_png_stream(read_source, &source)};
  assert_int_equal(cairo_surface_status(picture.surface), CAIRO_STATUS_SUCCESS);
  picture.bytes = cairo_image_surface_get_data(picture.surface);
  picture.width = cairo_image_surface_get_width(picture.surface);
  picture.height = cairo_image_surface_get_height(picture.surface);
  picture.stride = cairo_image_surface_get_stride(picture.surface);
  return picture;
}

static unsigned pixel(const Picture *picture, int x, int y) {
  assert_in_range(x, 0, picture->width - 1);
  assert_in_range(y, 0, picture->height - 1);
  uint32_t value;
  memcpy(&value, picture->bytes + (size_t)y * (size_t)picture->stride + (size_t)x * 4, 4);
  return value & 0xffffffu;
}

static unsigned rgb(Color color) {
  return (unsigned)color.red << 16 | (unsigned)color.green << 8 | color.blue;
}

static bool near(unsigned a, unsigned b, int tolerance) {
  for (int shift = 0; shift < 24; shift += 8)
    if (abs((int)(a >> shift & 255) - (int)(b >> shift & 255)) > tolerance)
      return false;
  return true;
}

/* A page of 60 by 40 pt with a box of 40 by 20 pt at (10, 10). */
static Page boxed(Bench *bench, Decoration **decoration) {
  Page page = page_of(bench, 60, 40);
  *decoration = decorate(bench, area(bench, page.root, AREA_BOX, 10, 10, 40, 20));
  return page;
}

static Picture bordered(Bench *bench, Keyword style, double width) {
  Decoration *decoration;
  Page page = boxed(bench, &decoration);
  for (int i = 0; i < 4; i++)
    decoration->edges[i] = edge(width, style, BLUE);
  return look(bench, &page, 144); /* two pixels a point */
}

/* ---- Borders ---------------------------------------------------------------------------------- */

static void symmetrical_styles_are_symmetrical(void **state) {
  static const Keyword STYLES[] = {KW_SOLID, KW_DASHED, KW_DOTTED, KW_DOUBLE};
  for (size_t s = 0; s < G_N_ELEMENTS(STYLES); s++) {
    Picture picture = bordered(*state, STYLES[s], 3);
    unsigned inked = 0;
    for (int y = 0; y < picture.height; y++)
      for (int x = 0; x < picture.width; x++) {
        unsigned here = pixel(&picture, x, y);
        assert_true(near(here, pixel(&picture, picture.width - 1 - x, y), 6));
        assert_true(near(here, pixel(&picture, x, picture.height - 1 - y), 6));
        bool border =
            x >= 20 && x < 100 && y >= 20 && y < 60 && !(x >= 26 && x < 94 && y >= 26 && y < 54);
        if (!border)
          assert_int_equal(here, WHITE);
        inked += here != WHITE;
      }
    unsigned ring = 80 * 40 - 68 * 28;
    if (STYLES[s] == KW_SOLID)
      assert_int_equal(inked, ring);
    else
      assert_in_range(inked, ring / 4, ring - 20);
    cairo_surface_destroy(picture.surface);
  }
}

static void doubles_have_a_gap(void **state) {
  Picture picture = bordered(*state, KW_DOUBLE, 6); /* 12 pixels: 4 ink, 4 none, 4 ink */
  static const int AT[] = {21, 25, 29, 33};
  static const bool INK[] = {true, false, true, false};
  for (int i = 0; i < 4; i++) {
    assert_int_equal(pixel(&picture, 60, AT[i]), INK[i] ? rgb(BLUE) : WHITE);
    assert_int_equal(pixel(&picture, AT[i], 40), INK[i] ? rgb(BLUE) : WHITE);
  }
  cairo_surface_destroy(picture.surface);
}

/* How light the top and the bottom edge are outside and inside, as sums of channels. */
static void relief(Bench *bench, Keyword style, unsigned light[4]) {
  Picture picture = bordered(bench, style, 6);
  static const int AT[4] = {22, 30, 48, 56};
  for (int i = 0; i < 4; i++) {
    unsigned here = pixel(&picture, 60, AT[i]);
    light[i] = (here >> 16) + (here >> 8 & 255) + (here & 255);
    /* Left is lit as top, right as bottom. */
    assert_int_equal(here, pixel(&picture, i < 2 ? AT[i] : AT[i] + 40, 40));
  }
  cairo_surface_destroy(picture.surface);
}

static void reliefs_are_lit_from_the_top_left(void **state) {
  unsigned light[4];
  relief(*state, KW_GROOVE, light);
  assert_true(light[0] < light[1] && light[2] < light[3]);
  relief(*state, KW_RIDGE, light);
  assert_true(light[0] > light[1] && light[2] > light[3]);
  relief(*state, KW_INSET, light);
  assert_true(light[0] == light[1] && light[0] < light[2] && light[2] == light[3]);
  relief(*state, KW_OUTSET, light);
  assert_true(light[0] == light[1] && light[0] > light[2] && light[2] == light[3]);
}

/* White shining through a mitre would lift all three channels. */
static void corners_have_no_seam(void **state) {
  static const Color COLORS[4] = {
      {255, 0, 0, 255}, {0, 128, 0, 255}, {0, 0, 255, 255}, {0, 90, 0, 255}};
  Decoration *decoration;
  Page page = boxed(*state, &decoration);
  for (int i = 0; i < 4; i++)
    decoration->edges[i] = edge(4 + i, KW_SOLID, COLORS[i]);
  Picture picture = look(*state, &page, 144);
  for (int y = 20; y < 60; y++)
    for (int x = 20; x < 100; x++) {
      bool inside = x >= 20 + 14 && x < 100 - 10 && y >= 20 + 8 && y < 60 - 12;
      unsigned here = pixel(&picture, x, y);
      unsigned least = MIN(here >> 16, MIN(here >> 8 & 255, here & 255));
      if (inside)
        assert_int_equal(here, WHITE);
      else
        assert_true(least < 8);
    }
  assert_int_equal(pixel(&picture, 60, 22), rgb(COLORS[EDGE_TOP]));
  assert_int_equal(pixel(&picture, 98, 40), rgb(COLORS[EDGE_RIGHT]));
  assert_int_equal(pixel(&picture, 60, 58), rgb(COLORS[EDGE_BOTTOM]));
  assert_int_equal(pixel(&picture, 22, 40), rgb(COLORS[EDGE_LEFT]));
  cairo_surface_destroy(picture.surface);
}

static void translucent_borders_are_even(void **state) {
  static const Keyword STYLES[] = {KW_SOLID, KW_DOUBLE, KW_DASHED};
  for (size_t s = 0; s < G_N_ELEMENTS(STYLES); s++) {
    Decoration *decoration;
    Page page = boxed(*state, &decoration);
    for (int i = 0; i < 4; i++)
      decoration->edges[i] = edge(6, STYLES[s], (Color){255, 0, 0, 128});
    Picture picture = look(*state, &page, 72);
    for (int y = 0; y < picture.height; y++)
      for (int x = 0; x < picture.width; x++)
        assert_true(pixel(&picture, x, y) >> 16 == 255 &&
                    (pixel(&picture, x, y) & 255) >= 126); /* nothing twice as red */
    assert_true(near(pixel(&picture, 11, 11), 0xff7f7f, 2));
    cairo_surface_destroy(picture.surface);
  }
}

static void rules_are_drawn(void **state) {
  Bench *bench = *state;
  Page page = page_of(bench, 60, 40);
  Area *across = area(bench, page.root, AREA_RULE, 10, 10, 40, 2);
  across->rule = (AreaRule){KW_SOLID, RED, false};
  Area *down = area(bench, page.root, AREA_RULE, 30, 20, 0.2, 10);
  down->rule = (AreaRule){KW_SOLID, BLUE, true};
  Picture picture = look(bench, &page, 72);
  assert_int_equal(pixel(&picture, 10, 10), rgb(RED));
  assert_int_equal(pixel(&picture, 49, 11), rgb(RED));
  assert_int_equal(pixel(&picture, 50, 11), WHITE);
  assert_int_equal(pixel(&picture, 30, 25), rgb(BLUE)); /* a pixel at least */
  assert_int_equal(pixel(&picture, 31, 25), WHITE);
  cairo_surface_destroy(picture.surface);
}

/* ---- Backgrounds ------------------------------------------------------------------------------ */

static void neighbours_have_no_seam(void **state) {
  Bench *bench = *state;
  Page page = page_of(bench, 60, 40);
  for (int i = 0; i < 9; i++) {
    Area *cell = area(bench, page.root, AREA_BOX, 3 + i * 5.37, 5, 5.37, 20);
    decorate(bench, cell)->background = (Color){40, 80, 120, 255};
  }
  Picture picture = look(bench, &page, 96);
  for (int x = 4; x < 68; x++)
    assert_int_equal(pixel(&picture, x, 20), 0x285078);
  cairo_surface_destroy(picture.surface);
}

/* Joining rectangles must not change what lies over what. */
static void what_comes_later_lies_above(void **state) {
  Bench *bench = *state;
  Page page = page_of(bench, 60, 40);
  const struct {
    double x, y, width, height;
    Color color;
  } BOXES[] = {{0, 0, 60, 10, GREEN},  {5, 8, 50, 2, RED},    {10, 0, 10, 40, GREEN},
               {5, 20, 20, 2, RED},    {25, 20, 2, 10, BLUE}, {25, 20, 15, 2, RED},
               {30, 0, 10, 40, GREEN}, {0, 30, 60, 2, YELLOW}};
  for (size_t i = 0; i < G_N_ELEMENTS(BOXES); i++)
    decorate(bench, area(bench, page.root, AREA_BOX, BOXES[i].x, BOXES[i].y, BOXES[i].width,
                         BOXES[i].height))
        ->background = BOXES[i].color;
  Picture picture = look(bench, &page, 72);
  for (int y = 0; y < 40; y++)
    for (int x = 0; x < 60; x++) {
      unsigned expected = WHITE;
      for (size_t i = 0; i < G_N_ELEMENTS(BOXES); i++)
        if (x >= BOXES[i].x && x < BOXES[i].x + BOXES[i].width && y >= BOXES[i].y &&
            y < BOXES[i].y + BOXES[i].height)
          expected = rgb(BOXES[i].color);
      assert_int_equal(pixel(&picture, x, y), expected);
    }
  cairo_surface_destroy(picture.surface);
}

static void background_images_repeat_as_asked(void **state) {
  static const struct {
    Keyword repeat;
    bool across, down;
  } CASES[] = {{KW_REPEAT, true, true},
               {KW_REPEAT_X, true, false},
               {KW_REPEAT_Y, false, true},
               {KW_NO_REPEAT, false, false}};
  Bench *bench = *state;
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
    Page page = page_of(bench, 200, 200);
    Decoration *decoration = decorate(bench, area(bench, page.root, AREA_BOX, 0, 0, 180, 180));
    /* 40 pt square: light in the first 10 pt, then dark. */
    decoration->background_image =
        image_load(bench->images, bench->diagnostics, "palette.png", IMAGES "/x", PLACE_NONE);
    decoration->background_width = decoration->background_image->width;
    decoration->background_height = decoration->background_image->height;
    decoration->background_repeat = CASES[i].repeat;
    decoration->background_x = decoration->background_y =
        (Size){.percent = SIZE_HUNDRED_PERCENT / 2}; /* at 70 */
    Picture picture = look(bench, &page, 72);
    unsigned dark = 0x005a96;
    assert_true(near(pixel(&picture, 85, 75), dark, 2));
    assert_true(near(pixel(&picture, 45, 75), CASES[i].across ? dark : WHITE, 2));
    assert_true(near(pixel(&picture, 85, 155), CASES[i].down ? dark : WHITE, 2));
    assert_true(near(pixel(&picture, 45, 155), CASES[i].across && CASES[i].down ? dark : WHITE, 2));
    assert_int_equal(pixel(&picture, 190, 75), WHITE);
    cairo_surface_destroy(picture.surface);
  }
}

/* ---- Pictures --------------------------------------------------------------------------------- */

static Picture pictured(Bench *bench, const char *file) {
  Page page = page_of(bench, 140, 140);
  Area *made = area(bench, page.root, AREA_IMAGE, 10, 10, 120, 120);
  const Image *image = image_load(bench->images, bench->diagnostics, file, IMAGES "/x", PLACE_NONE);
  assert_non_null(image);
  bool tall = image->height > image->width;
  made->image =
      (AreaImage){.image = image, .width = pt(tall ? 80 : 120), .height = pt(tall ? 120 : 80)};
  return look(bench, &page, 72);
}

static void pictures_stand_as_they_should(void **state) {
  static const char *const FILES[] = {"scene.png", "scene.jpg", "scene-cmyk.jpg", "scene.svg"};
  for (size_t i = 0; i < G_N_ELEMENTS(FILES); i++) {
    Picture picture = pictured(*state, FILES[i]);
    assert_true(near(pixel(&picture, 10 + 24, 10 + 20), 0xfacd3c, 30)); /* sun */
    assert_true(near(pixel(&picture, 10 + 110, 10 + 5), 0x82b9e1, 30)); /* sky */
    assert_true(near(pixel(&picture, 10 + 90, 10 + 55), 0xb23c32, 60)); /* house */
    assert_int_equal(pixel(&picture, 10 + 121, 20), WHITE);
    assert_int_equal(pixel(&picture, 20, 10 + 81), WHITE);
    cairo_surface_destroy(picture.surface);
  }
}

/* Orientation 6: the stored top is on the right as seen. */
static void turned_pictures_are_turned(void **state) {
  Picture picture = pictured(*state, "scene-turned.jpg");
  assert_true(near(pixel(&picture, 10 + 80 - 20, 10 + 24), 0xfacd3c, 30));
  assert_true(near(pixel(&picture, 10 + 80 - 55, 10 + 90), 0xb23c32, 60));
  cairo_surface_destroy(picture.surface);
}

static void pictures_are_clipped(void **state) {
  Bench *bench = *state;
  Page page = page_of(bench, 100, 100);
  Area *made = area(bench, page.root, AREA_IMAGE, 20, 20, 30, 30);
  made->image = (AreaImage){
      .image = image_load(bench->images, bench->diagnostics, "scene.png", IMAGES "/x", PLACE_NONE),
      .x = pt(-10),
      .width = pt(90),
      .height = pt(60),
      .clip = true};
  Picture picture = look(bench, &page, 72);
  assert_int_equal(pixel(&picture, 15, 30), WHITE);
  assert_int_equal(pixel(&picture, 55, 30), WHITE);
  assert_int_equal(pixel(&picture, 30, 55), WHITE);
  assert_true(pixel(&picture, 30, 30) != WHITE);
  cairo_surface_destroy(picture.surface);
}

static void missing_pictures_leave_a_mark(void **state) {
  Bench *bench = *state;
  Page page = page_of(bench, 60, 60);
  Area *made = area(bench, page.root, AREA_IMAGE, 10, 10, 40, 40);
  made->image = (AreaImage){.width = pt(40), .height = pt(40)};
  Picture picture = look(bench, &page, 72);
  assert_true(pixel(&picture, 30, 30) != WHITE);
  assert_true(pixel(&picture, 10, 30) != WHITE);
  assert_int_equal(pixel(&picture, 30, 20), WHITE);
  cairo_surface_destroy(picture.surface);
}

/* ---- Viewports -------------------------------------------------------------------------------- */

static void viewports_turn_and_clip(void **state) {
  /* Where the first 4 pt of the content's top left corner end up in a viewport of 40 by 20 pt. */
  static const struct {
    int rotation, x, y;
  } CASES[] = {{0, 12, 12}, {90, 12, 28}, {180, 48, 28}, {270, 48, 12}, {-90, 48, 12}};
  Bench *bench = *state;
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
    Page page = page_of(bench, 60, 40);
    Area *viewport = area(bench, page.root, AREA_VIEWPORT, 10, 10, 40, 20);
    viewport->viewport = (AreaViewport){.rotation = CASES[i].rotation, .clip = true};
    Area *first = area(bench, viewport, AREA_BOX, 0, 0, 4, 4);
    decorate(bench, first)->background = RED;
    Area *wide = area(bench, viewport, AREA_BOX, 6, 6, 100, 4);
    decorate(bench, wide)->background = GREEN;
    Picture picture = look(bench, &page, 72);
    assert_int_equal(pixel(&picture, CASES[i].x, CASES[i].y), rgb(RED));
    unsigned reds = 0, outside = 0, greens = 0;
    for (int y = 0; y < 40; y++)
      for (int x = 0; x < 60; x++) {
        unsigned here = pixel(&picture, x, y);
        reds += here == rgb(RED);
        greens += here == rgb(GREEN);
        outside += here != WHITE && !(x >= 10 && x < 50 && y >= 10 && y < 30);
      }
    assert_int_equal(reds, 16);
    assert_int_equal(outside, 0);
    bool upright = CASES[i].rotation % 180 == 0;
    assert_int_equal(greens, 4 * (upright ? 34 : 14));
    cairo_surface_destroy(picture.surface);
  }
}

/* ---- Text ------------------------------------------------------------------------------------- */

static void text_has_its_lines(void **state) {
  Bench *bench = *state;
  Page page = page_of(bench, 60, 40);
  Area *run = text(bench, page.root, 10, 10, "nnnn", NULL);
  run->text.decoration = (TextDecoration){.underline = true,
                                          .underline_color = RED,
                                          .overline = true,
                                          .overline_color = GREEN,
                                          .line_through = true,
                                          .line_through_color = YELLOW};
  Picture picture = look(bench, &page, 144);
  int first[3] = {-1, -1, -1}; /* rows of green, yellow, red */
  static const Color COLORS[] = {{0, 128, 0, 255}, {255, 255, 0, 255}, {255, 0, 0, 255}};
  for (int y = picture.height - 1; y >= 0; y--)
    for (int i = 0; i < 3; i++)
      if (pixel(&picture, 30, y) == rgb(COLORS[i]))
        first[i] = y;
  assert_true(first[0] > 20 && first[0] < first[1]);
  assert_true(first[1] < 40 && first[2] > 40); /* the baseline is at 40 */
  assert_int_equal(pixel(&picture, 18, first[2]), WHITE);
  cairo_surface_destroy(picture.surface);
}

static void lines_leave_out_spaces(void **state) {
  Bench *bench = *state;
  for (int skips = 0; skips <= 1; skips++) {
    Page page = page_of(bench, 60, 40);
    Area *run = text(bench, page.root, 10, 10, "nn nn", NULL);
    run->text.decoration = (TextDecoration){.underline = true, .underline_color = RED};
    run->text.skips_spaces = skips;
    Picture picture = look(bench, &page, 144);
    int stretches = 0;
    for (int y = 41, red = 0; y < picture.height && !red; y++)
      for (int x = 0; x < picture.width; x++) {
        const bool on = pixel(&picture, x, y) == rgb(RED);
        stretches += on && (x == 0 || pixel(&picture, x - 1, y) != rgb(RED));
        red |= on;
      }
    assert_int_equal(stretches, skips ? 2 : 1);
    cairo_surface_destroy(picture.surface);
  }
}

/* The ink of an em dash of 10 pt, which is as wide as the em, in pixels at ten times its size. */
static void letters_are_expanded(void **state) {
  Bench *bench = *state;
  static const int EXPANSIONS[] = {-100, 0, 100};
  for (size_t i = 0; i < G_N_ELEMENTS(EXPANSIONS); i++) {
    Page page = page_of(bench, 40, 40);
    Area *run = text(bench, page.root, 10, 10, "\xe2\x80\x94", NULL);
    run->text.run.expansion = (int16_t)EXPANSIONS[i];
    Picture picture = look(bench, &page, 720);
    int inked = 0;
    for (int x = 0; x < picture.width; x++) {
      bool ink = false;
      for (int y = 0; y < picture.height && !ink; y++)
        ink = pixel(&picture, x, y) == 0;
      inked += ink;
    }
    assert_in_range(inked, 98 + EXPANSIONS[i] / 10, 102 + EXPANSIONS[i] / 10);
    cairo_surface_destroy(picture.surface);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {BENCH_TEST(symmetrical_styles_are_symmetrical),
                                     BENCH_TEST(doubles_have_a_gap),
                                     BENCH_TEST(reliefs_are_lit_from_the_top_left),
                                     BENCH_TEST(corners_have_no_seam),
                                     BENCH_TEST(translucent_borders_are_even),
                                     BENCH_TEST(rules_are_drawn),
                                     BENCH_TEST(neighbours_have_no_seam),
                                     BENCH_TEST(what_comes_later_lies_above),
                                     BENCH_TEST(background_images_repeat_as_asked),
                                     BENCH_TEST(pictures_stand_as_they_should),
                                     BENCH_TEST(turned_pictures_are_turned),
                                     BENCH_TEST(pictures_are_clipped),
                                     BENCH_TEST(missing_pictures_leave_a_mark),
                                     BENCH_TEST(viewports_turn_and_clip),
                                     BENCH_TEST(text_has_its_lines),
                                     BENCH_TEST(letters_are_expanded),
                                     BENCH_TEST(lines_leave_out_spaces)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
