/* Properties whose values are strings: names of fonts and languages, characters, addresses. */
#include "fo/lexer.h"
#include "fo/values.h"

#include <string.h>

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void strip(const char **text, size_t *length) {
  for (; *length > 0 && is_space(**text); (*length)--)
    (*text)++;
  while (*length > 0 && is_space((*text)[*length - 1]))
    (*length)--;
}

static bool strip_quotes(const char **text, size_t *length) {
  const char quote = *length >= 2 ? **text : '\0';
  if ((quote != '\'' && quote != '"') || (*text)[*length - 1] != quote)
    return false;
  (*text)++;
  *length -= 2;
  return true;
}

void value_strip_uri(const char **text, size_t *length) {
  static const char open[] = "url(";
  strip(text, length);
  if (*length > strlen(open) && g_ascii_strncasecmp(*text, open, strlen(open)) == 0 &&
      (*text)[*length - 1] == ')') {
    *text += strlen(open);
    *length -= strlen(open) + 1;
    strip(text, length);
  }
  strip_quotes(text, length);
}

/* ---- Languages ---- */

enum { LANGUAGE, SCRIPT, COUNTRY, SUBTAGS };

static bool is_subtag(const char *text, size_t length, int which) {
  for (size_t i = 0; i < length; i++)
    if (!(which == LANGUAGE ? g_ascii_isalpha(text[i]) : g_ascii_isalnum(text[i])))
      return false;
  return length > 0 && length <= 8;
}

/* Takes a tag apart; extensions and variants are not kept. */
static bool split_tag(const char *tag, char subtags[SUBTAGS][9]) {
  memset(subtags, 0, SUBTAGS * 9);
  for (int i = 0; *tag; i++) {
    const size_t length = strcspn(tag, "-_");
    if (!is_subtag(tag, length, i))
      return false;
    const int which = i == 0 ? LANGUAGE : length == 4 && !subtags[SCRIPT][0] ? SCRIPT : COUNTRY;
    if (which == LANGUAGE || ((length == 4 || length == 2 || length == 3) && !subtags[which][0]))
      memcpy(subtags[which], tag, length);
    tag += length + (tag[length] != '\0');
  }
  return true;
}

/* BCP 47's recommended case: en, Latn, GB. */
static char *join_tag(char subtags[SUBTAGS][9]) {
  GString *tag = g_string_new(NULL);
  for (int which = LANGUAGE; which < SUBTAGS && subtags[LANGUAGE][0]; which++) {
    for (const char *c = subtags[which]; *c; c++) {
      if (c == subtags[which] && which > LANGUAGE)
        g_string_append_c(tag, '-');
      const bool upper = which == COUNTRY || (which == SCRIPT && c == subtags[which]);
      g_string_append_c(tag, upper ? g_ascii_toupper(*c) : g_ascii_tolower(*c));
    }
  }
  return g_string_free(tag, FALSE);
}

/* A country or a script without a language says nothing. */
static bool parse_language(Refinement *refinement, Component component, const char *text,
                           const char **value) {
  char subtags[SUBTAGS][9], part[9] = "";
  const size_t length = strlen(text);
  const bool none = strcmp(text, "none") == 0 || strcmp(text, "auto") == 0 || length == 0;
  if (component == COMPONENT_ALL) {
    if (!split_tag(none ? "" : text, subtags))
      return refuse(refinement, "it is not a language tag such as “en” or “en-GB”");
  } else {
    const int which = component == COMPONENT_LANGUAGE ? LANGUAGE
                      : component == COMPONENT_SCRIPT ? SCRIPT
                                                      : COUNTRY;
    if (!none && !is_subtag(text, length, which))
      return refuse(refinement, "it is not a code such as “en”, “GB” or “Latn”");
    split_tag(*value ? *value : "und", subtags);
    memcpy(part, text, none ? 0 : length);
    /* Another language does not keep its parent's country: no one means French of Great Britain. */
    if (which == LANGUAGE && g_ascii_strcasecmp(part, subtags[LANGUAGE]) != 0 &&
        strcmp(subtags[LANGUAGE], "und") != 0)
      memset(subtags, 0, sizeof subtags);
    memcpy(subtags[which], part, sizeof part);
  }
  char *tag = join_tag(subtags);
  *value = *tag && strcmp(tag, "und") != 0
               ? style_intern_string(refinement->engine, tag, strlen(tag))
               : NULL;
  g_free(tag);
  return true;
}

/* ---- Fonts ---- */

/* One name: quotes off, white space inside made single. */
static bool append_family(GString *families, const char *name, size_t length) {
  strip(&name, &length);
  if (strip_quotes(&name, &length))
    strip(&name, &length);
  if (length == 0)
    return false;
  if (families->len)
    g_string_append(families, ", ");
  for (size_t i = 0; i < length; i++)
    if (!is_space(name[i]))
      g_string_append_c(families, name[i]);
    else if (!is_space(name[i - 1]))
      g_string_append_c(families, ' ');
  return true;
}

