#include "base/length.h"

#include <math.h>
#include <string.h>

Length length_from_points(double points) {
  if (isnan(points))
    return 0;
  const double limit = (double)LENGTH_LIMIT;
  const double units = points * LENGTH_PER_POINT;
  return (Length)llround(CLAMP(units, -limit, limit));
}

char *length_to_text(Length length, char buffer[LENGTH_TEXT_SIZE]) {
  g_ascii_formatd(buffer, LENGTH_TEXT_SIZE, "%.3f", length_to_points(length));
  char *end = buffer + strlen(buffer);
  while (end[-1] == '0')
    *--end = '\0';
  if (end[-1] == '.')
    *--end = '\0';
  if (strcmp(buffer, "-0") == 0)
    memcpy(buffer, "0", 2);
  return buffer;
}
