#define _GNU_SOURCE

#include "project/pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NO_JOB = -1, NO_GROUP = -1 };

typedef struct {
  pid_t pid; /* 0: not running */
  int to, from;
  int job;   /* at work, or NO_JOB */
  int group; /* of its latest job */
  GByteArray *answer;
} Worker;

typedef struct {
  const Pool *pool;
  Worker *workers;
  bool *given;          /* of each job */
  unsigned first, left; /* the first that may not be given yet; how many are not done */
  int signals;          /* a descriptor */
  sigset_t before;
  struct sigaction pipe_before;
} Running;

/* ---- In a worker -------------------------------------------------------------------------------- */

static bool read_whole(int fd, void *bytes, size_t length) {
  for (unsigned char *p = bytes; length > 0;) {
    const ssize_t got = read(fd, p, length);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return false;
    p += got;
    length -= (size_t)got;
  }
  return true;
}

static bool write_whole(int fd, const void *bytes, size_t length) {
  for (const unsigned char *p = bytes; length > 0;) {
    const ssize_t put = write(fd, p, length);
    if (put < 0 && errno == EINTR)
      continue;
    if (put <= 0)
      return false;
    p += put;
    length -= (size_t)put;
  }
  return true;
}

static void work(const Pool *pool, int in, int out) {
  pool->begin(pool->context);
  uint32_t job = 0;
  for (bool going = true; going && read_whole(in, &job, sizeof job);) {
    char *result = pool->work(pool->context, job);
    const uint32_t length = (uint32_t)strlen(result);
    going = write_whole(out, &length, sizeof length) && write_whole(out, result, length);
    g_free(result);
  }
  pool->end(pool->context);
}

/* A worker ends with the process that started it; not between the two names of an output, where it
 * holds signals off. */
static G_GNUC_NORETURN void be_worker(Running *running, pid_t parent, int in, int out) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent)
    _exit(EXIT_FAILURE);
  for (unsigned i = 0; i < running->pool->workers; i++) {
    if (running->workers[i].pid > 0) {
      close(running->workers[i].to);
      close(running->workers[i].from);
    }
    g_byte_array_unref(running->workers[i].answer);
  }
  close(running->signals);
  sigaction(SIGPIPE, &running->pipe_before, NULL);
  sigset_t none; /* whoever watches holds signals off */
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  const Pool *pool = running->pool;
  g_free(running->workers);
  g_free(running->given);
  work(pool, in, out);
  exit(EXIT_SUCCESS);
}

/* ---- Here --------------------------------------------------------------------------------------- */

static bool start(Running *running, Worker *worker) {
  int to[2], from[2];
  if (pipe2(to, 0) != 0)
    return false;
  if (pipe2(from, 0) != 0) {
    close(to[0]), close(to[1]);
    return false;
  }
  fflush(NULL);
  const pid_t parent = getpid(), pid = fork();
  if (pid == 0) {
    close(to[1]), close(from[0]);
    be_worker(running, parent, to[0], from[1]);
  }
  const int reason = errno;
  close(to[0]), close(from[1]);
  if (pid < 0) {
    close(to[1]), close(from[0]);
    errno = reason;
    return false;
  }
  worker->pid = pid;
  worker->to = to[1], worker->from = from[0];
  worker->job = NO_JOB;
  worker->group = NO_GROUP;
  g_byte_array_set_size(worker->answer, 0);
  return true;
}

/* Waits for its end; gives its status. */
static int stop(Worker *worker) {
  int status = 0;
  close(worker->to);
  close(worker->from);
  while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
    ;
  worker->pid = 0;
  return status;
}

static bool in_hand(const Running *running, unsigned group) {
  for (unsigned i = 0; i < running->pool->workers; i++) {
    if (running->workers[i].pid > 0 && running->workers[i].group == (int)group)
      return true;
  }
  return false;
}

/* The next job for a worker: of its group, else the first of a group that no other has, else the
 * first; NO_JOB if all are given. */
static int choose(Running *running, const Worker *worker) {
  const Pool *pool = running->pool;
  while (running->first < pool->count && running->given[running->first])
    running->first++;
  int fresh = NO_JOB;
  for (unsigned i = running->first; i < pool->count; i++) {
    if (running->given[i])
      continue;
    if ((int)pool->groups[i] == worker->group)
      return (int)i;
    if (fresh == NO_JOB && !in_hand(running, pool->groups[i]))
      fresh = (int)i;
    /* Groups stand together: once past the worker's own, what is left is not of it. */
    if (fresh != NO_JOB && (int)pool->groups[i] > worker->group)
      break;
  }
  return fresh != NO_JOB ? fresh : running->first < pool->count ? (int)running->first : NO_JOB;
}

