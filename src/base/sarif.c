#include "base/sarif.h"
#include "base/diag_print.h"
#include "base/json.h"

static void add_physical(JsonObject *location, const Place *place) {
  JsonObject *physical = json_add_object(location, "physicalLocation");
  /* A URI reference: relative to where the program was run, unless it is a URI already. */
  char *uri = place_is_built_in(place) ? g_strdup(place->file)
                                       : g_uri_escape_string(place->file, "/", FALSE);
  json_add_text(json_add_object(physical, "artifactLocation"), "uri", uri);
  g_free(uri);
  if (place->line <= 0)
    return;
  JsonObject *region = json_add_object(physical, "region");
  json_object_set_int_member(region, "startLine", place->line);
  if (place->column > 0)
    json_object_set_int_member(region, "startColumn", place->column);
}

static void add_location(JsonArray *locations, const Place *place, const char *object) {
  JsonObject *location = json_append_object(locations);
  if (place->file)
    add_physical(location, place);
  if (object)
    json_add_text(json_append_object(json_add_array(location, "logicalLocations")),
                  "fullyQualifiedName", object);
}

static void add_trace(JsonArray *locations, const char *trace) {
  GString *file = g_string_new(NULL);
  for (Place place; trace_next(&trace, file, &place);)
    add_location(locations, &place, NULL);
  g_string_free(file, TRUE);
}

static void add_result(JsonArray *results, const Diagnostic *diagnostic, unsigned rule) {
  JsonObject *result = json_append_object(results);
  json_add_text(result, "ruleId", diagnostic->id);
  json_object_set_int_member(result, "ruleIndex", rule);
  json_add_text(result, "level", diag_severity_name(diagnostic->severity));
  char *text = diagnostic->hint ? g_strdup_printf("%s. %s", diagnostic->message, diagnostic->hint)
                                : g_strdup(diagnostic->message);
  json_add_text(json_add_object(result, "message"), "text", text);
  g_free(text);
  if (diagnostic->place.file || diagnostic->object)
    add_location(json_add_array(result, "locations"), &diagnostic->place, diagnostic->object);
  if (diagnostic->trace)
    add_trace(json_add_array(result, "relatedLocations"), diagnostic->trace);
}

/* The ids, each once; `indices` receives where each stands, plus one. */
static void add_rules(JsonObject *driver, const Diagnostic *diagnostics, unsigned count,
                      GHashTable *indices) {
  JsonArray *rules = json_add_array(driver, "rules");
  for (unsigned i = 0; i < count; i++) {
    if (g_hash_table_contains(indices, diagnostics[i].id))
      continue;
    const unsigned known = g_hash_table_size(indices);
    g_hash_table_insert(indices, (gpointer)diagnostics[i].id, GUINT_TO_POINTER(known + 1));
    json_add_text(json_append_object(rules), "id", diagnostics[i].id);
  }
}

void sarif_write(FILE *stream, const Diagnostic *diagnostics, unsigned count) {
  JsonObject *log = json_object_new();
  json_add_text(log, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  json_add_text(log, "version", "2.1.0");
  JsonObject *run = json_append_object(json_add_array(log, "runs"));
  JsonObject *driver = json_add_object(json_add_object(run, "tool"), "driver");
  json_add_text(driver, "name", "peerpress");
  if (*PEERPRESS_VERSION)
    json_add_text(driver, "version", PEERPRESS_VERSION);
  GHashTable *indices = g_hash_table_new(g_str_hash, g_str_equal);
  add_rules(driver, diagnostics, count, indices);
  json_add_text(run, "columnKind", "unicodeCodePoints");
  JsonArray *results = json_add_array(run, "results");
  for (unsigned i = 0; i < count; i++) {
    const unsigned rule = GPOINTER_TO_UINT(g_hash_table_lookup(indices, diagnostics[i].id));
    add_result(results, &diagnostics[i], rule - 1);
  }
  g_hash_table_unref(indices);
  json_write(stream, log, false);
}
