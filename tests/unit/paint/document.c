/* What painting makes of a document: marks, links, destinations, bookmarks, and files that others
 * can read. Run from the top folder; needs qpdf. */
#include "support.h"

#include <glib/gstdio.h>

#define FO_HEAD                                                                                    \
  "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format'><fo:layout-master-set>"                   \
  "<fo:simple-page-master master-name='p'><fo:region-body/></fo:simple-page-master>"               \
  "</fo:layout-master-set>"
#define FO_FLOW                                                                                    \
  "<fo:page-sequence master-reference='p'><fo:flow flow-name='xsl-region-body'><fo:block>"
#define FO_TAIL "</fo:block></fo:flow></fo:page-sequence></fo:root>"

static void read_fo(Bench *bench, const char *fo) {
  FoOptions options = {.diagnostics = bench->diagnostics};
  fo_free(bench->tree);
  bench->tree = fo_read_memory(fo, strlen(fo), "test.fo", &options);
  assert_non_null(bench->tree);
}

/* The n-th node of an element, in document order. */
static const FoNode *nth_node(const FoNode *node, FoElement element, int *n) {
  if (node->element == element && (*n)-- == 0)
    return node;
  for (const FoNode *child = node->first; child; child = child->next) {
    const FoNode *found = nth_node(child, element, n);
    if (found)
      return found;
  }
  return NULL;
}

static const FoNode *node_of(Bench *bench, FoElement element, int n) {
  const FoNode *found = nth_node(bench->tree->root, element, &n);
  assert_non_null(found);
  return found;
}

/* Runs a program over the output, and gives what it prints; fails unless it exits with 0. */
static char *judge(Bench *bench, const char *program, const char *const *arguments) {
  char *name = NULL, *out = NULL, *err = NULL;
  int fd = g_file_open_tmp("paint-XXXXXX.pdf", &name, NULL);
  assert_true(fd >= 0);
  g_close(fd, NULL);
  assert_true(
      g_file_set_contents(name, (const char *)bench->output->data, bench->output->len, NULL));
  GPtrArray *argv = g_ptr_array_new();
  g_ptr_array_add(argv, (gpointer)program);
  for (; *arguments; arguments++)
    g_ptr_array_add(argv, (gpointer)(strcmp(*arguments, "FILE") == 0 ? name : *arguments));
  g_ptr_array_add(argv, NULL);
  int status;
  bool ran = g_spawn_sync(NULL, (char **)argv->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out,
                          &err, &status, NULL);
  g_ptr_array_unref(argv);
  g_unlink(name);
  g_free(name);
  if (!ran || !g_spawn_check_wait_status(status, NULL))
    fail_msg("%s: %s%s", program, out ? out : "not found", err ? err : "");
  g_free(err);
  return out;
}

/* qpdf finds nothing to warn of. */
static void assert_sound(Bench *bench) {
  static const char *const CHECK[] = {"--check", "FILE", NULL};
  g_free(judge(bench, "qpdf", CHECK));
}

/* The output as qpdf reads it, whichever way cairo packed its objects: streams unpacked, and all
 * white space a single space. */
static char *unpacked(Bench *bench) {
  static const char *const UNPACK[] = {"--qdf", "--object-streams=disable", "FILE", "-", NULL};
  char *text = judge(bench, "qpdf", UNPACK), *end = text;
  for (const char *at = text; *at; at++)
    if (!g_ascii_isspace(*at))
      *end++ = *at;
    else if (end > text && end[-1] != ' ')
      *end++ = ' ';
  *end = '\0';
  return text;
}

static int count_of(const char *text, const char *what) {
  int count = 0;
  for (const char *at = text; (at = strstr(at, what)); at += strlen(what))
    count++;
  return count;
}

/* The marks of a page as letters: c content, a artifact. */
static void assert_marks(const Painter *painter, int page, const char *expected) {
  PageMarks marks = paint_marks(painter, page);
  GString *letters = g_string_new(NULL);
  for (int i = 0; i < marks.count; i++)
    g_string_append_c(letters, marks.marks[i].artifact ? 'a' : 'c');
  assert_string_equal(letters->str, expected);
  g_string_free(letters, TRUE);
}

/* ---- Marks ------------------------------------------------------------------------------------ */

