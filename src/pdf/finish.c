#include "pdf/finish.h"
#include "pdf/finish_internal.h"
#include "pdf/icc.h"

#include <string.h>

#ifndef PEERPRESS_VERSION
#define PEERPRESS_VERSION ""
#endif

#define UNREADABLE "its objects cannot be read"
#define PRODUCER "peerpress " PEERPRESS_VERSION

static void free_held(gpointer data) {
  HeldStream *held = data;
  g_free(held->dictionary);
  g_bytes_unref(held->bytes);
  g_free(held);
}

PdfFinish *pdf_finish_new(const PdfFinishOptions *options) {
  PdfFinish *finish = g_new0(PdfFinish, 1);
  finish->options = *options;
  finish->deflater = deflater_new();
  finish->writer = pdf_writer_new(finish->deflater, options->write, options->context);
  finish->splitter = splitter_new(finish_object, finish);
  finish->structure = structure_new(options->tree, options->info.language, options->diagnostics);
  if (!options->info.title || !*options->info.title)
    structure_expect_title(finish->structure);
  finish->glyph_texts = glyph_texts_new(finish->writer);
  finish->numbers = g_array_new(FALSE, TRUE, sizeof(int));
  finish->plans = g_queue_new();
  finish->held = g_hash_table_new_full(NULL, NULL, NULL, free_held);
  finish->page_objects = g_array_new(FALSE, FALSE, sizeof(int));
  finish->labels = g_ptr_array_new_with_free_func(g_free);
  finish->resources = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  finish->late = g_hash_table_new_full(NULL, NULL, NULL, late_object_free);
  finish->destinations = g_array_new(FALSE, FALSE, sizeof(Destination));
  finish->strings = g_string_chunk_new(1024);
  finish->inflated = g_byte_array_new();
  finish->text = g_string_new(NULL);
  finish->content = g_string_new(NULL);
  finish->splits = g_array_new(FALSE, FALSE, sizeof(gsize));
  return finish;
}

static void free_plan(gpointer plan) {
  page_plan_free(plan);
}

void pdf_finish_free(PdfFinish *finish) {
  if (!finish)
    return;
  splitter_free(finish->splitter);
  structure_free(finish->structure);
  glyph_texts_free(finish->glyph_texts);
  pdf_writer_free(finish->writer);
  deflater_free(finish->deflater);
  g_array_unref(finish->numbers);
  g_queue_free_full(finish->plans, free_plan);
  g_hash_table_unref(finish->held);
  g_array_unref(finish->page_objects);
  g_ptr_array_unref(finish->labels);
  g_hash_table_unref(finish->resources);
  g_hash_table_unref(finish->late);
  g_array_unref(finish->destinations);
  g_string_chunk_free(finish->strings);
  g_free(finish->catalog);
  g_byte_array_unref(finish->inflated);
  g_string_free(finish->text, TRUE);
  g_string_free(finish->content, TRUE);
  g_array_unref(finish->splits);
  g_free(finish);
}

/* How the text of the n-th mark stands to that of the mark before. */
static TextJoint joint_before(const PagePlan *plan, PageMarks marks, int n) {
  if (n >= marks.count || !marks.marks[n].follows)
    return TEXT_APART;
  return plan->plans[n].fate == MARK_JOINED ? TEXT_CONTINUES : TEXT_FOLLOWS;
}

static void add_text(PdfFinish *finish, PagePlan *plan, PageMarks marks, int n) {
  const MarkRun *run = &marks.runs[marks.marks[n].run - 1];
  const TextJoint before = joint_before(plan, marks, n);
  GString *text = glyph_text(finish->glyph_texts, run, before, joint_before(plan, marks, n + 1));
  if (!text) {
    finish->failure = "a font's outlines are not sound";
  } else if (marks.plain && before == TEXT_APART) {
    GString *color = g_string_new(NULL);
    glyph_text_color(color, run);
    g_string_prepend_len(text, color->str, (gssize)color->len);
    g_string_free(color, TRUE);
  }
  plan->plans[n].text = text;
}

static void add_plan(PdfFinish *finish, PagePlan *plan, PageMarks marks, double height) {
  plan->plain = marks.plain;
  plan->height = height;
  for (int i = 0; i < marks.count && marks.runs; i++)
    if (marks.marks[i].run)
      add_text(finish, plan, marks, i);
  g_queue_push_tail(finish->plans, plan);
}

/* The objects of the page before have all come. */
static void take_page_before(PdfFinish *finish) {
  if (!finish->failure && !splitter_flush(finish->splitter) && !finish->failure)
    finish->failure = UNREADABLE;
}

