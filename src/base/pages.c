#include "base/pages.h"
#include "base/file.h"

#include <errno.h>
#include <string.h>

/* All pages wait in one file without a name: a long document needs no thousand open files. */
struct PageFiles {
  char *path;
  FILE *spool;
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
  FILE *spool = tmpfile();
  if (!spool) {
    diag_file_write(diagnostics, (Place){.file = path}, g_strerror(errno));
    return NULL;
  }
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
  return fwrite(bytes, 1, length, files->spool) == length;
}

/* Copies the next `length` bytes of the spool. */
static bool copy(FILE *from, FILE *to, size_t length) {
  char buffer[1 << 14];
  while (length > 0) {
    const size_t got = fread(buffer, 1, MIN(length, sizeof buffer), from);
    if (got == 0 || fwrite(buffer, 1, got, to) != got)
      return false;
    length -= got;
  }
  return true;
}

static bool commit_page(const PageFiles *files, int page, size_t length) {
  char *name = page_file_name(files->path, page);
  Output *output = output_open(name, files->diagnostics);
  bool written = output && copy(files->spool, output_stream(output), length);
  if (written)
    written = output_commit(output);
  else if (output) {
    diag_file_write(files->diagnostics, (Place){.file = name}, g_strerror(errno));
    output_discard(output);
  }
  g_free(name);
  return written;
}

bool page_files_commit(PageFiles *files) {
  bool written = fflush(files->spool) == 0 && !ferror(files->spool);
  if (!written)
    diag_file_write(files->diagnostics, (Place){.file = files->path}, g_strerror(errno));
  rewind(files->spool);
  size_t start = 0;
  for (guint i = 0; written && i < files->ends->len; i++) {
    const size_t end = g_array_index(files->ends, size_t, i);
    written = commit_page(files, (int)i, end - start);
    start = end;
  }
  page_files_discard(files);
  return written;
}

unsigned page_files_count(const PageFiles *files) {
  return files->ends->len;
}

void page_files_discard(PageFiles *files) {
  if (!files)
    return;
  fclose(files->spool);
  g_array_unref(files->ends);
  g_free(files->path);
  g_free(files);
}
