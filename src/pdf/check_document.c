/* The document as a whole. */
#include "pdf/check.h"

#include <string.h>

static Slice catalog_key(const Check *check, const char *key) {
  return pdf_reader_key(check->reader, pdf_reader_catalog(check->reader), key);
}

/* ---- The file -------------------------------------------------------------------------------------- */

static void check_file(Check *check) {
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data(pdf_reader_bytes(check->reader), &length);
  bool header = length > 9 && memcmp(bytes, "%PDF-1.", 7) == 0;
  if (!header)
    check_found(check, "A 6.1.2-1", 0, 0, "the file does not begin with %%PDF-1.");
  const guint8 *line = header ? memchr(bytes, '\n', MIN(length, 20)) : NULL;
  bool comment = line && line + 5 < bytes + length && line[1] == '%';
  for (int i = 2; comment && i < 6; i++)
    comment = line[i] >= 128;
  if (header && !comment)
    check_found(check, "A 6.1.2-2", 0, 0, "no comment of four bytes above 127 follows the header");
  Slice trailer = pdf_reader_trailer(check->reader);
  if (!pdf_reader_key(check->reader, trailer, "ID").text)
    check_found(check, "A 6.1.3-1", 0, 0, "the trailer has no ID");
  if (dict_lookup(trailer, "Encrypt").text)
    check_found(check, "A 6.1.3-2", 0, 0, "the file is encrypted");
  for (unsigned i = 0;; i++) {
    const char *warning = pdf_reader_warning(check->reader, i);
    if (!warning)
      break;
    check_found(check, "A 6.1-1", 0, 0, "the syntax is broken: %s", warning);
  }
}

/* ---- Metadata ------------------------------------------------------------------------------------ */

static void check_metadata(Check *check) {
  MetadataSummary *summary = metadata_summary_new(check->reader);
  if (!summary) {
    check_found(check, "A 6.6.2.1-1", 0, 0, "the catalog has no metadata stream");
    check_found(check, "UA 7.1-8", 0, 0, "the catalog has no metadata stream");
    check->part = 2;
    return;
  }
  check->part = summary->part == 3 ? 3 : 2;
  int object = slice_reference(dict_lookup(pdf_reader_catalog(check->reader), "Metadata"));
  Slice stream = pdf_reader_object(check->reader, object);
  if (dict_lookup(stream, "Filter").text)
    check_found(check, "A 6.6.2.1-2", 0, object, "the metadata stream is filtered");
  if (!summary->well_formed)
    check_found(check, "A 6.6.2.1-4", 0, object, "the metadata are no well-formed XMP");
  if (!summary->part && !summary->conformance)
    check_found(check, "A 6.6.4-1", 0, object, "the metadata do not name PDF/A");
  else if (summary->part != 2 && summary->part != 3)
    check_found(check, "A 6.6.4-2", 0, object, "the metadata do not name part 2 or 3 of PDF/A");
  else if (summary->conformance != 'A')
    check_found(check, "A 6.6.4-3", 0, object, "the metadata do not name level A of PDF/A");
  if (!summary->ua)
    check_found(check, "UA 5-1", 0, object, "the metadata do not name PDF/UA-1");
  if (!summary->title)
    check_found(check, "UA 7.1-9", 0, object, "the metadata have no dc:title");
  for (guint i = 0; i < summary->faults->len; i++) {
    const MetadataFault *fault = &g_array_index(summary->faults, MetadataFault, i);
    check_found(check, fault->rule, 0, object, "%s", fault->fault);
  }
  metadata_summary_free(summary);
}

/* ---- The catalog --------------------------------------------------------------------------------- */

static void check_catalog(Check *check) {
  char *language = slice_text(catalog_key(check, "Lang"));
  check->has_language = *language != '\0';
  if (!check->has_language)
    check_found(check, "UA 7.2-33", 0, 0, "the catalog has no Lang");
  else
    check_language_faults(check, 0, 0, language);
  g_free(language);
  Slice preferences = catalog_key(check, "ViewerPreferences");
  if (!slice_is(pdf_reader_key(check->reader, preferences, "DisplayDocTitle"), "true"))
    check_found(check, "UA 7.1-10", 0, 0,
                "readers are not told to show the title (DisplayDocTitle)");
  Slice mark_info = catalog_key(check, "MarkInfo");
  if (!slice_is(pdf_reader_key(check->reader, mark_info, "Marked"), "true")) {
    check_found(check, "UA 6.2-1", 0, 0, "the file does not say that it is tagged (MarkInfo)");
    check_found(check, "A 6.7.2.2-1", 0, 0, "the file does not say that it is tagged (MarkInfo)");
  }
  if (slice_is(pdf_reader_key(check->reader, mark_info, "Suspects"), "true"))
    check_found(check, "UA 7.1-4", 0, 0, "the tags are said to be suspect");
  if (!catalog_key(check, "StructTreeRoot").text) {
    check_found(check, "UA 7.1-11", 0, 0, "there is no structure tree");
    check_found(check, "A 6.7.3.3-1", 0, 0, "there is no structure tree");
  }
  if (catalog_key(check, "AA").text)
    check_found(check, "A 6.5.2-2", 0, 0, "the catalog has additional actions");
  if (slice_is(catalog_key(check, "NeedsRendering"), "true"))
    check_found(check, "A 6.4.2-2", 0, 0, "the file needs rendering by XFA");
}

