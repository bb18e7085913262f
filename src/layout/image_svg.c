/* SVG, drawn by librsvg as vectors.
 *
 * A document is cleaned before librsvg sees it. Nothing outside is loaded; and links are taken out,
 * because librsvg would write each into the PDF as it stands, as a tag inside the picture's own mark
 * and inside groups, where cairo cannot have one. */
#include "layout/image_format.h"

#include "base/xml.h"
#include "layout/svglibrary.h"

#include <math.h>
#include <string.h>

#define SVG_NAMESPACE "http://www.w3.org/2000/svg"
#define XINCLUDE_NAMESPACE "http://www.w3.org/2001/XInclude"

static void report_reference(const ImageReport *report, const char *reference) {
  char *start = g_strndup(reference, 60);
  char *valid = g_utf8_make_valid(start, -1);
  diag_image_svg_reference(report->diagnostics, report->place, report->name, valid);
  g_free(valid);
  g_free(start);
}

/* Is it a picture that a picture may embed? False: reported. */
static bool embedded_is_safe(const char *reference, const ImageReport *report) {
  GBytes *bytes = image_data_uri(reference);
  if (!bytes) {
    report_reference(report, reference);
    return false;
  }
  size_t size;
  const uint8_t *data = g_bytes_get_data(bytes, &size);
  Image image = {.bytes = bytes};
  char *reason = image_is_png(data, size)    ? image_png_measure(&image)
                 : image_is_jpeg(data, size) ? image_jpeg_measure(&image)
                                             : g_strdup("neither PNG nor JPEG");
  const bool large = !reason && image_is_too_large(&image, report->limits),
             safe = !reason && !large;
  if (large)
    diag_image_too_large(report->diagnostics, report->place, report->name, image.pixel_width,
                         image.pixel_height, (long long)report->limits->pixels);
  else if (!safe)
    report_reference(report, reference);
  g_free(reason);
  g_bytes_unref(bytes);
  return safe;
}

/* ---- CSS -------------------------------------------------------------------------------------- */

char *image_css_plain(const char *text) {
  GString *plain = g_string_new(NULL);
  for (const char *p = text; *p;) {
    if (*p != '\\' || !p[1]) {
      g_string_append_c(plain, g_ascii_tolower(*p++));
    } else if (g_ascii_isxdigit(p[1])) {
      gunichar c = 0;
      int digits = 0;
      for (p++; digits < 6 && g_ascii_isxdigit(*p); digits++)
        c = c * 16 + (gunichar)g_ascii_xdigit_value(*p++);
      p += g_ascii_isspace(*p) ? 1 : 0;
      g_string_append_unichar(plain, c < 0x80 ? (gunichar)g_ascii_tolower((char)c) : 0xfffd);
    } else {
      p++;
    }
  }
  return g_string_free(plain, FALSE);
}

/* The first thing that CSS refers to outside of the document, or NULL; points into `plain`. */
static const char *css_outside(const char *plain) {
  const char *import = strstr(plain, "@import");
  if (import)
    return import;
  for (const char *p = plain; (p = strstr(p, "url(")) != NULL;) {
    p += strlen("url(");
    p += strspn(p, " \t\r\n\"'");
    if (*p != '#')
      return p;
  }
  return NULL;
}

/* Reports what `css` refers to; true if librsvg would load it (data: needs no base to load from). */
static bool css_loads(const char *css, const ImageReport *report) {
  char *plain = image_css_plain(css);
  const char *outside = css_outside(plain);
  if (outside)
    report_reference(report, outside);
  bool loads = outside && strstr(plain, "data:");
  g_free(plain);
  return loads;
}

/* ---- Cleaning ---------------------------------------------------------------------------------- */

typedef struct {
  const ImageReport *report;
  bool text, effects, links;
} Cleaning;

static bool named(const xmlNode *node, const char *name) {
  return strcmp((const char *)node->name, name) == 0;
}

