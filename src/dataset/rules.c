#include "dataset/rules.h"
#include "base/xml.h"
#include "dataset/dataset.h"

#include <math.h>
#include <string.h>

static const double LEAST_CONTRAST = 4.5;

static bool is(const xmlNode *node, const char *name) {
  return xml_is(node, DATASET_NAMESPACE, name);
}

/* Contrast. */

static double channel(const char *hexadecimal) {
  const double value =
      (16 * g_ascii_xdigit_value(hexadecimal[0]) + g_ascii_xdigit_value(hexadecimal[1])) / 255.0;
  return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double luminance(const char *colour) {
  return 0.2126 * channel(colour + 1) + 0.7152 * channel(colour + 3) + 0.0722 * channel(colour + 5);
}

double contrast_ratio(const char *colour, const char *background) {
  const double a = luminance(colour), b = luminance(background);
  return (MAX(a, b) + 0.05) / (MIN(a, b) + 0.05);
}

static void check_contrast(const xmlNode *level, Diagnostics *diagnostics) {
  char *colour = g_strstrip(g_strdup(xml_attribute(level, "colour")));
  char *background = g_strstrip(g_strdup(xml_attribute(level, "background")));
  const double ratio = contrast_ratio(colour, background);
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(text, sizeof text, "%.2f", ratio);
  if (ratio < LEAST_CONTRAST)
    diag_dataset_contrast(diagnostics, xml_place(level), xml_attribute(level, "id"), colour,
                          background, text);
  g_free(colour);
  g_free(background);
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
    else if (is(node, "cycle"))
      check_cycle(node, ids, diagnostics);
    else if (is(node, "update"))
      check_update(node, ids, diagnostics);
  }
}
