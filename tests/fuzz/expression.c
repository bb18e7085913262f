/* Properties and their values, "name: value" a line, on each formatting object that takes another way
 * through refinement. A line that begins with a space belongs to the parent. */
#include "fuzz.h"

#include <string.h>

static const char frame_start[] =
    "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format' "
    "xmlns:fox='http://xmlgraphics.apache.org/fop/extensions'><fo:layout-master-set>"
    "<fo:simple-page-master master-name='a'><fo:region-body";
static const char frame_middle[] =
    "/></fo:simple-page-master></fo:layout-master-set><fo:page-sequence master-reference='a'>"
    "<fo:flow flow-name='xsl-region-body'><fo:block";

typedef struct {
  GString *child, *parent; /* attributes */
  GHashTable *given;       /* names, "p" before those of the parent */
} Attributes;

/* A property, or a component of one: names that are none are of no interest here, and take long, as the
 * nearest one is looked for. */
static bool is_property(const char *text, size_t length) {
  const size_t name = MIN(strcspn(text, "."), length);
  if (strspn(text + name, G_CSET_a_2_z "-.") < length - name)
    return false;
  for (FoProperty property = PROP_NONE + 1; property < PROP_COUNT; property++) {
    const char *known = fo_property_name(property);
    if (strncmp(known, text, name) == 0 && known[name] == '\0')
      return true;
  }
  return false;
}

static void add_line(Attributes *attributes, const char *line) {
  const bool parent = *line == ' ';
  line += parent;
  const char *colon = strstr(line, ": ");
  if (!colon || !is_property(line, (size_t)(colon - line)) || !g_utf8_validate(colon, -1, NULL))
    return;
  char *name = g_strndup(line, (size_t)(colon - line));
  if (g_hash_table_add(attributes->given, g_strconcat(parent ? "p" : "c", name, NULL))) {
    char *value = g_markup_escape_text(colon + 2, -1);
    g_string_append_printf(parent ? attributes->parent : attributes->child, " %s=\"%s\"", name,
                           value);
    g_free(value);
  }
  g_free(name);
}

static char *document(const Attributes *attributes) {
  const char *child = attributes->child->str;
  return g_strconcat(
      frame_start, child, frame_middle, attributes->parent->str, "><fo:block", child,
      ">x<fo:inline", child, ">y</fo:inline><fo:external-graphic", child,
      "/></fo:block><fo:list-block><fo:list-item><fo:list-item-label end-indent='label-end()'>"
      "<fo:block/></fo:list-item-label><fo:list-item-body",
      child,
      "><fo:block/></fo:list-item-body></fo:list-item></fo:list-block><fo:table>"
      "<fo:table-column",
      child, "/><fo:table-body><fo:table-row><fo:table-cell", child,
      "><fo:block/></fo:table-cell></fo:table-row></fo:table-body></fo:table>"
      "</fo:block></fo:flow></fo:page-sequence></fo:root>",
      NULL);
}

static void read_document(const char *fo) {
  Diagnostics *diagnostics = fuzz_diagnostics();
  FoTree *tree =
      fo_read_memory(fo, strlen(fo), "input.fo", &(FoOptions){.diagnostics = diagnostics});
  if (tree) {
    fo_dump(tree, fuzz_nowhere());
    fo_free(tree);
  }
  diag_free(diagnostics);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *text = g_strndup((const char *)data, size);
  char **lines = g_strsplit(text, "\n", 12);
  Attributes attributes = {g_string_new(NULL), g_string_new(NULL),
                           g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
  for (char **line = lines; *line; line++)
    add_line(&attributes, *line);
  char *fo = document(&attributes);
  read_document(fo);
  g_free(fo);
  g_string_free(attributes.child, TRUE);
  g_string_free(attributes.parent, TRUE);
  g_hash_table_unref(attributes.given);
  g_strfreev(lines);
  g_free(text);
  return 0;
}
