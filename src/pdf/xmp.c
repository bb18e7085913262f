#include "pdf/xmp.h"
#include "base/xml.h"
#include "pdf/syntax.h"
#include "pdf/xmp_schema.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

typedef enum { FORM_TEXT, FORM_BAG, FORM_SEQ, FORM_ALT } Form;

typedef struct {
  const char *namespace_uri, *prefix, *name;
  Form form;
} Property;

/* The predefined properties that a published document uses, in the order of writing. */
static const Property properties[] = {
    {NS_DC, "dc", "title", FORM_ALT},
    {NS_DC, "dc", "creator", FORM_SEQ},
    {NS_DC, "dc", "description", FORM_ALT},
    {NS_DC, "dc", "subject", FORM_BAG},
    {NS_DC, "dc", "language", FORM_BAG},
    {NS_DC, "dc", "contributor", FORM_BAG},
    {NS_DC, "dc", "publisher", FORM_BAG},
    {NS_DC, "dc", "rights", FORM_ALT},
    {NS_DC, "dc", "date", FORM_SEQ},
    {NS_DC, "dc", "type", FORM_BAG},
    {NS_DC, "dc", "identifier", FORM_TEXT},
    {NS_DC, "dc", "source", FORM_TEXT},
    {NS_DC, "dc", "coverage", FORM_TEXT},
    {NS_DC, "dc", "relation", FORM_BAG},
    {NS_DC, "dc", "format", FORM_TEXT},
    {NS_XMP, "xmp", "CreateDate", FORM_TEXT},
    {NS_XMP, "xmp", "ModifyDate", FORM_TEXT},
    {NS_XMP, "xmp", "MetadataDate", FORM_TEXT},
    {NS_XMP, "xmp", "CreatorTool", FORM_TEXT},
    {NS_XMP, "xmp", "BaseURL", FORM_TEXT},
    {NS_XMP, "xmp", "Label", FORM_TEXT},
    {NS_XMP, "xmp", "Nickname", FORM_TEXT},
    {NS_PDF, "pdf", "Keywords", FORM_TEXT},
    {NS_PDF, "pdf", "Producer", FORM_TEXT},
    {NS_XMP_RIGHTS, "xmpRights", "Certificate", FORM_TEXT},
    {NS_XMP_RIGHTS, "xmpRights", "Marked", FORM_TEXT},
    {NS_XMP_RIGHTS, "xmpRights", "Owner", FORM_BAG},
    {NS_XMP_RIGHTS, "xmpRights", "UsageTerms", FORM_ALT},
    {NS_XMP_RIGHTS, "xmpRights", "WebStatement", FORM_TEXT},
    {NS_PHOTOSHOP, "photoshop", "AuthorsPosition", FORM_TEXT},
    {NS_PHOTOSHOP, "photoshop", "Headline", FORM_TEXT},
    {NS_PHOTOSHOP, "photoshop", "Credit", FORM_TEXT},
    {NS_PHOTOSHOP, "photoshop", "Source", FORM_TEXT},
};

typedef struct {
  char *text, *language; /* language of an alternative */
} Item;

typedef struct {
  const XmpInput *input;
  GArray *items[G_N_ELEMENTS(properties)]; /* of Item; or NULL */
  xmlDoc *author;
  XmpSchemas *schemas;   /* that the author describes */
  GPtrArray *extensions; /* of xmlNode: properties of those */
  GString *out;
} Packet;

/* ---- Values ------------------------------------------------------------------------------------ */

static void free_item(gpointer item) {
  g_free(((Item *)item)->text);
  g_free(((Item *)item)->language);
}

/* XMP's words for what is true; the author may have written XML's. Takes `text`. */
static char *normal_boolean(char *text) {
  bool yes = g_ascii_strcasecmp(text, "true") == 0, no = g_ascii_strcasecmp(text, "false") == 0;
  if (!yes && !no)
    return text;
  g_free(text);
  return g_strdup(yes ? "True" : "False");
}

static void add_item(Packet *packet, guint property, const char *text, const char *language) {
  const Property *row = &properties[property];
  const char *type = xmp_predefined_type(row->namespace_uri, row->name);
  char *collapsed = g_strstrip(g_strdup(text));
  if (strcmp(type, "Boolean") == 0)
    collapsed = normal_boolean(collapsed);
  bool fits = xmp_value_fits(type, collapsed) && (!language || is_language_tag(language));
  if (*collapsed && !fits)
    diag_pdf_xmp_value(packet->input->diagnostics, packet->input->place, collapsed, row->name,
                       type);
  if (!*collapsed || !fits) {
    g_free(collapsed);
    return;
  }
  if (!packet->items[property]) {
    packet->items[property] = g_array_new(FALSE, FALSE, sizeof(Item));
    g_array_set_clear_func(packet->items[property], free_item);
  }
  if (properties[property].form == FORM_TEXT && packet->items[property]->len) {
    g_free(collapsed);
    return;
  }
  const Item item = {collapsed, g_strdup(language)};
  g_array_append_val(packet->items[property], item);
}

