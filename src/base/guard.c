/* For malloc_trim and sigevent. */
#define _GNU_SOURCE

#include "base/guard.h"
#include "base/sanitized.h"

#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef enum { REACHED_NONE, REACHED_TIME, REACHED_MEMORY, REFUSED, ABORTED } Reached;

enum {
  TICK_MS = 20,          /* of processor time: how often is looked */
  GRACE_MS = 1000,       /* for work to come by a place where it can stop */
  GRACE_TOLD_MS = 20000, /* for what it had to be given back */
  REACHED_KINDS = 5,
};

struct Guard {
  GuardOptions options;
  bool watching;
  timer_t timer;
  struct sigaction before, abort_before;
  GLogFunc log_before;
  int64_t start, limit;  /* processor time in milliseconds */
  int statm;             /* a descriptor, or -1; kept, as a confined process cannot open it */
  int64_t pages, excess; /* resident pages: the limit, and what no grace is given for */
  atomic_int reached;    /* Reached */
  atomic_bool told;
  _Atomic int64_t reached_at;
  unsigned long *_Atomic counters[2];
  char *words[REACHED_KINDS]; /* to end with */
  size_t lengths[REACHED_KINDS];
};

/* ---- In the signal handler: nothing here allocates ------------------------------------------------- */

static int64_t processor_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The second number of /proc/self/statm. */
static int64_t resident_pages(int statm) {
  char text[64];
  const ssize_t length = statm >= 0 ? pread(statm, text, sizeof text, 0) : 0;
  const char *p = length > 0 ? memchr(text, ' ', (size_t)length) : NULL;
  int64_t pages = 0;
  for (p = p ? p + 1 : NULL; p && p < text + length && *p >= '0' && *p <= '9'; p++)
    pages = pages * 10 + (*p - '0');
  return pages;
}

static G_GNUC_NORETURN void end_process(const Guard *guard, Reached why) {
  static const int silent[] = {[REACHED_TIME] = GUARD_EXIT_TIME,
                               [REACHED_MEMORY] = GUARD_EXIT_MEMORY,
                               [REFUSED] = GUARD_EXIT_REFUSED,
                               [ABORTED] = GUARD_EXIT_REFUSED};
  if (!guard->options.speaks)
    _exit(silent[why]);
  /* What was told already is printed, except in a log that is printed at its end. */
  const bool again = !atomic_load(&guard->told) || guard->options.format == DIAG_SARIF;
  for (size_t done = 0; again && done < guard->lengths[why];) {
    const ssize_t put = write(STDERR_FILENO, guard->words[why] + done, guard->lengths[why] - done);
    if (put <= 0)
      break;
    done += (size_t)put;
  }
  _exit(why == REFUSED ? guard->options.exit_refused : guard->options.exit_limit);
}

static void reach(Guard *guard, Reached limit, int64_t now) {
  atomic_store(&guard->reached_at, now);
  atomic_store(&guard->reached, limit);
  for (size_t i = 0; i < G_N_ELEMENTS(guard->counters); i++) {
    unsigned long *counter = atomic_load(&guard->counters[i]);
    if (counter)
      *counter = 1;
  }
}

/* Of the guard that speaks: a signal of the C library's brings no pointer. */
static Guard *speaking;

static void on_abort(int number) {
  (void)number;
  end_process(speaking, ABORTED);
}

static void look(Guard *guard) {
  const int64_t now = processor_ms(), pages = resident_pages(guard->statm);
  const Reached reached = (Reached)atomic_load(&guard->reached);
  if (reached == REACHED_NONE && now - guard->start >= guard->limit)
    reach(guard, REACHED_TIME, now);
  else if (reached == REACHED_NONE && pages > guard->pages)
    reach(guard, REACHED_MEMORY, now);
  else if (reached != REACHED_NONE) {
    const int64_t grace = atomic_load(&guard->told) ? GRACE_TOLD_MS : GRACE_MS;
    if (now - atomic_load(&guard->reached_at) > grace || pages > guard->excess)
      end_process(guard, pages > guard->excess ? REACHED_MEMORY : reached);
  }
}

static void on_tick(int number, siginfo_t *info, void *context) {
  (void)context;
  if (info->si_code == SI_TIMER) {
    look(info->si_value.sival_ptr);
    return;
  }
  signal(number, SIG_DFL); /* the shell's own limit of time */
  raise(number);
}

/* ---- Around ---------------------------------------------------------------------------------------- */

/* GLib ends the process when it gets no memory: in order, then. */
static void on_log(const char *domain, GLogLevelFlags level, const char *message, void *data) {
  const bool fatal = (level & G_LOG_LEVEL_ERROR) != 0;
  if (fatal && (!message || strstr(message, "allocate") || strstr(message, "memory")))
    end_process(data, REFUSED);
  g_log_default_handler(domain, level, message, NULL);
}

