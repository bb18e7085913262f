#include "layout/respace.h"

#include <string.h>

/* Gives its share to one space after the other, so that all shares make the whole. */
typedef struct {
  Layout *layout;
  Length slack;  /* still to be given */
  Length spaces; /* that it is to be given to, by their widths */
} Respacing;

static bool is_space(const char *text, int bytes) {
  return (bytes == 1 && *text == ' ') || (bytes == 2 && memcmp(text, "\xc2\xa0", 2) == 0);
}

/* The glyph of the next space of a run, -1 behind the last; `*cluster`, `*glyph` and `*byte` count what is before, in
 * logical order, and are 0 first. Spaces at a line's end have no width. */
static int next_space(const GlyphRun *run, int *cluster, int *glyph, int *byte) {
  while (*cluster < run->cluster_count) {
    const GlyphCluster own = run->clusters[(*cluster)++];
    const int at = run->backward ? run->glyph_count - 1 - *glyph : *glyph;
    const bool found = own.glyphs == 1 && is_space(run->text + *byte, own.bytes);
    *glyph += own.glyphs;
    *byte += own.bytes;
    if (found && run->glyphs[at].advance > 0)
      return at;
  }
  return -1;
}

static Length measure_spaces(const Area *area) {
  Length width = 0;
  if (area->kind == AREA_TEXT) {
    const GlyphRun *run = &area->text.run;
    int cluster = 0, glyph = 0, byte = 0;
    for (int at; (at = next_space(run, &cluster, &glyph, &byte)) >= 0;)
      width += run->glyphs[at].advance;
    return width;
  }
  for (const Area *child = area->first; child; child = child->next)
    width += measure_spaces(child);
  return width;
}

/* How much wider the area is. */
static Length respace_text(Respacing *r, Area *area) {
  GlyphRun *run = &area->text.run;
  Glyph *glyphs = NULL;
  Length grown = 0;
  int cluster = 0, glyph = 0, byte = 0;
  for (int at; (at = next_space(run, &cluster, &glyph, &byte)) >= 0;) {
    if (!glyphs)
      glyphs = arena_copy(r->layout->arena, run->glyphs, sizeof *glyphs * (size_t)run->glyph_count);
    const Length own = run->glyphs[at].advance;
    const Length share = (Length)((double)r->slack * (double)own / (double)r->spaces);
    glyphs[at].advance += (int32_t)share;
    r->slack -= share;
    r->spaces -= own;
    grown += share;
  }
  if (glyphs)
    run->glyphs = glyphs;
  area->width += grown;
  return grown;
}

/* How much wider the parent has to be. */
static Length respace_children(Respacing *r, Area *parent) {
  Length grown = 0;
  for (Area *child = parent->first; child; child = child->next) {
    child->x += grown;
    if (child->kind == AREA_TEXT) {
      grown += respace_text(r, child);
    } else if (child->first) {
      const Length inside = respace_children(r, child);
      child->width += inside;
      grown += inside;
    }
  }
  return grown;
}

void line_respace(Layout *layout, Area *line, Length slack, bool right) {
  Respacing r = {.layout = layout, .spaces = measure_spaces(line)};
  if (slack == 0 || r.spaces <= 0)
    return;
  r.slack = MAX(slack, -r.spaces / 3);
  const Length grown = respace_children(&r, line);
  for (Area *child = line->first; right && child; child = child->next)
    child->x -= grown;
}
