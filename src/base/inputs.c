#include "base/inputs.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct Inputs {
  GArray *list; /* of Input, strings owned */
  GHashTable *by_path;
  bool sorted;
};

static void input_clear(gpointer data) {
  Input *input = data;
  g_free((char *)input->path);
  g_free((char *)input->sha256);
}

Inputs *inputs_new(void) {
  Inputs *inputs = g_new0(Inputs, 1);
  inputs->list = g_array_new(FALSE, FALSE, sizeof(Input));
  g_array_set_clear_func(inputs->list, input_clear);
  inputs->by_path = g_hash_table_new(g_str_hash, g_str_equal);
  return inputs;
}

void inputs_free(Inputs *inputs) {
  if (!inputs)
    return;
  g_hash_table_unref(inputs->by_path);
  g_array_unref(inputs->list);
  g_free(inputs);
}

/* Takes both strings. */
static void take(Inputs *inputs, const char *kind, char *path, char *sha256) {
  const Input input = {kind, path, sha256};
  g_array_append_val(inputs->list, input);
  g_hash_table_add(inputs->by_path, path);
  inputs->sorted = false;
}

void inputs_add_sum(Inputs *inputs, const char *kind, const char *path, const char *sha256) {
  if (!inputs)
    return;
  char *absolute = g_canonicalize_filename(path, NULL);
  if (g_hash_table_contains(inputs->by_path, absolute))
    g_free(absolute);
  else
    take(inputs, kind, absolute, g_strdup(sha256));
}

void inputs_add(Inputs *inputs, const char *kind, const char *path, GBytes *bytes) {
  if (!inputs)
    return;
  char *sha256 = bytes ? g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes) : NULL;
  inputs_add_sum(inputs, kind, path, sha256);
  g_free(sha256);
}

void inputs_add_all(Inputs *inputs, const Inputs *others) {
  if (!inputs || !others)
    return;
  for (guint i = 0; i < others->list->len; i++) {
    const Input *other = &g_array_index(others->list, Input, i);
    if (!g_hash_table_contains(inputs->by_path, other->path))
      take(inputs, other->kind, g_strdup(other->path), g_strdup(other->sha256));
  }
}

static int compare_paths(gconstpointer a, gconstpointer b) {
  return strcmp(((const Input *)a)->path, ((const Input *)b)->path);
}

const Input *inputs_list(Inputs *inputs, unsigned *count) {
  if (!inputs->sorted)
    g_array_sort(inputs->list, compare_paths);
  inputs->sorted = true;
  *count = inputs->list->len;
  return (const Input *)(const void *)inputs->list->data;
}

char *file_sha256(const char *path) {
  enum { PART = 1 << 16 };
  FILE *file = fopen(path, "rbe");
  if (!file)
    return NULL;
  GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
  unsigned char *part = g_malloc(PART);
  for (size_t got; (got = fread(part, 1, PART, file)) > 0;)
    g_checksum_update(checksum, part, (gssize)got);
  char *sum = ferror(file) ? NULL : g_strdup(g_checksum_get_string(checksum));
  g_free(part);
  g_checksum_free(checksum);
  fclose(file);
  return sum;
}