static int property_of(const char *namespace_uri, const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS(properties); i++)
    if (g_strcmp0(properties[i].namespace_uri, namespace_uri) == 0 &&
        strcmp(properties[i].name, name) == 0)
      return (int)i;
  return -1;
}

static int property_named(const char *namespace_uri, const char *name) {
  int found = property_of(namespace_uri, name);
  g_assert(found >= 0);
  return found;
}

static void set(Packet *packet, const char *namespace_uri, const char *name, const char *text) {
  guint property = (guint)property_named(namespace_uri, name);
  if (packet->items[property])
    g_array_set_size(packet->items[property], 0);
  if (text)
    add_item(packet, property, text, "x-default");
}

static void set_if_missing(Packet *packet, const char *namespace_uri, const char *name,
                           const char *text) {
  const GArray *items = packet->items[property_named(namespace_uri, name)];
  if (text && *text && (!items || items->len == 0))
    set(packet, namespace_uri, name, text);
}

/* ---- The author's ------------------------------------------------------------------------------- */

/* Adds the rdf:li of a property, or its text where it has none. */
static void read_values(Packet *packet, guint property, xmlNode *node) {
  bool listed = false;
  for (xmlNode *n = node; n; n = xml_next(n, node)) {
    if (!xml_is(n, NS_RDF, "li"))
      continue;
    xmlChar *text = xmlNodeGetContent(n);
    xmlChar *language = xmlGetNsProp(n, (const xmlChar *)"lang", XML_XML_NAMESPACE);
    add_item(packet, property, (const char *)text, (const char *)language);
    xmlFree(language);
    xmlFree(text);
    listed = true;
  }
  if (listed)
    return;
  xmlChar *text = xmlNodeGetContent(node);
  add_item(packet, property, (const char *)text, NULL);
  xmlFree(text);
}

static void read_property(Packet *packet, xmlNode *node) {
  const char *uri = node->ns ? (const char *)node->ns->href : "";
  const char *name = (const char *)node->name;
  int property = property_of(uri, name);
  const char *described = xmp_schemas_type(packet->schemas, uri, name);
  if (property >= 0)
    read_values(packet, (guint)property, node);
  else if (strcmp(uri, NS_PDFA_ID) == 0 || strcmp(uri, NS_PDFUA_ID) == 0 ||
           strcmp(uri, NS_PDFA_EXTENSION) == 0)
    return; /* the claims are the product's own; schemas have been gathered */
  else if (described && *described && xmp_node_fits(described, node))
    g_ptr_array_add(packet->extensions, node);
  else
    diag_pdf_xmp_property(packet->input->diagnostics, packet->input->place, name, uri);
}

/* Of the author's schemas, an attribute becomes the element that says the same. */
static void read_attributes(Packet *packet, xmlNode *description) {
  for (const xmlAttr *a = description->properties; a; a = a->next) {
    const char *uri = a->ns ? (const char *)a->ns->href : "";
    const bool syntax = strcmp(uri, NS_RDF) == 0 && strcmp((const char *)a->name, "type") != 0;
    if (syntax || strcmp(uri, (const char *)XML_XML_NAMESPACE) == 0)
      continue;
    int property = property_of(uri, (const char *)a->name);
    xmlChar *text = xmlNodeListGetString(description->doc, a->children, 1);
    if (property >= 0 && text)
      add_item(packet, (guint)property, (const char *)text, NULL);
    else if (xmp_schemas_type(packet->schemas, uri, (const char *)a->name))
      xmlNewTextChild(description, a->ns, a->name, text);
    else if (strcmp(uri, NS_PDFA_ID) != 0 && strcmp(uri, NS_PDFUA_ID) != 0 && *uri)
      diag_pdf_xmp_property(packet->input->diagnostics, packet->input->place, (const char *)a->name,
                            uri);
    xmlFree(text);
  }
}

static void report_schema(int rule, const char *fault, void *context) {
  const Packet *packet = context;
  (void)rule;
  diag_pdf_xmp_schema(packet->input->diagnostics, packet->input->place, fault);
}

