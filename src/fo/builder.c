/* Builds the tree from the start and end of elements, checking the content models on the way. What
 * breaks them is reported and put right where that can be done in one sensible way: text and inlines
 * among blocks get a block of their own, an element that no one knows is a wrapper for what is in
 * it; what has no place is left out. */
#include "fo/builder.h"
#include "fo/index.h"

#include <libxml/tree.h>
#include <string.h>

static const char fo_namespace[] = "http://www.w3.org/1999/XSL/Format";
static const char xmp_namespace[] = "adobe:ns:meta/";
static const char rdf_namespace[] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

Builder *builder_new(const char *name, const FoOptions *options) {
  Builder *builder = g_new0(Builder, 1);
  TreeRecord *record = g_new0(TreeRecord, 1);
  record->arena = record->memory = arena_new();
  record->outline = g_queue_new();
  record->texts = store_new(1);
  record->text_nodes = store_new(sizeof(void *));
  record->styles = style_engine_new(record->arena, options->diagnostics);
  record->ids = g_hash_table_new(g_str_hash, g_str_equal);
  record->index_keys = index_keys_new();
  record->tree.file = diag_intern(options->diagnostics, name);
  builder->record = record;
  builder->diagnostics = options->diagnostics;
  builder->name = record->tree.file;
  builder->limits = options->limits ? options->limits : &limits_usual;
  builder->attributes = attribute_reader_new(record, options->diagnostics);
  builder->models = content_models_shared();
  builder->stack = g_array_new(FALSE, FALSE, sizeof(Open));
  builder->text = g_string_new(NULL);
  builder->reported = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return builder;
}

static void stop(Builder *builder) {
  builder->failed = builder->stopped = true;
}

bool builder_stopped(const Builder *builder) {
  return builder->stopped;
}

xmlDoc *builder_foreign_doc(Builder *builder) {
  if (!builder->record->foreign_doc)
    builder->record->foreign_doc = xmlNewDoc((const xmlChar *)"1.0");
  return builder->record->foreign_doc;
}

/* ---- Text ---- */

static bool is_blank(const GString *text) {
  return strspn(text->str, " \t\r\n") == text->len;
}

/* Shorter ones are not worth letting go. */
enum { SHORT_TEXT = 16 };

static void flush_text(Builder *builder) {
  const Open *open = builder_top(builder);
  GString *text = builder->text;
  const bool blank = is_blank(text);
  if (text->len == 0 || !open || (blank && !content_allows(open->model, FO_TEXT)) ||
      (!blank && !builder_make_place(builder, FO_TEXT, builder_place(open)))) {
    g_string_truncate(text, 0);
    return;
  }
  TreeRecord *record = builder->record;
  const bool passing = builder_top(builder)->passing && text->len >= SHORT_TEXT;
  FoNode *node = passing ? node_init(store_add(record->text_nodes, sizeof(FoNode)), FO_TEXT)
                         : node_new(record->arena, FO_TEXT, false);
  builder_node_place(builder, node);
  node->passing = passing;
  node->text = passing ? memcpy(store_add(record->texts, text->len + 1), text->str, text->len + 1)
                       : arena_strndup(record->arena, text->str, text->len);
  node->length = text->len;
  node->style = node->parent->style;
  builder_append(builder, node);
  g_string_truncate(text, 0);
}

void builder_text(Builder *builder, const char *text, size_t length) {
  if (builder->stack->len)
    g_string_append_len(builder->text, text, (gssize)length);
}

/* ---- Elements of other namespaces ---- */

static void report_foreign(Builder *builder, const char *uri, const char *name) {
  char *key = g_strconcat(uri ? uri : "", " ", name, NULL);
  if (g_hash_table_contains(builder->reported, key)) {
    g_free(key);
    return;
  }
  diag_fo_foreign_element(builder->diagnostics, builder_place(builder_top(builder)), name,
                          uri && *uri ? uri : "none");
  g_hash_table_add(builder->reported, key);
}

static BuildAction start_foreign(Builder *builder, const char *uri, const char *name) {
  const Open *open = builder_top(builder);
  if (!open) {
    diag_fo_not_fo(builder->diagnostics, (Place){.file = builder->name}, name,
                   uri && *uri ? uri : "none");
    stop(builder);
    return BUILD_SKIP;
  }
  if (extension_is_fact(uri, name) || (open->model->foreign && !fo_foreign(open->node)))
    return BUILD_FOREIGN;
  if (open->element == FO_DECLARATIONS &&
      (strcmp(uri, xmp_namespace) == 0 || strcmp(uri, rdf_namespace) == 0))
    return BUILD_FOREIGN;
  report_foreign(builder, uri, name);
  return BUILD_SKIP;
}

