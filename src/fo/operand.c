/* From one type of operand to another (XSL 1.1 §5.9.13). */
#include "fo/color.h"
#include "fo/expression.h"

static void set_number(Operand *operand, double value) {
  *operand = (Operand){.type = OPERAND_NUMERIC, .value = value};
}

static void set_length(Operand *operand, Length length) {
  *operand = (Operand){.type = OPERAND_NUMERIC, .power = 1, .value = length_to_points(length)};
}

static bool set_size(Refinement *refinement, Operand *operand, Size size) {
  if (size.keyword)
    return refuse(refinement, "the value that it refers to is no length");
  set_length(operand, size.length);
  operand->percent = size.percent * 100.0 / SIZE_HUNDRED_PERCENT;
  operand->proportional = size.proportional / 1000.0;
  return true;
}

static Size part_of(Component component, Size minimum, Size optimum, Size maximum) {
  return component == COMPONENT_MINIMUM   ? minimum
         : component == COMPONENT_MAXIMUM ? maximum
                                          : optimum;
}

bool operand_to_size(const Operand *operand, Size *size) {
  if (operand->type != OPERAND_PROPERTY)
    return false;
  const void *field = style_field(operand->style, operand->property);
  const SizeRange *range = field;
  const Space *space = field;
  switch (fo_properties[operand->property].kind) {
  case VALUE_SIZE: *size = *(const Size *)field; return true;
  case VALUE_CONDITIONAL: *size = ((const ConditionalSize *)field)->size; return true;
  case VALUE_RANGE:
    *size = part_of(operand->component, range->minimum, range->optimum, range->maximum);
    return true;
  case VALUE_SPACE:
    *size = part_of(operand->component, space->minimum, space->optimum, space->maximum);
    return true;
  default: return false;
  }
}

static bool property_to_numeric(Refinement *refinement, Operand *operand) {
  const void *field = style_field(operand->style, operand->property);
  Size size;
  if (operand_to_size(operand, &size))
    return set_size(refinement, operand, size);
  switch (fo_properties[operand->property].kind) {
  case VALUE_INTEGER: set_number(operand, *(const int *)field); return true;
  case VALUE_NUMBER: set_number(operand, *(const double *)field); return true;
  case VALUE_LENGTH: set_length(operand, *(const Length *)field); return true;
  case VALUE_LINE_HEIGHT: set_length(operand, ((const LineHeight *)field)->length); return true;
  default: return refuse(refinement, "the property that it refers to is no length");
  }
}

bool operand_to_numeric(Refinement *refinement, Operand *operand) {
  if (operand->type == OPERAND_NUMERIC)
    return true;
  if (operand->type == OPERAND_PROPERTY)
    return property_to_numeric(refinement, operand);
  return refuse(refinement, "it calculates with something that is no number");
}

bool operand_to_color(Refinement *refinement, Operand *operand) {
  if (operand->type == OPERAND_COLOR)
    return true;
  if (operand->type == OPERAND_PROPERTY && fo_properties[operand->property].kind == VALUE_COLOR) {
    operand->color = *(const Color *)style_field(operand->style, operand->property);
    operand->type = OPERAND_COLOR;
    return true;
  }
  if (operand->type == OPERAND_NAME &&
      color_from_name(operand->text, operand->length, &operand->color)) {
    operand->type = OPERAND_COLOR;
    return true;
  }
  return refuse(refinement, NULL);
}
