/* The words of an expression (XSL 1.1 §5.9.12). Internal to fo. */
#ifndef PEERPRESS_FO_LEXER_H
#define PEERPRESS_FO_LEXER_H

#include <stdbool.h>
#include <stddef.h>

typedef enum {
  TOKEN_END,
  TOKEN_NUMBER,   /* value; text is the unit: "", "%", "pt", … */
  TOKEN_NAME,     /* text */
  TOKEN_FUNCTION, /* text; the opening parenthesis is consumed */
  TOKEN_STRING,   /* text, without its quotes */
  TOKEN_COLOR,    /* text, without its # */
  TOKEN_PLUS,
  TOKEN_MINUS,
  TOKEN_TIMES,
  TOKEN_OPEN,
  TOKEN_CLOSE,
  TOKEN_COMMA,
  TOKEN_ERROR
} TokenType;

typedef struct {
  TokenType type;
  double value;
  const char *text; /* a slice of the expression */
  size_t length;
} Token;

typedef struct {
  const char *at; /* what is left, NUL-terminated */
} Lexer;

Token lexer_next(Lexer *lexer);

/* Is the token this name? */
bool token_is(const Token *token, const char *name);

/* The next value of a list separated by white space, not split inside parentheses and quotes nor
 * around + - * div mod standing alone; false at the end. `*at` moves on. */
bool list_next(const char **at, const char **value, size_t *length);

#endif
