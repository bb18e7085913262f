/* The core function library of expressions (XSL 1.1 §5.10). */
#include "fo/ancestry.h"
#include "fo/color.h"
#include "fo/corresponding.h"
#include "fo/expression.h"

#include <math.h>
#include <string.h>

/* ---- Numbers ---- */

static bool plain_number(Refinement *refinement, Operand *operand) {
  if (!operand_to_numeric(refinement, operand))
    return false;
  if (operand->power != 0 || operand->percent != 0)
    return refuse(refinement, "the function takes a number without a unit");
  return true;
}

static bool call_floor(Refinement *refinement, Operand *arguments, int count, Operand *result) {
  (void)count;
  *result = arguments[0];
  if (!plain_number(refinement, result))
    return false;
  result->value = floor(result->value);
  return true;
}

static bool call_ceiling(Refinement *refinement, Operand *arguments, int count, Operand *result) {
  (void)count;
  *result = arguments[0];
  if (!plain_number(refinement, result))
    return false;
  result->value = ceil(result->value);
  return true;
}

/* Halves go up, also below zero. */
static bool call_round(Refinement *refinement, Operand *arguments, int count, Operand *result) {
  (void)count;
  *result = arguments[0];
  if (!plain_number(refinement, result))
    return false;
  result->value = floor(result->value + 0.5);
  return true;
}

/* Below zero: a is less than b. A percentage of what is not known compares only with its like. */
static bool compare(Refinement *refinement, Operand *a, Operand *b, double *order) {
  if (!operand_to_numeric(refinement, a) || !operand_to_numeric(refinement, b))
    return false;
  if (a->power != b->power || a->proportional != 0 || b->proportional != 0)
    return refuse(refinement, "it compares a number with a length");
  const bool percentages = a->value == 0 && b->value == 0;
  if (!percentages && (a->percent != 0 || b->percent != 0))
    return refuse(refinement, "it compares a percentage with a length");
  *order = percentages ? a->percent - b->percent : a->value - b->value;
  return true;
}

static bool call_min(Refinement *refinement, Operand *arguments, int count, Operand *result) {
  (void)count;
  double order;
  if (!compare(refinement, &arguments[0], &arguments[1], &order))
    return false;
  *result = arguments[order <= 0 ? 0 : 1];
  return true;
}

static bool call_max(Refinement *refinement, Operand *arguments, int count, Operand *result) {
  (void)count;
  double order;
  if (!compare(refinement, &arguments[0], &arguments[1], &order))
    return false;
  *result = arguments[order >= 0 ? 0 : 1];
  return true;
}

static bool call_abs(Refinement *refinement, Operand *arguments, int count, Operand *result) {
  (void)count;
  *result = arguments[0];
  if (!operand_to_numeric(refinement, result))
    return false;
  if (result->percent != 0 && result->value != 0)
    return refuse(refinement, "whether it is negative is known only in layout");
  result->value = fabs(result->value);
  result->percent = fabs(result->percent);
  return true;
}

/* ---- Colours ---- */

/* A component from 0 to 255; percentages are of 255. */
static bool color_component(Refinement *refinement, Operand *operand, double *value) {
  if (!operand_to_numeric(refinement, operand))
    return false;
  if (operand->power != 0 && operand->value != 0)
    return refuse(refinement, "a component of a colour has a unit");
  *value = operand->value + operand->percent * 255 / 100;
  return true;
}

static bool call_rgb(Refinement *refinement, Operand *arguments, int count, Operand *result) {
  (void)count;
  double parts[3];
  for (int i = 0; i < 3; i++)
    if (!color_component(refinement, &arguments[i], &parts[i]))
      return false;
  *result = (Operand){.type = OPERAND_COLOR, .color = color_from_rgb(parts[0], parts[1], parts[2])};
  return true;
}

/* The sRGB fallback, which the function's first arguments are for; #CMYK needs no profile. */
static bool call_rgb_icc(Refinement *refinement, Operand *arguments, int count, Operand *result) {
  return call_rgb(refinement, arguments, count, result);
}

