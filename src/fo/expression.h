/* Expressions (XSL 1.1 §5.9): arithmetic on lengths and numbers, functions, colours, names.
 * Internal to fo. */
#ifndef PEERPRESS_FO_EXPRESSION_H
#define PEERPRESS_FO_EXPRESSION_H

#include "fo/style.h"

typedef enum {
  OPERAND_NUMERIC,
  OPERAND_NAME,    /* an enumeration token: text */
  OPERAND_STRING,  /* a literal: text */
  OPERAND_COLOR,   /* color; from "#…" also text */
  OPERAND_PROPERTY /* the value of `property` in `style` (from-parent() and its like) */
} OperandType;

/* A numeric is value points to the power `power` (0: a number), plus, with power 1, percentages of
 * what only layout knows and units of proportional-column-width(). */
typedef struct {
  OperandType type;
  int power;
  double value, percent, proportional;
  const char *text; /* a slice */
  size_t length;
  Color color;
  const Style *style;
  FoProperty property;
  Component component;
} Operand;

/* Evaluates `text` for refinement->property. False with refinement->reason set if it is none. */
bool expression_evaluate(Refinement *refinement, const char *text, Operand *result);

/* Is it nothing but a function that gives a property's value? */
bool expression_is_property_function(const char *text);

/* Makes a numeric of the value of a property, if it can be one. */
bool operand_to_numeric(Refinement *refinement, Operand *operand);

/* The size that a property's value is, or the part of it that was named; false if it is none. */
bool operand_to_size(const Operand *operand, Size *size);

/* Makes a colour of a name or a property's value, if it is one. */
bool operand_to_color(Refinement *refinement, Operand *operand);

/* A function's definition: functions.c. The arguments are evaluated; false: refinement->reason. */
typedef bool (*ExpressionFunction)(Refinement *refinement, Operand *arguments, int count,
                                   Operand *result);
enum { EXPRESSION_MAX_ARGUMENTS = 16 };
typedef struct {
  const char *name;
  int minimum, maximum; /* arguments */
  ExpressionFunction call;
} FunctionRow;
const FunctionRow *expression_function(const char *name, size_t length);

#endif