static void say(Diagnostics *diagnostics, const GuardOptions *options, Reached why, Place place) {
  if (why == REACHED_TIME)
    diag_limit_time(diagnostics, place, (long long)options->seconds);
  else if (why == REACHED_MEMORY)
    diag_limit_memory(diagnostics, place, (long long)options->megabytes);
  else if (why == REFUSED)
    diag_memory_refused(diagnostics, place);
  else
    diag_library_aborted(diagnostics, place);
}

/* What is printed at an end for which nothing can be allocated any more. */
static void prepare_words(Guard *guard) {
  for (Reached why = REACHED_TIME; guard->options.speaks && why <= ABORTED; why++) {
    FILE *stream = open_memstream(&guard->words[why], &guard->lengths[why]);
    if (!stream)
      continue;
    Diagnostics *diagnostics = diag_new(stream, guard->options.format);
    say(diagnostics, &guard->options, why, (Place){.file = guard->options.file});
    diag_free(diagnostics);
    fclose(stream);
  }
}

static void watch_memory(Guard *guard) {
  const int64_t page = sysconf(_SC_PAGESIZE), megabyte = 1 << 20;
  guard->pages = guard->options.megabytes * megabyte / page;
  guard->excess = guard->pages + guard->pages / 4;
  /* What an earlier publication had is not counted against this one. */
  if (resident_pages(guard->statm) > guard->pages / 2)
    malloc_trim(0);
}

static bool start_timer(Guard *guard) {
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGXCPU};
  event.sigev_value.sival_ptr = guard;
  struct sigaction action = {.sa_flags = SA_SIGINFO | SA_RESTART};
  action.sa_sigaction = on_tick;
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGXCPU, &action, &guard->before) != 0)
    return false;
  const struct timespec tick = {.tv_nsec = TICK_MS * 1000000L};
  const struct itimerspec every = {tick, tick};
  if (timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &guard->timer) != 0) {
    sigaction(SIGXCPU, &guard->before, NULL);
    return false;
  }
  return timer_settime(guard->timer, 0, &every, NULL) == 0;
}

Guard *guard_new(void) {
  Guard *guard = g_new0(Guard, 1);
#ifdef SANITIZED
  guard->statm = -1;
#else
  guard->statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
#endif
  return guard;
}

static void forget_words(Guard *guard) {
  for (size_t i = 0; i < REACHED_KINDS; i++)
    g_clear_pointer(&guard->words[i], free);
}

bool guard_begin(Guard *guard, const GuardOptions *options) {
  guard->options = *options;
  guard->start = processor_ms();
  guard->limit = options->seconds * 1000;
  atomic_store(&guard->reached, REACHED_NONE);
  atomic_store(&guard->told, false);
  prepare_words(guard);
  watch_memory(guard);
  guard->watching = start_timer(guard);
  if (guard->watching)
    guard->log_before = g_log_set_default_handler(on_log, guard);
  if (guard->watching && options->speaks) {
    speaking = guard;
    struct sigaction action = {.sa_handler = on_abort};
    sigemptyset(&action.sa_mask);
    sigaction(SIGABRT, &action, &guard->abort_before);
  }
  if (!guard->watching)
    forget_words(guard);
  return guard->watching;
}

void guard_end(Guard *guard) {
  if (!guard->watching)
    return;
  guard->watching = false;
  if (speaking == guard) {
    sigaction(SIGABRT, &guard->abort_before, NULL);
    speaking = NULL;
  }
  g_log_set_default_handler(guard->log_before, NULL);
  /* A tick may be on its way: it must not come after what it points to. */
  sigset_t tick, before;
  sigemptyset(&tick);
  sigaddset(&tick, SIGXCPU);
  sigprocmask(SIG_BLOCK, &tick, &before);
  timer_delete(guard->timer);
  const struct timespec at_once = {0};
  while (sigtimedwait(&tick, NULL, &at_once) == SIGXCPU)
    ;
  sigaction(SIGXCPU, &guard->before, NULL);
  sigprocmask(SIG_SETMASK, &before, NULL);
  forget_words(guard);
}

void guard_free(Guard *guard) {
  if (!guard)
    return;
  guard_end(guard);
  if (guard->statm >= 0)
    close(guard->statm);
  g_free(guard);
}

bool guard_reached(const Guard *guard) {
  return guard && atomic_load(&guard->reached) != REACHED_NONE;
}

void guard_report(Guard *guard, Diagnostics *diagnostics, Place place) {
  if (!guard_reached(guard) || atomic_load(&guard->told))
    return;
  say(diagnostics, &guard->options, (Reached)atomic_load(&guard->reached), place);
  atomic_store(&guard->told, true);
}

void guard_set_counters(Guard *guard, unsigned long *first, unsigned long *second) {
  if (!guard)
    return;
  atomic_store(&guard->counters[0], first);
  atomic_store(&guard->counters[1], second);
  if (first && second && guard_reached(guard))
    *first = *second = 1;
}
