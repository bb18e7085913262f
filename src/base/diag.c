#include "base/diag.h"
#include "base/json.h"
#include "base/sarif.h"

#include <stdarg.h>
#include <string.h>

enum { REPEATS_SHOWN = 3 };

struct Diagnostics {
  FILE *stream;
  DiagFormat format;
  GStringChunk *strings;
  GArray *all;         /* of Diagnostic */
  GHashTable *repeats; /* "id message" -> count, the key in strings */
  GPtrArray *repeated; /* keys shown REPEATS_SHOWN times, in order */
  unsigned counts[3];
  Diagnostic open;
};

Diagnostics *diag_new(FILE *stream, DiagFormat format) {
  Diagnostics *diagnostics = g_new0(Diagnostics, 1);
  diagnostics->stream = stream;
  diagnostics->format = format;
  diagnostics->strings = g_string_chunk_new(1024);
  diagnostics->all = g_array_new(FALSE, TRUE, sizeof(Diagnostic));
  diagnostics->repeats = g_hash_table_new(g_str_hash, g_str_equal);
  diagnostics->repeated = g_ptr_array_new();
  return diagnostics;
}

void diag_free(Diagnostics *diagnostics) {
  if (!diagnostics)
    return;
  if (diagnostics->stream && diagnostics->format == DIAG_SARIF)
    sarif_write(diagnostics->stream, (const Diagnostic *)(const void *)diagnostics->all->data,
                diagnostics->all->len);
  g_hash_table_unref(diagnostics->repeats);
  g_ptr_array_unref(diagnostics->repeated);
  g_array_unref(diagnostics->all);
  g_string_chunk_free(diagnostics->strings);
  g_free(diagnostics);
}

const char *diag_intern(Diagnostics *diagnostics, const char *file) {
  return file ? g_string_chunk_insert_const(diagnostics->strings, file) : NULL;
}

unsigned diag_count(const Diagnostics *diagnostics, DiagSeverity severity) {
  return diagnostics->counts[severity];
}

const Diagnostic *diag_all(const Diagnostics *diagnostics, unsigned *count) {
  *count = diagnostics->all->len;
  return (const Diagnostic *)(const void *)diagnostics->all->data;
}

static const char *severity_name(DiagSeverity severity) {
  static const char *const names[] = {"note", "warning", "error"};
  return names[severity];
}

static void print_text(FILE *stream, const Diagnostic *diagnostic) {
  if (diagnostic->place.file)
    fprintf(stream, "%s:", diagnostic->place.file);
  if (diagnostic->place.line > 0)
    fprintf(stream, "%d:", diagnostic->place.line);
  if (diagnostic->place.line > 0 && diagnostic->place.column > 0)
    fprintf(stream, "%d:", diagnostic->place.column);
  fprintf(stream, "%s%s: %s [%s]\n",
          diagnostic->place.file ? " " : "peerpress: ", severity_name(diagnostic->severity),
          diagnostic->message, diagnostic->id);
  if (diagnostic->hint)
    fprintf(stream, "    %s\n", diagnostic->hint);
}

static void print_json(FILE *stream, const Diagnostic *diagnostic) {
  JsonObject *object = json_object_new();
  json_add_text(object, "severity", severity_name(diagnostic->severity));
  json_add_text(object, "id", diagnostic->id);
  if (diagnostic->place.file)
    json_add_text(object, "file", diagnostic->place.file);
  if (diagnostic->place.line > 0)
    json_object_set_int_member(object, "line", diagnostic->place.line);
  if (diagnostic->place.column > 0)
    json_object_set_int_member(object, "column", diagnostic->place.column);
  json_add_text(object, "message", diagnostic->message);
  if (diagnostic->hint)
    json_add_text(object, "hint", diagnostic->hint);
  json_write(stream, object, false);
}

static void print(const Diagnostics *diagnostics, const Diagnostic *diagnostic) {
  if (!diagnostics->stream || diagnostics->format == DIAG_SARIF)
    return;
  if (diagnostics->format == DIAG_JSON)
    print_json(diagnostics->stream, diagnostic);
  else
    print_text(diagnostics->stream, diagnostic);
}

static const char *insert_formatted(Diagnostics *diagnostics, const char *format, va_list list) {
  char *text = g_strdup_vprintf(format, list);
  char *valid = g_utf8_make_valid(text, -1);
  const char *kept = g_string_chunk_insert(diagnostics->strings, valid);
  g_free(valid);
  g_free(text);
  return kept;
}