static void every_run_has_a_mark_and_decoration_one(void **state) {
  Bench *bench = *state;
  read_fo(bench, FO_HEAD FO_FLOW "one" FO_TAIL);
  const FoNode *node = node_of(bench, FO_TEXT, 0);
  Page page = page_of(bench, 200, 100);
  Area *body = area(bench, page.root, AREA_BOX, 0, 0, 200, 100);
  for (int i = 0; i < 3; i++) {
    Area *cell = area(bench, body, AREA_BOX, 10 + i * 50, 10, 50, 20);
    Decoration *decoration = decorate(bench, cell);
    decoration->background = (Color){240, 240, 240, 255};
    decoration->edges[EDGE_TOP] = edge(1, KW_DOTTED, (Color){0, 0, 0, 255});
    Area *run = text(bench, cell, 2, 2, "word", node);
    run->text.decoration.underline = true;
    run->text.decoration.underline_color = (Color){0, 0, 0, 255};
  }
  Area *image = area(bench, body, AREA_IMAGE, 10, 50, 40, 40);
  image->image = (AreaImage){
      .image = image_load(bench->images, bench->diagnostics, "scene.svg", IMAGES "/x", PLACE_NONE),
      .width = pt(40),
      .height = pt(40)};
  Area *head = area(bench, page.root, AREA_BOX, 0, 0, 200, 10);
  head->artifact = ARTIFACT_HEADER;
  text(bench, head, 0, 0, "running", node);
  text(bench, head, 50, 0, "head", node);
  Painter *painter = bench_painter(bench, PAINT_PDF, 0);
  paint_page(painter, &page);
  assert_true(paint_finish(painter));
  assert_marks(painter, 0, "acccca");
  PageMarks marks = paint_marks(painter, 0);
  assert_int_equal(marks.marks[0].artifact, ARTIFACT_LAYOUT);
  assert_int_equal(marks.marks[5].artifact, ARTIFACT_HEADER);
  assert_ptr_equal(marks.marks[1].node, node);
  int written = 0; /* cairo 1.18 has no marks but of text */
  for (int i = 0; i < 6; i++)
    written += !paint_marks_text_only() || marks.marks[i].text;
  assert_int_equal(written, paint_marks_text_only() ? 4 : 6);
  assert_int_equal(paint_marks(painter, 1).count, 0);
  assert_int_equal(paint_marks(painter, -1).count, 0);
  paint_free(painter);
  assert_sound(bench);
  char *plain = unpacked(bench);
  for (int i = 0; i <= 6; i++) {
    char *mark = g_strdup_printf("/MCID %d ", i);
    assert_int_equal(count_of(plain, mark), i < written);
    g_free(mark);
  }
  g_free(plain);
}

static void what_lies_later_is_over_what_lies_earlier(void **state) {
  Bench *bench = *state;
  Page page = page_of(bench, 200, 100);
  for (int i = 0; i < 2; i++) {
    Area *region = area(bench, page.root, AREA_BOX, 0, 0, 200, 100);
    decorate(bench, region)->background = (Color){240, 240, 240, 255};
    text(bench, region, 2, 2, "word", NULL);
  }
  Painter *painter = bench_painter(bench, PAINT_PDF, 0);
  paint_page(painter, &page);
  assert_true(paint_finish(painter));
  assert_marks(painter, 0, "acac");
  paint_free(painter);
}

/* ---- Links ------------------------------------------------------------------------------------ */

/* One page with a run of text for each fo:basic-link, each on a line of its own. */
static Page linked_page(Bench *bench, int count) {
  Page page = page_of(bench, 400, 800);
  for (int i = 0; i < count; i++) {
    Area *line = area(bench, page.root, AREA_LINE, 10, 10 + i * 14, 300, 12);
    text(bench, line, 0, 0, "link", node_of(bench, FO_BASIC_LINK, i)->first);
  }
  return page;
}

