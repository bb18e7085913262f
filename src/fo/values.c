#include "fo/values.h"

#include "fo/corresponding.h"

#include <math.h>
#include <string.h>

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

Keyword value_keyword(const Refinement *refinement, FoProperty property, const char *text) {
  const Vocabulary *vocabulary = style_vocabulary(refinement->engine);
  while (is_space(*text))
    text++;
  size_t length = strlen(text);
  while (length > 0 && is_space(text[length - 1]))
    length--;
  const Keyword keyword = vocabulary_keyword(vocabulary, text, length);
  return keyword && grammar_has(vocabulary_grammar(vocabulary, property), keyword) ? keyword
                                                                                   : KW_UNSET;
}

static const Grammar *grammar_of(const Refinement *refinement, FoProperty property) {
  return vocabulary_grammar(style_vocabulary(refinement->engine), property);
}

static int32_t to_thousandths(double value) {
  return (int32_t)floor(CLAMP(value * 1000, INT32_MIN, INT32_MAX) + 0.5);
}

/* ---- Keywords and integers ---- */

static bool parse_keyword(Refinement *refinement, FoProperty property, const char *text,
                          Keyword *value) {
  static const Keyword stretches[] = {KW_ULTRA_CONDENSED, KW_EXTRA_CONDENSED, KW_CONDENSED,
                                      KW_SEMI_CONDENSED,  KW_NORMAL,          KW_SEMI_EXPANDED,
                                      KW_EXPANDED,        KW_EXTRA_EXPANDED,  KW_ULTRA_EXPANDED};
  *value = value_keyword(refinement, property, text);
  switch (*value) {
  case KW_UNSET: return refuse(refinement, NULL);
  case KW_LR: *value = KW_LR_TB; return true;
  case KW_RL: *value = KW_RL_TB; return true;
  case KW_TB: *value = KW_TB_RL; return true;
  case KW_WIDER:
  case KW_NARROWER: break;
  default: return true;
  }
  size_t at = 0;
  while (at + 1 < G_N_ELEMENTS(stretches) && stretches[at] != refinement->parent->font_stretch)
    at++;
  if (*value == KW_WIDER)
    *value = stretches[MIN(at + 1, G_N_ELEMENTS(stretches) - 1)];
  else
    *value = stretches[at ? at - 1 : 0];
  return true;
}

/* CSS 2 §15.2.3: the next weight that differs in most families. */
static int relative_weight(int weight, bool bolder) {
  if (bolder)
    return weight < 400 ? 400 : weight < 600 ? 700 : 900;
  return weight < 600 ? 100 : weight < 800 ? 400 : 700;
}

static int integer_of_keyword(const Refinement *refinement, FoProperty property, Keyword keyword) {
  switch (keyword) {
  case KW_NO_LIMIT: return INTEGER_NO_LIMIT;
  case KW_FORCE: return INTEGER_FORCE;
  case KW_AUTO_ODD: return INTEGER_AUTO_ODD;
  case KW_AUTO_EVEN: return INTEGER_AUTO_EVEN;
  case KW_NORMAL: return 400;
  case KW_BOLD: return 700;
  case KW_BOLDER:
  case KW_LIGHTER: return relative_weight(refinement->parent->font_weight, keyword == KW_BOLDER);
  default: return property == PROP_COLUMN_NUMBER ? 0 : INTEGER_AUTO;
  }
}

static bool parse_number(Refinement *refinement, const char *text, double *value) {
  Operand operand;
  if (!expression_evaluate(refinement, text, &operand) || !operand_to_numeric(refinement, &operand))
    return false;
  if (operand.power != 0)
    return refuse(refinement, "a number without a unit is expected");
  *value = operand.value;
  return true;
}

/* An angle, rounded to quarters of a circle: 0, 90, 180 or 270. */
static bool parse_angle(Refinement *refinement, const char *text, int *value) {
  static const struct {
    const char *unit;
    double degrees;
  } units[] = {{"deg", 1}, {"grad", 0.9}, {"rad", 180 / G_PI}, {"", 1}};
  char *end;
  const double number = g_ascii_strtod(text, &end);
  char *unit = g_strstrip(g_strdup(end));
  size_t i = 0;
  while (i < G_N_ELEMENTS(units) && strcmp(unit, units[i].unit) != 0)
    i++;
  g_free(unit);
  const double degrees = i < G_N_ELEMENTS(units) ? number * units[i].degrees : NAN;
  if (end == text || !isfinite(degrees))
    return refuse(refinement, "an angle such as 90deg is expected");
  const double quarters = floor(fmod(degrees, 360) / 90 + 0.5);
  *value = ((int)quarters + 4) % 4 * 90;
  return true;
}

