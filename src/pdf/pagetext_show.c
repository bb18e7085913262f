/* Marks of a content stream, and the text that is shown in them. */
#include "pdf/pagetext_read.h"

#include <math.h>

/* ---- Matrices --------------------------------------------------------------------------------------- */

Matrix matrix_multiply(Matrix m, Matrix n) {
  return (Matrix){m.a * n.a + m.b * n.c, m.a * n.b + m.b * n.d,       m.c * n.a + m.d * n.c,
                  m.c * n.b + m.d * n.d, m.e * n.a + m.f * n.c + n.e, m.e * n.b + m.f * n.d + n.f};
}

double reading_operand(const Reading *r, int from_end) {
  int index = r->operand_count - 1 - from_end;
  return index >= 0 ? slice_number(r->operands[index], 0) : 0;
}

Matrix reading_operand_matrix(const Reading *r) {
  return (Matrix){reading_operand(r, 5), reading_operand(r, 4), reading_operand(r, 3),
                  reading_operand(r, 2), reading_operand(r, 1), reading_operand(r, 0)};
}

/* ---- Marks ------------------------------------------------------------------------------------------- */

static const OpenMark *innermost(const Reading *r, OpenKind kind) {
  for (guint i = r->open->len; i-- > 0;) {
    const OpenMark *open = &g_array_index(r->open, OpenMark, i);
    if (open->kind == kind)
      return open;
  }
  return NULL;
}

/* Where text goes now, or NULL: it is an artifact's, in no mark, or replaced. */
static MarkText *target(const Reading *r) {
  if (innermost(r, MARK_REPLACED) || innermost(r, MARK_NO_CONTENT))
    return NULL;
  const OpenMark *open = innermost(r, MARK_TEXT);
  return open ? open->mark : NULL;
}

void reading_note_painting(Reading *r) {
  for (guint i = 0; i < r->open->len; i++) {
    const OpenMark *open = &g_array_index(r->open, OpenMark, i);
    if (open->mark || open->kind == MARK_NO_CONTENT)
      return;
  }
  r->page->seen |= SEEN_UNMARKED;
}

static Slice properties_of(const Reading *r) {
  Slice properties = r->operand_count ? r->operands[r->operand_count - 1] : (Slice){0};
  if (!properties.text || *properties.text != '/')
    return properties;
  char *name = slice_name(properties);
  Slice named =
      pdf_reader_key(r->reader, pdf_reader_key(r->reader, r->resources, "Properties"), name);
  g_free(name);
  return named;
}

static void append_actual_text(const Reading *r, Slice properties) {
  MarkText *mark = target(r);
  char *text = slice_text(pdf_reader_key(r->reader, properties, "ActualText"));
  if (mark)
    g_string_append(mark->text, text);
  g_free(text);
}

void reading_begin_mark(Reading *r, bool has_properties) {
  int tag_index = r->operand_count - (has_properties ? 2 : 1);
  Slice tag = tag_index >= 0 ? r->operands[tag_index] : (Slice){0};
  Slice properties = has_properties ? properties_of(r) : (Slice){0};
  Slice mcid = dict_lookup(properties, "MCID");
  OpenMark mark = {MARK_PLAIN, NULL};
  if (slice_is(tag, "/Artifact")) {
    mark.kind = MARK_NO_CONTENT;
    if (innermost(r, MARK_TEXT))
      r->page->seen |= SEEN_ARTIFACT_IN_CONTENT;
  } else if (mcid.text) {
    gpointer key = page_text_key(r->stream, (int)slice_integer(mcid, -1));
    mark.kind = MARK_TEXT;
    mark.mark = g_hash_table_lookup(r->page->texts, key);
    if (!mark.mark) {
      mark.mark = g_new0(MarkText, 1);
      mark.mark->text = g_string_new(NULL);
      g_hash_table_insert(r->page->texts, key, mark.mark);
    }
    r->page->mark_count += r->stream == 0;
    if (innermost(r, MARK_NO_CONTENT))
      r->page->seen |= SEEN_CONTENT_IN_ARTIFACT;
    r->placed = false;
  }
  bool replaced = mark.kind != MARK_NO_CONTENT && dict_lookup(properties, "ActualText").text;
  if (mark.kind == MARK_TEXT) {
    g_array_append_val(r->open, mark);
    if (!replaced)
      return;
    append_actual_text(r, properties);
    g_array_index(r->open, OpenMark, r->open->len - 1).kind = MARK_REPLACED;
    return;
  }
  if (replaced) {
    append_actual_text(r, properties);
    mark.kind = MARK_REPLACED;
  }
  g_array_append_val(r->open, mark);
}

/* ---- Text ---------------------------------------------------------------------------------------------- */

void reading_select_font(Reading *r) {
  r->state.size = reading_operand(r, 0);
  if (r->operand_count < 2)
    return;
  char *name = slice_name(r->operands[r->operand_count - 2]);
  Slice fonts = pdf_reader_key(r->reader, r->resources, "Font");
  int number = slice_reference(dict_lookup(fonts, name));
  Slice font = pdf_reader_key(r->reader, fonts, name);
  g_free(name);
  gpointer key = number ? GINT_TO_POINTER(number) : (gpointer)font.text;
  r->state.font = NULL;
  if (!font.text)
    return;
  r->state.font = g_hash_table_lookup(r->fonts, key);
  if (!r->state.font) {
    r->state.font = text_map_new(r->reader, font);
    g_hash_table_insert(r->fonts, key, r->state.font);
  }
  if (number && !g_ptr_array_find(r->page->fonts, GINT_TO_POINTER(number), NULL))
    g_ptr_array_add(r->page->fonts, GINT_TO_POINTER(number));
}