static bool parse_families(Refinement *refinement, const char *text, const char **value) {
  GString *families = g_string_new(NULL);
  bool named = true;
  while (named) {
    const char *end = text;
    for (char quote = '\0'; *end && (quote || *end != ','); end++)
      if (quote ? *end == quote : *end == '\'' || *end == '"')
        quote = quote ? '\0' : *end;
    named = append_family(families, text, (size_t)(end - text));
    if (*end == '\0')
      break;
    text = end + 1;
  }
  if (named)
    *value = style_intern_string(refinement->engine, families->str, families->len);
  g_string_free(families, TRUE);
  return named || refuse(refinement, "the name of a font family is missing");
}

/* ---- Others ---- */

static bool parse_character(Refinement *refinement, const char *text, const char **value) {
  size_t length = strlen(text);
  if (length > 1 && g_utf8_strlen(text, -1) > 1)
    strip_quotes(&text, &length);
  if (length == 0) {
    *value = NULL;
    return true;
  }
  if (g_utf8_strlen(text, (gssize)length) != 1)
    return refuse(refinement, "a single character is expected");
  *value = style_intern_string(refinement->engine, text, length);
  return true;
}

static bool parse_text(Refinement *refinement, FoProperty property, const char *text,
                       const char **value) {
  size_t length = strlen(text);
  if (value_keyword(refinement, property, text)) {
    *value = NULL;
    return true;
  }
  if (property == PROP_BACKGROUND_IMAGE)
    value_strip_uri(&text, &length);
  else if (property != PROP_AXF_FONT_FEATURE_SETTINGS) /* a list, each in quotes */
    strip_quotes(&text, &length);
  *value = length ? style_intern_string(refinement->engine, text, length) : NULL;
  return true;
}

/* Scales as thousandths of a percent, parted by spaces; “any” among them allows every one. */
static bool parse_scales(Refinement *refinement, FoProperty property, const char *text,
                         const char **value) {
  GString *scales = g_string_new(NULL);
  const char *word;
  size_t length, count = 0;
  bool good = true, any = false;
  for (; good && list_next(&text, &word, &length); count++) {
    char *one = g_strndup(word, length);
    Operand operand;
    if (value_keyword(refinement, property, one)) {
      any = true;
    } else {
      good = expression_evaluate(refinement, one, &operand) && operand.type == OPERAND_NUMERIC &&
             operand.value == 0 && operand.percent > 0;
      if (good)
        g_string_append_printf(scales, "%d ", (int)(MIN(operand.percent, 1e6) * 1000));
    }
    g_free(one);
  }
  *value = any ? NULL : style_intern_string(refinement->engine, scales->str, scales->len);
  g_string_free(scales, TRUE);
  return (good && count > 0) || refuse(refinement, NULL);
}

bool value_parse_string(Refinement *refinement, FoProperty property, Component component,
                        const char *text, const char **value) {
  switch (property) {
  case PROP_LANGUAGE: return parse_language(refinement, component, text, value);
  case PROP_ALLOWED_WIDTH_SCALE:
  case PROP_ALLOWED_HEIGHT_SCALE: return parse_scales(refinement, property, text, value);
  case PROP_FONT_FAMILY: return parse_families(refinement, text, value);
  case PROP_HYPHENATION_CHARACTER:
  case PROP_GROUPING_SEPARATOR: return parse_character(refinement, text, value);
  default: return parse_text(refinement, property, text, value);
  }
}

/* ---- text-align ---- */

static bool is_mark(const char *text, size_t length) {
  const char *end = text + length;
  if (g_utf8_next_char(text) == end)
    return true;
  for (const char *p = text; p < end; p = g_utf8_next_char(p)) {
    const gunichar character = g_utf8_get_char(p);
    if (g_unichar_isalnum(character) || g_unichar_isspace(character))
      return false;
  }
  return true;
}

bool value_parse_alignment(Refinement *refinement, FoProperty property, const char *text,
                           TextAlignment *value) {
  const Keyword keyword = value_keyword(refinement, property, text);
  *value = (TextAlignment){.keyword = keyword ? keyword : KW_START};
  if (keyword)
    return true;
  size_t length = strlen(text);
  strip(&text, &length);
  const bool quoted = strip_quotes(&text, &length);
  if (length == 0 || (!quoted && !is_mark(text, length)))
    return refuse(refinement, length == 0 ? "the string is empty" : NULL);
  value->string = style_intern_string(refinement->engine, text, length);
  return true;
}
