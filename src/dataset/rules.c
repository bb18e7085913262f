#include "dataset/rules.h"
#include "base/contrast.h"
#include "base/xml.h"
#include "dataset/dataset.h"

#include <string.h>

static bool is(const xmlNode *node, const char *name) {
  return xml_is(node, DATASET_NAMESPACE, name);
}

/* Contrast. */

/* The nearest text on that background, and the nearest background of that text, in words; the caller
 * frees them. */
static char *nearest_colours(Rgb colour, Rgb background) {
  Rgb text, ground;
  const bool has_text = contrast_nearest(colour, &background, 1, CONTRAST_TEXT, &text);
  const bool has_ground = contrast_nearest(background, &colour, 1, CONTRAST_TEXT, &ground);
  char *words[3] = {0};
  int count = 0;
  if (has_ground)
    words[count++] = g_strdup_printf("the background %s", rgb_text(ground).text);
  if (has_text)
    words[count++] = g_strdup_printf("the colour %s", rgb_text(text).text);
  char *joined = g_strjoinv(", or ", words);
  g_free(words[0]);
  g_free(words[1]);
  return joined;
}

static void check_contrast(const xmlNode *level, Diagnostics *diagnostics) {
  Rgb colour, background;
  if (!rgb_read(xml_attribute(level, "colour"), &colour) ||
      !rgb_read(xml_attribute(level, "background"), &background))
    return; /* the grammar says so */
  const double ratio = contrast_ratio(colour, background);
  if (ratio >= CONTRAST_TEXT)
    return;
  char *nearest = nearest_colours(colour, background);
  diag_dataset_contrast(diagnostics, xml_place(level), xml_attribute(level, "id"),
                        rgb_text(colour).text, rgb_text(background).text, contrast_text(ratio).text,
                        nearest);
  g_free(nearest);
}

/* Levels. */

static char *levels_in_words(const xmlNode *scale) {
  GString *words = g_string_new(NULL);
  for (const xmlNode *child = scale->children; child; child = child->next) {
    if (is(child, "level"))
      g_string_append_printf(words, "%s%s", words->len ? ", " : "", xml_attribute(child, "id"));
  }
  return g_string_free(words, FALSE);
}

/* Each of many groups counts each level: a scale without measure would make much of little. */
static void check_scale(const xmlNode *scale, Diagnostics *diagnostics) {
  enum { MOST = 50 };
  int count = 0;
  for (const xmlNode *child = scale->children; child; child = child->next)
    count += is(child, "level");
  if (count > MOST)
    diag_dataset_levels(diagnostics, xml_place(scale), xml_attribute(scale, "id"), count, MOST);
}

static void check_level(const xmlNode *update, const char *attribute, const char *scale_attribute,
                        const DatasetIds *ids, Diagnostics *diagnostics) {
  const xmlNode *cycle = update->parent;
  const char *level_id = xml_attribute(update, attribute);
  const xmlNode *level = dataset_ids_lookup(ids, level_id);
  const char *scale_id = xml_attribute(cycle, scale_attribute);
  if (!level)
    return;
  if (!scale_id) {
    diag_dataset_level_no_scale(diagnostics, xml_place(update), attribute,
                                xml_attribute(cycle, "id"), scale_attribute);
    return;
  }
  const xmlNode *scale = dataset_ids_lookup(ids, scale_id);
  if (level->parent == scale)
    return;
  char *levels = levels_in_words(scale);
  diag_dataset_level_scale(diagnostics, xml_place(update), attribute, level_id, scale_id, levels);
  g_free(levels);
}

static void check_update(const xmlNode *update, const DatasetIds *ids, Diagnostics *diagnostics) {
  const xmlNode *item = dataset_ids_lookup(ids, xml_attribute(update, "of"));
  const bool own = is(item, "action") && xml_attribute(update->parent, "action-scale");
  check_level(update, "level", own ? "action-scale" : "scale", ids, diagnostics);
  check_level(update, "outcome", "outcome-scale", ids, diagnostics);
  check_level(update, "trend", "trend-scale", ids, diagnostics);
}

/* Cycles. */

/* Of the cycles of a loop one is reported: the first in the file. */
static bool is_first_of_loop(const xmlNode *cycle, const DatasetIds *ids) {
  const xmlNode *next = cycle;
  do {
    next = dataset_ids_lookup(ids, xml_attribute(next, "previous"));
    if (xml_place(next).line < xml_place(cycle).line)
      return false;
  } while (next != cycle);
  return true;
}

static bool is_in_loop(const xmlNode *cycle, const DatasetIds *ids) {
  const xmlNode *fast = cycle, *slow = cycle;
  for (;;) {
    for (int step = 0; step < 2; step++) {
      fast = dataset_ids_lookup(ids, xml_attribute(fast, "previous"));
      if (!fast || fast == cycle)
        return fast != NULL;
    }
    slow = dataset_ids_lookup(ids, xml_attribute(slow, "previous"));
    if (fast == slow)
      return false;
  }
}

static void check_cycle(const xmlNode *cycle, const DatasetIds *ids, Diagnostics *diagnostics) {
  const char *id = xml_attribute(cycle, "id");
  const xmlNode *previous = dataset_ids_lookup(ids, xml_attribute(cycle, "previous"));
  if (!previous)
    return;
  if (is_in_loop(cycle, ids)) {
    if (is_first_of_loop(cycle, ids))
      diag_dataset_cycle_loop(diagnostics, xml_place(cycle), id);
    return;
  }
  const char *date = xml_attribute(cycle, "as-of");
  const char *before = xml_attribute(previous, "as-of");
  if (strcmp(date, before) <= 0)
    diag_dataset_cycle_order(diagnostics, xml_place(cycle), id, date, xml_attribute(previous, "id"),
                             before);
}

void rules_check(const xmlDoc *doc, const DatasetIds *ids, Diagnostics *diagnostics) {
  const xmlNode *root = xmlDocGetRootElement((xmlDoc *)(gpointer)doc);
  for (const xmlNode *node = root; node; node = xml_next(node, root)) {
    if (is(node, "level"))
      check_contrast(node, diagnostics);
    else if (is(node, "scale"))
      check_scale(node, diagnostics);
    else if (is(node, "cycle"))
      check_cycle(node, ids, diagnostics);
    else if (is(node, "update"))
      check_update(node, ids, diagnostics);
  }
}
