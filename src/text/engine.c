#include "text/hyphenate.h"
#include "text/paragraph.h"

enum { WORD_CACHE_LIMIT = 4 << 20 }; /* bytes of one generation of shaped words */

TextEngine *text_engine_new(const char *const *font_folders) {
  TextEngine *engine = g_new0(TextEngine, 1);
  engine->fonts = fonts_new(font_folders);
  engine->words = words_new(engine->fonts, WORD_CACHE_LIMIT);
  engine->hyphenator = hyphenator_new();
  engine->opportunities = g_array_new(FALSE, FALSE, sizeof(Opportunity));
  engine->places = g_array_new(FALSE, FALSE, sizeof(Position));
  engine->ends = g_array_new(FALSE, FALSE, sizeof(int));
  engine->lines = g_array_new(FALSE, FALSE, sizeof(TextLine));
  engine->scratch = line_scratch_new();
  engine->spares = g_ptr_array_new();
  return engine;
}

void text_engine_free(TextEngine *engine) {
  if (!engine)
    return;
  words_free(engine->words);
  hyphenator_free(engine->hyphenator);
  g_array_unref(engine->opportunities);
  g_array_unref(engine->places);
  g_array_unref(engine->ends);
  g_array_unref(engine->lines);
  line_scratch_free(engine->scratch);
  for (guint i = 0; i < engine->spares->len; i++)
    paragraph_dispose(engine->spares->pdata[i]);
  g_ptr_array_unref(engine->spares);
  fonts_free(engine->fonts);
  g_free(engine);
}

void text_engine_begin(TextEngine *engine) {
  fonts_begin_document(engine->fonts);
  hyphenator_begin_document(engine->hyphenator);
}

void text_engine_inputs(const TextEngine *engine, Inputs *inputs) {
  fonts_inputs(engine->fonts, inputs);
}

const FontMetrics *text_metrics(TextEngine *engine, Diagnostics *diagnostics,
                                const TextStyle *style, Place place) {
  return &fonts_face(engine->fonts, diagnostics, style, place)->metrics;
}
