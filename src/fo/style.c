#include "fo/style.h"

#include "fo/ancestry.h"
#include "fo/corresponding.h"
#include "fo/intern.h"
#include "fo/shorthand.h"
#include "fo/values.h"

#include <string.h>

struct StyleEngine {
  Arena *arena;
  Diagnostics *diagnostics; /* NULL: silent */
  const Vocabulary *vocabulary;
  StyleStore *store;
  GStringChunk *strings; /* that styles and lists refer to */
  GStringChunk *scratch; /* of one refinement */
  GArray *assignments;   /* of one refinement */
  TableGrid *grid;
  GHashTable *masters; /* master-name → const FoNode * */
  const Style *initial;
  bool reported[PROP_COUNT]; /* as not supported */
};

/* ---- Initial values ---- */

static void set_initial(Refinement *refinement, FoProperty property) {
  const PropertyRow *row = &fo_properties[property];
  void *field = (char *)refinement->style + row->offset;
  char **parts = g_strsplit(row->kind == VALUE_RANGE ? row->initial : "", " ", 3);
  bool valid = true;
  if (g_strv_length(parts) == 3)
    for (int i = 0; i < 3; i++)
      valid = valid &&
              value_parse(refinement, property, COMPONENT_MINIMUM + (unsigned)i, parts[i], field);
  else
    valid = value_parse(refinement, property, COMPONENT_ALL, row->initial, field);
  g_strfreev(parts);
  if (!valid)
    g_error("properties.def: %s has a bad initial value", row->name);
}

static const Style *make_initial(StyleEngine *engine) {
  Style *style = arena_new_object(engine->arena, Style);
  Refinement refinement = {.engine = engine, .parent = style, .style = style};
  for (FoProperty property = PROP_NONE + 1; property < PROP_COUNT; property++)
    if (fo_properties[property].type == ROW_PROPERTY)
      set_initial(&refinement, property);
  return style;
}

StyleEngine *style_engine_new(Arena *arena, Diagnostics *diagnostics) {
  StyleEngine *engine = g_new0(StyleEngine, 1);
  engine->arena = arena;
  engine->diagnostics = diagnostics;
  engine->vocabulary = vocabulary_shared();
  engine->store = style_store_new(arena);
  engine->strings = g_string_chunk_new(4096);
  engine->scratch = g_string_chunk_new(1024);
  engine->assignments = g_array_new(FALSE, FALSE, sizeof(Assignment));
  engine->grid = table_grid_new();
  engine->masters = g_hash_table_new(g_str_hash, g_str_equal);
  engine->initial = make_initial(engine);
  return engine;
}

void style_engine_free(StyleEngine *engine) {
  if (!engine)
    return;
  style_store_free(engine->store);
  table_grid_free(engine->grid);
  g_hash_table_unref(engine->masters);
  g_string_chunk_free(engine->strings);
  g_string_chunk_free(engine->scratch);
  g_array_unref(engine->assignments);
  g_free(engine);
}

void style_engine_finish_reading(StyleEngine *engine) {
  engine->diagnostics = NULL;
}

const Vocabulary *style_vocabulary(const StyleEngine *engine) {
  return engine->vocabulary;
}

TableGrid *style_table_grid(StyleEngine *engine) {
  return engine->grid;
}

GHashTable *style_masters(const StyleEngine *engine) {
  return engine->masters;
}

const Style *style_initial(const StyleEngine *engine) {
  return engine->initial;
}

const char *style_intern_string(StyleEngine *engine, const char *text, size_t length) {
  if (text[length] == '\0')
    return g_string_chunk_insert_const(engine->strings, text);
  char *copy = g_strndup(text, length);
  const char *interned = g_string_chunk_insert_const(engine->strings, copy);
  g_free(copy);
  return interned;
}

const TextShadow *style_keep_shadow(StyleEngine *engine, const TextShadow *shadow) {
  return arena_copy(engine->arena, shadow, sizeof *shadow);
}

const SpecifiedList *style_intern_list(StyleEngine *engine, const Specified *items, int count) {
  return style_store_list(engine->store, items, count);
}

/* ---- Diagnostics ---- */

static char *source_name(const Assignment *assignment) {
  const PropertyRow *row = &fo_properties[assignment->source];
  const Component part = assignment->component;
  const bool own = row->type == ROW_PROPERTY && part != COMPONENT_ALL && part < COMPONENT_LANGUAGE;
  return g_strconcat(row->name, own ? "." : "", own ? vocabulary_component_name(part) : "", NULL);
}