static void check_intents(Check *check) {
  SliceWalk walk = slice_walk(catalog_key(check, "OutputIntents"));
  for (Slice item; slice_walk_item(&walk, &item);) {
    Slice intent = pdf_reader_resolve(check->reader, item);
    if (!slice_is(pdf_reader_key(check->reader, intent, "S"), "/GTS_PDFA1"))
      continue;
    int number = slice_reference(dict_lookup(intent, "DestOutputProfile"));
    GByteArray *profile = pdf_reader_stream(check->reader, number);
    bool rgb = profile && profile->len > 128 && memcmp(profile->data + 16, "RGB ", 4) == 0 &&
               memcmp(profile->data + 36, "acsp", 4) == 0;
    bool right = rgb && profile->data[8] <= 4;
    if (!right)
      check_found(check, "A 6.2.3-1", 0, number, "the output intent has no ICC profile of RGB");
    check->has_intent |= right;
    if (profile)
      g_byte_array_unref(profile);
  }
}

/* ---- Outline and actions ----------------------------------------------------------------------------- */

static int count_open_items(Check *check, Slice item, int depth, GHashTable *seen) {
  enum { MOST_DEPTH = 64 };
  int count = 0;
  for (; item.text && g_hash_table_add(seen, (gpointer)item.text);
       item = pdf_reader_key(check->reader, item, "Next")) {
    Slice first = pdf_reader_key(check->reader, item, "First");
    int below =
        first.text && depth < MOST_DEPTH ? count_open_items(check, first, depth + 1, seen) : 0;
    bool open = slice_integer(pdf_reader_key(check->reader, item, "Count"), 0) > 0;
    check_string_length(check, 0, 0, item, "Title");
    count += 1 + (open ? below : 0);
  }
  return count;
}

static void check_outline(Check *check) {
  Slice outline = catalog_key(check, "Outlines");
  if (!outline.text)
    return;
  GHashTable *seen = g_hash_table_new(NULL, NULL);
  int count = count_open_items(check, pdf_reader_key(check->reader, outline, "First"), 0, seen);
  long said = slice_integer(pdf_reader_key(check->reader, outline, "Count"), count);
  if (said != count)
    check_found(check, "PDF 12.3.3", 0, 0, "the outline's Count is %ld, but %d items show", said,
                count);
  g_hash_table_unref(seen);
}

/* Every object is looked at for an action that PDF/A forbids. */
static void check_actions(Check *check) {
  static const char *const FORBIDDEN[] = {
      "/Launch",      "/Sound",     "/Movie", "/ResetForm",  "/ImportData", "/Hide",
      "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView", "/JavaScript"};
  for (int number = 1; number < pdf_reader_object_limit(check->reader); number++) {
    Slice object = pdf_reader_object(check->reader, number);
    if (!object.text || *object.text != '<')
      continue;
    const Slice places[] = {object, pdf_reader_key(check->reader, object, "A"),
                            pdf_reader_key(check->reader, object, "OpenAction")};
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
      Slice kind = dict_lookup(places[i], "S");
      for (size_t k = 0; kind.text && k < G_N_ELEMENTS(FORBIDDEN); k++)
        if (slice_is(kind, FORBIDDEN[k]) && (i > 0 || dict_lookup(object, "P").text == NULL))
          check_found(check, "A 6.5.1-1", 0, number, "an action is %s", FORBIDDEN[k] + 1);
    }
    if (dict_lookup(object, "AA").text &&
        number != slice_reference(dict_lookup(pdf_reader_trailer(check->reader), "Root")))
      check_found(check, "A 6.5.2-1", 0, number, "there are additional actions (AA)");
    Slice filter = pdf_reader_key(check->reader, object, "Filter");
    if (filter.text && g_strstr_len(filter.text, (gssize)filter.length, "/LZWDecode"))
      check_found(check, "A 6.1.7.2-1", 0, number, "a stream is packed with LZW");
  }
}

/* ---- Files -------------------------------------------------------------------------------------------- */

static void check_files(Check *check) {
  GArray *files = inspect_files(check->reader);
  SliceWalk associated = slice_walk(catalog_key(check, "AF"));
  Slice first;
  bool has_association = slice_walk_item(&associated, &first);
  for (guint i = 0; i < files->len; i++) {
    const EmbeddedFile *file = &g_array_index(files, EmbeddedFile, i);
    if (check->part == 2)
      check_found(check, "A 6.8-5", 0, file->object,
                  "the file “%s” is attached: PDF/A-2 allows PDF/A files only", file->name);
    if (!*file->mime_type)
      check_found(check, "A-3 6.8-1", 0, file->object, "the file “%s” has no type (Subtype)",
                  file->name);
    if (!*file->relationship)
      check_found(check, "A-3 6.8-3", 0, file->object, "the file “%s” has no AFRelationship",
                  file->name);
    if (!has_association)
      check_found(check, "A-3 6.8-4", 0, file->object, "the file “%s” is associated with nothing",
                  file->name);
  }
  g_array_unref(files);
}

void check_document(Check *check) {
  check_metadata(check);
  check_file(check);
  check_catalog(check);
  check_intents(check);
  check_outline(check);
  check_actions(check);
  check_files(check);
}