static void hostile_addresses_are_encoded_or_refused(void **state) {
  static const struct {
    const char *destination, *uri; /* as in XML; as in PDF, or NULL */
  } CASES[] = {
      {"https://example.org/", "https://example.org/"},
      {"https://example.org/a)b", "https://example.org/a%29b"},
      {"https://example.org/)&gt;&gt;/A&lt;&lt;/S/Launch/F(x)",
       "https://example.org/%29>>/A<</S/Launch/F%28x%29"},
      {"https://example.org/a\\b\\", "https://example.org/a%5Cb%5C"},
      {"https://example.org/?q=&apos;x&apos;&quot;", "https://example.org/?q='x'\""},
      {"https://example.org/a&#10;b c", "https://example.org/a%0Ab%20c"},
      {"https://example.org/Gŵyl", "https://example.org/G%C5%B5yl"},
      {"  HTTPS://EXAMPLE.org/a%20b  ", "HTTPS://EXAMPLE.org/a%20b"},
      {"mailto:a@example.org", "mailto:a@example.org"},
      {"tel:+4420", "tel:+4420"},
      {"javascript:app.alert(1)", NULL},
      {"java&#9;script:x", NULL},
      {"file:///etc/passwd", NULL},
      {"data:text/html,x", NULL},
      {"other.pdf", "other.pdf"},
      {"../cy/other.pdf#page=2", "../cy/other.pdf#page=2"},
      {"a/b:c", "a/b:c"},
      {"//host/share", NULL},
      {"\\\\host\\share", "%5C%5Chost%5Cshare"},
      {"/other.pdf", NULL},
      {"#here", NULL},
      {"https:", NULL},
  };
  Bench *bench = *state;
  GString *fo = g_string_new(FO_HEAD FO_FLOW);
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++)
    g_string_append_printf(fo, "<fo:basic-link external-destination=\"%s\">x</fo:basic-link>",
                           CASES[i].destination);
  read_fo(bench, g_string_append(fo, FO_TAIL)->str);
  g_string_free(fo, TRUE);
  Page page = linked_page(bench, (int)G_N_ELEMENTS(CASES));
  Painter *painter = bench_painter(bench, PAINT_PDF, 0);
  paint_page(painter, &page);
  const PageMarks marks = paint_marks(painter, 0);
  int good = 0, bad = 0;
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
    bad += CASES[i].uri == NULL;
    if (!CASES[i].uri)
      continue;
    assert_true(good < marks.link_count);
    assert_null(marks.links[good].target.destination);
    assert_string_equal(marks.links[good++].target.uri, CASES[i].uri);
  }
  assert_int_equal(marks.link_count, good);
  assert_int_equal(said(bench, "paint-link-scheme"), bad);
  assert_true(paint_finish(painter));
  paint_free(painter);
}

static void a_link_is_one_annotation_a_line(void **state) {
  Bench *bench = *state;
  read_fo(bench, FO_HEAD FO_FLOW
          "<fo:basic-link external-destination='https://example.org/1'>a<fo:inline>b</fo:inline>"
          "</fo:basic-link><fo:basic-link external-destination='https://example.org/2'>c"
          "</fo:basic-link>d" FO_TAIL);
  const FoNode *a = node_of(bench, FO_BASIC_LINK, 0)->first;
  const FoNode *b = node_of(bench, FO_INLINE, 0)->first;
  const FoNode *c = node_of(bench, FO_BASIC_LINK, 1)->first;
  const FoNode *plain = node_of(bench, FO_BLOCK, 0);
  const struct {
    int line;
    const FoNode *node;
  } RUNS[] = {{0, a}, {0, b}, {0, c}, {1, c}, {1, plain}, {1, a}, {2, a}, {2, plain}, {2, b}};
  Page page = page_of(bench, 400, 100);
  Area *lines[3];
  for (int i = 0; i < 3; i++)
    lines[i] = area(bench, page.root, AREA_LINE, 10, 10 + i * 14, 300, 12);
  for (size_t i = 0; i < G_N_ELEMENTS(RUNS); i++)
    text(bench, lines[RUNS[i].line], 20 * (double)i, 0, "run", RUNS[i].node);
  Painter *painter = bench_painter(bench, PAINT_PDF, 0);
  paint_page(painter, &page);
  /* line 0: ab, c; line 1: c, a; line 2: a, b apart */
  assert_marks(painter, 0, "ccccccccc");
  PageMarks marks = paint_marks(painter, 0);
  static const int LINKS[] = {0, 1, 1, 0, 0, 0};
  assert_int_equal(marks.link_count, G_N_ELEMENTS(LINKS));
  for (int i = 0; i < marks.link_count; i++)
    assert_ptr_equal(marks.links[i].node, node_of(bench, FO_BASIC_LINK, LINKS[i]));
  assert_true(paint_finish(painter));
  paint_free(painter);
  assert_sound(bench);
}

