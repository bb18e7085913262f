/* Confinement: what this process can do no more, whatever a hostile document makes of it. On Linux, by
 * Landlock (files) and seccomp (system calls); where the kernel has one of them not, the other is in force
 * alone, and elsewhere none: confine_status tells. It cannot be undone.
 *
 * Under AddressSanitizer there is none, as its search for leaks needs what is forbidden here. */
#ifndef PEERPRESS_BASE_CONFINE_H
#define PEERPRESS_BASE_CONFINE_H

#include "base/diag.h"

/* From here on, only what is in these files and folders can be opened for reading, and only what is in
 * `writable` created, changed or removed; nothing can be executed. What is open already stays open. Names
 * that do not exist are left out. Both are NULL-terminated; what the libraries of a system need to be read
 * (their modules, character sets, time zones) is added. False: the kernel refused, reported (confine-failed). */
bool confine_files(const char *const *readable, const char *const *writable,
                   Diagnostics *diagnostics);

/* From here on, the process has no network (nor any other socket), starts no program, looks into no other
 * process, and changes nothing of the system: such calls fail. Without `processes` it neither forks nor
 * signals another process. False: the kernel refused, reported (confine-failed). */
bool confine_calls(bool processes, Diagnostics *diagnostics);

/* What is to be had here: "Landlock (ABI 7) and seccomp"; the caller frees it. */
char *confine_status(void);

#endif