/* The declarations' one foreign content is the XMP packet; the first one counts. */
static void keep_xmp(Builder *builder, xmlNode *element) {
  FoTree *tree = &builder->record->tree;
  xmlBuffer *buffer = xmlBufferCreate();
  if (!tree->xmp && xmlNodeDump(buffer, element->doc, element, 0, 0) >= 0)
    tree->xmp = arena_strdup(builder->record->arena, (const char *)xmlBufferContent(buffer));
  xmlBufferFree(buffer);
}

void builder_foreign(Builder *builder, xmlNode *element) {
  Open *open = builder_top(builder);
  const char *uri = element->ns ? (const char *)element->ns->href : NULL;
  if (extension_is_fact(uri, (const char *)element->name))
    extension_take(&builder->facts, element, builder->record->memory, builder->diagnostics,
                   builder_place(open));
  else if (open->element == FO_DECLARATIONS)
    keep_xmp(builder, element);
  else
    ((WideRecord *)(void *)open->node)->foreign = element;
}

/* ---- Elements ---- */

static FoElement identify(Builder *builder, const char *name, Place place) {
  const FoElement element = vocabulary_element(style_vocabulary(builder->record->styles), name);
  if (element != FO_TEXT)
    return element;
  const char *meant = vocabulary_element_meant(name);
  char *hint = meant ? g_strdup_printf("did you mean fo:%s? Its content is kept", meant)
                     : g_strdup("its content is kept, as that of an fo:wrapper");
  diag_fo_unknown_element(builder->diagnostics, place, name, hint);
  g_free(hint);
  return FO_TEXT;
}

static void report_unsupported(Builder *builder, FoElement element, Place place) {
  if (builder->reported_elements[element])
    return;
  builder->reported_elements[element] = true;
  const bool kept = fo_elements[element].level != STRUCTURAL;
  diag_fo_unsupported_element(builder->diagnostics, place, fo_element_name(element),
                              kept ? "its content is kept where it stands" : "it is left out");
}

/* Footnotes and floats where there can be none are set where they stand (§6.12.3); other such
 * elements are left out. */
static FoElement element_if_allowed(Builder *builder, FoElement element, Place place) {
  const Open *parent = builder_top(builder);
  const FoElement ancestor = parent ? content_forbidden(element, parent->inside) : FO_TEXT;
  if (element == FO_FOOTNOTE_BODY && parent && parent->node->element == FO_WRAPPER)
    return FO_WRAPPER;
  if (ancestor == FO_TEXT)
    return element;
  const bool kept = element == FO_FOOTNOTE || element == FO_FLOAT;
  diag_fo_forbidden_inside(builder->diagnostics, place, fo_element_name(element),
                           fo_element_name(ancestor),
                           kept ? "its content is set where it stands" : "it is left out");
  return kept ? FO_WRAPPER : FO_ELEMENT_COUNT;
}

/* What the node is: paper shows one case of a switch, and no toggle; unknown and unsupported
 * elements leave their content behind. FO_ELEMENT_COUNT: nothing. */
static FoElement element_of_node(Builder *builder, FoElement element, Place place) {
  if (element == FO_TEXT || (element >= FO_MULTI_SWITCH && element <= FO_MULTI_PROPERTIES))
    return FO_WRAPPER;
  if (element == FO_MULTI_PROPERTY_SET)
    return FO_ELEMENT_COUNT;
  if (fo_elements[element].support == SUPPORTED)
    return element_if_allowed(builder, element, place);
  report_unsupported(builder, element, place);
  return fo_elements[element].level == STRUCTURAL ? FO_ELEMENT_COUNT : FO_WRAPPER;
}

/* fo:multi-case: the first that is shown at the start stands for the switch. */
static bool is_hidden_case(Builder *builder, FoElement element, const FoNode *node) {
  Open *parent = builder_top(builder);
  if (element != FO_MULTI_CASE || !parent)
    return false;
  const bool hidden = parent->case_shown || node->style->starting_state == KW_HIDE;
  parent->case_shown = parent->case_shown || !hidden;
  return hidden;
}

static bool check_limits(Builder *builder, Place place) {
  const bool late = guard_reached(builder->limits->guard);
  if (!late && builder->stack->len < builder->limits->depth)
    return true;
  if (late)
    guard_report(builder->limits->guard, builder->diagnostics, place);
  else
    diag_fo_too_deep(builder->diagnostics, place, (long long)builder->limits->depth);
  stop(builder);
  return false;
}

static void register_id(Builder *builder, const FoNode *node) {
  GHashTable *ids = builder->record->ids;
  const char *id = fo_id(node);
  const FoNode *first = id ? g_hash_table_lookup(ids, id) : NULL;
  if (first)
    diag_fo_duplicate_id(builder->diagnostics, fo_place(node), id, fo_place(first).file,
                         first->line);
  else if (id)
    g_hash_table_insert(ids, (gpointer)(uintptr_t)id, (gpointer)(uintptr_t)node);
}