void diag_begin(Diagnostics *diagnostics, const char *id, DiagSeverity severity, Place place) {
  char *spelt = g_strdelimit(g_strdup(id), "_", '-');
  diagnostics->open = (Diagnostic){
      .id = g_string_chunk_insert_const(diagnostics->strings, spelt),
      .severity = severity,
      .place = place,
  };
  diagnostics->open.place.file = diag_intern(diagnostics, place.file);
  g_free(spelt);
}

void diag_say(Diagnostics *diagnostics, const char *format, ...) {
  va_list list;
  va_start(list, format);
  diagnostics->open.message = insert_formatted(diagnostics, format, list);
  va_end(list);
}

void diag_hint(Diagnostics *diagnostics, const char *format, ...) {
  if (!format)
    return;
  va_list list;
  va_start(list, format);
  diagnostics->open.hint = insert_formatted(diagnostics, format, list);
  va_end(list);
}

/* How often this message has come, with this time. */
static unsigned count_repeat(Diagnostics *diagnostics, const Diagnostic *diagnostic) {
  char *spelt = g_strdup_printf("%s: %s", diagnostic->message, diagnostic->id);
  const char *key = g_string_chunk_insert_const(diagnostics->strings, spelt);
  g_free(spelt);
  const unsigned count = GPOINTER_TO_UINT(g_hash_table_lookup(diagnostics->repeats, key)) + 1;
  g_hash_table_insert(diagnostics->repeats, (gpointer)key, GUINT_TO_POINTER(count));
  if (count == REPEATS_SHOWN + 1)
    g_ptr_array_add(diagnostics->repeated, (gpointer)key);
  return count;
}

void diag_end(Diagnostics *diagnostics) {
  const Diagnostic *diagnostic = &diagnostics->open;
  diagnostics->counts[diagnostic->severity]++;
  /* A log for machines names each place. */
  if (diagnostics->format != DIAG_SARIF && count_repeat(diagnostics, diagnostic) > REPEATS_SHOWN)
    return;
  g_array_append_val(diagnostics->all, *diagnostic);
  print(diagnostics, diagnostic);
}

void diag_finding(Diagnostics *diagnostics, const char *id, DiagSeverity severity, Place place,
                  const char *message, const char *hint) {
  diag_begin(diagnostics, id, severity, place);
  diag_say(diagnostics, "%s", message);
  if (hint)
    diag_hint(diagnostics, "%s", hint);
  diag_end(diagnostics);
}

void diag_flush(Diagnostics *diagnostics) {
  for (unsigned i = 0; i < diagnostics->repeated->len; i++) {
    const char *key = g_ptr_array_index(diagnostics->repeated, i);
    const unsigned count = GPOINTER_TO_UINT(g_hash_table_lookup(diagnostics->repeats, key));
    char *message = g_strdup_printf("and %u more times: %s", count - REPEATS_SHOWN, key);
    print(diagnostics, &(Diagnostic){.id = "repeated", .severity = DIAG_NOTE, .message = message});
    g_free(message);
  }
  g_ptr_array_set_size(diagnostics->repeated, 0);
  g_hash_table_remove_all(diagnostics->repeats);
}

/* Levenshtein's distance; the rows are short, names being so. */
static size_t edit_distance(const char *a, const char *b) {
  const size_t length = strlen(b);
  size_t *row = g_new(size_t, length + 1);
  for (size_t j = 0; j <= length; j++)
    row[j] = j;
  for (size_t i = 1; a[i - 1]; i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= length; j++) {
      const size_t above = row[j];
      const size_t changed = diagonal + (a[i - 1] != b[j - 1]);
      row[j] = MIN(changed, MIN(above, row[j - 1]) + 1);
      diagonal = above;
    }
  }
  const size_t distance = row[length];
  g_free(row);
  return distance;
}

const char *diag_did_you_mean(const char *name, const char *const *candidates, size_t count) {
  enum { LONGEST_NAME = 80 };
  const size_t length = strlen(name);
  if (length > LONGEST_NAME)
    return NULL;
  size_t nearest = length / 3 + 2;
  const char *meant = NULL;
  for (size_t i = 0; i < count; i++) {
    const size_t distance = edit_distance(name, candidates[i]);
    if (distance < nearest) {
      nearest = distance;
      meant = candidates[i];
    }
  }
  return meant;
}
