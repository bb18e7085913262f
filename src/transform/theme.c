#include "transform/theme.h"
#include "base/contrast.h"
#include "base/xml.h"

#include <string.h>

/* Colours that the editions set text in. */
static const char *const TEXT_COLOURS[] = {"text", "muted", "brand", "link", "focus-text", NULL};

typedef struct {
  const xmlNode *theme;
  Diagnostics *diagnostics;
  bool dark; /* screens whose reader prefers that */
  bool good;
} Check;

/* A colour as it stands behind text. */
typedef struct {
  char *name;
  Rgb value;
} Ground;

static void clear_ground(gpointer ground) {
  g_free(((Ground *)ground)->name);
}

static bool is_colour(const xmlNode *node) {
  return xml_is(node, NULL, "colour");
}

static const xmlNode *find_colour(const xmlNode *theme, const char *name) {
  for (const xmlNode *child = theme->children; child; child = child->next) {
    if (is_colour(child) && g_strcmp0(xml_attribute(child, "name"), name) == 0)
      return child;
  }
  return NULL;
}

/* A colour without a dark value keeps its own. */
static bool read_colour(const xmlNode *colour, bool dark, Rgb *value) {
  if (dark && xml_attribute(colour, "dark"))
    return rgb_read(xml_attribute(colour, "dark"), value);
  xmlChar *text = xmlNodeGetContent(colour);
  const bool read = rgb_read((const char *)text, value);
  xmlFree(text);
  return read;
}

static void check_values(Check *check, const xmlNode *colour) {
  const char *name = xml_attribute(colour, "name"), *dark = xml_attribute(colour, "dark");
  xmlChar *text = xmlNodeGetContent(colour);
  Rgb value;
  if (!rgb_read((const char *)text, &value)) {
    diag_theme_colour(check->diagnostics, xml_place(colour), name, (const char *)text);
    check->good = false;
  }
  if (dark && !rgb_read(dark, &value)) {
    diag_theme_colour(check->diagnostics, xml_place(colour), name, dark);
    check->good = false;
  }
  xmlFree(text);
}

/* The names in `on`; the caller frees them. */
static char **grounds_of(const xmlNode *colour) {
  const char *on = xml_attribute(colour, "on");
  return g_strsplit_set(on ? on : "", " \t\r\n", -1);
}

static void check_names(Check *check, const xmlNode *colour) {
  const char *name = xml_attribute(colour, "name");
  char **on = grounds_of(colour);
  bool any = false;
  for (char **ground = on; *ground; ground++) {
    any = any || **ground;
    if (**ground && !find_colour(check->theme, *ground)) {
      diag_theme_ground(check->diagnostics, xml_place(colour), name, *ground);
      check->good = false;
    }
  }
  g_strfreev(on);
  if (any || !g_strv_contains(TEXT_COLOURS, name))
    return;
  diag_theme_no_ground(check->diagnostics, xml_place(colour), name,
                       strcmp(name, "focus-text") == 0 ? "focus" : "page tint");
  check->good = false;
}

/* What a colour stands on; paper is white, whatever the page of a screen is. */
static GArray *collect_grounds(const Check *check, const xmlNode *colour) {
  GArray *grounds = g_array_new(FALSE, FALSE, sizeof(Ground));
  g_array_set_clear_func(grounds, clear_ground);
  char **on = grounds_of(colour);
  for (char **name = on; *name; name++) {
    const xmlNode *found = **name ? find_colour(check->theme, *name) : NULL;
    Ground ground = {.value = {0}};
    if (!found || !read_colour(found, check->dark, &ground.value))
      continue;
    ground.name = g_strdup_printf("“%s”", *name);
    g_array_append_val(grounds, ground);
    const Rgb white = {255, 255, 255};
    if (!check->dark && strcmp(*name, "page") == 0 && contrast_ratio(white, ground.value) > 1) {
      ground = (Ground){g_strdup("paper"), white};
      g_array_append_val(grounds, ground);
    }
  }
  g_strfreev(on);
  return grounds;
}

/* What to take instead; the caller frees it. */
static char *advice(Rgb value, const GArray *grounds) {
  Rgb *others = g_new(Rgb, grounds->len), nearest;
  for (guint i = 0; i < grounds->len; i++)
    others[i] = g_array_index(grounds, Ground, i).value;
  char *text =
      contrast_nearest(value, others, (int)grounds->len, CONTRAST_TEXT, &nearest)
          ? g_strdup_printf("the nearest colour with enough is %s", rgb_text(nearest).text)
          : g_strdup(
                "no colour of this hue has enough on all that it stands on: change one of those");
  g_free(others);
  return text;
}

/* The ground on which the contrast is least, or NULL. */
static const Ground *worst_ground(Rgb value, const GArray *grounds) {
  const Ground *worst = NULL;
  for (guint i = 0; i < grounds->len; i++) {
    const Ground *ground = &g_array_index(grounds, Ground, i);
    if (!worst || contrast_ratio(value, ground->value) < contrast_ratio(value, worst->value))
      worst = ground;
  }
  return worst;
}

/* Does the colour, or what it stands on, change on a dark screen? */
static bool has_dark(const Check *check, const xmlNode *colour) {
  bool dark = xml_attribute(colour, "dark") != NULL;
  char **on = grounds_of(colour);
  for (char **name = on; *name; name++) {
    const xmlNode *ground = find_colour(check->theme, *name);
    dark = dark || (ground && xml_attribute(ground, "dark"));
  }
  g_strfreev(on);
  return dark;
}

static void check_contrast(Check *check, const xmlNode *colour) {
  Rgb value;
  if (!read_colour(colour, check->dark, &value) || (check->dark && !has_dark(check, colour)))
    return;
  GArray *grounds = collect_grounds(check, colour);
  const Ground *ground = worst_ground(value, grounds);
  const double ratio = ground ? contrast_ratio(value, ground->value) : CONTRAST_TEXT;
  if (ratio < CONTRAST_TEXT) {
    char *instead = advice(value, grounds);
    diag_theme_contrast(check->diagnostics, xml_place(colour), xml_attribute(colour, "name"),
                        rgb_text(value).text, ground->name, rgb_text(ground->value).text,
                        check->dark ? " (dark)" : "", contrast_text(ratio).text, instead);
    g_free(instead);
    check->good = false;
  }
  g_array_unref(grounds);
}

bool theme_check(const xmlDoc *doc, Diagnostics *diagnostics) {
  Check check = {xmlDocGetRootElement((xmlDoc *)(gpointer)doc), diagnostics, false, true};
  if (!check.theme || !xml_is(check.theme, NULL, "theme"))
    return true;
  for (const xmlNode *child = check.theme->children; child; child = child->next) {
    if (!is_colour(child) || !xml_attribute(child, "name"))
      continue; /* an edition that misses one of its colours says so */
    check_values(&check, child);
    check_names(&check, child);
    for (int dark = 0; dark < 2; dark++) {
      check.dark = dark == 1;
      check_contrast(&check, child);
    }
  }
  return check.good;
}
