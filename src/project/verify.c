#include "project/verify.h"
#include "base/file.h"
#include "project/fingerprint.h"
#include "project/record.h"

#include <string.h>

typedef struct {
  const Manifest *manifest;
  const char *folder; /* as it was named */
  FileSums *sums;
  GHashTable *parts; /* "path cycle" -> fingerprint, or NULL for a dataset that cannot be used */
  Surroundings surroundings;
  VerifyResult *result;
} Verification;

static void unref_object(gpointer object) {
  if (object)
    json_object_unref(object);
}

static JsonObject *read_parts(const char *path, const char *cycle) {
  Diagnostics *silent = diag_new(NULL, DIAG_TEXT);
  GBytes *bytes = file_read(path, silent);
  Dataset *dataset = bytes ? dataset_read(bytes, path, cycle, silent) : NULL;
  const bool usable = dataset && dataset_derive(dataset, NULL, silent);
  JsonObject *parts = usable ? fingerprint(dataset->doc) : NULL;
  dataset_free(dataset);
  g_bytes_unref(bytes);
  diag_free(silent);
  return parts;
}

/* What its dataset says now as of the record's cycle; borrowed. */
static JsonObject *parts_now(Verification *verification, const char *path, const char *cycle) {
  char *key = g_strjoin(" ", path, cycle, NULL);
  gpointer parts = NULL;
  if (g_hash_table_lookup_extended(verification->parts, key, NULL, &parts)) {
    g_free(key);
    return parts;
  }
  parts = read_parts(path, cycle);
  g_hash_table_insert(verification->parts, key, parts);
  return parts;
}

static void compare_dataset(Verification *verification, JsonObject *record, GPtrArray *reasons) {
  char *path = record_dataset_path(record, verification->manifest->folder);
  const char *cycle = json_string(json_object(record, "dataset"), "cycle");
  char *sum = path ? file_sha256(path) : NULL;
  if (!sum || !cycle) {
    g_ptr_array_add(reasons, g_strdup("its dataset is gone"));
  } else if (g_strcmp0(sum, record_dataset_sum(record)) != 0) {
    JsonObject *before = record_dataset_parts(record), *now = parts_now(verification, path, cycle);
    char *difference = before && now ? fingerprint_difference(before, now) : NULL;
    if (!now)
      g_ptr_array_add(reasons, g_strdup("its dataset has errors now"));
    else if (!before || difference)
      g_ptr_array_add(reasons, g_strdup_printf("its dataset changed in %s",
                                               difference ? difference : "unknown parts"));
    g_free(difference);
  }
  g_free(sum);
  g_free(path);
}

/* The folder as it was named, and the name in it. */
static void say(const Verification *verification, const char *what, const char *name,
                const GPtrArray *reasons) {
  char *path = strcmp(verification->folder, ".") == 0
                   ? g_strdup(name)
                   : g_build_filename(verification->folder, name, NULL);
  printf("%-8s  %s", what, path);
  for (guint i = 0; reasons && i < reasons->len; i++)
    printf("%s%s", i == 0 ? ": " : "; ", (const char *)g_ptr_array_index(reasons, i));
  putchar('\n');
  g_free(path);
}

static void verify_record(Verification *verification, const char *name) {
  JsonObject *record = manifest_lookup(verification->manifest, name);
  VerifyResult *result = verification->result;
  GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
  GPtrArray *sources = g_ptr_array_new_with_free_func(g_free);
  record_compare_files(record, verification->manifest->folder, files);
  compare_dataset(verification, record, sources);
  record_compare_inputs(record, verification->manifest->folder, verification->sums, sources);
  bool missing = false;
  for (guint i = 0; i < files->len; i++)
    missing = missing || g_str_has_suffix(g_ptr_array_index(files, i), "is missing");
  if (missing)
    result->missing++, say(verification, "missing", name, NULL);
  else if (files->len > 0)
    result->altered++, say(verification, "altered", name, NULL);
  if (sources->len > 0)
    result->stale++, say(verification, "stale", name, sources);
  if (files->len == 0 && sources->len == 0) {
    result->right++;
    result->other_program += record_other_program(record, &verification->surroundings);
  }
  g_ptr_array_unref(sources);
  g_ptr_array_unref(files);
}

bool verify_folder(const char *folder, VerifyResult *result, Diagnostics *diagnostics) {
  *result = (VerifyResult){0};
  const unsigned before = diag_count(diagnostics, DIAG_WARNING);
  Manifest *manifest = manifest_read(folder, diagnostics);
  if (!manifest->written && diag_count(diagnostics, DIAG_ERROR) == 0)
    diag_manifest_missing(diagnostics, (Place){.file = folder}, MANIFEST_NAME);
  const bool usable = manifest->written && diag_count(diagnostics, DIAG_WARNING) == before;
  Verification verification = {
      .manifest = manifest,
      .folder = folder,
      .sums = file_sums_new(),
      .parts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref_object),
      .result = result};
  surroundings_init(&verification.surroundings, manifest->folder, NULL, NULL, false);
  GPtrArray *names = manifest_names(manifest);
  for (guint i = 0; usable && i < names->len; i++)
    verify_record(&verification, g_ptr_array_index(names, i));
  g_ptr_array_unref(names);
  surroundings_release(&verification.surroundings);
  g_hash_table_unref(verification.parts);
  g_hash_table_unref(verification.sums);
  manifest_free(manifest);
  return usable;
}
