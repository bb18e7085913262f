/* Space resolution (XSL 1.1 §4.3.1): of the space-specifiers between two things that have extent,
 * which remain. */
#include "layout/space.h"

/* Conditional spaces next to an edge of the reference area go, up to the first that is retained. */
static void discard_from(SpaceLength *spaces, size_t count, bool backwards) {
  for (size_t i = 0; i < count; i++) {
    SpaceLength *space = &spaces[backwards ? count - 1 - i : i];
    if (space->retain)
      return;
    *space = (SpaceLength){0};
  }
}

static bool any_forced(const SpaceLength *spaces, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (spaces[i].force)
      return true;
  return false;
}

/* The one that stays: of the highest precedence, then the largest optimum, then the first. */
static size_t survivor(const SpaceLength *spaces, size_t count) {
  size_t best = 0;
  for (size_t i = 1; i < count; i++) {
    const bool higher = spaces[i].precedence > spaces[best].precedence;
    const bool equal = spaces[i].precedence == spaces[best].precedence;
    if (higher || (equal && spaces[i].optimum > spaces[best].optimum))
      best = i;
  }
  return best;
}

/* Of equals with the survivor, the greatest minimum and the least maximum hold. */
static void narrow(SpaceLength *spaces, size_t count, size_t best) {
  SpaceLength *kept = &spaces[best];
  for (size_t i = 0; i < count; i++) {
    if (spaces[i].precedence != kept->precedence || spaces[i].optimum != kept->optimum)
      continue;
    kept->minimum = MAX(kept->minimum, spaces[i].minimum);
    kept->maximum = MIN(kept->maximum, spaces[i].maximum);
  }
}

void spaces_resolve(SpaceLength *spaces, size_t count, bool leading, bool trailing) {
  if (count == 0)
    return;
  if (leading)
    discard_from(spaces, count, false);
  if (trailing)
    discard_from(spaces, count, true);
  const bool forced = any_forced(spaces, count);
  const size_t best = survivor(spaces, count);
  narrow(spaces, count, best);
  for (size_t i = 0; i < count; i++)
    if (forced ? !spaces[i].force : i != best)
      spaces[i] = (SpaceLength){0};
}
