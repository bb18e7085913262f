#include "text/attributes.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* ---- Plain words ----------------------------------------------------------------------------------- */

/* What an author's line ends with (UAX 14: BK). */
#define LINE_SEPARATOR "\u2028"

/* Is it a sign of ASCII that UAX 14 takes for a letter (AL)? */
static inline bool is_sign(char c) {
  switch (c) {
  case '#':
  case '&':
  case '*':
  case '<':
  case '=':
  case '>':
  case '@':
  case '^':
  case '_':
  case '`':
  case '~': return true;
  default: return false;
  }
}

/* A letter, digit, sign or bullet with which neither a line may break nor a grapheme go on; the bytes that it has, or 0. */
static inline int letter_bytes(const char *p, const char *end) {
  if (g_ascii_isalnum(*p) || is_sign(*p))
    return 1;
  const guint8 lead = (guint8)*p;
  if (lead == 0xe2)
    return end - p >= 3 && memcmp(p, "\u2022", 3) == 0 ? 3 : 0;
  if (lead < 0xc3 || lead > 0xc9 || end - p < 2)
    return 0;
  const guint8 trail = (guint8)p[1];
  const bool sign = lead == 0xc3 && (trail == 0x97 || trail == 0xb7); /* × and ÷ */
  return sign ? 0 : 2;                                                /* U+00C0 to U+027F */
}

/* May a line break behind it, though not before, unless it is part of a number (UAX 14: HY and SY)? */
static inline bool is_divider(char c) {
  return c == '-' || c == '/';
}

static inline bool is_stop(char c) {
  return c == ',' || c == '.' || c == ';' || c == ':' || c == '!' || c == '?';
}

static inline bool begins(const char *p, const char *end, const char *character) {
  return (size_t)(end - p) >= strlen(character) && memcmp(p, character, strlen(character)) == 0;
}

/* The bytes of a quotation mark or apostrophe (QU), or 0. */
static inline int quote_bytes(const char *p, const char *end) {
  if (*p == '\'' || *p == '"')
    return 1;
  const bool quote = (guint8)*p == 0xe2 && (begins(p, end, "\u2018") || begins(p, end, "\u2019") ||
                                            begins(p, end, "\u201c") || begins(p, end, "\u201d"));
  return quote ? 3 : 0;
}

/* An apostrophe, a parenthesis, a space that is no break, alone or behind a point, or a point within a name or a number, which
 * breaks no more than the letters around it, or a divider; its bytes, or 0. There is a letter before `p`. */
static inline int joint_bytes(const char *p, const char *end) {
  const bool stop = *p == '.' || *p == ',' || *p == ':';
  if (begins(p + stop, end, "\u00a0"))
    return 2 + stop;
  if (stop)
    return p + 1 < end && (!g_ascii_isdigit(p[1]) || g_ascii_isdigit(p[-1])) ? 1 : 0;
  if (*p == '\'' || *p == '(' || *p == ')' || is_divider(*p))
    return 1;
  return begins(p, end, "\u2019") ? 3 : 0;
}

/* The bytes of a space or of the end of a line that its author wrote, or 0. */
static inline int separator_bytes(const char *p, const char *end) {
  return *p == ' ' ? 1 : begins(p, end, LINE_SEPARATOR) ? 3 : 0;
}

/* Behind a quotation mark and spaces a line may not break before a parenthesis. */
static bool is_before_parenthesis(const char *p, const char *end) {
  while (p < end && *p == ' ')
    p++;
  return p < end && *p == '(';
}

/* The end of a word from `p` on that is followed by a separator or the end, and in which no line may break but behind
 * dividers; NULL if it is another. It may be in parentheses and quotation marks, and commas, points, colons, semicolons,
 * question or exclamation marks behind it (UAX 14: AL and NU, with QU, IS, HY, SY, OP, CP and GL between them, OP and QU
 * before, CP, QU, IS and EX behind). `*characters` receives how many it has, `*divided` (or NULL) whether there are dividers. */
static const char *plain_word(const char *p, const char *end, int *characters, bool *divided) {
  int count = 0;
  bool dividers = false;
  for (int bytes; p < end && (bytes = *p == '(' ? 1 : quote_bytes(p, end)) > 0; p += bytes)
    count++;
  int bytes = p < end ? letter_bytes(p, end) : 0;
  if (!bytes)
    return NULL;
  while (bytes) {
    p += bytes;
    count++;
    bytes = p < end ? letter_bytes(p, end) : 0;
    const int joint = !bytes && p < end ? joint_bytes(p, end) : 0;
    if (joint && p + joint < end && letter_bytes(p + joint, end)) {
      dividers = dividers || is_divider(*p);
      count += is_stop(*p) && joint > 1 ? 2 : 1;
      p += joint;
      bytes = letter_bytes(p, end);
    }
  }
  if (p + 1 < end && *p == '(' && p[1] == ')')
    p++, count++;
  bool quoted = false;
  for (; p < end && (bytes = *p == ')' || is_stop(*p) ? 1 : quote_bytes(p, end)) > 0; p += bytes) {
    quoted = quote_bytes(p, end);
    count++;
  }
  *characters = count;
  if (divided)
    *divided = dividers;
  if (p < end && (!separator_bytes(p, end) || (quoted && is_before_parenthesis(p, end))))
    return NULL;
  return p;
}

