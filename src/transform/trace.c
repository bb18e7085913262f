#include "transform/trace.h"
#include "base/xml.h"
#include "transform/schematron.h"
#include "transform/transform.h"

#include <libxml/xpathInternals.h>
#include <libxslt/extensions.h>
#include <libxslt/xsltutils.h>
#include <string.h>

#define PREFIX "peerpress-trace"
#define STAMP "at"
#define FO_NAMESPACE "http://www.w3.org/1999/XSL/Format"
#define XHTML_NAMESPACE "http://www.w3.org/1999/xhtml"

static const xmlChar *text(const char *string) {
  return (const xmlChar *)string;
}

static bool is_traced_namespace(const xmlChar *uri) {
  return xmlStrEqual(uri, text(FO_NAMESPACE)) || xmlStrEqual(uri, text(XHTML_NAMESPACE)) ||
         xmlStrEqual(uri, text(RULES_NAMESPACE));
}

/* The namespace that xsl:element will use, as far as it is known beforehand. */
static bool makes_traced_element(xmlNode *instruction) {
  const char *uri = xml_attribute(instruction, "namespace");
  if (uri)
    return is_traced_namespace(text(uri));
  const char *name = xml_attribute(instruction, "name");
  const char *colon = name ? strchr(name, ':') : NULL;
  char *prefix = colon ? g_strndup(name, (gsize)(colon - name)) : NULL;
  const xmlNs *ns = xmlSearchNs(instruction->doc, instruction, prefix ? text(prefix) : NULL);
  g_free(prefix);
  return ns && is_traced_namespace(ns->href);
}

static bool makes_picture(xmlNode *node) {
  const char *name =
      xml_is(node, (const char *)XSLT_NAMESPACE, "element") ? xml_attribute(node, "name") : NULL;
  return xml_is(node, XHTML_NAMESPACE, "img") || g_strcmp0(name, "img") == 0;
}

static void stamp_instruction(xmlNode *instruction) {
  xmlNode *attribute = xmlNewDocNode(instruction->doc, instruction->ns, text("attribute"), NULL);
  xmlNewProp(attribute, text("name"), text(PREFIX ":" STAMP));
  xmlNewProp(attribute, text("namespace"), text(TRACE_NAMESPACE));
  xmlNode *value = xmlNewChild(attribute, instruction->ns, text("value-of"), NULL);
  xmlNewProp(value, text("select"), text(PREFIX ":" STAMP "()"));
  if (instruction->children)
    xmlAddPrevSibling(instruction->children, attribute);
  else
    xmlAddChild(instruction, attribute);
}

/* What every literal element would be given otherwise. */
static void exclude_prefix(xmlNode *root) {
  const char *before = xml_attribute(root, "exclude-result-prefixes");
  char *prefixes = g_strconcat(before ? before : "", " " PREFIX, NULL);
  xmlSetProp(root, text("exclude-result-prefixes"), text(prefixes));
  g_free(prefixes);
}

void trace_instrument(xmlDoc *stylesheet, Trace trace) {
  xmlNode *root = xmlDocGetRootElement(stylesheet);
  xmlNs *ns =
      root && trace != TRACE_NONE ? xmlNewNs(root, text(TRACE_NAMESPACE), text(PREFIX)) : NULL;
  if (!ns)
    return;
  if (trace == TRACE_PICTURES &&
      xml_is(root, (const char *)XSLT_NAMESPACE, (const char *)root->name))
    exclude_prefix(root);
  for (xmlNode *node = root, *next; node; node = next) {
    next = xml_next(node, root);
    if (node->type != XML_ELEMENT_NODE || !node->ns ||
        (trace == TRACE_PICTURES && !makes_picture(node)))
      continue;
    if (is_traced_namespace(node->ns->href))
      xmlNewNsProp(node, ns, text(STAMP), text("{" PREFIX ":" STAMP "()}"));
    else if (xml_is(node, (const char *)XSLT_NAMESPACE, "element") && makes_traced_element(node))
      stamp_instruction(node);
  }
}

static const char *stamp_of(const xmlNode *node) {
  if (node && node->type == XML_DOCUMENT_NODE)
    node = xmlDocGetRootElement((const xmlDoc *)node);
  while (node && node->type != XML_ELEMENT_NODE)
    node = node->parent;
  for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
    const xmlAttr *stamp = xmlHasNsProp(node, text(STAMP), text(TRACE_NAMESPACE));
    if (stamp && stamp->children)
      return (const char *)stamp->children->content;
  }
  return NULL;
}

/* peerpress-trace:at(), evaluated for the context node. A node that no file holds, being a
 * fragment's, counts as the source's root. */
static void at_function(xmlXPathParserContext *parser, int arguments) {
  if (arguments != 0) {
    xmlXPathSetArityError(parser);
    return;
  }
  const xsltTransformContext *context = xsltXPathGetTransformContext(parser);
  const xmlNode *nodes[] = {parser->context->node, (const xmlNode *)context->initialContextDoc};
  const char *stamp = NULL;
  Place place = PLACE_NONE;
  for (size_t i = 0; i < G_N_ELEMENTS(nodes) && !stamp && !place.file; i++) {
    stamp = stamp_of(nodes[i]);
    place = xml_place(nodes[i]);
  }
  char *made =
      stamp ? g_strdup(stamp)
            : g_strdup_printf("%s:%d:%d", place.file ? place.file : "", place.line, place.column);
  xmlXPathReturnString(parser, xmlStrdup(text(made)));
  g_free(made);
}

void trace_register(xsltTransformContext *context) {
  xsltRegisterExtFunction(context, text(STAMP), text(TRACE_NAMESPACE), at_function);
}

Place trace_place(const xmlNode *node, Diagnostics *diagnostics) {
  const char *stamp = stamp_of(node);
  if (!stamp)
    return xml_place(node);
  char *file = g_strdup(stamp);
  Place place = {0};
  char *colon = strrchr(file, ':');
  if (colon) {
    *colon = '\0';
    place.column = (int)g_ascii_strtoll(colon + 1, NULL, 10);
    colon = strrchr(file, ':');
  }
  if (colon) {
    *colon = '\0';
    place.line = (int)g_ascii_strtoll(colon + 1, NULL, 10);
  }
  place.file = diag_intern(diagnostics, file);
  g_free(file);
  return place;
}

void trace_remove(xmlNode *node) {
  xmlAttr *stamp = xmlHasNsProp(node, text(STAMP), text(TRACE_NAMESPACE));
  if (stamp)
    xmlRemoveProp(stamp);
  for (xmlNs **ns = &node->nsDef; *ns;) {
    xmlNs *unused = *ns;
    if (!xmlStrEqual(unused->href, text(TRACE_NAMESPACE))) {
      ns = &unused->next;
      continue;
    }
    *ns = unused->next;
    xmlFreeNs(unused);
  }
}
