#include "pdf/glyphfont.h"
#include "pdf/syntax.h"

#include <hb-ot.h>
#include <string.h>

enum { MAPPINGS_AT_ONCE = 100, NAME_LENGTH = 64 };

/* Each part may bring as many glyphs with it as its tree of components has. */
G_STATIC_ASSERT(GLYPH_FONT_MAX_PARTS *OUTLINE_MAX_PARTS *(OUTLINE_MAX_DEPTH + 1) <
                TRUETYPE_MAX_GLYPHS - OUTLINE_MAX_PARTS * (OUTLINE_MAX_DEPTH + 1) - 2);

enum { PLAIN_BYTES = 4 };

/* Of one byte there are 255, and a carriage return would be taken for the end of a line. */
enum { NARROW_CODES = 254 };

/* The latest code for a glyph of the face whose text has few bytes. */
typedef struct {
  char text[PLAIN_BYTES];
  guint8 code; /* 0: none */
  int advance; /* if there is a code */
} PlainCode;

struct GlyphFont {
  GlyphFontKind kind;
  hb_face_t *face;
  Outlines *source;
  int number;
  GHashTable *codes;    /* GBytes (text, width, parts) -> number of its glyph */
  GArray *plain;        /* of PlainCode, by glyph of the face: the latest */
  GArray *glyphs;       /* of TrueTypeGlyph: 1, 2, …, which are the codes of a wide font */
  GPtrArray *texts;     /* of char *: of the same */
  GHashTable *needed;   /* the face's glyphs that these consist of */
  TrueTypeCodes narrow; /* of a narrow font: glyphs by codes, */
  guint8 bytes[256];    /* and codes by glyphs */
};

static void clear_glyph(gpointer glyph) {
  g_free(((TrueTypeGlyph *)glyph)->parts);
}

GlyphFont *glyph_font_new(hb_face_t *face, GlyphFontKind kind, int number) {
  Outlines *source = outlines_open(face);
  if (!source)
    return NULL;
  GlyphFont *font = g_new0(GlyphFont, 1);
  font->kind = kind;
  font->face = hb_face_reference(face);
  font->source = source;
  font->number = number;
  font->codes =
      g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
  font->glyphs = g_array_new(FALSE, FALSE, sizeof(TrueTypeGlyph));
  g_array_set_clear_func(font->glyphs, clear_glyph);
  font->texts = g_ptr_array_new_with_free_func(g_free);
  font->plain = g_array_new(FALSE, TRUE, sizeof(PlainCode));
  font->needed = g_hash_table_new(NULL, NULL);
  truetype_need(source, 0, font->needed); /* .notdef */
  return font;
}

void glyph_font_free(GlyphFont *font) {
  if (!font)
    return;
  g_hash_table_unref(font->codes);
  g_array_unref(font->plain);
  g_array_unref(font->glyphs);
  g_ptr_array_unref(font->texts);
  g_hash_table_unref(font->needed);
  outlines_close(font->source);
  hb_face_destroy(font->face);
  g_free(font);
}

int glyph_font_number(const GlyphFont *font) {
  return font->number;
}

int glyph_font_units(const GlyphFont *font) {
  return outlines_units(font->source);
}

int glyph_font_advance(const GlyphFont *font, uint32_t glyph) {
  return outlines_advance(font->source, glyph);
}

/* Is there room for another code? If there is not, the font is full. */
static bool make_room(GlyphFont *font, const GlyphPart *parts, int count) {
  if (font->kind == GLYPH_FONT_NARROW && font->glyphs->len >= NARROW_CODES)
    return false;
  for (int i = 0; i < count; i++)
    truetype_need(font->source, parts[i].glyph, font->needed);
  return font->glyphs->len + g_hash_table_size(font->needed) + 2 <= TRUETYPE_MAX_GLYPHS;
}

uint16_t glyph_font_code(GlyphFont *font, const char *text, const GlyphPart *parts, int count,
                         int width) {
  GByteArray *key = g_byte_array_new();
  g_byte_array_append(key, (const guint8 *)text, (guint)strlen(text) + 1);
  g_byte_array_append(key, (const guint8 *)&width, sizeof width);
  for (int i = 0; i < count; i++) {
    const guint32 part[] = {parts[i].glyph, (guint16)parts[i].dx, (guint16)parts[i].dy};
    g_byte_array_append(key, (const guint8 *)part, sizeof part);
  }
  GBytes *bytes = g_byte_array_free_to_bytes(key);
  guint code = GPOINTER_TO_UINT(g_hash_table_lookup(font->codes, bytes));
  if (code || !make_room(font, parts, count)) {
    g_bytes_unref(bytes);
    return (uint16_t)code;
  }
  const TrueTypeGlyph glyph = {
      .parts = g_memdup2(parts, sizeof *parts * (gsize)count), .count = count, .width = width};
  g_array_append_val(font->glyphs, glyph);
  g_ptr_array_add(font->texts, g_strdup(text));
  g_hash_table_insert(font->codes, bytes, GUINT_TO_POINTER(font->glyphs->len));
  return (uint16_t)font->glyphs->len;
}