static bool call_cmyk(Refinement *refinement, Operand *arguments, int count, Operand *result) {
  (void)count;
  double parts[4];
  for (int i = 0; i < 4; i++) {
    if (!operand_to_numeric(refinement, &arguments[i]))
      return false;
    if (arguments[i].power != 0 && arguments[i].value != 0)
      return refuse(refinement, "a component of a colour has a unit");
    parts[i] = arguments[i].value + arguments[i].percent / 100;
  }
  *result = (Operand){.type = OPERAND_COLOR,
                      .color = color_from_cmyk(parts[0], parts[1], parts[2], parts[3])};
  return true;
}

static bool call_system_color(Refinement *refinement, Operand *arguments, int count,
                              Operand *result) {
  (void)count;
  const Operand name = arguments[0];
  *result = (Operand){.type = OPERAND_COLOR};
  if ((name.type != OPERAND_NAME && name.type != OPERAND_STRING) ||
      (!color_from_system_name(name.text, name.length, &result->color) &&
       !color_from_name(name.text, name.length, &result->color)))
    return refuse(refinement, "there is no system colour of that name");
  return true;
}

/* ---- Values of properties ---- */

/* The property that the argument names, or the one that is being evaluated. */
static bool named_property(Refinement *refinement, const Operand *arguments, int count,
                           Operand *result) {
  *result = (Operand){.type = OPERAND_PROPERTY, .property = refinement->property};
  if (count == 0)
    return true;
  if (arguments[0].type != OPERAND_NAME && arguments[0].type != OPERAND_STRING)
    return refuse(refinement, "the function takes the name of a property");
  char *name = g_strndup(arguments[0].text, arguments[0].length);
  result->property =
      vocabulary_property(style_vocabulary(refinement->engine), name, &result->component);
  g_free(name);
  if (!result->property)
    return refuse(refinement, "the function names a property that does not exist");
  return true;
}

/* Points the operand at a style; absolute names are mapped by the writing mode there. */
static bool point_at(Refinement *refinement, Operand *operand, const Style *style) {
  operand->style = style ? style : style_initial(refinement->engine);
  if (operand->component == COMPONENT_ALL)
    operand->component = fo_properties[operand->property].component;
  operand->property = corresponding_property(operand->property, operand->style->writing_mode);
  if (fo_properties[operand->property].type != ROW_PROPERTY)
    return refuse(refinement, "the function names a property without a value of its own");
  return true;
}

static bool call_from_parent(Refinement *refinement, Operand *arguments, int count,
                             Operand *result) {
  return named_property(refinement, arguments, count, result) &&
         point_at(refinement, result, refinement->parent);
}

static bool call_inherited(Refinement *refinement, Operand *arguments, int count, Operand *result) {
  if (!call_from_parent(refinement, arguments, count, result))
    return false;
  if (!fo_properties[result->property].inherited)
    return refuse(refinement, "the property is not an inherited one; from-parent() takes any");
  return true;
}

static bool call_from_nearest(Refinement *refinement, Operand *arguments, int count,
                              Operand *result) {
  if (!named_property(refinement, arguments, count, result))
    return false;
  refinement->shareable = false;
  const FoProperty property =
      corresponding_property(result->property, refinement->style->writing_mode);
  return point_at(refinement, result, ancestor_specifying(refinement->node, property));
}

static bool call_from_table_column(Refinement *refinement, Operand *arguments, int count,
                                   Operand *result) {
  if (!named_property(refinement, arguments, count, result))
    return false;
  refinement->shareable = false;
  const FoNode *node = refinement->node;
  if (node->element != FO_TABLE_CELL && !ancestor_of(node, FO_TABLE_CELL))
    return refuse(refinement, "it is not in an fo:table-cell");
  return point_at(refinement, result,
                  table_column_style(style_table_grid(refinement->engine), node));
}

static bool call_from_page_master_region(Refinement *refinement, Operand *arguments, int count,
                                         Operand *result) {
  if (!named_property(refinement, arguments, count, result))
    return false;
  refinement->shareable = false;
  return point_at(refinement, result,
                  page_master_region_style(refinement->engine, refinement->node));
}

/* On paper no state applies, so the value is that of the parent fo:multi-properties. */
static bool call_merge_property_values(Refinement *refinement, Operand *arguments, int count,
                                       Operand *result) {
  return call_from_parent(refinement, arguments, count, result);
}

