/* What the fuzz targets share: a target is one file tests/fuzz/NAME.c with LLVMFuzzerTestOneInput
 * (docs/fuzzing.md). Nothing is read but the input and what is built into the program, and nothing is
 * written anywhere. */
#ifndef PEERPRESS_TESTS_FUZZ_H
#define PEERPRESS_TESTS_FUZZ_H

#include "fo/fo.h"
#include "paint/paint.h"

/* libFuzzer's entry points. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

/* More pages than this end a document (layout-too-many-pages): fonts and pages are what takes time. */
enum { FUZZ_MAX_PAGES = 40 };

/* Silent; the caller's to free. */
Diagnostics *fuzz_diagnostics(void);

/* The input with a NUL behind it, as the program's own readers give it. */
GBytes *fuzz_bytes(const uint8_t *data, size_t size);

/* A stream that forgets what is written to it; not to be closed. */
FILE *fuzz_nowhere(void);

/* Lays the tree (or NULL) out, paints it and frees it. `finished`: what paint gives goes through the
 * streaming finish, and must then be a PDF that the reader has nothing to say against and that keeps all
 * rules if it claims to. Else it is forgotten. */
void fuzz_publish(FoTree *tree, const DocumentInfo *info, Diagnostics *diagnostics, bool finished);

/* Ends the process as a crash does: what must hold does not. */
void fuzz_fail(const char *format, ...) G_GNUC_PRINTF(1, 2) G_GNUC_NORETURN;

#endif
