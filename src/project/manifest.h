/* Manifest: what the publications in a folder were made of, and what they were when made, by
 * checksums, in a JSON file in that folder. docs/project.md describes it.
 *
 * It has no times and no absolute names but those of fonts: the same publications give the same
 * bytes. A run that was killed leaves an older manifest, whose checksums do not fit the newer files;
 * the next run makes those again. */
#ifndef PEERPRESS_PROJECT_MANIFEST_H
#define PEERPRESS_PROJECT_MANIFEST_H

#include "base/diag.h"
#include "base/json.h"

#define MANIFEST_NAME "peerpress-manifest.json"

typedef struct {
  char *path, *folder;
  GHashTable *records; /* name of the output -> JsonObject */
  GBytes *written;     /* what the file has now; NULL: there is none */
} Manifest;

/* The manifest in `folder`, empty if there is none. One that cannot be used is reported as a warning
 * and counts as empty: all will be published anew. The caller ends it with manifest_free. */
Manifest *manifest_read(const char *folder, Diagnostics *diagnostics);
void manifest_free(Manifest *manifest);

/* The record of an output, or NULL; borrowed. */
JsonObject *manifest_lookup(const Manifest *manifest, const char *name);

/* Puts a record in place of the one of the same output; takes it. */
void manifest_put(Manifest *manifest, JsonObject *record);

/* Forgets the records whose files are all gone and that are not in `names` (a set of outputs). */
void manifest_prune(Manifest *manifest, GHashTable *names);

/* Names of the outputs in their order; free with g_ptr_array_unref, the strings are borrowed. */
GPtrArray *manifest_names(const Manifest *manifest);

/* Writes the file, if that changes it. False: it cannot be written, reported. */
bool manifest_write(Manifest *manifest, Diagnostics *diagnostics);

#endif
