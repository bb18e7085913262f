#include "pdf/pagetext.h"
#include "pdf/textmap.h"

#include <math.h>
#include <string.h>

enum { MAX_OPERANDS = 32, MAX_FORMS = 12, MAX_SAVED = 256, MAX_PARENTS = 64 };

typedef struct {
  double a, b, c, d, e, f;
} Matrix;

typedef enum { MARK_PLAIN, MARK_TEXT, MARK_NO_CONTENT, MARK_REPLACED } OpenKind;

typedef struct {
  OpenKind kind;
  MarkText *mark; /* of a mark with an MCID */
} OpenMark;

typedef struct {
  Matrix ctm;
  TextMap *font;
  double size, character_space, word_space, scale, leading, rise;
} State;

typedef struct {
  PdfReader *reader;
  FontCache *fonts;
  PageText *page;
  int stream; /* 0: the page's, else the form's number */
  int depth;
  Slice resources;
  State state, saved[MAX_SAVED];
  int saved_count;
  Matrix line, text;
  Slice operands[MAX_OPERANDS];
  int operand_count;
  GArray *open; /* of OpenMark */
  bool placed;  /* text of this mark was shown from pen_start to pen_end */
  Matrix pen_start, pen_end;
} Reading;

FontCache *font_cache_new(void) {
  return g_hash_table_new_full(NULL, NULL, NULL, text_map_free);
}

static void free_mark(gpointer data) {
  g_string_free(((MarkText *)data)->text, TRUE);
  g_free(data);
}

void page_text_free(gpointer data) {
  PageText *text = data;
  if (!text)
    return;
  g_hash_table_unref(text->texts);
  g_ptr_array_unref(text->fonts);
  g_free(text);
}

static gpointer mark_key(int stream, int mcid) {
  return GSIZE_TO_POINTER(((gsize)stream << 32 | (guint32)mcid) + 1);
}

const MarkText *page_text_mark(const PageText *text, int stream, int mcid) {
  return text ? g_hash_table_lookup(text->texts, mark_key(stream, mcid)) : NULL;
}

bool mark_text_breaks(const MarkText *mark, const MarkText *next) {
  /* Lines are at least so far apart. Raised and lowered text may be as well, but it goes on where the
   * text before it ended, and not farther above or below it than two lines of its own. */
  const double size = MAX(mark->size, next->size);
  const double away = fabs(next->start_y - mark->end_y);
  const bool goes_on = fabs(next->start_x - mark->end_x) < 0.2 * size && away < 2 * size;
  return mark->placed && next->placed && away > 0.9 * size && !goes_on;
}

Slice page_inherited(PdfReader *reader, Slice page, const char *key) {
  for (int i = 0; i < MAX_PARENTS && page.text; i++) {
    Slice value = pdf_reader_key(reader, page, key);
    if (value.text)
      return value;
    page = pdf_reader_key(reader, page, "Parent");
  }
  return (Slice){0};
}

/* ---- Matrices --------------------------------------------------------------------------------------- */

static Matrix multiply(Matrix m, Matrix n) {
  return (Matrix){m.a * n.a + m.b * n.c, m.a * n.b + m.b * n.d,       m.c * n.a + m.d * n.c,
                  m.c * n.b + m.d * n.d, m.e * n.a + m.f * n.c + n.e, m.e * n.b + m.f * n.d + n.f};
}

static double operand(const Reading *r, int from_end) {
  int index = r->operand_count - 1 - from_end;
  return index >= 0 ? slice_number(r->operands[index], 0) : 0;
}

