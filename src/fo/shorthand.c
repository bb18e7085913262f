/* Shorthands that stand for a few values: keywords, languages, fonts, sizes. Boxes (borders,
 * padding, margins, backgrounds) are in shorthand_box.c. */
#include "fo/shorthand.h"

#include "fo/lexer.h"
#include "fo/values.h"

#include <string.h>

void expansion_add(Expansion *expansion, FoProperty property, Component component, Rank rank,
                   const char *text, size_t length) {
  const Assignment assignment = {
      .property = property,
      .component = component,
      .rank = rank,
      .source = expansion->source,
      .text = g_string_chunk_insert_len(expansion->strings, text, (gssize)length)};
  g_array_append_val(expansion->assignments, assignment);
}

void shorthand_set(Expansion *expansion, FoProperty property, const char *text) {
  expansion_add(expansion, property, COMPONENT_ALL, RANK_SHORTHAND, text, strlen(text));
}

bool shorthand_is_whole(const char *value, const char **each) {
  *each = "inherit";
  if (strcmp(value, "inherit") == 0)
    return true;
  if (!expression_is_property_function(value))
    return false;
  static const char *const calls[] = {"inherited-property-value()",     "from-parent()",
                                      "from-nearest-specified-value()", "from-table-column()",
                                      "from-page-master-region()",      "merge-property-values()"};
  for (size_t i = 0; i < G_N_ELEMENTS(calls); i++)
    if (g_str_has_prefix(value, calls[i]) || strncmp(value, calls[i], strlen(calls[i]) - 1) == 0)
      *each = calls[i];
  return true;
}

bool shorthand_fits(Expansion *expansion, FoProperty property, const char *text) {
  union {
    Size size;
    SizeRange range;
    Space space;
    LineHeight height;
    ConditionalSize conditional;
    const char *string;
  } value = {0};
  Refinement *refinement = expansion->refinement;
  const bool shareable = refinement->shareable;
  const bool fits = value_parse(refinement, property, COMPONENT_ALL, text, &value);
  refinement->unitless = false;
  refinement->reason = NULL;
  refinement->shareable = shareable;
  return fits;
}

int shorthand_split(Expansion *expansion, const char *value, const char **words, int maximum) {
  const char *word;
  size_t length;
  int count = 0;
  while (list_next(&value, &word, &length)) {
    if (count == maximum)
      return -1;
    words[count++] = g_string_chunk_insert_len(expansion->strings, word, (gssize)length);
  }
  return count;
}

/* ---- One keyword for several ---- */

enum { MAPPED = 4 };
typedef struct {
  const char *value;
  const char *texts[MAPPED];
} Mapping;

static bool map_keyword(Expansion *expansion, const char *value, const FoProperty *properties,
                        const Mapping *mappings, size_t count) {
  const char *each;
  const bool whole = shorthand_is_whole(value, &each);
  for (size_t i = 0; i < count; i++) {
    if (!whole && strcmp(value, mappings[i].value) != 0)
      continue;
    for (int j = 0; j < MAPPED && mappings[i].texts[j]; j++)
      shorthand_set(expansion, properties[j], whole ? each : mappings[i].texts[j]);
    return true;
  }
  return false;
}

/* page-break-before and -after: a break, and a keep for "avoid". */
static bool map_page_break(Expansion *expansion, const char *value, FoProperty page_break,
                           FoProperty keep) {
  const FoProperty properties[MAPPED] = {page_break, keep};
  static const Mapping mappings[] = {{"auto", {"auto", "auto"}},
                                     {"always", {"page", "auto"}},
                                     {"avoid", {"auto", "always"}},
                                     {"left", {"even-page", "auto"}},
                                     {"right", {"odd-page", "auto"}}};
  return map_keyword(expansion, value, properties, mappings, G_N_ELEMENTS(mappings));
}

bool shorthand_page_break_before(Expansion *expansion, const char *value) {
  return map_page_break(expansion, value, PROP_BREAK_BEFORE, PROP_KEEP_WITH_PREVIOUS);
}

bool shorthand_page_break_after(Expansion *expansion, const char *value) {
  return map_page_break(expansion, value, PROP_BREAK_AFTER, PROP_KEEP_WITH_NEXT);
}

