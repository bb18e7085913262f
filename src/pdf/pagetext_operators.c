/* The operators of a content stream (PDF 1.7 annex A), as far as text and marks depend on them. */
#include "pdf/pagetext_read.h"

#include <string.h>

/* Forms are read within so many forms. */
enum { MAX_FORMS = 12 };

static void draw_object(Reading *r) {
  char *name = r->operand_count ? slice_name(r->operands[r->operand_count - 1]) : g_strdup("");
  Slice objects = pdf_reader_key(r->reader, r->resources, "XObject");
  int number = slice_reference(dict_lookup(objects, name));
  g_free(name);
  Slice object = pdf_reader_object(r->reader, number);
  if (!slice_is(pdf_reader_key(r->reader, object, "Subtype"), "/Form")) {
    reading_note_painting(r);
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
  reading_stream(inner, content);
  g_array_unref(inner->open);
  g_free(inner);
  g_byte_array_unref(content);
}

static void text_operator(Reading *r, PdfToken op) {
  Slice last = r->operand_count ? r->operands[r->operand_count - 1] : (Slice){0};
  char second = op.length > 1 ? op.text[1] : '\0';
  switch (second) {
  case 'm': r->text = r->line = reading_operand_matrix(r); break;
  case 'd': reading_next_line(r, reading_operand(r, 1), reading_operand(r, 0)); break;
  case 'D':
    r->state.leading = -reading_operand(r, 0);
    reading_next_line(r, reading_operand(r, 1), reading_operand(r, 0));
    break;
  case '*': reading_next_line(r, 0, -r->state.leading); break;
  case 'f': reading_select_font(r); break;
  case 'c': r->state.character_space = reading_operand(r, 0); break;
  case 'w': r->state.word_space = reading_operand(r, 0); break;
  case 'z': r->state.scale = reading_operand(r, 0) / 100; break;
  case 'L': r->state.leading = reading_operand(r, 0); break;
  case 'j': reading_show(r, last); break;
  case 'J': reading_show_array(r, last); break;
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
    r->state.ctm = matrix_multiply(reading_operand_matrix(r), r->state.ctm);
  else if (pdf_token_is(op, "BT"))
    r->text = r->line = (Matrix){1, 0, 0, 1, 0, 0};
}

static void run_operator(Reading *r, PdfToken op) {
  static const char *const PAINTING[] = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"};
  Slice last = r->operand_count ? r->operands[r->operand_count - 1] : (Slice){0};
  if (*op.text == 'T') {
    text_operator(r, op);
  } else if (pdf_token_is(op, "'") || pdf_token_is(op, "\"")) {
    reading_next_line(r, 0, -r->state.leading);
    reading_show(r, last);
  } else if (pdf_token_is(op, "BDC") || pdf_token_is(op, "BMC")) {
    reading_begin_mark(r, op.text[1] == 'D');
  } else if (pdf_token_is(op, "EMC")) {
    if (r->open->len)
      g_array_set_size(r->open, r->open->len - 1);
  } else if (pdf_token_is(op, "Do")) {
    draw_object(r);
  } else if (is_one_of(op, PAINTING, G_N_ELEMENTS(PAINTING))) {
    reading_note_painting(r);
  } else {
    color_operator(r, op);
    state_operator(r, op);
  }
}

/* Passes over the bytes of an inline image. */
static void skip_image(Reading *r, PdfLexer *lexer) {
  reading_note_painting(r);
  for (const char *at = lexer->at; at + 3 < lexer->end; at++)
    if (g_ascii_isspace(at[0]) && at[1] == 'E' && at[2] == 'I' && g_ascii_isspace(at[3])) {
      lexer->at = at + 3;
      return;
    }
  lexer->at = lexer->end;
}

void reading_stream(Reading *r, const GByteArray *content) {
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
