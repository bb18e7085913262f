/* Lines of cells that align on a string: text-align="<string>" (XSL 1.1 §7.16.9; CSS 2 §17.5.4). The widths on both
 * sides are gathered over the column before its rows are laid out (table_measure.c). */
#include "layout/line.h"

#include <string.h>

/* ---- Where it stands --------------------------------------------------------------------------- */

static gint in_reading_order(gconstpointer a, gconstpointer b) {
  const Fragment *left = *(const Fragment *const *)a, *right = *(const Fragment *const *)b;
  return left->run.offset < right->run.offset ? -1 : left->run.offset > right->run.offset;
}

/* The text of the line in reading order: an array of const Fragment * that the caller owns. */
static GPtrArray *texts_of(const TextLine *line) {
  GPtrArray *texts = g_ptr_array_new();
  for (int i = 0; i < line->count; i++)
    if (line->fragments[i].kind == FRAGMENT_TEXT)
      g_ptr_array_add(texts, (gpointer)&line->fragments[i]);
  g_ptr_array_sort(texts, in_reading_order);
  return texts;
}

/* The edge of the cluster that a byte of the run is in, where reading comes to it. */
static Length edge_at(const Fragment *fragment, int byte) {
  const GlyphRun *run = &fragment->run;
  Length advance = 0;
  int glyph = 0;
  for (int c = 0; c < run->cluster_count && byte >= run->clusters[c].bytes; c++) {
    byte -= run->clusters[c].bytes;
    for (int i = 0; i < run->clusters[c].glyphs; i++, glyph++)
      advance += run->glyphs[run->backward ? run->glyph_count - 1 - glyph : glyph].advance;
  }
  return run->backward ? fragment->x + fragment->width - advance : fragment->x + advance;
}

/* The edge of the line's content, or of the last text that is read in it where that runs the other way. */
static Length end_of(const TextLine *line, const GPtrArray *texts, bool rtl) {
  const Fragment *last = texts->len > 0 ? texts->pdata[texts->len - 1] : NULL;
  const bool backward = last ? last->run.backward : rtl;
  if (!last || texts->len == 1 || backward == rtl)
    return backward ? line->x : line->x + line->width;
  return backward ? last->x : last->x + last->width;
}

Length line_string_place(const TextLine *line, const char *string, bool rtl, bool *found) {
  GPtrArray *texts = texts_of(line);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < texts->len; i++) {
    const GlyphRun *run = &((const Fragment *)texts->pdata[i])->run;
    g_string_append_len(text, run->text, run->text_length);
  }
  const char *at = strstr(text->str, string);
  Length place = end_of(line, texts, rtl);
  int byte = at ? (int)(at - text->str) : 0;
  for (guint i = 0; at && i < texts->len; i++) {
    const Fragment *fragment = texts->pdata[i];
    if (byte < fragment->run.text_length) {
      place = edge_at(fragment, byte);
      break;
    }
    byte -= fragment->run.text_length;
  }
  *found = at != NULL;
  g_string_free(text, TRUE);
  g_ptr_array_unref(texts);
  return place;
}

/* ---- Lines in their place ---------------------------------------------------------------------- */

static TextLine moved(const TextLine *line, Length by, Arena *arena) {
  TextLine copy = *line;
  Fragment *fragments = arena_copy(arena, line->fragments, sizeof(Fragment) * (size_t)line->count);
  for (int i = 0; i < line->count; i++)
    fragments[i].x += by;
  copy.fragments = fragments;
  copy.x += by;
  return copy;
}

/* Outside of cells it says no more than “start”. */
static void report_outside(Layout *layout, const FoNode *block) {
  for (const FoNode *node = block; node; node = node->parent)
    if (node->element == FO_TABLE_CELL)
      return;
  if (!layout->string_reported)
    diag_layout_string_outside(layout->diagnostics, fo_place(block),
                               block->style->text_align.string);
  layout->string_reported = true;
}

TextLine line_string_align(LineWork *w, const TextLine *line) {
  const FoNode *block = w->job->block;
  const Context *context = &w->queue->context;
  const char *string = block->style->text_align.string;
  if (!string || (line->forced && block->style->text_align_last != KW_RELATIVE))
    return *line;
  if (!context->strings) {
    report_outside(w->layout, block);
    return *line;
  }
  bool found;
  const Length place = line_string_place(line, string, w->rtl, &found);
  const Length asked = context->string_x - w->x - (place - line->x);
  const Length x = MAX(0, MIN(asked, w->width - line->width));
  w->align = found ? ALIGN_LEFT : ALIGN_RIGHT;
  return moved(line, x - line->x, w->layout->arena);
}
