/* Values with parts (XSL 1.1 §5.11): <length-conditional>, <length-range>, <space>, <keep>; and the
 * properties that are a little more than a value: line-height, text-decoration, clip. */
#include "fo/lexer.h"
#include "fo/values.h"

#include <math.h>
#include <string.h>

static bool parse_conditionality(Refinement *refinement, const char *text, bool *retain) {
  *retain = strcmp(text, "retain") == 0;
  return *retain || strcmp(text, "discard") == 0 ||
         refuse(refinement, "conditionality is “discard” or “retain”");
}

static bool parse_precedence(Refinement *refinement, const char *text, int *precedence,
                             bool *force) {
  Operand operand;
  *force = strcmp(text, "force") == 0;
  *precedence = 0;
  if (*force)
    return true;
  if (!expression_evaluate(refinement, text, &operand) ||
      !operand_to_numeric(refinement, &operand) || operand.power != 0)
    return refuse(refinement, "precedence is “force” or an integer");
  *precedence = (int)CLAMP(floor(operand.value + 0.5), -1e9, 1e9);
  return true;
}

bool value_parse_conditional(Refinement *refinement, FoProperty property, Component component,
                             const char *text, ConditionalSize *value) {
  if (component == COMPONENT_CONDITIONALITY)
    return parse_conditionality(refinement, text, &value->retain);
  if (component == COMPONENT_ALL)
    value->retain = false;
  return value_parse_size(refinement, property, text, &value->size);
}

bool value_parse_range(Refinement *refinement, FoProperty property, Component component,
                       const char *text, SizeRange *value) {
  Size size;
  if (!value_parse_size(refinement, property, text, &size))
    return false;
  if (size_is(size, KW_NONE))
    size = (Size){.keyword = KW_AUTO};
  if (component == COMPONENT_ALL || component == COMPONENT_MINIMUM)
    value->minimum = size;
  if (component == COMPONENT_ALL || component == COMPONENT_OPTIMUM)
    value->optimum = size;
  if (component == COMPONENT_ALL || component == COMPONENT_MAXIMUM)
    value->maximum = size;
  return true;
}

bool value_parse_space(Refinement *refinement, FoProperty property, Component component,
                       const char *text, Space *value) {
  Size size;
  if (component == COMPONENT_CONDITIONALITY)
    return parse_conditionality(refinement, text, &value->retain);
  if (component == COMPONENT_PRECEDENCE)
    return parse_precedence(refinement, text, &value->precedence, &value->force);
  if (!value_parse_size(refinement, property, text, &size))
    return false;
  if (component == COMPONENT_ALL)
    *value = (Space){.minimum = size, .optimum = size, .maximum = size};
  else if (component == COMPONENT_MINIMUM)
    value->minimum = size;
  else if (component == COMPONENT_OPTIMUM)
    value->optimum = size;
  else
    value->maximum = size;
  return true;
}

static bool parse_strength(Refinement *refinement, FoProperty property, const char *text,
                           int *strength) {
  const Keyword keyword = value_keyword(refinement, property, text);
  Operand operand;
  if (keyword) {
    *strength = keyword == KW_ALWAYS ? KEEP_ALWAYS : KEEP_AUTO;
    return true;
  }
  if (!expression_evaluate(refinement, text, &operand) || operand.type != OPERAND_NUMERIC ||
      operand.power != 0)
    return refuse(refinement, NULL);
  *strength = (int)CLAMP(floor(operand.value + 0.5), -1e9, 1e9);
  return true;
}

bool value_parse_keep(Refinement *refinement, FoProperty property, Component component,
                      const char *text, Keep *value) {
  int strength;
  if (!parse_strength(refinement, property, text, &strength))
    return false;
  if (component == COMPONENT_ALL || component == COMPONENT_WITHIN_LINE)
    value->within_line = strength;
  if (component == COMPONENT_ALL || component == COMPONENT_WITHIN_COLUMN)
    value->within_column = strength;
  if (component == COMPONENT_ALL || component == COMPONENT_WITHIN_PAGE)
    value->within_page = strength;
  return true;
}

/* ---- line-height ---- */

static const double normal_line_height = 1.2; /* FOP's */

static bool parse_height(Refinement *refinement, const char *text, LineHeight *value) {
  Operand operand;
  const double em = length_to_points(refinement->style->font_size);
  if (value_keyword(refinement, PROP_LINE_HEIGHT, text)) {
    value->factor = normal_line_height;
  } else {
    if (!expression_evaluate(refinement, text, &operand))
      return false;
    if (operand.type == OPERAND_NAME)
      return refuse(refinement, NULL);
    if (!operand_to_numeric(refinement, &operand))
      return false;
    if (operand.power < 0 || operand.power > 1)
      return refuse(refinement, "it multiplies or divides units");
    if (operand.value < 0)
      return refuse(refinement, "it is negative");
    value->factor = operand.power == 0 ? operand.value : 0;
    value->length = length_from_points(operand.value);
  }
  if (value->factor > 0)
    value->length = length_from_points(value->factor * em);
  return true;
}

bool value_parse_line_height(Refinement *refinement, Component component, const char *text,
                             LineHeight *value) {
  LineHeight other = *value;
  int precedence;
  bool force;
  switch (component) {
  case COMPONENT_CONDITIONALITY: return parse_conditionality(refinement, text, &value->retain);
  case COMPONENT_PRECEDENCE: return parse_precedence(refinement, text, &precedence, &force);
  case COMPONENT_MINIMUM:
  case COMPONENT_MAXIMUM:
    /* Lines are as high as they are: there is no room to give or take. */
    return parse_height(refinement, text, &other);
  default: return parse_height(refinement, text, value);
  }
}

/* ---- text-decoration ---- */