static void register_master(Builder *builder, const FoNode *node) {
  const char *name = fo_attribute(node, PROP_MASTER_NAME);
  GHashTable *masters = style_masters(builder->record->styles);
  const bool inside = node->parent && node->parent->element == FO_LAYOUT_MASTER_SET;
  if (inside && name && !g_hash_table_contains(masters, name))
    g_hash_table_insert(masters, (gpointer)(uintptr_t)name, (gpointer)(uintptr_t)node);
}

static bool start_root(Builder *builder, FoElement element, const char *name, Place place) {
  if (builder_top(builder) || element == FO_ROOT)
    return true;
  char *qualified = g_strconcat("fo:", name, NULL);
  diag_fo_not_root(builder->diagnostics, place, qualified);
  g_free(qualified);
  stop(builder);
  return false;
}

static BuildAction start_object(Builder *builder, const char *name, int line, int column,
                                const BuilderAttribute *attributes, int count) {
  const Open *open = builder_top(builder);
  Place place = place_at(builder->name, line, column);
  if (line == 0 && open)
    place = builder_place(open);
  attribute_trace(builder->attributes, attributes, count, line > 0, &place);
  const FoElement written = identify(builder, name, place);
  if (!start_root(builder, written, name, place) || !check_limits(builder, place))
    return BUILD_SKIP;
  const FoElement as = written == FO_TEXT ? FO_WRAPPER : written;
  if (!builder_make_place(builder, as, place))
    return BUILD_SKIP;
  const FoElement element = element_of_node(builder, written, place);
  if (element == FO_ELEMENT_COUNT)
    return BUILD_SKIP;
  FoNode *node = builder_node_new(builder, element, place);
  attribute_read(builder->attributes, node, as, attributes, count);
  if (is_hidden_case(builder, written, node))
    return BUILD_SKIP;
  builder->failed |= !attribute_check_required(builder->attributes, node);
  register_id(builder, node);
  register_master(builder, node);
  index_register(builder->record, node, builder->diagnostics);
  builder_push(builder, node, as);
  return BUILD_DESCEND;
}

static void add_separator(Builder *builder, const char *name, int line, int column,
                          const BuilderAttribute *text) {
  if (!text || start_object(builder, name, line, column, NULL, 0) != BUILD_DESCEND)
    return;
  builder_text(builder, text->value, text->length);
  builder_end(builder);
}

/* An element of another maker that is the formatting object `equal`. */
static BuildAction start_equal(Builder *builder, const char *uri, const char *name,
                               const char *equal, int line, int column,
                               const BuilderAttribute *attributes, int count) {
  BuilderAttribute *own = g_new(BuilderAttribute, MAX(count, 1));
  ExtensionSeparators separators = {0};
  count = extension_attributes(uri, name, attributes, count, own, &separators);
  const BuildAction action = start_object(builder, equal, line, column, own, count);
  if (action == BUILD_DESCEND) {
    add_separator(builder, "index-page-citation-list-separator", line, column, separators.list);
    add_separator(builder, "index-page-citation-range-separator", line, column, separators.range);
  }
  g_free(own);
  return action;
}

BuildAction builder_start(Builder *builder, const char *uri, const char *name, int line, int column,
                          const BuilderAttribute *attributes, int count) {
  flush_text(builder);
  const char *equal = extension_element(uri, name);
  if (equal)
    return start_equal(builder, uri, name, equal, line, column, attributes, count);
  if (g_strcmp0(uri, fo_namespace) != 0)
    return start_foreign(builder, uri ? uri : "", name);
  return start_object(builder, name, line, column, attributes, count);
}

void builder_end(Builder *builder) {
  if (!builder_top(builder))
    return;
  flush_text(builder);
  builder_pop_anonymous(builder);
  builder_pop(builder);
}

FoTree *builder_finish(Builder *builder, bool failed) {
  TreeRecord *record = builder->record;
  failed = failed || builder->failed || !record->tree.root;
  record->arena = record->memory;
  extension_finish(&builder->facts, record, builder->diagnostics);
  if (!failed)
    extension_outline(record);
  failed = failed || !tree_check(&record->tree, builder->diagnostics);
  if (!failed && builder->parted)
    tree_renumber(&record->tree);
  if (!failed)
    index_finish(record, builder->diagnostics);
  attribute_reader_free(builder->attributes);
  g_array_unref(builder->stack);
  g_string_free(builder->text, TRUE);
  g_hash_table_unref(builder->reported);
  g_free(builder);
  style_engine_finish_reading(record->styles);
  if (failed) {
    fo_free(&record->tree);
    return NULL;
  }
  return &record->tree;
}