/* A free code for a text, of which one at least is left. */
static guint8 choose_byte(const GlyphFont *font, const char *text) {
  const guint8 ascii = (guint8)*text < 0x7f && !text[1] ? (guint8)*text : 0;
  if (ascii >= ' ' && !font->narrow.glyphs[ascii])
    return ascii;
  for (unsigned i = 0; i < 255; i++) { /* characters of ASCII are the last that others take */
    const unsigned code = (0x80 + i) % 256;
    if (code && code != '\r' && !font->narrow.glyphs[code])
      return (guint8)code;
  }
  return 0;
}

static guint8 new_plain_code(GlyphFont *font, const char *text, uint32_t glyph) {
  const GlyphPart part = {.glyph = glyph};
  const guint16 number = glyph_font_code(font, text, &part, 1, glyph_font_advance(font, glyph));
  if (number && !font->bytes[number]) {
    font->bytes[number] = choose_byte(font, text);
    font->narrow.glyphs[font->bytes[number]] = (guint8)number;
  }
  return number ? font->bytes[number] : 0;
}

uint8_t glyph_font_plain_code(GlyphFont *font, const char *text, int bytes, uint32_t glyph,
                              int *advance) {
  PlainCode *plain =
      glyph < font->plain->len ? &g_array_index(font->plain, PlainCode, glyph) : NULL;
  if (plain && plain->code && bytes == 1 && plain->text[0] == *text && !plain->text[1]) {
    *advance = plain->advance;
    return plain->code;
  }
  *advance = glyph_font_advance(font, glyph);
  if (glyph >= outlines_count(font->source))
    return 0;
  if (glyph >= font->plain->len)
    g_array_set_size(font->plain, glyph + 1);
  plain = &g_array_index(font->plain, PlainCode, glyph);
  char key[PLAIN_BYTES] = {0};
  const bool brief = bytes <= PLAIN_BYTES;
  memcpy(key, text, (size_t)MIN(bytes, PLAIN_BYTES));
  if (brief && plain->code && memcmp(plain->text, key, sizeof key) == 0)
    return plain->code;
  char *whole = g_strndup(text, (gsize)bytes);
  const guint8 code = new_plain_code(font, whole, glyph);
  g_free(whole);
  if (brief) {
    memcpy(plain->text, key, sizeof key);
    plain->code = code;
    plain->advance = *advance;
  }
  return code;
}

/* ---- Writing ------------------------------------------------------------------------------------- */

/* "ABCDEF+Name": the tag differs from font to font of a file. */
static char *base_font(const GlyphFont *font) {
  char name[NAME_LENGTH] = "";
  unsigned size = sizeof name;
  hb_ot_name_get_utf8(font->face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &size, name);
  GString *text = g_string_new(NULL);
  unsigned number = (unsigned)font->number;
  for (int i = 0; i < 6; i++, number /= 26)
    g_string_append_c(text, (char)('A' + number % 26));
  g_string_append_c(text, '+');
  for (const char *c = name; *c; c++)
    if (g_ascii_isalnum(*c) || *c == '-' || *c == '_')
      g_string_append_c(text, *c);
  if (text->len == 7)
    g_string_append(text, "Font");
  return g_string_free(text, FALSE);
}

