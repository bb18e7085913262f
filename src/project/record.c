#include "project/record.h"
#include "base/pages.h"
#include "project/edition.h"
#include "project/naming.h"
#include "publication.h"

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <hb.h>
#include <librsvg/rsvg.h>
#include <libxml/parser.h>
#include <libxslt/xslt.h>
#include <pango/pango.h>
#include <string.h>
#include <unistd.h>

/* ---- Surroundings ------------------------------------------------------------------------------- */

static char *library_versions(void) {
  const int fontconfig = FcGetVersion();
  return g_strdup_printf("GLib %u.%u.%u, libxml2 %s, libxslt %s, pango %s, cairo %s, HarfBuzz %s, "
                         "fontconfig %d.%d.%d, "
                         "librsvg %s",
                         glib_major_version, glib_minor_version, glib_micro_version,
                         xmlParserVersion, xsltEngineVersion, pango_version_string(),
                         cairo_version_string(), hb_version_string(), fontconfig / 10000,
                         fontconfig / 100 % 100, fontconfig % 100, LIBRSVG_VERSION);
}

void surroundings_init(Surroundings *surroundings, const char *folder, const char *const *roots,
                       const char *const *font_folders, bool pages) {
  char *program = file_sha256("/proc/self/exe");
  *surroundings = (Surroundings){.folder = folder,
                                 .program = program ? program : g_strdup(""),
                                 .libraries = library_versions(),
                                 .fonts = pages ? text_installed_checksum(font_folders) : NULL,
                                 .roots = roots};
}

void surroundings_release(Surroundings *surroundings) {
  g_free(surroundings->program);
  g_free(surroundings->libraries);
  g_free(surroundings->fonts);
}