/* ---- Lists and tables ---- */

static void add_size(Operand *operand, Size size, double sign) {
  if (size.keyword)
    return;
  operand->value += sign * length_to_points(size.length);
  operand->percent += sign * size.percent * 100 / SIZE_HUNDRED_PERCENT;
}

/* The list item's start-indent, and the list block's two distances. Outside a list the parent's
 * values stand in. */
static void list_sizes(Refinement *refinement, Size *indent, Size *distance, Size *separation) {
  const FoNode *node = refinement->node;
  const FoNode *item = ancestor_of(node, FO_LIST_ITEM), *list = ancestor_of(node, FO_LIST_BLOCK);
  const Style *of_list = list ? list->style : refinement->parent;
  *indent = item ? item->style->start_indent : refinement->parent->start_indent;
  *distance = of_list->provisional_distance_between_starts;
  *separation = of_list->provisional_label_separation;
  if (!item || item != node->parent || item->parent != list)
    refinement->shareable = false;
}

static bool call_body_start(Refinement *refinement, Operand *arguments, int count,
                            Operand *result) {
  (void)arguments, (void)count;
  Size indent, distance, separation;
  list_sizes(refinement, &indent, &distance, &separation);
  *result = (Operand){.type = OPERAND_NUMERIC, .power = 1};
  add_size(result, indent, 1);
  add_size(result, distance, 1);
  return true;
}

static bool call_label_end(Refinement *refinement, Operand *arguments, int count, Operand *result) {
  (void)arguments, (void)count;
  Size indent, distance, separation;
  list_sizes(refinement, &indent, &distance, &separation);
  *result = (Operand){.type = OPERAND_NUMERIC, .power = 1, .percent = 100};
  add_size(result, indent, -1);
  add_size(result, distance, -1);
  add_size(result, separation, 1);
  return true;
}

static bool call_proportional(Refinement *refinement, Operand *arguments, int count,
                              Operand *result) {
  (void)count;
  if (!plain_number(refinement, &arguments[0]))
    return false;
  if (refinement->property != PROP_COLUMN_WIDTH)
    return refuse(refinement, "proportional-column-width() is for column-width only");
  if (arguments[0].value < 0)
    return refuse(refinement, "it is negative");
  *result = (Operand){.type = OPERAND_NUMERIC, .power = 1, .proportional = arguments[0].value};
  return true;
}

/* Paper has no system fonts: the value is the initial one. */
static bool call_system_font(Refinement *refinement, Operand *arguments, int count,
                             Operand *result) {
  return named_property(refinement, arguments + 1, count - 1, result) &&
         point_at(refinement, result, NULL);
}

static const FunctionRow functions[] = {
    {"floor", 1, 1, call_floor},
    {"ceiling", 1, 1, call_ceiling},
    {"round", 1, 1, call_round},
    {"min", 2, 2, call_min},
    {"max", 2, 2, call_max},
    {"abs", 1, 1, call_abs},
    {"rgb", 3, 3, call_rgb},
    {"rgb-icc", 4, EXPRESSION_MAX_ARGUMENTS, call_rgb_icc},
    {"cmyk", 4, 4, call_cmyk},
    {"system-color", 1, 2, call_system_color},
    {"system-font", 1, 2, call_system_font},
    {"inherited-property-value", 0, 1, call_inherited},
    {"from-parent", 0, 1, call_from_parent},
    {"from-nearest-specified-value", 0, 1, call_from_nearest},
    {"from-table-column", 0, 1, call_from_table_column},
    {"from-page-master-region", 0, 1, call_from_page_master_region},
    {"merge-property-values", 0, 1, call_merge_property_values},
    {"label-end", 0, 0, call_label_end},
    {"body-start", 0, 0, call_body_start},
    {"proportional-column-width", 1, 1, call_proportional},
};

const FunctionRow *expression_function(const char *name, size_t length) {
  for (size_t i = 0; i < G_N_ELEMENTS(functions); i++)
    if (strlen(functions[i].name) == length && memcmp(functions[i].name, name, length) == 0)
      return &functions[i];
  return NULL;
}
