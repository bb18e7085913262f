#include "pdf/syntax.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Nesting deeper than this is taken for broken. */
enum { MAX_DEPTH = 500 };

enum { SPACE = 1, DELIMITER };

/* PDF 1.7 §7.2.2; the others are regular. */
static const guint8 classes[256] = {
    [0] = SPACE,       ['\t'] = SPACE,    ['\n'] = SPACE,    ['\f'] = SPACE,
    ['\r'] = SPACE,    [' '] = SPACE,     ['('] = DELIMITER, [')'] = DELIMITER,
    ['<'] = DELIMITER, ['>'] = DELIMITER, ['['] = DELIMITER, [']'] = DELIMITER,
    ['{'] = DELIMITER, ['}'] = DELIMITER, ['/'] = DELIMITER, ['%'] = DELIMITER,
};

static bool is_space(char c) {
  return classes[(guint8)c] == SPACE;
}

static bool is_delimiter(char c) {
  return classes[(guint8)c] == DELIMITER;
}

static bool is_regular(char c) {
  return classes[(guint8)c] == 0;
}

static void skip_space(PdfLexer *lexer) {
  while (lexer->at < lexer->end) {
    if (is_space(*lexer->at)) {
      lexer->at++;
    } else if (*lexer->at == '%') {
      while (lexer->at < lexer->end && *lexer->at != '\n' && *lexer->at != '\r')
        lexer->at++;
    } else {
      return;
    }
  }
}

static PdfToken make(PdfLexer *lexer, PdfTokenKind kind, const char *start) {
  return (PdfToken){kind, start, (size_t)(lexer->at - start)};
}

static PdfToken broken(PdfLexer *lexer) {
  PdfToken token = {TOKEN_BROKEN, lexer->at, 0};
  lexer->at = lexer->end;
  return token;
}

static PdfToken literal_string(PdfLexer *lexer) {
  const char *start = lexer->at;
  int depth = 0;
  while (lexer->at < lexer->end) {
    char c = *lexer->at++;
    if (c == '\\' && lexer->at < lexer->end)
      lexer->at++;
    else if (c == '(')
      depth++;
    else if (c == ')' && --depth == 0)
      return make(lexer, TOKEN_STRING, start);
  }
  return broken(lexer);
}

static PdfToken hex_string(PdfLexer *lexer) {
  const char *start = lexer->at;
  while (lexer->at < lexer->end)
    if (*lexer->at++ == '>')
      return make(lexer, TOKEN_HEX, start);
  return broken(lexer);
}

static PdfToken punctuation(PdfLexer *lexer) {
  const char *start = lexer->at;
  bool doubled = lexer->end - start > 1 && start[1] == start[0];
  switch (*start) {
  case '(': return literal_string(lexer);
  case '[': lexer->at++; return make(lexer, TOKEN_ARRAY_OPEN, start);
  case ']': lexer->at++; return make(lexer, TOKEN_ARRAY_CLOSE, start);
  case '<':
    if (!doubled)
      return hex_string(lexer);
    lexer->at += 2;
    return make(lexer, TOKEN_DICT_OPEN, start);
  case '>':
    if (!doubled)
      return broken(lexer);
    lexer->at += 2;
    return make(lexer, TOKEN_DICT_CLOSE, start);
  case '/':
    lexer->at++;
    while (lexer->at < lexer->end && is_regular(*lexer->at))
      lexer->at++;
    return make(lexer, TOKEN_NAME, start);
  case '{':
  case '}': lexer->at++; return make(lexer, TOKEN_WORD, start);
  default: return broken(lexer);
  }
}

static bool is_number(const char *text, size_t length) {
  bool digits = false;
  for (size_t i = 0; i < length; i++) {
    if (g_ascii_isdigit(text[i]))
      digits = true;
    else if (text[i] != '.' && !((text[i] == '-' || text[i] == '+') && i == 0))
      return false;
  }
  return digits;
}

