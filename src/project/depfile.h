/* Depfile: which files each output depends on, in the syntax of make, for make and ninja. */
#ifndef PEERPRESS_PROJECT_DEPFILE_H
#define PEERPRESS_PROJECT_DEPFILE_H

#include "base/diag.h"

typedef struct Depfile Depfile;

/* Rules with the outputs as their targets; or one rule, with this target. */
Depfile *depfile_new(const char *target);

/* Begins the rule of an output, and names what it depends on; names below the current folder become
 * relative to it. */
void depfile_target(Depfile *depfile, const char *output);
void depfile_input(Depfile *depfile, const char *path);

/* Writes the rules, and an empty one for each input, so that make goes on when a file is gone, to the
 * file at `path`; frees the depfile. False: reported. */
bool depfile_write(Depfile *depfile, const char *path, Diagnostics *diagnostics);

#endif
