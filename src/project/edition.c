#include "project/edition.h"

#include <string.h>

/* The first name of an edition that is an ending is the one that files get. */
static const struct {
  const char *name;
  Edition edition;
  bool ending;
} names[] = {
    {"pdf", EDITION_PDF, true},     {"html", EDITION_HTML, true},
    {"htm", EDITION_HTML, false},   {"text", EDITION_TEXT, false},
    {"txt", EDITION_TEXT, true},    {"csv", EDITION_CSV, true},
    {"xhtml", EDITION_XHTML, true}, {"fo", EDITION_FO, true},
    {"png", EDITION_PNG, true},     {"svg", EDITION_SVG, true},
    {"areas", EDITION_AREAS, true}, {"dataset", EDITION_DATASET, true},
};

bool edition_from_name(const char *name, Edition *edition) {
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    if (g_ascii_strcasecmp(name, names[i].name) == 0) {
      *edition = names[i].edition;
      return true;
    }
  }
  return false;
}

bool edition_from_output(const char *output, Edition *edition) {
  const char *slash = strrchr(output, '/');
  const char *dot = strrchr(slash ? slash : output, '.');
  return dot && edition_from_name(dot + 1, edition);
}

const char *edition_ending(Edition edition) {
  if (edition == EDITION_DATASET)
    return "xml";
  size_t i = 0;
  while (names[i].edition != edition || !names[i].ending)
    i++;
  return names[i].name;
}

const char *edition_meant(const char *name) {
  const char *known[G_N_ELEMENTS(names)];
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    known[i] = names[i].name;
  return diag_did_you_mean(name, known, G_N_ELEMENTS(names));
}
