#include "base/diag.h"
#include "base/diag_print.h"
#include "base/sarif.h"
#include "base/source.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum { REPEATS_SHOWN = 3, REPEATS_COMPLETED = 100 };

struct Diagnostics {
  FILE *stream;
  DiagFormat format;
  GStringChunk *strings;
  GArray *all;         /* of Diagnostic */
  GHashTable *repeats; /* "id message" -> count, the key in strings */
  GPtrArray *repeated; /* keys shown REPEATS_SHOWN times, in order */
  unsigned counts[3];
  Diagnostic open;
  char *(*describe)(const void *object);
  bool colours;          /* on a terminal that wants them */
  GHashTable *sources;   /* name -> Source, if their lines are to be shown; else NULL */
  Diagnostics *receiver; /* of what is deferred; or NULL */
  bool released;
};

/* Who is meant. */
static Diagnostics *meant(const Diagnostics *diagnostics) {
  return diagnostics->released ? diagnostics->receiver : (Diagnostics *)(uintptr_t)diagnostics;
}

/* The agreement of no-color.org, and terminals that have none. */
static bool wants_colours(void) {
  const char *no_colour = g_getenv("NO_COLOR");
  return !(no_colour && *no_colour) && g_strcmp0(g_getenv("TERM"), "dumb") != 0;
}

static void unref_source(void *source) {
  source_unref(source);
}

static void keep_sources(Diagnostics *diagnostics) {
  diagnostics->sources = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref_source);
}

Diagnostics *diag_new(FILE *stream, DiagFormat format) {
  Diagnostics *diagnostics = g_new0(Diagnostics, 1);
  diagnostics->stream = stream;
  diagnostics->format = format;
  diagnostics->strings = g_string_chunk_new(1024);
  diagnostics->all = g_array_new(FALSE, TRUE, sizeof(Diagnostic));
  diagnostics->repeats = g_hash_table_new(g_str_hash, g_str_equal);
  diagnostics->repeated = g_ptr_array_new();
  if (stream && format == DIAG_TEXT && isatty(fileno(stream))) {
    diagnostics->colours = wants_colours();
    keep_sources(diagnostics);
  }
  return diagnostics;
}

Diagnostics *diag_new_silent(const Diagnostics *receiver) {
  Diagnostics *diagnostics = diag_new(NULL, DIAG_SARIF);
  if (receiver && receiver->sources)
    keep_sources(diagnostics);
  return diagnostics;
}

Diagnostics *diag_new_deferred(Diagnostics *receiver) {
  Diagnostics *diagnostics = diag_new(NULL, DIAG_SARIF);
  diagnostics->receiver = receiver;
  diagnostics->describe = receiver->describe;
  diagnostics->sources = receiver->sources ? g_hash_table_ref(receiver->sources) : NULL;
  return diagnostics;
}

void diag_release(Diagnostics *deferred) {
  const Diagnostic *all = (const Diagnostic *)(const void *)deferred->all->data;
  for (guint i = 0; !deferred->released && i < deferred->all->len; i++)
    diag_again(deferred->receiver, &all[i]);
  deferred->released = true;
}

void diag_free(Diagnostics *diagnostics) {
  if (!diagnostics)
    return;
  if (diagnostics->stream && diagnostics->format == DIAG_SARIF)
    sarif_write(diagnostics->stream, (const Diagnostic *)(const void *)diagnostics->all->data,
                diagnostics->all->len);
  if (diagnostics->sources)
    g_hash_table_unref(diagnostics->sources);
  g_hash_table_unref(diagnostics->repeats);
  g_ptr_array_unref(diagnostics->repeated);
  g_array_unref(diagnostics->all);
  g_string_chunk_free(diagnostics->strings);
  g_free(diagnostics);
}

const char *diag_intern(Diagnostics *diagnostics, const char *file) {
  return file ? g_string_chunk_insert_const(meant(diagnostics)->strings, file) : NULL;
}

unsigned diag_count(const Diagnostics *diagnostics, DiagSeverity severity) {
  return meant(diagnostics)->counts[severity];
}

const Diagnostic *diag_all(const Diagnostics *diagnostics, unsigned *count) {
  diagnostics = meant(diagnostics);
  *count = diagnostics->all->len;
  return (const Diagnostic *)(const void *)diagnostics->all->data;
}

static const char *insert_formatted(Diagnostics *diagnostics, const char *format, va_list list) {
  char *text = g_strdup_vprintf(format, list);
  char *valid = g_utf8_make_valid(text, -1);
  const char *kept = g_string_chunk_insert(diagnostics->strings, valid);
  g_free(valid);
  g_free(text);
  return kept;
}

void diag_source(Diagnostics *diagnostics, const char *name, Source *source) {
  if (diagnostics->sources && name)
    g_hash_table_insert(diagnostics->sources, g_strdup(name), source_ref(source));
}

void diag_describe_objects(Diagnostics *diagnostics, char *(*describe)(const void *object)) {
  diagnostics->describe = describe;
}

/* What the reader of formatting objects finds is a mistake of who wrote them: in the last file of the
 * trace that is not part of the program. Anything else is one of the source, if it is not in what a
 * stylesheet says of itself. */