void pdf_finish_page(PdfFinish *finish, const Page *page, PageMarks marks) {
  take_page_before(finish);
  const int index = (int)finish->labels->len;
  const double height = paint_page_side(page->height);
  g_ptr_array_add(finish->labels, g_strdup(page->number));
  PagePlan *plan = structure_page(finish->structure, page, marks);
  finish_annotations(finish, marks, index, height, plan->annotations);
  finish_destinations(finish, marks.destinations, marks.destination_count, index, height);
  finish->last_height = height;
  add_plan(finish, plan, marks, height);
}

void pdf_finish_late(PdfFinish *finish, const LatePage *page, PageMarks marks) {
  take_page_before(finish);
  const double height = paint_page_side(page->height);
  PagePlan *plan = structure_late(finish->structure, page->index, marks);
  finish_annotations(finish, marks, page->index, height, plan->annotations);
  add_plan(finish, plan, marks, height);
  finish_plain_pages(finish);
}

bool pdf_finish_bytes(PdfFinish *finish, const unsigned char *bytes, size_t length) {
  if (!finish->failure && !splitter_feed(finish->splitter, bytes, length) && !finish->failure)
    finish->failure = UNREADABLE;
  return !finish->failure;
}

void pdf_finish_passed(PdfFinish *finish, const FoNode *child) {
  structure_release_texts(finish->structure, child);
}

/* ---- Dates ------------------------------------------------------------------------------------- */

/* A date as "2021-03-17T00:00:00Z", newly allocated; what is no date gives the first of 1970. */
static char *normal_date(const char *given) {
  GTimeZone *utc = g_time_zone_new_utc();
  char *whole = given && strlen(given) == 10 ? g_strconcat(given, "T00:00:00Z", NULL) : NULL;
  GDateTime *time = given ? g_date_time_new_from_iso8601(whole ? whole : given, utc) : NULL;
  GDateTime *moved = time ? g_date_time_to_utc(time) : g_date_time_new_from_unix_utc(0);
  char *text = g_date_time_format(moved, "%Y-%m-%dT%H:%M:%SZ");
  g_date_time_unref(moved);
  if (time)
    g_date_time_unref(time);
  g_time_zone_unref(utc);
  g_free(whole);
  return text;
}

void append_date(GString *out, const char *date) {
  g_string_append(out, "(D:");
  for (; *date; date++)
    if (g_ascii_isdigit(*date) || *date == 'Z')
      g_string_append_c(out, *date);
  g_string_append_c(out, ')');
}

/* ---- What stands at the end --------------------------------------------------------------------- */

static int by_number(const void *a, const void *b) {
  return GPOINTER_TO_INT(a) < GPOINTER_TO_INT(b) ? -1 : 1;
}

static void write_held(PdfFinish *finish) {
  GList *numbers = g_list_sort(g_hash_table_get_keys(finish->held), by_number);
  for (GList *item = numbers; item; item = item->next) {
    const HeldStream *held = g_hash_table_lookup(finish->held, item->data);
    gsize length = 0;
    const void *bytes = g_bytes_get_data(held->bytes, &length);
    g_string_truncate(finish->text, 0);
    static const char *const DROPPED[] = {"Length", NULL};
    finish_copy(finish, finish->text, (Slice){held->dictionary, strlen(held->dictionary)}, DROPPED,
                NULL);
    g_string_truncate(finish->text, MAX(finish->text->len, 4) - 2);
    pdf_writer_stream(finish->writer, finish_number(finish, held->number), finish->text->str + 2,
                      bytes, length);
  }
  g_list_free(numbers);
}

static int write_object(PdfFinish *finish, const GString *text) {
  int number = pdf_writer_reserve(finish->writer, 1);
  pdf_writer_object(finish->writer, number, text->str, text->len);
  return number;
}

static void append_info(GString *out, const char *key, const char *value) {
  if (!value || !*value)
    return;
  g_string_append(out, key);
  append_text_string(out, value);
}

static int write_info(PdfFinish *finish, const DocumentInfo *info) {
  GString *text = g_string_new("<<");
  append_info(text, "/Title", info->title);
  append_info(text, "/Author", info->author);
  append_info(text, "/Subject", info->subject);
  append_info(text, "/Keywords", info->keywords);
  append_info(text, "/Producer", PRODUCER);
  g_string_append(text, "/CreationDate");
  append_date(text, info->created);
  g_string_append(text, "/ModDate");
  append_date(text, info->created);
  g_string_append(text, ">>");
  int number = write_object(finish, text);
  g_string_free(text, TRUE);
  return number;
}