/* A footnote that is called in a link stands at the foot of the page. */
static void footnotes_are_no_part_of_a_link(void **state) {
  Bench *bench = *state;
  read_fo(bench, FO_HEAD FO_FLOW
          "<fo:basic-link external-destination='https://example.org/'>a<fo:footnote><fo:inline>1"
          "</fo:inline><fo:footnote-body><fo:block>note</fo:block></fo:footnote-body></fo:footnote>"
          "</fo:basic-link>" FO_TAIL);
  Page page = page_of(bench, 200, 100);
  Area *line = area(bench, page.root, AREA_LINE, 10, 10, 100, 12);
  text(bench, line, 0, 0, "a", node_of(bench, FO_BASIC_LINK, 0)->first);
  text(bench, line, 10, 0, "1", node_of(bench, FO_INLINE, 0)->first);
  Area *foot = area(bench, page.root, AREA_LINE, 10, 80, 100, 12);
  text(bench, foot, 0, 0, "note", node_of(bench, FO_BLOCK, 1));
  Painter *painter = bench_painter(bench, PAINT_PDF, 0);
  paint_page(painter, &page);
  assert_int_equal(paint_marks(painter, 0).link_count, 1);
  paint_free(painter);
}

static void links_lie_where_they_are_seen(void **state) {
  Bench *bench = *state;
  read_fo(bench, FO_HEAD FO_FLOW
          "<fo:basic-link external-destination='https://example.org/'>a</fo:basic-link>" FO_TAIL);
  const FoNode *link = node_of(bench, FO_BASIC_LINK, 0);
  Page page = page_of(bench, 200, 100);
  Area *viewport = area(bench, page.root, AREA_VIEWPORT, 10, 10, 50, 60);
  viewport->viewport = (AreaViewport){.rotation = 90, .clip = true};
  /* From (5, 10) to (35, 30) of the turned content, of which the last 10 pt are cut off below. */
  Area *image = area(bench, viewport, AREA_IMAGE, 5, 30, 30, 30);
  image->node = link;
  image->image = (AreaImage){.width = pt(30), .height = pt(30)};
  Painter *painter = bench_painter(bench, PAINT_PDF, 0);
  paint_page(painter, &page);
  const PageMarks marks = paint_marks(painter, 0);
  assert_int_equal(marks.link_count, 1);
  assert_float_equal(marks.links[0].x, 40, 1e-6);
  assert_float_equal(marks.links[0].y, 35, 1e-6);
  assert_float_equal(marks.links[0].width, 20, 1e-6);
  assert_float_equal(marks.links[0].height, 30, 1e-6);
  paint_free(painter);
}

static void links_to_nothing_are_reported_once(void **state) {
  Bench *bench = *state;
  read_fo(bench, FO_HEAD FO_FLOW "<fo:basic-link internal-destination='none'>a</fo:basic-link>"
                                 "<fo:basic-link internal-destination='here' id='here' "
                                 "external-destination='https://example.org/'>b</fo:basic-link>"
                                 "<fo:basic-link>c</fo:basic-link>" FO_TAIL);
  Page page = linked_page(bench, 3);
  Painter *painter = bench_painter(bench, PAINT_PDF, 0);
  for (int i = 0; i < 2; i++) {
    paint_page(painter, &page);
    const PageMarks marks = paint_marks(painter, 0);
    assert_int_equal(marks.link_count, 1);
    assert_string_equal(marks.links[0].target.destination, "here");
    assert_null(marks.links[0].target.uri);
  }
  assert_true(paint_finish(painter));
  assert_int_equal(paint_end(painter).destination_count, 1);
  paint_free(painter);
  assert_int_equal(said(bench, "paint-link-unknown"), 1);
  assert_int_equal(said(bench, "paint-link-both"), 1);
  assert_int_equal(said(bench, "paint-link-nowhere"), 1);
  assert_int_equal(said(bench, "paint-destination"), 1); /* "here" has no anchor */
  assert_sound(bench);
}