static const char *keyword_meant(const StyleEngine *engine, FoProperty property, const char *text) {
  const char *names[KW_COUNT];
  size_t count = 0;
  for (Keyword keyword = KW_UNSET + 1; keyword < KW_COUNT; keyword++)
    if (grammar_has(vocabulary_grammar(engine->vocabulary, property), keyword))
      names[count++] = fo_keyword_name(keyword);
  return diag_did_you_mean(text, names, count);
}

static void report_bad(const Refinement *refinement, const Assignment *assignment) {
  const StyleEngine *engine = refinement->engine;
  if (!engine->diagnostics)
    return;
  const PropertyRow *row = &fo_properties[assignment->property];
  const char *allowed = row->type == ROW_PROPERTY ? row->values : NULL;
  const char *meant =
      allowed ? keyword_meant(engine, assignment->property, assignment->text) : NULL;
  char *name = source_name(assignment);
  char *hint = meant     ? g_strdup_printf("did you mean “%s”? Allowed are: %s", meant, allowed)
               : allowed ? g_strdup_printf("allowed are: %s", allowed)
                         : g_strdup("the values of its parts are allowed, in their order");
  diag_fo_bad_value(engine->diagnostics, fo_place(refinement->node), assignment->text, name,
                    refinement->reason ? ": " : "", refinement->reason ? refinement->reason : "",
                    hint);
  g_free(name);
  g_free(hint);
}

static void report_unitless(Refinement *refinement, const Assignment *assignment) {
  Diagnostics *diagnostics = refinement->engine->diagnostics;
  if (diagnostics && refinement->unitless && refinement->unitless_reported != assignment->source)
    diag_fo_unitless(diagnostics, fo_place(refinement->node), assignment->text,
                     fo_property_name(assignment->source));
  if (refinement->unitless)
    refinement->unitless_reported = assignment->source;
  refinement->unitless = false;
}

/* Containers in the flow repeat their viewport. */
static const char *unsupported_overflow(const Refinement *refinement) {
  const Style *style = refinement->style;
  const bool repeats =
      refinement->node->element == FO_BLOCK_CONTAINER && style->absolute_position == KW_AUTO;
  switch (style->overflow) {
  case KW_REPEAT: return repeats ? NULL : "overflow=\"repeat\" of what is no container in the flow";
  case KW_REPLACE: return "overflow=\"replace\"";
  case KW_CONDENSE: return "overflow=\"condense\"";
  default: return NULL;
  }
}

/* A value that is not acted upon, of a property that is; NULL: it is. */
static const char *unsupported_value(const Style *style, FoProperty property) {
  const bool vertical = style->writing_mode == KW_TB_RL || style->writing_mode == KW_TB;
  if (property == PROP_WRITING_MODE && vertical)
    return "writing-mode=\"tb-rl\"";
  if (property == PROP_LEADER_ALIGNMENT && style->leader_alignment == KW_PAGE)
    return "leader-alignment=\"page\"";
  return NULL;
}

static void report_unsupported(const Refinement *refinement, FoProperty property,
                               FoProperty source) {
  StyleEngine *engine = refinement->engine;
  const char *value = unsupported_value(refinement->style, property);
  if (!value && property == PROP_OVERFLOW)
    value = unsupported_overflow(refinement);
  if (value && !engine->reported[property] && engine->diagnostics) {
    engine->reported[property] = true;
    diag_fo_unsupported_property(engine->diagnostics, fo_place(refinement->node), value);
  }
  if (fo_properties[property].support != UNSUPPORTED || engine->reported[property] ||
      !engine->diagnostics || style_same(refinement->style, engine->initial, property))
    return;
  engine->reported[property] = true;
  diag_fo_unsupported_property(engine->diagnostics, fo_place(refinement->node),
                               fo_property_name(source));
}

/* ---- From attributes to assignments ---- */

static void collect_one(Expansion *expansion, const Specified *specified) {
  const PropertyRow *row = &fo_properties[specified->property];
  const FoProperty property = specified->property;
  expansion->source = property;
  if (row->type == ROW_SHORTHAND) {
    const guint before = expansion->assignments->len;
    if (!row->expand(expansion, specified->value)) {
      g_array_set_size(expansion->assignments, before);
      const Assignment assignment = {
          .property = property, .source = property, .text = specified->value};
      report_bad(expansion->refinement, &assignment);
    }
    return;
  }
  const bool margin = property >= PROP_MARGIN_TOP && property <= PROP_MARGIN_RIGHT;
  const bool absolute = row->type == ROW_CORRESPONDING || margin;
  Component component = specified->component;
  if (property == PROP_LANGUAGE && !strpbrk(specified->value, "-_"))
    component = COMPONENT_LANGUAGE;
  if (row->type == ROW_CORRESPONDING && component == COMPONENT_ALL)
    component = row->component;
  expansion_add(expansion, property, component, absolute ? RANK_SPECIFIED_ABSOLUTE : RANK_SPECIFIED,
                specified->value, strlen(specified->value));
}

