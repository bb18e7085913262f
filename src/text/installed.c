#include "text/text.h"

#include <fontconfig/fontconfig.h>
#include <string.h>
#include <sys/stat.h>

static const char hyphenation_folder[] = "/usr/share/hyphen";

static int compare_lines(gconstpointer a, gconstpointer b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *string_of(FcPattern *pattern, const char *object) {
  FcChar8 *value = NULL;
  return FcPatternGetString(pattern, object, 0, &value) == FcResultMatch ? (const char *)value : "";
}

static int number_of(FcPattern *pattern, const char *object) {
  int value = 0;
  FcPatternGetInteger(pattern, object, 0, &value);
  return value;
}

static long long size_of(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 ? (long long)status.st_size : -1;
}

/* fontconfig's cache holds what tells versions of a font apart: hundreds of files need not be read. */
static void add_fonts(GPtrArray *lines, const FcFontSet *set) {
  for (int i = 0; set && i < set->nfont; i++) {
    FcPattern *font = set->fonts[i];
    const char *path = string_of(font, FC_FILE);
    g_ptr_array_add(lines,
                    g_strdup_printf("font %s %d %d %lld %s %s", path, number_of(font, FC_INDEX),
                                    number_of(font, FC_FONTVERSION), size_of(path),
                                    string_of(font, FC_FAMILY), string_of(font, FC_STYLE)));
  }
}

static void add_file(GPtrArray *lines, const char *kind, const char *path) {
  char *sum = file_sha256(path);
  g_ptr_array_add(lines, g_strdup_printf("%s %s %s", kind, path, sum ? sum : ""));
  g_free(sum);
}

static void add_configuration(GPtrArray *lines, FcConfig *config) {
  FcStrList *files = FcConfigGetConfigFiles(config);
  for (const FcChar8 *path; files && (path = FcStrListNext(files));)
    add_file(lines, "configuration", (const char *)path);
  if (files)
    FcStrListDone(files);
}

static void add_hyphenation(GPtrArray *lines) {
  GDir *folder = g_dir_open(hyphenation_folder, 0, NULL);
  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    char *path = g_build_filename(hyphenation_folder, name, NULL);
    if (g_str_has_suffix(name, ".dic"))
      add_file(lines, "hyphenation", path);
    g_free(path);
  }
  if (folder)
    g_dir_close(folder);
}

char *text_installed_checksum(const char *const *font_folders) {
  GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
  FcConfig *config = FcInitLoadConfig();
  for (size_t i = 0; font_folders && font_folders[i]; i++)
    FcConfigAppFontAddDir(config, (const FcChar8 *)font_folders[i]);
  FcConfigBuildFonts(config);
  add_fonts(lines, FcConfigGetFonts(config, FcSetSystem));
  add_fonts(lines, FcConfigGetFonts(config, FcSetApplication));
  add_configuration(lines, config);
  FcConfigDestroy(config);
  add_hyphenation(lines);
  g_ptr_array_sort(lines, compare_lines);
  GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
  for (guint i = 0; i < lines->len; i++)
    g_checksum_update(checksum, g_ptr_array_index(lines, i),
                      (gssize)strlen(g_ptr_array_index(lines, i)) + 1);
  char *sum = g_strdup(g_checksum_get_string(checksum));
  g_checksum_free(checksum);
  g_ptr_array_unref(lines);
  return sum;
}

static void add_list(GPtrArray *folders, FcStrList *list) {
  for (const FcChar8 *path; list && (path = FcStrListNext(list));)
    g_ptr_array_add(folders, g_strdup((const char *)path));
  if (list)
    FcStrListDone(list);
}

void text_engine_folders(GPtrArray *folders) {
  FcConfig *config = FcConfigReference(NULL);
  add_list(folders, FcConfigGetFontDirs(config));
  add_list(folders, FcConfigGetCacheDirs(config));
  add_list(folders, FcConfigGetConfigDirs(config));
  add_list(folders, FcConfigGetConfigFiles(config));
  FcConfigDestroy(config);
  g_ptr_array_add(folders, g_strdup(hyphenation_folder));
}
