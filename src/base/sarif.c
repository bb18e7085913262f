#include "base/sarif.h"

#include <string.h>

void json_write_string(FILE *stream, const char *text) {
  fputc('"', stream);
  for (const char *p = text; *p; p++) {
    if (*p == '"' || *p == '\\')
      fprintf(stream, "\\%c", *p);
    else if ((unsigned char)*p < 0x20)
      fprintf(stream, "\\u%04x", (unsigned)(unsigned char)*p);
    else
      fputc(*p, stream);
  }
  fputc('"', stream);
}

static const char *level(DiagSeverity severity) {
  static const char *const levels[] = {"note", "warning", "error"};
  return levels[severity];
}

static void write_place(FILE *stream, const Place *place) {
  /* A URI reference: relative to where the program was run. */
  char *uri = g_uri_escape_string(place->file, "/", FALSE);
  fputs(",\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":", stream);
  json_write_string(stream, uri);
  fputc('}', stream);
  if (place->line > 0) {
    fprintf(stream, ",\"region\":{\"startLine\":%d", place->line);
    if (place->column > 0)
      fprintf(stream, ",\"startColumn\":%d", place->column);
    fputc('}', stream);
  }
  fputs("}}]", stream);
  g_free(uri);
}

static void write_result(FILE *stream, const Diagnostic *diagnostic, unsigned rule) {
  fputs("{\"ruleId\":", stream);
  json_write_string(stream, diagnostic->id);
  fprintf(stream, ",\"ruleIndex\":%u,\"level\":\"%s\",\"message\":{\"text\":", rule,
          level(diagnostic->severity));
  char *text = diagnostic->hint ? g_strdup_printf("%s. %s", diagnostic->message, diagnostic->hint)
                                : g_strdup(diagnostic->message);
  json_write_string(stream, text);
  g_free(text);
  fputc('}', stream);
  if (diagnostic->place.file)
    write_place(stream, &diagnostic->place);
  fputc('}', stream);
}

void sarif_write(FILE *stream, const Diagnostic *diagnostics, unsigned count) {
  fputs("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
        "\"runs\":[{\"tool\":{\"driver\":{\"name\":\"peerpress\"",
        stream);
  if (*PEERPRESS_VERSION)
    fputs(",\"version\":\"" PEERPRESS_VERSION "\"", stream);
  fputs(",\"rules\":[", stream);
  GHashTable *indices = g_hash_table_new(g_str_hash, g_str_equal); /* id -> its index + 1 */
  for (unsigned i = 0; i < count; i++) {
    const unsigned known = g_hash_table_size(indices);
    if (g_hash_table_contains(indices, diagnostics[i].id))
      continue;
    g_hash_table_insert(indices, (gpointer)diagnostics[i].id, GUINT_TO_POINTER(known + 1));
    fputs(known > 0 ? ",{\"id\":" : "{\"id\":", stream);
    json_write_string(stream, diagnostics[i].id);
    fputc('}', stream);
  }
  fputs("]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[", stream);
  for (unsigned i = 0; i < count; i++) {
    const unsigned rule = GPOINTER_TO_UINT(g_hash_table_lookup(indices, diagnostics[i].id));
    if (i > 0)
      fputc(',', stream);
    write_result(stream, &diagnostics[i], rule - 1);
  }
  g_hash_table_unref(indices);
  fputs("]}]}\n", stream);
}
