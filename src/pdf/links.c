/* Link annotations (PDF 1.7 §12.5.6.5), named destinations (§12.3.2.3) and the outline (§12.3.3). */
#include "pdf/finish_internal.h"

#include <string.h>

static void append_string(GString *out, const char *text) {
  append_byte_string(out, text, strlen(text));
}

static void append_target(GString *out, LinkTarget target) {
  if (target.destination) {
    g_string_append(out, "/Dest");
    append_string(out, target.destination);
  } else {
    g_string_append(out, "/A<</Type/Action/S/URI/URI");
    append_string(out, target.uri);
    g_string_append(out, ">>");
  }
}

/* ---- Annotations ------------------------------------------------------------------------------------ */

static void append_rectangle(GString *out, const PageLink *link, double page_height) {
  const double corners[] = {link->x, page_height - link->y - link->height, link->x + link->width,
                            page_height - link->y};
  g_string_append(out, "/Rect[");
  for (size_t i = 0; i < G_N_ELEMENTS(corners); i++) {
    append_number(out, corners[i]);
    g_string_append_c(out, ' ');
  }
  g_string_append_c(out, ']');
}

/* What those who do not see it hear, and its place in the structure. */
static void append_accessible(PdfFinish *finish, GString *out, const FoNode *link, int page,
                              int number) {
  if (!is_omitted(finish, PDF_OMIT_PRINT_FLAG))
    g_string_append(out, "/F 4");
  if (!link)
    return;
  if (!is_omitted(finish, PDF_OMIT_LINK_CONTENTS)) {
    char *text = structure_link_text(finish->structure, link);
    g_string_append(out, "/Contents");
    append_text_string(out, text);
    g_free(text);
  }
  if (!is_omitted(finish, PDF_OMIT_LINK_PARENT)) {
    g_string_append(out, "/StructParent ");
    append_integer(out, structure_annotation(finish->structure, page, link, number));
  }
}

void finish_annotations(PdfFinish *finish, PageMarks marks, int page, double page_height,
                        GString *references) {
  GString *text = finish->text;
  for (int i = 0; i < marks.link_count; i++) {
    const PageLink *link = &marks.links[i];
    const int number = pdf_writer_reserve(finish->writer, 1);
    g_string_assign(text, "<</Type/Annot/Subtype/Link");
    append_rectangle(text, link, page_height);
    g_string_append(text, "/BS<</W 0>>");
    append_target(text, link->target);
    append_accessible(finish, text, structure_node(link->node), page, number);
    g_string_append(text, ">>");
    pdf_writer_object(finish->writer, number, text->str, text->len);
    append_reference(references, number);
    g_string_append_c(references, ' ');
  }
}

/* ---- Destinations ------------------------------------------------------------------------------------ */

/* Of one leaf of the tree of names. */
enum { NAMES_IN_LEAF = 64 };

void finish_destinations(PdfFinish *finish, const PageDestination *places, int count, int page,
                         double page_height) {
  for (int i = 0; i < count; i++) {
    const Destination destination = {g_string_chunk_insert(finish->strings, places[i].name), page,
                                     places[i].x, page_height - places[i].y};
    g_array_append_val(finish->destinations, destination);
  }
}

static int by_name(gconstpointer a, gconstpointer b) {
  return strcmp(((const Destination *)a)->name, ((const Destination *)b)->name);
}

static void append_destination(const PdfFinish *finish, GString *out,
                               const Destination *destination) {
  append_string(out, destination->name);
  g_string_append_c(out, '[');
  append_reference(out, g_array_index(finish->page_objects, int, destination->page));
  g_string_append(out, "/XYZ ");
  append_number(out, destination->x);
  g_string_append_c(out, ' ');
  append_number(out, destination->y);
  g_string_append(out, " 0]");
}

static int write_leaf(PdfFinish *finish, const Destination *first, guint count) {
  GString *text = finish->text;
  g_string_assign(text, "<</Limits[");
  append_string(text, first->name);
  append_string(text, first[count - 1].name);
  g_string_append(text, "]/Names[");
  for (guint i = 0; i < count; i++)
    append_destination(finish, text, &first[i]);
  g_string_append(text, "]>>");
  const int number = pdf_writer_reserve(finish->writer, 1);
  pdf_writer_object(finish->writer, number, text->str, text->len);
  return number;
}

int finish_names(PdfFinish *finish) {
  GArray *all = finish->destinations;
  if (all->len == 0)
    return 0;
  g_array_sort(all, by_name);
  GString *root = g_string_new("<</Kids[");
  for (guint i = 0; i < all->len; i += NAMES_IN_LEAF) {
    const Destination *first = &g_array_index(all, Destination, i);
    append_reference(root, write_leaf(finish, first, MIN(NAMES_IN_LEAF, all->len - i)));
    g_string_append_c(root, ' ');
  }
  g_string_append(root, "]>>");
  const int number = pdf_writer_reserve(finish->writer, 1);
  pdf_writer_object(finish->writer, number, root->str, root->len);
  g_string_free(root, TRUE);
  return number;
}

