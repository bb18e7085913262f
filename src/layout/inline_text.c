/* The characters of inline content: white space treated over the whole, case changed. */
#include "layout/inline.h"

#include <string.h>

static void add_space(Collector *c, const Style *style) {
  const Keyword treatment = style->white_space_treatment;
  if (treatment == KW_IGNORE)
    return;
  if (c->after_linefeed && treatment != KW_PRESERVE && treatment != KW_IGNORE_IF_BEFORE_LINEFEED)
    return;
  if (c->after_space && style->white_space_collapse == KW_TRUE)
    return;
  if (c->after_separator && treatment != KW_PRESERVE && style->white_space_collapse == KW_TRUE)
    return;
  g_string_append_c(c->text, ' ');
  c->after_space = true;
}

static void add_linefeed(Collector *c, const Style *style) {
  switch (style->linefeed_treatment) {
  case KW_IGNORE: return;
  case KW_TREAT_AS_ZERO_WIDTH_SPACE: g_string_append(c->text, "\u200b"); return;
  case KW_PRESERVE:
    g_string_append(c->text, "\u2028");
    c->after_linefeed = true;
    c->after_space = c->after_separator = false;
    return;
  default: add_space(c, style); return;
  }
}

static bool is_white(char c) {
  return c == '\n' || c == ' ' || c == '\t' || c == '\r';
}

static bool is_separator(gunichar c) {
  return c == 0x2028 || c == 0x2029;
}

/* Is there nothing to be treated: does it begin with a visible character, and are single spaces all its white
 * space? */
static bool is_treated(const char *text, size_t length) {
  bool after_space = true;
  for (size_t i = 0; i < length; i++) {
    const unsigned char c = (unsigned char)text[i];
    if (c > ' ' && c != 0xe2) { /* with which the separators begin */
      after_space = false;
      continue;
    }
    const bool treated =
        c == 0xe2 ? !is_separator(g_utf8_get_char(text + i)) : c == ' ' && !after_space;
    if (!treated)
      return false;
    after_space = c == ' ';
  }
  return true;
}

/* The text with its white space treated, in c->text. */
static void treat_white_space(Collector *c, const char *text, size_t length, const Style *style) {
  g_string_truncate(c->text, 0);
  if (length > 0 && style->white_space_treatment != KW_IGNORE && is_treated(text, length)) {
    g_string_append_len(c->text, text, (gssize)length);
    c->after_space = text[length - 1] == ' ';
    c->after_linefeed = c->after_separator = false;
    return;
  }
  for (const char *p = text, *end = text + length, *next; p < end; p = next) {
    next = g_utf8_next_char(p);
    if (*p == '\n') {
      add_linefeed(c, style);
    } else if (*p == ' ' || *p == '\t' || *p == '\r') {
      add_space(c, style);
    } else {
      const char *last = p;
      for (; next < end && !is_white(*next); next = g_utf8_next_char(next))
        last = next;
      g_string_append_len(c->text, p, next - p);
      c->after_linefeed = c->after_space = false;
      c->after_separator = is_separator(g_utf8_get_char(last));
    }
  }
}

/* `text` with the first letter of each word in title case, in c->changed: what stands before it, quotation
 * marks for instance, is no part of the word. */
static void capitalize(Collector *c, const char *text, size_t length) {
  g_string_truncate(c->changed, 0);
  for (const char *p = text, *end = text + length, *next; p < end; p = next) {
    next = g_utf8_next_char(p);
    const gunichar character = g_utf8_get_char(p);
    if (c->in_word)
      g_string_append_len(c->changed, p, next - p);
    else
      g_string_append_unichar(c->changed, g_unichar_totitle(character));
    c->in_word = !g_unichar_isspace(character) && (c->in_word || g_unichar_isalnum(character));
  }
}

/* The text as text-transform has it, in c->changed (§7.17.6). */
static void transform_case(Collector *c, const char *text, size_t length, const Style *style) {
  if (style->text_transform == KW_CAPITALIZE) {
    capitalize(c, text, length);
    return;
  }
  g_string_truncate(c->changed, 0);
  g_string_append_len(c->changed, text, (gssize)length);
  c->in_word = length > 0 && text[length - 1] != ' ';
  if (style->text_transform != KW_UPPERCASE && style->text_transform != KW_LOWERCASE)
    return;
  char *changed = style->text_transform == KW_UPPERCASE ? g_utf8_strup(text, (gssize)length)
                                                        : g_utf8_strdown(text, (gssize)length);
  g_string_assign(c->changed, changed);
  g_free(changed);
}

static CharacterChoice choice_of(Keyword keyword, Keyword always, Keyword never) {
  return keyword == always  ? CHARACTER_ALWAYS
         : keyword == never ? CHARACTER_NEVER
                            : CHARACTER_BY_NATURE;
}

