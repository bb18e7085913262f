#include "project/project.h"
#include "base/file.h"
#include "base/xml.h"
#include "project/edition.h"

#include <string.h>

typedef struct {
  Project *project;
  Diagnostics *diagnostics;
  const char *folder;
  bool good;
} Reading;

/* What an element may have. The names of attributes are parted by spaces. */
typedef struct {
  const char *name, *required, *optional, *children;
} Element;

static const Element elements[] = {
    {"project", "", "output name theme", "dataset publish root font-folder"},
    {"dataset", "href", "theme", ""},
    {"publish", "reports editions", "languages cycles since theme name", "stylesheet parameter"},
    {"stylesheet", "edition href", "", ""},
    {"parameter", "name value", "", ""},
    {"root", "href", "", ""},
    {"font-folder", "href", "", ""},
};

Project *project_new(void) {
  Project *project = g_new0(Project, 1);
  project->output = ".";
  project->name = PROJECT_NAME;
  project->datasets = g_array_new(FALSE, FALSE, sizeof(ProjectDataset));
  project->sets = g_array_new(FALSE, FALSE, sizeof(ProjectSet));
  project->roots = g_ptr_array_new();
  project->font_folders = g_ptr_array_new();
  project->strings = g_string_chunk_new(1024);
  return project;
}

static void set_clear(ProjectSet *set) {
  GArray *const lists[] = {set->reports, set->editions,    set->languages,
                           set->cycles,  set->stylesheets, set->parameters};
  for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
    g_array_unref(lists[i]);
}

void project_free(Project *project) {
  if (!project)
    return;
  for (guint i = 0; i < project->sets->len; i++)
    set_clear(&g_array_index(project->sets, ProjectSet, i));
  g_array_unref(project->sets);
  g_array_unref(project->datasets);
  g_ptr_array_unref(project->roots);
  g_ptr_array_unref(project->font_folders);
  g_string_chunk_free(project->strings);
  g_free(project);
}

ProjectSet *project_add_set(Project *project, Place place) {
  const ProjectSet set = {.reports = g_array_new(FALSE, FALSE, sizeof(ProjectWord)),
                          .editions = g_array_new(FALSE, FALSE, sizeof(ProjectWord)),
                          .languages = g_array_new(FALSE, FALSE, sizeof(ProjectWord)),
                          .cycles = g_array_new(FALSE, FALSE, sizeof(ProjectWord)),
                          .stylesheets = g_array_new(FALSE, FALSE, sizeof(ProjectSetting)),
                          .parameters = g_array_new(FALSE, FALSE, sizeof(ProjectSetting)),
                          .place = place};
  g_array_append_val(project->sets, set);
  return &g_array_index(project->sets, ProjectSet, project->sets->len - 1);
}

void project_add_words(Project *project, GArray *words, const char *list, Place place) {
  char **parts = g_strsplit_set(list, ", \t\r\n", -1);
  for (char **part = parts; *part; part++) {
    const ProjectWord word = {g_string_chunk_insert(project->strings, *part), place};
    if (**part)
      g_array_append_val(words, word);
  }
  g_strfreev(parts);
}

/* The start tag of the root element without its "<", or NULL. */
static const char *root_tag(const char *text) {
  const char *p = strchr(text, '<');
  while (p && (p[1] == '?' || p[1] == '!')) {
    p = strstr(p, p[1] == '?' ? "?>" : g_str_has_prefix(p, "<!--") ? "-->" : ">");
    p = p ? strchr(p, '<') : NULL;
  }
  return p ? p + 1 : NULL;
}

/* The value of an attribute of a tag, without its quote; NULL: it has none. */
static const char *value_in_tag(const char *tag, const char *attribute) {
  const size_t length = strlen(attribute);
  for (const char *p = tag + strcspn(tag, " \t\r\n>"); *p && *p != '>';) {
    p += strspn(p, " \t\r\n");
    const size_t name = strcspn(p, " \t\r\n=>");
    const char *value = p + name + strspn(p + name, " \t\r\n=");
    if (*value != '"' && *value != '\'')
      return NULL;
    if (name == length && strncmp(p, attribute, length) == 0)
      return value + 1;
    p = strchr(value + 1, *value);
    p = p ? p + 1 : "";
  }
  return NULL;
}