bool shorthand_page_break_inside(Expansion *expansion, const char *value) {
  static const FoProperty properties[MAPPED] = {PROP_KEEP_TOGETHER};
  static const Mapping mappings[] = {{"auto", {"auto"}}, {"avoid", {"always"}}};
  return map_keyword(expansion, value, properties, mappings, G_N_ELEMENTS(mappings));
}

bool shorthand_position(Expansion *expansion, const char *value) {
  static const FoProperty properties[MAPPED] = {PROP_RELATIVE_POSITION, PROP_ABSOLUTE_POSITION};
  static const Mapping mappings[] = {{"static", {"static", "auto"}},
                                     {"relative", {"relative", "auto"}},
                                     {"absolute", {"static", "absolute"}},
                                     {"fixed", {"static", "fixed"}}};
  return map_keyword(expansion, value, properties, mappings, G_N_ELEMENTS(mappings));
}

bool shorthand_white_space(Expansion *expansion, const char *value) {
  static const FoProperty properties[MAPPED] = {PROP_LINEFEED_TREATMENT, PROP_WHITE_SPACE_COLLAPSE,
                                                PROP_WHITE_SPACE_TREATMENT, PROP_WRAP_OPTION};
  static const Mapping mappings[] = {
      {"normal", {"treat-as-space", "true", "ignore-if-surrounding-linefeed", "wrap"}},
      {"pre", {"preserve", "false", "preserve", "no-wrap"}},
      {"nowrap", {"treat-as-space", "true", "ignore-if-surrounding-linefeed", "no-wrap"}}};
  return map_keyword(expansion, value, properties, mappings, G_N_ELEMENTS(mappings));
}

bool shorthand_vertical_align(Expansion *expansion, const char *value) {
  static const FoProperty properties[MAPPED] = {PROP_ALIGNMENT_BASELINE, PROP_ALIGNMENT_ADJUST,
                                                PROP_BASELINE_SHIFT, PROP_DOMINANT_BASELINE};
  static const Mapping mappings[] = {
      {"baseline", {"baseline", "auto", "baseline", "auto"}},
      {"top", {"before-edge", "auto", "baseline", "auto"}},
      {"text-top", {"text-before-edge", "auto", "baseline", "auto"}},
      {"middle", {"middle", "auto", "baseline", "auto"}},
      {"bottom", {"after-edge", "auto", "baseline", "auto"}},
      {"text-bottom", {"text-after-edge", "auto", "baseline", "auto"}},
      {"sub", {"baseline", "auto", "sub", "auto"}},
      {"super", {"baseline", "auto", "super", "auto"}}};
  if (map_keyword(expansion, value, properties, mappings, G_N_ELEMENTS(mappings)))
    return true;
  if (!shorthand_fits(expansion, PROP_ALIGNMENT_ADJUST, value))
    return false;
  shorthand_set(expansion, PROP_ALIGNMENT_BASELINE, "baseline");
  shorthand_set(expansion, PROP_ALIGNMENT_ADJUST, value);
  shorthand_set(expansion, PROP_BASELINE_SHIFT, "baseline");
  shorthand_set(expansion, PROP_DOMINANT_BASELINE, "auto");
  return true;
}

/* ---- Language ---- */

bool shorthand_xml_lang(Expansion *expansion, const char *value) {
  shorthand_set(expansion, PROP_LANGUAGE, value);
  return true;
}

bool shorthand_country(Expansion *expansion, const char *value) {
  expansion_add(expansion, PROP_LANGUAGE, COMPONENT_COUNTRY, RANK_SPECIFIED, value, strlen(value));
  return true;
}

bool shorthand_script(Expansion *expansion, const char *value) {
  expansion_add(expansion, PROP_LANGUAGE, COMPONENT_SCRIPT, RANK_SPECIFIED, value, strlen(value));
  return true;
}

/* ---- font ---- */

static const FoProperty font_properties[] = {PROP_FONT_STYLE, PROP_FONT_VARIANT, PROP_FONT_WEIGHT,
                                             PROP_FONT_SIZE,  PROP_LINE_HEIGHT,  PROP_FONT_FAMILY};