FileSums *file_sums_new(void) {
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

/* The file's checksum, "" if there is none; borrowed from the table. */
static const char *sum_of(FileSums *sums, const char *path) {
  const char *known = g_hash_table_lookup(sums, path);
  if (known)
    return known;
  char *sum = file_sha256(path);
  g_hash_table_insert(sums, g_strdup(path), sum ? sum : g_strdup(""));
  return g_hash_table_lookup(sums, path);
}

/* ---- Settings ----------------------------------------------------------------------------------- */

/* A file's name or address as the manifest has it: relative, so that a project can be moved. */
static char *portable(const char *name, const char *folder) {
  if (g_str_has_prefix(name, "resource:"))
    return g_strdup(name);
  char *path = g_str_has_prefix(name, "file:") ? g_filename_from_uri(name, NULL, NULL) : NULL;
  char *relative = relative_path(folder, path ? path : name);
  char *valid = g_utf8_make_valid(relative, -1);
  g_free(relative);
  g_free(path);
  return valid;
}

static void set_file(JsonObject *settings, const char *key, const char *name, const char *folder) {
  if (!name)
    return;
  char *relative = portable(name, folder);
  json_object_set_string_member(settings, key, relative);
  g_free(relative);
}

static void set_parameters(JsonObject *settings, const PressJob *job, const char *folder) {
  for (int i = 0; i < job->parameter_count; i++) {
    const TransformParameter *parameter = &job->parameters[i];
    if (strcmp(parameter->name, "theme") == 0) {
      set_file(settings, "theme", parameter->value, folder);
      continue;
    }
    char *key = g_strconcat("parameter ", parameter->name, NULL);
    json_object_set_string_member(settings, key, parameter->value);
    g_free(key);
  }
}

static void set_folders(JsonObject *settings, const Surroundings *surroundings) {
  for (const char *const *root = surroundings->roots; root && *root; root++) {
    char *relative = portable(*root, surroundings->folder);
    char *key = g_strconcat("folder ", relative, NULL);
    json_object_set_string_member(settings, key, "yes");
    g_free(key);
    g_free(relative);
  }
}

/* Everything that a command line or project says and that the output depends on. */
static JsonObject *settings_of(const Task *task, const Surroundings *surroundings) {
  const PressJob *job = task->job;
  const char *folder = surroundings->folder, *date = g_getenv("SOURCE_DATE_EPOCH");
  JsonObject *settings = json_object_new();
  json_object_set_string_member(settings, "edition", edition_ending(job->edition));
  set_file(settings, "report", job->report, folder);
  set_file(settings, "stylesheet", job->stylesheet, folder);
  if (job->since)
    json_object_set_string_member(settings, "since", job->since);
  for (const char *const *rules = job->rules; rules && *rules; rules++) {
    char *key = g_strdup_printf("rules %d", (int)(rules - job->rules) + 1);
    set_file(settings, key, *rules, folder);
    g_free(key);
  }
  set_parameters(settings, job, folder);
  set_folders(settings, surroundings);
  if (job->edition == EDITION_PNG) {
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    json_object_set_string_member(settings, "resolution",
                                  g_ascii_dtostr(digits, sizeof digits, job->resolution));
  }
  if (job->trace)
    json_object_set_string_member(settings, "trace", "yes");
  if (job->no_claim)
    json_object_set_string_member(settings, "claim", "no");
  if (job->attach_dataset)
    json_object_set_string_member(settings, "attachment", "dataset");
  if (job->warnings_are_errors)
    json_object_set_string_member(settings, "warnings", "errors");
  if (job->fonts_may_lack && edition_has_pages(job->edition))
    json_object_set_string_member(settings, "missing-fonts", "allowed");
  if (date && edition_has_pages(job->edition))
    json_object_set_string_member(settings, "date", date);
  return settings;
}

/* A value of the settings in a few words. */
static char *shown(const char *value) {
  if (!value)
    return g_strdup("nothing");
  const char *slash = strrchr(value, '/');
  return g_strdup_printf("“%s”", slash && slash[1] && strlen(value) > 30 ? slash + 1 : value);
}

static void add_difference(GPtrArray *reasons, const char *key, const char *before,
                           const char *after) {
  char *was = shown(before), *is = shown(after);
  g_ptr_array_add(reasons, g_strdup_printf("%s was %s, is %s", key, was, is));
  g_free(was);
  g_free(is);
}

static void compare_settings(JsonObject *before, JsonObject *after, GPtrArray *reasons) {
  GList *members = json_object_get_members(after);
  for (const GList *m = members; m; m = m->next) {
    if (g_strcmp0(json_string(before, m->data), json_string(after, m->data)) != 0)
      add_difference(reasons, m->data, json_string(before, m->data), json_string(after, m->data));
  }
  g_list_free(members);
  members = json_object_get_members(before);
  for (const GList *m = members; m; m = m->next) {
    if (!json_object_has_member(after, m->data))
      add_difference(reasons, m->data, json_string(before, m->data), NULL);
  }
  g_list_free(members);
}

/* ---- Comparing ---------------------------------------------------------------------------------- */

void record_compare_files(JsonObject *record, const char *folder, GPtrArray *reasons) {
  JsonObject *files = json_object(record, "files");
  GList *names = json_object_get_members(files);
  for (const GList *name = names; name; name = name->next) {
    char *path = g_build_filename(folder, name->data, NULL);
    char *sum = file_sha256(path);
    const char *which = json_object_get_size(files) > 1 ? name->data : "the output";
    if (!sum)
      g_ptr_array_add(reasons, g_strdup_printf("%s is missing", which));
    else if (g_strcmp0(sum, json_string(files, name->data)) != 0)
      g_ptr_array_add(reasons, g_strdup_printf("%s was altered", which));
    g_free(sum);
    g_free(path);
  }
  g_list_free(names);
}

static void compare_program(JsonObject *program, const Surroundings *surroundings,
                            GPtrArray *reasons) {
  const char *version = json_string(program, "version");
  if (g_strcmp0(version, PEERPRESS_VERSION) != 0)
    g_ptr_array_add(reasons, g_strdup_printf("peerpress is another version (%s, was %s)",
                                             PEERPRESS_VERSION, version ? version : "unknown"));
  else if (g_strcmp0(json_string(program, "sha256"), surroundings->program) != 0)
    g_ptr_array_add(reasons, g_strdup("peerpress is another version (another build)"));
  else if (g_strcmp0(json_string(program, "libraries"), surroundings->libraries) != 0)
    g_ptr_array_add(reasons, g_strdup("the libraries of peerpress are other versions"));
}

bool record_other_program(JsonObject *record, const Surroundings *surroundings) {
  GPtrArray *reasons = g_ptr_array_new_with_free_func(g_free);
  compare_program(json_object(record, "program"), surroundings, reasons);
  const bool other = reasons->len > 0;
  g_ptr_array_unref(reasons);
  return other;
}

void record_compare_inputs(JsonObject *record, const char *folder, FileSums *sums,
                           GPtrArray *reasons) {
  JsonArray *inputs = json_array(record, "inputs");
  for (guint i = 0; i < json_array_get_length(inputs); i++) {
    JsonNode *node = json_array_get_element(inputs, i);
    JsonObject *input = JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
    const char *name = json_string(input, "path"), *before = json_string(input, "sha256");
    if (!name)
      continue;
    char *path = g_canonicalize_filename(name, folder);
    const char *now = sum_of(sums, path);
    if (strcmp(now, before ? before : "") != 0) {
      const char *kind = json_string(input, "kind"), *slash = strrchr(name, '/');
      g_ptr_array_add(reasons,
                      g_strdup_printf("%s %s %s", kind ? kind : "file", slash ? slash + 1 : name,
                                      !before ? "is there now"
                                      : *now  ? "changed"
                                              : "is gone"));
    }
    g_free(path);
  }
}

void record_compare(JsonObject *record, const Task *task, const Surroundings *surroundings,
                    FileSums *sums, GPtrArray *reasons) {
  record_compare_files(record, surroundings->folder, reasons);
  compare_program(json_object(record, "program"), surroundings, reasons);
  JsonObject *settings = settings_of(task, surroundings);
  compare_settings(json_object(record, "settings"), settings, reasons);
  json_object_unref(settings);
  char *path = portable(task->source, surroundings->folder);
  if (g_strcmp0(path, json_string(json_object(record, "dataset"), "path")) != 0)
    g_ptr_array_add(reasons, g_strdup("the dataset is another file"));
  g_free(path);
  const char *fonts = edition_has_pages(task->job->edition) ? surroundings->fonts : NULL;
  if (g_strcmp0(fonts, json_string(record, "fonts")) != 0)
    g_ptr_array_add(reasons, g_strdup("the fonts that are installed changed"));
  record_compare_inputs(record, surroundings->folder, sums, reasons);
}

/* ---- Making ------------------------------------------------------------------------------------- */

static JsonArray *inputs_of(Inputs *inputs, const char *folder) {
  JsonArray *array = json_array_new();
  unsigned count = 0;
  const Input *list = inputs_list(inputs, &count);
  for (unsigned i = 0; i < count; i++) {
    JsonObject *input = json_object_new();
    const bool font = strcmp(list[i].kind, "font") == 0;
    json_object_set_string_member(input, "kind", list[i].kind);
    if (font)
      json_object_set_string_member(input, "path", list[i].path);
    else
      set_file(input, "path", list[i].path, folder);
    if (list[i].sha256)
      json_object_set_string_member(input, "sha256", list[i].sha256);
    json_array_add_object_element(array, input);
  }
  return array;
}

/* Name and checksum of each file that was published; NULL sums are those of files that are gone. */
static JsonObject *files_of(const Task *task, unsigned pages) {
  JsonObject *files = json_object_new();
  const bool numbered = task->job->edition == EDITION_PNG || task->job->edition == EDITION_SVG;
  const unsigned count = numbered ? pages : 1;
  for (unsigned i = 0; i < count; i++) {
    char *name = numbered ? page_file_name(task->name, (int)i) : g_strdup(task->name);
    char *path = numbered ? page_file_name(task->output, (int)i) : g_strdup(task->output);
    char *sum = file_sha256(path);
    json_object_set_string_member(files, name, sum ? sum : "");
    g_free(sum);
    g_free(path);
    g_free(name);
  }
  return files;
}

static JsonObject *program_of(const Surroundings *surroundings) {
  JsonObject *program = json_object_new();
  json_object_set_string_member(program, "version", PEERPRESS_VERSION);
  json_object_set_string_member(program, "sha256", surroundings->program);
  json_object_set_string_member(program, "libraries", surroundings->libraries);
  return program;
}

JsonObject *record_new(const Task *task, const Surroundings *surroundings, Inputs *inputs,
                       const char *sha256, JsonObject *parts, unsigned pages, bool claimed) {
  JsonObject *record = json_object_new(), *dataset = json_object_new();
  json_object_set_string_member(record, "output", task->name);
  json_object_set_object_member(record, "files", files_of(task, pages));
  set_file(dataset, "path", task->source, surroundings->folder);
  json_object_set_string_member(dataset, "sha256", sha256);
  json_object_set_string_member(dataset, "cycle", task->cycle_id);
  json_object_set_object_member(dataset, "parts", json_object_ref(parts));
  json_object_set_object_member(record, "dataset", dataset);
  json_object_set_object_member(record, "settings", settings_of(task, surroundings));
  json_object_set_object_member(record, "program", program_of(surroundings));
  if (edition_has_pages(task->job->edition) && surroundings->fonts)
    json_object_set_string_member(record, "fonts", surroundings->fonts);
  json_object_set_array_member(record, "inputs", inputs_of(inputs, surroundings->folder));
  if (!claimed)
    json_object_set_boolean_member(record, "unclaimed", TRUE);
  return record;
}

/* A copy whose members can be set. */
static JsonObject *copy_of(JsonObject *object) {
  JsonObject *copy = json_object_new();
  GList *members = json_object_get_members(object);
  for (const GList *m = members; m; m = m->next)
    json_object_set_member(copy, m->data, json_node_copy(json_object_get_member(object, m->data)));
  g_list_free(members);
  return copy;
}

JsonObject *record_with_dataset(JsonObject *record, const char *sha256) {
  JsonObject *copy = copy_of(record), *dataset = copy_of(json_object(record, "dataset"));
  json_object_set_string_member(dataset, "sha256", sha256);
  json_object_set_object_member(copy, "dataset", dataset);
  return copy;
}

void record_remove_rest(JsonObject *before, JsonObject *after, const char *folder) {
  JsonObject *old = json_object(before, "files"), *new = json_object(after, "files");
  GList *names = json_object_get_members(old);
  for (const GList *name = names; name; name = name->next) {
    if (json_object_has_member(new, name->data) || strstr(name->data, "../") ||
        g_path_is_absolute(name->data))
      continue;
    char *path = g_build_filename(folder, name->data, NULL);
    char *sum = file_sha256(path);
    if (g_strcmp0(sum, json_string(old, name->data)) == 0)
      unlink(path);
    g_free(sum);
    g_free(path);
  }
  g_list_free(names);
}

char *record_dataset_path(JsonObject *record, const char *folder) {
  const char *name = json_string(json_object(record, "dataset"), "path");
  return name ? g_canonicalize_filename(name, folder) : NULL;
}

const char *record_dataset_sum(JsonObject *record) {
  return json_string(json_object(record, "dataset"), "sha256");
}

JsonObject *record_dataset_parts(JsonObject *record) {
  return json_object(json_object(record, "dataset"), "parts");
}