/* Whether an fo:character is a word space by itself (§7.17.8). */
static bool is_word_space(const GString *text) {
  return strcmp(text->str, " ") == 0 || strcmp(text->str, "\u00a0") == 0;
}

/* A character that is made a word space gets the spacing of one. */
static void space_character(Collector *c, Owner *owner, const Style *style) {
  if (style->treat_as_word_space != KW_TRUE || is_word_space(c->changed))
    return;
  TextLook *look = arena_copy(c->layout->memory, owner->look, sizeof *owner->look);
  look->style.letter_spacing += look->style.word_spacing;
  owner->look = look;
}

/* Appends text as it is to be seen. */
static void append_text(Collector *c, const FoNode *node, const FoNode *source, const char *text,
                        size_t length, Length shift) {
  const Style *style = node->style;
  Owner *owner = inline_owner(c, OWNER_TEXT, node, shift);
  owner->node = source;
  const bool preserve = style->white_space_treatment == KW_PRESERVE;
  const bool wrap =
      style->wrap_option != KW_NO_WRAP && style->keep_together.within_line != KEEP_ALWAYS;
  const bool character = node->element == FO_CHARACTER;
  if (character)
    space_character(c, owner, style);
  paragraph_text(c->paragraph, &owner->look->style, text, length, wrap, preserve, owner,
                 fo_place(node));
  if (character)
    paragraph_character(c->paragraph, owner,
                        choice_of(style->treat_as_word_space, KW_TRUE, KW_FALSE),
                        choice_of(style->suppress_at_line_break, KW_SUPPRESS, KW_RETAIN));
}

/* The same where graphemes are turned; spaces are not. */
static void append_turned(Collector *c, const FoNode *node, const FoNode *source, Length shift) {
  const bool after_space = c->after_space, after_linefeed = c->after_linefeed;
  const char *end = c->changed->str + c->changed->len;
  for (const char *p = c->changed->str, *next; p < end; p = next) {
    const bool space = g_unichar_isspace(g_utf8_get_char(p));
    next = g_utf8_next_char(p);
    while (next < end && g_unichar_ismark(g_utf8_get_char(next)))
      next = g_utf8_next_char(next);
    if (space)
      append_text(c, node, source, p, (size_t)(next - p), shift);
    else
      inline_turned(c, node, source, p, (size_t)(next - p), shift);
  }
  c->after_space = after_space;
  c->after_linefeed = after_linefeed;
}

/* Appends text whose white space is treated: in the style of `node`, as `source` in the tree. */
static void append_characters(Collector *c, const FoNode *node, const FoNode *source,
                              const char *text, size_t length, Length shift) {
  const FoNode *stands_for = c->stands_for ? c->stands_for : source;
  if (length == 0)
    return;
  const Style *style = node->style;
  const bool as_it_is = style->text_transform == KW_NONE && node->element == FO_TEXT &&
                        style->glyph_orientation_horizontal == 0;
  if (as_it_is) {
    c->in_word = text[length - 1] != ' ';
    append_text(c, node, stands_for, text, length, shift);
    return;
  }
  transform_case(c, text, length, style);
  if (style->glyph_orientation_horizontal != 0)
    append_turned(c, node, stands_for, shift);
  else
    append_text(c, node, stands_for, c->changed->str, c->changed->len, shift);
}

const FoNode *inline_behind_first_line(const Collector *c, const FoNode *node) {
  const FoNode *original =
      c->first_line ? g_hash_table_lookup(c->first_line->originals, node) : NULL;
  return original ? original : node;
}

bool inline_in_first_line(const Collector *c) {
  return c->first_line && paragraph_length(c->paragraph) < c->first_line->end;
}

/* How much of c->text goes into the first line, its case changed as there. */
static size_t length_in_first_line(Collector *c, const Style *style) {
  if (!inline_in_first_line(c))
    return 0;
  const size_t room = c->first_line->end - paragraph_length(c->paragraph);
  const bool in_word = c->in_word;
  size_t at = 0;
  for (size_t used = 0; at < c->text->len && used < room;) {
    const char *p = c->text->str + at;
    const size_t one = (size_t)(g_utf8_next_char(p) - p);
    transform_case(c, p, one, style);
    used += c->changed->len;
    at += one;
  }
  c->in_word = in_word;
  return at;
}

void inline_characters(Collector *c, const FoNode *node, const FoNode *source, const char *text,
                       size_t length, Length shift) {
  treat_white_space(c, text, length, node->style);
  const FoNode *behind = inline_behind_first_line(c, node);
  const size_t first = behind != node ? length_in_first_line(c, node->style) : 0;
  append_characters(c, node, source, c->text->str, first, shift);
  append_characters(c, behind, inline_behind_first_line(c, source), c->text->str + first,
                    c->text->len - first, shift);
}