/* ---- The outline ------------------------------------------------------------------------------------- */

/* How a bookmark stands to the others of the list: places in it, -1 for none; and how many show below it when it is
 * open, as deep as those below are open. */
typedef struct {
  int previous, next, first, last;
  int visible;
} Standing;

/* The last of the array is the root. */
static Standing *find_standings(PageBookmarks bookmarks) {
  const int count = bookmarks.count;
  Standing *places = g_new(Standing, count + 1);
  for (int i = 0; i <= count; i++)
    places[i] = (Standing){-1, -1, -1, -1, 0};
  for (int i = 0; i < count; i++) {
    Standing *parent = &places[bookmarks.items[i].parent < 0 ? count : bookmarks.items[i].parent];
    places[i].previous = parent->last;
    if (parent->last >= 0)
      places[parent->last].next = i;
    else
      parent->first = i;
    parent->last = i;
  }
  /* A bookmark comes behind its parent, so from the end each one is complete when it is added. */
  for (int i = count; i-- > 0;) {
    Standing *parent = &places[bookmarks.items[i].parent < 0 ? count : bookmarks.items[i].parent];
    parent->visible += 1 + (bookmarks.items[i].open ? places[i].visible : 0);
  }
  return places;
}

/* Objects of bookmarks: that of the first, which the one before it names, and of the others. */
typedef struct {
  int first, others;
} Numbers;

static int number_of(Numbers numbers, int place) {
  return place == 0 ? numbers.first : numbers.others + place - 1;
}

static void append_relative(GString *out, const char *key, int number) {
  if (number == 0)
    return;
  g_string_append(out, key);
  append_reference(out, number);
}

static void append_count(const PdfFinish *finish, GString *out, int visible, bool open) {
  if (visible == 0)
    return;
  const bool wrong = is_omitted(finish, PDF_OMIT_OUTLINE_COUNT);
  g_string_append(out, "/Count ");
  append_integer(out, open != wrong ? visible : -visible);
}

/* What stands beside it and below it; 0: nothing. */
typedef struct {
  int parent, previous, next, first, last;
} Kin;

static void write_bookmark(PdfFinish *finish, const PageBookmark *bookmark, int number, Kin kin,
                           int visible) {
  GString *text = finish->text;
  g_string_assign(text, "<</Title");
  append_text_string(text, bookmark->title);
  append_relative(text, "/Parent ", kin.parent);
  append_relative(text, "/Prev ", kin.previous);
  append_relative(text, "/Next ", kin.next);
  append_relative(text, "/First ", kin.first);
  append_relative(text, "/Last ", kin.last);
  append_count(finish, text, visible, bookmark->open);
  const int flags = (bookmark->italic ? 1 : 0) + (bookmark->bold ? 2 : 0);
  if (flags)
    g_string_append_printf(text, "/F %d", flags);
  append_target(text, bookmark->target);
  g_string_append(text, ">>");
  pdf_writer_object(finish->writer, number, text->str, text->len);
}

static void write_outline(PdfFinish *finish) {
  const DocumentOutline *outline = &finish->outline;
  GString *text = finish->text;
  g_string_assign(text, "<</Type/Outlines");
  append_relative(text, "/First ", outline->first);
  append_relative(text, "/Last ", outline->last);
  append_count(finish, text, outline->visible, true);
  g_string_append(text, ">>");
  pdf_writer_object(finish->writer, outline->root, text->str, text->len);
}

void pdf_finish_bookmarks(PdfFinish *finish, PageBookmarks bookmarks, bool more) {
  DocumentOutline *outline = &finish->outline;
  const int count = bookmarks.count;
  if (count < 1)
    return;
  if (outline->root == 0) {
    outline->root = pdf_writer_reserve(finish->writer, 1);
    outline->first = outline->next = pdf_writer_reserve(finish->writer, 1);
  }
  const Numbers numbers = {outline->next, pdf_writer_reserve(finish->writer, count - 1)};
  outline->next = more ? pdf_writer_reserve(finish->writer, 1) : 0;
  Standing *places = find_standings(bookmarks);
  for (int i = 0; i < count; i++) {
    const Standing *place = &places[i];
    const bool top = bookmarks.items[i].parent < 0;
    const Kin kin = {
        top ? outline->root : number_of(numbers, bookmarks.items[i].parent),
        place->previous >= 0 ? number_of(numbers, place->previous)
        : top                ? outline->last
                             : 0,
        place->next >= 0 ? number_of(numbers, place->next)
        : top            ? outline->next
                         : 0,
        place->first >= 0 ? number_of(numbers, place->first) : 0,
        place->last >= 0 ? number_of(numbers, place->last) : 0,
    };
    write_bookmark(finish, &bookmarks.items[i], number_of(numbers, i), kin, place->visible);
  }
  outline->last = number_of(numbers, places[count].last);
  outline->visible += places[count].visible;
  g_free(places);
  if (!more)
    write_outline(finish);
}