/* "12pt/14pt", "12pt /14pt", "12pt / 14pt": gives what follows, NULL if it is no size. */
static const char *take_size(Expansion *expansion, const char *word, const char *rest) {
  const char *next, *slash = strchr(word, '/');
  size_t length = 0;
  char *size = g_strndup(word, slash ? (size_t)(slash - word) : strlen(word));
  const bool fits = shorthand_fits(expansion, PROP_FONT_SIZE, size);
  if (fits)
    shorthand_set(expansion, PROP_FONT_SIZE, size);
  g_free(size);
  if (!fits)
    return NULL;
  while (g_ascii_isspace(*rest))
    rest++;
  const char *height = slash && slash[1] ? slash + 1 : NULL;
  if (!height && (slash || *rest == '/')) {
    rest += *rest == '/';
    if (!list_next(&rest, &next, &length))
      return NULL;
    height = g_string_chunk_insert_len(expansion->strings, next, (gssize)length);
  }
  if (height && !shorthand_fits(expansion, PROP_LINE_HEIGHT, height))
    return NULL;
  if (height)
    shorthand_set(expansion, PROP_LINE_HEIGHT, height);
  return rest;
}

/* style, variant or weight: true if the word is one of them. */
static bool take_font_keyword(Expansion *expansion, const char *word) {
  for (int i = 0; i < 3; i++)
    if (shorthand_fits(expansion, font_properties[i], word)) {
      if (strcmp(word, "normal") != 0)
        shorthand_set(expansion, font_properties[i], word);
      return true;
    }
  return false;
}

static void reset_fonts(Expansion *expansion, const char *each) {
  for (size_t i = 0; i < G_N_ELEMENTS(font_properties); i++)
    shorthand_set(expansion, font_properties[i],
                  each ? each : fo_properties[font_properties[i]].initial);
}

bool shorthand_font(Expansion *expansion, const char *value) {
  static const char *const system_fonts[] = {"caption",     "icon",          "menu",
                                             "message-box", "small-caption", "status-bar"};
  const char *each, *word;
  size_t length;
  if (shorthand_is_whole(value, &each)) {
    reset_fonts(expansion, each);
    return true;
  }
  reset_fonts(expansion, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(system_fonts); i++)
    if (strcmp(value, system_fonts[i]) == 0)
      return true;
  while (list_next(&value, &word, &length)) {
    const char *copy = g_string_chunk_insert_len(expansion->strings, word, (gssize)length);
    if (take_font_keyword(expansion, copy))
      continue;
    const char *families = take_size(expansion, copy, value);
    if (!families || !shorthand_fits(expansion, PROP_FONT_FAMILY, families))
      return false;
    shorthand_set(expansion, PROP_FONT_FAMILY, families);
    return true;
  }
  return false;
}

/* ---- Pages and tables ---- */

/* One value for both or two, each of the property's grammar; "inherit" and its like for both. */
static bool set_pair(Expansion *expansion, const char *value, FoProperty first, FoProperty second) {
  const char *words[2], *each;
  int count = shorthand_split(expansion, value, words, 2);
  if (count < 1)
    return false;
  if (shorthand_is_whole(value, &each)) {
    words[0] = each;
    count = 1;
  } else if (!shorthand_fits(expansion, first, words[0]) ||
             !shorthand_fits(expansion, second, words[count - 1])) {
    return false;
  }
  shorthand_set(expansion, first, words[0]);
  shorthand_set(expansion, second, words[count - 1]);
  return true;
}

/* A page that is to lie or to stand without a size is A4. */
bool shorthand_size(Expansion *expansion, const char *value) {
  const char *pair = strcmp(value, "landscape") == 0  ? "297mm 210mm"
                     : strcmp(value, "portrait") == 0 ? "210mm 297mm"
                                                      : value;
  return set_pair(expansion, pair, PROP_PAGE_WIDTH, PROP_PAGE_HEIGHT);
}

bool shorthand_border_separation(Expansion *expansion, const char *value) {
  return set_pair(expansion, value, PROP_BORDER_SEPARATION_INLINE, PROP_BORDER_SEPARATION_BLOCK);
}

bool shorthand_border_spacing(Expansion *expansion, const char *value) {
  return set_pair(expansion, value, PROP_BORDER_SEPARATION_INLINE, PROP_BORDER_SEPARATION_BLOCK);
}
