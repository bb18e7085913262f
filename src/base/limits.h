/* Limits: what a document that nobody vouches for may take of time, memory and depth. They decide
 * whether an output is made, never what is in it. */
#ifndef PEERPRESS_BASE_LIMITS_H
#define PEERPRESS_BASE_LIMITS_H

#include "base/guard.h"

#include <stdint.h>

typedef struct {
#define LIMIT(name, option, unit, usual, least, most, description) int64_t name;
#include "base/limits.def"
#undef LIMIT
  Guard *guard; /* watches time and memory of the publication at work; NULL: nobody does */
} Limits;

/* What holds if nothing else is said. */
extern const Limits limits_usual;

/* Sets what `text`, "NAME=N", says. NULL, or a newly allocated reason why that is no limit. */
char *limits_set(Limits *limits, const char *text);

/* The names of all limits with their units and what they usually are, for help; the caller frees it. */
char *limits_list(void);

#endif
