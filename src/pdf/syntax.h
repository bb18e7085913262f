/* The syntax of PDF (PDF 1.7 §7.2, §7.3) as it stands in memory: tokens, look-ups in the text of an
 * object, and the writing of strings. No tree is made: what finish changes, it changes as text. */
#ifndef PEERPRESS_PDF_SYNTAX_H
#define PEERPRESS_PDF_SYNTAX_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum {
  TOKEN_END,    /* nothing is left */
  TOKEN_BROKEN, /* what is left is cut off or no PDF */
  TOKEN_NUMBER,
  TOKEN_NAME,   /* with its slash */
  TOKEN_STRING, /* with its brackets */
  TOKEN_HEX,    /* with its angle brackets */
  TOKEN_ARRAY_OPEN,
  TOKEN_ARRAY_CLOSE,
  TOKEN_DICT_OPEN,
  TOKEN_DICT_CLOSE,
  TOKEN_WORD, /* true, null, R, obj, an operator */
} PdfTokenKind;

typedef struct {
  PdfTokenKind kind;
  const char *text; /* where it stands */
  size_t length;
} PdfToken;

typedef struct {
  const char *at, *end;
} PdfLexer;

/* Reads `length` bytes of `text`; NULL is nothing to read. */
static inline PdfLexer pdf_lexer(const char *text, size_t length) {
  const char *start = text ? text : "";
  return (PdfLexer){start, start + (text ? length : 0)};
}

/* The next token; comments and white space are passed over. */
PdfToken pdf_next_token(PdfLexer *lexer);

/* Passes over one whole object behind `first`, which was read from the lexer (array, dictionary,
 * reference or a single token). False if it is broken. */
bool pdf_skip_object(PdfLexer *lexer, PdfToken first);

/* A stretch of text; text NULL: none. */
typedef struct {
  const char *text;
  size_t length;
} Slice;

bool pdf_token_is(PdfToken token, const char *text);
bool slice_is(Slice slice, const char *text);

/* The value of a key of the dictionary that `object` begins with; text NULL: it has none. `key` has
 * no slash. */
Slice dict_lookup(Slice object, const char *key);

/* Is it one of the operators of content streams (PDF 1.7 Annex A)? */
bool pdf_token_is_operator(PdfToken token);

/* The number of the object that a value "N G R" refers to, or 0. */
int slice_reference(Slice value);

/* The value as an integer, or `otherwise`. */
long slice_integer(Slice value, long otherwise);

/* The bytes of a string token, literal or hexadecimal, newly allocated with a NUL behind. */
GByteArray *string_bytes(const char *text, size_t length);

/* What a character of text is written as, the same in strings and metadata: 0 if it is left out
 * (control characters, noncharacters); a carriage return is a line break. */
gunichar text_character(gunichar c);

/* Appends UTF-8 text as a text string (§7.9.2.2): ASCII as a literal one, else UTF-16BE. Invalid UTF-8
 * becomes U+FFFD, each character is what text_character makes of it. NULL counts as empty. */
void append_text_string(GString *out, const char *text);

/* A character in UTF-16BE, as hexadecimal digits. */
void append_utf16(GString *out, gunichar c);

/* How many bytes the string has that append_text_string makes of the first `length` bytes of a text. */
size_t text_string_length(const char *text, size_t length);

/* Has the text the form of a language tag (BCP 47): subtags of 1 to 8 letters and digits, the first of
 * letters? */
bool is_language_tag(const char *text);

/* Appends bytes as a literal string, escaped. */
void append_byte_string(GString *out, const char *bytes, size_t length);

void append_integer(GString *out, int64_t number);

/* Appends “12 0 R”. */
void append_reference(GString *out, int number);

/* Appends a number with at most three decimals, the same in each locale. */
void append_number(GString *out, double number);
/* The same with at most five. */
void append_fine_number(GString *out, double number);

#endif
