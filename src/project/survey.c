#include "project/survey.h"
#include "base/file.h"
#include "base/xml.h"
#include "dataset/dataset.h"

#include <string.h>

static void add_cycle(Survey *survey, const xmlNode *cycle) {
  const char *id = xml_attribute(cycle, "id"), *day = xml_attribute(cycle, "as-of");
  if (!id || !day)
    return; /* the check will say so */
  g_ptr_array_add(survey->cycles, g_strdup(id));
  g_ptr_array_add(survey->days, g_strdup(day));
  if (strcmp(day, g_ptr_array_index(survey->days, survey->latest)) >= 0)
    survey->latest = survey->days->len - 1;
}

static Survey *survey_of(const xmlNode *root) {
  Survey *survey = g_new0(Survey, 1);
  const char *council = xml_attribute(root, "council");
  xmlChar *language = xmlNodeGetLang(root);
  survey->council = g_strdup(council ? council : "");
  survey->language = g_strdup(language ? (const char *)language : "");
  survey->cycles = g_ptr_array_new_with_free_func(g_free);
  survey->days = g_ptr_array_new_with_free_func(g_free);
  xmlFree(language);
  for (const xmlNode *node = root; node; node = xml_next(node, root)) {
    if (xml_is(node, DATASET_NAMESPACE, "cycle"))
      add_cycle(survey, node);
  }
  return survey;
}

Survey *survey_read(const char *path, Diagnostics *diagnostics) {
  GBytes *bytes = file_read(path, diagnostics);
  const XmlOptions options = {.diagnostics = diagnostics};
  xmlDoc *doc = bytes ? xml_read(bytes, path, NULL, &options) : NULL;
  const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
  Survey *survey = NULL;
  if (root && xml_is(root, DATASET_NAMESPACE, "progress"))
    survey = survey_of(root);
  else if (root)
    diag_project_no_dataset(diagnostics, xml_place(root), (const char *)root->name);
  xmlFreeDoc(doc);
  g_bytes_unref(bytes);
  return survey;
}

void survey_free(Survey *survey) {
  if (!survey)
    return;
  g_free(survey->council);
  g_free(survey->language);
  g_ptr_array_unref(survey->cycles);
  g_ptr_array_unref(survey->days);
  g_free(survey);
}
