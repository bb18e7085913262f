#include "mutate.h"
#include "fuzz.h"

#include <libxml/parser.h>
#include <string.h>

enum { RAW_ONE_IN = 8, MOST_EDITS = 4, LONGEST_TEXT = 400 };

typedef struct {
  uint64_t random;
  xmlDoc *doc;
  GPtrArray *nodes; /* elements and texts of the document */
} Mutation;

/* Numbers and texts at which arithmetic and readers turn. */
static const char *const extremes[] = {"0",
                                       "-1",
                                       "1",
                                       "2147483647",
                                       "2147483648",
                                       "-2147483649pt",
                                       "1e308pt",
                                       "0.00001pt",
                                       "-0pt",
                                       "100000pt",
                                       "1000%",
                                       "-50%",
                                       "99999999999999999999mm",
                                       "",
                                       " ",
                                       "\xf3\xa0\x80\x81",
                                       "\xe2\x80\xae",
                                       "\xcc\x81\xcc\x81",
                                       "inherit"};

static size_t below(Mutation *mutation, size_t limit) {
  uint64_t x = mutation->random;
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  mutation->random = x;
  return limit ? (size_t)((x * 0x2545F4914F6CDD1DULL >> 33) % limit) : 0;
}

static const char *word(Mutation *mutation, const char *const *list) {
  size_t count = 0;
  while (list[count])
    count++;
  return count ? list[below(mutation, count)] : "x";
}

static void list_nodes(Mutation *mutation) {
  g_ptr_array_set_size(mutation->nodes, 0);
  xmlNode *root = xmlDocGetRootElement(mutation->doc);
  xmlNode *node = root;
  while (node) {
    if (node->type == XML_ELEMENT_NODE || node->type == XML_TEXT_NODE)
      g_ptr_array_add(mutation->nodes, node);
    if (node->children && node->type == XML_ELEMENT_NODE) {
      node = node->children;
      continue;
    }
    while (node && node != root && !node->next)
      node = node->parent;
    node = node && node != root ? node->next : NULL;
  }
}

static xmlNode *any_node(Mutation *mutation) {
  return g_ptr_array_index(mutation->nodes, below(mutation, mutation->nodes->len));
}

static xmlNode *any_element(Mutation *mutation) {
  xmlNode *node = any_node(mutation);
  return node->type == XML_ELEMENT_NODE ? node : node->parent;
}

static bool is_inside(const xmlNode *node, const xmlNode *ancestor) {
  while (node && node != ancestor)
    node = node->parent;
  return node != NULL;
}

/* UTF-8 that XML allows; the caller frees it. */
static char *clean(const char *bytes, size_t length) {
  char *valid = g_utf8_make_valid(bytes, (gssize)length);
  for (char *p = valid; *p; p++)
    if ((unsigned char)*p < ' ' && *p != '\t' && *p != '\n')
      *p = '.';
  return valid;
}

/* `text` with a change of libFuzzer's, which knows the dictionary. */
static char *mutated(const char *text) {
  uint8_t buffer[LONGEST_TEXT];
  size_t length = MIN(strlen(text), sizeof buffer / 2);
  memcpy(buffer, text, length);
  length = LLVMFuzzerMutate(buffer, length, sizeof buffer);
  return clean((const char *)buffer, length);
}

static char *new_value(Mutation *mutation, const char *old) {
  switch (below(mutation, 4)) {
  case 0: return g_strdup(extremes[below(mutation, G_N_ELEMENTS(extremes))]);
  case 1: return mutated(old);
  default: return g_strdup(word(mutation, fuzz_vocabulary()->values));
  }
}

static xmlAttr *any_attribute(Mutation *mutation, const xmlNode *element) {
  size_t count = 0;
  for (const xmlAttr *a = element->properties; a; a = a->next)
    count++;
  size_t wanted = below(mutation, count);
  xmlAttr *attribute = element->properties;
  while (wanted-- > 0)
    attribute = attribute->next;
  return attribute;
}

static void edit_attribute(Mutation *mutation, xmlNode *element) {
  xmlAttr *attribute = any_attribute(mutation, element);
  if (!attribute)
    return;
  xmlChar *old = xmlNodeListGetString(mutation->doc, attribute->children, 1);
  char *value = new_value(mutation, old ? (const char *)old : "");
  if (attribute->ns)
    xmlSetNsProp(element, attribute->ns, attribute->name, BAD_CAST value);
  else
    xmlSetProp(element, attribute->name, BAD_CAST value);
  g_free(value);
  xmlFree(old);
}

static void add_attribute(Mutation *mutation, xmlNode *element) {
  const char *name = word(mutation, fuzz_vocabulary()->attributes);
  char *value = new_value(mutation, "");
  xmlSetProp(element, BAD_CAST name, BAD_CAST value);
  g_free(value);
}

static void copy_attribute(Mutation *mutation, xmlNode *element) {
  const xmlAttr *from = any_attribute(mutation, any_element(mutation));
  xmlChar *value = from ? xmlNodeListGetString(mutation->doc, from->children, 1) : NULL;
  if (value && !from->ns)
    xmlSetProp(element, from->name, value);
  xmlFree(value);
}

static void edit_text(Mutation *mutation, xmlNode *node) {
  if (node->type != XML_TEXT_NODE) {
    char *text = new_value(mutation, "word word");
    xmlAddChild(node, xmlNewDocText(mutation->doc, BAD_CAST text));
    g_free(text);
    return;
  }
  char *text = new_value(mutation, (const char *)node->content);
  xmlNodeSetContent(node, BAD_CAST text);
  g_free(text);
}

