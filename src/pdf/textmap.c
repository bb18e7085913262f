#include "pdf/textmap.h"

#include <math.h>
#include <string.h>

/* A range of a character map may not be longer than its codes. */
enum { MAX_RANGE = 65536, SIMPLE_CODES = 256 };

struct TextMap {
  GHashTable *unicode; /* code -> UTF-8 */
  bool composite;      /* codes of two bytes, unless the map says otherwise */
  bool has_map, has_encoding, identity;
  guint8 code_bytes[256]; /* of ToUnicode's or the encoding's codespace: by first byte */
  gunichar simple[SIMPLE_CODES];
  double widths[SIMPLE_CODES];
  GHashTable *cid_widths; /* CID -> width in 1/1000, as an int */
  double default_width;
  char buffer[8];
};

/* ---- Encodings ------------------------------------------------------------------------------------ */

static gunichar win_ansi(guint8 byte) {
  static const gunichar HIGH[32] = {0x20ac, 0x2022, 0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
                                    0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x2022, 0x17d,  0x2022,
                                    0x2022, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                    0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x2022, 0x17e,  0x178};
  if (byte < 0x20)
    return 0;
  return byte >= 0x80 && byte < 0xa0 ? HIGH[byte - 0x80] : byte;
}

static gunichar mac_roman(guint8 byte) {
  if (byte < 0x80)
    return byte >= 0x20 ? byte : 0;
  char in = (char)byte;
  char *out = g_convert(&in, 1, "UTF-8", "MACINTOSH", NULL, NULL, NULL);
  gunichar c = out ? g_utf8_get_char(out) : 0;
  g_free(out);
  return c;
}

/* Names of glyphs that Latin text uses (Adobe Glyph List), besides single letters and uniXXXX. */
static gunichar glyph_character(const char *name) {
  static const struct {
    const char *name;
    gunichar c;
  } NAMES[] = {{"space", ' '},
               {"period", '.'},
               {"comma", ','},
               {"hyphen", '-'},
               {"colon", ':'},
               {"semicolon", ';'},
               {"parenleft", '('},
               {"parenright", ')'},
               {"quotesingle", '\''},
               {"quotedbl", '"'},
               {"exclam", '!'},
               {"question", '?'},
               {"slash", '/'},
               {"ampersand", '&'},
               {"percent", '%'},
               {"plus", '+'},
               {"equal", '='},
               {"asterisk", '*'},
               {"zero", '0'},
               {"one", '1'},
               {"two", '2'},
               {"three", '3'},
               {"four", '4'},
               {"five", '5'},
               {"six", '6'},
               {"seven", '7'},
               {"eight", '8'},
               {"nine", '9'},
               {"bullet", 0x2022},
               {"endash", 0x2013},
               {"emdash", 0x2014},
               {"quoteleft", 0x2018},
               {"quoteright", 0x2019},
               {"quotedblleft", 0x201c},
               {"quotedblright", 0x201d},
               {"ellipsis", 0x2026},
               {"fi", 0xfb01},
               {"fl", 0xfb02},
               {"ff", 0xfb00},
               {"ffi", 0xfb03},
               {"ffl", 0xfb04},
               {"bracketleft", '['},
               {"bracketright", ']'},
               {"underscore", '_'},
               {"at", '@'},
               {"numbersign", '#'},
               {"dollar", '$'},
               {"sterling", 0xa3},
               {"Euro", 0x20ac},
               {"eacute", 0xe9},
               {"egrave", 0xe8},
               {"adieresis", 0xe4},
               {"odieresis", 0xf6},
               {"udieresis", 0xfc},
               {"ccedilla", 0xe7},
               {"germandbls", 0xdf}};
  if (name[0] && !name[1])
    return (guchar)name[0];
  for (size_t i = 0; i < G_N_ELEMENTS(NAMES); i++)
    if (strcmp(NAMES[i].name, name) == 0)
      return NAMES[i].c;
  if (strncmp(name, "uni", 3) == 0 && strlen(name) == 7)
    return (gunichar)g_ascii_strtoull(name + 3, NULL, 16);
  return 0;
}

static void set_base(TextMap *map, Slice name) {
  bool mac = slice_is(name, "/MacRomanEncoding"), win = slice_is(name, "/WinAnsiEncoding");
  map->has_encoding |= mac || win;
  for (int i = 0; i < SIMPLE_CODES; i++)
    map->simple[i] = mac ? mac_roman((guint8)i) : win_ansi((guint8)i);
}

