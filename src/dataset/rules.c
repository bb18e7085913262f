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
                        const References *references, Diagnostics *diagnostics) {
  const xmlNode *cycle = update->parent;
  const char *level_id = xml_attribute(update, attribute);
  const xmlNode *level = references_lookup(references, level_id);
  const char *scale_id = xml_attribute(cycle, scale_attribute);
  if (!level)
    return;
  if (!scale_id) {
    diag_dataset_level_no_scale(diagnostics, xml_place(update), attribute,
                                xml_attribute(cycle, "id"), scale_attribute);
    return;
  }
  const xmlNode *scale = references_lookup(references, scale_id);
  if (level->parent == scale)
    return;
  char *levels = levels_in_words(scale);
  diag_dataset_level_scale(diagnostics, xml_place(update), attribute, level_id, scale_id, levels);
  g_free(levels);
}

static void check_update(const xmlNode *update, const References *references,
                         Diagnostics *diagnostics) {
  const xmlNode *item = references_lookup(references, xml_attribute(update, "of"));
  const bool own = is(item, "action") && xml_attribute(update->parent, "action-scale");
  check_level(update, "level", own ? "action-scale" : "scale", references, diagnostics);
  check_level(update, "outcome", "outcome-scale", references, diagnostics);
  check_level(update, "trend", "trend-scale", references, diagnostics);
}

/* Cycles. */

static bool is_in_loop(const xmlNode *cycle, const References *references) {
  const xmlNode *fast = cycle, *slow = cycle;
  for (;;) {
    for (int step = 0; step < 2; step++) {
      fast = references_lookup(references, xml_attribute(fast, "previous"));
      if (!fast || fast == cycle)
        return fast != NULL;
    }
    slow = references_lookup(references, xml_attribute(slow, "previous"));
    if (fast == slow)
      return false;
  }
}

static void check_cycle(const xmlNode *cycle, const References *references,
                        Diagnostics *diagnostics) {
  const char *id = xml_attribute(cycle, "id");
  const xmlNode *previous = references_lookup(references, xml_attribute(cycle, "previous"));
  if (!previous)
    return;
  if (is_in_loop(cycle, references)) {
    diag_dataset_cycle_loop(diagnostics, xml_place(cycle), id);
    return;
  }
  const char *date = xml_attribute(cycle, "as-of");
  const char *before = xml_attribute(previous, "as-of");
  if (strcmp(date, before) <= 0)
    diag_dataset_cycle_order(diagnostics, xml_place(cycle), id, date, xml_attribute(previous, "id"),
                             before);
}

void rules_check(const xmlDoc *doc, const References *references, Diagnostics *diagnostics) {
  const xmlNode *root = xmlDocGetRootElement((xmlDoc *)(gpointer)doc);
  for (const xmlNode *node = root; node; node = xml_next(node, root)) {
    if (is(node, "level"))
      check_contrast(node, diagnostics);
    else if (is(node, "cycle"))
      check_cycle(node, references, diagnostics);
    else if (is(node, "update"))
      check_update(node, references, diagnostics);
  }
}
