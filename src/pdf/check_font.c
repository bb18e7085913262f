/* Fonts (ISO 14289-1 §7.21, ISO 19005-2 §6.2.11). */
#include "pdf/check.h"
#include "pdf/textmap.h"

static Slice descendant(Check *check, Slice font) {
  SliceWalk walk = slice_walk(pdf_reader_key(check->reader, font, "DescendantFonts"));
  Slice first = {0};
  return slice_walk_item(&walk, &first) ? pdf_reader_resolve(check->reader, first) : (Slice){0};
}

static void check_program(Check *check, int page, int number, Slice font, const char *name) {
  Slice descriptor = pdf_reader_key(check->reader, font, "FontDescriptor");
  if (dict_lookup(descriptor, "FontFile").text || dict_lookup(descriptor, "FontFile2").text ||
      dict_lookup(descriptor, "FontFile3").text)
    return;
  check_found(check, "UA 7.21.4.1-1", page, number, "the font %s is not embedded", name);
  check_found(check, "A 6.2.11.4.1-1", page, number, "the font %s is not embedded", name);
}

static void check_composite(Check *check, int page, int number, Slice font, const char *name) {
  Slice cid_font = descendant(check, font);
  check_program(check, page, number, cid_font, name);
  if (slice_is(pdf_reader_key(check->reader, cid_font, "Subtype"), "/CIDFontType2") &&
      !pdf_reader_key(check->reader, cid_font, "CIDToGIDMap").text) {
    check_found(check, "UA 7.21.3.2-1", page, number, "the font %s has no CIDToGIDMap", name);
    check_found(check, "A 6.2.11.3.2-1", page, number, "the font %s has no CIDToGIDMap", name);
  }
  Slice encoding = pdf_reader_key(check->reader, font, "Encoding");
  if (!encoding.text)
    check_found(check, "A 6.2.11.3.3-1", page, number, "the font %s has no encoding", name);
}

/* How wide each character is; the fonts that every reader has once needed not say it. */
static void check_widths(Check *check, int page, int number, Slice font, const char *name) {
  Slice widths = pdf_reader_key(check->reader, font, "Widths");
  long first = slice_integer(pdf_reader_key(check->reader, font, "FirstChar"), -1);
  long last = slice_integer(pdf_reader_key(check->reader, font, "LastChar"), -1);
  long count = 0;
  SliceWalk walk = slice_walk(widths);
  for (Slice item; slice_walk_item(&walk, &item);)
    count++;
  if (!pdf_reader_key(check->reader, font, "FontDescriptor").text)
    return;
  if (first < 0)
    check_found(check, "A 6.2.11.2-4", page, number, "the font %s has no FirstChar", name);
  if (last < 0)
    check_found(check, "A 6.2.11.2-5", page, number, "the font %s has no LastChar", name);
  if (count != last - first + 1 || !widths.text)
    check_found(check, "A 6.2.11.2-6", page, number,
                "the font %s has %ld Widths for the characters %ld to %ld", name, count, first,
                last);
}

static void check_simple(Check *check, int page, int number, Slice font, const char *name) {
  check_program(check, page, number, font, name);
  check_widths(check, page, number, font, name);
  if (!slice_is(pdf_reader_key(check->reader, font, "Subtype"), "/TrueType"))
    return;
  Slice descriptor = pdf_reader_key(check->reader, font, "FontDescriptor");
  bool symbolic = slice_integer(pdf_reader_key(check->reader, descriptor, "Flags"), 0) & 4;
  Slice encoding = pdf_reader_key(check->reader, font, "Encoding");
  Slice base = encoding.text && *encoding.text == '/'
                   ? encoding
                   : pdf_reader_key(check->reader, encoding, "BaseEncoding");
  bool known = slice_is(base, "/WinAnsiEncoding") || slice_is(base, "/MacRomanEncoding");
  if (!symbolic && !known) {
    check_found(check, "UA 7.21.6-2", page, number,
                "the font %s is not symbolic and has no encoding of Windows or Mac", name);
    check_found(check, "A 6.2.11.6-2", page, number,
                "the font %s is not symbolic and has no encoding of Windows or Mac", name);
  }
}

void check_font(Check *check, int page, int number) {
  if (!g_hash_table_add(check->fonts_seen, GINT_TO_POINTER(number)))
    return;
  Slice font = pdf_reader_object(check->reader, number);
  Slice kind = pdf_reader_key(check->reader, font, "Subtype");
  char *name = slice_name(pdf_reader_key(check->reader, font, "BaseFont"));
  if (slice_is(kind, "/Type0"))
    check_composite(check, page, number, font, name);
  else if (!slice_is(kind, "/Type3"))
    check_simple(check, page, number, font, name);
  TextMap *map = text_map_new(check->reader, font);
  if (!text_map_is_readable(map)) {
    check_found(check, "UA 7.21.7-1", page, number,
                "the font %s does not say what its characters are (ToUnicode)", name);
    check_found(check, "A 6.2.11.7.2-1", page, number,
                "the font %s does not say what its characters are (ToUnicode)", name);
  }
  text_map_free(map);
  g_free(name);
}
