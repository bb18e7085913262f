#include "base/diag_print.h"
#include "base/source.h"

#include <string.h>

static const char *const severity_names[] = {"note", "warning", "error"};

const char *diag_severity_name(DiagSeverity severity) {
  return severity_names[severity];
}

/* ---- Text ---- */

/* What could move the cursor of a terminal or change its colours does not reach it. */
static void append_harmless(GString *line, const char *text) {
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    const gunichar c = g_utf8_get_char(p);
    if (c == '\n' || c == '\t')
      g_string_append_c(line, ' ');
    else
      g_string_append_unichar(line, g_unichar_iscntrl(c) ? 0xFFFD : c);
  }
}

/* Names of files and broken ones' text may be any bytes. */
static void append_bytes(GString *line, const char *bytes, size_t length) {
  char *valid = g_utf8_make_valid(bytes, (gssize)length);
  append_harmless(line, valid);
  g_free(valid);
}

static void append_place(GString *line, const Place *place) {
  static const char stylesheets[] = "resource:///peerpress/stylesheets/";
  if (place->file && g_str_has_prefix(place->file, stylesheets))
    g_string_append_printf(line, "built-in %s", place->file + strlen(stylesheets));
  else if (place->file)
    append_bytes(line, place->file, strlen(place->file));
  if (place->line > 0)
    g_string_append_printf(line, ":%d", place->line);
  if (place->line > 0 && place->column > 0)
    g_string_append_printf(line, ":%d", place->column);
}

static void append_trace(GString *line, const Diagnostic *diagnostic) {
  GString *file = g_string_new(NULL);
  const char *rest = diagnostic->trace, *between = "\n    trace: ";
  for (Place place; trace_next(&rest, file, &place); between = " → ") {
    g_string_append(line, between);
    append_place(line, &place);
  }
  if (diagnostic->object) {
    g_string_append(line, between);
    append_harmless(line, diagnostic->object);
  }
  g_string_free(file, TRUE);
}

/* The parts of a text that have a colour of their own on a terminal (ECMA-48, SGR). */
#define BOLD "\033[1m"
#define FAINT "\033[2m"
#define PLAIN "\033[0m"
static const char *const severity_colours[] = {"\033[1;36m", "\033[1;35m", "\033[1;31m"};

void diag_print_text(FILE *stream, const Diagnostic *diagnostic, bool colours) {
  GString *line = g_string_new(colours ? BOLD : NULL);
  if (diagnostic->place.file)
    append_place(line, &diagnostic->place);
  else
    g_string_append(line, "peerpress");
  g_string_append_printf(line, "%s: %s%s%s: ", colours ? PLAIN : "",
                         colours ? severity_colours[diagnostic->severity] : "",
                         severity_names[diagnostic->severity], colours ? PLAIN : "");
  append_harmless(line, diagnostic->message);
  g_string_append_printf(line, " %s[%s]%s", colours ? FAINT : "", diagnostic->id,
                         colours ? PLAIN : "");
  if (diagnostic->excerpt)
    g_string_append_printf(line, "\n%s", diagnostic->excerpt);
  if (diagnostic->hint) {
    g_string_append(line, "\n    ");
    append_harmless(line, diagnostic->hint);
  }
  if (diagnostic->trace)
    append_trace(line, diagnostic);
  g_string_append_c(line, '\n');
  fputs(line->str, stream);
  g_string_free(line, TRUE);
}

/* ---- The source's line ---- */

static int columns_of(gunichar c) {
  if (g_unichar_iszerowidth(c))
    return 0;
  return g_unichar_iswide(c) ? 2 : 1;
}

static bool begins_character(char byte) {
  return ((unsigned char)byte & 0xC0) != 0x80;
}

static const char *characters_on(const char *p, const char *end, int count) {
  for (; count > 0 && p < end; count--)
    do
      p++;
    while (p < end && !begins_character(*p));
  return p;
}

static const char *characters_back(const char *p, const char *start, int count) {
  for (; count > 0 && p > start; count--)
    do
      p--;
    while (p > start && !begins_character(*p));
  return p;
}