static void destinations_are_those_that_are_wanted(void **state) {
  Bench *bench = *state;
  read_fo(bench,
          FO_HEAD FO_FLOW "<fo:inline id='a(b'>x</fo:inline><fo:inline id='unwanted'>x</fo:inline>"
                          "<fo:basic-link internal-destination='a(b'>y</fo:basic-link>" FO_TAIL);
  Page page = linked_page(bench, 1);
  const Anchor anchors[] = {{node_of(bench, FO_INLINE, 0), pt(20), pt(30), pt(30)},
                            {node_of(bench, FO_INLINE, 1), pt(20), pt(60), pt(60)},
                            {node_of(bench, FO_INLINE, 0), pt(90), pt(90), pt(90)}};
  page.anchors = anchors;
  page.anchor_count = 3;
  Painter *painter = bench_painter(bench, PAINT_PDF, 0);
  paint_page(painter, &page);
  const PageMarks marks = paint_marks(painter, 0);
  assert_int_equal(marks.link_count, 1);
  assert_string_equal(marks.links[0].target.destination, "a%28b");
  assert_int_equal(marks.destination_count, 1);
  assert_string_equal(marks.destinations[0].name, "a%28b");
  assert_float_equal(marks.destinations[0].x, 20, 1e-6);
  assert_float_equal(marks.destinations[0].y, 30, 1e-6);
  assert_true(paint_finish(painter));
  assert_int_equal(paint_end(painter).destination_count, 0);
  paint_free(painter);
  assert_int_equal(said(bench, "paint-destination"), 0);
  assert_sound(bench);
}

/* ---- Documents -------------------------------------------------------------------------------- */

static void bookmarks_are_told_in_order(void **state) {
  Bench *bench = *state;
  read_fo(bench, FO_HEAD
          "<fo:bookmark-tree><fo:bookmark internal-destination='a'>"
          "<fo:bookmark-title> First\n  (one\xef\xb7\x90) </fo:bookmark-title>"
          "<fo:bookmark external-destination='https://example.org/)'>"
          "<fo:bookmark-title>Second</fo:bookmark-title></fo:bookmark></fo:bookmark>"
          "<fo:bookmark internal-destination='none'><fo:bookmark-title>Nowhere</fo:bookmark-title>"
          "<fo:bookmark internal-destination='a' starting-state='hide'><fo:bookmark-title "
          "font-weight='bold'>Third</fo:bookmark-title></fo:bookmark></fo:bookmark>"
          "</fo:bookmark-tree>" FO_FLOW "<fo:inline id='a'>x</fo:inline>" FO_TAIL);
  Page page = page_of(bench, 200, 100);
  const Anchor anchor = {node_of(bench, FO_INLINE, 0), 0, 0, 0};
  page.anchors = &anchor;
  page.anchor_count = 1;
  Painter *painter = bench_painter(bench, PAINT_PDF, 0);
  paint_page(painter, &page);
  assert_true(paint_finish(painter));
  const PaintEnd end = paint_end(painter);
  const PageBookmark *bookmarks = end.bookmarks.items;
  assert_int_equal(end.bookmarks.count, 3);
  assert_string_equal(bookmarks[0].title, "First (one)");
  assert_string_equal(bookmarks[0].target.destination, "a");
  assert_int_equal(bookmarks[0].parent, -1);
  assert_true(bookmarks[0].open && !bookmarks[0].bold);
  assert_string_equal(bookmarks[1].title, "Second");
  assert_string_equal(bookmarks[1].target.uri, "https://example.org/%29");
  assert_int_equal(bookmarks[1].parent, 0);
  assert_string_equal(bookmarks[2].title, "Third"); /* the one around it goes nowhere */
  assert_int_equal(bookmarks[2].parent, -1);
  assert_true(!bookmarks[2].open && bookmarks[2].bold && !bookmarks[2].italic);
  paint_free(painter);
  assert_sound(bench);
  assert_int_equal(said(bench, "paint-bookmark-unknown"), 1);
}

static void note_bookmarks(void *context, PageBookmarks bookmarks, const FoNode *next) {
  GString *told = context;
  for (int i = 0; i < bookmarks.count; i++)
    g_string_append_printf(told, "%s%d %s", i ? ", " : "", bookmarks.items[i].parent,
                           bookmarks.items[i].title);
  g_string_append(told, next ? ", then more; " : "; ");
}