/* An element of the vocabulary, in the namespace of the root. */
static xmlNode *new_element(Mutation *mutation) {
  const char *name = word(mutation, fuzz_vocabulary()->elements);
  const char *colon = strchr(name, ':');
  return xmlNewDocNode(mutation->doc, xmlDocGetRootElement(mutation->doc)->ns,
                       BAD_CAST(colon ? colon + 1 : name), NULL);
}

static void rename_element(Mutation *mutation, xmlNode *element) {
  const char *name = word(mutation, fuzz_vocabulary()->elements);
  const char *colon = strchr(name, ':');
  xmlNodeSetName(element, BAD_CAST(colon ? colon + 1 : name));
}

static void wrap(Mutation *mutation, xmlNode *node) {
  xmlNode *around = new_element(mutation);
  xmlReplaceNode(node, around);
  xmlAddChild(around, node);
}

static void move(Mutation *mutation, xmlNode *node) {
  xmlNode *to = any_node(mutation);
  if (is_inside(to, node) || !to->parent || to == xmlDocGetRootElement(mutation->doc))
    return;
  xmlUnlinkNode(node);
  if (to->type == XML_ELEMENT_NODE && below(mutation, 2))
    xmlAddChild(to, node);
  else
    xmlAddNextSibling(to, node);
}

static void remove_node(xmlNode *node) {
  xmlUnlinkNode(node);
  xmlFreeNode(node);
}

/* Changes of the tree around a node that is not the root. */
static void edit_tree(Mutation *mutation, xmlNode *node) {
  switch (below(mutation, 6)) {
  case 0: remove_node(node); break;
  case 1: xmlAddNextSibling(node, xmlDocCopyNode(node, mutation->doc, 1)); break;
  case 2: move(mutation, node); break;
  case 3: wrap(mutation, node); break;
  case 4: xmlAddChild(any_element(mutation), xmlDocCopyNode(node, mutation->doc, 1)); break;
  default: xmlAddChild(any_element(mutation), new_element(mutation)); break;
  }
}

static void edit(Mutation *mutation) {
  list_nodes(mutation);
  xmlNode *node = any_node(mutation);
  const bool is_root = node == xmlDocGetRootElement(mutation->doc);
  switch (below(mutation, 9)) {
  case 0:
  case 1: edit_attribute(mutation, any_element(mutation)); break;
  case 2: add_attribute(mutation, any_element(mutation)); break;
  case 3: copy_attribute(mutation, any_element(mutation)); break;
  case 4: {
    xmlAttr *attribute = any_attribute(mutation, any_element(mutation));
    if (attribute)
      xmlRemoveProp(attribute);
    break;
  }
  case 5: edit_text(mutation, node); break;
  case 6:
    if (!is_root && node->type == XML_ELEMENT_NODE)
      rename_element(mutation, node);
    break;
  default:
    if (!is_root)
      edit_tree(mutation, node);
    break;
  }
}

static xmlDoc *parse(const uint8_t *data, size_t size) {
  if (size == 0 || size > G_MAXINT || *data == '%')
    return NULL;
  xmlDoc *doc = xmlReadMemory((const char *)data, (int)size, NULL, NULL,
                              XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  if (doc && xmlDocGetRootElement(doc))
    return doc;
  xmlFreeDoc(doc);
  return NULL;
}

/* Writes the document; 0 if it does not fit. */
static size_t write_doc(xmlDoc *doc, uint8_t *out, size_t max_size) {
  xmlChar *text = NULL;
  int length = 0;
  xmlDocDumpMemoryEnc(doc, &text, &length, "UTF-8");
  /* Without the declaration. */
  const char *start = text ? strchr((const char *)text, '\n') : NULL;
  size_t size = start ? strlen(++start) : 0;
  if (size > 0 && size <= max_size)
    memcpy(out, start, size);
  else
    size = 0;
  xmlFree(text);
  return size;
}

static Mutation begin(xmlDoc *doc, unsigned seed) {
  return (Mutation){(uint64_t)seed * 0x9E3779B97F4A7C15ULL + 1, doc, g_ptr_array_new()};
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed) {
  xmlDoc *doc = seed % RAW_ONE_IN ? parse(data, size) : NULL;
  if (!doc)
    return LLVMFuzzerMutate(data, size, max_size);
  Mutation mutation = begin(doc, seed);
  for (size_t edits = 1 + below(&mutation, MOST_EDITS); edits > 0; edits--)
    edit(&mutation);
  const size_t written = write_doc(doc, data, max_size);
  g_ptr_array_unref(mutation.nodes);
  xmlFreeDoc(doc);
  return written ? written : LLVMFuzzerMutate(data, size, max_size);
}

/* A part of the other document is put into the one. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data, size_t size, const uint8_t *other,
                                 size_t other_size, uint8_t *out, size_t max_size, unsigned seed) {
  xmlDoc *doc = parse(data, size), *from = doc ? parse(other, other_size) : NULL;
  size_t written = 0;
  if (from) {
    Mutation giver = begin(from, seed), taker = begin(doc, seed / 2);
    list_nodes(&giver);
    list_nodes(&taker);
    xmlNode *copy = xmlDocCopyNode(any_node(&giver), doc, 1);
    xmlAddChild(any_element(&taker), copy);
    xmlReconciliateNs(doc, copy);
    written = write_doc(doc, out, max_size);
    g_ptr_array_unref(giver.nodes);
    g_ptr_array_unref(taker.nodes);
  }
  xmlFreeDoc(from);
  xmlFreeDoc(doc);
  return written;
}