static int write_map(const GlyphFont *font, PdfWriter *writer) {
  const bool narrow = font->kind == GLYPH_FONT_NARROW;
  GString *map = g_string_new("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                              "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                              "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                              "1 begincodespacerange\n");
  g_string_append(map,
                  narrow ? "<00><ff>\nendcodespacerange\n" : "<0000><ffff>\nendcodespacerange\n");
  for (guint i = 0; i < font->texts->len; i++) {
    if (i % MAPPINGS_AT_ONCE == 0)
      g_string_append_printf(map, "%s%u beginbfchar\n", i ? "endbfchar\n" : "",
                             MIN(font->texts->len - i, MAPPINGS_AT_ONCE));
    if (narrow)
      g_string_append_printf(map, "<%02x><", font->bytes[i + 1]);
    else
      g_string_append_printf(map, "<%04x><", i + 1);
    for (const char *at = font->texts->pdata[i]; *at; at = g_utf8_next_char(at))
      append_utf16(map, g_utf8_get_char(at));
    g_string_append(map, ">\n");
  }
  g_string_append(map,
                  "endbfchar\nendcmap\nCMapName currentdict/CMap defineresource pop\nend\nend");
  int number = pdf_writer_reserve(writer, 1);
  pdf_writer_compressed(writer, number, "", map->str, map->len);
  g_string_free(map, TRUE);
  return number;
}

static void append_scaled(const GlyphFont *font, GString *out, const char *before, int value) {
  g_string_append(out, before);
  append_number(out, value * 1000.0 / glyph_font_units(font));
}

static int write_descriptor(const GlyphFont *font, PdfWriter *writer, const char *name,
                            const GByteArray *file) {
  int stream = pdf_writer_reserve(writer, 2), number = stream + 1;
  char *length = g_strdup_printf("/Length1 %u", file->len);
  pdf_writer_compressed(writer, stream, length, file->data, file->len);
  g_free(length);
  const OutlineMetrics m = outlines_metrics(font->source);
  GString *text = g_string_new(NULL);
  g_string_printf(text, "<</Type/FontDescriptor/FontName/%s/Flags 4/ItalicAngle 0/StemV 80", name);
  append_scaled(font, text, "/FontBBox[", m.left);
  append_scaled(font, text, " ", m.bottom);
  append_scaled(font, text, " ", m.right);
  append_scaled(font, text, " ", m.top);
  append_scaled(font, text, "]/Ascent ", m.ascent);
  append_scaled(font, text, "/Descent ", m.descent);
  append_scaled(font, text, "/CapHeight ", m.ascent);
  g_string_append_printf(text, "/FontFile2 %d 0 R>>", stream);
  pdf_writer_object(writer, number, text->str, text->len);
  g_string_free(text, TRUE);
  return number;
}

static int write_descendant(const GlyphFont *font, PdfWriter *writer, const char *name,
                            int descriptor) {
  GString *text = g_string_new(NULL);
  g_string_printf(text,
                  "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)"
                  "/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/FontDescriptor %d 0 R"
                  "/DW 0/W[1[",
                  name, descriptor);
  for (guint i = 0; i < font->glyphs->len; i++)
    append_scaled(font, text, i ? " " : "", g_array_index(font->glyphs, TrueTypeGlyph, i).width);
  g_string_append(text, "]]>>");
  int number = pdf_writer_reserve(writer, 1);
  pdf_writer_object(writer, number, text->str, text->len);
  g_string_free(text, TRUE);
  return number;
}

/* Appends the widths of all codes of a narrow font, from the first to the last. */
static void append_widths(const GlyphFont *font, GString *text) {
  int first = 0, last = 255;
  while (first < last && !font->narrow.glyphs[first])
    first++;
  while (last > first && !font->narrow.glyphs[last])
    last--;
  g_string_append_printf(text, "/FirstChar %d/LastChar %d/Widths[", first, last);
  for (int code = first; code <= last; code++) {
    const guint8 number = font->narrow.glyphs[code];
    const int width = number ? g_array_index(font->glyphs, TrueTypeGlyph, number - 1).width : 0;
    append_scaled(font, text, code > first ? " " : "", width);
  }
  g_string_append_c(text, ']');
}

bool glyph_font_write(GlyphFont *font, PdfWriter *writer) {
  const bool narrow = font->kind == GLYPH_FONT_NARROW;
  GByteArray *file =
      truetype_build(font->source, (const TrueTypeGlyph *)(const void *)font->glyphs->data,
                     font->glyphs->len, narrow ? &font->narrow : NULL);
  if (!file)
    return false;
  char *name = base_font(font);
  const int descriptor = write_descriptor(font, writer, name, file);
  GString *text = g_string_new(NULL);
  if (narrow) {
    g_string_append_printf(text, "<</Type/Font/Subtype/TrueType/BaseFont/%s/FontDescriptor %d 0 R",
                           name, descriptor);
    append_widths(font, text);
  } else {
    g_string_append_printf(text,
                           "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H"
                           "/DescendantFonts[%d 0 R]",
                           name, write_descendant(font, writer, name, descriptor));
  }
  g_string_append_printf(text, "/ToUnicode %d 0 R>>", write_map(font, writer));
  pdf_writer_object(writer, font->number, text->str, text->len);
  g_string_free(text, TRUE);
  g_free(name);
  g_byte_array_unref(file);
  return true;
}