static void bookmarks_are_told_before_the_pages(void **state) {
  Bench *bench = *state;
  read_fo(bench, FO_HEAD
          "<fo:bookmark-tree>"
          "<fo:bookmark internal-destination='a'><fo:bookmark-title>One</fo:bookmark-title>"
          "<fo:bookmark internal-destination='a'><fo:bookmark-title>Below</fo:bookmark-title>"
          "</fo:bookmark></fo:bookmark><fo:unknown/>"
          "<fo:bookmark internal-destination='a'><fo:bookmark-title>Two</fo:bookmark-title>"
          "</fo:bookmark><fo:unknown/></fo:bookmark-tree>" FO_FLOW
          "<fo:inline id='a'>x</fo:inline>" FO_TAIL);
  assert_true(paint_bookmarks_sound(bench->tree));
  bench->bookmarks = fo_detach_bookmarks(bench->tree);
  Painter *painter = bench_painter(bench, PAINT_PDF, 0);
  GString *told = g_string_new(NULL);
  paint_bookmarks(painter, note_bookmarks, told);
  assert_string_equal(told->str, "-1 One, 0 Below, then more; -1 Two; ");
  g_string_free(told, TRUE);
  const Page page = page_of(bench, 200, 100);
  paint_page(painter, &page);
  assert_true(paint_finish(painter));
  assert_int_equal(paint_end(painter).bookmarks.count, 0);
  paint_free(painter);
  assert_sound(bench);
}

/* What is to be reported is, and at the end: with the pages before it. */
static void bookmarks_with_faults_wait(void **state) {
  Bench *bench = *state;
  static const char *const BOOKMARKS[] = {
      "<fo:bookmark internal-destination='none'><fo:bookmark-title>x</fo:bookmark-title>",
      "<fo:bookmark external-destination='a'><fo:bookmark-title>x</fo:bookmark-title>",
      "<fo:bookmark internal-destination='a'>",
  };
  for (size_t i = 0; i < G_N_ELEMENTS(BOOKMARKS); i++) {
    char *text = g_strconcat(FO_HEAD "<fo:bookmark-tree>", BOOKMARKS[i],
                             "</fo:bookmark></fo:bookmark-tree>" FO_FLOW
                             "<fo:inline id='a'>x</fo:inline>" FO_TAIL,
                             NULL);
    read_fo(bench, text);
    assert_false(paint_bookmarks_sound(bench->tree));
    g_free(text);
  }
}

/* Two pages with something of everything. */
static void paint_everything(Bench *bench, PaintKind kind) {
  Painter *painter = bench_painter(bench, kind, 0);
  for (int i = 0; i < 2; i++) {
    static const char *const FILES[] = {"scene.png",      "scene-grey.png", "badge.png",
                                        "palette.png",    "scene.jpg",      "scene-grey.jpg",
                                        "scene-cmyk.jpg", "scene.svg",      "bars.svg",
                                        "shadow.svg",     "outside.svg",    "scene-turned.jpg"};
    Page page = page_of(bench, 400, 300);
    page.index = i;
    page.number = i ? "ii" : "i";
    decorate(bench, page.root)->background = (Color){250, 250, 255, 255};
    for (size_t f = 0; f < 2 * G_N_ELEMENTS(FILES); f++) { /* each twice */
      Area *made =
          area(bench, page.root, AREA_IMAGE, 60 * (double)(f % 6), 60 * (double)(f / 6), 50, 50);
      made->image =
          (AreaImage){.image = image_load(bench->images, bench->diagnostics,
                                          FILES[f % G_N_ELEMENTS(FILES)], IMAGES "/x", PLACE_NONE),
                      .width = pt(50),
                      .height = pt(50)};
    }
    Area *box = area(bench, page.root, AREA_BOX, 10, 250, 100, 30);
    decorate(bench, box)->edges[EDGE_LEFT] = edge(3, KW_GROOVE, (Color){9, 9, 9, 99});
    text(bench, box, 0, 0, "Ünïcödé “text”", NULL);
    paint_page(painter, &page);
  }
  assert_true(paint_finish(painter));
  paint_free(painter);
}

