/* How large the text of an SVG document can become: librsvg aborts the process over sizes that pango and FreeType
 * cannot count. Which declarations apply to an element librsvg alone knows, so this takes the largest of each kind, and
 * the relative ones as often as elements are nested. */
#include "layout/image_format.h"

#include "base/xml.h"

#include <math.h>
#include <string.h>

static const double USUAL_SIZE = 16;

/* In pixels; FreeType's own limit is 65,535. */
static const double LARGEST_SIZE = 50000;

typedef struct {
  double absolute; /* the largest, in pixels */
  double relative; /* the largest factor, at least 1 */
  int relatives;   /* how many attributes have one */
  bool anywhere;   /* a relative one may apply to any element: of a style sheet, or through <use> */
} Sizes;

/* A number, which has been read, with the unit behind it. False: it is not relative. */
static bool take_number(Sizes *sizes, double number, const char *unit) {
  static const struct {
    const char *name;
    double factor;
    bool relative;
  } UNITS[] = {{"em", 1, true},    {"rem", 1, true},  {"ex", 1, true},   {"ch", 1, true},
               {"%", 0.01, true},  {"in", 96, false}, {"cm", 38, false}, {"mm", 3.8, false},
               {"pt", 1.4, false}, {"pc", 16, false}};
  double factor = 1;
  bool relative = false;
  for (size_t i = 0; i < G_N_ELEMENTS(UNITS); i++)
    if (g_str_has_prefix(unit, UNITS[i].name)) {
      factor = UNITS[i].factor;
      relative = UNITS[i].relative;
      break;
    }
  double *largest = relative ? &sizes->relative : &sizes->absolute;
  *largest = isnan(number) ? INFINITY : MAX(*largest, number * factor);
  return relative;
}

/* The value of font-size or font, in lower case; whether anything in it is relative. */
static bool take_value(Sizes *sizes, const char *value, const char *end) {
  bool relative = false;
  for (const char *p = value; p < end;) {
    char *behind = NULL;
    if (!g_ascii_isdigit(*p) && *p != '.') {
      if (g_str_has_prefix(p, "larger"))
        relative = take_number(sizes, 1.2, "em") || relative;
      p++;
      continue;
    }
    const double number = g_ascii_strtod(p, &behind);
    p = behind > p ? behind : p + 1;
    relative = take_number(sizes, number, p) || relative;
  }
  return relative;
}

/* The declarations of a style sheet or a style attribute; whether any is relative. */
static bool take_css(Sizes *sizes, const char *css) {
  bool relative = false;
  char *plain = image_css_plain(css);
  for (const char *p = plain; (p = strstr(p, "font")) != NULL;) {
    p += strlen("font");
    p += g_str_has_prefix(p, "-size") ? strlen("-size") : 0;
    const char *colon = p + strspn(p, " \t\r\n");
    if (*colon == ':')
      relative = take_value(sizes, colon + 1, colon + 1 + strcspn(colon + 1, ";}")) || relative;
  }
  g_free(plain);
  return relative;
}

static void take_element(Sizes *sizes, const xmlNode *element) {
  const char *size = xml_attribute(element, "font-size"), *style = xml_attribute(element, "style");
  if (size) {
    char *plain = image_css_plain(size);
    sizes->relatives += take_value(sizes, plain, plain + strlen(plain));
    g_free(plain);
  }
  if (style)
    sizes->relatives += take_css(sizes, style);
  if (strcmp((const char *)element->name, "use") == 0)
    sizes->anywhere = true;
  if (strcmp((const char *)element->name, "style") == 0) {
    xmlChar *css = xmlNodeGetContent(element);
    sizes->anywhere = (css && take_css(sizes, (const char *)css)) || sizes->anywhere;
    xmlFree(css);
  }
}

bool image_svg_text_fits(const xmlDoc *doc, int depth) {
  const xmlNode *root = xmlDocGetRootElement((xmlDoc *)(gpointer)doc);
  Sizes sizes = {.absolute = USUAL_SIZE, .relative = 1};
  for (const xmlNode *node = root; node; node = xml_next(node, root))
    if (node->type == XML_ELEMENT_NODE)
      take_element(&sizes, node);
  const int times = sizes.anywhere ? depth : MIN(depth, sizes.relatives);
  return sizes.absolute * pow(sizes.relative, times) <= LARGEST_SIZE;
}
