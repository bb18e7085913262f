#include "transform/report.h"
#include "base/xml.h"
#include "transform/trace.h"

#include <libxml/xmlerror.h>
#include <libxslt/xsltutils.h>
#include <stdarg.h>
#include <string.h>

/* The forms in which libxslt announces where an error is; the last has no place. */
static const char *const announcement_forms[] = {
    "%s: file %s line %d element %s\n", "%s: file %s element %s\n", "%s: line %d element %s\n",
    "%s: element %s\n", "%s\n"};

void reporter_init(Reporter *reporter, Diagnostics *diagnostics, const char *stylesheet) {
  *reporter =
      (Reporter){.diagnostics = diagnostics, .stylesheet = stylesheet, .limits = &limits_usual};
  reporter->detail = g_string_new(NULL);
}

void reporter_release(Reporter *reporter) {
  g_string_free(reporter->detail, TRUE);
  g_free(reporter->missing);
}

/* White space collapsed: one line. The caller frees it. */
static char *one_line(const char *text) {
  GString *line = g_string_new(NULL);
  for (const char *p = text; *p; p++) {
    if (!g_ascii_isspace(*p))
      g_string_append_c(line, *p);
    else if (line->len > 0 && line->str[line->len - 1] != ' ')
      g_string_append_c(line, ' ');
  }
  if (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate(line, line->len - 1);
  return g_string_free(line, FALSE);
}

static const xmlNode *instruction(const Reporter *reporter) {
  return reporter->context ? reporter->context->inst : NULL;
}

static Place error_place(const Reporter *reporter) {
  if (reporter->announced && reporter->place.line > 0)
    return reporter->place;
  if (instruction(reporter))
    return xml_place(instruction(reporter));
  return reporter->place.file ? reporter->place : (Place){.file = reporter->stylesheet};
}

/* Without the name of the function of libxslt that says it. */
static const char *without_speaker(const char *text) {
  const char *p = text;
  while (g_ascii_isalnum(*p))
    p++;
  while (*p == ' ')
    p++;
  const bool speaker = g_str_has_prefix(text, "xslt") || g_str_has_prefix(text, "xmlXPath");
  return speaker && p[0] == ':' && p[1] == ' ' ? p + 2 : text;
}

/* The elements of XSLT 1.0. */
static const char *const instructions[] = {"apply-imports",
                                           "apply-templates",
                                           "attribute",
                                           "attribute-set",
                                           "call-template",
                                           "choose",
                                           "comment",
                                           "copy",
                                           "copy-of",
                                           "decimal-format",
                                           "element",
                                           "fallback",
                                           "for-each",
                                           "if",
                                           "import",
                                           "include",
                                           "key",
                                           "message",
                                           "namespace-alias",
                                           "number",
                                           "otherwise",
                                           "output",
                                           "param",
                                           "preserve-space",
                                           "processing-instruction",
                                           "sort",
                                           "strip-space",
                                           "stylesheet",
                                           "template",
                                           "text",
                                           "transform",
                                           "value-of",
                                           "variable",
                                           "when",
                                           "with-param"};

/* "… unknown xsl:NAME": reported if it is like one that there is. */
static bool report_misspelt(const Reporter *reporter, Place place, const char *line) {
  static const char start[] = "unknown xsl:";
  const char *found = strstr(line, start);
  const char *name = found ? found + strlen(start) : "";
  const char *meant =
      *name ? diag_did_you_mean(name, instructions, G_N_ELEMENTS(instructions)) : NULL;
  if (meant)
    diag_transform_element(reporter->diagnostics, place, name, meant);
  return meant != NULL;
}

static void report_error(Reporter *reporter, const char *text) {
  /* What follows the first error of a transformation follows from it. */
  const bool echo = reporter->context && reporter->errors > 0;
  if (echo || (reporter->load_failed && strstr(text, "unable to load")))
    return;
  reporter->errors++;
  char *line = one_line(without_speaker(text));
  const Place place = error_place(reporter);
  if (guard_reached(reporter->limits->guard))
    guard_report(reporter->limits->guard, reporter->diagnostics, place);
  else if (strstr(line, "infinite template recursion"))
    diag_transform_depth(reporter->diagnostics, place, (long long)reporter->limits->template_depth);
  else if (strstr(line, "Operation limit") || strstr(reporter->detail->str, "Operation limit"))
    diag_transform_steps(reporter->diagnostics, place, (long long)reporter->limits->steps);
  else if (reporter->detail->len > 0)
    diag_transform_expression(reporter->diagnostics, place, line, reporter->detail->str);
  else if (!report_misspelt(reporter, place, line))
    diag_transform_failed(reporter->diagnostics, place, line);
  g_string_truncate(reporter->detail, 0);
  reporter->announced = false;
  g_free(line);
}

/* What the stylesheet's author adds to an xsl:message in the namespace of the transform, or NULL. */
static const char *added_to(const xmlNode *message, const char *name) {
  const xmlAttr *attribute =
      xmlHasNsProp(message, (const xmlChar *)name, (const xmlChar *)TRANSFORM_NAMESPACE);
  return attribute && attribute->children ? (const char *)attribute->children->content : NULL;
}

/* Where the message is about, with the stylesheet that says it at the end of the trace. */
static Place place_of_message(const Reporter *reporter, const Place *said) {
  Place place = trace_place(reporter->context->node, reporter->diagnostics);
  if (!place.file || place.line == 0)
    return *said;
  GString *trace = g_string_new(place.trace);
  trace_append(trace, said);
  place.trace = diag_intern(reporter->diagnostics, trace->str);
  g_string_free(trace, TRUE);
  return place;
}

/* xsl:message: about the source, said by the stylesheet. */
static void report_message(Reporter *reporter, const char *text) {
  const xmlNode *node = instruction(reporter);
  const Place said = xml_place(node);
  const Place place = place_of_message(reporter, &said);
  const char *hint = added_to(node, "hint");
  char *line = one_line(text);
  char *speaker = g_strdup_printf("said by the stylesheet, %s:%d", said.file, said.line);
  if (g_strcmp0(xml_attribute(node, "terminate"), "yes") != 0) {
    diag_transform_message(reporter->diagnostics, place, line, hint ? hint : speaker);
  } else {
    if (reporter->errors == 0 && g_strcmp0(added_to(node, "nothing"), "yes") == 0)
      diag_transform_nothing(reporter->diagnostics, place, line);
    else if (reporter->errors == 0)
      diag_transform_stopped(reporter->diagnostics, place, line, hint ? hint : speaker);
    reporter->errors++;
  }
  g_free(speaker);
  g_free(line);
}

static bool is_message(const Reporter *reporter) {
  return !reporter->announced && reporter->context &&
         xml_is(reporter->context->inst, (const char *)XSLT_NAMESPACE, "message");
}

/* Takes the place out of an announcement; the arguments are those of its form. */
static bool take_announcement(Reporter *reporter, const char *format, va_list list) {
  size_t form = 0;
  while (form < G_N_ELEMENTS(announcement_forms) && strcmp(format, announcement_forms[form]) != 0)
    form++;
  if (form == G_N_ELEMENTS(announcement_forms))
    return false;
  (void)va_arg(list, const char *);
  reporter->place = (Place){.file = reporter->stylesheet};
  if (form <= 1)
    reporter->place.file = diag_intern(reporter->diagnostics, va_arg(list, const char *));
  if (form == 0 || form == 2)
    reporter->place.line = va_arg(list, int);
  reporter->announced = true;
  return true;
}

void reporter_say(void *data, const char *format, ...) {
  Reporter *reporter = data;
  va_list list;
  va_start(list, format);
  if (strcmp(format, "\n") != 0 && !take_announcement(reporter, format, list)) {
    char *text = g_strdup_vprintf(format, list);
    if (is_message(reporter))
      report_message(reporter, text);
    else
      report_error(reporter, text);
    g_free(text);
  }
  va_end(list);
}

/* libxml2's own errors are those of XPath: kept until libxslt says where. */
static void keep_detail(void *data, xmlError *error) {
  Reporter *reporter = data;
  if (error->level < XML_ERR_ERROR || reporter->detail->len > 0)
    return;
  char *line = one_line(error->message ? error->message : "");
  g_string_append(reporter->detail, line);
  if (error->str1 && error->domain == XML_FROM_XPATH)
    g_string_append_printf(reporter->detail, " in “%s”", error->str1);
  g_free(line);
}

/* Names the function that an expression calls and nobody has, before the error itself comes. */
static void keep_words(void *data, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void keep_words(void *data, const char *format, ...) {
  Reporter *reporter = data;
  if (reporter->detail->len > 0)
    return;
  va_list list;
  va_start(list, format);
  char *text = g_strdup_vprintf(format, list);
  va_end(list);
  char *line = one_line(without_speaker(text));
  g_string_append(reporter->detail, line);
  g_free(line);
  g_free(text);
}

static void ignore_words(void *data, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void ignore_words(void *data, const char *format, ...) {
  (void)data, (void)format;
}

static void ignore_error(void *data, xmlError *error) {
  (void)data, (void)error;
}

void reporter_enter(Reporter *reporter) {
  xsltSetGenericErrorFunc(reporter, reporter_say);
  xmlSetGenericErrorFunc(reporter, keep_words);
  xmlSetStructuredErrorFunc(reporter, keep_detail);
}

void reporter_leave(Reporter *reporter) {
  if (reporter->detail->len > 0) {
    char *detail = g_strdup(reporter->detail->str);
    g_string_truncate(reporter->detail, 0);
    report_error(reporter, detail);
    g_free(detail);
  }
  if (reporter->missing && reporter->errors == 0) {
    diag_transform_missing(reporter->diagnostics, reporter->missing_place, reporter->missing);
    reporter->errors++;
  }
  xsltSetGenericErrorFunc(NULL, ignore_words);
  xmlSetGenericErrorFunc(NULL, ignore_words);
  xmlSetStructuredErrorFunc(NULL, ignore_error);
}
