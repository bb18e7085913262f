#include "fo/lexer.h"

#include <glib.h>
#include <string.h>

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_name_start(char c) {
  return g_ascii_isalpha(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_name(char c) {
  return is_name_start(c) || g_ascii_isdigit(c) || c == '-' || c == '.';
}

static const char *skip_space(const char *at) {
  while (is_space(*at))
    at++;
  return at;
}

static const char *skip_name(const char *at) {
  while (is_name(*at))
    at++;
  return at;
}

static Token slice(TokenType type, const char *start, const char *end) {
  return (Token){.type = type, .text = start, .length = (size_t)(end - start)};
}

/* Digits only, so that neither "1e5", "0x1" nor "inf" is a number here. */
static Token lex_number(Lexer *lexer) {
  const char *start = lexer->at, *end = start;
  while (g_ascii_isdigit(*end))
    end++;
  if (*end == '.')
    for (end++; g_ascii_isdigit(*end);)
      end++;
  char *digits = g_strndup(start, (size_t)(end - start));
  const double value = g_ascii_strtod(digits, NULL);
  g_free(digits);
  lexer->at = *end == '%' ? end + 1 : is_name_start(*end) ? skip_name(end) : end;
  Token token = slice(TOKEN_NUMBER, end, lexer->at);
  token.value = value;
  return token;
}

static Token lex_name(Lexer *lexer) {
  const char *start = lexer->at, *end = skip_name(start);
  const char *after = skip_space(end);
  lexer->at = *after == '(' ? after + 1 : end;
  return slice(*after == '(' ? TOKEN_FUNCTION : TOKEN_NAME, start, end);
}

static Token lex_string(Lexer *lexer) {
  const char *start = lexer->at + 1, *end = strchr(start, *lexer->at);
  if (!end)
    return (Token){.type = TOKEN_ERROR};
  lexer->at = end + 1;
  return slice(TOKEN_STRING, start, end);
}

/* "#CMYK" and other profile names are colours to the lexer; the functions know better. */
static Token lex_color(Lexer *lexer) {
  const char *start = lexer->at + 1;
  lexer->at = skip_name(start);
  return slice(TOKEN_COLOR, start, lexer->at);
}

static Token lex_sign(Lexer *lexer) {
  static const struct {
    char sign;
    TokenType type;
  } signs[] = {{'+', TOKEN_PLUS}, {'-', TOKEN_MINUS}, {'*', TOKEN_TIMES},
               {'(', TOKEN_OPEN}, {')', TOKEN_CLOSE}, {',', TOKEN_COMMA}};
  for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
    if (*lexer->at == signs[i].sign) {
      lexer->at++;
      return (Token){.type = signs[i].type};
    }
  return (Token){.type = TOKEN_ERROR};
}

Token lexer_next(Lexer *lexer) {
  const char *at = lexer->at = skip_space(lexer->at);
  if (*at == '\0')
    return (Token){.type = TOKEN_END};
  if (g_ascii_isdigit(*at) || (*at == '.' && g_ascii_isdigit(at[1])))
    return lex_number(lexer);
  if (is_name_start(*at))
    return lex_name(lexer);
  if (*at == '\'' || *at == '"')
    return lex_string(lexer);
  return *at == '#' ? lex_color(lexer) : lex_sign(lexer);
}

bool token_is(const Token *token, const char *name) {
  return strlen(name) == token->length && memcmp(name, token->text, token->length) == 0;
}

/* The end of one word of a list. */
static const char *skip_word(const char *at) {
  int depth = 0;
  for (; *at && (depth > 0 || !is_space(*at)); at++) {
    if (*at == '(')
      depth++;
    else if (*at == ')')
      depth--;
    else if (*at == '\'' || *at == '"') {
      const char *close = strchr(at + 1, *at);
      at = close ? close : at + strlen(at) - 1;
    }
  }
  return at;
}

static bool is_operator(const char *word, const char *end) {
  const size_t length = (size_t)(end - word);
  return (length == 1 && strchr("+-*", *word)) ||
         (length == 3 && (memcmp(word, "div", 3) == 0 || memcmp(word, "mod", 3) == 0));
}

bool list_next(const char **at, const char **value, size_t *length) {
  const char *start = skip_space(*at), *end = skip_word(start);
  if (*start == '\0')
    return false;
  for (;;) {
    const char *sign = skip_space(end), *sign_end = skip_word(sign);
    const char *operand = skip_space(sign_end);
    if (!is_operator(sign, sign_end) || *operand == '\0')
      break;
    end = skip_word(operand);
  }
  *value = start;
  *length = (size_t)(end - start);
  *at = end;
  return true;
}
