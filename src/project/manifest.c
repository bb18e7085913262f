#include "project/manifest.h"
#include "base/file.h"

#include <string.h>

#define FORMAT "peerpress manifest 1"

static void unref_object(gpointer object) {
  json_object_unref(object);
}

/* A record can be relied on to have these. */
static bool usable(JsonObject *record) {
  return json_string(record, "output") && json_object(record, "files") &&
         json_object(record, "dataset") && json_object(record, "settings") &&
         json_object(record, "program") && json_array(record, "inputs");
}

static bool take_records(Manifest *manifest, JsonObject *root) {
  JsonArray *records = json_array(root, "publications");
  if (g_strcmp0(json_string(root, "format"), FORMAT) != 0 || !records)
    return false;
  for (guint i = 0; i < json_array_get_length(records); i++) {
    JsonNode *node = json_array_get_element(records, i);
    if (!JSON_NODE_HOLDS_OBJECT(node) || !usable(json_node_get_object(node)))
      return false;
    manifest_put(manifest, json_object_ref(json_node_get_object(node)));
  }
  return true;
}

Manifest *manifest_read(const char *folder, Diagnostics *diagnostics) {
  Manifest *manifest = g_new0(Manifest, 1);
  manifest->folder = g_canonicalize_filename(folder, NULL);
  manifest->path = strcmp(folder, ".") == 0 ? g_strdup(MANIFEST_NAME)
                                            : g_build_filename(folder, MANIFEST_NAME, NULL);
  manifest->records = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref_object);
  if (!g_file_test(manifest->path, G_FILE_TEST_EXISTS))
    return manifest;
  GBytes *bytes = manifest->written = file_read(manifest->path, diagnostics);
  gsize length = 0;
  const char *text = bytes ? g_bytes_get_data(bytes, &length) : NULL;
  JsonObject *root = text ? json_parse(text, length) : NULL;
  if (bytes && (!root || !take_records(manifest, root))) {
    diag_manifest_broken(diagnostics, (Place){.file = diag_intern(diagnostics, manifest->path)});
    g_hash_table_remove_all(manifest->records);
  }
  if (root)
    json_object_unref(root);
  return manifest;
}

void manifest_free(Manifest *manifest) {
  if (!manifest)
    return;
  g_hash_table_unref(manifest->records);
  g_bytes_unref(manifest->written);
  g_free(manifest->folder);
  g_free(manifest->path);
  g_free(manifest);
}

JsonObject *manifest_lookup(const Manifest *manifest, const char *name) {
  return g_hash_table_lookup(manifest->records, name);
}

void manifest_put(Manifest *manifest, JsonObject *record) {
  g_hash_table_replace(manifest->records, g_strdup(json_string(record, "output")), record);
}

static bool has_file(const Manifest *manifest, JsonObject *record) {
  GList *names = json_object_get_members(json_object(record, "files"));
  bool has = false;
  for (const GList *name = names; name && !has; name = name->next) {
    char *path = g_build_filename(manifest->folder, name->data, NULL);
    has = g_file_test(path, G_FILE_TEST_EXISTS);
    g_free(path);
  }
  g_list_free(names);
  return has;
}

void manifest_prune(Manifest *manifest, GHashTable *names) {
  GHashTableIter iter;
  gpointer name = NULL, record = NULL;
  g_hash_table_iter_init(&iter, manifest->records);
  while (g_hash_table_iter_next(&iter, &name, &record)) {
    if (!g_hash_table_contains(names, name) && !has_file(manifest, record))
      g_hash_table_iter_remove(&iter);
  }
}

static int compare_names(gconstpointer a, gconstpointer b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *manifest_names(const Manifest *manifest) {
  GPtrArray *names = g_ptr_array_new();
  GHashTableIter iter;
  gpointer name = NULL;
  g_hash_table_iter_init(&iter, manifest->records);
  while (g_hash_table_iter_next(&iter, &name, NULL))
    g_ptr_array_add(names, name);
  g_ptr_array_sort(names, compare_names);
  return names;
}

static char *text_of(const Manifest *manifest) {
  JsonObject *root = json_object_new();
  JsonArray *records = json_array_new();
  GPtrArray *names = manifest_names(manifest);
  for (guint i = 0; i < names->len; i++)
    json_array_add_object_element(
        records, json_object_ref(manifest_lookup(manifest, g_ptr_array_index(names, i))));
  g_ptr_array_unref(names);
  json_object_set_string_member(root, "format", FORMAT);
  json_object_set_array_member(root, "publications", records);
  char *text = json_text(root, true);
  json_object_unref(root);
  return text;
}

bool manifest_write(Manifest *manifest, Diagnostics *diagnostics) {
  char *text = text_of(manifest);
  char *line = g_strconcat(text, "\n", NULL);
  g_free(text);
  GBytes *bytes = g_bytes_new_take(line, strlen(line));
  if (manifest->written && g_bytes_equal(bytes, manifest->written)) {
    g_bytes_unref(bytes);
    return true;
  }
  Output *output = output_open(manifest->path, diagnostics);
  bool written = output && fputs(line, output_stream(output)) >= 0;
  written = output_commit(output) && written;
  g_bytes_unref(manifest->written);
  manifest->written = bytes;
  if (!written)
    g_clear_pointer(&manifest->written, g_bytes_unref);
  return written;
}