char *diag_excerpt(Source *source, const Place *place) {
  enum { WIDTH = 92, BEFORE = 59, MOST_BYTES = 1024 };
  size_t length = 0;
  char *line = place->line > 0 ? source_line(source, place->line, &length) : NULL;
  if (!line)
    return NULL;
  while (length > 0 && g_ascii_isspace(line[length - 1]))
    length--;
  /* Only the part that the caret is in: the whole of a generated file can be one line. */
  const char *column = characters_on(line, line + length, place->column - 1);
  const char *start = characters_back(column, line, BEFORE);
  GString *clean = g_string_new(NULL), *caret = g_string_new(NULL);
  append_bytes(clean, start, MIN((size_t)(column - start), MOST_BYTES));
  const size_t before = clean->len;
  append_bytes(clean, column, MIN((size_t)(line + length - column), MOST_BYTES));
  const char *at = clean->str + before, *to = clean->str;
  for (int width = 0; *to && width < WIDTH; to = g_utf8_next_char(to)) {
    const int columns = columns_of(g_utf8_get_char(to));
    width += columns;
    for (int i = 0; to < at && i < columns; i++)
      g_string_append_c(caret, ' ');
  }
  g_string_truncate(clean, (gsize)(to - clean->str));
  char *excerpt = place->column > 0 ? g_strdup_printf("    | %s\n    | %s^", clean->str, caret->str)
                                    : g_strdup_printf("    | %s", clean->str);
  g_string_free(caret, TRUE);
  g_string_free(clean, TRUE);
  g_free(line);
  return excerpt;
}

/* ---- JSON ---- */

static void add_place(JsonObject *object, const Place *place) {
  if (place->file)
    json_add_text(object, "file", place->file);
  if (place->line > 0)
    json_object_set_int_member(object, "line", place->line);
  if (place->column > 0)
    json_object_set_int_member(object, "column", place->column);
}

static void add_optional(JsonObject *object, const char *name, const char *value) {
  if (value)
    json_add_text(object, name, value);
}

JsonObject *diag_to_json(const Diagnostic *diagnostic) {
  JsonObject *object = json_object_new();
  json_add_text(object, "severity", severity_names[diagnostic->severity]);
  json_add_text(object, "id", diagnostic->id);
  add_place(object, &diagnostic->place);
  json_add_text(object, "message", diagnostic->message);
  add_optional(object, "hint", diagnostic->hint);
  if (diagnostic->trace) {
    JsonArray *places = json_add_array(object, "trace");
    GString *file = g_string_new(NULL);
    const char *rest = diagnostic->trace;
    for (Place place; trace_next(&rest, file, &place);)
      add_place(json_append_object(places), &place);
    g_string_free(file, TRUE);
  }
  add_optional(object, "object", diagnostic->object);
  add_optional(object, "excerpt", diagnostic->excerpt);
  return object;
}

void diag_all_to_json(const Diagnostics *diagnostics, unsigned most, JsonArray *array) {
  unsigned count = 0;
  const Diagnostic *all = diag_all(diagnostics, &count);
  for (unsigned i = 0; i < MIN(count, most); i++)
    json_array_add_object_element(array, diag_to_json(&all[i]));
}

void diag_print_json(FILE *stream, const Diagnostic *diagnostic) {
  json_write(stream, diag_to_json(diagnostic), false);
}

static int number_of(JsonObject *object, const char *name) {
  JsonNode *node = json_object_get_member(object, name);
  return node && JSON_NODE_HOLDS_VALUE(node) ? (int)json_node_get_int(node) : 0;
}

static Place place_of(JsonObject *object) {
  return place_at(json_string(object, "file"), number_of(object, "line"),
                  number_of(object, "column"));
}

bool diag_from_json(Diagnostics *diagnostics, JsonObject *object) {
  const char *severity = json_string(object, "severity");
  Diagnostic diagnostic = {.id = json_string(object, "id"),
                           .place = place_of(object),
                           .object = json_string(object, "object"),
                           .message = json_string(object, "message"),
                           .hint = json_string(object, "hint"),
                           .excerpt = json_string(object, "excerpt")};
  if (!severity || !diagnostic.id || !diagnostic.message)
    return false;
  while (diagnostic.severity < DIAG_ERROR &&
         strcmp(severity, severity_names[diagnostic.severity]) != 0)
    diagnostic.severity++;
  GString *trace = g_string_new(NULL);
  JsonArray *places = json_array(object, "trace");
  for (guint i = 0; places && i < json_array_get_length(places); i++) {
    const Place place = place_of(json_array_get_object_element(places, i));
    trace_append(trace, &place);
  }
  diagnostic.trace = trace->len > 0 ? trace->str : NULL;
  diag_again(diagnostics, &diagnostic);
  g_string_free(trace, TRUE);
  return true;
}