static int write_metadata(PdfFinish *finish, const DocumentInfo *info, PdfClaims claims) {
  const XmpInput input = {.info = *info,
                          .producer = PRODUCER,
                          .author_xmp = finish->options.tree->xmp,
                          .claims = claims,
                          .diagnostics = finish->options.diagnostics,
                          .place = fo_place(finish->options.tree->root)};
  GString *packet = xmp_packet(&input);
  int number = pdf_writer_reserve(finish->writer, 1);
  pdf_writer_stream(finish->writer, number, "/Type/Metadata/Subtype/XML", packet->str, packet->len);
  g_string_free(packet, TRUE);
  return number;
}

static int write_output_intent(PdfFinish *finish) {
  GByteArray *profile = icc_srgb();
  int stream = pdf_writer_reserve(finish->writer, 1);
  pdf_writer_compressed(finish->writer, stream, "/N 3/Alternate/DeviceRGB", profile->data,
                        profile->len);
  g_byte_array_unref(profile);
  GString *text = g_string_new(NULL);
  g_string_printf(text,
                  "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
                  "/Info(sRGB IEC61966-2.1)/RegistryName(http://www.color.org)"
                  "/DestOutputProfile %d 0 R>>",
                  stream);
  int number = write_object(finish, text);
  g_string_free(text, TRUE);
  return number;
}

/* ---- Claims ------------------------------------------------------------------------------------- */

/* Was a character drawn that no font has? Both standards forbid it; it was reported where it is. */
static bool has_missing_glyphs(Diagnostics *diagnostics) {
  unsigned count = 0;
  const Diagnostic *all = diag_all(diagnostics, &count);
  for (unsigned i = 0; i < count; i++)
    if (strcmp(all[i].id, "text-missing-glyph") == 0)
      return true;
  return false;
}

/* What may be claimed. Reports what is missing, unless no claim is wanted. */
static PdfClaims decide_claims(PdfFinish *finish, bool structured, const DocumentInfo *info) {
  const PdfFinishOptions *options = &finish->options;
  Diagnostics *diagnostics = options->diagnostics;
  Place place = fo_place(options->tree->root);
  if (options->no_claim)
    return (PdfClaims){0};
  bool fit = structured && !has_missing_glyphs(diagnostics);
  if (!info->language) {
    diag_pdf_no_language(diagnostics, place);
    fit = false;
  }
  if (!info->title) {
    diag_pdf_no_title(diagnostics, place);
    fit = false;
  }
  if (!fit) {
    diag_pdf_unclaimed(diagnostics, place);
    return (PdfClaims){0};
  }
  return (PdfClaims){.ua = true, .part = options->attachment_count ? 3 : 2};
}

/* ---- The catalog -------------------------------------------------------------------------------- */

static int write_page_tree(PdfFinish *finish) {
  GString *text = g_string_new(NULL);
  g_string_printf(text, "<</Type/Pages/Count %u/Kids[", finish->page_objects->len);
  for (guint i = 0; i < finish->page_objects->len; i++)
    g_string_append_printf(text, "%d 0 R ", g_array_index(finish->page_objects, int, i));
  g_string_append(text, "]>>");
  const int number = finish_number(finish, finish->pages);
  pdf_writer_object(finish->writer, number, text->str, text->len);
  g_string_free(text, TRUE);
  return number;
}

/* The number that a label ends with, and how long it is before that; -1: with none. */
static gint64 label_number(const char *label, size_t *prefix) {
  size_t start = strlen(label);
  while (start > 0 && g_ascii_isdigit(label[start - 1]))
    start--;
  *prefix = start;
  const bool plain = label[start] && label[start] != '0' && strlen(label + start) < 10;
  return plain ? g_ascii_strtoll(label + start, NULL, 10) : -1;
}

/* What readers of PDF call the pages (§12.4.2), where it is not their places in the file. */
static void append_labels(const PdfFinish *finish, GString *catalog) {
  GString *ranges = g_string_new(NULL);
  const char *before = NULL;
  size_t before_length = 0;
  gint64 next = 0;
  bool plain = true;
  for (guint i = 0; i < finish->labels->len; i++) {
    const char *label = finish->labels->pdata[i] ? finish->labels->pdata[i] : "";
    size_t length = 0;
    const gint64 number = label_number(label, &length);
    plain = plain && length == 0 && number == (gint64)i + 1;
    if (!before || number < 0 || number != next || length != before_length ||
        memcmp(before, label, length) != 0) {
      char *prefix = g_strndup(label, number < 0 ? strlen(label) : length);
      g_string_append_printf(ranges, "%u<<", i);
      append_info(ranges, "/P", prefix);
      if (number >= 0)
        g_string_append_printf(ranges, "/S/D/St %d", (int)number);
      g_string_append(ranges, ">>");
      g_free(prefix);
    }
    before = label;
    before_length = length;
    next = number < 0 ? -2 : number + 1;
  }
  if (!plain)
    g_string_append_printf(catalog, "/PageLabels<</Nums[%s]>>", ranges->str);
  g_string_free(ranges, TRUE);
}