static void read_description(Packet *packet, xmlNode *node) {
  read_attributes(packet, node);
  for (xmlNode *child = node->children; child; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      read_property(packet, child);
}

/* Does it stand beside rdf:RDF? */
static bool is_stray(const xmlNode *node) {
  return node->type == XML_ELEMENT_NODE && !xml_is(node, NS_RDF, "RDF") &&
         !xml_is(node->parent, NS_RDF, "RDF");
}

static void read_author(Packet *packet) {
  const char *xmp = packet->input->author_xmp ? packet->input->author_xmp : "";
  packet->author = xmlReadMemory(xmp, (int)strlen(xmp), NULL, NULL,
                                 XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlNode *root = packet->author ? xmlDocGetRootElement(packet->author) : NULL;
  packet->schemas = xmp_schemas_new(root, report_schema, packet);
  for (xmlNode *n = root; n; n = xml_next(n, root)) {
    if (xmp_is_description(n))
      read_description(packet, n);
    else if (xmp_is_other_node(n) || (n->parent == root && is_stray(n)))
      diag_pdf_xmp_node(packet->input->diagnostics, packet->input->place, (const char *)n->name,
                        n->ns ? (const char *)n->ns->href : "");
  }
}

/* ---- Writing ------------------------------------------------------------------------------------ */

static void append_escaped(GString *out, const char *text) {
  char *valid = g_utf8_make_valid(text, -1);
  for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
    gunichar c = text_character(g_utf8_get_char(p));
    if (c == '&')
      g_string_append(out, "&amp;");
    else if (c == '<')
      g_string_append(out, "&lt;");
    else if (c == '>')
      g_string_append(out, "&gt;");
    else if (c == '"')
      g_string_append(out, "&quot;");
    else if (c)
      g_string_append_unichar(out, c);
  }
  g_free(valid);
}

/* An alternative has x-default first, made of its first item if it has none. */
static void write_alternatives(GString *out, const GArray *items) {
  guint first = 0;
  for (guint i = 0; i < items->len; i++)
    if (g_strcmp0(g_array_index(items, Item, i).language, "x-default") == 0)
      first = i;
  g_string_append(out, "<rdf:li xml:lang=\"x-default\">");
  append_escaped(out, g_array_index(items, Item, first).text);
  g_string_append(out, "</rdf:li>");
  for (guint i = 0; i < items->len; i++) {
    const Item *item = &g_array_index(items, Item, i);
    if (!item->language || strcmp(item->language, "x-default") == 0)
      continue;
    g_string_append(out, "<rdf:li xml:lang=\"");
    append_escaped(out, item->language);
    g_string_append(out, "\">");
    append_escaped(out, item->text);
    g_string_append(out, "</rdf:li>");
  }
}

static void write_property(GString *out, const Property *property, const GArray *items) {
  static const char *const CONTAINERS[] = {
      [FORM_TEXT] = "", [FORM_BAG] = "Bag", [FORM_SEQ] = "Seq", [FORM_ALT] = "Alt"};
  const char *container = CONTAINERS[property->form];
  g_string_append_printf(out, "<%s:%s>", property->prefix, property->name);
  if (*container)
    g_string_append_printf(out, "<rdf:%s>", container);
  if (property->form == FORM_ALT)
    write_alternatives(out, items);
  else
    for (guint i = 0; i < items->len; i++) {
      g_string_append(out, *container ? "<rdf:li>" : "");
      append_escaped(out, g_array_index(items, Item, i).text);
      g_string_append(out, *container ? "</rdf:li>" : "");
    }
  if (*container)
    g_string_append_printf(out, "</rdf:%s>", container);
  g_string_append_printf(out, "</%s:%s>\n", property->prefix, property->name);
}

/* A copy of a node of the author's, with the namespaces that it needs. */
static void write_node(GString *out, xmlNode *node) {
  xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
  xmlNode *copy = xmlDocCopyNode(node, doc, 1);
  xmlDocSetRootElement(doc, copy);
  xmlReconciliateNs(doc, copy);
  xmlBuffer *buffer = xmlBufferCreate();
  xmlNodeDump(buffer, doc, copy, 0, 0);
  g_string_append(out, (const char *)xmlBufferContent(buffer));
  g_string_append_c(out, '\n');
  xmlBufferFree(buffer);
  xmlFreeDoc(doc);
}

static void write_claims(GString *out, const PdfClaims *claims) {
  if (claims->part)
    g_string_append_printf(out,
                           "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"" NS_PDFA_ID "\">\n"
                           "<pdfaid:part>%d</pdfaid:part>\n"
                           "<pdfaid:conformance>A</pdfaid:conformance>\n</rdf:Description>\n",
                           claims->part);
  if (claims->ua)
    g_string_append(out, "<rdf:Description rdf:about=\"\" xmlns:pdfuaid=\"" NS_PDFUA_ID "\">\n"
                         "<pdfuaid:part>1</pdfuaid:part>\n</rdf:Description>\n");
}

/* PDF/A knows the schema of PDF/UA's claim only by a description in the file. */
static void write_schemas(Packet *packet) {
  GString *out = packet->out;
  const GPtrArray *schemas = xmp_schemas_elements(packet->schemas);
  if (!packet->input->claims.ua && schemas->len == 0)
    return;
  g_string_append(out, "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"" NS_PDFA_EXTENSION
                       "\" xmlns:pdfaSchema=\"" NS_PDFA_SCHEMA
                       "\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
                       "<pdfaExtension:schemas><rdf:Bag>\n");
  if (packet->input->claims.ua)
    g_string_append(out, "<rdf:li rdf:parseType=\"Resource\">\n"
                         "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n"
                         "<pdfaSchema:namespaceURI>" NS_PDFUA_ID "</pdfaSchema:namespaceURI>\n"
                         "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
                         "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
                         "<pdfaProperty:name>part</pdfaProperty:name>\n"
                         "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
                         "<pdfaProperty:category>internal</pdfaProperty:category>\n"
                         "<pdfaProperty:description>The part of ISO 14289 that is followed"
                         "</pdfaProperty:description>\n"
                         "</rdf:li></rdf:Seq></pdfaSchema:property>\n</rdf:li>\n");
  for (guint i = 0; i < schemas->len; i++)
    if (!packet->input->claims.ua || !xmp_schema_describes(schemas->pdata[i], NS_PDFUA_ID))
      write_node(out, schemas->pdata[i]);
  g_string_append(out, "</rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n");
}

static void write_packet(Packet *packet) {
  GString *out = packet->out;
  g_string_append(out,
                  "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                  "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"" NS_RDF "\">\n");
  const char *open = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(properties); i++) {
    if (!packet->items[i] || packet->items[i]->len == 0)
      continue;
    if (g_strcmp0(open, properties[i].namespace_uri) != 0) {
      g_string_append_printf(out, "%s<rdf:Description rdf:about=\"\" xmlns:%s=\"%s\">\n",
                             open ? "</rdf:Description>\n" : "", properties[i].prefix,
                             properties[i].namespace_uri);
      open = properties[i].namespace_uri;
    }
    write_property(out, &properties[i], packet->items[i]);
  }
  g_string_append(out, open ? "</rdf:Description>\n" : "");
  for (guint i = 0; i < packet->extensions->len; i++) {
    g_string_append(out, "<rdf:Description rdf:about=\"\">\n");
    write_node(out, packet->extensions->pdata[i]);
    g_string_append(out, "</rdf:Description>\n");
  }
  write_claims(out, &packet->input->claims);
  write_schemas(packet);
  g_string_append(out, "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
}

GString *xmp_packet(const XmpInput *input) {
  Packet packet = {.input = input, .extensions = g_ptr_array_new(), .out = g_string_new(NULL)};
  read_author(&packet);
  set_if_missing(&packet, NS_DC, "title", input->info.title);
  set_if_missing(&packet, NS_DC, "creator", input->info.author);
  set_if_missing(&packet, NS_DC, "description", input->info.subject);
  set_if_missing(&packet, NS_PDF, "Keywords", input->info.keywords);
  set_if_missing(&packet, NS_DC, "language", input->info.language);
  set(&packet, NS_DC, "format", "application/pdf");
  set(&packet, NS_XMP, "CreateDate", input->info.created);
  set(&packet, NS_XMP, "ModifyDate", input->info.created);
  set(&packet, NS_XMP, "MetadataDate", input->info.created);
  set(&packet, NS_PDF, "Producer", input->producer);
  set_if_missing(&packet, NS_XMP, "CreatorTool", input->producer);
  write_packet(&packet);
  for (guint i = 0; i < G_N_ELEMENTS(properties); i++)
    if (packet.items[i])
      g_array_unref(packet.items[i]);
  xmp_schemas_free(packet.schemas);
  g_ptr_array_unref(packet.extensions);
  xmlFreeDoc(packet.author);
  return packet.out;
}
