/* The types of values, and the properties that every reader of XMP knows. */
#include "base/xml.h"
#include "pdf/syntax.h"
#include "pdf/xmp_schema.h"

#include <string.h>

/* ---- Properties ---------------------------------------------------------------------------------- */

static const struct {
  const char *namespace_uri, *name, *type;
} PREDEFINED[] = {
    {NS_DC, "contributor", "bag ProperName"},
    {NS_DC, "coverage", "Text"},
    {NS_DC, "creator", "seq ProperName"},
    {NS_DC, "date", "seq Date"},
    {NS_DC, "description", "Lang Alt"},
    {NS_DC, "format", "MIMEType"},
    {NS_DC, "identifier", "Text"},
    {NS_DC, "language", "bag Locale"},
    {NS_DC, "publisher", "bag ProperName"},
    {NS_DC, "relation", "bag Text"},
    {NS_DC, "rights", "Lang Alt"},
    {NS_DC, "source", "Text"},
    {NS_DC, "subject", "bag Text"},
    {NS_DC, "title", "Lang Alt"},
    {NS_DC, "type", "bag Text"},
    {NS_XMP, "Advisory", "bag XPath"},
    {NS_XMP, "BaseURL", "URL"},
    {NS_XMP, "CreateDate", "Date"},
    {NS_XMP, "CreatorTool", "AgentName"},
    {NS_XMP, "Identifier", "bag Text"},
    {NS_XMP, "Label", "Text"},
    {NS_XMP, "MetadataDate", "Date"},
    {NS_XMP, "ModifyDate", "Date"},
    {NS_XMP, "Nickname", "Text"},
    {NS_XMP, "Rating", "Integer"},
    {NS_XMP, "Thumbnails", ""},
    {NS_PDF, "Keywords", "Text"},
    {NS_PDF, "PDFVersion", "Text"},
    {NS_PDF, "Producer", "AgentName"},
    {NS_XMP_RIGHTS, "Certificate", "URL"},
    {NS_XMP_RIGHTS, "Marked", "Boolean"},
    {NS_XMP_RIGHTS, "Owner", "bag ProperName"},
    {NS_XMP_RIGHTS, "UsageTerms", "Lang Alt"},
    {NS_XMP_RIGHTS, "WebStatement", "URL"},
    {NS_PHOTOSHOP, "AuthorsPosition", "Text"},
    {NS_PHOTOSHOP, "CaptionWriter", "ProperName"},
    {NS_PHOTOSHOP, "Category", "Text"},
    {NS_PHOTOSHOP, "City", "Text"},
    {NS_PHOTOSHOP, "Country", "Text"},
    {NS_PHOTOSHOP, "Credit", "Text"},
    {NS_PHOTOSHOP, "DateCreated", "Date"},
    {NS_PHOTOSHOP, "Headline", "Text"},
    {NS_PHOTOSHOP, "Instructions", "Text"},
    {NS_PHOTOSHOP, "Source", "Text"},
    {NS_PHOTOSHOP, "State", "Text"},
    {NS_PHOTOSHOP, "SupplementalCategories", "bag Text"},
    {NS_PHOTOSHOP, "TransmissionReference", "Text"},
    {NS_PHOTOSHOP, "Urgency", "Integer"},
    {NS_PDFA_ID, "part", "Integer"},
    {NS_PDFA_ID, "amd", "Text"},
    {NS_PDFA_ID, "corr", "Text"},
    {NS_PDFA_ID, "conformance", "Text"},
};

/* Schemas of the specification that are of pictures, sound and editing: none of their properties is
 * looked at. */
static const char *const OTHER_SCHEMAS[] = {"http://ns.adobe.com/xap/1.0/mm/",
                                            "http://ns.adobe.com/xap/1.0/bj/",
                                            "http://ns.adobe.com/xap/1.0/t/pg/",
                                            "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
                                            "http://ns.adobe.com/camera-raw-settings/1.0/",
                                            "http://ns.adobe.com/tiff/1.0/",
                                            "http://ns.adobe.com/exif/1.0/",
                                            "http://ns.adobe.com/exif/1.0/aux/",
                                            NS_PDFA_EXTENSION};

const char *xmp_predefined_type(const char *namespace_uri, const char *name) {
  for (size_t i = 0; i < G_N_ELEMENTS(PREDEFINED); i++)
    if (strcmp(PREDEFINED[i].namespace_uri, namespace_uri) == 0 &&
        strcmp(PREDEFINED[i].name, name) == 0)
      return PREDEFINED[i].type;
  for (size_t i = 0; i < G_N_ELEMENTS(OTHER_SCHEMAS); i++)
    if (strcmp(OTHER_SCHEMAS[i], namespace_uri) == 0)
      return "";
  return NULL;
}

/* ---- Values --------------------------------------------------------------------------------------- */

static bool is_boolean(const char *text) {
  return strcmp(text, "True") == 0 || strcmp(text, "False") == 0;
}

static const char *skip_digits(const char *text) {
  return text + strspn(text, "0123456789");
}

static bool is_integer(const char *text) {
  text += *text == '+' || *text == '-';
  return *text && !*skip_digits(text);
}

static bool is_real(const char *text) {
  text += *text == '+' || *text == '-';
  const char *point = skip_digits(text), *end = *point == '.' ? skip_digits(point + 1) : point;
  return !*end && (point > text || end > point + 1);
}

static bool is_mime_type(const char *text) {
  const char *slash = strchr(text, '/');
  return slash && slash > text && slash[1] && !strpbrk(text, " \t\r\n,;") &&
         !strchr(slash + 1, '/');
}