static void clean_attribute(Cleaning *cleaning, xmlNode *element, xmlAttr *attribute) {
  char *value = (char *)xmlNodeListGetString(element->doc, attribute->children, 1);
  const char *text = value ? value + strspn(value, " \t\r\n") : "";
  bool remove = false;
  if (strcmp((const char *)attribute->name, "href") != 0) {
    remove = css_loads(text, cleaning->report);
  } else if (named(element, "a")) {
    cleaning->links = remove = true;
  } else if (*text && *text != '#') {
    remove = !embedded_is_safe(text, cleaning->report);
  }
  xmlFree(value);
  if (remove)
    xmlRemoveProp(attribute);
}

static void remove_node(xmlNode *node) {
  xmlUnlinkNode(node);
  xmlFreeNode(node);
}

/* Cleans an element; false if it must go as a whole. */
static bool clean_element(Cleaning *cleaning, xmlNode *element) {
  if (element->ns && strcmp((const char *)element->ns->href, XINCLUDE_NAMESPACE) == 0) {
    report_reference(cleaning->report, "xi:include");
    return false;
  }
  for (xmlAttr *attribute = element->properties, *next; attribute; attribute = next) {
    next = attribute->next;
    clean_attribute(cleaning, element, attribute);
  }
  if (named(element, "text"))
    cleaning->text = true;
  else if (named(element, "filter") || named(element, "mask"))
    cleaning->effects = true;
  else if (named(element, "foreignObject") &&
           !(element->parent && named(element->parent, "switch")))
    diag_image_svg_element(cleaning->report->diagnostics, cleaning->report->place,
                           cleaning->report->name, "foreignObject");
  if (!named(element, "style"))
    return true;
  char *css = (char *)xmlNodeGetContent(element);
  bool loads = css && css_loads(css, cleaning->report);
  xmlFree(css);
  return !loads;
}

static bool clean_node(Cleaning *cleaning, xmlNode *node) {
  if (node->type == XML_ELEMENT_NODE)
    return clean_element(cleaning, node);
  if (node->type != XML_PI_NODE)
    return true;
  if (named(node, "xml-stylesheet"))
    report_reference(cleaning->report, node->content ? (const char *)node->content : "");
  return false;
}

/* The node after `node` and all that is in it. */
static xmlNode *after_subtree(xmlNode *node) {
  while (node && !node->next)
    node = node->parent;
  return node && node->type != XML_DOCUMENT_NODE ? node->next : NULL;
}

static void clean_document(Cleaning *cleaning, xmlDoc *doc) {
  if (doc->intSubset)
    remove_node((xmlNode *)doc->intSubset);
  for (xmlNode *node = doc->children, *next; node; node = next) {
    bool keep = clean_node(cleaning, node);
    next = keep && node->type == XML_ELEMENT_NODE && node->children ? node->children
                                                                    : after_subtree(node);
    if (!keep)
      remove_node(node);
  }
  if (cleaning->links)
    diag_image_svg_link(cleaning->report->diagnostics, cleaning->report->place,
                        cleaning->report->name);
}

/* ---- Size -------------------------------------------------------------------------------------- */

/* A length of the root element in points; 0 for a percentage: nothing is known that it is of. */
static double absolute_length(RsvgLength length) {
  switch (length.unit) {
  case RSVG_UNIT_IN: return length.length * 72;
  case RSVG_UNIT_CM: return length.length * 72 / 2.54;
  case RSVG_UNIT_MM: return length.length * 72 / 25.4;
  case RSVG_UNIT_PC:
  case RSVG_UNIT_EM: return length.length * 12;
  case RSVG_UNIT_PX:
  case RSVG_UNIT_PT: return length.length;
  case RSVG_UNIT_PERCENT: return 0;
  case RSVG_UNIT_EX:
  default: return length.length * 6; /* ch too, which newer versions of librsvg know */
  }
}

static void size_of_drawing(RsvgHandle *svg, double *width, double *height) {
  RsvgRectangle ink;
  if (svg_library()->rsvg_handle_get_geometry_for_element(svg, NULL, &ink, NULL, NULL)) {
    *width = ink.x + ink.width;
    *height = ink.y + ink.height;
  }
}

