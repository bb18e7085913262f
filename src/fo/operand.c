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

static bool property_to_numeric(Refinement *refinement, Operand *operand) {
  const void *field = style_field(operand->style, operand->property);
  const Component part = operand->component;
  switch (fo_properties[operand->property].kind) {
  case VALUE_INTEGER: set_number(operand, *(const int *)field); return true;
  case VALUE_NUMBER: set_number(operand, *(const double *)field); return true;
  case VALUE_LENGTH: set_length(operand, *(const Length *)field); return true;
  case VALUE_LINE_HEIGHT: set_length(operand, ((const LineHeight *)field)->length); return true;
  case VALUE_SIZE: return set_size(refinement, operand, *(const Size *)field);
  case VALUE_CONDITIONAL:
    return set_size(refinement, operand, ((const ConditionalSize *)field)->size);
  case VALUE_RANGE: {
    const SizeRange *range = field;
    return set_size(refinement, operand,
                    part_of(part, range->minimum, range->optimum, range->maximum));
  }
  case VALUE_SPACE: {
    const Space *space = field;
    return set_size(refinement, operand,
                    part_of(part, space->minimum, space->optimum, space->maximum));
  }
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