/* What may stand in an address (RFC 3986), and Unicode beside it. */
static bool is_uri(const char *text) {
  for (; *text; text++) {
    if ((guchar)*text <= ' ' || strchr("\"<>\\^`{|}", *text))
      return false;
    if (*text == '%' && !(g_ascii_isxdigit(text[1]) && g_ascii_isxdigit(text[2])))
      return false;
  }
  return true;
}

/* Takes `count` digits that stand for `least` to `most`. */
static bool take_number(const char **text, int count, int least, int most) {
  int number = 0;
  for (int i = 0; i < count; i++, ++*text) {
    if (!g_ascii_isdigit(**text))
      return false;
    number = number * 10 + (**text - '0');
  }
  return number >= least && number <= most;
}

static bool take_zone(const char **text) {
  if (**text == 'Z') {
    ++*text;
    return true;
  }
  if (**text != '+' && **text != '-')
    return false;
  ++*text;
  return take_number(text, 2, 0, 23) && *(*text)++ == ':' && take_number(text, 2, 0, 59);
}

/* "hh:mm", seconds and their parts if there are some, and the zone. */
static bool take_time(const char **text) {
  if (!take_number(text, 2, 0, 23) || *(*text)++ != ':' || !take_number(text, 2, 0, 59))
    return false;
  if (**text == ':') {
    ++*text;
    if (!take_number(text, 2, 0, 59))
      return false;
    if (**text == '.' && g_ascii_isdigit((*text)[1]))
      *text = skip_digits(*text + 1);
  }
  return **text ? take_zone(text) : true;
}

/* ISO 8601 as XMP has it: from a year alone to parts of a second. */
static bool is_date(const char *text) {
  if (!take_number(&text, 4, 0, 9999))
    return false;
  for (int part = 0; part < 2 && *text == '-'; part++) {
    text++;
    if (!take_number(&text, 2, 1, part == 0 ? 12 : 31))
      return false;
    if (part == 1 && *text == 'T') {
      text++;
      if (!take_time(&text))
        return false;
    }
  }
  return !*text;
}

static bool is_any(const char *text) {
  (void)text;
  return true;
}

static const struct {
  const char *name;
  bool (*fits)(const char *text);
} TYPES[] = {{"Text", is_any},        {"ProperName", is_any},      {"AgentName", is_any},
             {"Boolean", is_boolean}, {"Integer", is_integer},     {"Real", is_real},
             {"Date", is_date},       {"MIMEType", is_mime_type},  {"URI", is_uri},
             {"URL", is_uri},         {"Locale", is_language_tag}, {"XPath", is_any},
             {"Rational", is_any},    {"RenditionClass", is_any}};

/* The words "bag", "seq" and "alt" before the type of items. */
static const char *item_type(const char *type) {
  static const char *const CONTAINERS[] = {"bag ", "seq ", "alt "};
  for (size_t i = 0; i < G_N_ELEMENTS(CONTAINERS); i++)
    if (g_ascii_strncasecmp(type, CONTAINERS[i], strlen(CONTAINERS[i])) == 0)
      return type + strlen(CONTAINERS[i]);
  return type;
}

static bool is_language_alternative(const char *type) {
  return g_ascii_strcasecmp(type, "Lang Alt") == 0;
}

bool xmp_is_type(const char *type) {
  if (is_language_alternative(type))
    return true;
  for (size_t i = 0; i < G_N_ELEMENTS(TYPES); i++)
    if (g_ascii_strcasecmp(item_type(type), TYPES[i].name) == 0)
      return true;
  return false;
}

bool xmp_value_fits(const char *type, const char *text) {
  for (size_t i = 0; i < G_N_ELEMENTS(TYPES); i++)
    if (g_ascii_strcasecmp(item_type(type), TYPES[i].name) == 0)
      return TYPES[i].fits(text);
  return true;
}

static bool text_fits(const char *type, xmlNode *node) {
  xmlChar *text = xmlNodeGetContent(node);
  char *value = g_strstrip(g_strdup((const char *)text));
  bool fits = xmp_value_fits(type, value);
  g_free(value);
  xmlFree(text);
  return fits;
}

static xmlNode *first_element(xmlNode *node) {
  xmlNode *child = node->children;
  while (child && child->type != XML_ELEMENT_NODE)
    child = child->next;
  return child;
}

static bool items_fit(const char *type, xmlNode *container) {
  for (xmlNode *item = container->children; item; item = item->next) {
    if (item->type != XML_ELEMENT_NODE)
      continue;
    if (!xml_is(item, NS_RDF, "li") || first_element(item) || !text_fits(type, item))
      return false;
    if (is_language_alternative(type) &&
        !xmlHasNsProp(item, (const xmlChar *)"lang", XML_XML_NAMESPACE))
      return false;
  }
  return true;
}

bool xmp_node_fits(const char *type, xmlNode *property) {
  if (!*type)
    return true;
  xmlNode *first = first_element(property);
  const char *container = is_language_alternative(type) || g_ascii_strncasecmp(type, "alt ", 4) == 0
                              ? "Alt"
                          : g_ascii_strncasecmp(type, "bag ", 4) == 0 ? "Bag"
                          : g_ascii_strncasecmp(type, "seq ", 4) == 0 ? "Seq"
                                                                      : NULL;
  if (!container)
    return !first && text_fits(type, property);
  return first && xml_is(first, NS_RDF, container) && items_fit(type, first);
}
