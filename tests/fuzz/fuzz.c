/* For fopencookie. */
#define _GNU_SOURCE

#include "fuzz.h"
#include "base/file.h"
#include "base/xml.h"
#include "layout/layout.h"
#include "pdf/finish.h"
#include "pdf/inspect.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static TextEngine *engine;
static FILE *nowhere;

static ssize_t forget(void *cookie, const char *bytes, size_t length) {
  (void)cookie, (void)bytes;
  return (ssize_t)length;
}

/* A message of a library that something was used wrongly is a mistake of ours. */
static GLogWriterOutput judge_log(GLogLevelFlags level, const GLogField *fields, gsize count,
                                  gpointer data) {
  (void)data;
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) {
    g_log_writer_standard_streams(level, fields, count, NULL);
    abort();
  }
  return G_LOG_WRITER_HANDLED;
}

/* As the program itself does: what is nested deep needs it. */
static void allow_stack(void) {
  const rlim_t enough = (rlim_t)256 << 20;
  struct rlimit limit;
  if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < enough) {
    limit.rlim_cur = MIN(enough, limit.rlim_max);
    setrlimit(RLIMIT_STACK, &limit);
  }
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc, (void)argv;
  allow_stack();
  g_setenv("FC_LANG", "und", TRUE);
  g_log_set_writer_func(judge_log, NULL, NULL);
  xml_init();
  nowhere = fopencookie(NULL, "w", (cookie_io_functions_t){.write = forget});
  return 0;
}

Diagnostics *fuzz_diagnostics(void) {
  return diag_new(NULL, DIAG_TEXT);
}

GBytes *fuzz_bytes(const uint8_t *data, size_t size) {
  char *copy = g_malloc(size + 1);
  if (size > 0)
    memcpy(copy, data, size);
  copy[size] = '\0';
  GBytes *all = g_bytes_new_take(copy, size + 1);
  GBytes *bytes = g_bytes_new_from_bytes(all, 0, size);
  g_bytes_unref(all);
  return bytes;
}

FILE *fuzz_nowhere(void) {
  return nowhere;
}

void fuzz_fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  abort();
}

/* Its caches grow with the words of all inputs, so it is replaced now and then. */
static TextEngine *text_engine(void) {
  enum { DOCUMENTS = 2000 };
  static int documents;
  if (documents++ % DOCUMENTS == 0)
    g_clear_pointer(&engine, text_engine_free);
  if (!engine)
    engine = text_engine_new(NULL);
  text_engine_begin(engine);
  return engine;
}

typedef struct {
  Painter *painter;
  PdfFinish *finish;
  GByteArray *bytes; /* of the finished PDF */
} Press;

static bool write_finished(void *context, const unsigned char *bytes, size_t length) {
  g_byte_array_append(((Press *)context)->bytes, bytes, (guint)length);
  return true;
}

static bool write_painted(void *context, int page, const unsigned char *bytes, size_t length) {
  (void)page;
  const Press *press = context;
  return !press->finish || pdf_finish_bytes(press->finish, bytes, length);
}

static void print_page(const Page *page, void *context) {
  const Press *press = context;
  paint_page(press->painter, page);
  if (press->finish)
    pdf_finish_page(press->finish, page, paint_marks(press->painter, page->index));
}

static void print_late(const LatePage *page, void *context) {
  const Press *press = context;
  const int parts = paint_late_parts(press->painter, page);
  for (int part = 1; part <= parts; part++) {
    paint_late(press->painter, page, part);
    if (press->finish)
      pdf_finish_late(press->finish, page, paint_marks(press->painter, page->index));
  }
}

static void refuse_finding(const Finding *finding, void *context) {
  (void)context;
  fuzz_fail("the finished file breaks %s (page %d, object %d): %s", finding->rule, finding->page,
            finding->object, finding->fault);
}

/* What was made is whole, and what it claims is true. */
static void judge(const Press *press, Diagnostics *diagnostics) {
  GBytes *bytes = g_bytes_new_static(press->bytes->data, press->bytes->len);
  PdfReader *reader = pdf_reader_new(bytes, "finished.pdf", diagnostics);
  if (!reader)
    fuzz_fail("the finished file cannot be read");
  const char *warning = pdf_reader_warning(reader, 0);
  if (warning)
    fuzz_fail("the finished file is damaged: %s", warning);
  if (pdf_finish_claims(press->finish))
    inspect_check(reader, refuse_finding, NULL);
  pdf_reader_free(reader);
  g_bytes_unref(bytes);
}

static void print(Press *press, const FoTree *tree, Diagnostics *diagnostics) {
  ImageStore *images = image_store_new(NULL);
  Limits limits = limits_usual;
  limits.pages = FUZZ_MAX_PAGES;
  const LayoutOptions options = {.diagnostics = diagnostics,
                                 .text = text_engine(),
                                 .images = images,
                                 .limits = &limits,
                                 .late = print_late};
  const bool laid_out = layout_document(tree, &options, print_page, press);
  const bool painted = paint_finish(press->painter);
  if (press->finish && laid_out && pdf_finish_end(press->finish, paint_end(press->painter)) &&
      painted)
    judge(press, diagnostics);
  image_store_free(images);
}

void fuzz_publish(FoTree *tree, const DocumentInfo *info, Diagnostics *diagnostics, bool finished) {
  if (!tree)
    return;
  Press press = {.bytes = g_byte_array_new()};
  if (finished)
    press.finish = pdf_finish_new(&(PdfFinishOptions){.tree = tree,
                                                      .info = *info,
                                                      .diagnostics = diagnostics,
                                                      .write = write_finished,
                                                      .context = &press});
  press.painter = paint_new(&(PaintOptions){.kind = PAINT_PDF,
                                            .finished = true,
                                            .info = *info,
                                            .diagnostics = diagnostics,
                                            .tree = tree,
                                            .write = write_painted,
                                            .context = &press});
  print(&press, tree, diagnostics);
  paint_free(press.painter);
  pdf_finish_free(press.finish);
  g_byte_array_unref(press.bytes);
  fo_free(tree);
}
