/* Shorthands of boxes: borders, padding, margins, backgrounds. */
#include "fo/shorthand.h"

#include <string.h>

enum { SIDES = 4 };

static void set_at(Expansion *expansion, FoProperty property, Rank rank, const char *text) {
  expansion_add(expansion, property, COMPONENT_ALL, rank, text, strlen(text));
}

/* ---- One to four values, for the sides: top; right; bottom; left ---- */

static bool all_fit(Expansion *expansion, FoProperty property, const char *const *words,
                    int count) {
  const PropertyRow *row = &fo_properties[property];
  for (int i = 0; i < count; i++)
    if (!shorthand_fits(expansion, row->type == ROW_CORRESPONDING ? row->target : property,
                        words[i]))
      return false;
  return true;
}

static bool set_sides(Expansion *expansion, const char *value, const FoProperty properties[SIDES],
                      Rank rank) {
  static const int word_of[SIDES + 1][SIDES] = {
      {0}, {0, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 2, 1}, {0, 1, 2, 3}};
  const char *words[SIDES], *each;
  int count = shorthand_split(expansion, value, words, SIDES);
  if (count < 1)
    return false;
  if (shorthand_is_whole(value, &each)) {
    words[0] = each;
    count = 1;
  } else if (!all_fit(expansion, properties[0], words, count)) {
    return false;
  }
  for (int i = 0; i < SIDES; i++)
    set_at(expansion, properties[i], rank, words[word_of[count][i]]);
  return true;
}

bool shorthand_padding(Expansion *expansion, const char *value) {
  static const FoProperty properties[SIDES] = {PROP_PADDING_TOP, PROP_PADDING_RIGHT,
                                               PROP_PADDING_BOTTOM, PROP_PADDING_LEFT};
  return set_sides(expansion, value, properties, RANK_SHORTHAND);
}

bool shorthand_margin(Expansion *expansion, const char *value) {
  static const FoProperty properties[SIDES] = {PROP_MARGIN_TOP, PROP_MARGIN_RIGHT,
                                               PROP_MARGIN_BOTTOM, PROP_MARGIN_LEFT};
  return set_sides(expansion, value, properties, RANK_SHORTHAND);
}

bool shorthand_border_color(Expansion *expansion, const char *value) {
  static const FoProperty properties[SIDES] = {PROP_BORDER_TOP_COLOR, PROP_BORDER_RIGHT_COLOR,
                                               PROP_BORDER_BOTTOM_COLOR, PROP_BORDER_LEFT_COLOR};
  return set_sides(expansion, value, properties, RANK_SHORTHAND_SIDES);
}

bool shorthand_border_style(Expansion *expansion, const char *value) {
  static const FoProperty properties[SIDES] = {PROP_BORDER_TOP_STYLE, PROP_BORDER_RIGHT_STYLE,
                                               PROP_BORDER_BOTTOM_STYLE, PROP_BORDER_LEFT_STYLE};
  return set_sides(expansion, value, properties, RANK_SHORTHAND_SIDES);
}

bool shorthand_border_width(Expansion *expansion, const char *value) {
  static const FoProperty properties[SIDES] = {PROP_BORDER_TOP_WIDTH, PROP_BORDER_RIGHT_WIDTH,
                                               PROP_BORDER_BOTTOM_WIDTH, PROP_BORDER_LEFT_WIDTH};
  return set_sides(expansion, value, properties, RANK_SHORTHAND_SIDES);
}

/* ---- Width, style and colour of one border, or of all ---- */

enum { STYLE, WIDTH, COLOR, PARTS };

static bool sort_border(Expansion *expansion, const char *value, const char *parts[PARTS]) {
  static const FoProperty kinds[PARTS] = {
      [STYLE] = PROP_BORDER_BEFORE_STYLE,
      [WIDTH] = PROP_BORDER_BEFORE_WIDTH,
      [COLOR] = PROP_BORDER_BEFORE_COLOR,
  };
  const char *words[PARTS], *each;
  if (shorthand_is_whole(value, &each)) {
    parts[STYLE] = parts[WIDTH] = parts[COLOR] = each;
    return true;
  }
  for (int part = 0; part < PARTS; part++)
    parts[part] = NULL;
  const int count = shorthand_split(expansion, value, words, PARTS);
  for (int i = 0; i < count; i++) {
    int part = 0;
    while (part < PARTS && (parts[part] || !shorthand_fits(expansion, kinds[part], words[i])))
      part++;
    if (part == PARTS)
      return false;
    parts[part] = words[i];
  }
  for (int part = 0; part < PARTS; part++)
    if (!parts[part])
      parts[part] = fo_properties[kinds[part]].initial;
  return count > 0;
}

static bool set_border(Expansion *expansion, const char *value, FoProperty style, FoProperty width,
                       FoProperty color, Rank rank) {
  const char *parts[PARTS];
  if (!sort_border(expansion, value, parts))
    return false;
  set_at(expansion, style, rank, parts[STYLE]);
  set_at(expansion, width, rank, parts[WIDTH]);
  set_at(expansion, color, rank, parts[COLOR]);
  return true;
}

#define BORDER_SHORTHAND(function, EDGE, rank)                                                     \
  bool shorthand_border_##function(Expansion *expansion, const char *value) {                      \
    return set_border(expansion, value, PROP_BORDER_##EDGE##_STYLE, PROP_BORDER_##EDGE##_WIDTH,    \
                      PROP_BORDER_##EDGE##_COLOR, rank);                                           \
  }
