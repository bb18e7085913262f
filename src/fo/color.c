#include "fo/color.h"

#include <glib.h>
#include <string.h>

typedef struct {
  const char *name;
  uint32_t rgb;
} NamedColor;

/* CSS Color Module Level 3, §4.3; sorted. */
static const NamedColor names[] = {
    {"aliceblue", 0xf0f8ff},
    {"antiquewhite", 0xfaebd7},
    {"aqua", 0x00ffff},
    {"aquamarine", 0x7fffd4},
    {"azure", 0xf0ffff},
    {"beige", 0xf5f5dc},
    {"bisque", 0xffe4c4},
    {"black", 0x000000},
    {"blanchedalmond", 0xffebcd},
    {"blue", 0x0000ff},
    {"blueviolet", 0x8a2be2},
    {"brown", 0xa52a2a},
    {"burlywood", 0xdeb887},
    {"cadetblue", 0x5f9ea0},
    {"chartreuse", 0x7fff00},
    {"chocolate", 0xd2691e},
    {"coral", 0xff7f50},
    {"cornflowerblue", 0x6495ed},
    {"cornsilk", 0xfff8dc},
    {"crimson", 0xdc143c},
    {"cyan", 0x00ffff},
    {"darkblue", 0x00008b},
    {"darkcyan", 0x008b8b},
    {"darkgoldenrod", 0xb8860b},
    {"darkgray", 0xa9a9a9},
    {"darkgreen", 0x006400},
    {"darkgrey", 0xa9a9a9},
    {"darkkhaki", 0xbdb76b},
    {"darkmagenta", 0x8b008b},
    {"darkolivegreen", 0x556b2f},
    {"darkorange", 0xff8c00},
    {"darkorchid", 0x9932cc},
    {"darkred", 0x8b0000},
    {"darksalmon", 0xe9967a},
    {"darkseagreen", 0x8fbc8f},
    {"darkslateblue", 0x483d8b},
    {"darkslategray", 0x2f4f4f},
    {"darkslategrey", 0x2f4f4f},
    {"darkturquoise", 0x00ced1},
    {"darkviolet", 0x9400d3},
    {"deeppink", 0xff1493},
    {"deepskyblue", 0x00bfff},
    {"dimgray", 0x696969},
    {"dimgrey", 0x696969},
    {"dodgerblue", 0x1e90ff},
    {"firebrick", 0xb22222},
    {"floralwhite", 0xfffaf0},
    {"forestgreen", 0x228b22},
    {"fuchsia", 0xff00ff},
    {"gainsboro", 0xdcdcdc},
    {"ghostwhite", 0xf8f8ff},
    {"gold", 0xffd700},
    {"goldenrod", 0xdaa520},
    {"gray", 0x808080},
    {"green", 0x008000},
    {"greenyellow", 0xadff2f},
    {"grey", 0x808080},
    {"honeydew", 0xf0fff0},
    {"hotpink", 0xff69b4},
    {"indianred", 0xcd5c5c},
    {"indigo", 0x4b0082},
    {"ivory", 0xfffff0},
    {"khaki", 0xf0e68c},
    {"lavender", 0xe6e6fa},
    {"lavenderblush", 0xfff0f5},
    {"lawngreen", 0x7cfc00},
    {"lemonchiffon", 0xfffacd},
    {"lightblue", 0xadd8e6},
    {"lightcoral", 0xf08080},
    {"lightcyan", 0xe0ffff},
    {"lightgoldenrodyellow", 0xfafad2},
    {"lightgray", 0xd3d3d3},
    {"lightgreen", 0x90ee90},
    {"lightgrey", 0xd3d3d3},
    {"lightpink", 0xffb6c1},
    {"lightsalmon", 0xffa07a},
    {"lightseagreen", 0x20b2aa},
    {"lightskyblue", 0x87cefa},
    {"lightslategray", 0x778899},
    {"lightslategrey", 0x778899},
    {"lightsteelblue", 0xb0c4de},
    {"lightyellow", 0xffffe0},
    {"lime", 0x00ff00},
    {"limegreen", 0x32cd32},
    {"linen", 0xfaf0e6},
    {"magenta", 0xff00ff},
    {"maroon", 0x800000},
    {"mediumaquamarine", 0x66cdaa},
    {"mediumblue", 0x0000cd},
    {"mediumorchid", 0xba55d3},
    {"mediumpurple", 0x9370db},
    {"mediumseagreen", 0x3cb371},
    {"mediumslateblue", 0x7b68ee},
    {"mediumspringgreen", 0x00fa9a},
    {"mediumturquoise", 0x48d1cc},
    {"mediumvioletred", 0xc71585},
    {"midnightblue", 0x191970},
    {"mintcream", 0xf5fffa},
    {"mistyrose", 0xffe4e1},
    {"moccasin", 0xffe4b5},
    {"navajowhite", 0xffdead},
    {"navy", 0x000080},
    {"oldlace", 0xfdf5e6},
    {"olive", 0x808000},
    {"olivedrab", 0x6b8e23},
    {"orange", 0xffa500},
    {"orangered", 0xff4500},
    {"orchid", 0xda70d6},
    {"palegoldenrod", 0xeee8aa},
    {"palegreen", 0x98fb98},
    {"paleturquoise", 0xafeeee},
    {"palevioletred", 0xdb7093},
    {"papayawhip", 0xffefd5},
    {"peachpuff", 0xffdab9},
    {"peru", 0xcd853f},
    {"pink", 0xffc0cb},
    {"plum", 0xdda0dd},
    {"powderblue", 0xb0e0e6},
    {"purple", 0x800080},
    {"red", 0xff0000},
    {"rosybrown", 0xbc8f8f},
    {"royalblue", 0x4169e1},
    {"saddlebrown", 0x8b4513},
    {"salmon", 0xfa8072},
    {"sandybrown", 0xf4a460},
    {"seagreen", 0x2e8b57},
    {"seashell", 0xfff5ee},
    {"sienna", 0xa0522d},
    {"silver", 0xc0c0c0},
    {"skyblue", 0x87ceeb},
    {"slateblue", 0x6a5acd},
    {"slategray", 0x708090},
    {"slategrey", 0x708090},
    {"snow", 0xfffafa},
    {"springgreen", 0x00ff7f},
    {"steelblue", 0x4682b4},
    {"tan", 0xd2b48c},
    {"teal", 0x008080},
    {"thistle", 0xd8bfd8},
    {"tomato", 0xff6347},
    {"turquoise", 0x40e0d0},
    {"violet", 0xee82ee},
    {"wheat", 0xf5deb3},
    {"white", 0xffffff},
    {"whitesmoke", 0xf5f5f5},
    {"yellow", 0xffff00},
    {"yellowgreen", 0x9acd32},
};