static void place_at_writer(Diagnostics *diagnostics, Place *place, bool of_objects) {
  GString *file = g_string_new(NULL);
  const char *rest = place->trace;
  for (Place next; trace_next(&rest, file, &next);) {
    if (!place_is_built_in(&next) && next.file && (of_objects || next.literal)) {
      place->file = diag_intern(diagnostics, next.file);
      place->line = next.line;
      place->column = next.column;
    }
  }
  g_string_free(file, TRUE);
}

static const char *keep_text(Diagnostics *diagnostics, char *text) {
  const char *kept = text ? g_string_chunk_insert(diagnostics->strings, text) : NULL;
  g_free(text);
  return kept;
}

static Diagnostic *open_diagnostic(Diagnostics *diagnostics, const char *id, DiagSeverity severity,
                                   Place place) {
  diagnostics->open = (Diagnostic){
      .id = g_string_chunk_insert_const(diagnostics->strings, id),
      .severity = severity,
      .place = place,
  };
  diagnostics->open.place.file = diag_intern(diagnostics, place.file);
  return &diagnostics->open;
}

void diag_begin(Diagnostics *diagnostics, const char *id, DiagSeverity severity, Place place) {
  diagnostics = meant(diagnostics);
  char *spelt = g_strdelimit(g_strdup(id), "_", '-');
  Diagnostic *open = open_diagnostic(diagnostics, spelt, severity, place);
  g_free(spelt);
  if (!place.trace)
    return;
  GString *trace = g_string_new(NULL);
  trace_append(trace, &place);
  g_string_append_printf(trace, " %s", place.trace);
  open->trace = diag_intern(diagnostics, trace->str);
  g_string_free(trace, TRUE);
  place_at_writer(diagnostics, &open->place, g_str_has_prefix(open->id, "fo-"));
}

/* What takes time to find out. */
static void complete(Diagnostics *diagnostics, Diagnostic *open) {
  if (open->place.object && open->trace && diagnostics->describe)
    open->object = keep_text(diagnostics, diagnostics->describe(open->place.object));
  Source *source = diagnostics->sources && open->place.file
                       ? g_hash_table_lookup(diagnostics->sources, open->place.file)
                       : NULL;
  if (source)
    open->excerpt = keep_text(diagnostics, diag_excerpt(source, &open->place));
}

void diag_say(Diagnostics *diagnostics, const char *format, ...) {
  diagnostics = meant(diagnostics);
  va_list list;
  va_start(list, format);
  diagnostics->open.message = insert_formatted(diagnostics, format, list);
  va_end(list);
}

void diag_hint(Diagnostics *diagnostics, const char *format, ...) {
  if (!format)
    return;
  diagnostics = meant(diagnostics);
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

static void print(const Diagnostics *diagnostics, const Diagnostic *diagnostic) {
  if (!diagnostics->stream || diagnostics->format == DIAG_SARIF)
    return;
  if (diagnostics->format == DIAG_JSON)
    diag_print_json(diagnostics->stream, diagnostic);
  else
    diag_print_text(diagnostics->stream, diagnostic, diagnostics->colours);
}

void diag_end(Diagnostics *diagnostics) {
  diagnostics = meant(diagnostics);
  Diagnostic *diagnostic = &diagnostics->open;
  diagnostics->counts[diagnostic->severity]++;
  const unsigned repeats = count_repeat(diagnostics, diagnostic);
  /* A log for machines names each place. */
  if (diagnostics->format != DIAG_SARIF && repeats > REPEATS_SHOWN)
    return;
  if (repeats <= REPEATS_COMPLETED)
    complete(diagnostics, diagnostic);
  diagnostic->place.object = diagnostic->place.trace = NULL; /* they need not last */
  g_array_append_val(diagnostics->all, *diagnostic);
  print(diagnostics, diagnostic);
}

bool diag_is_of_system(const char *id) {
  return strcmp(id, "file-read") == 0 || strcmp(id, "file-write") == 0 ||
         strcmp(id, "memory-refused") == 0 || strcmp(id, "project-process") == 0;
}

void diag_finding(Diagnostics *diagnostics, const char *id, DiagSeverity severity, Place place,
                  const char *message, const char *hint) {
  diag_begin(diagnostics, id, severity, place);
  diag_say(diagnostics, "%s", message);
  if (hint)
    diag_hint(diagnostics, "%s", hint);
  diag_end(diagnostics);
}

void diag_again(Diagnostics *diagnostics, const Diagnostic *diagnostic) {
  diagnostics = meant(diagnostics);
  Diagnostic *open =
      open_diagnostic(diagnostics, diagnostic->id, diagnostic->severity, diagnostic->place);
  open->trace = diag_intern(diagnostics, diagnostic->trace);
  open->message = keep_text(diagnostics, g_strdup(diagnostic->message));
  open->hint = keep_text(diagnostics, g_strdup(diagnostic->hint));
  open->object = keep_text(diagnostics, g_strdup(diagnostic->object));
  open->excerpt = keep_text(diagnostics, g_strdup(diagnostic->excerpt));
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
