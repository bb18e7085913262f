#include "fo/expression.h"

#include "fo/color.h"
#include "fo/lexer.h"

#include <math.h>
#include <string.h>

enum { DEEPEST_NESTING = 64 };

typedef struct {
  Refinement *refinement;
  Lexer lexer;
  Token token; /* the one at hand */
  int depth;
} Parser;

static bool parse_additive(Parser *parser, Operand *result);

static void advance(Parser *parser) {
  parser->token = lexer_next(&parser->lexer);
}

static bool fail(Parser *parser, const char *reason) {
  return refuse(parser->refinement, reason);
}

/* ---- Primary expressions ---- */

static const struct {
  const char *name;
  double points;
} units[] = {{"pt", 1}, {"mm", 72 / 25.4}, {"cm", 72 / 2.54}, {"in", 72}, {"pc", 12}, {"px", 1}};

/* A percentage becomes a length here if the property says of what, else it is left to layout. */
static void set_percentage(Refinement *refinement, double percent, Operand *result) {
  const Vocabulary *vocabulary = style_vocabulary(refinement->engine);
  const unsigned allow = vocabulary_grammar(vocabulary, refinement->property)->allow;
  *result = (Operand){.type = OPERAND_NUMERIC, .power = 1};
  if (allow & ALLOW_PERCENTAGE_FONT_SIZE)
    result->value = length_to_points(refinement_em(refinement)) * percent / 100;
  else if (allow & ALLOW_PERCENTAGE_LINE_HEIGHT)
    result->value = length_to_points(refinement->parent->line_height.length) * percent / 100;
  else
    result->percent = percent;
}

static bool parse_number(Parser *parser, Operand *result) {
  const Token token = parser->token;
  *result = (Operand){.type = OPERAND_NUMERIC, .value = token.value, .power = token.length > 0};
  advance(parser);
  if (token.length == 0)
    return true;
  if (token_is(&token, "%")) {
    set_percentage(parser->refinement, token.value, result);
    return true;
  }
  if (token_is(&token, "em")) {
    result->value *= length_to_points(refinement_em(parser->refinement));
    return true;
  }
  for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
    if (token_is(&token, units[i].name)) {
      result->value *= units[i].points;
      return true;
    }
  return fail(parser, "the unit is not one of pt, mm, cm, in, pc, px, em, %");
}

static bool parse_arguments(Parser *parser, Operand *arguments, int *count) {
  *count = 0;
  if (parser->token.type != TOKEN_CLOSE) {
    for (;;) {
      if (*count == EXPRESSION_MAX_ARGUMENTS)
        return fail(parser, "the function has too many arguments");
      if (!parse_additive(parser, &arguments[(*count)++]))
        return false;
      if (parser->token.type != TOKEN_COMMA)
        break;
      advance(parser);
    }
  }
  if (parser->token.type != TOKEN_CLOSE)
    return fail(parser, "a closing parenthesis is missing");
  advance(parser);
  return true;
}

static bool parse_function(Parser *parser, Operand *result) {
  const FunctionRow *function = expression_function(parser->token.text, parser->token.length);
  if (!function)
    return fail(parser, "there is no such function");
  Operand arguments[EXPRESSION_MAX_ARGUMENTS];
  int count;
  advance(parser);
  if (!parse_arguments(parser, arguments, &count))
    return false;
  if (count < function->minimum || count > function->maximum)
    return fail(parser, "the function has the wrong number of arguments");
  *result = (Operand){.type = OPERAND_NUMERIC};
  return function->call(parser->refinement, arguments, count, result);
}

static bool parse_color(Parser *parser, Operand *result) {
  *result =
      (Operand){.type = OPERAND_COLOR, .text = parser->token.text, .length = parser->token.length};
  /* A name of a colour profile (#CMYK) is none, and is refused only where a colour is wanted. */
  if (!color_from_hex(result->text, result->length, &result->color))
    result->type = OPERAND_STRING;
  advance(parser);
  return true;
}

static bool parse_parenthesis(Parser *parser, Operand *result) {
  advance(parser);
  if (!parse_additive(parser, result))
    return false;
  if (parser->token.type != TOKEN_CLOSE)
    return fail(parser, "a closing parenthesis is missing");
  advance(parser);
  return true;
}

static bool parse_primary(Parser *parser, Operand *result) {
  const Token token = parser->token;
  switch (token.type) {
  case TOKEN_NUMBER: return parse_number(parser, result);
  case TOKEN_FUNCTION: return parse_function(parser, result);
  case TOKEN_COLOR: return parse_color(parser, result);
  case TOKEN_OPEN: return parse_parenthesis(parser, result);
  case TOKEN_NAME:
  case TOKEN_STRING:
    *result = (Operand){.type = token.type == TOKEN_NAME ? OPERAND_NAME : OPERAND_STRING,
                        .text = token.text,
                        .length = token.length};
    advance(parser);
    return true;
  case TOKEN_END: return fail(parser, "it ends where a value is expected");
  default: return fail(parser, "it is not a value");
  }
}

