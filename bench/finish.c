/* Times a document on its way to PDF, one a process: finish DOCUMENT.fo OUTPUT [raw]
 *
 * Prints a line of JSON: seconds of processor time of reading and of the rest (layout, paint, finish),
 * the peak of memory, pages and bytes. With "raw" there is no finish, and the output is cairo's own:
 * what the finish takes is the difference. (Clocks around each call would cost more than some calls:
 * cairo writes a few bytes at a time.) */
#include "pdf/finish.h"
#include "layout/layout.h"
#include "paint/paint.h"

#include <string.h>
#include <sys/resource.h>
#include <time.h>

typedef struct {
  Painter *painter;
  PdfFinish *finish;
  FILE *out;
  int pages;
  guint64 written;
} Bench;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static bool write_file(void *context, const unsigned char *bytes, size_t length) {
  Bench *bench = context;
  bench->written += length;
  return fwrite(bytes, 1, length, bench->out) == length;
}

static bool write_painted(void *context, int page, const unsigned char *bytes, size_t length) {
  (void)page;
  Bench *bench = context;
  return bench->finish ? pdf_finish_bytes(bench->finish, bytes, length)
                       : write_file(bench, bytes, length);
}

static void take_page(const Page *page, void *context) {
  Bench *bench = context;
  paint_page(bench->painter, page);
  if (bench->finish)
    pdf_finish_page(bench->finish, page, paint_marks(bench->painter, page->index));
  bench->pages++;
}

static void take_late(const LatePage *page, void *context) {
  Bench *bench = context;
  for (int part = 1; part <= paint_late_parts(bench->painter, page); part++) {
    paint_late(bench->painter, page, part);
    if (bench->finish)
      pdf_finish_late(bench->finish, page, paint_marks(bench->painter, page->index));
  }
}

static void print(const Bench *bench, double reading, double pressing) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("{\"read\": %.3f, \"press\": %.3f, \"peak_kb\": %ld, \"pages\": %d, "
         "\"bytes\": %" G_GUINT64_FORMAT "}\n",
         reading, pressing, usage.ru_maxrss, bench->pages, bench->written);
}

/* The document's pages, drawn and finished; false if anything failed, which was reported. */
static bool press(Bench *bench, const FoTree *tree, bool raw, Diagnostics *diagnostics) {
  const DocumentInfo info = {.title = "Benchmark", .language = "en"};
  bench->painter = paint_new(&(PaintOptions){.kind = PAINT_PDF,
                                             .finished = !raw,
                                             .info = info,
                                             .diagnostics = diagnostics,
                                             .tree = tree,
                                             .write = write_painted,
                                             .context = bench});
  if (!raw)
    bench->finish = pdf_finish_new(&(PdfFinishOptions){.tree = tree,
                                                       .info = info,
                                                       .diagnostics = diagnostics,
                                                       .write = write_file,
                                                       .context = bench});
  TextEngine *text = text_engine_new(NULL);
  ImageStore *images = image_store_new(NULL);
  const LayoutOptions options = {
      .diagnostics = diagnostics, .text = text, .images = images, .late = take_late};
  bool done = layout_document(tree, &options, take_page, bench);
  done = paint_finish(bench->painter) && done;
  done = (raw || pdf_finish_end(bench->finish, paint_end(bench->painter))) && done;
  paint_free(bench->painter);
  pdf_finish_free(bench->finish);
  image_store_free(images);
  text_engine_free(text);
  return done;
}

int main(int argc, char **argv) {
  const bool raw = argc == 4 && strcmp(argv[3], "raw") == 0;
  char *document = NULL;
  gsize length = 0;
  Bench bench = {0};
  if ((argc != 3 && !raw) || !g_file_get_contents(argv[1], &document, &length, NULL) ||
      !(bench.out = fopen(argv[2], "wb"))) {
    fputs("usage: finish DOCUMENT.fo OUTPUT [raw]\n", stderr);
    return 2;
  }
  Diagnostics *diagnostics = diag_new(stderr, DIAG_TEXT);
  const double start = now();
  FoTree *tree =
      fo_read_memory(document, length, argv[1], &(FoOptions){.diagnostics = diagnostics});
  g_free(document);
  const double read = now();
  const bool done = tree && press(&bench, tree, raw, diagnostics);
  print(&bench, read - start, now() - read);
  fo_free(tree);
  diag_free(diagnostics);
  return fclose(bench.out) == 0 && done ? 0 : 1;
}