static gint compare_assignments(gconstpointer a, gconstpointer b) {
  const Assignment *left = a, *right = b;
  if (left->property != right->property)
    return left->property < right->property ? -1 : 1;
  if (left->rank != right->rank)
    return left->rank < right->rank ? -1 : 1;
  return (left->component > right->component) - (left->component < right->component);
}

/* Copies the parent's value, or the length in it that is asked for (max-width="inherit"). */
static void inherit(Refinement *refinement, const Assignment *assignment, void *field) {
  const char *from = style_field(refinement->parent, assignment->property);
  const ValueKind kind = fo_properties[assignment->property].kind;
  const Component part = assignment->component;
  if ((kind == VALUE_RANGE || kind == VALUE_SPACE) && part >= COMPONENT_MINIMUM &&
      part <= COMPONENT_MAXIMUM) {
    /* The three lengths come first in both kinds, in the order of the components. */
    const size_t offset = (part - COMPONENT_MINIMUM) * sizeof(Size);
    memcpy((char *)field + offset, from + offset, sizeof(Size));
  } else {
    memcpy(field, from, value_size(kind));
  }
}

/* Into a temporary first: a bad value leaves what was there. */
static bool assign(Refinement *refinement, const Assignment *assignment) {
  union {
    Size size;
    SizeRange range;
    Space space;
    LineHeight height;
    ConditionalSize conditional;
    const char *string;
    TextDecoration decoration;
    const TextShadow *shadow;
    Keep keep;
  } value;
  const PropertyRow *row = &fo_properties[assignment->property];
  void *field = (char *)refinement->style + row->offset;
  if (strcmp(assignment->text, "inherit") == 0) {
    inherit(refinement, assignment, field);
    return true;
  }
  memcpy(&value, field, value_size(row->kind));
  if (!value_parse(refinement, assignment->property, assignment->component, assignment->text,
                   &value)) {
    refinement->unitless = false;
    report_bad(refinement, assignment);
    return false;
  }
  memcpy(field, &value, value_size(row->kind));
  report_unitless(refinement, assignment);
  report_unsupported(refinement, assignment->property, assignment->source);
  return true;
}

/* Assigns in order; `ranks` receives how precisely each property was asked for. */
static void assign_all(Refinement *refinement, uint8_t ranks[PROP_COUNT]) {
  StyleEngine *engine = refinement->engine;
  GArray *array = engine->assignments;
  Assignment *all = (Assignment *)(void *)array->data;
  for (guint i = 0; i < array->len; i++)
    if (all[i].property == PROP_WRITING_MODE)
      assign(refinement, &all[i]);
  for (guint i = 0; i < array->len; i++)
    all[i].property = corresponding_property(all[i].property, refinement->style->writing_mode);
  g_array_sort(array, compare_assignments);
  for (guint i = 0; i < array->len; i++)
    if (all[i].property != PROP_WRITING_MODE && assign(refinement, &all[i]))
      ranks[all[i].property] = (uint8_t)all[i].rank;
}

/* ---- What follows from several properties ---- */

static void finish_borders(Style *style, const uint8_t ranks[PROP_COUNT]) {
  enum { EDGES = 4 };
  for (unsigned edge = 0; edge < EDGES; edge++) {
    const Keyword *edge_style = style_field(style, PROP_BORDER_BEFORE_STYLE + edge);
    ConditionalSize *width =
        (ConditionalSize *)((char *)style + fo_properties[PROP_BORDER_BEFORE_WIDTH + edge].offset);
    Color *color = (Color *)((char *)style + fo_properties[PROP_BORDER_BEFORE_COLOR + edge].offset);
    if (*edge_style == KW_NONE || *edge_style == KW_HIDDEN)
      width->size = (Size){0};
    if (!ranks[PROP_BORDER_BEFORE_COLOR + edge])
      *color = style->color;
  }
}

/* Sizes that depend on nothing are put in order (§5.11). */
static bool is_fixed(Size size) {
  return !size.keyword && !size.percent && !size.proportional;
}

static void order_range(Size *minimum, const Size *optimum, Size *maximum) {
  if (!is_fixed(*optimum))
    return;
  if (is_fixed(*minimum) && minimum->length > optimum->length)
    *minimum = *optimum;
  if (is_fixed(*maximum) && maximum->length < optimum->length)
    *maximum = *optimum;
}