PdfToken pdf_next_token(PdfLexer *lexer) {
  skip_space(lexer);
  if (lexer->at >= lexer->end)
    return (PdfToken){TOKEN_END, lexer->end, 0};
  if (is_delimiter(*lexer->at))
    return punctuation(lexer);
  const char *start = lexer->at;
  while (lexer->at < lexer->end && is_regular(*lexer->at))
    lexer->at++;
  PdfToken token = make(lexer, TOKEN_WORD, start);
  if (is_number(start, token.length))
    token.kind = TOKEN_NUMBER;
  return token;
}

/* A number may begin a reference: then the rest of it is passed over. */
static void skip_reference(PdfLexer *lexer) {
  PdfLexer ahead = *lexer;
  PdfToken generation = pdf_next_token(&ahead);
  if (generation.kind == TOKEN_NUMBER && pdf_token_is(pdf_next_token(&ahead), "R"))
    *lexer = ahead;
}

bool pdf_skip_object(PdfLexer *lexer, PdfToken first) {
  int depth = 0;
  for (PdfToken token = first;; token = pdf_next_token(lexer)) {
    switch (token.kind) {
    case TOKEN_END:
    case TOKEN_BROKEN: return false;
    case TOKEN_ARRAY_OPEN:
    case TOKEN_DICT_OPEN: depth++; break;
    case TOKEN_ARRAY_CLOSE:
    case TOKEN_DICT_CLOSE: depth--; break;
    case TOKEN_NUMBER:
      if (depth == 0)
        skip_reference(lexer);
      break;
    case TOKEN_NAME:
    case TOKEN_STRING:
    case TOKEN_HEX:
    case TOKEN_WORD: break;
    }
    if (depth < 0 || depth > MAX_DEPTH)
      return false;
    if (depth == 0)
      return true;
  }
}

bool pdf_token_is(PdfToken token, const char *text) {
  return token.length == strlen(text) && memcmp(token.text, text, token.length) == 0;
}

bool pdf_token_is_operator(PdfToken token) {
  static const char *const OPERATORS[] = {
      "b",  "B",  "b*", "B*", "BDC", "BI",  "BMC", "BT", "BX", "c",  "cm", "CS", "cs", "d",  "d0",
      "d1", "Do", "DP", "EI", "EMC", "ET",  "EX",  "f",  "F",  "f*", "G",  "g",  "gs", "h",  "i",
      "ID", "j",  "J",  "K",  "k",   "l",   "m",   "M",  "MP", "n",  "q",  "Q",  "re", "RG", "rg",
      "ri", "s",  "S",  "SC", "sc",  "SCN", "scn", "sh", "T*", "Tc", "Td", "TD", "Tf", "Tj", "TJ",
      "TL", "Tm", "Tr", "Ts", "Tw",  "Tz",  "v",   "w",  "W",  "W*", "y",  "'",  "\""};
  for (size_t i = 0; i < G_N_ELEMENTS(OPERATORS); i++)
    if (pdf_token_is(token, OPERATORS[i]))
      return true;
  return false;
}

bool slice_is(Slice slice, const char *text) {
  return slice.text && slice.length == strlen(text) && memcmp(slice.text, text, slice.length) == 0;
}

Slice dict_lookup(Slice object, const char *key) {
  if (!object.text)
    return (Slice){0};
  PdfLexer lexer = pdf_lexer(object.text, object.length);
  if (pdf_next_token(&lexer).kind != TOKEN_DICT_OPEN)
    return (Slice){0};
  for (;;) {
    PdfToken name = pdf_next_token(&lexer);
    PdfToken value = pdf_next_token(&lexer);
    if (name.kind != TOKEN_NAME || !pdf_skip_object(&lexer, value))
      return (Slice){0};
    if (name.length == strlen(key) + 1 && memcmp(name.text + 1, key, name.length - 1) == 0)
      return (Slice){value.text, (size_t)(lexer.at - value.text)};
  }
}