static void read_encoding(TextMap *map, PdfReader *reader, Slice font) {
  Slice encoding = pdf_reader_key(reader, font, "Encoding");
  if (map->composite) {
    map->identity = slice_is(encoding, "/Identity-H") || slice_is(encoding, "/Identity-V");
    return;
  }
  bool named = encoding.text && *encoding.text == '/';
  set_base(map, named ? encoding : pdf_reader_key(reader, encoding, "BaseEncoding"));
  Slice differences = named ? (Slice){0} : pdf_reader_key(reader, encoding, "Differences");
  SliceWalk walk = slice_walk(differences);
  int code = 0;
  for (Slice item; slice_walk_item(&walk, &item);) {
    if (*item.text != '/') {
      code = (int)slice_integer(item, 0);
    } else if (code >= 0 && code < SIMPLE_CODES) {
      char *name = slice_name(item);
      gunichar c = glyph_character(name);
      map->simple[code++] = c;
      map->has_encoding |= c != 0;
      g_free(name);
    }
  }
}

/* ---- ToUnicode (PDF 1.7 §9.10.3) -------------------------------------------------------------------- */

static guint32 code_of(PdfToken token, size_t *bytes) {
  GByteArray *code = string_bytes(token.text, token.length);
  guint32 value = 0;
  for (guint i = 0; i < MIN(code->len, 4); i++)
    value = value << 8 | code->data[i];
  *bytes = CLAMP(code->len, 1, 4);
  g_byte_array_unref(code);
  return value;
}

/* What a code maps to, `step` further than it says; newly allocated. */
static char *target_of(PdfToken token, guint32 step) {
  GByteArray *utf16 = string_bytes(token.text, token.length);
  if (utf16->len >= 2) {
    guint32 last = (guint32)utf16->data[utf16->len - 2] << 8 | utf16->data[utf16->len - 1];
    last += step;
    utf16->data[utf16->len - 2] = (guint8)(last >> 8);
    utf16->data[utf16->len - 1] = (guint8)last;
  }
  char *text = utf16_text(utf16->data, utf16->len);
  g_byte_array_unref(utf16);
  return text;
}

static gpointer map_key(guint32 code, size_t bytes) {
  return GSIZE_TO_POINTER((gsize)code | (gsize)bytes << 32);
}

static void map_code(TextMap *map, guint32 code, size_t bytes, char *text) {
  if (text)
    g_hash_table_insert(map->unicode, map_key(code, bytes), text);
}

static void note_codespace(TextMap *map, PdfToken low, PdfToken high) {
  size_t bytes = 1, same = 1;
  guint32 from = code_of(low, &bytes), to = code_of(high, &same);
  int shift = (int)(8 * (bytes - 1));
  for (guint32 first = from >> shift & 0xff; first <= (to >> shift & 0xff); first++)
    map->code_bytes[first] = (guint8)bytes;
}

static void read_range(TextMap *map, PdfLexer *lexer, PdfToken low) {
  size_t bytes = 1, same = 1;
  guint32 from = code_of(low, &bytes), to = code_of(pdf_next_token(lexer), &same);
  PdfToken target = pdf_next_token(lexer);
  if (target.kind == TOKEN_ARRAY_OPEN) {
    for (PdfToken item = pdf_next_token(lexer); item.kind == TOKEN_HEX;
         item = pdf_next_token(lexer))
      map_code(map, from++, bytes, target_of(item, 0));
    return;
  }
  for (guint32 i = 0; target.kind == TOKEN_HEX && i < MAX_RANGE && from + i <= to; i++)
    map_code(map, from + i, bytes, target_of(target, i));
}

static void read_to_unicode(TextMap *map, const GByteArray *bytes) {
  enum { NOWHERE, SPACES, CHARACTERS, RANGES } section = NOWHERE;
  PdfLexer lexer = pdf_lexer((const char *)bytes->data, bytes->len);
  for (PdfToken token = pdf_next_token(&lexer); token.kind > TOKEN_BROKEN;
       token = pdf_next_token(&lexer)) {
    if (pdf_token_is(token, "begincodespacerange"))
      section = SPACES;
    else if (pdf_token_is(token, "beginbfchar"))
      section = CHARACTERS;
    else if (pdf_token_is(token, "beginbfrange"))
      section = RANGES;
    else if (token.kind == TOKEN_WORD)
      section = NOWHERE;
    if (token.kind != TOKEN_HEX || section == NOWHERE)
      continue;
    size_t length = 1;
    if (section == RANGES) {
      read_range(map, &lexer, token);
    } else if (section == SPACES) {
      note_codespace(map, token, pdf_next_token(&lexer));
    } else {
      guint32 code = code_of(token, &length);
      map_code(map, code, length, target_of(pdf_next_token(&lexer), 0));
    }
  }
}

