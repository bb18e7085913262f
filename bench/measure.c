/* Runs a program and says what it cost: measure SECONDS COMMAND [ARGUMENT…]
 *
 * Prints on descriptor 3 a line with the wait status (-1 if it was stopped after SECONDS), elapsed and processor time in
 * seconds, and the peak of memory in kB, all that the program started included: what it leaves behind is inherited, awaited
 * and counted. Memory is that of the largest process. A small program of its own, because the kernel counts the memory of
 * whoever starts a process among that process's own. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t late;
static volatile pid_t group;

static void stop(int signal_number) {
  (void)signal_number;
  late = 1;
  kill(-group, SIGKILL);
}

static double seconds(struct timeval time) {
  return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  unsigned limit = argc > 2 ? (unsigned)atoi(argv[1]) : 0;
  if (!limit) {
    fputs("usage: measure SECONDS COMMAND [ARGUMENT…]\n", stderr);
    return 2;
  }
  prctl(PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L);
  double start = now();
  pid_t child = fork();
  if (child < 0) {
    perror("measure: fork");
    return 3;
  }
  if (child == 0) {
    setpgid(0, 0);
    close(3);
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    _exit(127);
  }
  group = child;
  setpgid(child, child);
  struct sigaction action = {.sa_handler = stop, .sa_flags = SA_RESTART};
  sigaction(SIGALRM, &action, NULL);
  alarm(limit);
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    ;
  double elapsed = now() - start;
  alarm(0);
  // What has lost its parent would go on into the next measurement.
  kill(-child, SIGKILL);
  while (waitpid(-1, NULL, 0) > 0)
    ;
  struct rusage used;
  getrusage(RUSAGE_CHILDREN, &used);
  dprintf(3, "%d %.6f %.6f %ld\n", late ? -1 : status, elapsed,
          seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss);
  return 0;
}
