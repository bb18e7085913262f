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

bool trace_covers(const char *namespace_uri) {
  return strcmp(namespace_uri, FO_NAMESPACE) == 0 || strcmp(namespace_uri, XHTML_NAMESPACE) == 0 ||
         strcmp(namespace_uri, RULES_NAMESPACE) == 0;
}

/* The namespace that xsl:element will use, as far as it is known beforehand. */
static bool makes_traced_element(xmlNode *instruction) {
  const char *uri = xml_attribute(instruction, "namespace");
  if (uri)
    return trace_covers(uri);
  const char *name = xml_attribute(instruction, "name");
  const char *colon = name ? strchr(name, ':') : NULL;
  char *prefix = colon ? g_strndup(name, (gsize)(colon - name)) : NULL;
  const xmlNs *ns = xmlSearchNs(instruction->doc, instruction, prefix ? text(prefix) : NULL);
  g_free(prefix);
  return ns && trace_covers((const char *)ns->href);
}

static bool makes_picture(xmlNode *node) {
  const char *name =
      xml_is(node, (const char *)XSLT_NAMESPACE, "element") ? xml_attribute(node, "name") : NULL;
  return xml_is(node, XHTML_NAMESPACE, "img") || g_strcmp0(name, "img") == 0;
}

static bool is_literal_node(const xmlNode *node) {
  if (node->type != XML_ELEMENT_NODE)
    return true;
  if (node->ns && xmlStrEqual(node->ns->href, XSLT_NAMESPACE))
    return xmlStrEqual(node->name, text("text"));
  for (const xmlAttr *attribute = node->properties; attribute; attribute = attribute->next) {
    const bool own = attribute->ns && xmlStrEqual(attribute->ns->href, text(TRACE_NAMESPACE));
    if (!own && attribute->children && xmlStrchr(attribute->children->content, '{'))
      return false;
  }
  return true;
}

/* Does everything in the element stand in the stylesheet, so that nothing of the source has a part in it? */
static bool is_literal(const xmlNode *element) {
  const xmlNode *node = element;
  while (node && is_literal_node(node))
    node = xml_next(node, element);
  return node == NULL;
}

/* The call that gives a stamp; the caller frees it. */
static char *stamp_call(const xmlNode *node) {
  Place place = xml_place(node);
  /* A finding is not about the rules. */
  place.literal = !xml_is(node, RULES_NAMESPACE, "finding") && is_literal(node);
  GString *trace = g_string_new(NULL);
  trace_append(trace, &place);
  char *call = g_strdup_printf(PREFIX ":" STAMP "('%s')", trace->str);
  g_string_free(trace, TRUE);
  return call;
}

static void stamp_literal(xmlNode *node, xmlNs *ns) {
  char *call = stamp_call(node);
  char *value = g_strdup_printf("{%s}", call);
  xmlNewNsProp(node, ns, text(STAMP), text(value));
  g_free(value);
  g_free(call);
}

static void stamp_instruction(xmlNode *instruction) {
  xmlNode *attribute = xmlNewDocNode(instruction->doc, instruction->ns, text("attribute"), NULL);
  xmlNewProp(attribute, text("name"), text(PREFIX ":" STAMP));
  xmlNewProp(attribute, text("namespace"), text(TRACE_NAMESPACE));
  xmlNode *value = xmlNewChild(attribute, instruction->ns, text("value-of"), NULL);
  char *call = stamp_call(instruction);
  xmlNewProp(value, text("select"), text(call));
  g_free(call);
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
    if (trace_covers((const char *)node->ns->href))
      stamp_literal(node, ns);
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

/* A node that no file holds, being a fragment's, counts as the source's root. */
static GString *trace_of_node(const xsltTransformContext *context, const xmlNode *node) {
  const xmlNode *nodes[] = {node, (const xmlNode *)context->initialContextDoc};
  const char *stamp = NULL;
  Place place = PLACE_NONE;
  for (size_t i = 0; i < G_N_ELEMENTS(nodes) && !stamp && !place.file; i++) {
    stamp = stamp_of(nodes[i]);
    place = xml_place(nodes[i]);
  }
  GString *trace = g_string_new(stamp);
  if (!stamp)
    trace_append(trace, &place);
  return trace;
}

char *trace_stamp(const xsltTransformContext *context, const xmlNode *node,
                  const Place *instruction) {
  GString *trace = trace_of_node(context, node);
  trace_append(trace, instruction);
  return g_string_free(trace, FALSE);
}

void trace_set(xmlNode *node, const char *stamp) {
  xmlNs *ns = xmlSearchNsByHref(node->doc, node, text(TRACE_NAMESPACE));
  if (!ns || !ns->prefix)
    ns = xmlNewNs(node, text(TRACE_NAMESPACE), text(PREFIX));
  if (ns)
    xmlSetNsProp(node, ns, text(STAMP), text(stamp));
}

/* peerpress-trace:at('place'), evaluated for the context node. */
static void at_function(xmlXPathParserContext *parser, int arguments) {
  if (arguments != 1) {
    xmlXPathSetArityError(parser);
    return;
  }
  xmlChar *instruction = xmlXPathPopString(parser);
  GString *trace = trace_of_node(xsltXPathGetTransformContext(parser), parser->context->node);
  g_string_append_printf(trace, " %s", (const char *)instruction);
  xmlXPathReturnString(parser, xmlStrdup(text(trace->str)));
  g_string_free(trace, TRUE);
  xmlFree(instruction);
}

void trace_register(xsltTransformContext *context) {
  xsltRegisterExtFunction(context, text(STAMP), text(TRACE_NAMESPACE), at_function);
}

Place trace_place(const xmlNode *node, Diagnostics *diagnostics) {
  const char *stamp = stamp_of(node);
  GString *file = g_string_new(NULL);
  const char *rest = stamp;
  Place place;
  if (!stamp || !trace_next(&rest, file, &place))
    place = xml_place(node);
  else
    place.trace = diag_intern(diagnostics, rest);
  place.file = diag_intern(diagnostics, place.file);
  g_string_free(file, TRUE);
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
