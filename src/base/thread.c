#include "base/thread.h"

#include <glib.h>
#include <signal.h>

bool threads_wanted(void) {
  return g_get_num_processors() > 1;
}

bool thread_start(pthread_t *thread, size_t stack, void *(*work)(void *), void *context) {
  static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
  sigset_t all, before;
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0)
    return false;
  sigfillset(&all);
  for (size_t i = 0; i < G_N_ELEMENTS(faults); i++)
    sigdelset(&all, faults[i]);
  if (stack)
    pthread_attr_setstacksize(&attributes, stack);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const bool started = pthread_create(thread, &attributes, work, context) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  return started;
}