/* ---- Operators ---- */

static bool parse_unary(Parser *parser, Operand *result) {
  if (parser->depth == DEEPEST_NESTING)
    return fail(parser, "it is nested too deeply");
  const TokenType sign = parser->token.type;
  if (sign != TOKEN_MINUS && sign != TOKEN_PLUS) {
    parser->depth++;
    const bool parsed = parse_primary(parser, result);
    parser->depth--;
    return parsed;
  }
  advance(parser);
  parser->depth++;
  const bool parsed = parse_unary(parser, result);
  parser->depth--;
  if (!parsed || !operand_to_numeric(parser->refinement, result))
    return false;
  if (sign == TOKEN_MINUS) {
    result->value = -result->value;
    result->percent = -result->percent;
    result->proportional = -result->proportional;
  }
  return true;
}

static bool is_plain(const Operand *operand) {
  return operand->percent == 0 && operand->proportional == 0;
}

static void scale(Operand *operand, double factor) {
  operand->value *= factor;
  operand->percent *= factor;
  operand->proportional *= factor;
}

static bool multiply(Parser *parser, Operand *left, Operand *right) {
  if (!is_plain(left) && right->power == 0) {
    scale(left, right->value);
    return true;
  }
  if (!is_plain(right) && left->power == 0) {
    scale(right, left->value);
    *left = *right;
    return true;
  }
  if (!is_plain(left) || !is_plain(right))
    return fail(parser, "a percentage is multiplied by a length");
  left->value *= right->value;
  left->power += right->power;
  return true;
}

static bool divide(Parser *parser, Operand *left, const Operand *right) {
  if (!is_plain(right))
    return fail(parser, "it divides by a percentage");
  if (right->value == 0)
    return fail(parser, "it divides by zero");
  if (!is_plain(left) && right->power != 0)
    return fail(parser, "a percentage is divided by a length");
  scale(left, 1 / right->value);
  left->power -= right->power;
  return true;
}

static bool modulo(Parser *parser, Operand *left, const Operand *right) {
  if (left->power != right->power || !is_plain(left) || !is_plain(right))
    return fail(parser, "mod needs two numbers or two lengths");
  if (right->value == 0)
    return fail(parser, "it divides by zero");
  left->value = fmod(left->value, right->value);
  return true;
}

static bool parse_multiplicative(Parser *parser, Operand *result) {
  if (!parse_unary(parser, result))
    return false;
  for (;;) {
    const Token sign = parser->token;
    const bool is_divide = sign.type == TOKEN_NAME && token_is(&sign, "div");
    const bool is_modulo = sign.type == TOKEN_NAME && token_is(&sign, "mod");
    if (sign.type != TOKEN_TIMES && !is_divide && !is_modulo)
      return true;
    Operand right;
    advance(parser);
    if (!parse_unary(parser, &right) || !operand_to_numeric(parser->refinement, result) ||
        !operand_to_numeric(parser->refinement, &right))
      return false;
    if (is_divide   ? !divide(parser, result, &right)
        : is_modulo ? !modulo(parser, result, &right)
                    : !multiply(parser, result, &right))
      return false;
  }
}

static bool parse_additive(Parser *parser, Operand *result) {
  if (!parse_multiplicative(parser, result))
    return false;
  while (parser->token.type == TOKEN_PLUS || parser->token.type == TOKEN_MINUS) {
    const double sign = parser->token.type == TOKEN_PLUS ? 1 : -1;
    Operand right;
    advance(parser);
    if (!parse_multiplicative(parser, &right) || !operand_to_numeric(parser->refinement, result) ||
        !operand_to_numeric(parser->refinement, &right))
      return false;
    if (result->power != right.power)
      return fail(parser, "a number and a length are added");
    result->value += sign * right.value;
    result->percent += sign * right.percent;
    result->proportional += sign * right.proportional;
  }
  return true;
}

bool expression_evaluate(Refinement *refinement, const char *text, Operand *result) {
  Parser parser = {.refinement = refinement, .lexer = {text}};
  refinement->reason = NULL;
  advance(&parser);
  if (!parse_additive(&parser, result))
    return false;
  if (parser.token.type != TOKEN_END)
    return refuse(refinement, "more follows the value than is allowed");
  if (result->type == OPERAND_NUMERIC &&
      !(isfinite(result->value) && isfinite(result->percent) && isfinite(result->proportional)))
    return refuse(refinement, "it is too large");
  return true;
}

bool expression_is_property_function(const char *text) {
  static const char *const names[] = {"inherited-property-value",     "from-parent",
                                      "from-nearest-specified-value", "from-table-column",
                                      "from-page-master-region",      "merge-property-values"};
  Lexer lexer = {text};
  const Token token = lexer_next(&lexer);
  for (size_t i = 0; i < G_N_ELEMENTS(names) && token.type == TOKEN_FUNCTION; i++)
    if (token_is(&token, names[i]))
      return true;
  return false;
}