/* Gives an idle worker its next job; a worker that is not there is started. False: it cannot be. */
static bool feed(Running *running, Worker *worker) {
  const int job = choose(running, worker);
  if (job == NO_JOB)
    return true;
  if (worker->pid == 0 && !start(running, worker))
    return false;
  running->given[job] = true;
  worker->job = job;
  worker->group = (int)running->pool->groups[job];
  const uint32_t number = (uint32_t)job;
  write_whole(worker->to, &number, sizeof number); /* if it has ended, reading from it will tell */
  return true;
}

static void finish_job(Running *running, Worker *worker, const char *result, gsize length,
                       int status) {
  if (worker->job != NO_JOB) {
    running->left--;
    running->pool->done(running->pool->context, (unsigned)worker->job, result, length, status);
  }
  worker->job = NO_JOB;
}

/* Takes in what a worker says. */
static void listen_to(Running *running, Worker *worker) {
  guint8 part[1 << 14];
  const ssize_t got = read(worker->from, part, sizeof part);
  if (got < 0 && (errno == EINTR || errno == EAGAIN))
    return;
  if (got <= 0) {
    const int status = stop(worker);
    finish_job(running, worker, NULL, 0, status);
    return;
  }
  g_byte_array_append(worker->answer, part, (guint)got);
  uint32_t length = 0;
  if (worker->answer->len < sizeof length)
    return;
  memcpy(&length, worker->answer->data, sizeof length);
  if (worker->answer->len - sizeof length < length)
    return;
  finish_job(running, worker, (const char *)worker->answer->data + sizeof length, length, 0);
  g_byte_array_set_size(worker->answer, 0);
}

/* The signal that came, or 0. */
static int taken_signal(const Running *running) {
  struct signalfd_siginfo info;
  return read(running->signals, &info, sizeof info) == sizeof info ? (int)info.ssi_signo : 0;
}

/* Waits for something to happen; gives a signal that came, or 0. */
static int wait_once(Running *running) {
  const unsigned count = running->pool->workers;
  struct pollfd *polled = g_new0(struct pollfd, count + 1);
  for (unsigned i = 0; i < count; i++)
    polled[i] = (struct pollfd){.fd = running->workers[i].pid > 0 ? running->workers[i].from : -1,
                                .events = POLLIN};
  polled[count] = (struct pollfd){.fd = running->signals, .events = POLLIN};
  int signal_number = 0;
  if (poll(polled, count + 1, -1) > 0) {
    signal_number = polled[count].revents ? taken_signal(running) : 0;
    for (unsigned i = 0; i < count; i++) {
      if (polled[i].revents)
        listen_to(running, &running->workers[i]);
    }
  }
  g_free(polled);
  return signal_number;
}

static int run(Running *running) {
  while (running->left > 0) {
    int busy = 0, reason = 0;
    for (unsigned i = 0; i < running->pool->workers; i++) {
      Worker *worker = &running->workers[i];
      if (worker->job == NO_JOB && !feed(running, worker))
        reason = errno;
      busy += worker->job != NO_JOB;
    }
    if (busy == 0)
      return -(reason ? reason : EAGAIN);
    const int signal_number = wait_once(running);
    if (signal_number)
      return signal_number;
  }
  return 0;
}

int pool_run(const Pool *pool) {
  Running running = {.pool = pool,
                     .workers = g_new0(Worker, pool->workers),
                     .given = g_new0(bool, pool->count + 1),
                     .left = pool->count};
  for (unsigned i = 0; i < pool->workers; i++) {
    running.workers[i].job = NO_JOB;
    running.workers[i].group = NO_GROUP;
    running.workers[i].answer = g_byte_array_new();
  }
  sigset_t waited;
  sigemptyset(&waited);
  sigaddset(&waited, SIGINT);
  sigaddset(&waited, SIGTERM);
  sigaddset(&waited, SIGHUP);
  sigprocmask(SIG_BLOCK, &waited, &running.before);
  sigaction(SIGPIPE, &(struct sigaction){.sa_handler = SIG_IGN}, &running.pipe_before);
  running.signals = signalfd(-1, &waited, SFD_CLOEXEC | SFD_NONBLOCK);
  const int result = run(&running);
  for (unsigned i = 0; i < pool->workers; i++) {
    Worker *worker = &running.workers[i];
    if (worker->pid > 0 && worker->job != NO_JOB)
      kill(worker->pid, SIGTERM);
    if (worker->pid > 0)
      stop(worker);
    g_byte_array_unref(worker->answer);
  }
  sigaction(SIGPIPE, &running.pipe_before, NULL);
  sigprocmask(SIG_SETMASK, &running.before, NULL);
  close(running.signals);
  g_free(running.given);
  g_free(running.workers);
  return result;
}
