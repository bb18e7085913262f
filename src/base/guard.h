/* Guard: watches what time and memory this process takes while it works on one publication.
 *
 * A limit that is reached is first asked for where work can be left in good order (guard_reached):
 * then the place is known, and everything is withdrawn as after any other error. Work that does not
 * come by such a place soon, inside of a library, is ended with the process; nothing is lost by
 * that, as outputs have no name before they are whole (base/file.h). */
#ifndef PEERPRESS_BASE_GUARD_H
#define PEERPRESS_BASE_GUARD_H

#include "base/diag.h"

#include <stdint.h>

typedef struct Guard Guard;

/* What a process ends with that has no words of its own for the end. */
enum { GUARD_EXIT_TIME = 81, GUARD_EXIT_MEMORY = 82, GUARD_EXIT_REFUSED = 83 };

typedef struct {
  int64_t seconds;   /* of processor time, from now on */
  int64_t megabytes; /* resident in the whole process; not watched under AddressSanitizer */
  const char *file;  /* that is worked on, for messages */
  /* Says on standard error, as one log in this form, why the process ends, which it then does with
   * these codes: for a limit, and for memory that the system refuses. False: the process ends
   * silently, with the codes above. */
  bool speaks;
  DiagFormat format;
  int exit_limit, exit_refused;
} GuardOptions;

/* A guard that watches nothing yet. To be made before the process gives up files (base/confine.h). The
 * caller ends it with guard_free. */
Guard *guard_new(void);
void guard_free(Guard *guard);

/* Begins to watch; one guard at a time. While it does, memory that the system refuses to GLib ends the
 * process in order, too. False if the system has no timers: then nothing is watched. Until guard_end. */
bool guard_begin(Guard *guard, const GuardOptions *options);
void guard_end(Guard *guard);

/* Is a limit reached? Work then ends as soon as it can. NULL gives false. */
bool guard_reached(const Guard *guard);

/* Reports the limit that is reached, once, as an error at `place`. */
void guard_report(Guard *guard, Diagnostics *diagnostics, Place place);

/* Sets the two counters, which belong to work that stops when it has done more steps than they say, to 1
 * when a limit is reached. NULL takes them back. */
void guard_set_counters(Guard *guard, unsigned long *first, unsigned long *second);

#endif
