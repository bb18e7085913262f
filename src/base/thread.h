/* Threads: of one process, for work that goes on beside other work. */
#ifndef PEERPRESS_BASE_THREAD_H
#define PEERPRESS_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/* Has the process more than one processor? */
bool threads_wanted(void);

/* Starts a thread that calls `work`, with a stack of so many bytes (0: the usual; what is not touched of it costs
 * nothing). It takes no signals, which are for the first thread, but those of its own faults. False if the system
 * gives none. The caller joins it. */
bool thread_start(pthread_t *thread, size_t stack, void *(*work)(void *), void *context);

#endif