/* ---- Widths ------------------------------------------------------------------------------------------ */

static void set_cid_width(TextMap *map, long cid, double width) {
  if (cid >= 0 && cid <= 0xffff)
    g_hash_table_insert(map->cid_widths, GINT_TO_POINTER(cid), GINT_TO_POINTER((int)lrint(width)));
}

/* W of a CIDFont: "c [w …]" and "first last w" (PDF 1.7 §9.7.4.3). */
static void read_cid_widths(TextMap *map, PdfReader *reader, Slice font) {
  map->default_width = slice_number(pdf_reader_key(reader, font, "DW"), 1000);
  SliceWalk walk = slice_walk(pdf_reader_key(reader, font, "W"));
  for (Slice first, second; slice_walk_item(&walk, &first) && slice_walk_item(&walk, &second);) {
    long cid = slice_integer(first, 0);
    second = pdf_reader_resolve(reader, second);
    Slice width = {0};
    if (second.text && *second.text == '[') {
      SliceWalk list = slice_walk(second);
      while (slice_walk_item(&list, &width))
        set_cid_width(map, cid++, slice_number(width, 0));
    } else if (slice_walk_item(&walk, &width)) {
      long last = MIN(slice_integer(second, 0), 0xffff);
      for (; cid <= last; cid++)
        set_cid_width(map, cid, slice_number(width, 0));
    }
  }
}

static void read_simple_widths(TextMap *map, PdfReader *reader, Slice font) {
  long code = slice_integer(pdf_reader_key(reader, font, "FirstChar"), 0);
  SliceWalk walk = slice_walk(pdf_reader_key(reader, font, "Widths"));
  for (int i = 0; i < SIMPLE_CODES; i++)
    map->widths[i] = 500; /* of a standard font, whose widths are not in the file */
  for (Slice width; slice_walk_item(&walk, &width); code++)
    if (code >= 0 && code < SIMPLE_CODES)
      map->widths[code] = slice_number(pdf_reader_resolve(reader, width), 0);
}

/* ---- Fonts ------------------------------------------------------------------------------------------- */

TextMap *text_map_new(PdfReader *reader, Slice font) {
  TextMap *map = g_new0(TextMap, 1);
  map->unicode = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  map->cid_widths = g_hash_table_new(NULL, NULL);
  font = pdf_reader_resolve(reader, font);
  map->composite = slice_is(pdf_reader_key(reader, font, "Subtype"), "/Type0");
  memset(map->code_bytes, map->composite ? 2 : 1, sizeof map->code_bytes);
  read_encoding(map, reader, font);
  GByteArray *bytes = pdf_reader_stream(reader, slice_reference(dict_lookup(font, "ToUnicode")));
  if (bytes) {
    map->has_map = true;
    read_to_unicode(map, bytes);
    g_byte_array_unref(bytes);
  }
  if (!map->composite)
    memset(map->code_bytes, 1, sizeof map->code_bytes);
  if (map->composite) {
    Slice descendants = pdf_reader_key(reader, font, "DescendantFonts"), first = {0};
    SliceWalk walk = slice_walk(descendants);
    if (slice_walk_item(&walk, &first))
      read_cid_widths(map, reader, pdf_reader_resolve(reader, first));
  } else {
    read_simple_widths(map, reader, font);
  }
  return map;
}

void text_map_free(gpointer data) {
  TextMap *map = data;
  if (!map)
    return;
  g_hash_table_unref(map->unicode);
  g_hash_table_unref(map->cid_widths);
  g_free(map);
}

bool text_map_is_readable(const TextMap *map) {
  return map->has_map || (!map->composite && map->has_encoding);
}

size_t text_map_read(TextMap *map, const guint8 *bytes, size_t length, TextCode *code) {
  size_t size = MIN(map->code_bytes[bytes[0]], length);
  guint32 value = 0;
  for (size_t i = 0; i < size; i++)
    value = value << 8 | bytes[i];
  *code = (TextCode){.text = g_hash_table_lookup(map->unicode, map_key(value, size)),
                     .space = size == 1 && value == ' ',
                     .notdef = map->composite && map->identity && value == 0};
  if (map->composite) {
    gpointer width = NULL;
    bool known =
        g_hash_table_lookup_extended(map->cid_widths, GINT_TO_POINTER((int)value), NULL, &width);
    code->width = known ? GPOINTER_TO_INT(width) : map->default_width;
    return size;
  }
  code->width = map->widths[value & 0xff];
  if (!code->text && map->simple[value & 0xff]) {
    map->buffer[g_unichar_to_utf8(map->simple[value & 0xff], map->buffer)] = '\0';
    code->text = map->buffer;
  }
  return size;
}
