/* Copies are stamped when they are made: xsl:copy and xsl:copy-of keep the source's element, which no
 * attribute of the stylesheet could be added to beforehand. */
#include "base/xml.h"
#include "transform/trace.h"

#include <libxml/xpathInternals.h>
#include <libxslt/imports.h>
#include <libxslt/transform.h>
#include <string.h>

static void stamp_copy(const xsltTransformContext *context, xmlNode *copy, const xmlNode *source,
                       const xmlNode *instruction) {
  if (!copy->ns || !trace_covers((const char *)copy->ns->href))
    return;
  const Place place = xml_place(instruction);
  char *stamp = trace_stamp(context, source, &place);
  trace_set(copy, stamp);
  g_free(stamp);
}

static xmlNode *skip_to_element(xmlNode *node) {
  while (node && node->type != XML_ELEMENT_NODE)
    node = node->next;
  return node;
}

/* The copy of `source` and all that is in it, which have the same elements. */
static void stamp_deep(const xsltTransformContext *context, xmlNode *copy, xmlNode *source,
                       const xmlNode *instruction) {
  xmlNode *c = copy, *s = source;
  while (c && s) {
    if (c->type == XML_ELEMENT_NODE)
      stamp_copy(context, c, s, instruction);
    do
      c = xml_next(c, copy);
    while (c && c->type != XML_ELEMENT_NODE);
    do
      s = xml_next(s, source);
    while (s && s->type != XML_ELEMENT_NODE);
  }
}

/* What the instruction selects, evaluated as libxslt does; the caller frees it. */
static xmlXPathObject *select_again(const xsltTransformContext *context, xmlNode *node,
                                    const xsltStylePreComp *compiled) {
  xmlXPathContext *xpath = context->xpathCtxt;
  xmlNode *const before = xpath->node;
  xmlNs **const namespaces = xpath->namespaces;
  const int count = xpath->nsNr;
  xpath->node = node;
  xpath->namespaces = compiled->nsList;
  xpath->nsNr = compiled->nsNr;
  xmlXPathObject *selected = xmlXPathCompiledEval(compiled->comp, xpath);
  xpath->node = before;
  xpath->namespaces = namespaces;
  xpath->nsNr = count;
  return selected;
}

static xmlNode *first_added(const xmlNode *parent, const xmlNode *last_before) {
  if (!parent)
    return NULL;
  return last_before ? last_before->next : parent->children;
}

/* A fragment's elements have been stamped when they were made. */
static bool is_of_source(const xmlNode *node) {
  const char *name = node->doc ? node->doc->name : NULL;
  return !(name && name[0] == ' ');
}

static void copy_of(xsltTransformContext *context, xmlNode *node, xmlNode *instruction,
                    xsltElemPreComp *compiled) {
  const xmlNode *last = context->insert ? context->insert->last : NULL;
  xsltCopyOf(context, node, instruction, compiled);
  xmlNode *copy = skip_to_element(first_added(context->insert, last));
  if (!copy || context->state != XSLT_STATE_OK)
    return;
  xmlXPathObject *selected =
      select_again(context, node, (const xsltStylePreComp *)(void *)compiled);
  const xmlNodeSet *set = selected && selected->type == XPATH_NODESET ? selected->nodesetval : NULL;
  for (int i = 0; set && i < set->nodeNr && copy; i++) {
    xmlNode *source = set->nodeTab[i];
    if (source->type == XML_DOCUMENT_NODE)
      source = xmlDocGetRootElement((xmlDoc *)(void *)source);
    if (!source || source->type != XML_ELEMENT_NODE)
      continue;
    if (is_of_source(source))
      stamp_deep(context, copy, source, instruction);
    copy = skip_to_element(copy->next);
  }
  xmlXPathFreeObject(selected);
}

static void copy(xsltTransformContext *context, xmlNode *node, xmlNode *instruction,
                 xsltElemPreComp *compiled) {
  const xmlNode *last = context->insert ? context->insert->last : NULL;
  xsltCopy(context, node, instruction, compiled);
  xmlNode *made = skip_to_element(first_added(context->insert, last));
  if (made && node->type == XML_ELEMENT_NODE && context->state == XSLT_STATE_OK)
    stamp_copy(context, made, node, instruction);
}

static void watch(const xmlDoc *stylesheet) {
  const xmlNode *root = stylesheet ? xmlDocGetRootElement(stylesheet) : NULL;
  for (const xmlNode *node = root; node; node = xml_next(node, root)) {
    xsltElemPreComp *compiled = node->type == XML_ELEMENT_NODE ? node->psvi : NULL;
    if (!compiled)
      continue;
    if (xml_is(node, (const char *)XSLT_NAMESPACE, "copy-of"))
      compiled->func = copy_of;
    else if (xml_is(node, (const char *)XSLT_NAMESPACE, "copy"))
      compiled->func = copy;
  }
}

void trace_compiled(xsltStylesheet *style, Trace trace) {
  for (xsltStylesheet *s = trace == TRACE_ALL ? style : NULL; s; s = xsltNextImport(s)) {
    watch(s->doc);
    for (const xsltDocument *included = s->docList; included; included = included->next)
      watch(included->doc);
  }
}