/* Destinations and attached files. */
static void append_names(PdfFinish *finish, GString *catalog, const char *date) {
  GString *names = g_string_new(NULL);
  const int destinations = finish_names(finish);
  if (destinations)
    g_string_append_printf(names, "/Dests %d 0 R", destinations);
  finish_attachments(finish, catalog, names, date);
  if (names->len)
    g_string_append_printf(catalog, "/Names<<%s>>", names->str);
  g_string_free(names, TRUE);
}

static int write_catalog(PdfFinish *finish, const DocumentInfo *info, PaintEnd end) {
  GString *text = g_string_new("<</Type/Catalog");
  g_string_append_printf(text, "/Pages %d 0 R", write_page_tree(finish));
  append_labels(finish, text);
  append_names(finish, text, info->created);
  pdf_finish_bookmarks(finish, end.bookmarks, false);
  if (finish->outline.root)
    g_string_append_printf(text, "/Outlines %d 0 R/PageMode/UseOutlines", finish->outline.root);
  bool structured = false;
  const int *pages = (const int *)(const void *)finish->page_objects->data;
  const int tree = structure_write(finish->structure, finish->writer, pages,
                                   !finish->options.no_claim, &structured);
  const PdfClaims claims = decide_claims(finish, structured, info);
  finish->claims = claims.ua;
  if (!is_omitted(finish, PDF_OMIT_STRUCTURE))
    g_string_append_printf(text, "/StructTreeRoot %d 0 R", tree);
  if (!is_omitted(finish, PDF_OMIT_MARK_INFO))
    g_string_append(text, "/MarkInfo<</Marked true>>");
  if (info->language && !is_omitted(finish, PDF_OMIT_LANGUAGE))
    append_info(text, "/Lang", info->language);
  if (!is_omitted(finish, PDF_OMIT_DISPLAY_TITLE))
    g_string_append(text, "/ViewerPreferences<</DisplayDocTitle true>>");
  if (!is_omitted(finish, PDF_OMIT_METADATA))
    g_string_append_printf(text, "/Metadata %d 0 R", write_metadata(finish, info, claims));
  if (!is_omitted(finish, PDF_OMIT_OUTPUT_INTENT))
    g_string_append_printf(text, "/OutputIntents[%d 0 R]", write_output_intent(finish));
  g_string_append(text, ">>");
  int number = write_object(finish, text);
  g_string_free(text, TRUE);
  return number;
}

static bool write_end(PdfFinish *finish, PaintEnd end) {
  DocumentInfo info = finish->options.info;
  char *title = info.title && *info.title ? NULL : structure_title(finish->structure);
  char *created = normal_date(info.created);
  if (title)
    info.title = title;
  info.created = created;
  info.language = structure_language(finish->structure);
  finish_destinations(finish, end.destinations, end.destination_count, (int)finish->labels->len - 1,
                      finish->last_height);
  write_held(finish);
  if (!finish_late_end(finish))
    finish->failure = "the resources of a page cannot be read";
  if (!glyph_texts_write(finish->glyph_texts))
    finish->failure = "a font's outlines are not sound";
  int catalog = write_catalog(finish, &info, end);
  char *trailer = g_strdup_printf("/Root %d 0 R/Info %d 0 R", catalog, write_info(finish, &info));
  int missing = 0;
  bool done = pdf_writer_end(finish->writer, trailer, !is_omitted(finish, PDF_OMIT_ID), &missing);
  if (missing)
    finish->failure = "an object is referred to and missing";
  g_free(trailer);
  g_free(created);
  g_free(title);
  return done;
}

bool pdf_finish_end(PdfFinish *finish, PaintEnd end) {
  if (!finish->failure && !splitter_flush(finish->splitter) && !finish->failure)
    finish->failure = UNREADABLE;
  bool ended = finish->ended || splitter_trailer(finish->splitter).text;
  if (!finish->failure && (!ended || !finish->catalog || !finish->pages))
    finish->failure = "it has no end";
  if (!finish->failure && !g_queue_is_empty(finish->plans))
    finish->failure = "there are fewer pages than were painted";
  bool done = !finish->failure && write_end(finish, end);
  if (finish->failure)
    diag_pdf_cairo(finish->options.diagnostics, PLACE_NONE, finish->failure);
  return done && !finish->failure;
}

bool pdf_finish_claims(const PdfFinish *finish) {
  return finish->claims;
}