static bool tag_is_of_project(const char *tag) {
  const size_t name = strcspn(tag, " \t\r\n>/"), prefix = strcspn(tag, ":");
  char *attribute =
      prefix < name ? g_strdup_printf("xmlns:%.*s", (int)prefix, tag) : g_strdup("xmlns");
  const char *value = value_in_tag(tag, attribute);
  g_free(attribute);
  return value && g_str_has_prefix(value, "urn:peerpress:project");
}

/* No parser is asked: whether there is one publication or many decides how the process is confined, and before it is
 * none sees what may be hostile. */
bool project_is(const char *path) {
  enum { LOOKED_AT = 1 << 16 };
  Diagnostics *silent = diag_new(NULL, DIAG_TEXT);
  /* What comes through a pipe can be read once. */
  GBytes *bytes = g_file_test(path, G_FILE_TEST_IS_REGULAR) ? file_read(path, silent) : NULL;
  gsize size = 0;
  const char *data = bytes ? g_bytes_get_data(bytes, &size) : NULL;
  const gssize looked_at = (gssize)MIN(size, LOOKED_AT);
  const bool wide =
      size >= 2 && (memcmp(data, "\xfe\xff", 2) == 0 || memcmp(data, "\xff\xfe", 2) == 0);
  char *text = wide   ? g_convert(data, looked_at, "UTF-8", "UTF-16", NULL, NULL, NULL)
               : data ? g_strndup(data, (gsize)looked_at)
                      : NULL;
  const char *tag = text ? root_tag(text) : NULL;
  const bool is = tag && tag_is_of_project(tag);
  g_free(text);
  g_bytes_unref(bytes);
  diag_free(silent);
  return is;
}

/* ---- Checking ----------------------------------------------------------------------------------- */

static bool lists(const char *names, const char *name) {
  char **all = g_strsplit(names, " ", -1);
  const bool found = g_strv_contains((const char *const *)all, name);
  g_strfreev(all);
  return found;
}

/* “did you mean …?” or what can stand there; the caller frees it. */
static char *advice(const char *name, const char *names, const char *kind) {
  char **all = g_strsplit(names, " ", -1);
  const char *meant = diag_did_you_mean(name, (const char *const *)all, g_strv_length(all));
  char *can = g_strjoinv(", ", all);
  char *words = meant  ? g_strdup_printf("did you mean “%s”?", meant)
                : *can ? g_strdup_printf("%s can be: %s", kind, can)
                       : g_strdup("remove it");
  g_free(can);
  g_strfreev(all);
  return words;
}

static void check_attributes(Reading *reading, const xmlNode *node, const Element *element) {
  const Place place = xml_place(node);
  char *known = g_strjoin(*element->required && *element->optional ? " " : "", element->required,
                          element->optional, NULL);
  for (const xmlAttr *a = node->properties; a; a = a->next) {
    const char *name = (const char *)a->name;
    if (a->ns || lists(known, name))
      continue;
    char *words = advice(name, known, "attributes");
    diag_project_attribute(reading->diagnostics, place, element->name, name, words);
    g_free(words);
    reading->good = false;
  }
  char **required = g_strsplit(element->required, " ", -1);
  for (char **name = required; *name; name++) {
    const char *value = xml_attribute(node, *name);
    if (value && (*value || strcmp(*name, "value") == 0))
      continue;
    diag_project_missing(reading->diagnostics, place, element->name, *name);
    reading->good = false;
  }
  g_strfreev(required);
  g_free(known);
}

static const Element *element_named(const char *name) {
  for (size_t i = 0; i < G_N_ELEMENTS(elements); i++) {
    if (strcmp(elements[i].name, name) == 0)
      return &elements[i];
  }
  return NULL;
}

