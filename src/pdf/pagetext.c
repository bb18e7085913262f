#include "pdf/pagetext_read.h"

#include <math.h>

enum { MAX_PARENTS = 64 };

FontCache *font_cache_new(void) {
  return g_hash_table_new_full(NULL, NULL, NULL, text_map_free);
}

static void free_mark(gpointer data) {
  g_string_free(((MarkText *)data)->text, TRUE);
  g_free(data);
}

void page_text_free(gpointer data) {
  PageText *text = data;
  if (!text)
    return;
  g_hash_table_unref(text->texts);
  g_ptr_array_unref(text->fonts);
  g_free(text);
}

gpointer page_text_key(int stream, int mcid) {
  return GSIZE_TO_POINTER(((gsize)stream << 32 | (guint32)mcid) + 1);
}

const MarkText *page_text_mark(const PageText *text, int stream, int mcid) {
  return text ? g_hash_table_lookup(text->texts, page_text_key(stream, mcid)) : NULL;
}

bool mark_text_breaks(const MarkText *mark, const MarkText *next) {
  /* Lines are at least so far apart. Raised and lowered text may be as well, but it goes on where the
   * text before it ended, and not farther above or below it than two lines of its own. */
  const double size = MAX(mark->size, next->size);
  const double away = fabs(next->start_y - mark->end_y);
  const bool goes_on = fabs(next->start_x - mark->end_x) < 0.2 * size && away < 2 * size;
  return mark->placed && next->placed && away > 0.9 * size && !goes_on;
}

Slice page_inherited(PdfReader *reader, Slice page, const char *key) {
  for (int i = 0; i < MAX_PARENTS && page.text; i++) {
    Slice value = pdf_reader_key(reader, page, key);
    if (value.text)
      return value;
    page = pdf_reader_key(reader, page, "Parent");
  }
  return (Slice){0};
}

void append_word_space(GString *text) {
  static const char *const ENDS[] = {
      " ", "\n", "-", "/", "\xc2\xad", "\xe2\x80\x90", "\xe2\x80\x93", "\xe2\x80\x94"};
  for (size_t i = 0; i < G_N_ELEMENTS(ENDS); i++)
    if (g_str_has_suffix(text->str, ENDS[i]))
      return;
  if (text->len)
    g_string_append_c(text, ' ');
}

PageText *page_text_new(PdfReader *reader, int page, FontCache *fonts) {
  PageText *text = g_new0(PageText, 1);
  text->texts = g_hash_table_new_full(NULL, NULL, NULL, free_mark);
  text->fonts = g_ptr_array_new();
  GByteArray *content = pdf_reader_content(reader, page);
  if (!content)
    return text;
  Slice dictionary = pdf_reader_object(reader, pdf_reader_page(reader, page));
  Reading *r = g_new0(Reading, 1);
  r->reader = reader;
  r->fonts = fonts;
  r->page = text;
  r->resources = page_inherited(reader, dictionary, "Resources");
  r->state = (State){.ctm = {1, 0, 0, 1, 0, 0}, .scale = 1};
  r->open = g_array_new(FALSE, FALSE, sizeof(OpenMark));
  reading_stream(r, content);
  g_array_unref(r->open);
  g_free(r);
  g_byte_array_unref(content);
  return text;
}