static bool decorate(TextDecoration *value, Keyword keyword, Color color) {
  const bool on = keyword == KW_UNDERLINE || keyword == KW_OVERLINE || keyword == KW_LINE_THROUGH;
  switch (keyword) {
  case KW_NONE: *value = (TextDecoration){0}; return true;
  case KW_UNDERLINE:
  case KW_NO_UNDERLINE:
    value->underline = on;
    value->underline_color = on ? color : (Color){0};
    return true;
  case KW_OVERLINE:
  case KW_NO_OVERLINE:
    value->overline = on;
    value->overline_color = on ? color : (Color){0};
    return true;
  case KW_LINE_THROUGH:
  case KW_NO_LINE_THROUGH:
    value->line_through = on;
    value->line_through_color = on ? color : (Color){0};
    return true;
  case KW_BLINK:
  case KW_NO_BLINK: return true; /* paper does not */
  default: return false;
  }
}

bool value_parse_decoration(Refinement *refinement, const char *text, TextDecoration *value) {
  const char *word;
  size_t length, count = 0;
  *value = refinement->parent->text_decoration;
  for (; list_next(&text, &word, &length); count++) {
    char *name = g_strndup(word, length);
    const Keyword keyword = value_keyword(refinement, PROP_TEXT_DECORATION, name);
    g_free(name);
    if (!decorate(value, keyword, refinement->style->color))
      return refuse(refinement, NULL);
  }
  return count > 0 || refuse(refinement, NULL);
}

/* ---- text-shadow ---- */

static bool parse_shadow_length(Refinement *refinement, Operand *operand, Length *length) {
  if (!operand_to_numeric(refinement, operand))
    return false;
  if (operand->percent != 0 || operand->power > 1 || operand->power < 0)
    return refuse(refinement, "lengths are expected");
  refinement->unitless = refinement->unitless || (operand->power == 0 && operand->value != 0);
  *length = length_from_points(operand->value);
  return true;
}

/* One shadow: its colour may stand before its lengths or behind them. */
static bool parse_one_shadow(Refinement *refinement, const char *text, TextShadow *shadow) {
  Length lengths[3] = {0};
  size_t length, count = 0, colors = 0;
  const char *word;
  shadow->color = refinement->style->color;
  while (list_next(&text, &word, &length)) {
    Operand operand;
    char *value = g_strndup(word, length);
    const bool evaluated = expression_evaluate(refinement, value, &operand);
    const bool color = evaluated && operand.type != OPERAND_NUMERIC;
    const bool parsed =
        evaluated && (color ? colors++ == 0 && operand_to_color(refinement, &operand)
                            : count < G_N_ELEMENTS(lengths) &&
                                  parse_shadow_length(refinement, &operand, &lengths[count++]));
    g_free(value);
    if (!parsed)
      return false;
    shadow->color = color ? operand.color : shadow->color;
  }
  *shadow = (TextShadow){lengths[0], lengths[1], lengths[2], shadow->color, NULL};
  return (count >= 2 && lengths[2] >= 0) || refuse(refinement, "two lengths are expected");
}

/* The comma behind the value that `text` begins with, or its end; commas between parentheses are in it. */
static const char *value_end(const char *text) {
  int depth = 0;
  for (; *text && (*text != ',' || depth > 0); text++)
    depth += *text == '(' ? 1 : *text == ')' ? -1 : 0;
  return text;
}

bool value_parse_shadow(Refinement *refinement, const char *text, const TextShadow **value) {
  *value = NULL;
  if (value_keyword(refinement, PROP_TEXT_SHADOW, text))
    return true;
  for (const char *end;; text = end + 1) {
    TextShadow shadow;
    end = value_end(text);
    char *one = g_strndup(text, (gsize)(end - text));
    const bool parsed = parse_one_shadow(refinement, one, &shadow);
    g_free(one);
    if (!parsed)
      return false;
    shadow.next = *value;
    *value = style_keep_shadow(refinement->engine, &shadow);
    if (!*end)
      return true;
  }
}

/* ---- clip ---- */

/* The four offsets between the parentheses of rect(), parted by commas or by white space alone; false if
 * there are more or fewer. */
static bool clip_offsets(const char *text, size_t length, char *offsets[4]) {
  char *inside = g_strndup(text, length);
  char **parts = g_strsplit(inside, ",", -1);
  const char *at = inside, *word;
  size_t size;
  int count = 0;
  if (parts[0] && parts[1]) {
    for (; parts[count]; count++)
      if (count < 4)
        offsets[count] = g_strdup(g_strstrip(parts[count]));
  } else {
    for (; list_next(&at, &word, &size); count++)
      if (count < 4)
        offsets[count] = g_strndup(word, size);
  }
  g_strfreev(parts);
  g_free(inside);
  return count == 4;
}

bool value_parse_clip(Refinement *refinement, const char *text, Clip *value) {
  *value = (Clip){0};
  if (value_keyword(refinement, PROP_CLIP, text) == KW_AUTO)
    return true;
  char *shape = g_strstrip(g_strdup(text));
  char *offsets[4] = {NULL};
  Size sizes[4] = {{0}};
  bool good = g_str_has_prefix(shape, "rect(") && g_str_has_suffix(shape, ")") &&
              clip_offsets(shape + strlen("rect("), strlen(shape) - strlen("rect()"), offsets);
  for (int i = 0; i < 4; i++) {
    good = good && value_parse_size(refinement, PROP_CLIP, offsets[i], &sizes[i]);
    g_free(offsets[i]);
  }
  g_free(shape);
  *value = (Clip){true, sizes[0].length, sizes[1].length, sizes[2].length, sizes[3].length};
  return good || refuse(refinement, NULL);
}
