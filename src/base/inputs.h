/* Inputs: the files that a publication was made of, by content. */
#ifndef PEERPRESS_BASE_INPUTS_H
#define PEERPRESS_BASE_INPUTS_H

#include <glib.h>

/* What a file was to the publication, for people: "stylesheet", "theme", "font", … */
typedef struct {
  const char *kind;
  const char *path;   /* absolute */
  const char *sha256; /* of what was read, in hexadecimal; NULL: it was looked for and not there */
} Input;

typedef struct Inputs Inputs;

/* An empty set; the caller owns it. */
Inputs *inputs_new(void);
void inputs_free(Inputs *inputs);

/* Adds the file at `path` (its first reading counts), which held `bytes` (NULL: it does not exist).
 * `kind` is a literal. NULL for `inputs` is allowed in all: nothing is kept. */
void inputs_add(Inputs *inputs, const char *kind, const char *path, GBytes *bytes);
/* The same with a checksum that is known already. */
void inputs_add_sum(Inputs *inputs, const char *kind, const char *path, const char *sha256);
void inputs_add_all(Inputs *inputs, const Inputs *others);

/* The inputs in the order of their paths; owned by `inputs`. */
const Input *inputs_list(Inputs *inputs, unsigned *count);

/* The SHA-256 of a file in hexadecimal, the caller's to free; NULL if it cannot be read. */
char *file_sha256(const char *path);

#endif