/* CSS 2 §18.2, as a plain light screen would have them: paper has no system. Sorted. */
static const NamedColor system_names[] = {
    {"activeborder", 0xc0c0c0},   {"activecaption", 0xc0c0c0},   {"appworkspace", 0xffffff},
    {"background", 0xffffff},     {"buttonface", 0xe0e0e0},      {"buttonhighlight", 0xffffff},
    {"buttonshadow", 0x808080},   {"buttontext", 0x000000},      {"captiontext", 0x000000},
    {"graytext", 0x808080},       {"highlight", 0x000080},       {"highlighttext", 0xffffff},
    {"inactiveborder", 0xc0c0c0}, {"inactivecaption", 0xffffff}, {"inactivecaptiontext", 0x808080},
    {"infobackground", 0xffffe0}, {"infotext", 0x000000},        {"menu", 0xe0e0e0},
    {"menutext", 0x000000},       {"scrollbar", 0xe0e0e0},       {"threeddarkshadow", 0x606060},
    {"threedface", 0xe0e0e0},     {"threedhighlight", 0xffffff}, {"threedlightshadow", 0xf0f0f0},
    {"threedshadow", 0x808080},   {"window", 0xffffff},          {"windowframe", 0x808080},
    {"windowtext", 0x000000},
};

static Color from_word(uint32_t rgb) {
  return (Color){(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8 & 0xff), (uint8_t)(rgb & 0xff), 255};
}

static bool find(const NamedColor *table, size_t count, const char *name, size_t length,
                 Color *color) {
  size_t low = 0, high = count;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    int order = g_ascii_strncasecmp(name, table[middle].name, length);
    if (order == 0 && table[middle].name[length] != '\0')
      order = -1;
    if (order == 0) {
      *color = from_word(table[middle].rgb);
      return true;
    }
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return false;
}

bool color_from_name(const char *name, size_t length, Color *color) {
  if (length == strlen("transparent") && g_ascii_strncasecmp(name, "transparent", length) == 0) {
    *color = (Color){0, 0, 0, 0};
    return true;
  }
  return find(names, G_N_ELEMENTS(names), name, length, color);
}

bool color_from_system_name(const char *name, size_t length, Color *color) {
  return find(system_names, G_N_ELEMENTS(system_names), name, length, color);
}

bool color_from_hex(const char *digits, size_t length, Color *color) {
  uint8_t parts[4] = {0, 0, 0, 255};
  if (length != 3 && length != 4 && length != 6 && length != 8)
    return false;
  const size_t width = length < 6 ? 1 : 2;
  for (size_t i = 0; i < length; i++)
    if (!g_ascii_isxdigit(digits[i]))
      return false;
  for (size_t i = 0; i < length / width; i++) {
    const int high = g_ascii_xdigit_value(digits[i * width]);
    const int low = width == 1 ? high : g_ascii_xdigit_value(digits[i * width + 1]);
    parts[i] = (uint8_t)(high * 16 + low);
  }
  *color = (Color){parts[0], parts[1], parts[2], parts[3]};
  return true;
}

static uint8_t component(double value) {
  return (uint8_t)(CLAMP(value, 0, 255) + 0.5);
}

Color color_from_rgb(double red, double green, double blue) {
  return (Color){component(red), component(green), component(blue), 255};
}

Color color_from_cmyk(double cyan, double magenta, double yellow, double black) {
  const double light = 1 - CLAMP(black, 0, 1);
  return color_from_rgb(255 * (1 - CLAMP(cyan, 0, 1)) * light,
                        255 * (1 - CLAMP(magenta, 0, 1)) * light,
                        255 * (1 - CLAMP(yellow, 0, 1)) * light);
}
