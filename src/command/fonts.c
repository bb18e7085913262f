/* Folders with fonts besides the system's: those that the theme, the options and the environment name. */
#include "base/file.h"
#include "base/xml.h"
#include "command/options.h"

#include <string.h>

/* Is a folder, by its real name, another one or in it? */
static bool lies_in(const char *folder, const char *outer) {
  const size_t length = strlen(outer);
  return g_str_has_prefix(folder, outer) && (folder[length] == '\0' || folder[length] == '/');
}

/* The folder that an element of the theme names: as themes come with a dataset, none but what lies beside them or
 * below, which may be read in any case. */
static bool add_of_theme(JobPlan *plan, const char *theme, const char *beside,
                         const xmlNode *element) {
  const char *href = xml_attribute(element, "href");
  char *path = g_build_filename(beside, href ? href : "", NULL);
  const guint before = plan->font_folders->len;
  bool good = href && *href && !g_path_is_absolute(href);
  if (good && !plan_add_folder(plan->font_folders, path)) {
    usage_error("%s:%d: font-folder names the folder “%s”, which does not exist", theme,
                xml_place(element).line, path);
    good = false;
  } else {
    good = good && lies_in(g_ptr_array_index(plan->font_folders, before), beside);
    if (!good)
      usage_error("%s:%d: the href of font-folder must name a folder beside the theme or below it",
                  theme, xml_place(element).line);
  }
  g_free(path);
  return good;
}

bool plan_add_fonts_of_theme(JobPlan *plan, const char *theme) {
  /* What is wrong with it is said when the stylesheet reads it. */
  Diagnostics *silent = diag_new(NULL, DIAG_TEXT);
  GBytes *bytes = file_read(theme, silent);
  xmlDoc *doc = bytes ? xml_read(bytes, theme, NULL, &(XmlOptions){.diagnostics = silent}) : NULL;
  char *folder = g_path_get_dirname(theme);
  GPtrArray *beside = g_ptr_array_new_with_free_func(g_free);
  const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
  bool good = true;
  if (root && xml_is(root, NULL, "theme") && plan_add_folder(beside, folder)) {
    for (const xmlNode *child = root->children; good && child; child = child->next) {
      if (xml_is(child, NULL, "font-folder"))
        good = add_of_theme(plan, theme, g_ptr_array_index(beside, 0), child);
    }
  }
  g_ptr_array_unref(beside);
  g_free(folder);
  xmlFreeDoc(doc);
  if (bytes)
    g_bytes_unref(bytes);
  diag_free(silent);
  return good;
}

bool plan_add_fonts(JobPlan *plan, const Options *options) {
  if (!plan_add_folders(plan->font_folders, options->font_folders, "--font-folder"))
    return false;
  const char *path = g_getenv("PEERPRESS_FONT_PATH");
  char **folders = g_strsplit(path ? path : "", G_SEARCHPATH_SEPARATOR_S, -1);
  bool good = true;
  for (char **folder = folders; good && *folder; folder++) {
    char *one[] = {*folder, NULL};
    good = !**folder || plan_add_folders(plan->font_folders, one, "PEERPRESS_FONT_PATH");
  }
  g_strfreev(folders);
  return good;
}