static Matrix operand_matrix(const Reading *r) {
  return (Matrix){operand(r, 5), operand(r, 4), operand(r, 3),
                  operand(r, 2), operand(r, 1), operand(r, 0)};
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

static void note_painting(Reading *r) {
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

static void begin_mark(Reading *r, bool has_properties) {
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
    gpointer key = mark_key(r->stream, (int)slice_integer(mcid, -1));
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

static void select_font(Reading *r) {
  r->state.size = operand(r, 0);
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

void append_word_space(GString *text) {
  static const char *const ENDS[] = {
      " ", "\n", "-", "/", "\xc2\xad", "\xe2\x80\x90", "\xe2\x80\x93", "\xe2\x80\x94"};
  for (size_t i = 0; i < G_N_ELEMENTS(ENDS); i++)
    if (g_str_has_suffix(text->str, ENDS[i]))
      return;
  if (text->len)
    g_string_append_c(text, ' ');
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

static void show(Reading *r, Slice string) {
  note_painting(r);
  if (!r->state.font || !string.text || (*string.text != '(' && *string.text != '<'))
    return;
  GByteArray *bytes = string_bytes(string.text, string.length);
  if (bytes->len) {
    GString *text = g_string_new(NULL);
    MarkText *mark = target(r);
    double advance = decode(r, bytes, text);
    note_private(r, mark, text->str);
    Matrix start = multiply(r->text, r->state.ctm);
    r->text = multiply((Matrix){1, 0, 0, 1, advance, 0}, r->text);
    Matrix end = multiply(r->text, r->state.ctm);
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

static void show_array(Reading *r, Slice array) {
  SliceWalk walk = slice_walk(array);
  for (Slice item; slice_walk_item(&walk, &item);) {
    if (*item.text == '(' || *item.text == '<') {
      show(r, item);
    } else {
      double back = slice_number(item, 0) / 1000 * r->state.size * r->state.scale;
      r->text = multiply((Matrix){1, 0, 0, 1, -back, 0}, r->text);
    }
  }
}

static void next_line(Reading *r, double x, double y) {
  r->line = multiply((Matrix){1, 0, 0, 1, x, y}, r->line);
  r->text = r->line;
}

/* ---- Operators -------------------------------------------------------------------------------------------- */

static void read_stream(Reading *r, const GByteArray *content);

static void draw_object(Reading *r) {
  char *name = r->operand_count ? slice_name(r->operands[r->operand_count - 1]) : g_strdup("");
  Slice objects = pdf_reader_key(r->reader, r->resources, "XObject");
  int number = slice_reference(dict_lookup(objects, name));
  g_free(name);
  Slice object = pdf_reader_object(r->reader, number);
  if (!slice_is(pdf_reader_key(r->reader, object, "Subtype"), "/Form")) {
    note_painting(r);
    return;
  }
  GByteArray *content = r->depth < MAX_FORMS ? pdf_reader_stream(r->reader, number) : NULL;
  if (!content)
    return;
  Reading *inner = g_new(Reading, 1);
  *inner = *r;
  inner->depth++;
  inner->stream = number;
  inner->saved_count = 0;
  Slice own = pdf_reader_key(r->reader, object, "Resources");
  inner->resources = own.text ? own : r->resources;
  inner->open = g_array_new(FALSE, FALSE, sizeof(OpenMark));
  g_array_append_vals(inner->open, r->open->data, r->open->len);
  read_stream(inner, content);
  g_array_unref(inner->open);
  g_free(inner);
  g_byte_array_unref(content);
}

static void text_operator(Reading *r, PdfToken op) {
  Slice last = r->operand_count ? r->operands[r->operand_count - 1] : (Slice){0};
  char second = op.length > 1 ? op.text[1] : '\0';
  switch (second) {
  case 'm': r->text = r->line = operand_matrix(r); break;
  case 'd': next_line(r, operand(r, 1), operand(r, 0)); break;
  case 'D':
    r->state.leading = -operand(r, 0);
    next_line(r, operand(r, 1), operand(r, 0));
    break;
  case '*': next_line(r, 0, -r->state.leading); break;
  case 'f': select_font(r); break;
  case 'c': r->state.character_space = operand(r, 0); break;
  case 'w': r->state.word_space = operand(r, 0); break;
  case 'z': r->state.scale = operand(r, 0) / 100; break;
  case 'L': r->state.leading = operand(r, 0); break;
  case 'j': show(r, last); break;
  case 'J': show_array(r, last); break;
  default: break;
  }
}

static void note_color_space(Reading *r) {
  Slice name = r->operand_count ? r->operands[r->operand_count - 1] : (Slice){0};
  if (slice_is(name, "/DeviceRGB"))
    r->page->seen |= SEEN_RGB;
  else if (slice_is(name, "/DeviceCMYK"))
    r->page->seen |= SEEN_CMYK;
  else if (slice_is(name, "/DeviceGray"))
    r->page->seen |= SEEN_GRAY;
}

static bool is_one_of(PdfToken op, const char *const *names, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (pdf_token_is(op, names[i]))
      return true;
  return false;
}

static void color_operator(Reading *r, PdfToken op) {
  if (pdf_token_is(op, "rg") || pdf_token_is(op, "RG"))
    r->page->seen |= SEEN_RGB;
  else if (pdf_token_is(op, "g") || pdf_token_is(op, "G"))
    r->page->seen |= SEEN_GRAY;
  else if (pdf_token_is(op, "k") || pdf_token_is(op, "K"))
    r->page->seen |= SEEN_CMYK;
  else if (pdf_token_is(op, "cs") || pdf_token_is(op, "CS"))
    note_color_space(r);
}

static void state_operator(Reading *r, PdfToken op) {
  if (pdf_token_is(op, "q") && r->saved_count < MAX_SAVED)
    r->saved[r->saved_count++] = r->state;
  else if (pdf_token_is(op, "Q") && r->saved_count > 0)
    r->state = r->saved[--r->saved_count];
  else if (pdf_token_is(op, "cm"))
    r->state.ctm = multiply(operand_matrix(r), r->state.ctm);
  else if (pdf_token_is(op, "BT"))
    r->text = r->line = (Matrix){1, 0, 0, 1, 0, 0};
}

static void run_operator(Reading *r, PdfToken op) {
  static const char *const PAINTING[] = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"};
  Slice last = r->operand_count ? r->operands[r->operand_count - 1] : (Slice){0};
  if (*op.text == 'T') {
    text_operator(r, op);
  } else if (pdf_token_is(op, "'") || pdf_token_is(op, "\"")) {
    next_line(r, 0, -r->state.leading);
    show(r, last);
  } else if (pdf_token_is(op, "BDC") || pdf_token_is(op, "BMC")) {
    begin_mark(r, op.text[1] == 'D');
  } else if (pdf_token_is(op, "EMC")) {
    if (r->open->len)
      g_array_set_size(r->open, r->open->len - 1);
  } else if (pdf_token_is(op, "Do")) {
    draw_object(r);
  } else if (is_one_of(op, PAINTING, G_N_ELEMENTS(PAINTING))) {
    note_painting(r);
  } else {
    color_operator(r, op);
    state_operator(r, op);
  }
}

/* Passes over the bytes of an inline image. */
static void skip_image(Reading *r, PdfLexer *lexer) {
  note_painting(r);
  for (const char *at = lexer->at; at + 3 < lexer->end; at++)
    if (g_ascii_isspace(at[0]) && at[1] == 'E' && at[2] == 'I' && g_ascii_isspace(at[3])) {
      lexer->at = at + 3;
      return;
    }
  lexer->at = lexer->end;
}

static void read_stream(Reading *r, const GByteArray *content) {
  PdfLexer lexer = pdf_lexer((const char *)content->data, content->len);
  for (;;) {
    PdfToken token = pdf_next_token(&lexer);
    if (token.kind == TOKEN_END)
      return;
    if (token.kind == TOKEN_WORD && !pdf_token_is(token, "true") && !pdf_token_is(token, "false") &&
        !pdf_token_is(token, "null")) {
      if (pdf_token_is(token, "ID"))
        skip_image(r, &lexer);
      else
        run_operator(r, token);
      if (!pdf_token_is_operator(token))
        r->page->seen |= SEEN_NO_OPERATOR;
      r->operand_count = 0;
      continue;
    }
    /* A number is one operand: there are no references in contents. */
    if (token.kind != TOKEN_NUMBER && !pdf_skip_object(&lexer, token)) {
      r->page->seen |= SEEN_BROKEN;
      return;
    }
    if (r->operand_count == MAX_OPERANDS) {
      memmove(r->operands, r->operands + 1, sizeof r->operands - sizeof *r->operands);
      r->operand_count--;
    }
    r->operands[r->operand_count++] = (Slice){token.text, (size_t)(lexer.at - token.text)};
  }
}

PageText *page_text_new(PdfReader *reader, int page, FontCache *fonts) {
  PageText *text = g_new0(PageText, 1);
  text->texts = g_hash_table_new_full(NULL, NULL, NULL, free_mark);
  text->fonts = g_ptr_array_new();
  GByteArray *content = pdf_reader_content(reader, page);
  if (!content)
    return text;
  Slice dictionary = pdf_reader_object(reader, pdf_reader_page(reader, page));
  Reading *r = g_new0(Reading, 1);
  r->reader = reader;
  r->fonts = fonts;
  r->page = text;
  r->resources = page_inherited(reader, dictionary, "Resources");
  r->state = (State){.ctm = {1, 0, 0, 1, 0, 0}, .scale = 1};
  r->open = g_array_new(FALSE, FALSE, sizeof(OpenMark));
  read_stream(r, content);
  g_array_unref(r->open);
  g_free(r);
  g_byte_array_unref(content);
  return text;
}