static void check_element(Reading *reading, const xmlNode *node, const Element *parent);

static void check_children(Reading *reading, const xmlNode *node, const Element *element) {
  for (const xmlNode *child = node->children; child; child = child->next) {
    if (child->type == XML_ELEMENT_NODE) {
      check_element(reading, child, element);
    } else if (child->type == XML_TEXT_NODE && !xmlIsBlankNode(child)) {
      diag_project_text(reading->diagnostics, xml_place(node), element->name);
      reading->good = false;
    }
  }
}

static void check_element(Reading *reading, const xmlNode *node, const Element *parent) {
  const char *name = (const char *)node->name;
  const bool ours = xml_is(node, PROJECT_NAMESPACE, name);
  if (!ours || !lists(parent->children, name)) {
    char *words = advice(name, parent->children, "elements");
    diag_project_element(reading->diagnostics, xml_place(node), name, parent->name, words);
    g_free(words);
    reading->good = false;
    return;
  }
  const Element *element = element_named(name);
  check_attributes(reading, node, element);
  check_children(reading, node, element);
}

static bool check_root(Reading *reading, const xmlNode *root) {
  if (xml_is(root, PROJECT_NAMESPACE, "project")) {
    check_attributes(reading, root, &elements[0]);
    check_children(reading, root, &elements[0]);
  } else {
    diag_project_root(reading->diagnostics, xml_place(root), (const char *)root->name,
                      root->ns ? (const char *)root->ns->href : "", PROJECT_NAMESPACE);
    reading->good = false;
  }
  return reading->good;
}

/* ---- Taking ------------------------------------------------------------------------------------- */

/* The attribute's value, kept; NULL if it is not there. */
static const char *take(const Reading *reading, const xmlNode *node, const char *name) {
  const char *value = xml_attribute(node, name);
  return value ? g_string_chunk_insert(reading->project->strings, value) : NULL;
}

/* The file's or folder's name `value` as seen from the current folder, kept. */
static const char *resolve(const Reading *reading, const char *value) {
  if (!value || g_path_is_absolute(value) || strcmp(reading->folder, ".") == 0)
    return value;
  char *path = g_build_filename(reading->folder, value, NULL);
  const char *kept = g_string_chunk_insert(reading->project->strings, path);
  g_free(path);
  return kept;
}

/* A theme or report is a file if it looks like one. */
static const char *resolve_named(const Reading *reading, const char *value) {
  return value && strpbrk(value, "/.") ? resolve(reading, value) : value;
}

/* The place of a node, for as long as the project lives. */
static Place place_of(const Reading *reading, const xmlNode *node) {
  Place place = xml_place(node);
  place.file = reading->project->file;
  return place;
}

static void take_words(const Reading *reading, GArray *words, const xmlNode *node,
                       const char *name) {
  const char *list = xml_attribute(node, name);
  if (list)
    project_add_words(reading->project, words, list, place_of(reading, node));
}

/* Of an attribute that has no word in it. */
static void check_words(Reading *reading, const GArray *words, const xmlNode *node,
                        const char *attribute) {
  if (words->len > 0)
    return;
  diag_project_missing(reading->diagnostics, place_of(reading, node), (const char *)node->name,
                       attribute);
  reading->good = false;
}

static void check_edition(Reading *reading, const char *name, Place place) {
  Edition edition;
  if (edition_from_name(name, &edition))
    return;
  const char *meant = edition_meant(name);
  char *words =
      meant ? g_strdup_printf("did you mean “%s”?", meant) : g_strdup("it can be " EDITION_NAMES);
  diag_project_edition(reading->diagnostics, place, name, words);
  g_free(words);
  reading->good = false;
}