static char *measure(Image *image) {
  RsvgHandle *svg = image->svg;
  gboolean has_width, has_height, has_box;
  RsvgLength w, h;
  RsvgRectangle box;
  svg_library()->rsvg_handle_get_intrinsic_dimensions(svg, &has_width, &w, &has_height, &h,
                                                      &has_box, &box);
  double width = has_width ? absolute_length(w) : 0;
  double height = has_height ? absolute_length(h) : 0;
  bool shaped = has_box && box.width > 0 && box.height > 0;
  if (!(width > 0) && !(height > 0) && shaped) {
    width = box.width;
    height = box.height;
  } else if (!(width > 0) && shaped) {
    width = height * box.width / box.height;
  } else if (!(height > 0) && shaped) {
    height = width * box.height / box.width;
  } else if (!(width > 0 && height > 0)) {
    size_of_drawing(svg, &width, &height);
  }
  image->width = length_from_points(width);
  image->height = length_from_points(height);
  return image->width > 0 && image->height > 0 ? NULL : g_strdup("it has no size");
}

/* ---- Reading ------------------------------------------------------------------------------------ */

/* The <title> of the whole drawing (SVG 1.1 §5.4), white space collapsed; NULL: it has none. */
static char *drawing_title(const xmlNode *root) {
  for (xmlNode *n = root ? root->children : NULL; n; n = n->next) {
    if (!xml_is(n, SVG_NAMESPACE, "title"))
      continue;
    xmlChar *text = xmlNodeGetContent(n);
    char **words = g_strsplit_set((const char *)text, " \t\r\n", -1);
    GString *title = g_string_new(NULL);
    for (char **word = words; *word; word++)
      if (**word)
        g_string_append_printf(title, "%s%s", title->len ? " " : "", *word);
    g_strfreev(words);
    xmlFree(text);
    return g_string_free(title, title->len == 0);
  }
  return NULL;
}

char *image_svg_adopt(Image *image, xmlDoc *doc, const ImageReport *report) {
  Cleaning cleaning = {.report = report};
  clean_document(&cleaning, doc);
  int depth = 0;
  if (!image_svg_is_within(doc, report, &depth))
    return g_strdup("");
  if (!image_svg_text_fits(doc, depth))
    return g_strdup("its text may become larger than 50,000 pixels");
  g_free(image->title);
  image->title = drawing_title(xmlDocGetRootElement(doc));
  xmlChar *text;
  int length;
  xmlDocDumpMemoryEnc(doc, &text, &length, "UTF-8");
  if (!text)
    return g_strdup("it cannot be written out");
  g_clear_pointer(&image->bytes, g_bytes_unref);
  image->bytes = g_bytes_new(text, (size_t)length);
  xmlFree(text);
  const SvgLibrary *library = svg_library();
  if (!library)
    return g_strdup("librsvg, which draws SVG, is not installed (bin/setup installs it)");
  GError *error = NULL;
  image->svg = library->rsvg_handle_new_from_data(g_bytes_get_data(image->bytes, NULL),
                                                  (gsize)length, &error);
  if (!image->svg) {
    char *reason = g_strdup(error->message);
    g_error_free(error);
    return reason;
  }
  library->rsvg_handle_set_dpi(image->svg, 72);
  image->orientation = 1;
  image->live_text = cleaning.text && !cleaning.effects;
  return measure(image);
}

char *image_svg_read(Image *image, const ImageReport *report) {
  Diagnostics *silent = diag_new(NULL, DIAG_TEXT);
  XmlOptions options = {.diagnostics = silent, .limits = report->limits, .allow_doctype = true};
  xmlDoc *doc = xml_read(image->bytes, report->name, NULL, &options);
  const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
  unsigned count;
  const Diagnostic *first = diag_all(silent, &count);
  char *reason = NULL;
  if (!doc)
    reason = g_strdup_printf("line %d: %s", count ? first->place.line : 0,
                             count ? first->message : "not well-formed XML");
  else if (!xml_is(root, SVG_NAMESPACE, "svg"))
    reason = g_strdup("its root element is not <svg> in the namespace " SVG_NAMESPACE);
  else
    reason = image_svg_adopt(image, doc, report);
  xmlFreeDoc(doc);
  diag_free(silent);
  return reason;
}