long slice_integer(Slice value, long otherwise) {
  if (!value.text)
    return otherwise;
  PdfLexer lexer = pdf_lexer(value.text, value.length);
  PdfToken number = pdf_next_token(&lexer);
  if (number.kind != TOKEN_NUMBER || number.length > 12)
    return otherwise;
  char text[16] = {0};
  memcpy(text, number.text, number.length);
  return (long)g_ascii_strtoll(text, NULL, 10);
}

int slice_reference(Slice value) {
  if (!value.text)
    return 0;
  PdfLexer lexer = pdf_lexer(value.text, value.length);
  PdfToken number = pdf_next_token(&lexer), generation = pdf_next_token(&lexer);
  if (number.kind != TOKEN_NUMBER || generation.kind != TOKEN_NUMBER ||
      !pdf_token_is(pdf_next_token(&lexer), "R"))
    return 0;
  long n = slice_integer((Slice){number.text, number.length}, 0);
  return n > 0 && n <= G_MAXINT32 ? (int)n : 0;
}

/* ---- Strings ----------------------------------------------------------------------------------- */

static void append_byte(GByteArray *bytes, int byte) {
  guint8 value = (guint8)byte;
  g_byte_array_append(bytes, &value, 1);
}

static void hex_bytes(GByteArray *bytes, const char *text, size_t length) {
  int half = -1;
  for (size_t i = 0; i < length; i++) {
    int digit = g_ascii_xdigit_value(text[i]);
    if (digit < 0)
      continue;
    if (half < 0) {
      half = digit;
    } else {
      append_byte(bytes, half * 16 + digit);
      half = -1;
    }
  }
  if (half >= 0)
    append_byte(bytes, half * 16);
}

/* The byte of the escape at text[*at] (behind the backslash); *at moves behind it. -1: none. */
static int escaped(const char *text, size_t length, size_t *at) {
  static const char NAMES[] = "nrtbf", VALUES[] = "\n\r\t\b\f";
  char c = text[(*at)++];
  if (c >= '0' && c <= '7') {
    int value = c - '0';
    for (int i = 0; i < 2 && *at < length && text[*at] >= '0' && text[*at] <= '7'; i++)
      value = value * 8 + text[(*at)++] - '0';
    return value & 0xff;
  }
  const char *name = c ? strchr(NAMES, c) : NULL;
  if (name)
    return VALUES[name - NAMES];
  if (c == '\r' && *at < length && text[*at] == '\n')
    ++*at;
  return c == '\r' || c == '\n' ? -1 : (guint8)c;
}

static void literal_bytes(GByteArray *bytes, const char *text, size_t length) {
  for (size_t i = 0; i < length;) {
    int byte = (guint8)text[i++];
    if (byte == '\\' && i < length)
      byte = escaped(text, length, &i);
    if (byte >= 0)
      append_byte(bytes, byte);
  }
}

GByteArray *string_bytes(const char *text, size_t length) {
  GByteArray *bytes = g_byte_array_new();
  if (length >= 2 && text[0] == '<')
    hex_bytes(bytes, text + 1, length - 2);
  else if (length >= 2 && text[0] == '(')
    literal_bytes(bytes, text + 1, length - 2);
  append_byte(bytes, 0);
  bytes->len--;
  return bytes;
}

void append_byte_string(GString *out, const char *bytes, size_t length) {
  g_string_append_c(out, '(');
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)bytes[i];
    if (c == '(' || c == ')' || c == '\\')
      g_string_append_printf(out, "\\%c", c);
    else if (c < 0x20 || c > 0x7e)
      g_string_append_printf(out, "\\%03o", (unsigned)c);
    else
      g_string_append_c(out, (char)c);
  }
  g_string_append_c(out, ')');
}

gunichar text_character(gunichar c) {
  if (c == '\r')
    return '\n';
  const bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
  return control || c == 0xfffe || c == 0xffff ? 0 : c;
}

