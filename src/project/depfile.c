#include "project/depfile.h"
#include "base/file.h"

#include <string.h>

typedef struct {
  char *target;
  GPtrArray *inputs; /* borrowed from `seen` of the depfile */
  GHashTable *has;
} Rule;

struct Depfile {
  bool one; /* a single rule */
  GPtrArray *rules;
  GHashTable *seen; /* names of inputs */
  GPtrArray *order; /* the same as they came */
  char *folder;
};

static void rule_free(gpointer data) {
  Rule *rule = data;
  g_free(rule->target);
  g_ptr_array_unref(rule->inputs);
  g_hash_table_unref(rule->has);
  g_free(rule);
}

static void add_rule(Depfile *depfile, const char *target) {
  Rule *rule = g_new(Rule, 1);
  *rule = (Rule){g_strdup(target), g_ptr_array_new(), g_hash_table_new(g_str_hash, g_str_equal)};
  g_ptr_array_add(depfile->rules, rule);
}

Depfile *depfile_new(const char *target) {
  Depfile *depfile = g_new0(Depfile, 1);
  depfile->rules = g_ptr_array_new_with_free_func(rule_free);
  depfile->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  depfile->order = g_ptr_array_new();
  depfile->folder = g_get_current_dir();
  depfile->one = target != NULL;
  if (target)
    add_rule(depfile, target);
  return depfile;
}

void depfile_target(Depfile *depfile, const char *output) {
  if (!depfile->one)
    add_rule(depfile, output);
}

/* As a makefile in the current folder would name it; the caller frees it. */
static char *local_name(const Depfile *depfile, const char *path) {
  const size_t length = strlen(depfile->folder);
  if (strncmp(path, depfile->folder, length) == 0 && path[length] == '/')
    return g_strdup(path + length + 1);
  return g_strdup(g_str_has_prefix(path, "./") ? path + 2 : path);
}

void depfile_input(Depfile *depfile, const char *path) {
  char *name = local_name(depfile, path);
  gpointer kept = NULL;
  if (g_hash_table_lookup_extended(depfile->seen, name, &kept, NULL)) {
    g_free(name);
  } else {
    g_hash_table_add(depfile->seen, name);
    g_ptr_array_add(depfile->order, name);
    kept = name;
  }
  Rule *rule = g_ptr_array_index(depfile->rules, depfile->rules->len - 1);
  if (g_hash_table_add(rule->has, kept))
    g_ptr_array_add(rule->inputs, kept);
}

/* As gcc writes names: make reads no other marks, and a name with a line break it cannot have. */
static void put_name(FILE *stream, const char *name) {
  for (const char *p = name; *p; p++) {
    if (*p == ' ' || *p == '\t' || *p == '#')
      fputc('\\', stream);
    else if (*p == '$')
      fputc('$', stream);
    fputc(*p, stream);
  }
}

static void put_rule(FILE *stream, const Rule *rule) {
  put_name(stream, rule->target);
  fputc(':', stream);
  for (guint i = 0; i < rule->inputs->len; i++) {
    fputs(" \\\n  ", stream);
    put_name(stream, g_ptr_array_index(rule->inputs, i));
  }
  fputs("\n\n", stream);
}

static void put_all(const Depfile *depfile, FILE *stream) {
  for (guint i = 0; i < depfile->rules->len; i++)
    put_rule(stream, g_ptr_array_index(depfile->rules, i));
  for (guint i = 0; i < depfile->order->len; i++) {
    put_name(stream, g_ptr_array_index(depfile->order, i));
    fputs(":\n", stream);
  }
}

bool depfile_write(Depfile *depfile, const char *path, Diagnostics *diagnostics) {
  Output *output = output_open(path, diagnostics);
  if (output)
    put_all(depfile, output_stream(output));
  const bool written = output_commit(output);
  g_ptr_array_unref(depfile->rules);
  g_ptr_array_unref(depfile->order);
  g_hash_table_unref(depfile->seen);
  g_free(depfile->folder);
  g_free(depfile);
  return written;
}
