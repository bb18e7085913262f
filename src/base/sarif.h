/* SARIF: diagnostics as a log for machines (OASIS Static Analysis Results Interchange Format 2.1.0),
 * which code hosts and editors show at their places. */
#ifndef PEERPRESS_BASE_SARIF_H
#define PEERPRESS_BASE_SARIF_H

#include "base/diag.h"

/* Writes one log with one run of `count` results, also if there are none. */
void sarif_write(FILE *stream, const Diagnostic *diagnostics, unsigned count);

#endif