static void others_can_read_it(void **state) {
  paint_everything(*state, PAINT_PDF);
  assert_sound(*state);
  /* Eight pictures have pixels, and so has what the effects of shadow.svg make; each is written
   * once, however often it is drawn. */
  static const char *const LIST[] = {"-list", "FILE", NULL};
  char *list = judge(*state, "pdfimages", LIST);
  GHashTable *objects = g_hash_table_new(NULL, NULL);
  char **rows = g_strsplit(list, "\n", -1);
  int drawn = 0, number;
  for (char **row = rows + 2; *row && **row; row++)
    if (sscanf(*row, "%*d %*d image %*d %*d %*s %*d %*d %*s %*s %d", &number) == 1) {
      g_hash_table_add(objects, GINT_TO_POINTER(number));
      drawn++;
    }
  assert_int_equal(g_hash_table_size(objects), 8 + 2);
  assert_int_equal(drawn, 4 * (8 + 2));
  g_strfreev(rows);
  g_hash_table_unref(objects);
  g_free(list);
}

static void the_same_pages_give_the_same_bytes(void **state) {
  Bench *bench = *state;
  static const PaintKind KINDS[] = {PAINT_PDF, PAINT_PNG, PAINT_SVG};
  for (size_t i = 0; i < G_N_ELEMENTS(KINDS); i++) {
    paint_everything(bench, KINDS[i]);
    GByteArray *first = bench->output;
    bench->output = g_byte_array_new();
    paint_everything(bench, KINDS[i]);
    assert_true(first->len > 1000);
    assert_int_equal(first->len, bench->output->len);
    assert_memory_equal(first->data, bench->output->data, first->len);
    g_byte_array_unref(first);
  }
}

/* ---- Failures --------------------------------------------------------------------------------- */

static void a_write_that_fails_ends_in_false(void **state) {
  Bench *bench = *state;
  static const PaintKind KINDS[] = {PAINT_PDF, PAINT_PNG, PAINT_SVG};
  for (size_t i = 0; i < G_N_ELEMENTS(KINDS); i++) {
    bench->writes = bench->fail_at = 0;
    Page page = page_of(bench, 200, 100);
    Painter *painter = bench_painter(bench, KINDS[i], 0);
    text(bench, page.root, 0, 0, "word", NULL);
    paint_page(painter, &page);
    page.index = 1;
    paint_page(painter, &page);
    assert_false(paint_finish(painter));
    paint_free(painter);
    assert_int_equal(said(bench, "paint-failed"), 0); /* who wrote has said so */
  }
}

static void a_painter_may_go_unfinished(void **state) {
  Bench *bench = *state;
  Page page = page_of(bench, 200, 100);
  Painter *painter = bench_painter(bench, PAINT_PDF, 0);
  text(bench, page.root, 0, 0, "word", NULL);
  paint_page(painter, &page);
  paint_free(painter);
  assert_false(contains(bench, "%%EOF"));
}

static void sizes_have_limits(void **state) {
  Bench *bench = *state;
  Page page = page_of(bench, 100000, 100000);
  Painter *painter = bench_painter(bench, PAINT_PNG, 600);
  paint_page(painter, &page);
  assert_false(paint_finish(painter));
  paint_free(painter);
  assert_int_equal(said(bench, "paint-page-pixels"), 1);
  assert_int_equal(said(bench, "paint-page-size"), 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {BENCH_TEST(every_run_has_a_mark_and_decoration_one),
                                     BENCH_TEST(what_lies_later_is_over_what_lies_earlier),
                                     BENCH_TEST(hostile_addresses_are_encoded_or_refused),
                                     BENCH_TEST(a_link_is_one_annotation_a_line),
                                     BENCH_TEST(footnotes_are_no_part_of_a_link),
                                     BENCH_TEST(links_lie_where_they_are_seen),
                                     BENCH_TEST(links_to_nothing_are_reported_once),
                                     BENCH_TEST(destinations_are_those_that_are_wanted),
                                     BENCH_TEST(bookmarks_are_told_in_order),
                                     BENCH_TEST(bookmarks_are_told_before_the_pages),
                                     BENCH_TEST(bookmarks_with_faults_wait),
                                     BENCH_TEST(others_can_read_it),
                                     BENCH_TEST(the_same_pages_give_the_same_bytes),
                                     BENCH_TEST(a_write_that_fails_ends_in_false),
                                     BENCH_TEST(a_painter_may_go_unfinished),
                                     BENCH_TEST(sizes_have_limits)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