/* Digits of a character in UTF-16: eight at most. */
static char *put_utf16(char *at, gunichar c) {
  static const char DIGITS[] = "0123456789ABCDEF";
  const gunichar above = c - 0x10000;
  const gunichar units[] = {c > 0xffff ? 0xd800 + (above >> 10) : c, 0xdc00 + (above & 0x3ff)};
  for (int i = 0; i < (c > 0xffff ? 2 : 1); i++)
    for (int shift = 12; shift >= 0; shift -= 4)
      *at++ = DIGITS[(units[i] >> shift) & 15];
  return at;
}

void append_utf16(GString *out, gunichar c) {
  char digits[8];
  g_string_append_len(out, digits, put_utf16(digits, c) - digits);
}

static void append_utf16_text(GString *out, const char *text) {
  const size_t before = out->len;
  g_string_set_size(out, before + 4 * strlen(text)); /* a byte gives a unit at most */
  char *at = out->str + before;
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    const gunichar c = text_character(g_utf8_get_char(p));
    if (c)
      at = put_utf16(at, c);
  }
  g_string_truncate(out, (gsize)(at - out->str));
}

void append_text_string(GString *out, const char *text) {
  char *valid = g_utf8_make_valid(text ? text : "", -1);
  if (g_str_is_ascii(valid)) {
    GString *kept = g_string_new(NULL);
    for (const char *p = valid; *p; p++)
      if (text_character((guchar)*p))
        g_string_append_c(kept, (char)text_character((guchar)*p));
    append_byte_string(out, kept->str, kept->len);
    g_string_free(kept, TRUE);
  } else {
    g_string_append(out, "<FEFF");
    append_utf16_text(out, valid);
    g_string_append_c(out, '>');
  }
  g_free(valid);
}

size_t text_string_length(const char *text, size_t length) {
  size_t units = 0;
  bool ascii = true;
  for (size_t i = 0; i < length; i++) {
    const guchar byte = (guchar)text[i];
    units += (byte & 0xc0) != 0x80; /* a character begins */
    units += byte >= 0xf0;          /* of two units */
    ascii = ascii && byte < 0x80;
  }
  return ascii ? units : 2 + 2 * units;
}

bool is_language_tag(const char *text) {
  size_t length = 0;
  bool first = true;
  for (;; text++) {
    if (*text == '-' || *text == '\0') {
      if (length < 1 || length > 8)
        return false;
      if (*text == '\0')
        return true;
      length = 0;
      first = false;
    } else if (!(first ? g_ascii_isalpha(*text) : g_ascii_isalnum(*text))) {
      return false;
    } else {
      length++;
    }
  }
}

void append_integer(GString *out, int64_t number) {
  char digits[24];
  char *at = digits + sizeof digits;
  uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
  do
    *--at = (char)('0' + rest % 10);
  while (rest /= 10);
  if (number < 0)
    *--at = '-';
  g_string_append_len(out, at, digits + sizeof digits - at);
}

void append_reference(GString *out, int number) {
  append_integer(out, number);
  g_string_append_len(out, " 0 R", 4);
}

/* No printf: there are many numbers. */
static void append_scaled(GString *out, double number, int scale) {
  static const double MOST = 1e12;
  const int64_t scaled = llrint(CLAMP(number, -MOST, MOST) * scale);
  const int64_t whole = scaled / scale;
  int64_t fraction = llabs(scaled % scale);
  if (scaled < 0 && whole == 0)
    g_string_append_c(out, '-');
  append_integer(out, whole);
  if (fraction)
    g_string_append_c(out, '.');
  for (int unit = scale / 10; fraction; unit /= 10) {
    g_string_append_c(out, (char)('0' + fraction / unit));
    fraction %= unit;
  }
}

void append_number(GString *out, double number) {
  append_scaled(out, number, 1000);
}

void append_fine_number(GString *out, double number) {
  append_scaled(out, number, 100000);
}