static bool parse_integer(Refinement *refinement, FoProperty property, const char *text,
                          int *value) {
  const Grammar *grammar = grammar_of(refinement, property);
  const Keyword keyword = value_keyword(refinement, property, text);
  double number;
  if (property == PROP_GLYPH_ORIENTATION_HORIZONTAL)
    return parse_angle(refinement, text, value);
  if (keyword) {
    *value = integer_of_keyword(refinement, property, keyword);
    return true;
  }
  if (!parse_number(refinement, text, &number))
    return false;
  /* Counts are rounded and raised to the least that is allowed (§7.27.2 and others). */
  double least = -1e9;
  if (grammar->allow & (ALLOW_NUMBER | ALLOW_COUNT))
    least = grammar->allow & ALLOW_NUMBER ? 1 : 0;
  *value = (int)CLAMP(floor(number + 0.5), least, 1e9);
  bool allowed = grammar->integer_count == 0;
  for (int i = 0; i < grammar->integer_count; i++)
    allowed = allowed || (grammar->integers[i] == *value && number == *value);
  if (property == PROP_REFERENCE_ORIENTATION && allowed)
    *value = (*value + 360) % 360;
  return allowed || refuse(refinement, NULL);
}

/* ---- Lengths ---- */

/* A number where a length is expected is taken as pixels, as FOP does, except 0, which is right. */
static bool check_power(Refinement *refinement, const Operand *operand) {
  if (operand->power == 1)
    return true;
  if (operand->power != 0)
    return refuse(refinement, "it multiplies or divides units");
  if (operand->value != 0)
    refinement->unitless = true;
  return true;
}

static bool size_from_operand(Refinement *refinement, const Grammar *grammar, Operand *operand,
                              Size *size) {
  if (!operand_to_numeric(refinement, operand) || !check_power(refinement, operand))
    return false;
  if (grammar->allow & ALLOW_TENTH && (operand->value != 0 || operand->proportional != 0 ||
                                       operand->percent < 0 || operand->percent > 10))
    return refuse(refinement, "a percentage from 0% to 10% is expected");
  if (operand->percent != 0 && !(grammar->allow & ALLOW_PERCENTAGE))
    return refuse(refinement, "a percentage is not allowed here");
  if (grammar->allow & ALLOW_NON_NEGATIVE && (operand->value < 0 || operand->percent < 0) &&
      operand->value <= 0 && operand->percent <= 0 && operand->proportional <= 0)
    return refuse(refinement, "it is negative");
  *size = (Size){.length = length_from_points(operand->value),
                 .percent = to_thousandths(operand->percent),
                 .proportional = to_thousandths(operand->proportional)};
  return true;
}

/* Keywords that stand for a measure. Border widths are FOP's. */
static bool size_from_keyword(Keyword keyword, Size *size) {
  switch (keyword) {
  case KW_THIN: *size = (Size){.length = LENGTH_PER_POINT / 2}; return true;
  case KW_MEDIUM: *size = (Size){.length = LENGTH_PER_POINT}; return true;
  case KW_THICK: *size = (Size){.length = LENGTH_PER_POINT * 2}; return true;
  case KW_NORMAL: *size = (Size){0}; return true;
  default: *size = (Size){.keyword = keyword}; return true;
  }
}

static bool position_from_keyword(Keyword keyword, Size *size) {
  const int32_t percent = keyword == KW_CENTER                          ? SIZE_HUNDRED_PERCENT / 2
                          : keyword == KW_RIGHT || keyword == KW_BOTTOM ? SIZE_HUNDRED_PERCENT
                                                                        : 0;
  *size = (Size){.percent = percent};
  return true;
}

bool value_parse_size(Refinement *refinement, FoProperty property, const char *text, Size *size) {
  const Keyword keyword = value_keyword(refinement, property, text);
  Operand operand;
  if (keyword)
    return property == PROP_BACKGROUND_POSITION_HORIZONTAL ||
                   property == PROP_BACKGROUND_POSITION_VERTICAL
               ? position_from_keyword(keyword, size)
               : size_from_keyword(keyword, size);
  if (!expression_evaluate(refinement, text, &operand))
    return false;
  if (operand_to_size(&operand, size) && size->keyword)
    return grammar_has(grammar_of(refinement, property), size->keyword) ||
           refuse(refinement, "the value that it refers to is not allowed here");
  if (operand.type == OPERAND_NAME)
    return refuse(refinement, NULL);
  return size_from_operand(refinement, grammar_of(refinement, property), &operand, size);
}

/* The scale of absolute sizes has steps of 1.2 around medium, 12 pt (FOP's). */
static bool font_size_from_keyword(const Refinement *refinement, Keyword keyword, Length *value) {
  static const Keyword absolute[] = {KW_XX_SMALL, KW_X_SMALL, KW_SMALL,   KW_MEDIUM,
                                     KW_LARGE,    KW_X_LARGE, KW_XX_LARGE};
  const double parent = length_to_points(refinement->parent->font_size);
  if (keyword == KW_LARGER || keyword == KW_SMALLER) {
    *value = length_from_points(keyword == KW_LARGER ? parent * 1.2 : parent / 1.2);
    return true;
  }
  for (int i = 0; i < (int)G_N_ELEMENTS(absolute); i++)
    if (absolute[i] == keyword) {
      *value = length_from_points(12 * pow(1.2, i - 3));
      return true;
    }
  return false;
}

