#include "project/naming.h"

#include <string.h>

/* The next {name} at or after `p`: its opening brace, with `end` behind its closing one. */
static const char *next_field(const char *p, const char **end) {
  const char *open = strchr(p, '{');
  const char *close = open ? strchr(open, '}') : NULL;
  *end = close ? close + 1 : NULL;
  return close ? open : NULL;
}

static const NamingValue *lookup(const char *name, size_t length, const NamingValue *values,
                                 size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (strlen(values[i].name) == length && strncmp(values[i].name, name, length) == 0)
      return &values[i];
  }
  return NULL;
}

static bool report_field(const char *field, const char *end, const NamingValue *values,
                         size_t count, Place place, Diagnostics *diagnostics) {
  char *name = g_strndup(field + 1, (gsize)(end - field - 2));
  const char **known = g_new(const char *, count + 1);
  for (size_t i = 0; i < count; i++)
    known[i] = values[i].name;
  known[count] = NULL;
  const char *meant = diag_did_you_mean(name, known, count);
  char *all = g_strjoinv("}, {", (char **)(gpointer)known);
  char *words =
      meant ? g_strdup_printf("did you mean {%s}?", meant) : g_strdup_printf("there are {%s}", all);
  diag_project_field(diagnostics, place, name, words);
  g_free(words);
  g_free(all);
  g_free(known);
  g_free(name);
  return false;
}

static bool stays_inside(const char *pattern) {
  char **parts = g_strsplit(pattern, "/", -1);
  bool inside = true;
  for (char **part = parts; *part; part++)
    inside = inside && **part && strcmp(*part, ".") != 0 && strcmp(*part, "..") != 0;
  g_strfreev(parts);
  return inside && *pattern;
}

bool naming_check(const char *pattern, const NamingValue *values, size_t count, Place place,
                  Diagnostics *diagnostics) {
  const char *end = NULL;
  for (const char *p = pattern, *field; (field = next_field(p, &end)); p = end) {
    if (!lookup(field + 1, (size_t)(end - field - 2), values, count))
      return report_field(field, end, values, count, place, diagnostics);
  }
  if (stays_inside(pattern))
    return true;
  diag_project_name(diagnostics, place, pattern);
  return false;
}

/* A value that is nothing, "." or "..", or begins with a full stop, would make another name of it. */
static void append_value(GString *name, const char *value) {
  if (!*value || *value == '.')
    g_string_append_c(name, '-');
  for (const char *p = value; *p; p++)
    g_string_append_c(name, *p == '/' || (unsigned char)*p < 0x20 || *p == 0x7f ? '-' : *p);
}

char *naming_fill(const char *pattern, const NamingValue *values, size_t count) {
  GString *name = g_string_new(NULL);
  const char *p = pattern, *end = NULL;
  for (const char *field; (field = next_field(p, &end)); p = end) {
    g_string_append_len(name, p, field - p);
    append_value(name, lookup(field + 1, (size_t)(end - field - 2), values, count)->value);
  }
  g_string_append(name, p);
  return g_string_free(name, FALSE);
}

char *naming_fill_text(const char *text, const NamingValue *values, size_t count) {
  GString *filled = g_string_new(text);
  for (size_t i = 0; i < count; i++) {
    char *field = g_strconcat("{", values[i].name, "}", NULL);
    g_string_replace(filled, field, values[i].value, 0);
    g_free(field);
  }
  return g_string_free(filled, FALSE);
}

char *relative_path(const char *folder, const char *path) {
  char *from = g_canonicalize_filename(folder, NULL), *to = g_canonicalize_filename(path, NULL);
  char **here = g_strsplit(from, "/", -1), **there = g_strsplit(to, "/", -1);
  size_t same = 0;
  while (here[same] && there[same] && strcmp(here[same], there[same]) == 0)
    same++;
  GString *way = g_string_new(NULL);
  for (size_t i = same; here[i]; i++)
    g_string_append(way, *here[i] ? "../" : "");
  char *rest = g_strjoinv("/", there + same);
  g_string_append(way, rest);
  if (way->len == 0)
    g_string_append_c(way, '.');
  g_free(rest);
  g_strfreev(here);
  g_strfreev(there);
  g_free(from);
  g_free(to);
  return g_string_free(way, FALSE);
}

char *relative_reference(const char *from, const char *to) {
  char *folder = g_path_get_dirname(from);
  char *path = relative_path(folder, to);
  char *reference = g_uri_escape_string(path, "/", FALSE);
  g_free(path);
  g_free(folder);
  return reference;
}
