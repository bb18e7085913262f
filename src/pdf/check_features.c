#define _GNU_SOURCE /* memmem */
/* What PDF/A does not allow, or limits, in the catalog, in pages and in their resources. */
#include "pdf/check.h"

#include <math.h>
#include <string.h>

static Slice catalog_key(const Check *check, const char *key) {
  return pdf_reader_key(check->reader, pdf_reader_catalog(check->reader), key);
}

static bool is_one_of(Slice value, const char *const *names) {
  for (; *names; names++)
    if (slice_is(value, *names))
      return true;
  return false;
}

/* ---- The document ---------------------------------------------------------------------------------- */

static void check_form(Check *check) {
  Slice form = catalog_key(check, "AcroForm");
  if (slice_is(pdf_reader_key(check->reader, form, "NeedAppearances"), "true"))
    check_found(check, "A 6.4.1-3", 0, 0, "the form's appearances must be made by the reader");
  if (pdf_reader_key(check->reader, form, "XFA").text)
    check_found(check, "A 6.4.2-1", 0, 0, "there is a form of XFA");
}

static void check_layers(Check *check) {
  Slice properties = catalog_key(check, "OCProperties");
  if (!properties.text)
    return;
  Slice usual = pdf_reader_key(check->reader, properties, "D");
  char *name = slice_text(pdf_reader_key(check->reader, usual, "Name"));
  if (!*name)
    check_found_in_both(check, "UA 7.10-1", "A 6.9-1", 0, 0,
                        "the configuration of layers has no Name");
  if (pdf_reader_key(check->reader, usual, "AS").text)
    check_found_in_both(check, "UA 7.10-2", "A 6.9-4", 0, 0,
                        "the configuration of layers has an AS");
  g_free(name);
}

/* Behind the last %%EOF may stand one end of a line. */
static void check_end(Check *check) {
  static const char MARK[] = "%%EOF";
  enum { LENGTH = sizeof MARK - 1 };
  gsize length = 0;
  const char *bytes = g_bytes_get_data(pdf_reader_bytes(check->reader), &length);
  gsize at = length < LENGTH ? 0 : length - LENGTH;
  while (at > 0 && memcmp(bytes + at, MARK, LENGTH) != 0)
    at--;
  if (at == 0)
    return;
  at += LENGTH;
  at += at < length && bytes[at] == '\r';
  at += at < length && bytes[at] == '\n';
  if (at < length)
    check_found(check, "A 6.1.3-3", 0, 0, "there are bytes behind the end of the file");
}

/* The end of a stream stands on a line of its own. */
static void check_streams(Check *check) {
  static const char WORD[] = "endstream";
  enum { LENGTH = sizeof WORD - 1 };
  gsize length = 0;
  const char *bytes = g_bytes_get_data(pdf_reader_bytes(check->reader), &length);
  const char *end = bytes + length, *at = bytes;
  while ((at = memmem(at, (gsize)(end - at), WORD, LENGTH))) {
    const char *behind = at + LENGTH;
    while (behind < end && g_ascii_isspace(*behind))
      behind++;
    const bool whole = end - behind >= 6 && memcmp(behind, "endobj", 6) == 0;
    if (whole && at > bytes && at[-1] != '\n' && at[-1] != '\r') {
      check_found(check, "A 6.1.7.1-2", 0, 0, "“endstream” does not begin a line");
      return;
    }
    at += LENGTH;
  }
}

void check_catalog_features(Check *check) {
  check_form(check);
  check_layers(check);
  check_end(check);
  check_streams(check);
  if (catalog_key(check, "Requirements").text)
    check_found(check, "A 6.11-1", 0, 0, "the catalog has Requirements");
  SliceWalk permissions = slice_walk(catalog_key(check, "Perms"));
  for (Slice key, value; slice_walk_entry(&permissions, &key, &value);)
    if (!slice_is(key, "/UR3") && !slice_is(key, "/DocMDP"))
      check_found(check, "A 6.1.12-1", 0, 0, "Perms has another key than UR3 and DocMDP");
  Slice action = catalog_key(check, "OpenAction");
  static const char *const ALLOWED[] = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage", NULL};
  if (slice_is(pdf_reader_key(check->reader, action, "S"), "/Named") &&
      !is_one_of(pdf_reader_key(check->reader, action, "N"), ALLOWED))
    check_found(check, "A 6.5.1-2", 0, 0, "an action is named otherwise than for turning pages");
}

/* ---- Pages ------------------------------------------------------------------------------------------- */

static void check_box(Check *check, int page, int object, Slice box) {
  enum { LEAST = 3, MOST = 14400 };
  double corners[4] = {0};
  int count = 0;
  SliceWalk walk = slice_walk(box);
  for (Slice item; count < 4 && slice_walk_item(&walk, &item);)
    corners[count++] = slice_number(pdf_reader_resolve(check->reader, item), 0);
  double width = fabs(corners[2] - corners[0]), height = fabs(corners[3] - corners[1]);
  if (count == 4 && (width < LEAST || height < LEAST || width > MOST || height > MOST))
    check_found(check, "A 6.1.13-11", page + 1, object,
                "the page is %g × %g: 3 to 14,400 are allowed a side", width, height);
}

static void check_state(Check *check, int page, int object, Slice state) {
  static const char *const MODES[] = {
      "/Normal",    "/Compatible", "/Multiply",   "/Screen",    "/Overlay",    "/Darken",
      "/Lighten",   "/ColorDodge", "/ColorBurn",  "/HardLight", "/SoftLight",  "/Difference",
      "/Exclusion", "/Hue",        "/Saturation", "/Color",     "/Luminosity", NULL};
  if (pdf_reader_key(check->reader, state, "TR").text)
    check_found(check, "A 6.2.5-1", page + 1, object, "a transfer function is used (TR)");
  if (pdf_reader_key(check->reader, state, "HTP").text)
    check_found(check, "A 6.2.5-3", page + 1, object, "a halftone has a phase (HTP)");
  Slice mode = pdf_reader_key(check->reader, state, "BM");
  if (mode.text && *mode.text == '/' && !is_one_of(mode, MODES))
    check_found(check, "A 6.2.10-1", page + 1, object, "a blend mode is not one of PDF 1.7");
}

void check_page_features(Check *check, int page, int object, Slice dictionary) {
  check_box(check, page, object, page_inherited(check->reader, dictionary, "MediaBox"));
  if (dict_lookup(dictionary, "CropBox").text)
    check_box(check, page, object, pdf_reader_key(check->reader, dictionary, "CropBox"));
  if (dict_lookup(dictionary, "AA").text)
    check_found(check, "A 6.5.2-2", page + 1, object, "the page has additional actions");
  if (dict_lookup(dictionary, "PresSteps").text)
    check_found(check, "A 6.10-2", page + 1, object, "the page has steps of a presentation");
  Slice resources = page_inherited(check->reader, dictionary, "Resources");
  SliceWalk states = slice_walk(pdf_reader_key(check->reader, resources, "ExtGState"));
  for (Slice name, value; slice_walk_entry(&states, &name, &value);)
    check_state(check, page, object, pdf_reader_resolve(check->reader, value));
}