static void finish_ranges(Style *style) {
  static const FoProperty spaces[] = {PROP_SPACE_BEFORE, PROP_SPACE_AFTER,    PROP_SPACE_START,
                                      PROP_SPACE_END,    PROP_LETTER_SPACING, PROP_WORD_SPACING};
  for (size_t i = 0; i < G_N_ELEMENTS(spaces); i++) {
    Space *space = (Space *)((char *)style + fo_properties[spaces[i]].offset);
    order_range(&space->minimum, &space->optimum, &space->maximum);
  }
  order_range(&style->leader_length.minimum, &style->leader_length.optimum,
              &style->leader_length.maximum);
}

static void finish_margins(Refinement *refinement, const uint8_t ranks[PROP_COUNT]) {
  const MarginRanks margins = {
      .margin = {[SIDE_TOP] = ranks[PROP_MARGIN_TOP],
                 [SIDE_BOTTOM] = ranks[PROP_MARGIN_BOTTOM],
                 [SIDE_LEFT] = ranks[PROP_MARGIN_LEFT],
                 [SIDE_RIGHT] = ranks[PROP_MARGIN_RIGHT]},
      .space_before = ranks[PROP_SPACE_BEFORE],
      .space_after = ranks[PROP_SPACE_AFTER],
      .space_start = ranks[PROP_SPACE_START],
      .space_end = ranks[PROP_SPACE_END],
      .start_indent = ranks[PROP_START_INDENT],
      .end_indent = ranks[PROP_END_INDENT],
  };
  corresponding_margins(refinement, &margins);
}

/* ---- One style ---- */

int style_border_precedence(FoElement element) {
  switch (element) {
  case FO_TABLE: return 6;
  case FO_TABLE_CELL: return 5;
  case FO_TABLE_COLUMN: return 4;
  case FO_TABLE_ROW: return 3;
  case FO_TABLE_BODY: return 2;
  case FO_TABLE_HEADER: return 1;
  default: return 0;
  }
}

/* The content of a region is set in the region's writing mode unless the tree asks for another:
 * regions are where reference areas of flows come from (§7.29.7). */
static void take_region_writing_mode(Refinement *refinement) {
  const Style *region = page_master_region_style(refinement->engine, refinement->node);
  refinement->shareable = false;
  if (region && !ancestor_specifying(refinement->node, PROP_WRITING_MODE))
    refinement->style->writing_mode = region->writing_mode;
}

static void start_from_parent(Refinement *refinement) {
  Style *style = refinement->style;
  const Style *initial = refinement->engine->initial;
  *style = *refinement->parent;
  for (FoProperty property = PROP_NONE + 1; property < PROP_COUNT; property++) {
    const PropertyRow *row = &fo_properties[property];
    if (row->type == ROW_PROPERTY && !row->inherited && row->kind != VALUE_DECORATION &&
        row->kind != VALUE_SHADOW)
      memcpy((char *)style + row->offset, (const char *)initial + row->offset,
             value_size(row->kind));
  }
  if (refinement->node->element == FO_FLOW || refinement->node->element == FO_STATIC_CONTENT)
    take_region_writing_mode(refinement);
  const int precedence = style_border_precedence(refinement->node->element);
  style->border_before_precedence = style->border_after_precedence = precedence;
  style->border_start_precedence = style->border_end_precedence = precedence;
}

static void refine(Refinement *refinement, const SpecifiedList *specified) {
  StyleEngine *engine = refinement->engine;
  uint8_t ranks[PROP_COUNT] = {0};
  start_from_parent(refinement);
  Expansion expansion = {
      .refinement = refinement, .assignments = engine->assignments, .strings = engine->scratch};
  for (int i = 0; i < specified->count; i++)
    collect_one(&expansion, &specified->items[i]);
  assign_all(refinement, ranks);
  g_array_set_size(engine->assignments, 0);
  g_string_chunk_clear(engine->scratch);
  Style *style = refinement->style;
  if (!ranks[PROP_LINE_HEIGHT] && style->line_height.factor > 0)
    style->line_height.length =
        length_from_points(style->line_height.factor * length_to_points(style->font_size));
  finish_borders(style, ranks);
  finish_ranges(style);
  finish_margins(refinement, ranks);
}

const Style *style_refine(StyleEngine *engine, const FoNode *node, const SpecifiedList *specified) {
  const Style *parent = node->parent ? node->parent->style : engine->initial;
  const Style *known = style_store_lookup(engine->store, parent, node->element, specified);
  if (known)
    return known;
  Style style;
  Refinement refinement = {
      .engine = engine, .node = node, .parent = parent, .style = &style, .shareable = true};
  refine(&refinement, specified);
  const Style *interned = style_store_style(engine->store, &style);
  if (refinement.shareable)
    style_store_remember(engine->store, parent, node->element, specified, interned);
  return interned;
}
