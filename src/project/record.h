/* Record: what one publication was made of, and whether it still is what would be made now. */
#ifndef PEERPRESS_PROJECT_RECORD_H
#define PEERPRESS_PROJECT_RECORD_H

#include "project/manifest.h"
#include "project/tasks.h"

/* What all publications of a run have in common. */
typedef struct {
  const char *folder;       /* of the manifest, absolute */
  char *program;            /* SHA-256 of this program's file; "" if that cannot be read */
  char *libraries;          /* their versions */
  char *fonts;              /* text_installed_checksum; NULL: no pages are asked for */
  const char *const *roots; /* further folders that were named, NULL-terminated, or NULL */
} Surroundings;

void surroundings_init(Surroundings *surroundings, const char *folder, const char *const *roots,
                       const char *const *font_folders, bool pages);
void surroundings_release(Surroundings *surroundings);

/* Checksums of files that many publications read; path -> SHA-256 or "". */
typedef GHashTable FileSums;
FileSums *file_sums_new(void);

/* Why a publication has to be made anew, in words, appended to `reasons`: all but what the dataset
 * says. `record` is the one of its last time. */
void record_compare(JsonObject *record, const Task *task, const Surroundings *surroundings,
                    FileSums *sums, GPtrArray *reasons);

/* Why the files of a record are not what was published, appended. */
void record_compare_files(JsonObject *record, const char *folder, GPtrArray *reasons);
/* Which inputs (stylesheets, pictures, fonts, …) have changed, appended. */
void record_compare_inputs(JsonObject *record, const char *folder, FileSums *sums,
                           GPtrArray *reasons);

/* Was it made by another version or build of peerpress, or with other libraries? */
bool record_other_program(JsonObject *record, const Surroundings *surroundings);

/* The record of a publication that was just made; the dataset's bytes had this checksum, its tree this
 * fingerprint (borrowed). `pages` counts the files of one-a-page editions. The caller unrefs it. */
JsonObject *record_new(const Task *task, const Surroundings *surroundings, Inputs *inputs,
                       const char *sha256, JsonObject *parts, unsigned pages, bool claimed);

/* The same record with another checksum of the whole dataset. */
JsonObject *record_with_dataset(JsonObject *record, const char *sha256);

/* Removes numbered pages of an earlier, longer publication that nobody has changed since. */
void record_remove_rest(JsonObject *before, JsonObject *after, const char *folder);

/* The dataset of a record: its file as seen from here (the caller frees it), its checksum and the
 * fingerprint of its last time. */
char *record_dataset_path(JsonObject *record, const char *folder);
const char *record_dataset_sum(JsonObject *record);
JsonObject *record_dataset_parts(JsonObject *record);

#endif
