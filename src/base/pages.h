/* Pages as files: one numbered file for each page, all of them or none. */
#ifndef PEERPRESS_BASE_PAGES_H
#define PEERPRESS_BASE_PAGES_H

#include "base/diag.h"

#include <stddef.h>

typedef struct PageFiles PageFiles;

/* Files named after `path`: "page-%d.png" counts where it says %d, "page.png" becomes page-1.png,
 * page-2.png, … NULL if nothing can be kept, reported. Ended by page_files_commit or _discard. */
PageFiles *page_files_new(const char *path, Diagnostics *diagnostics);

/* Appends bytes to the file of page `page` (from 0); pages come in order. False: no space left. */
bool page_files_write(PageFiles *files, int page, const void *bytes, size_t length);

/* Reports why bytes could not be appended. */
void page_files_report(PageFiles *files);

/* Puts every file in its place, all or none (output_commit_all), and frees `files`. False if one cannot
 * be written, reported. */
bool page_files_commit(PageFiles *files);
void page_files_discard(PageFiles *files);

/* How many pages have come so far. */
unsigned page_files_count(const PageFiles *files);

/* The name of page `page`; the caller frees it. */
char *page_file_name(const char *path, int page);

#endif
