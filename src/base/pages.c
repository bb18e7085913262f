#include "base/pages.h"
#include "base/file.h"

#include <errno.h>
#include <string.h>

/* All pages wait in one file without a name: a long document needs no thousand open files. */
struct PageFiles {
  char *path;
  Output *spool;
  GArray *ends; /* of each page in the spool: size_t */
  Diagnostics *diagnostics;
};

char *page_file_name(const char *path, int page) {
  const char *number = strstr(path, "%d");
  if (number)
    return g_strdup_printf("%.*s%d%s", (int)(number - path), path, page + 1, number + 2);
  const char *slash = strrchr(path, '/');
  const char *dot = strrchr(slash ? slash : path, '.');
  const int stem = (int)(dot ? (size_t)(dot - path) : strlen(path));
  return g_strdup_printf("%.*s-%d%s", stem, path, page + 1, dot ? dot : "");
}

PageFiles *page_files_new(const char *path, Diagnostics *diagnostics) {
  Output *spool = output_spool(path, diagnostics);
  if (!spool)
    return NULL;
  PageFiles *files = g_new(PageFiles, 1);
  *files =
      (PageFiles){g_strdup(path), spool, g_array_new(FALSE, FALSE, sizeof(size_t)), diagnostics};
  return files;
}

bool page_files_write(PageFiles *files, int page, const void *bytes, size_t length) {
  GArray *ends = files->ends;
  if (page < 0 || (guint)page + 1 < ends->len)
    return false;
  while (ends->len <= (guint)page) {
    const size_t end = ends->len ? g_array_index(ends, size_t, ends->len - 1) : 0;
    g_array_append_val(ends, end);
  }
  g_array_index(ends, size_t, page) += length;
  return fwrite(bytes, 1, length, output_stream(files->spool)) == length;
}

/* Copies the next `length` bytes of the spool. 0 or errno. */
static int copy(FILE *from, FILE *to, size_t length) {
  char buffer[1 << 14];
  while (length > 0) {
    errno = EIO; /* what is missing was written once */
    const size_t got = fread(buffer, 1, MIN(length, sizeof buffer), from);
    if (got == 0)
      return errno;
    if (fwrite(buffer, 1, got, to) != got)
      break; /* the output knows why */
    length -= got;
  }
  return 0;
}

static Output *make_page(void *context, unsigned page) {
  const PageFiles *files = context;
  const size_t start = page ? g_array_index(files->ends, size_t, page - 1) : 0;
  const size_t length = g_array_index(files->ends, size_t, page) - start;
  char *name = page_file_name(files->path, (int)page);
  Output *output = output_open(name, files->diagnostics);
  const int reason = output ? copy(output_stream(files->spool), output_stream(output), length) : 0;
  if (reason != 0) {
    diag_file_write(files->diagnostics, (Place){.file = name}, g_strerror(reason));
    g_clear_pointer(&output, output_discard);
  }
  g_free(name);
  return output;
}

bool page_files_commit(PageFiles *files) {
  FILE *spool = output_stream(files->spool);
  bool written = fflush(spool) == 0 && !ferror(spool);
  if (!written)
    page_files_report(files);
  rewind(spool);
  written = written && output_commit_all(make_page, files, files->ends->len);
  page_files_discard(files);
  return written;
}

void page_files_report(PageFiles *files) {
  output_report(files->spool);
}

unsigned page_files_count(const PageFiles *files) {
  return files->ends->len;
}

void page_files_discard(PageFiles *files) {
  if (!files)
    return;
  output_discard(files->spool);
  g_array_unref(files->ends);
  g_free(files->path);
  g_free(files);
}