/* ---- Other words ----------------------------------------------------------------------------------- */

static const char *next_separator(const char *p, const char *end) {
  while (p < end && !separator_bytes(p, end))
    p++;
  return p;
}

/* The beginning of the next plain word behind separators, or the end. */
static const char *next_plain(const char *p, const char *end) {
  for (;;) {
    p = next_separator(p, end);
    for (int bytes; p < end && (bytes = separator_bytes(p, end)) > 0;)
      p += bytes;
    int characters;
    if (p == end || plain_word(p, end, &characters, NULL))
      return p;
  }
}

/* Asks pango about the text from `p` to `next`, both included, or without `p` if that is `told`; from `before` on to
 * the end of the plain word at `next` is what it has to know for that. `attributes` are those from `p` on. Gives how
 * many characters there are before `next`. */
static int ask(const char *before, const char *p, const char *next, const char *end, bool told,
               PangoLogAttr *attributes) {
  int characters;
  const char *last = next < end ? plain_word(next, end, &characters, NULL) : end;
  const int skipped = (int)g_utf8_strlen(before, p - before);
  const int asked = (int)g_utf8_strlen(p, next - p);
  const int count = skipped + (int)g_utf8_strlen(p, last - p) + 1;
  PangoLogAttr *found = g_new0(PangoLogAttr, (gsize)count);
  pango_default_break(before, (int)(last - before), NULL, found, count);
  for (int i = told; i <= asked; i++) {
    attributes[i].is_line_break = found[skipped + i].is_line_break;
    attributes[i].is_cursor_position = found[skipped + i].is_cursor_position;
  }
  g_free(found);
  return asked;
}

/* ---- Text ------------------------------------------------------------------------------------------- */

/* Lets lines break behind the dividers of a word whose first character has the first of the attributes. */
static void divide(const char *word, const char *end, PangoLogAttr *attributes) {
  for (const char *p = g_utf8_next_char(word); p < end; p = g_utf8_next_char(p)) {
    attributes++;
    if (!is_divider(p[-1]))
      continue;
    const bool number = g_ascii_isdigit(*p) && (p[-1] == '-' || g_ascii_isdigit(p[-2]));
    attributes->is_line_break = !number;
  }
}

/* Passes over separators that begin at `p` and have the first of the attributes: of several spaces only the last lets a
 * line break, the end of a line always does. `*characters` receives how many there are. */
static const char *pass_separators(const char *p, const char *end, PangoLogAttr *attributes,
                                   int *characters) {
  int count = 0;
  for (int bytes, before = 0; p < end && (bytes = separator_bytes(p, end)) > 0; p += bytes) {
    attributes[count].is_cursor_position = true;
    attributes[count].is_line_break = before > 1;
    before = bytes;
    count++;
  }
  *characters = count;
  return p;
}

void text_attributes(const char *text, int length, PangoLogAttr *attributes) {
  const char *const end = text + length;
  const char *before = text; /* the plain word before p, or p */
  int index = 0;
  bool told = false; /* of the character at p */
  int characters = 0;
  const char *p = pass_separators(text, end, attributes, &index);
  /* Of one character alone there is nothing to ask. */
  if (p < end && g_utf8_next_char(text) == end) {
    attributes[index++].is_cursor_position = true;
    p = end;
  }
  while (p < end) {
    bool divided = false;
    const char *after = plain_word(p, end, &characters, &divided);
    if (!after) {
      const char *next = next_plain(p, end);
      index += ask(before, p, next, end, told, attributes + index);
      before = p = next;
      told = true;
      continue;
    }
    if (!told)
      attributes[index].is_line_break = p > text;
    for (int i = index; i < index + characters; i++)
      attributes[i].is_cursor_position = true;
    if (divided)
      divide(p, after, attributes + index);
    told = false;
    index += characters;
    before = p;
    p = pass_separators(after, end, attributes + index, &characters);
    index += characters;
  }
  attributes[index].is_line_break = attributes[index].is_cursor_position = true;
}