static double distance(Matrix a, Matrix b) {
  return hypot(a.e - b.e, a.f - b.f);
}

static bool is_right_to_left(gunichar c) {
  return (c >= 0x590 && c < 0x900) || (c >= 0xfb1d && c < 0xfe00) || (c >= 0xfe70 && c < 0xff00) ||
         (c >= 0x10800 && c < 0x11000) || (c >= 0x1e800 && c < 0x1f000);
}

/* Where directions meet, what follows in reading stands elsewhere in the line. */
static bool directions_meet(const GString *before, const GString *after) {
  const char *last = before->len ? g_utf8_prev_char(before->str + before->len) : "";
  return is_right_to_left(g_utf8_get_char(after->str)) || is_right_to_left(g_utf8_get_char(last));
}

/* Lines of ideographs end without a space. */
static bool is_ideographic(const GString *text, bool last) {
  if (text->len == 0)
    return false;
  const char *at = last ? g_utf8_prev_char(text->str + text->len) : text->str;
  const gunichar c = g_utf8_get_char_validated(at, -1);
  return c < 0x110000 && g_unichar_iswide(c) && g_unichar_get_script(c) != G_UNICODE_SCRIPT_HANGUL;
}

/* A gap, or another line, between what was shown last in this mark and what stands from `start` to
 * `end` is a space where the maker wrote none. Text that runs from right to left is shown letter by
 * letter, each ending where the one before began. */
static void bridge_gap(Reading *r, MarkText *mark, const GString *text, Matrix start, Matrix end) {
  double size = hypot(start.a, start.b) * fabs(r->state.size);
  double line = fabs(start.f - r->pen_end.f);
  bool gap = distance(start, r->pen_end) > 0.2 * size && distance(end, r->pen_start) > 0.2 * size;
  if (line > 0.9 * size && is_ideographic(text, false) && is_ideographic(mark->text, true))
    return;
  if (r->placed && gap && (line > 0.9 * size || !directions_meet(mark->text, text)))
    append_word_space(mark->text);
  if (!mark->placed) {
    mark->start_x = start.e;
    mark->start_y = start.f;
  }
  mark->placed = true;
  mark->end_x = end.e;
  mark->end_y = end.f;
  mark->size = size;
}

/* The text of a string, and how far it goes on in text space. */
static double decode(Reading *r, const GByteArray *bytes, GString *text) {
  double advance = 0;
  for (size_t at = 0; at < bytes->len;) {
    TextCode code;
    at += text_map_read(r->state.font, bytes->data + at, bytes->len - at, &code);
    g_string_append(text, code.text ? code.text : "\xef\xbf\xbd");
    if (code.notdef)
      r->page->seen |= SEEN_NOTDEF;
    advance += code.width / 1000 * r->state.size + r->state.character_space +
               (code.space ? r->state.word_space : 0);
  }
  return advance * r->state.scale;
}

static void note_private(Reading *r, MarkText *mark, const char *text) {
  for (; *text; text = g_utf8_next_char(text)) {
    const gunichar c = g_utf8_get_char(text);
    if (!(c >= 0xe000 && c <= 0xf8ff) && c < 0xf0000)
      continue;
    if (mark)
      mark->has_private = true;
    else if (!innermost(r, MARK_REPLACED))
      r->page->seen |= SEEN_PRIVATE;
  }
}

void reading_show(Reading *r, Slice string) {
  reading_note_painting(r);
  if (!r->state.font || !string.text || (*string.text != '(' && *string.text != '<'))
    return;
  GByteArray *bytes = string_bytes(string.text, string.length);
  if (bytes->len) {
    GString *text = g_string_new(NULL);
    MarkText *mark = target(r);
    double advance = decode(r, bytes, text);
    note_private(r, mark, text->str);
    Matrix start = matrix_multiply(r->text, r->state.ctm);
    r->text = matrix_multiply((Matrix){1, 0, 0, 1, advance, 0}, r->text);
    Matrix end = matrix_multiply(r->text, r->state.ctm);
    if (mark) {
      bridge_gap(r, mark, text, start, end);
      g_string_append(mark->text, text->str);
    }
    r->pen_start = start;
    r->pen_end = end;
    r->placed = true;
    g_string_free(text, TRUE);
  }
  g_byte_array_unref(bytes);
}

void reading_show_array(Reading *r, Slice array) {
  SliceWalk walk = slice_walk(array);
  for (Slice item; slice_walk_item(&walk, &item);) {
    if (*item.text == '(' || *item.text == '<') {
      reading_show(r, item);
    } else {
      double back = slice_number(item, 0) / 1000 * r->state.size * r->state.scale;
      r->text = matrix_multiply((Matrix){1, 0, 0, 1, -back, 0}, r->text);
    }
  }
}

void reading_next_line(Reading *r, double x, double y) {
  r->line = matrix_multiply((Matrix){1, 0, 0, 1, x, y}, r->line);
  r->text = r->line;
}
