#include "fo/vocabulary.h"

#include "fo/shorthand.h"

#include <string.h>

#define INHERITED true
#define OWN false

const PropertyRow fo_properties[PROP_COUNT] = {
#define PROPERTY(id, property, value_kind, field, inherits, initially, support_, allowed)          \
  [PROP_##id] = {.name = property,                                                                 \
                 .type = ROW_PROPERTY,                                                             \
                 .support = support_,                                                              \
                 .kind = VALUE_##value_kind,                                                       \
                 .offset = offsetof(Style, field),                                                 \
                 .inherited = inherits,                                                            \
                 .initial = initially,                                                             \
                 .values = allowed},
#define NODE_PROPERTY(id, property, support_, node)                                                \
  [PROP_##id] = {                                                                                  \
      .name = property, .type = ROW_NODE_PROPERTY, .support = support_, .node_type = NODE_##node},
#define CORRESPONDING(id, property, to, at, part)                                                  \
  [PROP_##id] = {.name = property,                                                                 \
                 .type = ROW_CORRESPONDING,                                                        \
                 .target = PROP_##to,                                                              \
                 .side = SIDE_##at,                                                                \
                 .component = COMPONENT_##part},
#define SHORTHAND(id, property, handler)                                                           \
  [PROP_##id] = {.name = property, .type = ROW_SHORTHAND, .expand = shorthand_##handler},
#include "fo/properties.def"
#undef PROPERTY
#undef NODE_PROPERTY
#undef CORRESPONDING
#undef SHORTHAND
};

const ElementRow fo_elements[FO_ELEMENT_COUNT] = {
    [FO_TEXT] = {.name = "text", .level = INLINE_LEVEL, .model = ""},
    [FO_FOREIGN] = {.name = "foreign element", .model = "any"},
#define ELEMENT(id, element, level_, support_, structure_, model_)                                 \
  [FO_##id] = {.name = element,                                                                    \
               .level = level_,                                                                    \
               .support = support_,                                                                \
               .structure = structure_,                                                            \
               .model = model_},
#include "fo/elements.def"
#undef ELEMENT
};

static const char *const keyword_names[KW_COUNT] = {
    [KW_UNSET] = "",
#define KEYWORD(id, name) [KW_##id] = name,
#include "fo/keywords.def"
#undef KEYWORD
};

static const char *const component_names[COMPONENT_COUNT] = {
    [COMPONENT_MINIMUM] = "minimum",
    [COMPONENT_OPTIMUM] = "optimum",
    [COMPONENT_MAXIMUM] = "maximum",
    [COMPONENT_PRECEDENCE] = "precedence",
    [COMPONENT_CONDITIONALITY] = "conditionality",
    [COMPONENT_LENGTH] = "length",
    [COMPONENT_WITHIN_LINE] = "within-line",
    [COMPONENT_WITHIN_COLUMN] = "within-column",
    [COMPONENT_WITHIN_PAGE] = "within-page",
};

/* The components that a value of each kind has, as a set of bits. */
static const unsigned kind_components[] = {
    [VALUE_CONDITIONAL] = 1 << COMPONENT_LENGTH | 1 << COMPONENT_CONDITIONALITY,
    [VALUE_RANGE] = 1 << COMPONENT_MINIMUM | 1 << COMPONENT_OPTIMUM | 1 << COMPONENT_MAXIMUM,
    [VALUE_SPACE] = 1 << COMPONENT_MINIMUM | 1 << COMPONENT_OPTIMUM | 1 << COMPONENT_MAXIMUM |
                    1 << COMPONENT_PRECEDENCE | 1 << COMPONENT_CONDITIONALITY,
    [VALUE_KEEP] =
        1 << COMPONENT_WITHIN_LINE | 1 << COMPONENT_WITHIN_COLUMN | 1 << COMPONENT_WITHIN_PAGE,
    [VALUE_LINE_HEIGHT] = 1 << COMPONENT_MINIMUM | 1 << COMPONENT_OPTIMUM | 1 << COMPONENT_MAXIMUM |
                          1 << COMPONENT_PRECEDENCE | 1 << COMPONENT_CONDITIONALITY,
    [VALUE_DECORATION] = 0,
    [VALUE_SHADOW] = 0,
    [VALUE_CLIP] = 0,
    [VALUE_ALIGNMENT] = 0,
};

struct Vocabulary {
  GHashTable *properties, *elements, *keywords; /* name → index */
  Grammar grammars[PROP_COUNT];
};

/* ---- Names ---- */

const char *fo_element_name(FoElement element) {
  return fo_elements[element].name;
}

const char *fo_property_name(FoProperty property) {
  return property == PROP_NONE ? "" : fo_properties[property].name;
}

const char *fo_keyword_name(Keyword keyword) {
  return keyword_names[keyword];
}

static guint lookup(GHashTable *names, const char *name) {
  return GPOINTER_TO_UINT(g_hash_table_lookup(names, name));
}

Keyword vocabulary_keyword(const Vocabulary *vocabulary, const char *name, size_t length) {
  enum { LONGEST_KEYWORD = 40 };
  char buffer[LONGEST_KEYWORD + 1];
  if (length > LONGEST_KEYWORD)
    return KW_UNSET;
  memcpy(buffer, name, length);
  buffer[length] = '\0';
  return (Keyword)lookup(vocabulary->keywords, buffer);
}

FoElement vocabulary_element(const Vocabulary *vocabulary, const char *local_name) {
  return (FoElement)lookup(vocabulary->elements, local_name);
}

static Component find_component(ValueKind kind, const char *name) {
  for (Component c = COMPONENT_MINIMUM; c <= COMPONENT_WITHIN_PAGE; c++)
    if (kind_components[kind] >> c & 1 && strcmp(component_names[c], name) == 0)
      return c;
  return COMPONENT_ALL;
}

FoProperty vocabulary_property(const Vocabulary *vocabulary, const char *name,
                               Component *component) {
  *component = COMPONENT_ALL;
  const FoProperty whole = (FoProperty)lookup(vocabulary->properties, name);
  const char *dot = whole ? NULL : strchr(name, '.');
  if (!dot)
    return whole;
  char *compound = g_strndup(name, (size_t)(dot - name));
  FoProperty property = (FoProperty)lookup(vocabulary->properties, compound);
  g_free(compound);
  const PropertyRow *row = &fo_properties[property];
  const FoProperty kind_of = row->type == ROW_CORRESPONDING ? row->target : property;
  if (fo_properties[kind_of].type != ROW_PROPERTY ||
      (row->type == ROW_CORRESPONDING && row->component))
    return PROP_NONE;
  *component = find_component(fo_properties[kind_of].kind, dot + 1);
  return *component ? property : PROP_NONE;
}

const char *vocabulary_component_name(Component component) {
  return component_names[component] ? component_names[component] : "";
}

const char *vocabulary_property_meant(const char *name) {
  const char *names[PROP_COUNT];
  for (unsigned i = 1; i < PROP_COUNT; i++)
    names[i - 1] = fo_properties[i].name;
  return diag_did_you_mean(name, names, PROP_COUNT - 1);
}

const char *vocabulary_element_meant(const char *local_name) {
  const char *names[FO_ELEMENT_COUNT];
  size_t count = 0;
  for (unsigned i = FO_FOREIGN + 1; i < FO_ELEMENT_COUNT; i++)
    names[count++] = fo_elements[i].name + strlen("fo:");
  return diag_did_you_mean(local_name, names, count);
}

/* ---- Grammars ---- */

static const struct {
  const char *type;
  unsigned allow;
} grammar_types[] = {
    {"<length>", ALLOW_LENGTH},
    {"<shape>", ALLOW_LENGTH},
    {"<non-negative length>", ALLOW_LENGTH | ALLOW_NON_NEGATIVE},
    {"<percentage>", ALLOW_PERCENTAGE},
    {"<percentage to 10%>", ALLOW_PERCENTAGE | ALLOW_TENTH},
    {"<percentage of font-size>", ALLOW_PERCENTAGE_FONT_SIZE},
    {"<percentage of line-height>", ALLOW_PERCENTAGE_LINE_HEIGHT},
    {"<number>", ALLOW_NUMBER},
    {"<integer>", ALLOW_INTEGER},
    {"<count>", ALLOW_COUNT},
};

static void grammar_add(Grammar *grammar, const Vocabulary *vocabulary, const char *word) {
  if (word[0] == '<') {
    for (size_t i = 0; i < G_N_ELEMENTS(grammar_types); i++)
      if (strcmp(word, grammar_types[i].type) == 0)
        grammar->allow |= grammar_types[i].allow;
  } else if (g_ascii_isdigit(word[0]) || word[0] == '-') {
    g_assert(grammar->integer_count < GRAMMAR_INTEGERS);
    grammar->integers[grammar->integer_count++] = (int)g_ascii_strtoll(word, NULL, 10);
  } else {
    const Keyword keyword = (Keyword)lookup(vocabulary->keywords, word);
    g_assert(keyword != KW_UNSET);
    grammar->keywords[keyword / 64] |= (uint64_t)1 << (keyword % 64);
  }
}

static void grammar_compile(Grammar *grammar, const Vocabulary *vocabulary, const char *values) {
  char **words = g_strsplit(values, " | ", -1);
  for (char **word = words; *word; word++)
    grammar_add(grammar, vocabulary, *word);
  g_strfreev(words);
}

const Grammar *vocabulary_grammar(const Vocabulary *vocabulary, FoProperty property) {
  return &vocabulary->grammars[property];
}

/* ---- The dictionary ---- */

static void name_index(GHashTable *table, const char *name, unsigned index) {
  g_hash_table_insert(table, (gpointer)(uintptr_t)name, GUINT_TO_POINTER(index));
}

static const Vocabulary *make_vocabulary(void) {
  Vocabulary *vocabulary = g_new0(Vocabulary, 1);
  vocabulary->properties = g_hash_table_new(g_str_hash, g_str_equal);
  vocabulary->elements = g_hash_table_new(g_str_hash, g_str_equal);
  vocabulary->keywords = g_hash_table_new(g_str_hash, g_str_equal);
  for (unsigned i = KW_UNSET + 1; i < KW_COUNT; i++)
    name_index(vocabulary->keywords, keyword_names[i], i);
  for (unsigned i = FO_FOREIGN + 1; i < FO_ELEMENT_COUNT; i++)
    name_index(vocabulary->elements, fo_elements[i].name + strlen("fo:"), i);
  for (unsigned i = PROP_NONE + 1; i < PROP_COUNT; i++) {
    name_index(vocabulary->properties, fo_properties[i].name, i);
    if (fo_properties[i].type == ROW_PROPERTY)
      grammar_compile(&vocabulary->grammars[i], vocabulary, fo_properties[i].values);
  }
  return vocabulary;
}

const Vocabulary *vocabulary_shared(void) {
  static gsize shared;
  if (g_once_init_enter(&shared))
    g_once_init_leave(&shared, (gsize)make_vocabulary());
  return (const Vocabulary *)shared;
}

size_t value_size(ValueKind kind) {
  static const size_t sizes[] = {
      [VALUE_KEYWORD] = sizeof(KIND_KEYWORD),
      [VALUE_INTEGER] = sizeof(KIND_INTEGER),
      [VALUE_NUMBER] = sizeof(KIND_NUMBER),
      [VALUE_LENGTH] = sizeof(KIND_LENGTH),
      [VALUE_SIZE] = sizeof(KIND_SIZE),
      [VALUE_CONDITIONAL] = sizeof(KIND_CONDITIONAL),
      [VALUE_RANGE] = sizeof(KIND_RANGE),
      [VALUE_SPACE] = sizeof(KIND_SPACE),
      [VALUE_KEEP] = sizeof(KIND_KEEP),
      [VALUE_COLOR] = sizeof(KIND_COLOR),
      [VALUE_STRING] = sizeof(KIND_STRING),
      [VALUE_LINE_HEIGHT] = sizeof(KIND_LINE_HEIGHT),
      [VALUE_DECORATION] = sizeof(KIND_DECORATION),
      [VALUE_SHADOW] = sizeof(KIND_SHADOW),
      [VALUE_CLIP] = sizeof(KIND_CLIP),
      [VALUE_ALIGNMENT] = sizeof(KIND_ALIGNMENT),
  };
  return sizes[kind];
}