BORDER_SHORTHAND(top, TOP, RANK_SHORTHAND_SIDE)
BORDER_SHORTHAND(bottom, BOTTOM, RANK_SHORTHAND_SIDE)
BORDER_SHORTHAND(left, LEFT, RANK_SHORTHAND_SIDE)
BORDER_SHORTHAND(right, RIGHT, RANK_SHORTHAND_SIDE)
BORDER_SHORTHAND(before, BEFORE, RANK_SHORTHAND_RELATIVE)
BORDER_SHORTHAND(after, AFTER, RANK_SHORTHAND_RELATIVE)
BORDER_SHORTHAND(start, START, RANK_SHORTHAND_RELATIVE)
BORDER_SHORTHAND(end, END, RANK_SHORTHAND_RELATIVE)

bool shorthand_border(Expansion *expansion, const char *value) {
  static const FoProperty edges[SIDES][PARTS] = {
      {PROP_BORDER_TOP_STYLE, PROP_BORDER_TOP_WIDTH, PROP_BORDER_TOP_COLOR},
      {PROP_BORDER_RIGHT_STYLE, PROP_BORDER_RIGHT_WIDTH, PROP_BORDER_RIGHT_COLOR},
      {PROP_BORDER_BOTTOM_STYLE, PROP_BORDER_BOTTOM_WIDTH, PROP_BORDER_BOTTOM_COLOR},
      {PROP_BORDER_LEFT_STYLE, PROP_BORDER_LEFT_WIDTH, PROP_BORDER_LEFT_COLOR}};
  const char *parts[PARTS];
  if (!sort_border(expansion, value, parts))
    return false;
  for (int side = 0; side < SIDES; side++)
    for (int part = 0; part < PARTS; part++)
      set_at(expansion, edges[side][part], RANK_SHORTHAND, parts[part]);
  return true;
}

/* ---- Backgrounds ---- */

static bool is_vertical(const char *word) {
  return strcmp(word, "top") == 0 || strcmp(word, "bottom") == 0;
}

static bool is_horizontal(const char *word) {
  return strcmp(word, "left") == 0 || strcmp(word, "right") == 0;
}

/* Two words in either order if they are keywords; a missing one is the middle. */
static bool set_position(Expansion *expansion, const char *const *words, int count) {
  const char *horizontal = words[0], *vertical = count > 1 ? words[1] : "50%";
  if (is_vertical(horizontal) || (count > 1 && is_horizontal(vertical))) {
    vertical = words[0];
    horizontal = count > 1 ? words[1] : "50%";
  }
  if (!shorthand_fits(expansion, PROP_BACKGROUND_POSITION_HORIZONTAL, horizontal) ||
      !shorthand_fits(expansion, PROP_BACKGROUND_POSITION_VERTICAL, vertical))
    return false;
  shorthand_set(expansion, PROP_BACKGROUND_POSITION_HORIZONTAL, horizontal);
  shorthand_set(expansion, PROP_BACKGROUND_POSITION_VERTICAL, vertical);
  return true;
}

bool shorthand_background_position(Expansion *expansion, const char *value) {
  const char *words[2], *each;
  if (shorthand_is_whole(value, &each)) {
    shorthand_set(expansion, PROP_BACKGROUND_POSITION_HORIZONTAL, each);
    shorthand_set(expansion, PROP_BACKGROUND_POSITION_VERTICAL, each);
    return true;
  }
  const int count = shorthand_split(expansion, value, words, 2);
  return count >= 1 && set_position(expansion, words, count);
}

static const FoProperty background_properties[] = {PROP_BACKGROUND_COLOR,
                                                   PROP_BACKGROUND_REPEAT,
                                                   PROP_BACKGROUND_ATTACHMENT,
                                                   PROP_BACKGROUND_IMAGE,
                                                   PROP_BACKGROUND_POSITION_HORIZONTAL,
                                                   PROP_BACKGROUND_POSITION_VERTICAL};

static bool is_image(const char *word) {
  return strcmp(word, "none") == 0 || g_ascii_strncasecmp(word, "url(", 4) == 0;
}

/* Colour, repeat, attachment or image, each once; false: a position, or nothing. */
static bool set_background_part(Expansion *expansion, const char *word, unsigned *seen) {
  enum { IMAGE = 3 };
  for (int i = 0; i <= IMAGE; i++)
    if (!(*seen >> i & 1) &&
        (i == IMAGE ? is_image(word) : shorthand_fits(expansion, background_properties[i], word))) {
      *seen |= 1u << i;
      shorthand_set(expansion, background_properties[i], word);
      return true;
    }
  return false;
}

bool shorthand_background(Expansion *expansion, const char *value) {
  enum { WORDS = 6 };
  const char *words[WORDS], *positions[WORDS], *each;
  const bool whole = shorthand_is_whole(value, &each);
  for (size_t i = 0; i < G_N_ELEMENTS(background_properties); i++)
    shorthand_set(expansion, background_properties[i],
                  whole ? each : fo_properties[background_properties[i]].initial);
  if (whole)
    return true;
  int position_count = 0;
  unsigned seen = 0;
  const int count = shorthand_split(expansion, value, words, WORDS);
  for (int i = 0; i < count; i++)
    if (!set_background_part(expansion, words[i], &seen))
      positions[position_count++] = words[i];
  return count >= 1 && position_count <= 2 &&
         (position_count == 0 || set_position(expansion, positions, position_count));
}
