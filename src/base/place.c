#include "base/place.h"

#include <string.h>

#define ESCAPED " %'\"{}<>&"

void trace_append(GString *trace, const Place *place) {
  if (trace->len > 0)
    g_string_append_c(trace, ' ');
  for (const char *p = place->file ? place->file : ""; *p; p++) {
    if (strchr(ESCAPED, *p) || g_ascii_iscntrl(*p))
      g_string_append_printf(trace, "%%%02X", (unsigned char)*p);
    else
      g_string_append_c(trace, *p);
  }
  g_string_append_printf(trace, ":%d:%d%s", place->line, place->column, place->literal ? "!" : "");
}

static void append_unescaped(GString *file, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    const bool escaped = text[i] == '%' && i + 2 < length && g_ascii_isxdigit(text[i + 1]) &&
                         g_ascii_isxdigit(text[i + 2]);
    const int code =
        escaped ? g_ascii_xdigit_value(text[i + 1]) * 16 + g_ascii_xdigit_value(text[i + 2])
                : text[i];
    if (code != 0)
      g_string_append_c(file, (char)code);
    i += escaped ? 2 : 0;
  }
}

/* Takes ":number" off the end of what is `length` long; 0 if there is none. */
static int take_number(const char *text, size_t *length) {
  enum { DIGITS = 9 };
  size_t at = *length;
  while (at > 0 && g_ascii_isdigit(text[at - 1]))
    at--;
  if (at == 0 || at == *length || text[at - 1] != ':' || *length - at > DIGITS)
    return 0;
  int number = 0;
  for (size_t i = at; i < *length; i++)
    number = number * 10 + (text[i] - '0');
  *length = at - 1;
  return number;
}

bool trace_next(const char **trace, GString *file, Place *place) {
  const char *text = *trace + strspn(*trace, " ");
  const size_t whole = strcspn(text, " ");
  *trace = text + whole;
  if (whole == 0)
    return false;
  *place = PLACE_NONE;
  place->literal = text[whole - 1] == '!';
  size_t length = whole - (place->literal ? 1 : 0);
  const int last = take_number(text, &length), before = take_number(text, &length);
  place->line = before ? before : last;
  place->column = before ? last : 0;
  g_string_truncate(file, 0);
  append_unescaped(file, text, length);
  place->file = file->len > 0 ? file->str : NULL;
  return true;
}

bool place_is_built_in(const Place *place) {
  return place->file && g_str_has_prefix(place->file, "resource:///");
}
