#include "base/contrast.h"

#include <math.h>
#include <string.h>

bool rgb_read(const char *text, Rgb *colour) {
  if (!text)
    return false;
  while (g_ascii_isspace(*text))
    text++;
  if (*text++ != '#')
    return false;
  unsigned value = 0;
  for (int i = 0; i < 6; i++, text++) {
    if (!g_ascii_isxdigit(*text))
      return false;
    value = value << 4 | (unsigned)g_ascii_xdigit_value(*text);
  }
  while (g_ascii_isspace(*text))
    text++;
  if (*text != '\0')
    return false;
  *colour = (Rgb){(guint8)(value >> 16), (guint8)(value >> 8), (guint8)value};
  return true;
}

RgbText rgb_text(Rgb colour) {
  RgbText text;
  g_snprintf(text.text, sizeof text.text, "#%02x%02x%02x", colour.red, colour.green, colour.blue);
  return text;
}

static double channel(guint8 value) {
  const double part = value / 255.0;
  return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double luminance(Rgb colour) {
  return 0.2126 * channel(colour.red) + 0.7152 * channel(colour.green) +
         0.0722 * channel(colour.blue);
}

double contrast_ratio(Rgb a, Rgb b) {
  const double first = luminance(a), second = luminance(b);
  return (MAX(first, second) + 0.05) / (MIN(first, second) + 0.05);
}

RatioText contrast_text(double ratio) {
  RatioText text;
  double rounded = round(ratio * 100) / 100;
  if (ratio < CONTRAST_TEXT && rounded >= CONTRAST_TEXT)
    rounded = CONTRAST_TEXT - 0.01;
  g_ascii_formatd(text.text, sizeof text.text, "%.2f", rounded);
  return text;
}

/* The colour with its lightness moved to `lightness`, 0 to 1 (HSL; hue and saturation stay). */
static Rgb with_lightness(Rgb colour, double lightness) {
  const double most = MAX(MAX(colour.red, colour.green), colour.blue) / 255.0;
  const double least = MIN(MIN(colour.red, colour.green), colour.blue) / 255.0;
  const double own = (most + least) / 2;
  const double own_room = 1 - fabs(2 * own - 1), room = 1 - fabs(2 * lightness - 1);
  const double scale = own_room > 0 ? room / own_room : 0;
  const guint8 parts[] = {colour.red, colour.green, colour.blue};
  guint8 moved[3];
  for (int i = 0; i < 3; i++) {
    const double value = lightness + (parts[i] / 255.0 - own) * scale;
    moved[i] = (guint8)lround(CLAMP(value, 0, 1) * 255);
  }
  return (Rgb){moved[0], moved[1], moved[2]};
}

static bool passes(Rgb colour, const Rgb *others, int count, double least) {
  for (int i = 0; i < count; i++) {
    if (contrast_ratio(colour, others[i]) < least)
      return false;
  }
  return true;
}

bool contrast_nearest(Rgb colour, const Rgb *others, int count, double least, Rgb *nearest) {
  enum { STEPS = 1020 }; /* four for each step of a channel */
  const double most = MAX(MAX(colour.red, colour.green), colour.blue);
  const double own = (most + MIN(MIN(colour.red, colour.green), colour.blue)) / 2 / 255;
  *nearest = colour;
  if (passes(colour, others, count, least))
    return true;
  for (int step = 1; step <= STEPS; step++) {
    const double lightness[] = {own - (double)step / STEPS, own + (double)step / STEPS};
    for (int i = 0; i < 2; i++) {
      *nearest = with_lightness(colour, CLAMP(lightness[i], 0, 1));
      if (passes(*nearest, others, count, least))
        return true;
    }
  }
  *nearest = colour;
  return false;
}