static bool parse_length(Refinement *refinement, FoProperty property, const char *text,
                         Length *value) {
  const Keyword keyword = value_keyword(refinement, property, text);
  Size size;
  if (keyword && property == PROP_FONT_SIZE)
    return font_size_from_keyword(refinement, keyword, value);
  if (!value_parse_size(refinement, property, text, &size))
    return false;
  if (size.keyword || size.percent || size.proportional)
    return refuse(refinement, "an absolute length is expected");
  *value = size.length;
  return true;
}

static bool parse_number_value(Refinement *refinement, FoProperty property, const char *text,
                               double *value) {
  *value = 0;
  if (value_keyword(refinement, property, text))
    return true;
  return parse_number(refinement, text, value) &&
         (*value > 0 || refuse(refinement, "it is not greater than 0"));
}

/* ---- Colours ---- */

static bool parse_color(Refinement *refinement, FoProperty property, const char *text,
                        Color *value) {
  Operand operand;
  if (value_keyword(refinement, property, text) == KW_CURRENTCOLOR ||
      g_ascii_strcasecmp(text, "currentcolor") == 0) {
    *value = property == PROP_COLOR ? refinement->parent->color : refinement->style->color;
    return true;
  }
  if (!expression_evaluate(refinement, text, &operand) || !operand_to_color(refinement, &operand))
    return false;
  *value = operand.color;
  return true;
}

/* ---- All kinds ---- */

/* The whole value of a property elsewhere, if it is of the same kind, or a keyword in both. */
static bool copy_property(Refinement *refinement, FoProperty property, const Operand *operand,
                          void *value) {
  const PropertyRow *from = &fo_properties[operand->property], *to = &fo_properties[property];
  const void *source = style_field(operand->style, operand->property);
  if (operand->component != COMPONENT_ALL)
    return false;
  if (from->kind == VALUE_ALIGNMENT && to->kind == VALUE_KEYWORD) {
    const TextAlignment *alignment = source;
    *(Keyword *)value = alignment->keyword;
    return !alignment->string && grammar_has(grammar_of(refinement, property), alignment->keyword);
  }
  if (from->kind == VALUE_KEYWORD && to->kind == VALUE_ALIGNMENT) {
    *(TextAlignment *)value = (TextAlignment){.keyword = *(const Keyword *)source};
    return grammar_has(grammar_of(refinement, property), *(const Keyword *)source);
  }
  if (from->kind != to->kind)
    return false;
  if (from->kind == VALUE_KEYWORD && operand->property != property &&
      !grammar_has(grammar_of(refinement, property), *(const Keyword *)source))
    return false;
  memcpy(value, source, value_size(to->kind));
  return true;
}

static bool parse_kind(Refinement *refinement, FoProperty property, Component component,
                       const char *text, void *value) {
  switch (fo_properties[property].kind) {
  case VALUE_KEYWORD: return parse_keyword(refinement, property, text, value);
  case VALUE_INTEGER: return parse_integer(refinement, property, text, value);
  case VALUE_NUMBER: return parse_number_value(refinement, property, text, value);
  case VALUE_LENGTH: return parse_length(refinement, property, text, value);
  case VALUE_SIZE: return value_parse_size(refinement, property, text, value);
  case VALUE_COLOR: return parse_color(refinement, property, text, value);
  case VALUE_CONDITIONAL:
    return value_parse_conditional(refinement, property, component, text, value);
  case VALUE_RANGE: return value_parse_range(refinement, property, component, text, value);
  case VALUE_SPACE: return value_parse_space(refinement, property, component, text, value);
  case VALUE_KEEP: return value_parse_keep(refinement, property, component, text, value);
  case VALUE_STRING: return value_parse_string(refinement, property, component, text, value);
  case VALUE_LINE_HEIGHT: return value_parse_line_height(refinement, component, text, value);
  case VALUE_DECORATION: return value_parse_decoration(refinement, text, value);
  case VALUE_SHADOW: return value_parse_shadow(refinement, text, value);
  case VALUE_CLIP: return value_parse_clip(refinement, text, value);
  case VALUE_ALIGNMENT: return value_parse_alignment(refinement, property, text, value);
  }
  return false;
}

bool value_parse(Refinement *refinement, FoProperty property, Component component, const char *text,
                 void *value) {
  refinement->property = property;
  refinement->reason = NULL;
  if (expression_is_property_function(text)) {
    Operand operand;
    if (!expression_evaluate(refinement, text, &operand))
      return false;
    if (component == COMPONENT_ALL && operand.type == OPERAND_PROPERTY &&
        copy_property(refinement, property, &operand, value))
      return true;
  }
  return parse_kind(refinement, property, component, text, value);
}