static void take_set(Reading *reading, const xmlNode *node) {
  ProjectSet *set = project_add_set(reading->project, place_of(reading, node));
  take_words(reading, set->reports, node, "reports");
  take_words(reading, set->editions, node, "editions");
  take_words(reading, set->languages, node, "languages");
  take_words(reading, set->cycles, node, "cycles");
  check_words(reading, set->reports, node, "reports");
  check_words(reading, set->editions, node, "editions");
  for (guint i = 0; i < set->reports->len; i++) {
    ProjectWord *report = &g_array_index(set->reports, ProjectWord, i);
    report->text = resolve_named(reading, report->text);
  }
  for (guint i = 0; i < set->editions->len; i++)
    check_edition(reading, g_array_index(set->editions, ProjectWord, i).text, set->place);
  set->since = take(reading, node, "since");
  set->theme = resolve_named(reading, take(reading, node, "theme"));
  set->name = take(reading, node, "name");
  for (const xmlNode *child = node->children; child; child = child->next) {
    const Place place = place_of(reading, child);
    if (xml_is(child, PROJECT_NAMESPACE, "stylesheet")) {
      const ProjectSetting setting = {take(reading, child, "edition"),
                                      resolve(reading, take(reading, child, "href")), place};
      g_array_append_val(set->stylesheets, setting);
      check_edition(reading, setting.name, place);
    } else if (xml_is(child, PROJECT_NAMESPACE, "parameter")) {
      const ProjectSetting setting = {take(reading, child, "name"), take(reading, child, "value"),
                                      place};
      g_array_append_val(set->parameters, setting);
    }
  }
}

static void take_child(Reading *reading, const xmlNode *node) {
  Project *project = reading->project;
  const char *href = resolve(reading, take(reading, node, "href"));
  if (xml_is(node, PROJECT_NAMESPACE, "dataset")) {
    const ProjectDataset dataset = {href, resolve_named(reading, take(reading, node, "theme")),
                                    place_of(reading, node)};
    g_array_append_val(project->datasets, dataset);
  } else if (xml_is(node, PROJECT_NAMESPACE, "publish")) {
    take_set(reading, node);
  } else if (xml_is(node, PROJECT_NAMESPACE, "root")) {
    g_ptr_array_add(project->roots, (gpointer)href);
  } else if (xml_is(node, PROJECT_NAMESPACE, "font-folder")) {
    g_ptr_array_add(project->font_folders, (gpointer)href);
  }
}

static void take_project(Reading *reading, const xmlNode *root) {
  Project *project = reading->project;
  const char *output = take(reading, root, "output"), *name = take(reading, root, "name");
  project->output = resolve(reading, output && *output ? output : reading->folder);
  if (!output || !*output)
    project->output = g_string_chunk_insert(project->strings, reading->folder);
  project->name = name ? name : project->name;
  project->theme = resolve_named(reading, take(reading, root, "theme"));
  for (const xmlNode *child = root->children; child; child = child->next)
    take_child(reading, child);
  g_ptr_array_add(project->roots, NULL);
  g_ptr_array_add(project->font_folders, NULL);
  const char *missing = project->datasets->len == 0 ? "dataset"
                        : project->sets->len == 0   ? "publish"
                                                    : NULL;
  if (missing) {
    diag_project_nothing(reading->diagnostics, xml_place(root), missing);
    reading->good = false;
  }
}

Project *project_read(const char *path, Diagnostics *diagnostics) {
  GBytes *bytes = file_read(path, diagnostics);
  const XmlOptions options = {.diagnostics = diagnostics};
  xmlDoc *doc = bytes ? xml_read(bytes, path, NULL, &options) : NULL;
  char *folder = g_path_get_dirname(path);
  Reading reading = {project_new(), diagnostics, folder, doc != NULL};
  reading.project->file = g_string_chunk_insert(reading.project->strings, path);
  const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
  if (root && check_root(&reading, root))
    take_project(&reading, root);
  xmlFreeDoc(doc);
  g_bytes_unref(bytes);
  g_free(folder);
  if (!reading.good)
    g_clear_pointer(&reading.project, project_free);
  return reading.project;
}
