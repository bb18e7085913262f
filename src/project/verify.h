/* Verify: whether what was published is still what it was, and still what its sources say. */
#ifndef PEERPRESS_PROJECT_VERIFY_H
#define PEERPRESS_PROJECT_VERIFY_H

#include "base/diag.h"

typedef struct {
  unsigned right, missing, altered, stale;
  unsigned other_program; /* of the right ones: another peerpress made them */
} VerifyResult;

/* Compares each publication in the manifest of the folder with its files and its sources, and prints
 * a line for each that differs. False: there is no manifest that can be used, reported. */
bool verify_folder(const char *folder, VerifyResult *result, Diagnostics *diagnostics);

#endif
